"""An observed share against one that was named beforehand."""

from __future__ import annotations

import math

from scipy.special import ndtr

from cx.errors import InvalidSetting
from cx.stats.interval import Interval
from cx.stats.proportions import wilson
from cx.wording import msg


def score_test(hits: int, n: int, share: float, confidence: float = 0.95) -> tuple[Interval, float]:
    """Test whether `hits` of `n` fit a given share, by the score test.

    Args:
        hits: how many, 0…n.
        n: of how many; nothing can be told from 0.
        share: the share named beforehand, 0–1.
        confidence: of the interval, 0–1.

    Returns:
        Wilson's interval of the observed share, and the two-sided p-value of z = (p − share) ÷
        √(share·(1 − share) ÷ n), which is below 1 − confidence exactly when the interval excludes
        `share`: the interval holds just the shares that this test does not refuse.

    Raises:
        InvalidSetting: `share` is no share.

    Source: Wilson (1927), doi:10.1080/01621459.1927.10502953. The same in Python:
    `statsmodels.stats.proportion.proportions_ztest(hits, n, share, prop_var=share)`; in R:
    `prop.test(hits, n, share, correct = FALSE)`.

    >>> interval, p_value = score_test(8, 100, 0.8)
    >>> round(interval.low, 3), round(interval.high, 3), p_value < 0.001
    (0.041, 0.15, True)
    """
    if not 0 <= share <= 1:
        raise InvalidSetting(
            msg("A share has to lie between 0 and 1; what arrived is {share}.", share=share)
        )
    interval = wilson(hits, n, confidence)
    if n == 0:
        return interval, math.nan
    distance = abs(hits / n - share)
    error = math.sqrt(share * (1 - share) / n)
    if error == 0:
        return interval, float(distance == 0)
    return interval, float(2 * ndtr(-distance / error))
