"""Who matches, group by group: those who do not may differ from those who do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.data import engine
from cx.data.together.inputs import Input
from cx.data.together.pairing import Pairing, with_id
from cx.errors import ColumnNotFound

SEGMENT_COLUMNS: Final = ["table", "segment", "n", "matched", "share"]
MOST: Final = 50


def by_segment(inputs: Sequence[Input], pairing: Pairing, by: str) -> pd.DataFrame:
    """Count matching rows for each group of each table that has the column.

    Args:
        inputs: the two tables.
        pairing: their ids.
        by: the column of groups.

    Returns:
        `table segment n matched share`, the largest 50 groups of each table; `segment` is missing
        for rows without a group, `share` of the group's rows, 0–1.

    Raises:
        ColumnNotFound: neither table has the column.
    """
    having = [item for item in inputs if by in item.table.columns]
    if not having:
        columns = dict.fromkeys(name for item in inputs for name in item.table.columns)
        raise ColumnNotFound(by, tuple(columns))
    sides = ((pairing.left, pairing.right), (pairing.right, pairing.left))
    parts = [
        engine.fetch(_groups(own, other, pairing.keys, by)).assign(table=item.name)
        for item, (own, other) in zip(inputs, sides, strict=True)
        if item in having
    ]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(share=table["matched"] / table["n"])[SEGMENT_COLUMNS]


def _groups(table: ir.Table, other: ir.Table, keys: Sequence[str], by: str) -> Any:
    known = other.filter(with_id(other, keys)).select(*keys).distinct().mutate(_cx_known=True)
    rows = table.filter(with_id(table, keys)).select(*keys, segment=table[by].cast("string"))
    found = rows.left_join(known, list(keys))
    with_an_id = found.select("segment", matched=found["_cx_known"].notnull())  # noqa: PD004, Ibis
    without = table.filter(~with_id(table, keys)).select(
        segment=table[by].cast("string"), matched=ibis.literal(value=False)
    )
    every = with_an_id.union(without)
    groups = every.group_by("segment").aggregate(n=every.count(), matched=every["matched"].sum())
    return groups.order_by(ibis.desc("n"), "segment").limit(MOST)
