"""The engine's part of `cx.nps_value`: one value for each customer, beside their last answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.analyses.event_rows import check_zones, known, moment
from cx.analyses.matched import check_match
from cx.analyses.reach import interval
from cx.analyses.scores import numbers
from cx.data import engine
from cx.data.dataset import Customers, Events, Feedback
from cx.data.scales.scale import NPS_RANGE
from cx.data.together.identifiers import compared
from cx.data.together.matching import Match, match
from cx.stats.net_promoter import PASSIVES_FROM, PROMOTERS_FROM
from cx.wording import t

KEY: Final = "_cx_key0"
SCORE: Final = "_cx_score"
TIME: Final = "_cx_time"
VALUE: Final = "_cx_value"
PROMOTERS: Final = "promoters"
PASSIVES: Final = "passives"
DETRACTORS: Final = "detractors"
NO_ANSWER: Final = "no_answer"
USED: Final = "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What customers bring, by group.

    Attributes:
        groups: one row a group that has customers: `group n customers mean variance median total
            low high negative`; `n` counts answers, `negative` customers below 0.
        states: rows of the answers by what became of them; "used" is one row a customer.
        match: who is in both tables; None where the value stands beside the answers.
    """

    groups: pd.DataFrame
    states: Mapping[str, int]
    match: Match | None


def values_beside(feedback: Feedback, value: str) -> Values:
    """Take the value from the rows of the answers themselves.

    Raises:
        InvalidSetting: a column holds no numbers.
    """
    table = feedback.table
    row: Any = ibis.row_number().cast("string")
    key = row if feedback.customer is None else known(table[feedback.customer]).cast("string")
    rows = table.select(
        **{KEY: key}, **_of_answers(feedback), **{VALUE: numbers(table, value)}
    ).mutate(there=1, open=False)
    return Values(match=None, **_counted(_placed(rows, timed=False), None))


def values_of(
    feedback: Feedback, customers: Customers | Events, value: str, window: timedelta | None
) -> Values:
    """Take the value from a table of customers or an event log.

    Raises:
        RoleMissing: the answers have no customer, or with a window no time.
        InvalidSetting: a customer stands in several rows, or a column holds no numbers.
        NotEnoughData: no answer belongs to a customer that is known.
    """
    who = str(feedback.require_role("customer"))
    if window is not None:
        feedback.require_role("time")
        if isinstance(customers, Events):
            check_zones(customers, feedback)
    found = match(
        feedback.table.select(**{who: feedback.table[who]}, **_of_answers(feedback)),
        _totals(customers, value),
        left_on=who,
        right_on=customers.customer,
        names=(t("answers"), t("customers")),
    )
    check_match(found, everybody=isinstance(customers, Customers))
    answers = found.pairing.left.select(KEY, SCORE, TIME)
    right = found.pairing.right
    totals = right.filter(right[KEY].notnull()).select(KEY, VALUE, there=1)  # noqa: PD004, Ibis
    placed = _placed(answers, timed=window is not None)
    if window is None or not isinstance(customers, Events):
        rows = placed.left_join(totals, KEY).mutate(open=False)
        return Values(match=found, **_counted(rows, totals.anti_join(answers, KEY)))
    rows = placed.left_join(totals.drop(VALUE), KEY).drop(f"{KEY}_right")
    return Values(match=found, **_counted(_inside(rows, feedback, customers, value, window), None))


def _of_answers(feedback: Feedback) -> dict[str, Any]:
    """Give score and time; a day is its first moment."""
    time = ibis.null("timestamp") if feedback.time is None else moment(feedback)
    return {SCORE: numbers(feedback.table, str(feedback.score)), TIME: time}


def _totals(customers: Customers | Events, value: str) -> ir.Table:
    """Give one row a customer with its value; of a log the sum of all its values."""
    table, who = customers.table, customers.customer
    plain = table.select(**{who: table[who], VALUE: numbers(table, value)})
    if isinstance(customers, Customers):
        return plain
    named = plain.mutate(**{who: known(plain[who])}).drop_null(who)
    totals: ir.Table = named.group_by(who).aggregate(**{VALUE: named[VALUE].sum().fill_null(0)})
    return totals


