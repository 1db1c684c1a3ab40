"""A large sheet read in one go: its header as text, below it columns by their types.

The reader of workbooks rounds numbers to nine decimals where it gives text. Read twice, as text
and as numbers, nothing is lost; but a large sheet takes its time. Below the header most columns
hold one type only, numbers that arrive as numbers are exact, and nobody has to read them again.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from cx.data.headers.header import read_header
from cx.data.sheets.area import column_letters
from cx.data.sheets.column import Column
from cx.data.sheets.parts import unpacked
from cx.data.sheets.survey import blocks
from cx.data.sheets.values import NUMBER, holds_early_moment
from cx.data.typed_cells import as_text, is_kept, is_text

HEAD: Final = 50

_ROW: Final = re.compile(rb'<row (?:[^<>]*? )?r="(\d{1,7})"')
_WANTED: Final = re.compile(r"xl/worksheets/|xl/media/|xl/drawings/|xl/charts/")

Visible = Literal["visible", "hidden", "veryhidden"]
Details = list[tuple[tuple[int, int], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The cells of a sheet, all of them exact.

    Attributes:
        visible: "visible", "hidden" or "veryhidden".
        columns: of equal length.
        first_column: of the sheet, from 0, that the first of `columns` is.
        details: row and column among `columns`, and what the reader says of cells that it could
            not convert.
    """

    visible: Visible
    columns: tuple[Column, ...]
    first_column: int
    details: Details


def first_column(sheet: Any) -> int:
    """Return the column, from 0, at which the cells of a sheet begin."""
    columns = sheet.selected_columns
    return int(columns[0].absolute_index) if columns else 0


def details_of(problems: Any) -> Details:
    """Return position and explanation of the cells that could not be converted."""
    return [(each.position, each.detail) for each in problems.errors] if problems else []


def read_typed(
    reader: fastexcel.ExcelReader, path: Path, file: str, name: str, *, truths: bool
) -> Loaded | None:
    """Read a sheet by the types of its columns.

    Args:
        reader: of the workbook.
        path: of the workbook, which is .xlsx.
        file: that holds the cells of the sheet.
        name: of the sheet.
        truths: whether there may be cells that are true or false.

    Returns:
        Its cells; None if types are mixed in a way that would change a value.
    """
    with unpacked(path) as archive:
        top = _top(archive, file)
    try:
        head = fastexcel.read_excel(top).load_sheet(
            name, header_row=None, skip_rows=0, dtypes="string"
        )
        above, start = _above(head)
        body = reader.load_sheet(name, header_row=None, skip_rows=start, schema_sample_rows=None)
        batch, problems = body.to_arrow_with_errors()
    except fastexcel.FastExcelError:
        return None
    first = first_column(body)
    below = {first + n: column for n, column in enumerate(batch.columns)}
    if _changed(path, file, below, truths=truths):
        return None
    left = min([*below, *above])
    right = max([*below, *above]) + 1
    no_names, nothing = pa.nulls(start, pa.string()), pa.nulls(batch.num_rows, pa.string())
    moved = first - left
    return Loaded(
        visible=body.visible,
        columns=tuple(
            Column(above.get(place, no_names), _kept(below.get(place, nothing)))
            for place in range(left, right)
        ),
        first_column=left,
        details=[((row, place + moved), said) for (row, place), said in details_of(problems)],
    )


def _top(archive: zipfile.ZipFile, file: str) -> bytes:
    """Return a workbook with the first rows of one sheet only."""
    shortened = io.BytesIO()
    with zipfile.ZipFile(shortened, "w") as short:
        for entry in archive.infolist():
            if not _WANTED.match(entry.filename):
                short.writestr(entry.filename, archive.read(entry))
        with archive.open(file) as content:
            block = next(blocks(content, file))
        later = (row.start() for row in _ROW.finditer(block) if int(row[1]) > HEAD)
        end = next(later, block.rfind(b"</row>") + 6)
        short.writestr(file, block[:end] + b"</sheetData></worksheet>")
    return shortened.getvalue()


def _above(head: Any) -> tuple[dict[int, pa.Array], int]:
    """Return the cells down to the header, by column, and how many rows these are."""
    batch = head.to_arrow()
    columns = [column.cast(pa.string()) for column in batch.columns]
    rows = [list(row) for row in zip(*(c.to_pylist() for c in columns), strict=True)]
    start = read_header(rows[:HEAD]).data if rows else 0
    first = first_column(head)
    return {first + n: column[:start] for n, column in enumerate(columns)}, start


def _changed(path: Path, file: str, columns: dict[int, pa.Array], *, truths: bool) -> bool:
    """Tell whether numbers among texts were rounded, or truths among numbers became numbers."""
    numbers = [place for place, c in columns.items() if pa.types.is_floating(c.type)]
    mixed = [
        place
        for place, column in columns.items()
        if is_text(column.type) and pc.any(pc.match_substring_regex(column, NUMBER)).as_py()
    ]
    patterns = [_cell(mixed, rb'(?: t="n")?><v>-?\d*(?:\.\d{10}|[.\d]*[eE]-)')] if mixed else []
    if truths and numbers:
        patterns.append(_cell(numbers, rb' t="b"'))
    if not patterns:
        return False
    with unpacked(path) as archive, archive.open(file) as content:
        return any(p.search(block) for block in blocks(content, file) for p in patterns)


def _cell(columns: Sequence[int], rest: bytes) -> re.Pattern[bytes]:
    """Return the pattern of a cell of some columns."""
    letters = "|".join(map(column_letters, columns)).encode()
    return re.compile(rb' r="(?:%b)\d+"(?: s="\d+")?%b' % (letters, rest))


def _kept(column: pa.Array) -> pa.Array:
    """Keep numbers, moments and truths as values; times of day arrive as moments, and are text."""
    if is_kept(column.type) and not holds_early_moment(column):
        return column
    return as_text(column)
