"""What `cx.kano` says: its finding, its cautions, its refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from cx.analyses.kano_answers import KanoAnswers
from cx.analyses.kano_table import KanoKind
from cx.data.dataset import Feedback
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, plural

MUCH_ODD: Final = 0.2
MOST_NAMED: Final = 5

METHOD: Final = msg(
    "Each feature was asked about twice: how customers feel if it is there, and if it is not. "
    "Kano's evaluation table turns the two answers into a kind; the commonest kind counts where it "
    "leads the next one by more than chance (adjusted Wald interval of the lead, Holm over the "
    "features). Better is the share whose satisfaction rises with the feature, worse the share "
    "whose satisfaction falls without it, among answers that are neither reverse nor questionable "
    "(Wilson intervals)."
)

KINDS: Final[Mapping[KanoKind, Message]] = {
    KanoKind.ATTRACTIVE: msg("Delights"),
    KanoKind.ONE_DIMENSIONAL: msg("The more, the better"),
    KanoKind.MUST_BE: msg("Must be there"),
    KanoKind.INDIFFERENT: msg("Makes no difference"),
    KanoKind.REVERSE: msg("Not wanted"),
    KanoKind.QUESTIONABLE: msg("Answers contradict each other"),
    KanoKind.UNCLEAR: msg("Can't tell"),
}


def finding(table: pd.DataFrame) -> Message:
    """Say what has to be there, else what pays, else what delights."""
    named = {kind: tuple(table.loc[table["kind"] == kind, "feature"]) for kind in KanoKind}
    must, delights = named[KanoKind.MUST_BE], named[KanoKind.ATTRACTIVE]
    if must and delights:
        return msg(
            "Must be there, most often: {must:list}. Delights, most often: {delights:list}.",
            must=must,
            delights=delights,
        )
    if must:
        return msg("Must be there, most often: {features:list}.", features=must)
    if named[KanoKind.ONE_DIMENSIONAL]:
        return msg(
            "The more, the better, most often: {features:list}.",
            features=named[KanoKind.ONE_DIMENSIONAL],
        )
    return _rest(named, int(table["n"].max()))


def _rest(named: Mapping[KanoKind, tuple[str, ...]], n: int) -> Message:
    if delights := named[KanoKind.ATTRACTIVE]:
        return msg("Delights, most often: {features:list}.", features=delights)
    if unwanted := named[KanoKind.REVERSE]:
        return msg("Not wanted, most often: {features:list}.", features=unwanted)
    if indifferent := named[KanoKind.INDIFFERENT]:
        return msg("Makes no difference, most often: {features:list}.", features=indifferent)
    if contradictory := named[KanoKind.QUESTIONABLE]:
        return msg(
            "Answers contradict each other, most often: {features:list}.", features=contradictory
        )
    return plural(
        "We can't tell yet what the features are to customers: from {n:count} answer, no kind "
        "leads by more than chance.",
        "We can't tell yet what the features are to customers: from {n:count} answers, no kind "
        "leads by more than chance.",
        n=n,
    )


def cautions(table: pd.DataFrame, answers: KanoAnswers) -> Iterator[Message]:
    """Say what could not be read, and what is doubtful."""
    for column, values in answers.unknown.items():
        if values:
            yield msg(
                "“{column}” holds answers that are none of the five and are left out: "
                "{values:list}.",
                column=column,
                values=values[:MOST_NAMED],
            )
    few = tuple(table.loc[table["n"] < FEW_ANSWERS, "feature"])
    if few:
        yield msg(
            "Fewer than {few:count} pairs of answers: {features:list}.",
            few=FEW_ANSWERS,
            features=few,
        )
    odd = table[(table["reverse"] + table["questionable"]) > MUCH_ODD * table["n"]]
    if len(odd):
        yield msg(
            "Many answers are reverse or contradict each other: {features:list}. If 5 stands for "
            "“I like it” there, say so with like=5; if the two questions were mixed up, exchange "
            "their columns.",
            features=tuple(odd["feature"]),
        )


def nothing_read(feedback: Feedback, answers: KanoAnswers) -> Message:
    """Refuse columns without a single pair of answers."""
    examples = tuple(value for values in answers.unknown.values() for value in values)
    if examples:
        return msg(
            "No row has a pair of answers that can be read. Answers have to be codes from 1 to 5 "
            "or words such as “I like it”, “It must be that way”, “I am neutral”, “I can live "
            "with it”, “I dislike it”; found were {examples:list}.",
            examples=examples[:MOST_NAMED],
        )
    return msg(
        "None of the {rows:count} rows has both answers about a feature. Check which columns "
        "belong together.",
        rows=feedback.rows,
    )


def bad_features(given: Any) -> Message:
    """Refuse what is no mapping from names to pairs of columns."""
    return msg(
        "Features are given as {{name: (column if it is there, column if it is not)}}, at least "
        "one of them, each with two different columns; what arrived is {given}.",
        given=repr(given)[:80],
    )


def bad_like(given: Any) -> Message:
    """Refuse a code of “I like it” that is neither the first nor the last."""
    return msg("The code of “I like it” is either 1 or 5; what arrived is {given}.", given=given)


def basis(n: int) -> Message:
    """Say what the picture rests on."""
    return plural("{n:count} person who answered", "{n:count} people who answered", n=n)
