"""Which of the customers' ratings a belief is about, and on which scales both were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

import pandas as pd

from cx.analyses.perception_beliefs import plain_name
from cx.analyses.satisfaction_scales import rating_scale, ratings_of, with_numbers
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.errors import CxError, InvalidSetting, NotEnoughData, WrongScale
from cx.wording import Message, msg, plural

MOST_TOUCHPOINTS: Final = 200
CLOSE: Final = 0.85  # below it “Delivery price” would pass for “Delivery time”


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A touchpoint that customers rated.

    Attributes:
        touchpoint: its name.
        column: of the rating.
        at: the value of the touchpoint column that it stands for, where there is such a column.
        scale: of the rating.
    """

    touchpoint: str
    column: str
    at: str | None
    scale: Scale

    def place(self, value: Any, low: float, high: float) -> Any:
        """Place a rating between `low` and `high` as it lies between the ends of its scale."""
        return low + (value - self.scale.low) / (self.scale.high - self.scale.low) * (high - low)


def touchpoints_of(feedback: Feedback) -> tuple[str, ...]:
    """Return the touchpoints that customers rated.

    They are the ratings (or else the score); where a touchpoint column says what an answer is
    about, its values, the most frequent first.

    Raises:
        RoleMissing: there is neither a rating nor a score.
    """
    ratings = ratings_of(feedback)
    if not ratings:
        feedback.require_role("ratings")
    if not _by_answer(feedback):
        return feedback.ratings or ratings
    table = feedback.table
    name: Any = table[str(feedback.touchpoint)]
    rows = table.select(touchpoint=name.cast("string")).drop_null()
    counted = rows.group_by("touchpoint").aggregate(n=rows.count())
    most: Any = counted.n
    first = counted.order_by([most.desc(), "touchpoint"]).limit(MOST_TOUCHPOINTS)
    return tuple(engine.fetch(first)["touchpoint"])


