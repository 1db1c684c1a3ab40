"""The emotion curve on awkward data: scales, few answers, gaps, other orders, refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cx
from cx.wording import language
from tests.analyses.journeys import POINTS, feedback, long, marks, steps, wide

ROOT = Path(__file__).parents[2]
SEATS = ROOT.parent / "shared/data/seat_reviews_drivers/seat_no_author.csv"


def test_a_touchpoint_nobody_gave_the_top_answer_keeps_the_scale_of_the_others():
    table = wide()
    table["Delivery"] = table["Delivery"].clip(upper=3)
    result = cx.emotions(feedback(table))
    assert result.comparable
    assert set(result.bounds) == {(1, 5)}


def test_a_few_zeros_among_ratings_from_one_are_left_out_and_said():
    table = wide()
    table.loc[:9, "Website"] = 0
    result = cx.emotions(feedback(table))
    assert result.table.set_index("touchpoint").loc["Website", "n"] == len(table) - 10
    assert any("10 answers to “Website” lie outside 1 to 5" in text for text in result.cautions)


def test_a_scale_written_into_the_name_stands():
    table = wide().rename(columns={"Website": "Website (0-5)"})
    table.loc[:9, "Website (0-5)"] = 0
    names = ["Advert", "Website (0-5)", "Order"]
    result = cx.emotions(cx.Feedback(table, ratings=names))
    assert result.table["n"].tolist() == [400, 400, 400]
    assert not result.comparable


def test_on_different_scales_places_are_compared():
    table = wide()
    table["Order"] = table["Order"] * 2
    result = cx.emotions(feedback(table))
    assert not result.comparable
    row = result.differences.set_index(["touchpoint", "other"]).loc[("Order", "Delivery")]
    places = result.table.set_index("touchpoint")["place"]
    assert row["difference"] == pytest.approx(places["Order"] - places["Delivery"])
    assert any("different scales" in caution for caution in result.cautions)
    assert "of the scale" in result.headline


def test_few_answers_are_named_and_never_called_best():
    table = wide()
    table["Order"] = (
        table["Order"].where(table.index < 20, np.nan).fillna(pd.Series(5.0, index=range(20)))
    )
    result = cx.emotions(feedback(table))
    assert marks(result)["Order"] is None
    assert "Order" not in {*result.differences["touchpoint"], *result.differences["other"]}
    assert any("Fewer than 30 answers" in caution for caution in result.cautions)


def test_a_touchpoint_that_few_rate_is_not_called_best():
    table = wide()
    table.loc[100:, "Order"] = np.nan
    result = cx.emotions(feedback(table))
    assert marks(result)["Order"] is None
    assert any("at most half as often" in caution for caution in result.cautions)


def test_small_groups_are_neither_drawn_nor_compared():
    table = wide()
    table.loc[:11, "channel"] = "fair"
    result = cx.emotions(feedback(table), by="channel")
    assert "fair" in set(result.table["channel"])
    assert "fair" not in {*result.between["group"], *result.between["other"]}
    assert "fair" not in str(result.chart().to_dict()["datasets"])
    assert any("fair" in caution for caution in result.cautions)


def test_only_small_groups_cannot_be_compared():
    result = cx.emotions(feedback(wide(40)), by="who")
    assert result.headline.startswith("We can't compare the groups")
    assert result.chart().to_dict()["layer"]


def test_rows_reconcile():
    table = long()
    table.loc[:3, "point"] = None
    table.loc[4:6, "rating"] = np.nan
    table.loc[7:8, "rating"] = 99
    table.loc[9, "channel"] = None
    provenance = cx.emotions(steps(table), by="channel").provenance
    assert provenance.rows == len(table)
    assert [item.rows for item in provenance.left_out] == [1, 4, 2, 3]
    assert provenance.used == len(table) - 10


@pytest.mark.parametrize("shape", ["columns", "rows"])
def test_order_of_rows_and_names_of_columns_change_nothing(shape):
    table = wide() if shape == "columns" else long()
    make = feedback if shape == "columns" else steps
    expected = cx.emotions(make(table))
    shuffled = table.sample(frac=1, random_state=9).reset_index(drop=True)
    pd.testing.assert_frame_equal(
        cx.emotions(make(shuffled)).differences, expected.differences, rtol=1e-9
    )
    awkward = {"channel": "group", "who": "unit", "score": "v0"}
    roles = {
        "score": "v0",
        **({"segments": "group"} if shape == "columns" else {"customer": "unit"}),
    }
    renamed = cx.emotions(make(table.rename(columns=awkward), **roles))
    pd.testing.assert_frame_equal(renamed.table, expected.table, rtol=1e-9)


def test_a_group_alone_has_the_figures_it_has_among_others():
    table = wide()
    whole = cx.emotions(feedback(table), by="channel").table
    alone = cx.emotions(feedback(table[table["channel"] == "shop"])).table
    part = whole[whole["channel"] == "shop"].drop(columns=["channel", "mark"])
    pd.testing.assert_frame_equal(
        part.reset_index(drop=True), alone.drop(columns="mark"), rtol=1e-9
    )


def test_scaling_the_ratings_scales_the_curve():
    table = wide()
    doubled = table.assign(**{name: 2 * table[name] - 2 for name in POINTS})
    names = {name: f"{name} (0-10)" for name in POINTS}
    first = cx.emotions(feedback(table)).table
    other = cx.emotions(
        cx.Feedback(doubled.rename(columns=names), ratings=list(names.values()))
    ).table
    assert other["ci_low"].tolist() == pytest.approx((2 * first["ci_low"] - 2).tolist())


@pytest.mark.parametrize(
    ("roles", "settings", "error", "message"),
    [
        ({"ratings": "Order"}, {}, cx.RoleMissing, "at least two ratings. Now 1 ratings are set"),
        ({}, {"order": ["Order", "Moon"]}, cx.InvalidSetting, "no touchpoint called: Moon"),
        ({}, {"order": ["Order"]}, cx.InvalidSetting, "at least two"),
        ({}, {"order": ["Order", "Order"]}, cx.InvalidSetting, "more than once in the order"),
        ({}, {"by": "planet"}, cx.ColumnNotFound, "no column “planet”"),
        ({}, {"confidence": 95}, cx.InvalidSetting, "between 0 and 1"),
        ({"ratings": ("Order", "who")}, {}, cx.InvalidSetting, "holds text, but numbers"),
        ({"ratings": ("Order", "Order")}, {}, cx.InvalidSetting, "more than once as a rating"),
        ({"touchpoint": "who"}, {}, cx.InvalidSetting, "names more than 30 touchpoints"),
        ({"touchpoint": "channel"}, {"by": "channel"}, cx.InvalidSetting, "holds the touchpoints"),
        ({}, {"by": "who"}, cx.InvalidSetting, "has 400 different values"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_way_out(roles, settings, error, message):
    with pytest.raises(error, match=message):
        cx.emotions(feedback(wide(), **roles), **settings)


def test_a_column_named_like_one_of_the_answer_is_refused():
    with pytest.raises(cx.InvalidSetting, match="a column “mark” of its own"):
        cx.emotions(
            feedback(wide().rename(columns={"channel": "mark"}), segments="mark"), by="mark"
        )


def test_no_rating_at_all_is_refused():
    table = wide(5).assign(**dict.fromkeys(POINTS, np.nan))
    with pytest.raises(cx.NotEnoughData, match="No touchpoint has a rating"):
        cx.emotions(feedback(table))
    with pytest.raises(cx.NotEnoughData, match="The table has no rows"):
        cx.emotions(feedback(table.iloc[:0]))


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_answers_give_a_curve_without_a_verdict(n):
    result = cx.emotions(feedback(wide(n)))
    assert len(result.table) == 5
    assert result.headline.startswith("We can't tell")
    assert result.chart().to_dict()["layer"]


def test_weights_are_said_not_to_be_used():
    result = cx.emotions(feedback(wide().assign(w=2.0), weight="w"))
    assert any("weights in “w” are not used" in caution for caution in result.cautions)


def test_another_scale_of_the_score_gives_no_nps():
    result = cx.emotions(feedback(wide().assign(score=lambda rows: rows["Order"]), scale=(1, 5)))
    assert result.table["nps"].isna().all()
    assert any("there is no NPS" in caution for caution in result.cautions)


def test_the_input_is_not_changed():
    table = wide()
    before = table.copy(deep=True)
    cx.emotions(feedback(table), by="channel")
    pd.testing.assert_frame_equal(table, before)


def test_it_speaks_chinese_names():
    names = dict(zip(POINTS, ("广告", "网站", "下单", "物流", "客服"), strict=True))
    result = cx.emotions(feedback(wide().rename(columns=names), ratings=tuple(names.values())))
    with language("zh_CN"):
        assert "下单" in result.headline
        assert "物流" in result.chart().to_dict()["description"]


def test_the_sample_survey_feels_worst_at_delivery_time():
    result = cx.emotions(cx.read(ROOT / "sample_data/feedback_survey.xlsx").datasets[0])
    assert marks(result)["Delivery time"] == "pit"
    assert "worst at “Delivery time”" in result.headline
    devices = cx.emotions(
        cx.read(ROOT / "sample_data/feedback_survey.xlsx").datasets[0], by="Device"
    )
    assert "widest at “Website”: “Desktop”" in devices.headline


@pytest.mark.skipif(not SEATS.exists(), reason="the shared data are not here")
def test_the_seat_reviews_leave_zeros_out_and_rank_no_rare_rating():
    table = pd.read_csv(SEATS)
    ratings = [name for name in table if name.endswith("_rating") and name != "overall_rating"]
    result = cx.emotions(cx.Feedback(table, score="overall_rating", ratings=ratings))
    found = result.table.set_index("touchpoint")
    television = table["viewing_tv_rating"].where(table["viewing_tv_rating"] > 0).dropna()
    assert found.loc["viewing_tv_rating", "n"] == len(television) == 1185
    assert found.loc["viewing_tv_rating", "mean"] == pytest.approx(television.mean())
    assert found.loc["power_supply_rating", "n"] == 62
    assert marks(result)["power_supply_rating"] is None
    assert "power_supply_rating" not in set(result.differences["touchpoint"])
    said = " ".join(result.cautions)
    assert "44 answers to “viewing_tv_rating” lie outside 1 to 5" in said
    assert "never called best or worst: power_supply_rating and seat_storage_rating" in said
