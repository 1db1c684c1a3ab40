"""What `cx.asymmetry` says: its finding and its cautions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from cx.analyses.asymmetry_cuts import Cut
from cx.analyses.asymmetry_table import Kind
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, plural

METHOD: Final = msg(
    "Each rating is turned into two marks: a low answer and a high answer, against those between "
    "(of five points 1 to 2 and 5, of seven 1 to 3 and 6 to 7, from 0 to 10 it is 0 to 6 and 9 to "
    "10). Least squares with all marks at once gives what a low answer costs (penalty) and what a "
    "high one brings (reward), the other ratings held equal. The asymmetry is reward and penalty "
    "added up at equal distances from the middle: 0 where the rating works along a straight line. "
    "Intervals leave out one group of answers at a time, a customer's answers together (grouped "
    "jackknife). It is association: that a better rating would raise the score is not proven."
)

KINDS: Final[Mapping[Kind, Message]] = {
    Kind.BASIC: msg("Hurts when bad"),
    Kind.EXCITEMENT: msg("Delights when good"),
    Kind.PERFORMANCE: msg("Counts both ways"),
    Kind.NEITHER: msg("Makes little difference"),
    Kind.UNCLEAR: msg("Can't tell"),
}


def finding(table: pd.DataFrame, score: str, n: int, *, in_points: bool) -> Message:
    """Say what works at one end only, else what works at both."""
    basic, excitement, performance = (
        table[table["kind"] == kind] for kind in (Kind.BASIC, Kind.EXCITEMENT, Kind.PERFORMANCE)
    )
    if len(basic) and len(excitement):
        return msg(
            "Mainly hurts when bad: {basic:list}. Mainly delights when good: {excitement:list}.",
            basic=tuple(basic["driver"]),
            excitement=tuple(excitement["driver"]),
        )
    if len(basic):
        return _basic(basic, score, in_points=in_points)
    if len(excitement):
        return _excitement(excitement, score, in_points=in_points)
    if len(performance):
        return msg(
            "Counts both ways, hurting when bad and delighting when good: {drivers:list}. No "
            "rating clearly works at one end only.",
            drivers=tuple(performance["driver"]),
        )
    if (table["kind"] == Kind.NEITHER).all():
        return msg(
            "Neither end of these makes a difference worth naming: {drivers:list}.",
            drivers=tuple(table["driver"]),
        )
    return plural(
        "We can't tell yet which ratings hurt when bad and which delight when good: {n:count} "
        "answer is too little.",
        "We can't tell yet which ratings hurt when bad and which delight when good: {n:count} "
        "answers are too few for the differences there are.",
        n=n,
    )


def _ends(row: Any, score: str) -> dict[str, Any]:
    return {
        "driver": str(row["driver"]),
        "score": score,
        "penalty": float(row["penalty"]),
        "penalty_low": float(row["penalty_ci_low"]),
        "penalty_high": float(row["penalty_ci_high"]),
        "reward": float(row["reward"]),
        "reward_low": float(row["reward_ci_low"]),
        "reward_high": float(row["reward_ci_high"]),
    }


def _basic(rows: pd.DataFrame, score: str, *, in_points: bool) -> Message:
    if len(rows) > 1:
        return msg(
            "Mainly hurt when bad, and bring little when good: {drivers:list}.",
            drivers=tuple(rows["driver"]),
        )
    if in_points:
        return msg(
            "{driver} mainly hurts when bad: low answers go with {penalty:signed_points} NPS "
            "points ({penalty_low:points} to {penalty_high:points}), high ones with "
            "{reward:signed_points} ({reward_low:points} to {reward_high:points}).",
            **_ends(rows.iloc[0], score),
        )
    return msg(
        "{driver} mainly hurts when bad: low answers go with {penalty:signed_number} points of "
        "“{score}” ({penalty_low:number} to {penalty_high:number}), high ones with "
        "{reward:signed_number} ({reward_low:number} to {reward_high:number}).",
        **_ends(rows.iloc[0], score),
    )


def _excitement(rows: pd.DataFrame, score: str, *, in_points: bool) -> Message:
    if len(rows) > 1:
        return msg(
            "Mainly delight when good, and cost little when bad: {drivers:list}.",
            drivers=tuple(rows["driver"]),
        )
    if in_points:
        return msg(
            "{driver} mainly delights when good: high answers go with {reward:signed_points} NPS "
            "points ({reward_low:points} to {reward_high:points}), low ones with "
            "{penalty:signed_points} ({penalty_low:points} to {penalty_high:points}).",
            **_ends(rows.iloc[0], score),
        )
    return msg(
        "{driver} mainly delights when good: high answers go with {reward:signed_number} points "
        "of “{score}” ({reward_low:number} to {reward_high:number}), low ones with "
        "{penalty:signed_number} ({penalty_low:number} to {penalty_high:number}).",
        **_ends(rows.iloc[0], score),
    )


def cautions(table: pd.DataFrame, names: Sequence[str], cuts: Sequence[Cut]) -> Iterator[Message]:
    """Say what could not be told, and what runs the wrong way."""
    places = dict(zip(names, cuts, strict=True))
    for row in table.itertuples():
        yield from _about_counts(row, places[str(row.driver)])
    backwards = table[(table["penalty_ci_low"] > 0) | (table["reward_ci_high"] < 0)]
    if len(backwards):
        yield msg(
            "Lower answers go with a higher score, the other ratings held equal: {ratings:list}. "
            "If high means bad there, turn the scale round.",
            ratings=tuple(backwards["driver"]),
        )


def _about_counts(row: Any, cut: Cut) -> Iterator[Message]:
    driver, few = str(row.driver), FEW_ANSWERS
    middle = row.n - row.n_low - row.n_high
    if middle < few:
        yield msg(
            "“{driver}”: only {n:count} of its answers lie between low and high; {few:count} are "
            "needed to compare with, so there is neither penalty nor reward.",
            driver=driver,
            n=middle,
            few=few,
        )
        return
    if row.n_low < few:
        yield msg(
            "“{driver}”: only {n:count} of its answers are low ({cut:number} or less); "
            "{few:count} are needed for a penalty.",
            driver=driver,
            n=row.n_low,
            cut=cut.low,
            few=few,
        )
    if row.n_high < few:
        yield msg(
            "“{driver}”: only {n:count} of its answers are high ({cut:number} or more); "
            "{few:count} are needed for a reward.",
            driver=driver,
            n=row.n_high,
            cut=cut.high,
            few=few,
        )


def copies(ratings: Sequence[str]) -> Message:
    """Say that low and high answers of some ratings always go together."""
    return msg(
        "The low or high answers of these ratings can be computed from each other, so that no "
        "penalty or reward of their own can be told: {ratings:list}. Leave out what is a copy.",
        ratings=tuple(ratings),
    )


def basis(n: int) -> Message:
    """Say what the picture rests on."""
    return plural(
        "{n:count} answer; low and high answers against those between",
        "{n:count} answers; low and high answers against those between",
        n=n,
    )
