"""The picture of estimates with their intervals, one row per thing."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from cx.charts import axes, stack
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
from cx.wording import t


def estimates(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    kind: str,
    title: object,
    subtitle: object,
    tone: str | None = None,
    zero: bool = False,
    bars: bool = False,
    sort: bool = True,
    axis_title: object = "",
    description: str = "",
) -> alt.TopLevelMixin:
    """Draw one row per estimate, with its interval and its number.

    Args:
        table: one row per estimate.
        label: column with the names of the rows.
        value: column with the estimates; a missing one is shown as a dash.
        low: column with the lower ends of the intervals; infinite runs to the edge.
        high: column with the upper ends.
        kind: how numbers are written, a key of `cx.wording.formats.WRITERS`.
        title: the finding in words.
        subtitle: n and period.
        tone: column with "better", "worse", "unclear" or "plain"; it decides the colour.
        zero: whether to draw a line at zero.
        bars: whether the estimate is a bar from zero instead of a point.
        sort: by value, the largest first; otherwise the order of the table stands.
        axis_title: what the numbers are.
        description: alt text, made of title, subtitle and figures where empty.

    Raises:
        ColumnNotFound: a named column is not in `table`.
        InvalidSetting: `tone` holds something else than a tone.
    """
    columns_of(table, label, value, low, high, tone)
    rows = _estimate_rows(table, (label, value, low, high), kind, tone=tone, sort=sort)
    scale = axes.span(rows["value"], rows["low"], rows["high"], zero=zero or bars)
    rows = rows.assign(
        low=rows["low"].clip(lower=scale.low),
        high=rows["high"].clip(upper=scale.high),
        origin=0.0,
    )
    rows = stack.stacked(stack.outer_ends(rows, line=zero or bars))
    axis = axes.axis(scale, kind, title=str(axis_title) or None, titleAnchor="start")
    plane = _plane(rows, scale, axis)
    return framed(
        _marks(rows, plane, zero=zero, bars=bars),
        height=int(plane.height),
        title=title,
        subtitle=subtitle,
        rows=rows["spoken"],
        description=description,
    )


def _plane(rows: pd.DataFrame, scale: axes.Span, axis: alt.Axis) -> Plane:
    """Leave room beside the marks for their numbers; without a number there is no axis."""
    across = linear(
        scale,
        left=reserve_for(rows.loc[rows["leftward"], "figure"]),
        right=reserve_for(rows.loc[~rows["leftward"], "figure"]),
    )
    known = bool(rows["value"].notna().any())
    return Plane(height=stack.height(rows), x_scale=across, x_axis=axis if known else None)


def _marks(rows: pd.DataFrame, plane: Plane, *, zero: bool, bars: bool) -> list[Any]:
    """Give the marks from the lowest to the highest."""
    known = rows[rows["value"].notna()]
    return [
        *([_bars(known, plane)] if bars else []),
        *([_zero_line(rows, plane)] if zero or bars else []),
        stack.names(rows, plane),
        stack.dashes(rows, plane),
        stack.whiskers(known, plane),
        stack.figures(known, plane, "figure"),
        *([] if bars else [stack.points(known, plane)]),
    ]


def _estimate_rows(
    table: pd.DataFrame,
    columns: tuple[str, str, str, str],
    kind: str,
    *,
    tone: str | None,
    sort: bool,
) -> pd.DataFrame:
    label, value, low, high = columns
    rows = pd.DataFrame(
        {
            "label": labels_of(table[label]),
            "tone": tones_of(table, tone),
            **{
                name: axes.numbers(table[column])
                for name, column in zip(("value", "low", "high"), (value, low, high), strict=True)
            },
        }
    )
    rows.loc[~np.isfinite(rows["value"]), ["value", "low", "high"]] = math.nan
    if sort:
        rows = rows.sort_values("value", ascending=False, kind="stable", na_position="last")
    rows = rows.reset_index(drop=True)
    rows["figure"] = axes.figures(rows["value"], kind)
    rows["spoken"] = [_spoken(row, kind) for row in rows.itertuples()]
    return rows


def _spoken(row: Any, kind: str) -> str:
    low, high = axes.figures([row.low, row.high], kind)
    if math.isnan(row.low) and math.isnan(row.high):
        return t("{label}: {figure}", label=row.label, figure=row.figure)
    return t(
        "{label}: {figure} ({low} to {high})",
        label=row.label,
        figure=row.figure,
        low=low,
        high=high,
    )


def _zero_line(rows: pd.DataFrame, plane: Plane) -> Any:
    """Draw zero beside every mark but not through the labels."""
    return (
        alt.Chart(rows)
        .mark_rule(style="zero", yOffset=-4, y2Offset=4)
        .encode(x=plane.x("origin"), y=plane.y("top"), y2="bottom:Q")
    )


def _bars(rows: pd.DataFrame, plane: Plane) -> Any:
    return (
        alt.Chart(rows)
        .mark_bar(opacity=0.38)
        .encode(
            x=plane.x("value"),
            x2="origin:Q",
            y=plane.y("top"),
            y2="bottom:Q",
            color=colour(),
            tooltip="spoken:N",
        )
    )
