"""What a person should know about the values of one column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import ibis.expr.types as ir
import pandas as pd

from cx.data import engine
from cx.data.health import Finding
from cx.data.mending.cells import Missing, Unescaped
from cx.data.mending.rows import OnePer
from cx.data.mending.step import ROW
from cx.data.privacy import mask
from cx.data.traits import Traits
from cx.data.vocabulary import is_identifier
from cx.wording import msg, plural

EXAMPLES: Final = 3
PLACEHOLDERS: Final = (1899, 1900, 1970)
RARELY: Final = 0.05
COLUMNS_AT_ONCE: Final = 50
LEAST_COLUMNS: Final = 3


def missing_finding(name: str, cells: int) -> Iterator[Finding]:
    """Say that words or blanks stand for a missing value."""
    if not cells:
        return
    text = plural(
        "In “{column}”, {n:count} cell says that there is no value (a blank, NA, -) and counts "
        "as missing.",
        "In “{column}”, {n:count} cells say that there is no value (a blank, NA, -) and count "
        "as missing.",
        n=cells,
        column=name,
    )
    yield Finding(kind="info", message=text, column=name, rows=cells)


def unread_finding(name: str, texts: Sequence[str]) -> Iterator[Finding]:
    """Say that a few values do not fit the type of the others, with examples."""
    if not texts:
        return
    examples = tuple(f"“{mask(text)}”" for text in list(dict.fromkeys(texts))[:EXAMPLES])
    text = plural(
        "In “{column}”, {n:count} value does not fit the others and counts as missing: "
        "{examples:list}.",
        "In “{column}”, {n:count} values do not fit the others and count as missing, such as "
        "{examples:list}.",
        n=len(texts),
        column=name,
        examples=examples,
    )
    yield Finding(kind="warning", message=text, column=name, rows=len(texts))


def zone_finding(name: str, rows: int) -> Finding:
    """Say that times were brought to UTC."""
    text = msg("The times in “{column}” have a time zone and are kept in UTC.", column=name)
    return Finding(kind="info", message=text, column=name, rows=rows)


def date_findings(table: ir.Table, columns: Sequence[Traits]) -> tuple[Finding, ...]:
    """Find dates of 1970 or 1900 among later ones: what programs make of a missing date.

    Args:
        table: with the column `ROW`.
        columns: what its other columns look like.
    """
    dated = [column for column in columns if column.type in {"date", "time"} and column.filled]
    found = []
    for column in dated:
        day: Any = table[column.name].cast("date")
        early = table.filter(day.year().isin(PLACEHOLDERS))
        counted = early.group_by(day=early[column.name].cast("date")).aggregate(n=early.count())
        days = engine.fetch(counted.order_by("day"))
        rows = int(days["n"].sum()) if len(days) else 0
        if 0 < rows <= RARELY * column.filled:
            found.append(_placeholder(column.name, days["day"].tolist(), rows))
    return tuple(found)


def _placeholder(name: str, days: Sequence[Any], rows: int) -> Finding:
    first = pd.Timestamp(days[0])
    text = plural(
        "In “{column}”, {n:count} date lies in {year}, far from the others: often a missing date.",
        "In “{column}”, {n:count} dates lie in {year}, far from the others: often missing dates.",
        n=rows,
        column=name,
        year=str(first.year),
    )
    values = tuple(pd.Timestamp(day).date().isoformat() for day in days)
    mends = (Missing(column=name, values=values),)
    return Finding(kind="warning", message=text, column=name, rows=rows, mends=mends)


def sign_findings(table: ir.Table, columns: Sequence[Traits]) -> tuple[Finding, ...]:
    """Find texts with signs that are written for web pages, such as &amp;amp; for &amp;."""
    steps = [Unescaped(column=c.name) for c in columns if c.type == "text" and c.filled]
    counts: dict[str, int] = {}
    for start in range(0, len(steps), COLUMNS_AT_ONCE):
        part = steps[start : start + COLUMNS_AT_ONCE]
        sums = {step.column: step.touched(table).ifelse(1, 0).sum() for step in part}
        found = engine.fetch(table.aggregate(**sums)).fillna(0)
        counts |= {step.column: int(found[step.column][0]) for step in part}
    return tuple(
        Finding(
            kind="info",
            message=plural(
                "In “{column}”, {n:count} text holds signs written for web pages (&amp;, &#39;).",
                "In “{column}”, {n:count} texts hold signs written for web pages (&amp;, &#39;).",
                n=counts[step.column],
                column=step.column,
            ),
            column=step.column,
            rows=counts[step.column],
            mends=(step,),
            certain=True,
        )
        for step in steps
        if counts[step.column]
    )


def repeated_findings(table: ir.Table, columns: Sequence[Traits]) -> tuple[Finding, ...]:
    """Find rows that repeat an earlier one in every cell, where rows can be told apart at all.

    A table of a few columns without a time or an identifier repeats itself by nature.
    """
    telling = any(column.type == "time" or is_identifier(column.name) for column in columns)
    if not telling or len(columns) < LEAST_COLUMNS:
        return ()
    names = [name for name in table.columns if name != ROW]
    alike = table.group_by(names).aggregate(n=table.count())
    rows = int(engine.fetch(alike.aggregate(n=(alike.n - 1).sum()))["n"].fillna(0)[0])
    if not rows:
        return ()
    text = plural(
        "{n:count} row is the same as an earlier one in every cell.",
        "{n:count} rows are the same as an earlier one in every cell.",
        n=rows,
    )
    return (Finding(kind="warning", message=text, rows=rows, mends=(OnePer(),)),)
