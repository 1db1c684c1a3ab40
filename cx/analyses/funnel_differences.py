"""At which steps the groups of `cx.funnel` lose customers differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

import pandas as pd

from cx.stats.means import Moments, welch
from cx.stats.multiplicity import holm

MOST_PAIRED: Final = 10
FIGURES: Final = ["difference", "ci_low", "ci_high", "p_value"]
COLUMNS: Final = ["step", "group", "other", *FIGURES, "p_adjusted"]


def share_moments(successes: int, n: int) -> Moments:
    """Give the moments of `n` values of which `successes` are 1 and the others 0.

    >>> share_moments(3, 4)
    Moments(n=4, mean=0.75, variance=0.25)
    """
    mean = successes / n if n else float("nan")
    variance = mean * (1 - mean) * n / (n - 1) if n > 1 else float("nan")
    return Moments(n, mean, variance)


def differences(counts: pd.DataFrame, names: Sequence[str], *, confidence: float) -> pd.DataFrame:
    """Compare, step by step, the shares of groups that come from the step before.

    Args:
        counts: one row a group: `group` and `n1`, `n2`…, the customers who reach each step.
        names: of the steps.
        confidence: of the intervals, 0–1.

    Returns:
        Columns `step group other difference ci_low ci_high p_value p_adjusted`: the share of
        `group` less that of `other` (−1…1), by Welch's t from counts, adjusted by Holm over all
        rows. Up to ten groups: all pairs. More: each group with all others together, and `other`
        is missing. NaN where a group has fewer than two customers at the step before, or where
        neither group varies.
    """
    rows = [
        (name, group, other, *figures)
        for step, name in enumerate(names[1:], start=2)
        for group, other, *figures in _at_step(counts, step, confidence)
    ]
    frame = pd.DataFrame(rows, columns=["step", "group", "other", *FIGURES])
    frame = frame.astype(dict.fromkeys(FIGURES, "float64"))
    frame["p_adjusted"] = holm(frame["p_value"])
    return frame


def _at_step(counts: pd.DataFrame, step: int, confidence: float) -> Iterator[tuple[Any, ...]]:
    come, reach = counts[f"n{step - 1}"].astype(int), counts[f"n{step}"].astype(int)
    groups = list(zip(counts["group"], reach, come, strict=True))
    if len(groups) <= MOST_PAIRED:
        for (group, hits, n), (other, other_hits, other_n) in combinations(groups, 2):
            pair = share_moments(hits, n), share_moments(other_hits, other_n)
            yield group, other, *_figures(*pair, confidence)
        return
    for group, hits, n in groups:
        rest = share_moments(int(reach.sum()) - hits, int(come.sum()) - n)
        yield group, None, *_figures(share_moments(hits, n), rest, confidence)


def _figures(first: Moments, other: Moments, confidence: float) -> tuple[float, ...]:
    found = welch(other, first, confidence)
    return found.difference, *found.interval, found.p_value
