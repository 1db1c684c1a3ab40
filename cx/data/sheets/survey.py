"""What the XML of a worksheet shows before it is read: how far its cells reach, merged cells.

The reader of workbooks reserves memory for the whole rectangle between the first cell and the
last, so one stray cell at the far corner would end the program. The look is one pass over the
unpacked text in blocks, and only as fine as it has to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import numpy as np
import numpy.typing as npt

from cx.data.grid import check_width
from cx.data.sheets.area import Area, address, column_letters, column_number, parsed_area
from cx.data.sheets.parts import unpacked
from cx.errors import UnreadableFile
from cx.wording import Message, msg

BLOCK: Final = 1 << 20
# With more cells than these a sheet is read by type, whatever its numbers look like.
LARGE: Final = 200_000
# Excel allows 32,767 characters in a cell.
LONGEST_CELL: Final = 1_000_000
# A rectangle of so many cells takes some 150 MB, whatever is in it.
CELLS: Final = 4_000_000
EMPTY_CELLS: Final = 5_000_000
FILLED: Final = 1 / 6
# Cells are counted in one block of so many.
SAMPLED: Final = 8
MERGED: Final = 100_000
NAMED: Final = 3
LONGEST_NAME: Final = 3

Signs = npt.NDArray[np.uint8]

_NAME: Final = b'r="'
_ROW: Final = re.compile(rb'row (?:[^<>]*? )?r="(\d{1,9})"')
_CELL: Final = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_FILLED_CELL: Final = re.compile(rb' r="([A-Z]{1,3})\d+"[^<>/]*+>(?!</)')
_MERGED: Final = re.compile(rb'mergeCell [^<>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_TRUTH: Final = re.compile(rb' t="b"')
_FORMULA: Final = re.compile(rb"<f[ >/]")
_ALL_FORMULAS: Final = re.compile(rb"<f(?: [^<>]*)?>[^<]*(?:</f>)?(<v>0</v>)?")
# A formula that yields text may yield an empty one; any other has a value.
_NO_VALUE: Final = re.compile(
    rb'<c r="([A-Z]+\d+)"(?:(?! t=)[^<>])*><f(?: [^<>]*)?(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
# One pattern for all would begin with no fixed sign and be slower than the three.
_LONG_NUMBERS: Final = tuple(
    re.compile(pattern) for pattern in (rb"\.\d{10}", rb"E-\d{1,3}<", rb"e-\d{1,3}<")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was seen.

    Attributes:
        merged: the areas of merged cells.
        long_decimals: whether there may be numbers with more than nine decimals.
        without_value: how many formulas have no value.
        examples: addresses of the first of them.
        zeros: how many formulas there are if all of them yield 0; else 0.
        cells: how many cells are filled, about.
        truths: whether there may be cells that are true or false.
    """

    merged: tuple[Area, ...] = ()
    long_decimals: bool = True
    without_value: int = 0
    examples: tuple[str, ...] = ()
    zeros: int = 0
    cells: int = 0
    truths: bool = True


def survey_sheet(path: Path, file: str, sheet: str) -> Survey:
    """Look through the cells of a sheet.

    Args:
        path: of the workbook.
        file: within the workbook.
        sheet: its name, for messages.

    Raises:
        UnreadableFile: reading the sheet would take too much memory, or it is damaged.
    """
    seen = _Seen(sheet)
    with unpacked(path) as archive, archive.open(file) as content:
        for number, block in enumerate(blocks(content, sheet)):
            seen.look(block, number)
    return seen.survey()


def blocks(file: IO[bytes], sheet: str) -> Iterator[bytes]:
    """Give XML in blocks that end between rows where they can."""
    carried = b""
    while read := file.read(BLOCK):
        block = carried + read
        cut = block.rfind(b"row>") + 4
        if cut < 4:
            cut = max(block.rfind(b"<"), 0)
        if len(block) - cut > 4 * LONGEST_CELL and block.rfind(b"<") <= cut:
            raise UnreadableFile(too_long(sheet))
        yield block[:cut]
        carried = block[cut:]
    yield carried


def too_long(sheet: str) -> Message:
    """Say that a cell holds more text than a cell can."""
    return msg(
        "A cell of the sheet “{sheet}” holds more than {limit:count} characters; a spreadsheet "
        "allows 32,767. Delete or shorten it, or export the table as .csv.",
        sheet=sheet,
        limit=LONGEST_CELL,
    )


def too_far_apart(sheet: str, last: str) -> Message:
    """Say that a few cells span more than can be kept in memory."""
    return msg(
        "The cells of the sheet “{sheet}” lie too far apart: they reach to {cell}, and nearly all "
        "in between are empty. Delete what stands far away from the table, or copy the table alone "
        "into a new workbook.",
        sheet=sheet,
        cell=last,
    )


