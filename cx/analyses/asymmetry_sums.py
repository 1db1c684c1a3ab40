"""The engine's part of `cx.asymmetry`: low and high answers marked, multiplied and added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cx.analyses.asymmetry_cuts import Cut
from cx.analyses.rated_rows import Basis, rated_rows
from cx.data import engine
from cx.stats.least_squares import CrossProducts
from cx.stats.penalty_reward import RatingSums


@dataclass(frozen=True, slots=True)
class MarkedSums:
    """What one query adds up.

    Attributes:
        groups: cross-products of the marks, low and high of each rating, then the outcome.
        ratings: sums of the ratings, in the same groups.
    """

    groups: CrossProducts
    ratings: RatingSums


def marked_sums(base: Basis, cuts: Sequence[Cut]) -> MarkedSums:
    """Add up in one query, in up to 50 groups of customers or of answers."""
    rows: Any = rated_rows(base)
    k, scale = len(cuts), base.choice.scale
    values: dict[str, Any] = {}
    for index, cut in enumerate(cuts):
        rating = rows[f"r{index}"]
        values[f"m{2 * index}"] = (rating <= cut.low).cast("int32").cast("float64")
        values[f"m{2 * index + 1}"] = (rating >= cut.high).cast("int32").cast("float64")
    # Less a constant near its mean: sums of squares of large values lose the digits that matter.
    values[f"m{2 * k}"] = rows.outcome - (0.0 if base.in_points else (scale.low + scale.high) / 2)
    ratings = {f"r{index}": rows[f"r{index}"] for index in range(k)}
    marked: Any = rows.select(part=rows.part, **values, **ratings)
    sums = {name: marked[name].sum() for name in (*values, *ratings)}
    pairs = {
        f"p{i}_{j}": (marked[f"m{i}"] * marked[f"m{j}"]).sum()
        for i in range(2 * k + 1)
        for j in range(i, 2 * k + 1)
    }
    ends = {f"e{i}": (marked[f"r{i // 2}"] * marked[f"m{i}"]).sum() for i in range(2 * k)}
    query = marked.group_by("part").aggregate(n=marked.count(), **sums, **pairs, **ends)
    return _collected(engine.fetch(query), k)


def _collected(frame: pd.DataFrame, k: int) -> MarkedSums:
    used = frame.sort_values("part")
    width = 2 * k + 1
    cells = np.zeros((len(used), width, width))
    for i in range(width):
        for j in range(i, width):
            cells[:, i, j] = cells[:, j, i] = used[f"p{i}_{j}"].to_numpy(float)
    sums = used[[f"m{i}" for i in range(width)]].to_numpy(float)
    ends = used[[f"e{i}" for i in range(2 * k)]].to_numpy(float)
    every = used[[f"r{i}" for i in range(k)]].to_numpy(float)
    return MarkedSums(
        groups=CrossProducts(used["n"].to_numpy(float), sums, cells),
        ratings=RatingSums(every=every, low=ends[:, 0::2], high=ends[:, 1::2]),
    )
