"""Workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods): each table of each sheet becomes a grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cx.data.grid import Grid
from cx.data.health import Finding
from cx.data.sheets.area import Area, parsed_area
from cx.data.sheets.grid import grid_of
from cx.data.sheets.sheet import Sheet, Workbook
from cx.data.sheets.tables import View, tables_in
from cx.data.source import Source
from cx.errors import UnreadableFile
from cx.wording import msg, plural

_TABLE: Final = re.compile(r"(?P<sheet>.+) \((?P<area>[A-Z]{1,3}\d+:[A-Z]{1,3}\d+)\)", re.DOTALL)


def read_workbook(source: Source, *, sheet: str | int | None = None) -> tuple[Grid, ...]:
    """Read the tables of a workbook into grids of text cells.

    A sheet with one table gives its name to it; several are called “Sheet1 (A1:D20)”.

    Args:
        source: the file.
        sheet: the name of one sheet, its number from 0, or the name of one table; if the table has
            grown since, the one that begins in the same cell. All of them if left out.

    Returns:
        A grid for each table that has rows below its header. What was skipped is a finding of the
        first.

    Raises:
        UnreadableFile: the workbook is damaged, would take too much memory, has no such sheet, or
            none with a table.
    """
    workbook = Workbook(source.path)
    names, table = _chosen(workbook.names, sheet)
    grids: list[Grid] = []
    skipped: list[str] = []
    for name in names:
        found = _grids(workbook.sheet(name))
        if not found:
            skipped.append(name)
        grids.extend(found)
    if not grids:
        raise UnreadableFile(
            msg(
                "There is no table in {sheets:list}: a row of names and at least one row below it "
                "are needed.",
                sheets=[f"“{name}”" for name in names],
            )
        )
    if table is not None:
        grids = [_table(grids, table)]
    return (_with_skipped(grids[0], skipped), *grids[1:])


def _chosen(names: Sequence[str], sheet: str | int | None) -> tuple[Sequence[str], str | None]:
    """Return the sheets to read, and the name of the table if one was asked for."""
    if sheet is None:
        return names, None
    if isinstance(sheet, int) and 0 <= sheet < len(names):
        return [names[sheet]], None
    if sheet in names:
        return [str(sheet)], None
    table = _TABLE.fullmatch(str(sheet))
    if table and table["sheet"] in names:
        return [table["sheet"]], str(sheet)
    raise UnreadableFile(
        msg(
            "There is no sheet “{sheet}”. The workbook has: {sheets:list}.",
            sheet=sheet,
            sheets=names,
        )
    )


def _table(grids: Sequence[Grid], name: str) -> Grid:
    """Choose the table of this name, or the one that begins where it began."""
    by_name = {grid.name: grid for grid in grids}
    if name in by_name:
        return by_name[name]
    wanted = _place(name)
    for grid in grids:
        found = _place(grid.name)
        if wanted and found and (found.top, found.left) == (wanted.top, wanted.left):
            return grid
    if len(grids) == 1:
        return grids[0]
    raise UnreadableFile(
        msg(
            "There is no table “{table}”. The sheet has: {tables:list}.",
            table=name,
            tables=list(by_name),
        )
    )


def _place(name: str) -> Area | None:
    table = _TABLE.fullmatch(name)
    return parsed_area(table["area"]) if table else None


def _grids(sheet: Sheet) -> list[Grid]:
    """Read the tables of a sheet; what concerns all of it is said with the first."""
    view = View.of(sheet)
    areas, notes = tables_in(view)
    several = len(areas) > 1
    first = sheet.first_column
    found = []
    for area in areas:
        place = Area(area.top, area.left + first, area.bottom, area.right + first)
        grid = grid_of(view, area, f"{sheet.name} ({place.address})" if several else sheet.name)
        if grid is not None:
            found.append(grid)
    if found:
        beside = [replace(n, left=n.left + first, right=n.right + first) for n in notes]
        findings = (*_sheet_findings(sheet, found, beside), *found[0].findings)
        found[0] = replace(found[0], findings=findings)
    return found


def _sheet_findings(
    sheet: Sheet, grids: Sequence[Grid], notes: Sequence[Area]
) -> Iterator[Finding]:
    if sheet.visible != "visible":
        text = msg("The sheet “{sheet}” is hidden in the workbook.", sheet=sheet.name)
        yield Finding(kind="info", message=text)
    if len(grids) > 1:
        text = msg(
            "The sheet “{sheet}” holds {n:count} tables: {tables:list}.",
            sheet=sheet.name,
            n=len(grids),
            tables=[grid.name for grid in grids],
        )
        yield Finding(kind="info", message=text)
    if notes:
        text = msg(
            "Beside the tables of the sheet “{sheet}” stand notes that were left aside: "
            "{areas:list}.",
            sheet=sheet.name,
            areas=[area.address for area in notes],
        )
        yield Finding(kind="info", message=text)
    yield from _formula_findings(sheet)


def _formula_findings(sheet: Sheet) -> Iterator[Finding]:
    survey = sheet.survey
    if survey.without_value:
        text = plural(
            "{n:count} formula of the sheet “{sheet}” has no value and counts as missing "
            "({cells:list}). Open the workbook in your spreadsheet program and save it again.",
            "{n:count} formulas of the sheet “{sheet}” have no value and count as missing (the "
            "first ones: {cells:list}). Open the workbook in your spreadsheet program and save it "
            "again.",
            n=survey.without_value,
            sheet=sheet.name,
            cells=list(survey.examples),
        )
        yield Finding(kind="warning", message=text, rows=survey.without_value)
    if survey.zeros > 1:
        text = msg(
            "All {n:count} formulas of the sheet “{sheet}” give 0. If the workbook was written by "
            "a program, open it in your spreadsheet program and save it again.",
            n=survey.zeros,
            sheet=sheet.name,
        )
        yield Finding(kind="warning", message=text)


def _with_skipped(grid: Grid, skipped: Sequence[str]) -> Grid:
    if not skipped:
        return grid
    text = msg(
        "Without a table, and so left aside: {sheets:list}.",
        sheets=[f"“{name}”" for name in skipped],
    )
    return replace(grid, findings=(*grid.findings, Finding(kind="info", message=text)))
