from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.analyses.drivers import drivers
from cx.analyses.what_if import what_if
from cx.analyses.what_if_basis import Spread, what_if_basis
from cx.analyses.what_if_words import test as size_of_test
from cx.data.dataset import Feedback
from cx.errors import ColumnNotFound, InvalidSetting, WrongScale
from cx.stats.power import answers_each

RATINGS = ["Delivery", "价格", "Service"]


def survey(n=1500, seed=1, slopes=(1.2, 0.3, 0.0)):
    rng = np.random.default_rng(seed)
    ratings = np.clip(np.round(rng.normal((2.8, 3.3, 3.8), 1, (n, 3))), 1, 5)
    score = 7 + (ratings - 3) @ np.array(slopes) + rng.normal(0, 1.5, n)
    table = pd.DataFrame(ratings, columns=RATINGS)
    return table.assign(score=np.clip(np.round(score), 0, 10))


def feedback(table=None, **roles):
    return Feedback(survey() if table is None else table, score="score", ratings=RATINGS, **roles)


def moment(result, name):
    return result.overall.set_index("moment").loc[name]


def nps(table):
    return 100 * ((table["score"] >= 9).mean() - (table["score"] <= 6).mean())


@pytest.mark.parametrize("asked", [0.5, 1, 2.5, 10, -0.5, -3])
def test_a_rating_moves_as_far_as_its_scale_goes(asked):
    table = survey()
    expected = (np.clip(table["Delivery"] + asked, 1, 5) - table["Delivery"]).mean()
    found = what_if(feedback(table), {"Delivery": asked}).table.iloc[0]
    assert found["asked"] == asked
    assert found["moved"] == pytest.approx(expected, abs=1e-12)


def test_the_effect_is_the_move_times_the_effect_of_the_driver():
    table = survey()
    driver = drivers(feedback(table)).table.set_index("driver").loc["Delivery"]
    found = what_if(feedback(table), {"Delivery": 1}).table.iloc[0]
    for mine, theirs in (
        ("effect", "effect"),
        ("ci_low", "effect_ci_low"),
        ("ci_high", "effect_ci_high"),
    ):
        assert found[mine] == pytest.approx(found["moved"] * driver[theirs], abs=1e-9)


def test_several_ratings_add_up():
    result = what_if(feedback(), {"Delivery": 1, "价格": 0.5})
    assert moment(result, "change")["nps"] == pytest.approx(result.table["effect"].sum())


def test_now_is_the_nps_of_all_answers_with_a_score():
    table = survey()
    table.loc[:299, "Service"] = np.nan
    result = what_if(feedback(table), {"Delivery": 1})
    assert moment(result, "now")["nps"] == pytest.approx(nps(table), abs=1e-10)
    assert result.provenance.used == 1500


def test_after_is_now_and_the_change():
    found = what_if(feedback(), {"Delivery": 1}).overall.set_index("moment")
    assert found.loc["after", "nps"] == pytest.approx(found["nps"]["now"] + found["nps"]["change"])


def test_intervals_are_one_jackknife_over_answers():
    table = survey(n=45)  # one answer a group
    moved = (np.clip(table["Delivery"] + 1, 1, 5) - table["Delivery"]).mean()

    def after(rows):
        design = np.column_stack([np.ones(len(rows)), rows[RATINGS]])
        outcome = 100.0 * (rows["score"] >= 9) - 100.0 * (rows["score"] <= 6)
        slopes = np.linalg.lstsq(design, outcome, rcond=None)[0]
        return nps(rows) + moved * slopes[1]

    without = np.array([after(table.drop(row)) for row in table.index])
    error = math.sqrt(44 / 45 * ((without - after(table)) ** 2).sum())
    found = moment(what_if(feedback(table), {"Delivery": 1}), "after")
    half = (found["ci_high"] - found["ci_low"]) / 2
    assert half == pytest.approx(2.0153676 * error, rel=1e-6)


def test_nothing_goes_beyond_the_ends_of_the_nps():
    table = survey(slopes=(2.5, 2.5, 2.5))
    changes = dict.fromkeys(RATINGS, 4)
    result = what_if(feedback(table), changes)
    assert result.overall[["nps", "ci_low", "ci_high"]].abs().max(axis=None) <= 200
    assert moment(result, "after")["nps"] == 100
    assert moment(result, "after")["nps"] - moment(result, "now")["nps"] == pytest.approx(
        moment(result, "change")["nps"]
    )
    assert "cut off at its end" in " ".join(result.cautions)


