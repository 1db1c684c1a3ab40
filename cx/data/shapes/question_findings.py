"""Questions spread over columns: what was ticked becomes yes and no, a ranking is named as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.health import Finding
from cx.data.mending.shape import Ranked, Ticked
from cx.data.shapes.question_groups import Group, may_be_rank, plain, question_groups, same
from cx.data.shapes.words import shape_words
from cx.data.traits import Traits
from cx.wording import Message, msg

MOST_RANKED: Final = 20
LEAST_RANKED: Final = 5

_OWN_WORDS: Final = re.compile(
    r"other|specify|text$|comment|autre|précise|ander|sonstig|otro|otra|altro|其他|其它|请注明|补充",
    re.IGNORECASE,
)


def group_findings(
    table: ir.Table, columns: Sequence[Traits], parts: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Propose yes and no for what was ticked, and say which columns are a ranking."""
    groups = question_groups(columns, parts)
    ticked = [(group, step) for group in groups if (step := _as_ticked(group))]
    ranked = [group for group in groups if _may_be_ranking(group)]
    wanted: dict[str, ir.Value] = {}
    for number, (_, step) in enumerate(ticked):
        wanted |= _counts_of_ticks(table, step, f"t{number}")
    for number, group in enumerate(ranked):
        wanted |= _counts_of_ranks(table, group, f"r{number}")
    if not wanted:
        return
    answer = engine.fetch(table.aggregate(**wanted)).fillna(0)
    counts = {name: int(answer[name][0]) for name in answer.columns}
    for number, (group, step) in enumerate(ticked):
        if counts[f"t{number}_yes"] == counts[f"t{number}_used"]:
            yield _ticked_finding(group, step, counts[f"t{number}"])
    for number, group in enumerate(ranked):
        rows, distinct = counts[f"r{number}"], counts[f"r{number}_distinct"]
        if rows >= LEAST_RANKED and distinct >= 0.95 * rows:
            yield _ranked_finding(group, distinct, columns)


def _as_ticked(group: Group) -> Ticked | None:
    """Return the step for a question of which every column is ticked or empty, or None."""
    kinds = {column.name: _tick_words(column) for column in group.columns}
    other = tuple(
        column.name
        for column, option in zip(group.columns, group.options, strict=True)
        if kinds[column.name] is None and column.type == "text" and _OWN_WORDS.search(option)
    )
    options = [column for column in group.columns if column.name not in other]
    filled = [column for column in options if column.filled]
    if len(filled) < 2 or any(kinds[column.name] is None for column in options):
        return None
    if not _look_ticked(group, filled):
        return None
    unticked = {word for column in options for word in kinds[column.name] or ()}
    return Ticked(
        options=tuple(column.name for column in options),
        unticked=tuple(sorted(unticked)),
        other=other,
    )


def _tick_words(column: Traits) -> tuple[str, ...] | None:
    """Return the words for “not ticked” in a column of ticks; None where it holds anything else."""
    if column.filled == 0 or column.distinct == 1:
        return ()
    if column.distinct != 2:
        return None
    if column.type == "number":
        return () if column.whole and (column.low, column.high) == (0, 1) else None
    no = tuple(word for word in column.values if plain(word) in shape_words("unticked"))
    yes = [word for word in column.values if plain(word) not in shape_words("unticked")]
    single = len(no) == len(yes) == 1
    return (
        no
        if single and (plain(yes[0]) in shape_words("ticked") or same(yes, column.name))
        else None
    )


def _look_ticked(group: Group, filled: Sequence[Traits]) -> bool:
    """Tell whether values are ticks: their option's own words, marks, or all different."""
    constant = all(column.distinct == 1 and column.filled == column.rows for column in filled)
    if constant or all(column.filled == 1 for column in filled):
        return False
    if any(column.distinct == 2 for column in filled):
        return not group.numbered or all(column.type == "text" for column in filled)
    if all(column.type != "text" for column in filled):
        values = [column.low for column in filled]
        codes = len(set(values)) == len(values) and all(column.whole for column in filled)
        return codes or all(column.type == "yes/no" or column.low == 1 for column in filled)
    values_seen = [column.values[0] for column in filled if column.values]
    telling = sum(
        plain(column.values[0]) in shape_words("ticked") or _in_header(group, column)
        for column in filled
        if column.values
    )
    return 2 * telling >= len(values_seen) or len(set(values_seen)) == len(values_seen)


