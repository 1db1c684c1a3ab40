"""What the columns of a table look like: the evidence by which roles are recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from cx.data import engine
from cx.data.arrow import storable
from cx.data.health import TypeWord
from cx.data.vocabulary import is_exactly

SAMPLE: Final = 2000
FEW: Final = 30
MANY: Final = 50_000

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What one column looks like.

    Attributes:
        name: of the column.
        type: "text", "number", "yes/no", "date" or "time".
        rows: rows of the table.
        filled: rows with a value.
        distinct: how many different values there are.
        low: the lowest number (between 0 and 10 where nearly all are); NaN if it holds none.
        high: the highest, likewise.
        within: share of numbers between 0 and 10, 0–1.
        zeros: how many numbers are 0.
        whole: whether all numbers are whole.
        letters: how many letters a text has on average, a Chinese character counting as two.
        values: up to 30 different texts, from the first rows.
        example: the first value; it may be personal, and is masked before it is shown.
    """

    name: str
    type: TypeWord
    rows: int
    filled: int
    distinct: int
    low: float = float("nan")
    high: float = float("nan")
    within: float = 0.0
    zeros: int = 0
    whole: bool = False
    letters: float = 0.0
    values: tuple[str, ...] = field(default=())
    example: str | None = None

    @property
    def is_row_number(self) -> bool:
        """Whether the column only counts the rows: 1, 2, 3 … under no name that means more."""
        counts = (
            self.type == "number" and self.whole and self.distinct == self.filled == self.rows > 1
        )
        unnamed = re.fullmatch(r"column \d+", self.name) or is_exactly(self.name, "row_number")
        return bool(counts and unnamed)

    @property
    def repeats(self) -> bool:
        """Whether values come back, as customers do in a log of events."""
        return self.filled > 0 and self.distinct < 0.9 * self.filled


def type_word(dtype: Any) -> TypeWord:
    """Name an Ibis type as a person would."""
    if dtype.is_boolean():
        return "yes/no"
    if dtype.is_numeric():
        return "number"
    if dtype.is_timestamp():
        return "time"
    return "date" if dtype.is_date() else "text"


def describe(source: Any) -> tuple[Traits, ...]:
    """Look at all columns of a table.

    One query brings them as Arrow columns, because a query with several aggregates for each of
    hundreds of columns takes longer to write than to answer. Of a Parquet file with more than
    50,000 rows every so many are looked at: rows and filled cells are counted in full even so,
    the other figures are those of the rows looked at, and the number of different values is
    carried over to all rows where most of them differ.

    Args:
        source: an Ibis table, or the path of a Parquet file.
    """
    if isinstance(source, ir.Table):
        frame = storable(source.to_pyarrow())
        return described(frame, frame.num_rows, _filled(frame))
    rows, filled = engine.counts_of(source)
    frame = storable(engine.spread(source, MANY).to_pyarrow())
    return described(frame, rows, filled)


def _filled(frame: pa.Table) -> dict[str, int]:
    return {
        name: len(c) - c.null_count
        for name, c in zip(frame.column_names, frame.columns, strict=True)
    }


def described(frame: pa.Table, rows: int, filled: Mapping[str, int]) -> tuple[Traits, ...]:
    """Say what the columns of a table look like from some of its rows.

    Args:
        frame: the rows looked at.
        rows: of the whole table.
        filled: cells with a value in each column of the whole table.
    """
    kinds = ibis.Schema.from_pyarrow(frame.schema)
    return tuple(
        _traits(name, type_word(kinds[name]), frame.column(name), rows, filled[name])
        for name in frame.column_names
    )


def _traits(name: str, kind: TypeWord, column: pa.ChunkedArray, rows: int, filled: int) -> Traits:
    there = column.drop_null()
    further = {}
    if len(there) and kind == "number":
        further = _of_numbers(column)
    elif len(there) and kind == "text":
        further = _of_texts(column.slice(0, SAMPLE).drop_null().cast(pa.string()).to_pylist())
    return Traits(
        name=name,
        type=kind,
        rows=rows,
        filled=filled,
        distinct=_carried_over(len(there.unique()), len(there), filled),
        example=str(there[0].as_py()) if len(there) else None,
        **further,
    )


def _carried_over(distinct: int, seen: int, filled: int) -> int:
    """Carry the number of different values over from the rows looked at to all of them."""
    if seen == filled or 2 * distinct < seen:
        return distinct
    return round(distinct / seen * filled)


def _of_numbers(column: pa.ChunkedArray) -> dict[str, Any]:
    numbers = column.drop_null().cast(pa.float64(), safe=False).to_numpy()
    inside = numbers[(numbers >= 0) & (numbers <= 10)]
    within = len(inside) / len(numbers)
    typical = inside if within >= 0.95 else numbers
    return {
        "low": float(typical.min()),
        "high": float(typical.max()),
        "within": within,
        "zeros": int((numbers == 0).sum()),
        "whole": bool((numbers == np.floor(numbers)).all()),
    }


def _of_texts(sample: Sequence[str]) -> dict[str, Any]:
    if not sample:
        return {}
    letters = sum(len(_LETTER.findall(text)) + len(_CHINESE.findall(text)) for text in sample)
    return {"letters": letters / len(sample), "values": tuple(dict.fromkeys(sample))[:FEW]}