def test_customers_follow_from_the_two_sides():
    table = survey()
    sides = drivers(feedback(table)).sides.set_index("driver").loc["Delivery"]
    result = what_if(feedback(table), {"Delivery": 1}, customers=20_000)
    moved = result.table["moved"][0]
    assert result.gained["customers"].tolist() == pytest.approx(
        [200 * moved * sides["promoters"], 200 * moved * sides["detractors"]]
    )
    change = moment(result, "change")["nps"]
    assert result.gained["customers"].sum() / 200 == pytest.approx(change)
    assert str(result.in_customers).startswith("Among 20,000 customers that is ")


def test_no_more_promoters_can_be_won_than_there_are_others():
    table = survey(slopes=(2.5, 2.5, 2.5))
    result = what_if(feedback(table), dict.fromkeys(RATINGS, 4), customers=1000)
    others = 1000 * (table["score"] < 9).mean()
    detractors = 1000 * (table["score"] <= 6).mean()
    assert result.gained["customers"].tolist() == pytest.approx([others, detractors])


def test_customers_are_the_answers_unless_said():
    assert what_if(feedback(), {"Delivery": 1}).customers == 1500


def test_the_test_is_sized_by_the_shares_now_and_after():
    table = survey()
    result = what_if(feedback(table), {"Delivery": 1}, customers=100)
    p, d = (table["score"] >= 9).mean(), (table["score"] <= 6).mean()
    won, avoided = result.gained["customers"] / 100
    variances = [1e4 * (p + d - (p - d) ** 2) for p, d in ((p, d), (p + won, d - avoided))]
    expected = answers_each(moment(result, "change")["nps"], tuple(variances))
    assert result.answers_needed == pytest.approx(expected)
    assert f"needs about {math.ceil(expected):,} answers" in str(result.test)


def test_what_is_clear_is_said_and_what_is_not_as_well():
    assert what_if(feedback(), {"Delivery": 1}).headline.startswith("With Delivery +1.0 goes NPS")
    unclear = what_if(feedback(), {"Service": 0.5})
    assert unclear.headline.startswith("We can’t tell whether NPS would move with Service +0.4")
    assert unclear.overall["ci_low"][2] < 0 < unclear.overall["ci_high"][2]


def test_it_is_said_to_be_no_proof():
    assert "association, not proof" in " ".join(what_if(feedback(), {"Delivery": 1}).cautions)


def test_a_scale_that_ends_before_the_move_is_pointed_out():
    cautions = " ".join(what_if(feedback(), {"Delivery": 4}).cautions)
    assert "Delivery was asked to move by +4.0 and moves by +2." in cautions
    assert "asked to move" not in " ".join(what_if(feedback(), {"Delivery": 0.25}).cautions)


def test_a_move_to_where_nobody_is_today_is_pointed_out():
    table = survey().assign(
        Delivery=lambda rows: rows["Delivery"].clip(upper=4).where(rows.index > 20, 5)
    )
    changes = {"Delivery": 3}
    assert "stretched beyond" in " ".join(what_if(feedback(table), changes).cautions)
    assert "stretched" not in " ".join(what_if(feedback(), {"Delivery": 1}).cautions)


def test_numbers_of_numpy_are_numbers():
    plain = what_if(feedback(), {"Delivery": 2}, customers=300)
    for kind in (np.int64, np.float32):
        found = what_if(feedback(), {"Delivery": kind(2)}, customers=np.int32(300))
        pd.testing.assert_frame_equal(found.table, plain.table)
        assert str(found.provenance.settings) == str(plain.provenance.settings)


def test_one_rating_may_stay_where_another_moves():
    found = what_if(feedback(), {"Delivery": 1, "Service": 0}).table.set_index("driver")
    assert found["moved"]["Service"] == found["effect"]["Service"] == 0


def test_where_nothing_changes_there_is_nothing_to_test():
    assert str(size_of_test(0.0, math.inf)) == "Nothing changes, so there is nothing to test."


def test_the_order_of_rows_does_not_matter():
    table = survey()
    there = what_if(feedback(table), {"Delivery": 1})
    back = what_if(feedback(table.sample(frac=1, random_state=1)), {"Delivery": 1})
    pd.testing.assert_frame_equal(there.overall, back.overall, rtol=1e-9)
    pd.testing.assert_frame_equal(there.table, back.table, rtol=1e-9)


def test_weights_count_everywhere():
    table = survey(n=400)
    weights = np.random.default_rng(4).integers(1, 4, 400)
    repeated = table.loc[table.index.repeat(weights)]
    once = what_if(feedback(table.assign(w=weights), weight="w"), {"Delivery": 1})
    again = what_if(feedback(repeated), {"Delivery": 1})
    assert once.overall["nps"].tolist() == pytest.approx(again.overall["nps"].tolist())
    assert once.table["moved"].tolist() == pytest.approx(again.table["moved"].tolist())
    assert once.customers == 400


