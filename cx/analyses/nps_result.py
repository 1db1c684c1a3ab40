"""What `cx.nps` gives back: its finding and its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import nps_words as words
from cx.analyses.annotations import Annotation
from cx.analyses.course_result import CourseResult
from cx.analyses.nps_table import kind_of
from cx.stats.verdict import Verdict
from cx.wording import Message, t


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsResult(CourseResult):
    """What `nps` gives back.

    Attributes:
        table: columns `[by] [period] n promoters passives detractors nps ci_low ci_high`; counts,
            and points −100…100. One row a group, sorted; periods by their first day. With weights,
            `promoters`, `passives` and `detractors` are sums of weights; `n` counts answers.
        differences: columns `group other difference ci_low ci_high p_value p_adjusted`; see `nps`.
        against_rest: with `by` alone, each group less all others together: columns `group n
            difference ci_low ci_high p_value p_adjusted verdict`, adjusted by Holm for the number
            of groups; otherwise empty.
        distribution: how often each score was given: columns `score n`, 0–10.
        overall: the row of `table` there would be without groups and periods.
        few: which rows of `table` rest on fewer than 30 answers; those are never ranked.
        annotations: what happened, drawn into the course.
        by: the column of groups, or None.
        every: the length of a period, or None.
    """

    against_rest: pd.DataFrame
    few: pd.Series[bool]
    annotations: tuple[Annotation, ...] = ()

    @property
    def finding(self) -> Message:
        """The NPS, and what stands out among groups or over time."""
        if self.by is not None and self.every is not None:
            return words.groups_moved(
                self.overall, self.differences, self.by, self.every, self.confidence
            )
        if self.every is not None:
            return words.moved(
                self.overall, self.table, self.differences, self.every, self.confidence
            )
        if self.by is not None:
            ranked = self.table[~self.few]
            return words.apart(self.overall, ranked, self.against_rest, self.by)
        return words.level(self.overall)

    def codes(self) -> dict[str, dict[str, str]]:
        """Put the verdicts on groups into words."""
        names = {
            Verdict.BETTER.value: t("Higher than the others"),
            Verdict.WORSE.value: t("Lower than the others"),
            Verdict.UNCLEAR.value: t("Can't tell"),
        }
        return {"verdict": names}

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give each group against all others, and the comparisons that were made."""
        tables = {}
        if not self.against_rest.empty:
            tables[t("Each group against all others together")] = self.against_rest
        if not self.differences.empty:
            tables[t("Differences and how sure they are")] = self.differences
        return tables

    def _labelled(self) -> pd.DataFrame:
        """Give the table with a text in `label`; of several periods the last."""
        if self.by is not None:
            last = self.table.assign(cx_few=self.few).drop_duplicates(self.by, keep="last")
            names = [words.group_name(name) for name in last[self.by]]
            short = [
                str(words.too_few_label(name, int(n)) if few else name)
                for name, few, n in zip(names, last["cx_few"], last["n"], strict=True)
            ]
            return last.assign(label=short)
        if self.every is not None:
            return self.table.assign(
                label=[str(words.period(start, self.every)) for start in self.table["period"]]
            )
        return self.overall.to_frame().T.assign(label=t("all answers"))

    def _groups(self) -> alt.TopLevelMixin:
        table = self._labelled().sort_values("nps", ascending=False, kind="stable")
        table = table.sort_values("cx_few", kind="stable")
        rest = self.against_rest
        verdicts = {} if rest.empty else dict(zip(rest["group"], rest["verdict"], strict=True))
        table["tone"] = [
            "unclear" if few else Verdict(verdicts[name]).tone if verdicts else "plain"
            for name, few in zip(table[self.by], table["cx_few"], strict=True)
        ]
        return charts.estimates(
            table,
            label="label",
            value="nps",
            low="ci_low",
            high="ci_high",
            kind="points",
            title=self.headline,
            subtitle=self._subtitle(),
            tone="tone",
            zero=True,
            sort=False,
            axis_title=t("NPS"),
        )

    def _trend(self, table: pd.DataFrame, group: Any = None) -> alt.TopLevelMixin:
        return charts.trend(
            table,
            period="period",
            value="nps",
            low="ci_low",
            high="ci_high",
            kind="points",
            title=self.headline if group is None else str(words.group_name(group)),
            subtitle=str(words.basis(int(table["n"].sum()))),
            marks=[(item.day, item.text) for item in self.annotations],
        )

    def _parts(self) -> tuple[alt.TopLevelMixin, ...]:
        shares = charts.shares(
            self._labelled(),
            label="label",
            parts={
                "detractors": t("Detractors"),
                "passives": t("Passives"),
                "promoters": t("Promoters"),
            },
            colours={
                "detractors": charts.WORSE,
                "passives": charts.UNCLEAR,
                "promoters": charts.BETTER,
            },
            title=t("Promoters, passives and detractors"),
            subtitle=self._subtitle(),
        )
        return (shares,)

    def _distribution(self) -> alt.TopLevelMixin:
        kinds = self.distribution["score"].map(kind_of)
        tones = {"promoters": "better", "passives": "unclear", "detractors": "worse"}
        alone = self.by is None and self.every is None
        return charts.distribution(
            self.distribution.assign(tone=kinds.map(tones)),
            x="score",
            n="n",
            tone="tone",
            title=self.headline if alone else t("How often each score was given"),
            subtitle=self._subtitle(),
        )
