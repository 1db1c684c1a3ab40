"""What the results of `cx.csat` and `cx.ces` have in common: finding and pictures."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import satisfaction_words as words
from cx.analyses.course_result import CourseResult
from cx.analyses.nps_words import basis
from cx.data.scales.scale import Scale
from cx.wording import Message, t
from cx.wording.columns import COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingResult(CourseResult):
    """A figure made from one rating.

    Attributes:
        differences: columns `group other difference ci_low ci_high p_value p_adjusted`.
        distribution: how often each point was given: columns `score n`; parts of a point belong to
            the point below.
        overall: the row of `table` there would be without groups and periods.
        rating: the column.
        scale: its scale.
        by: the column of groups, or None.
        every: the length of a period, or None.
        value: the column of `table` that holds the figure.
        kind: how it is written.
    """

    rating: str
    scale: Scale
    value: str = field(default="", init=False)
    kind: str = field(default="", init=False)

    @abstractmethod
    def _level(self, row: Any) -> Message: ...

    @abstractmethod
    def _written(self) -> tuple[words.Written, words.Written]: ...

    @abstractmethod
    def _tone(self, point: int) -> str: ...

    @property
    def finding(self) -> Message:
        """The figure, and what stands out among groups or over time."""
        written, change = self._written()
        if self.by is not None and self.every is not None:
            return words.groups_moved(
                self._level(self.overall),
                self.differences,
                by=self.by,
                every=self.every,
                change=change,
                confidence=self.confidence,
            )
        if self.every is not None:
            return words.moved(
                self._level(self.table.iloc[-1]),
                self.differences,
                every=self.every,
                change=change,
                confidence=self.confidence,
            )
        if self.by is not None:
            return words.apart(
                self._level(self.overall),
                self.table,
                self.differences,
                by=self.by,
                value=self.value,
                written=written,
                confidence=self.confidence,
            )
        return self._level(self.overall)

    def _groups(self) -> alt.TopLevelMixin:
        last = self.table.drop_duplicates(str(self.by), keep="last")
        return charts.estimates(
            last.assign(label=last[self.by].astype(str)),
            label="label",
            value=self.value,
            low="ci_low",
            high="ci_high",
            kind=self.kind,
            title=self.headline,
            subtitle=self._subtitle(),
            axis_title=str(COLUMNS[self.value][0]),
        )

    def _trend(self, table: pd.DataFrame, group: Any = None) -> alt.TopLevelMixin:
        return charts.trend(
            table,
            period="period",
            value=self.value,
            low="ci_low",
            high="ci_high",
            kind=self.kind,
            title=self.headline if group is None else str(group),
            subtitle=str(basis(int(table["n"].sum()))),
        )

    def _distribution(self) -> alt.TopLevelMixin:
        alone = self.by is None and self.every is None
        return charts.distribution(
            self.distribution.assign(tone=self.distribution["score"].map(self._tone)),
            x="score",
            n="n",
            tone="tone",
            title=self.headline if alone else t("How often each answer was given"),
            subtitle=self._subtitle(),
        )
