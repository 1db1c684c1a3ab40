"""Which ratings and rows `cx.drivers` can model, and what it says about the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from cx.analyses import driver_words as words
from cx.analyses.driver_model import Method, varies
from cx.analyses.driver_products import (
    FEW_CUSTOMERS,
    Overview,
    Products,
    Rating,
    overview,
    products,
)
from cx.analyses.scores import score_scale, unweighted
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.importance import MOST_LMG_DRIVERS
from cx.stats.least_squares import CrossProducts
from cx.wording import Message, msg

FEWEST_GROUPS: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """What the model is made of.

    Attributes:
        ratings: all of them.
        modelled: those in the model, in its order.
        groups: cross-products of those, then the score, then its NPS contribution.
        scale: of the score.
        sums: what became of the rows.
        notes: what weakens the answer.
    """

    ratings: tuple[Rating, ...]
    modelled: tuple[Rating, ...]
    groups: CrossProducts
    scale: Scale
    sums: Products
    notes: tuple[Message, ...]


def choose(feedback: Feedback, method: Method) -> Choice:
    """Choose ratings and rows; raises as `cx.drivers` does."""
    _check_request(feedback, method)
    seen = overview(feedback)
    if seen.score.n == 0:
        raise NotEnoughData(words.no_scores(feedback))
    scale, doubts = score_scale(feedback, seen.score)
    aside = _left_aside(seen)
    chosen = [index for index, name in enumerate(feedback.ratings) if name not in aside]
    _check_number(len(chosen), method, aside)
    by_customer = seen.customers >= FEW_CUSTOMERS
    sums = products(feedback, seen, chosen=chosen, scale=scale, by_customer=by_customer)
    if sums.used <= len(chosen) + 2:
        raise NotEnoughData(words.too_few_rows(feedback, sums, len(chosen)))
    if len(sums.groups.n) < FEWEST_GROUPS:
        raise NotEnoughData(words.too_few_customers(feedback, len(sums.groups.n)))
    moving = varies(sums.groups)
    if not moving[-2]:
        raise NotEnoughData(words.same_score(feedback, sums.used))
    kept = [place for place in range(len(chosen)) if moving[place]]
    still = [feedback.ratings[chosen[place]] for place in range(len(chosen)) if not moving[place]]
    aside |= {name: words.constant(name) for name in still}
    _check_number(len(kept), method, aside)
    return Choice(
        ratings=seen.ratings,
        modelled=tuple(seen.ratings[chosen[place]] for place in kept),
        groups=sums.groups.columns([*kept, len(chosen), len(chosen) + 1]),
        scale=scale,
        sums=sums,
        notes=(
            *doubts,
            *unweighted(feedback),
            *aside.values(),
            *words.about_rows(feedback, seen, sums, scale),
        ),
    )


def _check_request(feedback: Feedback, method: str) -> None:
    if method not in get_args(Method):
        raise InvalidSetting(
            msg(
                "“{method}” is not a method. Choose one of: {choices:list}.",
                method=method,
                choices=get_args(Method),
            )
        )
    columns = (feedback.require_role("score"), *feedback.require_role("ratings"))
    twice = tuple(dict.fromkeys(name for name in columns if columns.count(name) > 1))
    if twice:
        raise InvalidSetting(
            msg(
                "Chosen more than once as score or rating: {columns:list}. Choose each column "
                "once.",
                columns=twice,
            )
        )


def _left_aside(seen: Overview) -> dict[str, Message]:
    aside = {}
    for rating in seen.ratings:
        if 2 * rating.scored < seen.score.n:
            aside[rating.driver] = words.sparse(rating.driver, rating.scored, seen.score.n)
        elif rating.low == rating.high:
            aside[rating.driver] = words.constant(rating.driver)
    return aside


def _check_number(count: int, method: str, aside: Mapping[str, Message]) -> None:
    if count == 0:
        raise NotEnoughData(words.no_ratings(tuple(aside)))
    if method == "lmg" and count > MOST_LMG_DRIVERS:
        raise InvalidSetting(
            msg(
                "There are {n:count} ratings; the method “lmg” takes up to {most:count}. Choose "
                'fewer ratings or method="johnson".',
                n=count,
                most=MOST_LMG_DRIVERS,
            )
        )
