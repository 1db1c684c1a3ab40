"""The controls of the pages. Each stands in the sidebar and lives in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from cx.analyses.behaviour_rows import chosen_columns
from cx.analyses.emotions_journey import touchpoints_of
from cx.analyses.event_log import event_counts, propose_steps
from cx.analyses.profile import behaviour_words, profile
from cx.analyses.satisfaction_scales import ratings_of, satisfaction_rating, usual_ease_rating
from cx.data.dataset import Customers, Dataset, Events, Experiment, Feedback
from cx.ui import link, samples
from cx.ui.compute import compute
from cx.ui.happenings import happenings
from cx.wording import Message, msg, t
from cx.workspace import Saved

NONE: Final = ""

PERIODS: Final[Mapping[str, Message]] = {
    NONE: msg("The whole time"),
    "day": msg("By day"),
    "week": msg("By week"),
    "month": msg("By month"),
    "quarter": msg("By quarter"),
}
DRIVER_QUESTIONS: Final[Mapping[str, Message]] = {
    "drivers": msg("Which experience matters most?"),
    "asymmetry": msg("What only hurts, what only delights?"),
    "curves": msg("Where does it bend?"),
    "check": msg("Does another model rank alike?"),
}
WINDOWS: Final[Mapping[str, Message]] = {
    "1h": msg("1 hour"),
    "1D": msg("1 day"),
    "7D": msg("7 days"),
    "14D": msg("14 days"),
    "30D": msg("30 days"),
    "90D": msg("90 days"),
    "400D": msg("400 days"),
}
ORDERS: Final[Mapping[str, Message]] = {
    "ordered": msg("In this order, other things in between"),
    "strict": msg("In this order, nothing in between"),
    "any": msg("In any order"),
}


def choose(label: str, key: str, options: Mapping[str, str], default: str) -> str:
    """Draw a choice of one; `options` maps the codes of the address to labels."""
    link.recall(key, options, default)
    st.sidebar.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        persist_state="session",
    )
    link.publish(key, [st.session_state[key]], [default])
    return str(st.session_state[key])


def choose_many(
    label: str, key: str, options: Mapping[str, str], default: Sequence[str]
) -> list[str]:
    """Draw a choice of several, in the order in which they are picked."""
    link.recall_list(key, options, default)
    st.sidebar.multiselect(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        persist_state="session",
        placeholder=t("Choose one or more"),
    )
    link.publish(key, st.session_state[key], default)
    return list(st.session_state[key])


def dataset(kind: str, saved: Sequence[Saved]) -> Saved:
    """Choose among the datasets of a kind; the newest is the default."""
    by_id = {item.id: item for item in saved}
    names = {item.id: samples.name_of(item) for item in saved}
    return by_id[choose(t("Data"), kind, names, saved[0].id)]


def chosen(kind: str) -> str:
    """Return the id of the dataset of this kind that `dataset` has asked for."""
    return str(st.session_state[kind])


def segment(data: Dataset) -> str | None:
    """Choose a column to split by, or none."""
    columns: tuple[str, ...] = getattr(data, "segments", ())
    if not columns:
        return None
    options = {NONE: t("Everybody together"), **{name: name for name in columns}}
    return choose(t("Split by"), "by", options, NONE) or None


def period(data: Feedback | Events) -> str | None:
    """Choose a period to split by, or none."""
    if not data.time:
        return None
    options = {code: str(label) for code, label in PERIODS.items()}
    return choose(t("Over time"), "every", options, NONE) or None


def nps(feedback: Feedback) -> dict[str, Any]:
    """Give the settings of `cx.nps`."""
    settings: dict[str, Any] = {"by": segment(feedback), "every": period(feedback)}
    if settings["every"]:
        settings["annotations"] = happenings()
    return settings


def measure() -> str:
    """Choose what is made of a rating: "csat" or "ces"."""
    options = {"csat": t("Satisfaction (CSAT)"), "ces": t("Ease (CES)")}
    return choose(t("Measure"), "measure", options, "csat")


def satisfaction(feedback: Feedback, asked: str) -> dict[str, Any]:
    """Give the settings of `cx.csat` or `cx.ces`, whichever is asked."""
    names = {name: name for name in ratings_of(feedback)}
    settings: dict[str, Any] = {"by": segment(feedback), "every": period(feedback)}
    if not names:
        return settings
    usual = satisfaction_rating(feedback) if asked == "csat" else usual_ease_rating(feedback)
    settings["rating"] = choose(t("Rating"), f"{asked}_rating", names, usual)
    if asked == "ces":
        meanings = {
            NONE: t("Decide from the name"),
            "easy": t("It was easy"),
            "hard": t("It was hard"),
        }
        settings["high_is"] = choose(t("A high number means"), "high", meanings, NONE) or None
    return settings


def drivers_asked() -> str:
    """Choose what is asked of the drivers: a key of `cx.ui.controls.DRIVER_QUESTIONS`."""
    options = {code: str(label) for code, label in DRIVER_QUESTIONS.items()}
    return choose(t("Question"), "drivers_asked", options, "drivers")


def kano(feedback: Feedback) -> dict[str, Any]:
    """Give the settings of `cx.kano`: pairs of columns, the first of one with that of the other."""
    names = {name: name for name in feedback.columns}
    there = choose_many(t("Questions with the feature there"), "kano_with", names, ())
    gone = choose_many(t("Questions without it, in the same order"), "kano_without", names, ())
    return {"features": {name: (name, other) for name, other in zip(there, gone, strict=False)}}


def journey() -> str:
    """Choose what is asked of the journey: "curve" or "peak_end"."""
    options = {
        "curve": t("How each touchpoint feels"),
        "peak_end": t("Peak, end or mean?"),
    }
    return choose(t("Question"), "asked", options, "curve")


def touchpoints(feedback: Feedback, asked: str) -> dict[str, Any]:
    """Give the settings of `cx.emotions` or `cx.peak_end`, whichever is asked."""
    usual = compute(touchpoints_of, feedback)
    settings: dict[str, Any] = {}
    if usual:
        names = {name: name for name in usual}
        along = tuple(choose_many(t("Touchpoints, from first to last"), "journey", names, usual))
        settings["order"] = None if along == usual else along
    if asked == "curve":
        settings["by"] = segment(feedback)
    return settings


def funnel(events: Events) -> dict[str, Any]:
    """Give the settings of `cx.funnel`."""
    counts = compute(event_counts, events)
    names = {event: event for event in counts["event"]}
    windows = {code: str(label) for code, label in WINDOWS.items()}
    orders = {code: str(label) for code, label in ORDERS.items()}
    return {
        "steps": tuple(choose_many(t("Steps, in order"), "steps", names, propose_steps(counts))),
        "window": choose(t("At most this long from first to last"), "window", windows, "14D"),
        "order": choose(t("Counted when done"), "order", orders, "ordered"),
        "by": segment(events),
        "every": period(events),
    }


def behaviour(customers: Customers | Events) -> dict[str, Any]:
    """Give the settings of `cx.behaviour_drivers`."""
    known = profile(customers) if isinstance(customers, Events) else customers
    names = {name: str(behaviour_words(name)) for name in chosen_columns(known, None)}
    return {"measures": tuple(choose_many(t("Only this behaviour"), "measures", names, ())) or None}


def time_after_answer() -> str | None:
    """Choose how long after the answer value counts, or None for all of it."""
    lengths = {code: str(WINDOWS[code]) for code in ("30D", "90D", "400D")}
    options = {NONE: t("The whole time, before it too"), **lengths}
    return choose(t("After the answer"), "after", options, NONE) or None


def barriers(feedback: Feedback) -> dict[str, Any]:
    """Give the settings of `cx.barriers`."""
    questions = {name: name for name in feedback.comments}
    question = None
    if questions:
        question = choose(t("Question"), "question", questions, feedback.comments[0])
    return {"question": question, "by": segment(feedback)}


def metrics(test: Experiment) -> Experiment:
    """Choose the metrics of a test, the main one first, and return the test with these."""
    options = {name: name for name in test.metrics}
    chosen = choose_many(t("Metrics, the main one first"), "metrics", options, test.metrics)
    return test.with_roles(metrics=chosen)


def experiment() -> dict[str, Any]:
    """Give the settings of `cx.experiment`."""
    corrections = {
        "holm": t("Yes, several comparisons at once (Holm)"),
        "none": t("No, each one by itself"),
    }
    return {
        "correction": choose(t("Adjust for several comparisons"), "correction", corrections, "holm")
    }
