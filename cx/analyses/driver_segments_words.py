"""What `cx.driver_segments` says: its finding, its cautions, its refusal."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import pandas as pd

from cx.wording import Message, msg, plural

MOST_NAMED: Final = 5

METHOD: Final = msg(
    "In every group the score is explained by all ratings at once (least squares). Intervals leave "
    "out one set of answers at a time, a customer’s answers together (grouped jackknife). Each "
    "group is compared with all others together, every one at its own level, and the p-values are "
    "adjusted for the number of comparisons (Holm). It is association, not proof."
)


def alike(by: str) -> Message:
    """Say that no rating clearly carries more in one group."""
    return msg(
        "As far as the data can tell, every rating matters alike in all groups of “{by}”.", by=by
    )


def nowhere_compared() -> Message:
    """Say that no rating has an effect in two groups."""
    return msg("We can’t tell for whom it matters more: in no rating can the groups be compared.")


def not_compared(differences: pd.DataFrame) -> tuple[Message, ...]:
    """Name the ratings in which some groups cannot be compared, unless none can be in any."""
    unknown = differences["difference"].isna()
    drivers = tuple(dict.fromkeys(differences.loc[unknown, "driver"]))
    if not drivers or unknown.all():
        return ()
    return (
        plural(
            "Not all groups can be compared in {n:count} rating, for it never changes in some of "
            "them or can be computed from other ratings there: {drivers:list}.",
            "Not all groups can be compared in {n:count} ratings, for these never change in some "
            "of them or can be computed from other ratings there, among them {drivers:list}.",
            n=len(drivers),
            drivers=drivers[:MOST_NAMED],
        ),
    )


def differs(row: Any, effect: float, *, more: int, points: bool) -> Message:
    """Name the clearest difference between groups, and say how many more there are.

    Args:
        row: of the table of differences.
        effect: in its first group.
        more: how many further differences are clear.
        points: whether effects are in NPS points.
    """
    sentence = _difference(row, effect, points=points)
    if more == 0:
        return sentence
    return plural(
        "{sentence} {n:count} more difference is clear.",
        "{sentence} {n:count} more differences are clear.",
        sentence=sentence,
        n=more,
    )


def _difference(row: Any, effect: float, *, points: bool) -> Message:
    rest = effect - float(row["difference"])
    values: dict[str, Any] = {
        "driver": str(row["driver"]),
        "group": str(row["group"]),
        "here": _amount(effect, points=points),
        "there": _amount(rest, points=points),
    }
    opposed, weaker = effect * rest < 0, abs(rest) > abs(effect)
    if pd.notna(row["other"]):
        return _of_two({**values, "other": str(row["other"])}, opposed=opposed, weaker=weaker)
    if opposed:
        return msg(
            "One point better on {driver} goes with {here} for “{group}” and with {there} for the "
            "others.",
            **values,
        )
    if weaker:
        return msg(
            "{driver} matters less for “{group}” than for the others: one point better goes with "
            "{here} against {there}.",
            **values,
        )
    return msg(
        "{driver} matters more for “{group}” than for the others: one point better goes with "
        "{here} against {there}.",
        **values,
    )


def _of_two(values: dict[str, Any], *, opposed: bool, weaker: bool) -> Message:
    """Name the group with the stronger effect first."""
    if opposed:
        return msg(
            "One point better on {driver} goes with {here} for “{group}” and with {there} for "
            "“{other}”.",
            **values,
        )
    if weaker:
        values = {
            "driver": values["driver"],
            "group": values["other"],
            "other": values["group"],
            "here": values["there"],
            "there": values["here"],
        }
    return msg(
        "{driver} matters more for “{group}” than for “{other}”: one point better goes with "
        "{here} against {there}.",
        **values,
    )


def _amount(value: float, *, points: bool) -> Message:
    if points:
        return msg("{value:signed_points} NPS points", value=value)
    return msg("{value:signed_number} points of the score", value=value)


def unit(*, points: bool) -> Message:
    """Say what effects are in; the title of the axis."""
    if points:
        return msg("NPS points for one point more on the rating")
    return msg("Points of the score for one point more on the rating")


def basis(driver: str, n: int) -> Message:
    """Say what a picture shows and rests on."""
    return plural("{driver}; {n:count} answer", "{driver}; {n:count} answers", driver=driver, n=n)


def left_out(n: pd.Series[int], compared: Collection[Any], fewest: int) -> tuple[Message, ...]:
    """Name the groups that are not compared, and why."""
    others = [name for name in n.index if name not in set(compared)]
    small = tuple(str(name) for name in others if n[name] < fewest)
    further = tuple(str(name) for name in others if n[name] >= fewest)
    notes = []
    if small:
        notes.append(
            plural(
                "{n:count} group is left out, for it has fewer than {fewest:count} complete "
                "answers: {groups:list}.",
                "{n:count} groups are left out, for each has fewer than {fewest:count} complete "
                "answers, among them {groups:list}.",
                n=len(small),
                fewest=fewest,
                groups=small[:MOST_NAMED],
            )
        )
    if further:
        notes.append(
            plural(
                "{n:count} group is left out, for it is smaller than those shown, comes from next "
                "to no customers or always gives the same score: {groups:list}.",
                "{n:count} groups are left out, for they are smaller than those shown, come from "
                "next to no customers or always give the same score, among them {groups:list}.",
                n=len(further),
                groups=further[:MOST_NAMED],
            )
        )
    return tuple(notes)


def too_few_groups(by: str, n: int, fewest: int) -> Message:
    """Refuse fewer than two groups that are large enough."""
    return msg(
        "Of the {n:count} groups of “{by}” fewer than two have the {fewest:count} complete answers "
        "that are needed to compare them. Choose another column, fewer ratings or more answers.",
        by=by,
        n=n,
        fewest=fewest,
    )
