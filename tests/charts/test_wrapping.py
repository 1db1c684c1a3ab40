import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.charts.wrapping import display_width, wrap


@given(st.text(max_size=80), st.integers(2, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text, columns):
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line.rstrip()) <= columns for line in lines)


def test_a_closing_mark_never_begins_a_line():
    assert not any(line.startswith("，") for line in wrap("物流速度，影响最大", 8))


def test_what_exceeds_the_lines_ends_in_an_ellipsis():
    lines = wrap("客服响应速度与态度" * 5, 20, max_lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert display_width(lines[1]) <= 20


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_stays_one_empty_line(text):
    assert wrap(text, 10) == [""]
