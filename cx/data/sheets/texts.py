"""Whether the texts of a workbook fit into memory once each cell has its own.

A text that many cells share stands in the file once and in memory for each of the cells: a file
of half a megabyte can ask for gigabytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from cx.data.sheets.parts import unpacked
from cx.data.sheets.survey import LONGEST_CELL, blocks, too_long
from cx.errors import UnreadableFile
from cx.wording import msg

SHARED: Final = "xl/sharedStrings.xml"
HARMLESS: Final = 256 << 20
MOST: Final = 1 << 30

_ITEM: Final = re.compile(rb"</(?:\w+:)?si>")
_REFERENCE: Final = re.compile(rb't="s"[^<>]*><(?:\w+:)?v>(\d{1,9})<')

Lengths = npt.NDArray[np.int64]


def shared_lengths(path: Path) -> Lengths:
    """Return the length in bytes of each shared text of an .xlsx workbook; none for others.

    Raises:
        UnreadableFile: the texts are damaged.
    """
    none = np.zeros(0, np.int64)
    if not zipfile.is_zipfile(path):
        return none
    with unpacked(path) as archive:
        shared = next((n for n in archive.namelist() if n.lower() == SHARED.lower()), None)
        if shared is None:
            return none
        with archive.open(shared) as file:
            return np.concatenate([none, *_lengths(blocks(file, shared))])


def _lengths(parts: Iterable[bytes]) -> Iterator[Lengths]:
    carried = 0
    for part in parts:
        ends = [0, *(item.end() for item in _ITEM.finditer(part))]
        places = np.array(ends, np.int64)
        found = places[1:] - places[:-1]
        if len(found):
            found[0] += carried
            yield found
            carried = 0
        carried += len(part) - ends[-1]


def check_texts(path: Path, file: str, sheet: str, *, cells: int, lengths: Lengths) -> None:
    """Refuse a sheet whose texts would take too much memory.

    Args:
        path: of the workbook.
        file: that holds the cells of the sheet.
        sheet: its name.
        cells: how many cells are filled, about.
        lengths: of the shared texts.

    Raises:
        UnreadableFile: a text is longer than a cell can be, or all of them take a gigabyte.
    """
    longest = int(lengths.max(initial=0))
    if longest > 4 * LONGEST_CELL:
        raise UnreadableFile(too_long(sheet))
    if longest * cells <= HARMLESS:
        return
    size = 0
    with unpacked(path) as archive, archive.open(file) as content:
        for block in blocks(content, sheet):
            places = np.array(_REFERENCE.findall(block), dtype="S9").astype(np.int64)
            size += int(lengths[places[places < len(lengths)]].sum())
            if size > MOST:
                raise UnreadableFile(
                    msg(
                        "The texts of the sheet “{sheet}” take more than {limit:count} MB once "
                        "they stand in each of its cells. Delete long texts that repeat, or split "
                        "the table.",
                        sheet=sheet,
                        limit=MOST >> 20,
                    )
                )
