from __future__ import annotations

import math

import pandas as pd
import pytest

from cx import charts
from cx.errors import ColumnNotFound, InvalidSetting

ROWS = pd.DataFrame(
    {
        "driver": ["Delivery", "Delivery", "物流", "物流"],
        "side": ["by promoters", "by detractors"] * 2,
        "value": [5.0, 3.0, -4.0, math.nan],
        "low": [3.0, -1.0, -6.0, math.nan],
        "high": [7.0, 6.0, -2.0, math.nan],
        "tone": ["better", "unclear", "worse", "unclear"],
    }
)
NAMES = {"label": "driver", "series": "side", "value": "value", "low": "low", "high": "high"}
WORDS = {"kind": "signed_points", "title": "Delivery wins", "subtitle": "100 answers"}


def grouped(table=ROWS, **options):
    return charts.grouped(table, **{**NAMES, **WORDS, **options}).to_dict()


def rows_of(spec, mark, style=None):
    data = []
    for layer in spec["layer"]:
        drawn = layer["mark"]
        if drawn["type"] == mark and drawn.get("style") == style:
            data += spec["datasets"][layer.get("data", spec.get("data"))["name"]]
    return data


def test_each_name_stands_once_above_its_lanes():
    spec = grouped()
    assert [row["name"] for row in rows_of(spec, "text", "label")] == ["Delivery", "物流"]
    lanes = [row["centre"] for row in rows_of(spec, "point")]
    assert lanes == sorted(set(lanes))


def test_each_estimate_says_what_it_is():
    texts = [row["text"] for row in rows_of(grouped(), "text", "note")]
    assert texts == ["+5.0 by promoters", "+3.0 by detractors", "−4.0 by promoters"]


def test_a_number_never_crosses_the_zero_line():
    placed = rows_of(grouped(), "point")
    assert [row["leftward"] for row in placed] == [False, False, True]
    assert placed[2]["outer"] == -6.0


def test_intervals_are_drawn_where_there_are_any():
    drawn = [row for row in rows_of(grouped(), "rule") if "low" in row]
    assert [(row["low"], row["high"]) for row in drawn] == [(3, 7), (-1, 6), (-6, -2)]


def test_the_description_says_the_figures():
    assert "Delivery, by promoters: +5.0 (+3.0 to +7.0)" in grouped()["description"]


@pytest.mark.parametrize("table", [ROWS[:0], ROWS[3:], ROWS[:1]])
def test_few_or_no_rows_still_give_a_picture(table):
    assert charts.svg(charts.grouped(table, **NAMES, **WORDS)).startswith("<svg")


def test_a_missing_column_is_named():
    with pytest.raises(ColumnNotFound, match="There is no column “part”"):
        grouped(series="part")


def test_an_unknown_tone_is_refused():
    with pytest.raises(InvalidSetting, match="A tone is one of"):
        grouped(ROWS.assign(tone="winner"), tone="tone")
