import gettext
import json
import math

import pandas as pd
import pytest

from cx import charts
from cx.charts.theme import TONES
from cx.errors import ColumnNotFound, InvalidSetting
from cx.wording import language

ROWS = pd.DataFrame(
    {
        "driver": ["Delivery", "物流", "Returns", "Not asked"],
        "effect": [2.0, 6.25, -1.5, math.nan],
        "low": [0.5, 4.0, -4.0, math.nan],
        "high": [3.5, 8.0, 1.0, math.nan],
        "tone": ["better", "better", "unclear", "plain"],
    }
)
NAMES = {"label": "driver", "value": "effect", "low": "low", "high": "high", "kind": "points"}
WORDS = {"title": "Delivery moves NPS most", "subtitle": "2,431 answers"}


def estimates(table=ROWS, **options):
    return charts.estimates(table, **{**NAMES, **WORDS, **options}).to_dict()


def rows_of(spec, mark, style=None):
    """Give the data of the layers with this mark (and named style)."""
    data = []
    for layer in spec["layer"]:
        drawn = layer["mark"]
        if drawn["type"] == mark and drawn.get("style") == style:
            data += spec["datasets"][layer.get("data", spec.get("data"))["name"]]
    return data


def test_every_row_with_an_estimate_has_its_interval():
    drawn = rows_of(estimates(), "rule")
    assert [(row["low"], row["high"]) for row in drawn] == [(4.0, 8.0), (0.5, 3.5), (-4.0, 1.0)]


def test_rows_are_sorted_by_value_with_the_missing_last():
    names = [row["label"] for row in rows_of(estimates(), "text", "label")]
    assert names == ["物流", "Delivery", "Returns", "Not asked"]


def test_rows_keep_the_order_of_the_table_when_asked():
    names = [row["label"] for row in rows_of(estimates(sort=False), "text", "label")]
    assert names == list(ROWS["driver"])


def test_a_missing_estimate_is_a_dash_without_a_mark():
    spec = estimates()
    assert [row["label"] for row in rows_of(spec, "text", "note")] == ["Not asked"]
    assert "Not asked" not in [row["label"] for row in rows_of(spec, "point")]


def test_an_infinite_end_runs_to_the_edge_of_the_plot():
    drawn = rows_of(estimates(ROWS.assign(high=math.inf)), "rule")
    assert all(math.isfinite(row["high"]) for row in drawn)


@pytest.mark.parametrize("zero", [True, False])
def test_the_zero_line_is_there_only_when_asked(zero):
    assert bool(rows_of(estimates(zero=zero), "rule", "zero")) is zero


def test_a_number_never_crosses_the_zero_line():
    table = ROWS.iloc[:1].assign(effect=-2.0, low=-4.0, high=-0.1)
    (placed,) = rows_of(estimates(table, zero=True), "point")
    assert (placed["leftward"], placed["outer"]) == (True, -4.0)


def test_colour_comes_from_the_tone_alone():
    spec = estimates(tone="tone")
    for layer in spec["layer"]:
        colour = layer["encoding"].get("color")
        if colour:
            assert colour["field"] == "tone"
            assert colour["scale"] == {"domain": list(TONES), "range": list(TONES.values())}


def test_without_a_tone_every_mark_is_plain():
    assert {row["tone"] for row in rows_of(estimates(), "point")} == {"plain"}


def test_an_unknown_tone_is_refused():
    with pytest.raises(InvalidSetting, match="A tone is one of better, worse, unclear, and plain"):
        estimates(ROWS.assign(tone="winner"), tone="tone")


def test_a_missing_column_is_named():
    with pytest.raises(ColumnNotFound, match="There is no column “lo”"):
        estimates(low="lo")


def test_bars_begin_at_zero():
    assert {row["origin"] for row in rows_of(estimates(bars=True), "bar")} == {0.0}


@pytest.mark.parametrize("rows", [ROWS.iloc[:0], ROWS.iloc[3:], ROWS.iloc[:1]])
def test_few_or_no_rows_still_give_a_picture(rows):
    spec = estimates(rows)
    assert len(rows_of(spec, "text", "label")) == len(rows)
    assert charts.svg(charts.estimates(rows, **NAMES, **WORDS)).startswith("<svg")


def test_the_table_is_not_changed():
    before = ROWS.copy(deep=True)
    estimates(tone="tone", bars=True)
    pd.testing.assert_frame_equal(ROWS, before)


