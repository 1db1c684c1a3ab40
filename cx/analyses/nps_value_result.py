"""What `cx.nps_value` gives back, with its sentence and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import nps_value_words as words
from cx.analyses.matched import few_matched
from cx.analyses.nps_value_rows import DETRACTORS, NO_ANSWER, PASSIVES, PROMOTERS
from cx.analyses.result import Result
from cx.data.together.matching import Match
from cx.stats.verdict import Verdict
from cx.wording import Message, t

COLOURS: Final = {
    PROMOTERS: charts.BETTER,
    PASSIVES: charts.UNCLEAR,
    DETRACTORS: charts.WORSE,
    NO_ANSWER: charts.ACCENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsValueResult(Result):
    """What `nps_value` gives back.

    Attributes:
        table: columns `group n customers share_of_customers mean ci_low ci_high median total
            share_of_value ratio ratio_ci_low ratio_ci_high`; promoters, passives, detractors and,
            where it is known of them, `no_answer`: customers who did not answer. `n` counts
            answers; value is in its own unit, a customer; `share_of_value` is NaN where all values
            together are not above 0. `ratio` is the mean ÷ the mean of the detractors.
        comparisons: columns `group other ratio ratio_ci_low ratio_ci_high difference ci_low
            ci_high p_value p_adjusted verdict`; `others` is everyone else who answered.
        match: who is in both tables; None where the value stands beside the answers.
        value: the column of the value.
        window: after the answer in which value counts, or None.
    """

    comparisons: pd.DataFrame
    match: Match | None
    value: str
    window: timedelta | None

    @property
    def finding(self) -> Message:
        """How many times as much promoters bring, if the data carry it."""
        return few_matched(self._told(), self.match)

    def _told(self) -> Message:
        sizes = dict(zip(self.table["group"], self.table["customers"], strict=True))
        if min(sizes[PROMOTERS], sizes[DETRACTORS]) < words.FEW:
            return words.too_few(sizes)
        main, rest = self._pair(DETRACTORS), self._pair(words.OTHERS)
        if not Verdict(main["verdict"]).clear:
            return words.nothing_told(main)
        if pd.isna(main["ratio_ci_low"]):
            return words.differ(main)
        return words.times_as_much(main, None if pd.isna(rest["ratio_ci_low"]) else rest)

    def _pair(self, other: str) -> Any:
        table = self.comparisons
        return table[(table["group"] == PROMOTERS) & (table["other"] == other)].iloc[0]

    def chart(self) -> alt.TopLevelMixin:
        """Draw the mean of each group with its interval."""
        return charts.estimates(
            self._labelled(),
            label="label",
            value="mean",
            low="ci_low",
            high="ci_high",
            kind="number",
            title=self.headline,
            subtitle=self._subtitle(),
            zero=True,
            sort=False,
            axis_title=t("“{value}” of a customer, on average", value=self.value),
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw who they are beside what they bring, where no group brings less than nothing."""
        if self.table["share_of_value"].isna().any() or (self.table["total"] < 0).any():
            return ()
        groups = list(self.table["group"])
        shares = pd.DataFrame(
            [self.table["customers"].to_numpy(float), self.table["total"].to_numpy(float)],
            columns=groups,
        ).assign(label=[t("Customers"), t("Value")])
        return (
            charts.shares(
                shares,
                label="label",
                parts={group: str(words.SHORT[group]) for group in groups},
                colours={group: COLOURS[group] for group in groups},
                title=t("Who they are, and what they bring"),
                subtitle=self._subtitle(),
            ),
        )

    def further_tables(self) -> Mapping[str, pd.DataFrame]:
        """Give the comparisons."""
        return {t("Compared with each other"): self.comparisons}

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put groups and verdicts into words."""
        groups = {code: str(text) for code, text in words.GROUPS.items()}
        return {
            "group": groups,
            "other": groups,
            "verdict": {code: str(text) for code, text in words.VERDICTS.items()},
        }

    def _labelled(self) -> pd.DataFrame:
        return self.table.assign(label=[str(words.GROUPS[group]) for group in self.table["group"]])

    def _subtitle(self) -> str:
        return str(words.basis(int(self.table["customers"].sum())))
