"""The tables of `cx.nps_value`, from the moments of each group."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from cx.analyses.nps_value_rows import DETRACTORS, NO_ANSWER, PASSIVES, PROMOTERS
from cx.analyses.nps_value_words import OTHERS
from cx.stats.interval import Interval
from cx.stats.means import Moments, mean_interval
from cx.stats.multiplicity import holm
from cx.stats.ratio import Ratio, ratio, together
from cx.stats.verdict import verdict

ORDER: Final = (PROMOTERS, PASSIVES, DETRACTORS, NO_ANSWER)
PAIRS: Final = (
    (PROMOTERS, DETRACTORS),
    (PROMOTERS, PASSIVES),
    (PROMOTERS, OTHERS),
    (PROMOTERS, NO_ANSWER),
    (PASSIVES, DETRACTORS),
)


def ordered(groups: pd.DataFrame) -> pd.DataFrame:
    """Give promoters, passives and detractors, nobody in them or not, and who did not answer."""
    silent = bool((groups["group"] == NO_ANSWER).any())
    wanted = ORDER if silent else ORDER[:3]
    table = groups.set_index("group").reindex(wanted)
    counts = ["n", "customers", "negative"]
    table[counts] = table[counts].fillna(0).astype("int64")
    table["total"] = table["total"].fillna(0.0)
    return table.rename_axis("group").reset_index()


def moments(groups: pd.DataFrame) -> dict[str, Moments]:
    """Give the moments of each group, and of everyone who answered and is no promoter."""
    rows: Iterator[Any] = groups.itertuples()
    found = {
        str(row.group): Moments(int(row.customers), float(row.mean), float(row.variance))
        for row in rows
    }
    return {**found, OTHERS: together(found[PASSIVES], found[DETRACTORS])}


def figures(groups: pd.DataFrame, known: Mapping[str, Moments], confidence: float) -> pd.DataFrame:
    """Make the table of groups; ratios are against the detractors."""
    total, customers = float(groups["total"].sum()), int(groups["customers"].sum())
    means = [mean_interval(known[group], confidence) for group in groups["group"]]
    against = [_against_detractors(group, known, confidence) for group in groups["group"]]
    return pd.DataFrame(
        {
            "group": groups["group"],
            "n": groups["n"],
            "customers": groups["customers"],
            "share_of_customers": groups["customers"] / customers,
            "mean": groups["mean"].astype(float),
            "ci_low": [low for low, _ in means],
            "ci_high": [high for _, high in means],
            "median": groups["median"].astype(float),
            "total": groups["total"].astype(float),
            "share_of_value": groups["total"] / total if total > 0 else math.nan,
            "ratio": [found for found, _ in against],
            "ratio_ci_low": [interval.low for _, interval in against],
            "ratio_ci_high": [interval.high for _, interval in against],
        }
    )


def _against_detractors(
    group: str, known: Mapping[str, Moments], confidence: float
) -> tuple[float, Interval]:
    if group == DETRACTORS:
        itself = 1.0 if known[group].mean > 0 else math.nan
        return itself, Interval(math.nan, math.nan)
    found = ratio(known[group], known[DETRACTORS], confidence)
    return found.estimate, found.interval


def comparisons(known: Mapping[str, Moments], confidence: float) -> pd.DataFrame:
    """Compare promoters with each other group, and passives with detractors."""
    pairs = [pair for pair in PAIRS if set(pair) <= set(known)]
    found = [ratio(known[group], known[other], confidence) for group, other in pairs]
    table = pd.DataFrame([_row(item) for item in found])
    table.insert(0, "group", [group for group, _ in pairs])
    table.insert(1, "other", [other for _, other in pairs])
    table["p_adjusted"] = holm(table["p_value"])
    table["verdict"] = [
        verdict(item.difference.interval, p, confidence).value
        for item, p in zip(found, table["p_adjusted"], strict=True)
    ]
    return table


def _row(found: Ratio) -> dict[str, float]:
    return {
        "ratio": found.estimate,
        "ratio_ci_low": found.interval.low,
        "ratio_ci_high": found.interval.high,
        "difference": found.difference.difference,
        "ci_low": found.difference.interval.low,
        "ci_high": found.difference.interval.high,
        "p_value": found.difference.p_value,
    }
