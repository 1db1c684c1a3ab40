"""What `cx.behaviour_drivers` says: its finding, its cautions, its refusals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from cx.analyses.behaviour_measures import Aside, Kind, Measure
from cx.analyses.profile import behaviour_words, event_done
from cx.stats.verdict import Verdict
from cx.wording import Message, msg, plural

_ABOUT: Final = msg(
    "Effects are least-squares slopes with all behaviour taken at once: points for one more of it, "
    "for having done it against not having done it, or for being in a group against all others. "
    "For a typical difference (one standard deviation) they can be compared. Intervals leave out "
    "one group of customers at a time, all answers of a customer together (grouped jackknife). It "
    "is association: who does more may simply be another sort of customer."
)
METHODS: Final[Mapping[str, Message]] = {
    "lmg": msg(
        "Importance is each behaviour's part of R², the share of the differences between scores "
        "that all behaviour explains: its gain, averaged over all orders (LMG, Shapley). {about}",
        about=_ABOUT,
    ),
    "johnson": msg(
        "Importance is each behaviour's part of R², the share of the differences between scores "
        "that all behaviour explains, by Johnson's relative weights. {about}",
        about=_ABOUT,
    ),
}


KINDS: Final[Mapping[str, Message]] = {
    Kind.NUMBER: msg("one more"),
    Kind.CAPPED: msg("one more, without outliers"),
    Kind.DONE: msg("above 0 or not"),
    Kind.YES_NO: msg("yes or no"),
    Kind.LEVEL: msg("this group or any other"),
}
VERDICTS: Final[Mapping[str, Message]] = {
    Verdict.BETTER: msg("goes with more recommendation"),
    Verdict.WORSE: msg("goes with less recommendation"),
    Verdict.UNCLEAR: msg("can't tell"),
}


def shown(measure: Measure) -> Message | str:
    """Say in words what is set beside the score."""
    if measure.kind is Kind.LEVEL:
        return msg("{column}: {level}", column=behaviour_words(measure.column), level=measure.level)
    if measure.kind in {Kind.DONE, Kind.YES_NO} and (event := event_done(measure.column)):
        return msg("“{event}” at all", event=event)
    if measure.kind is Kind.DONE:
        return msg("{column} above 0", column=behaviour_words(measure.column))
    return behaviour_words(measure.column)


def nothing_told(n: int, looked_at: int) -> Message:
    """Say that no behaviour can be told to go with recommendation."""
    return msg(
        "We can't tell yet which behaviour goes with recommendation: of {looked_at:count} looked "
        "at, from {n:count} answers, none stands out from what chance would show.",
        looked_at=looked_at,
        n=n,
    )


def leads(measure: Measure, figures: tuple[float, ...], deviation: float, *, nps: bool) -> Message:
    """Name the behaviour that goes with recommendation most for a typical difference.

    Args:
        measure: the behaviour.
        figures: its effect and the ends of its interval.
        deviation: its standard deviation.
        nps: whether `figures` are NPS points; else points of the score.
    """
    step = 1.0 if measure.share else _step(deviation)
    values: dict[str, Any] = {
        "behaviour": shown(measure),
        "step": step,
        **{
            name: figure * step
            for name, figure in zip(("effect", "low", "high"), figures, strict=True)
        },
    }
    if measure.share:
        return _of_those(values, nps=nps)
    if nps:
        return msg(
            "{behaviour} goes with recommendation most: {step:number} more goes with "
            "{effect:signed_points} NPS points ({low:points} to {high:points}), all else equal.",
            **values,
        )
    return msg(
        "{behaviour} goes with recommendation most: {step:number} more goes with "
        "{effect:signed_number} points of the score ({low:number} to {high:number}), all else "
        "equal.",
        **values,
    )


def _of_those(values: Mapping[str, Any], *, nps: bool) -> Message:
    """Compare those of whom it is true with all others."""
    below = values["effect"] < 0
    if below:
        figures = (-values["effect"], -values["high"], -values["low"])
        values = {**values, **dict(zip(("effect", "low", "high"), figures, strict=True))}
    if nps and below:
        return msg(
            "{behaviour} goes with recommendation most: where it is so, NPS is {effect:points} "
            "points lower ({low:points} to {high:points}), all else equal.",
            **values,
        )
    if nps:
        return msg(
            "{behaviour} goes with recommendation most: where it is so, NPS is {effect:points} "
            "points higher ({low:points} to {high:points}), all else equal.",
            **values,
        )
    if below:
        return msg(
            "{behaviour} goes with recommendation most: where it is so, the score is "
            "{effect:number} points lower ({low:number} to {high:number}), all else equal.",
            **values,
        )
    return msg(
        "{behaviour} goes with recommendation most: where it is so, the score is {effect:number} "
        "points higher ({low:number} to {high:number}), all else equal.",
        **values,
    )


def _step(deviation: float) -> float:
    """Give how many more are spoken of: 1, or the power of ten below the standard deviation."""
    if not deviation > 0 or 0.1 <= deviation < 10:
        return 1.0
    return float(10.0 ** math.floor(math.log10(deviation)))


def treated(measures: Sequence[Measure]) -> Iterator[Message]:
    """Say which numbers are not taken as they are."""
    done = tuple(shown(m) for m in measures if m.kind is Kind.DONE)
    if done:
        yield msg(
            "Most customers have 0 there, so it counts whether it is more than 0, not how much "
            "more: {columns:list}.",
            columns=done,
        )
    capped = tuple(shown(m) for m in measures if m.kind is Kind.CAPPED)
    if capped:
        yield msg(
            "A few customers lie far from all others there, so that the outermost 1 % count as "
            "much as what stands at its edge: {columns:list}.",
            columns=capped,
        )


_ASIDE: Final[Mapping[Aside, Callable[[tuple[Message | str, ...]], Message]]] = {
    Aside.SPARSE: lambda columns: msg(
        "Not looked at, because fewer than half of the answers have it: {columns:list}.",
        columns=columns,
    ),
    Aside.CONSTANT: lambda columns: msg(
        "Not looked at, because it is the same for everyone: {columns:list}.", columns=columns
    ),
    Aside.RARE: lambda columns: msg(
        "Not looked at by itself, because fewer than 30 answers are on one side of it: "
        "{columns:list}.",
        columns=columns,
    ),
    Aside.ALIKE: lambda columns: msg(
        "Not looked at, because others nearly tell it already: {columns:list}.", columns=columns
    ),
    Aside.BEYOND: lambda columns: msg(
        "Not looked at, because ten answers are needed for each behaviour: {columns:list}. Choose "
        "the ones that matter.",
        columns=columns,
    ),
}


def set_aside(aside: Mapping[Aside, Sequence[Measure]]) -> Iterator[Message]:
    """Say what is not looked at, and why."""
    for reason in Aside:
        if measures := aside.get(reason):
            yield _ASIDE[reason](tuple(shown(measure) for measure in measures))


def no_time() -> Message:
    """Say that the order of behaviour and answer is not known."""
    return msg(
        "The answers have no time, so what customers did after their answer counts as well. Say "
        "which column is the time."
    )


def no_order() -> Message:
    """Say that a table of customers does not tell when."""
    return msg(
        "The table of customers does not say when things happened: what came after the answer may "
        "be in its figures."
    )


def nothing_left(aside: Mapping[Aside, Sequence[Measure]]) -> Message:
    """Refuse customers of whom nothing can be looked at."""
    refusal = msg("Nothing that is known of the customers can be set beside the score.")
    for reason in set_aside(aside):
        refusal = msg("{said} {reason}", said=refusal, reason=reason)
    return refusal


def too_few(n: int, needed: int) -> Message:
    """Refuse answers of too few customers."""
    return plural(
        "Only {n:count} complete answer belongs to a customer that is known; at least "
        "{needed:count} are needed to compare behaviour.",
        "Only {n:count} complete answers belong to customers that are known; at least "
        "{needed:count} are needed to compare behaviour.",
        n=n,
        needed=needed,
    )


def too_few_customers(n: int, needed: int) -> Message:
    """Refuse answers of too few customers, or groups of them."""
    return plural(
        "The complete answers come from {n:count} customer only; at least {needed:count} are "
        "needed to compare behaviour.",
        "The complete answers come from {n:count} customers only; at least {needed:count} are "
        "needed to compare behaviour.",
        n=n,
        needed=needed,
    )


def same_score(n: int, score: str) -> Message:
    """Refuse a score that never changes."""
    return msg(
        "All {n:count} complete answers give the same “{column}”, so there are no differences to "
        "explain. Choose another score or more answers.",
        n=n,
        column=score,
    )


def basis(n: int, r_squared: float) -> Message:
    """Say what a picture rests on."""
    return plural(
        "{n:count} answer; behaviour explains {r_squared:percent} of the differences",
        "{n:count} answers; behaviour explains {r_squared:percent} of the differences",
        n=n,
        r_squared=r_squared,
    )
