"""The net promoter score, its interval and the difference of two."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy.special import ndtr

from cx.stats.interval import Interval, normal_quantile

PROMOTERS_FROM: Final = 9
PASSIVES_FROM: Final = 7
FEW_ANSWERS: Final = 30
SOURCE: Final = (
    "Rocks (2016), Interval Estimation for the “Net Promoter Score”, "
    "The American Statistician 70(4), 365–372, doi:10.1080/00031305.2016.1158124"
)


@dataclass(frozen=True, slots=True)
class NpsCounts:
    """How many promoters (9–10), passives (7–8) and detractors (0–6) there are.

    Everything is in NPS points, −100…100; without an answer it is NaN.
    """

    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        """The number of answers."""
        return self.promoters + self.passives + self.detractors

    @property
    def nps(self) -> float:
        """The share of promoters less the share of detractors.

        >>> NpsCounts(60, 25, 15).nps
        45.0
        """
        if self.n == 0:
            return math.nan
        return 100 * (self.promoters - self.detractors) / self.n

    @property
    def variance(self) -> float:
        """The variance of one answer's −100, 0 or 100: `p + d − (p − d)²`, in points²."""
        if self.n == 0:
            return math.nan
        return _variance(self.promoters, self.detractors, self.n)

    def interval(self, confidence: float = 0.95) -> Interval:
        """Give the adjusted Wald interval: three answers are added, then it is the usual one.

        Three quarters of an answer go to the promoters and to the detractors each, the rest to the
        passives. The interval is centred on the NPS so adjusted, keeps its promise at small n,
        is cut off at ±100, and reaches out to the NPS where a single answer lies beyond it.

        Args:
            confidence: of the interval, 0–1.

        Source: Rocks (2016), doi:10.1080/00031305.2016.1158124.

        >>> low, high = NpsCounts(60, 25, 15).interval()
        >>> round(low, 2), round(high, 2)
        (29.34, 58.04)
        """
        z = normal_quantile(confidence)
        if self.n == 0:
            return Interval(math.nan, math.nan)
        centre, error = self._adjusted()
        low, high = max(centre - z * error, -100.0), min(centre + z * error, 100.0)
        return Interval(min(low, self.nps), max(high, self.nps))

    def _adjusted(self) -> tuple[float, float]:
        """Give NPS and its standard error with the three answers added."""
        promoters, detractors, n = self.promoters + 0.75, self.detractors + 0.75, self.n + 3
        error = math.sqrt(_variance(promoters, detractors, n) / n)
        return 100 * (promoters - detractors) / n, error

    def centre_and_error(self, *, adjusted: bool) -> tuple[float, float]:
        """Give the centre and the standard error that a difference is judged by."""
        return self._adjusted() if adjusted else (self.nps, math.sqrt(self.variance / self.n))


@dataclass(frozen=True, slots=True)
class NpsDifference:
    """How far one NPS lies above another.

    Attributes:
        estimate: the first less the other, in points.
        interval: of the estimate; NaN where neither group varies.
        p_value: two-sided, from the same statistic as the interval; NaN where neither group varies.
    """

    estimate: float
    interval: Interval
    p_value: float


def difference(first: NpsCounts, other: NpsCounts, confidence: float = 0.95) -> NpsDifference:
    """Compare two groups of different people by a z test with their own variances.

    From 30 answers in both groups on it is Wald's z. Below, where Wald's z takes a few answers of
    one kind for certainty, both groups are adjusted as for `NpsCounts.interval`, and the interval
    is centred on the difference so adjusted.

    Args:
        first: the group whose NPS comes first.
        other: the group whose NPS is taken off.
        confidence: of the interval, 0–1.

    Returns:
        The difference. Where everybody in both groups is of the same kind there is no variance to
        judge by: interval and p-value are NaN.

    The same in R: `NPS::nps.test(x, y)`, which drops the sign.
    """
    z = normal_quantile(confidence)
    estimate = first.nps - other.nps
    if first.n == 0 or other.n == 0:
        return NpsDifference(math.nan, Interval(math.nan, math.nan), math.nan)
    few = min(first.n, other.n) < FEW_ANSWERS
    here, there = first.centre_and_error(adjusted=few), other.centre_and_error(adjusted=few)
    centre, error = here[0] - there[0], math.hypot(here[1], there[1])
    if error == 0:
        return NpsDifference(estimate, Interval(math.nan, math.nan), math.nan)
    interval = Interval(centre - z * error, centre + z * error)
    return NpsDifference(estimate, interval, 2 * float(ndtr(-abs(centre) / error)))


def _variance(promoters: float, detractors: float, n: float) -> float:
    # max: with promoters alone, rounding may leave a hair less than nothing.
    net = (promoters - detractors) / n
    return 1e4 * max((promoters + detractors) / n - net * net, 0.0)
