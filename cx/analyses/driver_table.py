"""The tables of `cx.drivers`, put together from the model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from cx.analyses.driver_choice import Choice
from cx.analyses.driver_model import DriverModel
from cx.analyses.driver_products import Rating
from cx.stats.jackknife import Jackknife
from cx.stats.multiplicity import holm

COLUMNS: Final = [
    "driver",
    "n",
    "mean",
    "importance",
    "ci_low",
    "ci_high",
    "effect",
    "effect_ci_low",
    "effect_ci_high",
    "p_value",
    "p_adjusted",
    "quadrant",
]


class Quadrant(StrEnum):
    """What importance and rating together suggest."""

    FIX_FIRST = "fix_first"
    """Important and rated low."""
    KEEP_UP = "keep_up"
    """Important and rated high."""
    WATCH = "watch"
    """Less important and rated low."""
    LEAVE = "leave"
    """Less important and rated high."""


def comparable(modelled: Sequence[Rating]) -> bool:
    """Tell whether all ratings have the same highest answer; then their means can be compared."""
    return len({rating.scale.high for rating in modelled}) == 1


def performance(rating: Rating, *, means: bool) -> float:
    """Give the mean of a rating, or its place between the lowest and the highest answer, 0–1."""
    if means:
        return rating.mean
    width = rating.high - rating.low
    return (rating.mean - rating.low) / width if width > 0 else math.nan


def complete_rows_performance(choice: Choice, model: DriverModel, *, means: bool) -> Jackknife:
    """Give `performance` over the rows of the model, with its jackknife."""
    start = np.array([0.0 if means else rating.low for rating in choice.modelled])
    width = np.array([1.0 if means else rating.high - rating.low for rating in choice.modelled])
    shift = np.array([rating.mean for rating in choice.modelled]) - start
    return Jackknife(
        (model.means.estimate + shift) / width, (model.means.replicates + shift) / width
    )


def assemble(choice: Choice, model: DriverModel, confidence: float) -> pd.DataFrame:
    """Make the table of `cx.drivers`; its index is the place of the rating in the role."""
    table = pd.DataFrame([(r.driver, r.n, r.mean) for r in choice.ratings], columns=COLUMNS[:3])
    figures = _figures(choice, model, confidence).set_index("driver")
    table = table.join(figures, on="driver")
    table["p_adjusted"] = holm(table["p_value"])
    table["quadrant"] = table["quadrant"].astype(object).where(table["quadrant"].notna(), None)
    # Rounding must not decide between copies of one rating.
    return table[COLUMNS].sort_values(
        "importance", ascending=False, kind="stable", key=lambda values: values.round(12)
    )


def _figures(choice: Choice, model: DriverModel, confidence: float) -> pd.DataFrame:
    share_low, share_high = model.importance.interval(confidence)
    effect_low, effect_high = model.effects.interval(confidence)
    told = ~model.exact & choice.scale.is_nps
    return pd.DataFrame(
        {
            "driver": [rating.driver for rating in choice.modelled],
            "importance": model.importance.estimate,
            "ci_low": np.clip(share_low, 0, 1),
            "ci_high": np.clip(share_high, 0, 1),
            "effect": np.where(told, model.effects.estimate, np.nan),
            "effect_ci_low": np.where(told, effect_low, np.nan),
            "effect_ci_high": np.where(told, effect_high, np.nan),
            "p_value": np.where(told, model.effects.p_value(), np.nan),
            "quadrant": _quadrants(choice, model, confidence),
        }
    )


def coefficients(names: Sequence[str], model: DriverModel, confidence: float) -> pd.DataFrame:
    """Give the slopes on the scale of the score; NaN for what can be computed from others."""
    low, high = model.slopes.interval(confidence)
    table = pd.DataFrame(
        {
            "driver": list(names),
            "coefficient": model.slopes.estimate,
            "ci_low": low,
            "ci_high": high,
            "p_value": model.slopes.p_value(),
        }
    )
    table.loc[model.exact, ["coefficient", "ci_low", "ci_high", "p_value"]] = np.nan
    return table


def _quadrants(choice: Choice, model: DriverModel, confidence: float) -> list[Quadrant | None]:
    means = comparable(choice.modelled)
    rated = np.array([performance(rating, means=means) for rating in choice.modelled])
    share = model.importance.estimate
    important, high = share >= 1 / len(share), rated >= rated.mean()
    placed = ~model.reversed(confidence) & model.tells(confidence)
    names = {
        (True, False): Quadrant.FIX_FIRST,
        (True, True): Quadrant.KEEP_UP,
        (False, False): Quadrant.WATCH,
        (False, True): Quadrant.LEAVE,
    }
    return [
        names[bool(important[i]), bool(high[i])] if placed[i] else None for i in range(len(share))
    ]
