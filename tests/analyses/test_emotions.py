"""The emotion curve: against statsmodels, SciPy and pandas, planted courses, and awkward data."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

import cx
from cx.analyses.emotions_figures import Mark, nps_interval
from cx.analyses.emotions_journey import touchpoints_of
from cx.analyses.emotions_order import OrderRule
from cx.stats.net_promoter import NpsCounts
from tests.analyses.journeys import POINTS, feedback, long, marks, steps, wide


def test_means_and_intervals_of_columns_are_students():
    table = wide()
    table.loc[::7, "Order"] = np.nan
    found = cx.emotions(feedback(table)).table.set_index("touchpoint")
    for name in POINTS:
        values = table[name].dropna()
        low, high = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
        assert found.loc[name, ["n", "mean", "ci_low", "ci_high"]].tolist() == pytest.approx(
            [len(values), values.mean(), low, high], rel=1e-9
        )
        assert found.loc[name, "place"] == pytest.approx((values.mean() - 1) / 4)


def test_repeated_answers_of_a_customer_are_a_cluster_as_in_statsmodels():
    table = long()
    table["who"] = [f"c{int(name[1:]) % 40}" for name in table["who"]]
    found = cx.emotions(steps(table), confidence=0.9).table
    for row in found.itertuples():
        own = table[table["point"] == row.touchpoint]
        model = sm.OLS(own["rating"].to_numpy(), np.ones(len(own))).fit(
            cov_type="cluster", cov_kwds={"groups": own["who"]}, use_t=True
        )
        assert [row.ci_low, row.ci_high] == pytest.approx(list(model.conf_int(0.1)[0]), rel=1e-9)


def test_touchpoints_rated_by_the_same_people_are_paired():
    table = wide()
    found = cx.emotions(feedback(table)).differences
    assert len(found) == 10
    for row in found.itertuples():
        expected = stats.ttest_rel(table[row.touchpoint], table[row.other])
        assert row.difference == pytest.approx(
            table[row.touchpoint].mean() - table[row.other].mean(), abs=1e-9
        )
        assert row.p_value == pytest.approx(expected.pvalue, rel=1e-6)
    assert (found["p_adjusted"] >= found["p_value"]).all()


def test_groups_of_different_people_are_compared_by_welchs_error():
    table = wide()
    worse = (table["channel"] == "shop").astype(float)
    table["Delivery"] = (table["Delivery"] - worse).clip(1)
    result = cx.emotions(feedback(table), by="channel")
    online, shop = (part["Delivery"] for _, part in table.groupby("channel"))
    row = result.between.set_index("touchpoint").loc["Delivery"]
    error = math.hypot(stats.sem(online), stats.sem(shop))
    gap = online.mean() - shop.mean()
    half = stats.t.ppf(0.975, min(len(online), len(shop)) - 1) * error
    assert (row["group"], row["other"]) == ("online", "shop")
    assert [row["difference"], row["ci_low"], row["ci_high"]] == pytest.approx(
        [gap, gap - half, gap + half], rel=1e-9
    )
    assert "“Delivery”: “online”" in result.headline


def test_customers_in_both_groups_count_as_pairs():
    rng = np.random.default_rng(3)
    mood = rng.normal(0, 1, 200)
    table = pd.DataFrame(
        {
            "who": [f"c{i}" for i in range(200)] * 2,
            "point": "Order",
            "rating": np.clip(np.rint(np.tile(3 + mood, 2) + rng.normal(0, 0.4, 400)), 1, 5),
            "channel": np.repeat(["online", "shop"], 200),
        }
    )
    other = table.assign(point="Delivery", rating=np.clip(table["rating"] - 1, 1, 5))
    answers = cx.Feedback(
        pd.concat([table, other]), ratings="rating", touchpoint="point", customer="who"
    )
    found = cx.emotions(answers, by="channel").between.set_index("touchpoint").loc["Order"]
    first, second = (part["rating"].to_numpy() for _, part in table.groupby("channel"))
    assert found["p_value"] == pytest.approx(stats.ttest_rel(first, second).pvalue, rel=1e-6)


def test_nps_of_answers_about_a_touchpoint_is_that_of_cx_nps():
    table = long()
    found = cx.emotions(steps(table))
    assert found.nps_of == "touchpoint"
    for row in found.table.itertuples():
        own = table[table["point"] == row.touchpoint]
        expected = cx.nps(cx.Feedback(own, score="score", scale=(0, 10))).table.iloc[0]
        assert [row.nps, row.nps_ci_low, row.nps_ci_high] == pytest.approx(
            [expected["nps"], expected["ci_low"], expected["ci_high"]]
        )


def test_nps_of_columns_is_that_of_the_raters_and_said_to_be():
    table = wide()
    table.loc[table["score"] < 5, "Service"] = np.nan
    found = cx.emotions(feedback(table))
    assert found.nps_of == "raters"
    rated = table[table["Service"].notna()]["score"]
    expected = 100 * ((rated >= 9).mean() - (rated <= 6).mean())
    assert found.table["nps"].iloc[-1] == pytest.approx(expected)
    assert any("people who rate it" in caution for caution in found.cautions)


def test_answers_that_come_in_copies_tell_no_more_than_one():
    once = NpsCounts(60, 20, 40)
    copied = NpsCounts(180, 60, 120)
    spread = 9 * once.n * once.variance
    assert list(nps_interval(copied, spread, 0.95)) == pytest.approx(list(once.interval()))


def test_planted_peak_pit_and_end_are_found_in_both_shapes():
    expected = dict.fromkeys(POINTS)
    expected |= {"Order": Mark.PEAK, "Delivery": Mark.PIT, "Service": Mark.END}
    for answers in (feedback(wide()), steps(long())):
        result = cx.emotions(answers)
        assert marks(result) == expected
        assert "best at “Order”" in result.headline
        assert "worst at “Delivery”" in result.headline
        assert "It ends with “Service”" in result.headline


def test_what_chance_could_explain_is_not_marked():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(rng.integers(1, 6, (60, 3)), columns=["a", "b", "c"])
    result = cx.emotions(cx.Feedback(table, ratings=["a", "b", "c"]))
    assert result.table["mark"].tolist() == [None, None, Mark.END]
    assert result.headline.startswith("We can't tell the touchpoints apart")


def test_time_gives_the_order_and_the_end():
    result = cx.emotions(steps(long()))
    assert result.order == OrderRule.TIME
    assert tuple(result.table["touchpoint"]) == POINTS
    assert any("by the time" in caution for caution in result.cautions)


def test_customers_who_disagree_about_the_last_touchpoint_leave_no_end():
    rng = np.random.default_rng(6)
    table = long()
    table["when"] = pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.permutation(len(table)), "h")
    result = cx.emotions(steps(table))
    assert not any(mark is not None and mark.end for mark in result.table["mark"])
    assert any("do not agree" in caution for caution in result.cautions)


@pytest.mark.parametrize(
    ("names", "expected", "rule"),
    [
        (["b", "a", "c"], ["a", "b", "c"], OrderRule.NAME),
        (["10. Pay", "2. Look", "1. See"], ["1. See", "2. Look", "10. Pay"], OrderRule.NUMBERED),
    ],
)
def test_without_times_names_give_the_order(names, expected, rule):
    table = pd.DataFrame({"point": names * 20, "rating": [1, 3, 5, 2] * 15})
    result = cx.emotions(cx.Feedback(table, ratings="rating", touchpoint="point"))
    assert result.table["touchpoint"].tolist() == expected
    assert result.order == rule
    assert (result.table["mark"].iloc[-1] is not None) == (rule == OrderRule.NUMBERED)


def test_an_order_chooses_and_arranges():
    table = long()
    result = cx.emotions(steps(table), order=["Delivery", "Advert"])
    assert result.table["touchpoint"].tolist() == ["Delivery", "Advert"]
    (aside,) = result.provenance.left_out
    assert "not chosen" in str(aside.reason)
    assert aside.rows == (~table["point"].isin(["Delivery", "Advert"])).sum()
    assert result.order == OrderRule.GIVEN


def test_touchpoints_are_offered_in_the_order_that_is_taken():
    assert touchpoints_of(steps(long())) == POINTS
    assert touchpoints_of(feedback(wide())) == POINTS
    assert touchpoints_of(cx.Feedback(wide(), touchpoint="who")) == ()
