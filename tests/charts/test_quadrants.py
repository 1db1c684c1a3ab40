from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from cx import charts

# A number in its circle is 20 pixels wide; at least this much lies between two of them.
APART = 22
NARROW = 260


def table(x, y):
    x, y = np.array(x, float), np.array(y, float)
    return pd.DataFrame(
        {
            "driver": [f"d{place}" for place in range(len(x))],
            "x": x,
            "x_low": x - 0.02,
            "x_high": x + 0.02,
            "y": y,
            "y_low": y - 0.1,
            "y_high": y + 0.1,
            "tone": "plain",
        }
    )


def drawn(rows, **options):
    return charts.quadrants(
        rows,
        label="driver",
        **{name: name for name in ("x", "x_low", "x_high", "y", "y_low", "y_high")},
        x_title="Importance",
        y_title="Rating",
        x_split=0.2,
        y_split=3.5,
        quadrant_titles=("Leave", "Keep", "Watch", "Fix"),
        title="What to fix first",
        subtitle="100 answers",
        **options,
    ).to_dict()


def layer_rows(spec, mark):
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]
    return [
        (layer["encoding"], spec["datasets"][layer.get("data", spec.get("data"))["name"]])
        for layer in layers
    ]


def numbers(spec):
    ((encoding, rows),) = layer_rows(spec, "point")
    low, high = encoding["x"]["scale"]["domain"]
    return [
        ((row["x"] - low) / (high - low) * NARROW, row["number_down"], row["down"]) for row in rows
    ]


@pytest.mark.parametrize("seed", range(8))
def test_numbers_of_crowded_points_do_not_cover_each_other_on_a_phone(seed):
    rng = np.random.default_rng(seed)
    rows = table(rng.uniform(0.02, 0.2, 10), rng.uniform(3.4, 3.6, 10))
    for (x, down, _), (other_x, other_down, _) in combinations(numbers(drawn(rows)), 2):
        assert abs(x - other_x) >= APART or abs(down - other_down) >= APART


def test_points_that_coincide_keep_their_numbers_apart():
    places = numbers(drawn(table([0.1] * 7, [3.5] * 7)))
    downs = sorted(down for _, down, _ in places)
    assert min(np.diff(downs)) >= APART


def test_a_number_stays_at_its_point_where_there_is_room():
    places = numbers(drawn(table([0.05, 0.2, 0.5], [3, 3.5, 4])))
    assert all(down == own for _, down, own in places)


def test_a_line_leads_from_a_number_that_moved_to_its_point():
    spec = drawn(table([0.1, 0.1, 0.6], [3.5, 3.5, 4]))
    ((_, dots),) = layer_rows(spec, "circle")
    assert len(dots) == 1


def test_intervals_are_drawn_both_ways():
    spec = drawn(table([0.1, 0.5], [3, 4]))
    rules = [encoding for encoding, _ in layer_rows(spec, "rule") if "x2" in encoding]
    upright = [
        encoding
        for encoding, _ in layer_rows(spec, "rule")
        if encoding.get("y2", {}).get("field") == "down_high"
    ]
    assert len(rules) == 1
    assert len(upright) == 1


def test_the_description_says_both_intervals():
    assert "d0: 10% (8% to 12%), 3 (2.9 to 3.1)" in drawn(table([0.1], [3]))["description"]


def test_without_intervals_there_are_points():
    rows = table([0.1, 0.3], [3, 4])
    rows[["x_low", "x_high", "y_low", "y_high"]] = math.nan
    assert len(numbers(drawn(rows))) == 2
