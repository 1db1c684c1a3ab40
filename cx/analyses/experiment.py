"""What does the A/B test really say?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import experiment_arms, experiment_pictures, experiment_words
from cx.analyses.experiment_arms import Arms
from cx.analyses.result import Provenance, Result, left_out, no_value
from cx.data.dataset import Experiment
from cx.errors import InvalidSetting
from cx.stats.bayes import BetaPosterior, Posterior, compare_means, compare_shares
from cx.stats.interval import check_confidence
from cx.stats.means import Difference, Moments, mean_interval, welch
from cx.stats.multiplicity import holm
from cx.stats.proportions import wilson
from cx.stats.sample_ratio import SampleRatio, sample_ratio
from cx.stats.verdict import Verdict, verdict
from cx.wording import Message, msg, t

Correction = Literal["holm", "none"]
COLUMNS: Final = (
    *("metric", "variant", "n", "control_n", "estimate", "control", "difference"),
    *("ci_low", "ci_high", "relative", "relative_ci_low", "relative_ci_high"),
    *("p_value", "p_adjusted", "chance_to_beat", "expected_loss", "verdict"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentResult(Result):
    """What `cx.experiment` gives back.

    `table` has one row per metric and variant other than the control: `metric`, `variant`, `n` and
    `control_n` (units with a value), `estimate` and `control` (means; shares 0–1 where all values
    are 0 or 1), `difference` with `ci_low` and `ci_high`, `relative` (difference ÷ |control|) with
    `relative_ci_low` and `relative_ci_high`, `p_value`, `p_adjusted`, `chance_to_beat` (0–1),
    `expected_loss` (in the metric's unit) and `verdict` (a `Verdict`). NaN where a figure cannot be
    computed; `cautions` say why. Intervals are not adjusted for the number of comparisons.

    Attributes:
        control: the variant that the others are compared with.
        arms: one row per metric and variant: `metric variant n estimate ci_low ci_high`.
        shares: the metrics whose values are all 0 or 1.
        planned: all variants that occur or were planned, the control first.
        split: observed against planned shares of these.
    """

    control: str
    arms: pd.DataFrame
    shares: frozenset[str]
    planned: tuple[str, ...]
    split: SampleRatio

    @property
    def sample_ratio_p_value(self) -> float:
        """Chance of a split at least as far from the plan; below 0.001 nothing is read."""
        return self.split.p_value

    @property
    def finding(self) -> Message:
        """The answer for the first metric, or that the test cannot be read."""
        return experiment_words.finding(self.table, self.shares, self.planned, self.split)

    def chart(self) -> alt.TopLevelMixin:
        """Draw every difference to the control, or the split where it is not the planned one."""
        if self.split.p_value < experiment_words.BROKEN_SPLIT:
            return experiment_pictures.split(
                self.planned,
                self.split,
                n=self.provenance.used,
                confidence=self.confidence,
                title=self.headline,
                subtitle=self._subtitle(),
            )
        rows = self.table.assign(
            tone=[Verdict(value).tone for value in self.table["verdict"]], label=self._labels()
        )
        points = self.shares.issuperset(rows["metric"])
        relative = not points and bool(rows["relative_ci_low"].notna().all())
        value, low, high = (
            ("relative", "relative_ci_low", "relative_ci_high")
            if relative
            else ("difference", "ci_low", "ci_high")
        )
        return charts.estimates(
            rows,
            label="label",
            value=value,
            low=low,
            high=high,
            kind="percent" if relative else "percent_points" if points else "number",
            title=self.headline,
            subtitle=self._subtitle(),
            tone="tone",
            zero=True,
            sort=False,
            axis_title=(
                t("Difference to {control}, in percent of it", control=self.control)
                if relative
                else t("Difference to {control}, in points", control=self.control)
                if points
                else t("Difference to {control}", control=self.control)
            ),
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the estimate of every variant, one picture per metric, if the test can be read."""
        if self.split.p_value < experiment_words.BROKEN_SPLIT:
            return ()
        return experiment_pictures.versions(self.arms, self.shares, self._subtitle())

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the verdicts into words."""
        return {"verdict": {code: str(words) for code, words in experiment_words.VERDICTS.items()}}

    def further_tables(self) -> Mapping[str, pd.DataFrame]:
        """Give the estimate of every variant."""
        return {t("Every version"): self.arms}

    def _labels(self) -> list[str]:
        several = len(self.planned) > 2, len(self.arms) > len(self.arms["variant"].unique())
        return [
            t("{metric}: {variant}", metric=metric, variant=variant)
            if all(several)
            else str(metric if several[1] else variant)
            for metric, variant in zip(self.table["metric"], self.table["variant"], strict=True)
        ]

    def _subtitle(self) -> str:
        return t(
            "{n:count} people, {confidence:percent} intervals",
            n=self.provenance.used,
            confidence=self.confidence,
        )


def experiment(
    experiment: Experiment, *, correction: Correction = "holm", confidence: float = 0.95
) -> ExperimentResult:
    """Compare every variant of a test with its control, metric by metric.

    The split is checked first (χ² against the planned shares): below p 0.001 every verdict is
    “invalid”. A difference is called better or worse only if its interval excludes 0 and its
    adjusted p-value is below 1 − `confidence`.

    Args:
        experiment: one row a unit; a higher value of a metric is taken to be better. Rows without
            a variant are left out; a missing or infinite value is left out of its metric.
        correction: "holm" adjusts p-values over all metrics and variants, "none" does not.
        confidence: of the intervals, 0–1.

    Raises:
        CxError: a metric is neither numeric nor yes/no.
        InvalidSetting: the control, the planned shares or an option do not fit the data.
        NotEnoughData: fewer than two variants occur.

    Sources: Welch's t (doi:10.1093/biomet/34.1-2.28) on means and shares alike; Fieller's interval
    of the relative difference; Beta(1, 1) posteriors of shares, normal posteriors of means.
    """
    Experiment.expect(experiment)
    check_confidence(confidence)
    if correction not in get_args(Correction):
        raise InvalidSetting(
            msg(
                "The correction “{correction}” is not known; choose one of {known:list}.",
                correction=correction,
                known=get_args(Correction),
            )
        )
    arms = experiment_arms.collect(experiment)
    control, guessed = experiment_arms.choose_control(experiment, tuple(arms.arms))
    weights = experiment_arms.planned_weights(experiment, tuple(arms.arms))
    planned = (control, *(variant for variant in weights if variant != control))
    split = sample_ratio(
        [arms.arms[v].rows if v in arms.arms else 0 for v in planned],
        [weights[v] for v in planned],
    )
    table = _table(arms, control, correction, confidence, split)
    return ExperimentResult(
        table=table,
        provenance=_provenance(experiment, arms, control, correction, confidence),
        confidence=confidence,
        notes=(
            *experiment_words.control_caution(control, guessed=guessed),
            *experiment_words.cautions(table, arms, split, planned),
            *experiment_words.unit_cautions(experiment_arms.units(experiment)),
        ),
        control=control,
        arms=_each_arm(arms, confidence),
        shares=arms.shares,
        planned=planned,
        split=split,
    )


def _table(
    arms: Arms, control: str, correction: Correction, confidence: float, split: SampleRatio
) -> pd.DataFrame:
    baseline = arms.arms[control]
    rows = [
        {"metric": metric, "variant": variant}
        | _compare(own, arm.samples[metric], confidence, share=metric in arms.shares)
        for metric, own in baseline.samples.items()
        for variant, arm in arms.arms.items()
        if variant != control
    ]
    table = pd.DataFrame(rows)
    raw = table["p_value"].to_numpy(dtype=float)
    table["p_adjusted"] = holm(raw) if correction == "holm" else raw
    readable = not split.p_value < experiment_words.BROKEN_SPLIT
    table["verdict"] = [
        verdict(interval, p, confidence, readable=readable).value
        for interval, p in zip(table.pop("interval"), table["p_adjusted"], strict=True)
    ]
    return table[list(COLUMNS)]


def _compare(
    control: Moments, treatment: Moments, confidence: float, *, share: bool
) -> dict[str, object]:
    answer = welch(control, treatment, confidence)
    posterior = _posterior(control, treatment, answer, share=share)
    return {
        "n": treatment.n,
        "control_n": control.n,
        "estimate": treatment.mean,
        "control": control.mean,
        "difference": answer.difference,
        "interval": answer.interval,
        "ci_low": answer.interval.low,
        "ci_high": answer.interval.high,
        "relative": answer.relative,
        "relative_ci_low": answer.relative_interval.low,
        "relative_ci_high": answer.relative_interval.high,
        "p_value": answer.p_value,
        "chance_to_beat": posterior.chance_to_beat,
        "expected_loss": posterior.expected_loss,
    }


def _posterior(
    control: Moments, treatment: Moments, answer: Difference, *, share: bool
) -> Posterior:
    if math.isnan(answer.p_value):  # what cannot be compared has no chance to be better either
        return Posterior(math.nan, math.nan)
    if share:
        return compare_shares(_beta(control), _beta(treatment))
    return compare_means(answer.difference, answer.standard_error)


def _beta(sample: Moments) -> BetaPosterior:
    successes = round(sample.n * sample.mean)
    return BetaPosterior(successes, sample.n - successes)


def _each_arm(arms: Arms, confidence: float) -> pd.DataFrame:
    rows = []
    for metric in next(iter(arms.arms.values())).samples:
        for variant, arm in arms.arms.items():
            sample = arm.samples[metric]
            if metric in arms.shares and sample.n:
                interval = wilson(round(sample.n * sample.mean), sample.n, confidence)
            else:
                interval = mean_interval(sample, confidence)
            rows.append((metric, variant, sample.n, sample.mean, *map(float, interval)))
    return pd.DataFrame(rows, columns=["metric", "variant", "n", "estimate", "ci_low", "ci_high"])


def _provenance(
    experiment: Experiment, arms: Arms, control: str, correction: Correction, confidence: float
) -> Provenance:
    return Provenance(
        rows=experiment.rows,
        used=sum(arm.rows for arm in arms.arms.values()),
        left_out=(left_out(no_value(experiment.variant), arms.without_variant),),
        settings={
            "variant": experiment.variant,
            "metrics": experiment.metrics,
            "control": control,
            "expected_ratio": experiment.expected_ratio,
            "correction": correction,
            "confidence": confidence,
        },
        method=msg(
            "Difference of means by Welch's t, relative difference by Fieller, split by χ², "
            "chance to beat by Beta and normal posteriors."
        ),
        source="Welch 1947; Fieller 1954; Holm 1979; Fabijan et al. 2019",
        fingerprint=experiment.fingerprint,
    )
