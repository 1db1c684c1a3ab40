"""Workbooks (.xlsx, .xls, .xlsb, .ods): each sheet that holds a table becomes a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import fastexcel
import pyarrow as pa

from cx.data.delimited import no_header, notes_above
from cx.data.grid import Grid, cell_names, check_width
from cx.data.header import find_header, names_at
from cx.data.health import Finding
from cx.data.source import Source
from cx.errors import UnreadableFile
from cx.wording import Message, msg

HEADER_ROWS = 50


def read_workbook(source: Source, *, sheet: str | int | None = None) -> tuple[Grid, ...]:
    """Read the sheets of a workbook into grids of text cells.

    Args:
        source: the file.
        sheet: the name of one sheet, or its number from 0; all of them if left out.

    Returns:
        A grid for each sheet that has rows below its header. What was skipped is a finding of the
        first.

    Raises:
        UnreadableFile: the workbook is damaged, has no such sheet, or none with a table.
    """
    damaged = msg("The workbook is damaged. Open it in your spreadsheet program and save it again.")
    with _refused_as(damaged):
        workbook = fastexcel.read_excel(str(source.path))
    names = _chosen(workbook.sheet_names, sheet)
    grids: list[Grid] = []
    skipped: list[str] = []
    for name in names:
        grid = _grid(name, _cells(workbook, name))
        if grid is None:
            skipped.append(name)
        else:
            grids.append(grid)
    if not grids:
        raise UnreadableFile(
            msg(
                "There is no table in {sheets:list}: a row of names and at least one row below it "
                "are needed.",
                sheets=[f"“{name}”" for name in names],
            )
        )
    return (_with_skipped(grids[0], skipped), *grids[1:])


def _chosen(names: Sequence[str], sheet: str | int | None) -> Sequence[str]:
    if sheet is None:
        return names
    if isinstance(sheet, int) and 0 <= sheet < len(names):
        return [names[sheet]]
    if sheet in names:
        return [str(sheet)]
    raise UnreadableFile(
        msg(
            "There is no sheet “{sheet}”. The workbook has: {sheets:list}.",
            sheet=sheet,
            sheets=names,
        )
    )


@contextmanager
def _refused_as(message: Message) -> Iterator[None]:
    """Turn what the reader of workbooks makes of a damaged one into a refusal.

    It panics on some, and a panic in Rust arrives as an exception outside of `Exception`.
    """
    try:
        yield
    except fastexcel.FastExcelError as error:
        raise UnreadableFile(message) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(message) from error


def _cells(workbook: fastexcel.ExcelReader, name: str) -> pa.Table:
    unreadable = msg(
        "The sheet “{sheet}” cannot be read. Open the workbook in your spreadsheet program, copy "
        "the values of the sheet into a new workbook and use that.",
        sheet=name,
    )
    with _refused_as(unreadable):
        batch = workbook.load_sheet(name, header_row=None, dtypes="string").to_arrow()
    check_width(batch.num_columns)
    columns = [column.cast(pa.string()) for column in batch.columns]
    return pa.Table.from_arrays(columns, names=cell_names(len(columns)))


def _grid(name: str, cells: pa.Table) -> Grid | None:
    rows = [list(row.values()) for row in cells.slice(0, HEADER_ROWS).to_pylist()]
    position = find_header(rows)
    above = 0 if position is None else position + 1
    body = cells.slice(above)
    if body.num_rows == 0:
        return None
    findings = [no_header()] if position is None else []
    if position:
        findings.append(notes_above(position))
    return Grid(
        name=name,
        header=[None] * cells.num_columns if position is None else names_at(rows, position),
        cells=body,
        header_row=None if position is None else above,
        first_row=above + 1,
        findings=tuple(findings),
        sheet=name,
    )


def _with_skipped(grid: Grid, skipped: Sequence[str]) -> Grid:
    if not skipped:
        return grid
    text = msg(
        "Without a table, and so left aside: {sheets:list}.",
        sheets=[f"“{name}”" for name in skipped],
    )
    return replace(grid, findings=(*grid.findings, Finding(kind="info", message=text)))
