"""The engine's part of `cx.curves`: answers counted at each level of each rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.analyses.driver_overview import Rating
from cx.analyses.rated_rows import Basis, rated_rows
from cx.data import engine
from cx.stats.least_squares import FloatArray

MOST_LEVELS: Final = 11
BANDS: Final = 10


@dataclass(frozen=True, slots=True)
class Bands:
    """Levels of a rating: `count` stretches of `width`, the first from `start` on."""

    start: float
    width: float
    count: int


def bands_of(rating: Rating) -> Bands:
    """Give each whole number of a scale of 3 to 11 points a level, else ten equal stretches."""
    scale = rating.scale
    points = scale.high - scale.low + 1
    if 2 < points <= MOST_LEVELS:
        return Bands(start=scale.low - 0.5, width=1.0, count=points)
    low, high = max(scale.low, rating.low), min(scale.high, rating.high)
    return Bands(start=low, width=(high - low) / BANDS, count=BANDS)


@dataclass(frozen=True, slots=True)
class LevelCounts:
    """What one query counts.

    Attributes:
        levels: columns `rating band part n value total promoters detractors level`, one row a
            band and group of units with answers: `value` and `total` are the sums of the rating
            and of the outcome, `level` is the mean rating of the band over all groups.
    """

    levels: pd.DataFrame

    def of(self, place: int) -> Level:
        """Give what was counted for the rating at this place."""
        found = self.levels[self.levels["rating"] == place]
        parts = sorted(self.levels["part"].unique())

        def wide(column: str) -> pd.DataFrame:
            table = found.pivot_table(index="part", columns="level", values=column, aggfunc="sum")
            return table.reindex(parts).fillna(0.0)

        n = wide("n")
        return Level(
            levels=n.columns.to_numpy(float),
            n=n.to_numpy(float),
            totals=wide("total").to_numpy(float),
            promoters=wide("promoters").to_numpy(float).sum(axis=0),
            detractors=wide("detractors").to_numpy(float).sum(axis=0),
        )


@dataclass(frozen=True, slots=True)
class Level:
    """The L levels of a rating that occur, rising.

    Attributes:
        levels: the mean of the answers in each; shape `(L,)`.
        n: answers by group of units and level; shape `(G, L)`.
        totals: sums of the outcome over them; shape `(G, L)`.
        promoters: answers of promoters at each level; shape `(L,)`.
        detractors: likewise.
    """

    levels: FloatArray
    n: FloatArray
    totals: FloatArray
    promoters: FloatArray
    detractors: FloatArray


def count_levels(base: Basis) -> LevelCounts:
    """Count in one query, in up to 50 groups of customers or of answers."""
    rows = rated_rows(base)
    rated = [_counted(rows, place, rating) for place, rating in enumerate(base.choice.modelled)]
    levels = engine.fetch(ibis.union(*rated) if len(rated) > 1 else rated[0])
    bands = levels.groupby(["rating", "band"])
    mean = bands["value"].transform("sum") / bands["n"].transform("sum")
    return LevelCounts(levels.assign(level=mean))


def _counted(rows: ir.Table, place: int, rating: Rating) -> ir.Table:
    bands = bands_of(rating)
    value: Any = rows[f"r{place}"]
    band: Any = ibis.least(((value - bands.start) / bands.width).floor(), float(bands.count - 1))
    banded: Any = rows.filter(value.notnull()).select(  # noqa: PD004, an Ibis column
        band=band.cast("int64"), part=rows.part, value=value, outcome=rows.outcome
    )
    counted: ir.Table = (
        banded.group_by(["band", "part"])
        .aggregate(
            n=banded.count(),
            value=banded.value.sum(),
            total=banded.outcome.sum(),
            promoters=(banded.outcome > 0).cast("int32").sum(),
            detractors=(banded.outcome < 0).cast("int32").sum(),
        )
        .mutate(rating=ibis.literal(place, "int64"))
    )
    return counted
