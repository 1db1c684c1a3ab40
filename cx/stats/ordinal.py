"""The proportional-odds model: what makes a higher answer likelier, whatever the steps mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit

from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import SINGULAR, FloatArray

SOURCE: Final = (
    "McCullagh (1980), Regression Models for Ordinal Data, Journal of the Royal Statistical "
    "Society B 42(2), 109–142, doi:10.1111/j.2517-6161.1980.tb01109.x"
)
_MOST_STEPS: Final = 60
_CONVERGED: Final = 1e-12
# A column in units of its standard deviation whose slope is known no better than this has run away.
_RUN_AWAY: Final = 100.0


class Separated(ArithmeticError):
    """The columns tell some answers apart without a mistake, so that slopes have no finite value.

    Attributes:
        column: the place of the column whose slope runs away.
    """

    def __init__(self, column: int) -> None:
        super().__init__(f"column {column} separates the levels")
        self.column = column


@dataclass(frozen=True, slots=True)
class Answers:
    """Patterns of answers with how often each occurs.

    Attributes:
        levels: the outcome as 0, 1, …, K − 1, each of which occurs; shape `(m,)`.
        columns: what may explain it; shape `(m, k)`.
        counts: how often the pattern occurs; shape `(m,)`.
    """

    levels: NDArray[np.int64]
    columns: FloatArray
    counts: FloatArray

    def part(self, chosen: NDArray[np.bool_]) -> Answers:
        """Keep some of the patterns."""
        return Answers(self.levels[chosen], self.columns[chosen], self.counts[chosen])


@dataclass(frozen=True, slots=True)
class ProportionalOdds:
    """A model with `logit P(level ≤ j) = threshold[j] − columns · slopes`.

    Attributes:
        thresholds: shape `(K − 1,)`, rising.
        slopes: log odds of a higher level for one unit more; shape `(k,)`. Of columns that say
            the same, each gets an equal part.
        threshold_errors: standard errors, from the observed information.
        slope_errors: likewise.
        log_likelihood: natural logarithm, at most 0.
    """

    thresholds: FloatArray
    slopes: FloatArray
    threshold_errors: FloatArray
    slope_errors: FloatArray
    log_likelihood: float

    @property
    def deviance(self) -> float:
        """Minus twice the log-likelihood."""
        return -2 * self.log_likelihood


@dataclass(frozen=True, slots=True)
class _Terms:
    """Log-likelihood, its gradient and minus its second derivatives: thresholds, then slopes."""

    log_likelihood: float
    gradient: FloatArray
    information: FloatArray


def proportional_odds(answers: Answers) -> ProportionalOdds:
    """Fit the model by Newton's method, which finds the one maximum there is.

    Args:
        answers: patterns with their counts; of two levels it is logistic regression.

    Raises:
        Separated: slopes have no finite value.

    Source: McCullagh (1980), doi:10.1111/j.2517-6161.1980.tb01109.x. The same in R:
    `MASS::polr(factor(level) ~ …, weights = counts, Hess = TRUE)` and `ordinal::clm`; in Python:
    `statsmodels.miscmodels.ordinal_model.OrderedModel(distr="logit")`.
    """
    centre, spread, scaled = _scaled(answers)
    place, terms = _maximum(scaled)
    cut = len(place) - len(spread)
    covariance = np.linalg.pinv(terms.information, SINGULAR, hermitian=True)
    errors = np.sqrt(np.clip(np.diagonal(covariance), 0, None))
    if (errors[cut:] > _RUN_AWAY).any():
        raise Separated(int(np.argmax(errors[cut:])))
    # Back in the units of the columns: thresholds move with where the columns are centred.
    back = np.eye(len(place))
    back[cut:, cut:] /= spread[:, None]
    back[:cut, cut:] = centre / spread
    values, errors = (
        back @ place,
        np.sqrt(np.clip(np.diagonal(back @ covariance @ back.T), 0, None)),
    )
    return ProportionalOdds(
        values[:cut], values[cut:], errors[:cut], errors[cut:], terms.log_likelihood
    )


def slopes_without_each(
    answers: Answers, model: ProportionalOdds, parts: NDArray[np.int64]
) -> Jackknife:
    """Give the slopes, and what they would be without each part: one Newton step from the model.

    Args:
        answers: what the model was fitted to.
        model: the model.
        parts: the part that each pattern belongs to; shape `(m,)`.

    Source: one-step jackknife, Pregibon (1981), Annals of Statistics 9(4), 705–724,
    doi:10.1214/aos/1176345513.
    """
    centre, spread, scaled = _scaled(answers)
    place = np.append(model.thresholds - model.slopes @ centre, model.slopes * spread)
    cut = len(model.thresholds)
    whole = _terms(scaled, place, cut)
    replicates = []
    for part in np.unique(parts):
        gone = _terms(scaled.part(parts == part), place, cut)
        left = np.linalg.pinv(whole.information - gone.information, SINGULAR, hermitian=True)
        replicates.append((place + left @ (whole.gradient - gone.gradient))[cut:] / spread)
    return Jackknife(model.slopes, np.array(replicates))


def _scaled(answers: Answers) -> tuple[FloatArray, FloatArray, Answers]:
    """Centre the columns and put them in units of their standard deviation."""
    centre = np.average(answers.columns, axis=0, weights=answers.counts)
    moved = answers.columns - centre
    spread = np.sqrt(np.average(moved**2, axis=0, weights=answers.counts))
    spread = np.where(spread > 0, spread, 1.0)
    return centre, spread, Answers(answers.levels, moved / spread, answers.counts)


def _maximum(answers: Answers) -> tuple[FloatArray, _Terms]:
    below = np.cumsum(np.bincount(answers.levels, answers.counts))
    share = below[:-1] / below[-1]
    cut = len(share)
    place = np.append(np.log(share / (1 - share)), np.zeros(answers.columns.shape[1]))
    terms = start = _terms(answers, place, cut)
    for _ in range(_MOST_STEPS):
        step = np.linalg.pinv(terms.information, SINGULAR, hermitian=True) @ terms.gradient
        gain = float(step @ terms.gradient)
        place, terms = _uphill(answers, place, step, terms)
        if gain < _CONVERGED * (1 + abs(terms.log_likelihood)):
            # Along a slope that runs away the likelihood no longer bends, as it did at the start.
            if _rank(terms) < _rank(start):
                break
            return place, terms
    raise Separated(int(np.argmax(np.abs(place[cut:]))))


def _rank(terms: _Terms) -> int:
    return int(np.linalg.matrix_rank(terms.information, hermitian=True, rtol=SINGULAR))


def _uphill(
    answers: Answers, place: FloatArray, step: FloatArray, before: _Terms
) -> tuple[FloatArray, _Terms]:
    """Take the step, halved until the likelihood rises and the thresholds keep their order."""
    cut = len(place) - answers.columns.shape[1]
    for _ in range(_MOST_STEPS):
        there = place + step
        if (np.diff(there[:cut]) > 0).all():
            terms = _terms(answers, there, cut)
            if terms.log_likelihood >= before.log_likelihood:
                return there, terms
        step = step / 2
    return place, before


def _terms(answers: Answers, place: FloatArray, cut: int) -> _Terms:
    """Add up over the patterns.

    With the logistic distribution F, `F(a) − F(b) = F(a) · F(−b) · (1 − exp(b − a))`, whose last
    factor hangs on the thresholds alone; nothing is lost to rounding, and the sum is concave.
    """
    levels, columns, counts = answers.levels, answers.columns, answers.counts
    has_upper, has_lower = levels < cut, levels > 0
    fixed = columns @ place[cut:]
    upper = place[np.minimum(levels, cut - 1)] - fixed
    lower = place[np.maximum(levels - 1, 0)] - fixed
    a, b = np.where(has_upper, counts, 0.0), np.where(has_lower, counts, 0.0)
    up, down = a * expit(-upper), b * expit(lower)
    up_bend, down_bend = up * expit(upper), down * expit(-lower)
    gradient = np.zeros(len(place))
    gradient[:cut] = _by_level(up, levels, cut)[:-1] - _by_level(down, levels, cut)[1:]
    gradient[cut:] = columns.T @ (down - up)
    information = np.zeros((len(place), len(place)))
    bend = _by_level(up_bend, levels, cut)[:-1] + _by_level(down_bend, levels, cut)[1:]
    information[np.arange(cut), np.arange(cut)] = bend
    for column in range(columns.shape[1]):
        value = columns[:, column]
        mixed = _by_level(up_bend * value, levels, cut)[:-1]
        mixed += _by_level(down_bend * value, levels, cut)[1:]
        information[:cut, cut + column] = information[cut + column, :cut] = -mixed
    information[cut:, cut:] = columns.T @ ((up_bend + down_bend)[:, None] * columns)
    log_likelihood = float(a @ log_expit(upper) + b @ log_expit(-lower))
    log_likelihood += _add_gaps(gradient, information, np.diff(place[:cut]), answers)
    return _Terms(log_likelihood, gradient, information)


def _by_level(values: FloatArray, levels: NDArray[np.int64], cut: int) -> FloatArray:
    return np.asarray(np.bincount(levels, values, minlength=cut + 1), dtype=float)


def _add_gaps(
    gradient: FloatArray, information: FloatArray, gaps: FloatArray, answers: Answers
) -> float:
    """Add what the distances of the thresholds contribute; give their log-likelihood."""
    inner = np.arange(len(gaps))
    n = np.bincount(answers.levels, answers.counts, minlength=len(gaps) + 2)[1:-1]
    rise = n / np.expm1(gaps)
    bend = rise / -np.expm1(-gaps)
    np.add.at(gradient, inner + 1, rise)
    np.add.at(gradient, inner, -rise)
    for row, column, sign in ((1, 1, 1), (0, 0, 1), (1, 0, -1), (0, 1, -1)):
        np.add.at(information, (inner + row, inner + column), sign * bend)
    return float(n @ np.log(-np.expm1(-gaps)))
