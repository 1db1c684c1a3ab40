"""The picture of estimates that belong together: a name, and below it one lane for each part."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from cx.charts import axes, stack
from cx.charts.frame import (
    Plane,
    columns_of,
    framed,
    labels_of,
    linear,
    reserve_for,
    tones_of,
)
from cx.charts.wrapping import wrap
from cx.wording import t

_COLUMNS: Final = 40
_LINE: Final = 17
_LANE: Final = 22
_GAP: Final = 16


def grouped(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    label: str,
    series: str,
    value: str,
    low: str,
    high: str,
    kind: str,
    title: object,
    subtitle: object,
    tone: str | None = None,
    axis_title: object = "",
) -> alt.TopLevelMixin:
    """Draw estimates with their intervals around zero, those of one name below each other.

    Args:
        table: one row per estimate, those of one name next to each other.
        label: column with the names.
        series: column with what each estimate of a name is, written beside its number.
        value: column with the estimates.
        low: column with the lower ends of the intervals.
        high: column with the upper ends.
        kind: how numbers are written, a key of `cx.wording.formats.WRITERS`.
        title: the finding in words.
        subtitle: n and period.
        tone: column with "better", "worse", "unclear" or "plain"; it decides the colour.
        axis_title: what the numbers are.

    Raises:
        ColumnNotFound: a named column is not in `table`.
        InvalidSetting: `tone` holds something else than a tone.
    """
    columns_of(table, label, series, value, low, high, tone)
    rows = _rows(table, (label, series, value, low, high), kind, tone)
    scale = axes.span(rows["value"], rows["low"], rows["high"], zero=True)
    rows = rows.assign(
        low=rows["low"].clip(lower=scale.low), high=rows["high"].clip(upper=scale.high)
    )
    across = linear(
        scale,
        left=reserve_for(rows.loc[rows["leftward"], "text"]),
        right=reserve_for(rows.loc[~rows["leftward"], "text"]),
    )
    height = float(rows["below"].max()) if len(rows) else 0.0
    axis = axes.axis(scale, kind, title=str(axis_title) or None, titleAnchor="start")
    plane = Plane(height=height, x_scale=across, x_axis=axis if len(rows) else None)
    return framed(
        _marks(rows, plane), height=int(height), title=title, subtitle=subtitle, rows=rows["spoken"]
    )


def _rows(
    table: pd.DataFrame, columns: tuple[str, str, str, str, str], kind: str, tone: str | None
) -> pd.DataFrame:
    label, series, *numbers = columns
    rows = pd.DataFrame({"label": labels_of(table[label]), "series": labels_of(table[series])})
    for name, column in zip(("value", "low", "high"), numbers, strict=True):
        rows[name] = axes.numbers(table[column])
    rows["tone"] = tones_of(table, tone)
    figures = axes.figures(rows["value"], kind)
    rows["text"] = [
        f"{figure} {name}" for figure, name in zip(figures, rows["series"], strict=True)
    ]
    rows["spoken"] = [_spoken(row, kind) for row in rows.itertuples()]
    return _placed(stack.outer_ends(rows, line=True)).assign(origin=0.0)


def _spoken(row: Any, kind: str) -> str:
    figure, low, high = axes.figures([row.value, row.low, row.high], kind)
    return t(
        "{label}, {series}: {figure} ({low} to {high})",
        label=row.label,
        series=row.series,
        figure=figure,
        low=low,
        high=high,
    )


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Place the rows in pixels: the lines of a new name, then a lane for each of its rows."""
    first = (rows["label"] != rows["label"].shift()).to_numpy(bool)
    lines = [wrap(name, _COLUMNS, max_lines=3) for name in rows["label"]]
    heading = np.array([len(part) * _LINE for part in lines], dtype=float) * first
    gap = np.where(first & (np.arange(len(rows)) > 0), _GAP, 0.0)
    bottom = np.cumsum(gap + heading + _LANE)
    return rows.assign(
        name=["\n".join(part) for part in lines],
        first=first,
        y=bottom - _LANE - heading,
        top=bottom - _LANE,
        centre=bottom - _LANE / 2,
        bottom=bottom,
        below=bottom + 4,
    )


def _marks(rows: pd.DataFrame, plane: Plane) -> list[Any]:
    known = rows[rows["value"].notna()]
    return [
        _zero(rows, plane),
        stack.names(rows[rows["first"]], plane),
        stack.whiskers(known, plane),
        stack.figures(known, plane, "text", style="note"),
        stack.points(known, plane),
    ]


def _zero(rows: pd.DataFrame, plane: Plane) -> Any:
    return (
        alt.Chart(rows)
        .mark_rule(style="zero")
        .encode(x=plane.x("origin"), y=plane.y("top"), y2="bottom:Q")
    )
