"""The picture of how answers spread over the points of a scale."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.charts import axes
from cx.charts.frame import Plane, colour, columns_of, framed, labels_of, tones_of
from cx.wording import current_language, t
from cx.wording.formats import decimals

_HEIGHT: Final = 220
_HEADROOM: Final = 22


def distribution(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    x: str,
    n: str,
    tone: str,
    title: object,
    subtitle: object,
) -> alt.TopLevelMixin:
    """Draw one column per answer, as high as it is frequent, with its share of all answers.

    Args:
        table: one row per answer, in the order of the scale.
        x: column with the answers.
        n: column with how often each was given; a missing count draws no column.
        tone: column with "better", "worse", "unclear" or "plain"; it decides the colour.
        title: the finding in words.
        subtitle: n and period.

    Raises:
        ColumnNotFound: a named column is not in `table`.
        InvalidSetting: `tone` holds something else than a tone.
    """
    columns_of(table, x, n, tone)
    rows = _columns(labels_of(table[x]), axes.numbers(table[n]), tones_of(table, tone))
    top = float(rows["n"].max()) if rows["n"].notna().any() else 0.0
    scale = axes.Span(-0.5, max(len(rows) - 0.5, 0.5), 1)
    plane = Plane(
        height=_HEIGHT,
        x_scale=alt.Scale(domain=[scale.low, scale.high], nice=False, zero=False),
        x_axis=axes.lookup_axis(
            dict(enumerate(rows["label"])), labelOverlap="greedy", title=None, ticks=False
        ),
    )
    known = rows[rows["n"].notna()].assign(
        top=lambda known: _HEIGHT - known["n"] / (top or 1) * (_HEIGHT - _HEADROOM), floor=_HEIGHT
    )
    return framed(
        [_bars(known, plane), _figures(known, plane, slots=len(rows))],
        height=_HEIGHT,
        title=title,
        subtitle=subtitle,
        rows=rows["spoken"],
    )


def _bars(rows: pd.DataFrame, plane: Plane) -> Any:
    return (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=plane.x("left"),
            x2="right:Q",
            y=plane.y("top"),
            y2="floor:Q",
            color=colour(),
            tooltip="spoken:N",
        )
    )


def _figures(rows: pd.DataFrame, plane: Plane, *, slots: int) -> Any:
    """Write the share on each column, smaller where it is narrow, not at all where it is thin."""
    slot = f"width / {max(slots, 1)}"
    return (
        alt.Chart(rows)
        .mark_text(
            style="figure",
            fontSize=alt.ExprRef(f"{slot} < 34 ? 10 : 13"),
            baseline="bottom",
            dy=-4,
            text=alt.ExprRef(f"{slot} < 24 ? '' : datum.figure"),
        )
        .encode(x=plane.x("at"), y=plane.y("top"))
    )


def _columns(labels: list[str], counts: NDArray[np.float64], tones: list[str]) -> pd.DataFrame:
    total = np.nansum(counts)
    share = counts / total if total > 0 else np.full(len(counts), np.nan)
    at = np.arange(len(labels), dtype=float)
    return pd.DataFrame(
        {
            "label": labels,
            "n": counts,
            "tone": tones,
            "at": at,
            "left": at - 0.42,
            "right": at + 0.42,
            "figure": [_whole_percent(value) for value in share],
            "spoken": [
                t("{label}: {n:count} ({share:percent})", label=label, n=count, share=part)
                for label, count, part in zip(labels, counts, share, strict=True)
            ],
        }
    )


def _whole_percent(share: float) -> str:
    if np.isnan(share):
        return ""
    sign = "<" if 0 < share < 0.005 else ""
    return (
        sign + decimals(max(share * 100, 1) if sign else share * 100, 0, current_language()) + "%"
    )
