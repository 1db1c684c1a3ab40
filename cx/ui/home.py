"""The first page: what this is, in ten seconds, and the two ways to begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from cx.ui import navigation, samples, state
from cx.wording import Message, msg, t

QUESTIONS: Final[Mapping[str, tuple[str, Message]]] = {
    "drivers": (
        "feedback",
        msg("Which experience moves recommendation, by how many points, and how sure that is."),
    ),
    "funnel": (
        "events",
        msg("On which step from first visit to recommendation people leave, and who they are."),
    ),
    "barriers": (
        "feedback",
        msg("What people say held them back, how many they are, in their own words."),
    ),
    "experiment": (
        "experiment",
        msg("Whether version B is better, worse, or whether nobody can tell yet."),
    ),
}


def welcome() -> None:
    """Say what the workbench does and offer the ways in."""
    st.header(t("From a spreadsheet to an answer you can defend"), anchor=False)
    st.markdown(
        t(
            "Bring a spreadsheet with customers' answers or actions, in English or Chinese. You "
            "get a sentence that answers your question, a picture that shows it, and how sure we "
            "are."
        )
    )
    there = {saved.kind for saved in state.workspace().datasets()}
    with st.container(horizontal=True):
        navigation.button("data", t("Bring your own file"), icon="upload")
        if not there:
            samples.button()
    for left, right in (("drivers", "funnel"), ("barriers", "experiment")):
        for column, name in zip(st.columns(2), (left, right), strict=True):
            with column, st.container(border=True, height="stretch"):
                kind, promise = QUESTIONS[name]
                navigation.go(name, f"**{navigation.question_of(name)}**")
                st.markdown(str(promise))
                if there and kind not in there:
                    st.caption(t("No data for this yet."))
    st.caption(t("Nothing leaves this computer: no account, no cloud, no tracking."))
