"""The tables of `cx.behaviour_drivers`, put together from the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cx.analyses.behaviour_measures import Measure
from cx.analyses.behaviour_model import BehaviourModel
from cx.stats.interval import Interval
from cx.stats.least_squares import FloatArray
from cx.stats.multiplicity import holm
from cx.stats.verdict import verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables, and what stands in each of their rows; see `BehaviourResult`."""

    table: pd.DataFrame
    coefficients: pd.DataFrame
    measures: tuple[Measure, ...]
    deviations: tuple[float, ...]


def assemble(model: BehaviourModel, confidence: float, *, nps: bool) -> Tables:
    """Make the tables, the most important behaviour first."""
    table = _table(model, confidence, nps=nps)
    coefficients = _coefficients(model, confidence)
    figures = table[["effect_ci_low", "effect_ci_high"]]
    told = figures if nps else coefficients[["ci_low", "ci_high"]]
    table["verdict"] = [
        verdict(Interval(low, high), p, confidence).value
        for (low, high), p in zip(told.to_numpy(), table["p_adjusted"], strict=True)
    ]
    # Rounding must not decide between things of one importance.
    order = table["importance"].round(12).sort_values(ascending=False, kind="stable").index
    return Tables(
        table=table.loc[order].reset_index(drop=True),
        coefficients=coefficients.loc[order].reset_index(drop=True),
        measures=tuple(model.measures[at] for at in order),
        deviations=tuple(float(model.deviations[at]) for at in order),
    )


def _table(model: BehaviourModel, confidence: float, *, nps: bool) -> pd.DataFrame:
    share_low, share_high = model.importance.interval(confidence)
    low, high = model.effects.interval(confidence)
    deviation = model.deviations
    effects = {
        "effect": model.effects.estimate,
        "effect_ci_low": low,
        "effect_ci_high": high,
        "per_sd": model.effects.estimate * deviation,
        "per_sd_ci_low": low * deviation,
        "per_sd_ci_high": high * deviation,
    }
    p_value = (model.effects if nps else model.slopes).p_value()
    columns: dict[str, Any] = {
        "behaviour": [measure.code for measure in model.measures],
        "kind": [measure.kind.value for measure in model.measures],
        "n": _having(model),
        "mean": model.means,
        "importance": model.importance.estimate,
        "ci_low": np.clip(share_low, 0, 1),
        "ci_high": np.clip(share_high, 0, 1),
        **{name: _known(figures, known=nps) for name, figures in effects.items()},
        "p_value": p_value,
        "p_adjusted": holm(p_value),
    }
    return pd.DataFrame(columns)


def _having(model: BehaviourModel) -> list[int]:
    """Count the answers that have it; of a number all that count."""
    return [
        round(model.n * mean) if measure.share else model.n
        for measure, mean in zip(model.measures, model.means, strict=True)
    ]


def _known(figures: FloatArray, *, known: bool) -> FloatArray:
    return figures if known else np.full_like(figures, np.nan)


def _coefficients(model: BehaviourModel, confidence: float) -> pd.DataFrame:
    low, high = model.slopes.interval(confidence)
    return pd.DataFrame(
        {
            "behaviour": [measure.code for measure in model.measures],
            "coefficient": model.slopes.estimate,
            "ci_low": low,
            "ci_high": high,
            "p_value": model.slopes.p_value(),
        }
    )
