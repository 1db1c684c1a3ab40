"""The one rule that turns an interval into better, worse or “can't tell”."""

from __future__ import annotations

from enum import StrEnum

from cx.stats.interval import Interval, check_confidence


class Verdict(StrEnum):
    """What a comparison says; a higher value is taken to be better."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"
    INVALID = "invalid"

    @property
    def clear(self) -> bool:
        """Whether the comparison has an answer."""
        return self in {Verdict.BETTER, Verdict.WORSE}

    @property
    def tone(self) -> str:
        """The tone in which charts draw it: without an answer always the grey of “unclear”."""
        return self.value if self.clear else Verdict.UNCLEAR.value


def verdict(
    interval: Interval, p_adjusted: float, confidence: float = 0.95, *, readable: bool = True
) -> Verdict:
    """Judge a difference by its interval and its p-value after adjustment.

    Args:
        interval: of the difference, treatment − control; NaN where it could not be computed.
        p_adjusted: after correction for the number of comparisons; NaN where not computed.
        confidence: of the interval; 1 − confidence is the bar for `p_adjusted`.
        readable: False where the experiment itself is broken, so that nothing can be said.

    >>> verdict(Interval(-0.0133, -0.0031), 0.0016).value
    'worse'
    """
    bar = 1 - check_confidence(confidence)
    if not readable:
        return Verdict.INVALID
    if p_adjusted < bar and interval.low > 0:
        return Verdict.BETTER
    if p_adjusted < bar and interval.high < 0:
        return Verdict.WORSE
    return Verdict.UNCLEAR
