"""A file comes in: what we recognised, corrected by the person who knows, then kept."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cx.data.mending.recipe import Recipe
from cx.data.reading import Reading, TableReading
from cx.data.recognition import Recognition
from cx.errors import CxError
from cx.ui import account, doctor, drafts, guard, state
from cx.ui.kept import remember_kept, say_kept
from cx.ui.roles import roles_form
from cx.ui.uploader import translate_uploader
from cx.ui.words import plain
from cx.wording import Message, t
from cx.workspace.recipes import roles_among

_ENDINGS: Final = ["xlsx", "xls", "xlsm", "xlsb", "ods", "csv", "tsv", "txt", "gz", "parquet"]
_ROUND: Final = "number of uploads"
_REFUSED: Final = "why the last file was refused"


def intake() -> None:
    """Take a file, show what was recognised, mend what needs it, keep it once it is confirmed."""
    say_kept()
    draft = drafts.current()
    if draft is None:
        if refused := st.session_state.get(_REFUSED):
            guard.refuse(refused)
        _take()
        return
    name, other = st.columns([3, 1], vertical_alignment="center")
    name.markdown(f":material/description: **{plain(draft.name)}**")
    if other.button(t("Another file"), icon=":material/undo:", width="stretch"):
        drafts.discard()
        st.rerun()
    try:
        reading = drafts.reading_of(draft)
    except CxError as error:
        drafts.discard()
        st.session_state[_REFUSED] = error
        st.rerun()
    try:
        _confirm(_choose_table(reading, draft), draft)
    except CxError as error:
        guard.refuse(error)


def _take() -> None:
    upload = st.file_uploader(
        t("Drop a spreadsheet here: Excel, CSV or Parquet, in English or Chinese"),
        type=_ENDINGS,
        key=f"upload {st.session_state.get(_ROUND, 0)}",
    )
    translate_uploader()
    if upload is not None:
        st.session_state.pop(_REFUSED, None)
        drafts.begin(upload)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()


def _choose_table(reading: Reading, draft: drafts.Draft) -> TableReading:
    """Ask for the table of a file with several; one of a shape that was kept before goes first."""
    names = [table.name for table in reading.tables]
    if len(names) == 1:
        return reading.tables[0]
    known = next((number for number, name in enumerate(names) if draft.known.get(name)), 0)
    name = st.radio(
        t("The file holds several tables. Which one?"), names, index=known, horizontal=True
    )
    return reading.tables[names.index(name)]


def _confirm(table: TableReading, draft: drafts.Draft) -> None:
    """Show what was recognised in `table`, let it be corrected, keep it on a click."""

    def decide(recipe: Recipe) -> None:
        draft.decide(table.name, recipe)
        st.rerun()

    account.of_rows(table, draft.name)
    _say_known(table, draft, decide)
    doctor.examine(table, decide, key=table.name)
    st.subheader(t("What the columns mean"), anchor=False)
    _say_recognised(table.recognition)
    file = draft.name
    known = draft.known.get(table.name)
    names = [column.name for column in table.columns]
    form = roles_form(
        table.file,
        table.columns,
        name=file.rsplit(".", 1)[0] if table.name in file else f"{file}: {table.name}",
        kind=known.kind if known else table.recognition.kind,
        roles=roles_among(known.roles, names) if known else table.recognition.roles,
        key=f"{draft.path.parent.name} {table.name} {hash(tuple(names))}",
    )
    if form is None or not st.button(t("Keep this data"), type="primary", icon=":material/check:"):
        return
    saved = state.workspace().save(
        table.file,
        name=form.name,
        kind=form.kind,
        roles=form.roles(),
        notes=(*(finding.message for finding in table.health.findings), *_made(table)),
        recipe=table.recipe,
    )
    drafts.discard()
    remember_kept(saved)


def _made(table: TableReading) -> tuple[Message, ...]:
    return tuple(made.step.sentence() for made in table.made)


def _say_known(table: TableReading, draft: drafts.Draft, decide: doctor.Decide) -> None:
    """Say that the recipe of an earlier file is used, and where this file differs from that."""
    known = draft.known.get(table.name)
    if known is None:
        return
    names = table.recipe.columns
    with st.container(border=True):
        st.markdown(
            t(
                ":material/history: This file has the shape of “{name}”, kept on {date:date}. Its "
                "recipe and roles are used again.",
                name=plain(known.name),
                date=known.saved_at,
            )
        )
        if new := known.new_columns(names):
            st.markdown(t("- New columns: {columns:list}", columns=[plain(c) for c in new]))
        if lost := known.lost_columns(names):
            st.markdown(
                t("- Columns that are gone: {columns:list}", columns=[plain(c) for c in lost])
            )
        if not new and not lost:
            st.caption(t("The columns are the same."))
        if st.button(t("Start without it"), icon=":material/restart_alt:"):
            draft.known[table.name] = None
            decide(Recipe())


def _say_recognised(found: Recognition) -> None:
    if found.kind is None:
        return
    st.markdown(
        t(
            "This looks like **{kind}** ({confidence:percent} sure). Correct below what is wrong.",
            kind=state.KINDS[found.kind],
            confidence=found.confidence,
        )
    )
    with st.expander(t("Why we think so")):
        for reason in found.reasons:
            st.markdown(f"- {plain(str(reason))}")