def _in_header(group: Group, column: Traits) -> bool:
    option = group.options[group.columns.index(column)]
    return same(column.values, option) or plain(column.values[0]) in plain(column.name)


def _counts_of_ticks(table: ir.Table, step: Ticked, name: str) -> dict[str, Any]:
    """Count the answers, and the yes/no columns of which one is never yes: “No” as an option."""
    truths: list[Any] = [
        table[option] for option in step.options if table[option].type().is_boolean()
    ]
    nothing = ibis.literal(0)
    used: list[Any] = [column.notnull().any().cast("int64") for column in truths]
    yes: list[Any] = [
        column.any().fill_null(ibis.literal(value=False)).cast("int64") for column in truths
    ]
    answered: Any = step.touched(table).cast("int64").sum()
    return {name: answered, f"{name}_used": sum(used, nothing), f"{name}_yes": sum(yes, nothing)}


def _ticked_finding(group: Group, step: Ticked, rows: int) -> Finding:
    own_words = all(
        column.filled == 0 or same(column.values, option)
        for column, option in zip(group.columns, group.options, strict=True)
        if column.name in step.options
    )
    return Finding(
        kind="info" if own_words else "warning",
        message=_ticked_message(group.question, step, rows, own_words=own_words),
        column=step.options[0],
        rows=rows,
        mends=(step,),
        certain=own_words,
    )


def _ticked_message(question: str, step: Ticked, rows: int, *, own_words: bool) -> Message:
    n = len(step.options)
    if not question:
        return msg(
            "{n:count} neighbouring columns, from “{first}” to “{last}”, are options of one "
            "question: each holds its own name or nothing. {rows:count} rows have a tick.",
            n=n,
            first=step.options[0],
            last=step.options[-1],
            rows=rows,
        )
    if own_words:
        return msg(
            "{n:count} columns belong to one question, “{question}”: each holds its option's text "
            "or nothing. {rows:count} rows have a tick.",
            n=n,
            question=question,
            rows=rows,
        )
    return msg(
        "{n:count} columns belong to one question, “{question}”: each tells whether an option was "
        "ticked. {rows:count} rows have an answer.",
        n=n,
        question=question,
        rows=rows,
    )


def _may_be_ranking(group: Group) -> bool:
    number = len(group.columns)
    return 3 <= number <= MOST_RANKED and all(
        may_be_rank(column) and column.high <= number for column in group.columns
    )


def _counts_of_ranks(table: ir.Table, group: Group, name: str) -> dict[str, Any]:
    """Count the rows with two ranks or more, and those of them in which no rank comes twice."""
    columns: list[Any] = [table[column.name] for column in group.columns]
    filled: Any = sum((column.notnull().cast("int64") for column in columns), ibis.literal(0))
    same = ibis.or_(*(first == second for first, second in combinations(columns, 2)))
    distinct = ~same.fill_null(ibis.literal(value=False))
    several = filled >= 2
    return {
        name: several.cast("int64").sum(),
        f"{name}_distinct": (several & distinct).cast("int64").sum(),
    }


def _ranked_finding(group: Group, rows: int, columns: Sequence[Traits]) -> Finding:
    names = tuple(column.name for column in group.columns)
    to = f"{group.question} – ranked first" if group.question else "ranked first"
    taken = {column.name.casefold() for column in columns}
    step = Ranked(ranks=names, items=group.options, to=to)
    return Finding(
        kind="info",
        message=msg(
            "{n:count} columns, from “{first}” to “{last}”, are a ranking: {rows:count} rows give "
            "different ranks to all that they rank. 1 is the best and lower is better, so they are "
            "not to be read as ratings.",
            n=len(names),
            first=names[0],
            last=names[-1],
            rows=rows,
        ),
        column=names[0],
        rows=rows,
        mends=() if to.casefold() in taken else (step,),
    )
