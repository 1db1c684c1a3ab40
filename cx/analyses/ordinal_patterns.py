"""The engine's part of `cx.ordinal_check`: how often each pattern of score and ratings occurs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from cx.analyses.driver_products import GROUPS
from cx.analyses.rated_rows import Basis, rated_rows
from cx.data import engine
from cx.stats.least_squares import FloatArray

MOST_PATTERNS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns of answers with their counts, in up to 50 groups of customers or of answers.

    Attributes:
        scores: shape `(m,)`.
        ratings: shape `(m, k)`.
        counts: how many answers show the pattern; shape `(m,)`.
        parts: the group of each; shape `(m,)`.
    """

    scores: FloatArray
    ratings: FloatArray
    counts: FloatArray
    parts: NDArray[np.int64]

    @property
    def used(self) -> int:
        """The number of answers behind the patterns."""
        return int(self.counts.sum())


def patterns(base: Basis) -> Patterns:
    """Count patterns in the engine; more than 100,000 of them are cut down to a sample.

    The sample is drawn by chance among customers (answers, without a customer role), in a way that
    gives the same table always the same sample.
    """
    names = [f"r{index}" for index in range(len(base.names))]
    keys = ["part", "score", *names]
    rows: Any = rated_rows(base)
    if base.used > MOST_PATTERNS and _number(rows.select(*keys)) > MOST_PATTERNS:
        times = -(-base.used // MOST_PATTERNS)
        rows = rated_rows(base, groups=GROUPS * times)
        rows = rows.filter(rows.part < GROUPS)
    frame = engine.fetch(rows.group_by(keys).aggregate(n=rows.count())).sort_values(keys)
    return Patterns(
        scores=frame["score"].to_numpy(float),
        ratings=frame[names].to_numpy(float),
        counts=frame["n"].to_numpy(float),
        parts=frame["part"].to_numpy(np.int64),
    )


def _number(rows: ir.Table) -> int:
    different = rows.distinct()
    return int(engine.fetch(different.aggregate(n=different.count()))["n"][0])
