from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

import cx
from cx.analyses.respondents import respondents
from cx.analyses.respondents_known import UNKNOWN
from cx.analyses.respondents_levels import OTHERS
from cx.data.dataset import Customers, Events, Feedback
from cx.errors import ColumnNotFound, CxError, InvalidSetting, NotEnoughData, RoleMissing

COLUMNS = [
    *("attribute", "level", "n", "customers", "response_rate", "ci_low", "ci_high"),
    *("share_answers", "share_customers", "difference", "difference_ci_low"),
    *("difference_ci_high", "p_value", "p_adjusted", "nps"),
]


def everyone(n=3000, seed=3):
    """All customers: those of the plan “plus” are happier and answer more often."""
    rng = np.random.default_rng(seed)
    plan = rng.choice(["basic", "plus", "高级"], n, p=[0.6, 0.3, 0.1])
    table = pd.DataFrame(
        {
            "who": [f"c{place}" for place in range(n)],
            "plan": plan,
            "region": rng.choice(["North", "South", None], n, p=[0.5, 0.4, 0.1]),
            "orders": rng.poisson(2, n),
            "spent": rng.lognormal(3, 1, n).round(2),
        }
    )
    rate = pd.Series(plan).map({"basic": 0.1, "plus": 0.4, "高级": 0.2}).to_numpy()
    lift = pd.Series(plan).map({"basic": 0, "plus": 4, "高级": 1}).to_numpy()
    answers = pd.DataFrame(
        {"id": table["who"], "score": np.minimum(rng.integers(0, 11, n) + lift, 10)}
    )
    return table, answers[rng.random(n) < rate].reset_index(drop=True)


def ask(table, answers, **options):
    customers = Customers(
        table,
        customer="who",
        segments=[name for name in ("plan", "region") if name in table],
        measures=[name for name in ("orders",) if name in table],
        value="spent" if "spent" in table else None,
    )
    score = "score" if "score" in answers else None
    return respondents(Feedback(answers, score=score, customer="id"), customers, **options)


@pytest.fixture(scope="module")
def asked():
    return ask(*everyone())


def net(score):
    return 100 * ((score >= 9).mean() - (score <= 6).mean())


def test_every_level_is_counted_as_pandas_counts_it(asked):
    table, answers = everyone()
    both = table.merge(answers, left_on="who", right_on="id", how="left")
    found = asked.table[asked.table["attribute"] == "plan"].set_index("level")
    groups = both.groupby("plan")
    assert list(asked.table.columns) == COLUMNS
    assert found["customers"].to_dict() == groups.size().to_dict()
    assert found["n"].to_dict() == groups["score"].count().to_dict()
    expected = both.dropna(subset="score").groupby("plan")["score"].agg(net)
    assert found["nps"].to_dict() == pytest.approx(expected.to_dict())


def test_rates_have_wilsons_interval(asked):
    row = asked.table.iloc[0]
    expected = proportion_confint(row["n"], row["customers"], method="wilson")
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(expected)
    overall = proportion_confint(asked.overall["n"], asked.overall["customers"], method="wilson")
    assert (asked.overall["ci_low"], asked.overall["ci_high"]) == pytest.approx(overall)


def test_differences_are_those_of_statsmodels(asked):
    table, answers = everyone()
    here = table["plan"] == "plus"
    answered = table["who"].isin(answers["id"])
    hits, n = (here & answered).sum(), answered.sum()
    other_hits, other_n = (here & ~answered).sum(), (~answered).sum()
    low, high = confint_proportions_2indep(hits, n, other_hits, other_n, method="newcomb")
    _, p_value = proportions_ztest([hits, other_hits], [n, other_n])
    row = asked.table.set_index(["attribute", "level"]).loc[("plan", "plus")]
    others = (~answered).mean()
    assert row["difference"] == pytest.approx(here[answered].mean() - here.mean())
    assert row["p_value"] == pytest.approx(p_value, rel=1e-6)
    assert row["difference_ci_low"] == pytest.approx(others * low)
    assert row["difference_ci_high"] == pytest.approx(others * high)


def test_shares_of_each_attribute_add_up(asked):
    sums = asked.table.groupby("attribute")[["share_answers", "share_customers"]].sum()
    assert sums.to_numpy() == pytest.approx(1.0)
    assert (asked.table.groupby("attribute")["n"].sum() == asked.overall["n"]).all()


def test_numbers_are_cut_at_their_quartiles(asked):
    table, _ = everyone()
    rows = asked.table[asked.table["attribute"] == "spent"]
    bins = [-np.inf, *table["spent"].quantile([0.25, 0.5, 0.75]), np.inf]
    assert (
        rows["customers"].tolist() == pd.cut(table["spent"], bins).value_counts(sort=False).tolist()
    )


