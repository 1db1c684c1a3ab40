"""The rows behind the shapes of drivers: which ratings and answers, in groups drawn by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.analyses.driver_choice import FEWEST_GROUPS, Choice, choose
from cx.analyses.driver_parts import Drawing, drawn
from cx.analyses.driver_products import GROUPS
from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import nps_points, numbers, unweighted
from cx.data import engine
from cx.data.dataset import Feedback
from cx.errors import NotEnoughData
from cx.wording import Message, msg

_USED: Final = "used"
_MISSING: Final = "missing"
_OUTSIDE: Final = "outside"
_FRACTION: Final = "fraction"
_UNRATED: Final = "unrated"


@dataclass(frozen=True, slots=True)
class Basis:
    """What an analysis of shapes rests on.

    Attributes:
        feedback: score and ratings.
        choice: the ratings that take part and the scale of the score, chosen as in `cx.drivers`.
        complete: whether a row needs all of the ratings, or just one of them.
        states: how many rows are used, and how many are left out for each reason.
        notes: what weakens the answer.
    """

    feedback: Feedback
    choice: Choice
    complete: bool
    states: Mapping[str, int]
    notes: tuple[Message, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the ratings that take part."""
        return tuple(rating.driver for rating in self.choice.modelled)

    @property
    def used(self) -> int:
        """The number of rows that take part."""
        return self.states.get(_USED, 0)

    @property
    def in_points(self) -> bool:
        """Whether the outcome is NPS points; otherwise it is the score itself."""
        return self.choice.scale.is_nps

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The other rows, by reason."""
        score = str(self.feedback.score)
        unrated = msg("no rating within its scale")
        if self.complete:
            unrated = msg("a rating is missing or outside its scale")
        found = [
            (no_value(score), _MISSING),
            (msg("“{column}” lies outside its scale", column=score), _OUTSIDE),
            (msg("“{column}” is not a whole number", column=score), _FRACTION),
            (unrated, _UNRATED),
        ]
        return tuple(left_out(reason, self.states.get(state, 0)) for reason, state in found)


def basis(feedback: Feedback, *, complete: bool) -> Basis:
    """Choose ratings and count rows; raises as `cx.drivers` does, but for too many ratings.

    Ratings outside of their scale count as missing.

    Args:
        feedback: score and ratings.
        complete: whether a row needs all of the ratings, or just one of them.
    """
    weightless = feedback
    if feedback.weight is not None:
        weightless = feedback.with_roles(table=feedback.table, weight=None)
    choice = choose(weightless, "johnson")
    base = Basis(
        feedback=feedback,
        choice=choice,
        complete=complete,
        states={},
        notes=(*unweighted(feedback), *choice.notes),
    )
    rows = _judged(base)
    found = engine.fetch(rows.group_by("state").aggregate(n=rows.count()))
    states = {str(state): int(n) for state, n in zip(found["state"], found["n"], strict=True)}
    return Basis(base.feedback, base.choice, base.complete, states, base.notes)


def rated_rows(base: Basis, *, groups: int = GROUPS) -> ir.Table:
    """Give `score outcome r0 r1 … part`, one row an answer that is used.

    `outcome` is −100, 0 or 100 on the scale from 0 to 10, else the score. `part` is one of
    `groups` groups of customers (of answers, without a customer role), 0 up to `groups` − 1.
    """
    rows = _judged(base)
    used: ir.Table = rows.filter(rows.state == _USED).mutate(outcome=_outcome(rows.score, base))
    asked, scale = base.choice.asked, base.choice.scale
    seen = asked.seen
    content = {
        f"r{index}": (rating.driver, float(rating.scale.low), float(rating.scale.high))
        for index, rating in enumerate(base.choice.modelled)
    }
    return drawn(
        used,
        Drawing(
            groups=groups,
            units=seen.customers + seen.unnamed if asked.by_customer else seen.score.n,
            named=asked.by_customer,
            unnamed=not asked.by_customer or seen.unnamed > 0,
            content={**content, "score": (str(base.feedback.score), scale.low, scale.high)},
        ),
    )


def require_groups(base: Basis, groups: int) -> None:
    """Raise `NotEnoughData` where there are too few groups of rows to judge by."""
    if groups < FEWEST_GROUPS:
        raise NotEnoughData(
            msg(
                "Only {used:count} of {rows:count} answers have a score and ratings within their "
                "scale, too few to compare. Choose fewer ratings or more answers.",
                used=base.used,
                rows=base.feedback.rows,
            )
        )


def _judged(base: Basis) -> ir.Table:
    """Give the rows under names of our own, with their `state`."""
    feedback, scale = base.feedback, base.choice.scale
    table = feedback.table
    columns: dict[str, Any] = {"score": numbers(table, str(feedback.score))}
    for index, rating in enumerate(base.choice.modelled):
        value: Any = numbers(table, rating.driver)
        inside = value.between(rating.scale.low, rating.scale.high)
        columns[f"r{index}"] = ibis.ifelse(inside, value, ibis.null("float64"))
    if feedback.customer is not None:
        columns["customer"] = table[feedback.customer].cast("string")
    rows = table.select(**columns)
    score: Any = rows.score
    split: Any = (score != score.floor()) if scale.is_nps else ibis.literal(value=False)
    ratings = [rows[f"r{index}"].isnull() for index in range(len(base.names))]
    state = ibis.cases(
        (score.isnull(), _MISSING),
        (~score.between(scale.low, scale.high), _OUTSIDE),
        (split, _FRACTION),
        (ibis.or_(*ratings) if base.complete else ibis.and_(*ratings), _UNRATED),
        else_=_USED,
    )
    judged: ir.Table = rows.mutate(state=state)
    return judged


def _outcome(score: Any, base: Basis) -> Any:
    if not base.in_points:
        return score
    return nps_points(score)
