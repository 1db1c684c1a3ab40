"""Satisfaction and ease beside the NPS, each under its own name."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cx.analyses.result import Result
from cx.analyses.satisfaction import ces, csat
from cx.analyses.satisfaction_scales import ratings_of
from cx.data.dataset import Feedback
from cx.data.scales.words import asks_for_ease, asks_for_effort, asks_for_satisfaction
from cx.errors import CxError
from cx.ui import navigation
from cx.ui.compute import compute
from cx.ui.words import plain
from cx.wording import t


def beside(feedback: Feedback) -> None:
    """Say what other ratings of the same answers say, where their names tell what they ask."""
    answers = [answer for rating in ratings_of(feedback) for answer in _answers(feedback, rating)]
    if not answers:
        return
    st.divider()
    st.caption(t("Satisfaction and ease in the same answers"))
    st.markdown("\n".join(f"- {plain(answer.headline)}" for answer in answers))
    navigation.go("satisfaction", navigation.question_of("satisfaction"))


def _answers(feedback: Feedback, rating: str) -> list[Result]:
    measures: list[Any] = []
    if rating != feedback.score and asks_for_satisfaction(rating):
        measures.append(csat)
    if asks_for_ease(rating) or asks_for_effort(rating):
        measures.append(ces)
    found = []
    for measure in measures:
        try:
            found.append(compute(measure, feedback, rating=rating))
        except CxError:
            continue  # its page says what is wrong with it
    return found
