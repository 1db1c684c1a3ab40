"""What is asked of `cx.perception_gap`, checked, and the pairs that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

import pandas as pd

from cx.analyses.nps_counts import Period, check_period
from cx.analyses.perception_beliefs import counting, read_beliefs
from cx.analyses.perception_counts import Answers
from cx.analyses.perception_table import Measure, Pair, share_moments
from cx.analyses.perception_touchpoints import (
    Rated,
    common_scale,
    converted,
    matched,
    rated_touchpoints,
    touchpoints_of,
    with_scales,
)
from cx.analyses.satisfaction_scales import satisfied_from
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import check_confidence
from cx.stats.means import Moments
from cx.wording import Message, msg

WHOLE_WAY: Final = (0, 1)
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for, checked.

    Attributes:
        feedback: with yes/no ratings as 1 and 0.
        rated: the touchpoints that both sides speak of.
        thresholds: for each the lowest rating that agrees.
        beliefs: of those touchpoints, named as customers' data name them; `placed` holds the
            believed rating on the scale that both are shown on, `agrees` whether it reaches the
            threshold.
        unit: the scale that both are shown on: that of the customers, or 0–1 where they differ.
        stated: whether the team said which share of customers agrees; otherwise its share is that
            of the members whose own belief does.
        measure: what the answer is about first.
        notes: what weakens the answer.
    """

    feedback: Feedback
    rated: tuple[Rated, ...]
    thresholds: tuple[float, ...]
    beliefs: pd.DataFrame
    unit: tuple[int, int]
    stated: bool
    measure: Measure
    notes: tuple[Message, ...]


def asked_for(  # noqa: PLR0913 -- the options of a call, passed on
    feedback: Feedback,
    beliefs: Any,
    *,
    measure: Measure | None,
    agree: float | None,
    belief_scale: tuple[int, int] | None,
    scale: tuple[int, int] | None,
    every: Period | None,
    confidence: float,
) -> Asked:
    """Check what is asked for; raises as `cx.perception_gap` does."""
    Feedback.expect(feedback)
    check_confidence(confidence)
    check_period(every)
    _check_measure(measure)
    rows, read = read_beliefs(beliefs)
    partners, named = matched(list(dict.fromkeys(rows["touchpoint"])), touchpoints_of(feedback))
    numeric, rated, doubts = rated_touchpoints(feedback, tuple(partners.values()), scale)
    rows = rows.assign(touchpoint=rows["touchpoint"].map(partners))
    rows = rows[rows["touchpoint"].isin([item.touchpoint for item in rated])]
    customers = common_scale(rated)
    declared = None if belief_scale is None else feedback.with_roles(scale=belief_scale).scale
    rows, told = with_scales(rows, declared, customers)
    thresholds = _thresholds(rated, agree, customers)
    unit = customers or WHOLE_WAY
    stated = bool(rows["share"].notna().any())
    return Asked(
        feedback=numeric,
        rated=rated,
        thresholds=thresholds,
        beliefs=_placed(rows, rated, thresholds, unit),
        unit=unit,
        stated=stated,
        measure=measure or ("mean" if rows["believed"].notna().any() or not stated else "share"),
        notes=(*read, *named, *doubts, *told, *converted(rows, customers)),
    )


def _check_measure(measure: str | None) -> None:
    if measure is not None and measure not in get_args(Measure):
        raise InvalidSetting(
            msg(
                "“{measure}” is not a measure. Choose one of: {choices:list}.",
                measure=measure,
                choices=get_args(Measure),
            )
        )


