"""What stands on the page of Kano questions before any is chosen."""

from __future__ import annotations

import streamlit as st

from cx.wording import t


def explain_kano() -> None:
    """Say what a Kano questionnaire is and what to choose."""
    with st.container(border=True):
        st.markdown(
            t(
                "A **Kano questionnaire** asks twice about each feature: how people feel if it is "
                "there, and how they feel if it is not. Answers are “I like it”, “it must be so”, "
                "“neutral”, “I can live with it” and “I dislike it”, in words or as 1 to 5."
            )
        )
        st.markdown(
            t(
                "Choose the columns in the sidebar: the questions with the feature there, then "
                "those without it in the same order."
            )
        )
