"""The picture of two opposite effects, one pair a row: what is lost and what is won."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from cx.charts import axes
from cx.charts.frame import (
    Plane,
    colour,
    columns_of,
    framed,
    labels_of,
    linear,
    reserve_for,
    tones_of,
)
from cx.charts.wrapping import wrap
from cx.wording import t
from cx.wording.formats import NOTHING

_HEAD: Final = 30
_LINE: Final = 17
_LANE: Final = 15
_GAP: Final = 14
_LABEL_COLUMNS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The columns of one of the two effects.

    Attributes:
        value: column with the estimates; a missing one is shown as a dash.
        low: column with the lower ends of the intervals.
        high: column with the upper ends.
        tone: column with "better", "worse", "unclear" or "plain"; it decides the colour.
        title: what the effect is.
    """

    value: str
    low: str
    high: str
    tone: str
    title: object


def diverging(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    label: str,
    left: Side,
    right: Side,
    kind: str,
    title: object,
    subtitle: object,
    axis_title: object = "",
) -> alt.TopLevelMixin:
    """Draw two bars a row from one zero line, each with its interval and its number.

    Args:
        table: one row per thing, in order.
        label: column with the names of the rows.
        left: the effect that usually lies below zero; it is drawn in the upper lane of its row.
        right: the effect that usually lies above zero.
        kind: how numbers are written, a key of `cx.wording.formats.WRITERS`.
        title: the finding in words.
        subtitle: n and period.
        axis_title: what the numbers are.

    Raises:
        ColumnNotFound: a named column is not in `table`.
        InvalidSetting: a tone is none.
    """
    sides = (left, right)
    columns_of(table, label, *(name for side in sides for name in _columns(side)))
    names = [wrap(name, _LABEL_COLUMNS, max_lines=3) for name in labels_of(table[label])]
    heights = np.array([len(lines) * _LINE + 2 * _LANE + _GAP for lines in names], dtype=float)
    below = _HEAD + np.cumsum(heights)
    tops = below - _GAP - 2 * _LANE
    marks = [_marks_of(table, side, kind, tops + place * _LANE) for place, side in enumerate(sides)]
    both = pd.concat(marks)
    scale = axes.span(both["value"], both["low"], both["high"], zero=True)
    plane = Plane(
        height=float(below.max()) if len(below) else _HEAD,
        x_scale=linear(
            scale, left=reserve_for(marks[0]["figure"]), right=reserve_for(marks[1]["figure"])
        ),
        x_axis=axes.axis(scale, kind, title=str(axis_title) or None, titleAnchor="start"),
    )
    rows = pd.DataFrame(
        {
            "name": ["\n".join(lines) for lines in names],
            "y": below - heights,
            "top": tops,
            "bottom": below - _GAP,
            "origin": 0.0,
            "spoken": _spoken(labels_of(table[label]), marks, sides),
        }
    )
    layers = [_heads(sides, plane), *_lanes(marks, plane), *_frame(rows, plane)]
    height = int(plane.height)
    return framed(layers, height=height, title=title, subtitle=subtitle, rows=rows["spoken"])


def _columns(side: Side) -> tuple[str, ...]:
    return side.value, side.low, side.high, side.tone


def _marks_of(table: pd.DataFrame, side: Side, kind: str, tops: Any) -> pd.DataFrame:
    columns = zip(("value", "low", "high"), (side.value, side.low, side.high), strict=True)
    rows = pd.DataFrame({name: axes.numbers(table[column]) for name, column in columns})
    rows = rows.replace([math.inf, -math.inf], math.nan)
    figures = {name: axes.figures(rows[name], kind) for name in rows}
    interval = [
        t("{figure} ({low} to {high})", figure=figure, low=low, high=high)
        for figure, low, high in zip(*figures.values(), strict=True)
    ]
    known = rows["value"].notna()
    return rows.assign(
        figure=figures["value"],
        words=[text if there else NOTHING for text, there in zip(interval, known, strict=True)],
        tone=tones_of(table, side.tone),
        least=rows.min(axis=1).fillna(0.0).clip(upper=0.0),
        most=rows.max(axis=1).fillna(0.0).clip(lower=0.0),
        origin=0.0,
        top=tops + 2,
        centre=tops + _LANE / 2,
        bottom=tops + _LANE - 2,
    )


def _spoken(names: list[str], marks: list[pd.DataFrame], sides: tuple[Side, Side]) -> list[str]:
    return [
        t(
            "{label}: {left_title} {left}, {right_title} {right}",
            label=name,
            left_title=sides[0].title,
            left=left,
            right_title=sides[1].title,
            right=right,
        )
        for name, left, right in zip(names, marks[0]["words"], marks[1]["words"], strict=True)
    ]


def _lanes(marks: list[pd.DataFrame], plane: Plane) -> list[Any]:
    layers = []
    for leftward, rows in zip((True, False), marks, strict=True):
        known = rows[rows["value"].notna()]
        base = alt.Chart(known).encode(tooltip="words:N")
        end: dict[str, Any] = (
            {"align": "right", "dx": -8} if leftward else {"align": "left", "dx": 8}
        )
        layers += [
            base.mark_bar(opacity=0.38).encode(
                x=plane.x("value"),
                x2="origin:Q",
                y=plane.y("top"),
                y2="bottom:Q",
                color=colour(),
            ),
            base.transform_filter("isValid(datum.low) && isValid(datum.high)")
            .mark_rule(strokeWidth=2.5, strokeCap="round")
            .encode(x=plane.x("low"), x2="high:Q", y=plane.y("centre"), color=colour()),
            alt.Chart(rows)
            .mark_text(style="figure", baseline="middle", **end)
            .encode(
                x=plane.x("least" if leftward else "most"), y=plane.y("centre"), text="figure:N"
            ),
        ]
    return layers


def _frame(rows: pd.DataFrame, plane: Plane) -> list[Any]:
    base = alt.Chart(rows)
    return [
        base.mark_rule(style="zero", yOffset=-2, y2Offset=2).encode(
            x=plane.x("origin"), y=plane.y("top"), y2="bottom:Q"
        ),
        base.mark_text(
            style="label",
            align="left",
            baseline="top",
            lineBreak="\n",
            lineHeight=_LINE,
            limit=alt.ExprRef("width"),
        ).encode(x=alt.value(0), y=plane.y("y"), text="name:N", tooltip="name:N"),
    ]


def _heads(sides: tuple[Side, Side], plane: Plane) -> Any:
    """Say at the top what runs to the left and what to the right."""
    words = pd.DataFrame(
        {
            "text": ["← " + str(sides[0].title), str(sides[1].title) + " →"],
            "right": [0, 1],
            "down": [6.0, 6.0],
        }
    )
    return (
        alt.Chart(words)
        .mark_text(
            style="note",
            x=alt.ExprRef("datum.right ? width : 0"),
            align=alt.ExprRef("datum.right ? 'right' : 'left'"),
            baseline="middle",
        )
        .encode(y=plane.y("down"), text="text:N")
    )
