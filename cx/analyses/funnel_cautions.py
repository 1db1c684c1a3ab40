"""What weakens an answer of `cx.funnel`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pandas as pd

from cx.analyses.funnel_counts import FunnelCounts, Question
from cx.analyses.funnel_losses import rival
from cx.data.dataset import Events
from cx.wording import Message, msg, plural

FEW_CUSTOMERS: Final = 30


def cautions(  # noqa: PLR0913, everything that may weaken the answer
    events: Events,
    counts: FunnelCounts,
    question: Question,
    overall: pd.DataFrame,
    differences: pd.DataFrame,
    *,
    confidence: float,
) -> Iterator[Message]:
    """Say what weakens the answer."""
    yield from counts.never_seen
    yield from _left_open(counts, question)
    yield from _close_leaks(overall, confidence)
    yield from _too_few(overall, differences)
    time: Any = events.table[events.time].type()
    if time.is_date():
        yield msg(
            "The log has days without times of day: events of one day count in whatever order "
            "serves the steps."
        )
    elif question.every is not None and time.timezone is not None:
        yield msg("The times carry a time zone; periods begin and end by the clock of UTC.")


def _left_open(counts: FunnelCounts, question: Question) -> Iterator[Message]:
    if counts.unfinished:
        yield plural(
            "{n:count} customer who has not come to the last step began less than "
            "{window} before the log ends and may still come; the shares may be a little "
            "too low.",
            "{n:count} customers who have not come to the last step began less than "
            "{window} before the log ends and may still come; the shares may be a little "
            "too low.",
            n=counts.unfinished,
            window=span(question.window),
        )
    if counts.without_group:
        yield plural(
            "{n:count} customer is left out, because there is no “{by}” where the attempt begins.",
            "{n:count} customers are left out, because there is no “{by}” where their attempt "
            "begins.",
            n=counts.without_group,
            by=question.by,
        )


def _close_leaks(overall: pd.DataFrame, confidence: float) -> Iterator[Message]:
    """Name the second largest loss where it may as well be the largest."""
    found = rival(overall, confidence)
    if found is not None:
        at, lost = found
        yield plural(
            "Between “{before}” and “{step}” {n:count} customer is lost, too close to the largest "
            "loss to tell which leak is bigger.",
            "Between “{before}” and “{step}” {n:count} customers are lost, too close to the "
            "largest loss to tell which leak is bigger.",
            before=overall["step"].iloc[at - 1],
            step=overall["step"].iloc[at],
            n=lost,
        )


def _too_few(overall: pd.DataFrame, differences: pd.DataFrame) -> Iterator[Message]:
    few = overall[overall["customers"] < FEW_CUSTOMERS]
    if len(few):
        row = few.iloc[0]
        if not row["customers"]:
            yield msg("No customer comes to “{step}”.", step=row["step"])
        else:
            yield plural(
                "Only {n:count} customer comes to “{step}”; shares of so few say little.",
                "Only {n:count} customers come to “{step}”; shares of so few say little.",
                n=int(row["customers"]),
                step=row["step"],
            )
    untested = int(differences["p_value"].isna().sum())
    if untested:
        yield plural(
            "{n:count} comparison between groups cannot be made: too few customers, or all or "
            "none of them go on.",
            "{n:count} comparisons between groups cannot be made: too few customers, or all or "
            "none of them go on.",
            n=untested,
        )


def span(window: timedelta) -> Message:
    """Write a window in the largest unit that is exact."""
    seconds = window.total_seconds()
    if seconds % 86_400 == 0:
        return plural("{n:count} day", "{n:count} days", n=int(seconds // 86_400))
    if seconds % 3600 == 0:
        return plural("{n:count} hour", "{n:count} hours", n=int(seconds // 3600))
    if seconds % 60 == 0:
        return plural("{n:count} minute", "{n:count} minutes", n=int(seconds // 60))
    return msg("{n:number} seconds", n=seconds)
