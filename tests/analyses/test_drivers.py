from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
import statsmodels.api as sm

from cx.analyses.drivers import drivers
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData, RoleMissing
from cx.stats.multiplicity import holm

COLUMNS = [
    "driver",
    "n",
    "mean",
    "importance",
    "ci_low",
    "ci_high",
    "effect",
    "effect_ci_low",
    "effect_ci_high",
    "p_value",
    "p_adjusted",
    "quadrant",
]
RATINGS = ["Delivery time", "价格", "Service"]


def survey(n=1500, seed=1, slopes=(1.4, 0.3, 0.5), means=(2.6, 3.3, 3.8)):
    """Make answers in which the first rating matters most and is rated lowest."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=(n, 1))
    ratings = np.clip(np.round(rng.normal(means, 0.9, (n, 3)) + 0.5 * mood), 1, 5)
    score = 7 + (ratings - 3) @ np.array(slopes) + rng.normal(0, 1.5, n)
    table = pd.DataFrame(ratings, columns=RATINGS)
    table["score"] = np.clip(np.round(score), 0, 10)
    return table


def ask(table, ratings=RATINGS, *, customer=None, **options):
    feedback = Feedback(table, score="score", ratings=ratings, customer=customer)
    return drivers(feedback, **options)


def by_driver(result, column="importance"):
    return result.table.set_index("driver")[column]


def reasons(result):
    return {str(item.reason): item.rows for item in result.provenance.left_out}


def test_table_has_one_row_a_rating_the_most_important_first():
    found = ask(survey()).table
    assert list(found.columns) == COLUMNS
    assert sorted(found["driver"]) == sorted(RATINGS)
    assert found["importance"].is_monotonic_decreasing


def test_importance_and_r_squared_are_those_of_pingouin():
    table = survey()
    result = ask(table)
    expected = pingouin.linear_regression(table[RATINGS], table["score"], relimp=True)
    shares = dict(zip(expected["names"], expected["relimp"] / expected["r2"], strict=True))
    assert result.r_squared == pytest.approx(expected["r2"][0], abs=1e-10)
    assert by_driver(result)[RATINGS].tolist() == pytest.approx(
        [shares[name] for name in RATINGS], abs=1e-10
    )


def test_effects_are_least_squares_on_promoters_less_detractors():
    table = survey()
    points = 100.0 * (table["score"] >= 9) - 100.0 * (table["score"] <= 6)
    fitted = sm.OLS(points, sm.add_constant(table[RATINGS])).fit()
    found = by_driver(ask(table), "effect")[RATINGS]
    assert found.tolist() == pytest.approx(fitted.params[RATINGS].tolist(), abs=1e-8)


def test_effects_have_about_the_error_that_is_robust_to_unequal_scatter():
    table = survey(n=5000)
    points = 100.0 * (table["score"] >= 9) - 100.0 * (table["score"] <= 6)
    fitted = sm.OLS(points, sm.add_constant(table[RATINGS])).fit(cov_type="HC3")
    found = ask(table).table.set_index("driver").loc[RATINGS]
    widths = (found["effect_ci_high"] - found["effect_ci_low"]) / (2 * 2.0096)
    # From 50 groups a standard error is known to about 10 %.
    assert widths.tolist() == pytest.approx(fitted.bse[RATINGS].tolist(), rel=0.35)


def test_coefficients_are_least_squares_on_the_score():
    table = survey()
    fitted = sm.OLS(table["score"], sm.add_constant(table[RATINGS])).fit()
    found = ask(table).coefficients.set_index("driver")["coefficient"]
    assert found[RATINGS].tolist() == pytest.approx(fitted.params[RATINGS].tolist(), abs=1e-10)


def test_with_one_row_a_group_intervals_are_the_jackknife_over_rows():
    table = survey(n=40)
    design = sm.add_constant(table[RATINGS])
    whole = sm.OLS(table["score"], design).fit().params[RATINGS]
    without = [
        sm.OLS(table["score"].drop(row), design.drop(row)).fit().params[RATINGS]
        for row in table.index
    ]
    error = np.sqrt(39 / 40 * ((pd.DataFrame(without) - whole) ** 2).sum())
    found = ask(table).coefficients.set_index("driver").loc[RATINGS]
    half = (found["ci_high"] - found["ci_low"]) / 2
    assert half.tolist() == pytest.approx((2.0226909 * error).tolist(), rel=1e-6)


@pytest.mark.parametrize("method", ["lmg", "johnson"])
def test_importance_adds_up_to_one(method):
    assert ask(survey(), method=method).table["importance"].sum() == pytest.approx(1, abs=1e-12)


def test_order_of_the_ratings_does_not_matter():
    table = survey()
    there, back = ask(table), ask(table, RATINGS[::-1])
    pd.testing.assert_frame_equal(there.table, back.table, rtol=1e-9)


def test_order_of_the_rows_leaves_everything_as_it_is():
    table = survey()
    shuffled = ask(table.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(shuffled.table, ask(table).table, rtol=1e-9)
    pd.testing.assert_frame_equal(shuffled.sides, ask(table).sides, rtol=1e-7, atol=1e-9)


def test_parts_stacked_again_leave_everything_as_it_is():
    table = survey()
    parts = [table[700:], table[:250], table[250:700]]
    stacked = ask(pd.concat(parts, ignore_index=True))
    pd.testing.assert_frame_equal(stacked.table, ask(table).table, rtol=1e-9)


def test_a_sorted_file_does_not_narrow_the_intervals():
    table = survey()
    rows = table.sort_values(["score", *RATINGS])
    wide = by_driver(ask(table), "effect_ci_high") - by_driver(ask(table), "effect_ci_low")
    found = by_driver(ask(rows), "effect_ci_high") - by_driver(ask(rows), "effect_ci_low")
    # Groups that take every 50th row of a sorted file would all be alike: intervals near 0.
    assert (found / wide).between(0.6, 1.6).all()


def test_units_of_a_rating_change_its_effect_only():
    table = survey()
    scaled = table.assign(Service=table["Service"] * 20)
    found = ask(scaled)
    assert by_driver(found).tolist() == pytest.approx(by_driver(ask(table)).tolist(), abs=1e-10)
    effect = by_driver(ask(table), "effect")["Service"]
    assert by_driver(found, "effect")["Service"] == pytest.approx(effect / 20, rel=1e-9)


def test_large_values_keep_their_digits():
    table = survey()
    large = table.assign(Service=table["Service"] + 1e9)
    assert by_driver(ask(large)).tolist() == pytest.approx(by_driver(ask(table)).tolist(), abs=1e-9)


def test_the_planted_driver_is_found_and_said_to_come_first():
    result = ask(survey())
    assert result.leaders == ("Delivery time",)
    assert result.rated_lowest == "Delivery time"
    assert result.table["quadrant"].tolist()[0] == "fix_first"
    assert result.headline.startswith("Delivery time moves NPS most: one point better goes with +")
    assert result.headline.endswith("It is also rated lowest. Start there.")


def test_it_is_not_said_to_be_rated_lowest_when_it_is_not():
    result = ask(survey(means=(3.9, 3.3, 2.6)))
    assert result.leaders == ("Delivery time",)
    assert "rated lowest" not in result.headline
    assert by_driver(result, "quadrant")["Delivery time"] == "keep_up"


def test_it_is_not_said_to_be_rated_lowest_by_a_hair():
    assert ask(survey(means=(3.2, 3.2, 3.2))).rated_lowest is None


def test_drivers_that_cannot_be_told_apart_lead_together():
    result = ask(survey(n=300, slopes=(1.0, 0.0, 1.0)))
    assert set(result.leaders) == {"Delivery time", "Service"}
    assert "lead together: the data cannot tell which" in result.headline


def test_drivers_that_are_all_alike_are_said_to_be():
    result = ask(survey(n=300, slopes=(0.8, 0.8, 0.8), means=(3, 3, 3)))
    assert len(result.leaders) == 3
    assert "none of them clearly leads" in result.headline


def test_ratings_without_any_bearing_are_said_to_tell_nothing():
    result = ask(survey(n=200, slopes=(0, 0, 0)))
    assert result.p_value > 0.05
    assert result.headline.startswith("We can't tell yet what drives “score”: from 200 answers")
    assert result.table["quadrant"].isna().all()


def test_p_values_are_adjusted_by_holm():
    found = ask(survey()).table
    assert found["p_adjusted"].tolist() == pytest.approx(holm(found["p_value"]).tolist())


def test_interval_of_an_effect_excludes_0_exactly_when_its_p_value_is_small():
    found = ask(survey(n=150, slopes=(0.5, 0.1, 0))).table
    excluded = (found["effect_ci_low"] > 0) | (found["effect_ci_high"] < 0)
    assert excluded.tolist() == (found["p_value"] < 0.05).tolist()


def test_answers_of_one_customer_stay_together():
    table = survey(n=300)
    four = pd.concat([table] * 4, ignore_index=True)
    four["who"] = [f"customer {row}" for row in table.index] * 4
    alone, together = ask(four), ask(four, customer="who")
    once = ask(table)

    def width(result):
        return (by_driver(result, "effect_ci_high") - by_driver(result, "effect_ci_low")).mean()

    # Saying everything four times adds nothing: the intervals must not become half as wide.
    assert width(together) == pytest.approx(width(once), rel=0.35)
    assert width(alone) < 0.7 * width(once)


def test_next_to_no_customers_are_pointed_out():
    table = survey(n=200).assign(who="Acme")
    assert "come from 1 customer only" in " ".join(ask(table, customer="who").cautions)


def test_rows_that_do_not_count_are_counted():
    table = survey(n=200)
    table.loc[0:4, "score"] = np.nan
    table.loc[5, "score"] = 99
    table.loc[6:7, "score"] = 7.5
    table.loc[8:17, "Service"] = np.nan
    table.loc[18, "价格"] = np.inf
    result = ask(table)
    assert reasons(result) == {
        "no value in “score”": 5,
        "“score” lies outside its scale": 1,
        "“score” is not a whole number": 2,
        "a rating is missing": 11,
    }
    assert result.provenance.used == 181


def test_count_and_mean_are_of_all_answers_to_the_rating():
    table = survey(n=200)
    table.loc[0:9, "Service"] = np.nan
    table.loc[10:19, "score"] = np.nan
    found = ask(table).table.set_index("driver").loc["Service"]
    assert found["n"] == 190
    assert found["mean"] == pytest.approx(table["Service"].mean(), abs=1e-12)


def test_much_loss_by_missing_ratings_is_pointed_out():
    table = survey(n=200)
    table.loc[0:79, "Service"] = np.nan
    cautions = " ".join(ask(table).cautions)
    assert "80 of 200 answers with a score lack a rating" in cautions
    assert "“Service” is missing most often" in cautions


def test_a_rating_that_hardly_anybody_gives_is_left_aside():
    table = survey(n=200).assign(Parking=lambda rows: np.where(rows.index < 90, 3.0, np.nan))
    result = ask(table, [*RATINGS, "Parking"])
    assert result.provenance.used == 200
    assert np.isnan(by_driver(result)["Parking"])
    assert "only 90 of 200 answers with a score give it" in " ".join(result.cautions)


def test_a_rating_that_never_changes_is_left_aside():
    result = ask(survey().assign(Smile=5), [*RATINGS, "Smile"])
    row = result.table.set_index("driver").loc["Smile"]
    assert row[["importance", "effect", "p_value"]].isna().all()
    assert row["mean"] == 5
    assert row["quadrant"] is None
    assert "“Smile” is not in the comparison: it is the same in every answer." in result.cautions


def test_a_rating_that_never_changes_in_complete_answers_is_left_aside():
    table = survey(n=200).assign(Smile=5.0)
    table.loc[0, ["Smile", "Service"]] = [1.0, np.nan]
    result = ask(table, [*RATINGS, "Smile"])
    assert np.isnan(by_driver(result)["Smile"])
    assert by_driver(result)[RATINGS].sum() == pytest.approx(1, abs=1e-12)


def test_copies_share_their_importance_and_have_no_effect_of_their_own():
    table = survey().assign(Copy=lambda rows: rows["Service"])
    result = ask(table, [*RATINGS, "Copy"])
    found = by_driver(result)
    assert found["Copy"] == pytest.approx(found["Service"], abs=1e-9)
    assert by_driver(result, "effect")[["Copy", "Service"]].isna().all()
    assert by_driver(result, "effect")[["Delivery time", "价格"]].notna().all()
    assert "can be computed from each other: Service and Copy" in " ".join(result.cautions)


def test_a_total_and_its_parts_have_no_effect_of_their_own():
    table = survey().assign(Total=lambda rows: rows["Service"] + rows["价格"])
    effects = by_driver(ask(table, [*RATINGS, "Total"]), "effect")
    assert effects.isna().to_dict() == {
        "Delivery time": False,
        "价格": True,
        "Service": True,
        "Total": True,
    }


def test_a_rating_that_others_nearly_say_is_pointed_out():
    rng = np.random.default_rng(3)
    table = survey().assign(Near=lambda rows: rows["Service"] + rng.normal(0, 0.1, len(rows)))
    cautions = " ".join(ask(table, [*RATINGS, "Near"]).cautions)
    assert "hard to tell: Service and Near" in cautions


def test_a_rating_where_high_is_bad_is_pointed_out_and_has_no_place():
    table = survey().assign(Effort=lambda rows: 6 - rows["Service"])
    result = ask(table, ["Delivery time", "价格", "Effort"])
    assert by_driver(result, "quadrant")["Effort"] is None
    assert "Higher values go with a lower score: Effort" in " ".join(result.cautions)


def test_ratings_on_different_scales_are_placed_between_their_ends():
    table = survey().assign(Service=lambda rows: rows["Service"] * 2)
    result = ask(table)
    assert not result.comparable
    assert all(0 <= place <= 1 for place in result.performance)
    assert "The ratings are on different scales." in " ".join(result.cautions)
    assert by_driver(result, "quadrant").to_dict() == by_driver(ask(survey()), "quadrant").to_dict()


def test_on_another_scale_there_is_importance_but_no_effect():
    table = survey().assign(score=lambda rows: np.clip(np.ceil(rows["score"] / 2), 1, 5))
    result = ask(table)
    assert result.table["importance"].sum() == pytest.approx(1, abs=1e-12)
    assert result.table[["effect", "p_value", "p_adjusted"]].isna().all(axis=None)
    assert "on a scale from 1 to 5, not 0 to 10" in " ".join(result.cautions)
    assert result.headline.startswith("Delivery time matters most for “score”: it carries")


def test_one_rating_carries_everything():
    result = ask(survey(), ["Delivery time"])
    assert result.table["importance"].tolist() == [1]
    assert result.headline.startswith("One point better on Delivery time goes with +")


def test_twenty_ratings_are_modelled_exactly():
    rng = np.random.default_rng(8)
    ratings = [f"r{i}" for i in range(20)]
    table = pd.DataFrame(rng.integers(1, 6, (300, 20)), columns=ratings)
    table["score"] = np.clip(table["r0"] + table["r7"] + rng.integers(-1, 2, 300), 0, 10)
    result = ask(table, ratings, method="johnson")
    assert set(result.leaders) == {"r0", "r7"}


@pytest.fixture
def many():
    rng = np.random.default_rng(8)
    ratings = [f"r{i}" for i in range(21)]
    table = pd.DataFrame(rng.integers(1, 6, (100, 21)), columns=ratings)
    table["score"] = rng.integers(0, 11, 100)
    return table, ratings


def test_more_than_twenty_ratings_are_too_many_for_lmg(many):
    with pytest.raises(InvalidSetting, match='21 ratings; .* method="johnson"'):
        ask(*many, method="lmg")


def test_more_than_twenty_ratings_are_split_by_johnson_which_is_said(many):
    result = ask(*many)
    pd.testing.assert_frame_equal(result.table, ask(*many, method="johnson").table)
    assert result.provenance.settings["method"] == "johnson"
    assert "importance is by Johnson’s relative weights" in " ".join(result.cautions)
    assert "Johnson" in result.provenance.source


def test_up_to_twenty_ratings_are_split_by_lmg():
    result = ask(survey())
    assert result.provenance.settings["method"] == "lmg"
    pd.testing.assert_frame_equal(result.table, ask(survey(), method="lmg").table)


def test_input_stays_as_it_is():
    table = survey()
    before = table.copy()
    ask(table)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table[:0], "holds no score in any of the 0 rows"),
        (lambda table: table.assign(score=np.nan), "holds no score in any of the 100 rows"),
        (lambda table: table.assign(score=8), "give the same “score”"),
        (lambda table: table[:5], "Only 5 of 5 answers .* more than 5 are needed"),
        (lambda table: table.assign(**dict.fromkeys(RATINGS, 3)), "None of these ratings"),
        (lambda table: table.assign(**dict.fromkeys(RATINGS, np.nan)), "None of these ratings"),
    ],
    ids=["empty", "no score", "same score", "few", "same ratings", "no ratings"],
)
def test_too_little_to_tell_is_refused(change, words):
    with pytest.raises(NotEnoughData, match=words):
        ask(change(survey(n=100)))


def test_complete_answers_of_two_customers_are_refused():
    table = survey(n=200).assign(who=lambda rows: [f"c{row}" for row in rows.index])
    table.loc[100:, "who"] = "Acme"
    table.loc[1:99, "Service"] = np.nan
    with pytest.raises(NotEnoughData, match="come from 2 customers only"):
        ask(table, customer="who")


def test_text_is_no_rating():
    with pytest.raises(InvalidSetting, match="“Service” holds text"):
        ask(survey().assign(Service="good"))


def test_the_score_cannot_be_its_own_driver():
    with pytest.raises(InvalidSetting, match="more than once as score or rating: score"):
        ask(survey(), [*RATINGS, "score"])


def test_an_unknown_method_is_refused():
    with pytest.raises(InvalidSetting, match="“pratt” is not a method. Choose one of: lmg and"):
        ask(survey(), method="pratt")


def test_ratings_are_needed():
    with pytest.raises(RoleMissing, match="which column is the rating"):
        ask(survey(), ())


def weighed(table, weights):
    feedback = Feedback(table.assign(w=weights), score="score", ratings=RATINGS, weight="w")
    return drivers(feedback)


def test_weighted_slopes_are_those_of_weighted_least_squares():
    table = survey(n=400)
    weights = np.random.default_rng(5).uniform(0.2, 3, 400)
    points = 100.0 * (table["score"] >= 9) - 100.0 * (table["score"] <= 6)
    design = sm.add_constant(table[RATINGS])
    result = weighed(table, weights)
    for outcome, found in (
        (points, by_driver(result, "effect")),
        (table["score"], result.coefficients.set_index("driver")["coefficient"]),
    ):
        expected = sm.WLS(outcome, design, weights=weights).fit()
        assert found[RATINGS].tolist() == pytest.approx(expected.params[RATINGS].tolist(), rel=1e-9)
    assert result.r_squared == pytest.approx(
        sm.WLS(table["score"], design, weights=weights).fit().rsquared, abs=1e-12
    )
    assert by_driver(result, "mean")["Service"] == pytest.approx(
        np.average(table["Service"], weights=weights)
    )


def test_whole_weights_say_as_much_as_repeated_answers():
    table = survey(n=200)
    weights = np.random.default_rng(6).integers(1, 4, 200)
    repeated = table.loc[table.index.repeat(weights)]
    once, again = weighed(table, weights), ask(repeated)
    for column in ("mean", "importance", "effect"):
        expected = by_driver(again, column)[RATINGS].tolist()
        assert by_driver(once, column)[RATINGS].tolist() == pytest.approx(expected, abs=1e-9)
    assert by_driver(once, "n")["Service"] == 200


def test_the_scale_of_weights_does_not_matter():
    table, weights = survey(n=300), np.random.default_rng(7).uniform(1, 2, 300)
    pd.testing.assert_frame_equal(
        weighed(table, weights).table, weighed(table, weights * 1e6).table, rtol=1e-7
    )


def test_weights_of_one_change_nothing():
    table = survey(n=300)
    pd.testing.assert_frame_equal(weighed(table, 1).table, ask(table).table, rtol=1e-9)


def test_answers_without_a_weight_above_zero_are_left_out_and_counted():
    table = survey(n=300)
    weights = np.ones(300)
    weights[:4] = [np.nan, 0, -1, np.inf]
    result = weighed(table, weights)
    assert reasons(result) == {"no weight above 0 in “w”": 4}
    assert result.provenance.used == 296
    pd.testing.assert_frame_equal(result.table, ask(table[4:]).table, rtol=1e-9)
    assert "Each answer counts by its weight in “w”." in str(result.provenance.method)


def test_sides_are_least_squares_on_promoters_and_on_detractors():
    table = survey()
    design = sm.add_constant(table[RATINGS])
    found = ask(table).sides.set_index("driver").loc[RATINGS]
    for side, outcome in (
        ("promoters", 100.0 * (table["score"] >= 9)),
        ("detractors", -100.0 * (table["score"] <= 6)),
    ):
        expected = sm.OLS(outcome, design).fit().params[RATINGS]
        assert found[side].tolist() == pytest.approx(expected.tolist(), abs=1e-9)


def test_sides_add_up_to_the_effect():
    result = ask(survey())
    sides = result.sides
    assert sides["driver"].tolist() == result.table["driver"].tolist()
    assert (sides["promoters"] + sides["detractors"]).tolist() == pytest.approx(
        result.table["effect"].tolist(), abs=1e-12
    )
    assert list(sides.columns) == [
        "driver",
        *(
            f"{side}{end}"
            for side in ("promoters", "detractors")
            for end in ("", "_ci_low", "_ci_high", "_p_adjusted")
        ),
    ]


def test_a_driver_that_works_on_one_side_is_told():
    rng = np.random.default_rng(12)
    table = pd.DataFrame(rng.integers(1, 6, (4000, 2)), columns=["Avoids", "Both"])
    detractor = rng.random(4000) < 0.7 - 0.1 * table["Avoids"]
    promoter = (rng.random(4000) < 0.14 * table["Both"]) & (rng.random(4000) < 0.9)
    # Who would have been a detractor turns passive, so that promoters are as many as before.
    table["score"] = np.where(promoter, 10, np.where(detractor, 3, 7))
    result = ask(table, ["Avoids", "Both"])
    assert result.one_sided == {"Avoids": "detractors"}
    titles = [chart.to_dict()["usermeta"]["title"] for chart in result.further_charts()]
    assert titles[-1] == "What clearly avoids detractors but not clearly wins promoters: Avoids"


def test_a_driver_that_works_on_both_sides_is_not_called_one_sided():
    result = ask(survey(n=3000, slopes=(1, 1, 1), means=(3, 3, 3)))
    assert result.one_sided == {}


def test_without_intervals_the_estimates_are_the_same_and_nothing_is_called_a_driver():
    bare, full = ask(survey(), intervals=False), ask(survey())
    for column in ("n", "mean", "importance", "effect"):
        assert by_driver(bare, column).tolist() == pytest.approx(by_driver(full, column).tolist())
    blank = ["ci_low", "ci_high", "effect_ci_low", "effect_ci_high", "p_value", "p_adjusted"]
    assert bare.table[blank].isna().all(axis=None)
    assert bare.table["quadrant"].isna().all()
    assert np.isnan(bare.p_value)
    assert "Intervals were left out" in " ".join(bare.cautions)
    assert bare.headline.startswith("Delivery time carries most of what the ratings explain")
    assert [chart.to_dict() for chart in (bare.chart(), *bare.further_charts())]


def test_values_of_another_kind_give_the_same():
    table = survey(n=300)
    small = ask(table.astype("int8"))
    pd.testing.assert_frame_equal(ask(table).table, small.table, rtol=1e-9)
    halves = ask(table.assign(Service=table["Service"] / 2))
    assert by_driver(halves).tolist() == pytest.approx(by_driver(small).tolist(), abs=1e-10)


def test_zeros_on_a_rating_whose_likes_begin_at_one_are_pointed_out():
    table = survey(n=300)
    table.loc[:20, "Service"] = 0
    cautions = " ".join(ask(table).cautions)
    assert "“Service” holds 21 zeros, while ratings of the same kind begin at 1" in cautions


def test_zeros_on_all_ratings_are_their_scale():
    table = survey(n=300)
    table[RATINGS] = table[RATINGS] - 1
    assert "zeros" not in " ".join(ask(table).cautions)


def test_a_driver_is_undecided_exactly_where_an_interval_crosses_a_line():
    result = ask(survey(n=300, slopes=(0.5, 0.3, 0.4), means=(3.1, 3.2, 3.3)))
    places = result.positions
    level = places["performance"].mean()
    across = (places["ci_low"] < 1 / 3) & (places["ci_high"] > 1 / 3)
    upright = (places["performance_ci_low"] < level) & (places["performance_ci_high"] > level)
    assert places["certainty"].eq("undecided").tolist() == (across | upright).tolist()
    assert (across | upright).any()
    for name in places.loc[across | upright, "driver"]:
        assert name in next(text for text in result.cautions if "undecided" in text)


def test_the_interval_of_performance_is_that_of_the_distance_to_the_mean_of_all():
    table = survey(n=40)  # one answer a group
    places = ask(table).positions.set_index("driver")
    apart = table["Service"] - table[RATINGS].mean(axis=1)
    half = 2.0226909 * apart.std(ddof=1) / np.sqrt(40)
    found = places.loc["Service", "performance_ci_high"] - places.loc["Service", "performance"]
    assert found == pytest.approx(half, rel=1e-6)


def test_pictures():
    result = ask(survey())
    drawn = [chart.to_dict() for chart in (result.chart(), *result.further_charts())]
    assert len(drawn) == 4


def test_no_quadrants_are_drawn_when_nothing_can_be_told():
    result = ask(survey(n=200, slopes=(0, 0, 0)))
    titles = [chart.to_dict()["usermeta"]["title"] for chart in result.further_charts()]
    assert not any("fix first" in title for title in titles)


def test_method_and_source_follow_the_setting():
    assert "Grömping" in ask(survey()).provenance.source
    assert "Johnson" in ask(survey(), method="johnson").provenance.source


def with_codes(share=20):
    rng = np.random.default_rng(3)
    ratings = rng.integers(0, 11, (400, 3))
    score = np.clip(np.rint(ratings @ [0.5, 0.3, 0.1] + rng.normal(0, 1, 400)), 0, 10)
    table = pd.DataFrame(ratings, columns=["speed", "price", "shop"]).assign(score=score)
    coded = table.copy()
    coded.loc[::share, "speed"] = 99
    return table, coded


def test_answers_outside_their_scale_count_as_missing_and_are_named():
    table, coded = with_codes()
    roles = {"score": "score", "ratings": ("speed", "price", "shop")}
    found = drivers(Feedback(coded, **roles))
    kept = drivers(Feedback(table.assign(speed=table["speed"].where(coded["speed"] < 99)), **roles))
    pd.testing.assert_frame_equal(found.table, kept.table)
    assert any("20 answers to “speed” lie outside 0 to 10" in text for text in found.cautions)
    assert found.provenance.fingerprint == Feedback(coded, **roles).fingerprint


def test_with_as_many_ratings_as_groups_something_is_still_told():
    rng = np.random.default_rng(4)
    ratings = rng.integers(1, 6, (2000, 55))
    score = np.clip(np.rint(ratings[:, 0] * 1.5 + rng.normal(0, 1, 2000)), 0, 10)
    names = [f"rating {number}" for number in range(55)]
    table = pd.DataFrame(ratings, columns=names).assign(score=score)
    found = drivers(Feedback(table, score="score", ratings=names))
    assert found.p_value < 1e-6
    assert found.headline.startswith("rating 0 moves NPS most")


def test_weights_that_leave_nothing_are_named():
    table, _ = with_codes()
    feedback = Feedback(table.assign(w=0), score="score", ratings=("speed", "price"), weight="w")
    with pytest.raises(NotEnoughData, match="a weight above 0 in “w”"):
        drivers(feedback)


def test_the_only_rating_of_another_score_is_told_in_its_points():
    rng = np.random.default_rng(5)
    rating = rng.integers(1, 6, 300)
    score = np.clip(rating + rng.integers(-1, 2, 300), 1, 5)
    table = pd.DataFrame({"overall": score, "speed": rating})
    found = drivers(Feedback(table, score="overall", ratings=("speed",)))
    assert found.headline.startswith("One point better on speed goes with +0.")
    assert "points of “overall”" in found.headline


def test_the_most_important_rating_moves_nps_most_only_if_its_effect_is_the_largest():
    rng = np.random.default_rng(6)
    wide, narrow = rng.integers(0, 11, 3000), rng.integers(0, 2, 3000) + 4
    score = np.clip(np.rint(0.8 * wide + 1.6 * (narrow - 4) + rng.normal(0, 0.5, 3000)), 0, 10)
    table = pd.DataFrame({"score": score, "wide": wide, "narrow": narrow})
    found = drivers(Feedback(table, score="score", ratings=("wide", "narrow")))
    effects = found.table.set_index("driver")["effect"]
    assert effects["narrow"] > effects["wide"]
    assert found.headline.startswith("wide matters most: one point better goes with")
