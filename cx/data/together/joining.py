"""The joined table: row by row, or with the right table summed up for each id first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.together.headers import appended, free_name
from cx.data.together.pairing import with_id
from cx.data.vocabulary import is_exactly, is_identifier, says
from cx.errors import ColumnNotFound, InvalidSetting
from cx.wording import msg

Aggregate = bool | Mapping[str, str | Sequence[str]] | None

WAYS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "sum": lambda column: _number(column).sum(),
    "mean": lambda column: _number(column).mean(),
    "min": lambda column: column.min(),
    "max": lambda column: column.max(),
    "first": lambda column: column.min(),
    "last": lambda column: column.max(),
    "distinct": lambda column: column.nunique(),
}
_VALUE: Final = "value"
_NUMBERS_ONLY: Final = frozenset({"sum", "mean"})
_TIMES_ONLY: Final = frozenset({"first", "last"})


def check_aggregate(aggregate: bool | Mapping[str, Any], table: ir.Table) -> None:  # noqa: FBT001
    """Refuse ways of summing up that a table does not allow.

    Raises:
        ColumnNotFound: a column is not in the table.
        InvalidSetting: there is no such way, or the column does not hold what it needs.
    """
    for column, ways in _asked(aggregate).items():
        if column not in table.columns:
            raise ColumnNotFound(column, table.columns)
        kind = table[column].type()
        for way in ways:
            numeric = kind.is_numeric() or kind.is_boolean()
            wrong = way in _NUMBERS_ONLY and not numeric
            if way not in WAYS or wrong or (way in _TIMES_ONLY and not kind.is_temporal()):
                raise InvalidSetting(
                    msg(
                        "“{column}” cannot be summed up by {way}. The ways are {ways:list}; sum "
                        "and mean need numbers, first and last need times.",
                        column=column,
                        way=repr(way),
                        ways=tuple(WAYS),
                    )
                )


def summed_up(right: ir.Table, keys: Sequence[str], aggregate: Aggregate, *, name: str) -> ir.Table:
    """Sum a table up for each id: one row an id, `keys` and a count of its rows among its columns.

    Args:
        right: the table, with the columns `keys`.
        keys: the parts of the id; rows without one are left out.
        aggregate: `True` for the usual, else how for each column that is kept.
        name: of the table.
    """
    rows = right.filter(with_id(right, keys))
    columns = [column for column in right.columns if column not in keys]
    ways = _asked(aggregate) or _usual(rows, columns, keys)
    asked: dict[str, Any] = {row_count(name): rows.count()}
    for column, chosen in ways.items():
        for way in chosen:
            value = rows[column].max() if way == _VALUE else WAYS[way](rows[column])
            title = column if way == _VALUE else f"{column}_{way}"
            asked[free_name(title, tuple(asked))] = value
    groups: ir.Table = rows.group_by(list(keys)).aggregate(**asked)
    return groups


def row_count(name: str) -> str:
    """Return the name of the column that counts the rows of a table for each id."""
    return f"{name}_rows"


def joined(left: ir.Table, right: ir.Table, keys: Sequence[str], *, name: str) -> ir.Table:
    """Join tables: every row of the left one, with the columns of the right one beside it.

    Args:
        left: with the columns `keys`; none of them stays in the result.
        right: likewise.
        keys: the parts of the id.
        name: of the right table, for columns whose names are taken. A count of its rows is 0 for
            ids that it does not have; it is missing for rows without an id.
    """
    taken = [column for column in left.columns if column not in keys]
    added: dict[str, Any] = {}
    for column in right.columns:
        if column not in keys:
            lowered = {other.casefold() for other in taken}
            clash = column.casefold() in lowered
            title = appended(column, name, taken) if clash else column
            taken.append(title)
            added[title] = right[column]
    both = left.left_join(right.select(*keys, **added), list(keys), rname="_cx_right_{name}")
    counts = [title for title, column in added.items() if column.get_name() == row_count(name)]
    none = {
        title: ibis.ifelse(with_id(both, keys), both[title].fill_null(0), both[title])
        for title in counts
    }
    result: ir.Table = both.mutate(**none).select(*taken)
    return result


def _asked(aggregate: Aggregate) -> dict[str, tuple[str, ...]]:
    if not isinstance(aggregate, Mapping):
        return {}
    return {
        column: (ways,) if isinstance(ways, str) else tuple(ways)
        for column, ways in aggregate.items()
    }


def _usual(
    rows: ir.Table, columns: Sequence[str], keys: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Choose how each column is summed up, by its type, its name and whether it varies."""
    texts = [name for name in columns if not _summable(rows, name)]
    varying = _varying(rows, texts, keys)
    return {
        name: ("distinct",)
        if name in varying
        else (_VALUE,)
        if name in texts
        else _usual_of(name, rows[name].type())
        for name in columns
    }


def _summable(rows: ir.Table, name: str) -> bool:
    kind = rows[name].type()
    in_figures = kind.is_numeric() and not is_identifier(name)
    return bool(in_figures or kind.is_boolean() or kind.is_temporal())


def _usual_of(name: str, kind: Any) -> tuple[str, ...]:
    if kind.is_temporal():
        return ("first", "last")
    score = any(says(name, word) for word in ("recommend", "overall", "rating"))
    if kind.is_boolean() or score or is_exactly(name, "score_alone"):
        return ("mean",)
    return ("sum",) if says(name, "value") or says(name, "cost") else ("sum", "mean")


def _varying(rows: ir.Table, columns: Sequence[str], keys: Sequence[str]) -> set[str]:
    """Find the columns in which some id has more than one value."""
    if not columns:
        return set()
    groups = rows.group_by(list(keys)).aggregate(
        **{f"v{at}": rows[c].min() != rows[c].max() for at, c in enumerate(columns)}
    )
    asked = {f"v{at}": groups[f"v{at}"].any() for at in range(len(columns))}
    row = engine.fetch(groups.aggregate(**asked)).iloc[0]
    return {c for at, c in enumerate(columns) if row[f"v{at}"] is not None and bool(row[f"v{at}"])}


def _number(column: Any) -> Any:
    return column.cast("int32") if column.type().is_boolean() else column
