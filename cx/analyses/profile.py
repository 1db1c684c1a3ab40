"""What each customer did, summed up from an event log: behaviour beside the answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.analyses.event_log import event_counts
from cx.analyses.event_rows import event_rows
from cx.data.dataset import Customers, Events, Feedback
from cx.data.together.headers import free_name
from cx.errors import InvalidSetting, NotEnoughData
from cx.wording import Message, msg

MOST_EVENTS: Final = 20
VALUE: Final = "value"
VALUE_AFTER: Final = "value after the answer"
ORDERS: Final = "orders"
DAYS: Final = "days from first to last event"
CHANNEL: Final = "first channel"
_DAY: Final = 86_400

_WORDS: Final[Mapping[str, Message]] = {
    VALUE: msg("Value"),
    ORDERS: msg("Events with a value"),
    DAYS: msg("Days from the first to the last event"),
    CHANNEL: msg("First channel"),
}
_TIMES: Final = re.compile(r"(?P<event>.*): times", re.DOTALL)
_EARLY: Final = re.compile(r"(?P<event>.*): in the first (?P<days>\d+) days", re.DOTALL)


def profile(events: Events, *, feedback: Feedback | None = None, first_days: int = 7) -> Customers:
    """Sum an event log up to one row a customer, in the engine.

    Rows without a customer or a time do not count. Nothing is computed until the table is used,
    but for one query that looks for the commonest events.

    Args:
        events: the log.
        feedback: answers with the roles customer and time. For customers who answered, only what
            came before their last answer (with a score, where there is a score) then counts,
            so that behaviour can be set beside it; what they brought from then on stands in
            `value after the answer`. An answer of which only the day is known is taken to be given
            as the day began. For customers without an answer everything counts.
        first_days: how many days after the first event of a customer are their beginning.

    Returns:
        Customers, whose columns are

        - the customer, named as in the log;
        - `<event>: times` for the 20 events that most customers did: how often it was done;
        - `<event>: in the first 7 days`: 1 if it was done no later than `first_days` after the
          first event of the customer, else 0;
        - `value`, the sum of all values (0 without any), and `orders`, how many events have a
          value above 0, where the log has values;
        - `days from first to last event`;
        - `first channel`: the channel of the earliest event that has one;
        - each segment: its value at the earliest event that has one.

        A name that is taken is numbered. Customers all of whose events follow their answer have 0
        everywhere.

    Raises:
        InvalidSetting: `first_days` is no whole number above 0, or times are none.
        RoleMissing: the answers have no customer or no time.
        NotEnoughData: the log names no event.
    """
    Events.expect(events)
    if isinstance(first_days, bool) or not isinstance(first_days, int) or first_days < 1:
        raise InvalidSetting(
            msg(
                "The beginning of a customer is {days} days long; it has to be a whole number of "
                "days, for example 7.",
                days=repr(first_days),
            )
        )
    if feedback is not None:
        Feedback.expect(feedback)
    names = list(event_counts(events)["event"].head(MOST_EVENTS))
    if not names:
        raise NotEnoughData(
            msg(
                "No row of the log has a customer and an event, so there is no behaviour to sum "
                "up. Check which columns they are."
            )
        )
    summed = _summed(events, event_rows(events, feedback), names, first_days)
    return _named(events, summed, names, first_days, split=feedback is not None)


def behaviour_words(column: str) -> Message | str:
    """Say in words what a column of a profile holds; other columns are called what they are."""
    if column in _WORDS:
        return _WORDS[column]
    if found := _TIMES.fullmatch(column):
        return msg("Number of “{event}”", event=found["event"])
    if found := _EARLY.fullmatch(column):
        return msg(
            "“{event}” in the first {days:count} days",
            event=found["event"],
            days=int(found["days"]),
        )
    return column


def event_done(column: str) -> str | None:
    """Return the event that a column of a profile counts, or None."""
    found = _TIMES.fullmatch(column)
    return found["event"] if found else None


def _summed(events: Events, rows: ir.Table, names: list[str], first_days: int) -> ir.Table:
    """Aggregate by customer under names of our own."""
    firsts = [*(["channel"] if events.channel else []), *_segments(events)]
    before = rows.answered.isnull() | (rows.time < rows.answered)
    rows = rows.mutate(before=before)
    rows = rows.mutate(**{f"{name}_at": _first_time(rows, rows[name]) for name in firsts})
    counts: Any = rows.before
    start = rows.time.min(where=counts)
    end = start + ibis.interval(seconds=first_days * _DAY)
    asked: dict[str, Any] = {}
    for at, name in enumerate(names):
        done = counts & (rows.event == name)
        asked[f"n{at}"] = done.cast("int32").sum()
        asked[f"w{at}"] = (rows.time.min(where=done) <= end).cast("int32")
    paid = counts & (rows.value > 0)
    seconds = rows.time.max(where=counts).epoch_seconds() - start.epoch_seconds()
    asked |= {
        "value": rows.value.sum(where=counts),
        "after": rows.value.sum(where=~counts),
        "orders": paid.cast("int32").sum(),
        "days": seconds / _DAY,
    }
    filled = {name: value.fill_null(0) for name, value in asked.items()}
    texts = {name: rows[name].min(where=rows.time == rows[f"{name}_at"]) for name in firsts}
    grouped: ir.Table = rows.group_by("customer").aggregate(**filled, **texts)
    return grouped


def _first_time(rows: ir.Table, column: Any) -> ir.TimestampValue:
    """Give the time at which a customer first has a value in `column`, beside each row."""
    there = rows.before & column.notnull()
    time = ibis.ifelse(there, rows.time, ibis.null("timestamp"))
    first: ir.TimestampValue = time.min().over(group_by="customer")
    return first


def _segments(events: Events) -> list[str]:
    return [f"s{at}" for at in range(len(events.segments))]


def _named(
    events: Events, summed: ir.Table, names: list[str], first_days: int, *, split: bool
) -> Customers:
    """Give the columns the names that people see, and their roles."""
    columns: dict[str, str] = {}

    def add(own: str, shown: str) -> str:
        title = free_name(shown, tuple(columns))
        columns[title] = own
        return title

    customer = add("customer", events.customer)
    value = add("value", VALUE) if events.value else None
    measures = [add(f"n{at}", f"{name}: times") for at, name in enumerate(names)]
    early = f"in the first {first_days} days"
    measures += [add(f"w{at}", f"{name}: {early}") for at, name in enumerate(names)]
    measures += [add("orders", ORDERS)] if events.value else []
    measures.append(add("days", DAYS))
    segments = [add("channel", CHANNEL)] if events.channel else []
    segments += [
        add(own, name) for own, name in zip(_segments(events), events.segments, strict=True)
    ]
    if split and events.value:
        add("after", VALUE_AFTER)
    table = summed.select(**{title: summed[own] for title, own in columns.items()})
    return Customers(
        table,
        customer=customer,
        segments=tuple(segments),
        measures=tuple(measures),
        value=value,
    )
