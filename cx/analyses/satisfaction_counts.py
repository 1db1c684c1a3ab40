"""The engine's part of `cx.csat` and `cx.ces`: answers counted, by group, period and point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis
import pandas as pd

from cx.analyses.nps_counts import MISSING, OUTSIDE, UNTIMED, period_start, zone_of
from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import numbers
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.wording import msg

FINE: Final = "fine"


@dataclass(frozen=True, slots=True)
class RatingCounts:
    """How often each point was given.

    Attributes:
        cells: columns `[group] [period] point n hits mean spread`: the whole part of the answers,
            how many there are, how many of them count (satisfied, easy), their mean, and the sum of
            their squared distances from it.
        left_out: the other rows of the dataset by reason.
        outside: how many answers lie outside the scale.
        zone: the time zone of the times that make periods, if they have one.
    """

    cells: pd.DataFrame
    left_out: tuple[LeftOut, ...]
    outside: int
    zone: str | None


def count_ratings(  # noqa: PLR0913 -- the options of a count, all by keyword
    feedback: Feedback,
    rating: str,
    *,
    scale: Scale,
    counting: tuple[int, int],
    by: str | None,
    every: str | None,
) -> RatingCounts:
    """Count the answers to a rating in one query.

    Args:
        feedback: the answers.
        rating: the column.
        scale: answers outside of it are left out.
        counting: the lowest and the highest point that count.
        by: a column of groups, or None.
        every: the length of a period, or None.
    """
    known = feedback.table if by is None else feedback.table.drop_null(by)
    columns: dict[str, Any] = {"score": numbers(known, rating)}
    keys = []
    if by is not None:
        keys.append("group")
        columns["group"] = known[by]
    if every is not None:
        keys.append("period")
        columns["period"] = period_start(feedback, known, every)
    rows = known.select(**columns)
    score: Any = rows.score
    states = [(score.isnull(), MISSING), (~score.between(scale.low, scale.high), OUTSIDE)]  # noqa: PD003
    if every is not None:
        states.insert(0, (rows.period.isnull(), UNTIMED))  # noqa: PD003
    rows = rows.mutate(state=ibis.cases(*states, else_=FINE))
    rows = rows.mutate(point=ibis.ifelse(rows.state == FINE, score.floor(), ibis.null("float64")))
    given: Any = rows.score
    counted = engine.fetch(
        rows.group_by([*keys, "state", "point"]).aggregate(
            n=rows.count(),
            hits=given.between(*counting).cast("int32").sum(),
            mean=given.mean(),
            spread=given.var(how="pop"),
        )
    )
    return _sorted_out(counted, feedback, rating, scale, by)


def _sorted_out(
    counted: pd.DataFrame,
    feedback: Feedback,
    rating: str,
    scale: Scale,
    by: str | None,
) -> RatingCounts:
    keys = [key for key in ("group", "period") if key in counted]
    rows = counted.groupby("state")["n"].sum()
    outside = msg(
        "“{column}” lies outside {low} to {high}", column=rating, low=scale.low, high=scale.high
    )
    reasons = [
        (no_value(by or ""), feedback.rows - int(counted["n"].sum())),
        (no_value(str(feedback.time)), rows.get(UNTIMED, 0)),
        (no_value(rating), rows.get(MISSING, 0)),
        (outside, rows.get(OUTSIDE, 0)),
    ]
    cells = counted[counted["state"] == FINE].drop(columns="state")
    cells = cells.astype({"point": "int64", "n": "int64", "hits": "int64"})
    cells["spread"] = cells["spread"].astype("float64") * cells["n"]
    return RatingCounts(
        cells=cells.sort_values([*keys, "point"]).reset_index(drop=True),
        left_out=tuple(left_out(reason, n) for reason, n in reasons),
        outside=int(rows.get(OUTSIDE, 0)),
        zone=zone_of(feedback) if "period" in keys else None,
    )
