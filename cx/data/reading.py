"""`cx.read`: a file becomes typed tables whose columns have roles, and nothing is lost unseen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cx.data.dataset import DATASETS, Dataset
from cx.data.delimited import read_delimited
from cx.data.draft_rows import UnreadCell
from cx.data.given_roles import GivenRoles, recognise_with
from cx.data.health import Finding, Health, RejectedRow
from cx.data.mending.mended import LeftOutRows, Made, rows_as_text
from cx.data.mending.recipe import Recipe
from cx.data.mending.step import Step
from cx.data.parquet import read_parquet
from cx.data.recognition import Recognition
from cx.data.role_names import ROLE_NAMES
from cx.data.scratch import Scratch
from cx.data.sheets.workbook import read_workbook
from cx.data.source import opened
from cx.data.table import RawTable, from_grid
from cx.data.traits import Traits
from cx.data.treated import Treated, treated
from cx.data.watch import Watch
from cx.errors import RoleMissing, UnreadableFile
from cx.wording import msg, plural

RecipeFor = Callable[[str, Sequence[str]], Recipe]


@dataclass(frozen=True, kw_only=True, eq=False)
class TableReading:
    """One table of a file.

    Attributes:
        name: of the file or the sheet.
        file: its rows, typed and mended, as Parquet outside of the workspace.
        columns: what each column looks like, the evidence for its role.
        recognition: what kind of table it is and what its columns mean.
        health: what state it is in; findings with mends are open to decide.
        recipe: the steps that were made and those refused, to be used on the next file.
        made: each step that was made, with the rows that it touched.
        skipped: steps of the recipe that could not be made: the columns are not there.
        export: the program that wrote the file, where its shape tells.
    """

    name: str
    file: Scratch
    columns: tuple[Traits, ...]
    recognition: Recognition
    health: Health
    recipe: Recipe
    made: tuple[Made, ...]
    skipped: tuple[Step, ...]
    export: str | None
    _rejected: tuple[RejectedRow, ...]
    _left_out: tuple[LeftOutRows, ...]
    _unread: tuple[UnreadCell, ...]

    @property
    def usable(self) -> bool:
        """Whether a dataset can be made as the table stands."""
        return self.recognition.kind is not None and not self.recognition.missing

    @cached_property
    def frame(self) -> pa.Table:
        """All rows, in memory."""
        return pq.read_table(self.file.path)

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """Rows left out: `table row reason text`; row numbers as in the file, from 1."""
        rows = [(self.name, row.row, row.reason, row.text) for row in self._rejected]
        found = [
            pd.DataFrame(rows, columns=["table", "row", "reason", "text"]),
            *(rows_as_text(part).assign(table=self.name) for part in self._left_out),
        ]
        whole = pd.concat([part for part in found if len(part)] or found, ignore_index=True)
        return whole[["table", "row", "reason", "text"]].sort_values("row", ignore_index=True)

    @cached_property
    def unread(self) -> pd.DataFrame:
        """Cells that do not fit their column and count as missing: `table row column text`."""
        rows = [(self.name, cell.row, cell.column, cell.text) for cell in self._unread]
        return pd.DataFrame(rows, columns=["table", "row", "column", "text"])

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
                    columns=[column.name for column in self.columns],
                )
            )
        return DATASETS[kind](self.file, **self.recognition.roles)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reading:
    """What a file turned out to hold.

    Attributes:
        tables: its tables; a worksheet may hold several.
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
        """The rows that were left out of all tables: `table row reason text`."""
        return pd.concat([table.rejected for table in self.tables], ignore_index=True)

    @property
    def unread(self) -> pd.DataFrame:
        """The cells of all tables that do not fit their column: `table row column text`."""
        return pd.concat([table.unread for table in self.tables], ignore_index=True)


def read(  # noqa: PLR0913 -- each option answers a question of its own
    source: Any,
    *,
    roles: GivenRoles | None = None,
    sheet: str | int | None = None,
    encoding: str | None = None,
    recipe: Recipe | RecipeFor | None = None,
    key: bytes | None = None,
    watch: Watch | None = None,
) -> Reading:
    """Read a file: delimited text, a workbook or Parquet, by its content and not by its name.

    Args:
        source: a path, bytes or an open binary file; text may be packed with gzip.
        roles: what is known about the columns, `{"score": "Q1", "comments": ["Q2"]}`; it goes
            before what is recognised, in every table. `{"kind": "feedback"}` sets the kind.
        sheet: one sheet or table of a workbook, by name or by number from 0; all if left out.
        encoding: of a text file, where the one that is found is wrong.
        recipe: what was decided about a file of this shape; `TableReading.recipe` is one. A
            function gives the recipe for a table by its name and its columns.
        key: for pseudonyms. With it, what is certainly personal is masked, dropped or replaced;
            without it, that is proposed only.
        watch: tells another thread how far the reading is, and lets it be stopped.

    Returns:
        The tables, typed, with the roles of their columns and everything that was noticed.

    Raises:
        UnreadableFile: the file holds no table that can be read; the message says why and what
            to do.
        ColumnNotFound: `roles` names a column that a table does not have.
        InvalidSetting: `roles` names a role or a kind that does not exist.
        Cancelled: the reading was stopped.
    """
    watch = watch or Watch()
    find = recipe if callable(recipe) else lambda _name, _columns: recipe or Recipe()
    with opened(source) as file:
        if file.format == "parquet":
            raw = [read_parquet(file, find)]
        elif file.format == "workbook":
            grids = read_workbook(file, sheet=sheet)
            raw = [from_grid(grid, find, watch) for grid in grids]
        else:
            raw = [from_grid(read_delimited(file, encoding=encoding, watch=watch), find, watch)]
    if not any(table.rows_in for table in raw):
        raise UnreadableFile(
            msg("There is no row of data below the names of the columns. Export the file again.")
        )
    readings = [_reading(table, treated(table, key=key, watch=watch)) for table in raw]
    if roles:
        readings = [_with_given(table, roles) for table in readings]
    return Reading(tables=tuple(readings))


def _reading(raw: RawTable, done: Treated) -> TableReading:
    return TableReading(
        name=raw.name,
        file=done.file,
        columns=done.columns,
        recognition=done.recognition,
        health=Health(
            findings=(*raw.findings, *_rejected_finding(raw), *done.findings),
            columns=done.profiles,
            rows_in=raw.rows_in,
            rows_kept=raw.rows - done.rows_left_out,
            rows_rejected=len(raw.rejected) + done.rows_left_out,
            encoding=raw.encoding,
            delimiter=raw.delimiter,
            header_row=raw.header_row,
            sheet=raw.sheet,
        ),
        recipe=done.recipe,
        made=done.made,
        skipped=done.skipped,
        export=raw.export,
        _rejected=raw.rejected,
        _left_out=done.left_out,
        _unread=raw.unread,
    )


def _rejected_finding(raw: RawTable) -> tuple[Finding, ...]:
    if not raw.rejected:
        return ()
    text = plural(
        "{n:count} row does not fit the table and was left out; see the rejected rows.",
        "{n:count} rows do not fit the table and were left out; see the rejected rows.",
        n=len(raw.rejected),
    )
    return (Finding(kind="warning", message=text, rows=len(raw.rejected)),)


def _with_given(table: TableReading, roles: GivenRoles) -> TableReading:
    found = recognise_with(table.recognition.kind, table.columns, roles)
    return replace(table, recognition=found)
