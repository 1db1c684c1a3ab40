"""What `cx.curves` says: its finding and its cautions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, plural

METHOD: Final = msg(
    "At each answer to each rating stands the NPS of those who gave it, with the adjusted Wald "
    "interval; answers to more than eleven points are put into ten bands. The dashed line is the "
    "straight one that least squares draws through all answers. Whether NPS strays from it is "
    "tested by the rises to either side of every inner level, all at once (Hotelling's T², by "
    "leaving out one group of answers at a time, a customer's answers together), and every rise is "
    "tested against the average one. Only levels with 30 answers or more take part in the tests. "
    "Each rating stands alone here: those who rate one thing higher rate other things higher, too."
)
METHOD_OF_SCORES: Final = msg(
    "At each answer to each rating stands the average score of those who gave it; answers to more "
    "than eleven points are put into ten bands. The dashed line is the straight one that least "
    "squares draws through all answers. Whether the score strays from it is tested by the rises to "
    "either side of every inner level, all at once (Hotelling's T², by leaving out one group of "
    "answers at a time, a customer's answers together), and every rise is tested against the "
    "average one. Only levels with 30 answers or more take part in the tests. Each rating stands "
    "alone here: those who rate one thing higher rate other things higher, too."
)


def measure(score: str, *, in_points: bool) -> Message:
    """Name what stands at each level."""
    return msg("NPS") if in_points else msg("“{score}”", score=score)


def finding(shapes: pd.DataFrame, what: Message, confidence: float) -> Message:
    """Say whether straight lines are a fair summary."""
    tested = shapes["p_adjusted"].notna()
    curved = shapes[shapes["p_adjusted"] < 1 - confidence]
    if not tested.any():
        return msg(
            "We can't tell whether {measure} follows straight lines: no rating has three levels "
            "with {few:count} answers or more.",
            measure=what,
            few=FEW_ANSWERS,
        )
    if curved.empty:
        return plural(
            "A straight line is a fair summary: along the rating, {measure} strays from it no more "
            "than chance would explain.",
            "Straight lines are a fair summary: along none of {n:count} ratings does {measure} "
            "stray from one by more than chance would explain.",
            n=int(tested.sum()),
            measure=what,
        )
    steep = curved[curved["threshold"].notna()]
    return _bent(curved, what) if steep.empty else _stepped(curved, steep.iloc[0], what)


def _bent(curved: pd.DataFrame, what: Message) -> Message:
    return msg(
        "Along {drivers:list}, {measure} strays from a straight line further than chance would "
        "explain, by up to {curvature:number} points on average. The picture shows where.",
        drivers=tuple(curved["driver"]),
        measure=what,
        curvature=float(curved["curvature"].max()),
    )


def _stepped(curved: pd.DataFrame, row: Any, what: Message) -> Message:
    return msg(
        "Along {drivers:list}, {measure} does not follow a straight line. The clearest step is on "
        "{driver}, from {start:number} to {end:number}: {rise:signed_number} for one point more, "
        "where {average:signed_number} is the average.",
        drivers=tuple(curved["driver"]),
        measure=what,
        driver=str(row["driver"]),
        start=float(row["step_from"]),
        end=float(row["step_to"]),
        rise=float(row["rise"]),
        average=float(row["average"]),
    )


def cautions(table: pd.DataFrame, shapes: pd.DataFrame) -> Iterator[Message]:
    """Say which levels and ratings could not be judged."""
    few = int((table["n"] < FEW_ANSWERS).sum())
    if few:
        yield plural(
            "{n:count} level has fewer than {few:count} answers. It is drawn as a ring and takes "
            "no part in the tests.",
            "{n:count} levels have fewer than {few:count} answers. They are drawn as rings and "
            "take no part in the tests.",
            n=few,
            few=FEW_ANSWERS,
        )
    untested = tuple(shapes.loc[shapes["p_value"].isna(), "driver"])
    if untested and len(untested) < len(shapes):
        yield msg(
            "Whether the line is straight could not be tested for {drivers:list}: that takes three "
            "levels with {few:count} answers or more, from several groups of customers.",
            drivers=untested,
            few=FEW_ANSWERS,
        )


def basis(n: int) -> Message:
    """Say what the picture rests on."""
    return plural(
        "{n:count} answer; dashed: the straight line",
        "{n:count} answers; dashed: the straight line",
        n=n,
    )
