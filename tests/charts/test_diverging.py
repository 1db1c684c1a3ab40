from __future__ import annotations

import math

import pandas as pd
import pytest

from cx import charts
from cx.charts.diverging import Side, diverging
from cx.errors import ColumnNotFound

ROWS = pd.DataFrame(
    {
        "driver": ["Delivery", "包装", "Price"],
        "cost": [-30.0, 1.0, math.nan],
        "cost_low": [-40.0, -5.0, math.nan],
        "cost_high": [-20.0, 7.0, math.nan],
        "cost_tone": ["worse", "unclear", "unclear"],
        "gain": [5.0, 25.0, 12.0],
        "gain_low": [-2.0, 20.0, math.nan],
        "gain_high": [12.0, 30.0, math.nan],
        "gain_tone": ["unclear", "better", "unclear"],
    }
)


def side(name, title):
    return Side(
        value=name, low=f"{name}_low", high=f"{name}_high", tone=f"{name}_tone", title=title
    )


def drawn(table=ROWS, **options):
    return diverging(
        table,
        **{
            "label": "driver",
            "left": side("cost", "Low answers"),
            "right": side("gain", "High answers"),
            "kind": "points",
            "title": "Delivery hurts",
            "subtitle": "3 answers",
            **options,
        },
    )


def data(spec, mark):
    return [
        spec["datasets"][layer.get("data", spec.get("data"))["name"]]
        for layer in spec["layer"]
        if layer["mark"]["type"] == mark
    ]


def test_each_side_has_its_bars_from_zero():
    left, right = data(drawn().to_dict(), "bar")
    assert [row["value"] for row in left] == [-30.0, 1.0]
    assert [row["value"] for row in right] == [5.0, 25.0, 12.0]
    assert {row["origin"] for row in left + right} == {0.0}


def test_the_two_lanes_of_a_row_never_overlap():
    left, right = data(drawn().to_dict(), "bar")
    assert all(a["bottom"] <= b["top"] for a, b in zip(left, right, strict=False))


def test_a_missing_side_is_a_dash_beside_zero():
    figures = data(drawn().to_dict(), "text")
    left = next(rows for rows in figures if any(row.get("figure") == "−30.0" for row in rows))
    assert [(row["figure"], row["least"]) for row in left][2] == ("–", 0.0)


def test_everything_is_said_in_words():
    text = drawn().to_dict()["description"]
    assert "Delivery: Low answers −30.0 (−40.0 to −20.0), High answers 5.0 (−2.0 to 12.0)" in text
    assert "Price: Low answers –, High answers 12.0" in text


@pytest.mark.parametrize("rows", [ROWS.iloc[:0], ROWS.iloc[:1], ROWS.iloc[2:]])
def test_few_or_no_rows_still_give_a_picture(rows):
    assert charts.svg(drawn(rows)).startswith("<svg")


def test_a_missing_column_is_named():
    with pytest.raises(ColumnNotFound, match="There is no column “loss”"):
        drawn(left=side("loss", "Low answers"))
