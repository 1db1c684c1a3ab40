"""The picture of a journey: a curve through the touchpoints, in their order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from cx.charts import axes
from cx.charts.frame import Plane, colour, columns_of, framed, labels_of, linear, tones_of
from cx.charts.levels import names_below
from cx.charts.theme import ACCENT, UNCLEAR
from cx.charts.wrapping import display_width, wrap
from cx.wording import t

_HEIGHT: Final = 280
_EDGE: Final = 34
_MOST_FIGURES: Final = 8
_DODGE: Final = 0.09
_LINE: Final = 15
_APART: Final = 17
_NAME_COLUMNS: Final = 12
Looks = Mapping[str, Mapping[str, Any]]
_LOOKS: Final[Sequence[Mapping[str, Any]]] = (
    {"color": ACCENT, "strokeDash": [1, 0]},
    {"color": UNCLEAR, "strokeDash": [6, 3]},
    {"color": ACCENT, "strokeDash": [2, 3]},
    {"color": UNCLEAR, "strokeDash": [1, 0]},
)


def curve(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    label: str,
    at: str,
    value: str,
    low: str,
    high: str,
    kind: str,
    title: object,
    subtitle: object,
    neutral: float,
    note: str | None = None,
    tone: str | None = None,
    series: str | None = None,
) -> alt.TopLevelMixin:
    """Draw estimates along a journey, with their intervals and a line at the neutral value.

    Names stand below their points, on as many levels as the width asks for. A missing estimate
    interrupts the curve.

    Args:
        table: one row per touchpoint, and per curve where there are several.
        label: column with the names of the touchpoints.
        at: column with their places: whole numbers, from 1.
        value: column with the estimates.
        low: column with the lower ends of the intervals.
        high: column with the upper ends.
        kind: how numbers are written, a key of `cx.wording.formats.WRITERS`.
        title: the finding in words.
        subtitle: n and period.
        neutral: the value that is neither good nor bad.
        note: column with what is written at a point; empty for nothing.
        tone: column with "better", "worse", "unclear" or "plain"; it decides the colour of points,
            and at a worse one everything is written below.
        series: column with the names of up to four curves.

    Raises:
        ColumnNotFound: a named column is not in `table`.
    """
    columns_of(table, label, at, value, low, high, note, series)
    rows = _rows(table, (label, at, value, low, high), kind, note=note, tone=tone, series=series)
    looks = dict(zip(rows["series"].unique(), cycle(_LOOKS), strict=False))
    names = rows.drop_duplicates("at").sort_values("at")
    ends = _ends(rows) if series is not None else rows.iloc[:0]
    up = axes.span(rows["value"], rows["low"], rows["high"], [neutral], margin=0.2)
    right = _room(ends) if series is not None else _EDGE
    plane = Plane(
        height=_HEIGHT,
        x_scale=linear(axes.span(names["at"], margin=0), left=_EDGE, right=right),
        x_axis=names_below(names, left=_EDGE, right=right),
    )
    return framed(
        [
            *_neutral(rows, up, plane, neutral, kind),
            *(layer for name in looks for layer in _course(rows, name, looks, plane)),
            *(_figures(rows, plane) if series is None else _series_names(ends, looks, up, plane)),
        ],
        height=_HEIGHT,
        title=title,
        subtitle=subtitle,
        rows=rows["spoken"],
    )


def _rows(  # noqa: PLR0913 -- the columns of a picture
    table: pd.DataFrame,
    columns: tuple[str, str, str, str, str],
    kind: str,
    *,
    note: str | None,
    tone: str | None,
    series: str | None,
) -> pd.DataFrame:
    label, at, *estimate = columns
    rows = pd.DataFrame(
        {
            "label": labels_of(table[label]),
            "at": axes.numbers(table[at]),
            "series": labels_of(table[series]) if series is not None else "",
            "word": [str(text) for text in table[note]] if note is not None else "",
            "tone": tones_of(table, tone),
            **{
                name: axes.numbers(table[column])
                for name, column in zip(("value", "low", "high"), estimate, strict=True)
            },
        }
    )
    rows = rows.replace([math.inf, -math.inf], math.nan)
    rows.loc[rows["value"].isna(), ["low", "high"]] = math.nan
    order = {name: place for place, name in enumerate(rows["series"].unique())}
    middle = (len(order) - 1) / 2
    rows["shift"] = rows["at"] + (rows["series"].map(order).astype("float64") - middle) * _DODGE
    rows["figure"] = axes.figures(rows["value"], kind)
    rows["below"] = rows["tone"] == "worse"
    rows["top"] = rows[["value", "high"]].max(axis=1)
    rows["bottom"] = rows[["value", "low"]].min(axis=1)
    rows["spoken"] = [_spoken(row, kind) for row in rows.itertuples()]
    return rows


def _spoken(row: Any, kind: str) -> str:
    low, high = axes.figures([row.low, row.high], kind)
    text = t(
        "{label}: {figure} ({low} to {high})",
        label=row.label,
        figure=row.figure,
        low=low,
        high=high,
    )
    if row.series:
        text = t("{series}, {text}", series=row.series, text=text)
    return t("{text}, {word}", text=text, word=row.word) if row.word else text


def _neutral(
    rows: pd.DataFrame, up: axes.Span, plane: Plane, neutral: float, kind: str
) -> list[alt.Chart]:
    """Draw the line of the neutral value; its name stands on the side away from the curve."""
    scale = alt.Scale(domain=[up.low, up.high], nice=False, zero=False)
    axis = axes.axis(up, kind, title=None, grid=True, ticks=False)
    ends = {"neutral": [neutral], "first": [rows["at"].min()], "last": [rows["at"].max()]}
    base = alt.Chart(pd.DataFrame(ends)).encode(
        x=plane.x("first"), y=alt.Y("neutral:Q", scale=scale, axis=axis)
    )
    above = bool(rows["value"].mean() >= neutral)
    return [
        base.mark_rule(style="zero").encode(x2="last:Q"),
        base.mark_text(
            style="note",
            align="left",
            baseline="top" if above else "bottom",
            dy=5 if above else -5,
            text=t("middle of the scale"),
        ),
    ]


def _course(
    rows: pd.DataFrame, name: str, looks: Mapping[str, Any], plane: Plane
) -> list[alt.Chart]:
    """Draw one curve: its band, its line, and each point with its interval."""
    several, look = len(looks) > 1, looks[name]
    own = rows[rows["series"] == name].sort_values("at")
    line = alt.Chart(own).encode(x=plane.x("shift"))
    points = alt.Chart(own[own["value"].notna()]).encode(x=plane.x("shift"), tooltip="spoken:N")
    band = line.mark_area(opacity=0.14, color=look["color"]).encode(y="low:Q", y2="high:Q")
    return [
        *([] if several else [band]),
        line.mark_line(strokeWidth=2.5, **look).encode(y="value:Q"),
        points.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=1.5, opacity=0.6, color=look["color"])
        .encode(y="low:Q", y2="high:Q"),
        points.mark_point(filled=True, size=80, opacity=1, color=look["color"]).encode(
            y="value:Q", **({} if several else {"color": colour()})
        ),
    ]


def _figures(rows: pd.DataFrame, plane: Plane) -> list[alt.Chart]:
    """Write numbers and marks: above the interval, at the lowest point below it."""
    known = rows[rows["value"].notna()]
    if len(known) > _MOST_FIGURES:
        known = known[known["word"] != ""]
    both = zip(known["word"], known["figure"], known["below"], strict=True)
    lines = [[figure, word] if below else [word, figure] for word, figure, below in both]
    known = known.assign(text=["\n".join(filter(None, part)) for part in lines])
    up, down = known[~known["below"]], known[known["below"]]
    lifted = f"datum.word != '' ? {-7 - _LINE} : -7"
    parts: list[tuple[Any, ...]] = [
        (up, "top:Q", "bottom", alt.ExprRef(lifted)),
        (down, "bottom:Q", "top", 8),
    ]
    return [
        alt.Chart(part)
        .mark_text(style="figure", baseline=side, dy=shift, lineBreak="\n", lineHeight=_LINE)
        .encode(x=plane.x("at"), y=place, text="text:N")
        for part, place, side, shift in parts
        if len(part)
    ]


def _ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the last point of each curve."""
    known = rows[rows["value"].notna()].sort_values("at", kind="stable")
    ends = known.drop_duplicates("series", keep="last").sort_values("value", kind="stable")
    names = ["\n".join(wrap(name, _NAME_COLUMNS, max_lines=2)) for name in ends["series"]]
    return ends.assign(name=names)


