"""What figures by group and over time have in common: which pictures they are shown with."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from cx.analyses.nps_counts import Period
from cx.analyses.nps_words import basis
from cx.analyses.result import Result

MOST_TRENDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseResult(Result):
    """One figure for all answers, or for each group, each period, or both.

    Attributes:
        differences: columns `group other difference ci_low ci_high p_value p_adjusted`.
        distribution: how often each answer was given: columns `score n`.
        overall: the row of `table` there would be without groups and periods.
        by: the column of groups, or None.
        every: the length of a period, or None.
    """

    differences: pd.DataFrame
    distribution: pd.DataFrame
    overall: pd.Series[float]
    by: str | None = None
    every: Period | None = None

    @abstractmethod
    def _groups(self) -> alt.TopLevelMixin: ...

    @abstractmethod
    def _trend(self, table: pd.DataFrame, group: Any = None) -> alt.TopLevelMixin: ...

    @abstractmethod
    def _distribution(self) -> alt.TopLevelMixin: ...

    def chart(self) -> alt.TopLevelMixin:
        """Draw the distribution, the groups, the course, or the groups in their last period."""
        if self.by is not None:
            return self._groups()
        return self._distribution() if self.every is None else self._trend(self.table)

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the course of the largest groups, or what `chart` leaves out."""
        if self.by is not None and self.every is not None:
            return tuple(self._trend(part, name) for name, part in self._largest_groups())
        alone = self.by is None and self.every is None
        return self._parts() if alone else (*self._parts(), self._distribution())

    def _parts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw what the figure is made of; nothing unless a figure has such a picture."""
        return ()

    def _subtitle(self) -> str:
        return str(basis(self.provenance.used))

    def _largest_groups(self) -> list[tuple[Any, pd.DataFrame]]:
        sizes = self.table.groupby(self.by)["n"].sum().sort_values(ascending=False)
        chosen = list(sizes.index[:MOST_TRENDS])
        return [(name, self.table[self.table[self.by] == name]) for name in chosen]
