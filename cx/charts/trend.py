"""The picture of how an estimate moves over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import pandas as pd
from babel.dates import format_skeleton

from cx.charts import axes, happenings
from cx.charts.frame import Plane, columns_of, framed, labels_of, linear, reserve_for
from cx.charts.theme import ACCENT
from cx.wording import current_language, t

_HEIGHT: Final = 240
_AXIS: Final = 34
_EDGE: Final = 24
_MOST_FIGURES: Final = 8
_MOST_TICKS: Final = 5


def trend(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    period: str,
    value: str,
    low: str,
    high: str,
    kind: str,
    title: object,
    subtitle: object,
    marks: Sequence[tuple[Any, str]] = (),
) -> alt.TopLevelMixin:
    """Draw an estimate over time, with its interval at every period.

    A period without an estimate interrupts the line.

    Args:
        table: one row per period, in order.
        period: column with dates, or with names of periods that are equally far apart.
        value: column with the estimates.
        low: column with the lower ends of the intervals.
        high: column with the upper ends.
        kind: how numbers are written, a key of `cx.wording.formats.WRITERS`.
        title: the finding in words.
        subtitle: n and period.
        marks: days and what happened on them: numbered lines with a key below. Days before the
            first period are not drawn, nor any where periods are no dates.

    Raises:
        ColumnNotFound: a named column is not in `table`.
    """
    columns_of(table, period, value, low, high)
    rows = _periods(table, (period, value, low, high), kind)
    noted = happenings.placed(marks, table[period], top=_HEIGHT + _AXIS)
    known = rows[rows["value"].notna()]
    every = len(rows) <= _MOST_FIGURES
    shown = known if every else known.iloc[-1:]
    down = axes.span(rows["value"], rows["low"], rows["high"], margin=0.1)
    height = happenings.height(noted, _HEIGHT, _AXIS)
    plane = _plane(rows, noted, height, right=0 if every else reserve_for(shown["figure"]))
    return framed(
        [
            *happenings.lines(noted, plane, _HEIGHT),
            *_band(rows, plane, down, kind),
            *_points(known, plane),
            _figures(shown, plane, every=every),
            *happenings.key(noted),
        ],
        height=height,
        title=title,
        subtitle=subtitle,
        rows=[*rows["spoken"], *noted["spoken"]],
    )


def _plane(rows: pd.DataFrame, noted: pd.DataFrame, height: int, *, right: int) -> Plane:
    across = axes.span(rows["at"], noted["at"], margin=0)
    axis = axes.lookup_axis(
        _ticks(rows),
        title=None,
        labelOverlap="greedy",
        labelFlush=False,
        offset=_HEIGHT - height,
    )
    return Plane(
        height=height, x_scale=linear(across, left=_EDGE, right=max(right, _EDGE)), x_axis=axis
    )


def _periods(table: pd.DataFrame, columns: tuple[str, str, str, str], kind: str) -> pd.DataFrame:
    period, *estimate = columns
    at, labels = _positions(table[period])
    numbers = {
        name: axes.numbers(table[column])
        for name, column in zip(("value", "low", "high"), estimate, strict=True)
    }
    rows = pd.DataFrame({"at": at, "label": labels, **numbers})
    rows = rows.replace([math.inf, -math.inf], math.nan)
    rows.loc[rows["value"].isna(), ["low", "high"]] = math.nan
    texts = [axes.figures(rows[name], kind) for name in ("value", "low", "high")]
    return rows.assign(
        figure=texts[0],
        top=rows[["value", "high"]].max(axis=1),
        spoken=[
            t("{label}: {figure} ({low} to {high})", label=name, figure=figure, low=low, high=high)
            for name, figure, low, high in zip(labels, *texts, strict=True)
        ],
    )


def _positions(periods: pd.Series[Any]) -> tuple[list[float], list[str]]:
    """Place dates by the day and anything else one after the other."""
    if isinstance(periods.dtype, pd.PeriodDtype):
        periods = periods.dt.to_timestamp()
    if not pd.api.types.is_datetime64_any_dtype(periods) or periods.isna().any():
        return [float(number) for number in range(len(periods))], labels_of(periods)
    days = periods.dt.tz_localize(None).dt.normalize()
    at = (days - days.min()).dt.days.astype(float).tolist()
    skeleton = "yMMM" if (days.dt.day == 1).all() else "yMMMd"
    language = current_language()
    return at, [str(format_skeleton(skeleton, day, locale=language)) for day in days]


def _ticks(rows: pd.DataFrame) -> dict[int, str]:
    """Name the first period and then every so many, so that few names stand below the axis."""
    places = rows.drop_duplicates("at")
    every = max(1, math.ceil(len(places) / _MOST_TICKS))
    chosen = places.iloc[::every]
    return {round(at): label for at, label in zip(chosen["at"], chosen["label"], strict=True)}


def _band(rows: pd.DataFrame, plane: Plane, down: axes.Span, kind: str) -> list[alt.Chart]:
    base = alt.Chart(rows).encode(x=plane.x("at"))
    axis = axes.axis(down, kind, title=None, grid=True, ticks=False)
    # The plot keeps its height above the key, wherever that begins.
    scale = alt.Scale(
        domain=[down.low, down.high], nice=False, zero=False, rangeMin=_HEIGHT, rangeMax=0
    )
    return [
        base.mark_area(opacity=0.16, color=ACCENT).encode(
            y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"
        ),
        base.mark_line(strokeWidth=2.5, color=ACCENT).encode(y="value:Q"),
    ]


def _points(known: pd.DataFrame, plane: Plane) -> list[alt.Chart]:
    base = alt.Chart(known).encode(x=plane.x("at"), tooltip="spoken:N")
    return [
        base.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=1.5, opacity=0.55, color=ACCENT)
        .encode(y="low:Q", y2="high:Q"),
        base.mark_point(filled=True, size=70, opacity=1, color=ACCENT).encode(y="value:Q"),
    ]


def _figures(shown: pd.DataFrame, plane: Plane, *, every: bool) -> Any:
    place: dict[str, Any] = (
        {"baseline": "bottom", "dy": -6} if every else {"align": "left", "dx": 10}
    )
    return (
        alt.Chart(shown)
        .mark_text(style="figure", **place)
        .encode(x=plane.x("at"), y="top:Q" if every else "value:Q", text="figure:N")
    )
