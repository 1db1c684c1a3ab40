"""A large sheet read in one go: its header as text, its values by type, so that none is rounded.

The reader of workbooks rounds numbers to nine decimals where it gives text. Read twice, as text
and as numbers, nothing is lost; but a large sheet takes its time. Below the header most columns
hold one type only, and numbers that arrive as numbers are exact.
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

from cx.data.cells import cell_names
from cx.data.headers.header import read_header
from cx.data.sheets.area import column_letters
from cx.data.sheets.parts import unpacked
from cx.data.sheets.survey import blocks
from cx.data.sheets.values import NUMBER

HEAD: Final = 50

_ROW: Final = re.compile(rb'<row (?:[^<>]*? )?r="(\d{1,7})"')
_WANTED: Final = re.compile(r"xl/worksheets/|xl/media/|xl/drawings/|xl/charts/")

Visible = Literal["visible", "hidden", "veryhidden"]
Details = list[tuple[tuple[int, int], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The cells of a sheet as exact text.

    Attributes:
        visible: "visible", "hidden" or "veryhidden".
        cells: text columns; the first row is row 1 of the sheet.
        first_column: of the sheet, from 0, that the first of `cells` is.
        details: position in `cells` and what the reader says of cells that it could not convert.
    """

    visible: Visible
    cells: pa.Table
    first_column: int
    details: Details


def first_column(sheet: Any) -> int:
    """Return the column, from 0, at which the cells of a sheet begin."""
    columns = sheet.selected_columns
    return int(columns[0].absolute_index) if columns else 0


def details_of(problems: Any) -> Details:
    """Return position and explanation of the cells that could not be converted."""
    return [(each.position, each.detail) for each in problems.errors] if problems else []


def read_typed(reader: fastexcel.ExcelReader, path: Path, file: str, name: str) -> Loaded | None:
    """Read a sheet by the types of its columns.

    Args:
        reader: of the workbook.
        path: of the workbook, which is .xlsx.
        file: that holds the cells of the sheet.
        name: of the sheet.

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
    columns = {first + n: column for n, column in enumerate(batch.columns)}
    if _rounded(path, file, columns):
        return None
    left = min([*columns, *above])
    right = max([*columns, *above]) + 1
    texts = {place: _as_text(column) for place, column in columns.items()}
    whole = [
        pa.chunked_array(
            [
                pa.array(above.get(place, [None] * start), pa.string()),
                texts.get(place, pa.nulls(batch.num_rows, pa.string())),
            ]
        )
        for place in range(left, right)
    ]
    moved = first - left
    return Loaded(
        visible=body.visible,
        cells=pa.Table.from_arrays(whole, names=cell_names(right - left)),
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


def _above(head: Any) -> tuple[dict[int, list[str | None]], int]:
    """Return the cells down to the header, by column, and how many rows these are."""
    batch = head.to_arrow()
    columns = [column.cast(pa.string()).to_pylist() for column in batch.columns]
    rows = [list(row) for row in zip(*columns, strict=True)]
    start = read_header(rows[:HEAD]).data if rows else 0
    first = first_column(head)
    return {first + n: column[:start] for n, column in enumerate(columns)}, start


def _rounded(path: Path, file: str, columns: dict[int, pa.Array]) -> bool:
    """Tell whether numbers were rounded: they are among texts and have many decimals."""
    mixed = [
        place
        for place, column in columns.items()
        if pa.types.is_string(column.type)
        and pc.any(pc.match_substring_regex(column, NUMBER)).as_py()
    ]
    if not mixed:
        return False
    letters = "|".join(map(column_letters, mixed))
    cell = rf' r="(?:{letters})\d+"(?: s="\d+")?(?: t="n")?'
    long_number = re.compile(rf"{cell}><v>-?\d*(?:\.\d{{10}}|[.\d]*[eE]-)".encode())
    with unpacked(path) as archive, archive.open(file) as content:
        return any(long_number.search(block) for block in blocks(content, file))


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        return pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")
    if pa.types.is_duration(column.type):
        return pa.array(_clocks(column.cast(pa.int64()).to_pylist()), pa.string())
    texts = column.cast(pa.string())
    if pa.types.is_floating(column.type):
        large = pc.fill_null(pc.match_substring(texts, "e+"), fill_value=False)
        digits = [f"{value:.0f}" for value in column.filter(large).to_pylist()]
        return pc.replace_with_mask(texts, large, pa.array(digits, pa.string()))
    return texts


def _clocks(durations: Sequence[int | None]) -> list[str | None]:
    """Write milliseconds as hours, minutes and seconds."""
    return [None if each is None else _clock(each) for each in durations]


def _clock(milliseconds: int) -> str:
    sign = "-" if milliseconds < 0 else ""
    seconds, fraction = divmod(abs(milliseconds), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    rest = f".{fraction:03d}" if fraction else ""
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}{rest}"