def test_a_wide_scale_is_moved_in_narrow_ranges():
    table = survey()
    wide = np.random.default_rng(9).uniform(0, 100, 1500)
    table["Delivery"] = wide
    found = what_if(feedback(table), {"Delivery": 30}).table["moved"][0]
    expected = (np.clip(wide + 30, 0, 100) - wide).mean()
    assert found == pytest.approx(expected, abs=0.1)


def test_pictures_and_tables():
    result = what_if(feedback(), {"Delivery": 1})
    assert result.chart().to_dict()["usermeta"]["title"] == result.headline
    assert len(result.further_tables()) == 2
    assert set(result.codes()) == {"moment", "side"}


def test_each_answer_of_the_basis_costs_no_query(monkeypatch):
    base = what_if_basis(feedback())
    monkeypatch.setattr("cx.data.engine.fetch", None)
    assert base.spread["Delivery"].shares.sum() == pytest.approx(1)


@given(
    shares=st.lists(st.floats(0.01, 1), min_size=5, max_size=5),
    asked=st.floats(-8, 8, allow_nan=False),
    more=st.floats(0, 3),
)
@settings(deadline=None)
def test_a_larger_wish_never_moves_less_and_never_leaves_the_scale(shares, asked, more):
    weights = np.array(shares) / np.sum(shares)
    spread = Spread(1, 5, np.arange(1.0, 6), weights)
    mean = float((weights * spread.values).sum())
    moved = spread.moved(asked)
    assert abs(moved) <= abs(asked) + 1e-12
    assert 1 - 1e-9 <= mean + moved <= 5 + 1e-9
    assert spread.moved(asked + more) >= moved - 1e-12


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({}, InvalidSetting, "Nothing is moved. Name at least one rating"),
        ({"Delivery": 0, "Service": -0.0}, InvalidSetting, "Nothing is moved. Name at least one"),
        (None, InvalidSetting, "The changes are of type NoneType; give each rating that moves"),
        (
            ["Delivery"],
            InvalidSetting,
            'The changes are of type list; .* example {"Delivery": 0.5}',
        ),
        ({"Delivery": -math.inf}, InvalidSetting, "is to move by -inf"),
        ({"Delivery": np.float64("nan")}, InvalidSetting, "has to be a number of points"),
        ({"Delivery": np.True_}, InvalidSetting, "has to be a number of points"),
        ({"Delivery": None}, InvalidSetting, "is to move by None"),
        ({"Delivery": 1_000_001}, InvalidSetting, "is to move by more than 1,000,000 points"),
        ({"Delivery": -(10**400)}, InvalidSetting, "is to move by more than 1,000,000 points"),
        ({"Delivry": 1}, ColumnNotFound, "There is no column “Delivry”"),
        ({"Delivery": math.nan}, InvalidSetting, "is to move by nan"),
        ({"Delivery": "1"}, InvalidSetting, "is to move by '1'"),
        ({"Delivery": True}, InvalidSetting, "is to move by True"),
    ],
)
def test_what_makes_no_sense_is_refused(changes, error, words):
    with pytest.raises(error, match=words):
        what_if(feedback(), changes)


def test_a_rating_without_an_effect_of_its_own_is_refused():
    table = survey().assign(Copy=lambda rows: rows["Service"], Smile=5)
    ratings = [*RATINGS, "Copy", "Smile"]
    answers = Feedback(table, score="score", ratings=ratings)
    for name in ("Copy", "Smile"):
        with pytest.raises(InvalidSetting, match=f"“{name}” has no effect of its own"):
            what_if(answers, {name: 1})
    assert what_if(answers, {"Delivery": 1}).table["effect"][0] > 0


def test_where_no_rating_has_an_effect_of_its_own_this_is_said():
    table = survey().assign(Copy=lambda rows: rows["Service"])
    answers = Feedback(table, score="score", ratings=["Service", "Copy"])
    for changes in ({"Copy": 1}, {}):
        with pytest.raises(InvalidSetting, match="so there is nothing to move") as refusal:
            what_if(answers, changes)
        assert "can be moved" not in str(refusal.value)


@pytest.mark.parametrize("customers", [0, -5, True, "20", math.nan, math.inf, 1.5])
def test_what_is_no_number_of_customers_is_refused(customers):
    with pytest.raises(InvalidSetting, match=f"number of customers is {customers!r}; .* whole"):
        what_if(feedback(), {"Delivery": 1}, customers=customers)


def test_another_scale_is_refused():
    table = survey().assign(score=lambda rows: np.clip(np.ceil(rows["score"] / 2), 1, 5))
    with pytest.raises(WrongScale, match="NPS is defined on 0 to 10"):
        what_if(feedback(table), {"Delivery": 1})
