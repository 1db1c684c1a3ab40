"""What the columns of a table look like: the evidence by which roles are recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import ibis.expr.types as ir
import pandas as pd

from cx.data import engine
from cx.data.health import TypeWord
from cx.data.vocabulary import is_exactly

SAMPLE: Final = 2000
FEW: Final = 30

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


def describe(table: ir.Table) -> tuple[Traits, ...]:
    """Look at all columns of a table: one query for the counts, one for a sample of its texts."""
    schema = table.schema()
    if not schema:
        return ()
    measures = {"rows": table.count()}
    for position, (name, dtype) in enumerate(schema.items()):
        measures |= _measures(table[name], type_word(dtype), position)
    counted = engine.fetch(table.aggregate(**measures))
    figures = {name: counted[name].iloc[0] for name in measures}
    texts = [name for name, dtype in schema.items() if type_word(dtype) == "text"]
    sample = _sample(table, texts)
    return tuple(
        _traits(name, type_word(dtype), position, figures, sample.get(name, ()))
        for position, (name, dtype) in enumerate(schema.items())
    )


def _measures(column: Any, kind: TypeWord, position: int) -> dict[str, Any]:
    found = {f"filled_{position}": column.count(), f"distinct_{position}": column.nunique()}
    if kind != "number":
        return found
    inside = column.between(0, 10)
    return found | {
        f"low_{position}": column.min(),
        f"high_{position}": column.max(),
        f"low_inside_{position}": column.min(where=inside),
        f"high_inside_{position}": column.max(where=inside),
        f"inside_{position}": inside.sum(),
        f"zeros_{position}": (column == 0).sum(),
        f"broken_{position}": (column != column.floor()).sum(),
    }


def _sample(table: ir.Table, texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    if not texts:
        return {}
    rows = engine.fetch(
        table.select(**{name: table[name].cast("string") for name in texts}).limit(SAMPLE)
    )
    return {name: tuple(rows[name].dropna()) for name in texts}


def _traits(
    name: str,
    kind: TypeWord,
    position: int,
    figures: Mapping[str, Any],
    sample: Sequence[str],
) -> Traits:
    def figure(what: str) -> float:
        value = figures.get(f"{what}_{position}")
        return float("nan") if value is None or pd.isna(value) else float(value)

    filled = int(figure("filled"))
    counts: dict[str, Any] = {"filled": filled, "distinct": int(figure("distinct"))}
    if kind == "number" and filled:
        within = figure("inside") / filled
        suffix = "_inside" if within >= 0.95 else ""
        counts |= {
            "low": figure(f"low{suffix}"),
            "high": figure(f"high{suffix}"),
            "within": within,
            "zeros": int(figure("zeros")),
            "whole": figure("broken") == 0,
        }
    if sample:
        chinese = sum(len(_CHINESE.findall(text)) for text in sample)
        counts["letters"] = (sum(len(_LETTER.findall(text)) for text in sample) + chinese) / len(
            sample
        )
        counts["values"] = tuple(dict.fromkeys(sample))[:FEW]
    return Traits(name=name, type=kind, rows=int(figures["rows"]), **counts)