def _room(ends: pd.DataFrame) -> int:
    lines = [line for name in ends["name"] for line in name.split("\n")]
    return 40 + round(7.4 * max((display_width(line) for line in lines), default=0))


def _series_names(
    ends: pd.DataFrame, looks: Mapping[str, Any], up: axes.Span, plane: Plane
) -> list[alt.Chart]:
    """Write the name of each curve beside its end, pushed apart where ends are close."""
    wanted = _HEIGHT * (up.high - ends["value"].to_numpy()[::-1]) / (up.high - up.low)
    heights = np.array([_LINE * (1 + name.count("\n")) for name in ends["name"][::-1]])
    placed = _pushed(wanted, np.maximum(heights, _APART))
    back = up.high - np.array(placed) / _HEIGHT * (up.high - up.low)
    texts = ends.iloc[::-1].assign(beside=ends["shift"].max(), lifted=back)
    base = alt.Chart(texts).encode(x=plane.x("beside"), y="lifted:Q", tooltip="series:N")
    samples = [
        base.transform_filter(alt.datum.series == name)
        .mark_rule(strokeWidth=2.5, xOffset=10, x2Offset=28, **look)
        .encode(x2="beside:Q")
        for name, look in looks.items()
    ]
    first_line = f"indexof(datum.name, '\\n') < 0 ? 0 : {-_LINE / 2}"
    names = base.mark_text(
        style="label",
        align="left",
        baseline="middle",
        dx=34,
        dy=alt.ExprRef(first_line),
        lineBreak="\n",
        lineHeight=_LINE,
    ).encode(text="name:N")
    return [*samples, names]


def _pushed(wanted: Any, heights: Any) -> list[float]:
    """Move texts down until none covers another, and all up where the last would leave."""
    placed: list[float] = []
    for down, height in zip(wanted, heights, strict=True):
        free = placed[-1] + (heights[len(placed) - 1] + height) / 2 if placed else -math.inf
        placed.append(max(float(down), free))
    over = max(0.0, placed[-1] + heights[-1] / 2 - _HEIGHT) if placed else 0.0
    return [down - over for down in placed]
