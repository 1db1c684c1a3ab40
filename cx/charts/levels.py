"""Names below an axis that stay readable on a phone: side by side, or on several levels."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Final

import altair as alt
import numpy as np
import pandas as pd

from cx.charts.wrapping import display_width, wrap

_LINE: Final = 15
# A column of 12-pixel text; the widths (pixels) for which names are laid out anew.
_COLUMN: Final = 6.7
_WIDTHS: Final = (900, 680, 520, 400, 300, 0)
_NARROWEST: Final = 250
_WIDEST_NAME: Final = 16
_MOST_LEVELS: Final = 5
_THREAD: Final = "│"


def names_below(names: pd.DataFrame, *, left: float, right: float) -> alt.Axis:
    """Name points below their axis; the narrower the picture, the more levels the names stand on.

    Args:
        names: columns `at label`: places that are 1 apart, in order.
        left: pixels between the left edge and the first point.
        right: pixels between the last point and the right edge.
    """
    layouts = []
    for width in _WIDTHS:
        inner = max(width, _NARROWEST) - left - right
        lines = _levels(list(names["label"]), inner / max(len(names) - 1, 1))
        layout = {str(round(at)): part for at, part in zip(names["at"], lines, strict=True)}
        layouts.append((width, json.dumps(layout, ensure_ascii=False)))
    *wider, (_, narrowest) = layouts
    choice = "".join(f"width >= {width} ? {layout} : " for width, layout in wider)
    return alt.Axis(
        values=[round(at) for at in names["at"]],
        labelExpr=f"({choice}{narrowest})[toString(round(datum.value))]",
        labelOverlap=False,
        labelFlush=False,
        labelLimit=0,
        labelLineHeight=_LINE,
        title=None,
        ticks=False,
    )


def _levels(labels: Sequence[str], step: float) -> list[list[str]]:
    """Wrap names for points that are `step` pixels apart, on as many levels as it takes."""
    widest = min(max((display_width(label) for label in labels), default=1), _WIDEST_NAME)
    levels = min(max(1, math.ceil((widest + 1) * _COLUMN / step)), _MOST_LEVELS, len(labels))
    columns = max(4, min(_WIDEST_NAME, math.floor(levels * step / _COLUMN) - 1))
    wrapped = [wrap(label, columns, max_lines=3) for label in labels]
    heights = [max(len(part) for part in wrapped[level::levels]) for level in range(levels)]
    above = np.concatenate([[0], np.cumsum(heights)]).astype(int)
    return [[_THREAD] * int(above[i % levels]) + lines for i, lines in enumerate(wrapped)]
