"""What `cx.drivers` refuses, and what it leaves aside, in words."""

from __future__ import annotations

from collections.abc import Sequence

from cx.analyses.driver_overview import Rating
from cx.analyses.driver_products import Products
from cx.data.dataset import Feedback
from cx.wording import Message, msg, plural


def sparse(rating: str, scored: int, n: int) -> Message:
    """Say that a rating is given too rarely."""
    return msg(
        "“{rating}” is not in the comparison: only {scored:count} of {n:count} answers with a "
        "score give it.",
        rating=rating,
        scored=scored,
        n=n,
    )


def constant(rating: str) -> Message:
    """Say that a rating never changes."""
    return msg(
        "“{rating}” is not in the comparison: it is the same in every answer.", rating=rating
    )


def outside(rating: Rating, n: int) -> Message:
    """Say that some answers to a rating are none of its scale."""
    return plural(
        "{n:count} answer to “{rating}” lies outside {low} to {high} and counts as missing.",
        "{n:count} answers to “{rating}” lie outside {low} to {high} and count as missing.",
        n=n,
        rating=rating.driver,
        low=rating.scale.low,
        high=rating.scale.high,
    )


def no_scores(feedback: Feedback) -> Message:
    """Refuse a table without scores, or without any that has a weight."""
    if feedback.weight is not None:
        return msg(
            "No answer has both a score in “{column}” and a weight above 0 in “{weight}”, so there "
            "is nothing to explain. Check both columns, or use no weights.",
            column=feedback.score,
            weight=feedback.weight,
        )
    return msg(
        "“{column}” holds no score in any of the {rows:count} rows, so there is nothing to "
        "explain. Check which column is the score.",
        column=feedback.score,
        rows=feedback.rows,
    )


def no_ratings(ratings: Sequence[str]) -> Message:
    """Refuse ratings none of which can be used."""
    return msg(
        "None of these ratings can be compared: {ratings:list}. Each is the same in every answer, "
        "or given in fewer than half of the answers with a score. Choose other ratings.",
        ratings=tuple(ratings),
    )


def same_score(feedback: Feedback, n: int) -> Message:
    """Refuse a score that never changes."""
    return msg(
        "All {n:count} complete answers give the same “{column}”, so there are no differences to "
        "explain. Choose another score or more answers.",
        n=n,
        column=feedback.score,
    )


def too_few_rows(feedback: Feedback, sums: Products, k: int) -> Message:
    """Refuse fewer complete rows than the model needs."""
    return msg(
        "Only {used:count} of {rows:count} answers have a score and every rating; with {k:count} "
        "ratings more than {needed:count} are needed. Choose fewer ratings or more answers.",
        used=sums.used,
        rows=feedback.rows,
        k=k,
        needed=k + 2,
    )


def too_few_customers(feedback: Feedback, n: int) -> Message:
    """Refuse complete rows of next to no customers."""
    return plural(
        "The answers that have “{column}” and every rating come from {n:count} customer only. "
        "Choose fewer ratings or more answers.",
        "The answers that have “{column}” and every rating come from {n:count} customers only. "
        "Choose fewer ratings or more answers.",
        n=n,
        column=feedback.score,
    )
