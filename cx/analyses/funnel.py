"""Where do we lose people?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import altair as alt
import numpy as np
import pandas as pd

from cx import charts
from cx.analyses import funnel_words as words
from cx.analyses.funnel_cautions import cautions
from cx.analyses.funnel_counts import FunnelCounts, Question, count_customers
from cx.analyses.funnel_differences import COLUMNS, differences
from cx.analyses.funnel_steps import Step, as_steps, as_window, check_order
from cx.analyses.funnel_table import COLUMNS as OWN_COLUMNS
from cx.analyses.funnel_table import course, shares_of_groups, table_of
from cx.analyses.layers import LAYERS
from cx.analyses.nps_counts import Period, check_period
from cx.analyses.reach import Order
from cx.analyses.result import Provenance, Result
from cx.data.dataset import Events
from cx.errors import InvalidSetting
from cx.stats.interval import check_confidence
from cx.wording import Message, t

__all__ = ["FunnelResult", "Step", "funnel"]

MOST_DRAWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelResult(Result):
    """What `funnel` gives back.

    Attributes:
        table: columns `[by] [period] step layer customers from_first from_first_ci_low
            from_first_ci_high from_previous from_previous_ci_low from_previous_ci_high
            median_time`. One row a step, in order, within each group (sorted) and period (its
            first day). Shares are 0–1; of the first step `from_first` is 1 and everything else
            missing; a share of nobody is NaN. `median_time` is a `Timedelta`, the time from the
            step before, over the customers who reach the step. `layer` is None where unknown.
        differences: columns `step group other difference ci_low ci_high p_value p_adjusted`: the
            share of `group` that comes from the step before, less that of `other`; see `funnel`.
            No rows without `by`.
        overall: `table` as it would be without groups and periods.
        by: the column of groups, or None.
        every: the length of a period, or None.
    """

    differences: pd.DataFrame
    overall: pd.DataFrame
    by: str | None = None
    every: Period | None = None

    @property
    def finding(self) -> Message:
        """How many come through, where most are lost, and where groups differ most."""
        if self.by is None:
            return words.finding(self.overall, self.confidence)
        return words.groups_finding(
            self.overall, self._groups(), self._placed(), self.by, self.confidence
        )

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the layers into words."""
        return {"layer": {layer: str(name) for layer, name in LAYERS.items()}}

    def chart(self) -> alt.TopLevelMixin:
        """Draw the share of customers who come to each step."""
        labels = [words.step_label(row) for row in self.overall.itertuples()]
        return charts.estimates(
            self.overall.assign(label=labels),
            label="label",
            value="from_first",
            low="from_first_ci_low",
            high="from_first_ci_high",
            kind="percent",
            title=words.title(self.overall),
            subtitle=words.basis(int(self.overall["customers"].iloc[0])),
            bars=True,
            sort=False,
            axis_title=t("Share of the customers who take the first step"),
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the share through by period, and for each step the groups side by side."""
        pictures = [self._trend()] if self.every is not None else []
        if self.by is not None:
            groups = self._groups()
            pictures += [self._step(place) for _, place in groups.groupby("at")]
        return tuple(pictures)

    def further_tables(self) -> Mapping[str, pd.DataFrame]:
        """Give the differences between groups, and the funnel of everybody."""
        tables = {}
        if self.by is not None:
            tables[t("Differences between groups")] = self.differences
        if self.by is not None or self.every is not None:
            tables[t("All customers")] = self.overall
        return tables

    def _groups(self) -> pd.DataFrame:
        names = self.overall["step"]
        return shares_of_groups(self.table, str(self.by), names, self.confidence)

    def _placed(self) -> pd.DataFrame:
        """Number the steps of `differences`: two steps may have one name."""
        pairs = len(self.differences) // (len(self.overall) - 1)
        return self.differences.assign(at=1 + np.arange(len(self.differences)) // max(pairs, 1))

    def _step(self, place: pd.DataFrame) -> alt.TopLevelMixin:
        first = place.iloc[0]
        drawn = place.nlargest(MOST_DRAWN, "n")
        title = t("From “{before}” to “{step}”", before=first["before"], step=first["step"])
        basis = words.basis(int(place["n"].sum()))
        if len(drawn) < len(place):
            basis = words.largest(len(drawn), len(place), int(drawn["n"].sum()))
        return charts.estimates(
            drawn,
            label="group",
            value="share",
            low="low",
            high="high",
            kind="percent",
            title=title,
            subtitle=basis,
            axis_title=t("Share of the customers who come to the step before"),
        )

    def _trend(self) -> alt.TopLevelMixin:
        first, last = self.overall["step"].iloc[0], self.overall["step"].iloc[-1]
        table = course(self.table, len(self.overall), self.confidence)
        return charts.trend(
            table,
            period="period",
            value="share",
            low="low",
            high="high",
            kind="percent",
            title=t("From “{first}” to “{last}” over time", first=first, last=last),
            subtitle=words.basis(int(table["n"].sum())),
        )


def funnel(  # noqa: PLR0913, each option is a setting of the question
    events: Events,
    steps: Sequence[Step | str],
    *,
    window: str | timedelta = "14D",
    order: Order = "ordered",
    by: str | None = None,
    every: Period | None = None,
    confidence: float = 0.95,
) -> FunnelResult:
    """Count how many customers come how far through a sequence of steps.

    A customer counts for step k in "ordered" if there are events 1…k in time order, the k-th no
    later than `window` after the first (inclusive), with any other events in between; in "strict"
    if, besides, no event of that customer has a time strictly between those of two neighbouring
    steps; in "any" if all of the steps 1…k lie within one window, whichever comes first. Always
    one event satisfies one step, and events of one moment do not block each other: they count in
    the order of the steps, and in "strict" another event of exactly the moment of a step does
    not stand in between. All possible starts are tried, and the attempt that counts is the one
    that starts latest among those that come deepest.

    Args:
        events: a log. Rows without a customer, a time or an event are left out and counted, and
            so are events that are no step (except in "strict", where they matter).
        steps: two or more steps, in order; a bare event name is a step whose layer is guessed.
        window: the longest time from the first to the last step, as "14D", "2h" or a timedelta.
        order: "ordered", "strict" or "any".
        by: a column; one funnel for each of its values (200 at most). A customer belongs to the
            value on the event that begins the attempt that counts, the smallest where several do.
        every: "day", "week" (from Monday), "month" or "quarter"; one funnel for each period in
            which attempts that count begin (of UTC where the times have a zone).
        confidence: of the intervals, 0–1.

    Returns:
        The funnel with Wilson's intervals. The times run along the attempt that counts, each step
        at its earliest from the attempt's start on; in "any" order they are the times between the
        first, the second… of its events. `.differences` compares the shares from the step before
        of all pairs of up to ten groups, of more groups each with all others together, by Welch's
        t from counts, two-sided, adjusted by Holm over all steps and pairs.

    An event that never occurs counts 0, with a caution that names the closest.

    Raises:
        InvalidSetting: fewer than two steps or more than twenty, a window that is not positive, an
            unknown order or period, a time column that holds no times, too many groups.
        ColumnNotFound: the table has no column `by`.
        NotEnoughData: no row has a customer, a time and an event.
    """
    Events.expect(events)
    check_confidence(confidence)
    check_order(order)
    check_period(every)
    question = Question(as_steps(steps), as_window(window), order, by, every)
    _check_by(events, by)
    counts = count_customers(events, question)
    overall = table_of(counts.overall, question, confidence)
    found = pd.DataFrame(columns=COLUMNS)
    if by is not None:
        reached = [f"n{step}" for step in range(1, len(question.steps) + 1)]
        sizes = counts.groups.groupby("group", sort=False)[reached].sum().reset_index()
        names = [step.name for step in question.steps]
        found = differences(sizes, names, confidence=confidence)
    return FunnelResult(
        table=table_of(counts.groups, question, confidence),
        differences=found,
        overall=overall,
        by=by,
        every=every,
        confidence=confidence,
        notes=tuple(cautions(events, counts, question, overall, found, confidence=confidence)),
        provenance=_provenance(events, counts, question, confidence),
    )


def _check_by(events: Events, by: str | None) -> None:
    if by is None:
        return
    events.require_column(by)
    if by in (*OWN_COLUMNS, "period"):
        raise InvalidSetting(words.own_column(by))


def _provenance(
    events: Events, counts: FunnelCounts, question: Question, confidence: float
) -> Provenance:
    return Provenance(
        rows=counts.rows,
        used=counts.used,
        left_out=counts.left_out,
        settings={
            "steps": question.steps,
            "window": question.window,
            "order": question.order,
            "by": question.by,
            "every": question.every,
            "confidence": confidence,
        },
        method=words.method(question),
        source=words.SOURCE,
        fingerprint=events.fingerprint,
    )
