"""The tables of `cx.ordinal_check`, put together from the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analyses.ordinal_model import Cuts, OrdinalModel
from cx.stats.least_squares import FloatArray
from cx.stats.multiplicity import holm

CUTS: Final = [
    "driver",
    "low_cut",
    "high_cut",
    "difference",
    "ci_low",
    "ci_high",
    "p_value",
    "p_adjusted",
]


def assemble(names: Sequence[str], model: OrdinalModel, n: int, confidence: float) -> pd.DataFrame:
    """Make the table of `cx.ordinal_check`, the most important rating first."""
    low, high = model.slopes.interval(confidence)
    share_low, share_high = model.importance.interval(confidence)
    told = ~model.exact
    table = pd.DataFrame(
        {
            "driver": list(names),
            "n": n,
            "log_odds": np.where(told, model.slopes.estimate, np.nan),
            "ci_low": np.where(told, low, np.nan),
            "ci_high": np.where(told, high, np.nan),
        }
    )
    for column, source in (
        ("odds_ratio", "log_odds"),
        ("odds_ratio_ci_low", "ci_low"),
        ("odds_ratio_ci_high", "ci_high"),
    ):
        table[column] = np.exp(table[source])
    table["p_value"] = np.where(told, model.slopes.p_value(), np.nan)
    table["p_adjusted"] = holm(table["p_value"])
    table["importance"] = model.importance.estimate
    table["importance_ci_low"] = np.clip(share_low, 0, 1)
    table["importance_ci_high"] = np.clip(share_high, 0, 1)
    table["importance_linear"] = model.linear.estimate
    table["rank"] = _ranks(model.importance.estimate)
    table["rank_linear"] = _ranks(model.linear.estimate)
    # Rounding must not decide between copies of one rating.
    order = table["importance"].round(9).sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _ranks(shares: FloatArray) -> NDArray[np.int64]:
    """Rank from 1, the largest; copies of one rating share the better rank."""
    rounded = shares.round(9)
    return np.array([1 + int((rounded > share).sum()) for share in rounded], dtype=np.int64)


def cuts_table(
    names: Sequence[str], cuts: Cuts | None, told: NDArray[np.bool_], confidence: float
) -> pd.DataFrame:
    """Give the slopes for reaching the low and the high score, and how far they differ."""
    if cuts is None:
        return pd.DataFrame(columns=CUTS)
    low, high = cuts.gap.interval(confidence)
    figures = {
        "low_cut": cuts.low.estimate,
        "high_cut": cuts.high.estimate,
        "difference": cuts.gap.estimate,
        "ci_low": low,
        "ci_high": high,
        "p_value": cuts.gap.p_value(),
    }
    table = pd.DataFrame({"driver": list(names), **figures})
    table.loc[~told, list(figures)] = np.nan
    table["p_adjusted"] = holm(table["p_value"])
    return table[CUTS]
