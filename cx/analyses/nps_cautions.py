"""What weakens an NPS, and why there may be none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from cx.analyses.nps_counts import ScoreCounts
from cx.analyses.nps_table import Figures
from cx.analyses.nps_words import group_name, period
from cx.data import engine
from cx.data.dataset import Feedback
from cx.stats.net_promoter import FEW_ANSWERS, WeightedKinds, answers_needed, same_kinds
from cx.stats.verdict import Verdict
from cx.wording import Message, msg, plural

MOST_NAMED: Final = 5
OFTEN: Final = 1.1
FEW_OTHERS: Final = 5
GOOD_MARGIN: Final = 5
UNFINISHED: Final = 0.1
LENGTHS: Final = {
    "week": pd.DateOffset(weeks=1),
    "month": pd.DateOffset(months=1),
    "quarter": pd.DateOffset(months=3),
}


def weighted(column: str, total: WeightedKinds) -> Message:
    """Say that weights are used and what they cost."""
    return msg(
        "Answers are weighted by “{column}”. The {n:count} answers tell as much as "
        "{effective:count} that all count the same.",
        column=column,
        n=sum(total.n),
        effective=round(total.counts.n),
    )


def cautions(
    feedback: Feedback,
    counted: ScoreCounts,
    made: Figures,
    differences: pd.DataFrame,
    *,
    every: str | None,
) -> Iterator[Message]:
    """Say what weakens the answer."""
    if feedback.weight is not None:
        yield weighted(feedback.weight, made.total)
    if counted.outside:
        yield plural(
            "{n:count} score lies outside 0 to 10 and is left out.",
            "{n:count} scores lie outside 0 to 10 and are left out.",
            n=counted.outside,
        )
    if counted.fractions:
        yield plural(
            "{n:count} score is not a whole number and is left out.",
            "{n:count} scores are not whole numbers and are left out.",
            n=counted.fractions,
        )
    if counted.zone is not None:
        yield msg(
            "The times carry a time zone ({zone}); periods begin at midnight UTC.",
            zone=counted.zone,
        )
    yield from _few(made, every)
    yield from _of_one_kind(made.total)
    yield from _unfinished(counted, made.table, every)
    yield from unjudged(differences)
    yield from _repeated(feedback, sum(made.total.n))


def _repeated(feedback: Feedback, answers: int) -> Iterator[Message]:
    """Say that customers answered more than once."""
    if feedback.customer is None:
        return
    table: Any = feedback.table
    scored = table.filter(table[feedback.score].notnull())  # noqa: PD004, an Ibis column
    people = engine.fetch(scored.aggregate(n=scored[feedback.customer].nunique()))["n"][0]
    if answers > OFTEN * people > 0:
        yield msg(
            "The {n:count} answers come from {people:count} customers. The intervals take each for "
            "an answer of its own, so they may be too narrow.",
            n=answers,
            people=int(people),
        )


def alike_in_nps_only(made: Figures, rest: pd.DataFrame, confidence: float) -> Iterator[Message]:
    """Say where groups have the same NPS and yet are divided in another way.

    Args:
        made: the figures of the groups.
        rest: as `NpsResult.against_rest`; nothing is said where it is empty.
        confidence: 1 − confidence is the bar.
    """
    p = same_kinds([cell.counts for cell, few in zip(made.cells, made.few, strict=True) if not few])
    unclear = len(rest) > 0 and bool((rest["verdict"] == Verdict.UNCLEAR).all())
    if unclear and p < 1 - confidence:
        yield msg(
            "The groups do not differ in NPS, but they do in their shares of promoters, passives "
            "and detractors, by more than chance would explain: look at the shares."
        )


def _of_one_kind(total: WeightedKinds) -> Iterator[Message]:
    """Say where an interval is off its promise: next to nobody is of another kind."""
    n = sum(total.n)
    others = n - max(total.n)
    if n >= FEW_ANSWERS and others < FEW_OTHERS:
        yield plural(
            "All but {others:count} answer are of one kind, so the interval is a rough one.",
            "All but {others:count} answers are of one kind, so the interval is a rough one.",
            n=others,
            others=others,
        )


def _unfinished(counted: ScoreCounts, table: pd.DataFrame, every: str | None) -> Iterator[Message]:
    """Say that the last period is not over, as far as the answers tell."""
    if every is None or every == "day" or counted.last is None:
        return
    start = table["period"].max()
    end = start + LENGTHS[every]
    if counted.last < end - UNFINISHED * (end - start):
        yield msg(
            "The last answer is of {day:date}: {period} may not be over yet, and its NPS may "
            "still move.",
            day=counted.last,
            period=period(start, every),
        )


def unjudged(differences: pd.DataFrame) -> Iterator[Message]:
    """Say how many differences have no spread to be judged by."""
    n = int(differences["p_value"].isna().sum())
    if n:
        yield plural(
            "{n:count} difference cannot be judged: everybody in both is of the same kind.",
            "{n:count} differences cannot be judged: everybody in both is of the same kind.",
            n=n,
        )


def _few(made: Figures, every: str | None) -> Iterator[Message]:
    small = made.table[made.few]
    if small.empty:
        return
    if made.by is None and every is None:
        yield plural(
            "There is only {n:count} answer; one more could move NPS a lot.",
            "There are only {n:count} answers; a few more could move NPS a lot.",
            n=int(small["n"].iloc[0]),
        )
        needed = answers_needed(GOOD_MARGIN, made.total.counts)
        if needed > FEW_ANSWERS:
            yield msg(
                "To know it within {margin} points either way takes about {needed:count} answers.",
                margin=GOOD_MARGIN,
                needed=needed,
            )
    else:
        yield from few_in_groups(small, made.by, every)
    if made.by is not None and every is None:
        yield msg(
            "Groups with fewer than {few:count} answers are shown in grey and not ranked.",
            few=FEW_ANSWERS,
        )


def few_in_groups(small: pd.DataFrame, by: str | None, every: str | None) -> Iterator[Message]:
    """Name the groups and periods with few answers, the rows of `small`."""
    if every is not None:
        yield plural(
            "{n:count} period or group has fewer than {few:count} answers; its interval is wide.",
            "{n:count} periods or groups have fewer than {few:count} answers; their intervals are "
            "wide.",
            n=len(small),
            few=FEW_ANSWERS,
        )
    elif len(small) <= MOST_NAMED:
        yield msg(
            "Fewer than {few:count} answers: {groups:list}.",
            few=FEW_ANSWERS,
            groups=tuple(group_name(name) for name in small[str(by)]),
        )
    else:
        yield msg(
            "Fewer than {few:count} answers: {groups:list} and {more:count} more.",
            few=FEW_ANSWERS,
            groups=tuple(group_name(name) for name in small[str(by)][:MOST_NAMED]),
            more=len(small) - MOST_NAMED,
        )


def nothing_left(feedback: Feedback, counted: ScoreCounts) -> Message:
    """Say why there is no NPS."""
    reasons = tuple(
        msg("{reason} ({n:count})", reason=item.reason, n=item.rows)
        for item in counted.left_out
        if item.rows
    )
    if not reasons:
        return msg("The table has no rows, so there is no NPS. Choose data with answers.")
    return msg(
        "There is no score from 0 to 10 in “{column}” to compute NPS from. Rows left out: "
        "{reasons:list}. Check which column is the score.",
        column=feedback.score,
        reasons=reasons,
    )