def test_bands_of_whole_numbers_say_which_numbers_they_hold(asked):
    table, _ = everyone()
    words = asked.codes()["level"]
    rows = asked.table[asked.table["attribute"] == "orders"]
    assert [words[level] for level in rows["level"]] == ["0 to 1", "2", "3", "4 or more"]
    assert rows["customers"].tolist()[1] == (table["orders"] == 2).sum()


def test_averages_are_compared(asked):
    table, answers = everyone()
    answered = table["who"].isin(answers["id"])
    row = asked.means.set_index("attribute").loc["orders"]
    assert row["mean_answers"] == pytest.approx(table.loc[answered, "orders"].mean())
    assert row["mean_customers"] == pytest.approx(table["orders"].mean())
    test = stats.ttest_ind(
        table.loc[answered, "orders"], table.loc[~answered, "orders"], equal_var=False
    )
    assert row["p_value"] == pytest.approx(test.pvalue)


def test_dissimilarity_and_its_test(asked):
    table, answers = everyone()
    answered = table["who"].isin(answers["id"])
    shares = pd.crosstab(table["plan"], answered, normalize="columns")[True]
    gap = (shares - table["plan"].value_counts(normalize=True)).abs().sum() / 2
    row = asked.attributes.iloc[0]
    chi = stats.chi2_contingency(pd.crosstab(table["plan"], answered), correction=False)
    assert row["attribute"] == "plan"
    assert row["dissimilarity"] == pytest.approx(gap)
    assert row["p_value"] == pytest.approx(chi.pvalue)


def test_what_is_missing_is_a_level_of_its_own(asked):
    table, _ = everyone()
    rows = asked.table[asked.table["attribute"] == "region"]
    assert rows["level"].tolist()[-1] == UNKNOWN
    assert rows["customers"].tolist()[-1] == table["region"].isna().sum()


def test_weights_bring_the_answers_in_line_with_all_customers(asked):
    table, _ = everyone()
    weighted = asked.weighted_feedback
    rows = weighted.table.to_pandas().merge(table, left_on="id", right_on="who")
    for name in asked.weighting.names:
        if name in ("plan", "region"):
            shares = rows.fillna({name: "?"}).groupby(name)[weighted.weight].sum() / len(table)
            expected = table.fillna({name: "?"})[name].value_counts(normalize=True)
            assert shares.to_dict() == pytest.approx(expected.to_dict(), abs=1e-8)
    assert rows[weighted.weight].sum() == pytest.approx(len(table))


def test_post_stratification_is_the_mean_of_the_groups_by_their_size():
    table, answers = everyone()
    found = ask(table, answers, weight_by="plan")
    both = table.merge(answers, left_on="who", right_on="id")
    groups = both.groupby("plan")["score"].agg(net)
    expected = (groups * table["plan"].value_counts(normalize=True)).sum()
    assert found.weighting.full
    assert found.estimates["nps"].tolist() == pytest.approx([net(answers["score"]), expected])
    assert "post-stratification" in str(found.provenance.method)


def test_weights_undo_a_bias_that_goes_with_what_is_known():
    rng = np.random.default_rng(1)
    table, _ = everyone()
    lift = table["plan"].map({"basic": 0, "plus": 4, "高级": 1})
    score = np.minimum(rng.integers(0, 11, len(table)) + lift, 10)
    rate = table["plan"].map({"basic": 0.2, "plus": 0.8, "高级": 0.4})
    chosen = rng.random(len(table)) < rate
    found = ask(table, pd.DataFrame({"id": table["who"], "score": score})[chosen])
    low, high = found.estimates.loc[1, ["ci_low", "ci_high"]]
    assert low < net(score) < high
    assert found.estimates["nps"][0] > high
    assert "instead of" in found.headline


def test_nps_runs_on_weighted_feedback(asked):
    weighted = asked.weighted_feedback
    rows = weighted.table.to_pandas()
    kinds = 100 * ((rows["score"] >= 9).astype(int) - (rows["score"] <= 6).astype(int))
    expected = np.average(kinds, weights=rows[weighted.weight])
    assert asked.estimates["nps"][1] == pytest.approx(expected)
    assert isinstance(weighted, Feedback)
    assert weighted.score == "score"


