"""Which groups and periods are compared with which: the same for every measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, Final, Generic, TypeVar

import pandas as pd

from cx.stats.multiplicity import holm

MOST_PAIRED: Final = 10
FIGURES: Final = ["difference", "ci_low", "ci_high", "p_value"]
COLUMNS: Final = ["group", "other", *FIGURES, "p_adjusted"]

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Generic[Cell]):
    """How a measure is compared.

    Attributes:
        cell: what a row of the table of figures holds.
        rest: what all rows together hold without one of them.
        figures: difference of the first and the other, its interval and its p-value.
    """

    cell: Callable[[Any], Cell]
    rest: Callable[[Cell], Cell]
    figures: Callable[[Cell, Cell], tuple[float, ...]]


def compared(
    table: pd.DataFrame, measure: Measure[Any], *, by: str | None, every: str | None
) -> pd.DataFrame:
    """Compare all pairs of groups, or each period with the one before it.

    Args:
        table: figures, one row a group and period.
        measure: how two rows are compared.
        by: the column of groups, or None.
        every: the length of a period, or None.

    Returns:
        Columns `group other difference ci_low ci_high p_value p_adjusted`, adjusted by Holm over
        all rows. Up to ten groups: all pairs. More: each group with all others together, and
        `other` is missing. With `every`: the later period less the one before, in each group of
        `by` (a further column in front) where there are groups.
    """
    if every is not None and by is not None:
        parts = [(name, part) for name, part in table.groupby(by, sort=False)]
        rows = [(name, *row) for name, part in parts for row in _steps(part, measure)]
        frame = pd.DataFrame(rows, columns=[by, "group", "other", *FIGURES])
    else:
        made: Iterator[tuple[Any, ...]] = iter(())
        if every is not None:
            made = _steps(table, measure)
        elif by is not None:
            made = _groups(table, by, measure)
        frame = pd.DataFrame(list(made), columns=["group", "other", *FIGURES])
    frame = frame.astype(dict.fromkeys(FIGURES, "float64"))
    frame["p_adjusted"] = holm(frame["p_value"])
    return frame


def _steps(table: pd.DataFrame, measure: Measure[Any]) -> Iterator[tuple[Any, ...]]:
    rows = list(table.itertuples(index=False))
    for before, row in pairwise(rows):
        figures = measure.figures(measure.cell(row), measure.cell(before))
        yield row.period, before.period, *figures


def _groups(table: pd.DataFrame, by: str, measure: Measure[Any]) -> Iterator[tuple[Any, ...]]:
    cells = [measure.cell(row) for row in table.itertuples()]
    groups = list(zip(table[by], cells, strict=True))
    if len(groups) <= MOST_PAIRED:
        for (name, first), (other_name, other) in combinations(groups, 2):
            yield name, other_name, *measure.figures(first, other)
        return
    for name, group in groups:
        yield name, None, *measure.figures(group, measure.rest(group))
