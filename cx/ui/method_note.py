"""The notes on methods of `docs/methods`, shown where their answers stand."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from cx.wording import current_language, t

FOLDER: Final = Path(__file__).parents[2] / "docs" / "methods"


def button(name: str | None, *, key: str) -> None:
    """Draw a button that opens the note `name`, if there is one; `key` tells results apart."""
    path = None if name is None else _file(name)
    if path is None:
        return
    label = t("Formulas, assumptions and limits")
    if st.button(label, icon=":material/menu_book:", key=f"method note {name} {key}"):
        st.dialog(label, width="large")(_text)(path)


def _file(name: str) -> Path | None:
    """Return the note in the language in use, or else in English."""
    places = (FOLDER / current_language() / f"{name}.md", FOLDER / f"{name}.md")
    return next((path for path in places if path.is_file()), None)


def _text(path: Path) -> None:
    st.markdown(path.read_text(encoding="utf-8"))
