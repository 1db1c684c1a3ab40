"""What stands where an answer cannot: no data yet, wrong data, a fault of ours."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from typing import Final

import streamlit as st

from cx.data.dataset import Dataset
from cx.errors import CxError
from cx.ui import controls, navigation, samples, state
from cx.ui.words import plain
from cx.wording import Message, msg, t

_log: Final = logging.getLogger(__name__)

NEEDS: Final[Mapping[str, Message]] = {
    "feedback": msg(
        "This page needs **answers of customers**: one row an answer, with a score from 0 to 10, "
        "ratings or free text."
    ),
    "events": msg(
        "This page needs an **event log**: one row for each thing a customer did, with who, "
        "what and when."
    ),
    "experiment": msg(
        "This page needs the **rows of an A/B test**: one row a person, with the version they saw "
        "and what they did."
    ),
    "spend": msg("This page needs **what each channel cost**: one row a payment or a day."),
    "customers": msg(
        "This page needs **what is known of every customer**: one row a customer, with who it is "
        "and numbers or groups."
    ),
}


def require(kind: str) -> Dataset:
    """Return the dataset of this kind that is chosen; where there is none, explain and stop.

    Args:
        kind: "feedback", "events", "experiment", "spend" or "customers".
    """
    saved = state.workspace().datasets(kind)
    if not saved:
        explain(NEEDS[kind])
        st.stop()
    return controls.dataset(kind, saved).open()


def explain(*needs: Message) -> None:
    """Say what a page needs, and offer the ways to it."""
    with st.container(border=True):
        for need in needs:
            st.markdown(str(need))
        st.caption(t("Nothing leaves this computer. You can remove a file again at any time."))
        with st.container(horizontal=True):
            navigation.button("data", t("Bring your own file"), icon="upload")
            samples.button()


def refuse(error: CxError) -> None:
    """Show what was refused, why and what to do next."""
    st.warning(plain(str(error)), icon=":material/front_hand:")
    navigation.go("data", t("Check the data"), icon="table")


def apologise(error: Exception) -> None:
    """Show that a fault is ours, without its details; those go to the log under a number."""
    number = uuid.uuid4().hex[:8]
    _log.error("fault %s", number, exc_info=error)
    st.error(
        t(
            "Something went wrong here, and it is our fault, not yours. Your data is safe. Reload "
            "the page; if it happens again, report the number {number}.",
            number=number,
        ),
        icon=":material/error:",
    )
