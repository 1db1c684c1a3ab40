"""What is proposed for a table because it is the export of a known program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from cx.data import engine
from cx.data.exports.description import Exclusion, Export, Reason, folded
from cx.data.health import Finding
from cx.data.mending.cells import Constant, Dropped, Missing
from cx.data.mending.rows import LeftOut, OnePer
from cx.data.mending.step import Step
from cx.data.roles import events_roles, feedback_roles
from cx.data.traits import Traits
from cx.wording import Message, msg, plural

CELLS_AT_ONCE: Final = 1 << 22
MOST_DIFFERENT: Final = 100


def export_findings(
    export: Export, table: ir.Table, columns: Sequence[Traits]
) -> tuple[Finding, ...]:
    """Find what is to be mended in the export of a known program.

    Rows that are no answers, several rows of one order and the missing column of the event come
    first; then values that stand for none; then columns with personal details and columns that
    the program writes for itself. Only the first are beyond doubt and made unless refused.

    Args:
        export: that the table comes from.
        table: with the column `ROW`.
        columns: its other columns.
    """
    there = {folded(column.name): column for column in reversed(columns) if column.filled}
    return (
        *_excluded(export, table, there),
        *_lines_of_one(export, there),
        *_event(export, there),
        *_missing(export, table, [c for c in columns if c.filled]),
        *_personal(export, there),
        *_technical(export, there),
    )


def order_findings(table: ir.Table, columns: Sequence[Traits]) -> tuple[Finding, ...]:
    """Propose a column for the event where a table is a list of orders: who, when and how much.

    Args:
        table: with the column `ROW`.
        columns: its other columns.
    """
    roles = events_roles(columns)
    customer = next((c for c in columns if c.name == roles.get("customer")), None)
    answers = feedback_roles(columns)
    listed = (
        customer is not None
        and customer.repeats
        and all(roles.get(role) for role in ("time", "value"))
        and not any(answers.get(role) for role in ("score", "ratings", "comments"))
    )
    if not listed or roles.get("event") or "event" in table.columns:
        return ()
    text = msg(
        "Each row looks like an order: it has a customer, a time and an amount, and no column says "
        "what happened."
    )
    return (_proposal(text, Constant(column="event", value="order")),)


def _excluded(export: Export, table: ir.Table, there: Mapping[str, Traits]) -> Iterator[Finding]:
    for exclusion in export.exclusions:
        for column in _where(exclusion, there):
            found = _spellings(table, column, exclusion.values)
            if rows := sum(found.values()):
                yield Finding(
                    kind="info" if exclusion.certain else "warning",
                    message=_says_excluded(exclusion.why, column, rows),
                    column=column,
                    rows=rows,
                    mends=(LeftOut(column=column, values=tuple(found)),),
                    certain=exclusion.certain,
                )


def _where(exclusion: Exclusion, there: Mapping[str, Traits]) -> tuple[str, ...]:
    if exclusion.column:
        column = there.get(folded(exclusion.column))
        return (column.name,) if column and column.distinct <= MOST_DIFFERENT else ()
    return tuple(
        column.name
        for column in there.values()
        if exclusion.values & {folded(value) for value in column.values}
    )


def _spellings(table: ir.Table, column: str, values: frozenset[str]) -> dict[str, int]:
    """Count the spellings of values: 1 and 1.0, FALSE and false."""
    texts: Any = table[column].cast("string").strip()
    counted = table.select(text=texts).group_by("text").aggregate(n=ibis._.count())
    rows = engine.fetch(counted.order_by("text"))
    return {
        str(text): int(n)
        for text, n in zip(rows["text"], rows["n"], strict=True)
        if isinstance(text, str) and folded(text.removesuffix(".0")) in values
    }


def _says_excluded(why: Reason, column: str, rows: int) -> Message:
    if why == "preview":
        return plural(
            "{n:count} row is a preview or a test of the survey and no answer, by “{column}”.",
            "{n:count} rows are previews or tests of the survey and no answers, by “{column}”.",
            n=rows,
            column=column,
        )
    if why == "spam":
        return plural(
            "{n:count} answer was marked as spam in “{column}”.",
            "{n:count} answers were marked as spam in “{column}”.",
            n=rows,
            column=column,
        )
    if why == "unfinished":
        return plural(
            "{n:count} answer was not finished, by “{column}”.",
            "{n:count} answers were not finished, by “{column}”.",
            n=rows,
            column=column,
        )
    return plural(
        "{n:count} row is the total of the others, by “{column}”.",
        "{n:count} rows are totals of the others, by “{column}”.",
        n=rows,
        column=column,
    )


def _lines_of_one(export: Export, there: Mapping[str, Traits]) -> Iterator[Finding]:
    column = there.get(folded(export.one_row_per or ""))
    if column is None or column.distinct == column.filled:
        return
    further = column.filled - column.distinct
    text = plural(
        "{n:count} row is a further line of an order above it; with it, what stands once for each "
        "order would count again.",
        "{n:count} rows are further lines of orders above them; with them, what stands once for "
        "each order would count again.",
        n=further,
    )
    yield _proposal(
        text, OnePer(key=(column.name,)), column=column.name, rows=further, certain=True
    )


def _event(export: Export, there: Mapping[str, Traits]) -> Iterator[Finding]:
    if export.event is None or "event" in there:
        return
    text = msg("Each row is an order, and no column says what happened.")
    yield _proposal(text, Constant(column="event", value=export.event), certain=True)


def _missing(export: Export, table: ir.Table, columns: Sequence[Traits]) -> Iterator[Finding]:
    """Find values that the program writes for no answer.

    Columns come as Arrow, some at once: a query with several aggregates for each of hundreds of
    columns takes longer to write than to answer.
    """
    numbers = tuple(float(text) for text in export.missing if _is_number(text))
    by_type: Mapping[str, tuple[str | float, ...]] = {"number": numbers, "text": export.missing}
    sought = [(column, values) for column in columns if (values := by_type.get(column.type))]
    size = max(1, CELLS_AT_ONCE // max(1, max((c.rows for c in columns), default=1)))
    for start in range(0, len(sought), size):
        some = sought[start : start + size]
        cells = table.select([column.name for column, _ in some]).to_pyarrow()
        for column, values in some:
            counted = _counted(cells.column(column.name), values)
            if any(counted.values()):
                certain = column.type == "text" or _below_zero(cells.column(column.name)) == sum(
                    counted.values()
                )
                yield _unanswered(column, counted, certain=certain)


def _counted(cells: pa.ChunkedArray, values: Sequence[str | float]) -> dict[str | float, int]:
    trimmed = pc.utf8_trim_whitespace(cells) if pa.types.is_string(cells.type) else cells
    return {value: pc.sum(pc.equal(trimmed, value)).as_py() or 0 for value in values}


def _below_zero(cells: pa.ChunkedArray) -> int:
    """Count numbers below zero: among others of them, the code for no answer may be meant."""
    return pc.sum(pc.less(cells, 0)).as_py() or 0


def _unanswered(column: Traits, counted: Mapping[str | float, int], *, certain: bool) -> Finding:
    rows = sum(counted.values())
    text = plural(
        "In “{column}”, {n:count} cell says that the question was not answered.",
        "In “{column}”, {n:count} cells say that the question was not answered.",
        n=rows,
        column=column.name,
    )
    found = tuple(value for value, times in counted.items() if times)
    step = Missing(column=column.name, values=found)
    return _proposal(text, step, column=column.name, rows=rows, certain=certain)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdigit()


def _personal(export: Export, there: Mapping[str, Traits]) -> Iterator[Finding]:
    taken = {folded(name) for names in export.roles.values() for name in names}
    for name in export.personal:
        column = there.get(folded(name))
        if column is None or folded(name) in taken:
            continue
        text = msg(
            "“{column}” holds personal details that {program} adds; no analysis needs them.",
            column=column.name,
            program=export.title,
        )
        yield Finding(
            kind="warning",
            message=text,
            column=column.name,
            rows=column.filled,
            mends=(Dropped(column=column.name),),
        )


def _technical(export: Export, there: Mapping[str, Traits]) -> Iterator[Finding]:
    for name in export.technical:
        if column := there.get(folded(name)):
            text = msg(
                "“{column}” is written by {program} for its own use; no analysis needs it.",
                column=column.name,
                program=export.title,
            )
            yield _proposal(text, Dropped(column=column.name), column=column.name)


def _proposal(
    text: Message,
    step: Step,
    *,
    column: str | None = None,
    rows: int = 0,
    certain: bool = False,
) -> Finding:
    return Finding(
        kind="info", message=text, column=column, rows=rows, mends=(step,), certain=certain
    )
