import re
import struct
from pathlib import Path

import pandas as pd
import pytest

from cx import charts
from cx.charts import export, theme

FONTS = Path(export.FONTS)


@pytest.fixture(scope="module")
def chart():
    table = pd.DataFrame({"名": ["物流速度"], "v": [0.4], "low": [0.3], "high": [0.5]})
    return charts.estimates(
        table,
        label="名",
        value="v",
        low="low",
        high="high",
        kind="percent",
        title="客户最在意物流",
        subtitle="n",
    )


def test_png_is_a_png_of_the_export_width(chart):
    picture = charts.png(chart, scale=2)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    assert abs(width - 2 * export.EXPORT_WIDTH) <= 2 * 10
    assert height > 200


def test_svg_holds_chinese_text_in_the_chinese_font(chart):
    texts = re.findall(r"<text .*?</text>", charts.svg(chart), re.DOTALL)
    chinese = [text for text in texts if "物流速度" in text or "客户最在意物流" in text]
    assert len(chinese) == 2
    assert all(theme.CHINESE_FONT in text for text in chinese)


@pytest.mark.parametrize("dark", [False, True])
def test_the_canvas_follows_the_theme(chart, dark):
    assert f'fill="{theme.canvas(dark=dark)}"' in charts.svg(chart, dark=dark)


@pytest.mark.parametrize(
    "name",
    [
        "Inter-Regular.otf",
        "Inter-SemiBold.otf",
        "NotoSansCJKsc-Regular-GB2312.otf",
    ],
)
def test_fonts_are_bundled(name):
    assert (FONTS / name).read_bytes().startswith(b"OTTO")


@pytest.mark.parametrize("name", ["LICENSE-Inter.txt", "LICENSE-NotoSansCJK.txt"])
def test_fonts_come_with_their_licence(name):
    text = (FONTS / name).read_text(encoding="utf-8")
    assert "PERMISSION & CONDITIONS" in text
    assert "Copyright" in text
