"""The figures of `cx.nps`: one row a group and period, and what is compared with what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from cx.analyses.comparisons import FIGURES, Measure, compared
from cx.stats.interval import Interval
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import (
    FEW_ANSWERS,
    PASSIVES_FROM,
    PROMOTERS_FROM,
    WeightedKinds,
    difference,
)
from cx.stats.verdict import Verdict, verdict

KINDS: Final = ["promoters", "passives", "detractors"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The table of `cx.nps` and what its rows were made from.

    Attributes:
        table: as documented there.
        cells: the sums of weights behind each row.
        total: the sums of all rows.
        by: the column of groups, or None.
    """

    table: pd.DataFrame
    cells: tuple[WeightedKinds, ...]
    total: WeightedKinds
    by: str | None

    @property
    def few(self) -> pd.Series[bool]:
        """Which rows rest on fewer than 30 answers, or on weights that leave fewer."""
        return pd.Series([is_few(cell) for cell in self.cells], index=self.table.index, dtype=bool)


def kind_of(score: int) -> str:
    """Tell whether a score is given by one of the promoters, passives or detractors."""
    if score >= PROMOTERS_FROM:
        return "promoters"
    return "passives" if score >= PASSIVES_FROM else "detractors"


def is_few(cell: WeightedKinds) -> bool:
    """Tell whether answers are too few to be ranked."""
    return min(sum(cell.n), cell.counts.n) < FEW_ANSWERS


def cells_of(valid: pd.DataFrame, keys: list[str]) -> dict[Any, WeightedKinds]:
    """Add up the answers of each kind: key → sums, sorted by key.

    Args:
        valid: columns `score n weight squares` and the keys, as `ScoreCounts.valid`.
        keys: columns; without any there is one cell, under the key 0.
    """
    kinds = valid.assign(kind=valid["score"].map(kind_of))
    if not keys:
        kinds, keys = kinds.assign(all=0), ["all"]
    sums: Any = kinds.pivot_table(
        index=keys, columns="kind", values=["n", "weight", "squares"], aggfunc="sum", fill_value=0
    )
    parts = [
        sums[name].reindex(columns=KINDS, fill_value=0).astype(dtype)
        for name, dtype in (("n", "int64"), ("weight", "float64"), ("squares", "float64"))
    ]
    rows = (part.itertuples(index=False, name=None) for part in parts)
    return {key: WeightedKinds(*cell) for key, *cell in zip(sums.index, *rows, strict=True)}


def figures(
    valid: pd.DataFrame, by: str | None, every: str | None, *, confidence: float
) -> Figures:
    """Make the table of `cx.nps`."""
    keys = [key for key, wanted in (("group", by), ("period", every)) if wanted is not None]
    cells = cells_of(valid, keys)
    columns = keys or ["all"]
    rows = [key if len(columns) > 1 else (key,) for key in cells]
    table = pd.DataFrame(rows, columns=columns)
    table["n"] = [sum(cell.n) for cell in cells.values()]
    whole = all(cell.weights == cell.n for cell in cells.values())
    for place, kind in enumerate(KINDS):
        table[kind] = [(cell.n if whole else cell.weights)[place] for cell in cells.values()]
    counts = [cell.counts for cell in cells.values()]
    table["nps"] = [count.nps for count in counts]
    table[["ci_low", "ci_high"]] = [tuple(count.interval(confidence)) for count in counts]
    table = table.drop(columns="all", errors="ignore").rename(columns={"group": str(by)})
    (total,) = cells_of(valid, []).values()
    return Figures(table, tuple(cells.values()), total, by)


def differences(
    made: Figures, *, by: str | None, every: str | None, confidence: float
) -> pd.DataFrame:
    """Compare groups or periods in points; see `compared` for which and for the columns."""
    measure = Measure(
        cell=lambda row: row.cell,
        rest=lambda own: made.total - own,
        figures=partial(_figures, confidence=confidence),
    )
    return compared(
        made.table.assign(cell=pd.Series(made.cells, dtype=object)), measure, by=by, every=every
    )


def against_rest(made: Figures, *, by: str, confidence: float) -> pd.DataFrame:
    """Compare each group with all others together, adjusted for the number of groups.

    Returns:
        Columns `group n difference ci_low ci_high p_value p_adjusted verdict`; groups with few
        answers are compared but have no verdict, so that nobody ranks them.
    """
    rows = [
        (name, sum(cell.n), *_figures(cell, made.total - cell, confidence=confidence))
        for name, cell in zip(made.table[by], made.cells, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["group", "n", *FIGURES])
    frame = frame.astype(dict.fromkeys(FIGURES, "float64"))
    # Of two groups, each is the rest of the other: that is one comparison.
    frame["p_adjusted"] = frame["p_value"] if len(frame) == 2 else holm(frame["p_value"])
    judged = zip(frame["ci_low"], frame["ci_high"], frame["p_adjusted"], made.few, strict=True)
    frame["verdict"] = [
        Verdict.UNCLEAR.value if few else verdict(Interval(low, high), p, confidence).value
        for low, high, p, few in judged
    ]
    return frame


def _figures(first: WeightedKinds, other: WeightedKinds, *, confidence: float) -> tuple[float, ...]:
    found = difference(first.counts, other.counts, confidence)
    return found.estimate, *found.interval, found.p_value
