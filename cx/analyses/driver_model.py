"""The statistics of `cx.drivers`, from cross-products to estimates with their jackknife."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cx.stats.importance import johnson, lmg
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import CrossProducts, FloatArray, correlation, dependent, ols, vif
from cx.stats.multiplicity import holm

Method = Literal["lmg", "johnson"]


@dataclass(frozen=True, slots=True)
class DriverModel:
    """What the complete rows say about k ratings.

    Attributes:
        importance: shares of R², adding up to 1; NaN where R² is 0.
        slopes: points of the score for one point of the rating, all ratings at once.
        effects: NPS points for one point of the rating, likewise.
        together: correlation of each rating with the score.
        means: of each rating, less the constant that the engine took off.
        r_squared: the share of the variance of the score that the ratings explain, 0–1.
        vif: variance inflation factors.
        exact: whether a rating can be computed from others; its slope then has no meaning.
    """

    importance: Jackknife
    slopes: Jackknife
    effects: Jackknife
    together: Jackknife
    means: Jackknife
    r_squared: float
    vif: FloatArray
    exact: NDArray[np.bool_]

    @property
    def p_value(self) -> float:
        """The p-value of no rating having anything to do with the score.

        With as many ratings as groups there is no joint test; then the smallest of the p-values of
        the slopes counts, adjusted by Holm.
        """
        joint = self.slopes.joint_p_value()
        if not math.isnan(joint):
            return joint
        single = holm(self.slopes.p_value())
        return float(np.nanmin(single)) if np.isfinite(single).any() else math.nan

    @property
    def judged(self) -> bool:
        """Whether there are groups to judge by."""
        return self.importance.groups > 1

    def tells(self, confidence: float) -> bool:
        """Tell whether the ratings explain more than chance would."""
        return self.p_value < 1 - confidence

    def leaders(self, confidence: float) -> tuple[int, ...]:
        """Give the most important rating and all that the data cannot tell from it, in order."""
        top = int(np.argmax(self.importance.estimate.round(12)))
        lead, _ = self.importance.gap(top).interval(confidence)
        # Rounding must not decide between copies of one rating.
        order = np.argsort(-self.importance.estimate.round(12), kind="stable")
        return tuple(int(i) for i in order if i == top or not lead[i] > 0)

    def reversed(self, confidence: float) -> NDArray[np.bool_]:
        """Tell which ratings clearly go with a lower score the higher they are."""
        _, high = self.together.interval(confidence)
        return np.asarray(high < 0)

    def lowest(self, performance: Jackknife, confidence: float) -> int | None:
        """Give the rating that is rated lower than every other, if the data can tell one."""
        low = int(np.argmin(performance.estimate))
        _, gap = performance.gap(low).interval(confidence)
        others = np.delete(gap, low)
        return low if len(others) and bool((others < 0).all()) else None


def fit(groups: CrossProducts, method: Method) -> DriverModel:
    """Estimate everything from all groups, and again without each of them.

    Args:
        groups: of the k ratings, then the score, then its NPS contribution (−100, 0 or 100); with
            a single group there are estimates but nothing to judge them by.
        method: how R² is split, "lmg" or "johnson".
    """
    replicated = with_replicates(groups)
    k = groups.sums.shape[-1] - 2
    centred = replicated.columns(list(range(k + 1))).centred
    correlations = correlation(centred)
    parts = (lmg if method == "lmg" else johnson)(correlations)
    explained = parts.sum(axis=-1, keepdims=True)
    shares = np.divide(parts, explained, out=np.full_like(parts, np.nan), where=explained > 0)
    return DriverModel(
        importance=Jackknife.of(shares),
        slopes=slopes(replicated.centred, k, outcome=k),
        effects=slopes(replicated.centred, k, outcome=k + 1),
        together=Jackknife.of(correlations[:, :-1, -1]),
        means=Jackknife.of(replicated.means[:, :k]),
        r_squared=float(ols(centred[0])[1]),
        vif=vif(correlations[0, :-1, :-1]),
        exact=dependent(correlations[0, :-1, :-1]),
    )


def with_replicates(groups: CrossProducts) -> CrossProducts:
    """Give all groups together, then all but the first, and so on; of a single one only itself."""
    total = groups.total()
    if len(groups.n) < 2:
        return CrossProducts(total.n[None], total.sums[None], total.products[None])
    part = groups.without_each()
    return CrossProducts(
        np.concatenate([total.n[None], part.n]),
        np.concatenate([total.sums[None], part.sums]),
        np.concatenate([total.products[None], part.products]),
    )


def slopes(centred: FloatArray, k: int, *, outcome: int) -> Jackknife:
    """Regress one column on the first k.

    Args:
        centred: cross-products of all rows, then without each group; shape `(1 + G, m, m)`.
        k: how many ratings there are; they come first.
        outcome: the place of the column to explain.
    """
    columns = np.array([*range(k), outcome])
    return Jackknife.of(ols(centred[:, columns[:, None], columns])[0])


def varies(groups: CrossProducts) -> NDArray[np.bool_]:
    """Tell which columns have more than one value; what rounding leaves does not count."""
    total = groups.total()
    spread, square = np.diagonal(total.centred), np.diagonal(total.products)
    return np.asarray(spread > 1e-10 * square)
