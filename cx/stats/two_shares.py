"""The difference of two shares of which one may come from a handful of people."""

from __future__ import annotations

import math
from typing import Final

from cx.stats.interval import Interval, check_confidence
from cx.stats.proportions import wilson

_SMALLEST: Final = 1e-15
_HALVINGS: Final = 50


def newcombe(
    hits: int, n: int, other_hits: int, other_n: int, confidence: float = 0.95
) -> tuple[Interval, float]:
    """Give Newcombe's interval of hits ÷ n − other_hits ÷ other_n, and the p-value that fits it.

    The interval squares and adds the arms of both Wilson intervals; unlike that of a t test it
    stays within −1…1 and knows that three of three is not everybody.

    Args:
        hits: how many of the first group, 0…n.
        n: its size.
        other_hits: how many of the other group.
        other_n: its size.
        confidence: of the interval, 0–1.

    Returns:
        The interval and the two-sided p-value: 1 − the highest confidence at which the interval
        still excludes 0, so that p is below 1 − confidence exactly when it does. NaN where a group
        is empty.

    Source: Newcombe (1998), method 10, Statistics in Medicine 17(8), 873–890,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I. The same in Python:
    `statsmodels.stats.proportion.confint_proportions_2indep(method="newcomb")`; in R:
    `DescTools::BinomDiffCI(method = "score")`.

    >>> interval, p_value = newcombe(56, 70, 48, 80)
    >>> round(interval.low, 4), round(interval.high, 4), round(p_value, 3)
    (0.0524, 0.3339, 0.008)
    """
    check_confidence(confidence)
    interval = _interval(hits, n, other_hits, other_n, confidence)
    if math.isnan(interval.low):
        return interval, math.nan
    if hits * other_n == other_hits * n:
        return interval, 1.0
    low, high = math.log(_SMALLEST), 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        tried = _interval(hits, n, other_hits, other_n, -math.expm1(middle))
        if tried.low <= 0 <= tried.high:
            low = middle
        else:
            high = middle
    return interval, math.exp(high)


def _interval(hits: int, n: int, other_hits: int, other_n: int, confidence: float) -> Interval:
    if not n or not other_n:
        return Interval(math.nan, math.nan)
    one, other = wilson(hits, n, confidence), wilson(other_hits, other_n, confidence)
    share, other_share = hits / n, other_hits / other_n
    difference = share - other_share
    return Interval(
        difference - math.hypot(share - one.low, other.high - other_share),
        difference + math.hypot(one.high - share, other_share - other.low),
    )
