"""The data doctor for what is kept: mended in place, one step after the other."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cx.data.mending.recipe import Recipe
from cx.data.reading import TableReading, read
from cx.ui import doctor, drafts, navigation, samples, state
from cx.wording import t
from cx.workspace import Saved
from cx.workspace.recipes import roles_among

_RECIPES: Final = "recipes of kept data"


def examination() -> None:
    """Look at a kept dataset, mend it step by step, keep the mended one in its place."""
    saved = state.workspace().datasets()
    _point_to_draft()
    if not saved:
        _explain()
        return
    item = st.selectbox(t("Data"), saved, format_func=samples.name_of, key="examined")
    recipes: dict[str, Recipe] = st.session_state.setdefault(_RECIPES, {})

    def decide(recipe: Recipe) -> None:
        recipes[item.id] = recipe
        st.rerun()

    with st.spinner(t("Looking for what needs mending…"), show_time=True):
        table = _examined(item.path.name, recipes.get(item.id, Recipe()).to_json(), item)
    st.markdown(
        t(
            "{rows:count} rows = {used:count} used + {out:count} left out",
            rows=table.health.rows_in,
            used=table.health.rows_kept,
            out=table.health.rows_rejected,
        )
    )
    doctor.examine(table, decide, key=item.id)
    if table.made and st.button(t("Keep the mended data"), type="primary", icon=":material/check:"):
        names = [column.name for column in table.columns]
        state.workspace().mend(
            item.id,
            table.file,
            roles=roles_among(item.roles, names),
            notes=tuple(made.step.sentence() for made in table.made),
        )
        recipes.pop(item.id, None)
        st.rerun()


def _point_to_draft() -> None:
    if drafts.current() is not None:
        st.info(t("A file was brought in and is not kept yet: its doctor is on the Data page."))
        navigation.go("data", t("Go on with that file"), icon="table")


def _explain() -> None:
    st.markdown(
        t(
            "The data doctor says what is wrong in a table, which rows it concerns and what "
            "can be done: missing dates, repeated rows, codes for “no answer”, personal "
            "details, scales that change. There is no data yet."
        )
    )
    navigation.button("data", t("Bring your own file"), icon="upload")
    samples.button()


@st.cache_resource(max_entries=8, show_spinner=False)
def _examined(_file: str, recipe: str, _item: Saved) -> TableReading:
    return read(_item.path, recipe=Recipe.from_json(recipe), key=state.workspace().key).tables[0]
