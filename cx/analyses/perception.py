"""Do we see ourselves as customers see us?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from cx.analyses import perception_words as words
from cx.analyses.nps_counts import Period
from cx.analyses.perception_counts import Answers, count_answers
from cx.analyses.perception_request import Asked, asked_for, no_pairs, pairs_of
from cx.analyses.perception_result import PerceptionResult, last_rows
from cx.analyses.perception_table import Measure, Pair, across, gap_table, steps, team_table
from cx.analyses.result import Provenance
from cx.analyses.scores import unweighted
from cx.data.dataset import Feedback


def perception_gap(  # noqa: PLR0913 -- the options of a call, all by keyword
    feedback: Feedback,
    beliefs: Any,
    *,
    measure: Measure | None = None,
    agree: float | None = None,
    belief_scale: tuple[int, int] | None = None,
    scale: tuple[int, int] | None = None,
    every: Period | None = None,
    confidence: float = 0.95,
) -> PerceptionResult:
    """Hold what the team believes customers will say against what customers say.

    A touchpoint is a rating; where the feedback has a touchpoint column and at most one rating, a
    value of that column. Names are matched but for case, width and spaces; all but equal names are
    paired and named, names without a partner are named and left out. Where the scale of the team
    is not that of the customers, beliefs are converted in a straight line, and that is said; where
    touchpoints were rated on different scales both sides are shown as the way up the scale, 0–1.
    Answers that are missing or outside of their scale are left out. Weights are not used; answers
    count as independent.

    Args:
        feedback: answers with ratings.
        beliefs: touchpoint → believed mean rating, or a pandas or pyarrow table, one row a belief,
            with the columns `touchpoint` and `believed` (or `performance`), and if need be
            `member` (who believes it; nameless rows count as different members), `share` (of
            customers believed to agree, 0–1 or in percent), `given` (when; the latest belief of a
            member counts), `seen` (whether the result had been seen by then; such beliefs count
            only where the member gave no other), `lowest` and `highest` (the ends of the scale).
        measure: "mean" (of ratings) or "share" (of customers who agree); if left out means where
            ratings are believed. The share of the team is the mean of `share` where it is given,
            else the share of the members (two or more) whose own belief reaches the threshold.
        agree: the lowest rating with which customers agree; if left out the two highest points of
            the scale count, as in `csat`.
        belief_scale: lowest and highest rating that the team could choose; if left out the scale
            of the customers where it holds all beliefs, 0–10 or 1–10 where they go above 7.
        scale: lowest and highest rating that customers could give, where it cannot be told.
        every: "day", "week", "month" or "quarter"; one gap for each period that has answers. The
            latest belief given before a period counts; where there is none, the first one after.
        confidence: of the intervals, 0–1.

    Returns:
        Means with Student's and shares with Wilson's interval. The gap by Welch's t where several
        members differ, else by Student's one-sample t; of shares by Newcombe's interval where
        members vote, else by the score test. Adjusted by Holm over all rows.

    Raises:
        RoleMissing: there is no rating, or with `every` no time.
        ColumnNotFound: the beliefs have no column of touchpoints or of figures.
        WrongScale: the scale of the beliefs or of all ratings cannot be told.
        InvalidSetting: an option makes no sense, or a belief contradicts itself or its scale.
        NotEnoughData: no touchpoint has both a belief and an answer.

    Source: Parasuraman, Zeithaml and Berry (1985), doi:10.1177/002224298504900403. In R:
    `t.test(answers, mu = belief)`, `t.test(beliefs, answers)`, `t.test(x, y, paired = TRUE)`.

    >>> answers = pd.DataFrame({"delivery": [2, 3, 3, 4] * 20, "price": [4, 4, 5, 3] * 20})
    >>> feedback = Feedback(answers, ratings=["delivery", "price"])
    >>> found = perception_gap(feedback, {"delivery": 4.5, "price": 4}, scale=(1, 5))
    >>> found.table[["touchpoint", "gap", "verdict"]].values.tolist()
    [['delivery', 1.5, 'worse'], ['price', 0.0, 'unclear']]
    """
    asked = asked_for(
        feedback,
        beliefs,
        measure=measure,
        agree=agree,
        belief_scale=belief_scale,
        scale=scale,
        every=every,
        confidence=confidence,
    )
    answers = count_answers(asked.feedback, asked.rated, asked.thresholds, every=every)
    pairs, counted = pairs_of(asked, answers, asked.measure)
    if not pairs:
        raise no_pairs(asked, asked.measure)
    table = gap_table(pairs, confidence, timed=every is not None)
    return PerceptionResult(
        table=table,
        other=_other(asked, answers, every, confidence),
        team=team_table(_latest(pairs), confidence),
        overall=_overall(last_rows(table), confidence),
        differences=steps(pairs if every is not None else (), confidence),
        measure=asked.measure,
        unit=asked.unit,
        every=every,
        told=_told(asked),
        confidence=confidence,
        notes=(*asked.notes, *unweighted(feedback), *words.cautions(answers, table, counted)),
        provenance=_provenance(feedback, asked, answers, every, confidence),
    )


def _other(asked: Asked, answers: Answers, every: str | None, confidence: float) -> pd.DataFrame:
    """Give the table of the measure that was not asked for."""
    pairs, _ = pairs_of(asked, answers, "share" if asked.measure == "mean" else "mean")
    return gap_table(pairs, confidence, timed=every is not None)


def _overall(now: pd.DataFrame, confidence: float) -> pd.Series[Any]:
    return across(list(now["believed"]), list(now["actual"]), confidence)


def _latest(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    return tuple({pair.touchpoint: pair for pair in pairs}.values())


def _told(asked: Asked) -> words.Told:
    scales = asked.beliefs[["lowest", "highest"]].dropna().drop_duplicates()
    said_on = None
    if len(scales) == 1 and tuple(scales.iloc[0]) != asked.unit:
        said_on = (float(scales["lowest"].iloc[0]), float(scales["highest"].iloc[0]))
    return words.Told(
        measure=asked.measure,
        unit=asked.unit,
        said_on=said_on,
        stated=asked.stated,
        agree={
            item.touchpoint: (threshold, item.scale.high)
            for item, threshold in zip(asked.rated, asked.thresholds, strict=True)
        },
    )


def _provenance(
    feedback: Feedback, asked: Asked, answers: Answers, every: str | None, confidence: float
) -> Provenance:
    return Provenance(
        rows=feedback.rows,
        used=answers.used,
        left_out=answers.left_out,
        settings={
            "measure": asked.measure,
            "agree": dict(
                zip([item.touchpoint for item in asked.rated], asked.thresholds, strict=True)
            ),
            "scale": asked.unit,
            "every": every,
            "confidence": confidence,
        },
        method=words.METHOD,
        source=words.SOURCE,
        fingerprint=feedback.fingerprint,
        method_note="perception",
    )
