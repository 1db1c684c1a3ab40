"""From beliefs and answers to gaps, with their intervals, tests and verdicts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from cx.stats.contrast import Contrast, contrast
from cx.stats.given_share import score_test
from cx.stats.interval import Interval
from cx.stats.means import Moments, mean_interval
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import FEW_ANSWERS
from cx.stats.proportions import wilson
from cx.stats.share_difference import share_difference
from cx.stats.verdict import Verdict, verdict

Measure = Literal["mean", "share"]
COLUMNS: Final = (
    "touchpoint",
    "n",
    "believed",
    "believed_n",
    "actual",
    "ci_low",
    "ci_high",
    "gap",
    "gap_ci_low",
    "gap_ci_high",
    "p_value",
)
STEPS: Final = ("touchpoint", "group", "other", "difference", "ci_low", "ci_high", "p_value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What the team believes and what customers say of one touchpoint in one period.

    Attributes:
        touchpoint: its name.
        period: its first moment, or NaT.
        beliefs: those of the members, on the scale that both are shown on, or shares.
        given: who gave them and when, to tell whether two pairs rest on the same beliefs.
        customers: the moments of the answers on that scale, or of ones and zeros.
        hits: how many answers agree; None where means are compared.
        votes: whether the beliefs are ones and zeros: members who agree or not.
    """

    touchpoint: str
    period: Any
    beliefs: tuple[float, ...]
    given: frozenset[Any]
    customers: Moments
    hits: int | None
    votes: bool = False

    @property
    def team(self) -> Moments:
        """The moments of the beliefs."""
        return moments_of(self.beliefs)

    def row(self, confidence: float) -> tuple[Any, ...]:
        """Give the figures of `COLUMNS`, with the period after the touchpoint."""
        found, p_value = self._gap(confidence)
        return (
            self.touchpoint,
            self.period,
            self.customers.n,
            self.team.mean,
            len(self.beliefs),
            self.customers.mean,
            *self._actual(confidence),
            self.team.mean - self.customers.mean,
            *found,
            p_value,
        )

    def _actual(self, confidence: float) -> Interval:
        if self.hits is None:
            return mean_interval(self.customers, confidence)
        return wilson(self.hits, self.customers.n, confidence)

    def _gap(self, confidence: float) -> tuple[Interval, float]:
        """Give the interval and the p-value of believed − actual.

        A single belief, and one that all members share, is a number known beforehand; not so the
        votes of a handful, which could have been others.
        """
        if self.hits is None:
            found = gap_of(self, confidence)
            return found.interval, found.p_value
        if self.votes:
            agreeing, n = round(sum(self.beliefs)), len(self.beliefs)
            votes = share_difference(agreeing, n, self.hits, self.customers.n, confidence)
            return votes.interval, votes.p_value
        if self.team.squared_error > 0:
            found = gap_of(self, confidence)
            return found.interval, found.p_value
        believed = self.team.mean
        interval, p_value = score_test(self.hits, self.customers.n, believed, confidence)
        return Interval(believed - interval.high, believed - interval.low), p_value


def moments_of(values: Sequence[float]) -> Moments:
    """Give count, mean and variance of a handful of numbers; those that are equal do not vary."""
    n = len(values)
    if n == 0:
        return Moments(0, math.nan, math.nan)
    spread = float(np.var(values, ddof=1)) if n > 1 and len(set(values)) > 1 else 0.0
    return Moments(n, float(np.mean(values)), spread if n > 1 else math.nan)


def share_moments(hits: int, n: int) -> Moments:
    """Give the moments of ones and zeros."""
    share = hits / n
    return Moments(n, share, share * (1 - share) * n / (n - 1) if n > 1 else math.nan)


def gap_of(pair: Pair, confidence: float) -> Contrast:
    """Estimate believed − actual: Welch's t, or Student's where the belief is a fixed number."""
    if pair.team.squared_error > 0:
        return contrast([pair.team], [pair.customers], confidence=confidence)
    return contrast(minus=[pair.customers], fixed=pair.team.mean, confidence=confidence)


