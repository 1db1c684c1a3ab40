"""Rows of an older table replaced by those of a newer one, cell by cell, and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.data import engine
from cx.data.together.aligned import Aligned
from cx.data.together.identifiers import filled
from cx.data.together.pairing import Pairing
from cx.data.together.rows import content
from cx.data.together.single import Single

_OLD: Final = "_cx_old"
_NEW: Final = "_cx_new"
_CONTENT: Final = "_cx_content"


@dataclass(frozen=True, kw_only=True, eq=False)
class Replacement:
    """What came of replacing rows.

    Attributes:
        table: the result.
        rows: of it, counted by themselves.
        changed: ids of both tables whose row is another now.
        unchanged: ids of both tables whose row is the same.
        only_old: ids only in the old table.
        added: ids only in the new one.
        known_without_id: rows of the new table without an id that the old one has in this form.
        changes: `column changed filled erased kept`.
    """

    table: ir.Table
    rows: int
    changed: int
    unchanged: int
    only_old: int
    added: int
    known_without_id: int
    changes: pd.DataFrame


def replaced(  # noqa: PLR0913 - two tables and how they belong together
    before: Single,
    after: Single,
    together: Aligned,
    *,
    pairing: Pairing,
    key: Sequence[str],
    erase: bool,
) -> Replacement:
    """Replace rows whose id both tables have, add the others.

    Args:
        before: the rows of the old table.
        after: those of the new one.
        together: how their columns belong together.
        pairing: their ids.
        key: the columns of the id; they keep the spelling of the old table.
        erase: whether blank cells of the new table replace values.
    """
    columns, keys = together.columns, pairing.keys
    own_new = tuple(together.pairs.values())[1]
    renewed = [name for name in columns if name in own_new and name not in key]
    both = _side_by_side(before.table, after.table, keys, columns, renewed)
    counts = _counts(both, len(renewed), erase=erase)
    merged = _merged(both, columns, renewed, erase=erase)
    only_old = before.table.anti_join(after.table, list(keys)).select(*columns)
    added = after.table.anti_join(before.table, list(keys)).select(*columns)
    unseen = _not_yet_there(before.without_id, after.without_id, together)
    table = ibis.union(
        merged, only_old, before.without_id.select(*columns), added, unseen, distinct=False
    )
    return Replacement(
        table=table,
        rows=_count(table),
        changed=counts["changed rows"],
        unchanged=counts["rows"] - counts["changed rows"],
        only_old=_count(pairing.ids.filter(pairing.ids["right"] == 0)),
        added=_count(pairing.ids.filter(pairing.ids["left"] == 0)),
        known_without_id=after.rows_without_id - _count(unseen),
        changes=_changes(counts, renewed, erase=erase),
    )


def _side_by_side(
    old: ir.Table,
    new: ir.Table,
    keys: Sequence[str],
    columns: Sequence[str],
    renewed: Sequence[str],
) -> ir.Table:
    """Join rows of one id: old cells as they are, old and new ones of `renewed` without blanks."""
    cells = {f"{_OLD}{at}": _filled(old[name]) for at, name in enumerate(renewed)}
    new_cells = {f"{_NEW}{at}": _filled(new[name]) for at, name in enumerate(renewed)}
    there = old.select(*keys, *columns, **cells)
    joined: ir.Table = there.inner_join(new.select(*keys, **new_cells), list(keys))
    return joined


def _filled(column: Any) -> Any:
    return filled(column) if column.type().is_string() else column


def _merged(
    both: ir.Table, columns: Sequence[str], renewed: Sequence[str], *, erase: bool
) -> ir.Table:
    new = {name: both[f"{_NEW}{at}"] for at, name in enumerate(renewed)}
    cells = {
        name: value if erase else ibis.coalesce(value, both[name]) for name, value in new.items()
    }
    merged: ir.Table = both.select(**{name: cells.get(name, both[name]) for name in columns})
    return merged


def _counts(both: ir.Table, renewed: int, *, erase: bool) -> dict[str, int]:
    """Count cells by column and rows that are another now."""
    asked: dict[str, Any] = {"rows": both.count()}
    other: Any = ibis.literal(value=False)
    for at in range(renewed):
        old, new = both[f"{_OLD}{at}"], both[f"{_NEW}{at}"]
        was_blank, is_blank = old.isnull(), new.isnull()  # noqa: PD003, Ibis
        gone, filled_now = ~was_blank & is_blank, was_blank & ~is_blank
        asked[f"changed {at}"] = (old != new).sum()
        asked[f"filled {at}"] = filled_now.sum()
        asked[f"blank {at}"] = gone.sum()
        other |= (old != new).fill_null(ibis.literal(value=False)) | filled_now
        other = other | gone if erase else other
    asked["changed rows"] = both.count(where=other)
    row = engine.fetch(both.aggregate(**asked)).iloc[0]
    return {name: 0 if pd.isna(row[name]) else int(row[name]) for name in asked}


def _changes(counts: Mapping[str, int], renewed: Sequence[str], *, erase: bool) -> pd.DataFrame:
    rows = []
    for at, name in enumerate(renewed):
        blank = counts[f"blank {at}"]
        erased, kept = (blank, 0) if erase else (0, blank)
        rows.append((name, counts[f"changed {at}"], counts[f"filled {at}"], erased, kept))
    return pd.DataFrame(rows, columns=["column", "changed", "filled", "erased", "kept"])


def _not_yet_there(old: ir.Table, new: ir.Table, together: Aligned) -> ir.Table:
    """Return rows without an id of which the old table has none, or fewer, in the same form."""
    known, found = (t.mutate(**{_CONTENT: content(t, together.shared)}) for t in (old, new))
    often = known.group_by(_CONTENT).aggregate(_cx_often=known.count())
    numbered = found.mutate(
        _cx_nth=ibis.row_number().over(ibis.window(group_by=_CONTENT, order_by=_CONTENT))
    )
    both = numbered.left_join(often, _CONTENT)
    unseen: ir.Table = both.filter(both["_cx_nth"] >= both["_cx_often"].fill_null(0)).select(
        *together.columns
    )
    return unseen


def _count(table: ir.Table) -> int:
    return int(engine.fetch(table.aggregate(n=table.count()))["n"][0])
