"""What of the journey do customers remember: its peak, its end, or all of it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx import charts
from cx.analyses import peak_end_words as words
from cx.analyses.emotions_journey import Journey, journey_of
from cx.analyses.emotions_order import OrderRule
from cx.analyses.peak_end_moments import Journeys, Moment, journeys
from cx.analyses.result import Provenance, Result
from cx.analyses.scores import score_scale, summarise, unweighted
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData, RoleMissing
from cx.stats.interval import check_confidence
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import CrossProducts, correlation, ols
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, plural, t

FEWEST: Final = 10
MOMENTS: Final = tuple(Moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakEndResult(Result):
    """What `peak_end` gives back.

    Attributes:
        table: columns `moment n r_squared ci_low ci_high correlation p_value p_adjusted`, the best
            first: a `Moment`, the journeys, the share of the variance of the score that it alone
            explains (0–1), its correlation with the score (−1…1), and the p-value of that being 0.
            NaN where a moment is the same in every journey.
        differences: columns `moment other difference ci_low ci_high p_value p_adjusted`, of
            R², all pairs.
        together: columns `moment coefficient ci_low ci_high p_value`: points of the score for the
            whole width of the scale on peak and on end, both at once.
        leaders: the moment that explains most and those that cannot be told from it.
        score: the column of the score.
        journeys: how many there are.
    """

    differences: pd.DataFrame
    together: pd.DataFrame
    leaders: tuple[Moment, ...]
    score: str
    journeys: int

    @property
    def finding(self) -> Message:
        """Which moment explains the score best, if the data can tell."""
        if self.journeys < FEW_ANSWERS:
            return words.too_few(self.journeys)
        if not (self.table["p_adjusted"] < 1 - self.confidence).any():
            return words.nothing_told(self.score, self.journeys)
        return words.explains(self.table, self.leaders, self.score)

    def chart(self) -> alt.TopLevelMixin:
        """Draw the share that each moment explains, with its interval."""
        known = self.table[self.table["r_squared"].notna()]
        return charts.estimates(
            known.assign(label=[str(words.LABELS[moment]) for moment in known["moment"]]),
            label="label",
            value="r_squared",
            low="ci_low",
            high="ci_high",
            kind="percent",
            bars=True,
            title=self.headline,
            subtitle=str(_basis(self.journeys)),
            axis_title=t("Share of the differences between scores (R²)"),
        )

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the moments into words."""
        names = {str(moment): str(label) for moment, label in words.LABELS.items()}
        return {"moment": names, "other": names}

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the comparisons, and peak and end at once."""
        return {
            t("Moments compared two by two"): self.differences,
            t("Peak and end at once: points of the score from one end of the scale to the other"): (
                self.together
            ),
        }


def peak_end(
    feedback: Feedback, *, order: Sequence[str] | None = None, confidence: float = 0.95
) -> PeakEndResult:
    """Test what of a journey explains the score best: its peak, its end, its mean, its lowest.

    A journey is a row where each rating column is a touchpoint; with a touchpoint column it is all
    rows of a customer, and the first rating is explained against the customer's last score. Of each
    journey those touchpoints count that the customer rated, at least two; ratings are taken as
    places between the lowest and the highest answer. The peak is the rating furthest from the
    middle of the scale, or the middle where the best and the lowest are equally far from it; the
    end is the last rated touchpoint. Weights are not used.

    Args:
        feedback: answers with a score and ratings, or with a touchpoint column and customers.
        order: as in `emotions`; it decides which touchpoint comes last. If not given, the end of a
            customer's rows is the last one by time.
        confidence: of the intervals, 0–1.

    Returns:
        R² of each moment alone. Intervals and differences by a jackknife that leaves out one of up
        to 50 groups of journeys, a customer's together, with Student's t; cut off at 0 and 1.
        P-values are adjusted by Holm. With fewer than 30 journeys nothing is called best.

    Raises:
        RoleMissing: there is no score, no rating, or with a touchpoint column no customer.
        InvalidSetting: `order` or `confidence` make no sense, or nothing tells which touchpoint
            comes last.
        WrongScale: the scale of a rating or the score changes at some time.
        NotEnoughData: fewer than ten journeys with a score and two ratings, or nothing varies.

    Source: Fredrickson and Kahneman (1993), doi:10.1037/0022-3514.65.1.45. R² in R:
    `summary(lm(score ~ end))$r.squared`.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    score = str(feedback.require_role("score"))
    journey = _checked(feedback, order, confidence)
    scale, doubts = score_scale(feedback, summarise(feedback, score))
    found = journeys(feedback, journey, scale)
    if found.n < FEWEST or len(found.groups.n) < FEWEST:
        raise NotEnoughData(words.not_enough(found, FEWEST))
    total = found.groups.total()
    moving = np.diagonal(total.centred) > 1e-10 * np.diagonal(total.products)
    if not moving[-1]:
        raise NotEnoughData(words.same_score(feedback, found.n))
    shares, links = _explained(found.groups, moving)
    table = _table(shares, links, found.n, confidence)
    differences = _differences(shares, confidence)
    return PeakEndResult(
        table=table,
        differences=differences,
        together=_together(found.groups, moving, confidence),
        leaders=_leaders(table, differences, confidence),
        score=score,
        journeys=found.n,
        confidence=confidence,
        notes=(
            *journey.notes,
            *doubts,
            *unweighted(feedback),
            *words.cautions(journey, found, table, confidence),
        ),
        provenance=_provenance(feedback, journey, found, confidence),
    )