def gap_table(pairs: Sequence[Pair], confidence: float, *, timed: bool) -> pd.DataFrame:
    """Give one row a pair: `COLUMNS` (with `period` after the first if `timed`), then verdicts.

    First come the clear gaps, the widest first, then the others, last touchpoints with fewer than
    30 answers, which are never ranked. With periods the last one decides.
    """
    names = [COLUMNS[0], "period", *COLUMNS[1:]]
    table = pd.DataFrame([pair.row(confidence) for pair in pairs], columns=names)
    table["p_adjusted"] = holm(table["p_value"])
    table["verdict"] = [_verdict(row, confidence).value for row in table.itertuples()]
    last = table.drop_duplicates("touchpoint", keep="last")
    order = last.assign(
        few=last["n"] < FEW_ANSWERS,
        unclear=last["verdict"] == Verdict.UNCLEAR.value,
        size=-last["gap"].abs().round(12),
    ).sort_values(["few", "unclear", "size", "touchpoint"])
    places = {name: place for place, name in enumerate(order["touchpoint"])}
    table = table.assign(place=table["touchpoint"].map(places)).sort_values(["place", "period"])
    table = table.drop(columns="place").reset_index(drop=True)
    return table if timed else table.drop(columns="period")


def _verdict(row: Any, confidence: float) -> Verdict:
    """Judge actual − believed, so that “worse” means: customers rate lower than believed."""
    return verdict(Interval(-row.gap_ci_high, -row.gap_ci_low), row.p_adjusted, confidence)


def across(believed: Sequence[float], actual: Sequence[float], confidence: float) -> pd.Series[Any]:
    """Compare the team with customers over all touchpoints by the paired t test.

    Returns:
        `n believed actual gap ci_low ci_high t df p_value`; NaN below two touchpoints.
    """
    gaps = [float(one) - float(other) for one, other in zip(believed, actual, strict=True)]
    found = contrast([moments_of(gaps)], confidence=confidence)
    return pd.Series(
        {
            "n": len(gaps),
            "believed": moments_of(list(believed)).mean,
            "actual": moments_of(list(actual)).mean,
            "gap": found.estimate,
            "ci_low": found.interval.low,
            "ci_high": found.interval.high,
            "t": found.t,
            "df": found.df,
            "p_value": found.p_value,
        },
        dtype="float64",
    )


def steps(pairs: Sequence[Pair], confidence: float) -> pd.DataFrame:
    """Tell how each gap moved from one period to the next.

    Where both rest on the same beliefs only the customers can have moved; else both sides count.
    """
    rows = []
    for before, after in pairwise(pairs):
        if before.touchpoint == after.touchpoint:
            found = _moved(before, after, confidence)
            rows.append(
                (
                    after.touchpoint,
                    after.period,
                    before.period,
                    found.estimate,
                    *found.interval,
                    found.p_value,
                )
            )
    table = pd.DataFrame(rows, columns=list(STEPS))
    table["p_adjusted"] = holm(table["p_value"].astype("float64"))
    return table


def _moved(before: Pair, after: Pair, confidence: float) -> Contrast:
    fixed, plus, minus = 0.0, [before.customers], [after.customers]
    if before.given != after.given:
        for pair, samples, sign in ((after, plus, 1.0), (before, minus, -1.0)):
            if pair.team.squared_error > 0:
                samples.append(pair.team)
            else:
                fixed += sign * pair.team.mean
    return contrast(plus, minus, fixed=fixed, confidence=confidence)


def team_table(pairs: Sequence[Pair], confidence: float) -> pd.DataFrame:
    """Give what the team believes by itself, on the scale that both are shown on, or shares.

    Returns:
        Columns `touchpoint believed_n believed ci_low ci_high lowest highest`.
    """
    rows = [
        (
            pair.touchpoint,
            pair.team.n,
            pair.team.mean,
            *_own_interval(pair, confidence),
            min(pair.beliefs),
            max(pair.beliefs),
        )
        for pair in pairs
    ]
    names = ["touchpoint", "believed_n", "believed", "ci_low", "ci_high", "lowest", "highest"]
    return pd.DataFrame(rows, columns=names)


def _own_interval(pair: Pair, confidence: float) -> Interval:
    if pair.votes:
        return wilson(round(sum(pair.beliefs)), len(pair.beliefs), confidence)
    return mean_interval(pair.team, confidence)
