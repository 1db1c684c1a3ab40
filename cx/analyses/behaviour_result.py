"""What `cx.behaviour_drivers` gives back, with its sentence and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import altair as alt
import numpy as np
import pandas as pd

from cx import charts
from cx.analyses import behaviour_words as words
from cx.analyses.behaviour_measures import Measure
from cx.analyses.matched import few_matched
from cx.analyses.result import Result
from cx.data.together.matching import Match
from cx.stats.verdict import Verdict
from cx.wording import Message, t

MOST_SHOWN: Final = 15
EFFECT: Final = ["effect", "effect_ci_low", "effect_ci_high"]
PER_SD: Final = ["per_sd", "per_sd_ci_low", "per_sd_ci_high"]
COEFFICIENT: Final = ["coefficient", "ci_low", "ci_high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourResult(Result):
    """What `behaviour_drivers` gives back.

    Attributes:
        table: columns `behaviour kind n mean importance ci_low ci_high effect effect_ci_low
            effect_ci_high per_sd per_sd_ci_low per_sd_ci_high p_value p_adjusted verdict`, the
            most important first. `kind` is a `Kind`; `n` the answers that have it (of a number:
            all that count); `mean` a share, 0–1, where it is yes or no. `importance` is a share of
            R² and adds up to 1. `effect` is in NPS points for one more of it, or for having it
            against not having it, all else equal; `per_sd` the same for one standard deviation;
            NaN on other scales than 0–10. `p_value` is of the effect, on other scales of the
            coefficient. `verdict` is "better", "worse" or "unclear".
        coefficients: columns `behaviour coefficient ci_low ci_high p_value`, in points of the
            score, on any scale.
        match: who is in both tables; see `cx.match`.
        measures: what each row of `table` is.
        deviations: the standard deviation of each.
        r_squared: the share of the variance of the score that all of it explains, 0–1.
        nps: whether the score is on the scale from 0 to 10.
    """

    coefficients: pd.DataFrame
    match: Match
    measures: tuple[Measure, ...]
    deviations: tuple[float, ...]
    r_squared: float
    nps: bool

    @property
    def finding(self) -> Message:
        """Which behaviour goes with recommendation most, if the data carry it."""
        clear = self.table["verdict"] != Verdict.UNCLEAR
        if not clear.any():
            found = words.nothing_told(self.provenance.used, len(self.table))
        else:
            sizes = self._compared()["value"].abs().where(clear).to_numpy()
            at = int(np.nanargmax(sizes))
            own = self.table[EFFECT] if self.nps else self.coefficients[COEFFICIENT]
            figures = tuple(float(figure) for figure in own.iloc[at])
            found = words.leads(self.measures[at], figures, self.deviations[at], nps=self.nps)
        return few_matched(found, self.match)

    def chart(self) -> alt.TopLevelMixin:
        """Draw what a typical difference of each behaviour goes with."""
        return charts.estimates(
            self._compared().head(MOST_SHOWN),
            label="label",
            value="value",
            low="low",
            high="high",
            kind="points" if self.nps else "number",
            tone="verdict",
            title=self.headline,
            subtitle=str(words.basis(self.provenance.used, self.r_squared)),
            zero=True,
            axis_title=t("NPS points for a typical difference")
            if self.nps
            else t("Points of the score for a typical difference"),
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the importance of each behaviour."""
        return (
            charts.estimates(
                self._labelled().head(MOST_SHOWN),
                label="label",
                value="importance",
                low="ci_low",
                high="ci_high",
                kind="percent",
                title=t("How much of what behaviour explains each carries"),
                subtitle=str(words.basis(self.provenance.used, self.r_squared)),
                bars=True,
                axis_title=t("Share of what behaviour explains"),
            ),
        )

    def further_tables(self) -> Mapping[str, pd.DataFrame]:
        """Give the coefficients on the scale of the score."""
        return {t("Points of the score for one more"): self.coefficients}

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put behaviour, kinds and verdicts into words."""
        return {
            "behaviour": {measure.code: str(words.shown(measure)) for measure in self.measures},
            "kind": {kind: str(text) for kind, text in words.KINDS.items()},
            "verdict": {verdict: str(text) for verdict, text in words.VERDICTS.items()},
        }

    def _labelled(self) -> pd.DataFrame:
        return self.table.assign(label=[str(words.shown(measure)) for measure in self.measures])

    def _compared(self) -> pd.DataFrame:
        """Give what a typical difference goes with, in NPS points or in points of the score."""
        if self.nps:
            figures = self.table[PER_SD].to_numpy(dtype=float)
        else:
            own = self.coefficients[COEFFICIENT].to_numpy(dtype=float)
            figures = own * np.asarray(self.deviations)[:, None]
        return self._labelled().assign(value=figures[:, 0], low=figures[:, 1], high=figures[:, 2])
