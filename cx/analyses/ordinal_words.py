"""What `cx.ordinal_check` says: its finding, its cautions, its refusals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from cx.wording import Message, msg, plural

METHOD: Final = msg(
    "The proportional-odds model takes scores for an order only, not for equal steps: a better "
    "rating multiplies the odds of every higher score by the odds ratio, the other ratings held "
    "equal. Importance is each rating's part of what the ratings explain of the score that the "
    "model has behind the answers (as for the linear model: LMG up to 20 ratings, Johnson's "
    "relative weights beyond), so that both models are ranked by the same rule on the same "
    "answers. Intervals leave out one group of answers at a time, a customer's answers together "
    "(grouped jackknife, one Newton step each). It is association: that a better rating would "
    "raise the score is not proven."
)


def nothing_told(score: str, n: int) -> Message:
    """Say that no rating can be told to matter."""
    return plural(
        "The ordinal model cannot tell yet what drives “{score}”: from {n:count} answer, chance "
        "could explain all that the ratings seem to explain.",
        "The ordinal model cannot tell yet what drives “{score}”: from {n:count} answers, chance "
        "could explain all that the ratings seem to explain.",
        score=score,
        n=n,
    )


def single(driver: str) -> Message:
    """Say that one rating has no rank."""
    return msg(
        "The ordinal model agrees that “{driver}” goes with the score; with a single rating there "
        "is nothing to rank.",
        driver=driver,
    )


def agrees(table: pd.DataFrame) -> Message:
    """Say that both models rank alike, or differ where neither can tell."""
    differ = table[table["rank"] != table["rank_linear"]]
    known = int(table["rank"].notna().sum())
    if differ["rank"].notna().any():
        return msg(
            "The ordinal model agrees as far as the data can tell, {driver} first. Where it ranks "
            "otherwise, the difference is within chance: {drivers:list}.",
            driver=str(table["driver"].iloc[0]),
            drivers=tuple(differ.loc[differ["rank"].notna(), "driver"]),
        )
    return msg(
        "The ordinal model agrees: it ranks the {n:count} ratings as the linear one does, {driver} "
        "first.",
        n=known,
        driver=str(table["driver"].iloc[0]),
    )


def differs(pairs: Sequence[tuple[str, str]]) -> Message:
    """Name the pairs that the models rank the other way round."""
    if len(pairs) == 1:
        return msg(
            "The ordinal model ranks {first} above {second}, the linear one the other way round, "
            "and by more than chance. Do not rest a decision on which of the two comes first.",
            first=pairs[0][0],
            second=pairs[0][1],
        )
    named = tuple(
        msg("{first} above {second}", first=first, second=second) for first, second in pairs
    )
    return msg(
        "The ordinal model ranks otherwise than the linear one, by more than chance: "
        "{pairs:list}. Do not rest a decision on the order of these.",
        pairs=named,
    )


def shifted(ratings: Sequence[str]) -> Message:
    """Name the ratings that weigh much more or less in the ordinal model."""
    return msg(
        "These ratings weigh much more or much less where scores are taken for an order only, "
        "though the order of the ratings stays: {ratings:list}. A few extreme scores may decide "
        "what the linear model says; look at the curves.",
        ratings=tuple(ratings),
    )


def separated(rating: str) -> Message:
    """Refuse ratings that tell scores apart without a mistake."""
    return msg(
        "The ordinal model cannot be computed: some scores are told apart by the ratings without "
        "a single exception, above all by “{rating}”. It may be a copy of the score, or the "
        "answers may be too few. Leave it out, or use more answers.",
        rating=rating,
    )


def sampled(used: int, rows: int) -> Message:
    """Say that not all rows were taken."""
    return msg(
        "There are too many different patterns of answers to fit the ordinal model to all of them. "
        "It rests on a sample of {used:count} of {rows:count} complete answers, drawn by chance, "
        "the same each time.",
        used=used,
        rows=rows,
    )


def not_drawn() -> Message:
    """Give the reason why rows are not in the sample."""
    return msg("not drawn into the sample")


def copies(ratings: Sequence[str]) -> Message:
    """Name the ratings that can be computed from each other."""
    return msg(
        "These ratings can be computed from each other: {ratings:list}. They share their "
        "importance and have no odds ratio of their own. Leave out what is a copy or a total.",
        ratings=tuple(ratings),
    )


def about_cuts(
    cuts: pd.DataFrame, p_value: float, confidence: float, *, made: bool
) -> Iterator[Message]:
    """Say whether ratings matter alike at both ends of the score."""
    if not made:
        yield msg(
            "Whether ratings matter alike for low and for high scores, as the model takes for "
            "granted, could not be checked."
        )
        return
    apart = tuple(cuts.loc[cuts["p_adjusted"] < 1 - confidence, "driver"])
    if p_value < 1 - confidence and apart:
        yield msg(
            "Not all ratings matter alike for low and for high scores, as the model takes for "
            "granted: {drivers:list}. The table of the two cuts shows how.",
            drivers=apart,
        )
    elif p_value < 1 - confidence:
        yield msg(
            "Taken together, the ratings do not matter alike for low and for high scores, as the "
            "model takes for granted; which of them it is cannot be told."
        )


def basis(n: int, r_squared: float) -> Message:
    """Say what the picture rests on."""
    return plural(
        "{n:count} answer; the ratings explain {r_squared:percent} of the score behind the answers",
        "{n:count} answers; the ratings explain {r_squared:percent} of the score behind the "
        "answers",
        n=n,
        r_squared=r_squared,
    )
