"""The picture of small curves side by side, one for each thing."""

from __future__ import annotations

import math
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

_COLUMNS: Final = 2
_LABEL_COLUMNS: Final = 22
_LINE: Final = 17
_PLOT: Final = 104
_FOOT: Final = 40
# Where a curve begins and ends, as a share of the width of its panel; figures stand before it.
_FROM: Final = 0.2
_TO: Final = 0.93


def curves(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    panel: str,
    x: str,
    value: str,
    low: str,
    high: str,
    line: str,
    few: str,
    kind: str,
    title: object,
    subtitle: object,
) -> alt.TopLevelMixin:
    """Draw an estimate over ordered levels, one panel a thing, all on one scale upwards.

    Args:
        table: one row per level of a thing; things and their levels in order.
        panel: column with the names of the things.
        x: column with the levels, numbers.
        value: column with the estimates.
        low: column with the lower ends of the intervals.
        high: column with the upper ends.
        line: column with the values of a straight line, drawn dashed.
        few: column that tells which estimates rest on too little; they become rings.
        kind: how estimates are written, a key of `cx.wording.formats.WRITERS`.
        title: the finding in words.
        subtitle: n and period.

    Raises:
        ColumnNotFound: a named column is not in `table`.
    """
    names = dict(
        zip(("x", "value", "low", "high", "line"), (x, value, low, high, line), strict=True)
    )
    columns_of(table, panel, few, *names.values())
    rows = pd.DataFrame({name: axes.numbers(table[column]) for name, column in names.items()})
    rows = rows.replace([math.inf, -math.inf], math.nan)
    rows["panel"], rows["few"] = labels_of(table[panel]), table[few].to_numpy(bool)
    rows["spoken"] = _spoken(rows, kind)
    up = axes.span(rows["value"], rows["low"], rows["high"], margin=0.06)
    panels = _panels(rows)
    rows = _placed(rows, panels, up)
    across = min(_COLUMNS, max(len(panels), 1))
    plane = Plane(
        height=float(panels["bottom"].max()) if len(panels) else 1.0,
        x_scale=linear(axes.Span(0.0, float(across), 1.0)),
    )
    layers = [
        *_grid(panels, up, plane),
        *_curves(rows, plane),
        *_words(panels, rows, plane),
    ]
    height = int(plane.height)
    return framed(layers, height=height, title=title, subtitle=subtitle, rows=rows["spoken"])


def _spoken(rows: pd.DataFrame, kind: str) -> list[str]:
    levels = axes.figures(rows["x"], "number")
    texts = [axes.figures(rows[name], kind) for name in ("value", "low", "high")]
    return [
        t(
            "{panel}, {level}: {figure} ({low} to {high})",
            panel=p,
            level=level,
            figure=f,
            low=a,
            high=b,
        )
        for p, level, f, a, b in zip(rows["panel"], levels, *texts, strict=True)
    ]


def _panels(rows: pd.DataFrame) -> pd.DataFrame:
    """Place the panels in rows of two, each row as high as its longest name."""
    panels = pd.DataFrame({"panel": list(dict.fromkeys(rows["panel"]))})
    lines = [wrap(name, _LABEL_COLUMNS, max_lines=2) for name in panels["panel"]]
    panels["name"] = ["\n".join(part) for part in lines]
    panels["column"] = np.arange(len(panels)) % _COLUMNS
    row = np.arange(len(panels)) // _COLUMNS
    label = pd.Series([len(part) * _LINE for part in lines], dtype=float).groupby(row).max()
    heights = label + 8 + _PLOT + _FOOT
    ends = heights.cumsum()
    panels["y"] = (ends - heights).reindex(row).to_numpy()
    panels["top"] = panels["y"] + label.reindex(row).to_numpy() + 8
    panels["floor"] = panels["top"] + _PLOT
    panels["bottom"] = ends.reindex(row).to_numpy()
    return panels.assign(left=panels["column"] + _FROM, right=panels["column"] + _TO)