def _placed(answers: ir.Table, *, timed: bool) -> ir.Table:
    """Say of each answer whether it can be used and whether it is the last one of its customer.

    Of several answers of one time the one with the lowest score is taken for the last, so that
    the order of the rows does not matter.
    """
    score: Any = answers[SCORE]
    cases = [
        (answers[KEY].isnull(), "unnamed"),  # noqa: PD003, Ibis
        (score.isnull(), "missing"),  # noqa: PD003
        (~score.between(*NPS_RANGE), "outside"),
        (score != score.floor(), "fraction"),
    ]
    if timed:
        cases.append((answers[TIME].isnull(), "untimed"))  # noqa: PD003
    rows = answers.mutate(first=ibis.cases(*cases, else_=USED))
    order = [rows[TIME].desc(nulls_first=False), rows[SCORE]]
    if VALUE in rows.columns:
        order.append(rows[VALUE])
    own = ibis.window(group_by=[KEY, "first"])
    placed: ir.Table = rows.mutate(
        place=ibis.row_number().over(ibis.window(group_by=[KEY, "first"], order_by=order)),
        answers=rows.count().over(own),
    )
    return placed


def _inside(
    rows: ir.Table, feedback: Feedback, events: Events, value: str, window: timedelta
) -> ir.Table:
    """Add what each customer brought from the last answer to the end of its window."""
    log = events.table
    _, key = compared(feedback.table[str(feedback.customer)], log[events.customer], normalise=False)
    bought = log.select(**{KEY: key}, at=moment(events), value=numbers(log, value))
    end = engine.fetch(bought.aggregate(end=bought.at.max()))["end"][0]
    last = rows.filter((rows["first"] == USED) & (rows.place == 0)).select(KEY, TIME)
    both = bought.drop_null().inner_join(last, KEY)
    timely = both.filter((both.at >= both[TIME]) & (both.at <= both[TIME] + interval(window)))
    sums = timely.group_by(KEY).aggregate(**{VALUE: timely.value.sum()})
    joined = rows.left_join(sums, KEY).drop(f"{KEY}_right")
    return joined.mutate(
        **{VALUE: joined[VALUE].fill_null(0)},
        open=joined[TIME] + interval(window) > ibis.literal(end, type="timestamp"),
    )


def _counted(rows: ir.Table, silent: ir.Table | None) -> dict[str, Any]:
    """Count what became of the answers, and sum the value up for each group."""
    state = ibis.cases(
        (rows["first"] != USED, rows["first"]),
        (rows.place > 0, "earlier"),
        (rows.there.isnull(), "unknown"),  # noqa: PD003, Ibis
        (rows.open, "open"),
        (rows[VALUE].isnull(), "no value"),  # noqa: PD003
        else_=USED,
    )
    group = ibis.cases(
        (rows[SCORE] >= PROMOTERS_FROM, PROMOTERS),
        (rows[SCORE] >= PASSIVES_FROM, PASSIVES),
        else_=DETRACTORS,
    )
    plain = rows.select(state=state, group=group, value=rows[VALUE], answers=rows.answers)
    counted = engine.fetch(plain.group_by("state").aggregate(n=plain.count()))
    used = plain.filter(plain.state == USED)
    parts = [_sums(used)]
    if silent is not None:
        known_value = silent.select(value=silent[VALUE]).drop_null()
        parts.append(_sums(known_value.mutate(group=ibis.literal(NO_ANSWER), answers=0)))
    groups = pd.concat(parts, ignore_index=True)
    return {"groups": groups, "states": dict(zip(counted["state"], counted["n"], strict=True))}


def _sums(rows: ir.Table) -> pd.DataFrame:
    value: Any = rows.value
    return engine.fetch(
        rows.group_by("group").aggregate(
            n=rows.answers.sum(),
            customers=rows.count(),
            mean=value.mean(),
            variance=value.var(how="sample"),
            median=value.median(),
            total=value.sum(),
            low=value.min(),
            high=value.max(),
            negative=(value < 0).cast("int32").sum(),
        )
    )
