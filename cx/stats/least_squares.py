"""Least squares from cross-products: what the engine adds up is all that regression needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# Below this share of own variance a column counts as computable from the others.
SINGULAR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class CrossProducts:
    """Counts, sums and sums of products of k columns, in one group or in several at once.

    Take the columns less a constant near their mean: sums of squares of large values lose every
    digit that matters.

    Attributes:
        n: rows, or the sum of their weights; shape `(…)`.
        sums: of each column; shape `(…, k)`.
        products: of each pair of columns; shape `(…, k, k)`.
    """

    n: FloatArray
    sums: FloatArray
    products: FloatArray

    def total(self) -> CrossProducts:
        """Add the groups up."""
        return CrossProducts(self.n.sum(axis=0), self.sums.sum(axis=0), self.products.sum(axis=0))

    def without_each(self) -> CrossProducts:
        """Give everything but the first group, everything but the second, and so on."""
        total = self.total()
        return CrossProducts(
            total.n - self.n, total.sums - self.sums, total.products - self.products
        )

    def columns(self, chosen: list[int]) -> CrossProducts:
        """Keep some of the columns, in the given order."""
        index = np.asarray(chosen, dtype=int)
        return CrossProducts(
            self.n, self.sums[..., index], self.products[..., index[:, None], index[None, :]]
        )

    def less(self, constants: FloatArray) -> CrossProducts:
        """Take a constant off each column, which leaves `centred` as it is.

        Only for sums that are exact, as those of small whole numbers are.

        Args:
            constants: one for each column; shape `(k,)`.
        """
        cross = self.sums[..., :, None] * constants
        square = self.n[..., None, None] * constants[:, None] * constants
        return CrossProducts(
            self.n,
            self.sums - self.n[..., None] * constants,
            self.products - cross - np.swapaxes(cross, -1, -2) + square,
        )

    @property
    def means(self) -> FloatArray:
        """The mean of each column, less its constant."""
        return np.asarray(self.sums / self.n[..., None])

    @property
    def centred(self) -> FloatArray:
        """Sums of products of deviations from the mean; shape `(…, k, k)`."""
        return np.asarray(self.products - self.sums[..., :, None] * self.means[..., None, :])


def correlation(centred: FloatArray) -> FloatArray:
    """Turn centred cross-products into correlations, NaN nowhere.

    A column without variance is given correlation 0 with all others, so that it explains nothing.

    Args:
        centred: shape `(…, k, k)`.
    """
    spread = np.sqrt(np.clip(np.diagonal(centred, axis1=-2, axis2=-1), 0, None))
    inverse = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
    matrix = centred * inverse[..., :, None] * inverse[..., None, :]
    diagonal = np.arange(centred.shape[-1])
    matrix[..., diagonal, diagonal] = 1.0
    return matrix


def ols(centred: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Regress the last column on all others.

    Args:
        centred: cross-products of deviations from the mean, the outcome last; shape `(…, k, k)`.

    Returns:
        Slopes in units of the outcome for one unit of the column, shape `(…, k − 1)`, and R²,
        0…1, shape `(…)`. Of columns that say the same, each gets an equal part of the slope (the
        solution of least norm on the correlation scale); see `dependent`. R² is NaN where the
        outcome has no variance.

    The same in R: `lm(outcome ~ …)`.
    """
    correlations = correlation(centred)
    rx, ry = correlations[..., :-1, :-1], correlations[..., :-1, -1]
    beta = np.einsum("...ij,...j->...i", np.linalg.pinv(rx, SINGULAR, hermitian=True), ry)
    spread = np.sqrt(np.clip(np.diagonal(centred, axis1=-2, axis2=-1), 0, None))
    columns, outcome = spread[..., :-1], spread[..., -1]
    slopes = np.divide(
        beta * outcome[..., None], columns, out=np.zeros_like(beta), where=columns > 0
    )
    explained = np.clip(np.einsum("...i,...i->...", beta, ry), 0.0, 1.0)
    return slopes, np.where(outcome > 0, explained, np.nan)


def dependent(correlations: FloatArray) -> NDArray[np.bool_]:
    """Tell which columns can be computed from others, as a duplicate or a total can.

    All partners of such a relation are named, whatever their order.

    Args:
        correlations: of the columns; shape `(k, k)`.

    Returns:
        True for each column that takes part in a linear relation; shape `(k,)`.
    """
    values, vectors = np.linalg.eigh(correlations)
    relations = vectors[:, values < SINGULAR * len(correlations)]
    return np.asarray((np.abs(relations) > 1e-4).any(axis=1))


def vif(correlations: FloatArray) -> FloatArray:
    """Give each column's variance inflation factor, 1…∞: how much the others blur its slope.

    Args:
        correlations: of the columns; shape `(k, k)`. Columns that are `dependent` have ∞.

    Source: Marquardt (1970), Technometrics 12(3), 591–612, doi:10.1080/00401706.1970.10488699;
    the diagonal of the inverted correlation matrix, in R `diag(solve(cor(x)))`.
    """
    exact = dependent(correlations)
    inverse = np.linalg.pinv(correlations, SINGULAR, hermitian=True)
    return np.where(exact, np.inf, np.diagonal(inverse))
