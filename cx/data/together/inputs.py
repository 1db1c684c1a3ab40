"""The tables that come in: each with a name, the roles that are known, and an engine in common."""

from __future__ import annotations

import os
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir

from cx.data import engine
from cx.data.dataset import Dataset
from cx.data.scratch import Scratch
from cx.errors import ColumnNotFound, CxError, InvalidSetting
from cx.wording import msg, t


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One of the tables.

    Attributes:
        name: as it is called in sentences and in a column of origin.
        table: its rows.
        dataset: what came in, where it was a dataset, whose columns have roles.
    """

    name: str
    table: ir.Table
    dataset: Dataset | None = None

    def require(self, column: str) -> str:
        """Return `column` if the table has it, else raise `ColumnNotFound`."""
        if column not in self.table.columns:
            raise ColumnNotFound(column, self.table.columns)
        return column

    def columns_as(self, *roles: str) -> tuple[str, ...]:
        """Return the columns that have one of `roles`."""
        given = self.dataset.roles if self.dataset else {}
        found = (given[role] for role in roles if role in given)
        return tuple(c for value in found for c in ((value,) if isinstance(value, str) else value))


def inputs_of(tables: Sequence[Any], names: Sequence[str] | None = None) -> tuple[Input, ...]:
    """Take tables and give each a name.

    Args:
        tables: datasets, or whatever `cx.data.engine.as_table` takes.
        names: of the tables; those of the files, or numbers, if left out.

    Raises:
        InvalidSetting: there are fewer than two tables, or the names are not one for each.
        CxError: one of them is no table, or they live in engines that cannot see each other.
    """
    if isinstance(tables, str | os.PathLike) or len(tables) < 2:
        raise InvalidSetting(
            msg("At least two tables are needed to bring them together; only one was given.")
        )
    chosen = _names(tables, names)
    read = tuple(_read(item, name) for item, name in zip(tables, chosen, strict=True))
    if len({id(backend) for item in read if (backend := _engine_of(item.table))}) > 1:
        raise CxError(
            msg(
                "The tables live in different databases, which cannot see each other. Save one of "
                "them as a Parquet file where the other one is and use that."
            )
        )
    return read


def _read(item: Any, name: str) -> Input:
    if isinstance(item, Dataset):
        _hold(item._source, item.table)  # noqa: SLF001 - the file behind the table
        return Input(name=name, table=item.table, dataset=item)
    table = engine.as_table(item)
    _hold(item, table)
    return Input(name=name, table=table)


def _hold(source: Any, table: ir.Table) -> None:
    """Keep a file that goes with its last reference as long as any expression reads it."""
    if isinstance(source, Scratch):
        for leaf in table.op().find(ops.PhysicalTable):
            weakref.finalize(leaf, _let_go, source)


def _let_go(_source: Scratch) -> None:
    """Do nothing: the reference was all there is."""


def _names(tables: Sequence[Any], names: Sequence[str] | None) -> tuple[str, ...]:
    if names is None:
        return _told_apart([_own_name(item, n) for n, item in enumerate(tables, start=1)])
    given = tuple(str(name) for name in names)
    if len(given) != len(tables) or len(set(given)) < len(given):
        raise InvalidSetting(
            msg(
                "There are {tables:count} tables and these names: {names:list}. Give each table a "
                "name of its own.",
                tables=len(tables),
                names=given,
            )
        )
    return given


def _own_name(item: Any, number: int) -> str:
    if isinstance(item, str | os.PathLike):
        return Path(item).stem
    return t("table {n:count}", n=number)


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Number names that come more than once."""
    told: list[str] = []
    for name in names:
        number, free = 1, name
        while free in told:
            number += 1
            free = f"{name} ({number})"
        told.append(free)
    return tuple(told)


def _engine_of(table: ir.Table) -> Any:
    """Return the engine of a table; none where its rows travel with it."""
    backends = table._find_backends()[0]  # noqa: SLF001 - Ibis has no public name for it
    return backends[0] if backends else None
