"""Standard errors of anything: leave out one group of rows at a time and see what changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc, stdtr

from cx.stats.interval import t_quantile
from cx.stats.least_squares import SINGULAR, FloatArray


@dataclass(frozen=True, slots=True)
class Jackknife:
    """An estimate of k numbers from all rows, and again without each of G groups of rows.

    Attributes:
        estimate: from all rows; shape `(k,)`.
        replicates: without the first group, without the second, …; shape `(G, k)`. Groups are
            about equally large and drawn by chance; rows of one unit (a customer) stay together.
            With fewer than two there is nothing to judge by: every error, interval and p-value is
            NaN.

    Source: delete-a-group jackknife, Kott (2001), Journal of Official Statistics 17(4), 521–526;
    with one row in a group it is Quenouille's and Tukey's.
    """

    estimate: FloatArray
    replicates: FloatArray

    @classmethod
    def of(cls, stacked: FloatArray) -> Jackknife:
        """Take the first row as the estimate and the others as its replicates."""
        return cls(stacked[0], stacked[1:])

    @property
    def groups(self) -> int:
        """The number of groups, G."""
        return len(self.replicates)

    def __add__(self, other: Jackknife) -> Jackknife:
        """Add numbers that come from the same groups, one by one."""
        return Jackknife(self.estimate + other.estimate, self.replicates + other.replicates)

    def __sub__(self, other: Jackknife) -> Jackknife:
        """Take off numbers that come from the same groups, one by one."""
        return Jackknife(self.estimate - other.estimate, self.replicates - other.replicates)

    def __matmul__(self, weights: FloatArray) -> Jackknife:
        """Give sums of the numbers, weighted by the columns of `weights`; shape `(k, m)`."""
        return Jackknife(self.estimate @ weights, self.replicates @ weights)

    @property
    def standard_error(self) -> FloatArray:
        """The standard error of each number: √((G − 1)/G · Σ(replicate − estimate)²)."""
        if self.groups < 2:
            return np.full(self.estimate.shape, np.nan)
        deviations = self.replicates - self.estimate
        return np.asarray(np.sqrt((self.groups - 1) / self.groups * (deviations**2).sum(axis=0)))

    def interval(self, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
        """Give the interval of each number, by Student's t with G − 1 degrees of freedom.

        Returns:
            Lower and upper ends, each of shape `(k,)`; NaN where no replicate differs, since then
            there is nothing to judge by.
        """
        error = self._usable_error()
        half = t_quantile(confidence, self.groups - 1) * error
        return self.estimate - half, self.estimate + half

    def p_value(self) -> FloatArray:
        """Give the two-sided p-value of each number being 0, from the statistic of `interval`."""
        t = self.estimate / self._usable_error()
        return np.asarray(2 * stdtr(self.groups - 1, -np.abs(t)))

    def joint_p_value(self) -> float:
        """Give the p-value of all k numbers being 0 at once (Hotelling's T², F with k and G − k).

        Numbers that hang on each other exactly count once. NaN where there are too few groups.

        Source: Hotelling (1931), Annals of Mathematical Statistics 2(3), 360–378,
        doi:10.1214/aoms/1177732979.
        """
        error = self.standard_error
        if np.isnan(error).any():
            return float("nan")
        moved = error > 0
        # In units of the standard error, so that what counts as singular has no unit.
        deviations = ((self.replicates - self.estimate) / np.where(moved, error, 1.0))[:, moved]
        covariance = (self.groups - 1) / self.groups * deviations.T @ deviations
        k = int(np.linalg.matrix_rank(covariance, hermitian=True, rtol=SINGULAR))
        too_few_groups = k >= self.groups or k == self.groups - 1 < moved.sum()
        if k == 0 or too_few_groups:
            return float("nan")
        z = self.estimate[moved] / error[moved]
        square = z @ np.linalg.pinv(covariance, SINGULAR, hermitian=True) @ z
        f = square * (self.groups - k) / (k * (self.groups - 1))
        return float(fdtrc(k, self.groups - k, f))

    def gap(self, first: int) -> Jackknife:
        """Give how far the number `first` lies above each of the others, itself included as 0."""
        return Jackknife(
            self.estimate[first] - self.estimate,
            self.replicates[:, first : first + 1] - self.replicates,
        )

    def _usable_error(self) -> FloatArray:
        error = self.standard_error
        return np.where(error > 0, error, np.nan)
