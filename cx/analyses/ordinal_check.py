"""Does the ranking of drivers hold when scores are taken for an order only?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import ordinal_words as words
from cx.analyses.driver_model import Method
from cx.analyses.ordinal_model import OrdinalModel, fit
from cx.analyses.ordinal_patterns import Patterns, patterns
from cx.analyses.ordinal_table import assemble, cuts_table
from cx.analyses.rated_rows import Basis, basis, require_groups
from cx.analyses.result import Provenance, Result, left_out
from cx.data.dataset import Feedback
from cx.errors import NotEnoughData, WrongScale
from cx.stats.importance import MOST_LMG_DRIVERS
from cx.stats.interval import check_confidence
from cx.stats.ordinal import SOURCE, Separated
from cx.wording import Message, msg, t

MOST_SCORES: Final = 101
LATENT_SOURCE: Final = (
    "McKelvey & Zavoina (1975), Journal of Mathematical Sociology 4(1), 103–120, "
    "doi:10.1080/0022250X.1975.9989847"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalCheckResult(Result):
    """What `ordinal_check` gives back.

    Attributes:
        table: columns `driver n log_odds ci_low ci_high odds_ratio odds_ratio_ci_low
            odds_ratio_ci_high p_value p_adjusted importance importance_ci_low importance_ci_high
            importance_linear rank rank_linear`, the most important first. `log_odds` are those of
            every higher score for one point more on the rating, NaN where the rating can
            be computed from others; shares of importance add up to 1; ranks count from 1.
        cuts: columns `driver low_cut high_cut difference ci_low ci_high p_value p_adjusted`: log
            odds of reaching the low score (7 on a scale from 0 to 10) and the high one (9), and
            their difference; without rows where it could not be computed.
        cut_scores: the two scores.
        cuts_p_value: of all differences being 0, as proportional odds have it.
        swapped: pairs of drivers, the first of which the ordinal model ranks above the second and
            the linear one below, by more than chance.
        thresholds: where the score behind the answers passes from one answer to the next.
        r_squared: the share of that score's variance that the ratings explain, 0–1.
        p_value: of no rating having anything to do with the score.
        deviance: minus twice the log-likelihood.
        score: the column of the score.
    """

    cuts: pd.DataFrame
    cut_scores: tuple[float, ...]
    cuts_p_value: float
    swapped: tuple[tuple[str, str], ...]
    thresholds: tuple[float, ...]
    r_squared: float
    p_value: float
    deviance: float
    score: str

    @property
    def finding(self) -> Message:
        """Whether the ranking of the linear model holds."""
        if not self.p_value < 1 - self.confidence:
            return words.nothing_told(self.score, self.provenance.used)
        if len(self.table) == 1:
            return words.single(str(self.table["driver"].iloc[0]))
        return words.differs(self.swapped) if self.swapped else words.agrees(self.table)

    def chart(self) -> alt.TopLevelMixin:
        """Draw the importance in the ordinal model, named with both ranks."""
        names = [
            t(
                "{driver}: rank {rank:count}, linear {linear:count}",
                driver=row.driver,
                rank=row.rank,
                linear=row.rank_linear,
            )
            for row in self.table.itertuples()
        ]
        return charts.estimates(
            self.table.assign(name=names),
            label="name",
            value="importance",
            low="importance_ci_low",
            high="importance_ci_high",
            kind="percent",
            title=self.headline,
            subtitle=str(words.basis(self.provenance.used, self.r_squared)),
            bars=True,
            sort=False,
            axis_title=t("Share of what the ratings explain"),
        )

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the two cuts, where they could be computed."""
        if self.cuts.empty:
            return {}
        title = t(
            "Log odds of a score of at least {low:number} and of at least {high:number}",
            low=self.cut_scores[0],
            high=self.cut_scores[1],
        )
        return {title: self.cuts}


