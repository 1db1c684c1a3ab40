"""What `cx.drivers` gives back: its tables, its sentence, its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from cx import charts
from cx.analyses import driver_titles as titles
from cx.analyses import driver_words as words
from cx.analyses.driver_table import CLEAR, UNDECIDED, Quadrant
from cx.analyses.result import Result
from cx.wording import Message, t


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
        sides: columns `driver promoters promoters_ci_low promoters_ci_high promoters_p_adjusted
            detractors detractors_ci_low detractors_ci_high detractors_p_adjusted`: the effect in
            its two parts, NPS points by more promoters and by fewer detractors (more is better in
            both); they add up to `effect`. In the order of `table`.
        one_sided: driver → "promoters" or "detractors", for drivers that clearly work on that side,
            do not on the other, and differ between the two by more than chance.
        coefficients: columns `driver coefficient ci_low ci_high p_value`: points of the score for
            one point more on the rating; on any scale.
        positions: columns `driver importance ci_low ci_high performance performance_ci_low
            performance_ci_high quadrant certainty` for the drivers in the model. `performance` is
            the mean rating in the rows of the model or, where ratings are on different scales, its
            place between the lowest and the highest answer, 0–1; its interval is that of the
            distance to the mean of all. `certainty` is "undecided" where an interval crosses a line
            between quadrants, else "clear"; missing where there is no quadrant.
        comparable: whether all ratings are on one scale, so that `performance` holds means.
        r_squared: the share of the variance of the score that the ratings explain, 0–1.
        p_value: of no rating having anything to do with the score; NaN without intervals.
        leaders: the most important driver and those that cannot be told from it.
        rated_lowest: the driver that is rated lower than every other, if the data can tell one.
        score: the column of the score.
        judged: whether there are intervals.
    """

    sides: pd.DataFrame
    one_sided: Mapping[str, str]
    coefficients: pd.DataFrame
    positions: pd.DataFrame
    comparable: bool
    r_squared: float
    p_value: float
    leaders: tuple[str, ...]
    rated_lowest: str | None
    score: str
    judged: bool = True

    @property
    def performance(self) -> tuple[float, ...]:
        """The performance of each driver of `table`; NaN where it is not in the model."""
        found = self.positions.set_index("driver")["performance"]
        return tuple(float(value) for value in found.reindex(self.table["driver"]))

    @property
    def finding(self) -> Message:
        """Which driver matters most, if the data carry it."""
        row: Any = self.table.iloc[0]
        if not self.judged:
            return words.largest(row)
        if not self.p_value < 1 - self.confidence:
            return words.nothing_told(self.score, self.provenance.used)
        if len(self.leaders) > 1:
            everyone = len(self.leaders) == int(self.table["importance"].notna().sum())
            return words.several_lead(self.leaders, everyone=everyone)
        alone = len(self.coefficients) == 1
        if row["effect_ci_low"] > 0:
            largest = bool(row["effect"] >= self.table["effect"].max())
            return words.leads(row, lowest=self._starts_with(row), alone=alone, largest=largest)
        if alone:
            return words.lone(self.coefficients.iloc[0], self.score)
        return words.matters(row, self.r_squared, self.score)

    def _starts_with(self, row: Any) -> bool:
        """Tell whether the driver is clearly the one to start with."""
        place = self.positions.set_index("driver").loc[row["driver"]]
        fixed = row["quadrant"] == Quadrant.FIX_FIRST and place["certainty"] == CLEAR
        return bool(fixed and self.rated_lowest == row["driver"])

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
            subtitle=self._subtitle(),
            bars=True,
            axis_title=t("Share of what the ratings explain"),
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw importance against rating, and the effects where the score is an NPS score."""
        effects = self.table.dropna(subset=["effect"])
        pictures = [self._quadrants()] if self.table["quadrant"].notna().any() else []
        if not effects.empty:
            pictures.append(self._effects(effects))
        if not effects.empty and self.judged:
            pictures.append(self._sides())
        return tuple(pictures)

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the quadrants into words."""
        order = (Quadrant.LEAVE, Quadrant.KEEP_UP, Quadrant.WATCH, Quadrant.FIX_FIRST)
        return {
            "quadrant": dict(zip(order, titles.quadrant_titles(), strict=True)),
            "certainty": {CLEAR: t("clear"), UNDECIDED: t("undecided")},
        }

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the effects on either side, the coefficients and what the quadrants rest on."""
        tables = {
            t("NPS points by more promoters and by fewer detractors"): self.sides,
            t("Points of the score for one point of the rating"): self.coefficients,
            t("Importance and rating, as in the picture"): self.positions,
        }
        empty = self.sides["promoters"].isna().all()
        return {
            title: table for title, table in tables.items() if not (table is self.sides and empty)
        }

    def _subtitle(self) -> str:
        return str(titles.basis(self.provenance.used, self.r_squared))

    def _quadrants(self) -> alt.TopLevelMixin:
        known = self.positions[self.positions["quadrant"].notna()]
        return charts.quadrants(
            known.assign(tone=np.where(known["certainty"] == CLEAR, "plain", "unclear")),
            label="driver",
            x="importance",
            x_low="ci_low",
            x_high="ci_high",
            y="performance",
            y_low="performance_ci_low",
            y_high="performance_ci_high",
            tone="tone",
            x_title=t("Importance"),
            y_title=t("Mean rating") if self.comparable else t("Rating, from lowest to highest"),
            x_split=1 / len(self.positions),
            y_split=float(self.positions["performance"].mean()),
            quadrant_titles=titles.quadrant_titles(),
            title=str(titles.where_to_start(known)),
            subtitle=self._subtitle(),
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
            subtitle=self._subtitle(),
            zero=True,
            axis_title=t("NPS points"),
        )

    def _sides(self) -> alt.TopLevelMixin:
        known = self.sides.dropna(subset=["promoters"])
        names = {"promoters": t("by promoters"), "detractors": t("by detractors")}
        rows = [
            {
                "driver": row["driver"],
                "side": name,
                "points": row[side],
                "low": row[f"{side}_ci_low"],
                "high": row[f"{side}_ci_high"],
            }
            for _, row in known.iterrows()
            for side, name in names.items()
        ]
        table = pd.DataFrame(rows)
        clear = [table["low"] > 0, table["high"] < 0]
        return charts.grouped(
            table.assign(tone=np.select(clear, ["better", "worse"], "unclear")),
            label="driver",
            series="side",
            value="points",
            low="low",
            high="high",
            tone="tone",
            kind="signed_points",
            title=str(titles.sides(self.one_sided)),
            subtitle=self._subtitle(),
            axis_title=t("NPS points by more promoters, by fewer detractors"),
        )
