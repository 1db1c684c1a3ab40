"""What the cells of text columns look like, counted for many columns at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from cx.data.grid import BLANK
from cx.data.vocabulary import says, vocabulary

LONGEST_NUMBER: Final = 15
LONGEST_TOKEN: Final = 12
CELLS_AT_ONCE: Final = 1 << 20

YEAR_FIRST: Final = (
    "(substr(ltrim({c}), 5, 1) IN ('-', '/', '.', '年') "
    "AND TRY_CAST(substr(ltrim({c}), 1, 4) AS USMALLINT) > 999)"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How many values of a text column look like what.

    Attributes:
        gone: the spellings of what stands for no value.
        truth_words: the words that mean yes or no, in plain form.
        filled: values that stand for a value.
        tokens: values that stand for none, such as NA.
        soft_tokens: values that stand for none among numbers and are an answer among texts.
        numbers: values that are a number.
        points: numbers with a decimal point or an exponent.
        long: whole numbers with more digits than a floating-point number keeps.
        leading_zeros: numbers that begin with a zero that is not needed.
        truths: values that mean yes or no.
        year_first: values that begin with a year, as dates do.
        eight_digits: numbers of eight digits.
    """

    gone: tuple[str, ...] = ()
    truth_words: frozenset[str] = frozenset()
    filled: int = 0
    tokens: int = 0
    soft_tokens: int = 0
    numbers: int = 0
    points: int = 0
    long: int = 0
    leading_zeros: int = 0
    truths: int = 0
    year_first: int = 0
    eight_digits: int = 0


def look(
    engine: duckdb.DuckDBPyConnection, columns: Sequence[str], names: Sequence[str]
) -> list[Look]:
    """Look at the columns of the table `cells`, as many at once as keeps the work in memory.

    Every different value of a column is looked at once and weighs as often as it occurs.

    Args:
        engine: where `cells` is.
        columns: the columns of `cells`, all text.
        names: what the file calls them, in the same order.
    """
    rows = engine.sql("SELECT count(*) FROM cells").fetchall()[0][0]
    size = max(1, CELLS_AT_ONCE // max(rows, 1))
    return [
        seen
        for start in range(0, len(columns), size)
        for seen in _looked(engine, columns[start : start + size], names[start : start + size])
    ]


def quoted(words: Sequence[str]) -> str:
    """Write words as SQL strings with commas between them."""
    return ", ".join("'" + str(word).replace("'", "''") + "'" for word in words)


def plain(column: str) -> str:
    """Give the SQL of a text in small letters, without blanks around it."""
    return f"lower(trim({column}, {BLANK}))"


def number(column: str) -> str:
    """Give the SQL of a number; the engine's own extras (1_000, inf, nan) are no numbers here."""
    cast = f"TRY_CAST({column} AS DOUBLE)"
    return f"(CASE WHEN isfinite({cast}) AND NOT contains({column}, '_') THEN {cast} END)"


def _looked(
    engine: duckdb.DuckDBPyConnection, columns: Sequence[str], names: Sequence[str]
) -> Iterator[Look]:
    truths = _truth_words()
    sums = ", ".join(f"coalesce(sum(n) FILTER (WHERE {each}), 0)" for each in _conditions(truths))
    found: dict[int, tuple[Any, ...]] = {
        position: figures
        for position, *figures in engine.sql(
            f"SELECT position, {sums}, list(c) FILTER (WHERE gone), "  # noqa: S608
            f"list(DISTINCT plain) FILTER (WHERE plain IN ({truths})) "
            f"FROM ({_values(columns, names)}) GROUP BY position"
        ).fetchall()
    }
    for position in range(len(columns)):
        if position not in found:
            yield Look()
            continue
        *counts, gone, words = found[position]
        yield Look(tuple(gone or ()), frozenset(words or ()), *map(int, counts))


def _truth_words() -> str:
    return quoted([word for pair in vocabulary()["truth"] for side in pair for word in side])


def _conditions(truths: str) -> tuple[str, ...]:
    """Give the conditions that are counted, in the order of the fields of a look."""
    soft = quoted(vocabulary()["missing_among_numbers"])
    long_digits = f"'\\s*[-+]?\\d{{{LONGEST_NUMBER + 1},}}\\s*'"
    return (
        "NOT gone",
        "gone",
        f"NOT gone AND plain IN ({soft})",
        "number IS NOT NULL",
        "number IS NOT NULL AND (contains(c, '.') OR contains(c, 'e') OR contains(c, 'E'))",
        f"length(c) > {LONGEST_NUMBER} AND regexp_full_match(c, {long_digits})",
        "number IS NOT NULL AND ltrim(c) SIMILAR TO '0[0-9].*'",
        f"plain IN ({truths})",
        f"length(c) BETWEEN 8 AND 40 AND {YEAR_FIRST.format(c='c')}",
        "length(c) = 8 AND number BETWEEN 1e7 AND 1e8",
    )


def _values(columns: Sequence[str], names: Sequence[str]) -> str:
    """Give the SQL of the different values: position of the column, value, number of times."""
    missing = quoted(["", *vocabulary()["missing"]])
    elsewhere = quoted(vocabulary()["missing_but_in_comments"])
    comments = [position for position, name in enumerate(names) if says(name, "comments")]
    return f"""
        SELECT *, coalesce(plain IN ({missing}) OR (
            plain IN ({elsewhere}) AND NOT list_contains({comments}::INTEGER[], position)
        ), false) AS gone
        FROM (SELECT *, {_short_plain("c")} AS plain, {number("c")} AS number FROM (
            SELECT position, c, count(*) AS n FROM (
                SELECT unnest({[*range(len(columns))]}) AS position,
                    unnest([{", ".join(columns)}]) AS c
                FROM cells
            ) WHERE length(c) > 0 GROUP BY position, c
        ))
    """  # noqa: S608


def _short_plain(column: str) -> str:
    """Give short texts, and those that begin with a space, in plain form to compare with words."""
    return (
        f"CASE WHEN length({column}) <= {LONGEST_TOKEN} OR starts_with({column}, ' ') "
        f"THEN {plain(column)} END"
    )
