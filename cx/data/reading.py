"""`cx.read`: a file becomes typed tables whose columns have roles, and nothing is lost unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pyarrow as pa

from cx.data import engine
from cx.data.dataset import DATASETS, ROLE_NAMES, Dataset
from cx.data.delimited import read_delimited
from cx.data.given_roles import GivenRoles, recognise_with
from cx.data.grid import Grid, without_blank_rows, without_notes_below
from cx.data.header import repaired_names
from cx.data.health import ColumnProfile, Finding, Health, RejectedRow
from cx.data.parquet import read_parquet
from cx.data.privacy import mask
from cx.data.recognition import (
    Recognition,
    recognise_columns,
)
from cx.data.source import Source, opened
from cx.data.traits import Traits, describe
from cx.data.values import UnreadCell, type_columns
from cx.data.workbook import read_workbook
from cx.errors import RoleMissing, UnreadableFile
from cx.wording import msg, plural


@dataclass(frozen=True, kw_only=True, eq=False)
class TableReading:
    """One table of a file.

    Attributes:
        name: of the file or the sheet.
        frame: its rows, typed.
        columns: what each column looks like, the evidence for its role.
        recognition: what kind of table it is and what its columns mean.
        health: what state it is in.
        rejected: rows that do not fit: `table row reason text`, row numbers as in the file.
        unread: cells that do not fit the type of their column and count as missing:
            `table row column text`.
    """

    name: str
    frame: pa.Table
    columns: tuple[Traits, ...]
    recognition: Recognition
    health: Health
    rejected: pd.DataFrame
    unread: pd.DataFrame

    @property
    def usable(self) -> bool:
        """Whether a dataset can be made as the table stands."""
        return self.recognition.kind is not None and not self.recognition.missing

    def dataset(self) -> Dataset:
        """Make the dataset.

        Raises:
            RoleMissing: the kind of the table or a role it cannot do without is not known.
        """
        kind = self.recognition.kind
        if kind is None:
            raise RoleMissing(
                msg(
                    "What the table “{name}” holds is not known. Say its kind ({kinds:list}) and "
                    "the roles of its columns.",
                    name=self.name,
                    kinds=tuple(DATASETS),
                )
            )
        if self.recognition.missing:
            raise RoleMissing(
                msg(
                    "The table “{name}” has no column for: {roles:list}. Its columns are: "
                    "{columns:list}.",
                    name=self.name,
                    roles=[ROLE_NAMES[role] for role in self.recognition.missing],
                    columns=self.frame.column_names,
                )
            )
        return DATASETS[kind](self.frame, **self.recognition.roles)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """What a file turned out to hold.

    Attributes:
        tables: its tables; a workbook gives one for each sheet that holds one.
    """

    tables: tuple[TableReading, ...]

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """A dataset for each usable table."""
        return tuple(table.dataset() for table in self.tables if table.usable)

    @property
    def health(self) -> tuple[Health, ...]:
        """The health of each table."""
        return tuple(table.health for table in self.tables)

    @property
    def rejected(self) -> pd.DataFrame:
        """The rejected rows of all tables: `table row reason text`."""
        return pd.concat([table.rejected for table in self.tables], ignore_index=True)

    @property
    def unread(self) -> pd.DataFrame:
        """The cells of all tables that do not fit their column: `table row column text`."""
        return pd.concat([table.unread for table in self.tables], ignore_index=True)


def read(
    source: Any,
    *,
    roles: GivenRoles | None = None,
    sheet: str | int | None = None,
    encoding: str | None = None,
) -> Reading:
    """Read a file: delimited text, a workbook or Parquet, by its content and not by its name.

    Args:
        source: a path, bytes or an open binary file; text may be packed with gzip.
        roles: what is known about the columns, `{"score": "Q1", "comments": ["Q2"]}`; it goes
            before what is recognised, in every table. `{"kind": "feedback"}` sets the kind.
        sheet: one sheet of a workbook, by name or by number from 0; all if left out.
        encoding: of a text file, where the one that is found is wrong.

    Returns:
        The tables, typed, with the roles of their columns and everything that was noticed.

    Raises:
        UnreadableFile: the file holds no table that can be read; the message says why and what
            to do.
        ColumnNotFound: `roles` names a column that a table does not have.
        InvalidSetting: `roles` names a role or a kind that does not exist.
    """
    with opened(source) as file:
        if file.format == "parquet":
            typed = [_from_parquet(file)]
        elif file.format == "workbook":
            typed = [_from_grid(grid) for grid in read_workbook(file, sheet=sheet)]
        else:
            typed = [_from_grid(read_delimited(file, encoding=encoding))]
    if not any(table.health.rows_in for table in typed):
        raise UnreadableFile(
            msg("There is no row of data below the names of the columns. Export the file again.")
        )
    if roles:
        typed = [_with_given(table, roles) for table in typed]
    return Reading(tables=tuple(typed))


def _from_grid(read: Grid) -> TableReading:
    filled = without_blank_rows(read)
    grid = without_notes_below(filled)
    names, renamed = repaired_names(grid.header)
    typed = type_columns(grid, names)
    columns = describe(engine.as_table(typed.frame))
    health = Health(
        findings=(*grid.findings, *_rejected_finding(grid), *renamed, *typed.findings),
        columns=_profiles(typed.frame, columns),
        rows_in=filled.cells.num_rows + len(filled.rejected),
        rows_kept=typed.frame.num_rows,
        rows_rejected=len(grid.rejected),
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        header_row=grid.header_row,
        sheet=grid.sheet,
    )
    return TableReading(
        name=grid.name,
        frame=typed.frame,
        columns=columns,
        recognition=recognise_columns(columns),
        health=health,
        rejected=_rejected_rows(grid.name, grid.rejected),
        unread=_unread_cells(grid.name, typed.unread),
    )


def _from_parquet(file: Source) -> TableReading:
    frame, findings = read_parquet(file.path)
    columns = describe(engine.as_table(frame))
    health = Health(
        findings=findings,
        columns=_profiles(frame, columns),
        rows_in=frame.num_rows,
        rows_kept=frame.num_rows,
        rows_rejected=0,
    )
    return TableReading(
        name=file.name,
        frame=frame,
        columns=columns,
        recognition=recognise_columns(columns),
        health=health,
        rejected=_rejected_rows(file.name, ()),
        unread=_unread_cells(file.name, ()),
    )


def _rejected_finding(grid: Grid) -> tuple[Finding, ...]:
    if not grid.rejected:
        return ()
    text = plural(
        "{n:count} row does not fit the table and was left out; see the rejected rows.",
        "{n:count} rows do not fit the table and were left out; see the rejected rows.",
        n=len(grid.rejected),
    )
    return (Finding(kind="warning", message=text, rows=len(grid.rejected)),)


def _rejected_rows(table: str, rows: Sequence[RejectedRow]) -> pd.DataFrame:
    records = [(table, row.row, row.reason, row.text) for row in rows]
    return pd.DataFrame(records, columns=["table", "row", "reason", "text"])


def _unread_cells(table: str, cells: Sequence[UnreadCell]) -> pd.DataFrame:
    records = [(table, cell.row, cell.column, cell.text) for cell in cells]
    return pd.DataFrame(records, columns=["table", "row", "column", "text"])


def _profiles(frame: pa.Table, columns: Sequence[Traits]) -> tuple[ColumnProfile, ...]:
    return tuple(
        ColumnProfile(
            name=column.name,
            type=column.type,
            filled=column.filled,
            missing=column.rows - column.filled,
            distinct=column.distinct,
            example=_example(frame.column(column.name)),
        )
        for column in columns
    )


def _example(column: pa.ChunkedArray) -> str | None:
    first = column.drop_null().slice(0, 1).to_pylist()
    return mask(str(first[0])) if first else None


def _with_given(table: TableReading, roles: GivenRoles) -> TableReading:
    found = recognise_with(table.recognition.kind, table.columns, roles)
    return replace(table, recognition=found)
