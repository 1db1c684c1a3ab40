"""Means of several columns whose values come in clusters, such as all answers of one customer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtr

from cx.stats.interval import Interval, t_quantile
from cx.stats.least_squares import FloatArray

SOURCE: Final = (
    "Cluster-robust variance: Liang and Zeger (1986), Longitudinal data analysis using generalized "
    "linear models, Biometrika 73(1), 13–22, doi:10.1093/biomet/73.1.13"
)
# Below this share of the two variances, what is left of a difference's variance is rounding.
_ROUNDING: Final = 1e-12
_NOTHING: Final = Interval(math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval and the p-value of it being 0, from the same statistic.

    Interval and p-value are NaN where there is no variance to judge by.
    """

    value: float
    interval: Interval
    p_value: float


@dataclass(frozen=True, slots=True)
class ClusteredMeans:
    """Means of k columns over clusters of rows.

    Attributes:
        n: values of each column; shape `(k,)`.
        clusters: clusters with at least one value; shape `(k,)`.
        mean: over all values; NaN without any; shape `(k,)`.
        products: for each pair of columns the sum, over clusters, of the products of the cluster's
            sums of deviations from `mean`; shape `(k, k)`.
    """

    n: FloatArray
    clusters: FloatArray
    mean: FloatArray
    products: FloatArray

    @property
    def covariance(self) -> FloatArray:
        """The covariance of the means: `√(f_a·f_b) · products / (n_a·n_b)`, f = C/(C − 1).

        With one value a cluster it is the usual one: s²/n on the diagonal, that of the paired t
        test for columns filled in the same rows, 0 for columns that share no row. NaN where a
        column has fewer than two clusters.

        Source: Liang and Zeger (1986), doi:10.1093/biomet/73.1.13. The same in R:
        `vcov(survey::svymean(~x, survey::svydesign(~customer, data = d)))`.
        """
        enough = self.clusters >= 2
        few = np.where(enough, self.clusters, np.nan)
        factor = np.sqrt(few / (few - 1)) / np.where(enough, self.n, np.nan)
        return np.asarray(self.products * factor[:, None] * factor[None, :])

    def intervals(self, confidence: float = 0.95) -> list[Interval]:
        """Give the interval of each mean, by Student's t with one degree less than clusters."""
        return [
            estimate(mean, variance, clusters - 1, confidence).interval
            for mean, variance, clusters in zip(
                self.mean, np.diagonal(self.covariance), self.clusters, strict=True
            )
        ]

    def difference(self, first: int, other: int, confidence: float = 0.95) -> Estimate:
        """Give how far the mean of one column lies above that of another.

        Who has both counts as a pair. Student's t has one degree of freedom less than clusters in
        the column that has fewer.
        """
        covariance = self.covariance
        return gap(
            (self.mean[first], covariance[first, first], self.clusters[first]),
            (self.mean[other], covariance[other, other], self.clusters[other]),
            covariance[first, other],
            confidence,
        )


def gap(
    first: tuple[float, float, float],
    other: tuple[float, float, float],
    covariance: float,
    confidence: float = 0.95,
) -> Estimate:
    """Compare two means.

    Args:
        first: mean, variance of the mean and clusters of the one that comes first.
        other: those of the one that is taken off.
        covariance: of the two means.
        confidence: of the interval, 0–1.
    """
    both = first[1] + other[1]
    variance = both - 2 * covariance
    return estimate(
        first[0] - other[0],
        variance if variance > _ROUNDING * both else math.nan,
        min(first[2], other[2]) - 1,
        confidence,
    )


def estimate(value: float, variance: float, df: float, confidence: float = 0.95) -> Estimate:
    """Judge a number by its variance with Student's t.

    >>> estimate(2.0, 1.0, 10).interval.low > -0.3
    True
    """
    if not (variance > 0 and df >= 1):
        return Estimate(float(value), _NOTHING, math.nan)
    error = math.sqrt(variance)
    reach = t_quantile(confidence, df) * error
    return Estimate(
        float(value),
        Interval(float(value - reach), float(value + reach)),
        2 * float(stdtr(df, -abs(value) / error)),
    )
