"""A change of a mean, split into what changed within groups and what changed in their shares."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from cx.stats.interval import Interval, normal_quantile

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Weighted answers of one time, by group and by value.

    Attributes:
        weights: sums of weights; shape `(groups, values)`.
        squares: sums of squared weights; counts where every answer counts the same.
        values: what an answer of each column is worth; shape `(values,)`.
    """

    weights: FloatArray
    squares: FloatArray
    values: FloatArray

    @property
    def shares(self) -> FloatArray:
        """The share of each group, adding up to 1."""
        return np.asarray(self.weights.sum(axis=1) / self.weights.sum())

    @property
    def means(self) -> FloatArray:
        """The mean of each group; NaN of a group without answers."""
        size = self.weights.sum(axis=1)
        total = self.weights @ self.values
        means = np.divide(total, size, out=np.full_like(size, np.nan), where=size > 0)
        return np.asarray(means)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a change, in the units of the values.

    Attributes:
        change: the estimate.
        error: its standard error.
    """

    change: float
    error: float

    def interval(self, confidence: float = 0.95) -> Interval:
        """Give the interval; NaN where nothing varies."""
        half = normal_quantile(confidence) * self.error if self.error > 0 else math.nan
        return Interval(self.change - half, self.change + half)

    @property
    def p_value(self) -> float:
        """The two-sided p-value of no change; NaN where nothing varies."""
        if not self.error > 0:
            return math.nan
        return 2 * float(ndtr(-abs(self.change) / self.error))


@dataclass(frozen=True, slots=True)
class Split:
    """A change of a mean in two parts that add up to it.

    Attributes:
        total: the whole change.
        within: what it would be with the shares of the groups held at their average.
        mix: what it would be with the means of the groups held at their average.
        within_groups: the part of each group in `within`; shape `(groups,)`.
        mix_groups: the part of each group in `mix`: its gain in share times how far it lies above
            the mean of all.
    """

    total: Part
    within: Part
    mix: Part
    within_groups: FloatArray
    mix_groups: FloatArray


def split_change(after: Sample, before: Sample) -> Split:
    """Split the change of a mean between two samples of different people.

    A group that is there only once has no change of its own: what it brings counts as mix.
    Standard errors by linearisation, each sample by its own variance.

    Source: Kitagawa (1955), Journal of the American Statistical Association 50(272), 1168–1194,
    doi:10.1080/01621459.1955.10501299.
    """
    shares, earlier = after.shares, before.shares
    # A group that is nowhere has no share, so that any mean will do.
    means = np.nan_to_num(np.where(np.isnan(after.means), before.means, after.means))
    former = np.nan_to_num(np.where(np.isnan(before.means), after.means, before.means))
    within = (shares + earlier) / 2 * (means - former)
    level = (shares @ means + earlier @ former) / 2
    mix = ((means + former) / 2 - level) * (shares - earlier)
    once = np.isnan(after.means) | np.isnan(before.means)
    # How much the parts move when the mean of a group moves by one.
    lifts = (
        np.where(once, 0.0, (shares + earlier) / 2),
        np.where(once, shares, (shares - earlier) / 2),
    )
    drops = (
        np.where(once, 0.0, -(shares + earlier) / 2),
        np.where(once, -earlier, (shares - earlier) / 2),
    )
    gains = ((means - former) / 2, (means + former) / 2)
    errors = [
        math.hypot(
            _error(after, gains[part], lifts[part]),
            _error(before, gains[part] * (1 if part == 0 else -1), drops[part]),
        )
        for part in (0, 1)
    ]
    whole = math.hypot(_error(after, means, shares), _error(before, -former, -earlier))
    return Split(
        total=Part(float(shares @ means - earlier @ former), whole),
        within=Part(float(within.sum()), errors[0]),
        mix=Part(float(mix.sum()), errors[1]),
        within_groups=within,
        mix_groups=mix,
    )


def _error(sample: Sample, by_share: FloatArray, by_mean: FloatArray) -> float:
    """Give the standard error of what moves by so much with the shares and the means of groups."""
    shares, means = sample.shares, sample.means
    there = shares > 0
    slope = np.divide(by_mean, shares, out=np.zeros_like(shares), where=there)
    centred = by_share - shares[there] @ by_share[there]
    deviations = sample.values[None, :] - np.where(there, means, 0.0)[:, None]
    influence = np.where(there, centred, 0.0)[:, None] + slope[:, None] * deviations
    return float(np.sqrt((sample.squares * influence**2).sum()) / sample.weights.sum())
