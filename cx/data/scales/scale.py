"""Which scale a score was given on, judged from its name and its values."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from cx.data.vocabulary import says
from cx.wording import Message, msg

NPS_RANGE = (0, 10)
MOSTLY = 0.95

_RANGE: Final = re.compile(
    r"(?<![\d.])([-−]?\d{1,3})\s*(?:-|–|—|~|～|to|bis|à|至|到|\.\.\.?|…)\s*(\d{1,3})(?![\d.])"
)
_ENDS: Final = re.compile(r"(?<![\d.])([-−]?\d{1,3})\s*[=＝]")
_USUAL: Final = {
    *((0, 10), (1, 10), (1, 7), (1, 5), (0, 5), (1, 4), (1, 6), (1, 9), (0, 100), (1, 100)),
    *((-2, 2), (-3, 3), (-5, 5)),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and the highest score that could be given.

    Attributes:
        low: lowest possible score.
        high: highest possible score.
        certain: whether name and values leave no reasonable doubt.
        reason: why this scale, as a sentence.
    """

    low: int
    high: int
    certain: bool
    reason: Message

    @property
    def is_nps(self) -> bool:
        """Whether NPS is defined on this scale."""
        return (self.low, self.high) == NPS_RANGE


def infer_scale(  # noqa: PLR0913 (the summary of a column, each part with its own meaning)
    name: str, *, low: float, high: float, n: int, zeros: int, within: float = 1.0
) -> Scale:
    """Infer the scale of a score column.

    Args:
        name: the header of the column.
        low: the lowest value.
        high: the highest value.
        n: how many values there are, the missing ones not counted.
        zeros: how many of them are 0.
        within: the share of values between 0 and 10, 0–1. At 0.95 or more the others are taken for
            slips (99 for "no answer"); give `low` and `high` of the values between 0 and 10 then,
            where they are known.

    Returns:
        The scale with its reason. Without values it is 0–10 and uncertain.
    """
    said = said_in(name)
    if said and (n == 0 or (said[0] <= low and high <= said[1]) or MOSTLY <= within < 1):
        return Scale(*said, certain=True, reason=msg("The name of the column says the scale."))
    if n == 0 or math.isnan(low) or math.isnan(high):
        return Scale(0, 10, certain=False, reason=msg("There are no scores to judge the scale by."))
    if within < MOSTLY or (within == 1 and (low < 0 or high > 10)):
        return _about_zero(low, high, n=n) or _beyond_ten(low, high)
    low, high = max(low, 0), min(high, 10)
    if n >= 20 and high <= 7:
        return _short(low, high, n=n, zeros=zeros)
    if says(name, "recommend"):
        return _recommendation(n=n, zeros=zeros)
    return _up_to_ten(name, low, n=n, zeros=zeros)


def said_in(name: str) -> tuple[int, int] | None:
    """Find a scale that is written in a header: "(0-10)", "1 to 5", "1～7分", "1 = bad, 5 = good".

    >>> said_in("Q3 (-3 to 3)"), said_in("Ease: 1 = hard … 7 = easy"), said_in("Q3")
    ((-3, 3), (1, 7), None)
    """
    found = {(_whole(low), _whole(high)) for low, high in _RANGE.findall(name)} & _USUAL
    if not found:
        ends = [_whole(end) for end in _ENDS.findall(name)]
        found = {(min(ends), max(ends))} & _USUAL if ends else set()
    return found.pop() if len(found) == 1 else None


def _whole(text: str) -> int:
    return int(text.replace("−", "-"))


def _about_zero(low: float, high: float, *, n: int) -> Scale | None:
    """Take scores on both sides of 0, up to 5 away from it, to be on a scale round 0."""
    reach = next((reach for reach in (1, 2, 3, 5) if reach >= max(-low, high)), None)
    if reach is None or low >= 0 or high <= 0:
        return None
    return Scale(
        -reach,
        reach,
        certain=low == -reach and high == reach and n >= 20,
        reason=msg(
            "The scores lie between {low:number} and {high:number}, on both sides of 0.",
            low=low,
            high=high,
        ),
    )


def _beyond_ten(low: float, high: float) -> Scale:
    bounds = (0, 100) if low >= 0 and 10 < high <= 100 else (math.floor(low), math.ceil(high))
    return Scale(
        *bounds,
        certain=False,
        reason=msg(
            "The scores lie between {low:number} and {high:number}, too wide for a scale to 10.",
            low=low,
            high=high,
        ),
    )


def _short(low: float, high: float, *, n: int, zeros: int) -> Scale:
    top = 1 if high <= 1 else 5 if high <= 5 else 7
    bottom = 0 if zeros or top == 1 else 1
    certain = high == top and low <= bottom and (top != 7 or n >= 30)
    if n >= 100 and high in {3, 4, 6} and not zeros:
        top, certain = int(high), False  # of so many somebody would have chosen one point more
    return Scale(
        bottom,
        top,
        certain=certain,
        reason=msg(
            "None of the {n:count} scores is above {high:number}, so the scale is taken to be "
            "{bottom:count} to {top:count}.",
            n=n,
            high=high,
            bottom=bottom,
            top=top,
        ),
    )


def _recommendation(*, n: int, zeros: int) -> Scale:
    if zeros or n < 100:
        reason = msg("The name says that it is a likelihood to recommend, asked from 0 to 10.")
        return Scale(0, 10, certain=True, reason=reason)
    return Scale(
        0,
        10,
        certain=False,
        reason=msg(
            "The name says that it is a likelihood to recommend, asked from 0 to 10, but none of "
            "the {n:count} scores is 0. If people could only choose from 1 to 10, this is not an "
            "NPS scale: please check the questionnaire.",
            n=n,
        ),
    )


def _up_to_ten(name: str, low: float, *, n: int, zeros: int) -> Scale:
    if zeros:
        reason = msg("The scores run from 0 to 10.")
        return Scale(0, 10, certain=True, reason=reason)
    if n >= 30 and says(name, "rating"):
        reason = msg(
            "None of the {n:count} ratings is 0, so the scale is taken to be 1 to 10.", n=n
        )
        return Scale(1, 10, certain=low == 1, reason=reason)
    return Scale(
        0,
        10,
        certain=False,
        reason=msg(
            "The scores fit a scale from 0 to 10, but none of the {n:count} is 0: it could be "
            "1 to 10 as well. Please check the questionnaire.",
            n=n,
        ),
    )