@dataclass(slots=True)
class _Seen:
    """What has been seen so far."""

    sheet: str
    first_row: int = -1
    last_row: int = -1
    last_row_named: int = -1
    ascending: bool = True
    widest: int = -1
    farther: re.Pattern[bytes] = field(default_factory=lambda: _beyond(-1))
    declared: int = 0
    filled: int = 0
    merged: list[Area] = field(default_factory=list)
    long_decimals: bool = False
    truths: bool = False
    formulas: int = 0
    zeros: int = 0
    without_value: int = 0
    examples: list[str] = field(default_factory=list)

    def look(self, block: bytes, number: int) -> None:
        signs = np.frombuffer(block, np.uint8)
        self._rows(block, thoroughly=number % SAMPLED == 0)
        self._columns(block, signs)
        if number % SAMPLED == 0:
            self._count(block, SAMPLED if number else 1)
        self.long_decimals = (
            self.long_decimals
            or self.filled > LARGE
            or any(pattern.search(block) for pattern in _LONG_NUMBERS)
        )
        self.truths = self.truths or (_holds(signs, b'b"') and _TRUTH.search(block) is not None)
        if _holds(signs, b"<f") and _FORMULA.search(block):
            self._formulas(block)
        if not block.endswith(b"row>") and len(self.merged) < MERGED:
            found = (parsed_area(ref.decode()) for ref in _MERGED.findall(block))
            self.merged.extend(area for area in found if area)

    def _rows(self, block: bytes, *, thoroughly: bool) -> None:
        """Find the first and the last row in which something stands."""
        if thoroughly:
            numbers = [int(found) for found in _ROW.findall(block)]
            self.ascending = self.ascending and numbers == sorted(numbers)
            self.last_row_named = max([self.last_row_named, *numbers])
        last = _cell_before(block, max(block.rfind(b"v>"), block.rfind(b"is>")))
        if last is None:
            return
        self.ascending = self.ascending and last >= self.last_row
        self.last_row = max(self.last_row, last)
        if self.first_row < 0:
            places = [place for mark in (b"v>", b"is>") if (place := block.find(mark)) >= 0]
            first = _cell_before(block, min(places))
            self.first_row = last if first is None else first

    def _columns(self, block: bytes, signs: Signs) -> None:
        """Find the column farthest to the right in which something stands."""
        if _rightmost(signs) > self.widest and self.farther.search(block):
            letters = {found.decode() for found in _FILLED_CELL.findall(block)}
            check_width(len(letters))
            self.widest = max(map(column_number, letters))
            self.farther = _beyond(self.widest)

    def _count(self, block: bytes, factor: int) -> None:
        declared = block.count(b"<c ")
        filled = block.count(b"</c>") - block.count(b'"></c>')
        self.declared += factor * declared
        self.filled += factor * filled
        empty = self.declared - self.filled
        if empty > EMPTY_CELLS and self.filled < FILLED * self.declared:
            raise UnreadableFile(
                msg(
                    "The sheet “{sheet}” holds millions of cells that are formatted and empty. "
                    "Copy the table alone into a new workbook, or save it as .csv.",
                    sheet=self.sheet,
                )
            )

    def _formulas(self, block: bytes) -> None:
        values = _ALL_FORMULAS.findall(block)
        self.formulas += len(values)
        self.zeros += sum(map(bool, values))
        for cell in _NO_VALUE.finditer(block):
            self.without_value += 1
            if len(self.examples) < NAMED:
                self.examples.append(cell[1].decode())

    def survey(self) -> Survey:
        bottom = self.last_row if self.ascending else max(self.last_row, self.last_row_named)
        top = max(self.first_row, 1) if self.ascending else 1
        cells = (bottom - top + 1) * (self.widest + 1)
        if cells > CELLS and self.filled < FILLED * cells:
            raise UnreadableFile(too_far_apart(self.sheet, address(bottom - 1, self.widest)))
        return Survey(
            merged=tuple(self.merged),
            long_decimals=self.long_decimals,
            without_value=self.without_value,
            examples=tuple(self.examples),
            zeros=self.zeros if self.zeros == self.formulas else 0,
            cells=self.filled,
            truths=self.truths,
        )


def _holds(signs: Signs, pair: bytes) -> bool:
    """Tell whether two signs follow each other; much faster than a search for them."""
    return bool(((signs[:-1] == pair[0]) & (signs[1:] == pair[1])).any())


def _rightmost(signs: Signs) -> int:
    """Return the column farthest to the right that is named, whether anything stands in it or not.

    >>> _rightmost(np.frombuffer(b'<row r="1"><c r="B1"/><c r="AA1"/></row>', np.uint8))
    26
    """
    marks = (signs[:-5] == _NAME[0]) & (signs[1:-4] == _NAME[1]) & (signs[2:-3] == _NAME[2])
    names = np.flatnonzero(marks) + len(_NAME)
    length = 1
    while length < LONGEST_NAME and len(longer := names[signs[names + length] >= ord("A")]):
        names, length = longer, length + 1
    letters = ""
    for place in range(length):
        found = signs[names + place]
        highest = found.max(initial=0)
        letters += chr(highest)
        names = names[found == highest] if place + 1 < length else names
    return column_number(letters) if letters.isalpha() else -1


def _cell_before(block: bytes, place: int) -> int | None:
    """Return the row, from 1, of the cell whose value ends at a place in a block."""
    start = block.rfind(b' r="', 0, max(place, 0))
    cell = _CELL.match(block, start) if start >= 0 else None
    return int(cell[2]) if cell else None


def _beyond(column: int) -> re.Pattern[bytes]:
    """Return the pattern of a cell that holds something and is farther to the right.

    >>> bool(_beyond(27).search(b'<c r="AC1"><v>1</v></c>'))
    True
    """
    letters = column_letters(column) if column >= 0 else ""
    choices = [f"[A-Z]{{{len(letters) + 1},3}}"] if len(letters) < 3 else []
    for place, letter in enumerate(letters):
        if letter < "Z":
            later = f"[{chr(ord(letter) + 1)}-Z]"
            choices.append(f"{letters[:place]}{later}[A-Z]{{{len(letters) - place - 1}}}")
    pattern = "|".join(choices) or "(?!)"
    return re.compile(rf' r="({pattern})\d+"[^<>/]*+>(?!</)'.encode())
