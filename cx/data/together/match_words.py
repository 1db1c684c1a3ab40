"""What a person should know before two tables are joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from cx.data.together.inputs import Input
from cx.data.together.match_counts import Counts
from cx.data.traits import type_word
from cx.wording import Message, msg, plural

LEAST: Final = 30  # rows of a group from which on its share of matches is compared
GAP: Final = 0.1  # difference of two shares that is worth a word
_EXACT: Final = 15  # digits of a whole number that a floating-point number keeps


def type_notes(inputs: Sequence[Input], pairs: Sequence[tuple[str, str]]) -> Iterator[Message]:
    """Say where an id is a number in one table and text in the other, or a number with decimals."""
    for columns in pairs:
        kinds = [item.table[name].type() for item, name in zip(inputs, columns, strict=True)]
        words = [type_word(kind) for kind in kinds]
        if words[0] != words[1]:
            yield msg(
                "The id is {first} in “{left}” and {second} in “{right}”; it is compared as text.",
                first=_TYPE_WORDS[words[0]],
                second=_TYPE_WORDS[words[1]],
                left=inputs[0].name,
                right=inputs[1].name,
            )
        for item, name, kind in zip(inputs, columns, kinds, strict=True):
            if kind.is_floating():
                yield msg(
                    "“{column}” in “{table}” is kept as a number with decimals: ids of more than "
                    "{digits:count} digits may have lost their last ones.",
                    column=name,
                    table=item.name,
                    digits=_EXACT,
                )


_TYPE_WORDS: Final = {
    "text": msg("text"),
    "number": msg("a number"),
    "yes/no": msg("yes or no"),
    "date": msg("a date"),
    "time": msg("a time"),
}


def side_notes(counts: Counts) -> Iterator[Message]:
    """Say which rows have no id and which ids repeat."""
    for side in (counts.left, counts.right):
        if side.without_id:
            yield plural(
                "{n:count} row of “{table}” has no id and matches nothing.",
                "{n:count} rows of “{table}” have no id and match nothing.",
                n=side.without_id,
                table=side.name,
            )
        if side.repeated_ids:
            yield plural(
                "{n:count} id stands in several rows of “{table}”, in {most:count} rows at most.",
                "{n:count} ids stand in several rows of “{table}”, in {most:count} rows at most.",
                n=side.repeated_ids,
                table=side.name,
                most=side.most_rows,
            )


def join_notes(counts: Counts, *, aggregated: bool) -> Iterator[Message]:
    """Say what a join row by row would do to the rows of the left table."""
    left, right = counts.left, counts.right
    if aggregated or not right.repeated_matched_ids:
        return
    if counts.relation == "many-to-many":
        yield msg(
            "Joined row by row, “{left}” would grow from {rows:count} to {joined:count} rows, "
            "because ids repeat in both tables. Sum “{right}” up for each id instead.",
            left=left.name,
            right=right.name,
            rows=left.rows,
            joined=counts.joined_rows,
        )
    else:
        yield msg(
            "Joined row by row, rows of “{left}” come several times ({joined:count} rows instead "
            "of {rows:count}), and averages over them would count some customers more often than "
            "others. Sum “{right}” up for each id to keep one row each.",
            left=left.name,
            right=right.name,
            rows=left.rows,
            joined=counts.joined_rows,
        )


def segment_notes(segments: pd.DataFrame) -> Iterator[Message]:
    """Say where one group matches clearly less often than another one."""
    for table, groups in segments.groupby("table", sort=False):
        known = groups[(groups["n"] >= LEAST) & groups["segment"].notna()].sort_values("share")
        if len(known) < 2:
            continue
        low, high = known.iloc[0], known.iloc[-1]
        if high["share"] - low["share"] >= GAP:
            yield msg(
                "In “{table}”, {low_share:percent} of “{low}” match and {high_share:percent} of "
                "“{high}”: what is computed on the rows that match speaks more for “{high}”.",
                table=str(table),
                low=str(low["segment"]),
                low_share=float(low["share"]),
                high=str(high["segment"]),
                high_share=float(high["share"]),
            )
