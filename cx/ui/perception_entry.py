"""The team says what it believes: point by point, or with a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from cx.analyses.perception_beliefs import counting, read_beliefs
from cx.analyses.perception_touchpoints import entry_form, matched, with_scales
from cx.data.dataset import Feedback
from cx.data.reading import read
from cx.errors import InvalidSetting
from cx.ui import samples
from cx.ui.compute import compute
from cx.ui.show import table as show_table
from cx.ui.uploader import translate_uploader
from cx.ui.words import plain
from cx.wording import msg, t
from cx.workspace import Belief, Saved

_ROUND: Final = "beliefs entered"
_ENDINGS: Final = ["xlsx", "xls", "csv", "tsv", "txt", "parquet"]
_TEAM_FILE: Final = samples.FOLDER / "team_beliefs.csv"
_SAMPLE: Final = samples.FILES["feedback_survey.xlsx"].text
_FIGURES: Final = ("believed", "share", "importance", "lowest", "highest")
_SCALES: Final = ((1, 5), (1, 7), (1, 10), (0, 10), (0, 100))


def next_member() -> None:
    """Empty the form, so that the next member does not see what the last one said."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def can_weigh(feedback: Feedback) -> bool:
    """Tell whether the answers can say how important each touchpoint is."""
    return feedback.score is not None and len(feedback.ratings) > 1


def form(feedback: Feedback) -> tuple[Belief, ...]:
    """Ask for a believed rating of every touchpoint; return what is filled in."""
    touchpoints, (low, high) = compute(entry_form, feedback)
    member = st.text_input(
        t("Your name, or nothing if the whole team answers together"),
        key=_key("name"),
        persist_state="session",
    ).strip()
    st.markdown(
        t(
            "**How will customers rate it, on average?** {low} is the worst answer they can give, "
            "{high} the best.",
            low=low,
            high=high,
        )
    )
    believed = _points("rating", touchpoints, low, high)
    important: dict[str, int] = {}
    weigh = t("Say also how important each one is to customers")
    if can_weigh(feedback) and st.toggle(weigh, key=_key("weigh"), persist_state="session"):
        st.markdown(
            t(
                "**How important is it to customers?** {low} is hardly, {high} is most of all.",
                low=low,
                high=high,
            )
        )
        important = _points("importance", touchpoints, low, high)
    return tuple(
        Belief(
            touchpoint=name,
            member=member,
            believed=believed.get(name),
            importance=important.get(name),
            lowest=low,
            highest=high,
        )
        for name in touchpoints
        if name in believed or name in important
    )


def _points(what: str, touchpoints: Sequence[str], low: int, high: int) -> dict[str, int]:
    """Let a point be chosen for each touchpoint; none is chosen beforehand."""
    chosen = {
        name: st.segmented_control(
            plain(name),
            list(range(low, high + 1)),
            key=_key(f"{what} {name}"),
            persist_state="session",
        )
        for name in touchpoints
    }
    return {name: int(point) for name, point in chosen.items() if point is not None}


def _key(part: str) -> str:
    return f"belief {st.session_state.get(_ROUND, 0)} {part}"


def table(feedback: Feedback, saved: Saved) -> tuple[Belief, ...]:
    """Take a table of beliefs; return what was found in it, once its scale is known."""
    st.markdown(
        t(
            "One row a touchpoint, or one a member and touchpoint. Columns: **touchpoint**, "
            "**believed** (the rating you expect), and if you like **member**, **share** (of "
            "customers who agree) and **importance**."
        )
    )
    sample = saved.name == _SAMPLE and st.toggle(
        t("Take what the team of the sample shop believes"),
        key=_key("sample"),
        persist_state="session",
    )
    if sample:
        return _understood(feedback, pd.read_csv(_TEAM_FILE), scale=(1, 10))
    upload = st.file_uploader(
        t("A table of beliefs: Excel, CSV or Parquet"), type=_ENDINGS, key=_key("file")
    )
    translate_uploader()
    if upload is None:
        return ()
    return _understood(feedback, read(upload).tables[0].frame.to_pandas())


def _understood(
    feedback: Feedback, frame: pd.DataFrame, scale: tuple[int, int] | None = None
) -> tuple[Belief, ...]:
    """Say how a table is understood, ask for its scale, and show what it says."""
    rows, notes = read_beliefs(frame)
    touchpoints, _ = compute(entry_form, feedback)
    partners, named = matched(list(dict.fromkeys(rows["touchpoint"])), touchpoints)
    rows = rows.assign(touchpoint=rows["touchpoint"].map(partners)).dropna(subset="touchpoint")
    for note in (*notes, *named):
        st.caption(plain(str(note)))
    if scale is None and rows["believed"].notna().any() and _unscaled(rows):
        _refuse_shares(rows["believed"])
        scale = _chosen_scale(rows)
        if scale is None:
            return ()
    rows = counting(with_scales(rows, scale, None)[0])
    _preview(rows)
    return tuple(_belief(row) for row in rows.itertuples())


def _refuse_shares(believed: pd.Series[float]) -> None:
    """Refuse percentages, which are read as shares of 1: they are no points of a scale."""
    if believed.max() <= 1 and (believed.dropna() % 1 != 0).any():
        raise InvalidSetting(
            msg(
                "The beliefs lie between {low:number} and {high:number}, as percentages do. Write "
                "them as points of the scale that customers answer on, for example 4 of 5.",
                low=float(believed.min()),
                high=float(believed.max()),
            )
        )


def _unscaled(rows: pd.DataFrame) -> bool:
    return bool(rows[["lowest", "highest"]].isna().any(axis=None))


def _preview(rows: pd.DataFrame) -> None:
    named = rows["member"].where(~rows["member"].map(_nameless))
    shown = rows.assign(member=named).rename(columns={"importance": "believed_importance"})
    names = ["believed_importance" if name == "importance" else name for name in _FIGURES]
    show_table(shown[["member", "touchpoint", *names]].dropna(axis="columns", how="all"))


def _nameless(member: str) -> bool:
    return re.fullmatch(r"\(\d+\)", member) is not None


def _belief(row: Any) -> Belief:
    return Belief(
        touchpoint=row.touchpoint,
        member="" if _nameless(row.member) else row.member,
        **{name: _number(getattr(row, name)) for name in _FIGURES},
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _chosen_scale(rows: pd.DataFrame) -> tuple[int, int] | None:
    most = float(rows["believed"].max())  # importance may be on any scale
    return st.selectbox(
        t("The team could choose from"),
        [scale for scale in _SCALES if most <= scale[1]] or [_SCALES[-1]],
        index=None,
        format_func=lambda ends: t("{low} to {high}", low=ends[0], high=ends[1]),
        placeholder=t("Choose the scale"),
        key=_key("scale"),
        persist_state="session",
    )
