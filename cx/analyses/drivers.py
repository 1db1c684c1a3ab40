"""What drives recommendation?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import driver_words as words
from cx.analyses.driver_choice import Choice, choose
from cx.analyses.driver_model import Method, fit
from cx.analyses.driver_table import (
    Quadrant,
    assemble,
    coefficients,
    comparable,
    complete_rows_performance,
    performance,
)
from cx.analyses.result import Provenance, Result, left_out, no_value
from cx.data.dataset import Feedback
from cx.stats.importance import JOHNSON_SOURCE, LMG_SOURCE
from cx.stats.interval import check_confidence
from cx.wording import Message, msg, t


@dataclass(frozen=True, slots=True, kw_only=True)
class DriversResult(Result):
    """What `drivers` gives back.

    Attributes:
        table: columns `driver n mean importance ci_low ci_high effect effect_ci_low effect_ci_high
            p_value p_adjusted quadrant`, the most important first. `importance` is a share of R²
            and adds up to 1; `effect` is in NPS points for one point more on the rating, the other
            ratings held equal; NaN where it cannot be told. `p_value` is of the effect. `quadrant`
            is a `Quadrant`, or missing where the ratings explain no more than chance would, and
            where a higher rating clearly goes with a lower score.
        coefficients: columns `driver coefficient ci_low ci_high p_value`: points of the score for
            one point more on the rating; on any scale.
        performance: how well each driver of `table` is rated: its mean, or, where ratings are on
            different scales, its place between the lowest and the highest answer, 0–1.
        comparable: whether all ratings are on one scale, so that `performance` holds means.
        r_squared: the share of the variance of the score that the ratings explain, 0–1.
        p_value: of no rating having anything to do with the score.
        leaders: the most important driver and those that cannot be told from it.
        rated_lowest: the driver that is rated lower than every other, if the data can tell one.
        score: the column of the score.
    """

    coefficients: pd.DataFrame
    performance: tuple[float, ...]
    comparable: bool
    r_squared: float
    p_value: float
    leaders: tuple[str, ...]
    rated_lowest: str | None
    score: str

    @property
    def finding(self) -> Message:
        """Which driver matters most, if the data carry it."""
        told = self.p_value < 1 - self.confidence
        if not told:
            return words.nothing_told(self.score, self.provenance.used)
        if len(self.leaders) > 1:
            everyone = len(self.leaders) == int(self.table["importance"].notna().sum())
            return words.several_lead(self.leaders, everyone=everyone)
        row: Any = self.table.iloc[0]
        if row["effect_ci_low"] > 0:
            lowest = self.rated_lowest == row["driver"] and row["quadrant"] == Quadrant.FIX_FIRST
            return words.leads(row, lowest=lowest, alone=len(self.coefficients) == 1)
        return words.matters(row, self.r_squared, self.score)

    def chart(self) -> alt.TopLevelMixin:
        """Draw the importance of each driver with its interval."""
        return charts.estimates(
            self.table.dropna(subset=["importance"]),
            label="driver",
            value="importance",
            low="ci_low",
            high="ci_high",
            kind="percent",
            title=self.headline,
            subtitle=str(words.basis(self.provenance.used, self.r_squared)),
            bars=True,
            axis_title=t("Share of what the ratings explain"),
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw importance against rating, and the effects where the score is an NPS score."""
        effects = self.table.dropna(subset=["effect"])
        pictures = [self._quadrants()] if self.table["quadrant"].notna().any() else []
        return (*pictures, *(() if effects.empty else (self._effects(effects),)))

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the quadrants into words."""
        order = (Quadrant.LEAVE, Quadrant.KEEP_UP, Quadrant.WATCH, Quadrant.FIX_FIRST)
        return {"quadrant": dict(zip(order, words.quadrant_titles(), strict=True))}

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the coefficients on the scale of the score."""
        return {t("Points of the score for one point of the rating"): self.coefficients}

    def _quadrants(self) -> alt.TopLevelMixin:
        table = self.table.assign(performance=self.performance)
        known = table[table["importance"].notna()]
        return charts.quadrants(
            known[known["quadrant"].notna()],
            label="driver",
            x="importance",
            x_low="ci_low",
            x_high="ci_high",
            y="performance",
            x_title=t("Importance"),
            y_title=t("Mean rating") if self.comparable else t("Rating, from lowest to highest"),
            x_split=1 / len(known),
            y_split=float(known["performance"].mean()),
            quadrant_titles=words.quadrant_titles(),
            title=t("What to fix first"),
            subtitle=str(words.basis(self.provenance.used, self.r_squared)),
        )

    def _effects(self, table: pd.DataFrame) -> alt.TopLevelMixin:
        return charts.estimates(
            table,
            label="driver",
            value="effect",
            low="effect_ci_low",
            high="effect_ci_high",
            kind="points",
            title=t("NPS points that one point more on the rating goes with"),
            subtitle=str(words.basis(self.provenance.used, self.r_squared)),
            zero=True,
            axis_title=t("NPS points"),
        )


