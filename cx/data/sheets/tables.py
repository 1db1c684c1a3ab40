"""Where the tables of a worksheet are: several in one sheet, anywhere, with notes around them.

A sheet is cut along blank rows and blank columns, but only where something speaks for two tables:
names above the second one, another extent, the same names again. Whatever has a blank row or a
blank column inside and no such sign stays one table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from cx.data.headers.header import find_header, is_value
from cx.data.sheets.area import Area
from cx.data.sheets.column import Filled
from cx.data.sheets.sheet import Sheet

Rows = list[list[str | None]]

LOOKED_AT: Final = 50
# Blank rows beyond so many are those of one table.
GAPS: Final = 300
VALUED: Final = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A sheet and which of its cells are filled; columns count from that of its first cell."""

    sheet: Sheet
    filled: Filled

    @classmethod
    def of(cls, sheet: Sheet) -> View:
        """Look at a sheet; cells with nothing but spaces are blank, errors are not."""
        columns = [column.filled() for column in sheet.columns]
        filled = np.array(columns, dtype=bool).reshape(len(columns), sheet.rows)
        for error in sheet.errors:
            filled[error.column - sheet.first_column, error.row] = True
        return cls(sheet, filled)

    @property
    def whole(self) -> Area:
        """The area of all cells."""
        columns, rows = self.filled.shape
        return Area(0, 0, rows, columns)

    def within(self, area: Area) -> Filled:
        """Return which cells of an area are filled, by column and row."""
        return self.filled[area.left : area.right, area.top : area.bottom]

    def trimmed(self, area: Area) -> Area | None:
        """Leave away blank rows and columns around an area; None if it is blank."""
        cells = self.within(area)
        rows, columns = np.flatnonzero(cells.any(axis=0)), np.flatnonzero(cells.any(axis=1))
        if not len(rows):
            return None
        return Area(
            area.top + int(rows[0]),
            area.left + int(columns[0]),
            area.top + int(rows[-1]) + 1,
            area.left + int(columns[-1]) + 1,
        )

    def rows(self, area: Area, most: int = LOOKED_AT) -> Rows:
        """Return the first rows of an area as text."""
        height, columns = min(most, area.height), self.sheet.columns[area.left : area.right]
        texts = (column.texts(area.top, height).to_pylist() for column in columns)
        return [list(row) for row in zip(*texts, strict=True)]


def tables_in(view: View) -> tuple[list[Area], list[Area]]:
    """Find the tables of a sheet.

    Returns:
        The areas of the tables, and those of notes beside them, both in reading order.
    """
    whole = view.trimmed(view.whole)
    pieces = sorted(_pieces(view, whole)) if whole else []
    tables = [piece for piece in pieces if _is_table(view, piece)]
    tables = [
        piece
        for number, piece in enumerate(tables)
        if not any(_describes(view, piece, following) for following in tables[number + 1 :][:1])
    ]
    if not tables:
        largest = max(pieces, key=lambda piece: piece.height * piece.width, default=None)
        tables = [largest] if largest else []
    return tables, [piece for piece in pieces if piece not in tables]


def _pieces(view: View, area: Area) -> list[Area]:
    for cut in (_cut_between_rows, _cut_between_columns):
        parts = cut(view, area)
        if len(parts) > 1:
            return [piece for part in parts for piece in _pieces(view, part)]
    return [area]


def _is_table(view: View, area: Area) -> bool:
    """Tell a table from notes: it has two columns and rows, or a list of one column with a name."""
    if area.height < 2:
        return False
    if area.width > 1:
        return int((view.within(area).sum(axis=0) > 1).sum()) > 1
    cells = [row[0] for row in view.rows(area) if row[0]]
    return len(cells) > 2 and not is_value(cells[0]) and all(map(is_value, cells[1:]))


def _runs(filled: npt.ArrayLike) -> list[tuple[int, int]]:
    """Return where each run of filled places begins and ends."""
    edges = np.flatnonzero(
        np.diff(np.concatenate(([False], np.asarray(filled, bool), [False])).astype(np.int8))
    )
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _cut_between_rows(view: View, area: Area) -> list[Area]:
    runs = _runs(view.within(area).any(axis=0))
    if len(runs) > GAPS:
        return [area]
    parts = [Area(area.top + runs[0][0], area.left, area.top + runs[0][1], area.right)]
    for first, last in runs[1:]:
        below = Area(area.top + first, area.left, area.top + last, area.right)
        upper = parts[-1]
        if _begins_below(view, upper, below):
            parts.append(below)
        else:
            parts[-1] = Area(upper.top, area.left, below.bottom, area.right)
    return [part for part in map(view.trimmed, parts) if part]


def _begins_below(view: View, upper: Area, below: Area) -> bool:
    """Tell whether another table begins below a blank row."""
    above, next_one = view.trimmed(upper), view.trimmed(below)
    if above is None or next_one is None or not _is_table(view, above):
        return False
    rows = view.rows(next_one)
    header = find_header(rows)
    if header is None or header + 1 >= len(rows):
        moved = next_one.left != above.left
        return moved and header is None and next_one.height > 1 and next_one.width > 1
    names = {next_one.left + n: name for n, name in enumerate(rows[header]) if _text(name)}
    if len(names) < 2 and next_one.width > 1:
        return False
    if len({_text(name).casefold() for name in names.values()}) < len(names):
        return False
    return _is_header(view, above, names, rows[header + 1 :], next_one)


