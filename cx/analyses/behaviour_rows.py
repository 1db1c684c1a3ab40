"""Answers beside what is known of the customers who gave them, joined through `cx.match`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis.expr.types as ir

from cx.analyses.matched import check_match
from cx.analyses.scores import numbers
from cx.data.dataset import Customers, Feedback
from cx.data.together.matching import Match, match
from cx.errors import InvalidSetting
from cx.wording import msg, t

SCORE: Final = "_cx_score"
UNIT: Final = "_cx_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Answers of customers of whom something is known.

    Attributes:
        match: who is in both tables.
        rows: one row an answer whose customer is known: the score, the customer, and each of
            `columns` under a name of its own.
        columns: of the customers, as they were chosen → their names in `rows`.
    """

    match: Match
    rows: ir.Table
    columns: dict[str, str]


def answers_of(feedback: Feedback, customers: Customers, columns: Sequence[str]) -> Answers:
    """Set answers beside their customers.

    Raises:
        RoleMissing: the answers have no customer or no score.
        InvalidSetting: a customer who answered has several rows.
        NotEnoughData: no answer belongs to a customer that is known.
    """
    who, score = str(feedback.require_role("customer")), str(feedback.require_role("score"))
    own = {name: f"_cx_c{at}" for at, name in enumerate(columns)}
    left = feedback.table.select(
        **{who: feedback.table[who], SCORE: numbers(feedback.table, score)}
    )
    right = customers.table.select(
        **{customers.customer: customers.table[customers.customer]},
        **{title: _column(customers, name) for name, title in own.items()},
    )
    found = match(
        left,
        right,
        left_on=who,
        right_on=customers.customer,
        names=(t("answers"), t("customers")),
    )
    check_match(found)
    keys = list(found.pairing.keys)
    here, there = found.pairing.left, found.pairing.right
    both = here.select(SCORE, *keys).inner_join(there.select(*own.values(), *keys), keys)
    rows = both.select(SCORE, *own.values(), **{UNIT: both[keys[0]].cast("string")})
    return Answers(match=found, rows=rows, columns=own)


def _column(customers: Customers, name: str) -> Any:
    """Return a column; numbers that stand for groups are none to reckon with."""
    column: Any = customers.table[name]
    group = name in customers.segments and not column.type().is_boolean()
    return column.cast("string") if group else column


def chosen_columns(customers: Customers, measures: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the columns to look at: those asked for, or all measures, the value and segments.

    Raises:
        ColumnNotFound: one of them is not there.
        InvalidSetting: there is none, or one is the customer.
    """
    every: Sequence[Any]
    if measures is None:
        value = (customers.value,) if customers.value else ()
        every = (*customers.measures, *value, *customers.segments)
    else:
        every = (measures,) if isinstance(measures, str) else measures
    names = tuple(dict.fromkeys(customers.require_column(str(name)) for name in every))
    if not names or customers.customer in names:
        raise InvalidSetting(
            msg(
                "Say which columns tell what customers did or which group they belong to. The "
                "columns are: {columns:list}.",
                columns=tuple(name for name in customers.columns if name != customers.customer),
            )
        )
    return names
