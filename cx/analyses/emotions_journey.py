"""What the touchpoints of a journey are: rating columns, or the values of a touchpoint column."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import ibis
import pandas as pd

from cx.analyses import emotions_request as request
from cx.analyses.emotions_order import Order, OrderRule, order_of
from cx.analyses.emotions_request import MOST_TOUCHPOINTS
from cx.analyses.scores import (
    FEW_SCORES,
    MOSTLY,
    ScoreSummary,
    mixed_scale,
    numbers,
    scale_of,
    score_scale,
    summarise,
)
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale, infer_scale, said_in
from cx.errors import WrongScale
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg

_TOPS: Final = (5, 7, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Touchpoints in order, and how they were rated.

    Attributes:
        order: of the touchpoints.
        column: the rating of all touchpoints where each row is about one; None where each
            touchpoint is a rating column of its own.
        scales: of the ratings, one for each touchpoint.
        notes: what is doubtful about them.
    """

    order: Order
    column: str | None
    scales: tuple[Scale, ...]
    notes: tuple[Message, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The touchpoints from the first to the last."""
        return self.order.names

    @property
    def comparable(self) -> bool:
        """Whether all ratings are on one scale, so that their means can be compared."""
        return len({(scale.low, scale.high) for scale in self.scales}) == 1

    @property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """The lowest and the highest answer to each touchpoint."""
        return tuple((scale.low, scale.high) for scale in self.scales)


def journey_of(feedback: Feedback, order: Sequence[str] | None, confidence: float) -> Journey:
    """Find the touchpoints, their order and their scales; raises as `cx.emotions` does."""
    asked = request.check_order(order)
    if feedback.touchpoint is not None:
        return _of_rows(feedback, asked, confidence)
    return _of_columns(feedback, asked)


def touchpoints_of(feedback: Feedback, *, confidence: float = 0.95) -> tuple[str, ...]:
    """Return the touchpoints in the order that is taken if none is given; () if there are none.

    Of more than 30 in a column the 30 with most answers are returned.
    """
    if feedback.touchpoint is None:
        return feedback.ratings
    if not (feedback.ratings or feedback.score):
        return ()
    names = list(_points(feedback, rating_column(feedback), None)["name"][:MOST_TOUCHPOINTS])
    return order_of(feedback, names, confidence).names if names else ()


def rating_column(feedback: Feedback) -> str:
    """Return the column that rates the touchpoint a row is about: the first rating, or the score.

    Raises:
        RoleMissing: there is neither.
    """
    if not feedback.ratings and feedback.score is None:
        feedback.require_role("ratings")
    return feedback.ratings[0] if feedback.ratings else str(feedback.score)


def _of_columns(feedback: Feedback, asked: tuple[str, ...] | None) -> Journey:
    request.check_ratings(feedback)
    if asked is not None:
        request.check_known(asked, feedback.ratings)
    names = asked or feedback.ratings
    summaries = [summarise(feedback, name) for name in names]
    for name, summary in zip(names, summaries, strict=True):
        change = mixed_scale(feedback, name, summary)
        if change:
            raise WrongScale(*change)
    scales = _settled(names, summaries)
    rule = OrderRule.COLUMNS if asked is None else OrderRule.GIVEN
    doubts = dict.fromkeys(scale.reason for scale in scales if not scale.certain)
    return Journey(
        order=Order(names, rule, end_told=True), column=None, scales=scales, notes=tuple(doubts)
    )


def _settled(names: Sequence[str], summaries: Sequence[ScoreSummary]) -> tuple[Scale, ...]:
    """Infer the scales; a rating that alone cannot tell is taken to be on that of the others.

    A bad touchpoint that nobody gave the highest answer looks like one on a shorter scale, and a
    few zeros (“not used”) look like a scale from 0.
    """
    own = [scale_of(name, summary) for name, summary in zip(names, summaries, strict=True)]
    certain = Counter((scale.low, scale.high) for scale in own if scale.certain)
    usual = _usual(certain.most_common(1)[0][0]) if certain else _pooled(summaries)
    return tuple(
        usual if said_in(name) is None and _belongs(scale, summary, usual) else scale
        for name, scale, summary in zip(names, own, summaries, strict=True)
    )


def _usual(bounds: tuple[int, int]) -> Scale:
    reason = msg("The ratings are taken to be from {low} to {high}.", low=bounds[0], high=bounds[1])
    return Scale(*bounds, certain=True, reason=reason)


def _belongs(scale: Scale, summary: ScoreSummary, usual: Scale) -> bool:
    """Tell whether a rating may be on the scale `usual` though it looks like one on `scale`."""
    few_zeros = summary.zeros <= (1 - MOSTLY) * summary.n
    if few_zeros and (usual.low, scale.low, scale.high) == (1, 0, usual.high):
        return True
    fits = summary.n == 0 or (usual.low <= summary.low and summary.high <= usual.high)
    return fits and not scale.certain


def _pooled(summaries: Sequence[ScoreSummary]) -> Scale:
    """Judge all ratings together where none alone can tell its scale."""
    known = [summary for summary in summaries if summary.n]
    n, zeros = sum(item.n for item in known), sum(item.zeros for item in known)
    low = min((item.low for item in known), default=math.nan)
    high = max((item.high for item in known), default=math.nan)
    inside = sum(item.n_inside for item in known)
    if 0 < n < FEW_SCORES and inside == n:
        return _of_few(n, 0 if zeros else 1, high)
    return infer_scale("", low=low, high=high, n=n, zeros=zeros, within=inside / n if n else 1.0)


def _of_few(n: int, low: int, high: float) -> Scale:
    top = next(top for top in _TOPS if high <= top)
    reason = msg(
        "The {n:count} answers are too few to tell their scale; {low} to {high} is taken for "
        "granted.",
        n=n,
        low=low,
        high=top,
    )
    return Scale(low, top, certain=False, reason=reason)


def _of_rows(feedback: Feedback, asked: tuple[str, ...] | None, confidence: float) -> Journey:
    column = rating_column(feedback)
    points = _points(feedback, column, asked)
    request.check_points(feedback, points, asked)
    summary = summarise(feedback, column)
    scale, doubts = _row_scale(feedback, column, summary)
    if asked is not None:
        request.check_known(asked, tuple(points["name"]))
        order = Order(asked, OrderRule.GIVEN, end_told=True)
    else:
        order = order_of(feedback, list(points["name"]), confidence)
    return Journey(
        order=order,
        column=column,
        scales=(scale,) * len(order.names),
        notes=(*doubts, *_about_ratings(feedback, column), *_other_scales(points, scale)),
    )


def _points(feedback: Feedback, column: str, asked: tuple[str, ...] | None) -> pd.DataFrame:
    """Give the touchpoints of a column, those with most answers first: `name n high`."""
    table = feedback.table
    rows = table.select(
        name=table[str(feedback.touchpoint)].cast("string"), value=numbers(table, column)
    )
    rows = rows.drop_null("name")
    if asked is not None:
        rows = rows.filter(rows.name.isin(asked))
    found = rows.group_by("name").aggregate(n=rows.value.count(), high=rows.value.max())
    first = found.order_by([ibis.desc("n"), "name"]).limit(MOST_TOUCHPOINTS + 1)
    return engine.fetch(first)


def _row_scale(
    feedback: Feedback, column: str, summary: ScoreSummary
) -> tuple[Scale, tuple[Message, ...]]:
    if column == feedback.score:
        return score_scale(feedback, summary)
    change = mixed_scale(feedback, column, summary)
    if change:
        raise WrongScale(*change)
    if 0 < summary.n < FEW_SCORES and summary.n_inside == summary.n:
        scale = _of_few(summary.n, 0 if summary.zeros else 1, summary.high)
    else:
        scale = scale_of(column, summary)
    return scale, () if scale.certain else (scale.reason,)


def _about_ratings(feedback: Feedback, column: str) -> Iterator[Message]:
    if len(feedback.ratings) > 1:
        yield msg(
            "Each row is about one touchpoint, so “{column}” alone is taken as its rating; the "
            "other ratings are not used here.",
            column=column,
        )


def _other_scales(points: pd.DataFrame, scale: Scale) -> Iterator[Message]:
    """Name touchpoints that seem to have been rated on a shorter scale than the others."""
    short = points[(points["n"] >= FEW_ANSWERS) & (2 * points["high"] <= scale.high)]
    if scale.high >= 10 and len(short):
        yield msg(
            "No answer is in the upper half of the scale from {low} to {high}: {points:list}. If "
            "they were asked on a shorter scale, they cannot be compared with the others.",
            low=scale.low,
            high=scale.high,
            points=tuple(short["name"]),
        )
