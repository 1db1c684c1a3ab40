"""What stands in the way of using a table as it is: answers in parts, totals instead of people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import ibis.expr.types as ir

from cx.data.health import Finding
from cx.data.mending.shape import CLOCK, Together
from cx.data.shapes.joined_answers import joined_findings
from cx.data.shapes.question_findings import group_findings
from cx.data.shapes.totals import totals_findings
from cx.data.traits import Traits
from cx.wording import msg

NO_PARTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


def shape_findings(
    table: ir.Table,
    columns: Sequence[Traits],
    *,
    parts: Mapping[str, tuple[str, ...]] = NO_PARTS,
    separator: str | None = None,
) -> tuple[Finding, ...]:
    """Propose the steps of `cx.data.mending.shape` where a table calls for them.

    Args:
        table: the typed table, with the column `ROW`.
        columns: what its columns look like, `ROW` not among them.
        parts: the texts of a header of several rows by name of the column: question, option.
        separator: what the tool that wrote the file puts between several answers in one cell.

    Returns:
        Findings on questions with several answers (ticked in columns or joined in a cell), on
        rankings, on tables of totals, and on dates that stand apart from their time of day.
    """
    return (
        *group_findings(table, columns, parts),
        *joined_findings(table, columns, separator),
        *totals_findings(table, columns),
        *_apart(columns),
    )


def _apart(columns: Sequence[Traits]) -> Iterator[Finding]:
    """Find a date with its time of day in a column of its own."""
    dates = [column for column in columns if column.type == "date"]
    clocks = [column for column in columns if _is_clock(column)]
    if len(dates) != 1 or len(clocks) != 1:
        return
    date, clock = dates[0].name, clocks[0].name
    to = f"{date} {clock}"
    if to.casefold() in {column.name.casefold() for column in columns}:
        return
    yield Finding(
        kind="warning",
        message=msg(
            "“{date}” holds days and “{clock}” the time of day. Together they say in which order "
            "things happened.",
            date=date,
            clock=clock,
        ),
        column=clock,
        rows=clocks[0].filled,
        mends=(Together(date=date, time=clock, to=to),),
    )


def _is_clock(column: Traits) -> bool:
    return (
        column.type == "text"
        and bool(column.values)
        and all(re.match(CLOCK, value) for value in column.values)
    )
