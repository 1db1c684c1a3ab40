"""Penalty and reward: what low answers cost and what high answers bring, against those between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import CrossProducts, FloatArray, ols

SOURCE: Final = (
    "Brandt (1987), A Procedure for Identifying Value-Enhancing Service Components Using Customer "
    "Satisfaction Survey Data, in Add Value to Your Service, American Marketing Association, "
    "61–65; Mikulić & Prebežac (2008), Managing Service Quality 18(6), 559–576, "
    "doi:10.1108/09604520810920068"
)


@dataclass(frozen=True, slots=True)
class RatingSums:
    """Sums of the ratings themselves, by group of rows; each of shape `(G, k)`.

    Attributes:
        every: over all rows.
        low: over the rows with a low answer.
        high: over the rows with a high answer.
    """

    every: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class PenaltyReward:
    """What the answers to k ratings do to the outcome, all ratings at once, in its units.

    Attributes:
        penalty: low answers against those between; negative where bad hurts.
        reward: high answers against those between; positive where good delights.
        asymmetry: how far the reward outweighs the penalty, 0 where the outcome follows a straight
            line.
    """

    penalty: Jackknife
    reward: Jackknife
    asymmetry: Jackknife


def penalty_reward(groups: CrossProducts, sums: RatingSums) -> PenaltyReward:
    """Regress the outcome on two marks for each rating, whether its answer is low and is high.

    Low answers are usually further from the middle than high ones are, and would on a straight
    line cost more than the high ones bring. The asymmetry therefore sets penalty and reward at
    equal distances: with the means of the low, the middle and the high answers `d₋` and `d₊`
    apart, it is `2 (reward · d₋ + penalty · d₊) / (d₋ + d₊)`, which is `reward + penalty` where
    the distances are equal.

    Args:
        groups: cross-products in groups of rows: the marks of the first rating, low and high, of
            the second, …, the outcome last; 2k + 1 columns.
        sums: of the ratings, in the same groups.

    Returns:
        Estimates with their jackknife; those of a mark that never or always occurs are 0 and mean
        nothing, and those of marks that can be computed from others are shared out.

    Source: Brandt (1987); Mikulić & Prebežac (2008), doi:10.1108/09604520810920068. The same in R:
    `lm(outcome ~ low1 + high1 + …)`.
    """
    everything = _with_total(groups)
    slopes, _ = ols(everything.centred)
    penalty, reward = slopes[:, 0::2], slopes[:, 1::2]
    marked = everything.sums[:, :-1]
    down, up = _distances(everything.n, marked[:, 0::2], marked[:, 1::2], sums)
    asymmetry = 2 * _ratio(reward * down + penalty * up, down + up)
    return PenaltyReward(*(Jackknife(rows[0], rows[1:]) for rows in (penalty, reward, asymmetry)))


def _with_total(groups: CrossProducts) -> CrossProducts:
    """Put everything in front of everything but each group."""
    total, part = groups.total(), groups.without_each()
    return CrossProducts(
        np.concatenate([total.n[None], part.n]),
        np.concatenate([total.sums[None], part.sums]),
        np.concatenate([total.products[None], part.products]),
    )


def _distances(
    n: FloatArray, n_low: FloatArray, n_high: FloatArray, sums: RatingSums
) -> tuple[FloatArray, FloatArray]:
    """Give how far the mean of the middle lies above that of the low, and below the high."""
    every, low, high = (
        np.concatenate([rows.sum(axis=0)[None], rows.sum(axis=0) - rows])
        for rows in (sums.every, sums.low, sums.high)
    )
    middle = _ratio(every - low - high, n[:, None] - n_low - n_high)
    return middle - _ratio(low, n_low), _ratio(high, n_high) - middle


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0.5)
