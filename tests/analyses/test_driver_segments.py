from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from cx.analyses.driver_segments import driver_segments
from cx.data.dataset import Feedback
from cx.errors import ColumnNotFound, InvalidSetting, NotEnoughData
from cx.stats.multiplicity import holm

RATINGS = ["Delivery", "价格"]
GROUPS = ("North", "South", "西部")


def survey(n=1800, seed=1, slopes=((1.5, 0.3), (0.2, 0.3), (0.2, 0.3)), groups=GROUPS):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.integers(1, 6, (n, 2)), columns=RATINGS)
    which = rng.integers(0, len(groups), n)
    pull = (table[RATINGS].to_numpy() - 3) * np.array(slopes)[which]
    score = 7 + pull.sum(axis=1) + 0.8 * (which % 3) + rng.normal(0, 1.5, n)
    return table.assign(score=np.clip(np.round(score), 0, 10), region=np.array(groups)[which])


def ask(table, *, by="region", ratings=RATINGS, **options):
    roles = {name: options.pop(name) for name in ("customer", "weight") if name in options}
    return driver_segments(Feedback(table, score="score", ratings=ratings, **roles), by=by)


def points(table):
    return 100.0 * (table["score"] >= 9) - 100.0 * (table["score"] <= 6)


def test_effects_are_least_squares_in_each_group():
    table = survey()
    found = ask(table).table.set_index(["region", "driver"])
    for name, rows in table.groupby("region"):
        expected = sm.OLS(points(rows), sm.add_constant(rows[RATINGS])).fit()
        for rating in RATINGS:
            row = found.loc[(name, rating)]
            assert row["effect"] == pytest.approx(expected.params[rating], abs=1e-8)
            half = (row["ci_high"] - row["ci_low"]) / 2
            # From 50 groups a standard error is known to about 10 %.
            assert half == pytest.approx(2.01 * expected.bse[rating], rel=0.4)
        assert (found.loc[name, "n"] == len(rows)).all()


def test_others_are_taken_together_each_at_its_own_level():
    table = survey()
    found = ask(table)
    rest = table[table["region"] != "North"]
    levels = pd.get_dummies(rest["region"], dtype=float)
    expected = sm.OLS(points(rest), pd.concat([rest[RATINGS], levels], axis=1)).fit()
    effects = found.table.set_index(["driver", "region"])["effect"]
    row = found.differences.set_index(["driver", "group"]).loc[("Delivery", "North")]
    assert row["other"] is None
    assert row["difference"] == pytest.approx(
        effects["Delivery", "North"] - expected.params["Delivery"], abs=1e-8
    )


def test_two_groups_are_compared_once():
    table = survey(groups=GROUPS[:2], slopes=((1.5, 0.3), (0.2, 0.3)))
    found = ask(table)
    effects = found.table.set_index(["driver", "region"])["effect"]
    assert found.differences[["driver", "group", "other"]].to_numpy().tolist() == [
        ["Delivery", "North", "South"],
        ["价格", "North", "South"],
    ]
    assert found.differences["difference"][0] == pytest.approx(
        effects["Delivery", "North"] - effects["Delivery", "South"]
    )


def test_columns_and_adjustment():
    found = ask(survey())
    assert list(found.table.columns) == [
        *("driver", "region", "n", "effect", "ci_low", "ci_high", "p_value", "p_adjusted"),
    ]
    for table in (found.table, found.differences):
        assert table["p_adjusted"].tolist() == pytest.approx(holm(table["p_value"]).tolist())


def test_the_planted_difference_is_said():
    result = ask(survey())
    assert result.headline.startswith(
        "Delivery matters more for “North” than for the others: one point better goes with +"
    )
    assert "more difference" in result.headline
    assert result.chart().to_dict()["datasets"]
    assert len(result.further_charts()) == 1


def test_the_group_with_the_stronger_effect_is_named_first():
    table = survey(groups=GROUPS[:2], slopes=((0.2, 0.3), (1.5, 0.3)))
    assert "matters more for “South” than for “North”" in ask(table).headline


def test_of_negative_effects_the_larger_one_matters_more():
    two = survey(groups=GROUPS[:2], slopes=((-1.5, 0.3), (-0.3, 0.3)))
    assert "Delivery matters more for “North” than for “South”" in ask(two).headline
    back = survey(groups=GROUPS[:2], slopes=((-0.3, 0.3), (-1.5, 0.3)))
    assert "Delivery matters more for “South” than for “North”" in ask(back).headline
    three = survey(slopes=((-1.5, 0.3), (-0.3, 0.3), (-0.3, 0.3)))
    assert "Delivery matters more for “North” than for the others" in ask(three).headline
    weak = survey(slopes=((-0.3, 0.3), (-1.5, 0.3), (-1.5, 0.3)))
    assert "Delivery matters less for “North” than for the others" in ask(weak).headline


@pytest.mark.parametrize(
    ("groups", "there"), [(GROUPS[:2], "for “South”."), (GROUPS, "for the others.")]
)
def test_opposite_effects_are_neither_more_nor_less(groups, there):
    slopes = ((-1.0, 0.3), *((0.8, 0.3),) * (len(groups) - 1))
    sentence = ask(survey(groups=groups, slopes=slopes)).headline
    assert sentence.startswith("One point better on Delivery goes with −")
    assert " NPS points for “North” and with +" in sentence
    assert there in sentence
    assert "matters" not in sentence


def test_where_groups_cannot_be_told_apart_this_is_said():
    result = ask(survey(n=600, slopes=((0.8, 0.3),) * 3))
    assert result.headline == (
        "As far as the data can tell, every rating matters alike in all groups of “region”."
    )


