"""What `cx.emotions` says: its finding and its cautions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd

from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, plural

MOST_LINES: Final = 4

METHOD: Final = msg(
    "Each point is the mean rating of a touchpoint with Student's interval; all answers of a "
    "customer count as one cluster. Touchpoints are compared two by two: who rated both counts as "
    "a pair, and Holm's rule adjusts for the number of comparisons. A touchpoint is called the "
    "best or the lowest only where it differs from every other by more than chance would explain."
)
Written = Callable[[float], Message]


def mean(value: float) -> Message:
    """Write a mean rating."""
    return msg("{value:number}", value=value)


def place(value: float) -> Message:
    """Write a place between the lowest and the highest answer."""
    return msg("{value:percent} of the scale", value=value)


def course(
    table: pd.DataFrame, best: Sequence[str], worst: Sequence[str], written: Written
) -> Message:
    """Name the best and the lowest touchpoint, as far as the data can tell.

    Args:
        table: columns `touchpoint mark value low high`, in the order of the journey.
        best: the touchpoint rated highest and those that cannot be told from it.
        worst: the one rated lowest likewise.
        written: how a rating is written.
    """
    if len({*best, *worst}) < 2:
        return msg(
            "We can't tell yet where the journey feels best or worst: fewer than two touchpoints "
            "have enough answers to be compared ({few:count} or more).",
            few=FEW_ANSWERS,
        )
    if len(best) > 1 and len(worst) > 1:
        return _no_extremes(best, worst)
    values = {
        "best": best[0],
        "top": _estimate(table, best[0], written),
        "worst": worst[0],
        "bottom": _estimate(table, worst[0], written),
        "high": tuple(best),
        "low": tuple(worst),
    }
    if len(worst) > 1:
        return msg(
            "The journey feels best at “{best}” ({top}). It feels worst at one of these, but the "
            "data cannot tell at which: {low:list}.",
            **values,
        )
    if len(best) > 1:
        return msg(
            "The journey feels worst at “{worst}” ({bottom}). It feels best at one of these, but "
            "the data cannot tell at which: {high:list}.",
            **values,
        )
    return msg(
        "The journey feels best at “{best}” ({top}) and worst at “{worst}” ({bottom}).", **values
    )


def _no_extremes(best: Sequence[str], worst: Sequence[str]) -> Message:
    if set(best) == set(worst):
        return msg(
            "We can't tell the touchpoints apart: chance could explain all differences between "
            "them."
        )
    return msg(
        "The journey feels best at one of these: {high:list}; and worst at one of these: "
        "{low:list}. The data cannot tell at which.",
        high=tuple(best),
        low=tuple(worst),
    )


def _estimate(table: pd.DataFrame, name: str, written: Written) -> Message:
    row = table[table["touchpoint"] == name].iloc[0]
    return msg(
        "{value}, {low} to {high}",
        value=written(float(row["value"])),
        low=written(float(row["low"])),
        high=written(float(row["high"])),
    )


def with_end(course: Message, table: pd.DataFrame, written: Written) -> Message:
    """Add how the journey ends, where its end is known."""
    last = table.iloc[-1]
    if last["mark"] is None or pd.isna(last["value"]):
        return course
    if last["mark"].peak:
        return msg("{course} The best is also the end.", course=course)
    if last["mark"].pit:
        return msg("{course} The worst is also the end.", course=course)
    return msg(
        "{course} It ends with “{end}” ({figure}).",
        course=course,
        end=str(last["touchpoint"]),
        figure=written(float(last["value"])),
    )


def widest(between: pd.DataFrame, confidence: float) -> Any:
    """Return the row of the largest difference that chance would not explain, or None."""
    clear = between[between["p_adjusted"] < 1 - confidence]
    return None if clear.empty else clear.iloc[int(clear["difference"].abs().argmax())]


def apart(
    between: pd.DataFrame, table: pd.DataFrame, by: str, written: Written, confidence: float
) -> Message:
    """Say at which touchpoint groups differ most; `table` has `group touchpoint value`."""
    if between.empty:
        return msg(
            "We can't compare the groups of “{by}” yet: at no touchpoint do two of them have "
            "{few:count} answers or more.",
            by=by,
            few=FEW_ANSWERS,
        )
    most = widest(between, confidence)
    if most is None:
        return msg(
            "The groups of “{by}” differ at no touchpoint by more than chance would explain.", by=by
        )
    upper, lower = sorted(
        (most["group"], most["other"]),
        key=lambda group: -_value(table, group, most["touchpoint"]),
    )
    ends = sorted(abs(float(most[end])) for end in ("ci_low", "ci_high"))
    return plural(
        "The gap is widest at “{point}”: “{upper}” {high}, “{lower}” {low}, a difference of {gap} "
        "({least} to {most}), more than chance would explain.",
        "The gap is widest at “{point}”: “{upper}” {high}, “{lower}” {low}, a difference of {gap} "
        "({least} to {most}). At {n:count} of {all:count} touchpoints groups differ by more than "
        "chance would explain.",
        n=between.loc[between["p_adjusted"] < 1 - confidence, "touchpoint"].nunique(),
        all=table["touchpoint"].nunique(),
        point=str(most["touchpoint"]),
        upper=str(upper),
        high=written(_value(table, upper, most["touchpoint"])),
        lower=str(lower),
        low=written(_value(table, lower, most["touchpoint"])),
        gap=written(abs(float(most["difference"]))),
        least=written(ends[0]),
        most=written(ends[1]),
    )


def _value(table: pd.DataFrame, group: Any, point: str) -> float:
    row = table[(table["group"] == group) & (table["touchpoint"] == point)]
    return float(row["value"].iloc[0])
