"""The statistics of `cx.ordinal_check`: both models of the same answers, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cx.analyses.driver_model import Method
from cx.analyses.ordinal_patterns import Patterns
from cx.stats.importance import johnson, lmg
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import CrossProducts, FloatArray, correlation, dependent
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import PASSIVES_FROM, PROMOTERS_FROM
from cx.stats.ordinal import (
    Answers,
    ProportionalOdds,
    Separated,
    proportional_odds,
    slopes_without_each,
)

# The variance of the standard logistic distribution.
LATENT_VARIANCE: Final = np.pi**2 / 3
MUCH_SHIFTED: Final = 0.1


@dataclass(frozen=True, slots=True)
class Cuts:
    """Slopes for reaching a low and a high score, each by a logistic regression of its own.

    Attributes:
        low_score: what counts as reached at the low cut: this score or more.
        high_score: likewise at the high cut.
        low: log odds for one point more on each rating.
        high: likewise.
        gap: the high ones less the low ones.
    """

    low_score: float
    high_score: float
    low: Jackknife
    high: Jackknife
    gap: Jackknife


@dataclass(frozen=True, slots=True)
class OrdinalModel:
    """What the ordinal and the linear model say about k ratings.

    Attributes:
        odds: the proportional-odds model.
        slopes: its slopes with their jackknife.
        importance: shares of the explained variance of the latent score, adding up to 1.
        linear: shares of R² of the linear model of the same answers.
        r_squared: of the latent score, 0–1 (McKelvey and Zavoina).
        exact: whether a rating can be computed from others.
        cuts: the check of proportional odds, None where it could not be made.
    """

    odds: ProportionalOdds
    slopes: Jackknife
    importance: Jackknife
    linear: Jackknife
    r_squared: float
    exact: NDArray[np.bool_]
    cuts: Cuts | None

    def swapped(self, confidence: float) -> tuple[tuple[int, int], ...]:
        """Give pairs that the ordinal model ranks one way and the linear the other, beyond chance.

        One of the models has to tell the two apart, and the change between the models has to be
        clear of zero.
        """
        order = np.argsort(-self.importance.estimate.round(12), kind="stable")
        pairs = [(int(i), int(j)) for at, i in enumerate(order) for j in order[at + 1 :]]
        return tuple(pair for pair in pairs if self._swaps(*pair, confidence))

    def shifted(self, confidence: float) -> tuple[int, ...]:
        """Give the ratings whose share differs much between the models, and beyond chance."""
        shift = self.importance - self.linear
        clear = holm(shift.p_value()) < 1 - confidence
        return tuple(np.flatnonzero(clear & (np.abs(shift.estimate) > MUCH_SHIFTED)).tolist())

    def _swaps(self, first: int, second: int, confidence: float) -> bool:
        ordinal, linear = _lead(self.importance, first, second), _lead(self.linear, first, second)
        if not (ordinal.estimate > 0 > linear.estimate):
            return False
        return _clear(ordinal - linear, confidence) and (
            _clear(ordinal, confidence) or _clear(linear, confidence)
        )


def _lead(shares: Jackknife, first: int, second: int) -> Jackknife:
    return Jackknife(
        shares.estimate[[first]] - shares.estimate[[second]],
        shares.replicates[:, [first]] - shares.replicates[:, [second]],
    )


def _clear(found: Jackknife, confidence: float) -> bool:
    low, high = found.interval(confidence)
    return bool(low[0] > 0 or high[0] < 0)


def fit(patterns: Patterns, method: Method, *, in_points: bool) -> OrdinalModel:
    """Fit both models to the same answers.

    Args:
        patterns: of score and ratings.
        method: how explained variance is split, "lmg" or "johnson".
        in_points: whether the score is on a scale from 0 to 10, so that the cuts are at 7 and 9.

    Raises:
        Separated: the slopes of the ordinal model have no finite value.
    """
    _, levels = np.unique(patterns.scores, return_inverse=True)
    answers = Answers(levels.astype(np.int64), patterns.ratings, patterns.counts)
    odds = proportional_odds(answers)
    slopes = slopes_without_each(answers, odds, patterns.parts)
    centred, n = _centred(patterns)
    latent = _latent(centred[:, :-1, :-1] / n[:, None, None], slopes)
    explained = 1 - LATENT_VARIANCE / latent[0, -1, -1]
    return OrdinalModel(
        odds=odds,
        slopes=slopes,
        importance=_shares(latent, method),
        linear=_shares(centred, method),
        r_squared=float(explained),
        exact=dependent(correlation(centred)[0, :-1, :-1]),
        cuts=_cuts(patterns, answers, in_points=in_points),
    )


def _centred(patterns: Patterns) -> tuple[FloatArray, FloatArray]:
    """Give cross-products of ratings and score, from everything and without each group."""
    columns = np.column_stack([patterns.ratings, patterns.scores])
    columns = columns - np.average(columns, axis=0, weights=patterns.counts)
    parts = [patterns.parts == part for part in np.unique(patterns.parts)]
    sums = np.array([patterns.counts[part] @ columns[part] for part in parts])
    products = np.array(
        [columns[part].T @ (patterns.counts[part][:, None] * columns[part]) for part in parts]
    )
    groups = CrossProducts(
        np.array([patterns.counts[part].sum() for part in parts]), sums, products
    )
    total, rest = groups.total(), groups.without_each()
    centred = np.concatenate([total.centred[None], rest.centred])
    return centred, np.append(total.n, rest.n)


def _latent(covariance: FloatArray, slopes: Jackknife) -> FloatArray:
    """Give the covariances of the ratings and of the score that the model has behind the scores.

    That score is the ratings times their slopes, and a logistic error of its own.
    """
    beta = np.concatenate([slopes.estimate[None], slopes.replicates])
    with_score = np.einsum("gij,gj->gi", covariance, beta)
    variance = np.einsum("gi,gi->g", beta, with_score) + LATENT_VARIANCE
    k = beta.shape[1]
    latent = np.empty((len(beta), k + 1, k + 1))
    latent[:, :k, :k] = covariance
    latent[:, :k, k] = latent[:, k, :k] = with_score
    latent[:, k, k] = variance
    return latent


def _shares(covariance: FloatArray, method: Method) -> Jackknife:
    parts = (lmg if method == "lmg" else johnson)(correlation(covariance))
    explained = parts.sum(axis=-1, keepdims=True)
    shares = np.divide(parts, explained, out=np.full_like(parts, np.nan), where=explained > 0)
    return Jackknife(shares[0], shares[1:])


def _cuts(patterns: Patterns, answers: Answers, *, in_points: bool) -> Cuts | None:
    low, high = (PASSIVES_FROM, PROMOTERS_FROM) if in_points else _thirds(patterns)
    if not patterns.scores.min() < low < high <= patterns.scores.max():
        return None
    try:
        below, above = (_reaching(patterns, answers, cut) for cut in (low, high))
    except Separated:
        return None
    return Cuts(low, high, below, above, above - below)


def _reaching(patterns: Patterns, answers: Answers, cut: float) -> Jackknife:
    reached = (patterns.scores >= cut).astype(np.int64)
    two = Answers(reached, answers.columns, answers.counts)
    return slopes_without_each(two, proportional_odds(two), patterns.parts)


def _thirds(patterns: Patterns) -> tuple[float, float]:
    """Give the scores that about two thirds and about one third of the answers reach."""
    scores, place = np.unique(patterns.scores, return_inverse=True)
    share = np.cumsum(np.bincount(place, patterns.counts)[::-1])[::-1] / patterns.counts.sum()
    low, high = (scores[int(np.argmin(np.abs(share - wanted)))] for wanted in (2 / 3, 1 / 3))
    return float(low), float(high)
