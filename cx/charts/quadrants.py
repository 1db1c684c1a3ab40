"""The picture of importance against performance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.charts import axes
from cx.charts.frame import Plane, colour, columns_of, framed, labels_of, linear, tones_of
from cx.charts.wrapping import wrap
from cx.wording import t

_TOP: Final = 24
_PLOT: Final = 320
_KEY_TOP: Final = 62
_KEY_COLUMNS: Final = 42
_LINE: Final = 17
_CORNER: Final = 14
_EDGE: Final = 30
_NUMBER: Final = 24
_NARROWEST: Final = 260
_TONE: Final = "tone of a point"


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
    y_low: str | None = None,
    y_high: str | None = None,
    tone: str | None = None,
    x_kind: str = "percent",
    y_kind: str = "number",
) -> alt.TopLevelMixin:
    """Draw numbered points in four quarters, with a key below that names them.

    Numbers instead of names in the plot: names of ten drivers would cover each other on a phone.
    Where points lie so close that their numbers would cover each other, numbers move up or down and
    a line leads back to the point.

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
        y_low: column with the lower ends of the vertical intervals, if there are any.
        y_high: column with their upper ends.
        tone: column with "better", "worse", "unclear" or "plain"; it decides the colour.
        x_kind: how horizontal numbers are written, a key of `cx.wording.formats.WRITERS`.
        y_kind: how vertical numbers are written.

    Raises:
        ColumnNotFound: a named column is not in `table`.
        InvalidSetting: `tone` holds something else than a tone.
    """
    columns = (label, x, x_low, x_high, y, y_low or y, y_high or y)
    columns_of(table, *columns, tone)
    rows = _ranked(table.assign(**{_TONE: tones_of(table, tone)}), columns, x_kind, y_kind)
    across = axes.span(rows["x"], rows["low"], rows["high"], [x_split], zero=True)
    up = axes.span(rows["y"], rows["y_low"], rows["y_high"], [y_split], margin=0.12)
    rows = _placed(rows, across, up)
    height = _TOP + _PLOT + _KEY_TOP + int(rows["key_height"].sum())
    plane = _plane(across, x_kind, height)
    marks = [
        *_grid(up, plane, y_kind),
        *_splits(plane, x_split, float(_down(np.array([y_split]), up)[0])),
        _words(_places(x_title, y_title, quadrant_titles), plane),
        *_points(rows, plane),
        *_key(rows, plane),
    ]
    return framed(marks, height=height, title=title, subtitle=subtitle, rows=rows["spoken"])


def _plane(across: axes.Span, kind: str, height: int) -> Plane:
    return Plane(
        height=height,
        x_scale=linear(across, left=_EDGE + 12, right=12),
        x_axis=axes.axis(across, kind, title=None, offset=_TOP + _PLOT - height, ticks=False),
    )


def _ranked(
    table: pd.DataFrame, columns: tuple[str, ...], x_kind: str, y_kind: str
) -> pd.DataFrame:
    label, *values = columns
    rows = pd.DataFrame({"label": labels_of(table[label]), "tone": list(table[_TONE])})
    for name, column in zip(("x", "low", "high", "y", "y_low", "y_high"), values, strict=True):
        rows[name] = axes.numbers(table[column])
    rows = rows.sort_values("x", ascending=False, kind="stable", na_position="last")
    rows = rows.reset_index(drop=True)
    lines = [wrap(name, _KEY_COLUMNS, max_lines=2) for name in rows["label"]]
    heights = np.array([len(part) * _LINE + 7 for part in lines], dtype=float)
    texts = {name: axes.figures(rows[name], x_kind) for name in ("x", "low", "high")}
    texts |= {name: axes.figures(rows[name], y_kind) for name in ("y", "y_low", "y_high")}
    return rows.assign(
        number=[str(position + 1) for position in range(len(rows))],
        name=["\n".join(part) for part in lines],
        key_height=heights,
        key_y=_TOP + _PLOT + _KEY_TOP + np.cumsum(heights) - heights,
        spoken=[
            t(
                "{label}: {x} ({low} to {high}), {y} ({y_low} to {y_high})",
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


def _placed(rows: pd.DataFrame, across: axes.Span, up: axes.Span) -> pd.DataFrame:
    """Add where points, the ends of their upright intervals, and their numbers stand, in pixels."""
    down = {end: _down(rows[f"y{end}"].to_numpy(), up) for end in ("", "_low", "_high")}
    numbers = _apart(rows["x"].to_numpy(), down[""], across)
    places = {f"down{end}": values for end, values in down.items()}
    return rows.assign(number_down=numbers, **places)


def _apart(
    x: NDArray[np.float64], down: NDArray[np.float64], across: axes.Span
) -> NDArray[np.float64]:
    """Say how far down each number stands: at its point, or as near as no other one covers it.

    Numbers move up and down only, and as if the plot were as narrow as on a phone: on a wider one
    they are further apart.
    """
    pixels = (x - across.low) / (across.high - across.low) * _NARROWEST
    placed: NDArray[np.float64] = down.copy()
    for at in range(len(x)):
        near = [other for other in range(at) if abs(pixels[other] - pixels[at]) < _NUMBER]
        taken = placed[near]
        tried = np.concatenate([[down[at]], taken - _NUMBER, taken + _NUMBER])
        inside = (tried >= _TOP + _NUMBER / 2) & (tried <= _TOP + _PLOT - _NUMBER / 2)
        free = inside & (np.abs(tried[:, None] - taken) >= _NUMBER - 1e-9).all(axis=1)
        if free.any():
            placed[at] = min(tried[free], key=lambda place: abs(place - down[at]))
    return placed


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
    base = alt.Chart(known).encode(color=colour(), tooltip="spoken:N")
    moved = alt.Chart(known[known["number_down"] != known["down"]]).encode(color=colour())
    return [
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=2, opacity=0.55)
        .encode(x=plane.x("low"), x2="high:Q", y=plane.y("down")),
        base.transform_filter("isValid(datum.down_low) && isValid(datum.down_high)")
        .mark_rule(strokeWidth=2, opacity=0.55)
        .encode(x=plane.x("x"), y=plane.y("down_low"), y2="down_high:Q"),
        moved.mark_rule(strokeWidth=1).encode(
            x=plane.x("x"), y=plane.y("down"), y2="number_down:Q"
        ),
        moved.mark_circle(size=45, opacity=1).encode(x=plane.x("x"), y=plane.y("down")),
        base.mark_point(filled=True, size=330, opacity=1).encode(
            x=plane.x("x"), y=plane.y("number_down")
        ),
        alt.Chart(known)
        .mark_text(style="inside", fontSize=11, baseline="middle", dy=0.5)
        .encode(x=plane.x("x"), y=plane.y("number_down"), text="number:N", tooltip="spoken:N"),
    ]


def _key(rows: pd.DataFrame, plane: Plane) -> list[alt.Chart]:
    base = alt.Chart(rows).encode(y=plane.y("key_y"), tooltip="spoken:N")
    return [
        base.mark_text(style="figure", align="right", baseline="top", x=18).encode(text="number:N"),
        base.mark_text(
            style="label", align="left", baseline="top", x=28, lineBreak="\n", lineHeight=_LINE
        ).encode(text="name:N"),
    ]
