"""Delimited text (CSV and its relatives): delimiter, header, rows, and the rows that do not fit."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from cx.data.encoding import (
    PLAUSIBLE,
    Decoding,
    Encoding,
    check_encoding,
    decode,
    detect_encoding,
)
from cx.data.grid import Grid, cell_names, check_width
from cx.data.header import find_header, names_at
from cx.data.health import Finding, RejectedRow
from cx.data.source import Source
from cx.errors import UnreadableFile
from cx.wording import Message, msg, plural

DELIMITERS: Final = (",", ";", "\t", "|")
# A sign that text does not hold: for files with one column and no delimiter at all.
NO_DELIMITER: Final = "\x1f"
SAMPLE: Final = 256 << 10
HEADER_ROWS: Final = 50
BLOCK: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the header ends and how the rows are cut."""

    delimiter: str
    header: list[str | None]
    header_row: int | None
    records_above: int
    lines_above: int
    names_short: int


def read_delimited(source: Source, *, encoding: str | None = None) -> Grid:
    """Read a text file into a grid of text cells.

    Args:
        source: the file.
        encoding: its encoding, where the person knows it.

    Raises:
        UnreadableFile: the encoding does not exist, or rows would be lost.
    """
    known = check_encoding(encoding) if encoding else detect_encoding(source.path)
    with tempfile.TemporaryDirectory(prefix="cx-") as folder:
        text, body = Path(folder) / "text", Path(folder) / "body"
        decoding = decode(source.path, known, text)
        layout = _layout(text)
        if not layout.header:
            raise UnreadableFile(msg("The file holds no table: every line of it is blank."))
        check_width(len(layout.header))
        _cut(text, body, layout.lines_above)
        cells, rejected = _rows(body, layout)
        _check_nothing_is_lost(body, cells, rejected)
    return Grid(
        name=source.name,
        header=layout.header,
        cells=cells,
        header_row=layout.header_row,
        first_row=layout.records_above + 1,
        rejected=rejected,
        rejected_by_reader=tuple(row.row for row in rejected),
        findings=(*_encoding_findings(known, decoding, encoding), *_layout_findings(layout)),
        encoding=known.name,
        delimiter="" if layout.delimiter == NO_DELIMITER else layout.delimiter,
    )


def _layout(text: Path) -> _Layout:
    with text.open(encoding="utf-8", newline="") as file:
        sample = file.read(SAMPLE)
        whole = not file.read(1)
    delimiter = _delimiter(sample, whole=whole)
    records, lines = _records(sample, delimiter, whole=whole)
    records, lines = records[: HEADER_ROWS * 4], lines[: HEADER_ROWS * 4]
    position = find_header([[cell or None for cell in row] for row in records[:HEADER_ROWS]])
    above = 0 if position is None else position + 1
    named = [] if position is None else names_at(records, position)
    widths = Counter(len(row) for row in records[above:] if any(row))
    width = widths.most_common(1)[0][0] if widths else len(named)
    return _Layout(
        delimiter=delimiter,
        header=_fitted(named, width, records[above:]),
        header_row=None if position is None else above,
        records_above=above,
        lines_above=lines[above - 1] if above else 0,
        names_short=width - len(named) if named else 0,
    )


def _fitted(
    header: list[str | None], width: int, rows: Sequence[Sequence[str]]
) -> list[str | None]:
    """Give the header as many names as the rows have cells.

    A header that is one name short above full rows is what R writes: the row names come first.
    """
    missing = width - len(header)
    if missing == 1 and any(row[-1] for row in rows if len(row) == width) and header:
        return [None, *header]
    return [*header, *[None] * missing] if missing > 0 else header[:width]


def _delimiter(sample: str, *, whole: bool) -> str:
    """Choose the delimiter that cuts most rows into the same number of cells, two at least."""
    best, best_fit = NO_DELIMITER, (0.5, 0)
    for delimiter in DELIMITERS:
        rows = [row for row in _records(sample, delimiter, whole=whole)[0] if row]
        widths = Counter(map(len, rows))
        width, count = max(widths.items(), key=lambda item: item[1], default=(1, 0))
        fit = (round(count / max(len(rows), 1), 2), width)
        if width > 1 and fit > best_fit:
            best, best_fit = delimiter, fit
    return best


