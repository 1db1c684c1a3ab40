"""The tables of `cx.curves`: NPS at each level of each rating, and the shape it makes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from cx.analyses.curves_counts import Level
from cx.stats.curvature import FEWEST_LEVELS, Shape, shape
from cx.stats.interval import Interval
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import FloatArray
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import FEW_ANSWERS, NpsCounts
from cx.stats.verdict import Verdict, verdict

SHAPES: Final = [
    "driver",
    "n",
    "levels",
    "slope",
    "curvature",
    "p_value",
    "p_adjusted",
    "step_from",
    "step_to",
    "rise",
    "average",
    "excess",
    "ci_low",
    "ci_high",
    "step_p_value",
    "step_p_adjusted",
    "threshold",
]


@dataclass(frozen=True, slots=True)
class Curve:
    """A rating with what was counted, and its shape where enough levels have enough answers."""

    driver: str
    counts: Level
    full: FloatArray
    shape: Shape | None


def curve_of(driver: str, counts: Level) -> Curve:
    """Judge the shape by the levels with 30 answers or more."""
    full = np.asarray(counts.n.sum(axis=0) >= FEW_ANSWERS)
    judged = None
    if full.sum() >= 2:
        judged = shape(counts.levels[full], counts.n[:, full], counts.totals[:, full])
    return Curve(driver, counts, counts.levels[full], judged)


def levels_table(curves: Sequence[Curve], *, in_points: bool, confidence: float) -> pd.DataFrame:
    """Give `driver level n nps ci_low ci_high straight`, or `score` in place of `nps`."""
    parts = []
    for curve in curves:
        counts = curve.counts
        figures = _nps(counts, confidence) if in_points else _means(counts, confidence)
        straight = np.full(len(counts.levels), np.nan)
        if curve.shape is not None:
            straight = curve.shape.line[0] + curve.shape.slope * (counts.levels - curve.full[0])
        parts.append(
            pd.DataFrame(
                {
                    "driver": curve.driver,
                    "level": counts.levels,
                    "n": counts.n.sum(axis=0).astype("int64"),
                    **figures,
                    "straight": straight,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _nps(counts: Level, confidence: float) -> dict[str, list[float]]:
    cells = [
        NpsCounts(int(promoters), int(n - promoters - detractors), int(detractors))
        for promoters, detractors, n in zip(
            counts.promoters, counts.detractors, counts.n.sum(axis=0), strict=True
        )
    ]
    intervals = [cell.interval(confidence) for cell in cells]
    return {
        "nps": [cell.nps for cell in cells],
        "ci_low": [interval.low for interval in intervals],
        "ci_high": [interval.high for interval in intervals],
    }


def _means(counts: Level, confidence: float) -> dict[str, FloatArray]:
    n, totals = counts.n.sum(axis=0), counts.totals.sum(axis=0)
    left, sums = n - counts.n, totals - counts.totals
    without = np.divide(sums, left, out=np.full_like(sums, np.nan), where=left > 0)
    found = Jackknife(totals / n, without)
    low, high = found.interval(confidence)
    return {"score": found.estimate, "ci_low": low, "ci_high": high}


def shapes_table(curves: Sequence[Curve], confidence: float) -> pd.DataFrame:
    """Give one row a rating, the most curved first; p-values of steps are adjusted over all."""
    table = pd.DataFrame([_shape_row(curve, confidence) for curve in curves])
    table["p_adjusted"] = holm(table["p_value"])
    every = [_step_p_values(curve) for curve in curves]
    adjusted = np.split(holm(np.concatenate(every)), np.cumsum([len(part) for part in every])[:-1])
    table["step_p_adjusted"] = [
        math.nan if curve.shape is None or not len(part) else float(part[curve.shape.steepest])
        for curve, part in zip(curves, adjusted, strict=True)
    ]
    told = np.array([_is_threshold(row, confidence) for row in table.itertuples()], dtype=bool)
    table["threshold"] = table["step_to"].where(told)
    order = table["curvature"].round(9).sort_values(ascending=False, kind="stable").index
    return table.loc[order, SHAPES].reset_index(drop=True)


def _shape_row(curve: Curve, confidence: float) -> dict[str, Any]:
    found, levels = curve.shape, curve.full
    row: dict[str, Any] = {
        "driver": curve.driver,
        "n": int(curve.counts.n.sum()),
        "levels": len(levels),
        **dict.fromkeys(SHAPES[3:], math.nan),
    }
    if found is None or len(levels) < FEWEST_LEVELS:
        return row
    at = found.steepest
    low, high = found.excess.interval(confidence)
    return {
        **row,
        "slope": found.slope,
        "curvature": found.curvature,
        "p_value": found.p_value,
        "step_from": levels[at],
        "step_to": levels[at + 1],
        "rise": found.rises[at],
        "average": found.rises[at] - found.excess.estimate[at],
        "excess": found.excess.estimate[at],
        "ci_low": low[at],
        "ci_high": high[at],
        "step_p_value": found.excess.p_value()[at],
    }


def _step_p_values(curve: Curve) -> FloatArray:
    if curve.shape is None or len(curve.full) < FEWEST_LEVELS:
        return np.array([])
    return curve.shape.excess.p_value()


def _is_threshold(row: Any, confidence: float) -> bool:
    """Tell whether the steepest step is steeper than the average one beyond chance."""
    leans = verdict(Interval(row.ci_low, row.ci_high), row.step_p_adjusted, confidence)
    return leans == (Verdict.WORSE if row.slope < 0 else Verdict.BETTER)
