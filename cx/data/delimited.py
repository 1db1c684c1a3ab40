"""Delimited text (CSV and its relatives): encoding, delimiter, header, and the cells below it."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Final

from cx.data.cells import CellsInText
from cx.data.encoding import PLAUSIBLE, Decoding, Encoding
from cx.data.grid import Grid, check_width
from cx.data.headers.header import Header, comment_lines, read_header
from cx.data.health import Finding
from cx.data.plain_text import BLOCK, plain_text
from cx.data.source import Source
from cx.data.watch import READING, Watch
from cx.errors import UnreadableFile
from cx.wording import msg, plural

DELIMITERS: Final = (",", ";", "\t", "|")
# A sign that text does not hold: for files with one column and no delimiter at all.
NO_DELIMITER: Final = "\x1f"
SAMPLE: Final = 256 << 10
HEADER_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the header ends and how the rows are cut."""

    delimiter: str
    header: Header
    headings: tuple[str | None, ...]
    rows_above: int
    lines_above: int
    names_short: int

    @property
    def header_row(self) -> int | None:
        """The number of the header's last row in the file, from 1."""
        comments = self.rows_above - self.header.data
        return comments + self.header.rows[-1] + 1 if self.header.rows else None


def read_delimited(source: Source, *, encoding: str | None = None, watch: Watch) -> Grid:
    """Find the table in a text file.

    Args:
        source: the file.
        encoding: its encoding, where the person knows it.
        watch: told how far it is.

    Returns:
        Its header, and its cells as they will be read.

    Raises:
        UnreadableFile: the encoding does not exist, or there is no table.
    """
    watch.begin(READING)
    text = plain_text(source.path, source.folder / "text", encoding=encoding, watch=watch)
    layout = _layout(text.path)
    width = len(layout.header.names)
    if not width:
        raise UnreadableFile(msg("The file holds no table: every line of it is blank."))
    check_width(width)
    cells = CellsInText(
        path=text.path,
        folder=source.folder,
        delimiter=layout.delimiter,
        skip=layout.lines_above,
        above=layout.rows_above,
        width=width,
        lines=text.lines,
        quoted=text.quoted,
    )
    if layout.lines_above != layout.rows_above:
        cells = _cut(cells)
    found = (
        *_encoding_findings(text.encoding, text.decoding, encoding),
        *_layout_findings(layout),
    )
    return Grid(
        name=source.name,
        header=layout.header.names,
        parts=layout.header.parts,
        export=layout.header.export,
        headings=layout.headings,
        cells=cells,
        header_row=layout.header_row,
        first_row=layout.rows_above + 1,
        findings=found,
        encoding=text.encoding.name,
        delimiter="" if layout.delimiter == NO_DELIMITER else layout.delimiter,
    )


def _cut(cells: CellsInText) -> CellsInText:
    """Cut the lines above off: where a cell of the header has several, the engine miscounts."""
    body = cells.folder / "body"
    with cells.path.open("rb") as source, body.open("wb") as target:
        for _ in range(cells.skip):
            source.readline()
        shutil.copyfileobj(source, target, BLOCK)
    return replace(cells, path=body, skip=0, lines=cells.lines - cells.skip)


def _layout(text: Path) -> _Layout:
    with text.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(SAMPLE)
        whole = not file.read(1)
    first = sample.split("\n", HEADER_ROWS)[:HEADER_ROWS]
    comments = first[: comment_lines(first)]
    sample = sample[sum(len(line) + 1 for line in comments) :]
    delimiter = _delimiter(sample, whole=whole)
    records, lines = _records(sample, delimiter, whole=whole)
    records, lines = records[: HEADER_ROWS * 4], lines[: HEADER_ROWS * 4]
    usual = _usual_width(records)
    rows = [[cell or None for cell in row[:usual]] for row in records[:HEADER_ROWS]]
    header = read_header(rows, comments=comments)
    below = records[header.data :]
    widths = Counter(len(row) for row in below if any(row))
    named = len(header.names) if header.rows else 0
    width = widths.most_common(1)[0][0] if widths else named
    return _Layout(
        delimiter=delimiter,
        header=_fitted(header, width, below),
        headings=_headings(rows, header, width),
        rows_above=len(comments) + header.data,
        lines_above=len(comments) + (lines[header.data - 1] if header.data else 0),
        names_short=width - named if named else 0,
    )


def _headings(
    rows: Sequence[Sequence[str | None]], header: Header, width: int
) -> tuple[str | None, ...]:
    """Return the last row of the header, where it has as many cells as the table."""
    last = tuple(rows[header.rows[-1]]) if header.rows else ()
    return last if len(last) == width else (None,) * width


def _usual_width(records: Sequence[Sequence[str]]) -> int:
    """Tell how many cells most rows of the table have; notes stand above it, not below its middle.

    A row with more, because a comma in it is not quoted, must not pass for the header.
    """
    filled = [row for row in records if any(row)]
    below = Counter(len(row) for row in filled[len(filled) // 2 :])
    everywhere = Counter(len(row) for row in filled)
    return max(below, key=lambda width: (below[width], everywhere[width], width), default=0)


def _fitted(header: Header, width: int, rows: Sequence[Sequence[str]]) -> Header:
    """Give the header as many names as the rows have cells.

    A header that is one name short above full rows is what R writes: the row names come first.
    """
    missing = width - len(header.names)
    full = any(row[-1] for row in rows if row and len(row) == width)
    before = 1 if missing == 1 and full and any(header.names) else 0
    after = max(0, missing - before)
    names = (*[None] * before, *header.names, *[None] * after)[:width]
    parts = (*[()] * before, *header.parts, *[()] * after)[:width]
    return replace(header, names=names, parts=parts)


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
    return _below_notes(sample, whole=whole) if best == NO_DELIMITER else best


def _below_notes(sample: str, *, whole: bool) -> str:
    """Choose the delimiter of a table with many lines of notes above it: by the rows at the end."""
    best, longest = NO_DELIMITER, 0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _records(sample, delimiter, whole=whole)[0] if row]
        last = widths[-1] if widths else 0
        run = len(list(takewhile(last.__eq__, reversed(widths))))
        if last > 1 and run >= (3 if last > 2 else 8) and run > longest:
            best, longest = delimiter, run
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
    if decoding.marks:
        text = plural(
            "The file was made of several joined end to end; {n:count} invisible mark of a "
            "beginning between them was taken out.",
            "The file was made of several joined end to end; {n:count} invisible marks of a "
            "beginning between them were taken out.",
            n=decoding.marks,
        )
        yield Finding(kind="info", message=text, rows=decoding.marks)
    if encoding.plausible < PLAUSIBLE and not asked:
        text = msg(
            "The encoding is not certain; {encoding} was taken. If letters look wrong, choose "
            "another one.",
            encoding=encoding.name,
        )
        yield Finding(kind="warning", message=text)


def _layout_findings(layout: _Layout) -> Iterator[Finding]:
    if not layout.header.rows:
        yield no_header()
    elif above := layout.rows_above - layout.header.data + layout.header.rows[0]:
        yield notes_above(above)
    if layout.names_short:
        text = msg(
            "The header has {names:count} names and the rows have {width:count} cells. Check that "
            "the names stand above the right columns.",
            names=len(layout.header.names) - layout.names_short,
            width=len(layout.header.names),
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
