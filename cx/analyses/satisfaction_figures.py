"""From counted answers to shares and means, with their intervals and differences."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, Final

import pandas as pd

from cx.analyses.comparisons import Measure, compared
from cx.stats.means import Moments, mean_interval, welch
from cx.stats.proportions import wilson

CSAT_COLUMNS: Final = ("n", "satisfied", "csat", "ci_low", "ci_high")
CES_COLUMNS: Final = ("n", "easy", "ces", "ci_low", "ci_high", "easy_share")


def moments_table(cells: pd.DataFrame, by: str | None, every: str | None) -> pd.DataFrame:
    """Put the cells of `count_ratings` together: `[by] [period] n hits mean variance`."""
    keys = [key for key, wanted in (("group", by), ("period", every)) if wanted is not None]
    grouped = cells.groupby(keys, sort=True) if keys else [((), cells)]
    rows = []
    for key, part in grouped:
        found = _together(part)
        rows.append(
            (*(key if keys else ()), int(found.n), int(part["hits"].sum()), *_values(found))
        )
    table = pd.DataFrame(rows, columns=[*keys, "n", "hits", "mean", "variance"])
    for name in keys:
        table[name] = table[name].astype(cells[name].dtype)
    return table.rename(columns={"group": str(by)})


def _values(sample: Moments) -> tuple[float, float]:
    return sample.mean, sample.variance


def _merged(samples: list[Moments]) -> Moments:
    rows = [(sample.n, sample.mean, _spread(sample)) for sample in samples]
    return _together(pd.DataFrame(rows, columns=["n", "mean", "spread"]))


def _together(cells: pd.DataFrame) -> Moments:
    n = int(cells["n"].sum())
    mean = float((cells["n"] * cells["mean"]).sum() / n)
    spread = float((cells["spread"] + cells["n"] * (cells["mean"] - mean) ** 2).sum())
    return Moments(n, mean, spread / (n - 1) if n > 1 else math.nan)


def csat_table(moments: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Give the table of `cx.csat`, with Wilson's intervals."""
    interval = wilson(moments["hits"], moments["n"], confidence)
    return _with(
        moments,
        satisfied=moments["hits"],
        csat=moments["hits"] / moments["n"],
        ci_low=interval.low,
        ci_high=interval.high,
    )


def ces_table(moments: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Give the table of `cx.ces`, with Student's intervals."""
    intervals = [mean_interval(_sample(row), confidence) for row in moments.itertuples()]
    return _with(
        moments,
        easy=moments["hits"],
        ces=moments["mean"],
        ci_low=[interval.low for interval in intervals],
        ci_high=[interval.high for interval in intervals],
        easy_share=moments["hits"] / moments["n"],
    )


def _with(moments: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    return moments.drop(columns=["hits", "mean", "variance"]).assign(**columns)


def _sample(row: Any) -> Moments:
    return Moments(int(row.n), float(row.mean), float(row.variance))


def _share(row: Any) -> Moments:
    """Give the moments of ones and zeros: the variance of a share with divisor n − 1."""
    n, share = int(row.n), row.hits / row.n
    return Moments(n, share, share * (1 - share) * n / (n - 1) if n > 1 else math.nan)


def rating_differences(
    moments: pd.DataFrame, *, shares: bool, by: str | None, every: str | None, confidence: float
) -> pd.DataFrame:
    """Compare groups or periods by Welch's t; see `compared` for which and for the columns.

    Args:
        moments: of `moments_table`.
        shares: whether the shares of those who count are compared, or the means.
        by: the column of groups, or None.
        every: the length of a period, or None.
        confidence: of the intervals, 0–1.
    """
    cell = _share if shares else _sample
    samples = [cell(row) for row in moments.itertuples()]
    measure = Measure(
        cell=cell,
        rest=partial(_rest, _merged(samples)),
        figures=partial(_figures, confidence=confidence),
    )
    return compared(moments, measure, by=by, every=every)


def _figures(first: Moments, other: Moments, *, confidence: float) -> tuple[float, ...]:
    found = welch(other, first, confidence)
    return found.difference, *found.interval, found.p_value


def _rest(everybody: Moments, own: Moments) -> Moments:
    """Take one sample out of all of them."""
    n = everybody.n - own.n
    mean = (everybody.n * everybody.mean - own.n * own.mean) / n
    between = own.n * n / everybody.n * (own.mean - mean) ** 2
    spread = max(_spread(everybody) - _spread(own) - between, 0.0)  # rounding may leave a hair
    return Moments(n, mean, spread / (n - 1) if n > 1 else math.nan)


def _spread(sample: Moments) -> float:
    return (sample.n - 1) * sample.variance if sample.n > 1 else 0.0