def ordinal_check(feedback: Feedback, *, confidence: float = 0.95) -> OrdinalCheckResult:
    """Check the ranking of `cx.drivers` by a proportional-odds model of the same answers.

    Rows need a score and every rating that `cx.drivers` would model, within its scale. Where score
    and ratings form more than 100,000 patterns (counted within the groups of the jackknife), the
    model is fitted to a sample of customers, which cautions and provenance say. Weights are not
    used.

    Args:
        feedback: answers with a score and ratings.
        confidence: of the intervals, 0–1.

    Returns:
        Slopes by maximum likelihood with intervals by a jackknife that leaves out one of up to 50
        groups of customers (of answers, without a customer role), each by one Newton step.
        Importance splits what the ratings explain of the latent score (the ratings times their
        slopes, and an error with variance π²/3) by the rule of `cx.drivers`: LMG up to 20 ratings,
        Johnson's relative weights beyond. `.swapped` names pairs whose order differs between the
        models where one of them tells the pair apart and the change is clear of zero. `.cuts`
        compares slopes of two logistic regressions, as Brant (1990) does.

    Raises:
        RoleMissing: score or ratings are not set.
        InvalidSetting: `confidence` makes no sense, a column holds no numbers or is named twice.
        NotEnoughData: too few complete rows, nothing that varies, or ratings that tell scores apart
            without an exception.
        WrongScale: there are more than 101 different scores.

    Source: McCullagh (1980), doi:10.1111/j.2517-6161.1980.tb01109.x; latent variance: McKelvey &
    Zavoina (1975), doi:10.1080/0022250X.1975.9989847; cuts: Brant (1990), Biometrics 46(4),
    1171–1178, doi:10.2307/2532457. The same slopes in R: `MASS::polr`.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    base = basis(feedback, complete=True)
    found = patterns(base)
    _check(base, found)
    model = _fitted(base, found)
    table = assemble(base.names, model, found.used, confidence)
    cuts = cuts_table(base.names, model.cuts, ~model.exact, confidence)
    p_cuts = math.nan if model.cuts is None else model.cuts.gap.joint_p_value()
    pairs = model.swapped(confidence)
    return OrdinalCheckResult(
        table=table,
        cuts=cuts,
        cut_scores=() if model.cuts is None else (model.cuts.low_score, model.cuts.high_score),
        cuts_p_value=p_cuts,
        swapped=tuple((base.names[first], base.names[second]) for first, second in pairs),
        thresholds=tuple(float(value) for value in model.odds.thresholds),
        r_squared=model.r_squared,
        p_value=model.slopes.joint_p_value(),
        deviance=model.odds.deviance,
        score=str(feedback.score),
        confidence=confidence,
        notes=(
            *base.notes,
            *_notes(base, found, model, confidence),
            *words.about_cuts(cuts, p_cuts, confidence, made=model.cuts is not None),
        ),
        provenance=_provenance(base, found, confidence),
    )


def _check(base: Basis, found: Patterns) -> None:
    require_groups(base, len(set(found.parts.tolist())))
    scores = len(set(found.scores.tolist()))
    if scores > MOST_SCORES:
        raise WrongScale(
            msg(
                "“{column}” has {n:count} different scores; the ordinal model takes up to "
                "{most:count}. Round the scores, or rely on the linear model.",
                column=base.feedback.score,
                n=scores,
                most=MOST_SCORES,
            )
        )


def _fitted(base: Basis, found: Patterns) -> OrdinalModel:
    method: Method = "lmg" if len(base.names) <= MOST_LMG_DRIVERS else "johnson"
    try:
        return fit(found, method, in_points=base.in_points)
    except Separated as error:
        raise NotEnoughData(words.separated(base.names[error.column])) from error


def _notes(
    base: Basis, found: Patterns, model: OrdinalModel, confidence: float
) -> tuple[Message, ...]:
    moved = tuple(base.names[place] for place in model.shifted(confidence))
    copies = tuple(name for name, copy in zip(base.names, model.exact, strict=True) if copy)
    return (
        *((words.copies(copies),) if copies else ()),
        *((words.shifted(moved),) if moved and not model.swapped(confidence) else ()),
        *((words.sampled(found.used, base.used),) if found.used < base.used else ()),
    )


def _provenance(base: Basis, found: Patterns, confidence: float) -> Provenance:
    return Provenance(
        rows=base.feedback.rows,
        used=found.used,
        left_out=(*base.left_out, left_out(words.not_drawn(), base.used - found.used)),
        settings={"ratings": base.names, "confidence": confidence},
        method=words.METHOD,
        source=f"{SOURCE}; {LATENT_SOURCE}",
        fingerprint=base.feedback.fingerprint,
        method_note="ordinal",
    )
