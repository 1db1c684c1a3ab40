"""From an area of a worksheet to a grid: its header, merged cells, errors, notes around it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cx.data.cells import cell_names
from cx.data.delimited import no_header, notes_above
from cx.data.grid import BODY, FOOT, Grid, notes_below
from cx.data.headers.header import Header, is_value, read_header, repaired_names
from cx.data.health import Finding, RejectedRow
from cx.data.sheets.area import Area, address, column_letters
from cx.data.sheets.tables import View, blank_columns
from cx.data.typed_cells import as_text
from cx.wording import msg, plural

Rows = npt.NDArray[np.int64]

HEADER_ROWS: Final = 50
NAMED: Final = 3


def grid_of(view: View, area: Area, name: str) -> Grid | None:
    """Make the grid of a table.

    Args:
        view: the sheet.
        area: of the table in it, with the notes above and below.
        name: of the table.

    Returns:
        The grid; None if there is no row below the names.
    """
    blank = set(blank_columns(view, area))
    columns = [column for column in range(area.left, area.right) if column not in blank]
    rows = view.rows(area, HEADER_ROWS)
    header = read_header([[row[column - area.left] for column in columns] for row in rows])
    body = Area(area.top + header.data, area.left, area.bottom, area.right)
    notes = _notes(view, body)
    bottom = notes[0].row - 1 if notes else body.bottom
    body = Area(body.top, body.left, bottom, body.right)
    if body.height < 1 or not view.within(body).any():
        return None
    cells, merged = _with_merged(view, body, columns, _cells(view, body, columns))
    names = _names(view, area, columns, header)
    return Grid(
        name=name,
        header=names,
        cells=cells,
        header_row=area.top + header.rows[-1] + 1 if header.rows else None,
        first_row=body.top + 1,
        rejected=notes,
        findings=(
            *_header_findings(header),
            *_blank_findings(view, blank),
            *merged,
            *_error_findings(view, body, columns, names),
        ),
        sheet=view.sheet.name,
        rejected_by_reader=tuple(note.row for note in notes),
        parts=header.parts,
        export=header.export,
    )


def _cells(view: View, body: Area, columns: Sequence[int]) -> pa.Table:
    found = [view.sheet.columns[column].cells(body.top, body.height) for column in columns]
    return pa.Table.from_arrays(found, names=cell_names(len(columns)))


def _names(view: View, area: Area, columns: Sequence[int], header: Header) -> list[str | None]:
    """Return the names of the columns; text of cells merged across names each of them."""
    names = [*header.names, *[None] * len(columns)][: len(columns)]
    for merged in view.sheet.survey.merged:
        left = merged.left - view.sheet.first_column
        if merged.top - area.top not in header.rows or left not in columns:
            continue
        for column in range(left + 1, left + merged.width):
            if column in columns and names[columns.index(column)] is None:
                names[columns.index(column)] = names[columns.index(left)]
    return names


def _header_findings(header: Header) -> Iterator[Finding]:
    if not header.rows:
        yield no_header()
    elif header.rows[0]:
        yield notes_above(header.rows[0])


def _blank_findings(view: View, blank: set[int]) -> Iterator[Finding]:
    if blank:
        letters = [column_letters(view.sheet.first_column + n) for n in sorted(blank)]
        text = plural(
            "{n:count} blank column was skipped: {columns:list}.",
            "{n:count} blank columns were skipped: {columns:list}.",
            n=len(blank),
            columns=letters,
        )
        yield Finding(kind="info", message=text)


def _notes(view: View, body: Area) -> tuple[RejectedRow, ...]:
    """Find the notes below a table, which would spoil the types of its columns."""
    filled = view.within(body).any(axis=0)
    places = np.flatnonzero(filled)[-(FOOT + BODY) :] + body.top
    cells = _foot(view, body, places)
    notes = max(_sentences(view, body), len(notes_below(cells)))
    texts = cells.slice(cells.num_rows - notes).to_pylist()
    reason = msg("a note below the table")
    return tuple(
        RejectedRow(
            row=int(place) + 1,
            reason=reason,
            text=" | ".join(text for text in row.values() if text and text.strip()),
        )
        for place, row in zip(places[len(places) - notes :], texts, strict=True)
    )


def _foot(view: View, body: Area, places: Rows) -> pa.Table:
    """Return rows at the foot of a table as text."""
    if not len(places):
        return pa.table({})
    first = int(places[0])
    columns = view.sheet.columns[body.left : body.right]
    found = [c.texts(first, body.bottom - first).take(pa.array(places - first)) for c in columns]
    return pa.Table.from_arrays(found, names=cell_names(len(columns)))


def _sentences(view: View, body: Area) -> int:
    """Count the rows below a table that a blank row sets apart and that hold one sentence each."""
    filled = view.within(body).sum(axis=0)
    if body.width < 2:
        return 0
    start = len(filled)
    while start and filled[start - 1] <= 1:
        start -= 1
    while start < len(filled) and filled[start]:
        start += 1
    rows = [
        view.rows(Area(body.top + n, body.left, body.bottom, body.right), 1)[0]
        for n in range(start, len(filled))
        if filled[n]
    ]
    texts = [next((text for text in row if text and text.strip()), "") for row in rows]
    return len(texts) if all(" " in t.strip() and not is_value(t) for t in texts) else 0


def _with_merged(
    view: View, body: Area, columns: Sequence[int], cells: pa.Table
) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Give the text of cells merged down to all of their rows; leave numbers where they stand."""
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    numbers: list[Area] = []
    for merged in view.sheet.survey.merged:
        column = merged.left - view.sheet.first_column
        inside = merged.top >= body.top and merged.bottom <= body.bottom
        if not inside or column not in columns or merged.height < 2:
            continue
        value = view.sheet.columns[column].texts(merged.top, 1)[0].as_py()
        if value and is_value(value):
            numbers.append(merged)
        elif value:
            for row in range(merged.top + 1, merged.bottom):
                texts[columns.index(column)][row - body.top] = value
    for number, by_row in texts.items():
        values = as_text(cells.column(number)).to_pylist()
        for row, value in by_row.items():
            values[row] = value
        column = pa.chunked_array([values], pa.string())
        cells = cells.set_column(number, cells.column_names[number], column)
    return cells, tuple(_merged_findings(sum(map(len, texts.values())), numbers))


