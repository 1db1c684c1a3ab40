"""The data doctor: what was found in a file, what can be done about it, what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from cx.data.health import Finding
from cx.data.mending.recipe import Recipe
from cx.data.mending.step import Step
from cx.data.reading import TableReading
from cx.ui import word_order
from cx.ui.words import plain
from cx.wording import t

MOST: Final = 12

Decide = Callable[[Recipe], None]


def examine(table: TableReading, decide: Decide, *, key: str) -> None:
    """Draw what is open to decide and what was done, each with its way back.

    Args:
        table: what was read.
        decide: called with the recipe that a click leads to.
        key: tells several tables of a page apart.
    """
    open_ones = [finding for finding in table.health.findings if finding.mends]
    st.subheader(t("Data doctor"), anchor=False)
    st.caption(
        t(
            "Nothing in your file is changed. Each mend is a step that you can take back, and the "
            "steps are kept for the next file of this shape."
        )
    )
    if not open_ones:
        st.markdown(f":material/task_alt: {t('Nothing is left to decide.')}")
    _proposals(open_ones, table.recipe, decide, key)
    word_order.ask(table.columns, table.recipe, decide, key=key)
    _steps(table, decide, key)


def _proposals(findings: Sequence[Finding], recipe: Recipe, decide: Decide, key: str) -> None:
    questions = [finding for finding in findings if len(finding.mends) > 1]
    proposals = [finding for finding in findings if len(finding.mends) == 1]
    if len(proposals) > 1 and st.button(
        t("Accept all {n:count} proposals", n=len(proposals)),
        icon=":material/done_all:",
        key=f"accept all {key}",
    ):
        for finding in proposals:
            recipe = recipe.accepting(finding.mends[0])
        decide(recipe)
    for number, finding in enumerate([*questions, *proposals]):
        if number == MOST:
            rest = st.expander(t("{n:count} more", n=len(findings) - MOST))
        with rest if number >= MOST else st.container(border=True):
            _open(finding, recipe, decide, f"{key} {number}")


def _open(finding: Finding, recipe: Recipe, decide: Decide, key: str) -> None:
    """Draw one finding with its rows and the ways to answer it."""
    icon = "help" if len(finding.mends) > 1 else "healing"
    st.markdown(f":material/{icon}: {plain(str(finding.message))}")
    step = finding.mends[0]
    if len(finding.mends) > 1:
        step = st.radio(
            t("Which one?"),
            finding.mends,
            format_func=lambda each: plain(str(each.sentence())),
            key=f"choice {key} {finding.column}",
            label_visibility="collapsed",
        )
    else:
        st.caption(t("Proposal: {step}", step=plain(str(step.sentence()))))
    with st.container(horizontal=True):
        if st.button(t("Accept"), icon=":material/check:", key=f"accept {key}"):
            decide(recipe.accepting(step))
        if st.button(t("Leave unchanged"), icon=":material/close:", key=f"refuse {key}"):
            for other in finding.mends:
                recipe = recipe.refusing(other)
            decide(recipe)
        if finding.examples:
            with st.popover(_rows_label(finding), icon=":material/table_rows:"):
                _examples(finding)


def _rows_label(finding: Finding) -> str:
    if finding.rows:
        return t("{n:count} rows", n=finding.rows)
    return t("Rows")


def _examples(finding: Finding) -> None:
    if len(finding.examples) < finding.rows:
        st.caption(t("The first {n:count}:", n=len(finding.examples)))
    st.dataframe(
        pd.DataFrame(finding.examples, columns=["row", "text"]),
        hide_index=True,
        column_config={
            "row": st.column_config.NumberColumn(t("Row in the file")),
            "text": st.column_config.TextColumn(finding.column or t("Cell")),
        },
    )


def _steps(table: TableReading, decide: Decide, key: str) -> None:
    recipe = table.recipe
    label = t("Recipe: {n:count} steps", n=len(recipe.steps))
    if not (recipe.steps or recipe.refused):
        return
    with st.expander(label, icon=":material/receipt_long:", expanded=len(table.made) <= MOST):
        for number, made in enumerate(table.made):
            _undoable(made.step, recipe, decide, f"made {number} {key}", rows=made.rows)
        for number, step in enumerate(table.skipped):
            text = t("Not made, its columns are not there: {step}", step=_sentence(step))
            _undoable(step, recipe, decide, f"skipped {number} {key}", text=text)
        for number, step in enumerate(recipe.refused):
            text = t("Refused: {step}", step=_sentence(step))
            _undoable(step, recipe, decide, f"refused {number} {key}", text=text)


def _undoable(  # noqa: PLR0913 -- one line of the recipe
    step: Step,
    recipe: Recipe,
    decide: Decide,
    key: str,
    *,
    text: str = "",
    rows: int | None = None,
) -> None:
    """Draw a step with what it touched and the way back."""
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.markdown(text or _sentence(step))
    if rows is not None:
        left.caption(t("{n:count} rows", n=rows))
    if right.button(t("Undo"), key=f"undo {key}", icon=":material/undo:"):
        undone = recipe.without(step)
        decide(undone if step in recipe.refused else undone.refusing(step))


def _sentence(step: Step) -> str:
    return plain(str(step.sentence()))
