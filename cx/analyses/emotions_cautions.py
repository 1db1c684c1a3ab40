"""What weakens the answer of `cx.emotions`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from cx.analyses.emotions_counts import Feelings
from cx.analyses.emotions_figures import MOST_COMPARED, SPARSE
from cx.analyses.emotions_journey import Journey
from cx.analyses.emotions_order import OrderRule
from cx.analyses.emotions_words import MOST_LINES
from cx.data.dataset import Feedback
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, plural

MOST_NAMED: Final = 5
FEW_CUSTOMERS: Final = 30

ORDERS: Final[Mapping[OrderRule, Message]] = {
    OrderRule.COLUMNS: msg(
        "The touchpoints stand in the order of the rating columns. If the journey runs otherwise, "
        "put them in order."
    ),
    OrderRule.TIME: msg(
        "The touchpoints stand in the order in which most customers first met them, by the time of "
        "their answers."
    ),
    OrderRule.NUMBERED: msg("The touchpoints stand in the order of the numbers in their names."),
    OrderRule.NAME: msg(
        "Neither times of customers nor numbers tell the order of the touchpoints; they stand in "
        "alphabetical order, so no end is marked. Put them in order to see the journey."
    ),
}


def cautions(
    feedback: Feedback, journey: Journey, found: Feelings, table: pd.DataFrame, by: str | None
) -> Iterator[Message]:
    """Say what weakens the answer; `table` is that of `cx.emotions` with groups in `group`."""
    yield from _about_journey(journey)
    yield from _outside(journey, found)
    yield from _few(table, by)
    if journey.column is None:
        yield from _sparse(table, by)
    if 0 < found.customers < FEW_CUSTOMERS:
        yield plural(
            "The answers come from {n:count} customer only, so the intervals are rough.",
            "The answers come from {n:count} customers only, so the intervals are rough.",
            n=found.customers,
        )
    if by is not None:
        yield from _many(by, len(found.groups))
    if journey.column is None and table["nps"].notna().any():
        yield msg(
            "The NPS beside a touchpoint is that of the people who rate it, from “{score}”; it is "
            "no NPS of the touchpoint.",
            score=feedback.score,
        )


def _about_journey(journey: Journey) -> Iterator[Message]:
    if journey.order.rule in ORDERS:
        yield ORDERS[journey.order.rule]
    if journey.order.rule == OrderRule.TIME and not journey.order.end_told:
        yield msg(
            "Customers do not agree on which touchpoint comes last, so no end is marked. Put them "
            "in order if you know it."
        )
    if not journey.comparable:
        yield msg(
            "The ratings are on different scales. To compare them, each is placed between its own "
            "lowest and highest answer."
        )


def _many(by: str, n: int) -> Iterator[Message]:
    if n > MOST_COMPARED:
        yield msg(
            "“{by}” has {n:count} groups; the {most:count} with most answers are compared.",
            by=by,
            n=n,
            most=MOST_COMPARED,
        )
    if n > MOST_LINES:
        yield msg(
            "“{by}” has {n:count} groups; the picture shows {most:count} of them, the table all.",
            by=by,
            n=n,
            most=MOST_LINES,
        )


def _outside(journey: Journey, found: Feelings) -> Iterator[Message]:
    for name, scale, n in zip(journey.names, journey.scales, found.outside, strict=True):
        if n:
            yield plural(
                "{n:count} answer to “{name}” lies outside {low} to {high} and is left out. If it "
                "was a possible answer, write the scale into the name of the column: “(0-5)”.",
                "{n:count} answers to “{name}” lie outside {low} to {high} and are left out. If "
                "they were possible answers, write the scale into the name of the column: “(0-5)”.",
                n=n,
                name=name,
                low=scale.low,
                high=scale.high,
            )


def _few(table: pd.DataFrame, by: str | None) -> Iterator[Message]:
    small = table[table["n"] < FEW_ANSWERS]
    if small.empty:
        return
    if by is None:
        yield msg(
            "Fewer than {few:count} answers, so neither compared nor called best or worst: "
            "{points:list}.",
            few=FEW_ANSWERS,
            points=_shortened(list(small["touchpoint"])),
        )
    else:
        yield msg(
            "Groups with fewer than {few:count} answers to a touchpoint are neither drawn nor "
            "compared there: {groups:list}.",
            few=FEW_ANSWERS,
            groups=_shortened([str(group) for group in small["group"].drop_duplicates()]),
        )


def _sparse(table: pd.DataFrame, by: str | None) -> Iterator[Message]:
    most = table.groupby("group", sort=False)["n"].transform("max")
    rare = table[(table["n"] >= FEW_ANSWERS) & (table["n"] <= SPARSE * most)]
    if rare.empty:
        return
    points = _shortened(list(rare["touchpoint"].drop_duplicates()))
    if by is None:
        yield msg(
            "Rated at most half as often as the touchpoint that is rated most, and those who rate "
            "it may be happier or unhappier with everything, so never called best or worst: "
            "{points:list}.",
            points=points,
        )
    else:
        yield msg(
            "In some groups rated at most half as often as the touchpoint that is rated most, by "
            "people who may be happier or unhappier with everything: {points:list}.",
            points=points,
        )


def _shortened(names: Sequence[str]) -> tuple[Any, ...]:
    if len(names) <= MOST_NAMED:
        return tuple(names)
    return (*names[:MOST_NAMED], msg("{n:count} more", n=len(names) - MOST_NAMED))
