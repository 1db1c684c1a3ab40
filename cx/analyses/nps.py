"""How likely are customers to recommend us?"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from cx.analyses import nps_words as words
from cx.analyses.annotations import annotations_of
from cx.analyses.comparisons import COLUMNS
from cx.analyses.nps_cautions import alike_in_nps_only, cautions, nothing_left
from cx.analyses.nps_counts import Period, ScoreCounts, check_period, count_scores
from cx.analyses.nps_result import NpsResult
from cx.analyses.nps_table import KINDS, against_rest, differences, figures
from cx.analyses.respondents_comments import comment_bias_note
from cx.analyses.result import Provenance
from cx.analyses.scores import require_nps_scale, score_scale
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import check_confidence
from cx.stats.net_promoter import SOURCE
from cx.wording import Message, msg

OWN_COLUMNS: Final = ("period", "n", *KINDS, "nps", "ci_low", "ci_high")


def nps(
    feedback: Feedback,
    *,
    by: str | None = None,
    every: Period | None = None,
    annotations: Any = (),
    confidence: float = 0.95,
) -> NpsResult:
    """Compute the net promoter score: promoters (9–10) less detractors (0–6), in points.

    Scores that are missing, outside 0–10 or not whole numbers are left out and counted, and so
    are rows without `by` or, with `every`, without a time. With a weight role every answer counts
    as often as its weight says; rows without a weight above 0 are left out and counted.

    Args:
        feedback: answers with a score from 0 to 10.
        by: a column; one NPS for each of its values.
        every: "day", "week" (from Monday), "month" or "quarter"; one NPS for each period that has
            answers. Needs the time role.
        annotations: launches and incidents to be drawn into the course: pairs of a day and a text,
            or a table with these as its first two columns.
        confidence: of the intervals, 0–1.

    Returns:
        The NPS with the adjusted Wald interval of Rocks (2016). `.differences` compares all pairs
        of up to ten groups, each of more groups with all others together (`other` is missing),
        and each period with the one before it (within its group), by Wald's z with unpooled
        variances, two-sided, and adjusts the p-values by Holm; `.against_rest` compares each group
        with all others. Groups with fewer than 30 answers are flagged and never ranked.

    Raises:
        WrongScale: the scores are, or seem to be, on another scale than 0–10.
        RoleMissing: there is no score, or with `every` no time.
        ColumnNotFound: the table has no column `by`.
        InvalidSetting: `every`, `by`, `annotations` or `confidence` make no sense, or score or
            weight are no numbers.
        NotEnoughData: no valid score is left.

    Source: Rocks (2016), The American Statistician 70(4), doi:10.1080/00031305.2016.1158124. The
    same estimate in R: `NPS::nps(x)`.

    >>> answers = pd.DataFrame({"score": [10, 9, 9, 8, 7, 3, 0, 10]})
    >>> nps(Feedback(answers, score="score")).headline
    'Recommendation stands at NPS 25.0 (−29.4 to 65.8), from 8 answers.'
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    happened = annotations_of(annotations)
    counted, doubts = count_checked(feedback, by=by, every=every)
    made = figures(counted.valid, by, every, confidence=confidence)
    overall = figures(counted.valid, None, None, confidence=confidence)
    found = differences(made, by=by, every=every, confidence=confidence)
    alone = by is not None and every is None
    rest = against_rest(made, by=str(by), confidence=confidence) if alone else pd.DataFrame()
    return NpsResult(
        table=made.table,
        differences=found,
        against_rest=rest,
        distribution=_distribution(counted.valid),
        overall=overall.table.iloc[0],
        few=made.few,
        annotations=happened if every is not None else (),
        by=by,
        every=every,
        confidence=confidence,
        notes=(
            *doubts,
            *cautions(feedback, counted, made, found, every=every),
            *alike_in_nps_only(made, rest, confidence),
            *comment_bias_note(feedback, confidence=confidence),
        ),
        provenance=_provenance(feedback, counted, by=by, every=every, confidence=confidence),
    )


def _provenance(feedback: Feedback, counted: ScoreCounts, **settings: Any) -> Provenance:
    return Provenance(
        rows=feedback.rows,
        used=int(counted.valid["n"].sum()),
        left_out=counted.left_out,
        settings=settings,
        method=words.METHOD if feedback.weight is None else words.METHOD_WEIGHTED,
        source=SOURCE,
        fingerprint=feedback.fingerprint,
        method_note="nps",
    )


def count_checked(
    feedback: Feedback, *, by: str | None, every: str | None
) -> tuple[ScoreCounts, tuple[Message, ...]]:
    """Count scores that NPS is defined on, with what is doubtful; raises as `cx.nps` does."""
    check_period(every)
    feedback.require_role("score")
    _check_by(feedback, by, every)
    counted = count_scores(feedback, by=by, every=every)
    scale, doubts = score_scale(feedback, counted.summary)
    require_nps_scale(feedback, scale)
    if counted.valid.empty:
        raise NotEnoughData(nothing_left(feedback, counted))
    return counted, doubts


def _check_by(feedback: Feedback, by: str | None, every: str | None) -> None:
    if by is None:
        return
    feedback.require_column(by)
    if by in OWN_COLUMNS or (every is not None and by in COLUMNS):
        raise InvalidSetting(
            msg(
                "The answer has a column “{by}” of its own, so groups cannot have that name too. "
                "Rename the column and try again.",
                by=by,
            )
        )


def _distribution(valid: pd.DataFrame) -> pd.DataFrame:
    n = valid.groupby("score")["n"].sum().reindex(range(11), fill_value=0)
    return pd.DataFrame({"score": n.index.astype("int64"), "n": n.to_numpy("int64")})
