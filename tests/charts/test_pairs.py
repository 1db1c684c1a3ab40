"""Ring and dot: what is drawn, in which order, and what is said to those who cannot see it."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from cx import charts
from cx.errors import ColumnNotFound, InvalidSetting

ROWS = pd.DataFrame(
    {
        "what": ["物流", "Price", "Not asked"],
        "ring": [4.5, 3.0, 2.0],
        "dot": [3.2, 3.6, math.nan],
        "low": [3.1, 3.4, math.nan],
        "high": [3.3, 3.8, math.nan],
        "tone": ["worse", "better", "unclear"],
    }
)


def pairs(table=ROWS, **options):
    names = {"label": "what", "first": "ring", "second": "dot", "low": "low", "high": "high"}
    words = {"title": "t", "subtitle": "s", "first_name": "we believe", "second_name": "they say"}
    return charts.pairs(table, **{**names, **words, "kind": "number", **options})


def drawn(spec, mark, filled=None):
    return [
        row
        for layer in spec["layer"]
        if layer["mark"]["type"] == mark and layer["mark"].get("filled") == filled
        for row in spec["datasets"][layer.get("data", spec.get("data"))["name"]]
    ]


def test_each_row_with_both_values_has_a_ring_and_a_dot_in_the_order_of_the_table():
    spec = pairs().to_dict()
    assert [row["first"] for row in drawn(spec, "point", filled=False)] == [4.5, 3.0]
    assert [row["second"] for row in drawn(spec, "point", filled=True)] == [3.2, 3.6]


def test_the_numbers_stand_outside_of_all_marks():
    first, second = drawn(pairs().to_dict(), "point", filled=True)
    assert (first["left"], first["left_figure"]) == (3.1, "3.2")
    assert (first["right"], first["right_figure"]) == (4.5, "4.5")
    assert (second["left"], second["left_figure"]) == (3.0, "3")
    assert (second["right"], second["right_figure"]) == (3.8, "3.6")


def test_the_figures_are_said():
    description = pairs().to_dict()["description"]
    assert "物流: we believe 4.5, they say 3.2 (3.1 to 3.3)" in description
    assert "Not asked: we believe 2, they say –" in description


def test_a_dot_without_an_interval_is_drawn_without_one():
    spec = pairs(ROWS.assign(low=math.nan, high=math.nan)).to_dict()
    assert len(drawn(spec, "point", filled=True)) == 2
    assert all(math.isfinite(row["left"]) for row in drawn(spec, "point", filled=True))


def test_colour_comes_from_the_tone_alone():
    spec = pairs(tone="tone").to_dict()
    fields = {
        layer["encoding"]["color"]["field"]
        for layer in spec["layer"]
        if "color" in layer["encoding"]
    }
    assert fields == {"tone"}
    assert [row["tone"] for row in drawn(spec, "point", filled=True)] == ["worse", "better"]


@pytest.mark.parametrize("rows", [ROWS, ROWS.iloc[:1], ROWS.iloc[2:], ROWS.iloc[:0]])
def test_it_can_be_exported_however_few_rows_there_are(rows):
    assert charts.svg(pairs(rows, tone="tone")).startswith("<svg")


def test_what_is_not_there_is_named():
    with pytest.raises(ColumnNotFound, match="no column “dots”"):
        pairs(second="dots")
    with pytest.raises(InvalidSetting, match="A tone is one of"):
        pairs(ROWS.assign(tone="bad"), tone="tone")
