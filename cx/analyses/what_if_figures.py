"""The tables of `cx.what_if`: what each rating brings, the NPS now and after, the customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from cx.analyses.what_if_basis import Basis
from cx.stats.jackknife import Jackknife

NOW: Final = "now"
AFTER: Final = "after"
CHANGE: Final = "change"
HARDLY: Final = 0.05


def table(
    base: Basis, changes: Mapping[str, float], steps: Mapping[str, float], confidence: float
) -> pd.DataFrame:
    """Give the NPS points of each rating by itself."""
    places = [base.choice.names.index(name) for name in changes]
    weights = np.zeros((len(base.choice.names), len(changes)))
    weights[places, range(len(changes))] = list(steps.values())
    parts = base.effects @ weights
    low, high = parts.interval(confidence)
    return pd.DataFrame(
        {
            "driver": list(changes),
            "asked": [float(asked) for asked in changes.values()],
            "moved": list(steps.values()),
            "effect": parts.estimate,
            "ci_low": low,
            "ci_high": high,
        }
    )


def overall(now: Jackknife, change: Jackknife, confidence: float) -> pd.DataFrame:
    """Give the NPS now and after, and how far they are apart, never beyond −100 and 100."""
    level = now @ np.array([[1.0], [0.0]])
    nps = level.estimate[0]
    rows = []
    for moment, found, least, most in (
        (NOW, level, -100.0, 100.0),
        (AFTER, level + change, -100.0, 100.0),
        (CHANGE, change, -100.0 - nps, 100.0 - nps),
    ):
        low, high = found.interval(confidence)
        rows.append((moment, *np.clip([found.estimate[0], low[0], high[0]], least, most)))
    return pd.DataFrame(rows, columns=["moment", "nps", "ci_low", "ci_high"])


def gained(
    now: Jackknife, change: Jackknife, won: Jackknife, size: int, confidence: float
) -> pd.DataFrame:
    """Turn points into customers; no more can be won than there are."""
    nps, promoters = now.estimate
    detractors = promoters - nps
    rows = []
    for side, found, least, most in (
        ("promoters", won, -promoters, 100 - promoters),
        ("detractors", change - won, detractors - 100, detractors),
    ):
        low, high = found.interval(confidence)
        values = np.clip([found.estimate[0], low[0], high[0]], least, most)
        rows.append((side, *(values / 100 * size)))
    return pd.DataFrame(rows, columns=["side", "customers", "ci_low", "ci_high"])


def shares(
    now: Jackknife, won: float, change: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the shares of promoters and detractors before and after, 0–1."""
    nps, promoters = now.estimate / 100
    after = promoters + won / 100, promoters - nps - (change - won) / 100
    more, fewer = (min(max(share, 0.0), 1.0) for share in after)
    return (promoters, promoters - nps), (more, fewer)


def variance(promoters: float, detractors: float) -> float:
    """Give the variance of one answer's −100, 0 or 100, in points²."""
    net = promoters - detractors
    return 1e4 * max(promoters + detractors - net**2, 0.0)


def hardly_there(base: Basis, steps: Mapping[str, float]) -> tuple[str, ...]:
    """Name the ratings that move to where hardly any answer is today."""
    return tuple(
        name for name, step in steps.items() if step and base.spread[name].beyond(step) < HARDLY
    )