def entry_form(feedback: Feedback) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Return what the team is asked about and the scale to answer on.

    It is the scale of the customers, so that nothing has to be converted, or 0–10 where
    touchpoints were rated on different ones. Nothing of what customers said shows in it.

    Raises:
        CxError: no touchpoint can be used; as `touchpoints_of` and `rated_touchpoints`.
    """
    _, rated, _ = rated_touchpoints(feedback, touchpoints_of(feedback), None)
    return tuple(item.touchpoint for item in rated), common_scale(rated) or (0, 10)


def _by_answer(feedback: Feedback) -> bool:
    return feedback.touchpoint is not None and len(feedback.ratings) <= 1


def matched(
    asked: Sequence[str], available: Sequence[str]
) -> tuple[dict[str, str], tuple[Message, ...]]:
    """Find the touchpoint of the customers that each name of the team means.

    Names are the same if they are equal but for case, width, underscores and spaces. What is then
    left on both sides is paired where the names are all but equal, and that is said.

    Raises:
        NotEnoughData: no name has a partner.
    """
    found = {name: name for name in asked if name in available}
    known = {plain_name(name): name for name in reversed(list(available))}
    found |= {
        name: known[plain]
        for name in asked
        if name not in found and (plain := plain_name(name)) in known
    }
    notes = []
    for name in (name for name in asked if name not in found):
        free = {plain: own for plain, own in known.items() if own not in found.values()}
        close = get_close_matches(plain_name(name), free, n=1, cutoff=CLOSE)
        if close:
            found[name] = free[close[0]]
            notes.append(msg("“{asked}” is taken to be “{found}”.", asked=name, found=found[name]))
    alone = tuple(name for name in asked if name not in found)
    if not found:
        raise NotEnoughData(
            msg(
                "None of the touchpoints that the team speaks of ({asked:list}) is among those "
                "that customers rated ({available:list}). Use the same names.",
                asked=alone,
                available=tuple(available),
            )
        )
    if alone:
        notes.append(
            msg(
                "Customers did not rate these, so they are left out: {names:list}. They rated: "
                "{available:list}.",
                names=alone,
                available=tuple(available),
            )
        )
    return found, tuple(notes)


def rated_touchpoints(
    feedback: Feedback, names: Sequence[str], declared: tuple[int, int] | None
) -> tuple[Feedback, tuple[Rated, ...], tuple[Message, ...]]:
    """Give the scale of each touchpoint, and the feedback with yes/no ratings as 1 and 0.

    A rating that cannot be used is left out, with the reason as a note.

    Raises:
        CxError: the reason, where none can be used.
    """
    own = None if declared is None else feedback.with_roles(scale=declared).scale
    notes: list[Message] = []
    rated = []
    refused: CxError | None = None
    if _by_answer(feedback):
        column = ratings_of(feedback)[0]
        feedback = with_numbers(feedback, column)
        scale, notes_of_scale = rating_scale(feedback, column, own)
        whole = [Rated(touchpoint=name, column=column, at=name, scale=scale) for name in names]
        return feedback, tuple(whole), notes_of_scale
    for name in names:
        feedback = with_numbers(feedback, name)
        try:
            scale, doubts = rating_scale(feedback, name, own)
        except (WrongScale, InvalidSetting) as error:
            notes.append(error.message)
            refused = error
        else:
            rated.append(Rated(touchpoint=name, column=name, at=None, scale=scale))
            notes += [msg("“{column}”: {doubt}", column=name, doubt=doubt) for doubt in doubts]
    if not rated and refused is not None:
        raise refused
    return feedback, tuple(rated), tuple(notes)


def common_scale(rated: Sequence[Rated]) -> tuple[int, int] | None:
    """Return the scale that all touchpoints were rated on, or None where they differ."""
    scales = {(item.scale.low, item.scale.high) for item in rated}
    return next(iter(scales)) if len(scales) == 1 else None


def with_scales(
    rows: pd.DataFrame, declared: tuple[int, int] | None, customers: tuple[int, int] | None
) -> tuple[pd.DataFrame, tuple[Message, ...]]:
    """Give every believed rating the ends of its scale, in `lowest` and `highest`.

    What a row says of itself goes first, then what is declared. If neither says it, beliefs that
    fit the customers' scale are taken to be on that, and beliefs above 7 to be on 1 or 0 to 10.

    Raises:
        WrongScale: the scale cannot be told.
        InvalidSetting: a belief lies outside of its scale.
    """
    known = rows["lowest"].notna() & rows["highest"].notna()
    open_rows = ~known & rows["believed"].notna()
    notes: tuple[Message, ...] = ()
    if open_rows.any():
        scale = declared
        if scale is None:
            scale, note = _told(rows.loc[open_rows, "believed"], customers)
            notes = (note,)
        rows = rows.assign(
            lowest=rows["lowest"].where(known, scale[0]),
            highest=rows["highest"].where(known, scale[1]),
        )
    _check_inside(rows)
    return rows, notes


def _told(
    figures: pd.Series[float], customers: tuple[int, int] | None
) -> tuple[tuple[int, int], Message]:
    low, high = float(figures.min()), float(figures.max())
    if customers is not None and customers[0] <= low and high <= customers[1]:
        return customers, msg(
            "The beliefs are taken to be on the scale of the customers, {low} to {high}. If the "
            "team answered on another scale, say so.",
            low=customers[0],
            high=customers[1],
        )
    if 7 < high <= 10 and low >= 0:
        lowest = 0 if low < 1 else 1
        return (lowest, 10), msg(
            "The beliefs are taken to be on a scale from {low} to {high}. If the team answered on "
            "another scale, say so.",
            low=lowest,
            high=10,
        )
    raise WrongScale(
        msg(
            "The beliefs run from {low:number} to {high:number}, and that does not tell their "
            "scale. Say what the team could choose from: on the page, or in Python for example "
            "with belief_scale=(1, 10).",
            low=low,
            high=high,
        )
    )


def _check_inside(rows: pd.DataFrame) -> None:
    outside = rows[
        (rows["believed"] < rows["lowest"])
        | (rows["believed"] > rows["highest"])
        | (rows["believed"].notna() & (rows["lowest"] >= rows["highest"]))
    ]
    if outside.empty:
        return
    first = outside.iloc[0]
    raise InvalidSetting(
        msg(
            "The belief of “{touchpoint}” is {value:number}, which is not on the scale from "
            "{low:number} to {high:number}. Correct it, or say on which scale the team answered.",
            touchpoint=first["touchpoint"],
            value=float(first["believed"]),
            low=float(first["lowest"]),
            high=float(first["highest"]),
        )
    )


def converted(rows: pd.DataFrame, customers: tuple[int, int] | None) -> tuple[Message, ...]:
    """Say how beliefs and ratings are brought onto one scale, where they differ."""
    scales = rows.loc[rows["believed"].notna(), ["lowest", "highest"]].drop_duplicates()
    if customers is None:
        return (
            msg(
                "Touchpoints were rated on different scales. Beliefs and ratings are both shown as "
                "the way from the lowest answer of their scale (0%) to the highest (100%)."
            ),
        )
    apart = scales[(scales["lowest"] != customers[0]) | (scales["highest"] != customers[1])]
    said = tuple(
        msg("{low:number} to {high:number}", low=float(low), high=float(high))
        for low, high in apart.itertuples(index=False)
    )
    if not said:
        return ()
    return (
        plural(
            "The team answered on {scales:list}, customers on {low} to {high}. Beliefs are "
            "converted in a straight line: the lowest point onto {low}, the highest onto {high}.",
            "The team answered on several scales ({scales:list}), customers on {low} to {high}. "
            "Beliefs are converted in a straight line: the lowest point onto {low}, the highest "
            "onto {high}.",
            n=len(said),
            scales=said,
            low=customers[0],
            high=customers[1],
        ),
    )
