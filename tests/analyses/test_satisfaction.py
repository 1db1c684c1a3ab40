"""`cx.csat` and `cx.ces`: the figures, their intervals, and what is refused or doubted."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cx.analyses.nps import nps
from cx.analyses.satisfaction import ces, csat
from cx.analyses.satisfaction_scales import easy_points, satisfied_from
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale
from cx.errors import ColumnNotFound, InvalidSetting, NotEnoughData, RoleMissing, WrongScale
from cx.stats.multiplicity import holm
from cx.wording import msg

CSAT = ["n", "satisfied", "csat", "ci_low", "ci_high"]
CES = ["n", "easy", "ces", "ci_low", "ci_high", "easy_share"]


def survey(n=600, seed=1):
    rng = np.random.default_rng(seed)
    shop = rng.choice(["Lyon", "Köln", "北京 店"], n)
    lift = (shop == "Lyon").astype(int)
    return pd.DataFrame(
        {
            "satisfaction": np.clip(rng.integers(1, 6, n) + lift, 1, 5),
            "made it easy": np.clip(rng.integers(1, 8, n) + lift, 1, 7),
            "shop": shop,
            "when": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 182, n), "D"),
        }
    )


def feedback(table, **roles):
    found = [name for name in ("satisfaction", "made it easy", "rating") if name in table]
    time = "when" if "when" in table else None
    return Feedback(table, **{"ratings": found, "time": time, **roles})


def one(*values, **more):
    return feedback(pd.DataFrame({"rating": values, **more}))


def reasons(result):
    return {str(item.reason): item.rows for item in result.provenance.left_out}


@pytest.fixture
def figures(shared):
    text = (shared / "reference/figures.json").read_text(encoding="utf-8")
    return {case["id"]: case for case in json.loads(text)}


@pytest.mark.parametrize("case", ["PRP-01", "PRP-02", "PRP-03", "PRP-04", "PRP-05"])
def test_the_interval_is_the_published_one(figures, case):
    given, expected = figures[case]["input"], figures[case]["expected"]["wilson"]
    answers = [5] * given["x"] + [2] * (given["n"] - given["x"])
    row = csat(one(*answers), scale=(1, 5)).table.iloc[0]
    assert (row["satisfied"], row["n"]) == (given["x"], given["n"])
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(expected, abs=1e-8)


def test_the_share_is_that_of_pandas():
    table = survey()
    found = csat(feedback(table), by="shop").table
    expected = table.groupby("shop")["satisfaction"].agg(lambda values: (values >= 4).mean())
    assert list(found.columns) == ["shop", *CSAT]
    assert found["shop"].tolist() == expected.index.tolist()
    assert found["csat"].tolist() == pytest.approx(expected.tolist(), abs=1e-12)


def test_the_mean_and_its_interval_are_those_of_scipy():
    table = survey()
    found = ces(feedback(table), by="shop").table.set_index("shop")
    for name, values in table.groupby("shop")["made it easy"]:
        interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        row = found.loc[name]
        assert row["ces"] == pytest.approx(values.mean(), abs=1e-12)
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(interval), abs=1e-9)
        assert row["easy"] == (values >= 5).sum()
        assert row["easy_share"] == pytest.approx((values >= 5).mean(), abs=1e-12)
    assert list(ces(feedback(table)).table.columns) == CES


@pytest.mark.parametrize(
    ("every", "alias"), [("day", "D"), ("week", "W"), ("month", "M"), ("quarter", "Q")]
)
def test_periods_are_those_of_pandas(every, alias):
    table = survey()
    starts = table["when"].dt.to_period(alias).dt.start_time
    shares = table.groupby(starts)["satisfaction"].agg(lambda values: (values >= 4).mean())
    means = table.groupby(starts)["made it easy"].mean()
    found = csat(feedback(table), every=every).table
    assert found["period"].tolist() == shares.index.tolist()
    assert found["csat"].tolist() == pytest.approx(shares.tolist(), abs=1e-12)
    found = ces(feedback(table), every=every).table
    assert found["ces"].tolist() == pytest.approx(means.tolist(), abs=1e-12)


def test_groups_and_periods_together():
    result = csat(feedback(survey()), by="shop", every="quarter")
    assert list(result.table.columns) == ["shop", "period", *CSAT]
    assert len(result.table) == 6
    assert (result.differences["group"] > result.differences["other"]).all()


def test_differences_are_welchs_and_adjusted():
    table = survey()
    found = ces(feedback(table), by="shop").differences
    parts = dict(iter(table.groupby("shop")["made it easy"]))
    for row in found.itertuples():
        test = stats.ttest_ind(parts[row.group], parts[row.other], equal_var=False)
        assert row.p_value == pytest.approx(test.pvalue, rel=1e-9)
        assert (row.ci_low, row.ci_high) == pytest.approx(tuple(test.confidence_interval()))
    assert found["p_adjusted"].tolist() == holm(found["p_value"]).tolist()


def test_many_groups_are_compared_with_the_rest():
    table = survey().assign(store=lambda rows: rows.index % 11)
    own, rest = (table[table["store"].eq(3) == side] for side in (True, False))
    for found, column in (
        (ces(feedback(table), by="store"), "made it easy"),
        (csat(feedback(table), by="store"), "satisfaction"),
    ):
        first, other = own[column], rest[column]
        if column == "satisfaction":
            first, other = (first >= 4).astype(float), (other >= 4).astype(float)
        test = stats.ttest_ind(first, other, equal_var=False)
        row = found.differences.iloc[3]
        assert pd.isna(row["other"])
        assert row["p_value"] == pytest.approx(test.pvalue, rel=1e-6)


def test_parts_add_up_to_the_whole():
    data = feedback(survey())
    parts, whole = csat(data, by="shop").table, csat(data).table
    assert parts[["n", "satisfied"]].sum().tolist() == whole[["n", "satisfied"]].iloc[0].tolist()


def test_order_of_the_rows_does_not_matter():
    table = survey()
    shuffled = table.sample(frac=1, random_state=3)
    for call in (csat, ces):
        here, there = call(feedback(table), by="shop"), call(feedback(shuffled), by="shop")
        pd.testing.assert_frame_equal(here.table, there.table)


def test_input_stays_as_it_is():
    table = survey()
    before = table.copy()
    ces(feedback(table), by="shop", every="month")
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(
    ("scale", "lowest"),
    [
        ((1, 5), 4),
        ((0, 5), 4),
        ((1, 7), 6),
        ((1, 10), 9),
        ((0, 10), 9),
        ((1, 4), 3),
        ((1, 6), 5),
        ((1, 3), 3),
        ((0, 1), 1),
        ((-3, 3), 2),
    ],
)
def test_who_counts_as_satisfied(scale, lowest):
    assert satisfied_from(Scale(*scale, certain=True, reason=msg("."))) == lowest


@pytest.mark.parametrize(
    ("scale", "easy", "hard"),
    [
        ((1, 7), (5, 7), (1, 3)),
        ((1, 5), (4, 5), (1, 2)),
        ((0, 10), (6, 10), (0, 4)),
        ((1, 10), (6, 10), (1, 5)),
        ((1, 6), (4, 6), (1, 3)),
        ((-3, 3), (1, 3), (-3, -1)),
    ],
)
def test_who_counts_as_finding_it_easy(scale, easy, hard):
    given = Scale(*scale, certain=True, reason=msg("."))
    assert easy_points(given, "easy") == easy
    assert easy_points(given, "hard") == hard


def test_halves_count_by_what_they_reach():
    found = csat(one(4.5, 3.5, 4.0, 5.0), scale=(1, 5))
    assert found.table["satisfied"][0] == 3
    assert found.distribution["n"].tolist() == [0, 0, 1, 2, 1]
    assert ces(one(4.5, 3.5, 4.0, 5.0), rating="rating", scale=(1, 5)).table["ces"][0] == 4.25


def test_thumbs_up_are_satisfied():
    table = pd.DataFrame({"satisfied": [True] * 30 + [False] * 10 + [None] * 5})
    result = csat(feedback(table, ratings="satisfied"))
    assert result.table["csat"][0] == 0.75
    assert reasons(result) == {"no value in “satisfied”": 5}
    assert "30 of 40 answers to “satisfied” are 1 on the scale from 0 to 1" in result.headline


def test_the_rating_of_satisfaction_is_chosen_by_its_name():
    table = survey().assign(delivery=3)
    data = feedback(table, ratings=("delivery", "satisfaction"))
    assert csat(data).rating == "satisfaction"
    assert csat(data, rating="delivery", scale=(1, 5)).rating == "delivery"
    assert csat(feedback(table, ratings=("delivery",)), scale=(1, 5)).rating == "delivery"
    assert csat(feedback(table, ratings=(), score="satisfaction")).rating == "satisfaction"


def test_the_rating_of_ease_is_chosen_by_its_name():
    assert ces(feedback(survey())).rating == "made it easy"
    with pytest.raises(RoleMissing, match="No rating says in its name that it asks how easy"):
        ces(feedback(survey(), ratings=("satisfaction",)))


def test_effort_means_hard_unless_it_goes_along_with_the_score():
    table = survey().assign(effort=lambda rows: 6 - rows["satisfaction"])
    data = feedback(table, ratings=("effort",), score="satisfaction")
    result = ces(data)
    assert result.high_is == "hard"
    assert "a high number is taken to mean hard" in result.cautions[0]
    assert result.table["easy"][0] == (table["effort"] <= 2).sum()
    turned = feedback(table.assign(effort=table["satisfaction"]), ratings=("effort",))
    found = ces(turned.with_roles(score="satisfaction"))
    assert found.high_is == "easy"
    assert "go along with high answers in “satisfaction”" in found.cautions[0]


def test_the_meaning_of_a_high_number_is_believed_where_it_is_said():
    data = feedback(survey().assign(effort=lambda rows: rows["satisfaction"]), ratings=("effort",))
    easy, hard = ces(data, high_is="easy"), ces(data, high_is="hard")
    assert easy.table["ces"][0] == hard.table["ces"][0]
    assert easy.table["easy"][0] > hard.table["easy"][0]
    assert "from 1 (hard) to 5 (easy)" in easy.headline
    assert "from 1 (easy) to 5 (hard)" in hard.headline
    assert easy.cautions == hard.cautions == ()


def test_rows_that_do_not_count_are_counted():
    table = pd.DataFrame(
        {
            "rating": [5, 4, None, 99, 3, 2, 6, 1] + [3] * 60,
            "shop": ["a", "b", "a", "a", None, "a", "a", "a"] + ["b"] * 60,
            "when": [pd.Timestamp("2024-01-01")] * 5 + [pd.NaT] + [pd.Timestamp("2024-01-01")] * 62,
        }
    )
    result = csat(feedback(table), by="shop", every="month", scale=(1, 5))
    assert reasons(result) == {
        "no value in “shop”": 1,
        "no value in “when”": 1,
        "no value in “rating”": 1,
        "“rating” lies outside 1 to 5": 2,
    }
    assert result.provenance.used == 63
    assert "2 answers lie outside 1 to 5 and are left out." in result.cautions


def test_finding_of_satisfaction():
    result = csat(one(*[5] * 60, *[4] * 15, *[1] * 25), scale=(1, 5))
    assert result.headline == (
        "CSAT stands at 75% (65.7% to 82.5%): 75 of 100 answers to “rating” are 4 or 5 on the "
        "scale from 1 to 5."
    )


def test_finding_of_ease():
    result = ces(one(*[7] * 50, *[5] * 30, *[2] * 20), rating="rating", scale=(1, 7))
    assert result.headline == (
        "CES stands at 5.4 (5.02 to 5.78) on the scale from 1 (hard) to 7 (easy), from 100 answers "
        "to “rating”; 80% found it easy."
    )


def test_finding_names_the_ends_and_judges_the_gap():
    table = survey(3000)
    assert "It is highest for “Lyon”" in csat(feedback(table), by="shop").headline
    assert "further apart than chance would explain" in ces(feedback(table), by="shop").headline
    others = feedback(table.query("shop != 'Lyon'"))
    assert "but chance could explain that" in csat(others, by="shop").headline


def test_finding_over_time_is_about_the_last_change():
    days = pd.to_datetime(["2024-01-15"] * 200 + ["2024-02-15"] * 200)
    data = one(*[5, 1] * 100, *[5, 5, 5, 1] * 50, when=days)
    assert "since Jan 2024 it moved by +25.00 percentage points, more than chance" in (
        csat(data, every="month", scale=(1, 5)).headline
    )
    assert "since Jan 2024 it moved by +1 points, more than chance" in (
        ces(data, rating="rating", every="month", scale=(1, 5)).headline
    )


def test_finding_over_time_names_the_group_that_moved():
    days = pd.to_datetime((["2024-01-15"] * 100 + ["2024-02-15"] * 100) * 2)
    values = [*[5, 1] * 100, *[5, 1] * 50, *[5] * 99, 1]
    data = one(*values, when=days, shop=["a"] * 200 + ["b"] * 200)
    headline = csat(data, by="shop", every="month", scale=(1, 5)).headline
    assert "moved most for “b”, by +49.00 percentage points" in headline


def test_equal_answers_have_no_interval_of_the_mean():
    result = ces(one(*[5] * 40), rating="rating", scale=(1, 7))
    assert result.table["ces"][0] == 5
    assert result.table[["ci_low", "ci_high"]].isna().all(axis=None)


def test_a_scale_that_is_doubtful_is_said():
    result = csat(one(*[1, 2, 3, 4] * 50))
    assert (result.scale.low, result.scale.high) == (1, 4)
    assert "None of the 200 scores is above 4" in result.cautions[0]
    assert "too few to tell their scale; 1 to 5 is taken" in csat(one(5, 4, 3)).cautions[0]


def test_the_scale_of_the_score_is_that_of_the_dataset():
    data = feedback(survey(), ratings=(), score="satisfaction", scale=(1, 10))
    assert csat(data).satisfied_from == 9


def test_a_scale_of_many_points_is_refused():
    data = feedback(pd.DataFrame({"rating": list(range(0, 101, 5)) * 20}))
    with pytest.raises(WrongScale, match="no agreement on which of so many points"):
        csat(data)


def changing(first, second):
    rng = np.random.default_rng(4)
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta(np.arange(600) // 4, "D")
    scores = np.concatenate([rng.choice(first, 300), rng.choice(second, 300)])
    return pd.DataFrame({"rating": scores, "when": days})


FIVE, TEN = [1, 2, 3, 4, 4, 5, 5], [0, 3, 5, 6, 7, 8, 8, 9, 9, 10, 10]


@pytest.mark.parametrize(("first", "second"), [(FIVE, TEN), (TEN, FIVE)])
@pytest.mark.parametrize("call", [csat, ces, nps])
def test_answers_on_two_scales_are_never_pooled(call, first, second):
    data = feedback(changing(first, second), score="rating")
    options = {} if call is nps else {"rating": "rating"}
    with pytest.raises(WrongScale, match="The scale of “rating” changes: .* 300 .*Mar 17, 2026"):
        call(data, **options)


def test_one_of_the_two_scales_is_computed():
    table = changing(FIVE, TEN)
    late = table[table["when"] >= "2026-03-17"]
    assert nps(feedback(late, score="rating", ratings=())).provenance.used == 300


def test_a_scale_that_is_declared_is_used_with_a_caution_where_it_seems_to_change():
    data = feedback(changing(FIVE, TEN), score="rating", scale=(0, 10))
    assert "The scale of “rating” changes" in nps(data).cautions[0]
    assert "The scale of “rating” changes" in csat(data, scale=(0, 10)).cautions[0]


def test_nps_refers_to_csat_where_the_scale_is_another():
    data = feedback(survey(), score="satisfaction")
    with pytest.raises(WrongScale, match=r"CSAT, .* the page Satisfaction, or with cx\.csat"):
        nps(data)


@pytest.mark.parametrize("call", [csat, ces])
def test_what_cannot_be_is_refused(call):
    data = feedback(survey())
    with pytest.raises(ColumnNotFound, match="Did you mean “shop”"):
        call(data, by="shops")
    with pytest.raises(ColumnNotFound, match="satisfied"):
        call(data, rating="satisfied")
    with pytest.raises(InvalidSetting, match="“year” is not a period"):
        call(data, every="year")
    with pytest.raises(InvalidSetting, match="has to lie between 0 and 1"):
        call(data, confidence=95)
    with pytest.raises(InvalidSetting, match="holds text, but numbers are needed"):
        call(data, rating="shop")
    with pytest.raises(InvalidSetting, match="The scale is"):
        call(data, scale=(5, 1))
    with pytest.raises(InvalidSetting, match="a column “n” of its own"):
        call(feedback(survey().assign(n=1)), by="n")
    with pytest.raises(RoleMissing, match="rating"):
        call(feedback(survey(), ratings=()))


def test_an_unknown_meaning_of_high_numbers_is_refused():
    with pytest.raises(InvalidSetting, match="high_is is “good”. Choose one of: easy and hard"):
        ces(feedback(survey()), high_is="good")


@pytest.mark.parametrize(
    ("values", "words"),
    [([], "The table has no rows"), ([None, None], r"no value in “rating” \(2\)")],
    ids=["empty", "missing"],
)
def test_without_answers_there_is_nothing(values, words):
    with pytest.raises(NotEnoughData, match=words):
        csat(feedback(pd.DataFrame({"rating": pd.Series(values, dtype="float64")})))


def test_small_groups_and_weights_are_named():
    data = one(*[5, 1] * 40, shop=["big"] * 70 + ["small"] * 10, w=[1.0] * 80)
    found = csat(data.with_roles(weight="w"), by="shop", scale=(1, 5)).cautions
    assert "Fewer than 30 answers: small." in found
    assert "The weights in “w” are not used: every answer counts once." in found


@pytest.mark.parametrize("call", [csat, ces])
@pytest.mark.parametrize(
    ("options", "pictures"),
    [({}, 1), ({"by": "shop"}, 2), ({"every": "month"}, 2), ({"by": "shop", "every": "month"}, 4)],
)
def test_pictures(call, options, pictures):
    result = call(feedback(survey()), **options)
    drawn = [chart.to_dict() for chart in (result.chart(), *result.further_charts())]
    assert len(drawn) == pictures
