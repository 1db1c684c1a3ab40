"""The engine's part of `cx.drivers`: cross-products of score and ratings, in groups of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from cx.analyses.driver_overview import Overview, plain
from cx.analyses.driver_parts import Drawing, drawn
from cx.analyses.result import LeftOut, left_out, no_value
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.stats.least_squares import CrossProducts
from cx.stats.net_promoter import PASSIVES_FROM, PROMOTERS_FROM
from cx.wording import Message, msg

GROUPS: Final = 50
FEW_CUSTOMERS: Final = 30
OUTCOMES: Final = ("score", "nps", "promoters")

USED: Final = "used"
INCOMPLETE: Final = "incomplete"
_MISSING: Final = "missing"
_OUTSIDE: Final = "outside"
_FRACTION: Final = "fraction"
_UNWEIGHTED: Final = "unweighted"
_UNGROUPED: Final = "ungrouped"
_ELSEWHERE: Final = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is wanted of the table.

    Attributes:
        feedback: score and ratings.
        seen: the overview of the same dataset.
        chosen: places of the ratings that go into the model.
        scale: of the score.
        parts: in how many groups rows are drawn; 1 where no interval is wanted.
        by: the column of segments, or None.
        segments: those that are wanted; all others are left out.
    """

    feedback: Feedback
    seen: Overview
    chosen: tuple[int, ...]
    scale: Scale
    parts: int = GROUPS
    by: str | None = None
    segments: tuple[Any, ...] = ()

    @property
    def by_customer(self) -> bool:
        """Whether all answers of a customer go into the same group."""
        return self.seen.customers >= FEW_CUSTOMERS

    @property
    def means(self) -> dict[str, float]:
        """Give the mean of each column of the model but the outcomes in points."""
        ratings = {f"r{index}": self.seen.ratings[index].mean for index in self.chosen}
        return {**ratings, "score": self.seen.score_mean}

    @property
    def content(self) -> dict[str, tuple[str, float, float]]:
        """Give name, lowest and highest value of what tells rows apart."""
        ratings = {f"r{index}": self.seen.ratings[index] for index in self.chosen}
        return {
            **{key: (rating.driver, rating.low, rating.high) for key, rating in ratings.items()},
            "score": (str(self.feedback.score), self.scale.low, self.scale.high),
        }

    @property
    def in_whole_numbers(self) -> bool:
        """Whether all that is multiplied is whole and small; it need not be centred then."""
        ratings = all(self.seen.ratings[index].whole for index in self.chosen)
        return self.feedback.weight is None and self.seen.score_whole and ratings


@dataclass(frozen=True, slots=True)
class Products:
    """Cross-products of the rows that are complete, and what became of the others.

    Attributes:
        groups: of the chosen ratings, then `OUTCOMES`; in groups of rows drawn by chance. With
            weights, `n` is the sum of the weights.
        parts: the number of each group.
        states: how many rows are used, and how many are left out for each reason.
    """

    groups: CrossProducts
    parts: tuple[int, ...]
    states: Mapping[str, int]

    @property
    def used(self) -> int:
        """The number of complete rows."""
        return self.states.get(USED, 0)

    @property
    def incomplete(self) -> int:
        """The number of rows with a fine score that lack one of the ratings."""
        return self.states.get(INCOMPLETE, 0)

    @property
    def outside(self) -> int:
        """The number of rows whose score lies outside its scale."""
        return self.states.get(_OUTSIDE, 0)

    @property
    def fractions(self) -> int:
        """The number of rows whose score is not a whole number, on the scale from 0 to 10."""
        return self.states.get(_FRACTION, 0)


def products(asked: Asked) -> Products:
    """Add up cross-products of the complete rows in one query; another one counts the rows."""
    summed = _added_up(asked, [] if asked.parts == 1 else ["part"]).sort_values("part")
    return Products(
        groups=_cross_products(asked, summed),
        parts=tuple(int(part) for part in summed["part"]),
        states=counted(asked),
    )


def products_by_segment(asked: Asked) -> Mapping[Any, CrossProducts]:
    """Add up cross-products of every segment in one query; all segments have the same parts."""
    summed = _added_up(asked, ["group", "part"])
    parts = pd.Index(sorted(summed["part"].unique()), name="part")
    return {
        segment: _cross_products(
            asked, rows.set_index("part").drop(columns="group").reindex(parts, fill_value=0)
        )
        for segment, rows in summed.groupby("group", sort=True)
    }


def sizes(asked: Asked) -> pd.Series[int]:
    """Count the complete rows of every segment that has a score, 0 too; the largest first."""
    table = plain(asked.feedback, by=asked.by)
    faults = _faults(asked, table)
    del faults[_ELSEWHERE], faults[INCOMPLETE]
    rows = table.filter(~ibis.or_(*faults.values()))
    complete = (~_lacking(asked, rows)).cast("int32").sum()
    found = engine.fetch(rows.group_by("group").aggregate(n=complete))
    by_size = found.sort_values(["n", "group"], ascending=[False, True])
    return by_size.set_index("group")["n"].astype("int64")


def counted(asked: Asked) -> dict[str, int]:
    """Count the rows by what becomes of them."""
    table = plain(asked.feedback, by=asked.by)
    cases = ((condition, state) for state, condition in _faults(asked, table).items())
    rows = table.select(state=ibis.cases(*cases, else_=USED))
    found = engine.fetch(rows.group_by("state").aggregate(n=rows.count()))
    return {str(state): int(n) for state, n in zip(found["state"], found["n"], strict=True)}


