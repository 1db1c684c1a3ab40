"""What `cx.what_if` says: its finding, its cautions, its refusals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from cx.stats.jackknife import Jackknife
from cx.wording import Message, msg

# Less of a move than this share of what was asked is pointed out.
MOSTLY: Final = 0.9
SOURCE: Final = (
    "Kott (2001), The Delete-a-Group Jackknife, Journal of Official Statistics 17(4), 521–526; "
    "test size: Chow, Shao, Wang & Lokhnygina (2017), Sample Size Calculations in Clinical "
    "Research, 3.2"
)
METHOD: Final = msg(
    "Every answer moves by the points asked for, but not beyond the ends of its scale. What is "
    "left of the move is multiplied by the NPS points that go with one point more on the rating, "
    "all ratings taken at once (least squares). The interval leaves out one group of answers at a "
    "time and works everything out again (grouped jackknife)."
)


def follows(table: pd.DataFrame, after: Any, change: Any) -> Message:
    """Say which NPS would follow."""
    values = {
        "moves": tuple(
            msg("{driver} {moved:signed_points}", driver=driver, moved=moved)
            for driver, moved in zip(table["driver"], table["moved"], strict=True)
        ),
        "nps": float(after["nps"]),
        "low": float(after["ci_low"]),
        "high": float(after["ci_high"]),
        "change": float(change["nps"]),
        "change_low": float(change["ci_low"]),
        "change_high": float(change["ci_high"]),
    }
    if change["ci_low"] > 0 or change["ci_high"] < 0:
        return msg(
            "With {moves:list} goes NPS {nps:points} ({low:points} to {high:points}): "
            "{change:signed_points} points ({change_low:signed_points} to "
            "{change_high:signed_points}).",
            **values,
        )
    return msg(
        "We can’t tell whether NPS would move with {moves:list}: by {change:signed_points} points, "
        "but {change_low:signed_points} to {change_high:signed_points} is possible.",
        **values,
    )


def in_customers(gained: pd.DataFrame, customers: int) -> Message:
    """Say how many customers that is."""
    return msg(
        "Among {customers:count} customers that is {promoters:count} more promoters "
        "({promoters_low:count} to {promoters_high:count}) and {detractors:count} fewer detractors "
        "({detractors_low:count} to {detractors_high:count}).",
        customers=customers,
        **{
            f"{side}{end}": value
            for end, column in (("", "customers"), ("_low", "ci_low"), ("_high", "ci_high"))
            for side, value in zip(gained["side"], gained[column], strict=True)
        },
    )


def test(change: float, answers: float) -> Message:
    """Say how large an A/B test has to be that could prove it."""
    if not math.isfinite(answers):
        return msg("Nothing changes, so there is nothing to test.")
    return msg(
        "An A/B test needs about {answers:count} answers for each version to find a change of "
        "{change:signed_points} points with a chance of 80%.",
        answers=math.ceil(answers),
        change=change,
    )


def association() -> Message:
    """Say what a what-if is not."""
    return msg(
        "This is association, not proof: it tells which NPS goes with better ratings today, not "
        "that it would follow. An A/B test can tell."
    )


def about_moves(changes: Mapping[str, float], steps: Mapping[str, float]) -> Iterator[Message]:
    """Say where the scale ends before the move does."""
    for name, asked in changes.items():
        if abs(steps[name]) < MOSTLY * abs(asked):
            yield msg(
                "{driver} was asked to move by {asked:signed_points} and moves by "
                "{moved:signed_points} on average: many answers are near the end of the scale.",
                driver=name,
                asked=float(asked),
                moved=steps[name],
            )


def stretched(drivers: Sequence[str]) -> tuple[Message, ...]:
    """Say where the data hold next to nothing to tell by."""
    if not drivers:
        return ()
    return (
        msg(
            "Hardly any answer is that far out today: {drivers:list}. The effect is stretched "
            "beyond what the data hold.",
            drivers=tuple(drivers),
        ),
    )


def capped(now: Jackknife, change: Jackknife) -> tuple[Message, ...]:
    """Say that the straight line would lead beyond the ends of the NPS."""
    if np.abs(now.estimate[0] + change.estimate[0]) <= 100:
        return ()
    return (msg("The NPS is cut off at its end: the effects would lead beyond −100 or 100."),)


def no_effect(rating: str, names: Sequence[str]) -> Message:
    """Refuse a rating without an effect of its own."""
    if not names:
        return nothing_to_move()
    return msg(
        "“{rating}” has no effect of its own: it never changes, is given too rarely, or can be "
        "computed from other ratings. These can be moved: {names:list}.",
        rating=rating,
        names=tuple(names),
    )


def nothing_to_move() -> Message:
    """Refuse a what-if where no rating has an effect of its own."""
    return msg("No rating has an effect of its own, so there is nothing to move.")


def no_mapping(given: object) -> Message:
    """Refuse changes that do not say which rating moves by how much."""
    return msg(
        "The changes are of type {kind}; give each rating that moves and its points, for example "
        "{example}.",
        kind=type(given).__name__,
        example='{"Delivery": 0.5}',
    )


def no_number(rating: str, asked: object) -> Message:
    """Refuse a move that is no number of points."""
    return msg(
        "“{rating}” is to move by {asked}; it has to be a number of points, for example 0.5 or -1.",
        rating=rating,
        asked=repr(asked),
    )


def too_far(rating: str, most: int) -> Message:
    """Refuse a move beyond any scale."""
    return msg(
        "“{rating}” is to move by more than {most:count} points; ask for fewer.",
        rating=rating,
        most=most,
    )


def bad_customers(customers: object) -> Message:
    """Refuse what is no number of customers."""
    return msg(
        "The number of customers is {customers}; it has to be a whole number, 1 or more.",
        customers=repr(customers),
    )


def nothing_moved(names: Sequence[str]) -> Message:
    """Refuse a what-if that changes nothing."""
    if not names:
        return nothing_to_move()
    return msg(
        "Nothing is moved. Name at least one rating and the points to move it by; these can be "
        "moved: {names:list}.",
        names=tuple(names),
    )
