"""Cells of a worksheet as people name them: B3, A1:D20."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, counted from 0; `bottom` and `right` are the first outside of it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.right - self.left

    @property
    def address(self) -> str:
        """The area in the way of spreadsheets, A1:D20."""
        first = address(self.top, self.left)
        last = address(self.bottom - 1, self.right - 1)
        return first if first == last else f"{first}:{last}"


def column_letters(column: int) -> str:
    """Return the letters of a column that is counted from 0.

    >>> column_letters(0), column_letters(27), column_letters(16383)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, from 0.

    >>> column_number("A"), column_number("AB"), column_number("XFD")
    (0, 27, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(row: int, column: int) -> str:
    """Return the address of a cell that is counted from 0.

    >>> address(0, 0), address(19, 3)
    ('A1', 'D20')
    """
    return f"{column_letters(column)}{row + 1}"


def parsed_area(text: str) -> Area | None:
    """Read A1:D20, or A1 for a single cell; None if it is neither.

    >>> parsed_area("B2:C3")
    Area(top=1, left=1, bottom=3, right=3)
    """
    corners = [_ADDRESS.fullmatch(corner) for corner in text.split(":")]
    if len(corners) > 2 or not all(corners):
        return None
    cells = [(int(c[2]) - 1, column_number(c[1])) for c in corners if c]
    rows, columns = zip(*cells, strict=True)
    return Area(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