def _merged_findings(filled: int, numbers: Sequence[Area]) -> Iterator[Finding]:
    if filled:
        text = plural(
            "{n:count} cell was filled with the text of the merged cell that it belongs to.",
            "{n:count} cells were filled with the text of the merged cells that they belong to.",
            n=filled,
        )
        yield Finding(kind="info", message=text, rows=filled)
    if numbers:
        text = plural(
            "{n:count} merged cell holds a number or a date for several rows; it counts for the "
            "first of them: {cells:list}.",
            "{n:count} merged cells hold numbers or dates for several rows; each counts for the "
            "first of them: {cells:list}.",
            n=len(numbers),
            cells=[area.address for area in numbers[:NAMED]],
        )
        yield Finding(kind="warning", message=text, rows=len(numbers))


def _error_findings(
    view: View, body: Area, columns: Sequence[int], names: Sequence[str | None]
) -> Iterator[Finding]:
    by_column = defaultdict(list)
    for error in view.sheet.errors:
        column = error.column - view.sheet.first_column
        if body.top <= error.row < body.bottom and column in columns:
            by_column[columns.index(column)].append(error)
    called = repaired_names(names)[0]
    for number in sorted(by_column):
        cells = sorted(by_column[number], key=lambda error: error.row)
        kinds = [kind for kind, _ in Counter(cell.error for cell in cells).most_common()]
        text = plural(
            "{n:count} cell of “{column}” holds an error ({errors:list}) and counts as missing: "
            "{cells:list}.",
            "{n:count} cells of “{column}” hold an error ({errors:list}) and count as missing, "
            "the first ones being {cells:list}.",
            n=len(cells),
            column=called[number],
            errors=kinds,
            cells=[address(cell.row, cell.column) for cell in cells[:NAMED]],
        )
        yield Finding(kind="warning", message=text, column=called[number], rows=len(cells))
