"""Survey weights from counts per cell, and the net promoter score with such weights.

A cell is a combination of what is known of customers; all customers of a cell share one weight.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_softmax, logsumexp, ndtr, softmax

from cx.errors import CxError
from cx.stats.interval import Interval, normal_quantile
from cx.stats.net_promoter import NpsCounts
from cx.wording import msg

FloatArray = NDArray[np.float64]

EXACT: Final = 1e-9  # shares that weights have to meet, and do after a few of Newton's steps
ROUNDING: Final = 1e-5  # points; below, what is left of a shift is rounding
_STEPS: Final = 200
_POLISH: Final = 10
SOURCE: Final = (
    "Deville & Särndal (1992), Calibration Estimators in Survey Sampling, Journal of the American "
    "Statistical Association 87(418), 376–382, doi:10.1080/01621459.1992.10475217; "
    "Kish (1965), Survey Sampling"
)


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each cell: how many customers each of its respondents stands for.

    Attributes:
        n: respondents in each cell, above 0; shape `(C,)`.
        weight: of each; the weights of all respondents add up to all customers.
        fitted: the matrix whose columns the weights bring in line with all customers; `(C, k)`.
        trimmed: respondents whose weight was cut.
    """

    n: FloatArray
    weight: FloatArray
    fitted: FloatArray
    trimmed: int = 0

    @property
    def effective_n(self) -> float:
        """Kish's number of equally weighted respondents that tell as much: (Σw)² ÷ Σw²."""
        return float((self.n @ self.weight) ** 2 / (self.n @ self.weight**2))

    @property
    def design_effect(self) -> float:
        """How many times larger unequal weights make a variance: n ÷ effective n, 1 or more."""
        return float(self.n.sum() / self.effective_n)

    def trim(self, largest: float) -> Weights:
        """Cut weights at `largest` times their mean; the others grow so that the sum stays.

        Args:
            largest: above 1.

        Source: Potter (1990), A study of procedures to identify and trim extreme sampling weights,
        Proceedings of the Section on Survey Research Methods, ASA, 225–230.
        """
        total = float(self.n @ self.weight)
        limit = largest * total / float(self.n.sum())
        weight, cut = self.weight, np.zeros(len(self.n), dtype=bool)
        while np.any(over := (weight > limit * (1 + EXACT)) & ~cut):
            cut |= over
            rest = total - limit * float(self.n[cut].sum())
            grown = self.weight * (rest / float(self.n[~cut] @ self.weight[~cut]))
            weight = np.where(cut, limit, grown)
        return replace(self, weight=weight, trimmed=int(self.n[cut].sum()))


def post_stratified(n: ArrayLike, customers: ArrayLike) -> Weights:
    """Let the respondents of each cell stand for all customers of that cell.

    Args:
        n: respondents in each cell, above 0.
        customers: in each cell.

    Source: Holt & Smith (1979), Post Stratification, Journal of the Royal Statistical Society A
    142(1), 33–46, doi:10.2307/2344652. The same in R: `survey::postStratify`.

    >>> post_stratified([10, 30], [100, 100]).weight.round(2).tolist()
    [10.0, 3.33]
    """
    answered, all_ = np.asarray(n, dtype=float), np.asarray(customers, dtype=float)
    return Weights(answered, all_ / answered, np.eye(len(answered)))


def raked(n: ArrayLike, codes: ArrayLike, customers: Sequence[ArrayLike]) -> Weights:
    """Weight cells so that each attribute by itself is spread as among all customers.

    Of all weights that do so these are the closest to equal ones (by relative entropy), which is
    what iterative proportional fitting arrives at; here SciPy minimises the convex dual of the
    problem by Newton's method with a trust region.

    Args:
        n: respondents in each cell, above 0; shape `(C,)`.
        codes: the level of each attribute in each cell, 0, 1, …; shape `(C, attributes)`.
        customers: for each attribute the customers at each level, the same number in all.

    Raises:
        CxError: no weights bring all attributes in line at once.

    Source: Deming & Stephan (1940), doi:10.1214/aoms/1177731829; Deville & Särndal (1992),
    doi:10.1080/01621459.1992.10475217. The same in R: `survey::rake`.

    >>> cells = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> raked([10, 30, 20, 40], cells, [[50, 50], [60, 40]]).weight.round(3).tolist()
    [2.758, 0.747, 1.621, 0.439]
    """
    answered, levels = np.asarray(n, dtype=float), np.asarray(codes, dtype=int)
    margins = [np.asarray(margin, dtype=float) for margin in customers]
    total = float(margins[0].sum())
    columns = np.hstack(
        [np.eye(len(margin))[levels[:, place], 1:] for place, margin in enumerate(margins)]
    )
    wanted = np.concatenate([margin[1:] / total for margin in margins])
    log_share = np.log(answered / answered.sum())
    tilted = log_share + columns @ _tilt(log_share, columns, wanted)
    if np.abs(columns.T @ softmax(tilted) - wanted).max(initial=0.0) > EXACT:
        raise CxError(
            msg(
                "No weights make the answers mirror all customers in all of these at once: some "
                "combinations have customers but too few answers. Weight by fewer of them."
            )
        )
    factor = np.exp(log_softmax(tilted) - log_share)
    fitted = np.column_stack([np.ones(len(answered)), columns])
    return Weights(answered, factor * total / answered.sum(), fitted)


