"""Words of a scale that only the person who asked can put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from cx.data.mending.cells import Numbered
from cx.data.mending.recipe import Recipe
from cx.data.scales.word_findings import orderable
from cx.data.traits import Traits
from cx.ui.words import plain
from cx.wording import t


def ask(
    columns: Sequence[Traits], recipe: Recipe, decide: Callable[[Recipe], None], *, key: str
) -> None:
    """Ask for the order of the words of each column where it is not known."""
    decided = {step.column for step in recipe.steps if isinstance(step, Numbered)}
    for column in columns:
        words = orderable(column)
        if words and column.name not in decided:
            with st.container(border=True):
                _one(column.name, words, recipe, decide, f"{key} {column.name}")


def _one(
    column: str,
    words: Sequence[str],
    recipe: Recipe,
    decide: Callable[[Recipe], None],
    key: str,
) -> None:
    st.markdown(
        ":material/sort: "
        + t(
            "The answers of “{column}” look like a scale whose order we do not know.",
            column=plain(column),
        )
    )
    ordered = st.multiselect(
        t("Choose the answers one after the other, from the worst to the best"),
        words,
        default=words,
        placeholder=t("Choose an answer"),
        key=f"order {key}",
    )
    missing = len(words) - len(ordered)
    if missing:
        st.caption(t("{n:count} still to choose; what is left out counts as missing.", n=missing))
    if st.button(t("Use this order"), icon=":material/check:", key=f"use order {key}"):
        numbered = tuple((word, float(place)) for place, word in enumerate(ordered, start=1))
        decide(recipe.accepting(Numbered(column=column, words=numbered)))
