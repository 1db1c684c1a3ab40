"""The difference of two shares, with an interval and a test that hold for few and for none."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr

from cx.stats.interval import Interval
from cx.stats.proportions import wilson


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """How far one share lies above another.

    Attributes:
        estimate: the first less the other, −1…1.
        interval: of the estimate.
        p_value: two-sided.

    All are NaN without anybody in one of the groups; interval and p-value where all or none of
    both have what is counted, for then nothing varies.
    """

    estimate: float
    interval: Interval
    p_value: float


def share_difference(
    hits: int, n: int, other_hits: int, other_n: int, confidence: float = 0.95
) -> ShareDifference:
    """Compare two shares of different people.

    The interval is Newcombe's, made of the Wilson intervals of both shares; the test is the score
    test with the share of both together, the square of whose z is Pearson's χ². Neither takes no
    hit among few for certainty, as Wald's would.

    Args:
        hits: how many of the first have it, 0…n.
        n: of how many.
        other_hits: how many of the others have it.
        other_n: of how many.
        confidence: of the interval, 0–1.

    Source: Newcombe (1998), Statistics in Medicine 17(8), 873–890, method 10. The same in Python:
    `statsmodels.stats.proportion.confint_proportions_2indep(method="newcomb")` and
    `proportions_ztest`; the test in R: `prop.test(x, n, correct = FALSE)`.

    >>> found = share_difference(56, 70, 48, 80)
    >>> [round(end, 4) for end in found.interval]
    [0.0524, 0.3339]
    """
    nothing = Interval(math.nan, math.nan)
    if not n or not other_n:
        return ShareDifference(math.nan, nothing, math.nan)
    share, other = hits / n, other_hits / other_n
    estimate = share - other
    together = (hits + other_hits) / (n + other_n)
    if together in (0, 1):
        return ShareDifference(estimate, nothing, math.nan)
    here, there = wilson(hits, n, confidence), wilson(other_hits, other_n, confidence)
    interval = Interval(
        estimate - math.hypot(share - here.low, there.high - other),
        estimate + math.hypot(here.high - share, other - there.low),
    )
    error = math.sqrt(together * (1 - together) * (1 / n + 1 / other_n))
    return ShareDifference(estimate, interval, 2 * float(ndtr(-abs(estimate) / error)))
