"""The difference of two shares, of which either may come from a handful of people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from cx.stats.interval import Interval, check_confidence
from cx.stats.proportions import wilson

_SMALLEST: Final = 1e-15
_HALVINGS: Final = 50


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """How far one share lies above another; all NaN without anybody in one of the groups.

    Attributes:
        estimate: the first less the other, −1…1.
        interval: of the estimate.
        p_value: two-sided.
    """

    estimate: float
    interval: Interval
    p_value: float


def share_difference(
    hits: int, n: int, other_hits: int, other_n: int, confidence: float = 0.95
) -> ShareDifference:
    """Compare two shares of different people by Newcombe's interval.

    The interval squares and adds the arms of both Wilson intervals; unlike that of a t test it
    stays within −1…1 and knows that three of three is not everybody. The p-value is 1 − the highest
    confidence at which the interval still excludes 0, so that it is below 1 − confidence exactly
    when the interval excludes 0.

    Args:
        hits: how many of the first group, 0…n.
        n: its size.
        other_hits: how many of the other group.
        other_n: its size.
        confidence: of the interval, 0–1.

    Source: Newcombe (1998), method 10, Statistics in Medicine 17(8), 873–890,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I. The same in Python:
    `statsmodels.stats.proportion.confint_proportions_2indep(method="newcomb")`; in R:
    `DescTools::BinomDiffCI(method = "score")`.

    >>> found = share_difference(56, 70, 48, 80)
    >>> [round(end, 4) for end in found.interval], round(found.p_value, 3)
    ([0.0524, 0.3339], 0.008)
    """
    check_confidence(confidence)
    if not n or not other_n:
        return ShareDifference(math.nan, Interval(math.nan, math.nan), math.nan)
    counts = (hits, n, other_hits, other_n)
    estimate = hits / n - other_hits / other_n
    return ShareDifference(estimate, _interval(*counts, confidence), _p_value(*counts))


def _p_value(hits: int, n: int, other_hits: int, other_n: int) -> float:
    """Find by halving the highest confidence at which the interval excludes 0."""
    if hits * other_n == other_hits * n:
        return 1.0
    low, high = math.log(_SMALLEST), 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        tried = _interval(hits, n, other_hits, other_n, -math.expm1(middle))
        if tried.low <= 0 <= tried.high:
            low = middle
        else:
            high = middle
    return math.exp(high)


def _interval(hits: int, n: int, other_hits: int, other_n: int, confidence: float) -> Interval:
    one, other = wilson(hits, n, confidence), wilson(other_hits, other_n, confidence)
    share, other_share = hits / n, other_hits / other_n
    difference = share - other_share
    return Interval(
        difference - math.hypot(share - one.low, other.high - other_share),
        difference + math.hypot(one.high - share, other_share - other.low),
    )