def drivers(
    feedback: Feedback, *, method: Method = "lmg", confidence: float = 0.95
) -> DriversResult:
    """Tell which ratings go with the score, and how much each of them carries.

    Rows need a score and every rating that is modelled. Left out of the model, and named in the
    cautions: ratings that never change and those that fewer than half of the scored answers give,
    whose gaps would otherwise decide which answers count. Ratings that can be computed from others
    (duplicates, totals) share their importance whatever their order, but have no effect of their
    own. Weights are not used.

    Args:
        feedback: answers with a score and ratings.
        method: how R² is split. "lmg" averages each driver's gain over all orders (Shapley), for
            up to 20 ratings; "johnson" gives relative weights, fast for any number.
        confidence: of the intervals, 0–1.

    Returns:
        Importance from the score itself; `effect` from −100 for detractors, 0 for passives and 100
        for promoters, by least squares on all ratings at once. Intervals by a jackknife that
        leaves out one of up to 50 groups of customers (of answers, without a customer role), with
        Student's t; those of importance are cut off at 0 and 1. P-values are adjusted by Holm. The
        quadrants split at an importance of 1/k and at the mean of the ratings' means.

    Raises:
        RoleMissing: score or ratings are not set.
        InvalidSetting: `method` or `confidence` make no sense, a column holds no numbers, is
            named twice, or there are more than 20 ratings for "lmg".
        NotEnoughData: too few complete rows, or nothing that varies.

    Source: Grömping (2006), Journal of Statistical Software 17(1), doi:10.18637/jss.v017.i01. The
    same in R: `relaimpo::calc.relimp(type = "lmg", rela = TRUE)`.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    choice = choose(feedback, method)
    model = fit(choice.groups, method)
    names = [rating.driver for rating in choice.modelled]
    means = comparable(choice.modelled)
    table = assemble(choice, model, confidence)
    done = complete_rows_performance(choice, model, means=means)
    lowest = model.lowest(done, confidence)
    return DriversResult(
        table=table.reset_index(drop=True),
        coefficients=coefficients(names, model, confidence),
        performance=tuple(performance(choice.ratings[place], means=means) for place in table.index),
        comparable=means,
        r_squared=model.r_squared,
        p_value=model.p_value,
        leaders=tuple(names[place] for place in model.leaders(confidence)),
        rated_lowest=None if lowest is None else names[lowest],
        score=str(feedback.score),
        confidence=confidence,
        notes=(*choice.notes, *words.about_model(names, model, confidence, comparable=means)),
        provenance=_provenance(feedback, choice, method, confidence),
    )


def _provenance(
    feedback: Feedback, choice: Choice, method: Method, confidence: float
) -> Provenance:
    score, sums = str(feedback.score), choice.sums
    reasons = [
        (no_value(score), sums.missing),
        (msg("“{column}” lies outside its scale", column=score), sums.outside),
        (msg("“{column}” is not a whole number", column=score), sums.fractions),
        (msg("a rating is missing"), sums.incomplete),
    ]
    return Provenance(
        rows=feedback.rows,
        used=sums.used,
        left_out=tuple(left_out(reason, rows) for reason, rows in reasons),
        settings={
            "method": method,
            "ratings": tuple(rating.driver for rating in choice.modelled),
            "confidence": confidence,
        },
        method=words.METHODS[method],
        source=LMG_SOURCE if method == "lmg" else JOHNSON_SOURCE,
        fingerprint=feedback.fingerprint,
    )
