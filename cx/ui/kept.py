"""What is kept: its roles corrected, or the dataset removed."""

from __future__ import annotations

import streamlit as st

from cx.data.traits import describe
from cx.ui import drafts, samples, state
from cx.ui.roles import roles_form
from cx.ui.words import plain
from cx.wording import t
from cx.workspace import Saved


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
