"""What is asked of a rating, checked once, and the parts that the answers of both kinds share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from cx.analyses import satisfaction_words as words
from cx.analyses.comparisons import COLUMNS
from cx.analyses.nps_counts import Period, check_period
from cx.analyses.result import Provenance
from cx.analyses.satisfaction_counts import RatingCounts, count_ratings
from cx.analyses.satisfaction_figures import CES_COLUMNS, CSAT_COLUMNS
from cx.analyses.satisfaction_scales import rating_scale, with_numbers
from cx.analyses.scores import unweighted
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import check_confidence
from cx.wording import Message, msg

OWN_COLUMNS: Final = {"period", *CSAT_COLUMNS, *CES_COLUMNS, "hits", "mean", "variance"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for, checked.

    Attributes:
        given: the feedback as it came.
        feedback: the same with a yes/no rating as 1 and 0.
        rating: the column.
        scale: its scale.
        doubts: what is doubtful about the scale.
        by: the column of groups, or None.
        every: the length of a period, or None.
        confidence: of the intervals, 0–1.
    """

    given: Feedback
    feedback: Feedback
    rating: str
    scale: Scale
    doubts: tuple[Message, ...]
    by: str | None
    every: Period | None
    confidence: float


def asked_for(  # noqa: PLR0913, PLR0917 - the options of a call, passed on
    feedback: Feedback,
    rating: str | None,
    by: str | None,
    every: Period | None,
    scale: tuple[int, int] | None,
    confidence: float,
    default: Callable[[Feedback], str],
) -> Asked:
    """Check what is asked for; `default` chooses the rating where none is given."""
    Feedback.expect(feedback)
    check_confidence(confidence)
    check_period(every)
    column = default(feedback) if rating is None else rating
    numeric = with_numbers(feedback, column)
    if by is not None:
        _check_by(feedback, by, every)
    declared = None if scale is None else feedback.with_roles(scale=scale).scale
    found, doubts = rating_scale(numeric, column, declared)
    return Asked(
        given=feedback,
        feedback=numeric,
        rating=column,
        scale=found,
        doubts=doubts,
        by=by,
        every=every,
        confidence=confidence,
    )


def _check_by(feedback: Feedback, by: str, every: str | None) -> None:
    feedback.require_column(by)
    if by in OWN_COLUMNS or (every is not None and by in COLUMNS):
        raise InvalidSetting(
            msg(
                "The answer has a column “{by}” of its own, so groups cannot have that name too. "
                "Rename the column and try again.",
                by=by,
            )
        )


def counted_for(asked: Asked, counting: tuple[int, int]) -> RatingCounts:
    """Count the answers; `counting` are the lowest and the highest point that count.

    Raises:
        NotEnoughData: no valid answer is left.
    """
    counted = count_ratings(
        asked.feedback,
        asked.rating,
        scale=asked.scale,
        counting=counting,
        by=asked.by,
        every=asked.every,
    )
    if counted.cells.empty:
        raise NotEnoughData(words.nothing_left(asked.rating, asked.scale, counted))
    return counted


def common_parts(  # noqa: PLR0913 -- the parts that both results share
    asked: Asked,
    counted: RatingCounts,
    table: pd.DataFrame,
    differences: pd.DataFrame,
    *,
    method: Message,
    source: str,
) -> dict[str, Any]:
    """Give the parts that both results have."""
    cautions = words.cautions(
        counted, table, differences, scale=asked.scale, by=asked.by, every=asked.every
    )
    points = range(asked.scale.low, asked.scale.high + 1)
    n = counted.cells.groupby("point")["n"].sum().reindex(points, fill_value=0)
    settings = {
        "rating": asked.rating,
        "by": asked.by,
        "every": asked.every,
        "scale": (asked.scale.low, asked.scale.high),
        "confidence": asked.confidence,
    }
    return {
        "differences": differences,
        "distribution": pd.DataFrame({"score": n.index.astype("int64"), "n": n.to_numpy("int64")}),
        "rating": asked.rating,
        "scale": asked.scale,
        "by": asked.by,
        "every": asked.every,
        "confidence": asked.confidence,
        "notes": (*asked.doubts, *unweighted(asked.given), *cautions),
        "provenance": Provenance(
            rows=asked.given.rows,
            used=int(counted.cells["n"].sum()),
            left_out=counted.left_out,
            settings=settings,
            method=method,
            source=source,
            fingerprint=asked.given.fingerprint,
        ),
    }
