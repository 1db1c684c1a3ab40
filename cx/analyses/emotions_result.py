"""What `cx.emotions` gives back: the curve, its comparisons and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from cx import charts
from cx.analyses import emotions_words as words
from cx.analyses.emotions_figures import Mark, ranking, rivals
from cx.analyses.emotions_order import OrderRule
from cx.analyses.nps_words import basis
from cx.analyses.result import Result
from cx.stats.interval import Interval
from cx.stats.net_promoter import FEW_ANSWERS
from cx.stats.verdict import verdict
from cx.wording import Message, t


@dataclass(frozen=True, slots=True, kw_only=True)
class EmotionsResult(Result):
    """What `emotions` gives back.

    Attributes:
        table: columns `[by] touchpoint position n mean ci_low ci_high place nps nps_ci_low
            nps_ci_high mark`, in the order of the journey, within each group. `mean` is in points
            of the rating, `place` where it lies between the lowest and the highest answer, 0–1;
            `nps` in points (see `nps_of`), NaN where there is no score from 0 to 10. `mark` is a
            `Mark`, or missing where the data tell none.
        differences: columns `[by] touchpoint other difference ci_low ci_high p_value p_adjusted`,
            all pairs of touchpoints; in points of the rating, or in places where `comparable` is
            False.
        between: columns `touchpoint group other difference ci_low ci_high p_value p_adjusted`:
            the groups of `by` at each touchpoint, in the same unit.
        order: where the order of the touchpoints comes from.
        comparable: whether all ratings are on one scale; otherwise places are compared.
        bounds: the lowest and the highest answer to each touchpoint.
        nps_of: what the NPS is of: answers about the "touchpoint", or its "raters".
        by: the column of groups, or None.
    """

    differences: pd.DataFrame
    between: pd.DataFrame
    order: OrderRule
    comparable: bool
    bounds: tuple[tuple[int, int], ...]
    nps_of: Literal["touchpoint", "raters"]
    by: str | None = None

    @property
    def finding(self) -> Message:
        """Where the journey feels best and worst, or where groups differ most."""
        curve, written = self._curve(), words.mean if self.comparable else words.place
        if self.by is not None:
            return words.apart(self.between, curve, self.by, written, self.confidence)
        ranked = ranking(curve, "value", self.differences)
        best, worst = (
            rivals(ranked, self.differences, self.confidence, highest=highest)
            for highest in (True, False)
        )
        return words.with_end(words.course(curve, best, worst, written), curve, written)

    def chart(self) -> alt.TopLevelMixin:
        """Draw the emotion curve, or one curve for each of the largest groups."""
        drawn = self._marked() if self.by is None else self._largest_curves()
        low, high = self.bounds[0]
        return charts.curve(
            drawn,
            label="touchpoint",
            at="position",
            value="value",
            low="low",
            high="high",
            series="group" if self.by is not None else None,
            note="note" if self.by is None else None,
            tone="tone" if self.by is None else None,
            kind="number" if self.comparable else "percent",
            neutral=(low + high) / 2 if self.comparable else 0.5,
            title=self.headline,
            subtitle=str(basis(self.provenance.used)),
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the gap between two groups, and the NPS along the journey."""
        gaps = () if self.by is None or not self._two_groups() else (self._gaps(),)
        known = self.by is None and self.table["nps"].notna().any()
        return (*gaps, self._scores()) if known else gaps

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the marks into words."""
        return {
            "mark": {
                Mark.PEAK: t("Best"),
                Mark.PIT: t("Worst"),
                Mark.END: t("End"),
                Mark.PEAK_AT_END: t("Best and end"),
                Mark.PIT_AT_END: t("Worst and end"),
            }
        }

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the comparisons."""
        tables = {t("Touchpoints compared two by two"): self.differences}
        if self.by is not None:
            tables[t("Groups compared at each touchpoint")] = self.between
        return tables

    def _curve(self) -> pd.DataFrame:
        """Give the table with `group value low high`, in what touchpoints are compared by."""
        table = self.table.rename(columns={self.by: "group"} if self.by is not None else {})
        if self.by is None:
            table = table.assign(group="")
        if self.comparable:
            return table.assign(value=table["mean"], low=table["ci_low"], high=table["ci_high"])
        lowest, highest = np.array(self.bounds, dtype="float64")[table["position"] - 1].T
        ends = {"low": table["ci_low"], "high": table["ci_high"]}
        placed = {name: (end - lowest) / (highest - lowest) for name, end in ends.items()}
        return table.assign(value=table["place"], **placed)

    def _marked(self) -> pd.DataFrame:
        """Give the curve with what is written at each point, in `note`, and its tone."""
        curve, names = self._curve(), self.codes()["mark"]
        tones = [_tone(mark) for mark in curve["mark"]]
        return curve.assign(note=[names.get(mark, "") for mark in curve["mark"]], tone=tones)

    def _largest_curves(self) -> pd.DataFrame:
        """Give the curves of the groups with most answers, without what rests on few.

        Groups that the finding names come first.
        """
        curve = self._curve()
        curve["value"] = curve["value"].where(curve["n"] >= FEW_ANSWERS)
        sizes = curve[curve["value"].notna()].groupby("group")["n"].sum()
        widest = words.widest(self.between, self.confidence)
        named = [] if widest is None else [widest["group"], widest["other"]]
        largest = sizes.sort_values(ascending=False, kind="stable").index
        shown = list(dict.fromkeys([*named, *largest]))[: words.MOST_LINES]
        drawn = curve[curve["group"].isin(shown)]
        return drawn.assign(group=drawn["group"].astype(str))

    def _two_groups(self) -> bool:
        return len({*self.between["group"], *self.between["other"]}) == 2

    def _gaps(self) -> alt.TopLevelMixin:
        first = self.between.iloc[0]
        found = zip(
            *(self.between[name] for name in ("ci_low", "ci_high", "p_adjusted")), strict=True
        )
        judged = [verdict(Interval(low, high), p, self.confidence).tone for low, high, p in found]
        return charts.estimates(
            self.between.assign(tone=judged),
            label="touchpoint",
            value="difference",
            low="ci_low",
            high="ci_high",
            tone="tone",
            kind="signed_number" if self.comparable else "signed_percent_points",
            zero=True,
            sort=False,
            title=t(
                "How far “{group}” lies above “{other}”",
                group=str(first["group"]),
                other=str(first["other"]),
            ),
            subtitle=t("grey: chance could explain the difference"),
            axis_title=t("Points of the rating")
            if self.comparable
            else t("Percentage points of the scale"),
        )

    def _scores(self) -> alt.TopLevelMixin:
        own = self.nps_of == "touchpoint"
        return charts.estimates(
            self.table[self.table["nps"].notna()],
            label="touchpoint",
            value="nps",
            low="nps_ci_low",
            high="nps_ci_high",
            kind="points",
            zero=True,
            sort=False,
            title=t("NPS along the journey") if own else t("NPS of those who rate each touchpoint"),
            subtitle=str(basis(self.provenance.used)),
            axis_title=t("NPS"),
        )


def _tone(mark: Mark | None) -> str:
    if mark is None:
        return "plain"
    return "better" if mark.peak else "worse" if mark.pit else "plain"
