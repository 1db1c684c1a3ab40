"""First the team says what it believes, then it sees what customers say."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import streamlit as st

from cx.analyses.perception import perception_gap
from cx.analyses.perception_beliefs import read_beliefs
from cx.analyses.perception_importance import importance_gap
from cx.analyses.result import Result
from cx.data.dataset import Feedback
from cx.errors import CxError
from cx.ui import controls, perception_entry, state
from cx.ui.compute import compute
from cx.ui.words import plain
from cx.wording import t
from cx.workspace import Belief, GivenBelief, Saved

IMPORTANCE: Final = "importance"


def beliefs(feedback: Feedback) -> tuple[GivenBelief, ...]:
    """Return what the team believes, once that is sealed; until then ask for it and stop."""
    saved = state.workspace().get(controls.chosen("feedback"))
    sealed = state.workspace().beliefs.sealed_at(saved.id)
    if sealed is None:
        _collect(feedback, saved)
        st.stop()
    given = state.workspace().beliefs.of(saved.id)
    st.caption(
        t(
            "Sealed on {date:date}, before the result was shown. Beliefs of: {members:list}.",
            date=sealed,
            members=_members(given),
        )
    )
    return given


def result(feedback: Feedback, given: tuple[GivenBelief, ...]) -> Result:
    """Choose what is compared, and compute it."""
    measures = _measures(feedback, given)
    measure = controls.choose(t("What is compared"), "belief", measures, next(iter(measures)))
    if measure == IMPORTANCE:
        answer: Result = compute(importance_gap, feedback, beliefs=given)
        return answer
    settings = {"measure": measure, "every": controls.period(feedback)}
    gap: Result = compute(perception_gap, feedback, beliefs=given, **settings)
    return gap


def add_more(feedback: Feedback) -> None:
    """Let further members say what they believe, marked as given after the result was shown."""
    saved = state.workspace().get(controls.chosen("feedback"))
    with st.expander(t("Add the beliefs of another member"), icon=":material/person_add:"):
        st.caption(
            t(
                "The result has been shown, so these will be marked. A belief that a member gave "
                "before that stands."
            )
        )
        entered = _entered(feedback, saved)
        if st.button(t("Add these beliefs"), disabled=not entered):
            _keep(saved, entered)


def _measures(feedback: Feedback, given: tuple[GivenBelief, ...]) -> dict[str, str]:
    rated = [belief for belief in given if belief.believed is not None]
    measures = {}
    if rated:
        measures["mean"] = t("How well: the average rating")
    stated = any(belief.share is not None for belief in given)
    if stated or len({belief.member for belief in rated}) > 1:
        measures["share"] = t("How well: the share that agrees")
    weighed = any(belief.importance is not None for belief in given)
    if weighed and perception_entry.can_weigh(feedback):
        measures[IMPORTANCE] = t("How important")
    return measures or {"mean": t("How well: the average rating")}


def _collect(feedback: Feedback, saved: Saved) -> None:
    """Ask for beliefs; what customers say stays hidden until they are sealed."""
    st.markdown(
        t(
            "First the team says what it believes customers will answer. Only then, side by side, "
            "comes what they did answer. Each member can answer alone, one after the other; "
            "nobody sees what the others said."
        )
    )
    given = state.workspace().beliefs.of(saved.id)
    if given:
        st.success(
            t("Beliefs so far, of: {members:list}.", members=_members(given)),
            icon=":material/how_to_vote:",
        )
    entered = _entered(feedback, saved)
    with st.container(horizontal=True):
        if st.button(t("Add these beliefs"), icon=":material/add:", disabled=not entered):
            _keep(saved, entered)
        ready = bool(given or entered)
        if st.button(
            t("Seal the beliefs and show the result"),
            type="primary",
            icon=":material/lock:",
            disabled=not ready,
        ):
            if entered:
                state.workspace().beliefs.add(saved.id, entered)
            state.workspace().beliefs.seal(saved.id)
            perception_entry.next_member()
            st.rerun()
    st.caption(t("What is sealed cannot be changed; what is added later is marked."))


def _entered(feedback: Feedback, saved: Saved) -> tuple[Belief, ...]:
    by_hand, by_table = t("Point by point"), t("With a table")
    one, many = st.tabs([by_hand, by_table])
    with one:
        entered = perception_entry.form(feedback)
    with many:
        try:
            uploaded = perception_entry.table(feedback, saved)
            read_beliefs([asdict(belief) for belief in (*entered, *uploaded)])
        except CxError as error:
            st.warning(plain(str(error)), icon=":material/front_hand:")
            return ()
    return (*entered, *uploaded)


def _keep(saved: Saved, entered: tuple[Belief, ...]) -> None:
    state.workspace().beliefs.add(saved.id, entered)
    perception_entry.next_member()
    st.rerun()


def _members(given: tuple[Any, ...]) -> tuple[str, ...]:
    names = dict.fromkeys(belief.member for belief in given)
    return tuple(plain(name) if name else t("the whole team") for name in names)
