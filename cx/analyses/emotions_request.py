"""What is asked of a journey, checked before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData, RoleMissing
from cx.wording import msg

MOST_TOUCHPOINTS: Final = 30
MOST_GROUPS: Final = 50
OWN_COLUMNS: Final = (
    *("touchpoint", "position", "n", "mean", "ci_low", "ci_high", "place"),
    *("nps", "nps_ci_low", "nps_ci_high", "mark"),
    *("group", "other", "difference", "p_value", "p_adjusted"),
)


def check_order(order: Sequence[str] | None) -> tuple[str, ...] | None:
    """Read `order`: at least two touchpoints, each once."""
    if order is None:
        return None
    names = (order,) if isinstance(order, str) else tuple(str(name) for name in order)
    twice = tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
    if twice:
        raise InvalidSetting(
            msg("Named more than once in the order: {names:list}. Name each once.", names=twice)
        )
    if len(names) < 2:
        raise InvalidSetting(
            msg(
                "The order names {n:count} touchpoints; a journey has at least two. Name them from "
                "the first to the last.",
                n=len(names),
            )
        )
    if len(names) > MOST_TOUCHPOINTS:
        raise _too_many(len(names))
    return names


def check_known(asked: Sequence[str], known: Sequence[str]) -> None:
    """Refuse an order with a touchpoint that the data do not have."""
    unknown = tuple(name for name in asked if name not in known)
    if unknown:
        raise InvalidSetting(
            msg(
                "The data have no touchpoint called: {unknown:list}. They have: {known:list}.",
                unknown=unknown,
                known=tuple(known) or ("–",),
            )
        )


def check_ratings(feedback: Feedback) -> None:
    """Refuse a table whose touchpoints are neither in a column nor ratings of their own."""
    ratings = feedback.ratings
    twice = tuple(dict.fromkeys(name for name in ratings if ratings.count(name) > 1))
    if twice:
        raise InvalidSetting(
            msg(
                "Chosen more than once as a rating: {columns:list}. Choose each column once.",
                columns=twice,
            )
        )
    if len(ratings) < 2:
        raise RoleMissing(
            msg(
                "A journey needs touchpoints. Either a column says which touchpoint an answer is "
                "about: set it as the touchpoint. Or every touchpoint has a column with its "
                "rating: set at least two ratings. Now {n:count} ratings are set. The table has: "
                "{columns:list}.",
                n=len(ratings),
                columns=feedback.columns,
            )
        )
    if len(ratings) > MOST_TOUCHPOINTS:
        raise _too_many(len(ratings))


def check_points(feedback: Feedback, points: pd.DataFrame, asked: tuple[str, ...] | None) -> None:
    """Refuse a touchpoint column with too few or too many values; `points` has `name n`."""
    if len(points) > MOST_TOUCHPOINTS:
        raise _too_many(len(points), column=str(feedback.touchpoint))
    if asked is None and int((points["n"] > 0).sum()) < 2:
        raise NotEnoughData(
            msg(
                "“{column}” names {n:count} touchpoints with answers; a journey has at least two. "
                "Check which column is the touchpoint and which the rating.",
                column=feedback.touchpoint,
                n=int((points["n"] > 0).sum()),
            )
        )


def check_by(feedback: Feedback, by: str | None) -> None:
    """Refuse a column of groups that is not there, or that would stand in the way."""
    if by is None:
        return
    feedback.require_column(by)
    if by in OWN_COLUMNS:
        raise InvalidSetting(
            msg(
                "The answer has a column “{by}” of its own, so groups cannot have that name too. "
                "Rename the column and try again.",
                by=by,
            )
        )
    if by == feedback.touchpoint:
        raise InvalidSetting(
            msg(
                "“{by}” holds the touchpoints, so it cannot be split by them as well. Choose "
                "another column.",
                by=by,
            )
        )


def check_groups(by: str, n: int) -> None:
    """Refuse more groups than anybody can look at."""
    if n > MOST_GROUPS:
        raise InvalidSetting(
            msg(
                "“{by}” has {n:count} different values; up to {most:count} groups can be told "
                "apart. Choose a column with fewer.",
                by=by,
                n=n,
                most=MOST_GROUPS,
            )
        )


def _too_many(n: int, column: str | None = None) -> InvalidSetting:
    if column is not None:
        return InvalidSetting(
            msg(
                "“{column}” names more than {most:count} touchpoints. Choose those of the journey, "
                "in their order, or another touchpoint column.",
                column=column,
                most=MOST_TOUCHPOINTS,
            )
        )
    return InvalidSetting(
        msg(
            "There are {n:count} touchpoints; a journey takes up to {most:count}. Choose those "
            "that matter, in their order.",
            n=n,
            most=MOST_TOUCHPOINTS,
        )
    )
