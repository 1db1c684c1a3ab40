"""What happened on a day, as numbered lines in a picture over time, with a key below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd
from babel.dates import format_date

from cx.charts.frame import Plane
from cx.charts.wrapping import wrap
from cx.wording import current_language, t

_LINE: Final = 17
_COLUMNS: Final = 46
_PARTS: Final = ("at", "number", "name", "key_y", "key_height", "spoken")


def placed(
    marks: Sequence[tuple[Any, str]], periods: pd.Series[Any], *, top: float
) -> pd.DataFrame:
    """Place marks by the day, as the points of the picture are.

    Args:
        marks: days and what happened on them.
        periods: the dates of the picture; without dates nothing can be placed.
        top: where the key begins, in pixels.

    Returns:
        Columns `at number name key_y key_height spoken`, in the order of the days.
    """
    if not marks or not pd.api.types.is_datetime64_any_dtype(periods) or periods.isna().any():
        return pd.DataFrame({part: [] for part in _PARTS})
    first = periods.dt.tz_localize(None).dt.normalize().min()
    days = sorted((pd.Timestamp(day).tz_localize(None).normalize(), text) for day, text in marks)
    shown = [(day, text) for day, text in days if day >= first]
    language = current_language()
    spoken = [
        t("{day}: {event}", day=str(format_date(day.date(), locale=language)), event=text)
        for day, text in shown
    ]
    lines = [wrap(text, _COLUMNS, max_lines=3) for text in spoken]
    heights = np.array([len(part) * _LINE + 5 for part in lines], dtype=float)
    return pd.DataFrame(
        {
            "at": np.array([(day - first).days for day, _ in shown], dtype=float),
            "number": [str(place + 1) for place in range(len(shown))],
            "name": ["\n".join(part) for part in lines],
            "key_y": top + np.cumsum(heights) - heights,
            "key_height": heights,
            "spoken": spoken,
        }
    )


def height(noted: pd.DataFrame, plot: int, axis: int) -> int:
    """Give the height of a picture: of the plot alone, or with axis and key below."""
    return plot if noted.empty else plot + axis + int(noted["key_height"].sum())


def lines(noted: pd.DataFrame, plane: Plane, plot: int) -> list[alt.Chart]:
    """Draw a line for each mark from the top of the plot to its floor, its number above."""
    if noted.empty:
        return []
    base = alt.Chart(noted).encode(x=plane.x("at"), tooltip="spoken:N")
    return [
        base.mark_rule(style="split", y=0, y2=plot),
        base.mark_text(style="figure", align="left", baseline="top", dx=4, y=0).encode(
            text="number:N"
        ),
    ]


def key(noted: pd.DataFrame) -> list[alt.Chart]:
    """Write below the picture what the numbers mean."""
    if noted.empty:
        return []
    place: dict[str, Any] = {"baseline": "top", "y": alt.ExprRef("datum.key_y")}
    base = alt.Chart(noted)
    return [
        base.mark_text(style="figure", align="right", x=18, **place).encode(text="number:N"),
        base.mark_text(
            style="label", align="left", x=28, lineBreak="\n", lineHeight=_LINE, **place
        ).encode(text="name:N"),
    ]
