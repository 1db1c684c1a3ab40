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
from cx.data.grid import BLANK, Grid
from cx.data.health import Finding
from cx.data.vocabulary import is_identifier, says, vocabulary

ENOUGH: Final = 0.98
LONGEST_NUMBER: Final = 15
LONGEST_TOKEN: Final = 12

ColumnType = Literal["text", "integer", "decimal", "truth", "date", "time", "time with zone"]

_YEAR_FIRST: Final = (
    "(substr(ltrim({c}), 5, 1) IN ('-', '/', '.', '年') "
    "AND TRY_CAST(substr(ltrim({c}), 1, 4) AS USMALLINT) > 999)"
)
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


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many values of a text column look like what."""

    filled: int
    tokens: int
    soft_tokens: int
    numbers: int
    points: int
    long: int
    leading_zeros: int
    truths: int
    year_first: int
    eight_digits: int


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
        looks = [_look(engine, *each) for each in zip(columns, names, strict=True)]
        counts = [count for count, _ in looks]
        _drop_missing(engine, dict(zip(columns, (gone for _, gone in looks), strict=True)))
        types = [_type(engine, *each) for each in zip(columns, names, counts, strict=True)]
        frame = _converted(engine, columns, types)
        for column, name, kind, count in zip(columns, names, types, counts, strict=True):
            cells = _unread(engine, column, kind) if _is_short(frame, column, kind, count) else []
            here = [UnreadCell(grid.row_in_file(row), name, text) for row, text in cells]
            unread.extend(here)
            among_numbers = 0 if kind in {"text", "truth"} else count.soft_tokens
            findings.extend(missing_finding(name, count.tokens + among_numbers))
            findings.extend(unread_finding(name, [text for _, text in cells]))
            if kind == "time with zone":
                findings.append(zone_finding(name, count.filled))
            findings.extend(epoch_finding(name, frame.column(column)))
            findings.extend(unsettled_finding(name, frame.column(column)))
    return Typed(frame.rename_columns(list(names)), tuple(findings), tuple(unread))


def _converted(
    engine: duckdb.DuckDBPyConnection, columns: Sequence[str], types: Sequence[ColumnType]
) -> pa.Table:
    casts = (f"{_cast(c, kind)} AS {c}" for c, kind in zip(columns, types, strict=True))
    return engine.sql(f"SELECT {', '.join(casts)} FROM texts ORDER BY row").to_arrow_table()  # noqa: S608


def _is_short(frame: pa.Table, column: str, kind: ColumnType, count: _Counts) -> bool:
    """Tell whether fewer values came out of the conversion than went in."""
    typed = frame.num_rows - frame.column(column).null_count
    return kind != "text" and typed < count.filled - count.soft_tokens


def _quoted(words: Sequence[str]) -> str:
    return ", ".join("'" + str(word).replace("'", "''") + "'" for word in words)


def _plain(column: str) -> str:
    return f"lower(trim({column}, {BLANK}))"


def _short_plain(column: str) -> str:
    """Give short texts, and those that begin with a space, in plain form to compare with words."""
    return (
        f"CASE WHEN length({column}) <= {LONGEST_TOKEN} OR starts_with({column}, ' ') "
        f"THEN {_plain(column)} END"
    )


def _number(column: str) -> str:
    """Cast to a number; the engine's own extras (1_000, inf, nan) are no numbers here."""
    cast = f"TRY_CAST({column} AS DOUBLE)"
    return f"(CASE WHEN isfinite({cast}) AND NOT contains({column}, '_') THEN {cast} END)"


