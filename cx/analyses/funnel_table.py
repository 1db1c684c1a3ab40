"""The tables of `cx.funnel`: counts become shares with their intervals."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from cx.analyses.funnel_counts import Question
from cx.stats.proportions import wilson

COLUMNS: Final = (
    *("step", "layer", "customers"),
    *("from_first", "from_first_ci_low", "from_first_ci_high"),
    *("from_previous", "from_previous_ci_low", "from_previous_ci_high"),
    "median_time",
)


def table_of(counts: pd.DataFrame, question: Question, confidence: float) -> pd.DataFrame:
    """Lay out the counts as one row a step within each group and period."""
    steps = len(question.steps)
    reached = [f"n{step}" for step in range(1, steps + 1)]
    customers = counts[reached].fillna(0).to_numpy("int64")
    first = np.repeat(customers[:, :1], steps, axis=1).ravel()
    previous = np.hstack([customers[:, :1], customers[:, :-1]]).ravel()
    medians = counts[[f"m{step}" for step in range(2, steps + 1)]].to_numpy("float64")
    blank = np.full((len(counts), 1), np.nan)
    rows = customers.ravel()
    begins = np.arange(len(rows)) % steps == 0
    table = pd.DataFrame(
        {
            "step": [step.name for step in question.steps] * len(counts),
            "layer": pd.Series([step.layer for step in question.steps] * len(counts), dtype=object),
            "customers": rows,
            **_shares("from_first", rows, first, confidence),
            **_shares("from_previous", rows, previous, confidence),
            "median_time": pd.to_timedelta(np.hstack([blank, medians]).ravel(), unit="us"),
        }
    )
    empty = [*COLUMNS[4:6], *COLUMNS[6:9]]
    table.loc[begins, empty] = np.nan
    for name, column in (("period", "period"), ("group", question.by)):
        if name in counts:
            table.insert(0, column, counts[name].repeat(steps).to_numpy())
    return table


def _shares(name: str, hits: Any, n: Any, confidence: float) -> dict[str, Any]:
    """Give a share and its interval."""
    low, high = wilson(hits, n, confidence)
    return {
        name: hits / np.where(n > 0, n, np.nan),
        f"{name}_ci_low": low,
        f"{name}_ci_high": high,
    }


def shares_of_groups(
    table: pd.DataFrame, by: str, names: pd.Series[str], confidence: float
) -> pd.DataFrame:
    """Give the share from the step before for each group and step, periods together.

    Returns:
        Columns `at group n share low high before step`; `at` numbers the steps from 0, `n` is how
        many customers of the group come to the step before, whose name is `before`.
    """
    counts = _by_step(table, by, len(names))
    parts = []
    for at in range(1, len(names)):
        hits, n = counts[at].to_numpy(), counts[at - 1].to_numpy()
        low, high = wilson(hits, n, confidence)
        share = hits / np.where(n > 0, n, np.nan)
        part = {"at": at, "group": counts.index, "n": n, "share": share, "low": low, "high": high}
        parts.append(pd.DataFrame(part).assign(before=names[at - 1], step=names[at]))
    return pd.concat(parts, ignore_index=True)


def course(table: pd.DataFrame, steps: int, confidence: float) -> pd.DataFrame:
    """Give the share that comes through by period, groups together: `period n share low high`."""
    counts = _by_step(table, "period", steps)
    hits, n = counts[steps - 1].to_numpy(), counts[0].to_numpy()
    low, high = wilson(hits, n, confidence)
    share = hits / np.where(n > 0, n, np.nan)
    columns = {"period": counts.index, "n": n, "share": share, "low": low, "high": high}
    return pd.DataFrame(columns)


def _by_step(table: pd.DataFrame, key: str, steps: int) -> pd.DataFrame:
    """Count customers by `key` (rows) and number of the step (columns)."""
    placed = table.assign(at=np.arange(len(table)) % steps)
    return placed.groupby([key, "at"])["customers"].sum().unstack("at")  # noqa: PD010, no pivot_table: keys may be any values
