"""Which program a table was exported from, seen from its first rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from cx.data.exports.description import Export, Group, Signature, catalogue, folded

TOP_ROWS: Final = 20
LONG_NAME: Final = 25

Row = Sequence[str | None]
Holds = Literal["names", "variables", "questions", "options", "nothing"]

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DATED: Final = re.compile(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}.*")
_IMPORT_ID: Final = re.compile(r'\s*\{\s*"ImportId"\s*:')


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMatch:
    """An export that was recognised.

    Attributes:
        export: which.
        rows: position and content of each row of its header; empty where only comment lines told.
    """

    export: Export
    rows: tuple[tuple[int, Holds], ...] = ()


def recognise_export(rows: Sequence[Row], *, comments: Sequence[str] = ()) -> Export | None:
    """Recognise the program that wrote a table.

    Args:
        rows: the first rows of the table, the header among them.
        comments: comment lines above it that are no rows.

    Returns:
        The export; None for an ordinary table.
    """
    found = match_export(rows, comments=comments)
    return found.export if found else None


def match_export(rows: Sequence[Row], *, comments: Sequence[str] = ()) -> ExportMatch | None:
    """Recognise the program that wrote a table, and which rows are the header."""
    top = _Rows(rows[: TOP_ROWS + 3])
    lines = (*comments, *top.comment_lines())
    for export in catalogue():
        for signature in export.signatures:
            if signature.comment is not None:
                if any(signature.comment.search(line.strip()) for line in lines):
                    return ExportMatch(export=export)
                continue
            for position in top.filled_rows():
                if _fits(signature, top, position):
                    return ExportMatch(export=export, rows=_header(export, top, position))
    return None


class _Rows:
    """The first rows of a table, their cells stripped and folded once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.cells = [[(cell or "").strip() for cell in row] for row in rows]
        self.words = [[folded(cell) if cell else "" for cell in row] for row in self.cells]

    def filled_rows(self) -> Iterator[int]:
        return (position for position, row in enumerate(self.cells[:TOP_ROWS]) if any(row))

    def comment_lines(self) -> Iterator[str]:
        return (",".join(row) for row in self.cells if row and row[0].startswith("#"))

    def column(self, position: int, column: int) -> list[str]:
        below = (row[column] for row in self.cells[position + 1 :] if column < len(row))
        return [cell for cell in below if cell]


def _fits(signature: Signature, rows: _Rows, position: int) -> bool:
    words = [word for word in rows.words[position] if word]
    there = set(words)
    wanted = signature.cells
    return (
        bool(there)
        and signature.must <= there
        and not signature.none & there
        and (not signature.words or len(signature.words & there) >= signature.least)
        and (wanted is None or _matching(wanted, rows.cells[position]) >= signature.least)
        and (not signature.first or words[0] in signature.first)
        and all(_has_group(group, rows, position) for group in signature.groups)
        and (signature.first_value is None or _fits_first(signature, rows, position))
        and (not signature.question or any(map(_is_question, rows.cells[position][1:])))
        and (not signature.blank_below or _blank_below(signature, rows, position))
        and (signature.below is None or _fits_below(signature.below, rows, position))
    )


def _matching(pattern: re.Pattern[str], cells: Sequence[str]) -> int:
    return sum(pattern.fullmatch(cell) is not None for cell in cells if cell)


def _has_group(group: Group, rows: _Rows, position: int) -> bool:
    found = [n for n, word in enumerate(rows.words[position]) if word in group.words]
    return any(_column_fits(group, rows.column(position, number)) for number in found)


def _column_fits(group: Group, cells: Sequence[str]) -> bool:
    if group.few and not 2 <= len({cell.casefold() for cell in cells}) <= 10:
        return False
    if not group.at_least:
        return True
    numbers = [float(cell.replace(",", "")) for cell in cells if _NUMBER.fullmatch(cell)]
    high = sum(number >= group.at_least for number in numbers)
    return bool(numbers) and 2 * high >= len(numbers)


def _fits_first(signature: Signature, rows: _Rows, position: int) -> bool:
    wanted = signature.first_value
    first = rows.column(position, next(n for n, word in enumerate(rows.words[position]) if word))
    return wanted is not None and bool(first) and wanted.fullmatch(first[0]) is not None


def _is_question(cell: str) -> bool:
    """Tell whether a name is a sentence that people are asked, and not the name of a field."""
    words = len(cell.split())
    asked = cell.endswith(("?", "？", ":", "：", "]"))
    chinese = sum("\u3400" <= sign <= "\u9fff" for sign in cell)
    return (asked and len(cell) > 3) or (len(cell) >= LONG_NAME and words >= 4) or chinese >= 8


def _blank_below(signature: Signature, rows: _Rows, position: int) -> bool:
    if position + 2 >= len(rows.cells):
        return False
    wanted = signature.must | signature.words
    columns = [n for n, word in enumerate(rows.words[position]) if word in wanted]
    below, data = rows.cells[position + 1], rows.cells[position + 2]
    blank = all(n >= len(below) or not below[n] for n in columns)
    return blank and any(below) and any(n < len(data) and data[n] for n in columns)


def _fits_below(signature: Signature, rows: _Rows, position: int) -> bool:
    further = range(position + 1, min(position + 1 + signature.within, len(rows.cells)))
    return any(_fits(signature, rows, below) for below in further)


def _header(export: Export, rows: _Rows, position: int) -> tuple[tuple[int, Holds], ...]:
    if export.layout == "questions and options":
        return (position, "questions"), (position + 1, "options")
    if export.layout == "names":
        return ((position, "names"),)
    header: list[tuple[int, Holds]] = [(position, "variables")]
    if _is_question_row(export, rows, position):
        header.append((position + 1, "questions"))
    last = header[-1][0] + 1
    if last < len(rows.cells) and _is_import_id(rows.cells[last]):
        header.append((last, "nothing"))
    return tuple(header)


def _is_question_row(export: Export, rows: _Rows, position: int) -> bool:
    """Tell whether the questions stand below the variables; people delete such rows at times."""
    if position + 1 >= len(rows.cells) or _is_import_id(rows.cells[position + 1]):
        return False
    if position + 2 < len(rows.cells) and _is_import_id(rows.cells[position + 2]):
        return True
    if len(export.known & set(rows.words[position + 1])) >= 3:
        return True
    times = {folded(name) for name in export.roles.get("time", ())}
    columns = [n for n, word in enumerate(rows.words[position]) if word in times]
    seen = [cells for n in columns if len(cells := rows.column(position, n)) > 1]
    return any(
        not _DATED.fullmatch(cells[0]) and all(map(_DATED.fullmatch, cells[1:])) for cells in seen
    )


def _is_import_id(cells: Sequence[str]) -> bool:
    return sum(_IMPORT_ID.match(cell) is not None for cell in cells) >= 2
