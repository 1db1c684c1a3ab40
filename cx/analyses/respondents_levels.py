"""The levels of what is known of customers, counted in the engine: groups, and bands of numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.analyses.respondents_known import NO, UNKNOWN, YES, Attribute, Known
from cx.data import engine
from cx.wording import Message, msg

MOST_LEVELS: Final = 12
FEW: Final = 30
OTHERS: Final = "(all others)"
QUARTILES: Final = (0.25, 0.5, 0.75)
SUMS: Final = ["customers", "n", "net", "squares"]

_WORDS: Final[Mapping[str, Message]] = {
    UNKNOWN: msg("not known"),
    OTHERS: msg("all others"),
    YES: msg("yes"),
    NO: msg("no"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How a number is cut into bands: at its quartiles, as far as these differ.

    Attributes:
        edges: upper ends of all bands but the last, ascending; none for groups.
        lowest: the lowest value of all.
        whole: whether all values are whole numbers.
    """

    edges: tuple[float, ...] = ()
    lowest: float = math.nan
    whole: bool = False

    @property
    def bands(self) -> list[str]:
        """The names of the bands, in signs that no language changes."""
        if not self.edges:
            return []
        ends = [f"{edge:.6g}" for edge in self.edges]
        if len(set(ends)) < len(ends):
            ends = [repr(edge) for edge in self.edges]
        between = [f"> {low} ≤ {high}" for low, high in pairwise(ends)]
        return [f"≤ {ends[0]}", *between, f"> {ends[-1]}"]

    @property
    def words(self) -> list[Message]:
        """The bands in words."""
        if not self.edges:
            return []
        first, last = self.edges[0], self.edges[-1]
        if not self.whole:
            between = [
                msg("over {low:number} to {high:number}", low=low, high=high)
                for low, high in pairwise(self.edges)
            ]
            alone = first == self.lowest
            start = msg("{value:number}", value=first)
            start = start if alone else msg("up to {high:number}", high=first)
            return [start, *between, msg("over {low:number}", low=last)]
        starts = [self.lowest, *(edge + 1 for edge in self.edges)]
        exact = [_whole(low, high) for low, high in zip(starts, self.edges, strict=False)]
        return [*exact, msg("{low:count} or more", low=last + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The levels of one attribute with what was counted at each.

    Attributes:
        attribute: whose levels they are.
        scale: how a number is cut into bands.
        counts: columns `level customers n net squares`: all customers, those who answered, and the
            sums over these of 1, 0 or −1 for promoters, passives and detractors and of its square.
            Bands ascending, groups by their customers; what is not known stands last.
    """

    attribute: Attribute
    scale: Scale
    counts: pd.DataFrame

    @property
    def names(self) -> tuple[str, ...]:
        """The levels in their order."""
        return tuple(self.counts["level"])

    @property
    def words(self) -> dict[str, Message | str]:
        """What each level is called; groups are called what they are."""
        bands = dict(zip(self.scale.bands, self.scale.words, strict=True))
        return {level: bands.get(level, _WORDS.get(level, level)) for level in self.names}

    @property
    def too_fine(self) -> bool:
        """Whether all groups are small although the largest stand by themselves."""
        large = self.counts.loc[~self.counts["level"].isin([OTHERS, UNKNOWN]), "customers"]
        return OTHERS in self.names and bool(large.max() < FEW)

    def of(self, rows: ir.Table) -> ir.StringValue:
        """Give the level of each customer."""
        level = _level(rows, self.attribute, self.scale)
        if self.attribute.number or OTHERS not in self.names:
            return level
        own: ir.StringValue = ibis.ifelse(level.isin(self.names), level, OTHERS)
        return own


def levels_of(known: Known) -> tuple[Levels, ...]:
    """Count the levels of everything that is known, in two queries."""
    scales = _scales(known)
    parts = [
        _counted(known.rows, item, scales[item.name]).mutate(place=ibis.literal(place, "int64"))
        for place, item in enumerate(known.attributes)
    ]
    counted = engine.fetch(parts[0] if len(parts) == 1 else ibis.union(*parts))
    found = [
        Levels(
            attribute=item,
            scale=scales[item.name],
            counts=_ordered(counted[counted["place"] == place], scales[item.name]),
        )
        for place, item in enumerate(known.attributes)
    ]
    # What tells nearly everybody apart, such as a name, has no groups to compare.
    return tuple(item for item in found if not item.too_fine) or tuple(found[:1])


def means_of(known: Known) -> pd.DataFrame:
    """Give the moments of each number among those who answered and among the others.

    Returns:
        Columns `attribute` and `n mean variance` with `_answered` and `_others` behind each.
    """
    rows, numbers = known.rows, [item for item in known.attributes if item.number]
    if not numbers:
        return pd.DataFrame()
    asked: dict[str, Any] = {}
    for item in numbers:
        for group, here in (("answered", rows.answered == 1), ("others", rows.answered == 0)):
            value = rows[item.column]
            asked |= {
                f"{item.column}_n_{group}": value.count(where=here),
                f"{item.column}_mean_{group}": value.mean(where=here),
                f"{item.column}_variance_{group}": value.var(where=here, how="sample"),
            }
    row = engine.fetch(rows.aggregate(**asked)).iloc[0]
    names = [f"{what}_{g}" for what in ("n", "mean", "variance") for g in ("answered", "others")]
    return pd.DataFrame(
        [
            {"attribute": item.name, **{name: row[f"{item.column}_{name}"] for name in names}}
            for item in numbers
        ]
    )


def _scales(known: Known) -> dict[str, Scale]:
    """Find the quartiles of each number that part customers."""
    found = {item.name: Scale() for item in known.attributes}
    numbers = [item for item in known.attributes if item.number]
    if not numbers:
        return found
    asked: dict[str, Any] = {}
    for item in numbers:
        value: Any = known.rows[item.column]
        asked |= {f"{item.column}_{at}": value.quantile(q) for at, q in enumerate(QUARTILES)}
        asked[f"{item.column}_low"] = value.min()
        asked[f"{item.column}_parts"] = (value != value.floor()).cast("int32").sum().fill_null(0)
    row = engine.fetch(known.rows.aggregate(**asked)).iloc[0]
    for item in numbers:
        ends = [float(row[f"{item.column}_{at}"]) for at in range(len(QUARTILES))]
        whole = not row[f"{item.column}_parts"]
        ends = [math.floor(end) if whole else end for end in ends if not math.isnan(end)]
        found[item.name] = Scale(
            edges=tuple(sorted(set(map(float, ends)))),
            lowest=float(row[f"{item.column}_low"]),
            whole=whole,
        )
    return found


def _whole(low: float, high: float) -> Message:
    if low == high:
        return msg("{value:count}", value=high)
    return msg("{low:count} to {high:count}", low=low, high=high)


def _level(rows: ir.Table, item: Attribute, scale: Scale) -> ir.StringValue:
    value: Any = rows[item.column]
    if not item.number:
        text: ir.StringValue = value
        return text
    if not scale.edges:
        return ibis.literal(UNKNOWN)
    *bands, last = scale.bands
    cases = [(value <= edge, band) for edge, band in zip(scale.edges, bands, strict=True)]
    return ibis.cases((value.isnull(), UNKNOWN), *cases, else_=last)  # noqa: PD003, Ibis


def _counted(rows: ir.Table, item: Attribute, scale: Scale) -> ir.Table:
    """Count the customers at each level; of groups only the largest stand by themselves."""
    own = rows.select("answered", "net", level=_level(rows, item, scale))
    net: Any = own.net
    counted: ir.Table = own.group_by("level").aggregate(
        customers=own.count(),
        n=own.answered.sum(),
        net=net.sum().fill_null(0.0),
        squares=(net * net).sum().fill_null(0.0),
    )
    if item.number:
        return counted
    order = [ibis.desc(counted.customers), ibis.asc(counted.level)]
    rank = ibis.row_number().over(order_by=order)
    few = (rank < MOST_LEVELS) | (counted.level == UNKNOWN)
    ranked = counted.mutate(level=ibis.ifelse(few, counted.level, OTHERS))
    sums = {name: ranked[name].sum() for name in SUMS}
    together: ir.Table = ranked.group_by("level").aggregate(**sums)
    return together


def _ordered(counted: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    place = {band: number for number, band in enumerate(scale.bands)}
    last = {OTHERS: 1, UNKNOWN: 2}
    rows = counted.assign(
        last=counted["level"].map(last).fillna(0),
        band=counted["level"].map(place).fillna(0),
        size=-counted["customers"],
    ).sort_values(["last", "band", "size", "level"], ignore_index=True)
    return rows[["level", *SUMS]].astype({"customers": "int64", "n": "int64"})
