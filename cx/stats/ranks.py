"""Ranks and how well two rankings agree."""

from __future__ import annotations

import math
from itertools import permutations
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr

MOST_EXACT: Final = 8


def ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Rank values from the smallest, 1; equal ones share the mean of their ranks.

    >>> ranks([10, 30, 20, 20]).tolist()
    [1.0, 4.0, 2.5, 2.5]
    """
    _, place, counts = np.unique(np.asarray(values, float), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: NDArray[np.float64] = (last - (counts - 1) / 2)[place]
    return middle


def spearman(first: ArrayLike, other: ArrayLike) -> tuple[float, float]:
    """Correlate the ranks of two series, with the two-sided p-value of no relation.

    Args:
        first: numbers.
        other: as many numbers.

    Returns:
        ρ, −1…1, and p. Up to eight pairs p is exact: the share of all orders of `other` in which
        |ρ| is as large. For more it is that of Student's t. NaN below three pairs, and where all
        values of a series are equal.

    Source: Spearman (1904), doi:10.2307/1412159. The same in R: `cor.test(x, y, method =
    "spearman", exact = TRUE)` without ties; in Python: `scipy.stats.spearmanr`.

    >>> rho, p = spearman([1, 2, 3, 4], [1, 2, 4, 3])
    >>> round(rho, 2), round(p, 4)
    (0.8, 0.3333)
    """
    x, y = _standardised(first), _standardised(other)
    n = len(x)
    if n < 3 or not (x.any() and y.any()):
        return math.nan, math.nan
    rho = min(1.0, max(-1.0, float(x @ y)))
    if n <= MOST_EXACT:
        orders: Any = np.array(list(permutations(range(n))))
        return rho, float(np.mean(np.abs(y[orders] @ x) >= abs(rho) - 1e-9))
    if abs(rho) == 1:
        return rho, 0.0
    t = rho * math.sqrt((n - 2) / (1 - rho**2))
    return rho, float(2 * stdtr(n - 2, -abs(t)))


def _standardised(values: ArrayLike) -> NDArray[np.float64]:
    """Give the ranks around 0 with length 1; zeros where all are equal."""
    ranked = ranks(values)
    centred: NDArray[np.float64] = ranked - ranked.mean() if ranked.size else ranked
    length = float(np.sqrt(centred @ centred))
    return centred / length if length > 0 else centred
