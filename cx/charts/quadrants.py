"""The picture of importance against performance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.charts import axes
from cx.charts.frame import Plane, columns_of, framed, labels_of, linear
from cx.charts.theme import ACCENT
from cx.charts.wrapping import wrap
from cx.wording import t

_TOP: Final = 24
_PLOT: Final = 320
_KEY_TOP: Final = 62
_KEY_COLUMNS: Final = 42
_LINE: Final = 17
_CORNER: Final = 14
_EDGE: Final = 30


def quadrants(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    label: str,
    x: str,
    x_low: str,
    x_high: str,
    y: str,
    x_title: object,
    y_title: object,
    x_split: float,
    y_split: float,
    quadrant_titles: Sequence[object],
    title: object,
    subtitle: object,
    x_kind: str = "percent",
    y_kind: str = "number",
) -> alt.TopLevelMixin:
    """Draw numbered points in four quarters, with a key below that names them.

    Numbers instead of names in the plot: names of ten drivers would cover each other on a phone.

    Args:
        table: one row per thing.
        label: column with the names.
        x: column with the horizontal estimates (importance).
        x_low: column with the lower ends of their intervals.
        x_high: column with the upper ends.
        y: column with the vertical values (performance).
        x_title: what runs to the right.
        y_title: what runs upwards.
        x_split: where left becomes right.
        y_split: where low becomes high.
        quadrant_titles: of top left, top right, bottom left and bottom right.
        title: the finding in words.
        subtitle: n and period.
        x_kind: how horizontal numbers are written, a key of `cx.wording.formats.WRITERS`.
        y_kind: how vertical numbers are written.

    Raises:
        ColumnNotFound: a named column is not in `table`.
    """
    columns_of(table, label, x, x_low, x_high, y)
    rows = _ranked(table, (label, x, x_low, x_high, y), x_kind, y_kind)
    across = axes.span(rows["x"], rows["low"], rows["high"], [x_split], zero=True)
    up = axes.span(rows["y"], [y_split], margin=0.12)
    rows["down"] = _down(rows["y"].to_numpy(), up)
    height = _TOP + _PLOT + _KEY_TOP + int(rows["key_height"].sum())
    plane = Plane(
        height=height,
        x_scale=linear(across, left=_EDGE + 12, right=12),
        x_axis=axes.axis(across, x_kind, title=None, offset=_TOP + _PLOT - height, ticks=False),
    )
    marks = [
        *_grid(up, plane, y_kind),
        *_splits(plane, x_split, float(_down(np.array([y_split]), up)[0])),
        _words(_places(x_title, y_title, quadrant_titles), plane),
        *_points(rows, plane),
        *_key(rows, plane),
    ]
    return framed(marks, height=height, title=title, subtitle=subtitle, rows=rows["spoken"])


def _ranked(
    table: pd.DataFrame, columns: tuple[str, str, str, str, str], x_kind: str, y_kind: str
) -> pd.DataFrame:
    label, *values = columns
    rows = pd.DataFrame({"label": labels_of(table[label])})
    for name, column in zip(("x", "low", "high", "y"), values, strict=True):
        rows[name] = axes.numbers(table[column])
    rows = rows.sort_values("x", ascending=False, kind="stable", na_position="last")
    rows = rows.reset_index(drop=True)
    lines = [wrap(name, _KEY_COLUMNS, max_lines=2) for name in rows["label"]]
    heights = np.array([len(part) * _LINE + 7 for part in lines], dtype=float)
    texts = {name: axes.figures(rows[name], x_kind) for name in ("x", "low", "high")}
    texts["y"] = axes.figures(rows["y"], y_kind)
    return rows.assign(
        number=[str(position + 1) for position in range(len(rows))],
        name=["\n".join(part) for part in lines],
        key_height=heights,
        key_y=_TOP + _PLOT + _KEY_TOP + np.cumsum(heights) - heights,
        spoken=[
            t(
                "{label}: {x} ({low} to {high}), {y}",
                label=name,
                **{key: text[at] for key, text in texts.items()},
            )
            for at, name in enumerate(rows["label"])
        ],
    )


def _down(values: NDArray[np.float64], up: axes.Span) -> NDArray[np.float64]:
    """Turn values into pixels from the top."""
    place: NDArray[np.float64] = _TOP + (up.high - values) / (up.high - up.low) * _PLOT
    return place


def _grid(up: axes.Span, plane: Plane, kind: str) -> list[alt.Chart]:
    lines = pd.DataFrame({"down": _down(np.array(up.ticks), up)})
    lines["text"] = list(axes.round_figures(up, kind).values())
    base = alt.Chart(lines).encode(y=plane.y("down"))
    return [
        base.mark_rule(style="grid", x=0, x2=alt.ExprRef("width")),
        base.mark_text(style="note", align="left", baseline="bottom", dy=-2, x=0).encode(
            text="text:N"
        ),
    ]


def _splits(plane: Plane, x_split: float, down: float) -> list[alt.Chart]:
    base = alt.Chart(
        pd.DataFrame({"x": [x_split], "down": [down], "top": [_TOP], "floor": [_TOP + _PLOT]})
    )
    return [
        base.mark_rule(style="split").encode(x=plane.x("x"), y=plane.y("top"), y2="floor:Q"),
        base.mark_rule(style="split", x=0, x2=alt.ExprRef("width")).encode(y=plane.y("down")),
    ]


def _places(x_title: object, y_title: object, quadrant_titles: Sequence[object]) -> pd.DataFrame:
    """Say which word stands where: at the right edge, or `left` pixels from the left one."""
    top, bottom = _TOP + _CORNER, _TOP + _PLOT - _CORNER
    corners = zip(quadrant_titles, ((0, top), (1, top), (0, bottom), (1, bottom)), strict=True)
    words = [
        {"text": str(text), "right": right, "left": _EDGE, "down": down}
        for text, (right, down) in corners
    ]
    words += [
        {"text": "↑ " + str(y_title), "right": 0, "left": 0, "down": 6},
        {"text": str(x_title) + " →", "right": 1, "left": 0, "down": _TOP + _PLOT + 36},
    ]
    return pd.DataFrame(words)


def _words(words: pd.DataFrame, plane: Plane) -> Any:
    return (
        alt.Chart(words)
        .mark_text(
            style="note",
            x=alt.ExprRef("datum.right ? width : datum.left"),
            align=alt.ExprRef("datum.right ? 'right' : 'left'"),
            baseline="middle",
        )
        .encode(y=plane.y("down"), text="text:N")
    )


def _points(rows: pd.DataFrame, plane: Plane) -> list[alt.Chart]:
    known = rows[rows["x"].notna() & rows["y"].notna()]
    base = alt.Chart(known).encode(y=plane.y("down"), tooltip="spoken:N")
    return [
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(color=ACCENT, strokeWidth=2, opacity=0.55)
        .encode(x=plane.x("low"), x2="high:Q"),
        base.mark_point(filled=True, color=ACCENT, size=330, opacity=1).encode(x=plane.x("x")),
        base.mark_text(style="inside", fontSize=11, baseline="middle", dy=0.5).encode(
            x=plane.x("x"), text="number:N"
        ),
    ]


def _key(rows: pd.DataFrame, plane: Plane) -> list[alt.Chart]:
    base = alt.Chart(rows).encode(y=plane.y("key_y"), tooltip="spoken:N")
    return [
        base.mark_text(style="figure", align="right", baseline="top", x=18).encode(text="number:N"),
        base.mark_text(
            style="label", align="left", baseline="top", x=28, lineBreak="\n", lineHeight=_LINE
        ).encode(text="name:N"),
    ]
