"""Intervals and the quantiles they are made with."""

from __future__ import annotations

from typing import NamedTuple

from scipy.special import ndtri, stdtrit

from cx.errors import InvalidSetting
from cx.wording import msg


class Interval(NamedTuple):
    """A confidence interval in the units of its estimate; NaN where it cannot be computed."""

    low: float
    high: float


def check_confidence(confidence: float) -> float:
    """Return `confidence` if it lies strictly between 0 and 1, else raise `InvalidSetting`."""
    if not isinstance(confidence, int | float) or not 0 < confidence < 1:
        raise InvalidSetting(
            msg(
                "The confidence is {confidence}; it has to lie between 0 and 1, for example 0.95.",
                confidence=confidence,
            )
        )
    return confidence


def normal_quantile(confidence: float) -> float:
    """Return z such that a standard normal lies in ±z with probability `confidence`.

    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    return float(ndtri((1 + check_confidence(confidence)) / 2))


def t_quantile(confidence: float, df: float) -> float:
    """Return t such that Student's t with `df` degrees of freedom lies in ±t.

    >>> round(t_quantile(0.95, 10), 4)
    2.2281
    """
    return float(stdtrit(df, (1 + check_confidence(confidence)) / 2))
