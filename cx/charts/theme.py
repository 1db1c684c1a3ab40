"""The look of every picture: colours that carry a verdict, and ink that follows the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import altair as alt

BETTER: Final = "#0B7A93"
WORSE: Final = "#CC4414"
UNCLEAR: Final = "#6B747D"
ACCENT: Final = "#5A5FC8"
TONES: Final[Mapping[str, str]] = {
    "better": BETTER,
    "worse": WORSE,
    "unclear": UNCLEAR,
    "plain": ACCENT,
}
LIGHT_CANVAS: Final = "#FCFCFA"
DARK_CANVAS: Final = "#14181C"
ON_COLOUR: Final = "#FFFFFF"  # figures inside a filled bar, on either canvas

# Exactly the names that the files in `fonts/` carry; browser and export look them up by these.
FONT: Final = "Inter, 'Noto Sans CJK SC', sans-serif"
CHINESE_FONT: Final = "'Noto Sans CJK SC', Inter, sans-serif"

_INK: Final[Mapping[bool, Mapping[str, str]]] = {
    False: {"text": "#1B2127", "quiet": "#5B6670", "line": "#E3E6E4", "zero": "#8A939B"},
    True: {"text": "#E8ECEF", "quiet": "#9AA6B0", "line": "#2A3138", "zero": "#6F7A84"},
}


def canvas(*, dark: bool = False) -> str:
    """Return the background that a picture is seen on."""
    return DARK_CANVAS if dark else LIGHT_CANVAS


def themed(chart: alt.TopLevelMixin, *, dark: bool = False) -> alt.TopLevelMixin:
    """Return a copy of `chart` with the ink of the light or the dark canvas.

    Marks have fixed colours that are readable on both; only text, rules and axes change.
    """
    themed_chart: alt.TopLevelMixin = chart.configure(**config(dark=dark))
    return themed_chart


def config(*, dark: bool = False) -> dict[str, Any]:
    """Give the Vega-Lite config: fonts, ink, and the named styles that the pictures use."""
    ink = _INK[dark]
    return {
        "background": "transparent",
        "font": FONT,
        "padding": {"left": 2, "right": 4, "top": 4, "bottom": 4},
        "view": {"stroke": None},
        "mark": {"aria": False},  # one description for the picture instead of one per mark
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": ink["text"],
            "fontSize": 17,
            "fontWeight": 600,
            "lineHeight": 23,
            "subtitleColor": ink["quiet"],
            "subtitleFontSize": 13,
            "subtitleLineHeight": 18,
            "subtitlePadding": 6,
            "offset": 18,
        },
        "axis": _axis(ink),
        "legend": {
            "labelColor": ink["text"],
            "labelFontSize": 13,
            "labelLimit": 0,
            "symbolSize": 110,
            "symbolStrokeWidth": 0,
            "title": None,
        },
        "style": _styles(ink),
    }


def _axis(ink: Mapping[str, str]) -> dict[str, Any]:
    return {
        "domain": False,
        "grid": False,
        "gridColor": ink["line"],
        "tickColor": ink["line"],
        "tickSize": 6,
        "labelColor": ink["quiet"],
        "labelFontSize": 12,
        "labelPadding": 6,
        "titleColor": ink["quiet"],
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    }


def _styles(ink: Mapping[str, str]) -> dict[str, Any]:
    """Give the styles that marks are drawn in, by the name that the pictures use."""
    return {
        "grid": {"color": ink["line"], "strokeWidth": 1},
        "label": {"color": ink["text"], "fontSize": 13},
        "figure": {"color": ink["text"], "fontSize": 13, "fontWeight": 600},
        "inside": {"color": ON_COLOUR, "fontSize": 13, "fontWeight": 600},
        "note": {"color": ink["quiet"], "fontSize": 12},
        "split": {"color": ink["zero"], "strokeDash": [3, 3], "strokeWidth": 1},
        "zero": {"color": ink["zero"], "strokeWidth": 1.5},
    }
