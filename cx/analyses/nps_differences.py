"""How two groups or periods are compared in `cx.nps`."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from cx.analyses.comparisons import COLUMNS, Measure, compared
from cx.stats.net_promoter import NpsCounts, difference

__all__ = ["COLUMNS", "counts", "differences"]


def counts(row: Any) -> NpsCounts:
    """Give the counts in one row of the table of `cx.nps`."""
    return NpsCounts(int(row.promoters), int(row.passives), int(row.detractors))


def differences(
    table: pd.DataFrame, *, by: str | None, every: str | None, confidence: float
) -> pd.DataFrame:
    """Compare groups or periods in points; see `compared` for which and for the columns.

    Args:
        table: of `cx.nps`.
        by: the column of groups, or None.
        every: the length of a period, or None.
        confidence: of the intervals, 0–1.
    """
    total = NpsCounts(*(int(table[part].sum()) for part in ("promoters", "passives", "detractors")))
    measure = Measure(
        cell=counts,
        rest=lambda own: NpsCounts(
            total.promoters - own.promoters,
            total.passives - own.passives,
            total.detractors - own.detractors,
        ),
        figures=partial(_figures, confidence=confidence),
    )
    return compared(table, measure, by=by, every=every)


def _figures(first: NpsCounts, other: NpsCounts, *, confidence: float) -> tuple[float, ...]:
    found = difference(first, other, confidence)
    return found.estimate, *found.interval, found.p_value
