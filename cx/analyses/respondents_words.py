"""What `cx.respondents` says: its finding, its cautions, its method."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pandas as pd

from cx.analyses.respondents_known import Known
from cx.analyses.respondents_levels import FEW, Levels
from cx.analyses.respondents_weights import LEAST, LEAST_IN_CELL, Merged, Weighting
from cx.stats.weighting import EXACT, WeightedNps
from cx.wording import Message, msg, plural

MOST_NAMED: Final = 5
WORTH_A_WORD: Final = 0.01


def finding(
    overall: Any,
    ranked: pd.DataFrame,
    estimates: pd.DataFrame,
    shift: WeightedNps | None,
    confidence: float,
) -> Message:
    """Say how many answered, where they differ most, and what that does to NPS."""
    values: dict[str, Any] = {
        "answered": _answered(overall),
        "apart": _apart(ranked, int(overall["n"])),
    }
    if shift is None:
        return msg("{answered} {apart}", **values)
    values |= {
        "raw": float(estimates["nps"].iloc[0]),
        "nps": shift.nps,
        "low": shift.interval.low,
        "high": shift.interval.high,
        "change": shift.shift,
    }
    if math.isnan(shift.shift_p_value):
        return msg(
            "{answered} {apart} Weighted to mirror all customers, NPS stays at {nps:points} "
            "({low:points} to {high:points}).",
            **values,
        )
    if shift.shift_p_value < 1 - confidence:
        return msg(
            "{answered} {apart} Weighted to mirror all customers, NPS is {nps:points} "
            "({low:points} to {high:points}) instead of {raw:points}: who answered moves it, by "
            "more than chance would explain.",
            **values,
        )
    return msg(
        "{answered} {apart} Weighted to mirror all customers, NPS is {nps:points} ({low:points} to "
        "{high:points}) and as answered {raw:points}: chance could explain the difference.",
        **values,
    )


def _answered(overall: Any) -> Message:
    return plural(
        "{n:count} of {customers:count} customers answered ({rate:percent}).",
        "{n:count} of {customers:count} customers answered ({rate:percent}).",
        n=int(overall["n"]),
        customers=int(overall["customers"]),
        rate=float(overall["response_rate"]),
    )


def _apart(ranked: pd.DataFrame, answers: int) -> Message:
    if answers < FEW:
        return msg("That is too few to tell whether they are like all customers.")
    clear = ranked[ranked["clear"]]
    if clear.empty:
        if ranked["p_value"].notna().any():
            return msg(
                "In nothing that is known of them do they differ from all customers by more than "
                "chance would explain."
            )
        return msg("There is nothing to tell them from the other customers by.")
    most = clear.iloc[0]
    values = {
        "attribute": most["attribute"],
        "level": most["level"],
        "answers": float(most["share_answers"]),
        "customers": float(most["share_customers"]),
    }
    return msg(
        "They are not like all customers: {attribute} = {level} holds for {answers:percent} of "
        "those who answered and for {customers:percent} of all.",
        **values,
    )


def cautions(
    known: Known,
    levels: Sequence[Levels],
    weighting: Weighting | None,
    why_not: Message | None,
) -> Iterator[Message]:
    """Say who is compared with whom, and what weakens the answer."""
    yield from known.doubts
    yield from _match(known)
    if known.unscored is not None:
        yield known.unscored
    if why_not is not None:
        yield msg("The answers are not weighted. {reason}", reason=why_not)
    yield from _nobody(levels)
    if weighting is not None:
        yield from _weights(weighting)
    few = [
        (item, level)
        for item in levels
        for level, n in zip(item.counts["level"], item.counts["n"], strict=True)
        if 0 < n < FEW
    ]
    if few:
        yield plural(
            "{n:count} group has fewer than {few:count} answers; its NPS is a rough guess.",
            "{n:count} groups have fewer than {few:count} answers; their NPS is a rough guess.",
            n=len(few),
            few=FEW,
        )
    compared = {item.attribute.name for item in levels}
    fine = [item for item in known.attributes if item.name not in compared]
    if fine or known.not_compared:
        yield msg(
            "Not compared, for there is too much of it or too many different values: {names:list}.",
            names=[item.label for item in (*fine, *known.not_compared)],
        )


def _match(known: Known) -> Iterator[Message]:
    answers, customers = known.match.left, known.match.right
    if answers.only_rows:
        yield plural(
            "{n:count} answer comes from somebody who is not among the customers and is left out.",
            "{n:count} answers come from people who are not among the customers and are left out.",
            n=answers.only_rows,
        )
    if near := int(known.match.near.table["left_ids"].sum()):
        yield plural(
            "{n:count} id of the answers finds no customer for its spelling alone (capitals, "
            "spaces, zeros in front). Put that right in the Data doctor, or set normalise=True in "
            "Python.",
            "{n:count} ids of the answers find no customer for their spelling alone (capitals, "
            "spaces, zeros in front). Put that right in the Data doctor, or set normalise=True in "
            "Python.",
            n=near,
        )
    if customers.without_id:
        yield plural(
            "{n:count} row of the customers has no id and cannot be counted among all customers.",
            "{n:count} rows of the customers have no id and cannot be counted among all customers.",
            n=customers.without_id,
        )
    if answers.repeated_matched_ids:
        yield plural(
            "{n:count} customer answered several times and counts once, with the mean of the "
            "answers.",
            "{n:count} customers answered several times; each counts once, with the mean of the "
            "answers.",
            n=answers.repeated_matched_ids,
        )
    if customers.repeated_ids:
        yield plural(
            "{n:count} customer stands in several rows and counts once, with the first group by "
            "the alphabet and the mean of the numbers.",
            "{n:count} customers stand in several rows; each counts once, with the first group by "
            "the alphabet and the mean of the numbers.",
            n=customers.repeated_ids,
        )


def _nobody(levels: Sequence[Levels]) -> Iterator[Message]:
    """Name the customers of whom nobody like them answered."""
    found: list[tuple[float, Levels, list[str]]] = []
    for item in levels:
        silent = item.counts[item.counts["n"] == 0]
        share = float(silent["customers"].sum() / item.counts["customers"].sum())
        if share >= WORTH_A_WORD:
            found.append((share, item, list(silent["level"])))
    if not found:
        return
    share, item, names = max(found, key=lambda part: part[0])
    yield msg(
        "Nobody answered among customers with {attribute} = {levels:list}, {share:percent} of all. "
        "How they would recommend is not known, and no weight can tell.",
        attribute=item.attribute.label,
        levels=[item.words[name] for name in names[:MOST_NAMED]],
        share=share,
    )


def _weights(weighting: Weighting) -> Iterator[Message]:
    weights = weighting.weights
    if weighting.dropped:
        yield msg(
            "Not weighted by {names:list}: together with the others no weights would do.",
            names=[item.label for item in weighting.dropped],
        )
    for item in weighting.merged:
        for names in item.together:
            yield _together(item, names)
    if weights.trimmed:
        yield plural(
            "The weight of {n:count} customer was cut, so that nobody counts too much; some share "
            "is therefore still {gap:percent_points} percentage points off that of all customers.",
            "The weights of {n:count} customers were cut, so that nobody counts too much; some "
            "share is therefore still {gap:percent_points} percentage points off that of all "
            "customers.",
            n=weights.trimmed,
            gap=weighting.gap(),
        )
    if weights.design_effect > 1 + EXACT:
        yield msg(
            "Unequal weights cost certainty: the {n:count} customers who answered tell as much as "
            "{effective:count} with equal weights (design effect {effect:number}).",
            n=int(weights.n.sum()),
            effective=weights.effective_n,
            effect=weights.design_effect,
        )
    yield msg(
        "Weights mend only what goes with {names:list}. Whether those who did not answer think "
        "otherwise for other reasons, no weight can tell.",
        names=weighting.labels,
    )


def _together(item: Merged, names: Sequence[str]) -> Message:
    words = item.levels.words
    return msg(
        "Too few answers to be weighted each by itself (fewer than {least:count}), so that they "
        "count as one: {attribute} = {levels:list}.",
        attribute=item.label,
        least=LEAST,
        levels=[words[name] for name in names],
    )


def nobody_counts(known: Known) -> Message:
    """Say why no answer is left."""
    reasons = [
        msg("{reason} ({n:count})", reason=item.reason, n=item.rows)
        for item in known.left_out
        if item.rows
    ]
    return msg(
        "No answer of a customer counts. Answers left out: {reasons:list}. Check which columns "
        "are the score and the customer.",
        reasons=reasons,
    )


def method(weighting: Weighting | None) -> Message:
    """Say how it was computed."""
    compared = msg(
        "The response rate has Wilson’s interval. Each share among those who answered is set "
        "against the share among all customers (Newcombe’s interval and the test that belongs to "
        "it), all of them adjusted by Holm’s rule; numbers are cut into four bands of equal size. "
        "The index of dissimilarity is the share of the answers that would have to come from other "
        "customers to mirror all of them."
    )
    if weighting is None:
        return compared
    if weighting.full:
        return msg(
            "{compared} The weights bring every combination of {names:list} in line with all "
            "customers (post-stratification); the interval of the weighted NPS is that of "
            "linearisation.",
            compared=compared,
            names=weighting.labels,
        )
    return msg(
        "{compared} The weights bring each of {names:list} in line with all customers (raking, for "
        "some combinations have fewer than {least:count} answers); the interval of the weighted "
        "NPS is that of linearisation.",
        compared=compared,
        names=weighting.labels,
        least=LEAST_IN_CELL,
    )


def basis(overall: Any) -> Message:
    """Say what a picture rests on."""
    return msg(
        "{n:count} of {customers:count} customers",
        n=int(overall["n"]),
        customers=int(overall["customers"]),
    )


def weighted_by(weighting: Weighting | None) -> Message:
    """Say what the weights rest on."""
    return msg("Weighted by {names:list}", names=weighting.labels if weighting else ())
