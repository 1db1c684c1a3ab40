"""Which ratings and rows `cx.drivers` can model, and what it says about the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

import ibis

from cx.analyses import driver_refusals as refusals
from cx.analyses import driver_words as words
from cx.analyses.driver_model import Method, varies
from cx.analyses.driver_overview import Overview, Rating, overview
from cx.analyses.driver_products import GROUPS, OUTCOMES, Asked, Products, products
from cx.analyses.scores import score_scale
from cx.data.dataset import Feedback
from cx.data.scales.scale import NPS_RANGE, Scale
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.importance import MOST_LMG_DRIVERS
from cx.stats.least_squares import CrossProducts
from cx.wording import Message, msg

FEWEST_GROUPS: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """What the model is made of.

    Attributes:
        given: the dataset as it came.
        ratings: all of them.
        modelled: those in the model, in its order.
        method: how R² is split.
        groups: cross-products of those, then `OUTCOMES`.
        asked: what was wanted of the table.
        sums: what came of it.
        notes: what weakens the answer.
    """

    given: Feedback
    ratings: tuple[Rating, ...]
    modelled: tuple[Rating, ...]
    method: Method
    groups: CrossProducts
    asked: Asked
    sums: Products
    notes: tuple[Message, ...]

    @property
    def scale(self) -> Scale:
        """The scale of the score."""
        return self.asked.scale

    @property
    def names(self) -> tuple[str, ...]:
        """The ratings in the model."""
        return tuple(rating.driver for rating in self.modelled)


def choose(feedback: Feedback, method: Method | None, *, intervals: bool = True) -> Choice:
    """Choose ratings, rows and, where it is None, the method; raises as `cx.drivers` does."""
    _check_request(feedback, method)
    clean, seen, slips = _within_scales(feedback)
    scale, doubts = score_scale(clean, seen.score)
    aside = _left_aside(seen)
    chosen = [index for index, name in enumerate(feedback.ratings) if name not in aside]
    _check_number(len(chosen), method, aside)
    asked = Asked(
        feedback=clean,
        seen=seen,
        chosen=tuple(chosen),
        scale=scale,
        parts=GROUPS if intervals else 1,
    )
    sums = products(asked)
    _check_rows(asked, sums)
    moving = varies(sums.groups)
    kept = [place for place in range(len(chosen)) if moving[place]]
    still = [feedback.ratings[chosen[place]] for place in range(len(chosen)) if not moving[place]]
    aside |= {name: refusals.constant(name) for name in still}
    _check_number(len(kept), method, aside)
    many = len(kept) > MOST_LMG_DRIVERS
    return Choice(
        given=feedback,
        ratings=seen.ratings,
        modelled=tuple(seen.ratings[chosen[place]] for place in kept),
        method=method or ("johnson" if many else "lmg"),
        groups=sums.groups.columns([*kept, *range(len(chosen), len(chosen) + len(OUTCOMES))]),
        asked=asked,
        sums=sums,
        notes=(
            *doubts,
            *slips,
            *aside.values(),
            *words.about_rows(asked, sums),
            *(words.many_ratings(len(kept)) if method is None and many else ()),
        ),
    )


def _within_scales(feedback: Feedback) -> tuple[Feedback, Overview, tuple[Message, ...]]:
    """Look at score and ratings; what lies outside the scale of its rating counts as missing."""
    seen = overview(feedback)
    if seen.score.n == 0:
        raise NotEnoughData(refusals.no_scores(feedback))
    off = [
        rating
        for rating in seen.ratings
        if (rating.low < NPS_RANGE[0] or rating.high > NPS_RANGE[1])
        and (rating.low < rating.scale.low or rating.high > rating.scale.high)
    ]
    if not off:
        return feedback, seen, ()
    table = feedback.table
    inside: dict[str, Any] = {}
    for rating in off:
        value: Any = table[rating.driver]
        fits = value.between(rating.scale.low, rating.scale.high)
        inside[rating.driver] = ibis.ifelse(fits, value, ibis.null(value.type()))
    kept = feedback.with_roles(table=table.mutate(**inside))
    left = overview(kept)
    n = {rating.driver: rating.n for rating in left.ratings}
    slips = tuple(refusals.outside(rating, rating.n - n[rating.driver]) for rating in off)
    return kept, left, slips


def _check_request(feedback: Feedback, method: str | None) -> None:
    if method is not None and method not in get_args(Method):
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


def _check_rows(asked: Asked, sums: Products) -> None:
    feedback, k = asked.feedback, len(asked.chosen)
    if sums.used <= k + 2:
        raise NotEnoughData(refusals.too_few_rows(feedback, sums, k))
    if asked.parts > 1 and len(sums.groups.n) < FEWEST_GROUPS:
        raise NotEnoughData(refusals.too_few_customers(feedback, len(sums.groups.n)))
    if not varies(sums.groups)[k]:
        raise NotEnoughData(refusals.same_score(feedback, sums.used))


def _left_aside(seen: Overview) -> dict[str, Message]:
    aside = {}
    for rating in seen.ratings:
        if 2 * rating.scored < seen.score.n:
            aside[rating.driver] = refusals.sparse(rating.driver, rating.scored, seen.score.n)
        elif rating.low == rating.high:
            aside[rating.driver] = refusals.constant(rating.driver)
    return aside


def _check_number(count: int, method: str | None, aside: Mapping[str, Message]) -> None:
    if count == 0:
        raise NotEnoughData(refusals.no_ratings(tuple(aside)))
    if method == "lmg" and count > MOST_LMG_DRIVERS:
        raise InvalidSetting(
            msg(
                "There are {n:count} ratings; the method “lmg” takes up to {most:count}. Choose "
                'fewer ratings or method="johnson".',
                n=count,
                most=MOST_LMG_DRIVERS,
            )
        )