def _look(engine: duckdb.DuckDBPyConnection, column: str, name: str) -> tuple[_Counts, list[str]]:
    """Count what the values of a column look like, and list those that stand for no value.

    Every different value is looked at once and weighs as often as it occurs.
    """
    elsewhere = () if says(name, "comments") else vocabulary()["missing_but_in_comments"]
    missing = _quoted(["", *vocabulary()["missing"], *elsewhere])
    soft = _quoted(vocabulary()["missing_among_numbers"])
    truths = _quoted([word for pair in vocabulary()["truth"] for side in pair for word in side])
    long_digits = f"'\\s*[-+]?\\d{{{LONGEST_NUMBER + 1},}}\\s*'"
    engine.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE looked AS
        SELECT *, coalesce(plain IN ({missing}), false) AS gone
        FROM (SELECT *, {_short_plain("c")} AS plain, {_number("c")} AS number FROM (
            SELECT {column} AS c, count(*) AS n FROM cells WHERE length({column}) > 0 GROUP BY c
        ))
        """  # noqa: S608
    )
    conditions = (
        "NOT gone",
        "gone",
        f"NOT gone AND plain IN ({soft})",
        "number IS NOT NULL",
        "number IS NOT NULL AND (contains(c, '.') OR contains(c, 'e') OR contains(c, 'E'))",
        f"length(c) > {LONGEST_NUMBER} AND regexp_full_match(c, {long_digits})",
        "number IS NOT NULL AND ltrim(c) SIMILAR TO '0[0-9].*'",
        f"plain IN ({truths})",
        f"length(c) BETWEEN 8 AND 40 AND {_YEAR_FIRST.format(c='c')}",
        "length(c) = 8 AND number BETWEEN 1e7 AND 1e8",
    )
    sums = ", ".join(f"coalesce(sum(n) FILTER (WHERE {each}), 0)" for each in conditions)
    row = engine.sql(f"SELECT {sums} FROM looked").fetchall()[0]  # noqa: S608
    gone = engine.sql("SELECT c FROM looked WHERE gone").fetchall()
    return _Counts(*map(int, row)), [spelling for (spelling,) in gone]


def _drop_missing(engine: duckdb.DuckDBPyConnection, gone: Mapping[str, Sequence[str]]) -> None:
    """Make the table `texts`: the cells, without those that stand for no value."""
    kept = ", ".join(
        f"CASE WHEN {c} <> '' AND {c} NOT IN ({_quoted(['', *spellings])}) THEN {c} END AS {c}"
        for c, spellings in gone.items()
    )
    engine.execute(f"CREATE TEMP TABLE texts AS SELECT row, {kept} FROM cells")  # noqa: S608


def _type(engine: duckdb.DuckDBPyConnection, column: str, name: str, count: _Counts) -> ColumnType:
    values = count.filled - count.soft_tokens
    if values <= 0:
        return "text"
    if count.truths >= values and _is_truth(engine, column):
        return "truth"
    if says(name, "time") and count.eight_digits >= ENOUGH * values:
        return _type_of_time(engine, column, values)
    if count.numbers >= ENOUGH * values:
        identifier = count.leading_zeros or count.long or is_identifier(name)
        return "text" if identifier else "decimal" if count.points else "integer"
    if count.year_first >= ENOUGH * values:
        return _type_of_time(engine, column, values)
    return "text"


def _is_truth(engine: duckdb.DuckDBPyConnection, column: str) -> bool:
    rows = engine.sql(f"SELECT DISTINCT {_plain(column)} FROM texts").fetchall()  # noqa: S608
    found = {value for (value,) in rows}
    found.discard(None)
    return any(_fits(found, yes[0], no[0]) for yes, no in vocabulary()["truth"])


def _fits(found: set[str], yes: str, no: str) -> bool:
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
        return f"CAST({_number(column)} AS {'BIGINT' if kind == 'integer' else 'DOUBLE'})"
    if kind == "truth":
        yes = _quoted([pair[0][0] for pair in vocabulary()["truth"]])
        return f"({_plain(column)} IN ({yes}))"
    spelled = (
        f"regexp_replace(regexp_replace(trim({column}), "
        "'^(\\d{4})[-/.年]?(\\d{1,2})[-/.月]?(\\d{1,2})日?', '\\1-\\2-\\3'), '\\s*UTC$', 'Z')"
    )
    shaped = f"({_YEAR_FIRST.format(c=column)} OR {_EIGHT_DIGITS.format(c=column)})"
    if kind == "time with zone":
        stamp = f"TRY_CAST({spelled} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
        return f"(CASE WHEN {shaped} AND {_ZONE.format(c=column)} THEN {stamp} END)"
    stamp = f"TRY_CAST({spelled} AS {'DATE' if kind == 'date' else 'TIMESTAMP'})"
    return f"(CASE WHEN {shaped} AND NOT {_ZONE.format(c=column)} THEN {stamp} END)"


def _unread(
    engine: duckdb.DuckDBPyConnection, column: str, kind: ColumnType
) -> list[tuple[int, str]]:
    soft = _quoted(vocabulary()["missing_among_numbers"])
    rows: list[tuple[int, str]] = engine.sql(
        f"SELECT row, {column} FROM texts WHERE {column} IS NOT NULL "  # noqa: S608
        f"AND ({_cast(column, kind)}) IS NULL AND {_plain(column)} NOT IN ({soft}) ORDER BY row"
    ).fetchall()
    return rows
