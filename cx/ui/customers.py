"""What stands beside the answers on a page: an event log, a table of customers, a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from cx.data.dataset import Dataset, Events, Feedback
from cx.data.vocabulary import is_identifier, says
from cx.ui import controls, guard, samples, state
from cx.wording import Message, msg, t
from cx.workspace import Saved

_KINDS: Final = ("events", "customers")
_COLUMN: Final = "column "
_KNOWN: Final = msg(
    "Beside them it needs **what customers did or what is known of them**: an event log with who, "
    "what and when, or a table with one row a customer, with the same customer ids as the answers."
)
_VALUE: Final = msg(
    "Beside them it needs **what customers bring**: an event log or a table of customers with an "
    "amount of money and the same customer ids, or a column with an amount beside each answer."
)


def require_known() -> tuple[Dataset, Dataset]:
    """Return answers, and what is known of the customers; explain and stop where either lacks."""
    answers, known = state.workspace().datasets("feedback"), _saved()
    _stop_without(answers, known, _KNOWN)
    feedback = controls.dataset("feedback", answers).open()
    by_id = {item.id: item for item in known}
    names = {item.id: samples.name_of(item) for item in known}
    chosen = controls.choose(t("What customers did"), "customers", names, known[0].id)
    return feedback, by_id[chosen].open()


def require_value() -> tuple[Dataset, dict[str, Any]]:
    """Return answers, and where the value of customers stands, as settings of `cx.nps_value`."""
    answers = state.workspace().datasets("feedback")
    known = tuple(item for item in _saved() if item.roles.get("value"))
    if not answers:
        _stop_without(answers, known, _VALUE)
    feedback = controls.dataset("feedback", answers).open()
    columns = amounts_of(feedback)
    _stop_without(answers, [*known, *columns], _VALUE)
    names = {item.id: samples.name_of(item) for item in known}
    names |= {_COLUMN + name: t("“{column}” beside the answers", column=name) for name in columns}
    chosen = controls.choose(t("The value comes from"), "value", names, next(iter(names)))
    if chosen.startswith(_COLUMN):
        return feedback, {"value": chosen.removeprefix(_COLUMN)}
    customers = next(item for item in known if item.id == chosen).open()
    settings: dict[str, Any] = {"customers": customers}
    if isinstance(customers, Events) and isinstance(feedback, Feedback) and feedback.time:
        settings["window"] = controls.time_after_answer()
    return feedback, settings


def amounts_of(feedback: Dataset) -> tuple[str, ...]:
    """Return the columns of numbers that have no role and whose names speak of money."""
    return tuple(
        name
        for name, kind in feedback.table.schema().items()
        if kind.is_numeric()
        and name not in feedback.role_columns
        and (says(name, "value") or says(name, "customer_value") or says(name, "cost"))
        and not is_identifier(name)
    )


def _saved() -> tuple[Saved, ...]:
    return tuple(item for kind in _KINDS for item in state.workspace().datasets(kind))


def _stop_without(answers: Sequence[Any], known: Sequence[Any], need: Message) -> None:
    if answers and known:
        return
    guard.explain(guard.NEEDS["feedback"], need)
    st.stop()
