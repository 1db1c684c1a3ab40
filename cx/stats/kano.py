"""The Kano questionnaire: what two answers about a feature say, and the coefficients of all."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from cx.stats.interval import Interval, normal_quantile
from cx.stats.least_squares import FloatArray
from cx.stats.net_promoter import NpsCounts
from cx.stats.proportions import wilson

SOURCE: Final = (
    "Kano, Seraku, Takahashi & Tsuji (1984), Journal of the Japanese Society for Quality Control "
    "14(2), 39–48; evaluation table and coefficients: Berger et al. (1993), Kano’s Methods for "
    "Understanding Customer-defined Quality, Center for Quality of Management Journal 2(4), 3–36"
)


class Kano(StrEnum):
    """What a feature is to a customer."""

    ATTRACTIVE = "attractive"
    """It delights when it is there and is not missed otherwise."""
    ONE_DIMENSIONAL = "one_dimensional"
    """It pleases when it is there and annoys when it is not."""
    MUST_BE = "must_be"
    """It is taken for granted, and annoys when it is not there."""
    INDIFFERENT = "indifferent"
    """It makes no difference."""
    REVERSE = "reverse"
    """It is not wanted."""
    QUESTIONABLE = "questionable"
    """The two answers contradict each other."""


_LETTERS: Final = {kind.value[0].upper(): kind for kind in Kano}
# Rows: if it is there; columns: if it is not; each from "I like it" to "I dislike it".
_TABLE: Final = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")


def evaluate(functional: int, dysfunctional: int) -> Kano:
    """Read the two answers of a customer by Kano's evaluation table.

    Args:
        functional: what the customer feels if the feature is there: 1 like, 2 must be, 3 neutral,
            4 can live with it, 5 dislike.
        dysfunctional: likewise if it is not there.

    Source: Berger et al. (1993), Center for Quality of Management Journal 2(4), 3–36.

    >>> evaluate(1, 5).value, evaluate(3, 5).value
    ('one_dimensional', 'must_be')
    """
    return _LETTERS[_TABLE[functional - 1][dysfunctional - 1]]


def better(attractive: ArrayLike, one_dimensional: ArrayLike, decided: ArrayLike) -> FloatArray:
    """Give CS+, how much satisfaction rises with the feature: (A + O) / (A + O + M + I), 0…1.

    Args:
        attractive: how many find it attractive, A.
        one_dimensional: O.
        decided: A + O + M + I; reverse and questionable answers do not count. NaN where it is 0.

    Source: Berger et al. (1993). For CS−, how much satisfaction falls without it, give M in place
    of A and take the negative.

    >>> round(float(better(7, 32.3, 98.1)), 3)
    0.401
    """
    some = np.where(np.asarray(decided) > 0, decided, np.nan)
    return np.asarray((np.asarray(attractive) + np.asarray(one_dimensional)) / some)


def better_interval(
    attractive: ArrayLike, one_dimensional: ArrayLike, decided: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Give the interval of `better`: Wilson's, since it is a share of the decided answers."""
    return wilson(np.asarray(attractive) + np.asarray(one_dimensional), decided, confidence)


def lead(first: int, second: int, n: int, confidence: float = 0.95) -> tuple[Interval, float]:
    """Judge how far the commonest kind leads the next, as a share of all answers.

    The lead is a difference of two shares of the same answers, of the same form as an NPS; the
    interval is that of `NpsCounts.interval`.

    Args:
        first: answers of the commonest kind.
        second: answers of the next.
        n: all answers.
        confidence: of the interval, 0–1.

    Returns:
        The interval of the lead, as a share within −1…1, and the two-sided p-value of there being
        none, from the same statistic; NaN without answers.

    Source: Fong (1996), Center for Quality of Management Journal 5(1), 21–24, with the adjustment
    of Rocks (2016), doi:10.1080/00031305.2016.1158124.
    """
    if n == 0:
        return Interval(np.nan, np.nan), float("nan")
    counts = NpsCounts(first, n - first - second, second)
    centre, error = counts.centre_and_error(adjusted=True)
    half = normal_quantile(confidence) * error
    interval = Interval(max((centre - half) / 100, -1.0), min((centre + half) / 100, 1.0))
    return interval, 2 * float(ndtr(-abs(centre) / error))
