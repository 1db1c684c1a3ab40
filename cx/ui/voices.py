"""The answers behind the bars, masked, by theme."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cx.analyses.barriers import BarriersResult
from cx.ui import controls
from cx.ui.words import plain
from cx.wording import t

_SHOWN: Final = 12


def voices(result: BarriersResult) -> None:
    """Show the answers that were coded with a theme, and those that no theme caught."""
    st.subheader(t("In their own words"), anchor=False)
    named = result.overall[result.overall["mentions"] > 0]
    labels = {theme: result.codebook.title(theme) for theme in named["theme"]}
    options = {**labels, controls.NONE: t("Answers that no theme caught")}
    theme = controls.choose(t("Answers about"), "theme", options, next(iter(options)))
    coded = result.coded
    if theme:
        chosen = coded[[theme in themes for themes in coded["themes"]]]
    else:
        chosen = coded[[not themes for themes in coded["themes"]]]
    st.markdown("\n".join(f"- {plain(text)}" for text in chosen["text"].head(_SHOWN)))
    st.caption(
        t(
            "{shown:count} of {n:count} answers; e-mail addresses and numbers are masked.",
            shown=min(_SHOWN, len(chosen)),
            n=len(chosen),
        )
    )
