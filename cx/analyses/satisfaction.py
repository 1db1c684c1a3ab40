"""How satisfied are customers, and how easy do we make it for them?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cx.analyses import satisfaction_words as words
from cx.analyses.nps_counts import Period
from cx.analyses.satisfaction_figures import (
    ces_table,
    csat_table,
    moments_table,
    rating_differences,
)
from cx.analyses.satisfaction_request import asked_for, common_parts, counted_for
from cx.analyses.satisfaction_result import RatingResult
from cx.analyses.satisfaction_scales import (
    High,
    check_high,
    ease_rating,
    easy_points,
    meaning_of_high,
    satisfaction_rating,
    satisfied_from,
)
from cx.data.dataset import Feedback
from cx.wording import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class CsatResult(RatingResult):
    """What `csat` gives back.

    Attributes:
        table: columns `[by] [period] n satisfied csat ci_low ci_high`; counts, and shares 0–1. One
            row a group, sorted; periods by their first day.
        satisfied_from: the lowest point of the scale that counts as satisfied.
    """

    satisfied_from: int = 0
    value: str = field(default="csat", init=False)
    kind: str = field(default="percent", init=False)

    def _level(self, row: Any) -> Message:
        return words.csat_level(row, self.rating, self.scale, self.satisfied_from)

    def _written(self) -> tuple[words.Written, words.Written]:
        return words.share, words.share_change

    def _tone(self, point: int) -> str:
        return "better" if point >= self.satisfied_from else "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class CesResult(RatingResult):
    """What `ces` gives back.

    Attributes:
        table: columns `[by] [period] n easy ces ci_low ci_high easy_share`: how many answers are on
            the easy side, the mean with its interval in points of the scale, and the share 0–1 of
            answers on the easy side.
        high_is: whether a high number means easy or hard.
        easy_points: the lowest and the highest point on the easy side.
    """

    high_is: High = "easy"
    easy_points: tuple[int, int] = (0, 0)
    value: str = field(default="ces", init=False)
    kind: str = field(default="number", init=False)

    def _level(self, row: Any) -> Message:
        return words.ces_level(row, self.rating, self.scale, self.high_is)

    def _written(self) -> tuple[words.Written, words.Written]:
        return words.mean, words.mean_change

    def _tone(self, point: int) -> str:
        low, high = self.easy_points
        return "better" if low <= point <= high else "unclear"


def csat(  # noqa: PLR0913 -- the options of a call, all by keyword
    feedback: Feedback,
    *,
    rating: str | None = None,
    by: str | None = None,
    every: Period | None = None,
    scale: tuple[int, int] | None = None,
    confidence: float = 0.95,
) -> CsatResult:
    """Compute customer satisfaction: the share of answers in the two highest points of the scale.

    On 1–5 these are 4 and 5, on 1–7 6 and 7, on 1–10 and 0–10 9 and 10, on 1–4 3 and 4; on three
    points or less, and yes/no, only the highest. Some count 8 as well on scales to 10: the rule
    in use stands in the finding. Answers that are missing or outside of the scale are left out and
    counted, and so are rows without `by` or, with `every`, without a time. Weights are not used.

    Args:
        feedback: answers with a rating.
        rating: the column; if left out the first rating whose name speaks of satisfaction, else
            the first rating, else the score. Numbers or yes/no.
        by: a column; one CSAT for each of its values.
        every: "day", "week" (from Monday), "month" or "quarter"; one CSAT for each period that has
            answers. Needs the time role.
        scale: lowest and highest possible answer, where name and values cannot tell: `(1, 5)`.
        confidence: of the intervals, 0–1.

    Returns:
        The shares with Wilson's interval. `.differences` compares all pairs of up to ten groups,
        each of more groups with all others together (`other` is missing), and each period with
        the one before it (within its group), by Welch's t on the shares, adjusted by Holm.

    Raises:
        RoleMissing: there is no rating, or with `every` no time.
        ColumnNotFound: the table has no column `rating` or `by`.
        WrongScale: the scale has more than 11 points, or changes at some time.
        InvalidSetting: `every`, `by`, `scale` or `confidence` make no sense, or the rating is no
            number.
        NotEnoughData: no valid answer is left.

    Source: top-two box as in Morgan and Rego (2006), doi:10.1287/mksc.1050.0180; interval of Wilson
    (1927), in R: `prop.test(x, n, correct = FALSE)`.

    >>> import pandas as pd
    >>> answers = pd.DataFrame({"satisfaction": [5, 4, 4, 3, 5, 2, 1, 5]})
    >>> csat(Feedback(answers, ratings="satisfaction"), scale=(1, 5)).table["csat"].tolist()
    [0.625]
    """
    asked = asked_for(feedback, rating, by, every, scale, confidence, satisfaction_rating)
    lowest = satisfied_from(asked.scale)
    counted = counted_for(asked, (lowest, asked.scale.high))
    moments = moments_table(counted.cells, by, every)
    found = rating_differences(moments, shares=True, by=by, every=every, confidence=confidence)
    table = csat_table(moments, confidence)
    overall = csat_table(moments_table(counted.cells, None, None), confidence)
    return CsatResult(
        table=table,
        overall=overall.iloc[0],
        satisfied_from=lowest,
        **common_parts(
            asked, counted, table, found, method=words.CSAT_METHOD, source=words.CSAT_SOURCE
        ),
    )


def ces(  # noqa: PLR0913 -- the options of a call, all by keyword
    feedback: Feedback,
    *,
    rating: str | None = None,
    by: str | None = None,
    every: Period | None = None,
    scale: tuple[int, int] | None = None,
    high_is: High | None = None,
    confidence: float = 0.95,
) -> CesResult:
    """Compute the customer effort score: the mean answer to how easy something was.

    Made for “they made it easy for me” on 1–7 (7: strongly agree), where high is good. The older
    question, how much effort it took on 1–5, means the opposite: say `high_is="hard"`. If nothing
    is said high means easy, unless the name of the column asks for effort or difficulty and its
    answers do not go along with the score (then it is taken as hard, with a caution). Missing
    answers and weights are treated as in `csat`.

    Args:
        feedback: answers with a rating.
        rating: the column; if left out the first one whose name asks for ease or effort.
        by: a column; one CES for each of its values.
        every: as in `csat`.
        scale: as in `csat`.
        high_is: "easy" or "hard".
        confidence: of the intervals, 0–1.

    Returns:
        The means, in points of the scale, with Student's interval (NaN for a single answer or where
        all are equal), and the answers beyond the middle of the scale on the easy side.
        `.differences` as in `csat`, of means.

    Raises:
        RoleMissing: no rating asks for ease by its name, or with `every` there is no time.
        ColumnNotFound, WrongScale, InvalidSetting, NotEnoughData: as in `csat`.

    Source: Dixon, Freeman and Toman (2010), Harvard Business Review 88(7/8); Dixon, Toman and
    DeLisi (2013), The Effortless Experience. In R: `t.test(x)$conf.int`.

    >>> import pandas as pd
    >>> answers = pd.DataFrame({"made it easy": [7, 6, 5, 7, 4]})
    >>> ces(Feedback(answers, ratings="made it easy"), scale=(1, 7)).table["ces"].tolist()
    [5.8]
    """
    check_high(high_is)
    asked = asked_for(feedback, rating, by, every, scale, confidence, ease_rating)
    high, doubts = (high_is, ()) if high_is else meaning_of_high(asked.feedback, asked.rating)
    points = easy_points(asked.scale, high)
    counted = counted_for(asked, points)
    moments = moments_table(counted.cells, by, every)
    found = rating_differences(moments, shares=False, by=by, every=every, confidence=confidence)
    table = ces_table(moments, confidence)
    overall = ces_table(moments_table(counted.cells, None, None), confidence)
    common = common_parts(
        asked, counted, table, found, method=words.CES_METHOD, source=words.CES_SOURCE
    )
    common["notes"] = (*doubts, *common["notes"])
    return CesResult(
        table=table, overall=overall.iloc[0], high_is=high, easy_points=points, **common
    )
