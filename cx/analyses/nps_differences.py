"""Which groups and periods are compared in `cx.nps`, and with what outcome."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any, Final

import pandas as pd

from cx.stats.multiplicity import holm
from cx.stats.net_promoter import NpsCounts, difference

MOST_PAIRED: Final = 10
FIGURES: Final = ["difference", "ci_low", "ci_high", "p_value"]
COLUMNS: Final = ["group", "other", *FIGURES, "p_adjusted"]


def counts(row: Any) -> NpsCounts:
    """Give the counts in one row of the table of `cx.nps`."""
    return NpsCounts(int(row.promoters), int(row.passives), int(row.detractors))


def differences(
    table: pd.DataFrame, *, by: str | None, every: str | None, confidence: float
) -> pd.DataFrame:
    """Compare all pairs of groups, or each period with the one before it.

    Args:
        table: of `cx.nps`.
        by: the column of groups, or None.
        every: the length of a period, or None.
        confidence: of the intervals, 0–1.

    Returns:
        Columns `group other difference ci_low ci_high p_value p_adjusted`, in points, adjusted
        by Holm over all rows. Up to ten groups: all pairs. More: each group with all others
        together, and `other` is missing. With `every`: the later period less the one before, in
        each group of `by` (a further column in front) where there are groups.
    """
    if every is not None and by is not None:
        parts = [(name, part) for name, part in table.groupby(by, sort=False)]
        rows = [(name, *row) for name, part in parts for row in _steps(part, confidence)]
        frame = pd.DataFrame(rows, columns=[by, "group", "other", *FIGURES])
    else:
        made = (
            _steps(table, confidence)
            if every is not None
            else _groups(table, by, confidence)
            if by is not None
            else iter(())
        )
        frame = pd.DataFrame(list(made), columns=["group", "other", *FIGURES])
    frame = frame.astype(dict.fromkeys(FIGURES, "float64"))
    frame["p_adjusted"] = holm(frame["p_value"])
    return frame


def _figures(first: NpsCounts, other: NpsCounts, confidence: float) -> tuple[float, ...]:
    found = difference(first, other, confidence)
    return found.estimate, *found.interval, found.p_value


def _steps(table: pd.DataFrame, confidence: float) -> Iterator[tuple[Any, ...]]:
    rows = list(table.itertuples(index=False))
    for before, row in pairwise(rows):
        yield row.period, before.period, *_figures(counts(row), counts(before), confidence)


def _groups(table: pd.DataFrame, by: str, confidence: float) -> Iterator[tuple[Any, ...]]:
    groups = [(name, counts(row)) for name, row in zip(table[by], table.itertuples(), strict=True)]
    if len(groups) <= MOST_PAIRED:
        for (name, first), (other_name, other) in combinations(groups, 2):
            yield name, other_name, *_figures(first, other, confidence)
        return
    total = NpsCounts(*(int(table[part].sum()) for part in ("promoters", "passives", "detractors")))
    for name, group in groups:
        rest = NpsCounts(
            total.promoters - group.promoters,
            total.passives - group.passives,
            total.detractors - group.detractors,
        )
        yield name, None, *_figures(group, rest, confidence)
