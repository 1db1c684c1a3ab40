"""What fans are worth holds against pandas and SciPy, on small tables and on real ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import cx
from cx.errors import CxError, InvalidSetting, NotEnoughData, RoleMissing, WrongScale
from tests.analyses.shop_of_tests import EVENTS, log, survey

GROUPS = ["promoters", "passives", "detractors"]


def shop(n: int = 600, seed: int = 8) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Customers of whom two thirds answered; promoters bring 1.8 times as much."""
    rng = np.random.default_rng(seed)
    score = rng.integers(0, 11, n)
    money = rng.lognormal(3, 0.8, n) * np.where(score >= 9, 1.8, 1.0)
    known = pd.DataFrame({"customer": [f"k{i}" for i in range(n)], "money": money})
    answers = pd.DataFrame({"who": known["customer"], "score": score}).iloc[: 2 * n // 3]
    return answers, known


def ask(answers: pd.DataFrame, known: pd.DataFrame, **options) -> cx.Result:
    feedback = cx.Feedback(answers, score="score", customer="who", scale=(0, 10))
    customers = cx.Customers(known, customer="customer", value="money")
    return cx.nps_value(feedback, customers, **options)


def kind(score: pd.Series) -> pd.Series:
    return pd.cut(score, [-1, 6, 8, 10], labels=GROUPS[::-1]).astype(str)


def test_means_totals_and_shares_are_those_of_pandas():
    answers, known = shop()
    table = ask(answers, known).table.set_index("group")
    joined = known.merge(answers, left_on="customer", right_on="who", how="left")
    group = kind(joined["score"]).where(joined["score"].notna(), "no_answer")
    money = joined.groupby(group)["money"]
    for ours, theirs in (
        ("customers", money.size()),
        ("mean", money.mean()),
        ("median", money.median()),
        ("total", money.sum()),
        ("share_of_value", money.sum() / joined["money"].sum()),
        ("share_of_customers", money.size() / len(joined)),
    ):
        assert table[ours].to_dict() == pytest.approx(theirs.to_dict())
    assert table["n"].tolist() == [*table["customers"].iloc[:3], 0]


def test_intervals_of_means_are_students():
    answers, known = shop()
    table = ask(answers, known).table.set_index("group")
    joined = known.merge(answers, left_on="customer", right_on="who")
    values = joined.loc[joined["score"] >= 9, "money"]
    low, high = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
    assert table.loc["promoters", ["ci_low", "ci_high"]].tolist() == pytest.approx([low, high])


def test_comparisons_are_those_of_scipy():
    answers, known = shop()
    result = ask(answers, known)
    joined = known.merge(answers, left_on="customer", right_on="who")
    fans, others = (joined.loc[m, "money"] for m in (joined["score"] >= 9, joined["score"] < 9))
    row = result.comparisons.set_index(["group", "other"]).loc[("promoters", "others")]
    test = stats.ttest_ind(fans, others, equal_var=False)
    assert row["p_value"] == pytest.approx(test.pvalue)
    assert row["ratio"] == pytest.approx(fans.mean() / others.mean())
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx(list(test.confidence_interval()))


def test_the_headline_says_how_many_times_as_much():
    result = ask(*shop())
    row = result.comparisons.iloc[0]
    assert result.headline.startswith(
        f"Promoters bring {row['ratio']:.3g} times as much as detractors ({row['ratio_ci_low']:.3g}"
    )
    assert row["ratio_ci_low"] < 1.8 < row["ratio_ci_high"]
    assert row["verdict"] == "better"


def test_without_a_difference_nothing_is_told():
    answers, known = shop()
    rng = np.random.default_rng(1)
    result = ask(answers, known.assign(money=rng.gamma(2, 10, len(known))))
    assert result.headline.startswith("We can't tell yet whether promoters bring more")
    assert set(result.comparisons["verdict"]) == {"unclear"}


def test_detractors_may_bring_more():
    answers, known = shop()
    less = known["money"].where(~answers["score"].ge(9).reindex(known.index, fill_value=False), 5)
    result = ask(answers, known.assign(money=less + known["money"] / 100))
    assert result.comparisons["verdict"].iloc[0] == "worse"
    assert result.comparisons["ratio_ci_high"].iloc[0] < 1


def test_few_are_not_compared():
    answers, known = shop(60)
    result = ask(answers, known)
    assert "30 of each are needed" in result.headline
    assert any("take its figures with care" in caution for caution in result.cautions)


def test_the_last_answer_of_a_customer_counts():
    answers, known = shop()
    day = pd.Timestamp("2026-01-01")
    twice = pd.concat(
        [answers.assign(day=day), answers.head(50).assign(score=0, day=day - pd.Timedelta("1D"))]
    ).sample(frac=1, random_state=2)
    feedback = cx.Feedback(twice, score="score", customer="who", time="day", scale=(0, 10))
    customers = cx.Customers(known, customer="customer", value="money")
    result, once = cx.nps_value(feedback, customers), ask(answers, known)
    pd.testing.assert_frame_equal(
        result.table.drop(columns="n"), once.table.drop(columns="n"), rtol=1e-9
    )
    assert result.table["n"].sum() == len(answers) + 50
    assert result.provenance.left_out[0].rows == 50


def test_without_a_time_the_lowest_score_counts():
    answers, known = shop()
    result = ask(pd.concat([answers, answers.head(40).assign(score=0)]), known)
    scores = answers["score"].to_numpy().copy()
    scores[:40] = 0
    assert result.table["customers"].iloc[2] == (scores <= 6).sum()
    assert any("no time, so that the lowest score" in caution for caution in result.cautions)


def test_rows_are_accounted_for():
    answers, known = shop()
    spoiled = answers.assign(score=answers["score"].astype(float))
    spoiled.loc[:4, "score"] = np.nan
    spoiled.loc[5:7, "score"] = 7.5
    spoiled.loc[8:9, "score"] = 99
    spoiled.loc[10:12, "who"] = None
    result = ask(
        spoiled, known.drop(index=[20, 21]).assign(money=lambda r: r["money"].mask(r.index == 30))
    )
    counted = {str(item.reason): item.rows for item in result.provenance.left_out}
    assert counted == {
        "no value in “score”": 5,
        "“score” is not a whole number": 3,
        "“score” lies outside its scale": 2,
        "no value in “who”": 3,
        "the customer is not among those that are known": 2,
        "no value in “money”": 1,
    }


def test_order_and_splitting_change_nothing():
    answers, known = shop()
    one = ask(answers, known).table
    other = ask(answers.sample(frac=1, random_state=1), known.sample(frac=1, random_state=2)).table
    pd.testing.assert_frame_equal(one, other)


def test_the_match_stands_beside_the_figures():
    answers, known = shop()
    result = ask(answers, known.iloc[100:])
    assert result.match.left.matched_rows == 300
    assert "Only 75% of the answers could be matched with a customer" in result.headline
    assert any(str(result.match.finding) == caution for caution in result.cautions)


def test_a_log_is_added_up():
    answers, events = survey(), cx.Events(log(), **EVENTS)
    feedback = cx.Feedback(answers, score="score", customer="id", time="day", scale=(0, 10))
    table = cx.nps_value(feedback, events).table.set_index("group")
    last = answers.dropna(subset=["score"]).sort_values(["day", "score"], ascending=[True, False])
    last = last.groupby("id").tail(1)
    money = log().groupby("who")["money"].sum()
    joined = last.assign(money=last["id"].map(money), group=kind(last["score"]))
    means = joined.groupby("group")["money"].mean()
    assert table.loc[GROUPS, "mean"].to_dict() == pytest.approx(means.to_dict())
    silent = money[~money.index.isin(answers["id"])]
    assert table.loc["no_answer", "mean"] == pytest.approx(silent.mean())


def test_a_window_counts_what_follows_the_answer():
    answers, rows = survey(), log()
    feedback = cx.Feedback(answers, score="score", customer="id", time="day", scale=(0, 10))
    result = cx.nps_value(feedback, cx.Events(rows, **EVENTS), window="5D")
    last = answers.dropna(subset=["score"]).sort_values(["day", "score"], ascending=[True, False])
    last = last.groupby("id").tail(1)
    limit = pd.Timedelta("5D")
    closed = last[last["day"] + limit <= rows["time"].max()]
    both = closed.merge(rows, left_on="id", right_on="who")
    both = both[(both["time"] >= both["day"]) & (both["time"] <= both["day"] + limit)]
    money = closed["id"].map(both.groupby("id")["money"].sum()).fillna(0)
    means = money.groupby(kind(closed["score"])).mean()
    assert result.table["group"].tolist() == GROUPS
    assert result.table.set_index("group")["mean"].to_dict() == pytest.approx(means.to_dict())
    assert result.provenance.used == len(closed)


def test_customers_whose_window_is_open_are_left_out_and_counted():
    answers, rows = survey(), log()
    feedback = cx.Feedback(answers, score="score", customer="id", time="day", scale=(0, 10))
    result = cx.nps_value(feedback, cx.Events(rows, **EVENTS), window="10D")
    last = answers.dropna(subset=["score"]).groupby("id")["day"].max()
    still = int((last + pd.Timedelta("10D") > rows["time"].max()).sum())
    (said,) = (caution for caution in result.cautions if "10 days after the answer" in caution)
    assert said.startswith(f"{still} customer")


def test_a_window_that_is_open_for_everybody_is_refused():
    feedback = cx.Feedback(survey(), score="score", customer="id", time="day", scale=(0, 10))
    with pytest.raises(NotEnoughData, match="Choose a shorter window"):
        cx.nps_value(feedback, cx.Events(log(), **EVENTS), window="400D")


def test_value_below_nothing_counts():
    answers, known = shop()
    known.loc[:9, "money"] = -50.0
    result = ask(answers, known)
    assert any("10 customers have a value below 0" in caution for caution in result.cautions)
    assert result.table["total"].sum() == pytest.approx(known["money"].sum())


def test_one_customer_who_brings_most_is_named():
    answers, known = shop()
    at = answers.index[answers["score"] >= 9][0]
    known.loc[at, "money"] = 1e6
    assert any("a single customer brings" in caution for caution in ask(answers, known).cautions)


def test_value_beside_the_answers_needs_no_match():
    answers, known = shop()
    table = answers.assign(money=known["money"])
    result = cx.nps_value(cx.Feedback(table, score="score", scale=(0, 10)), value="money")
    assert result.match is None
    expected = ask(answers, known).table.set_index("group").loc[GROUPS, "mean"]
    assert result.table["mean"].tolist() == pytest.approx(expected.tolist())


def test_the_garden_shops(shared):
    path = shared / "data/nps_garden_retail_fr/nps.csv"
    table = pd.read_csv(path, encoding="latin-1")
    result = cx.nps_value(cx.Feedback(table, score="nps"), value="CaTicket")
    means = table.groupby(kind(table["nps"]))["CaTicket"].mean()[GROUPS]
    assert result.table["mean"].tolist() == pytest.approx(means.tolist())
    assert result.table["customers"].tolist() == [8465, 3953, 1194]
    assert result.headline.startswith("Promoters bring 1.18 times as much as detractors (1.09 to")


def test_pictures_and_words():
    result = ask(*shop())
    drawn = [chart.to_dict() for chart in (result.chart(), *result.further_charts())]
    assert len(drawn) == 2
    assert result.codes()["group"]["no_answer"] == "Did not answer"
    assert "<strong>" in result._repr_html_()


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"customers": None}, RoleMissing, "a table of customers, an event log, or the name"),
        ({"window": "30D"}, InvalidSetting, "A window needs an event log"),
        ({"value": "coins"}, cx.ColumnNotFound, "no column “coins”"),
        ({"confidence": 95}, InvalidSetting, "between 0 and 1"),
        ({"customers": pd.DataFrame({"a": [1]})}, CxError, "what arrived is a DataFrame"),
    ],
)
def test_what_makes_no_sense_is_refused(change, error, words):
    answers, known = shop()
    feedback = cx.Feedback(answers, score="score", customer="who", scale=(0, 10))
    customers = cx.Customers(known, customer="customer", value="money")
    options = {"customers": customers, **change}
    with pytest.raises(error, match=words):
        cx.nps_value(feedback, options.pop("customers"), **options)


