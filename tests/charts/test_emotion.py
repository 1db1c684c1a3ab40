"""The picture of a journey: what is drawn, where names stand, what is said in words."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pandas as pd
import pytest

from cx import charts
from cx.charts.emotion import _pushed
from cx.charts.levels import names_below
from cx.errors import ColumnNotFound

NAMES = ("Advert", "Product information", "下单", "Delivery")
ROWS = pd.DataFrame(
    {
        "point": NAMES,
        "at": [1, 2, 3, 4],
        "mean": [3.4, 4.2, 2.1, 3.6],
        "low": [3.2, 4.0, 1.9, 3.4],
        "high": [3.6, 4.4, 2.3, 3.8],
        "note": ["", "Best", "Worst", "End"],
        "tone": ["plain", "better", "worse", "plain"],
    }
)


def drawn(table=ROWS, **options):
    settings = {"note": "note", "tone": "tone", **options}
    return charts.curve(
        table,
        label="point",
        at="at",
        value="mean",
        low="low",
        high="high",
        kind="number",
        neutral=3.0,
        title="The journey feels best at Product information",
        subtitle="400 answers",
        **settings,
    ).to_dict()


def data_of(spec, mark):
    """Give the rows of all layers with this mark."""
    found = []
    for layer in spec["layer"]:
        if layer["mark"]["type"] == mark:
            found += spec["datasets"][layer.get("data", spec.get("data"))["name"]]
    return found


def names_at(width, labels, right=30):
    """Give the lines of each name that the axis shows at a width."""
    table = pd.DataFrame({"at": range(1, len(labels) + 1), "label": labels})
    expression = names_below(table, left=34, right=right).to_dict()["labelExpr"]
    for choice in expression.removeprefix("(").split(" : "):
        limit, _, layout = choice.rpartition(" ? ")
        if not limit or width >= int(limit.removeprefix("width >= ")):
            return list(json.loads(layout[: layout.rindex("}") + 1]).values())
    return None


def test_peak_and_pit_have_their_tone_and_words():
    spec = drawn()
    tones = {row["label"]: row["tone"] for row in data_of(spec, "point")}
    assert [tones[name] for name in NAMES] == ["plain", "better", "worse", "plain"]
    texts = {row.get("text") for row in data_of(spec, "text")}
    assert {"Best\n4.2", "2.1\nWorst", "End\n3.6", "3.4"} <= texts


def test_the_figures_are_said_in_words():
    description = drawn()["description"]
    assert "Product information: 4.2 (4 to 4.4), Best" in description
    assert "下单: 2.1 (1.9 to 2.3), Worst" in description


def test_the_neutral_line_is_drawn():
    rules = [layer for layer in drawn()["layer"] if layer["mark"].get("style") == "zero"]
    assert len(rules) == 1
    assert rules[0]["encoding"]["y"]["field"] == "neutral"
    assert "middle of the scale" in [layer["mark"].get("text") for layer in drawn()["layer"]]


def test_curves_of_groups_have_names_beside_their_ends_and_in_words():
    both = pd.concat([ROWS.assign(channel="online"), ROWS.assign(channel="shop", mean=3.61)])
    spec = drawn(both, note=None, tone=None, series="channel")
    names = {row["name"] for row in data_of(spec, "text") if "name" in row}
    assert names == {"online", "shop"}
    assert "shop, Delivery: 3.61" in spec["description"]


def test_a_missing_estimate_is_a_gap():
    spec = drawn(ROWS.assign(mean=[3.4, math.nan, 2.1, 3.6], note=""))
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    values = [row["value"] for row in spec["datasets"][line.get("data", spec.get("data"))["name"]]]
    assert values == [3.4, None, 2.1, 3.6]


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_few_or_no_points_still_give_a_picture(rows):
    chart = charts.curve(
        ROWS.iloc[:rows],
        label="point",
        at="at",
        value="mean",
        low="low",
        high="high",
        kind="number",
        neutral=3,
        title="t",
        subtitle="",
    )
    assert charts.svg(chart).startswith("<svg")


def test_a_missing_column_is_named():
    with pytest.raises(ColumnNotFound, match="no column “channel”"):
        drawn(series="channel")


def test_the_table_is_not_changed():
    before = ROWS.copy(deep=True)
    drawn()
    pd.testing.assert_frame_equal(ROWS, before)


def test_names_stand_side_by_side_where_there_is_room():
    assert names_at(1200, NAMES) == [["Advert"], ["Product", "information"], ["下单"], ["Delivery"]]


@pytest.mark.parametrize("n", [2, 7, 12])
def test_on_a_phone_names_of_a_level_never_touch_and_words_stay_whole(n):
    labels = [f"Product information {at}" for at in range(n)]
    shown = names_at(340, labels)
    step = (300 - 34 - 30) / (n - 1)
    levels: dict[int, list[tuple[float, float]]] = {}
    for at, lines in enumerate(shown):
        above = sum(line == "│" for line in lines)
        wide = max(len(line) for line in lines) * 6.7
        levels.setdefault(above, []).append((at * step - wide / 2, at * step + wide / 2))
    assert all(len(lines) > 0 for lines in shown)
    for spans in levels.values():
        for (_, end), (start, _) in pairwise(spans):
            assert end <= start
    if n <= 7:
        assert all("information" in " ".join(lines) for lines in shown)


def test_names_of_curves_are_pushed_apart_and_stay_inside():
    placed = _pushed([100.0, 101.0, 270.0, 275.0], [17, 17, 17, 17])
    gaps = [second - first for first, second in pairwise(placed)]
    assert min(gaps) >= 17
    assert placed[-1] + 8.5 <= 280
