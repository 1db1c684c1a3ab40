import itertools

import altair as alt
import numpy as np
import pytest

from cx.charts import theme

MARKS = sorted(theme.TONES.values())


def linear(colour):
    """Undo the sRGB transfer function (IEC 61966-2-1)."""
    share = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Contrast ratio of WCAG 2.2."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    high, low = sorted((weights @ linear(one), weights @ linear(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira & Fernandes 2009 (doi:10.1109/TVCG.2009.113), severity 1.0, for linear RGB.
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}


def lab(rgb):
    """CIE L*a*b* of linear sRGB under D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    share = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.9505, 1.0, 1.089]
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("dark", [False, True])
def test_marks_stand_out_from_either_canvas(mark, dark):
    assert contrast(mark, theme.canvas(dark=dark)) >= 3


@pytest.mark.parametrize("mark", MARKS)
def test_figures_inside_a_filled_bar_are_readable(mark):
    assert contrast(mark, theme.ON_COLOUR) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("style", ["label", "figure", "note"])
def test_text_is_readable_on_its_canvas(style, dark):
    colour = theme.config(dark=dark)["style"][style]["color"]
    assert contrast(colour, theme.canvas(dark=dark)) >= 4.5


@pytest.mark.parametrize("kind", sorted(BLINDNESS))
def test_better_and_worse_differ_for_colour_blind_readers(kind):
    seen = [lab(np.array(BLINDNESS[kind]) @ linear(c)) for c in (theme.BETTER, theme.WORSE)]
    assert np.linalg.norm(seen[0] - seen[1]) > 40


def test_every_tone_has_a_colour_of_its_own():
    assert all(one != other for one, other in itertools.combinations(theme.TONES.values(), 2))


def test_theming_leaves_the_chart_as_it_was():
    chart = alt.Chart().mark_point()
    before = chart.to_dict()
    ink = theme.themed(chart, dark=True).to_dict()["config"]
    assert ink["style"] == theme.config(dark=True)["style"]
    assert chart.to_dict() == before