def test_the_title_wraps_by_the_width_and_the_description_says_the_figures():
    title = "物流速度对净推荐值影响最大，评分每提高一分，净推荐值平均高出六点"
    spec = estimates(title=title)
    expression = spec["title"]["text"]["expr"]
    assert expression.startswith("width >= 720 ? [")
    assert json.dumps([title], ensure_ascii=False) in expression
    assert "Delivery: 2.0 (0.5 to 3.5)" in spec["description"]
    assert spec["width"] == "container"


def test_a_given_description_stands():
    assert estimates(description="Four drivers.")["description"] == "Four drivers."


def test_axis_labels_have_the_decimals_of_their_step_and_a_true_minus():
    spec = estimates(kind="percent_points", value="effect")
    (whisker,) = [
        layer
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rule" and "style" not in layer["mark"]
    ]
    expression = whisker["encoding"]["x"]["axis"]["labelExpr"]
    labels = json.loads(expression[: expression.index("}") + 1])
    assert "−200" in labels.values()
    assert "0" in labels.values()


def test_shares_add_up_and_empty_rows_have_a_dash():
    table = pd.DataFrame({"g": ["a", "b"], "d": [1, 0], "p": [2, 0], "m": [5, 0]})
    spec = charts.shares(
        table,
        label="g",
        parts={"d": "Detractors", "p": "Passives", "m": "Promoters"},
        colours={"d": charts.WORSE, "p": charts.UNCLEAR, "m": charts.BETTER},
        **WORDS,
    ).to_dict()
    pieces = rows_of(spec, "bar")
    assert [piece["figure"] for piece in pieces] == ["12%", "25%", "62%"]
    assert pieces[-1]["end"] == pytest.approx(1)
    assert [row["label"] for row in rows_of(spec, "text", "note")] == ["b"]


def test_distribution_writes_the_share_of_every_answer():
    table = pd.DataFrame(
        {"score": [8, 9, 10], "n": [1, 0, 299], "tone": ["unclear"] + ["better"] * 2}
    )
    spec = charts.distribution(table, x="score", n="n", tone="tone", **WORDS).to_dict()
    assert [row["figure"] for row in rows_of(spec, "bar")] == ["<1%", "0%", "100%"]


def trend(**options):
    table = pd.DataFrame(
        {
            "month": pd.date_range("2026-01-01", periods=4, freq="MS"),
            "nps": [30.0, math.nan, 33.0, 36.0],
            "low": [25.0, math.nan, 28.0, 31.0],
            "high": [35.0, math.nan, 38.0, 41.0],
        }
    )
    names = {"period": "month", "value": "nps", "low": "low", "high": "high", "kind": "points"}
    return charts.trend(table, **names, **WORDS, **options).to_dict()


@pytest.mark.parametrize(("code", "name"), [("en", "Jan 2026"), ("zh_CN", "2026年1月")])
def test_trend_names_months_in_the_language(code, name, monkeypatch):
    monkeypatch.setattr("cx.wording.message._catalogue", lambda _: gettext.NullTranslations())
    with language(code):
        spec = trend()
    assert name in spec["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]


def test_trend_has_an_interval_at_every_known_period():
    assert len(rows_of(trend(), "point")) == 3
    assert [row["low"] for row in rows_of(trend(), "rule")] == [25.0, 28.0, 31.0]


def test_quadrants_number_the_points_by_importance_and_name_them_all():
    table = pd.DataFrame(
        {
            "driver": ["Price", "物流", "Range"],
            "importance": [0.2, 0.7, 0.1],
            "low": [0.1, 0.6, 0.0],
            "high": [0.3, 0.8, 0.2],
            "mean": [8.0, 6.0, math.nan],
        }
    )
    spec = charts.quadrants(
        table,
        label="driver",
        x="importance",
        x_low="low",
        x_high="high",
        y="mean",
        x_title="Importance",
        y_title="Rating",
        x_split=1 / 3,
        y_split=7,
        quadrant_titles=("Leave", "Keep", "Later", "Start here"),
        **WORDS,
    ).to_dict()
    assert [row["name"] for row in rows_of(spec, "text", "label")] == ["物流", "Price", "Range"]
    assert [row["number"] for row in rows_of(spec, "point")] == ["1", "2"]
