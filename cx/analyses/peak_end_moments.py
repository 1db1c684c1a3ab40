"""The engine's part of `cx.peak_end`: what journeys may be remembered by, multiplied and added."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from cx.analyses import peak_end_rows as shapes
from cx.analyses.driver_parts import md5
from cx.analyses.emotions_journey import Journey
from cx.analyses.result import LeftOut, left_out, no_value
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.stats.least_squares import CrossProducts
from cx.wording import msg

GROUPS: Final = 50
USED: Final = "used"
UNSCORED: Final = "unscored"
OUTSIDE: Final = "outside"
TOO_SHORT: Final = "too_short"
# Two distances from the middle that differ by less are equal: places are fractions.
_EQUAL: Final = 1e-9
_MIDDLE: Final = 0.5


class Moment(StrEnum):
    """What may be remembered of a journey."""

    PEAK = "peak"
    """The rating furthest from the middle of the scale."""
    END = "end"
    """The last rating."""
    PEAK_END = "peak_end"
    """The average of peak and end."""
    MEAN = "mean"
    """The average of all ratings."""
    LOWEST = "lowest"
    """The lowest rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journeys:
    """What the journeys of many add up to.

    Attributes:
        groups: cross-products of the moments, in the order of `Moment`, and then the score; in
            groups of journeys drawn by chance.
        n: journeys.
        used: rows that they rest on.
        left_out: the other rows by reason.
        tied: journeys whose best and lowest rating are equally far from the middle.
        several: journeys with different scores, of which the last one counts.
        reached: journeys whose end is the last touchpoint of all.
    """

    groups: CrossProducts
    n: int
    used: int
    left_out: tuple[LeftOut, ...]
    tied: int
    several: int
    reached: int


def journeys(feedback: Feedback, journey: Journey, score: Scale) -> Journeys:
    """Find the moments of each journey and add their products up in the engine.

    A journey is a row where each touchpoint is a column, and else all rows of a customer.
    """
    if journey.column is None:
        each = shapes.answers_as_journeys(feedback, journey, score)
        before: tuple[LeftOut, ...] = ()
    else:
        each = shapes.customers_as_journeys(feedback, journey, score)
        before = _rows_left_out(feedback, journey, score)
    return _collected(engine.fetch(_summed(each, score)), feedback, journey, before)


def _summed(each: ir.Table, score: Scale) -> ir.Table:
    """Add up the products of moments and score in groups of journeys drawn by chance."""
    state = ibis.cases(
        (~each.scored, UNSCORED),
        (~each.inside, OUTSIDE),
        (each.given < 2, TOO_SHORT),
        else_=USED,
    )
    sides: Any = each.high + each.low
    peak = ibis.cases(
        (sides > 1 + _EQUAL, each.high), (sides < 1 - _EQUAL, each.low), else_=_MIDDLE
    )
    rows = each.select(
        state=state,
        rows=each.rows,
        several=each.several,
        reached=each.reached,
        tied=(sides - 1).abs() <= _EQUAL,
        place=ibis.dense_rank().over(group_by=state, order_by=md5(each.unit.cast("string"))),
        peak=peak - _MIDDLE,
        end=each.end - _MIDDLE,
        peak_end=(peak + each.end) / 2 - _MIDDLE,
        mean=each["mean"] - _MIDDLE,
        lowest=each.low - _MIDDLE,
        score=each.score - (score.low + score.high) / 2,
    )
    return _products(rows.mutate(part=ibis.ifelse(rows.state == USED, rows.place % GROUPS, 0)))


def _products(rows: ir.Table) -> ir.Table:
    names = [*(str(moment) for moment in Moment), "score"]
    sums = {f"s{i}": rows[name].sum() for i, name in enumerate(names)}
    products = {
        f"p{i}_{j}": (rows[names[i]] * rows[names[j]]).sum()
        for i in range(len(names))
        for j in range(i, len(names))
    }
    return rows.group_by(["state", "part"]).aggregate(
        n=rows.count(),
        rows=rows.rows.sum(),
        several=rows.several.sum(),
        reached=rows.reached.sum(),
        tied=rows.tied.cast("int32").sum(),
        **sums,
        **products,
    )


def _rows_left_out(feedback: Feedback, journey: Journey, score: Scale) -> tuple[LeftOut, ...]:
    rows = shapes.row_states(feedback, journey, score)
    found = engine.fetch(rows.group_by("state").aggregate(n=rows.count()))
    counts = found.set_index("state")["n"]
    column = str(feedback.touchpoint)
    reasons = {
        shapes.NOBODY: no_value(str(feedback.customer)),
        shapes.NOWHERE: no_value(column),
        shapes.ASIDE: msg("“{column}” is a touchpoint that was not chosen", column=column),
        shapes.UNRATED: msg("no value in “{column}”, or outside its scale", column=journey.column),
    }
    return tuple(left_out(reason, counts.get(state, 0)) for state, reason in reasons.items())


def _collected(
    frame: pd.DataFrame, feedback: Feedback, journey: Journey, before: tuple[LeftOut, ...]
) -> Journeys:
    rows = frame.groupby("state")["rows"].sum()
    used = frame[frame["state"] == USED].sort_values("part")
    k = len(Moment) + 1
    cells = np.zeros((len(used), k, k))
    for i in range(k):
        for j in range(i, k):
            cells[:, i, j] = cells[:, j, i] = used[f"p{i}_{j}"].to_numpy()
    whole = journey.column is None
    reasons = {
        UNSCORED: no_value(str(feedback.score))
        if whole
        else msg("the customer gave no score in “{column}”", column=feedback.score),
        OUTSIDE: msg("“{column}” lies outside its scale", column=feedback.score),
        TOO_SHORT: msg("fewer than two ratings")
        if whole
        else msg("the customer rated fewer than two touchpoints"),
    }
    own = tuple(left_out(reason, rows.get(state, 0)) for state, reason in reasons.items())
    return Journeys(
        groups=CrossProducts(
            used["n"].to_numpy(float), used[[f"s{i}" for i in range(k)]].to_numpy(float), cells
        ),
        n=int(used["n"].sum()),
        used=int(rows.get(USED, 0)),
        left_out=(*before, *own),
        tied=int(used["tied"].sum()),
        several=int(used["several"].sum()),
        reached=int(used["reached"].sum()),
    )
