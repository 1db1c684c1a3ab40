"""Does recommendation rise in a straight line, or in steps?"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import pandas as pd

from cx.analyses import curves_words as words
from cx.analyses.curves_counts import count_levels
from cx.analyses.curves_table import curve_of, levels_table, shapes_table
from cx.analyses.rated_rows import basis
from cx.analyses.result import Provenance, Result
from cx.charts import curves as pictures
from cx.data.dataset import Feedback
from cx.stats.curvature import SOURCE
from cx.stats.interval import check_confidence
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, t


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvesResult(Result):
    """What `curves` gives back.

    Attributes:
        table: columns `driver level n nps ci_low ci_high straight`, one row a level of a rating;
            the most curved rating first. `level` is the mean of the answers there: the answer
            itself, but for bands. `straight` is where the straight line through all answers lies.
            Where the score is not on a scale from 0 to 10, `score` (its mean) stands in place of
            `nps`.
        shapes: columns `driver n levels slope curvature p_value p_adjusted step_from step_to rise
            average excess ci_low ci_high step_p_value step_p_adjusted threshold`, one row a
            rating. `levels` have 30 answers or more; `slope` and `rise` are for one point of the
            rating, the latter over the step that is steepest against the `average` step;
            `excess` is how far it lies above, with its interval. `curvature` is how far the levels
            stray from the straight line (root mean square), `p_value` that they do not.
            `threshold` is `step_to` where the excess is beyond chance. NaN with fewer than three
            levels.
        score: the column of the score.
        in_points: whether the table holds NPS.
    """

    shapes: pd.DataFrame
    score: str
    in_points: bool

    @property
    def finding(self) -> Message:
        """Whether straight lines are a fair summary."""
        what = words.measure(self.score, in_points=self.in_points)
        return words.finding(self.shapes, what, self.confidence)

    def chart(self) -> alt.TopLevelMixin:
        """Draw one small curve a rating, over its straight line."""
        return pictures.curves(
            self.table.assign(few=self.table["n"] < FEW_ANSWERS),
            panel="driver",
            x="level",
            value="nps" if self.in_points else "score",
            low="ci_low",
            high="ci_high",
            line="straight",
            few="few",
            kind="points" if self.in_points else "number",
            title=self.headline,
            subtitle=words.basis(self.provenance.used),
        )

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the shape of each curve."""
        return {t("How far from a straight line"): self.shapes}


def curves(feedback: Feedback, *, confidence: float = 0.95) -> CurvesResult:
    """Give NPS at each level of each rating, and tell whether a straight line sums it up.

    Whole numbers of a scale of 3 to 11 points are a level each; any other scale is cut into ten
    equal bands between its lowest and its highest answer. Each rating is taken by itself, over the
    answers that have it and a score. The ratings are those that `cx.drivers` would model; answers
    outside their scale do not count. Weights are not used.

    Args:
        feedback: answers with a score and ratings.
        confidence: of the intervals, 0–1.

    Returns:
        NPS with the adjusted Wald interval of Rocks (2016); the mean score with a jackknife
        interval where the score is not on a scale from 0 to 10. The lack of fit of the straight
        line is a Wald test of L − 2 differences of neighbouring rises, by a jackknife that leaves
        out one of up to 50 groups of customers (of answers, without a customer role). The rise of
        every step is tested against the average rise in the same way. Both families of p-values
        are adjusted by Holm, that of the steps over all steps of all ratings.

    Raises:
        RoleMissing: score or ratings are not set.
        InvalidSetting: `confidence` makes no sense, a column holds no numbers or is named twice.
        NotEnoughData: too few complete rows, or nothing that varies.

    Source: Draper & Smith (1998), section 2.1, doi:10.1002/9781118625590. The like in R:
    `anova(lm(y ~ rating), lm(y ~ factor(rating)))`, which takes the scatter to be even.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    base = basis(feedback, complete=False)
    counted = count_levels(base)
    found = [curve_of(name, counted.of(place)) for place, name in enumerate(base.names)]
    shapes = shapes_table(found, confidence)
    order = {driver: place for place, driver in enumerate(shapes["driver"])}
    found.sort(key=lambda curve: order[curve.driver])
    table = levels_table(found, in_points=base.in_points, confidence=confidence)
    return CurvesResult(
        table=table,
        shapes=shapes,
        score=str(feedback.score),
        in_points=base.in_points,
        confidence=confidence,
        notes=(*base.notes, *words.cautions(table, shapes)),
        provenance=Provenance(
            rows=feedback.rows,
            used=base.used,
            left_out=base.left_out,
            settings={"ratings": base.names, "confidence": confidence},
            method=words.METHOD if base.in_points else words.METHOD_OF_SCORES,
            source=SOURCE,
            fingerprint=feedback.fingerprint,
            method_note="asymmetry",
        ),
    )
