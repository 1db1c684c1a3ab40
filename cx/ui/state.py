"""What belongs to the server and what to a session, each behind a name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from cx.ui import link
from cx.wording import LANGUAGES, Message, msg, t, use_language
from cx.workspace import Workspace

_LANGUAGE: Final = "lang"

KINDS: Final[Mapping[str, Message]] = {
    "feedback": msg("answers of customers"),
    "events": msg("what customers did"),
    "experiment": msg("an A/B test"),
    "spend": msg("what channels cost"),
    "customers": msg("what is known of every customer"),
}


@st.cache_resource(show_spinner=False)
def _workspace(folder: str) -> Workspace:
    return Workspace(Path(folder))


def workspace() -> Workspace:
    """Return the workspace: the folder `CX_WORKSPACE`, or `workspace` beside the app."""
    beside_the_app = Path(__file__).parents[2] / "workspace"
    return _workspace(os.environ.get("CX_WORKSPACE") or str(beside_the_app))


def choose_language() -> None:
    """Use the language that was chosen, or the browser's; call it before any word is written."""
    browser = "zh_CN" if (st.context.locale or "").startswith("zh") else "en"
    st.session_state.setdefault("browser language", browser)
    link.recall(_LANGUAGE, LANGUAGES, st.session_state["browser language"])
    use_language(st.session_state[_LANGUAGE])


def language_switch() -> None:
    """Draw the switch between the languages."""
    st.segmented_control(
        t("Language"),
        list(LANGUAGES),
        format_func=lambda code: LANGUAGES[code],
        key=_LANGUAGE,
        label_visibility="collapsed",
        required=True,
        persist_state="session",
        width="stretch",
    )
    link.publish(_LANGUAGE, [st.session_state[_LANGUAGE]], [st.session_state["browser language"]])


def dark() -> bool:
    """Tell whether the page is shown in the dark theme."""
    return st.context.theme.type == "dark"
