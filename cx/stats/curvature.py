"""Whether an outcome follows a straight line over ordered levels, and where it rises most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import FloatArray

FEWEST_LEVELS: Final = 3
SOURCE: Final = (
    "lack of fit of a straight line: Draper & Smith (1998), Applied Regression Analysis, 3rd ed., "
    "section 2.1, doi:10.1002/9781118625590; as a Wald test on a delete-a-group jackknife: Kott "
    "(2001), Journal of Official Statistics 17(4), 521–526"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How an outcome runs over L levels.

    Attributes:
        line: the straight line through all answers, at each level; shape `(L,)`.
        slope: of that line, for one unit more of the level.
        curvature: how far the levels stray from the line, root of the mean square over the
            answers, in units of the outcome.
        p_value: of the levels lying on a straight line, whichever; NaN with two levels.
        rises: the outcome for one unit more, from each level to the next; shape `(L − 1,)`.
        excess: of the rises over the average one, from the first level to the last.
    """

    line: FloatArray
    slope: float
    curvature: float
    p_value: float
    rises: FloatArray
    excess: Jackknife

    @property
    def steepest(self) -> int:
        """The place of the rise that exceeds the average most, in the direction of the line."""
        direction = -1.0 if self.slope < 0 else 1.0
        return int(np.argmax(direction * self.excess.estimate))


def shape(levels: FloatArray, n: FloatArray, totals: FloatArray) -> Shape:
    """Compare the means at the levels with a straight line.

    The line is straight exactly where the rises to either side of each inner level are equal; the
    L − 2 differences of neighbouring rises are tested at once (Hotelling's T²).

    Args:
        levels: rising, each with answers; shape `(L,)`.
        n: answers in each group of rows at each level; shape `(G, L)`.
        totals: sums of the outcome over them; shape `(G, L)`.

    Raises:
        ValueError: there are fewer than two levels.
    """
    if len(levels) < 2:
        raise ValueError("a shape needs two levels or more")
    means = _means(n, totals)
    weights = n.sum(axis=0)
    centre = np.average(levels, weights=weights)
    moved = levels - centre
    slope = float((weights * moved) @ means[0] / ((weights * moved) @ moved))
    line = np.average(means[0], weights=weights) + slope * moved
    rises = np.diff(means, axis=1) / np.diff(levels)
    average = (means[:, -1:] - means[:, :1]) / (levels[-1] - levels[0])
    return Shape(
        line=line,
        slope=slope,
        curvature=float(np.sqrt(np.average((means[0] - line) ** 2, weights=weights))),
        p_value=_p_value(np.diff(rises, axis=1)),
        rises=rises[0],
        excess=_jackknife(rises - average),
    )


def _means(n: FloatArray, totals: FloatArray) -> FloatArray:
    """Give the means of all groups together, then without each of them; NaN where none is left."""
    counts = np.concatenate([n.sum(axis=0)[None], n.sum(axis=0) - n])
    sums = np.concatenate([totals.sum(axis=0)[None], totals.sum(axis=0) - totals])
    return np.asarray(np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0))


def _p_value(bends: FloatArray) -> float:
    if bends.shape[1] == 0 or not np.isfinite(bends).all():
        return float("nan")
    return _jackknife(bends).joint_p_value()


def _jackknife(rows: FloatArray) -> Jackknife:
    return Jackknife(rows[0], rows[1:])