def _tilt(log_share: FloatArray, columns: FloatArray, wanted: FloatArray) -> FloatArray:
    """Find the exponential tilt of shares under which the means of `columns` are as wanted."""
    from scipy.optimize import minimize  # noqa: PLC0415 - half a second, for this alone

    def distance(tilt: Any) -> float:
        return float(logsumexp(log_share + columns @ tilt) - wanted @ tilt)

    def missed(tilt: Any) -> FloatArray:
        return np.asarray(columns.T @ softmax(log_share + columns @ tilt) - wanted)

    def curvature(tilt: Any) -> FloatArray:
        share = softmax(log_share + columns @ tilt)
        mean = columns.T @ share
        return np.asarray((columns * share[:, None]).T @ columns - np.outer(mean, mean))

    if not columns.shape[1]:
        return np.zeros(0)
    options: Any = {"gtol": EXACT / 1000, "maxiter": _STEPS}
    found: Any = minimize(
        distance,
        np.zeros(columns.shape[1]),
        jac=missed,
        hess=curvature,
        method="trust-exact",
        options=options,
    )
    tilt = np.asarray(found.x)
    for _ in range(_POLISH):  # a trust region stops where the distance no longer tells steps apart
        if np.abs(missed(tilt)).max() < EXACT / 1000:
            break
        tilt = tilt - np.linalg.lstsq(curvature(tilt), missed(tilt), rcond=None)[0]
    return tilt


@dataclass(frozen=True, slots=True)
class CellScores:
    """How the respondents of each cell recommend: 1 promoter, 0 passive, −1 detractor.

    Attributes:
        net: the sum over the respondents of a cell; who answered several times counts once, with
            the mean. Shape `(C,)`.
        squares: the sum of the squares.
    """

    net: FloatArray
    squares: FloatArray


@dataclass(frozen=True, slots=True)
class WeightedNps:
    """A net promoter score with weights.

    Attributes:
        nps: in points.
        interval: the adjusted Wald interval of as many equal answers as tell the NPS equally well,
            though never of more than there are.
        standard_error: by linearisation, in points.
        shift: NPS with weights less NPS without, in points.
        shift_interval: of the shift, by linearisation.
        shift_p_value: two-sided; both are NaN where nothing varies.
    """

    nps: float
    interval: Interval
    standard_error: float
    shift: float
    shift_interval: Interval
    shift_p_value: float


def weighted_nps(scores: CellScores, weights: Weights, confidence: float = 0.95) -> WeightedNps:
    """Compute a weighted NPS and how sure it is, from sums per cell.

    The variance is that of Taylor linearisation: n ÷ (n − 1) · Σ(u − ū)² over respondents, with
    u = w·(z − fit) ÷ Σw, z one of 100, 0 and −100, and fit what the attributes that were brought in
    line explain of z: after post-stratification the mean of the cell, after raking a least squares
    fit. Where weights were trimmed they are in line no more, and fit is the NPS itself.

    Args:
        scores: sums per cell.
        weights: of the same cells.
        confidence: of the intervals, 0–1.

    Source: Deville & Särndal (1992), doi:10.1080/01621459.1992.10475217; Lumley (2010), Complex
    Surveys, ch. 7, doi:10.1002/9780470580066. The same in R: `svymean` of the survey package with
    `svydesign(id = ~1)` and `postStratify` or `rake`.
    """
    z = normal_quantile(confidence)
    n, weight = weights.n, weights.weight
    size, total = float(n.sum()), float(n @ weight)
    net, squares = float(weight @ scores.net) / total, float(weight @ scores.squares) / total
    raw = float(scores.net.sum()) / size
    pull = weight / total
    fit = np.full(len(n), net) if weights.trimmed else _fit(scores, weights)
    variance = _variance(scores, n, pull, -pull * fit)
    moved = _variance(scores, n, pull - 1 / size, raw / size - pull * fit)
    error = 100 * math.sqrt(moved)
    shift = 100 * (net - raw)
    known = error > ROUNDING
    return WeightedNps(
        nps=100 * net,
        interval=_interval(net, squares, variance * (size - 1) / size, weights, confidence),
        standard_error=100 * math.sqrt(variance),
        shift=shift,
        shift_interval=Interval(shift - z * error, shift + z * error)
        if known
        else Interval(math.nan, math.nan),
        shift_p_value=2 * float(ndtr(-abs(shift) / error)) if known else math.nan,
    )


def _fit(scores: CellScores, weights: Weights) -> FloatArray:
    """Give what the attributes explain in each cell, by least squares over respondents."""
    root = np.sqrt(weights.n)
    mean = scores.net / weights.n
    solved = np.linalg.lstsq(weights.fitted * root[:, None], mean * root, rcond=None)[0]
    return np.asarray(weights.fitted @ solved)


def _variance(scores: CellScores, n: FloatArray, slope: FloatArray, shift: FloatArray) -> float:
    """Give n ÷ (n − 1) · Σ(u − ū)² of u = slope · z + shift, which differ by cell only."""
    size = float(n.sum())
    if size < 2:
        return math.nan
    squares = slope**2 * scores.squares + 2 * slope * shift * scores.net + shift**2 * n
    mean = float(slope @ scores.net + shift @ n) / size
    return max(float(squares.sum()) - size * mean**2, 0.0) * size / (size - 1)


def _interval(
    net: float, squares: float, variance: float, weights: Weights, confidence: float
) -> Interval:
    """Give the interval of as many equal answers as have this variance, at most of those there."""
    spread = squares - net**2
    known = variance > 0 and spread > 0
    effective = spread / variance if known else weights.effective_n
    effective = min(effective, float(weights.n.sum()))
    promoters, detractors = (squares + net) / 2, (squares - net) / 2
    parts = (promoters, 1 - squares, max(detractors, 0.0))
    return NpsCounts(*(effective * part for part in parts)).interval(confidence)
