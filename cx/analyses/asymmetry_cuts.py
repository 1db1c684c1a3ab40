"""Which answers of a rating are low and which are high."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cx.data.scales.scale import Scale

# How many points from below are low, and how many from above are high, by the points of the scale.
USUAL: Final[Mapping[int, tuple[int, int]]] = {5: (2, 1), 7: (3, 2), 10: (6, 2), 11: (7, 2)}


@dataclass(frozen=True, slots=True)
class Cut:
    """Answers up to `low` are low, those from `high` on are high, both ends included."""

    low: float
    high: float


def cut_of(scale: Scale) -> Cut:
    """Cut a scale: 1–2 and 5 of five points, 1–3 and 6–7 of seven, 0–6 and 9–10 of eleven.

    On the ten points from 1 to 10 it is 1–6 and 9–10; on any other scale the lowest and the
    highest third of the points. Two points have no middle, so that nothing is left between.

    >>> from cx.wording import msg
    >>> cut_of(Scale(1, 4, certain=True, reason=msg("")))
    Cut(low=1, high=4)
    """
    points = scale.high - scale.low + 1
    low, high = USUAL.get(points, (max(points // 3, 1), max(points // 3, 1)))
    return Cut(scale.low + low - 1, scale.high - high + 1)
