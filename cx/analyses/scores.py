"""What every analysis of scores needs: numbers out of a column, and the scale they are on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.data.dataset import Feedback
from cx.data.scales import NPS_RANGE, Scale, infer_scale
from cx.errors import InvalidSetting, WrongScale
from cx.wording import Message, msg

# With fewer scores than this, the values are no evidence against a scale from 0 to 10.
FEW_SCORES: Final = 20
MOSTLY: Final = 0.95


def numbers(table: ir.Table, column: str) -> ir.FloatingValue:
    """Give a column as floating-point numbers; infinite values count as missing.

    Raises:
        InvalidSetting: the column holds no numbers.
    """
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
    number = value.cast("float64")
    return ibis.ifelse(number.isinf(), ibis.null("float64"), number)


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
    """

    n: int
    zeros: int
    low: float
    high: float
    n_inside: int
    low_inside: float
    high_inside: float


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
    cannot tell it from another.
    """
    if feedback.scale is not None:
        low, high = feedback.scale
        declared = msg("The scale was declared to be {low} to {high}.", low=low, high=high)
        return Scale(low, high, certain=True, reason=declared), ()
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


def require_nps_scale(feedback: Feedback, scale: Scale) -> None:
    """Raise `WrongScale`, which says what to do, unless NPS is defined on `scale`."""
    if scale.is_nps:
        return
    raise WrongScale(
        msg(
            "“{column}” is on a scale from {low} to {high}: {reason} NPS is defined on 0 to 10 "
            "only, so it is not computed. If people could choose from 0 to 10, say so: on the Data "
            "page, or with scale=(0, 10) in Python.",
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
