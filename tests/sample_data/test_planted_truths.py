"""Each planted truth is in the files: found with pandas, SciPy, statsmodels and pingouin alone.

An estimate may be away from what was planted by 3.5 of its standard errors.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pingouin
import pytest
import statsmodels.api as sm
from scipy import stats

FAR = 3.5


def share_is(successes, n, planted):
    """Whether `successes` of `n` fit the planted chance."""
    return abs(successes - n * planted) <= FAR * math.sqrt(n * planted * (1 - planted)) + 1e-9


def net_promoter(scores):
    points = np.where(scores >= 9, 100.0, np.where(scores <= 6, -100.0, 0.0))
    return points.mean(), points.std(ddof=1) / math.sqrt(len(points))


@pytest.fixture(scope="module")
def complete(answers, planted):
    return answers.dropna(subset=list(planted["touchpoints"]))


@pytest.fixture(scope="module")
def reached(events):
    """One row a customer: device, first channel, and whether each event ever happened."""
    table = pd.crosstab(events["customer_id"], events["event"]) > 0
    first = events.drop_duplicates("customer_id").set_index("customer_id")
    return table.join(first[["device", "channel"]])


# --- what drives the score -------------------------------------------------------------------


def test_the_slopes_of_the_score_are_the_planted_ones(complete, planted):
    names = list(planted["touchpoints"])
    fit = sm.OLS(complete["score"], sm.add_constant(complete[names])).fit(cov_type="HC3")
    slopes = pd.Series({name: planted["touchpoints"][name]["slope"] for name in names})
    assert (abs(fit.params[names] - slopes) <= FAR * fit.bse[names]).all()


def test_the_order_of_importance_is_the_planted_one(complete, planted, population):
    names = list(planted["touchpoints"])
    found = pingouin.linear_regression(complete[names], complete["score"], relimp=True)
    share = found.set_index("names")["relimp_perc"].drop("Intercept") / 100
    expected = pd.Series({k: v["importance"] for k, v in population["touchpoints"].items()})
    assert abs(share - expected[share.index]).max() < 0.04  # sd of the largest share: about 0.012
    assert share.idxmax() == "delivery_time"
    assert share.idxmin() == "returns"


def test_nps_moves_by_the_stated_points(complete, planted, population):
    names = list(planted["touchpoints"])
    points = np.where(complete["score"] >= 9, 100, np.where(complete["score"] <= 6, -100, 0))
    fit = sm.OLS(points, sm.add_constant(complete[names])).fit(cov_type="HC3")
    expected = pd.Series({k: v["nps_points"] for k, v in population["touchpoints"].items()})
    assert (abs(fit.params[names] - expected[names]) <= FAR * fit.bse[names]).all()


def test_delivery_time_is_rated_lowest(answers, population):
    means = answers[list(population["touchpoints"])].mean()
    assert means.idxmin() == "delivery_time"
    for name, truth in population["touchpoints"].items():
        error = answers[name].std() / math.sqrt(answers[name].count())
        assert abs(means[name] - truth["mean"]) <= FAR * error


# --- recommendation -----------------------------------------------------------------------------


def segment(answers, name):
    month = answers["answered_at"].dt.strftime("%Y-%m")
    remote = answers["region"].isin(["Scotland", "西部"])
    trade = answers["customer_type"].isin(["Trade", "企业"])
    return {
        "all": answers["score"].notna(),
        "incident_month": month == "2026-03",
        "other_months": month != "2026-03",
        "mobile": answers["device"] == "mobile",
        "desktop": answers["device"] == "desktop",
        "private": ~trade,
        "trade": trade,
        "ordered": answers["ordered"],
        "not_ordered": ~answers["ordered"],
        "remote_regions": remote,
        "other_regions": ~remote,
    }[name]


def test_nps_of_everybody_and_of_each_segment_is_the_stated_one(answers, population):
    for name, expected in population["nps"].items():
        found, error = net_promoter(answers.loc[segment(answers, name), "score"])
        assert abs(found - expected) <= FAR * error, name


def test_the_incident_month_stands_out(answers):
    groups = answers.groupby(answers["answered_at"].dt.strftime("%Y-%m"))["score"]
    by_month = groups.apply(lambda scores: net_promoter(scores)[0])
    assert by_month.idxmin() == "2026-03"
    assert by_month["2026-03"] < by_month.drop("2026-03").min() - 15


# --- barriers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["ordered", "left_on_desktop", "left_on_mobile"])
def test_barriers_have_the_planted_shares(answers, planted, group):
    groups = np.where(answers["ordered"], "ordered", "left_on_" + answers["device"])
    there = answers[groups == group]
    for theme, shares in planted["barriers"].items():
        assert share_is((there["theme"] == theme).sum(), len(there), shares[group]), theme


def test_barriers_cost_the_stated_share_of_orders(answers, population):
    for theme, truth in population["barriers"].items():
        there = answers[answers["theme"] == theme]
        assert share_is(len(there), len(answers), truth["share"]), theme
        allowed = 0.006 + FAR * math.sqrt(truth["ordered"] * (1 - truth["ordered"]) / len(there))
        assert abs(there["ordered"].mean() - truth["ordered"]) <= allowed, theme


def test_one_answer_in_eight_is_empty(answers, planted):
    empty = answers["barrier"].isna()
    assert (empty == (answers["answered"] == 0)).all()
    assert share_is(empty.sum(), len(answers), planted["people"]["empty_comment"])


# --- the funnel ---------------------------------------------------------------------------------


def test_the_checkout_leaks_on_mobile(reached, planted):
    at_checkout = reached[reached["checkout_start"]]
    for device, chance in planted["funnel"]["payment"].items():
        there = at_checkout[at_checkout["device"] == device]
        assert share_is(there["payment"].sum(), len(there), chance), device


@pytest.mark.parametrize(
    ("step", "before"),
    [("product_view", "visit"), ("checkout_start", "add_to_cart"), ("purchase", "payment")],
)
def test_the_other_steps_have_the_planted_chances(reached, planted, step, before):
    there = reached[reached[before]]
    assert share_is(there[step].sum(), len(there), planted["funnel"][step])


def test_the_channel_decides_how_many_fill_a_cart(reached, planted):
    for channel, facts in planted["channels"].items():
        there = reached[reached["product_view"] & (reached["channel"] == channel)]
        assert share_is(there["add_to_cart"].sum(), len(there), facts["add_to_cart"]), channel


def test_channels_cost_what_was_planted(reached, planted, folder):
    spend = pd.read_csv(folder / "channel_spend.csv").groupby("channel")["cost"].sum()
    arrived = reached["channel"].value_counts()
    for channel, facts in planted["channels"].items():
        if facts["cost"]:
            found = spend[channel] / arrived[channel]
            months = FAR * planted["spend"]["monthly_spread"] / math.sqrt(11) * 1.2  # uneven months
            assert abs(found / facts["cost"] - 1) <= months, channel


def test_social_ads_are_cheap_to_click_and_dear_to_order(reached, folder):
    spend = pd.read_csv(folder / "channel_spend.csv").groupby("channel")["cost"].sum()
    per_customer = spend / reached["channel"].value_counts()
    per_order = spend / reached.loc[reached["purchase"], "channel"].value_counts()
    assert per_customer["social_ads"] < per_customer["paid_search"]
    assert per_order["social_ads"] > per_order["paid_search"]
    assert per_order.idxmax() == "influencer"
    assert per_order.idxmin() == "referral"


# --- after the first order ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def followed(first_orders, planted):
    """First orders that were followed for 90 days, and whether another came in that time."""
    last = pd.Timestamp(planted["log_ends"]) - pd.Timedelta(days=90)
    table = first_orders[first_orders["first"] <= last]
    return table.assign(again=table["second"] - table["first"] <= pd.Timedelta(days=90))


def test_a_plan_saved_in_the_first_week_goes_with_repeat_orders(followed, planted):
    chances = planted["loyalty"]["repeat_within_90_days"]
    for early, name in ((True, "plan_in_first_week"), (False, "others")):
        there = followed[followed["early"] == early]
        assert share_is(there["again"].sum(), len(there), chances[name]), name


def test_a_late_plan_and_the_newsletter_go_with_nothing(followed, planted):
    others = followed[~followed["early"]]
    chance = planted["loyalty"]["repeat_within_90_days"]["others"]
    for there in (others[others["plan_saved"].notna()], others[others["newsletter"]]):
        assert share_is(there["again"].sum(), len(there), chance)


@pytest.mark.parametrize("event", ["review", "referral"])
def test_reviews_and_referrals_follow_the_score(answers, reached, planted, event):
    bought = answers[answers["ordered"]]
    group = np.where(
        bought["score"] >= 9, "promoter", np.where(bought["score"] >= 7, "passive", "detractor")
    )
    did = reached[event].reindex(bought["customer_id"]).to_numpy()
    for name, chance in planted["loyalty"][event].items():
        there = did[group == name]
        assert share_is(there.sum(), len(there), chance), name


# --- experiments --------------------------------------------------------------------------------


def difference(table, metric):
    control = table.loc[table["variant"] == "control", metric]
    other = table.loc[table["variant"] != "control", metric]
    return stats.ttest_ind(other, control, equal_var=False)


def test_the_checkout_test_has_the_planted_effect(tests, planted):
    found = difference(tests["checkout"], "converted")
    planted_difference = planted["experiments"]["checkout_lift"] * planted["funnel"]["purchase"]
    interval = found.confidence_interval(0.999)
    assert interval.low <= planted_difference <= interval.high
    assert found.pvalue < 0.001


def test_the_banner_test_shows_nothing(tests):
    for metric in ("viewed_product", "converted", "revenue"):
        interval = difference(tests["banner"], metric).confidence_interval(0.95)
        assert interval.low < 0 < interval.high, metric


@pytest.mark.parametrize(
    ("name", "broken"), [("checkout", False), ("banner", False), ("search", True)]
)
def test_only_the_search_test_has_a_broken_split(tests, name, broken):
    counts = tests[name]["variant"].value_counts()
    assert (stats.chisquare(counts).pvalue < 0.001) == broken


def test_the_search_test_lost_phones_only(tests, planted):
    counts = pd.crosstab(tests["search"]["variant"], tests["search"]["device"])
    assert stats.chisquare(counts["desktop"]).pvalue > 0.01
    kept = 1 - planted["experiments"]["search_lost"]
    phones = counts["mobile"]
    assert share_is(phones["new_search"], phones.sum(), kept / (1 + kept))
