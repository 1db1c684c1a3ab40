"""The net promoter score, its interval and the difference of two."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scipy.special import chdtrc, ndtr

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

    Everything is in NPS points, −100…100; without an answer it is NaN. Counts of weighted answers
    are effective ones and need not be whole; see `WeightedKinds`.
    """

    promoters: float
    passives: float
    detractors: float

    @property
    def n(self) -> float:
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
class WeightedKinds:
    """Sums of weights of promoters, passives and detractors, in this order.

    Attributes:
        n: how many answers there are of each.
        weights: the sum of their weights.
        squares: the sum of the squares of their weights.
    """

    n: tuple[int, ...]
    weights: tuple[float, ...]
    squares: tuple[float, ...]

    def __sub__(self, other: WeightedKinds) -> WeightedKinds:
        """Take the answers of `other` away; they have to be part of these."""
        return WeightedKinds(
            tuple(mine - its for mine, its in zip(self.n, other.n, strict=True)),
            _less(self.weights, other.weights),
            _less(self.squares, other.squares),
        )

    @property
    def counts(self) -> NpsCounts:
        """The counts of as many equal answers as tell the NPS equally well.

        The variance of a weighted NPS is Σw²(y − NPS)² ÷ (Σw)², by linearisation; so many equal
        answers have the same one. It is never taken to be more than Kish's number, (Σw)² ÷ Σw²: an
        answer with nearly all of the weight seems to be known exactly by itself. Equal weights give
        back the counts themselves.

        Source: Kish (1965), Survey Sampling, ch. 8; Särndal, Swensson & Wretman (1992), Model
        Assisted Survey Sampling, section 5.7. In R: `survey::svymean`, times √(n ÷ (n − 1)).
        """
        if self.weights == self.n:
            return NpsCounts(*self.n)
        total = math.fsum(self.weights)
        if not total > 0:
            return NpsCounts(0, 0, 0)
        shares = tuple(weight / total for weight in self.weights)
        relative = tuple(square / total / total for square in self.squares)
        net = shares[0] - shares[2]
        deviations = ((1 - net) ** 2, net**2, (1 + net) ** 2)
        variance = math.fsum(
            square * deviation for square, deviation in zip(relative, deviations, strict=True)
        )
        spread = max(shares[0] + shares[2] - net**2, 0.0)
        effective = 1 / math.fsum(relative)
        if variance > 0 and spread > 0:
            effective = min(effective, spread / variance)
        return NpsCounts(*(min(effective, sum(self.n)) * share for share in shares))


def _less(sums: Sequence[float], parts: Sequence[float]) -> tuple[float, ...]:
    # max: rounding may leave a hair less than nothing.
    return tuple(max(whole - part, 0) for whole, part in zip(sums, parts, strict=True))


def same_kinds(groups: Sequence[NpsCounts]) -> float:
    """Give the p-value of all groups having the same shares of promoters, passives and detractors.

    Pearson's χ² of the table of groups and kinds; kinds that nobody is of do not count. NaN where
    fewer than two groups or kinds have answers. Two groups may have the same NPS and yet differ.

    The same in R: `chisq.test(table)$p.value`.

    >>> round(same_kinds([NpsCounts(60, 25, 15), NpsCounts(80, 70, 50)]), 4)
    0.0043
    """
    rows = [(group.promoters, group.passives, group.detractors) for group in groups if group.n > 0]
    columns = [column for column in zip(*rows, strict=True) if sum(column) > 0]
    df = (len(rows) - 1) * (len(columns) - 1)
    if df <= 0:
        return math.nan
    sizes = [sum(row) for row in zip(*columns, strict=True)]
    total = sum(sizes)
    chi_square = math.fsum(
        (seen - size * sum(column) / total) ** 2 / (size * sum(column) / total)
        for column in columns
        for seen, size in zip(column, sizes, strict=True)
    )
    return float(chdtrc(df, chi_square))


def answers_needed(margin: float, counts: NpsCounts, confidence: float = 0.95) -> int:
    """Tell how many answers an NPS needs to be known within ± `margin` points.

    Args:
        margin: half of the width of the interval, in points, above 0.
        counts: answers that vary as the later ones will.
        confidence: of the interval, 0–1.

    >>> answers_needed(5, NpsCounts(60, 25, 15))
    842
    """
    return math.ceil((normal_quantile(confidence) / margin) ** 2 * counts.variance)


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
