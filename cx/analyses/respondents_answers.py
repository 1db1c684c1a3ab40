"""Which answers count in `cx.respondents`, and why others do not."""

from __future__ import annotations

from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import numbers, score_scale, summarise
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import NPS_RANGE
from cx.errors import WrongScale
from cx.wording import Message, msg

FINE: Final = "fine"
STATE: Final = "_cx_state"
KEY: Final = "_cx_key0"


def scored_or_not(feedback: Feedback) -> tuple[Message | None, tuple[Message, ...]]:
    """Say why there is no NPS, if there is none, and what is doubtful about the scale."""
    if feedback.score is None:
        return msg("There is no score from 0 to 10, so there is no NPS to weight."), ()
    try:
        scale, doubts = score_scale(feedback, summarise(feedback, feedback.score))
    except WrongScale as error:
        return error.message, ()
    if scale.is_nps:
        return None, doubts
    return (
        msg(
            "“{column}” is on a scale from {low} to {high}, on which NPS is not defined, so there "
            "is no NPS to weight.",
            column=feedback.score,
            low=scale.low,
            high=scale.high,
        ),
        (),
    )


def state_of(table: ir.Table, feedback: Feedback, *, scored: bool) -> ir.StringValue:
    """Say of each answer whether it counts, or what is wrong with its score."""
    if not scored:
        return ibis.literal(FINE)
    score: Any = numbers(table, str(feedback.score))
    low, high = NPS_RANGE
    return ibis.cases(
        (score.isnull(), "missing"),
        (~score.between(low, high), "outside"),
        (score != score.floor(), "fraction"),
        else_=FINE,
    )


def left_out_of(counting: ir.Table, people: ir.Table, feedback: Feedback) -> tuple[LeftOut, ...]:
    """Count the answers that do not count, by the first reason that holds."""
    there = people.select(key=people["key"], there=ibis.literal(1))
    rows = counting.select(key=counting[KEY], state=counting[STATE]).left_join(there, "key")
    place = ibis.cases(
        (rows["state"] != FINE, rows["state"]),
        (rows["key"].isnull(), "nobody"),
        (rows["there"].isnull(), "stranger"),
        else_=FINE,
    )
    named = rows.select(place=place)
    counted = engine.fetch(named.group_by("place").aggregate(n=named.count()))
    n = dict(zip(counted["place"], counted["n"], strict=True))
    score = feedback.score
    reasons = {
        "missing": no_value(str(score)),
        "outside": msg("“{column}” lies outside 0 to 10", column=score),
        "fraction": msg("“{column}” is not a whole number", column=score),
        "nobody": no_value(str(feedback.customer)),
        "stranger": msg("who answered is not among the customers"),
    }
    return tuple(left_out(reason, n.get(place, 0)) for place, reason in reasons.items())
