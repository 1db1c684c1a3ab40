from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from cx.analyses.asymmetry import asymmetry
from cx.analyses.asymmetry_cuts import cut_of
from cx.analyses.asymmetry_table import Kind
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.errors import InvalidSetting, NotEnoughData, RoleMissing
from cx.stats.multiplicity import holm
from cx.wording import msg

RATINGS = ["Condition", "包装", "Price", "Returns"]
ENDS = ["penalty", "penalty_ci_low", "penalty_ci_high", "reward"]


def survey(n=2500, seed=1):
    """Make answers: condition only hurts, packing only delights, price works along a line."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=(n, 1))
    ratings = np.clip(np.round(rng.normal(3.5, 1, (n, 4)) + 0.4 * mood), 1, 5)
    score = 6.5 - 1.8 * (ratings[:, 0] <= 2) + 1.5 * (ratings[:, 1] == 5)
    score += 0.7 * (ratings[:, 2] - 3) + rng.normal(0, 1.5, n)
    table = pd.DataFrame(ratings, columns=RATINGS)
    table["score"] = np.clip(np.round(score), 0, 10)
    return table


def ask(table, ratings=RATINGS, *, customer=None, **roles):
    return asymmetry(Feedback(table, score="score", ratings=ratings, customer=customer, **roles))


def by_driver(result, column):
    return result.table.set_index("driver")[column]


def points(score):
    return 100.0 * (score >= 9) - 100.0 * (score <= 6)


def marks(table):
    columns = {}
    for name in RATINGS:
        columns |= {f"{name} low": table[name] <= 2, f"{name} high": table[name] == 5}
    return sm.add_constant(pd.DataFrame(columns).astype(float))


def test_penalties_and_rewards_are_least_squares_on_low_and_high_marks():
    table = survey()
    fitted = sm.OLS(points(table["score"]), marks(table)).fit()
    found = ask(table)
    for name in RATINGS:
        assert by_driver(found, "penalty")[name] == pytest.approx(fitted.params[f"{name} low"])
        assert by_driver(found, "reward")[name] == pytest.approx(fitted.params[f"{name} high"])


def test_intervals_are_about_those_robust_to_unequal_scatter():
    table = survey()
    fitted = sm.OLS(points(table["score"]), marks(table)).fit(cov_type="HC3")
    found = ask(table).table.set_index("driver").loc[RATINGS]
    widths = (found["penalty_ci_high"] - found["penalty_ci_low"]) / (2 * 2.0096)
    expected = [fitted.bse[f"{name} low"] for name in RATINGS]
    # From 50 groups a standard error is known to about 10 %.
    assert widths.tolist() == pytest.approx(expected, rel=0.35)


def test_planted_kinds_are_found():
    kinds = by_driver(ask(survey()), "kind")
    assert kinds["Condition"] == Kind.BASIC
    assert kinds["包装"] == Kind.EXCITEMENT
    assert kinds["Price"] == Kind.PERFORMANCE
    assert kinds["Returns"] in {Kind.UNCLEAR, Kind.NEITHER}


def test_much_data_tells_a_rating_that_makes_no_difference():
    assert by_driver(ask(survey(20_000)), "kind")["Returns"] == Kind.NEITHER


def test_headline_of_ratings_that_make_no_difference_names_them():
    table = survey(20_000)
    table["score"] = table["score"].sample(frac=1, random_state=2).to_numpy()
    found = ask(table, ["Returns", "Price"])
    assert set(found.table["kind"]) == {Kind.NEITHER}
    assert found.headline.startswith("Neither end of these makes a difference worth naming: ")
    assert "Returns" in found.headline
    assert "Price" in found.headline


def test_kinds_follow_from_the_intervals_in_the_table():
    for row in ask(survey(600)).table.itertuples():
        hurts, delights = row.penalty_ci_high < 0, row.reward_ci_low > 0
        if row.kind == Kind.PERFORMANCE:
            assert hurts
            assert delights
        if row.kind == Kind.BASIC:
            assert hurts
            assert not delights or row.reward_ci_high < -row.penalty_ci_high / 2
            assert row.ci_high < 0
            assert row.p_adjusted < 0.05


def test_p_values_are_adjusted_over_all_ratings():
    table = ask(survey(600)).table
    assert table["p_adjusted"].tolist() == pytest.approx(holm(table["p_value"]).tolist())


def test_headline_names_both_ends():
    assert ask(survey()).headline == (
        "Mainly hurts when bad: Condition. Mainly delights when good: 包装."
    )


def test_headline_of_one_basic_driver_gives_both_figures():
    found = ask(survey(), ["Condition", "Price"])
    row = found.table.set_index("driver").loc["Condition"]
    assert found.headline.startswith("Condition mainly hurts when bad: low answers go with −")
    assert f"{row['penalty']:.1f}".replace("-", "−") in found.headline


def test_headline_cannot_tell_from_noise():
    table = survey(300)
    table["score"] = np.random.default_rng(3).integers(0, 11, 300)
    assert ask(table).headline.startswith("We can't tell yet which ratings hurt when bad")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, 5, (2, 5)),
        (1, 7, (3, 6)),
        (0, 10, (6, 9)),
        (1, 10, (6, 9)),
        (1, 3, (1, 3)),
        (1, 4, (1, 4)),
        (0, 5, (1, 4)),
        (-2, 2, (-1, 2)),
        (0, 100, (32, 68)),
        (0, 1, (0, 1)),
    ],
)
def test_cuts(low, high, expected):
    cut = cut_of(Scale(low, high, certain=True, reason=msg("")))
    assert (cut.low, cut.high) == expected


def test_order_of_rows_and_ratings_does_not_matter():
    table = survey(800)
    there = ask(table).table
    pd.testing.assert_frame_equal(there, ask(table.sample(frac=1, random_state=4)).table)
    pd.testing.assert_frame_equal(there, ask(table, RATINGS[::-1]).table, rtol=1e-9)


def test_another_scale_gives_points_of_the_score():
    table = survey()
    table["score"] = np.clip(np.round(table["score"] / 2), 1, 5)
    found = ask(table)
    fitted = sm.OLS(table["score"], marks(table)).fit()
    assert not found.in_points
    assert by_driver(found, "penalty")["Condition"] == pytest.approx(fitted.params["Condition low"])
    assert "points of “score”" in ask(table, ["Condition", "Price"]).headline


def test_too_few_low_answers_leave_no_penalty_and_say_so():
    table = survey()
    rare = table["Price"] <= 2
    table.loc[rare & (rare.cumsum() > 12), "Price"] = 3
    found = ask(table)
    row = found.table.set_index("driver").loc["Price"]
    assert row[["penalty", "penalty_ci_low", "asymmetry", "p_value"]].isna().all()
    assert row["reward"] > 0
    assert row["kind"] == Kind.UNCLEAR
    assert (
        "“Price”: only 12 of its answers are low (2 or less); 30 are needed for a penalty."
        in found.cautions
    )


def test_a_yes_or_no_rating_has_no_middle():
    table = survey()
    table["Price"] = (table["Price"] > 3).astype(float)
    found = ask(table)
    assert by_driver(found, "penalty").isna()["Price"]
    assert any("“Price”: only 0 of its answers lie between" in text for text in found.cautions)
    assert by_driver(found, "penalty").notna().sum() == 3


def test_copies_are_named_and_have_no_penalty():
    table = survey().assign(Copy=lambda frame: frame["Price"])
    found = ask(table, [*RATINGS, "Copy"])
    assert by_driver(found, "penalty")[["Price", "Copy"]].isna().all()
    assert any("Leave out what is a copy" in text for text in found.cautions)
    assert by_driver(found, "penalty").notna().sum() == 3


def test_a_reversed_rating_is_named():
    table = survey().assign(Condition=lambda frame: 6 - frame["Condition"])
    table["Condition"] = table["Condition"].replace({1.0: 2.0})
    found = ask(table)
    assert any("turn the scale round" in text for text in found.cautions)


def test_answers_outside_the_scale_are_left_out_and_counted():
    table = survey(1000)
    table.loc[:9, "Price"] = 99
    table.loc[10:19, "score"] = np.nan
    table.loc[20:24, "score"] = 42
    found = ask(table).provenance
    reasons = {str(item.reason): item.rows for item in found.left_out}
    assert found.used == 975
    assert reasons == {
        "no value in “score”": 10,
        "“score” lies outside its scale": 5,
        "a rating is missing or outside its scale": 10,
    }


def test_answers_of_a_customer_stay_together():
    table = pd.concat([survey(300)] * 4, ignore_index=True)
    table["who"] = np.tile(np.arange(300), 4)
    alone, together = ask(table), ask(table, customer="who")
    width = [
        by_driver(found, "penalty_ci_high") - by_driver(found, "penalty_ci_low")
        for found in (alone, together)
    ]
    # Four copies of each answer carry no more than one.
    assert (width[1] / width[0])["Condition"] == pytest.approx(2, rel=0.4)


def test_weights_are_said_not_to_be_used():
    found = ask(survey(500).assign(w=2.0), weight="w")
    assert "The weights in “w” are not used: every answer counts once." in found.cautions
    pd.testing.assert_frame_equal(found.table, ask(survey(500)).table)


def test_without_ratings_it_says_what_to_do():
    with pytest.raises(RoleMissing, match="which column is the rating"):
        asymmetry(Feedback(survey(50), score="score"))


def test_too_few_answers_are_refused():
    with pytest.raises(NotEnoughData, match="Only 4 of 4 answers"):
        ask(survey(4))


def test_a_bad_confidence_is_refused():
    feedback = Feedback(survey(50), score="score", ratings=RATINGS)
    with pytest.raises(InvalidSetting, match="it has to lie between 0 and 1"):
        asymmetry(feedback, confidence=95)


def test_the_picture_says_every_figure():
    spec = ask(survey()).chart().to_dict()
    assert "Condition: Hurts when bad: Low answers −" in spec["description"]
    assert "包装: Delights when good" in spec["description"]


def test_codes_are_put_into_words():
    found = ask(survey(500))
    assert found.codes()["kind"]["basic"] == "Hurts when bad"
    assert set(found.table["kind"]) <= set(found.codes()["kind"])
