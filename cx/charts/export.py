"""A chart as a picture, without a network."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import altair as alt
import vl_convert

from cx.charts.theme import CHINESE_FONT, FONT, canvas, themed
from cx.charts.wrapping import wrap

FONTS: Final = Path(__file__).with_name("fonts")
EXPORT_WIDTH: Final = 720
_PADDING: Final = 20
_TITLE_COLUMNS: Final = 72
_TEXT: Final = re.compile("<text .*?</text>", re.DOTALL)
_CHINESE: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_VEGA_LITE: Final = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def svg(chart: alt.TopLevelMixin, *, dark: bool = False) -> str:
    """Draw `chart` as SVG, 720 pixels wide where it would fill its page.

    Text stays text: it needs a font with its characters where the SVG is shown.
    """
    _register_fonts()
    drawn = vl_convert.vegalite_to_svg(_spec(chart, dark=dark), vl_version=_VEGA_LITE)
    return _TEXT.sub(_in_the_right_font, drawn)


def png(chart: alt.TopLevelMixin, *, dark: bool = False, scale: float = 2) -> bytes:
    """Draw `chart` as PNG, 720 pixels wide where it would fill its page, `scale` dots per pixel.

    Rare and traditional Chinese characters need a font folder, named in the environment variable
    `CX_FONTS`, beside the fonts that are bundled.
    """
    return bytes(vl_convert.svg_to_png(svg(chart, dark=dark), scale=scale))


def _in_the_right_font(text: re.Match[str]) -> str:
    """Name the Chinese font first where there is Chinese.

    A browser looks for a missing character in the next font of the list; the renderer takes any
    font of the machine that has it, also one with serifs.
    """
    if not _CHINESE.search(text[0]):
        return text[0]
    return text[0].replace(FONT, CHINESE_FONT)


def _spec(chart: alt.TopLevelMixin, *, dark: bool) -> dict[str, Any]:
    spec: dict[str, Any] = themed(chart, dark=dark).to_dict()
    spec["background"] = canvas(dark=dark)
    spec["padding"] = _PADDING
    if title := spec.get("usermeta", {}).get("title"):
        # As a list of lines: the renderer leaves no room for lines that an expression makes.
        spec["title"]["text"] = wrap(title, _TITLE_COLUMNS)
    if spec.get("width") == "container":
        spec["width"] = EXPORT_WIDTH
    return spec


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
    if own := os.environ.get("CX_FONTS"):
        vl_convert.register_font_directory(own)
