"""What `cx.drivers` says: its finding, its cautions, its refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from cx.analyses.driver_model import DriverModel
from cx.analyses.driver_overview import Overview
from cx.analyses.driver_products import FEW_CUSTOMERS, Asked, Products
from cx.stats.importance import MOST_LMG_DRIVERS
from cx.wording import Message, msg, plural

HIGH_VIF: Final = 10
MUCH_LOST: Final = 0.2

METHODS: Final[Mapping[str, Message]] = {
    "lmg": msg(
        "Importance is each rating's part of R², the share of the differences between scores that "
        "the ratings explain: its gain, averaged over all orders of taking the ratings in (LMG, "
        "Shapley). Effects are least-squares slopes with all ratings taken at once. Intervals "
        "leave out one group of answers at a time, a customer's answers together (grouped "
        "jackknife). It is association: that a better rating would raise the score is plausible, "
        "but not proven."
    ),
    "johnson": msg(
        "Importance is each rating's part of R², the share of the differences between scores that "
        "the ratings explain, by Johnson's relative weights. Effects are least-squares slopes with "
        "all ratings taken at once. Intervals leave out one group of answers at a time, a "
        "customer's answers together (grouped jackknife). It is association: that a better rating "
        "would raise the score is plausible, but not proven."
    ),
}


def weighted(method: Message, weight: str | None) -> Message:
    """Add to the method that answers are weighted, where they are."""
    if weight is None:
        return method
    return msg(
        "{method} Each answer counts by its weight in “{weight}”.", method=method, weight=weight
    )


def largest(row: Any) -> Message:
    """Name the driver that carries most where nothing was judged."""
    return msg(
        "{driver} carries most of what the ratings explain, {importance:percent}. How sure that is "
        "was not computed.",
        driver=str(row["driver"]),
        importance=float(row["importance"]),
    )


def nothing_told(score: str, n: int) -> Message:
    """Say that no rating can be told to matter."""
    return plural(
        "We can't tell yet what drives “{score}”: from {n:count} answer, chance could explain all "
        "that the ratings seem to explain.",
        "We can't tell yet what drives “{score}”: from {n:count} answers, chance could explain all "
        "that the ratings seem to explain.",
        score=score,
        n=n,
    )


def several_lead(leaders: Sequence[str], *, everyone: bool) -> Message:
    """Say that the first place is shared."""
    if everyone:
        return msg(
            "{leaders:list} matter alike, as far as the data can tell: none of them clearly leads.",
            leaders=tuple(leaders),
        )
    return msg(
        "{leaders:list} lead together: the data cannot tell which of them matters most.",
        leaders=tuple(leaders),
    )


def leads(row: Any, *, lowest: bool, alone: bool, largest: bool) -> Message:
    """Name the driver that leads, with its effect in NPS points.

    Args:
        row: of the driver in the table of `cx.drivers`.
        lowest: whether it is rated lowest and the one to start with.
        alone: whether there is no other.
        largest: whether its effect is the largest of all; otherwise it leads because it differs
            more from answer to answer.
    """
    values = {
        "driver": str(row["driver"]),
        "effect": float(row["effect"]),
        "low": float(row["effect_ci_low"]),
        "high": float(row["effect_ci_high"]),
    }
    if alone:
        return msg(
            "One point better on {driver} goes with {effect:signed_points} NPS points "
            "({low:points} to {high:points}).",
            **values,
        )
    if not largest:
        return msg(
            "{driver} matters most: one point better goes with {effect:signed_points} NPS points "
            "({low:points} to {high:points}), and it differs more from answer to answer than "
            "ratings with a larger effect.",
            **values,
        )
    if lowest:
        return msg(
            "{driver} moves NPS most: one point better goes with {effect:signed_points} points "
            "({low:points} to {high:points}). It is also rated lowest. Start there.",
            **values,
        )
    return msg(
        "{driver} moves NPS most: one point better goes with {effect:signed_points} points "
        "({low:points} to {high:points}).",
        **values,
    )


def lone(coefficient: Any, score: str) -> Message:
    """Say what the only rating goes with, on the scale of the score."""
    return msg(
        "One point better on {driver} goes with {points:signed_number} points of “{score}” "
        "({low:number} to {high:number}).",
        driver=str(coefficient["driver"]),
        score=score,
        points=float(coefficient["coefficient"]),
        low=float(coefficient["ci_low"]),
        high=float(coefficient["ci_high"]),
    )


def matters(row: Any, r_squared: float, score: str) -> Message:
    """Name the driver that leads, with its share, where there is no clear effect on NPS."""
    return msg(
        "{driver} matters most for “{score}”: it carries {importance:percent} "
        "({low:percent} to {high:percent}) of what the ratings explain, which is "
        "{r_squared:percent} of the differences between scores.",
        driver=str(row["driver"]),
        score=score,
        importance=float(row["importance"]),
        low=float(row["ci_low"]),
        high=float(row["ci_high"]),
        r_squared=r_squared,
    )


def many_ratings(n: int) -> tuple[Message, ...]:
    """Say why importance is not by LMG."""
    return (
        msg(
            "There are {n:count} ratings. Taking them in all orders is possible for up to "
            "{most:count}, so importance is by Johnson’s relative weights, which put ratings in "
            "nearly the same order.",
            n=n,
            most=MOST_LMG_DRIVERS,
        ),
    )


def about_rows(asked: Asked, sums: Products) -> Iterator[Message]:
    """Say what the rows and the scale leave to be doubted."""
    feedback, seen = asked.feedback, asked.seen
    yield from _about_scores(asked, sums)
    for rating in seen.odd_zeros():
        yield msg(
            "“{rating}” holds {n:count} zeros, while ratings of the same kind begin at 1. They "
            "count as the lowest rating. If 0 means that nobody answered, count it as missing: on "
            "the page Data doctor.",
            rating=rating.driver,
            n=rating.zeros,
        )
    if sums.incomplete > MUCH_LOST * (sums.incomplete + sums.used):
        yield msg(
            "{n:count} of {all:count} answers with a score lack a rating and are left out; "
            "“{rating}” is missing most often. Without it more answers would count.",
            n=sums.incomplete,
            all=sums.incomplete + sums.used,
            rating=_most_missing(seen),
        )
    if feedback.customer is not None and seen.customers < FEW_CUSTOMERS:
        yield plural(
            "The answers come from {n:count} customer only. The intervals take every answer for "
            "one of its own, so they may be too narrow.",
            "The answers come from {n:count} customers only. The intervals take every answer for "
            "one of its own, so they may be too narrow.",
            n=seen.customers,
        )


def _about_scores(asked: Asked, sums: Products) -> Iterator[Message]:
    scale = asked.scale
    if not scale.is_nps:
        yield msg(
            "“{score}” is on a scale from {low} to {high}, not 0 to 10, so effects in NPS points "
            "cannot be given: {reason}",
            score=asked.feedback.score,
            low=scale.low,
            high=scale.high,
            reason=scale.reason,
        )
    if sums.outside:
        yield plural(
            "{n:count} score lies outside {low} to {high} and is left out.",
            "{n:count} scores lie outside {low} to {high} and are left out.",
            n=sums.outside,
            low=scale.low,
            high=scale.high,
        )
    if sums.fractions:
        yield plural(
            "{n:count} score is not a whole number and is left out.",
            "{n:count} scores are not whole numbers and are left out.",
            n=sums.fractions,
        )


def _most_missing(seen: Overview) -> str:
    usual = [rating for rating in seen.ratings if 2 * rating.scored >= seen.score.n]
    return min(usual, key=lambda rating: rating.scored).driver


def about_model(
    names: Sequence[str], model: DriverModel, confidence: float, *, comparable: bool
) -> Iterator[Message]:
    """Say what the model leaves to be doubted."""
    exact = tuple(name for name, found in zip(names, model.exact, strict=True) if found)
    if exact:
        yield msg(
            "These ratings can be computed from each other: {ratings:list}. They share their "
            "importance and have no effect of their own. Leave out what is a copy or a total.",
            ratings=exact,
        )
    blurred = tuple(
        name
        for name, factor, found in zip(names, model.vif, model.exact, strict=True)
        if factor > HIGH_VIF and not found
    )
    if blurred:
        yield msg(
            "So closely tied to other ratings that their own effects are hard to tell: "
            "{ratings:list}.",
            ratings=blurred,
        )
    backwards = tuple(
        name for name, found in zip(names, model.reversed(confidence), strict=True) if found
    )
    if backwards:
        yield msg(
            "Higher values go with a lower score: {ratings:list}. If high means bad there, turn "
            "the scale round; they are given no place in the picture of what to fix first.",
            ratings=backwards,
        )
    if not comparable:
        yield msg(
            "The ratings are on different scales. To compare how well they do, each is placed "
            "between its own lowest and highest answer; effects are for one point of its own scale."
        )


def without_intervals() -> Message:
    """Say that nothing was judged."""
    return msg(
        "Intervals were left out, so there is no telling how sure these figures are, and nothing "
        "is called a driver."
    )


def about_places(places: pd.DataFrame) -> Iterator[Message]:
    """Name the drivers whose place in the picture of what to fix first is not certain."""
    undecided = tuple(places.loc[places["certainty"] == "undecided", "driver"])
    if undecided:
        yield msg(
            "Where these stand in the picture of what to fix first is undecided, for an interval "
            "crosses a dividing line: {drivers:list}.",
            drivers=undecided,
        )
