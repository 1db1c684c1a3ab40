"""A file comes in: what we recognised, corrected by the person who knows, then kept."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from cx.data.mending.recipe import Recipe
from cx.data.privacy import mask
from cx.data.reading import Reading, TableReading
from cx.data.recognition import Recognition
from cx.data.traits import describe
from cx.errors import CxError
from cx.report.workbook import csv_bytes
from cx.ui import doctor, drafts, guard, navigation, samples, state
from cx.ui.roles import roles_form
from cx.ui.words import plain
from cx.wording import Message, t
from cx.workspace import Saved
from cx.workspace.recipes import roles_among

_ENDINGS: Final = ["xlsx", "xls", "xlsm", "xlsb", "ods", "csv", "tsv", "txt", "gz", "parquet"]
_ROUND: Final = "number of uploads"
_KEPT: Final = "dataset just kept"
_REFUSED: Final = "why the last file was refused"
FEW_NOTES: Final = 6
SHOWN: Final = 1000

PAGES: Final = {
    "feedback": ("nps", "drivers", "barriers"),
    "events": ("funnel",),
    "experiment": ("experiment",),
    "spend": (),
}


def intake() -> None:
    """Take a file, show what was recognised, mend what needs it, keep it once it is confirmed."""
    _say_kept()
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
    _translate_uploader()
    if upload is not None:
        st.session_state.pop(_REFUSED, None)
        drafts.begin(upload)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()


def _translate_uploader() -> None:
    """Put the words inside the upload field into the language in use: it has English ones only."""
    zone = '[data-testid="stFileUploaderDropzone'
    words = {
        f'{zone}"] button p': t("Choose a file"),
        f'{zone}Instructions"] span': t(
            "Up to {size:count} MB a file", size=st.get_option("server.maxUploadSize")
        ),
    }
    rules = "".join(
        f'{place} {{font-size: 0}} {place}::after {{content: "{text}"; font-size: 0.875rem}}'
        for place, text in words.items()
    )
    st.html(f"<style>{rules}</style>")


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

    _say_found(table, draft.name)
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
    _start_over(saved)


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


def _say_found(table: TableReading, file: str) -> None:
    health = table.health
    st.markdown(
        t(
            "**{file}**: {rows:count} rows and {columns:count} columns were read, "
            "{rejected:count} rows could not be.",
            file=plain(file),
            rows=health.rows_kept,
            columns=len(table.columns),
            rejected=health.rows_rejected,
        )
    )
    told = [finding for finding in health.findings if not finding.mends]
    for finding in told:
        if finding.kind == "warning":
            st.warning(plain(str(finding.message)), icon=":material/info:")
    notes = [finding for finding in told if finding.kind == "info"]
    if notes:
        with st.expander(t("What we noticed and put right"), expanded=len(notes) <= FEW_NOTES):
            for finding in notes:
                st.markdown(f"- {plain(str(finding.message))}")
    _left_out(table)
    if len(table.unread):
        with st.expander(t("Cells that could not be read")):
            cells = _readable(table.unread.drop(columns="table")).head(SHOWN)
            st.dataframe(cells, hide_index=True, column_config=_labels())


def _left_out(table: TableReading) -> None:
    """Account for every row of the file, and offer those that are not used with their reason."""
    rejected = table.rejected
    if rejected.empty:
        return
    health = table.health
    label = t(
        "{rows_in:count} rows in the file = {used:count} used + {out:count} left out",
        rows_in=health.rows_in,
        used=health.rows_kept,
        out=health.rows_rejected,
    )
    with st.expander(label, icon=":material/rule:"):
        readable = _readable(rejected.drop(columns="table"))
        for reason, rows in readable["reason"].value_counts().items():
            st.markdown(
                "- " + t("{n:count} left out: {reason}", n=rows, reason=plain(str(reason)))
            )
        st.dataframe(readable.head(SHOWN), hide_index=True, column_config=_labels())
        st.download_button(
            t("Download the rows left out"),
            csv_bytes(readable),
            file_name=f"{table.name} left out.csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _labels() -> dict[str, Any]:
    return {
        "row": st.column_config.NumberColumn(t("Row in the file")),
        "reason": st.column_config.TextColumn(t("Why")),
        "column": st.column_config.TextColumn(t("Column")),
        "text": st.column_config.TextColumn(t("What stands there")),
    }


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Put reasons into words and mask personal data, for a table that is shown."""
    return frame.assign(
        **{
            name: [mask(str(value)) for value in frame[name]]
            for name in ("reason", "text")
            if name in frame
        }
    )


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


def _start_over(saved: Saved) -> None:
    """Make room for the next file, and say what was kept on the next run."""
    drafts.discard()
    st.session_state[_KEPT] = saved.id
    st.rerun()


def _say_kept() -> None:
    identifier = st.session_state.pop(_KEPT, None)
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
