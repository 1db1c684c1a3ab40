"""How far the cells of a sheet in a binary workbook (.xlsb) reach, as the sheet itself says."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from cx.data.sheets.area import address
from cx.data.sheets.parts import damaged, unpacked
from cx.data.sheets.survey import CELLS, FILLED, too_far_apart
from cx.errors import UnreadableFile

# Records of [MS-XLSB]: the extent of a sheet, the beginning of its cells, a row.
_EXTENT: Final = 148
_CELLS: Final = 145
_ROW: Final = 0
_LAST_CELL: Final = 7
# The smallest record of a filled cell, in bytes.
_SMALLEST: Final = 9
# A sheet of this size, in bytes, is looked through record by record.
_LOOKED_THROUGH: Final = 4 << 20


def survey_xlsb(path: Path) -> None:
    """Look at the sheets of a binary workbook.

    Raises:
        UnreadableFile: reading a sheet would take too much memory, or the workbook is damaged.
    """
    if not zipfile.is_zipfile(path):
        return
    try:
        with unpacked(path) as archive:
            for entry in archive.infolist():
                name = entry.filename.lower()
                if name.startswith("xl/worksheets/") and name.endswith(".bin"):
                    with archive.open(entry) as file:
                        _check(file, Path(name).stem, entry.file_size)
    except (IndexError, struct.error) as error:
        raise UnreadableFile(damaged()) from error


def _check(file: IO[bytes], sheet: str, size: int) -> None:
    top = bottom = left = right = 0
    for kind, content in _records(file):
        if kind == _EXTENT:
            top, bottom, left, right = struct.unpack("<4I", content[:16])
        elif kind == _ROW:
            bottom = max(bottom, struct.unpack("<I", content[:4])[0])
        elif 0 < kind <= _LAST_CELL:
            right = max(right, struct.unpack("<I", content[:4])[0])
        elif kind == _CELLS and size > _LOOKED_THROUGH:
            break
    cells = (bottom - top + 1) * (right - left + 1)
    if cells > CELLS and size < _SMALLEST * FILLED * cells:
        raise UnreadableFile(too_far_apart(sheet, address(bottom, right)))


def _records(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the records of a part; their kind and length are written in seven bits a byte."""
    while head := file.read(1):
        kind = head[0]
        if kind & 0x80:
            kind = (kind & 0x7F) | (file.read(1)[0] & 0x7F) << 7
        length = shift = 0
        for _ in range(4):
            part = file.read(1)[0]
            length |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        yield kind, file.read(length)
