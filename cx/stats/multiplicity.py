"""Several tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjust p-values so that a single false alarm among all of them stays as rare as promised.

    Args:
        p_values: one for each test, 0–1; NaN where a test could not be made.

    Returns:
        The adjusted p-values in the order they came in, never below the raw ones. NaN stays NaN
        and does not count as a test.

    Source: Holm (1979), Scandinavian Journal of Statistics 6(2), 65–70. The same in R:
    `p.adjust(p, "holm")`.

    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    raw = np.asarray(p_values, dtype=float)
    adjusted = np.full(raw.shape, np.nan)
    made = np.flatnonzero(~np.isnan(raw))
    order = made[np.argsort(raw[made], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(raw[order] * factors), 1.0)
    return adjusted
