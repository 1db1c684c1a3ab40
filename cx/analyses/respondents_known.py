"""What is known of every customer, whether they answered or not, and who of them did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.analyses.profile import behaviour_words, profile
from cx.analyses.respondents_answers import (
    FINE,
    KEY,
    STATE,
    left_out_of,
    scored_or_not,
    state_of,
)
from cx.analyses.result import LeftOut
from cx.analyses.scores import kind_name, nps_points, numbers
from cx.data.dataset import Customers, Events, Feedback
from cx.data.together.matching import Match, match
from cx.data.together.pairing import with_id
from cx.errors import InvalidSetting, NotEnoughData
from cx.wording import Message, msg

MOST_ATTRIBUTES: Final = 20
MOST_REPEATED: Final = 0.05
UNKNOWN: Final = "(not known)"
YES: Final = "yes"
NO: Final = "no"
_EARLY: Final = ": in the first "


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One thing that is known of customers.

    Attributes:
        name: of its column.
        label: what people call it.
        column: the same in `Known.rows`.
        number: whether it is a number, to be put into bands, and not a group.
    """

    name: str
    label: Message | str
    column: str
    number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All customers, and which of them answered.

    Attributes:
        match: who is in both tables.
        rows: one row a customer: `key`, the columns of `attributes`, `answered` (1 or 0), `net` (1
            promoter, 0 passive, −1 detractor; the mean of several answers; missing without one).
        answers: the answers that count, one row each: the columns of the feedback and `key`.
        attributes: what is compared.
        not_compared: what is known but one too many.
        left_out: answers that do not count.
        unscored: why there is no NPS; missing where there is one.
        doubts: about the scale of the score.
    """

    match: Match
    rows: ir.Table
    answers: ir.Table
    attributes: tuple[Attribute, ...]
    not_compared: tuple[Attribute, ...]
    left_out: tuple[LeftOut, ...]
    unscored: Message | None
    doubts: tuple[Message, ...]


def customers_of(known: Any) -> Customers:
    """Take what is known of customers; an event log is summed up by customer."""
    if not isinstance(known, Events):
        return Customers.expect(known)
    summed = profile(known)
    measures = tuple(name for name in summed.measures if _EARLY not in name)
    return summed.with_roles(measures=measures)


@contextmanager
def held(known: Any) -> Iterator[Customers]:
    """Give the customers inside a `with` block, an event log summed up only once."""
    customers = customers_of(known)
    if not isinstance(known, Events):
        yield customers
        return
    with customers.table.cache() as table:
        yield customers.with_roles(table=table)


def attributes_known(known: Any) -> dict[str, Message | str]:
    """Return what is known of customers and compared: name → what people call it."""
    attributes = _attributes(customers_of(known), logged=isinstance(known, Events))
    return {item.name: item.label for item in attributes[:MOST_ATTRIBUTES]}


def known_of(
    feedback: Feedback, customers: Customers, *, normalise: bool, logged: bool = False
) -> Known:
    """Set all customers beside the answers that some of them gave.

    Args:
        feedback: answers.
        customers: all customers.
        normalise: as in `cx.match`.
        logged: whether what is known was summed up from an event log.

    Raises:
        RoleMissing: the feedback does not say who answered.
        InvalidSetting: nothing is known of customers, or they do not have a row each.
        NotEnoughData: no answer belongs to a customer.
    """
    who = str(feedback.require_role("customer"))
    every = _attributes(customers, logged=logged)
    attributes = every[:MOST_ATTRIBUTES]
    unscored, doubts = scored_or_not(feedback)
    found = match(
        feedback,
        customers,
        left_on=who,
        right_on=customers.customer,
        names=("feedback", "customers"),
        normalise=normalise,
    )
    _check(found)
    people = _one_row_each(found, attributes)
    state = state_of(found.pairing.left, feedback, scored=unscored is None)
    counting = found.pairing.left.mutate(**{STATE: state})
    given = counting.filter((counting[STATE] == FINE) & with_id(counting, found.pairing.keys))
    return Known(
        match=found,
        rows=_rows(people, given, feedback, scored=unscored is None),
        answers=given.drop(STATE),
        attributes=attributes,
        not_compared=every[MOST_ATTRIBUTES:],
        left_out=left_out_of(counting, people, feedback),
        unscored=unscored,
        doubts=doubts,
    )


def _attributes(customers: Customers, *, logged: bool) -> tuple[Attribute, ...]:
    value = (customers.value,) if customers.value else ()
    names = tuple(dict.fromkeys((*customers.segments, *value, *customers.measures)))
    names = tuple(name for name in names if name != customers.customer)
    if not names:
        raise InvalidSetting(
            msg(
                "Nothing but the id is known of customers, so those who answered cannot be set "
                "beside the others. Say which columns are groups or numbers: on the Data page, or "
                "with segments, measures and value in Python. The columns are: {columns:list}.",
                columns=customers.columns,
            )
        )
    return tuple(
        Attribute(
            name=name,
            label=behaviour_words(name) if logged else name,
            column=f"a{place}",
            number=_is_number(customers, name),
        )
        for place, name in enumerate(names)
    )


def _is_number(customers: Customers, name: str) -> bool:
    kind = customers.table[name].type()
    number = name in customers.measures or name == customers.value
    if number and not (kind.is_numeric() or kind.is_boolean() or kind.is_null()):
        raise InvalidSetting(
            msg(
                "“{column}” holds {kind}, but a measure has to hold numbers. Make it a segment.",
                column=name,
                kind=kind_name(kind),
            )
        )
    return bool(number and kind.is_numeric())


def _check(found: Match) -> None:
    """Refuse tables without anybody in common, and customers that have several rows."""
    if not found.left.matched_rows:
        raise NotEnoughData(
            msg(
                "None of the {answers:count} answers belongs to one of the {customers:count} "
                "customers: the ids have nothing in common. Check on the page “Bring together” "
                "whether both columns hold the same id.",
                answers=found.left.rows,
                customers=found.right.ids,
            )
        )
    repeated = found.right.repeated_ids
    if repeated > MOST_REPEATED * found.right.ids:
        raise InvalidSetting(
            msg(
                "{n:count} of {ids:count} customers stand in several rows, but one row a customer "
                "is needed. If the rows are what customers did, use them as an event log.",
                n=repeated,
                ids=found.right.ids,
            )
        )


def _one_row_each(found: Match, attributes: Sequence[Attribute]) -> ir.Table:
    """Give one row a customer; of several, the first group by the alphabet and the mean number."""
    right = found.pairing.right
    rows = right.filter(with_id(right, found.pairing.keys))
    own = rows.select(
        key=rows[KEY],
        **{
            item.column: numbers(rows, item.name) if item.number else _text(rows[item.name])
            for item in attributes
        },
    )
    asked = {
        item.column: own[item.column].mean() if item.number else own[item.column].min()
        for item in attributes
    }
    people: ir.Table = own.group_by("key").aggregate(**asked)
    return people


def _text(column: Any) -> ir.StringValue:
    if column.type().is_boolean():
        text: Any = ibis.cases((column, YES), (~column, NO))
    else:
        column = column.date() if column.type().is_timestamp() else column
        text = column.cast("string")
    return text.strip().nullif("").fill_null(UNKNOWN)


def _rows(people: ir.Table, given: ir.Table, feedback: Feedback, *, scored: bool) -> ir.Table:
    """Put beside every customer whether and how they answered."""
    kind: Any = ibis.null("float64")
    if scored:
        score: Any = numbers(given, str(feedback.score))
        kind = nps_points(score) / 100
    one = given.select(key=given[KEY], kind=kind)
    each = one.group_by("key").aggregate(net=one["kind"].mean(), answers=one.count())
    both = people.left_join(each, "key")
    known = [name for name in people.columns if name != "key"]
    rows: ir.Table = both.select(
        "key",
        *known,
        "net",
        answers=both["answers"].fill_null(0),
        answered=both["answers"].notnull().cast("int32"),
    )
    return rows
