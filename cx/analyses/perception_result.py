"""What `cx.perception_gap` gives back: finding, pictures, tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import perception_words as words
from cx.analyses.nps_counts import Period
from cx.analyses.perception_table import Measure
from cx.analyses.result import Result
from cx.stats.net_promoter import FEW_ANSWERS
from cx.stats.verdict import Verdict
from cx.wording import Message, t

MOST_TRENDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PerceptionResult(Result):
    """What `perception_gap` gives back.

    Attributes:
        table: columns `touchpoint [period] n believed believed_n actual ci_low ci_high gap
            gap_ci_low gap_ci_high p_value p_adjusted verdict`. `n` answers of customers, whose
            mean (or share) is `actual`, with its interval; `believed_n` members of the team;
            `gap` = believed − actual, so that a positive one means that the team rates itself
            higher. `verdict` is "worse" where customers rate lower than believed, "better" where
            they rate higher, else "unclear". Clear gaps stand first, the widest on top.
        other: the same for the other measure; without rows where there is none.
        team: what the team believes by itself: columns `touchpoint believed_n believed ci_low
            ci_high lowest highest`.
        overall: all touchpoints together by the paired t test: `n believed actual gap ci_low
            ci_high t df p_value`; with periods, of the last one.
        differences: how each gap moved from period to period: columns `touchpoint group other
            difference ci_low ci_high p_value p_adjusted`; without rows where there are no periods.
        measure: "mean", on the scale of `unit`, or "share", 0–1.
        unit: the ends of the scale on which means and beliefs are shown.
        every: the length of a period, or None.
        told: how figures are written.
    """

    other: pd.DataFrame
    team: pd.DataFrame
    overall: pd.Series[Any]
    differences: pd.DataFrame
    measure: Measure
    unit: tuple[int, int]
    every: Period | None = None
    told: words.Told

    @property
    def finding(self) -> Message:
        """The widest gap that the data carry, and whether the team leans one way."""
        now = last_rows(self.table)
        ranked = now[now["n"] >= FEW_ANSWERS]
        clear = ranked[ranked["verdict"] != Verdict.UNCLEAR.value]
        if clear.empty:
            return words.none_clear(now, self.told)
        first = clear.iloc[0]
        others = now[now["touchpoint"] != first["touchpoint"]]
        finding = words.widest(words.level(first, self.told), _as_wide(first, others))
        if self.every is None:
            return words.with_lean(finding, self.overall, self.told, self.confidence)
        own = self.differences[self.differences["touchpoint"] == first["touchpoint"]]
        if own.empty:
            return finding
        return words.moved(finding, own.iloc[-1], self.every, self.told, self.confidence)

    def chart(self) -> alt.TopLevelMixin:
        """Draw what is believed beside what is said, one row a touchpoint."""
        return self._pairs(last_rows(self.table), self.told, self.headline)

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the other measure, or how the gaps went over time."""
        if self.every is not None:
            return tuple(self._trend(name) for name in self._largest())
        if self.other.empty:
            return ()
        other: Measure = "share" if self.measure == "mean" else "mean"
        told = words.Told(
            measure=other,
            unit=self.told.unit,
            said_on=self.told.said_on,
            stated=self.told.stated,
            agree=self.told.agree,
        )
        titles = {"share": t("The same as shares"), "mean": t("The same as mean ratings")}
        return (self._pairs(self.other, told, titles[other]),)

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the verdicts into words."""
        return {"verdict": words.verdicts()}

    def further_tables(self) -> Mapping[str, pd.DataFrame]:
        """Give the team by itself, all touchpoints together, and what the pictures rest on."""
        tables = {
            t("What the team believes"): self.team,
            t("All touchpoints together"): self.overall.to_frame().T,
        }
        if not self.other.empty:
            tables[t("The other measure")] = self.other
        if not self.differences.empty:
            tables[t("How the gaps moved")] = self.differences
        return tables

    def _pairs(self, table: pd.DataFrame, told: words.Told, title: str) -> alt.TopLevelMixin:
        return charts.pairs(
            table,
            label="touchpoint",
            first="believed",
            second="actual",
            low="ci_low",
            high="ci_high",
            kind=told.kind,
            tone="verdict",
            title=title,
            subtitle=str(words.key(self.provenance.used)),
            first_name=t("the team believes"),
            second_name=t("customers say"),
            axis_title=words.axis(told),
        )

    def _trend(self, touchpoint: str) -> alt.TopLevelMixin:
        own = self.table[self.table["touchpoint"] == touchpoint]
        return charts.trend(
            own,
            period="period",
            value="gap",
            low="gap_ci_low",
            high="gap_ci_high",
            kind=self.told.kind_of_gap,
            title=touchpoint,
            subtitle=t("Believed less actual; 0 is where both agree"),
        )

    def _largest(self) -> list[str]:
        return list(dict.fromkeys(self.table["touchpoint"]))[:MOST_TRENDS]


def last_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Give the last row of each touchpoint."""
    return table.drop_duplicates("touchpoint", keep="last").reset_index(drop=True)


def _as_wide(first: Any, others: pd.DataFrame) -> list[str]:
    """Name the touchpoints whose gap may be as wide as that of `first`, which is a clear one."""
    nearest = min(abs(first["gap_ci_low"]), abs(first["gap_ci_high"]))
    farthest = others[["gap_ci_low", "gap_ci_high"]].abs().max(axis=1)
    return list(others.loc[farthest >= nearest, "touchpoint"])
