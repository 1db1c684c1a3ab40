"""The cells of one table, in memory or in a file, as the engine reads them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import duckdb
import pyarrow as pa

from cx.data.health import RejectedRow
from cx.data.spelling.verdict import Spelled
from cx.data.typed_cells import as_text, is_text, means_its_values
from cx.errors import UnreadableFile
from cx.wording import Message, msg

# A file of this size, in bytes, is looked at as a whole; of a larger one, parts from all over it.
WHOLE: Final = 2 << 20
HEAD: Final = 256 << 10
PART: Final = 32 << 10
PARTS: Final = 16
# Cells of a table in memory that are looked at.
CELLS: Final = 200_000
LONGEST_LINE: Final = 2 << 20
BUFFER: Final = 8_000_000


def cell_names(width: int) -> list[str]:
    """Return the names of the columns of text cells: c0, c1 and so on."""
    return [f"c{number}" for number in range(width)]


class Cells(Protocol):
    """Rows of cells, text but for the values of a worksheet."""

    @property
    def width(self) -> int:
        """How many columns there are."""

    def attach(self, engine: duckdb.DuckDBPyConnection) -> str:
        """Give the SQL of the rows, with columns c0, c1 and so on."""

    def sample(self) -> tuple[pa.Table, bool]:
        """Return some rows from all over the table, and whether these are all of them."""

    def settled(self, found: Sequence[Spelled | None]) -> tuple[Cells, Sequence[bool]]:
        """Return the cells with all as text but columns of values, and which columns these are.

        Args:
            found: how the text of each column is read; None where it is needed.
        """

    def rejected(self, engine: duckdb.DuckDBPyConnection) -> tuple[RejectedRow, ...]:
        """Return the rows that a query over all of `attach` could not cut into cells."""


@dataclass(frozen=True, slots=True)
class CellsInMemory:
    """Cells of a worksheet, text or values."""

    table: pa.Table

    @property
    def width(self) -> int:
        """How many columns there are."""
        return int(self.table.num_columns)

    def attach(self, engine: duckdb.DuckDBPyConnection) -> str:
        """Let the engine read the table as it lies in memory."""
        engine.register("cells", self.table)
        return "cells"

    def sample(self) -> tuple[pa.Table, bool]:
        """Return all rows, or of very many cells parts from all over the table."""
        rows, most = self.table.num_rows, max(1, CELLS // max(1, self.width))
        if rows <= most:
            return self.table, True
        part = most // PARTS
        starts = [number * (rows - part) // (PARTS - 1) for number in range(PARTS)]
        return pa.concat_tables([self.table.slice(start, part) for start in starts]), False

    def settled(self, found: Sequence[Spelled | None]) -> tuple[Cells, Sequence[bool]]:
        """Keep columns that are just what their values are; of any other the text is read."""
        columns = self.table.columns
        kept = [
            not is_text(column.type) and means_its_values(column, verdict)
            for column, verdict in zip(columns, found, strict=True)
        ]
        texts = [c if keep else as_text(c) for c, keep in zip(columns, kept, strict=True)]
        table = pa.Table.from_arrays(texts, names=self.table.column_names)
        return CellsInMemory(table), kept

    def rejected(self, engine: duckdb.DuckDBPyConnection) -> tuple[RejectedRow, ...]:  # noqa: ARG002
        """Return nothing: every row of a worksheet has its cells."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsInText:
    """Cells of delimited text.

    Attributes:
        path: of the text in UTF-8.
        folder: for a file that is needed while the text is looked at.
        delimiter: between cells.
        skip: lines above the first row.
        above: rows above the first row, by which rows are numbered.
        width: how many columns there are.
        lines: of the text.
        quoted: whether there is a quotation mark in the text.
    """

    path: Path
    folder: Path
    delimiter: str
    skip: int
    above: int
    width: int
    lines: int
    quoted: bool

    def attach(self, engine: duckdb.DuckDBPyConnection) -> str:  # noqa: ARG002
        """Let the engine read the file; rows that do not fit are set apart."""
        return self._scan(self.path, self.skip)

    def sample(self) -> tuple[pa.Table, bool]:
        """Return all rows of a small file, of a larger one its beginning and parts of the rest."""
        whole = self.path.stat().st_size <= WHOLE
        part = self.path if whole else self.folder / "sample"
        if not whole:
            part.write_bytes(b"".join(self._parts()))
        with duckdb.connect() as engine, rows_that_can_be_cut():
            rows = engine.sql(
                f"SELECT * FROM {self._scan(part, self.skip if whole else 0)}"  # noqa: S608
            ).to_arrow_table()
        return rows, whole

    def _parts(self) -> Iterator[bytes]:
        """Cut whole lines out of the text: its beginning and parts from all over it."""
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            for _ in range(self.skip):
                file.readline()
            yield file.read(HEAD) + file.readline()
            for number in range(1, PARTS + 1):
                file.seek(max(file.tell(), number * (size - PART) // PARTS))
                file.readline()
                yield file.read(PART) + file.readline()

    def _scan(self, path: Path, skip: int) -> str:
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in cell_names(self.width))
        escaped = str(path).replace("'", "''")
        return (
            f"read_csv('{escaped}', sep='{self.delimiter}', quote='\"', escape='\"', "
            f"header=false, skip={skip}, auto_detect=false, columns={{{columns}}}, "
            f"store_rejects=true, null_padding=false, strict_mode=true, compression='none', "
            f"max_line_size={LONGEST_LINE}, buffer_size={BUFFER})"
        )

    def settled(self, found: Sequence[Spelled | None]) -> tuple[Cells, Sequence[bool]]:
        """Return the cells as they are: all of them text."""
        return self, [False] * len(found)

    def rejected(self, engine: duckdb.DuckDBPyConnection) -> tuple[RejectedRow, ...]:
        """Return the rows that cannot be cut: other numbers of cells, quotation marks left open."""
        errors = engine.sql(
            "SELECT line, first(error_type), first(error_message), first(csv_line) "
            "FROM reject_errors GROUP BY line, line_byte_position ORDER BY line_byte_position"
        ).fetchall()
        lines_in_rows_above = self.skip - self.above
        return tuple(
            RejectedRow(
                row=line - lines_in_rows_above,
                reason=_reason(kind, message, self.width),
                text=(text or "").strip("\n"),
            )
            for line, kind, message, text in errors
        )


@contextmanager
def rows_that_can_be_cut() -> Iterator[None]:
    """Refuse a text whose rows the engine cannot even set apart."""
    try:
        yield
    except duckdb.InvalidInputException as error:
        raise UnreadableFile(
            msg(
                "A row of the file is too long, or cannot be told from the next one. Look for "
                "very long cells and for quotation marks that are not closed, and export the "
                "file again."
            )
        ) from error


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
    if kind == "LINE SIZE OVER MAXIMUM":
        return msg("it is longer than {limit:count} MB", limit=LONGEST_LINE >> 20)
    return msg("it cannot be cut into cells")


def check_nothing_is_lost(
    cells: CellsInText,
    *,
    rows: int,
    inside: Callable[[], int],
    rejected: tuple[RejectedRow, ...],
) -> tuple[int, ...]:
    """Compare the lines of a text with what became of them.

    Args:
        cells: of the text.
        rows: that were read.
        inside: counts the line breaks inside of cells.
        rejected: rows that could not be cut.

    Returns:
        The numbers of the blank lines, which are no rows.

    Raises:
        UnreadableFile: there are lines that are neither rows nor blank.
    """
    seen = rows + sum(row.text.count("\n") + 1 for row in rejected)
    below = cells.lines - cells.skip
    if seen == below:  # a line break inside of a cell, a blank line, a lost one would be missing
        return ()
    seen += inside() if cells.quoted else 0
    blank = tuple(_blank_rows(cells)) if seen != below else ()
    if seen + len(blank) < below or seen > below:
        raise UnreadableFile(
            msg(
                "The file has {lines:count} lines and only {seen:count} of them can be told "
                "apart as rows. Open it in your spreadsheet program and save it as .xlsx.",
                lines=below,
                seen=seen,
            )
        )
    return blank[: below - seen]


def _blank_rows(cells: CellsInText) -> Iterator[int]:
    """Give the numbers of the rows that are blank lines, the first row of the file being 1."""
    with cells.path.open(encoding="utf-8", errors="replace", newline="") as file:
        for _ in range(cells.skip):
            file.readline()
        rows: Iterable[Any] = file
        if cells.quoted:
            rows = csv.reader(file, delimiter=cells.delimiter)
        for number, row in enumerate(rows, start=cells.above + 1):
            if not (row.strip("\r\n") if isinstance(row, str) else row):
                yield number
