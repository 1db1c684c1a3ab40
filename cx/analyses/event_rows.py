"""The rows of an event log under names of our own, beside the last answer of their customer."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from cx.analyses.scores import numbers
from cx.data.dataset import Dataset, Events, Feedback
from cx.data.together.identifiers import compared, filled
from cx.errors import InvalidSetting
from cx.wording import msg


def moment(data: Dataset, role: str = "time") -> ir.TimestampValue:
    """Give the time of each row; a day is its first moment.

    Raises:
        RoleMissing: there is no time.
        InvalidSetting: the times are none.
    """
    column = data.require_role(role)
    time: Any = data.table[column]
    kind = time.type()
    if not (kind.is_timestamp() or kind.is_date()):
        raise InvalidSetting(
            msg(
                "The column “{column}” holds no dates, but they are needed to tell what came "
                "before an answer. Choose another time column or turn it into dates first.",
                column=column,
            )
        )
    moment: ir.TimestampValue = time.cast("timestamp")
    return moment


def check_zones(events: Events, feedback: Feedback) -> None:
    """Refuse times of which only one side has a time zone: nobody could tell which came first.

    Raises:
        InvalidSetting: as said.
    """
    kinds: list[Any] = [
        data.table[column].type()
        for data, column in ((events, events.time), (feedback, feedback.time))
        if column is not None
    ]
    zoned = [bool(kind.is_timestamp() and kind.timezone) for kind in kinds]
    timed = [kind.is_timestamp() for kind in kinds]
    if all(timed) and len(zoned) == 2 and zoned[0] != zoned[1]:
        raise InvalidSetting(
            msg(
                "Of “{events}” and “{answers}” only one has a time zone, so nobody can tell what "
                "came before an answer. Give both times a zone, or neither.",
                events=events.time,
                answers=str(feedback.time),
            )
        )


def known(column: Any) -> Any:
    """Return an id with blank ones missing."""
    return filled(column) if column.type().is_string() else column


def event_rows(events: Events, feedback: Feedback | None = None) -> ir.Table:
    """Give the rows that have a customer and a time.

    Args:
        events: the log.
        feedback: answers with a customer and a time; only rows with a score count where there is
            one.

    Returns:
        Columns `customer time event value channel s0 s1 …` (of the segments, as text), `value`
        and `channel` missing where the log has none; and `answered`, the time of the last answer
        of the customer, missing without one.
    """
    table = events.table
    columns: dict[str, Any] = {
        "customer": known(table[events.customer]),
        "time": moment(events),
        "event": table[events.event].cast("string"),
        "value": ibis.null("float64") if events.value is None else numbers(table, events.value),
    }
    if events.channel is not None:
        columns["channel"] = table[events.channel].cast("string")
    columns |= {f"s{at}": table[name].cast("string") for at, name in enumerate(events.segments)}
    if feedback is None:
        rows = table.select(**columns, answered=ibis.null("timestamp"))
        return rows.drop_null(["customer", "time"])
    check_zones(events, feedback)
    answers = feedback.table
    here, there = compared(
        answers[feedback.require_role("customer")], table[events.customer], normalise=False
    )
    given = answers.select(
        key=here,
        answered=moment(feedback),
        score=ibis.literal(1) if feedback.score is None else answers[feedback.score],
    ).drop_null()
    last = given.group_by("key").aggregate(answered=given.answered.max())
    rows = table.select(key=there, **columns).drop_null(["customer", "time"])
    joined: ir.Table = rows.left_join(last, "key").select(*columns, "answered")
    return joined
