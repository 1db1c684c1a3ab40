"""Tables of an A/B test that hold totals by variant, or by variant and day, instead of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.health import Finding
from cx.data.mending.shape import Units
from cx.data.roles import arms_by_pattern, arms_in_values
from cx.data.shapes.words import header_words, mentions, shape_words
from cx.data.traits import Traits
from cx.data.vocabulary import is_identifier, says
from cx.wording import msg, plural

MOST_ROWS: Final = 10_000
MOST_COUNTS: Final = 20
MOST_PEOPLE: Final = 20_000_000
LEAST_MEAN: Final = 10


def totals_findings(table: ir.Table, columns: Sequence[Traits]) -> Iterator[Finding]:
    """Propose one row a person where a table holds totals of an A/B test."""
    columns = [column for column in columns if column.filled and not column.is_row_number]
    variant = _variant(columns)
    if variant is None or variant.rows > MOST_ROWS or _has_units(columns, variant):
        return
    numbers = [c for c in columns if c.type == "number" and not _says_which(c, variant)]
    counts = [column for column in numbers if column.whole and not _is_money(column.name)]
    if not 2 <= len(counts) <= MOST_COUNTS:
        return
    names = {column.name for column in numbers}
    which = [column.name for column in columns if column.name not in names]
    mends = tuple(_units(table, counts, numbers, which))
    if mends:
        yield _finding(variant, mends)


def _finding(variant: Traits, mends: tuple[Units, ...]) -> Finding:
    if len(mends) > 1:
        text = msg(
            "The rows hold totals by “{variant}”, not one person each. Choose what the shares are "
            "of: {counts:list}.",
            variant=variant.name,
            counts=[f"“{mend.count}”" for mend in mends],
        )
    else:
        text = plural(
            "The rows hold totals by “{variant}”, not one person each: “{count}” counts them, and "
            "{successes:list} says how many of them did something.",
            "The rows hold totals by “{variant}”, not one person each: “{count}” counts them, and "
            "{successes:list} say how many of them did something.",
            n=len(mends[0].successes),
            variant=variant.name,
            count=mends[0].count,
            successes=[f"“{name}”" for name in mends[0].successes],
        )
    return Finding(
        kind="warning", message=text, column=mends[0].count, rows=variant.rows, mends=mends
    )


def _variant(columns: Sequence[Traits]) -> Traits | None:
    """Find the column of variants; unlike in a table of people, each may have only one row."""
    fitting = [
        column
        for column in columns
        if 2 <= column.distinct <= 10
        and column.filled == column.rows
        and (column.type in {"text", "yes/no"} or column.whole)
    ]
    named = [column for column in fitting if says(column.name, "variant")]
    telling = [column for column in fitting if arms_in_values(column) or _names_arms(column)]
    both = [column for column in named if column in telling or arms_by_pattern(column)]
    return next(iter([*both, *telling, *named]), None)


def _names_arms(column: Traits) -> bool:
    """Tell whether every value says an arm, one of them the control: “Control campaign”."""
    controls = sum(says(value, "control") for value in column.values)
    return controls == 1 and all(says(value, "arm") for value in column.values)


def _has_units(columns: Sequence[Traits], variant: Traits) -> bool:
    """Tell whether a column names the person of each row."""
    return any(
        (is_identifier(column.name) or says(column.name, "customer"))
        and column.type in {"text", "number"}
        and column.distinct >= 0.9 * column.rows > variant.distinct
        and not _is_count(column.name)
        for column in columns
        if column.name != variant.name
    )


def _units(
    table: ir.Table, counts: Sequence[Traits], numbers: Sequence[Traits], which: Sequence[str]
) -> Iterator[Units]:
    """Give a step for each count of which other columns can be parts, in every row."""
    groups = table.select(*which).distinct()
    if engine.fetch(groups.aggregate(n=groups.count()))["n"][0] < counts[0].rows:
        return
    parts = _parts(table, counts)
    named = [column for column in counts if _is_count(column.name) and parts.get(column.name)]
    widest = [
        column
        for column in counts
        if len(parts.get(column.name, ())) == len(counts) - 1
        and any(mentions(part, "done") for part in parts[column.name])
    ]
    for column in named or widest:
        successes = parts[column.name]
        kept = {column.name, *successes}
        totals = tuple(other.name for other in numbers if other.name not in kept)
        yield Units(count=column.name, successes=successes, totals=totals)


def _parts(table: ir.Table, counts: Sequence[Traits]) -> dict[str, tuple[str, ...]]:
    """Find, for each column that may count people, those that are no larger in any row."""
    wanted: dict[str, Any] = {}
    for i, column in enumerate(counts):
        value: Any = table[column.name]
        wanted |= {f"sum {i}": value.sum(), f"mean {i}": value.mean(), f"low {i}": value.min()}
    for (i, whole), (j, part) in permutations(enumerate(counts), 2):
        larger: Any = table[part.name] > table[whole.name]
        lost: Any = table[part.name].notnull() & table[whole.name].isnull()
        against = larger.fill_null(ibis.literal(value=False)) | lost
        wanted[f"against {i} {j}"] = against.cast("int64").sum()
    frame = engine.fetch(table.aggregate(**wanted))
    seen = {name: float(frame[name][0]) for name in frame.columns}
    possible = [i for i in range(len(counts)) if seen[f"low {i}"] >= 0]
    return {
        counts[i].name: tuple(
            counts[j].name
            for j in possible
            if i != j
            and not seen[f"against {i} {j}"]
            and seen[f"sum {j}"] < seen[f"sum {i}"]
            and (mentions(counts[j].name, "done") or not _is_count(counts[j].name))
        )
        for i in possible
        if seen[f"mean {i}"] >= LEAST_MEAN and seen[f"sum {i}"] <= MOST_PEOPLE
    }


def _is_count(name: str) -> bool:
    """Tell whether a header counts people, visits or views, not what they did."""
    return mentions(name, "counted") and not mentions(name, "done", besides="counted")


def _is_money(name: str) -> bool:
    return says(name, "cost") or (says(name, "value") and not mentions(name, "counted", "done"))


def _says_which(column: Traits, variant: Traits) -> bool:
    """Tell whether a number says which row it is: the variant, a day, an identifier."""
    words = header_words(column.name)
    identifier = is_identifier(column.name) and not _is_count(column.name)
    named = bool(words) and words <= shape_words("which")
    return column.name == variant.name or identifier or named
