"""One row for each id: rows that repeat an id are the same row, or the latest one counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.privacy import mask
from cx.data.together.pairing import with_id
from cx.errors import InvalidSetting
from cx.wording import Message, msg, plural

_PLACE = "_cx_place"


@dataclass(frozen=True, kw_only=True, eq=False)
class Single:
    """The rows of a table that have an id, one for each.

    Attributes:
        table: these rows.
        without_id: the rows that have none.
        rows: how many rows the table had.
        rows_without_id: how many of them have no id.
        set_aside: rows with an id that another row of the table has as well, and that do not count.
        notes: what a person should know about them.
    """

    table: ir.Table
    without_id: ir.Table
    rows: int
    rows_without_id: int
    set_aside: int
    notes: tuple[Message, ...] = ()


def single(
    table: ir.Table,
    keys: Sequence[str],
    columns: Sequence[str],
    *,
    name: str,
    latest_by: str | None,
) -> Single:
    """Return one row for each id.

    Args:
        table: with the columns `keys`.
        keys: the parts of the id.
        columns: all others.
        name: of the table.
        latest_by: the column that says which of several rows is the latest; a row without a value
            there is the oldest.

    Raises:
        InvalidSetting: rows that differ share an id and `latest_by` is None.
    """
    known = table.filter(with_id(table, keys))
    sizes = known.group_by(list(keys)).aggregate(_cx_n=known.count())
    asked = {
        "known": sizes["_cx_n"].sum().fill_null(0),
        "ids": sizes.count(),
        "repeated": (sizes["_cx_n"] > 1).sum().fill_null(0),
    }
    row = engine.fetch(sizes.aggregate(**asked)).iloc[0]
    total = int(engine.fetch(table.aggregate(n=table.count()))["n"][0])
    notes: tuple[Message, ...] = ()
    if row["repeated"]:
        often = sizes.filter(sizes["_cx_n"] > 1)
        repeated = known.semi_join(often, list(keys))
        notes = _notes(repeated, keys, columns, name=name, latest_by=latest_by)
        alone = known.anti_join(often, list(keys))
        known = alone.union(_latest(repeated, keys, columns, latest_by))
    return Single(
        table=known,
        without_id=table.filter(~with_id(table, keys)),
        rows=total,
        rows_without_id=total - int(row["known"]),
        set_aside=int(row["known"]) - int(row["ids"]),
        notes=notes,
    )


def _latest(
    table: ir.Table, keys: Sequence[str], columns: Sequence[str], latest_by: str | None
) -> ir.Table:
    """Keep the latest row of each id; of rows of one time the one that sorts last."""
    order = [table[column].desc(nulls_first=False) for column in columns]
    if latest_by:
        order.insert(0, table[latest_by].desc(nulls_first=False))
    window = ibis.window(group_by=list(keys), order_by=order)
    placed = table.mutate(**{_PLACE: ibis.row_number().over(window)})
    latest: ir.Table = placed.filter(placed[_PLACE] == 0).drop(_PLACE)
    return latest


def _notes(
    repeated: ir.Table,
    keys: Sequence[str],
    columns: Sequence[str],
    *,
    name: str,
    latest_by: str | None,
) -> tuple[Message, ...]:
    """Say what repeated ids are; refuse where nobody can tell which row counts."""
    versions = repeated.group_by(list(dict.fromkeys([*keys, *columns]))).aggregate(
        _cx_n=repeated.count()
    )
    found = versions.group_by(list(keys)).aggregate(
        n=versions["_cx_n"].sum(), different=versions.count()
    )
    asked = {
        "same": (found["different"] == 1).sum(),
        "spare": (found["n"] - 1).sum(where=found["different"] == 1).fill_null(0),
        "conflicts": (found["different"] > 1).sum(),
        "example": found[keys[0]].cast("string").min(where=found["different"] > 1),
    }
    row = engine.fetch(found.aggregate(**asked)).iloc[0]
    notes = [_same(name, int(row["same"]), int(row["spare"]))] if row["same"] else []
    if not row["conflicts"]:
        return tuple(notes)
    conflicts = int(row["conflicts"])
    if latest_by is None:
        raise InvalidSetting(_refusal(name, conflicts, str(row["example"])))
    notes.append(_latest_note(name, conflicts, latest_by))
    if undecided := _undecided(versions, keys, latest_by):
        notes.append(_undecided_note(name, undecided, latest_by))
    return tuple(notes)


def _undecided(versions: ir.Table, keys: Sequence[str], latest_by: str) -> int:
    """Count ids whose latest rows are of one time and differ."""
    window = ibis.window(group_by=list(keys), order_by=versions[latest_by].desc(nulls_first=False))
    ranked = versions.mutate(**{_PLACE: ibis.rank().over(window)})
    last = ranked.filter(ranked[_PLACE] == 0)
    groups = last.group_by(list(keys)).aggregate(different=last.count())
    counted = groups.aggregate(n=(groups["different"] > 1).sum().fill_null(0))
    return int(engine.fetch(counted)["n"][0])


def _refusal(name: str, ids: int, example: str) -> Message:
    return plural(
        "{n:count} id stands in several rows of “{table}” that differ: “{example}”. Choose a key "
        "that tells rows apart (a customer and a day, for instance), or say which column tells the "
        "latest row.",
        "{n:count} ids stand in several rows of “{table}” that differ, such as “{example}”. Choose "
        "a key that tells rows apart (a customer and a day, for instance), or say which column "
        "tells the latest row.",
        n=ids,
        table=name,
        example=mask(example),
    )


def _same(name: str, ids: int, spare: int) -> Message:
    return msg(
        "In “{table}”, ids stand in several rows that are the same in every cell ({ids:count} ids, "
        "{rows:count} rows too many); one row of each counts.",
        table=name,
        ids=ids,
        rows=spare,
    )


def _latest_note(name: str, ids: int, latest_by: str) -> Message:
    return plural(
        "{n:count} id stands in several rows of “{table}”; the latest by “{column}” counts.",
        "{n:count} ids stand in several rows of “{table}”; the latest by “{column}” count.",
        n=ids,
        table=name,
        column=latest_by,
    )


def _undecided_note(name: str, ids: int, latest_by: str) -> Message:
    return plural(
        "For {n:count} id of “{table}” the latest rows differ and have the same “{column}”; one of "
        "them was taken, always the same one.",
        "For {n:count} ids of “{table}” the latest rows differ and have the same “{column}”; one "
        "of them was taken, always the same one.",
        n=ids,
        table=name,
        column=latest_by,
    )
