"""The picture of two values a row and the gap between them."""

from __future__ import annotations

import math
from typing import Any, Final

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

_RING: Final = 7


def pairs(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    label: str,
    first: str,
    second: str,
    low: str,
    high: str,
    kind: str,
    title: object,
    subtitle: object,
    first_name: object,
    second_name: object,
    tone: str | None = None,
    axis_title: object = "",
) -> alt.TopLevelMixin:
    """Draw a ring and a dot a row, joined by a line, in the order of the table.

    Args:
        table: one row per pair.
        label: column with the names of the rows.
        first: column with the values of the rings.
        second: column with the values of the dots; rows without both have a dash.
        low: column with the lower ends of the dots' intervals.
        high: column with the upper ends.
        kind: how numbers are written, a key of `cx.wording.formats.WRITERS`.
        title: the finding in words.
        subtitle: what ring and dot stand for, and n.
        first_name: what the rings stand for, for those who cannot see them.
        second_name: what the dots stand for.
        tone: column with "better", "worse", "unclear" or "plain"; it decides the colour.
        axis_title: what the numbers are.

    Raises:
        ColumnNotFound: a named column is not in `table`.
        InvalidSetting: `tone` holds something else than a tone.
    """
    columns_of(table, label, first, second, low, high, tone)
    rows = _rows(table, (label, first, second, low, high), kind, tone)
    names = str(first_name), str(second_name)
    rows = rows.assign(spoken=[_spoken(row, kind, *names) for row in rows.itertuples()])
    scale = axes.span(rows["first"], rows["second"], rows["low"], rows["high"])
    rows = stack.stacked(_ends(rows, scale))
    known = rows[rows["value"].notna()]
    plane = _plane(rows, known, scale, axes.axis(scale, kind, **_titled(axis_title)))
    return framed(
        [stack.names(rows, plane), stack.dashes(rows, plane), *_marks(known, plane)],
        height=int(plane.height),
        title=title,
        subtitle=subtitle,
        rows=rows["spoken"],
    )


def _titled(axis_title: object) -> dict[str, Any]:
    return {"title": str(axis_title) or None, "titleAnchor": "start"}


def _plane(rows: pd.DataFrame, known: pd.DataFrame, scale: axes.Span, axis: alt.Axis) -> Plane:
    """Leave room on both sides for numbers; without a row to draw there is no axis."""
    across = linear(
        scale, left=reserve_for(known["left_figure"]), right=reserve_for(known["right_figure"])
    )
    return Plane(height=stack.height(rows), x_scale=across, x_axis=axis if len(known) else None)


def _rows(
    table: pd.DataFrame, columns: tuple[str, ...], kind: str, tone: str | None
) -> pd.DataFrame:
    label, *values = columns
    names = ("first", "second", "low", "high")
    rows = pd.DataFrame(
        {
            "label": labels_of(table[label]),
            "tone": tones_of(table, tone),
            **{
                name: axes.numbers(table[column])
                for name, column in zip(names, values, strict=True)
            },
        }
    )
    both = np.isfinite(rows["first"]) & np.isfinite(rows["second"])
    rows["value"] = rows["second"].where(both)
    return rows.assign(
        first_figure=axes.figures(rows["first"], kind),
        second_figure=axes.figures(rows["second"], kind),
    )


def _spoken(row: Any, kind: str, first_name: str, second_name: str) -> str:
    low, high = axes.figures([row.low, row.high], kind)
    values = {
        "label": row.label,
        "first_name": first_name,
        "first": row.first_figure,
        "second_name": second_name,
        "second": row.second_figure,
    }
    if math.isnan(row.low) or math.isnan(row.high):
        return t("{label}: {first_name} {first}, {second_name} {second}", **values)
    return t(
        "{label}: {first_name} {first}, {second_name} {second} ({low} to {high})",
        low=low,
        high=high,
        **values,
    )


def _ends(rows: pd.DataFrame, scale: axes.Span) -> pd.DataFrame:
    """Put the number of the lower value to the left of all marks, the other to the right."""
    rows = rows.assign(
        low=rows["low"].clip(lower=scale.low), high=rows["high"].clip(upper=scale.high)
    )
    rising = rows["first"] <= rows["second"]
    return rows.assign(
        left=rows[["first", "second", "low"]].min(axis=1),
        right=rows[["first", "second", "high"]].max(axis=1),
        left_figure=rows["first_figure"].where(rising, rows["second_figure"]),
        right_figure=rows["second_figure"].where(rising, rows["first_figure"]),
        inward=np.where(rising, _RING, -_RING),
    )


def _marks(rows: pd.DataFrame, plane: Plane) -> list[Any]:
    """Give the marks from the lowest to the highest."""
    base = alt.Chart(rows).encode(y=plane.y("centre"), tooltip="spoken:N")
    bounded = alt.Chart(rows[rows["low"].notna() & rows["high"].notna()]).encode(
        y=plane.y("centre"), tooltip="spoken:N"
    )
    return [
        base.mark_rule(strokeWidth=1.5, opacity=0.6, xOffset=alt.ExprRef("datum.inward")).encode(
            x=plane.x("first"), x2="second:Q", color=colour()
        ),
        bounded.mark_rule(strokeWidth=5, opacity=0.45, strokeCap="round").encode(
            x=plane.x("low"), x2="high:Q", color=colour()
        ),
        base.mark_point(filled=False, size=110, strokeWidth=2.2, opacity=1).encode(
            x=plane.x("first"), color=colour()
        ),
        base.mark_point(filled=True, size=95, opacity=1).encode(
            x=plane.x("second"), color=colour()
        ),
        *(_figure(rows, plane, side) for side in ("left", "right")),
    ]


def _figure(rows: pd.DataFrame, plane: Plane, side: str) -> Any:
    left = side == "left"
    return (
        alt.Chart(rows)
        .mark_text(
            style="figure",
            align="right" if left else "left",
            baseline="middle",
            dx=-12 if left else 12,
        )
        .encode(x=plane.x(side), y=plane.y("centre"), text=f"{side}_figure:N", tooltip="spoken:N")
    )
