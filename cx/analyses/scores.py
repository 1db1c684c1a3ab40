"""What every analysis of scores needs: numbers out of a column, and the scale they are on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.change import Change, fetch_buckets, find_change
from cx.data.scales.scale import NPS_RANGE, Scale, infer_scale
from cx.errors import InvalidSetting, WrongScale
from cx.stats.net_promoter import PASSIVES_FROM, PROMOTERS_FROM
from cx.wording import Message, msg

# With fewer scores than this, the values are no evidence against a scale from 0 to 10.
FEW_SCORES: Final = 20
MOSTLY: Final = 0.95


def numbers(table: ir.Table, column: str) -> ir.FloatingValue:
    """Give a column as floating-point numbers; infinite values count as missing.

    Raises:
        InvalidSetting: the column holds no numbers.
    """
    value = _numeric(table, column).cast("float64")
    return ibis.ifelse(value.isinf(), ibis.null("float64"), value)


def plain_numbers(table: ir.Table, column: str) -> ir.NumericValue:
    """Give a column as numbers: whole ones stay so, which engines count faster; else `numbers`."""
    value = _numeric(table, column)
    return value if value.type().is_integer() else numbers(table, column)


def _numeric(table: ir.Table, column: str) -> Any:
    value: Any = table[column]
    kind = value.type()
    if not (kind.is_numeric() or kind.is_null()):
        raise InvalidSetting(
            msg(
                "The column “{column}” holds {kind}, but numbers are needed. Choose another column "
                "or turn it into numbers first.",
                column=column,
                kind=kind_name(kind),
            )
        )
    return value


def nps_points(score: Any) -> ir.FloatingValue:
    """Give what an answer is worth: 100 of a promoter, −100 of a detractor, 0 otherwise."""
    points = ibis.cases((score >= PROMOTERS_FROM, 100), (score < PASSIVES_FROM, -100), else_=0)
    return points.cast("float64")


def kind_name(kind: Any) -> Message:
    """Say in plain words what sort of values a column of this Ibis type holds."""
    if kind.is_string():
        return msg("text")
    if kind.is_boolean():
        return msg("yes or no")
    if kind.is_numeric():
        return msg("numbers")
    if kind.is_temporal():
        return msg("dates or times")
    return msg("values of the type {kind}", kind=str(kind))


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """What the values of a score say about its scale.

    Attributes:
        n: scores that are there.
        zeros: how many are 0.
        low: the lowest of all, NaN without scores.
        high: the highest of all.
        n_inside: how many lie between 0 and 10.
        low_inside: the lowest of those, NaN without any.
        high_inside: the highest of those.
        steady: whether it is known that the scale does not change over time.
    """

    n: int
    zeros: int
    low: float
    high: float
    n_inside: int
    low_inside: float
    high_inside: float
    steady: bool = False


def summarise(feedback: Feedback, column: str) -> ScoreSummary:
    """Summarise the scores of a column in one query."""
    rows = feedback.table.select(score=numbers(feedback.table, column))
    score: Any = rows.score
    inside = score.between(*NPS_RANGE)
    found = engine.fetch(
        rows.aggregate(
            n=score.count(),
            zeros=(score == 0).cast("int32").sum(),
            low=score.min(),
            high=score.max(),
            n_inside=inside.cast("int32").sum(),
            low_inside=score.min(where=inside),
            high_inside=score.max(where=inside),
        )
    ).iloc[0]
    n = int(found["n"])
    return ScoreSummary(
        n=n,
        zeros=int(found["zeros"]) if n else 0,
        low=float(found["low"]),
        high=float(found["high"]),
        n_inside=int(found["n_inside"]) if n else 0,
        low_inside=float(found["low_inside"]),
        high_inside=float(found["high_inside"]),
    )


def scale_of(name: str, summary: ScoreSummary) -> Scale:
    """Infer the scale; a few slips beyond 0–10, such as 99 for "no answer", do not count."""
    within = summary.n_inside / summary.n if summary.n else 1.0
    slips = MOSTLY <= within < 1
    return infer_scale(
        name,
        low=summary.low_inside if slips else summary.low,
        high=summary.high_inside if slips else summary.high,
        n=summary.n,
        zeros=summary.zeros,
        within=within,
    )


def score_scale(feedback: Feedback, summary: ScoreSummary) -> tuple[Scale, tuple[Message, ...]]:
    """Give the scale of the score, as declared or else inferred, and what is doubtful about it.

    Fewer than 20 scores that mostly lie between 0 and 10 are taken to be on that scale: so few
    cannot tell it from another. A scale that changes at some time (`mixed_scale`) is refused, so
    that nothing is ever computed over both; where the scale was declared it is a doubt.

    Raises:
        WrongScale: the scale changes at some time, and none was declared.
    """
    change = mixed_scale(feedback, str(feedback.score), summary)
    if feedback.scale is not None:
        low, high = feedback.scale
        declared = msg("The scale was declared to be {low} to {high}.", low=low, high=high)
        return Scale(low, high, certain=True, reason=declared), change
    if change:
        raise WrongScale(*change)
    scale = scale_of(str(feedback.score), summary)
    if scale.is_nps:
        return scale, () if scale.certain else (scale.reason,)
    if summary.n < FEW_SCORES and 2 * summary.n_inside > summary.n:
        doubt = msg(
            "The {n:count} scores are too few to tell their scale; 0 to 10 is taken for granted.",
            n=summary.n,
        )
        return Scale(*NPS_RANGE, certain=False, reason=doubt), (doubt,)
    return scale, ()


def mixed_scale(feedback: Feedback, column: str, summary: ScoreSummary) -> tuple[Message, ...]:
    """Say that the scale of a column changes at some time, if it does; see `find_change`.

    One query, by day, and only where there is a time and a score above 5, and where it is not
    known to be steady.
    """
    if feedback.time is None or summary.steady or summary.n_inside == 0 or summary.high <= 5:
        return ()
    time: Any = feedback.table[feedback.time]
    if not (time.type().is_timestamp() or time.type().is_date()):
        return ()
    scores = {column: numbers(feedback.table, column)}
    day = time.truncate("D").cast("timestamp")
    buckets = fetch_buckets(feedback.table, scores, day).get(column)
    change = find_change(buckets.counts) if buckets else None
    return () if change is None or buckets is None else (_mixed(column, change, buckets.places),)


def _mixed(column: str, change: Change, places: Sequence[Any]) -> Message:
    values = {
        "column": column,
        "day": pd.Timestamp(places[change.at]),
        "top": change.top,
        "highest": max(change.after if change.longer else change.before),
        "before": sum(change.before.values()),
        "after": sum(change.after.values()),
    }
    if change.longer:
        return msg(
            "The scale of “{column}” changes: of {before:count} answers before {day:date} none is "
            "above {top:number}, of the {after:count} from then on many are, up to "
            "{highest:number}. Use only one of the two periods: on the Data page, or by leaving "
            "out rows. If it was one scale all the time, declare it.",
            **values,
        )
    return msg(
        "The scale of “{column}” changes: many of the {before:count} answers before {day:date} are "
        "above {top:number}, up to {highest:number}, and none of the {after:count} from then on. "
        "Use only one of the two periods: on the Data page, or by leaving out rows. If it was one "
        "scale all the time, declare it.",
        **values,
    )


def require_nps_scale(feedback: Feedback, scale: Scale) -> None:
    """Raise `WrongScale`, which says what to do, unless NPS is defined on `scale`."""
    if scale.is_nps:
        return
    raise WrongScale(
        msg(
            "“{column}” is on a scale from {low} to {high}: {reason} NPS is defined on 0 to 10 "
            "only, so it is not computed. What fits this scale is CSAT, the share of satisfied "
            "answers: on the page Satisfaction, or with cx.csat in Python. If people could choose "
            "from 0 to 10, say so: on the Data page, or with scale=(0, 10) in Python.",
            column=feedback.score,
            low=scale.low,
            high=scale.high,
            reason=scale.reason,
        )
    )


def unweighted(feedback: Feedback) -> tuple[Message, ...]:
    """Say that weights are not used, where there are any."""
    if feedback.weight is None:
        return ()
    return (
        msg(
            "The weights in “{column}” are not used: every answer counts once.",
            column=feedback.weight,
        ),
    )
