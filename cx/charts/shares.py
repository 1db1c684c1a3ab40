"""The picture of wholes split into shares, one bar per row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.charts import axes, stack
from cx.charts.frame import Plane, columns_of, framed, labels_of
from cx.wording import current_language, t
from cx.wording.formats import decimals

_PIECE_COLUMNS: Final = [
    *("part", "label", "start", "end", "middle", "figure", "spoken", "top", "centre", "bottom")
]


def shares(  # noqa: PLR0913 -- the columns of a picture, all by keyword
    table: pd.DataFrame,
    *,
    label: str,
    parts: Mapping[str, str],
    colours: Mapping[str, str],
    title: object,
    subtitle: object,
) -> alt.TopLevelMixin:
    """Draw one bar per row, split into the shares of its parts.

    Args:
        table: one row per bar, in the order in which they are drawn.
        label: column with the names of the rows.
        parts: columns that hold counts → what each is called, from left to right.
        colours: the same columns → their colours.
        title: the finding in words.
        subtitle: n and period.

    Raises:
        ColumnNotFound: a named column is not in `table`.
    """
    columns_of(table, label, *parts)
    counts = np.column_stack([axes.numbers(table[part]) for part in parts])
    total = counts.sum(axis=1, keepdims=True)
    known = np.isfinite(total) & (total > 0)
    split = counts / np.where(known, total, math.nan)
    rows = stack.stacked(pd.DataFrame({"label": labels_of(table[label]), "value": split[:, 0]}))
    plane = Plane(height=stack.height(rows), x_scale=alt.Scale(domain=[0, 1], nice=False))
    pieces = _pieces(rows, split, counts, list(parts.values()))
    fill = alt.Scale(domain=list(parts.values()), range=[colours[part] for part in parts])
    return framed(
        [*_marks(pieces, plane, fill), stack.names(rows, plane), stack.dashes(rows, plane)],
        height=int(plane.height),
        title=title,
        subtitle=subtitle,
        rows=[
            t("{label}: {parts:list}", label=name, parts=list(group))
            for name, group in pieces.groupby("label", sort=False)["spoken"]
        ],
    )


def _marks(pieces: pd.DataFrame, plane: Plane, fill: alt.Scale) -> tuple[Any, Any]:
    """Draw the segments and, where it fits, the share inside each."""
    legend = alt.Legend(orient="top", direction="horizontal", symbolType="square", offset=12)
    segments = (
        alt.Chart(pieces)
        .mark_bar()
        .encode(
            x=plane.x("start"),
            x2="end:Q",
            y=plane.y("top"),
            y2="bottom:Q",
            color=alt.Color("part:N", scale=fill, legend=legend),
            tooltip="spoken:N",
        )
    )
    if_it_fits = alt.ExprRef("(datum.end - datum.start) * width >= 40 ? datum.figure : ''")
    figures = (
        alt.Chart(pieces)
        .mark_text(style="inside", text=if_it_fits)
        .encode(x=plane.x("middle"), y=plane.y("centre"), tooltip="spoken:N")
    )
    return segments, figures


def _pieces(
    rows: pd.DataFrame, split: NDArray[np.float64], counts: NDArray[np.float64], parts: list[str]
) -> pd.DataFrame:
    """Make one row per segment, from left to right."""
    ends = split.cumsum(axis=1)
    language = current_language()
    pieces = [
        {
            "part": part,
            "label": row["label"],
            "start": ends[at, nth] - split[at, nth],
            "end": ends[at, nth],
            "middle": ends[at, nth] - split[at, nth] / 2,
            "figure": decimals(split[at, nth] * 100, 0, language) + "%",
            "spoken": t(
                "{part} {share:percent} ({n:count})",
                part=part,
                share=split[at, nth],
                n=counts[at, nth],
            ),
            **{edge: row[edge] for edge in ("top", "centre", "bottom")},
        }
        for at, (_, row) in enumerate(rows.iterrows())
        for nth, part in enumerate(parts)
        if math.isfinite(split[at, nth])
    ]
    return pd.DataFrame(pieces, columns=_PIECE_COLUMNS)