def test_order_of_rows_does_not_matter(asked):
    table, answers = everyone()
    again = ask(table.sample(frac=1, random_state=1), answers.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(again.table, asked.table)
    pd.testing.assert_frame_equal(again.estimates, asked.estimates, rtol=1e-9)


def test_the_tables_are_left_as_they_were():
    table, answers = everyone()
    kept = table.copy(), answers.copy()
    ask(table, answers)
    pd.testing.assert_frame_equal(table, kept[0])
    pd.testing.assert_frame_equal(answers, kept[1])


def test_rows_reconcile_and_strangers_are_counted():
    table, answers = everyone()
    odd = pd.DataFrame(
        {"id": ["x1", "x2", None, "c1", "c2", "c3"], "score": [9, 9, 9, None, 11, 5.5]}
    )
    found = ask(table, pd.concat([answers.astype({"score": float}), odd], ignore_index=True))
    reasons = {str(item.reason): item.rows for item in found.provenance.left_out}
    assert reasons == {
        "no value in “score”": 1,
        "“score” lies outside 0 to 10": 1,
        "“score” is not a whole number": 1,
        "no value in “id”": 1,
        "who answered is not among the customers": 2,
    }
    assert found.provenance.used == len(answers)
    assert any("not among the customers" in caution for caution in found.cautions)


def test_who_answers_several_times_counts_once():
    table, answers = everyone()
    more = answers.head(50).assign(score=0)
    found = ask(table, pd.concat([answers, more]))
    assert found.overall["n"] == answers["id"].nunique()
    mean = pd.concat([answers, more])
    kinds = (mean["score"] >= 9).astype(int) - (mean["score"] <= 6).astype(int)
    assert found.estimates["nps"][0] == pytest.approx(100 * kinds.groupby(mean["id"]).mean().mean())
    weighted = found.weighted_feedback
    assert weighted.rows == len(mean)
    assert weighted.table.to_pandas()[weighted.weight].sum() == pytest.approx(len(table))
    assert any("several times" in caution for caution in found.cautions)


def test_groups_that_nobody_answered_from_are_named_with_their_share():
    table, answers = everyone()
    silent = table["plan"] == "高级"
    found = ask(table, answers[~answers["id"].isin(table.loc[silent, "who"])])
    said = next(caution for caution in found.cautions if caution.startswith("Nobody answered"))
    assert "plan = 高级" in said
    assert f"{100 * silent.mean():.1f}%" in said
    assert any("count as one" in caution for caution in found.cautions)


def test_extreme_weights_are_cut_and_that_is_said():
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"who": range(4000), "plan": ["rare", *["usual"] * 3] * 1000})
    rate = table["plan"].map({"rare": 0.013, "usual": 0.5})
    answers = pd.DataFrame({"id": table["who"], "score": rng.integers(0, 11, 4000)})
    found = ask(table, answers[rng.random(4000) < rate])
    weights = found.weighting.weights
    assert weights.trimmed > 0
    mean = weights.n @ weights.weight / weights.n.sum()
    assert weights.weight.max() == pytest.approx(5 * mean)
    assert any("was cut" in caution or "were cut" in caution for caution in found.cautions)


def test_levels_beyond_twelve_are_put_together():
    rng = np.random.default_rng(4)
    table = pd.DataFrame({"who": range(2000), "plan": rng.integers(0, 40, 2000).astype(str)})
    answers = pd.DataFrame({"id": range(0, 2000, 2), "score": rng.integers(0, 11, 1000)})
    found = ask(table, answers)
    assert len(found.table) == 13
    assert found.table["level"].tolist()[-1] == OTHERS
    assert found.table["customers"].sum() == 2000


def test_ids_that_differ_in_spelling_are_pointed_out():
    table, answers = everyone()
    spelt = answers.assign(id=[" " + name.upper() for name in answers["id"]])
    mixed = pd.concat([spelt.head(20), answers.tail(len(answers) - 20)])
    found = ask(table, mixed)
    assert any("20 ids" in caution and "normalise=True" in caution for caution in found.cautions)
    assert ask(table, mixed, normalise=True).overall["n"] == answers["id"].nunique()


def test_customers_in_a_few_rows_count_once_and_in_many_are_refused():
    table, answers = everyone()
    found = ask(pd.concat([table, table.head(3)]), answers)
    assert found.overall["customers"] == len(table)
    assert any("3 customers stand in several rows" in caution for caution in found.cautions)
    with pytest.raises(InvalidSetting, match="one row a customer is needed"):
        ask(pd.concat([table, table]), answers)


def test_everybody_answered():
    table, _ = everyone(400)
    answers = pd.DataFrame({"id": table["who"], "score": np.arange(400) % 11})
    found = ask(table, answers)
    assert found.table["difference"].tolist() == pytest.approx([0.0] * len(found.table))
    assert found.table["p_value"].isna().all()
    assert found.estimates["nps"][1] == pytest.approx(found.estimates["nps"][0])
    assert "nothing to tell them" in found.headline


def test_without_a_score_there_is_the_comparison_alone():
    table, answers = everyone()
    found = ask(table, answers[["id"]])
    assert found.table["nps"].isna().all()
    assert found.estimates.empty
    assert any("no NPS to weight" in caution for caution in found.cautions)
    assert found.weighted_feedback.rows == len(answers)


