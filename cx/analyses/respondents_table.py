"""The figures of `cx.respondents`: those who answered beside all customers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from scipy.special import chdtrc

from cx.analyses.respondents_levels import FEW, Levels
from cx.analyses.respondents_weights import Weighting, dissimilarity
from cx.stats.interval import Interval
from cx.stats.means import NO_INTERVAL, Moments, welch
from cx.stats.multiplicity import holm
from cx.stats.proportions import wilson
from cx.stats.share_difference import share_difference
from cx.stats.verdict import verdict
from cx.stats.weighting import CellScores, post_stratified, weighted_nps

RAW: Final = "as answered"
WEIGHTED: Final = "weighted"
DIFFERENCE: Final = ["difference", "difference_ci_low", "difference_ci_high", "p_value"]
ESTIMATES: Final = ["basis", "n", "effective_n", "nps", "ci_low", "ci_high"]
COLUMNS: Final = [
    *("attribute", "level", "n", "customers", "response_rate", "ci_low", "ci_high"),
    *("share_answers", "share_customers", *DIFFERENCE, "p_adjusted", "nps"),
]


def table_of(levels: Sequence[Levels], confidence: float, *, scored: bool) -> pd.DataFrame:
    """Make the table of `cx.respondents`; see there."""
    parts = [_level_rows(item, confidence) for item in levels]
    table = pd.concat(parts, ignore_index=True)
    if not scored:
        table["nps"] = math.nan
    table["p_adjusted"] = holm(table["p_value"])
    return table[COLUMNS]


def overall_of(sums: Any, confidence: float) -> pd.Series[float]:
    """Give `n customers response_rate ci_low ci_high` of all customers."""
    n, customers = int(sums["n"]), int(sums["customers"])
    low, high = wilson(n, customers, confidence)
    rate = {"response_rate": n / customers, "ci_low": low, "ci_high": high}
    return pd.Series({"n": n, "customers": customers, **rate}, dtype="float64")


def _level_rows(levels: Levels, confidence: float) -> pd.DataFrame:
    counts = levels.counts
    rows = counts[["level", "n", "customers"]].copy()
    rows.insert(0, "attribute", levels.attribute.name)
    answered, customers = int(counts["n"].sum()), int(counts["customers"].sum())
    rows["response_rate"] = counts["n"] / counts["customers"]
    rows["ci_low"], rows["ci_high"] = wilson(counts["n"], counts["customers"], confidence)
    rows["share_answers"] = counts["n"] / answered
    rows["share_customers"] = counts["customers"] / customers
    found = [
        _share_against_all(n, answered, all_ - n, customers - answered, confidence)
        for n, all_ in zip(counts["n"], counts["customers"], strict=True)
    ]
    rows[DIFFERENCE] = found
    rows["nps"] = 100 * counts["net"] / counts["n"].where(counts["n"] > 0)
    return rows


def _share_against_all(
    n: int, answered: int, others: int, silent: int, confidence: float
) -> tuple[float, ...]:
    """Set the share among those who answered against that among all, of whom they are a part.

    The difference is that to the customers who did not answer, times their part of all; so are the
    ends of its interval, and the test is the same.
    """
    found = share_difference(n, answered, others, silent, confidence)
    return _part_of(silent / (answered + silent), found.estimate, found.interval, found.p_value)


def _mean_against_all(answered: Moments, others: Moments, confidence: float) -> tuple[float, ...]:
    """Do the same with means."""
    if not answered.n or not others.n:
        return _part_of(0.0, math.nan, NO_INTERVAL, math.nan)
    found = welch(others, answered, confidence)
    part = others.n / (answered.n + others.n)
    return _part_of(part, found.difference, found.interval, found.p_value)


def _part_of(
    part: float, difference: float, interval: Interval, p_value: float
) -> tuple[float, ...]:
    if part == 0:
        return 0.0, math.nan, math.nan, math.nan
    return part * difference, part * interval.low, part * interval.high, p_value


def attributes_of(levels: Sequence[Levels]) -> pd.DataFrame:
    """Say of each attribute how far those who answered are from all customers.

    Returns:
        Columns `attribute dissimilarity p_value p_adjusted`, the largest first; the p-value is that
        of the χ² test between those who answered and those who did not.
    """
    rows = [
        (item.attribute.name, dissimilarity(item.counts), _chi_square(item.counts))
        for item in levels
    ]
    frame = pd.DataFrame(rows, columns=["attribute", "dissimilarity", "p_value"])
    frame["p_adjusted"] = holm(frame["p_value"])
    return frame.sort_values("dissimilarity", ascending=False, kind="stable", ignore_index=True)


def _chi_square(counts: pd.DataFrame) -> float:
    """Test whether all levels answer equally often; the same as `chisq.test` in R."""
    n, customers = counts["n"].to_numpy(float), counts["customers"].to_numpy(float)
    rate = n.sum() / customers.sum()
    if len(n) < 2 or rate in (0, 1):
        return math.nan
    square = ((n - rate * customers) ** 2 / (customers * rate * (1 - rate))).sum()
    return float(chdtrc(len(n) - 1, square))


def means_table(means: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Compare the mean of each number; see `RespondentsResult.means`.

    Args:
        means: what `means_of` returns.
        confidence: of the intervals.
    """
    rows = []
    for row in means.itertuples():
        answered, others = (
            Moments(
                int(getattr(row, f"n_{group}")),
                float(getattr(row, f"mean_{group}")),
                float(getattr(row, f"variance_{group}")),
            )
            for group in ("answered", "others")
        )
        n = answered.n + others.n
        known = [part for part in (answered, others) if part.n]
        mean = sum(part.n * part.mean for part in known) / n if n else math.nan
        rows.append(
            (
                row.attribute,
                answered.n,
                answered.mean,
                mean,
                *_mean_against_all(answered, others, confidence),
                _standardised(answered, others),
            )
        )
    columns = ["attribute", "n", "mean_answers", "mean_customers", *DIFFERENCE, "standardised"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.insert(columns.index("standardised"), "p_adjusted", holm(frame["p_value"]))
    return frame


def _standardised(answered: Moments, others: Moments) -> float:
    """Give the difference to the others in standard deviations, the mean of both variances."""
    spread = math.sqrt((answered.variance + others.variance) / 2)
    return (answered.mean - others.mean) / spread if spread > 0 else math.nan


def estimates_of(weighting: Weighting | None, sums: Any, confidence: float) -> pd.DataFrame:
    """Give the NPS as answered, and weighted where there are weights.

    Args:
        weighting: how the answers are weighted, or None.
        sums: `n net squares` over all who answered; None without an NPS.
        confidence: of the intervals.

    Returns:
        Columns `basis n effective_n nps ci_low ci_high`.
    """
    if sums is None:
        return pd.DataFrame(columns=ESTIMATES)
    whole = post_stratified([sums["n"]], [sums["n"]])
    scores = CellScores(sums[["net"]].to_numpy(float), sums[["squares"]].to_numpy(float))
    n = int(sums["n"])
    raw = weighted_nps(scores, whole, confidence)
    rows: list[tuple[Any, ...]] = [(RAW, n, float(n), raw.nps, *raw.interval)]
    if weighting is not None:
        found = weighting.nps(confidence)
        effective = weighting.weights.effective_n
        rows.append((WEIGHTED, n, effective, found.nps, *found.interval))
    return pd.DataFrame(rows, columns=ESTIMATES)


def clear_levels(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Give the levels of 30 customers or more, the most apart first; `clear`: beyond chance.

    Nothing is clear with fewer than 30 answers in all.
    """
    answers = table.groupby("attribute")["n"].sum()
    enough = bool((answers >= FEW).all())
    rows = table[table["customers"] >= FEW].copy()
    rows["clear"] = [enough and _clear(row, confidence) for row in rows.itertuples()]
    order = rows["difference"].abs().sort_values(ascending=False, kind="stable").index
    return rows.loc[order]


def _clear(row: Any, confidence: float) -> bool:
    interval = Interval(row.difference_ci_low, row.difference_ci_high)
    return verdict(interval, row.p_adjusted, confidence).clear