def _thresholds(
    rated: Sequence[Rated], agree: float | None, customers: tuple[int, int] | None
) -> tuple[float, ...]:
    if agree is None:
        return tuple(float(satisfied_from(item.scale)) for item in rated)
    if customers is None:
        raise InvalidSetting(
            msg(
                "The touchpoints were rated on different scales, so that one number cannot say "
                "from which rating on customers agree. Leave “agree” out: then the two highest "
                "points of each scale count."
            )
        )
    low, high = customers
    if not isinstance(agree, int | float) or not low < agree <= high:
        raise InvalidSetting(
            msg(
                "“agree” is {agree}; it has to be a rating above {low} and up to {high}, from "
                "which on customers agree.",
                agree=repr(agree),
                low=low,
                high=high,
            )
        )
    return (float(agree),) * len(rated)


def _placed(
    rows: pd.DataFrame,
    rated: Sequence[Rated],
    thresholds: Sequence[float],
    unit: tuple[int, int],
) -> pd.DataFrame:
    up = (rows["believed"] - rows["lowest"]) / (rows["highest"] - rows["lowest"])
    needed = {
        item.touchpoint: (threshold - item.scale.low) / (item.scale.high - item.scale.low)
        for item, threshold in zip(rated, thresholds, strict=True)
    }
    agrees = (up >= rows["touchpoint"].map(needed) - _ROUNDING).astype("float64")
    return rows.assign(placed=unit[0] + up * (unit[1] - unit[0]), agrees=agrees.where(up.notna()))


def pairs_of(
    asked: Asked, answers: Answers, measure: Measure
) -> tuple[tuple[Pair, ...], pd.DataFrame]:
    """Pair beliefs and answers for each touchpoint and period.

    Returns:
        The pairs, of touchpoints with a belief, and the beliefs that count in any of them. A share
        of the team needs two members; a share that was stated needs one.
    """
    figure = _figure(asked, measure)
    known = asked.beliefs[asked.beliefs[figure].notna()]
    fewest = 2 if figure == "agrees" else 1
    pairs, used = [], [counting(known)[:0]]
    periods: Any = answers.cells.groupby("period", dropna=False)
    for period, cells in periods:
        counted = counting(known, before=None if pd.isna(period) else period)
        sizes = counted.groupby("touchpoint")["member"].size()
        counted = counted[counted["touchpoint"].map(sizes) >= fewest]
        used.append(counted.assign(period=period))
        for cell in cells.itertuples():
            item = asked.rated[int(cell.place)]
            own = counted[counted["touchpoint"] == item.touchpoint]
            if not own.empty:
                pairs.append(_pair(asked, item, cell, own, figure))
    pairs.sort(key=lambda pair: pair.touchpoint)  # stable: periods stay in order
    return tuple(pairs), pd.concat(used, ignore_index=True)


def _figure(asked: Asked, measure: Measure) -> str:
    if measure == "mean":
        return "placed"
    return "share" if asked.stated else "agrees"


def _pair(asked: Asked, item: Rated, cell: Any, own: pd.DataFrame, figure: str) -> Pair:
    mean = figure == "placed"
    factor = (asked.unit[1] - asked.unit[0]) / (item.scale.high - item.scale.low)
    customers = Moments(
        int(cell.n), float(item.place(cell.mean, *asked.unit)), float(cell.variance) * factor**2
    )
    return Pair(
        touchpoint=item.touchpoint,
        period=cell.period,
        beliefs=tuple(float(value) for value in own[figure]),
        given=frozenset(zip(own["member"], own["given"].astype(str), own[figure], strict=True)),
        customers=customers if mean else share_moments(int(cell.hits), int(cell.n)),
        hits=None if mean else int(cell.hits),
        votes=figure == "agrees",
    )


def no_pairs(asked: Asked, measure: Measure) -> NotEnoughData:
    """Say what is missing for a measure."""
    if measure == "share" and not asked.stated:
        return NotEnoughData(
            msg(
                "The share of the team that agrees needs two members or more who say what they "
                "believe, or a column “share”: which share of customers the team believes to agree."
            )
        )
    return NotEnoughData(
        msg(
            "There is no touchpoint that has both: a belief of the team and an answer of a "
            "customer. Check the names, the scale and the dates."
        )
    )
