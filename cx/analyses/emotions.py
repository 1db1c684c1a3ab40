"""How does the journey feel?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cx.analyses import emotions_words as words
from cx.analyses.emotions_cautions import cautions
from cx.analyses.emotions_counts import Feelings, feelings
from cx.analyses.emotions_figures import between, marks, table_of, within
from cx.analyses.emotions_journey import Journey, journey_of
from cx.analyses.emotions_request import check_by
from cx.analyses.emotions_result import EmotionsResult
from cx.analyses.result import Provenance
from cx.analyses.scores import score_scale, summarise, unweighted
from cx.data.dataset import Feedback
from cx.errors import NotEnoughData, WrongScale
from cx.stats.clusters import SOURCE
from cx.stats.interval import check_confidence
from cx.wording import Message, msg


def emotions(
    feedback: Feedback,
    *,
    order: Sequence[str] | None = None,
    by: str | None = None,
    confidence: float = 0.95,
) -> EmotionsResult:
    """Draw the emotion curve of the journey: how each touchpoint is rated, from first to last.

    Two shapes of data. With a touchpoint column each row is about one touchpoint, rated by the
    first rating or else by the score. Without one each rating column is a touchpoint. Ratings that
    are missing or outside their scale are left out and counted, and so are rows without `by`. A
    rating that alone cannot tell its scale is taken to be on that of the others. Weights are not
    used.

    Args:
        feedback: answers with ratings, or with a touchpoint column.
        order: the touchpoints from the first to the last; those not named are left out. If not
            given: the order of the rating columns; in a touchpoint column the order in which
            customers first met them by time (Borda's count), else by numbers in the names, else
            alphabetical, and the cautions say which.
        by: a column; a curve for each of its values (online, offline), at most 50.
        confidence: of the intervals, 0–1.

    Returns:
        Means with Student's interval from the cluster-robust variance by customer (of answers,
        without a customer role), differences of touchpoints and of groups from the same
        covariance, so that answers of one customer are paired, adjusted by Holm over each table.
        Touchpoints with fewer than 30 answers are neither compared nor marked. NPS with the
        adjusted Wald interval, widened by the design effect where customers answer repeatedly.

    Raises:
        RoleMissing: there are neither touchpoints nor two ratings.
        ColumnNotFound: the table has no column `by`.
        InvalidSetting: `order`, `by` or `confidence` make no sense, a rating holds no numbers, or
            there are more than 30 touchpoints.
        WrongScale: the scale of a rating changes at some time.
        NotEnoughData: no rating is left, or only one touchpoint has any.

    Source: Liang and Zeger (1986), doi:10.1093/biomet/73.1.13. The same means and errors in R:
    `survey::svymean(~rating, survey::svydesign(~customer, data = d))`.

    >>> answers = pd.DataFrame({"search": [5, 4, 4, 5], "delivery": [2, 1, 3, 2]})
    >>> found = emotions(Feedback(answers, ratings=["search", "delivery"]))
    >>> found.table["mean"].tolist()
    [4.5, 2.0]
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    check_by(feedback, by)
    journey = journey_of(feedback, order, confidence)
    with_nps, doubts = _nps_scale(feedback)
    found = feelings(feedback, journey, by=by, with_nps=with_nps)
    if not found.groups:
        raise NotEnoughData(_nothing_left(found))
    table = table_of(journey, found, confidence)
    pairs = within(journey, found, confidence)
    table["mark"] = pd.Series(marks(table, pairs, journey, confidence), dtype=object)
    notes = (
        *journey.notes,
        *doubts,
        *unweighted(feedback),
        *cautions(feedback, journey, found, table, by),
    )
    return EmotionsResult(
        table=_named(table, by),
        differences=_named(pairs, by),
        between=between(journey, found, confidence),
        order=journey.order.rule,
        comparable=journey.comparable,
        bounds=journey.bounds,
        nps_of="raters" if journey.column is None else "touchpoint",
        by=by,
        confidence=confidence,
        notes=tuple(dict.fromkeys(notes)),
        provenance=_provenance(feedback, journey, found, by, confidence),
    )


def _nps_scale(feedback: Feedback) -> tuple[bool, tuple[Message, ...]]:
    """Tell whether there is a score from 0 to 10; say why not where there is another."""
    if feedback.score is None:
        return False, ()
    try:
        scale, doubts = score_scale(feedback, summarise(feedback, feedback.score))
    except WrongScale as error:
        return False, (error.message,)
    if scale.is_nps:
        return True, doubts
    return False, (
        msg(
            "“{score}” is on a scale from {low} to {high}, so there is no NPS: {reason}",
            score=feedback.score,
            low=scale.low,
            high=scale.high,
            reason=scale.reason,
        ),
    )


def _named(table: pd.DataFrame, by: str | None) -> pd.DataFrame:
    if by is None:
        return table.drop(columns="group")
    return table.rename(columns={"group": by})


def _nothing_left(found: Feelings) -> Message:
    reasons = tuple(
        msg("{reason} ({n:count})", reason=item.reason, n=item.rows)
        for item in found.left_out
        if item.rows
    )
    if not reasons:
        return msg("The table has no rows, so there is no journey. Choose data with answers.")
    return msg(
        "No touchpoint has a rating. Rows left out: {reasons:list}. Check which columns are the "
        "ratings and which is the touchpoint.",
        reasons=reasons,
    )


def _provenance(
    feedback: Feedback, journey: Journey, found: Feelings, by: str | None, confidence: float
) -> Provenance:
    settings: dict[str, Any] = {
        "order": journey.names,
        "order_from": str(journey.order.rule),
        "rating": journey.column,
        "by": by,
        "confidence": confidence,
    }
    return Provenance(
        rows=feedback.rows,
        used=found.used,
        left_out=found.left_out,
        settings=settings,
        method=words.METHOD,
        source=SOURCE,
        fingerprint=feedback.fingerprint,
        method_note="touchpoints",
    )
