"""Intervals for shares."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cx.stats.interval import Interval, normal_quantile


def wilson(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Give Wilson's score interval of a share; it stays inside 0–1 and works for 0 of n.

    Args:
        successes: how many, 0…n; a number or an array.
        n: of how many; a number or an array. An interval of 0 of 0 is NaN.
        confidence: of the interval, 0–1.

    Returns:
        The interval as shares; arrays where arrays came in.

    Raises:
        ValueError: a count is negative, or there are more successes than trials.

    Source: Wilson (1927), Journal of the American Statistical Association 22(158), 209–212,
    doi:10.1080/01621459.1927.10502953. The same in Python:
    `statsmodels.stats.proportion.proportion_confint(method="wilson")`; in R:
    `prop.test(x, n, correct = FALSE)$conf.int`.

    >>> low, high = wilson(81, 263)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    hits, trials = np.asarray(successes, dtype=float), np.asarray(n, dtype=float)
    if np.any(hits < 0) or np.any(hits > trials):
        raise ValueError(f"successes have to lie between 0 and n: {hits} of {trials}")
    z = normal_quantile(confidence)
    misses, some = trials - hits, np.where(trials > 0, trials, np.nan)
    centre = hits + z * z / 2
    half = z * np.sqrt(hits * misses / some + z * z / 4)
    # Rounding must not leave 1e-17 where the bound is exactly 0 or 1.
    low: Any = np.where((hits == 0) & (trials > 0), 0.0, (centre - half) / (some + z * z))
    high: Any = np.where((misses == 0) & (trials > 0), 1.0, (centre + half) / (some + z * z))
    return Interval(low, high) if low.ndim else Interval(low.item(), high.item())
