from __future__ import annotations

import math

import pandas as pd
import pytest

from cx import charts
from cx.charts.curves import curves
from cx.errors import ColumnNotFound

ROWS = pd.DataFrame(
    {
        "driver": ["Delivery"] * 3 + ["物流速度"] * 2 + ["Price of everything in the shop"],
        "level": [1.0, 2.0, 5.0, 1.0, 2.0, 3.0],
        "nps": [-50.0, 0.0, 40.0, 10.0, math.nan, 20.0],
        "low": [-60.0, -8.0, 33.0, 0.0, math.nan, math.nan],
        "high": [-40.0, 8.0, 47.0, 20.0, math.nan, math.nan],
        "line": [-45.0, -20.0, 55.0, 10.0, 12.0, -900.0],
        "few": [True, False, False, False, False, False],
    }
)
NAMES = {
    "panel": "driver",
    "x": "level",
    "value": "nps",
    "low": "low",
    "high": "high",
    "line": "line",
    "few": "few",
    "kind": "points",
    "title": "Straight lines are a fair summary",
    "subtitle": "600 answers",
}


def rows_of(spec, mark, part=0):
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]
    return spec["datasets"][layers[part].get("data", spec.get("data"))["name"]]


def spec(table=ROWS, **options):
    return curves(table, **{**NAMES, **options}).to_dict()


def test_levels_stand_at_their_distance_inside_the_panel():
    found = rows_of(spec(), "area")
    first, second, last = (row["u"] for row in found[:3])
    assert (second - first) / (last - first) == pytest.approx(1 / 4)
    assert all(row["column"] < row["u"] < row["column"] + 1 for row in found)


def test_two_panels_stand_side_by_side_and_the_third_below():
    found = {row["panel"]: (row["column"], row["top"]) for row in rows_of(spec(), "area")}
    (left, top), (right, beside), (again, below) = found.values()
    assert (left, right, again) == (0, 1, 0)
    assert top == beside < below


def test_higher_values_stand_higher_on_one_scale():
    found = rows_of(spec(), "area")
    assert found[0]["value_y"] > found[1]["value_y"] > found[2]["value_y"]
    # 10 points are as high in one panel as in another.
    step = (found[0]["value_y"] - found[1]["value_y"]) / 50
    across = (found[1]["value_y"] - found[1]["top"]) - (found[3]["value_y"] - found[3]["top"])
    assert across / 10 == pytest.approx(step)


def test_a_line_that_leaves_the_panel_ends_at_its_edge():
    found = rows_of(spec(), "area")[5]
    assert found["line_y"] - found["top"] == pytest.approx(104)


def test_every_level_is_said_in_words():
    text = spec()["description"]
    assert "Delivery, 5: 40.0 (33.0 to 47.0)" in text
    assert "物流速度, 2: – (– to –)" in text


@pytest.mark.parametrize("rows", [ROWS.iloc[:0], ROWS.iloc[5:], ROWS.iloc[:3], ROWS])
def test_any_number_of_panels_gives_a_picture(rows):
    assert charts.svg(curves(rows, **NAMES)).startswith("<svg")


def test_a_missing_column_is_named():
    with pytest.raises(ColumnNotFound, match="There is no column “straight”"):
        spec(line="straight")


def test_the_table_is_not_changed():
    before = ROWS.copy(deep=True)
    spec()
    pd.testing.assert_frame_equal(ROWS, before)
