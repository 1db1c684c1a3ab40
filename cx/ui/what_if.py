"""The panel that moves ratings and says which NPS would go with that."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st

from cx import charts
from cx.analyses.what_if import WhatIfResult, moved
from cx.analyses.what_if_basis import Basis, Spread, what_if_basis
from cx.data.dataset import Feedback
from cx.errors import CxError
from cx.ui import link, navigation
from cx.ui.compute import compute
from cx.ui.show import picture, table
from cx.ui.words import plain
from cx.wording import current_language, t
from cx.wording.formats import write

STEPS: Final = 8
STILL: Final = "0"


def what_if(feedback: Feedback) -> None:
    """Draw a panel with a slider for each rating, and the answer; settings live in the address."""
    with st.expander(
        t("What if a rating improved?"), icon=":material/tune:", expanded=_asked(feedback)
    ):
        try:
            base = compute(what_if_basis, feedback)
        except CxError as error:
            st.markdown(plain(str(error)))
            return
        if not base.names:
            st.markdown(t("No rating has an effect of its own, so there is nothing to move."))
            return
        changes = _sliders(base)
        customers = st.number_input(
            t("Say it for so many customers"),
            min_value=1,
            value=base.n,
            step=100,
            key=f"what_if_customers {feedback.fingerprint}",
            persist_state="session",
        )
        if not changes:
            st.markdown(t("Move a slider to see which NPS goes with it."))
            return
        _answer(moved(base, changes, customers=int(customers or base.n)))


def _asked(feedback: Feedback) -> bool:
    """Tell whether a rating is moved already, as by a link."""
    keys = [_key(name) for name in feedback.ratings]
    return any(key in st.query_params for key in keys)


def _key(rating: str) -> str:
    return f"move {rating}"


def _sliders(base: Basis) -> dict[str, float]:
    """Draw the sliders in two columns, and return what is moved by how much."""
    changes = {}
    columns = st.columns(2)
    for place, name in enumerate(base.names):
        with columns[place % 2]:
            points = _slider(name, base.spread[name])
        if points:
            changes[name] = points
    return changes


def _slider(name: str, spread: Spread) -> float:
    key, steps = _key(name), _steps(spread)
    link.recall(key, steps, STILL)
    st.select_slider(
        plain(name),
        list(steps),
        format_func=lambda code: write(float(code), "signed_number", current_language()),
        key=key,
        persist_state="session",
    )
    link.publish(key, [st.session_state[key]], [STILL])
    return float(st.session_state[key])


def _steps(spread: Spread) -> list[str]:
    """Give half of the scale to either side in eight steps each, as codes of the address."""
    half = (spread.high - spread.low) / 2
    points = np.linspace(-half, half, 2 * STEPS + 1)
    return [STILL if place == STEPS else f"{point:.6g}" for place, point in enumerate(points)]


def _answer(result: WhatIfResult) -> None:
    st.subheader(plain(result.headline), anchor=False)
    st.markdown(plain(str(result.in_customers)))
    picture(charts.untitled(result.chart()))
    st.markdown("\n".join(f"- {plain(str(note))}" for note in result.own_notes))
    table(result.table.rename(columns={"effect": "points"}))
    st.markdown(plain(str(result.test)))
    navigation.go("experiment", t("Size an A/B test"), icon="balance")
