"""Files as people bring them, good and bad, as (name, bytes, type)."""

from __future__ import annotations

import io
import struct

import numpy as np
import pandas as pd
from openpyxl import Workbook

File = tuple[str, bytes, str]

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(400)
SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def csv(table: pd.DataFrame, name: str = "survey.csv") -> File:
    """Write a table as UTF-8 text."""
    return name, table.to_csv(index=False).encode(), "text/csv"


def photo() -> File:
    """Return a photo that was given the name of a workbook."""
    return "photo.xlsx", PNG, EXCEL


def empty_sheet() -> File:
    """Return a workbook with one sheet and nothing on it."""
    return "empty.xlsx", _saved(Workbook()), EXCEL


def two_sheets(first: pd.DataFrame, second: pd.DataFrame) -> File:
    """Return a workbook with the sheets “First” and “Second”."""
    book = Workbook()
    book.remove(book.active)
    for name, table in (("First", first), ("Second", second)):
        sheet = book.create_sheet(name)
        sheet.append(list(table.columns))
        for row in table.itertuples(index=False):
            sheet.append(list(row))
    return "two.xlsx", _saved(book), EXCEL


def protected() -> File:
    """Return what a spreadsheet program writes when a password is set: an encrypted package.

    A compound file (MS-CFB): the header, one sector of allocation table, one of directory, and
    the stream that holds the workbook in cipher.
    """
    header = struct.pack(
        "<8s16s5H6x9I109I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, END, 0, END, 0),
        *(0, *[FREE] * 108),
    )
    chain = [FAT, END, *range(3, 10), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    entries = (_entry("Root Entry", 5, END, 0, child=1), _entry("EncryptedPackage", 2, 2, 4096))
    content = np.random.default_rng(5).bytes(8 * SECTOR)
    return "salaries.xlsx", header + table + b"".join(entries).ljust(SECTOR, b"\0") + content, EXCEL


def no_usable_column() -> File:
    """Return a table in which nothing is an answer, an event or a version."""
    rng = np.random.default_rng(6)
    return csv(pd.DataFrame({"height": rng.normal(170, 9, 40), "width": rng.normal(60, 9, 40)}))


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sH2B3I16xI16xIQ", text, len(text), kind, 1, FREE, FREE, child, 0, start, size
    )


def _saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
