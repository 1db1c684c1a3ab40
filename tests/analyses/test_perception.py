"""`cx.perception_gap`: what is believed against what is said, its intervals and its words."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from cx.analyses.perception import perception_gap
from cx.analyses.perception_table import across
from cx.data.dataset import Feedback
from cx.errors import (
    ColumnNotFound,
    CxError,
    InvalidSetting,
    NotEnoughData,
    RoleMissing,
    WrongScale,
)
from cx.stats.multiplicity import holm
from cx.wording import language

COLUMNS = [
    *("touchpoint", "n", "believed", "believed_n", "actual", "ci_low", "ci_high"),
    *("gap", "gap_ci_low", "gap_ci_high", "p_value", "p_adjusted", "verdict"),
]
RATINGS = ("Delivery time", "Price / value", "客户服务")
BELIEVED = {"Delivery time": 4.5, "Price / value": 3.6, "客户服务": 3.0}


def survey(n=400, seed=1):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "Delivery time": rng.choice(5, n, p=[0.2, 0.3, 0.3, 0.1, 0.1]) + 1.0,
            "Price / value": rng.choice(5, n, p=[0.1, 0.1, 0.2, 0.3, 0.3]) + 1.0,
            "客户服务": rng.choice(5, n, p=[0.05, 0.05, 0.1, 0.3, 0.5]) + 1.0,
        }
    ).mask(rng.random((n, 3)) < 0.1)
    table["when"] = pd.Timestamp("2026-01-01") + pd.to_timedelta(np.arange(n) * 0.5, "D")
    return table


def feedback(table=None, **roles):
    table = survey() if table is None else table
    given = [name for name in RATINGS if name in table]
    return Feedback(
        table, **{"ratings": given, "time": "when" if "when" in table else None, **roles}
    )


def members(**by_member):
    rows = [
        (member, touchpoint, value)
        for member, values in by_member.items()
        for touchpoint, value in zip(RATINGS, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["member", "touchpoint", "believed"])


TEAM = members(Anna=(4, 4, 3), Ben=(5, 3, 3), 陈=(4, 4, 4))


def by_touchpoint(result):
    return result.table.set_index("touchpoint")


def test_one_belief_is_held_against_the_answers_by_students_t():
    table = survey()
    result = perception_gap(feedback(table), BELIEVED)
    assert list(result.table.columns) == COLUMNS
    for name, row in by_touchpoint(result).iterrows():
        values = table[name].dropna()
        expected = stats.ttest_1samp(values, BELIEVED[name])
        low, high = expected.confidence_interval(0.95)
        assert (row["n"], row["believed_n"]) == (len(values), 1)
        assert row["actual"] == pytest.approx(values.mean())
        assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high))
        assert row["gap"] == pytest.approx(BELIEVED[name] - values.mean())
        assert (row["gap_ci_low"], row["gap_ci_high"]) == pytest.approx(
            (BELIEVED[name] - high, BELIEVED[name] - low)
        )
        assert row["p_value"] == pytest.approx(expected.pvalue)
    assert result.table["p_adjusted"].tolist() == pytest.approx(holm(result.table["p_value"]))


def test_members_who_differ_are_compared_by_welchs_t():
    table = survey()
    result = perception_gap(feedback(table), TEAM, confidence=0.9)
    for name, row in by_touchpoint(result).iterrows():
        own = TEAM.loc[TEAM["touchpoint"] == name, "believed"]
        expected = stats.ttest_ind(own, table[name].dropna(), equal_var=False)
        assert row["believed_n"] == 3
        assert row["p_value"] == pytest.approx(expected.pvalue)
        assert (row["gap_ci_low"], row["gap_ci_high"]) == pytest.approx(
            tuple(expected.confidence_interval(0.9))
        )


def test_the_share_of_the_team_is_held_against_that_of_the_customers():
    table = survey()
    result = perception_gap(feedback(table), TEAM, measure="share")
    for name, row in by_touchpoint(result).iterrows():
        values = table[name].dropna()
        own = TEAM.loc[TEAM["touchpoint"] == name, "believed"]
        counts = int((own >= 4).sum()), 3, int((values >= 4).sum()), len(values)
        assert row["believed"] == pytest.approx((own >= 4).mean())
        assert row["actual"] == pytest.approx((values >= 4).mean())
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(
            proportion_confint(*counts[2:], method="wilson")
        )
        assert (row["gap_ci_low"], row["gap_ci_high"]) == pytest.approx(
            confint_proportions_2indep(*counts, method="newcomb")
        )


def test_a_stated_share_is_judged_by_the_score_test():
    hits, n = 32, 400
    table = pd.DataFrame({"Delivery time": [5] * hits + [1, 2, 3] * 122 + [3, 2]})
    believed = pd.DataFrame({"touchpoint": ["Delivery time"], "share": ["80%"]})
    result = perception_gap(feedback(table), believed)
    row = result.table.iloc[0]
    assert result.measure == "share"
    assert (row["believed"], row["actual"], row["verdict"]) == (0.8, hits / n, "worse")
    assert row["p_value"] == pytest.approx(proportions_ztest(hits, n, 0.8, prop_var=0.8)[1])
    low, high = proportion_confint(hits, n, method="wilson")
    assert (row["gap_ci_low"], row["gap_ci_high"]) == pytest.approx((0.8 - high, 0.8 - low))
    assert result.headline == (
        "The team believes that 80% of customers rate “Delivery time” at least 4 of 5; 8% do "
        "(5.7% to 11.1%). That is the widest gap."
    )


def test_eighty_percent_believe_and_eight_percent_agree():
    table = pd.DataFrame({"Delivery time": [5] * 32 + [1, 2, 3] * 122 + [3, 2]})
    rows = [(f"m{i}", "Delivery time", 5 if i < 16 else 2) for i in range(20)]
    team = pd.DataFrame(rows, columns=["member", "touchpoint", "believed"])
    result = perception_gap(feedback(table), team, measure="share")
    assert result.headline.startswith(
        "80% of the team believe that customers rate “Delivery time” at least 4 of 5; 8% of "
        "customers do (5.7% to 11.1%)."
    )


def test_the_lowest_rating_that_agrees_can_be_said():
    table = survey()
    result = perception_gap(feedback(table), TEAM, measure="share", agree=3)
    values = table["Delivery time"].dropna()
    assert by_touchpoint(result).loc["Delivery time", "actual"] == pytest.approx(
        (values >= 3).mean()
    )
    assert by_touchpoint(result).loc["Delivery time", "believed"] == 1


def test_the_paired_test_is_that_of_r(shared):
    cases = json.loads((shared / "reference/figures.json").read_text(encoding="utf-8"))
    case = next(case for case in cases if case["id"] == "GAP-02")
    found = across(case["input"]["group1"], case["input"]["group2"], 0.95)
    expected = case["expected"]
    assert found["gap"] == pytest.approx(expected["mean"])
    assert (found["t"], found["df"], found["p_value"]) == pytest.approx(
        (expected["t"], expected["df"], expected["p"]), abs=1e-8
    )
    assert (found["ci_low"], found["ci_high"]) == pytest.approx(expected["ci"], abs=1e-8)


def test_all_touchpoints_together_are_paired():
    result = perception_gap(feedback(), BELIEVED)
    expected = stats.ttest_rel(result.table["believed"], result.table["actual"])
    assert (result.overall["t"], result.overall["p_value"]) == pytest.approx(
        (expected.statistic, expected.pvalue)
    )


def test_a_team_that_rates_itself_too_high_everywhere_is_told_so():
    result = perception_gap(feedback(), {"Delivery time": 3.6, "Price / value": 4.6, "客户服务": 5})
    assert "Over all 3 touchpoints the team puts itself" in result.headline
    assert "points too high" in result.headline


def test_another_scale_is_converted_in_a_straight_line_and_that_is_said():
    ten = {name: 1 + (value - 1) * 9 / 4 for name, value in BELIEVED.items()}
    same, other = perception_gap(feedback(), BELIEVED), perception_gap(feedback(), ten)
    pd.testing.assert_frame_equal(same.table, other.table)
    assert any("The team answered on 1 to 10, customers on 1 to 5" in c for c in other.cautions)
    assert "stands at 8.88 of 10, which is 4.5 of 5" in other.headline


def test_every_row_may_have_its_own_scale():
    rows = pd.DataFrame(
        {
            "touchpoint": "Delivery time",
            "member": ["a", "b"],
            "believed": [5, 100],
            "lowest": [1, 0],
            "highest": [5, 100],
        }
    )
    result = perception_gap(feedback(), rows)
    assert result.table["believed"].tolist() == [5]
    assert any("on 0 to 100, customers on 1 to 5" in caution for caution in result.cautions)


def test_ratings_on_different_scales_are_shown_as_the_way_up():
    table = survey().assign(**{"Price / value": lambda rows: rows["Price / value"] * 2})
    believed = {"Delivery time": 7.5, "Price / value": 5.5}
    result = perception_gap(feedback(table), believed, belief_scale=(0, 10))
    row = by_touchpoint(result).loc["Delivery time"]
    assert row["believed"] == 0.75
    assert row["actual"] == pytest.approx((table["Delivery time"].mean() - 1) / 4)
    assert any("rated on different scales" in caution for caution in result.cautions)
    assert "75% of the way up its scale" in result.headline
    with pytest.raises(InvalidSetting, match="one number cannot say"):
        perception_gap(feedback(table), believed, belief_scale=(0, 10), agree=4)


@pytest.mark.parametrize("high", [0.4, 6, 7, 80])
def test_a_scale_that_cannot_be_told_is_asked_for(high):
    with pytest.raises(WrongScale, match=r"Say what the team could choose from.*belief_scale"):
        perception_gap(feedback(), {"Delivery time": high})


def test_a_belief_beyond_its_scale_is_refused():
    with pytest.raises(InvalidSetting, match="“Delivery time” is 6, which is not on the scale"):
        perception_gap(feedback(), {"Delivery time": 6}, belief_scale=(1, 5))


def test_names_are_matched_and_whatever_is_not_the_same_is_said():
    believed = {"delivery_time ": 4, "Price  / valeu": 4, "Packaging": 3}
    result = perception_gap(feedback(), believed)
    assert sorted(result.table["touchpoint"]) == ["Delivery time", "Price / value"]
    assert "“Price  / valeu” is taken to be “Price / value”." in result.cautions
    assert any("left out: Packaging" in caution for caution in result.cautions)


def test_a_name_that_is_only_similar_is_not_guessed():
    with pytest.raises(NotEnoughData, match=r"Delivery price.*Delivery time"):
        perception_gap(feedback(), {"Delivery price": 4})


def test_values_of_a_touchpoint_column_are_touchpoints():
    wide = survey()
    long = wide[list(RATINGS)].melt(var_name="about", value_name="rating")
    result = perception_gap(Feedback(long, ratings="rating", touchpoint="about"), BELIEVED)
    expected = perception_gap(feedback(wide), BELIEVED)
    pd.testing.assert_frame_equal(result.table, expected.table)


def test_clear_gaps_come_first_and_few_answers_last():
    table = survey(400)
    table.loc[20:, "Delivery time"] = np.nan
    result = perception_gap(feedback(table), BELIEVED | {"Price / value": 3.7})
    assert result.table["touchpoint"].tolist()[0] == "客户服务"
    assert result.table["touchpoint"].tolist()[-1] == "Delivery time"
    assert "客户服务" in result.headline
    assert any("not ranked: Delivery time" in caution for caution in result.cautions)


def test_one_rule_decides_verdict_and_sentence():
    result = perception_gap(feedback(), BELIEVED)
    verdicts = by_touchpoint(result)["verdict"]
    assert verdicts.to_dict() == {
        "Delivery time": "worse",
        "客户服务": "better",
        "Price / value": "unclear",
    }
    assert result.headline.startswith("The team believes “Delivery time” stands at 4.5 of 5;")
    assert result.headline.count("That is the widest gap") == 1


def test_gaps_that_may_be_as_wide_are_named():
    table = pd.DataFrame({"Delivery time": [1, 2, 3] * 40, "Price / value": [2, 3, 1] * 40})
    result = perception_gap(feedback(table), {"Delivery time": 4, "Price / value": 4}, scale=(1, 5))
    assert "that of “Price / value” may be as wide" in result.headline


def test_where_both_fit_that_is_said():
    table = survey()
    means = table[list(RATINGS)].mean()
    result = perception_gap(feedback(table), dict(means))
    assert result.headline.startswith("What the team believes fits what customers say")
    assert set(result.table["verdict"]) == {"unclear"}


def test_a_team_that_is_not_at_one_is_not_said_to_be_right():
    result = perception_gap(feedback(), members(a=(1, 5, 1), b=(5, 1, 5)))
    assert "are too few, or too far apart, to tell" in result.headline


def test_the_belief_before_each_period_counts():
    believed = pd.DataFrame(
        {
            "touchpoint": "Delivery time",
            "believed": [4.5, 4.0, 3.0],
            "date": pd.to_datetime(["2025-12-01", "2026-03-20", "2026-06-20"]),
        }
    )
    result = perception_gap(feedback(), believed, every="quarter")
    assert list(result.table.columns) == ["touchpoint", "period", *COLUMNS[1:]]
    assert result.table["believed"].tolist() == [4.5, 4.0, 3.0]
    assert not any("beforehand" in caution for caution in result.cautions)


def test_a_belief_given_later_counts_where_there_is_none_before_and_that_is_said():
    believed = pd.DataFrame(
        {
            "touchpoint": "Delivery time",
            "believed": [3.0, 4.0],
            "date": ["2026-09-02", "2026-09-01"],
        }
    )
    result = perception_gap(feedback(), believed, every="quarter")
    assert result.table["believed"].tolist() == [4.0] * 3
    assert any("For 3 periods no belief was given beforehand" in c for c in result.cautions)


def test_with_the_same_belief_only_customers_can_have_moved():
    table = survey()
    result = perception_gap(feedback(table), BELIEVED, every="quarter")
    quarters = [
        part["Delivery time"].dropna() for _, part in table.groupby(table["when"].dt.quarter)
    ]
    expected = stats.ttest_ind(quarters[0], quarters[1], equal_var=False)
    step = result.differences.query("touchpoint == 'Delivery time'").iloc[0]
    assert step["difference"] == pytest.approx(quarters[0].mean() - quarters[1].mean())
    assert step["p_value"] == pytest.approx(expected.pvalue)
    assert len(result.further_charts()) == 3


def test_the_latest_belief_counts_but_none_that_was_given_after_the_result_was_seen():
    rows = pd.DataFrame(
        {
            "touchpoint": "Delivery time",
            "member": ["Anna", "Anna", "Anna", "Ben"],
            "believed": [5.0, 4.0, 2.4, 3.0],
            "given": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"],
            "seen": [False, False, True, True],
        }
    )
    result = perception_gap(feedback(), rows)
    assert result.table["believed"].tolist() == [3.5]
    assert "1 member of the team gave beliefs after the result had been seen." in result.cautions


def test_two_beliefs_at_once_are_refused():
    rows = pd.DataFrame({"touchpoint": ["客户服务"] * 2, "member": "Anna", "believed": [3, 4]})
    with pytest.raises(InvalidSetting, match="“Anna” believes two different things of “客户服务”"):
        perception_gap(feedback(), rows)


def test_nameless_rows_are_different_members():
    rows = pd.DataFrame({"Touch_Point": ["Delivery time", "delivery time"], "Performance": [3, 4]})
    assert perception_gap(feedback(), rows).table["believed_n"].tolist() == [2]


def test_chinese_columns_and_arrow_tables_are_read():
    table = pa.table({"触点": ["客户服务"], "评分": ["3"], "成员": ["陈"]})
    assert perception_gap(feedback(), table).table["believed"].tolist() == [3]


def test_rows_reconcile():
    table = survey()
    table.loc[:4, list(RATINGS)] = np.nan
    table.loc[5:6, list(RATINGS)] = 99.0
    table.loc[7:9, "when"] = pd.NaT
    result = perception_gap(feedback(table), BELIEVED, every="month", scale=(1, 5))
    kept = result.provenance
    assert kept.used + sum(item.rows for item in kept.left_out) == kept.rows == 400
    reasons = {str(item.reason): item.rows for item in kept.left_out}
    assert reasons["no value in “when”"] == 3
    assert reasons["every answer lies outside its scale"] == 2
    assert reasons["no answer to any of the touchpoints"] >= 5
    assert any("6 answers lie outside of their scale" in caution for caution in result.cautions)


def test_equal_answers_cannot_be_judged():
    table = pd.DataFrame({"Delivery time": [3.0] * 50})
    result = perception_gap(feedback(table), {"Delivery time": 5}, scale=(1, 5))
    assert result.table["verdict"].tolist() == ["unclear"]
    assert result.table["p_value"].isna().all()
    assert "1 gap cannot be judged" in " ".join(result.cautions)
    assert result.headline.startswith("We can't tell yet")


def test_yes_and_no_can_be_rated_too():
    table = pd.DataFrame({"arrived": [True] * 30 + [False] * 70})
    result = perception_gap(Feedback(table, ratings="arrived"), {"arrived": 1}, scale=(0, 1))
    assert result.table["actual"].tolist() == [pytest.approx(0.3)]


@pytest.mark.parametrize(
    ("beliefs", "error", "words"),
    [
        (7, InvalidSetting, "what arrived is a int"),
        (pd.DataFrame({"x": [1]}), ColumnNotFound, "touchpoint"),
        (pd.DataFrame({"touchpoint": ["Delivery time"]}), ColumnNotFound, "believed"),
        ({}, NotEnoughData, "no belief to compare with"),
        ({"Delivery time": "?"}, NotEnoughData, "no belief to compare with"),
        (
            pd.DataFrame({"touchpoint": ["Delivery time"], "share": [140]}),
            InvalidSetting,
            "between 0% and 100%",
        ),
    ],
)
def test_beliefs_that_are_none_are_refused(beliefs, error, words):
    with pytest.raises(error, match=words):
        perception_gap(feedback(), beliefs)


def test_a_share_needs_members_or_a_stated_share():
    with pytest.raises(NotEnoughData, match="needs two members or more"):
        perception_gap(feedback(), BELIEVED, measure="share")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"measure": "median"}, "“median” is not a measure"),
        ({"agree": 9}, "a rating above 1 and up to 5"),
        ({"every": "year"}, "“year” is not a period"),
        ({"confidence": 95}, "between 0 and 1"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, words):
    with pytest.raises(InvalidSetting, match=words):
        perception_gap(feedback(), BELIEVED, **options)


def test_without_ratings_the_role_is_asked_for():
    with pytest.raises(RoleMissing, match="which column is the rating"):
        perception_gap(feedback(ratings=()), BELIEVED)


def test_without_answers_there_is_nothing_to_compare():
    table = survey().assign(**dict.fromkeys(RATINGS, np.nan))
    with pytest.raises(CxError, match="both: a belief of the team and an answer"):
        perception_gap(feedback(table), BELIEVED, belief_scale=(1, 5), scale=(1, 5))


def test_weights_are_said_not_to_be_used():
    table = survey().assign(w=2.0)
    result = perception_gap(feedback(table, weight="w"), BELIEVED)
    assert any("weights in “w” are not used" in caution for caution in result.cautions)


@settings(max_examples=4, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random):
    table, team = survey(90), TEAM
    order = random.sample(range(90), 90)
    told = random.sample(range(9), 9)
    same = perception_gap(feedback(table), team)
    shuffled = perception_gap(feedback(table.iloc[order]), team.iloc[told])
    pd.testing.assert_frame_equal(same.table, shuffled.table)
    assert same.headline == shuffled.headline


def test_shifting_both_sides_leaves_the_gap():
    table = survey()
    up = table.assign(**{name: table[name] + 2 for name in RATINGS})
    same = perception_gap(feedback(table), BELIEVED, scale=(1, 5), belief_scale=(1, 5))
    raised = {name: value + 2 for name, value in BELIEVED.items()}
    other = perception_gap(feedback(up), raised, scale=(3, 7), belief_scale=(3, 7))
    names = ["gap", "gap_ci_low", "gap_ci_high", "p_value"]
    np.testing.assert_allclose(by_touchpoint(same)[names], by_touchpoint(other)[names])


def test_what_came_in_is_not_changed():
    table, team = survey(), TEAM.copy(deep=True)
    before = table.copy(deep=True)
    perception_gap(feedback(table), team, every="month")
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(team, TEAM)


def test_the_picture_joins_believed_and_actual():
    result = perception_gap(feedback(), BELIEVED)
    spec = result.chart().to_dict()
    assert "○ what the team believes" in " ".join(spec["title"]["subtitle"])
    assert "Delivery time: the team believes 4.5, customers say" in spec["description"]
    with language("zh_CN"):
        assert result.headline
    assert set(result.codes()["verdict"]) == {"worse", "better", "unclear"}
