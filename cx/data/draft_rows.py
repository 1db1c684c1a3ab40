"""The rows of a draft under the names of their columns, and what became of every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from cx.data import engine
from cx.data.cells import CellsInText, cell_names, check_nothing_is_lost
from cx.data.column_findings import missing_finding, unread_finding, zone_finding
from cx.data.conversion import BLANK, GONE, HEADER, identifier
from cx.data.draft import Draft
from cx.data.grid import BODY, FOOT, Grid, notes_below
from cx.data.health import Finding, RejectedRow
from cx.data.mending.spelt import Spelt
from cx.data.mending.step import ROW
from cx.data.missing import is_missing, quoted
from cx.data.vocabulary import is_identifier
from cx.wording import msg, plural

POSITION: Final = "file_row_number"


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell that did not fit the type of its column and counts as missing."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRows:
    """The rows of a table as they will be mended.

    Attributes:
        table: with the column `ROW`, without blank rows and notes.
        rows: how many there are.
        rejected: rows that do not fit the table, and notes below it.
        findings: what was noticed about values and rows.
        unread: cells that did not fit their column.
    """

    table: ir.Table
    rows: int
    rejected: tuple[RejectedRow, ...]
    findings: tuple[Finding, ...]
    unread: tuple[UnreadCell, ...]


def rows_of(draft: Draft, grid: Grid) -> DraftRows:
    """Number the rows of a draft as the file does and set the blank ones and the notes apart.

    Raises:
        UnreadableFile: lines of a text file are neither rows nor blank.
    """
    look = _Draft(draft)
    absent = _absent(draft, grid, look)
    blank = look.blank() if draft.careful else 0
    again = tuple(look.headers(grid.first_row, absent)) if draft.careful else ()
    notes = look.notes(grid.first_row, absent)
    apart = frozenset(position for position, _ in notes)
    unread = tuple(look.unread(grid.first_row, absent, apart)) if draft.careful else ()
    return DraftRows(
        table=_table(draft, grid.first_row, absent, apart),
        rows=draft.rows - blank - len(notes) - len(again),
        rejected=(
            *grid.rejected,
            *(row for row in draft.rejected if row.text.strip()),
            *(note for _, note in notes),
            *again,
        ),
        findings=(
            *_blank_finding(blank),
            *(look.gone_findings(apart, unread) if draft.careful else ()),
            *_spelling_findings(draft),
        ),
        unread=unread,
    )


def _absent(draft: Draft, grid: Grid, look: _Draft) -> np.ndarray[Any, Any]:
    """Give the numbers of the rows that are in the file and not in the draft, ascending."""
    numbers = [*grid.rejected_by_reader, *(row.row for row in draft.rejected)]
    if isinstance(grid.cells, CellsInText):
        numbers += check_nothing_is_lost(
            grid.cells, rows=draft.rows, inside=look.breaks, rejected=draft.rejected
        )
    return np.array(sorted(numbers), np.int64)


def _number(position: Any, first: int, absent: np.ndarray[Any, Any]) -> Any:
    """Give the number in the file of a position in the draft, from 0."""
    before = absent - first - np.arange(len(absent))
    return position + first + np.searchsorted(before, position, side="right")


def _table(
    draft: Draft, first: int, absent: np.ndarray[Any, Any], apart: frozenset[int]
) -> ir.Table:
    stored: Any = engine.connect().read_parquet(draft.file.path, file_row_number=True)
    if draft.careful:
        stored = stored.filter(~stored[BLANK] & ~stored[HEADER])
    if apart:
        stored = stored.filter(stored[POSITION].notin(sorted(apart)))
    position = stored[POSITION]
    row = position + first

    @ibis.udf.scalar.pyarrow
    def numbered(place: int) -> int:
        rows: int = pa.array(_number(np.asarray(place), first, absent), pa.int64())
        return rows

    if len(absent):
        row = numbered(position)
    table: ir.Table = stored.select(**{ROW: row, **{name: stored[name] for name in draft.names}})
    return table


class _Draft:
    """What a draft tells about its rows, asked in the engine."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._engine = duckdb.connect()
        self._file = f"read_parquet('{draft.file.path}', file_row_number=true)"
        self._cells = cell_names(len(draft.names))

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._engine.sql(query).fetchall()
        return rows

    def breaks(self) -> int:
        """Return the number of line breaks inside of cells."""
        texts = [
            identifier(name)
            for name, found in zip(self.draft.names, self.draft.spelled, strict=True)
            if found.best.kind == "text"
        ]
        if self.draft.careful:
            texts += [GONE + cell for cell in self._cells]
        total = 0
        for start in range(0, len(texts), 50):
            sums = " + ".join(
                f"coalesce(sum(CASE WHEN contains({text}, chr(10)) "
                f"THEN length({text}) - length(replace({text}, chr(10), '')) END), 0)"
                for text in texts[start : start + 50]
            )
            total += int(self._rows(f"SELECT {sums} FROM {self._file}")[0][0])  # noqa: S608
        return total

    def blank(self) -> int:
        """Return the number of blank rows."""
        return int(self._rows(f"SELECT count(*) FROM {self._file} WHERE {BLANK}")[0][0])  # noqa: S608

    def headers(self, first: int, absent: np.ndarray[Any, Any]) -> Iterator[RejectedRow]:
        """Give the rows that are the header once more."""
        reason = msg("the names of the columns once more, as where files were joined")
        found = self._rows(
            f"SELECT {POSITION} FROM {self._file} WHERE {HEADER} ORDER BY {POSITION}"  # noqa: S608
        )
        for (place,) in found:
            number = int(_number(place, first, absent))
            yield RejectedRow(row=number, reason=reason, text=" | ".join(self.draft.names))

    def notes(self, first: int, absent: np.ndarray[Any, Any]) -> list[tuple[int, RejectedRow]]:
        """Return the notes below the table: position and row."""
        gone = "coalesce({name}::VARCHAR, " + GONE + "{cell})" if self.draft.careful else "{name}"
        text = [
            f"{gone.format(name=identifier(name), cell=cell)}::VARCHAR AS {cell}"
            for name, cell in zip(self.draft.names, self._cells, strict=True)
        ]
        blank = f"WHERE NOT {BLANK} AND NOT {HEADER}" if self.draft.careful else ""
        since = self.draft.rows - 4 * (FOOT + BODY)
        foot = self._engine.sql(
            f"SELECT * FROM (SELECT {POSITION}, {', '.join(text)} FROM {self._file} {blank}) "  # noqa: S608
            f"WHERE {POSITION} >= {since} ORDER BY {POSITION}"
        ).to_arrow_table()
        found = notes_below(foot.drop_columns([POSITION]))
        positions = foot[POSITION].to_pylist()[foot.num_rows - len(found) :] if found else []
        reason = msg("a note below the table")
        return [
            (place, RejectedRow(row=int(_number(place, first, absent)), reason=reason, text=text))
            for place, text in zip(positions, found, strict=True)
        ]

    def _gone(self) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Give the columns that have texts which became missing: cell, name, missing words."""
        _, filled = engine.counts_of(self.draft.file)
        for cell, name, words in zip(self._cells, self.draft.names, self.draft.words, strict=True):
            if filled[GONE + cell]:
                yield cell, name, words

    def unread(
        self, first: int, absent: np.ndarray[Any, Any], apart: frozenset[int]
    ) -> Iterator[UnreadCell]:
        """Give the cells that do not fit their column, but for those of rows set apart."""
        for cell, name, words in self._gone():
            for place, text in self._rows(
                f"SELECT {POSITION}, {GONE}{cell} FROM {self._file} "  # noqa: S608
                f"WHERE {GONE}{cell} IS NOT NULL AND NOT {HEADER} "
                f"AND lower(trim({GONE}{cell})) "
                f"NOT IN ({quoted(sorted(words))}) ORDER BY {POSITION}"
            ):
                if place not in apart and not is_missing(text, words):
                    yield UnreadCell(int(_number(place, first, absent)), name, text)

    def gone_findings(
        self, apart: frozenset[int], unread: Sequence[UnreadCell]
    ) -> Iterator[Finding]:
        """Say of each column how many words stand for a missing value and what does not fit."""
        texts: dict[str, list[str]] = {}
        for each in unread:
            texts.setdefault(each.column, []).append(each.text)
        excluded = ", ".join(map(str, apart)) or "-1"
        for cell, name, words in self._gone():
            found = self._rows(
                f"SELECT {GONE}{cell}, count(*) FROM {self._file} "  # noqa: S608
                f"WHERE {GONE}{cell} <> '' AND NOT {HEADER} "
                f"AND {POSITION} NOT IN ({excluded}) GROUP BY 1"
            )
            missing = sum(n for text, n in found if is_missing(text, words))
            yield from missing_finding(name, missing)
            yield from unread_finding(name, texts.get(name, []))


def _blank_finding(rows: int) -> Iterator[Finding]:
    if rows:
        text = plural(
            "{n:count} blank row was skipped.", "{n:count} blank rows were skipped.", n=rows
        )
        yield Finding(kind="info", message=text, rows=rows)


def _spelling_findings(draft: Draft) -> Iterator[Finding]:
    """Say how unusual values were read, and ask where they can be read in two ways."""
    for name, found in zip(draft.names, draft.spelled, strict=True):
        if found.best.kind == "time with zone":
            yield zone_finding(name, found.fits)
        if found.others:
            ways = (found.best, *found.others)
            yield Finding(
                kind="warning",
                message=msg(
                    "The values of “{column}” can be read in more than one way: {ways:list}. "
                    "For now they are {taken}. Please say which is right.",
                    column=name,
                    ways=[way.sentence() for way in ways],
                    taken=found.best.sentence(),
                ),
                column=name,
                rows=found.values,
                mends=tuple(Spelt(column=name, spelling=way.code) for way in ways),
            )
        elif found.reason is not None:
            yield Finding(
                kind="warning" if found.best.kind == "text" and not is_identifier(name) else "info",
                message=found.reason,
                column=name,
                rows=found.values,
            )
