"""Which rating is asked about, on which scale, and which of its points count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal, get_args

import ibis.expr.types as ir

from cx.analyses.scores import (
    FEW_SCORES,
    ScoreSummary,
    mixed_scale,
    numbers,
    scale_of,
    summarise,
)
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.data.scales.words import asks_for_ease, asks_for_effort, asks_for_satisfaction
from cx.errors import InvalidSetting, RoleMissing, WrongScale
from cx.wording import Message, msg

High = Literal["easy", "hard"]
MOST_POINTS: Final = 11
CLEAR: Final = 0.2
ENOUGH: Final = 30


def ratings_of(feedback: Feedback) -> tuple[str, ...]:
    """Return the columns that may be asked about: the ratings, then the score."""
    score = () if feedback.score is None else (feedback.score,)
    return tuple(dict.fromkeys((*feedback.ratings, *score)))


def satisfaction_rating(feedback: Feedback) -> str:
    """Choose the rating of satisfaction: by its name, or else the first rating, or the score.

    Raises:
        RoleMissing: there is neither a rating nor a score.
    """
    ratings = ratings_of(feedback)
    if not ratings:
        feedback.require_role("ratings")
    return next((name for name in ratings if asks_for_satisfaction(name)), ratings[0])


def usual_ease_rating(feedback: Feedback) -> str:
    """Choose the rating that a page asks about first: one of ease, or else the first of all."""
    ratings = ratings_of(feedback)
    return next((name for name in ratings if asks_for_ease(name)), ratings[0])


def ease_rating(feedback: Feedback) -> str:
    """Choose the rating that asks how easy something was, by its name.

    Raises:
        RoleMissing: there is no rating, or none whose name says it.
    """
    ratings = ratings_of(feedback)
    if not ratings:
        feedback.require_role("ratings")
    found = next((name for name in ratings if asks_for_ease(name)), None)
    if found is None:
        raise RoleMissing(
            msg(
                "No rating says in its name that it asks how easy something was. Choose it with "
                "rating=… among: {ratings:list}.",
                ratings=ratings,
            )
        )
    return found


def with_numbers(feedback: Feedback, rating: str) -> Feedback:
    """Return the feedback with a yes/no rating as 1 and 0."""
    feedback.require_column(rating)
    column: Any = feedback.table[rating]
    if not column.type().is_boolean():
        return feedback
    table: ir.Table = feedback.table.mutate(**{rating: column.cast("int32")})
    return replace(feedback, table=table)


def rating_scale(
    feedback: Feedback, rating: str, declared: tuple[int, int] | None
) -> tuple[Scale, tuple[Message, ...]]:
    """Give the scale of a rating, as declared or else inferred, and what is doubtful about it.

    Fewer than 20 answers are taken to be on 1–5, 1–7 or up to 10, whichever holds them all.

    Raises:
        WrongScale: the scale changes at some time and none was declared; it has more than 11
            points, so that nobody has said which of them count.
        InvalidSetting: the rating holds no numbers.
    """
    summary = summarise(feedback, rating)
    change = mixed_scale(feedback, rating, summary)
    if declared is None and rating == feedback.score:
        declared = feedback.scale
    if declared is not None:
        reason = msg(
            "The scale was declared to be {low} to {high}.", low=declared[0], high=declared[1]
        )
        return _countable(rating, Scale(*declared, certain=True, reason=reason)), change
    if change:
        raise WrongScale(*change)
    if 0 < summary.n < FEW_SCORES and summary.n_inside == summary.n:
        scale = _of_few(summary)
    else:
        scale = scale_of(rating, summary)
    return _countable(rating, scale), () if scale.certain else (scale.reason,)


def _of_few(summary: ScoreSummary) -> Scale:
    high = next(top for top in (5, 7, 10) if summary.high <= top)
    low = 0 if summary.zeros else 1
    reason = msg(
        "The {n:count} answers are too few to tell their scale; {low} to {high} is taken for "
        "granted.",
        n=summary.n,
        low=low,
        high=high,
    )
    return Scale(low, high, certain=False, reason=reason)


def _countable(rating: str, scale: Scale) -> Scale:
    if scale.high - scale.low < MOST_POINTS:
        return scale
    raise WrongScale(
        msg(
            "“{column}” is on a scale from {low} to {high}: {reason} There is no agreement on "
            "which of so many points count as satisfied or easy, so nothing is computed. If people "
            "could choose from fewer points, say so, for example with scale=(1, 5).",
            column=rating,
            low=scale.low,
            high=scale.high,
            reason=scale.reason,
        )
    )


def satisfied_from(scale: Scale) -> int:
    """Return the lowest point that counts as satisfied: one of the two highest points.

    On 1–5 these are 4 and 5, on 1–7 6 and 7, on 1–10 and 0–10 9 and 10 (top-two box). On a scale
    of three points or less the second highest is the middle, so that only the highest counts.
    """
    return scale.high if scale.high - scale.low < 3 else scale.high - 1


def easy_points(scale: Scale, high: High) -> tuple[int, int]:
    """Return the lowest and the highest point that count as easy: those beyond the middle.

    On 1–7, where 7 is “strongly agree that it was easy”, these are 5 to 7; on 1–5 4 and 5. Where
    a high number means hard they are 1 to 3 and 1 and 2.
    """
    if high == "easy":
        return (scale.low + scale.high) // 2 + 1, scale.high
    return scale.low, -(-(scale.low + scale.high) // 2) - 1


def check_high(high: str | None) -> None:
    """Raise `InvalidSetting` unless `high` is a meaning that is known, or None."""
    if high is not None and high not in get_args(High):
        raise InvalidSetting(
            msg(
                "high_is is “{value}”. Choose one of: {choices:list}.",
                value=high,
                choices=get_args(High),
            )
        )


def meaning_of_high(feedback: Feedback, rating: str) -> tuple[High, tuple[Message, ...]]:
    """Tell whether a high number means easy or hard, and what is doubtful about it.

    High means easy unless the name asks for effort or difficulty. Even then it means easy where
    the answers go along with the score (or the first other rating): it may have been turned round.
    """
    if not asks_for_effort(rating):
        return "easy", ()
    others = [name for name in reversed(ratings_of(feedback)) if name != rating]
    if others and _goes_along(feedback, rating, others[0]):
        return "easy", (
            msg(
                "“{column}” asks for effort, but its high answers go along with high answers in "
                "“{other}”: a high number is taken to mean easy. If it does not, say so with "
                'high_is="hard".',
                column=rating,
                other=others[0],
            ),
        )
    return "hard", (
        msg(
            "“{column}” asks for effort: a high number is taken to mean hard. If it does not, say "
            'so with high_is="easy".',
            column=rating,
        ),
    )


def _goes_along(feedback: Feedback, rating: str, other: str) -> bool:
    table = feedback.table
    rows = table.select(own=numbers(table, rating), other=numbers(table, other)).drop_null()
    own: Any = rows.own
    found = engine.fetch(rows.aggregate(n=rows.count(), r=own.corr(rows.other, how="pop"))).iloc[0]
    return int(found["n"]) >= ENOUGH and float(found["r"] or 0) >= CLEAR
