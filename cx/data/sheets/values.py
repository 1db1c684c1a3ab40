"""The cells of a worksheet as text that says exactly what stands in them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx.data.sheets.column import Column
from cx.data.typed_cells import as_text, is_text

NUMBER: Final = r"^-?\d+(\.\d+)?$"
_MOMENT: Final = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$"
_DURATION: Final = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
# Times of day and durations count from here, as the reader of workbooks gives them.
_START: Final = dt.datetime(1899, 12, 31)  # noqa: DTZ001
# Spreadsheets know a 29 February 1900, so what is later counts from a day before.
_LEAP: Final = dt.datetime(1900, 3, 1)  # noqa: DTZ001
_EARLY: Final = "1901"
_LONGEST_EXACT: Final = 17
_OTHER_START: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_LATEST_EARLY: Final = dt.datetime(1904, 2, 1)  # noqa: DTZ001
_ERRORS: Final = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that holds an error instead of a value; rows and columns count from 0."""

    row: int
    column: int
    error: str


def exact(text: pa.Array, number: pa.Array) -> pa.Array:
    """Give numbers all their digits.

    A text that is written like a number and equals it stays as it is: 00123 or an identifier.

    Args:
        text: the cells of a column as text, numbers rounded to nine decimals.
        number: the same cells as numbers where they are any.
    """
    if number.null_count == len(number):
        return text
    spelled = pc.and_(pc.match_substring_regex(text, NUMBER), number.is_valid())
    spelled = pc.fill_null(spelled, fill_value=False)
    values = number.filter(spelled)
    given = text.filter(spelled)
    shortest = as_text(values)
    too_long = pc.and_(
        pc.match_substring(given, "."),
        pc.greater(
            pc.utf8_length(given), pc.max_element_wise(pc.utf8_length(shortest), _LONGEST_EXACT)
        ),
    )
    rounded = pc.or_(pc.not_equal(given.cast(pa.float64()), values), too_long)
    if not pc.any(rounded).as_py():
        return text
    return pc.replace_with_mask(text, spelled, pc.if_else(rounded, shortest, given))


def without_conversion(details: Iterable[tuple[tuple[int, int], str]]) -> dict[Any, str]:
    """Tell what stands in cells that the reader of workbooks gave no text for.

    Args:
        details: position and what the reader says of each.

    Returns:
        By position: an error such as #REF!, a duration, or the number behind an impossible date.
    """
    found = {}
    for position, detail in details:
        if error := re.search(r"Error\((\w+)\)", detail):
            found[position] = _ERRORS.get(error[1], f"#{error[1].upper()}!")
        elif duration := re.search(r'DurationIso\("([^"]*)"\)', detail):
            found[position] = _clock(duration[1])
        elif text := re.search(r"""String\("([^"\\]+)"\)""", detail):
            found[position] = text[1]
        elif number := re.search(r"value: (-?[\d.e+]+)", detail):
            found[position] = repr(float(number[1])).removesuffix(".0")
    return found


def _clock(duration: str) -> str:
    """Write PT12H30M00S as 12:30:00."""
    parts = _DURATION.fullmatch(duration)
    if parts is None:
        return duration
    days, hours, minutes, seconds = (int(part or 0) for part in parts.groups()[:4])
    fraction = f".{parts[5]}" if (parts[5] or "").strip("0") else ""
    return f"{24 * days + hours:02d}:{minutes:02d}:{seconds:02d}{fraction}"


def with_texts(
    columns: Sequence[Column], texts: Mapping[tuple[int, int], str]
) -> tuple[Column, ...]:
    """Put texts into cells, by row and column from 0."""
    by_column: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), text in texts.items():
        by_column[column][row] = text
    return tuple(
        _with_rows(column, by_column[number]) if number in by_column else column
        for number, column in enumerate(columns)
    )


def _with_rows(column: Column, texts: Mapping[int, str]) -> Column:
    rows = sorted(texts)
    mask = np.zeros(len(column), dtype=bool)
    mask[rows] = True
    ordered = pa.array([texts[row] for row in rows], pa.string())
    return Column.of_text(pc.replace_with_mask(column.whole, pa.array(mask), ordered))


def with_times(column: Column) -> Column:
    """Write times of day and durations as such, 12:30:00, where a column holds nothing else.

    They arrive as moments of the day from which spreadsheets count.
    """
    return Column(_with_times(column.above), _with_times(column.below))


def _with_times(column: pa.Array) -> pa.Array:
    if not holds_early_moment(column):
        return column
    moments = pc.fill_null(pc.match_substring_regex(column, _MOMENT), fill_value=False)
    values = column.filter(moments).to_pylist()
    if not _are_times(values):
        return column
    clocks = pa.array([_time(value) for value in values], pa.string())
    return pc.replace_with_mask(column, moments, clocks)


def holds_early_moment(column: pa.Array) -> bool:
    """Tell whether there may be times of day among texts or moments."""
    if pa.types.is_timestamp(column.type):
        first = pc.min(column).as_py()
        return first is not None and first < _LATEST_EARLY
    if not is_text(column.type):
        return False
    return any(
        pc.any(pc.starts_with(column, start)).as_py() for start in ("1899-12-3", "1900-", "1904-01")
    )


def _are_times(values: Sequence[str]) -> bool:
    """Tell times and durations from the early dates that stand for an unknown one."""
    early = all(value < _EARLY for value in values)
    other = all(value.startswith("1904-") for value in values)
    return (early or other) and any(value[11:19] != "00:00:00" for value in values)


def _time(moment: str) -> str:
    day = dt.datetime.fromisoformat(moment[:10])
    days = (day - _START).days + (day >= _LEAP)
    if day >= _OTHER_START:
        days = (day - _OTHER_START).days
    if days < 0:
        return moment
    return f"{24 * days + int(moment[11:13]):02d}{moment[13:]}"
