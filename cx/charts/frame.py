"""What all pictures share: the finding as title, alt text, and a canvas measured in pixels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from cx.charts.axes import Span
from cx.charts.theme import TONES
from cx.charts.wrapping import display_width, wrap
from cx.errors import ColumnNotFound, InvalidSetting
from cx.wording import msg

# From these widths on (pixels) a title line holds so many columns at 17 pixels, semi-bold.
_TITLE_COLUMNS: Final = ((720, 78), (520, 55), (0, 32))
_SUBTITLE_COLUMNS: Final = 46
_SPOKEN_ROWS: Final = 12

TONE_SCALE: Final = alt.Scale(domain=list(TONES), range=list(TONES.values()))


def framed(  # noqa: PLR0913 -- the parts of a picture, all by keyword
    layers: Sequence[Any],
    *,
    height: int,
    title: object,
    subtitle: object,
    rows: Iterable[str],
    description: str = "",
) -> alt.TopLevelMixin:
    """Lay marks over each other under a title that wraps by the width there is.

    Args:
        layers: charts, the lowest first.
        height: of the plot, in pixels; the width follows the page.
        title: the finding in words.
        subtitle: n and period.
        rows: the figures in words, for those who cannot see them.
        description: the alt text; made of the title, the subtitle and `rows` where empty.
    """
    spoken = [str(title), str(subtitle), *list(rows)[:_SPOKEN_ROWS]]
    chart: alt.TopLevelMixin = alt.layer(*layers).properties(
        width="container",
        height=max(height, 1),
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        title=_title(str(title), str(subtitle)),
        usermeta={"title": str(title)},
        description=str(description) or "\n".join(line for line in spoken if line),
    )
    return chart


def untitled(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """Return a copy without its title, for where the finding is written above; n stays."""
    bare: Any = copy(chart)
    subtitle = bare.title.subtitle
    quiet = alt.TitleParams(text=subtitle, fontSize=13, fontWeight=400, lineHeight=18)
    bare.title = alt.Undefined if subtitle is alt.Undefined else quiet
    untitled_chart: alt.TopLevelMixin = bare
    return untitled_chart


def columns_of(table: pd.DataFrame, *names: str | None) -> None:
    """Refuse a table that lacks one of the columns a picture needs."""
    for name in names:
        if name is not None and name not in table.columns:
            raise ColumnNotFound(name, [str(column) for column in table.columns])


def labels_of(column: Iterable[Any]) -> list[str]:
    """Turn row labels into text; a missing one is a dash."""
    return ["–" if pd.isna(value) else str(value) for value in column]


def tones_of(table: pd.DataFrame, tone: str | None) -> list[str]:
    """Read the column that decides the colour; without one every mark is plain."""
    if tone is None:
        return ["plain"] * len(table)
    tones = [str(value) for value in table[tone]]
    unknown = sorted(set(tones) - set(TONES))
    if unknown:
        raise InvalidSetting(
            msg(
                "A tone is one of {known:list}; the column “{column}” holds {unknown:list}.",
                known=list(TONES),
                column=tone,
                unknown=unknown,
            )
        )
    return tones


def colour(field: str = "tone") -> alt.Color:
    """Colour marks by their tone and by nothing else."""
    return alt.Color(f"{field}:N", scale=TONE_SCALE, legend=None)


@dataclass(frozen=True, slots=True)
class Plane:
    """Where marks are put: numbers across, pixels down.

    Attributes:
        height: in pixels.
        x_scale: shared by every mark of the picture.
        x_axis: drawn once, below; `None` for none.
    """

    height: float
    x_scale: alt.Scale
    x_axis: alt.Axis | None = None

    def x(self, field: str) -> alt.X:
        """Put a mark at the number in `field`."""
        return alt.X(f"{field}:Q", scale=self.x_scale, axis=self.x_axis)

    def y(self, field: str) -> alt.Y:
        """Put a mark so many pixels from the top as `field` says."""
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=[self.height or 1, 0], nice=False, zero=False),
            axis=None,
        )


def linear(scale: Span, *, left: float = 0, right: float = 0) -> alt.Scale:
    """Stretch `scale` over the width, but for so many pixels where figures stand."""
    return alt.Scale(
        domain=[scale.low, scale.high],
        nice=False,
        zero=False,
        rangeMin=left,
        rangeMax=alt.ExprRef(f"width - {right}"),
    )


def reserve_for(figures: Iterable[str]) -> int:
    """Return the room in pixels that the widest of `figures` takes beside its mark."""
    widest = max((display_width(text) for text in figures), default=0)
    return 16 + 8 * widest if widest else 8


def _title(title: str, subtitle: str) -> alt.TitleParams:
    (wide, most), (middle, some), (_, few) = _TITLE_COLUMNS
    lines = [json.dumps(wrap(title, columns), ensure_ascii=False) for columns in (most, some, few)]
    text = f"width >= {wide} ? {lines[0]} : width >= {middle} ? {lines[1]} : {lines[2]}"
    if not subtitle:
        return alt.TitleParams(text=alt.ExprRef(text))
    return alt.TitleParams(text=alt.ExprRef(text), subtitle=wrap(subtitle, _SUBTITLE_COLUMNS))
