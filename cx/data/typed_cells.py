"""Cells that arrive as values: what the reader of workbooks tells by type instead of as text.

A column of numbers, moments or truths is kept as it is where its text would be read as just these
values. Where the text says more, as of identifiers and of days that are counted, the text decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx.data.spelling.number_sql import DIGITS
from cx.data.spelling.verdict import Spelled, Spelling

_NUMBERS: Final = (Spelling(kind="integer"), Spelling(kind="decimal"))
_MOMENTS: Final = (Spelling(kind="date", order="ymd"), Spelling(kind="time", order="ymd"))
_A_DAY: Final = 86_400_000


def is_text(kind: pa.DataType) -> bool:
    """Tell whether cells of this type are text."""
    return kind in {pa.string(), pa.large_string()}


def is_kept(kind: pa.DataType) -> bool:
    """Tell whether cells of this type are kept as values until it is known what they mean."""
    return kind in {pa.float64(), pa.timestamp("ms"), pa.bool_()}


def as_text(column: pa.Array | pa.ChunkedArray) -> Any:
    """Write values as the text that says exactly what they are."""
    kind = column.type
    if is_text(kind):
        return column
    if isinstance(column, pa.ChunkedArray):
        return pa.chunked_array([as_text(chunk) for chunk in column.chunks], pa.string())
    if pa.types.is_timestamp(kind):
        return pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")
    if pa.types.is_duration(kind):
        return pa.array(_clocks(column.cast(pa.int64()).to_pylist()), pa.string())
    texts = column.cast(pa.string())
    if pa.types.is_floating(kind):
        large = pc.fill_null(pc.match_substring(texts, "e+"), fill_value=False)
        digits = [_digits(value) for value in column.filter(large).to_pylist()]
        return pc.replace_with_mask(texts, large, pa.array(digits, pa.string()))
    return texts


def _digits(value: float) -> str:
    """Write a large number without an exponent."""
    return f"{value:.0f}" if value.is_integer() else repr(value)


def means_its_values(column: pa.ChunkedArray, found: Spelled | None) -> bool:
    """Tell whether a column of values is what they are, seen how some of its texts are read.

    Args:
        column: all values.
        found: how the texts of some of them are read; None where the text of all is needed.
    """
    values = column.drop_null()
    if found is None or found.others or found.reason is not None or not len(values):
        return False
    if pa.types.is_boolean(column.type):
        return found.best.kind == "truth"
    if pa.types.is_timestamp(column.type):
        whole, spellings = _whole(values.cast(pa.int64()).to_numpy(), _A_DAY), _MOMENTS
    else:
        numbers = values.to_numpy()
        if not bool((np.abs(numbers) < 10**DIGITS).all()):
            return False
        whole, spellings = _whole(numbers, 1), _NUMBERS
    return found.best == spellings[1] or (found.best == spellings[0] and whole)


def _whole(values: np.ndarray[tuple[int], np.dtype[np.float64 | np.int64]], unit: int) -> bool:
    return bool((values % unit == 0).all())


def _clocks(durations: Sequence[int | None]) -> list[str | None]:
    """Write milliseconds as hours, minutes and seconds."""
    return [None if each is None else _clock(each) for each in durations]


def _clock(milliseconds: int) -> str:
    sign = "-" if milliseconds < 0 else ""
    seconds, fraction = divmod(abs(milliseconds), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    rest = f".{fraction:03d}" if fraction else ""
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}{rest}"
