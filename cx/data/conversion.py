"""The query that turns cells into a typed Parquet file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cx.data.cells import Cells, rows_that_can_be_cut
from cx.data.health import RejectedRow
from cx.data.missing import BLANKS, PLAIN_IN, quoted, unless_missing
from cx.data.scratch import DICTIONARY, ROWS_A_GROUP, Scratch
from cx.data.spelling.verdict import Kind, Spelling
from cx.data.watch import Watch
from cx.errors import UnreadableFile

COLUMNS_AT_ONCE: Final = 60
LEAST_HEADED: Final = 2
# Columns of a careful draft: whether a row is blank or the header once more, and the texts of a
# column that became missing.
BLANK: Final = "_cx_blank"
HEADER: Final = "_cx_header"
GONE: Final = "_cx_gone_"
_STOP: Final = "cx: not as expected"
_TYPES: Final[Mapping[Kind, str]] = {
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "truth": "BOOLEAN",
    "date": "DATE",
    "time": "TIMESTAMP",
}


def identifier(name: str) -> str:
    """Write the name of a column as SQL."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What becomes of a column of cells.

    Attributes:
        cell: its name among the cells.
        name: its name in the draft.
        heading: what stands above it in the file; None where nothing does.
        spelling: how its values are written.
        words: that stand for no value, in small letters.
        typed: whether the cells are values already, and no text.
    """

    cell: str
    name: str
    heading: str | None
    spelling: Spelling
    words: frozenset[str]
    typed: bool = False

    def sql(self, *, careful: bool) -> str:
        """Give the columns of a draft: the typed one, and what became missing where it is kept."""
        typed = self._typed("NULL" if careful else f"error('{_STOP}')")
        if careful:
            gone = f"CASE WHEN ({typed}) IS NULL THEN {self.cell} END"
            gone = "NULL::VARCHAR" if self.typed else gone
            return f"{typed} AS {identifier(self.name)}, {gone} AS {GONE}{self.cell}"
        return f"{typed} AS {identifier(self.name)}"

    def _typed(self, otherwise: str) -> str:
        if self.typed:
            return f"{self.cell}::{_TYPES[self.spelling.kind]}"
        if self.spelling.kind == "text":
            return unless_missing(self.cell, self.words, self.cell, otherwise=otherwise)
        typed = self.spelling.sql(self.cell)
        if otherwise == "NULL":
            return typed
        return f"coalesce({typed}, CASE WHEN {self.cell} IS NOT NULL THEN {otherwise} END)"


def convert(
    cells: Cells, wanted: Sequence[Wanted], file: Scratch, watch: Watch, *, careful: bool
) -> tuple[RejectedRow, ...] | None:
    """Write the typed file.

    Args:
        cells: to be converted.
        wanted: what becomes of each column, in order.
        file: written anew.
        watch: can stop it.
        careful: whether texts that become missing and blank rows are kept track of.

    Returns:
        The rows that could not be cut into cells; None where a conversion that is not careful met
        something that it would have to keep track of.
    """
    with duckdb.connect() as engine:
        engine.execute(PLAIN_IN)
        engine.execute("SET TimeZone = 'UTC'")
        rows = cells.attach(engine)
        try:
            with rows_that_can_be_cut(), watch.querying(engine):
                _copy(engine, rows, wanted, file, careful=careful)
        except UnreadableFile as error:
            if _STOP in str(error.__cause__):
                return None
            raise
        return cells.rejected(engine)


def _copy(
    engine: duckdb.DuckDBPyConnection,
    rows: str,
    wanted: Sequence[Wanted],
    file: Scratch,
    *,
    careful: bool,
) -> None:
    """Run the conversion: at once, or for a wide table some columns at a time.

    The time that the engine needs to plan a query grows with the square of its columns.
    """
    blank = _blank_sql(wanted)
    chosen = [each.sql(careful=careful) for each in wanted]
    again = _header_sql(wanted)
    stop = f"error('{_STOP}')"
    where = f" WHERE CASE WHEN {blank} THEN {stop} WHEN {again} THEN {stop} ELSE true END"
    if careful:
        where = ""
        chosen += [f"{blank} AS {BLANK}", f"{again} AS {HEADER}"]
    if len(chosen) <= COLUMNS_AT_ONCE + 2:
        engine.execute(
            f"COPY (SELECT {', '.join(chosen)} FROM {rows}{where}) TO '{file.path}' "  # noqa: S608
            f"(FORMAT parquet, ROW_GROUP_SIZE {ROWS_A_GROUP}, DICTIONARY_SIZE_LIMIT {DICTIONARY})"
        )
        return
    found: dict[str, pa.ChunkedArray] = {}
    for start in range(0, len(chosen), COLUMNS_AT_ONCE):
        part = ", ".join(chosen[start : start + COLUMNS_AT_ONCE])
        table = engine.sql(f"SELECT {part} FROM {rows}{where}").to_arrow_table()  # noqa: S608
        found |= zip(table.column_names, table.columns, strict=True)
        where = ""
    pq.write_table(pa.table(found), file.path, row_group_size=ROWS_A_GROUP)


def _blank_sql(wanted: Sequence[Wanted]) -> str:
    """Give the SQL of a row in which no cell holds more than spaces, tabs and line ends.

    Nearly every row has a cell that plainly begins with a sign; only the others are trimmed.
    """
    values = [f"WHEN {each.cell} IS NOT NULL THEN false" for each in wanted if each.typed]
    texts = [each.cell for each in wanted if not each.typed]
    plainly = " ".join([*values, *(f"WHEN {cell} >= '!' THEN false" for cell in texts)])
    trimmed = " ".join(f"WHEN trim({cell}, {BLANKS}) <> '' THEN false" for cell in texts)
    return f"(CASE {plainly} {trimmed} ELSE true END)"


def _header_sql(wanted: Sequence[Wanted]) -> str:
    """Give the SQL of a row that is the header once more, as where files were joined.

    Among values stands no name: where a column has nothing else no row is the header.
    """
    headed = [each for each in wanted if each.heading]
    if len(headed) < LEAST_HEADED or any(each.typed for each in headed):
        return "false"
    other = " ".join(
        f"WHEN {each.cell} IS DISTINCT FROM {quoted([str(each.heading)])} THEN false"
        for each in headed
    )
    return f"(CASE {other} ELSE true END)"