def test_differences_by_chance_are_as_rare_as_promised():
    told = [
        (
            ask(survey(n=300, seed=seed, slopes=((0.5, 0.3),) * 3)).differences["p_value"] < 0.1
        ).mean()
        for seed in range(40)
    ]
    # Six tests in each of 40 surveys: 10 % with a standard error of about 2.5.
    assert 0.03 <= np.mean(told) <= 0.18


def test_small_groups_are_named_and_left_out():
    table = survey()
    table.loc[:20, "region"] = "Islands"
    result = ask(table)
    assert "Islands" not in set(result.table["region"])
    assert "1 group is left out" in result.cautions[0]
    assert "Islands" in result.cautions[0]
    left = {str(item.reason): item.rows for item in result.provenance.left_out}
    assert left["the group has too few answers"] == 21


def test_rows_without_a_group_are_counted():
    table = survey()
    table.loc[:9, "region"] = None
    left = {str(item.reason): item.rows for item in ask(table).provenance.left_out}
    assert left == {"no value in “region”": 10}


def test_of_many_groups_the_largest_are_compared():
    names = tuple(f"g{i:02}" for i in range(15))
    result = ask(survey(n=3000, groups=names, slopes=((0.5, 0.3),) * 15))
    assert result.table["region"].nunique() == 12
    assert "smaller than those shown" in " ".join(result.cautions)


def test_order_of_rows_and_ratings_does_not_matter():
    table = survey()
    there = ask(table)
    back = ask(table.sample(frac=1, random_state=5), ratings=RATINGS[::-1])
    keys = ["driver", "region"]
    pd.testing.assert_frame_equal(
        there.table.sort_values(keys, ignore_index=True),
        back.table.sort_values(keys, ignore_index=True),
        rtol=1e-8,
    )


def test_a_rating_that_never_changes_in_a_group_has_no_effect_there():
    table = survey()
    table.loc[table["region"] == "South", "Delivery"] = 3
    found = ask(table).table.set_index(["region", "driver"])["effect"]
    assert np.isnan(found["South", "Delivery"])
    assert np.isfinite(found["North", "Delivery"])


def test_ratings_in_which_not_all_groups_can_be_compared_are_named():
    table = survey()
    assert "can be compared" not in " ".join(ask(table).cautions)
    table.loc[table["region"] == "South", "Delivery"] = 3
    cautions = " ".join(ask(table).cautions)
    assert "Not all groups can be compared in 1 rating" in cautions
    assert "there: Delivery." in cautions


def test_where_no_group_can_be_compared_this_is_said():
    table = survey(groups=GROUPS[:2])
    table.loc[table["region"] == "South", "Delivery"] = 3
    table.loc[table["region"] == "North", "价格"] = 2
    result = ask(table)
    assert result.differences["difference"].isna().all()
    assert result.headline == (
        "We can’t tell for whom it matters more: in no rating can the groups be compared."
    )
    assert "can be compared" not in " ".join(result.cautions)


def test_a_group_without_a_complete_row_is_named():
    table = survey().astype({"Delivery": float})
    table.loc[:39, "region"] = "Islands"
    table.loc[:39, "Delivery"] = np.nan
    table.loc[40:49, ["region", "score"]] = ["Silent", np.nan]
    cautions = " ".join(ask(table).cautions)
    assert "1 group is left out, for it has fewer than 30 complete answers: Islands." in cautions


def test_weights_count():
    table = survey()
    weights = np.random.default_rng(2).uniform(0.5, 2, len(table))
    found = ask(table.assign(w=weights), weight="w").table.set_index(["region", "driver"])
    rows = table[table["region"] == "North"]
    expected = sm.WLS(
        points(rows), sm.add_constant(rows[RATINGS]), weights=weights[rows.index]
    ).fit()
    assert found.loc[("North", "Delivery"), "effect"] == pytest.approx(
        expected.params["Delivery"], abs=1e-8
    )


def test_on_another_scale_effects_are_in_points_of_the_score():
    table = survey().assign(score=lambda rows: np.clip(np.ceil(rows["score"] / 2), 1, 5))
    result = ask(table)
    assert not result.in_points
    rows = table[table["region"] == "North"]
    expected = sm.OLS(rows["score"], sm.add_constant(rows[RATINGS])).fit()
    found = result.table.set_index(["region", "driver"])["coefficient"]
    assert found["North", "Delivery"] == pytest.approx(expected.params["Delivery"], abs=1e-10)
    assert "points of the score" in result.headline


def test_groups_of_numbers_and_of_truth_values_do_as_well():
    table = survey(groups=(1, 2, 3)).assign(mobile=lambda rows: rows["region"] == 1)
    assert set(ask(table).table["region"]) == {1, 2, 3}
    assert set(ask(table, by="mobile").table["mobile"]) == {True, False}


@pytest.mark.parametrize(
    ("change", "by", "error", "words"),
    [
        ({}, "shop", ColumnNotFound, "There is no column “shop”"),
        ({}, "Delivery", InvalidSetting, "is a score or a rating"),
        ({"n": "a"}, "n", InvalidSetting, "a column “n” of its own"),
        ({"region": "all"}, "region", NotEnoughData, "fewer than two have the 30 complete"),
        ({"region": range(1800)}, "region", NotEnoughData, "Of the 1,800 groups"),
    ],
)
def test_what_cannot_be_compared_is_refused(change, by, error, words):
    with pytest.raises(error, match=words):
        ask(survey().assign(**change), by=by)