def _checked(feedback: Feedback, order: Sequence[str] | None, confidence: float) -> Journey:
    score = feedback.score
    journey = journey_of(feedback, order, confidence)
    if journey.column is None:
        if score in journey.names:
            raise InvalidSetting(
                msg(
                    "“{score}” is the score and a touchpoint as well, so it would explain itself. "
                    "Choose another score, or leave it out of the ratings.",
                    score=score,
                )
            )
        return journey
    if journey.column == score:
        raise RoleMissing(words.no_rating(feedback))
    feedback.require_role("customer")
    if journey.order.rule == OrderRule.NAME:
        raise InvalidSetting(words.no_order(feedback))
    return journey


def _explained(groups: CrossProducts, moving: NDArray[np.bool_]) -> tuple[Jackknife, Jackknife]:
    """Give R² of each moment alone, and its correlation with the score; NaN if it never varies."""
    total, part = groups.total().centred, groups.without_each().centred
    whole, parts = (correlation(centred)[..., :-1, -1] for centred in (total, part))
    steady = ~moving[:-1]
    for links in (whole, parts):
        links[..., steady] = np.nan
    return Jackknife(whole**2, parts**2), Jackknife(whole, parts)


def _table(shares: Jackknife, links: Jackknife, n: int, confidence: float) -> pd.DataFrame:
    low, high = shares.interval(confidence)
    p_values = links.p_value()
    table = pd.DataFrame(
        {
            "moment": list(MOMENTS),
            "n": n,
            "r_squared": shares.estimate,
            "ci_low": np.clip(low, 0, 1),
            "ci_high": np.clip(high, 0, 1),
            "correlation": links.estimate,
            "p_value": p_values,
            "p_adjusted": holm(p_values),
        }
    )
    # Rounding must not decide between moments that say the same.
    return table.sort_values(
        "r_squared", ascending=False, kind="stable", key=lambda values: values.round(12)
    ).reset_index(drop=True)


def _differences(shares: Jackknife, confidence: float) -> pd.DataFrame:
    places = list(combinations(range(len(MOMENTS)), 2))
    first, other = np.array(places).T
    gaps = Jackknife(
        shares.estimate[first] - shares.estimate[other],
        shares.replicates[:, first] - shares.replicates[:, other],
    )
    low, high = gaps.interval(confidence)
    p_values = gaps.p_value()
    return pd.DataFrame(
        {
            "moment": [MOMENTS[place] for place in first],
            "other": [MOMENTS[place] for place in other],
            "difference": gaps.estimate,
            "ci_low": low,
            "ci_high": high,
            "p_value": p_values,
            "p_adjusted": holm(p_values),
        }
    )


def _leaders(
    table: pd.DataFrame, differences: pd.DataFrame, confidence: float
) -> tuple[Moment, ...]:
    known = list(table.loc[table["r_squared"].notna(), "moment"])
    best = known[0]
    own = differences[(differences["moment"] == best) | (differences["other"] == best)]
    clear = own[own["p_adjusted"] < 1 - confidence]
    told = {*clear["moment"], *clear["other"]} - {best}
    return tuple(moment for moment in known if moment not in told)


def _together(groups: CrossProducts, moving: NDArray[np.bool_], confidence: float) -> pd.DataFrame:
    """Regress the score on peak and end at once; points for the whole width of the scale."""
    chosen = [MOMENTS.index(Moment.PEAK), MOMENTS.index(Moment.END)]
    columns = [*chosen, len(MOMENTS)]
    total, part = (
        sums.columns(columns).centred for sums in (groups.total(), groups.without_each())
    )
    slopes = Jackknife(ols(total)[0], ols(part)[0])
    low, high = slopes.interval(confidence)
    table = pd.DataFrame(
        {
            "moment": [Moment.PEAK, Moment.END],
            "coefficient": slopes.estimate,
            "ci_low": low,
            "ci_high": high,
            "p_value": slopes.p_value(),
        }
    )
    alike = abs(correlation(total)[0, 1]) > 1 - 1e-9
    if alike or not moving[chosen].all():
        table[["coefficient", "ci_low", "ci_high", "p_value"]] = np.nan
    return table


def _basis(n: int) -> Message:
    return plural("{n:count} journey", "{n:count} journeys", n=n)


def _provenance(
    feedback: Feedback, journey: Journey, found: Journeys, confidence: float
) -> Provenance:
    return Provenance(
        rows=feedback.rows,
        used=found.used,
        left_out=found.left_out,
        settings={
            "order": journey.names,
            "order_from": str(journey.order.rule),
            "rating": journey.column,
            "confidence": confidence,
        },
        method=words.METHOD,
        source=words.SOURCE,
        fingerprint=feedback.fingerprint,
        method_note="touchpoints",
    )
