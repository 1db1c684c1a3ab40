"""What is kept: its roles corrected, or the dataset removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from cx.data.traits import describe
from cx.ui import drafts, navigation, samples, state
from cx.ui.roles import roles_form
from cx.ui.words import plain
from cx.wording import t
from cx.workspace import Saved

PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "feedback": ("nps", "drivers", "barriers", "satisfaction", "touchpoints", "perception"),
    "events": ("funnel", "respondents", "behaviour", "value"),
    "experiment": ("experiment",),
    "spend": (),
    "customers": ("respondents", "behaviour", "value"),
}
_JUST: Final = "dataset just kept"


def remember_kept(saved: Saved) -> None:
    """Show the page anew, which then says that a dataset is kept."""
    st.session_state[_JUST] = saved.id
    st.rerun()


def say_kept() -> None:
    """Say what was kept on the last run, and what can be asked of it."""
    identifier = st.session_state.pop(_JUST, None)
    if identifier is None:
        return
    saved = state.workspace().get(identifier)
    st.success(t("“{name}” is kept. Now ask it something:", name=plain(saved.name)))
    with st.container(horizontal=True):
        for page in PAGES[saved.kind]:
            navigation.go(page, navigation.question_of(page))


def kept() -> None:
    """List what is kept, each with the ways to correct and to remove it."""
    saved = state.workspace().datasets()
    if not saved:
        if drafts.current() is None:
            samples.button()
        return
    st.subheader(t("What is kept"), anchor=False)
    for item in saved:
        label = t(
            "{name} · {kind} · {rows:count} rows · {date:date}",
            name=plain(samples.name_of(item)),
            kind=state.KINDS[item.kind],
            rows=item.rows,
            date=item.saved_at,
        )
        box = st.expander(label, key=f"kept {item.id}", on_change="rerun")
        if box.open:
            with box:
                _one_kept(item)


def _one_kept(item: Saved) -> None:
    for note in item.notes:
        st.markdown(f"- {plain(str(note))}")
    dataset = item.open()
    form = roles_form(
        dataset.table,
        describe(dataset.table),
        name=item.name,
        kind=item.kind,
        roles=item.roles,
        key=item.id,
    )
    with st.container(horizontal=True):
        if form and st.button(t("Keep the corrections"), key=f"correct {item.id}"):
            state.workspace().correct(item.id, name=form.name, kind=form.kind, roles=form.roles())
            st.rerun()
        with st.popover(t("Remove")):
            st.markdown(t("The copy in the workbench is deleted; your own file stays as it is."))
            if st.button(t("Remove it"), key=f"remove {item.id}", type="primary"):
                state.workspace().remove(item.id)
                st.rerun()