def test_another_scale_than_that_of_nps():
    table, answers = everyone()
    found = ask(table, answers.assign(score=answers["score"] % 5 + 1))
    assert found.table["nps"].isna().all()
    assert found.overall["n"] == len(answers)


def test_where_nothing_can_be_weighted_the_reason_is_said():
    table = pd.DataFrame({"who": range(100), "plan": ["one"] * 100})
    answers = pd.DataFrame({"id": range(40), "score": [9, 3] * 20})
    found = ask(table, answers)
    assert found.weighting is None
    assert len(found.estimates) == 1
    assert any("are not weighted" in caution for caution in found.cautions)
    with pytest.raises(CxError, match="cannot be weighted"):
        found.weighted_feedback  # noqa: B018 - the property refuses


def test_an_event_log_is_summed_up_by_customer():
    table, answers = everyone(600)
    rng = np.random.default_rng(5)
    log = pd.DataFrame(
        {
            "who": np.repeat(table["who"], 2),
            "at": pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 90, 1200), "D"),
            "what": ["visit", "order"] * 600,
            "came_by": np.repeat(table["plan"], 2),
            "paid": np.where(np.arange(1200) % 2, 20.0, np.nan),
        }
    )
    events = Events(log, customer="who", time="at", event="what", channel="came_by", value="paid")
    found = respondents(Feedback(answers, score="score", customer="id"), events)
    assert found.overall["customers"] == 600
    rows = found.table[found.table["attribute"] == "first channel"].set_index("level")
    assert rows["customers"].to_dict() == table["plan"].value_counts().to_dict()
    assert "First channel" in found.codes()["attribute"].values()
    assert found.weighted_feedback.rows == len(answers)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"weight_by": "plam"}, ColumnNotFound, "Did you mean “plan”"),
        ({"largest_weight": 1}, InvalidSetting, "a number above 1"),
        ({"largest_weight": "5"}, InvalidSetting, "a number above 1"),
        ({"confidence": 95}, InvalidSetting, "between 0 and 1"),
    ],
)
def test_options_that_make_no_sense(options, error, words):
    with pytest.raises(error, match=words):
        ask(*everyone(300), **options)


def test_nobody_in_common_is_refused():
    table, answers = everyone(100)
    with pytest.raises(NotEnoughData, match="have nothing in common"):
        ask(table, answers.assign(id="z" + answers["id"]))


def test_nothing_known_is_refused():
    table, answers = everyone(100)
    with pytest.raises(InvalidSetting, match="Nothing but the id is known"):
        ask(table[["who"]], answers)


def test_a_measure_of_words_is_refused():
    table, answers = everyone(100)
    customers = Customers(table, customer="who", measures="plan")
    with pytest.raises(InvalidSetting, match="Make it a segment"):
        respondents(Feedback(answers, score="score", customer="id"), customers)


def test_feedback_that_does_not_say_who_is_refused():
    table, answers = everyone(100)
    with pytest.raises(RoleMissing, match="customer"):
        respondents(
            Feedback(answers, score="score"), Customers(table, customer="who", segments="plan")
        )


def test_pictures_and_tables_speak_chinese_too(asked):
    with cx.language("zh_CN"):
        assert asked.headline
        assert asked.chart().to_dict()
        assert [chart.to_dict() for chart in asked.further_charts()]
        assert asked.further_tables()


def test_what_tells_everybody_apart_is_not_compared():
    table, answers = everyone(400)
    found = ask(table.assign(region=[f"name {place}" for place in range(400)]), answers)
    assert "region" not in set(found.table["attribute"])
    assert any("too many different values: region" in caution for caution in found.cautions)


def test_two_answers_prove_nothing():
    table, _ = everyone()
    found = ask(table, pd.DataFrame({"id": ["c1", "c2"], "score": [9, 3]}))
    assert "too few to tell" in found.headline
    assert not found.ranked["clear"].any()


def test_no_score_that_counts_is_refused():
    table, answers = everyone(100)
    with pytest.raises(NotEnoughData, match="no value in “score”"):
        ask(table, answers.assign(score=np.nan))


def test_columns_may_be_called_like_ours():
    table, answers = everyone(900)
    names = {"plan": "answered", "region": "key"}
    customers = Customers(
        table.rename(columns=names), customer="who", segments=list(names.values())
    )
    feedback = Feedback(
        answers.rename(columns={"score": "net"}).assign(weight=1), score="net", customer="id"
    )
    found = respondents(feedback, customers)
    expected = ask(table, answers).table
    assert found.table["n"].tolist() == expected["n"].tolist()[: len(found.table)]
    assert found.weighted_feedback.weight == "weight (2)"
