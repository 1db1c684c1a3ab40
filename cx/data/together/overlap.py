"""Rows that tables share: the same id, or the same in every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.together.aligned import Aligned
from cx.data.together.inputs import Input
from cx.data.vocabulary import is_identifier
from cx.errors import ColumnNotFound

_AT: Final = "_cx_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What tables share; every count is one for each table, in their order.

    Attributes:
        rows: of the table.
        equal_rows: that are the same in every cell as a row of a table before.
        key: the column that identifies rows within each table, if there is one.
        known_ids: ids that a table before has too.
    """

    rows: tuple[int, ...]
    equal_rows: tuple[int, ...]
    key: str | None
    known_ids: tuple[int, ...]


def overlap(inputs: Sequence[Input], together: Aligned, *, key: str | None) -> Overlap:
    """Count what tables share.

    Args:
        inputs: the tables as they came.
        together: the same with the same columns.
        key: the column that identifies rows; found if None.

    Raises:
        ColumnNotFound: `key` is not a column of every table.
    """
    if key is not None and key not in together.shared:
        raise ColumnNotFound(key, together.shared)
    numbered = [
        table.mutate(**{_AT: ibis.literal(at, type="int32")})
        for at, table in enumerate(together.tables.values())
    ]
    every = ibis.union(*numbered, distinct=False)
    rows = [_count(table) for table in together.tables.values()]
    found = key or row_identifier(inputs, together)
    known = (0,) * len(inputs)
    if found:
        known = _known_before(every.filter(every[found].notnull()), [found], len(inputs), ids=True)
        if not any(known):
            return Overlap(rows=tuple(rows), equal_rows=known, key=found, known_ids=known)
    equal = _known_before(every, together.columns, len(inputs), ids=False)
    return Overlap(rows=tuple(rows), equal_rows=equal, key=found, known_ids=known)


def _count(table: ir.Table) -> int:
    return int(engine.fetch(table.aggregate(n=table.count()))["n"][0])


def _known_before(
    every: ir.Table, columns: Sequence[str], tables: int, *, ids: bool
) -> tuple[int, ...]:
    """Count for each table the groups, or the rows of groups, that a table before has too."""
    here = {f"n{at}": (every[_AT] == at).sum() for at in range(tables)}
    groups: Any = every.group_by(list(columns)).aggregate(**here)
    asked = {}
    for at in range(1, tables):
        own = groups[f"n{at}"]
        before = reduce(lambda a, b: a | b, [groups[f"n{other}"] > 0 for other in range(at)])
        counted = (own > 0).cast("int32") if ids else own
        asked[f"n{at}"] = counted.sum(where=before).fill_null(0)
    row = engine.fetch(groups.aggregate(**asked)).iloc[0]
    return (0, *(int(row[name]) for name in asked))


def row_identifier(inputs: Sequence[Input], together: Aligned) -> str | None:
    """Find the column that has another value in each row of every table and is named for it."""
    named = [name for name in together.shared if _is_named(name, inputs, together)]
    for item in inputs:
        if not named:
            return None
        table = together.tables[item.name]
        asked = {f"{at}": table[name].nunique() for at, name in enumerate(named)}
        row = engine.fetch(table.aggregate(_rows=table.count(), **asked)).iloc[0]
        named = [n for at, n in enumerate(named) if row["_rows"] and row[f"{at}"] == row["_rows"]]
    return next(iter(named), None)


def _is_named(name: str, inputs: Sequence[Input], together: Aligned) -> bool:
    by_role = any(
        together.pairs[item.name].get(name) in item.columns_as("customer", "unit")
        for item in inputs
    )
    return by_role or is_identifier(name)
