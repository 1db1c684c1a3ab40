"""Ratings on which a low number is a good one, among others on which a high one is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.health import Finding
from cx.data.mending.cells import Reversed
from cx.data.scales.codes import Rated
from cx.data.scales.words import asks_for_effort
from cx.wording import msg

LEAST: Final = 30
FEWEST_OTHERS: Final = 2
MOST_TOGETHER: Final = 40
WEAK: Final = 0.2
# Two-sided 99.9 %: several columns are looked at.
CERTAIN: Final = 3.29


@dataclass(frozen=True, slots=True)
class Relation:
    """How a rating goes along with the mean of the others: the correlation and its interval."""

    n: int
    r: float

    @property
    def low(self) -> float:
        """The lower end (Fisher's z, 99.9 %)."""
        return self._end(-1)

    @property
    def high(self) -> float:
        """The upper end."""
        return self._end(1)

    def _end(self, side: int) -> float:
        if self.n < LEAST or not abs(self.r) < 1:
            return self.r if self.n >= LEAST else math.copysign(1.0, side)
        return math.tanh(math.atanh(self.r) + side * CERTAIN / math.sqrt(self.n - 3))


def reversed_findings(table: ir.Table, columns: Mapping[str, Rated]) -> Iterator[Finding]:
    """Propose to turn ratings round that go against the others on the same scale.

    A rating is proposed if its correlation with the mean of at least two others is below −0.2
    and its 99.9 % interval excludes 0, in at least 30 rows. Where half of the ratings or more
    go against the others nobody can tell which are the right way round, and none is proposed.
    Besides, a question whose name asks for effort is proposed unless it goes along with the others.
    """
    relations: dict[str, Relation] = {}
    against: set[str] = set()
    for group in _groups(columns):
        found = relate(table, group)
        relations |= found
        opposed = [name for name, rel in found.items() if rel.r <= -WEAK and rel.high < 0]
        if 2 * len(opposed) < len(found):
            against.update(opposed)
    for name, column in columns.items():
        if name in against:
            yield _against(column, relations[name])
        elif asks_for_effort(name) and not _goes_along(relations.get(name)):
            yield _effort(column)


def _goes_along(relation: Relation | None) -> bool:
    return relation is not None and relation.r >= WEAK and relation.low > 0


def _groups(columns: Mapping[str, Rated]) -> list[tuple[str, ...]]:
    """Put ratings with the same highest point together, where there are at least three."""
    by_top: dict[float, list[str]] = {}
    for name, column in columns.items():
        by_top.setdefault(column.top, []).append(name)
    return [tuple(names[:MOST_TOGETHER]) for names in by_top.values() if len(names) > FEWEST_OTHERS]


def relate(table: ir.Table, names: Sequence[str]) -> dict[str, Relation]:
    """Correlate each rating with the mean of the others that the row has, in one query."""
    values: dict[str, Any] = {f"x{i}": table[name].cast("float64") for i, name in enumerate(names)}
    rows = table.select(**values)
    columns: list[Any] = [rows[name] for name in values]
    zero, one = ibis.literal(0.0), ibis.literal(1.0)
    total = sum((column.fill_null(0.0) for column in columns), zero)
    count = sum((ibis.ifelse(column.notnull(), one, zero) for column in columns), zero)
    rows = rows.mutate(total=total, count=count)
    figures = {}
    for name in values:
        own: Any = rows[name]
        others: Any = ibis.ifelse(
            own.notnull() & (rows["count"] > FEWEST_OTHERS),
            (rows["total"] - own) / (rows["count"] - 1).nullif(0),
            ibis.null("float64"),
        )
        figures[f"{name}_r"] = own.corr(others, how="pop")
        figures[f"{name}_n"] = others.count()
    found = engine.fetch(rows.aggregate(**figures)).iloc[0]
    return {
        name: Relation(int(found[f"x{i}_n"]), _number(found[f"x{i}_r"]))
        for i, name in enumerate(names)
    }


def _number(value: Any) -> float:
    number = float(value) if value is not None else math.nan
    return number if math.isfinite(number) else 0.0


def _bounds(column: Rated) -> tuple[float, float]:
    low, high = column.said or (0 if column.zeros else 1, int(column.top))
    if min(column.answers) < 0:
        low, high = -int(column.top), int(column.top)
    return float(low), float(high)


def _against(column: Rated, relation: Relation) -> Finding:
    low, high = _bounds(column)
    text = msg(
        "“{column}” goes against the other ratings (correlation {r:signed_number}): people who "
        "give those a high number give this one a low one. It may be asked the other way round.",
        column=column.name,
        r=relation.r,
    )
    return Finding(
        kind="warning",
        message=text,
        column=column.name,
        rows=column.n,
        mends=(Reversed(column=column.name, low=low, high=high),),
    )


def _effort(column: Rated) -> Finding:
    low, high = _bounds(column)
    text = msg(
        "“{column}” seems to ask for effort, where a low number is a good one. Turned round, a "
        "high number means easy, as with other ratings.",
        column=column.name,
    )
    return Finding(
        kind="warning",
        message=text,
        column=column.name,
        rows=column.n,
        mends=(Reversed(column=column.name, low=low, high=high),),
    )
