"""The sample shop, one click away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import streamlit as st

from cx.data.reading import read
from cx.ui import state
from cx.wording import Message, msg, t
from cx.workspace import Saved

FOLDER: Final = Path(__file__).parents[2] / "sample_data"
FILES: Final[Mapping[str, Message]] = {
    "ab_search.csv": msg("Sample: A/B test of the search (broken split)"),
    "ab_banner.csv": msg("Sample: A/B test of the banner"),
    "ab_checkout.csv": msg("Sample: A/B test of the checkout"),
    "channel_spend.csv": msg("Sample: cost of the channels"),
    "events.parquet": msg("Sample: what customers did"),
    "feedback_survey_zh.csv": msg("Sample: customer survey (Chinese)"),
    "feedback_survey.xlsx": msg("Sample: customer survey"),
}


def button() -> None:
    """Offer the sample data; a click brings it in and shows the page anew."""
    if st.button(t("Try the sample data"), type="primary", icon=":material/potted_plant:"):
        load()
        st.rerun()


def load() -> None:
    """Bring the sample data into the workspace, with progress; what is there is left alone."""
    there = {saved.name for saved in state.workspace().datasets()}
    progress = st.progress(0.0, t("Reading the sample data…"))
    for done, (file, name) in enumerate(FILES.items(), start=1):
        if name.text not in there:
            table = read(FOLDER / file).tables[0]
            state.workspace().save(
                table.file,
                name=name.text,
                kind=table.dataset().kind,
                roles=table.recognition.roles,
                notes=tuple(finding.message for finding in table.health.findings),
            )
        progress.progress(done / len(FILES), str(name))


def name_of(saved: Saved) -> str:
    """Return the name of a dataset; those of the sample shop speak the language in use."""
    return next((str(name) for name in FILES.values() if name.text == saved.name), saved.name)