def test_nobody_in_common_is_refused_with_a_hint():
    answers, known = shop()
    with pytest.raises(NotEnoughData, match="the ids have nothing in common.*capital letters"):
        ask(answers, known.assign(customer=known["customer"].str.upper()))


def test_customers_in_several_rows_are_refused():
    answers, known = shop()
    with pytest.raises(InvalidSetting, match="10 customers who answered stand in several rows"):
        ask(answers, pd.concat([known, known.head(10)]))


def test_another_scale_is_refused():
    answers, known = shop()
    feedback = cx.Feedback(answers, score="score", customer="who", scale=(1, 5))
    with pytest.raises(WrongScale):
        cx.nps_value(feedback, cx.Customers(known, customer="customer", value="money"))


def test_one_group_alone_is_refused():
    answers, known = shop()
    fans = answers.assign(score=10)
    with pytest.raises(NotEnoughData, match="are all in one group"):
        ask(fans, known[known["customer"].isin(fans["who"])])


def test_silent_customers_in_several_rows_are_refused():
    known = pd.DataFrame({"id": [*range(60), 59, 59], "value": 10.0})
    told = pd.DataFrame({"id": range(40), "score": [10, 2] * 20})
    with pytest.raises(InvalidSetting, match="1 customer stands in several rows"):
        cx.nps_value(
            cx.Feedback(told, score="score", customer="id"),
            cx.Customers(known, customer="id", value="value"),
        )


def test_one_zone_without_the_other_is_refused():
    days = pd.date_range("2026-01-01", periods=40)
    told = pd.DataFrame({"id": range(40), "score": [10, 2] * 20, "at": days})
    log = pd.DataFrame(
        {"id": range(40), "at": days.tz_localize("UTC"), "what": "buy", "value": 5.0}
    )
    with pytest.raises(InvalidSetting, match="only one has a time zone"):
        cx.nps_value(
            cx.Feedback(told, score="score", customer="id", time="at"),
            cx.Events(log, customer="id", time="at", event="what", value="value"),
            window="30D",
        )
