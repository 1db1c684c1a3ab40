"""What `cx.respondents` gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import respondents_words as words
from cx.analyses.respondents_known import customers_of, known_of
from cx.analyses.respondents_levels import Levels
from cx.analyses.respondents_table import RAW, WEIGHTED, clear_levels
from cx.analyses.respondents_weights import Weighting
from cx.analyses.result import Result
from cx.data.dataset import Customers, Events, Feedback
from cx.data.together.headers import free_name
from cx.errors import CxError
from cx.stats.weighting import WeightedNps
from cx.wording import Message, msg, t

MOST_DRAWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentsResult(Result):
    """What `respondents` gives back.

    Attributes:
        table: columns `attribute level n customers response_rate ci_low ci_high share_answers
            share_customers difference difference_ci_low difference_ci_high p_value p_adjusted nps`,
            one row for each level of everything that is known: `n` customers answered of
            `customers`; the interval is Wilson's of the response rate; `difference` is the share
            among those who answered less that among all customers.
        overall: the same counts over all customers: `n customers response_rate ci_low ci_high`.
        attributes: `attribute dissimilarity p_value p_adjusted`, the largest first: which share of
            the answers would have to come from other customers to mirror all of them, 0–1.
        means: `attribute n mean_answers mean_customers difference difference_ci_low
            difference_ci_high p_value p_adjusted standardised` of numbers; the last in standard
            deviations between those who answered and those who did not.
        estimates: `basis n effective_n nps ci_low ci_high`, the NPS “as answered” and “weighted”;
            the first row alone without weights, none without an NPS.
        weighting: how the answers are weighted; None where they cannot be.
        shift: how far the weights move the NPS, with interval and p-value; None without weights.
        levels: what was counted at each level.
        data: what came in.
        normalise: whether the spelling of ids was overlooked.
    """

    overall: pd.Series[float]
    attributes: pd.DataFrame
    means: pd.DataFrame
    estimates: pd.DataFrame
    weighting: Weighting | None
    shift: WeightedNps | None
    levels: tuple[Levels, ...]
    data: tuple[Feedback, Customers | Events]
    normalise: bool

    @property
    def finding(self) -> Message:
        """How many answered, where they differ most, and what that does to NPS."""
        return words.finding(self.overall, self.ranked, self.estimates, self.shift, self.confidence)

    @property
    def ranked(self) -> pd.DataFrame:
        """The levels of 30 customers or more in words, the most apart first."""
        known = self.codes()
        ranked = clear_levels(self.table, self.confidence)
        return ranked.assign(
            attribute=ranked["attribute"].map(known["attribute"]),
            level=ranked["level"].map(known["level"]),
        )

    @property
    def weighted_feedback(self) -> Feedback:
        """The answers that count with a weight each, for any analysis that takes weights.

        Raises:
            CxError: the answers cannot be weighted.
        """
        if self.weighting is None:
            raise CxError(
                msg("These answers cannot be weighted; the cautions of the result say why.")
            )
        feedback, known = self.data
        again = feedback.with_roles()  # a table belongs to the thread that opens it
        rows = known_of(again, customers_of(known.with_roles()), normalise=self.normalise)
        name = free_name("weight", again.columns)
        return replace(again, table=self.weighting.weigh(rows, name), weight=name)

    def chart(self) -> alt.TopLevelMixin:
        """Draw where those who answered differ most from all customers."""
        ranked = self.ranked
        if len(ranked) > MOST_DRAWN:  # of each attribute the level that is most apart
            ranked = ranked.drop_duplicates("attribute").head(MOST_DRAWN)
        rows = ranked.assign(
            label=[
                t("{attribute}: {level}", attribute=row.attribute, level=row.level)
                for row in ranked.itertuples()
            ],
            tone=ranked["clear"].map({True: "plain", False: "unclear"}),
        )
        return charts.estimates(
            rows,
            label="label",
            value="difference",
            low="difference_ci_low",
            high="difference_ci_high",
            kind="signed_percent_points",
            title=self.headline,
            subtitle=t(
                "Share of those who answered less share of all; {basis}",
                basis=words.basis(self.overall),
            ),
            tone="tone",
            zero=True,
            axis_title=t("Percentage points"),
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw both NPS, and how often each group answered."""
        return (*((self._estimates(),) if len(self.estimates) > 1 else ()), self._rates())

    def _estimates(self) -> alt.TopLevelMixin:
        names = {RAW: t("as answered"), WEIGHTED: t("weighted to mirror all customers")}
        return charts.estimates(
            self.estimates.assign(label=self.estimates["basis"].map(names)),
            label="label",
            value="nps",
            low="ci_low",
            high="ci_high",
            kind="points",
            title=t("NPS as answered, and weighted"),
            subtitle=str(words.weighted_by(self.weighting)),
            sort=False,
            axis_title=t("NPS"),
        )

    def _rates(self) -> alt.TopLevelMixin:
        name = self.attributes["attribute"][0]
        known = self.codes()
        rows = self.table[self.table["attribute"] == name]
        return charts.estimates(
            rows.assign(label=rows["level"].map(known["level"])),
            label="label",
            value="response_rate",
            low="ci_low",
            high="ci_high",
            kind="percent",
            title=t("How many answered, by: {attribute}", attribute=known["attribute"][name]),
            subtitle=str(words.basis(self.overall)),
            sort=False,
            axis_title=t("Share of customers who answered"),
        )

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Give the words for what is compared and for its levels."""
        levels = {name: str(word) for item in self.levels for name, word in item.words.items()}
        names = {item.attribute.name: str(item.attribute.label) for item in self.levels}
        return {
            "attribute": names,
            "level": levels,
            "basis": {RAW: t("as answered"), WEIGHTED: t("weighted")},
        }

    def further_tables(self) -> Mapping[str, pd.DataFrame]:
        """Give the size of the bias, both NPS and the means."""
        tables = {
            t("How far those who answered are from all customers"): self.attributes,
            t("NPS as answered, and weighted"): self.estimates,
            t("Averages"): self.means,
        }
        return {title: frame for title, frame in tables.items() if len(frame)}