def _is_header(
    view: View, above: Area, names: dict[int, str | None], data: Rows, area: Area
) -> bool:
    """Tell whether a row names columns, seen what stands below it and in the table above."""
    upper = view.rows(above)
    start = find_header(upper)
    known = {above.left + n: _text(name) for n, name in enumerate(upper[start or 0])}
    valued_above = _valued(upper[(-1 if start is None else start) + 1 :], above.left)
    shared = [column for column in names if column in valued_above]
    if any(is_value(_text(names[column])) for column in shared):
        return False
    if {c: _text(n) for c, n in names.items()} == {c: n for c, n in known.items() if n}:
        return True
    valued_here = _valued(data, area.left)
    contrast = [column for column in names if column in valued_here]
    if shared or contrast:
        return len(shared) * 2 >= len(valued_above) or bool(contrast and not valued_above)
    extent = [column for column, name in known.items() if name]
    return bool(extent) and (min(names) != min(extent) or max(names) != max(extent))


def _valued(rows: Rows, left: int) -> set[int]:
    """Return the columns that hold numbers, dates and the like."""
    found = set()
    for number, cells in enumerate(zip(*rows, strict=True)):
        texts = [text for text in map(_text, cells) if text]
        if texts and sum(map(is_value, texts)) >= VALUED * len(texts):
            found.add(left + number)
    return found


def _text(cell: str | None) -> str:
    return (cell or "").strip()


def _describes(view: View, area: Area, following: Area) -> bool:
    """Tell whether an area says what the wider table below is: “From:” and a date, row by row."""
    if area.width != 2 or following.width <= 2:
        return False
    rows = [[_text(cell) for cell in row] for row in view.rows(area)]
    labels = [row[0] for row in rows if row[0]]
    if area.height <= 2 or all(label.endswith((":", "：")) for label in labels):
        return True
    kinds = {is_value(row[1]) for row in rows[1:] if row[1]}
    return len(kinds) > 1


def _cut_between_columns(view: View, area: Area) -> list[Area]:
    runs = _runs(view.within(area).any(axis=1))
    parts = [Area(area.top, area.left + runs[0][0], area.bottom, area.left + runs[0][1])]
    for first, last in runs[1:]:
        beside = Area(area.top, area.left + first, area.bottom, area.left + last)
        before = parts[-1]
        if _begins_beside(view, before, beside):
            parts.append(beside)
        else:
            parts[-1] = Area(area.top, before.left, area.bottom, beside.right)
    return [part for part in map(view.trimmed, parts) if part]


def _begins_beside(view: View, before: Area, beside: Area) -> bool:
    """Tell whether another table, or a remark, begins to the right of a blank column."""
    left, right = view.trimmed(before), view.trimmed(beside)
    if left is None or right is None:
        return False
    (names_left, top_left), (names_right, top_right) = _names(view, left), _names(view, right)
    if names_left & names_right:
        return True
    if min(left.width, right.width) == 1:
        top = (
            max(top_left, top_right)
            if left.width == right.width
            else (top_left if right.width == 1 else top_right)
        )
        return (
            not _named_at(view, left, top)
            or not _named_at(view, right, top)
            or (not _same_rows(view, left, right, top))
        )
    if top_left != top_right or not (_is_table(view, left) and _is_table(view, right)):
        return True
    titled = top_left > left.top and top_right > right.top
    wide_gap = beside.left - before.right > 1
    return titled or wide_gap or not _same_rows(view, left, right, top_left)


def _names(view: View, area: Area) -> tuple[set[str], int]:
    """Return the names of the columns and the row that they stand in."""
    rows = view.rows(area)
    header = find_header(rows)
    if header is None:
        first = next(n for n, row in enumerate(rows) if any(map(_text, row)))
        return set(), area.top + first
    return {text.casefold() for cell in rows[header] if (text := _text(cell))}, area.top + header


def _named_at(view: View, area: Area, row: int) -> bool:
    """Tell whether a row crosses an area where something stands in it."""
    inside = area.top <= row < area.bottom
    return inside and bool(view.filled[area.left : area.right, row].any())


def _same_rows(view: View, left: Area, right: Area, top: int) -> bool:
    """Tell whether two pieces have the same rows: both end in one, or the shorter has gaps."""
    ends = [_last_row(view, left, top), _last_row(view, right, top)]
    if ends[0] == ends[1]:
        return True
    shorter = left if ends[0] < ends[1] else right
    data = Area(top + 1, shorter.left, min(ends) + 1, shorter.right)
    return data.height > 0 and not bool(view.within(data).any(axis=0).all())


def _last_row(view: View, area: Area, top: int) -> int:
    """Return the last row that is filled like a row and not like a note below."""
    filled = view.within(area).sum(axis=0)
    usual = np.median(filled[top - area.top :][filled[top - area.top :] > 0])
    return area.top + int(np.flatnonzero(2 * filled >= usual)[-1])


def blank_columns(view: View, area: Area) -> Sequence[int]:
    """Return the columns of a table in which nothing stands."""
    return [area.left + int(n) for n in np.flatnonzero(~view.within(area).any(axis=1))]