def _placed(rows: pd.DataFrame, panels: pd.DataFrame, up: axes.Span) -> pd.DataFrame:
    """Turn levels into shares of the width and estimates into pixels from the top."""
    spans = rows.groupby("panel", sort=False)["x"].agg(first="min", last="max").reset_index()
    found = rows.merge(panels[["panel", "column", "top"]], on="panel").merge(spans, on="panel")
    width = (found["last"] - found["first"]).where(lambda wide: wide > 0, 1.0)
    share = (found["x"] - found["first"]) / width
    found["u"] = found["column"] + _FROM + (_TO - _FROM) * share
    for name in ("value", "low", "high"):
        found[f"{name}_y"] = found["top"] + _down(found[name].to_numpy(), up)
    # A straight line may leave the panel where nobody answered; there it ends.
    inside = found["line"].clip(up.low, up.high)
    found["line_y"] = found["top"] + _down(inside.to_numpy(), up)
    return found


def _down(values: NDArray[np.float64], up: axes.Span) -> NDArray[np.float64]:
    place: NDArray[np.float64] = (up.high - values) / (up.high - up.low) * _PLOT
    return place


def _grid(panels: pd.DataFrame, up: axes.Span, plane: Plane) -> list[Any]:
    """Draw the round numbers in every panel; zero is the stronger line."""
    every = max(1, len(up.ticks) // 3)
    chosen = [tick for tick in up.ticks if round(tick / up.step) % every == 0]
    ticks = pd.DataFrame({"tick": chosen or up.ticks})
    ticks["text"] = axes.figures(ticks["tick"], "number")
    lines = panels[["left", "right", "top", "column"]].merge(ticks, how="cross")
    lines["y"] = lines["top"] + _down(lines["tick"].to_numpy(), up)
    base = alt.Chart(lines).encode(y=plane.y("y"))
    zero = "abs(datum.tick) < 1e-9"
    return [
        base.transform_filter(f"!({zero})")
        .mark_rule(style="grid")
        .encode(x=plane.x("left"), x2="right:Q"),
        base.transform_filter(zero)
        .mark_rule(style="zero", strokeWidth=1)
        .encode(x=plane.x("left"), x2="right:Q"),
        base.mark_text(style="note", align="right", baseline="middle", dx=-6, fontSize=11).encode(
            x=plane.x("left"), text="text:N"
        ),
    ]


def _curves(rows: pd.DataFrame, plane: Plane) -> list[Any]:
    base = alt.Chart(rows).encode(x=plane.x("u"), detail="panel:N")
    known = base.transform_filter("isValid(datum.value)").encode(tooltip="spoken:N")
    ranged = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
    return [
        ranged.mark_area(opacity=0.16, color=ACCENT).encode(y=plane.y("low_y"), y2="high_y:Q"),
        base.transform_filter("isValid(datum.line)")
        .mark_line(style="split", interpolate="linear")
        .encode(y=plane.y("line_y")),
        known.mark_line(strokeWidth=2, color=ACCENT).encode(y=plane.y("value_y")),
        ranged.mark_rule(strokeWidth=1.5, opacity=0.55, color=ACCENT).encode(
            y=plane.y("low_y"), y2="high_y:Q"
        ),
        known.transform_filter("!datum.few")
        .mark_point(filled=True, size=46, opacity=1, color=ACCENT)
        .encode(y=plane.y("value_y")),
        known.transform_filter("datum.few")
        .mark_point(filled=False, size=46, opacity=1, color=ACCENT)
        .encode(y=plane.y("value_y")),
    ]


def _words(panels: pd.DataFrame, rows: pd.DataFrame, plane: Plane) -> list[Any]:
    """Write the name of each panel above it, and its first and last level below."""
    ends = rows.sort_values("x").groupby("panel", sort=False)
    edges = pd.concat([ends.head(1), ends.tail(1)]).drop_duplicates()
    edges = edges.assign(level=axes.figures(edges["x"], "number"), foot=edges["top"] + _PLOT + 6)
    return [
        alt.Chart(edges)
        .mark_text(style="note", baseline="top")
        .encode(x=plane.x("u"), y=plane.y("foot"), text="level:N"),
        alt.Chart(panels)
        .mark_text(style="label", align="left", baseline="top", lineBreak="\n", lineHeight=_LINE)
        .encode(x=plane.x("column"), y=plane.y("y"), text="name:N", tooltip="panel:N"),
    ]
