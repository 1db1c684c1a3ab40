"""How much of R² each driver carries."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from cx.stats.least_squares import SINGULAR, FloatArray

MOST_LMG_DRIVERS: Final = 20
LMG_SOURCE: Final = (
    "Lindeman, Merenda & Gold (1980), Introduction to Bivariate and Multivariate Analysis; "
    "Grömping (2006), Journal of Statistical Software 17(1), doi:10.18637/jss.v017.i01"
)
JOHNSON_SOURCE: Final = (
    "Johnson (2000), Multivariate Behavioral Research 35(1), 1–19, doi:10.1207/S15327906MBR3501_1"
)

# 2^22 numbers of 8 bytes: one matrix of 20 drivers, or a batch of smaller ones.
_CELLS_AT_ONCE: Final = 2**22


def lmg(correlations: FloatArray) -> FloatArray:
    """Split R² among the drivers: each one's gain in R², averaged over all orders of entry.

    Exact, over all 2^k sets of drivers. It is the Shapley value of R²: the parts are never
    negative, add up to R² and do not hang on the order of the columns.

    Args:
        correlations: of the k drivers and the outcome, the outcome last; shape `(…, k+1, k+1)`.

    Returns:
        The part of R² of each driver, 0…1; shape `(…, k)`. Drivers that say the same share evenly.

    Raises:
        ValueError: there are more than 20 drivers.

    Source: Lindeman, Merenda & Gold (1980); Grömping (2006), doi:10.18637/jss.v017.i01. The same
    in R: `relaimpo::calc.relimp(type = "lmg")`; in Python:
    `pingouin.linear_regression(relimp=True)`.
    """
    k = correlations.shape[-1] - 1
    if k > MOST_LMG_DRIVERS:
        raise ValueError(f"{k} drivers are too many for lmg; {MOST_LMG_DRIVERS} is the limit")
    matrices = correlations.reshape(-1, k + 1, k + 1)
    size = max(1, _CELLS_AT_ONCE >> (k + 2))
    batches = [matrices[start : start + size] for start in range(0, len(matrices), size)]
    parts = np.concatenate([_shapley(_r_squared_of_all_sets(batch)) for batch in batches])
    return parts.reshape(*correlations.shape[:-2], k)


def _r_squared_of_all_sets(matrices: FloatArray) -> FloatArray:
    """Give R² for all sets of drivers; shape `(m, 2^k)`, driver 0 is the highest bit.

    One driver after the other is swept out of what is left of the others. What a set has not
    explained of the outcome is then the last cell.
    """
    left = matrices[:, None]
    while left.shape[-1] > 1:
        others, column, pivot = left[..., 1:, 1:], left[..., 1:, 0], left[..., 0, 0]
        # A driver that earlier ones explain wholly has nothing to add.
        inverse = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=pivot > SINGULAR)
        swept = others - column[..., :, None] * (column * inverse[..., None])[..., None, :]
        left = np.stack([others, swept], axis=2).reshape(len(matrices), -1, *others.shape[-2:])
    return 1.0 - left[..., 0, 0]


def _shapley(values: FloatArray) -> FloatArray:
    """Average each member's gain over all orders, from the value of every set.

    A set with s of k members stands before a given member in s!(k−s−1)!/k! of the orders; so each
    value counts for the members of its set with the weight of one member less, and against all
    others with its own weight.
    """
    count, sets = values.shape
    k = sets.bit_length() - 1
    weight = [math.factorial(s) * math.factorial(k - s - 1) / math.factorial(k) for s in range(k)]
    size = np.bitwise_count(np.arange(sets))
    against = values * np.append(weight, 0.0)[size]
    both = against + values * np.append(0.0, weight)[size]
    total = against.sum(axis=-1)
    parts = np.empty((count, k))
    for member in range(k):
        halves = both.reshape(count, 2, -1)
        parts[:, member] = halves[:, 1].sum(axis=-1) - total
        both = halves.sum(axis=1)
    return parts


def johnson(correlations: FloatArray) -> FloatArray:
    """Split R² among the drivers by Johnson's relative weights, fast for any number of drivers.

    The drivers are replaced by their closest uncorrelated likeness; what that explains is handed
    back in proportion to how much each driver has to do with it.

    Args:
        correlations: of the k drivers and the outcome, the outcome last; shape `(…, k+1, k+1)`.

    Returns:
        The part of R² of each driver, 0…1; shape `(…, k)`. Parts add up to R².

    Source: Johnson (2000), doi:10.1207/S15327906MBR3501_1. The same in R:
    `relaimpo::calc.relimp(type = "genizi")`.
    """
    rx, ry = correlations[..., :-1, :-1], correlations[..., :-1, -1]
    values, vectors = np.linalg.eigh(rx)
    root = np.sqrt(np.where(values > SINGULAR, values, 0.0))
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)
    link = np.einsum("...ij,...j,...kj->...ik", vectors, root, vectors)
    weights = np.einsum("...ij,...j,...kj,...k->...i", vectors, inverse, vectors, ry)
    return np.asarray(np.einsum("...ij,...j->...i", link**2, weights**2))
