"""Rows below each other: every label above its mark.

A label beside its mark would take half of a phone's width, and be cut; above it, long labels and
Chinese ones have the whole width.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from cx.charts.frame import Plane, colour
from cx.charts.wrapping import wrap
from cx.wording.formats import NOTHING

_LABEL_COLUMNS: Final = 40
_LABEL_LINES: Final = 3
_LINE: Final = 17
_LANE: Final = 22
_GAP: Final = 14


def stacked(rows: pd.DataFrame) -> pd.DataFrame:
    """Place the rows below each other: label lines, then the lane of the mark, in pixels."""
    wrapped = [wrap(name, _LABEL_COLUMNS, max_lines=_LABEL_LINES) for name in rows["label"]]
    heights = np.array([len(lines) * _LINE + _LANE + _GAP for lines in wrapped], dtype=float)
    below = np.cumsum(heights)
    return rows.assign(
        name=["\n".join(lines) for lines in wrapped],
        y=below - heights,
        top=below - _GAP - _LANE,
        centre=below - _GAP - _LANE / 2,
        bottom=below - _GAP,
        below=below,
    )


def height(rows: pd.DataFrame) -> float:
    """Return how high the stacked rows are, in pixels."""
    return float(rows["below"].max()) if len(rows) else 0.0


def names(rows: pd.DataFrame, plane: Plane) -> Any:
    """Write the wrapped labels."""
    return (
        alt.Chart(rows)
        .mark_text(
            style="label",
            align="left",
            baseline="top",
            lineBreak="\n",
            lineHeight=_LINE,
            limit=alt.ExprRef("width"),
        )
        .encode(x=alt.value(0), y=plane.y("y"), text="name:N", tooltip="label:N")
    )


def dashes(rows: pd.DataFrame, plane: Plane) -> Any:
    """Write a dash where a row has nothing to draw."""
    return (
        alt.Chart(rows[rows["value"].isna()])
        .mark_text(style="note", align="left", baseline="middle", text=NOTHING)
        .encode(x=alt.value(0), y=plane.y("centre"))
    )


def whiskers(rows: pd.DataFrame, plane: Plane) -> Any:
    """Draw the interval of each row that has one."""
    return (
        alt.Chart(rows[rows["low"].notna() & rows["high"].notna()])
        .mark_rule(strokeWidth=2.5, strokeCap="round")
        .encode(
            x=plane.x("low"), x2="high:Q", y=plane.y("centre"), color=colour(), tooltip="spoken:N"
        )
    )


def points(rows: pd.DataFrame, plane: Plane) -> Any:
    """Draw the estimate of each row."""
    return (
        alt.Chart(rows)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(x=plane.x("value"), y=plane.y("centre"), color=colour(), tooltip="spoken:N")
    )


def figures(rows: pd.DataFrame, plane: Plane, field: str, *, style: str = "figure") -> Any:
    """Write `field` at the outer end of each interval, to its left where `leftward` says so."""
    return (
        alt.Chart(rows)
        .mark_text(
            style=style,
            align=alt.ExprRef("datum.leftward ? 'right' : 'left'"),
            baseline="middle",
            dx=alt.ExprRef("datum.leftward ? -10 : 10"),
        )
        .encode(x=plane.x("outer"), y=plane.y("centre"), text=f"{field}:N", tooltip="spoken:N")
    )


def outer_ends(rows: pd.DataFrame, *, line: bool) -> pd.DataFrame:
    """Put each number to the right of its interval, or to the left where it would cross zero."""
    high = rows[["value", "high"]].max(axis=1)
    leftward = (high < 0) & line
    return rows.assign(
        leftward=leftward, outer=high.where(~leftward, rows[["value", "low"]].min(axis=1))
    )
