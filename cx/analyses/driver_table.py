"""The tables of `cx.drivers`, put together from the model."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analyses.driver_choice import Choice
from cx.analyses.driver_model import DriverModel, slopes, with_replicates
from cx.analyses.driver_overview import Rating
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import FloatArray
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

CLEAR: Final = "clear"
UNDECIDED: Final = "undecided"


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


def performance(choice: Choice, model: DriverModel) -> Jackknife:
    """Give how well each rating does in the rows of the model.

    Its mean or, where ratings are on different scales, its place between the lowest and the
    highest answer, 0–1.
    """
    means = comparable(choice.modelled)
    start = np.array([0.0 if means else rating.low for rating in choice.modelled])
    width = np.array([1.0 if means else rating.high - rating.low for rating in choice.modelled])
    shift = np.array([rating.mean for rating in choice.modelled]) - start
    return Jackknife(
        (model.means.estimate + shift) / width, (model.means.replicates + shift) / width
    )


def assemble(
    choice: Choice, model: DriverModel, places: pd.DataFrame, confidence: float
) -> pd.DataFrame:
    """Make the table of `cx.drivers`; `places` as `placed` gives it."""
    table = pd.DataFrame([(r.driver, r.n, r.mean) for r in choice.ratings], columns=COLUMNS[:3])
    figures = _figures(choice, model, places, confidence).set_index("driver")
    table = table.join(figures, on="driver")
    table["p_adjusted"] = holm(table["p_value"])
    table["quadrant"] = table["quadrant"].astype(object).where(table["quadrant"].notna(), None)
    return by_importance(table[COLUMNS])


def by_importance(table: pd.DataFrame) -> pd.DataFrame:
    """Put the most important driver first."""
    # Rounding must not decide between copies of one rating.
    return table.sort_values(
        "importance", ascending=False, kind="stable", key=lambda values: values.round(12)
    ).reset_index(drop=True)


def _figures(
    choice: Choice, model: DriverModel, places: pd.DataFrame, confidence: float
) -> pd.DataFrame:
    share_low, share_high = _share(model, confidence)
    effect_low, effect_high = model.effects.interval(confidence)
    told = ~model.exact & choice.scale.is_nps
    return pd.DataFrame(
        {
            "driver": [rating.driver for rating in choice.modelled],
            "importance": model.importance.estimate,
            "ci_low": share_low,
            "ci_high": share_high,
            "effect": np.where(told, model.effects.estimate, np.nan),
            "effect_ci_low": np.where(told, effect_low, np.nan),
            "effect_ci_high": np.where(told, effect_high, np.nan),
            "p_value": np.where(told, model.effects.p_value(), np.nan),
            "quadrant": places["quadrant"].to_numpy(),
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


def sides(choice: Choice, model: DriverModel, confidence: float) -> pd.DataFrame:
    """Split each effect into the NPS points of more promoters and those of fewer detractors.

    `only` names the side on which a driver clearly works while it does not on the other.
    """
    told = ~model.exact & choice.scale.is_nps
    k = len(choice.modelled)
    promoters = slopes(with_replicates(choice.groups).centred, k, outcome=k + 2)
    detractors = model.effects - promoters
    columns: dict[str, Any] = {"driver": choice.names}
    works = []
    for side, part in (("promoters", promoters), ("detractors", detractors)):
        low, high = part.interval(confidence)
        p_adjusted = holm(np.where(told, part.p_value(), np.nan))
        works.append((low > 0) & (p_adjusted < 1 - confidence))
        columns |= {
            side: part.estimate,
            f"{side}_ci_low": low,
            f"{side}_ci_high": high,
            f"{side}_p_adjusted": p_adjusted,
        }
    tilt = (promoters - detractors).p_value()
    apart = holm(np.where(told, tilt, np.nan)) < 1 - confidence
    table = pd.DataFrame(columns)
    table.loc[~told, list(table.columns[1:])] = np.nan
    table["importance"] = model.importance.estimate
    table["only"] = [
        None if not clear or here == there else "promoters" if here else "detractors"
        for clear, here, there in zip(apart, *works, strict=True)
    ]
    return by_importance(table).drop(columns="importance")


def placed(choice: Choice, model: DriverModel, confidence: float) -> pd.DataFrame:
    """Place each driver by importance and performance, with the intervals that decide it.

    The interval of performance is that of its distance to the mean of all drivers, drawn around
    the driver: it crosses the line between low and high exactly when the data cannot tell the side.
    """
    rated = performance(choice, model)
    k = len(choice.modelled)
    level = rated.estimate.mean()
    below, above = (rated @ (np.eye(k) - 1 / k)).interval(confidence)
    low, high = _share(model, confidence)
    table = pd.DataFrame(
        {
            "driver": choice.names,
            "importance": model.importance.estimate,
            "ci_low": low,
            "ci_high": high,
            "performance": rated.estimate,
            "performance_ci_low": level + below,
            "performance_ci_high": level + above,
        }
    )
    across = (table["ci_low"] < 1 / k) & (table["ci_high"] > 1 / k)
    undecided = across | (below < 0) & (above > 0)
    table["quadrant"] = _quadrants(model, rated.estimate >= level, confidence)
    table["certainty"] = np.where(undecided, UNDECIDED, CLEAR)
    table["certainty"] = table["certainty"].astype(object).where(table["quadrant"].notna(), None)
    return table


def _share(model: DriverModel, confidence: float) -> tuple[FloatArray, FloatArray]:
    low, high = model.importance.interval(confidence)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def _quadrants(
    model: DriverModel, high: NDArray[np.bool_], confidence: float
) -> list[Quadrant | None]:
    share = model.importance.estimate
    important = share >= 1 / len(share)
    shown = ~model.reversed(confidence) & model.tells(confidence)
    names = {
        (True, False): Quadrant.FIX_FIRST,
        (True, True): Quadrant.KEEP_UP,
        (False, False): Quadrant.WATCH,
        (False, True): Quadrant.LEAVE,
    }
    return [
        names[bool(important[i]), bool(high[i])] if shown[i] else None for i in range(len(share))
    ]
