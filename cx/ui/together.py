"""Tables are brought together: what comes of it is shown before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from cx.errors import CxError, WrongScale
from cx.ui import navigation, samples, state
from cx.ui.kept import remember_kept, say_kept
from cx.ui.roles import roles_form
from cx.ui.together_asked import Asked, ask_stack, ask_two
from cx.ui.together_report import Seen, Way, show_report
from cx.ui.words import plain
from cx.wording import Message, msg, t

WAYS: Final[Mapping[Way, tuple[Message, Message]]] = {
    "stack": (
        msg("Under each other"),
        msg("Files of one kind become one: this quarter's answers under last quarter's."),
    ),
    "update": (
        msg("A newer file over an older one"),
        msg("Rows with a known id are replaced, new ones are added, nothing comes twice."),
    ),
    "match": (
        msg("Side by side, by an id"),
        msg("What customers answered meets what they did: who is in both tables, and who is not?"),
    ),
}
_SCALES: Final[Mapping[str, Message]] = {
    "apart": msg("Keep them in columns of their own"),
    "pool": msg("Put them together all the same"),
}


def together() -> None:
    """Take two or more kept tables, show how they belong together, keep the result."""
    say_kept()
    saved = state.workspace().datasets()
    if len(saved) < 2:
        _explain()
        return
    ways = list(WAYS)
    way = st.radio(
        t("How shall the tables come together?"),
        ways,
        format_func=lambda code: str(WAYS[code][0]),
        captions=[str(WAYS[code][1]) for code in ways],
        key="way",
    )
    asked = ask_stack(saved) if way == "stack" else ask_two(way, saved)
    if asked is None:
        return
    try:
        asked, seen = _settled(asked)
        if seen is not None:
            _keep(asked, seen)
    except CxError as error:
        st.warning(plain(str(error)), icon=":material/front_hand:")


def _explain() -> None:
    with st.container(border=True):
        st.markdown(
            t(
                "This page needs **two tables or more**: two quarters of a survey, an older and a "
                "newer export, or what customers answered and what they did."
            )
        )
        st.caption(t("Bring each file in on the Data page; then come back here."))
        with st.container(horizontal=True):
            navigation.button("data", t("Bring your own file"), icon="upload")
            samples.button()


def _settled(asked: Asked) -> tuple[Asked, Seen | None]:
    """Show the report, asking for what only a person can decide; None until that is decided."""
    try:
        seen = asked.seen()
    except WrongScale as error:
        st.warning(plain(str(error)), icon=":material/straighten:")
        chosen = st.radio(
            t("What shall become of the two scales?"),
            list(_SCALES),
            index=None,
            format_func=lambda code: str(_SCALES[code]),
        )
        if chosen is None:
            return asked, None
        asked = asked.with_option(different_scales=chosen)
        seen = asked.seen()
    show_report(seen)
    if seen.repeats:
        asked, seen = _choose_join(asked, seen)
    return asked, seen


def _choose_join(asked: Asked, seen: Seen) -> tuple[Asked, Seen]:
    """Ask whether rows may come several times; where ids repeat on both sides they may not."""
    left, right = asked.names
    words = {
        "once": t(
            "One row for each row of “{left}”; “{right}” is summed up for each id",
            left=left,
            right=right,
        ),
        "rows": t(
            "Row by row; rows of “{left}” come as often as “{right}” has their id",
            left=left,
            right=right,
        ),
    }
    ways = list(words) if seen.repeats == "one-to-many" else ["once"]
    chosen = st.radio(
        t("How shall the rows be joined?"),
        ways,
        format_func=lambda code: words[code],
    )
    if chosen == "once":
        return asked, seen
    asked = asked.with_option(aggregate=None)
    return asked, asked.seen()


def _keep(asked: Asked, seen: Seen) -> None:
    """Show what the result's columns mean, let it be corrected, keep it on a click."""
    st.subheader(t("The result"), anchor=False)
    form = roles_form(
        seen.file.path,
        seen.traits,
        name=" + ".join(asked.names),
        kind=seen.kind,
        roles=seen.roles,
        key=f"together {seen.id}",
    )
    if form is None or not st.button(t("Keep the result"), type="primary", icon=":material/check:"):
        return
    saved = state.workspace().save(
        seen.file.path,
        name=form.name,
        kind=form.kind,
        roles=form.roles(),
        notes=(seen.finding, *seen.notes),
    )
    remember_kept(saved)
