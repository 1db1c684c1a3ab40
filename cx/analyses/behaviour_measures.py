"""Which behaviour can be set beside the score, and how each number is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.analyses.behaviour_rows import SCORE, Answers
from cx.analyses.scores import kind_name
from cx.data import engine
from cx.data.scales.scale import Scale
from cx.errors import InvalidSetting
from cx.wording import msg

FEW: Final = 30
MOST_LEVELS: Final = 12
TAIL: Final = 5.0  # standard deviations from the mean


class Kind(StrEnum):
    """As what a column of the customers is taken."""

    NUMBER = "number"
    """As it is."""
    CAPPED = "capped"
    """Without its tail: the outermost 1 % count as what stands at its edge."""
    DONE = "done"
    """Above 0 or not, since at least half of the answers have 0."""
    YES_NO = "yes_no"
    """Yes or no, in words or as 1 and 0."""
    LEVEL = "level"
    """Whether a customer is in this group, against all others."""


class Aside(StrEnum):
    """Why a column is not looked at."""

    SPARSE = "sparse"
    CONSTANT = "constant"
    RARE = "rare"
    ALIKE = "alike"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is set beside the score.

    Attributes:
        column: of the customers.
        kind: as what it is taken.
        level: of a group, else None.
        low: the edge of the tail below; None without one.
        high: the edge of the tail above.
        centre: what is taken off before squares are added up.
    """

    column: str
    kind: Kind
    level: str | None = None
    low: float | None = None
    high: float | None = None
    centre: float = 0.0

    @property
    def code(self) -> str:
        """What the table calls it."""
        return self.column if self.level is None else f"{self.column}: {self.level}"

    @property
    def share(self) -> bool:
        """Whether its mean is a share of answers."""
        return self.kind not in {Kind.NUMBER, Kind.CAPPED}

    def value(self, column: Any) -> ir.FloatingValue:
        """Give its value, 0 or 1 where it is a share, less `centre`."""
        if self.kind is Kind.LEVEL:
            inside: Any = column.cast("string") == self.level
            flag: ir.FloatingValue = inside.cast("int32").fill_null(0).cast("float64")
            return flag
        number: Any = as_number(column)
        if self.kind is Kind.DONE:
            return (number > 0).cast("int32").cast("float64")
        if self.low is not None or self.high is not None:
            number = ibis.ifelse(number.isnull(), number, number.clip(self.low, self.high))
        centred: ir.FloatingValue = number - self.centre
        return centred


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """What can be looked at.

    Attributes:
        measures: in the order of the columns.
        aside: reason → what is not looked at for it.
        scored: answers that have a score.
    """

    measures: tuple[Measure, ...]
    aside: Mapping[Aside, tuple[Measure, ...]]
    scored: int


def as_number(column: Any) -> ir.FloatingValue:
    """Give numbers as they are and yes and no as 1 and 0; what is infinite is missing."""
    number = column.cast("int32" if column.type().is_boolean() else "float64").cast("float64")
    return ibis.ifelse(number.isinf(), ibis.null("float64"), number)


def candidates(answers: Answers, scale: Scale) -> Candidates:
    """Look at every column among the answers that have a score.

    Raises:
        InvalidSetting: a column holds neither numbers nor yes or no nor text.
    """
    rows = answers.rows
    scored = rows.filter(rows[SCORE].between(scale.low, scale.high))
    kinds = {name: rows[own].type() for name, own in answers.columns.items()}
    for name, kind in kinds.items():
        if not (kind.is_numeric() or kind.is_string() or kind.is_boolean() or kind.is_null()):
            raise InvalidSetting(
                msg(
                    "The column “{column}” holds {kind}, but numbers, groups or yes and no are "
                    "needed. Choose another column.",
                    column=name,
                    kind=kind_name(kind),
                )
            )
    counted = [name for name, kind in kinds.items() if not kind.is_string()]
    overview = _overview(scored, [answers.columns[name] for name in counted])
    found: list[Found] = []
    for name, own in answers.columns.items():
        if name in counted:
            found.append(_of_numbers(name, overview, f"x{counted.index(name)}"))
        else:
            found += _of_groups(name, scored, own, int(overview["rows"]))
    return Candidates(
        measures=tuple(measure for reason, measure in found if reason is None),
        aside={
            reason: tuple(measure for other, measure in found if other is reason)
            for reason in Aside
        },
        scored=int(overview["rows"]),
    )


def _overview(scored: ir.Table, columns: Sequence[str]) -> Any:
    asked: dict[str, Any] = {"rows": scored.count()}
    for at, column in enumerate(columns):
        value = as_number(scored[column])
        asked |= {
            f"x{at}_n": value.count(),
            f"x{at}_zeros": (value == 0).cast("int32").sum().fill_null(0),
            f"x{at}_ones": (value == 1).cast("int32").sum().fill_null(0),
            f"x{at}_low": value.min(),
            f"x{at}_high": value.max(),
            f"x{at}_mean": value.mean(),
            f"x{at}_sd": value.std(how="sample"),
            f"x{at}_p01": value.quantile(0.01),
            f"x{at}_p99": value.quantile(0.99),
        }
    return engine.fetch(scored.aggregate(**asked)).iloc[0]


Found = tuple[Aside | None, Measure]


def _of_numbers(name: str, row: Any, prefix: str) -> Found:
    """Decide how a number is taken: as it is, without its tail, or as done at all."""
    plain = Measure(column=name, kind=Kind.NUMBER)
    n, zeros, ones = (int(row[f"{prefix}_{what}"]) for what in ("n", "zeros", "ones"))
    if n == 0 or 2 * n < row["rows"]:
        return Aside.SPARSE, plain
    figures = (float(row[f"{prefix}_{w}"]) for w in ("low", "high", "mean", "sd", "p01", "p99"))
    low, high, mean, sd, p01, p99 = figures
    if low == high:
        return Aside.CONSTANT, plain
    two = zeros + ones == n
    if two or (low >= 0 and 2 * zeros >= n):
        rare = min(zeros, n - zeros) < FEW
        done = Measure(column=name, kind=Kind.YES_NO if two else Kind.DONE)
        return (Aside.RARE if rare else None), done
    wide = p01 < p99
    below = p01 if wide and low < mean - TAIL * sd else None
    above = p99 if wide and high > mean + TAIL * sd else None
    kind = Kind.NUMBER if below is None and above is None else Kind.CAPPED
    return None, Measure(column=name, kind=kind, low=below, high=above, centre=mean)


def _of_groups(name: str, scored: ir.Table, own: str, total: int) -> list[Found]:
    """Take each group that is large enough, of two the smaller one only."""
    text = scored.select(level=scored[own].cast("string"))
    sizes = text.group_by("level").aggregate(n=text.count()).drop_null("level")
    counts = engine.fetch(
        sizes.mutate(known=sizes.n.sum().over(), levels=sizes.count().over())
        .order_by(sizes.n.desc(), "level")
        .limit(MOST_LEVELS)
    )
    known, levels = (int(counts[what].max()) if len(counts) else 0 for what in ("known", "levels"))
    whole = Measure(column=name, kind=Kind.YES_NO)
    if known == 0 or 2 * known < total:
        return [(Aside.SPARSE, whole)]
    if levels == 1 and known == total:
        return [(Aside.CONSTANT, whole)]
    found: list[Found] = [
        (
            None if FEW <= n <= total - FEW else Aside.RARE,
            Measure(column=name, kind=Kind.LEVEL, level=level),
        )
        for level, n in zip(counts["level"], counts["n"], strict=True)
    ]
    return found[1:] if levels == 2 and known == total else found
