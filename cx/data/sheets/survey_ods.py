"""How far the cells of an OpenDocument sheet reach, before it is read.

A cell or a row may say that it repeats a million times; read, it takes the memory of as many.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cx.data.sheets.area import address
from cx.data.sheets.parts import unpacked
from cx.data.sheets.survey import CELLS, FILLED, blocks, too_far_apart
from cx.errors import UnreadableFile

CONTENT: Final = "content.xml"

_TAG: Final = re.compile(
    rb"<table:(?:(table)|(table-row)|(?:covered-)?table-cell)(?=[\s/>])([^<>]*)>"
)
_NAME: Final = re.compile(rb'table:name="([^"]*)"')
_ROWS: Final = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_COLUMNS: Final = re.compile(rb'number-columns-repeated="(\d{1,9})"')


@dataclass(slots=True)
class _Reach:
    """How far the filled cells of the sheet reach that is being looked through."""

    sheet: str = ""
    row: int = -1
    next_row: int = 0
    column: int = 0
    bottom: int = 0
    right: int = 0
    filled: int = 0

    def cell(self, attributes: bytes) -> None:
        repeated = _COLUMNS.search(attributes)
        self.column += int(repeated[1]) if repeated else 1
        if b"value-type" in attributes:
            self.filled += 1
            self.right = max(self.right, self.column)
            self.bottom = max(self.bottom, self.next_row)

    def begin_row(self, attributes: bytes) -> None:
        repeated = _ROWS.search(attributes)
        self.row, self.column = self.next_row, 0
        self.next_row += int(repeated[1]) if repeated else 1

    def check(self) -> None:
        cells = self.bottom * self.right
        if cells > CELLS and self.filled < FILLED * cells:
            last = address(self.bottom - 1, self.right - 1)
            raise UnreadableFile(too_far_apart(self.sheet, last))


def is_ods(path: Path) -> bool:
    """Tell whether a file is a workbook in the OpenDocument format."""
    if not zipfile.is_zipfile(path):
        return False
    with unpacked(path) as archive:
        return CONTENT in archive.namelist()


def survey_ods(path: Path) -> None:
    """Look through all sheets of an OpenDocument workbook.

    Raises:
        UnreadableFile: reading a sheet would take too much memory, or the workbook is damaged.
    """
    reach = _Reach()
    with unpacked(path) as archive, archive.open(CONTENT) as content:
        for block in blocks(content, CONTENT):
            for tag in _TAG.finditer(block):
                if tag[1]:
                    reach.check()
                    name = _NAME.search(tag[3])
                    reach = _Reach(name[1].decode(errors="replace") if name else "")
                elif tag[2]:
                    reach.begin_row(tag[3])
                else:
                    reach.cell(tag[3])
    reach.check()
