"""From text to typed columns: what all values of a column agree on, and what does not fit.

A column becomes a number, a date or yes/no only where its values say so; the few that do not fit
(2 % at most) become missing, are counted, and are kept by row with the text that stood there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import duckdb
import pyarrow as pa

from cx.data.column_findings import (
    epoch_finding,
    missing_finding,
    unread_finding,
    unsettled_finding,
    zone_finding,
)
from cx.data.grid import Grid
from cx.data.health import Finding
from cx.data.looks import YEAR_FIRST, Look, look, number, plain, quoted
from cx.data.vocabulary import is_identifier, says, vocabulary

ENOUGH: Final = 0.98
COLUMNS_AT_ONCE: Final = 50

ColumnType = Literal["text", "integer", "decimal", "truth", "date", "time", "time with zone"]

_EIGHT_DIGITS: Final = "regexp_full_match({c}, '\\s*\\d{{8}}\\s*')"
_ZONE: Final = "regexp_matches({c}, ':\\d\\d(\\.\\d+)?\\s*(Z|UTC|[+-]\\d\\d(:?\\d\\d)?)\\s*$')"


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell that did not fit the type of its column and counts as missing."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A table with types.

    Attributes:
        frame: the table.
        findings: what was noticed, column by column.
        unread: the cells that did not fit.
    """

    frame: pa.Table
    findings: tuple[Finding, ...]
    unread: tuple[UnreadCell, ...]


def type_columns(grid: Grid, names: Sequence[str]) -> Typed:
    """Give the columns of a grid their names and types.

    Args:
        grid: text cells with a column `row`.
        names: the name of each column, in order.
    """
    columns = [name for name in grid.cells.column_names if name != "row"]
    findings: list[Finding] = []
    unread: list[UnreadCell] = []
    with duckdb.connect() as engine:
        engine.register("cells", grid.cells)
        looks = look(engine, columns, names)
        kept = {c: _without(c, seen.gone) for c, seen in zip(columns, looks, strict=True)}
        engine.register("texts", _selected(engine, "cells", {"row": "row", **kept}))
        types = [_type(engine, *each) for each in zip(columns, names, looks, strict=True)]
        casts = {c: _cast(c, kind) for c, kind in zip(columns, types, strict=True)}
        frame = _selected(engine, "texts", casts)
        for column, name, kind, seen in zip(columns, names, types, looks, strict=True):
            cells = _unread(engine, column, kind) if _is_short(frame, column, kind, seen) else []
            here = [UnreadCell(grid.row_in_file(row), name, text) for row, text in cells]
            unread.extend(here)
            among_numbers = 0 if kind in {"text", "truth"} else seen.soft_tokens
            findings.extend(missing_finding(name, seen.tokens + among_numbers))
            findings.extend(unread_finding(name, [text for _, text in cells]))
            if kind == "time with zone":
                findings.append(zone_finding(name, seen.filled))
            findings.extend(epoch_finding(name, frame.column(column)))
            findings.extend(unsettled_finding(name, frame.column(column)))
    return Typed(frame.rename_columns(list(names)), tuple(findings), tuple(unread))


def _selected(
    engine: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]
) -> pa.Table:
    """Select columns (name → SQL), some at a time: the time for one query grows with the square."""
    found: dict[str, pa.ChunkedArray] = {}
    everything = list(columns)
    for start in range(0, len(everything), COLUMNS_AT_ONCE):
        names = everything[start : start + COLUMNS_AT_ONCE]
        wanted = ", ".join(f"{columns[name]} AS {name}" for name in names)
        rows = engine.sql(f"SELECT {wanted} FROM {table} ORDER BY row").to_arrow_table()  # noqa: S608
        found |= zip(names, rows.columns, strict=True)
    return pa.table(found)


def _is_short(frame: pa.Table, column: str, kind: ColumnType, seen: Look) -> bool:
    """Tell whether fewer values came out of the conversion than went in."""
    typed = frame.num_rows - frame.column(column).null_count
    return kind != "text" and typed < seen.filled - seen.soft_tokens


def _without(column: str, gone: Sequence[str]) -> str:
    """Give the SQL of a cell that is missing where it is empty or stands for no value."""
    return f"CASE WHEN {column} NOT IN ({quoted(['', *gone])}) THEN {column} END"


def _type(engine: duckdb.DuckDBPyConnection, column: str, name: str, seen: Look) -> ColumnType:
    values = seen.filled - seen.soft_tokens
    if values <= 0:
        return "text"
    if seen.truths == seen.filled and _is_truth(seen):
        return "truth"
    if says(name, "time") and seen.eight_digits >= ENOUGH * values:
        return _type_of_time(engine, column, values)
    if seen.numbers >= ENOUGH * values:
        identifier = seen.leading_zeros or seen.long or is_identifier(name)
        return "text" if identifier else "decimal" if seen.points else "integer"
    if seen.year_first >= ENOUGH * values:
        return _type_of_time(engine, column, values)
    return "text"


def _is_truth(seen: Look) -> bool:
    words = seen.truth_words
    return any(_fits(words, yes[0], no[0]) for yes, no in vocabulary()["truth"])


def _fits(found: frozenset[str], yes: str, no: str) -> bool:
    """Tell whether values are a pair of answers; a single letter needs its counterpart."""
    return found == {yes, no} or (len(yes) > 1 and found < {yes, no})


def _type_of_time(engine: duckdb.DuckDBPyConnection, column: str, values: int) -> ColumnType:
    time, zoned = _cast(column, "time"), _cast(column, "time with zone")
    parsed, clock, zones = engine.sql(
        f"SELECT count({time}), count_if({time} <> date_trunc('day', {time})), count({zoned}) "  # noqa: S608
        "FROM texts"
    ).fetchall()[0]
    if zones >= ENOUGH * values:
        return "time with zone"
    if parsed < ENOUGH * values:
        return "text"
    return "time" if clock else "date"


def _cast(column: str, kind: ColumnType) -> str:
    if kind == "text":
        return column
    if kind in {"integer", "decimal"}:
        return f"CAST({number(column)} AS {'BIGINT' if kind == 'integer' else 'DOUBLE'})"
    if kind == "truth":
        yes = quoted([pair[0][0] for pair in vocabulary()["truth"]])
        return f"({plain(column)} IN ({yes}))"
    spelled = (
        f"regexp_replace(regexp_replace(trim({column}), "
        "'^(\\d{4})[-/.年]?(\\d{1,2})[-/.月]?(\\d{1,2})日?', '\\1-\\2-\\3'), '\\s*UTC$', 'Z')"
    )
    shaped = f"({YEAR_FIRST.format(c=column)} OR {_EIGHT_DIGITS.format(c=column)})"
    if kind == "time with zone":
        stamp = f"TRY_CAST({spelled} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
        return f"(CASE WHEN {shaped} AND {_ZONE.format(c=column)} THEN {stamp} END)"
    stamp = f"TRY_CAST({spelled} AS {'DATE' if kind == 'date' else 'TIMESTAMP'})"
    return f"(CASE WHEN {shaped} AND NOT {_ZONE.format(c=column)} THEN {stamp} END)"


def _unread(
    engine: duckdb.DuckDBPyConnection, column: str, kind: ColumnType
) -> list[tuple[int, str]]:
    soft = quoted(vocabulary()["missing_among_numbers"])
    rows: list[tuple[int, str]] = engine.sql(
        f"SELECT row, {column} FROM texts WHERE {column} IS NOT NULL "  # noqa: S608
        f"AND ({_cast(column, kind)}) IS NULL AND {plain(column)} NOT IN ({soft}) ORDER BY row"
    ).fetchall()
    return rows