def reasons(asked: Asked, states: Mapping[str, int]) -> tuple[LeftOut, ...]:
    """Give the rows that are left out, by reason."""
    score, weight, by = (
        str(name) for name in (asked.feedback.score, asked.feedback.weight, asked.by)
    )
    words: dict[str, Message] = {
        _UNGROUPED: no_value(by),
        _MISSING: no_value(score),
        _OUTSIDE: msg("“{column}” lies outside its scale", column=score),
        _FRACTION: msg("“{column}” is not a whole number", column=score),
        _UNWEIGHTED: msg("no weight above 0 in “{column}”", column=weight),
        _ELSEWHERE: msg("the group has too few answers"),
        INCOMPLETE: msg("a rating is missing"),
    }
    return tuple(left_out(reason, states.get(state, 0)) for state, reason in words.items())


def parted(asked: Asked) -> ir.Table:
    """Give the rows that have a fine score and weight, drawn into groups by chance (`part`)."""
    table = plain(asked.feedback, by=asked.by)
    faults = _faults(asked, table)
    del faults[INCOMPLETE]
    rows = table.filter(~ibis.or_(*faults.values()))
    if asked.parts == 1:
        return rows.mutate(part=ibis.literal(0))
    seen = asked.seen
    return drawn(
        rows,
        Drawing(
            groups=asked.parts,
            units=seen.customers + seen.unnamed if asked.by_customer else seen.score.n,
            named=asked.by_customer,
            unnamed=not asked.by_customer or seen.unnamed > 0,
            content=asked.content,
        ),
    )


def _faults(asked: Asked, table: ir.Table) -> dict[str, Any]:
    """Give what a row is left out for: state → condition; the first that holds counts."""
    score: Any = table.score
    scale = asked.scale
    faults: dict[str, Any] = {}
    if asked.by is not None:
        faults[_UNGROUPED] = table.group.isnull()  # noqa: PD003, Ibis
    faults[_MISSING] = score.isnull()  # noqa: PD003
    faults[_OUTSIDE] = ~score.between(scale.low, scale.high)
    if scale.is_nps and not asked.seen.score_whole:
        faults[_FRACTION] = score != score.floor()
    if "weight" in table.columns:
        faults[_UNWEIGHTED] = table.weight.isnull() | (table.weight <= 0)  # noqa: PD003
    if asked.by is not None:
        faults[_ELSEWHERE] = ~table.group.isin(asked.segments)
    faults[INCOMPLETE] = _lacking(asked, table)
    return faults


def _lacking(asked: Asked, table: ir.Table) -> Any:
    return ibis.or_(*(table[f"r{index}"].isnull() for index in asked.chosen))  # noqa: PD003


def in_points(score: Any, scale: Scale, kind: str) -> dict[str, Any]:
    """Give NPS contribution (100, 0, −100) and that of promoters alone; 0 on another scale."""
    if not scale.is_nps:
        return dict.fromkeys(OUTCOMES[1:], ibis.literal(0).cast(kind))
    promoter, detractor = score >= PROMOTERS_FROM, score < PASSIVES_FROM
    return {
        "nps": ibis.cases((promoter, 100), (detractor, -100), else_=0).cast(kind),
        "promoters": ibis.ifelse(promoter, 100, 0).cast(kind),
    }


def _added_up(asked: Asked, keys: Sequence[str]) -> pd.DataFrame:
    rows = parted(asked)
    rows = rows.filter(~_lacking(asked, rows))
    kind = "int16" if asked.in_whole_numbers else "float64"
    values: dict[str, Any] = {
        key: rows[key].cast(kind) if asked.in_whole_numbers else rows[key].cast(kind) - mean
        for key, mean in asked.means.items()
    }
    values |= in_points(rows.score, asked.scale, kind)
    names = list(values)
    weighted = "weight" in rows.columns
    if weighted:
        values["weight"] = rows.weight
    chosen = rows.select(*keys, **values)
    once = [chosen[name] * chosen.weight if weighted else chosen[name] for name in names]
    sums = {f"s{i}": value.sum() for i, value in enumerate(once)}
    pairs = {
        f"p{i}_{j}": (value * chosen[names[j]]).sum()
        for i, value in enumerate(once)
        for j in range(i, len(names))
    }
    n = chosen.weight.sum() if weighted else chosen.count()
    if keys:
        return engine.fetch(chosen.group_by(keys).aggregate(n=n, **sums, **pairs))
    return engine.fetch(chosen.aggregate(n=n, **sums, **pairs)).assign(part=0)


def _cross_products(asked: Asked, frame: pd.DataFrame) -> CrossProducts:
    k = len(asked.chosen) + len(OUTCOMES)
    cells = np.zeros((len(frame), k, k))
    for i in range(k):
        for j in range(i, k):
            cells[:, i, j] = cells[:, j, i] = frame[f"p{i}_{j}"].to_numpy(float)
    sums = frame[[f"s{i}" for i in range(k)]].to_numpy(float)
    found = CrossProducts(frame["n"].to_numpy(float), sums, cells)
    if not asked.in_whole_numbers:
        return found
    return found.less(np.array([*asked.means.values(), 0.0, 0.0]))
