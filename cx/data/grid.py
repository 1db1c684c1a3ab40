"""Cells as they stand in a file, before they mean anything, with a header above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from cx.data.cells import Cells
from cx.data.headers.header import is_value
from cx.data.health import Finding, RejectedRow
from cx.errors import UnreadableFile
from cx.wording import msg

MOST_COLUMNS = 4000
FOOT = 20
BODY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of one table.

    Attributes:
        name: of the file or the sheet.
        header: the names of the columns as they stand there; None where there is none.
        cells: one column for each name, called c0, c1 and so on; missing where empty. They are
            text, but for columns of a large worksheet that hold values of one type. Those of a
            worksheet are in memory, those of a text file are read when they are typed.
        header_row: number of the header's row in the file, from 1; None if there is no header.
        first_row: number of the first row of `cells` in the file, from 1.
        rejected: rows that do not fit the table.
        findings: what was noticed on the way.
        encoding: of a text file.
        delimiter: of a text file.
        sheet: of a workbook.
        rejected_by_reader: numbers of the rows that are not among `cells`, ascending.
        parts: of each column, the texts of its header rows (question, option).
        export: the name of the export that was recognised by its shape.
        headings: the cells of the header's last row as they stand in the file.
    """

    name: str
    header: Sequence[str | None]
    cells: Cells | pa.Table
    header_row: int | None = None
    first_row: int = 1
    rejected: tuple[RejectedRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    rejected_by_reader: tuple[int, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    export: str | None = None
    headings: tuple[str | None, ...] = ()


def check_width(columns: int) -> None:
    """Refuse a table that is too wide to be looked at column by column.

    Raises:
        UnreadableFile: it has more than 4,000 columns.
    """
    if columns > MOST_COLUMNS:
        raise UnreadableFile(
            msg(
                "The table has {columns:count} columns; {limit:count} can be read. Delete columns "
                "that are empty or not needed, or turn the table if its columns are its rows.",
                columns=columns,
                limit=MOST_COLUMNS,
            )
        )


def notes_below(cells: pa.Table) -> list[str]:
    """Find the notes that stand below a table: rows at its foot that are none of it.

    A note leaves most cells empty and has words where numbers or dates stand above it, or words
    in a single cell.

    Args:
        cells: the last rows, as text, without blank ones.

    Returns:
        The text of each note, from the top.
    """
    columns = cells.column_names
    foot = min(FOOT, max(cells.num_rows - 1, 0))
    if len(columns) < 3 or foot == 0:
        return []
    height = cells.num_rows - foot
    above = cells.slice(max(0, height - BODY), min(BODY, height)).to_pylist()
    valued = {name for name in columns if _share_of_values(above, name) >= 0.9}
    rows = [_filled(row, columns) for row in cells.slice(height).to_pylist()]
    kept = foot
    while kept and _is_note(rows[kept - 1], valued, len(columns)):
        kept -= 1
    return [" | ".join(row.values()) for row in rows[kept:]]


def _filled(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, str]:
    return {name: row[name] for name in columns if row[name] and row[name].strip()}


def _is_note(filled: Mapping[str, str], valued: set[str], width: int) -> bool:
    if 2 * len(filled) > width:
        return False
    misplaced = any(name in valued and not is_value(text) for name, text in filled.items())
    alone = len(filled) == 1 and 2 * len(valued) >= width and not set(filled) & valued
    return misplaced or alone


def _share_of_values(rows: Sequence[Mapping[str, Any]], name: str) -> float:
    filled = [text for row in rows if (text := row[name]) and text.strip()]
    return sum(map(is_value, filled)) / len(filled) if filled else 0.0
