"""How many times as much: the ratio of two means, with Fieller's interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cx.stats.interval import Interval
from cx.stats.means import Difference, Moments, welch


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of two means, with the comparison that belongs to it.

    Attributes:
        estimate: first ÷ other; NaN where the other mean is not above 0.
        interval: Fieller's, from the same standard errors and degrees of freedom as the
            difference, so that it excludes 1 exactly when the interval of the difference excludes
            0; NaN where it is unbounded, that is where the other mean cannot be told from 0.
        difference: the first mean less the other, by Welch's t.
    """

    estimate: float
    interval: Interval
    difference: Difference


def ratio(first: Moments, other: Moments, confidence: float = 0.95) -> Ratio:
    """Compare two means by their ratio.

    Source: Fieller (1954), Journal of the Royal Statistical Society B 16(2), 175–185,
    doi:10.1111/j.2517-6161.1954.tb00159.x. The same in R: `mratios::ttestratio(first, other)`
    with unequal variances, whose degrees of freedom hang on the ratio.

    >>> answer = ratio(Moments(300, 90.0, 3600.0), Moments(200, 50.0, 2500.0))
    >>> round(answer.estimate, 2), round(answer.interval.low, 2), round(answer.interval.high, 2)
    (1.8, 1.55, 2.13)
    """
    found = welch(other, first, confidence)
    if not other.mean > 0:
        return Ratio(math.nan, Interval(math.nan, math.nan), found)
    low, high = found.relative_interval
    return Ratio(1 + found.relative, Interval(1 + low, 1 + high), found)


def together(*samples: Moments) -> Moments:
    """Take samples of different people as one; those without a value do not count.

    >>> together(Moments(2, 1.0, 2.0), Moments(1, 4.0, math.nan))
    Moments(n=3, mean=2.0, variance=4.0)
    """
    known = [sample for sample in samples if sample.n]
    n = sum(sample.n for sample in known)
    if not n:
        return Moments(0, math.nan, math.nan)
    mean = sum(sample.n * sample.mean for sample in known) / n
    within = sum((s.n - 1) * s.variance for s in known if s.n > 1)
    between = sum(sample.n * (sample.mean - mean) ** 2 for sample in known)
    return Moments(n, mean, (within + between) / (n - 1) if n > 1 else math.nan)