def _records(sample: str, delimiter: str, *, whole: bool) -> tuple[list[list[str]], list[int]]:
    """Cut a sample into rows; also give the number of lines up to the end of each."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error:  # a cell too long for a sample: what came before it is enough
        return rows, lines
    if not whole and len(rows) > 1:
        return rows[:-1], lines[:-1]
    return rows, lines


def _cut(text: Path, body: Path, lines: int) -> None:
    with text.open("rb") as source, body.open("wb") as target:
        for _ in range(lines):
            source.readline()
        shutil.copyfileobj(source, target, BLOCK)


def _rows(body: Path, layout: _Layout) -> tuple[pa.Table, tuple[RejectedRow, ...]]:
    width = len(layout.header)
    if body.stat().st_size == 0:
        return pa.table({name: pa.array([], pa.string()) for name in cell_names(width)}), ()
    with duckdb.connect() as engine:
        cells = engine.read_csv(
            str(body),
            sep=layout.delimiter,
            quotechar='"',
            escapechar='"',
            header=False,
            auto_detect=False,
            columns=dict.fromkeys(cell_names(width), "VARCHAR"),
            store_rejects=True,
            null_padding=False,
            strict_mode=True,
        ).to_arrow_table()
        errors = engine.sql(
            "SELECT line, first(error_type) AS kind, first(error_message) AS message, "
            "first(csv_line) AS text FROM reject_errors GROUP BY line, line_byte_position "
            "ORDER BY line_byte_position"
        ).fetchall()
    return cells, tuple(
        RejectedRow(
            row=layout.records_above + line,
            reason=_reason(kind, message, width),
            text=(text or "").strip("\n"),
        )
        for line, kind, message, text in errors
    )


def _reason(kind: str, message: str, width: int) -> Message:
    found = re.search(r"Found: (\d+)", message)
    if found:
        return msg(
            "it has {found:count} cells where the table has {width:count} columns",
            found=int(found.group(1)),
            width=width,
        )
    if kind == "UNQUOTED VALUE":
        return msg("a quotation mark in it is opened and not closed, or closed too early")
    return msg("it cannot be cut into cells")


def _check_nothing_is_lost(body: Path, cells: pa.Table, rejected: Sequence[RejectedRow]) -> None:
    """Compare the lines of the file with what became of them; blank lines may be left over."""
    lines = blank = quotes = 0
    last = b"\n"
    for block in _blocks(body):
        lines += block.count(b"\n")
        quotes += block.count(b'"')
        blank += len(re.findall(rb"\n(?=\n)", last + block))
        last = block[-1:]
    lines += last != b"\n"
    seen = cells.num_rows + sum(row.text.count("\n") + 1 for row in rejected)
    if quotes and cells.num_rows:
        row = f"concat({', '.join(cells.column_names)})"
        inside = f"length({row}) - length(replace({row}, chr(10), ''))"
        with duckdb.connect() as engine:
            engine.register("cells", cells)
            seen += int(engine.sql(f"SELECT sum({inside}) FROM cells").fetchall()[0][0])  # noqa: S608
    if not lines - blank <= seen <= lines:
        raise UnreadableFile(
            msg(
                "The file has {lines:count} lines and only {seen:count} of them can be told "
                "apart as rows. Open it in your spreadsheet program and save it as .xlsx.",
                lines=lines,
                seen=seen,
            )
        )


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _encoding_findings(
    encoding: Encoding, decoding: Decoding, asked: str | None
) -> Iterator[Finding]:
    if decoding.repaired:
        text = plural(
            "{n:count} letter came from the DOS code page and was put right (é read as “‚”).",
            "{n:count} letters came from the DOS code page and were put right (é read as “‚”).",
            n=decoding.repaired,
        )
        yield Finding(kind="info", message=text, rows=decoding.repaired)
    if decoding.undecodable:
        text = plural(
            "{n:count} sign has no meaning in the encoding {encoding} and is shown as �.",
            "{n:count} signs have no meaning in the encoding {encoding} and are shown as �.",
            n=decoding.undecodable,
            encoding=encoding.name,
        )
        yield Finding(kind="warning", message=text, rows=decoding.undecodable)
    if encoding.plausible < PLAUSIBLE and not asked:
        text = msg(
            "The encoding is not certain; {encoding} was taken. If letters look wrong, choose "
            "another one.",
            encoding=encoding.name,
        )
        yield Finding(kind="warning", message=text)


def _layout_findings(layout: _Layout) -> Iterator[Finding]:
    if layout.header_row is None:
        yield no_header()
    elif layout.header_row > 1:
        yield notes_above(layout.header_row - 1)
    if layout.names_short:
        text = msg(
            "The header has {names:count} names and the rows have {width:count} cells. Check that "
            "the names stand above the right columns.",
            names=len(layout.header) - layout.names_short,
            width=len(layout.header),
        )
        yield Finding(kind="warning", message=text)


def no_header() -> Finding:
    """Say that a table has no row with names."""
    text = msg("No row names the columns, so they are called by their number.")
    return Finding(kind="warning", message=text)


def notes_above(rows: int) -> Finding:
    """Say that rows above the header were skipped."""
    text = plural(
        "{n:count} row above the header was skipped.",
        "{n:count} rows above the header were skipped.",
        n=rows,
    )
    return Finding(kind="info", message=text, rows=rows)
