"""The engine's part of `cx.funnel`: how many customers reach each step, and how fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandas as pd

from cx.analyses import reach
from cx.analyses.funnel_steps import Step, no_such_event
from cx.analyses.nps_counts import UNITS, Period
from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import kind_name
from cx.data import engine
from cx.data.dataset import Events
from cx.errors import InvalidSetting, NotEnoughData
from cx.wording import Message, msg

MOST_GROUPS: Final = 200
ROLES: Final = ("customer", "time", "event")


@dataclass(frozen=True, slots=True)
class Question:
    """The checked settings of one call of `cx.funnel`."""

    steps: tuple[Step, ...]
    window: timedelta
    order: reach.Order
    by: str | None
    every: Period | None

    @property
    def codes(self) -> tuple[int, ...]:
        """For each step the number of its event, in the order of first use."""
        return tuple(self.names.index(str(step.event)) for step in self.steps)

    @property
    def names(self) -> tuple[str, ...]:
        """The different events of the steps."""
        return tuple(dict.fromkeys(str(step.event) for step in self.steps))

    @property
    def keys(self) -> list[str]:
        """What splits the funnel: "group", "period", both or nothing."""
        options = {"group": self.by, "period": self.every}
        return [key for key, option in options.items() if option is not None]


@dataclass(frozen=True, slots=True)
class FunnelCounts:
    """How many customers come how far.

    Attributes:
        groups: one row for each group and period that has customers: columns `[group] [period]`,
            `n1`, `n2`… (customers who reach each step) and `m2`, `m3`… (median microseconds from
            the step before).
        overall: the same in one row for all customers.
        unfinished: customers who are not through and whose window is open at the end of the log.
        without_group: customers left out because the start of their attempt has no `by`.
        rows: rows of the log.
        used: rows the counts rest on.
        left_out: the other rows by reason.
        never_seen: which events of the steps never occur, one sentence each.
    """

    groups: pd.DataFrame
    overall: pd.DataFrame
    unfinished: int
    without_group: int
    rows: int
    used: int
    left_out: tuple[LeftOut, ...]
    never_seen: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class _Log:
    rows: int
    used: int
    left_out: tuple[LeftOut, ...]
    end: Any
    never_seen: tuple[Message, ...]


def count_customers(events: Events, question: Question) -> FunnelCounts:
    """Follow every customer through the steps.

    Raises:
        InvalidSetting: the times are no times, or there are too many groups.
        NotEnoughData: no row has a customer, a time and an event, or none has a group.
    """
    table = _columns(events, question)
    log = _survey(events, table, question)
    with ExitStack() as held:
        rows = held.enter_context(_rows(table, question).cache())
        best = reach.deepest(rows, question.codes, question.window, question.order)
        best = held.enter_context(best.cache())
        customers = _customers(rows, best, question, log.end)
        if question.keys:
            customers = held.enter_context(customers.cache())
        overall, groups, without_group = _added_up(customers, question)
    return FunnelCounts(
        groups=groups,
        overall=overall,
        unfinished=int(overall["unfinished"].fillna(0)[0]),
        without_group=without_group,
        rows=log.rows,
        used=log.used,
        left_out=log.left_out,
        never_seen=log.never_seen,
    )


def _columns(events: Events, question: Question) -> ir.Table:
    """Take the columns that are needed, under names of our own."""
    table = events.table
    time: Any = table[events.time]
    kind = time.type()
    if not (kind.is_timestamp() or kind.is_date()):
        raise InvalidSetting(
            msg(
                "The column “{column}” holds no times but {kind}; a funnel needs a date or a time "
                "for every event. Choose another column or turn it into times first.",
                column=events.time,
                kind=kind_name(kind),
            )
        )
    if kind.is_date():
        time = time.cast("timestamp")
    elif kind.scale not in (None, 6):
        time = time.cast(dt.Timestamp(timezone=kind.timezone, scale=6))
    event: Any = table[events.event]
    chosen = {
        "customer": table[events.customer],
        "time": time,
        "event": event if event.type().is_string() else event.cast("string"),
    }
    if question.by is not None:
        chosen["group"] = table[question.by]
    return table.select(**chosen)


def _survey(events: Events, table: ir.Table, question: Question) -> _Log:
    """Count in one query what is there and what is left out."""
    no_customer, no_time, no_event = (table[role].isnull() for role in ROLES)  # noqa: PD003
    complete = ~(no_customer | no_time | no_event)
    totals: dict[str, Any] = {
        "rows": table.count(),
        "no_customer": no_customer.sum(),
        "no_time": (no_time & ~no_customer).sum(),
        "no_event": (no_event & ~no_time & ~no_customer).sum(),
        "complete": complete.sum(),
        "steps": (complete & table.event.isin(question.names)).sum(),
        "end": table.time.max(where=complete),
    }
    for code, name in enumerate(question.names):
        totals[f"event_{code}"] = (table.event == name).sum()
    if question.by is not None:
        totals["groups"] = table.group.nunique(where=complete)
    answer = engine.fetch(table.aggregate(**totals)).iloc[0]
    end = answer.pop("end")
    found = {name: 0 if pd.isna(n) else int(n) for name, n in answer.items()}
    _check_survey(events, question, found)
    used = found["complete"] if question.order == "strict" else found["steps"]
    return _Log(
        rows=found["rows"],
        used=used,
        left_out=(
            *(left_out(no_value(getattr(events, role)), found[f"no_{role}"]) for role in ROLES),
            left_out(msg("not one of the steps"), found["complete"] - used),
        ),
        end=end,
        never_seen=_never_seen(table, question, found),
    )


def _check_survey(events: Events, question: Question, found: Mapping[Any, int]) -> None:
    if not found["complete"]:
        raise NotEnoughData(
            msg(
                "None of the {n:count} rows has a value in each of {columns:list}, so nobody can "
                "be followed. Check which columns hold the customer, the time and the event.",
                n=found["rows"],
                columns=tuple(getattr(events, role) for role in ROLES),
            )
        )
    if question.by is not None and not found["groups"]:
        raise NotEnoughData(
            msg(
                "“{column}” has no value in any row, so there are no groups. Choose another "
                "column.",
                column=question.by,
            )
        )
    if question.by is not None and found["groups"] > MOST_GROUPS:
        raise InvalidSetting(
            msg(
                "“{column}” has {n:count} different values; a funnel compares up to {most:count} "
                "groups. Choose a column with fewer values.",
                column=question.by,
                n=found["groups"],
                most=MOST_GROUPS,
            )
        )


def _never_seen(
    table: ir.Table, question: Question, found: Mapping[Any, int]
) -> tuple[Message, ...]:
    """Say which events of the steps never occur; a typo is the usual cause."""
    missing = [n for code, n in enumerate(question.names) if not found[f"event_{code}"]]
    existing = _frequent_events(table) if missing else ()
    return tuple(no_such_event(name, existing) for name in missing)


def _frequent_events(table: ir.Table) -> Sequence[str]:
    named = table.drop_null("event")
    counted = named.group_by("event").aggregate(n=named.count())
    names = engine.fetch(counted.order_by(counted.n.desc(), counted.event).limit(1000))
    return [str(name) for name in names["event"]]


def _rows(table: ir.Table, question: Question) -> ir.Table:
    """Keep the rows that can count, with the number of their event instead of its name."""
    code = ibis.cases(
        *((table.event == name, ibis.literal(i)) for i, name in enumerate(question.names)),
        else_=-1,
    )
    kept = table.drop_null(list(ROLES))
    if question.order != "strict":
        kept = kept.filter(kept.event.isin(question.names))
    return kept.mutate(code=code).drop("event")


def _customers(rows: ir.Table, best: ir.Table, question: Question, end: Any) -> ir.Table:
    """Give one row a customer: `depth`, the gaps `g2`, `g3`…, `unfinished`, `[group] [period]`."""
    steps = range(1, len(question.steps) + 1)
    limit = reach.interval(question.window)
    table = reach.times(rows, best, question.codes, question.window, question.order)
    last = ibis.literal(end.to_pydatetime(), type=rows.time.type())
    columns: dict[str, Any] = {
        f"g{step}": table[f"t{step}"].delta(table[f"t{step - 1}"], unit="microsecond")
        for step in steps[1:]
    }
    columns["unfinished"] = (table.depth < len(steps)) & (table.latest + limit > last)
    if question.every is not None:
        columns["period"] = table.start.truncate(UNITS[question.every]).cast("timestamp")
    table = table.select("customer", "depth", **columns)
    if question.by is None:
        return table
    begun = reach.opening(rows, best, question.codes, question.order)
    smallest = begun.group.all() if begun.group.type().is_boolean() else begun.group.min()
    group = begun.group_by("customer").aggregate(group=smallest)
    return table.left_join(group, "customer").drop("customer_right")


def _added_up(customers: ir.Table, question: Question) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Count everybody, everybody by group and period, and who has no group."""
    known, without_group = customers, 0
    if question.by is not None:
        known = customers.drop_null("group")
        missing = customers.aggregate(n=customers.count() - customers.group.count())
        without_group = int(engine.fetch(missing)["n"][0])
    overall = engine.fetch(known.aggregate(**_totals(known, question)))
    if not question.keys:
        return overall, overall, without_group
    groups = engine.fetch(known.group_by(question.keys).aggregate(**_totals(known, question)))
    return overall, groups.sort_values(question.keys, ignore_index=True), without_group


def _totals(customers: ir.Table, question: Question) -> dict[str, Any]:
    steps = range(1, len(question.steps) + 1)
    return {
        **{f"n{step}": (customers.depth >= step).sum() for step in steps},
        **{f"m{step}": customers[f"g{step}"].median() for step in steps[1:]},
        "unfinished": customers.unfinished.sum(),
    }
