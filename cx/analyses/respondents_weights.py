"""Weights with which the answers mirror all customers in what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from cx.analyses.respondents_answers import KEY
from cx.analyses.respondents_known import UNKNOWN, Known
from cx.analyses.respondents_levels import SUMS, Levels
from cx.data import engine
from cx.errors import ColumnNotFound, CxError, InvalidSetting
from cx.stats.weighting import (
    CellScores,
    WeightedNps,
    Weights,
    post_stratified,
    raked,
    weighted_nps,
)
from cx.wording import Message, msg

LEAST: Final = 10  # answers at a level that is weighted by itself
LEAST_IN_CELL: Final = 20  # answers in every combination, for each to be weighted by itself
MOST_CHOSEN: Final = 5
MOST_ALIKE: Final = 0.8
CELL: Final = "_cx_cell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The levels of an attribute, those with too few answers put together with others.

    Attributes:
        levels: as they were counted.
        code: of each level: levels with the same code are weighted as one.
    """

    levels: Levels
    code: dict[str, int]

    @property
    def name(self) -> str:
        """The attribute."""
        return self.levels.attribute.name

    @property
    def label(self) -> Message | str:
        """What people call it."""
        return self.levels.attribute.label

    @property
    def sums(self) -> pd.DataFrame:
        """What was counted at each code, in the order of the codes."""
        counts = self.levels.counts
        return counts.groupby(counts["level"].map(self.code))[SUMS].sum().sort_index()

    @property
    def together(self) -> list[list[str]]:
        """The levels that were put together."""
        parts: dict[int, list[str]] = {}
        for level, code in self.code.items():
            parts.setdefault(code, []).append(level)
        return [names for names in parts.values() if len(names) > 1]

    def of(self, rows: ir.Table) -> ir.IntegerValue:
        """Give the code of each customer."""
        level: Any = self.levels.of(rows)
        cases = [(level == name, code) for name, code in self.code.items()]
        code: ir.IntegerValue = ibis.cases(*cases).cast("int64")
        return code


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """How the answers are weighted.

    Attributes:
        merged: the attributes weighted by.
        cells: one row for each combination of codes that somebody who answered has: `cell`, a code
            for each attribute, `customers n net squares` as in `Levels.counts`.
        weights: of the cells.
        full: whether every combination is in line with all customers, not only each attribute.
        dropped: attributes that could not be brought in line together with these.
    """

    merged: tuple[Merged, ...]
    cells: pd.DataFrame
    weights: Weights
    full: bool
    dropped: tuple[Merged, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes weighted by."""
        return tuple(item.name for item in self.merged)

    @property
    def labels(self) -> list[Message | str]:
        """What people call them."""
        return [item.label for item in self.merged]

    def nps(self, confidence: float) -> WeightedNps:
        """Compute the NPS with these weights."""
        scores = CellScores(self.cells["net"].to_numpy(), self.cells["squares"].to_numpy())
        return weighted_nps(scores, self.weights, confidence)

    def gap(self) -> float:
        """Give how far a share of the weighted answers is from that of all customers at most."""
        weighted = self.weights.n * self.weights.weight
        gaps = [
            np.bincount(self.cells[f"c{at}"], weighted, len(item.sums)) - item.sums["customers"]
            for at, item in enumerate(self.merged)
        ]
        return float(np.abs(np.concatenate(gaps)).max() / weighted.sum())

    def weigh(self, known: Known, name: str) -> ir.Table:
        """Give the answers that count with their weight in the column `name`.

        The weight is the number of customers the answer stands for; who answered several times
        shares theirs out evenly.
        """
        weight = pd.DataFrame({CELL: self.cells["cell"], name: self.weights.weight})
        weight = weight.astype({CELL: "int64", name: "float64"})
        who = known.rows.filter(known.rows.answered == 1)
        who = who.select(**{KEY: who.key, CELL: cell_of(who, self.merged)}, _cx_answers=who.answers)
        columns = [column for column in known.answers.columns if column != KEY]
        rows = known.answers.inner_join(who, KEY).inner_join(ibis.memtable(weight), CELL)
        share: Any = rows[name] / rows["_cx_answers"]
        answers: ir.Table = rows.select(*columns, **{name: share})
        return answers


def weighting_of(
    known: Known, levels: Sequence[Levels], weight_by: Sequence[str], *, largest: float
) -> Weighting:
    """Weight the answers by some of what is known.

    Args:
        known: all customers.
        levels: of everything that is known.
        weight_by: what to weight by; chosen if empty, see `chosen`.
        largest: weights are cut at so many times their mean.

    Raises:
        ColumnNotFound: one of `weight_by` is not known of customers.
        CxError: there is nothing to weight by, or no weights do.
    """
    merged = {item.levels.attribute.name: item for item in map(merge, levels)}
    names = list(weight_by) or chosen(known, list(merged.values()))
    for name in names:
        if name not in merged:
            raise ColumnNotFound(name, list(merged))
    picked = [merged[name] for name in dict.fromkeys(names)]
    flat = [item.name for item in picked if len(item.sums) < 2]
    if flat or not picked:
        raise InvalidSetting(_nothing_to_weight(flat))
    cells = _cells(known, picked)
    for size in range(len(picked), 0, -1):
        try:
            found = _weighted(picked[:size], cells)
        except CxError:
            if weight_by or size == 1:
                raise
            continue
        weights = found.weights.trim(largest)
        return replace(found, weights=weights, dropped=tuple(picked[size:]))
    raise AssertionError  # pragma: no cover – the loop returns or raises


def merge(levels: Levels) -> Merged:
    """Put levels with fewer than 10 answers together: bands with a neighbour, groups with the next.

    What is not known goes with the smallest of all.
    """
    counts = levels.counts
    parts = [([level], int(n)) for level, n in zip(counts["level"], counts["n"], strict=True)]
    while len(parts) > 1:
        at = min(range(len(parts)), key=lambda place: parts[place][1])
        if parts[at][1] >= LEAST:
            break
        beside = [place for place in range(len(parts)) if place != at]
        if levels.attribute.number and parts[at][0] != [UNKNOWN]:
            beside = [p for p in beside if abs(p - at) == 1 and parts[p][0] != [UNKNOWN]] or beside
        other = min(beside, key=lambda place: parts[place][1])
        first, second = sorted((at, other))
        parts[first] = (parts[first][0] + parts[second][0], parts[first][1] + parts[second][1])
        del parts[second]
    code = {level: place for place, (names, _) in enumerate(parts) for level in names}
    return Merged(levels=levels, code=code)


def chosen(known: Known, merged: Sequence[Merged]) -> list[str]:
    """Choose up to five attributes in which those who answered differ most from all customers.

    One that tells the same about who answers as another (correlation above 0.8) adds nothing.
    """
    order = sorted((m for m in merged if len(m.sums) > 1), key=lambda m: -dissimilarity(m.sums))
    alike = _alike(known, order)
    names: list[str] = []
    for item in order:
        if len(names) < MOST_CHOSEN and all(alike(item.name, name) <= MOST_ALIKE for name in names):
            names.append(item.name)
    return names


def dissimilarity(counts: pd.DataFrame) -> float:
    """Give the share of the answers that would have to come from others to mirror all customers.

    The index of dissimilarity, ½·Σ|share of answers − share of customers|, 0–1. Duncan & Duncan
    (1955), American Sociological Review 20(2), 210–217, doi:10.2307/2088328.
    """
    gaps = counts["n"] / counts["n"].sum() - counts["customers"] / counts["customers"].sum()
    return float(gaps.abs().sum() / 2)


def cell_of(rows: ir.Table, merged: Sequence[Merged]) -> ir.IntegerValue:
    """Number the combinations of codes."""
    cell: Any = ibis.literal(0, "int64")
    for item in merged:
        cell = cell * len(item.sums) + item.of(rows)
    numbered: ir.IntegerValue = cell
    return numbered


def _cells(known: Known, merged: Sequence[Merged]) -> pd.DataFrame:
    """Count the combinations of codes in one query."""
    codes = {f"c{place}": item.of(known.rows) for place, item in enumerate(merged)}
    rows = known.rows.select("answered", "net", **codes)
    net: Any = rows.net
    return engine.fetch(
        rows.group_by(list(codes)).aggregate(
            customers=rows.count(),
            n=rows.answered.sum(),
            net=net.sum().fill_null(0.0),
            squares=(net * net).sum().fill_null(0.0),
        )
    )


def _weighted(merged: Sequence[Merged], cells: pd.DataFrame) -> Weighting:
    codes = [f"c{place}" for place in range(len(merged))]
    sizes = [len(item.sums) for item in merged]
    sums = cells.groupby(codes)[SUMS].sum().reset_index()
    sums.insert(0, "cell", np.ravel_multi_index([sums[code] for code in codes], sizes))
    some = sums[sums["n"] > 0].reset_index(drop=True)
    full = bool((sums["n"] >= LEAST_IN_CELL).all())
    if full:
        weights = post_stratified(some["n"], some["customers"])
    else:
        margins = [item.sums["customers"].to_numpy() for item in merged]
        weights = raked(some["n"], some[codes].to_numpy(), margins)
    return Weighting(merged=tuple(merged), cells=some, weights=weights, full=full)


def _alike(known: Known, merged: Sequence[Merged]) -> Any:
    """Find in one query how alike attributes tell who answers: the correlation of the rates."""
    rates: dict[str, Any] = {}
    for place, item in enumerate(merged):
        rate = (item.sums["n"] / item.sums["customers"]).to_dict()
        code: Any = item.of(known.rows)
        rates[f"r{place}"] = ibis.cases(
            *[(code == key, float(share)) for key, share in rate.items()]
        )
    columns = {item.name: f"r{at}" for at, item in enumerate(merged)}
    pairs = [(a, b) for a in rates for b in rates if a < b]
    if not pairs:
        return lambda _a, _b: 0.0
    rows = known.rows.select(**rates)
    asked = {f"{a}_{b}": rows[a].corr(rows[b], how="pop") for a, b in pairs}
    row = engine.fetch(rows.aggregate(**asked)).iloc[0]

    def alike(first: str, other: str) -> float:
        a, b = sorted((columns[first], columns[other]))
        found = row[f"{a}_{b}"]
        return 0.0 if pd.isna(found) else abs(float(found))

    return alike


def _nothing_to_weight(flat: Sequence[str]) -> Message:
    if not flat:
        return msg(
            "There is nothing to weight by: of everything that is known, all customers or nearly "
            "all answers are at one level."
        )
    return msg(
        "Nothing can be weighted by {names:list}: all customers are at one level, or all but one "
        "have fewer than {least:count} answers. Choose something else.",
        names=flat,
        least=LEAST,
    )
