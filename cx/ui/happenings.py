"""Launches and incidents: noted once, drawn into every course over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from cx.analyses.annotations import Annotation, annotations_of
from cx.data.reading import read
from cx.errors import CxError
from cx.ui import state
from cx.ui.uploader import translate_uploader
from cx.ui.words import plain
from cx.wording import msg, t

_TEXT: Final = "what happened"
_DAY: Final = "day it happened"
_FILE: Final = "file of happenings"


def happenings() -> tuple[tuple[str, str], ...]:
    """Draw the list in the sidebar and return it: days in ISO form, and what happened."""
    kept = state.workspace().annotations.all()
    with st.sidebar.expander(
        t("Launches and incidents ({n:count})", n=len(kept)), icon=":material/flag:"
    ):
        st.caption(t("What happened on a day is drawn into the course, for everybody who looks."))
        for item in kept:
            _one(item)
        _form()
        _upload()
    return tuple((item.day.isoformat(), item.text) for item in kept)


def _one(item: Annotation) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(t("{day:date}: {text}", day=item.day, text=item.text)))
        if st.button(
            t("Remove"),
            key=f"remove {item.day} {item.text}",
            icon=":material/delete:",
            type="tertiary",
        ):
            state.workspace().annotations.remove(item)
            st.rerun()


def _form() -> None:
    with st.form("happening", clear_on_submit=True, border=False):
        day = st.date_input(t("Day"), value=None, key=_DAY, max_value=dt.date(2100, 1, 1))
        text = st.text_input(t("What happened?"), key=_TEXT, max_chars=80)
        if st.form_submit_button(t("Note it"), icon=":material/add:"):
            _add(lambda: [(day, text)])


def _upload() -> None:
    file = st.file_uploader(
        t("Or bring a list: a column with days, a column with words"),
        type=["csv", "xlsx"],
        key=_FILE,
    )
    translate_uploader()
    if file is not None and st.button(t("Take this list"), key="take list"):
        _add(lambda: _listed(file.getvalue()))


def _listed(content: bytes) -> Any:
    """Read a list of days and words; the first column of each sort counts."""
    table = read(content).tables[0]
    days = [column.name for column in table.columns if column.type in {"date", "time"}]
    texts = [column.name for column in table.columns if column.type == "text"]
    if not days or not texts:
        raise CxError(
            msg(
                "The list has {columns:list}. It needs a column with days and a column with words; "
                "write days as 2026-03-02.",
                columns=[column.name for column in table.columns],
            )
        )
    return table.frame.select([days[0], texts[0]]).to_pandas().dropna(how="all")


def _add(given: Callable[[], Any]) -> None:
    try:
        found = annotations_of(given())
    except CxError as error:
        st.warning(plain(str(error)), icon=":material/front_hand:")
        return
    state.workspace().annotations.add(found)
    st.rerun()
