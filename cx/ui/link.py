"""A view is a link: what a control is set to lives in the session and in the address.

The address carries codes, not translated labels, so that a link opens in either language. What is
in the address wins when it is new (a link, the back button); otherwise the session does.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import streamlit as st

_PUBLISHED: Final = "address as last written"


def recall(key: str, options: Collection[str], default: str) -> None:
    """Set the session's value of `key` before its widget is drawn; must be one of `options`."""
    recall_list(key, options, (default,))
    st.session_state[key] = st.session_state[key][0]


def recall_list(key: str, options: Collection[str], default: Collection[str]) -> None:
    """Do as `recall` does for a control with several values."""
    asked = st.query_params.get_all(key)
    current = st.session_state.get(key)
    written, was_default = _published().get(key, (None, False))
    if asked and asked != written:
        current = asked
    elif was_default and written == ([current] if isinstance(current, str) else current):
        current = None  # nobody chose it: another dataset may have another default
    if isinstance(current, str):
        current = [current]
    kept = [value for value in current or () if value in options]
    st.session_state[key] = kept if current and kept else list(default)


def publish(key: str, values: list[str], default: Collection[str]) -> None:
    """Write a control's value into the address; its default is left out."""
    if values == list(default):
        st.query_params.pop(key, None)
    elif st.query_params.get_all(key) != values:
        st.query_params[key] = values
    _published()[key] = (values, values == list(default))


def carried() -> dict[str, list[str]]:
    """Return what the address holds, to take it along to another page."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _published() -> dict[str, tuple[list[str], bool]]:
    """Give what was last written of each control, and whether it was its default."""
    published: dict[str, tuple[list[str], bool]] = st.session_state.setdefault(_PUBLISHED, {})
    return published
