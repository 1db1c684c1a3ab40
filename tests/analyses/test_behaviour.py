"""Behaviour beside recommendation holds against statsmodels, pandas and planted truths."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import cx
from cx.errors import ColumnNotFound, CxError, InvalidSetting, NotEnoughData, RoleMissing
from tests.analyses.shop_of_tests import EVENTS, log

COLUMNS = [
    *("behaviour", "kind", "n", "mean", "importance", "ci_low", "ci_high"),
    *("effect", "effect_ci_low", "effect_ci_high", "per_sd", "per_sd_ci_low", "per_sd_ci_high"),
    *("p_value", "p_adjusted", "verdict"),
]


def shop(n: int = 800, seed: int = 6) -> pd.DataFrame:
    """Customers whose score falls with the days of delivery and is higher in the club."""
    rng = np.random.default_rng(seed)
    days = rng.integers(1, 15, n).astype(float)
    club = rng.random(n) < 0.3
    region = rng.choice(["North", "South", "East"], n, p=[0.5, 0.3, 0.2])
    tickets = rng.poisson(0.4, n)
    raw = 9 - 0.3 * days + 1.5 * club + 0.8 * (region == "East") + rng.normal(0, 1.5, n)
    return pd.DataFrame(
        {
            "id": [f"k{i}" for i in range(n)],
            "score": np.clip(np.rint(raw), 0, 10),
            "days": days,
            "club": club,
            "region": region,
            "tickets": tickets,
            "spend": rng.lognormal(3, 1, n),
        }
    )


def ask(table: pd.DataFrame, known: pd.DataFrame | None = None, **options) -> cx.Result:
    measures = options.pop("roles", ("days", "club", "tickets"))
    feedback = cx.Feedback(table[["id", "score"]], score="score", customer="id", scale=(0, 10))
    customers = cx.Customers(
        table.drop(columns="score") if known is None else known,
        customer="id",
        measures=measures,
        segments=("region",),
        value="spend",
    )
    return cx.behaviour_drivers(feedback, customers, **options)


def points(score: pd.Series) -> pd.Series:
    return 100.0 * ((score >= 9).astype(int) - (score <= 6).astype(int))


def taken(table: pd.DataFrame) -> pd.DataFrame:
    """The columns as they are documented to be taken."""
    edge = table["spend"].quantile(0.99)
    return pd.DataFrame(
        {
            "days": table["days"],
            "club": table["club"].astype(float),
            "tickets": (table["tickets"] > 0).astype(float),
            "spend": table["spend"].clip(upper=edge),
        }
    )


def test_the_columns_are_those_documented():
    assert list(ask(shop()).table) == COLUMNS


def test_effects_are_the_slopes_of_statsmodels():
    table = shop()
    design = taken(table).assign(
        East=(table["region"] == "East") * 1.0, South=(table["region"] == "South") * 1.0
    )
    fitted = sm.OLS(points(table["score"]), sm.add_constant(design)).fit()
    result = ask(table)
    found = result.table.set_index("behaviour")["effect"]
    for name in ("days", "club", "tickets", "spend"):
        assert found[name] == pytest.approx(fitted.params[name])
    assert result.r_squared == pytest.approx(
        sm.OLS(table["score"], sm.add_constant(design)).fit().rsquared
    )


@pytest.mark.parametrize("base", ["North", "South", "East"])
def test_a_group_is_set_against_all_others_whatever_the_base(base):
    table = shop()
    others = [name for name in ("North", "South", "East") if name != base]
    design = taken(table).assign(**{n: (table["region"] == n) * 1.0 for n in others})
    fitted = sm.OLS(points(table["score"]), sm.add_constant(design)).fit()
    slopes = {name: fitted.params.get(name, 0.0) for name in ("North", "South", "East")}
    shares = table["region"].value_counts(normalize=True)
    found = ask(table).table.set_index("behaviour")["effect"]
    for name, slope in slopes.items():
        rest = {other: shares[other] for other in slopes if other != name}
        average = sum(slopes[other] * share for other, share in rest.items()) / sum(rest.values())
        assert found[f"region: {name}"] == pytest.approx(slope - average)


def test_standard_errors_are_close_to_those_of_clusters():
    table = shop()
    twice = pd.concat([table, table.sample(200, random_state=1)], ignore_index=True)
    feedback = cx.Feedback(twice, score="score", customer="id", scale=(0, 10))
    customers = cx.Customers(table, customer="id", measures=("days", "club"))
    found = cx.behaviour_drivers(feedback, customers).table.set_index("behaviour")
    design = sm.add_constant(twice[["days", "club"]].astype(float))
    fitted = sm.OLS(points(twice["score"]), design).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(twice["id"])[0]}
    )
    for name in ("days", "club"):
        width = found.loc[name, "effect_ci_high"] - found.loc[name, "effect_ci_low"]
        assert width / (2 * 2.01) == pytest.approx(fitted.bse[name], rel=0.35)


def test_effects_of_a_typical_difference_are_in_standard_deviations():
    table = shop()
    result = ask(table)
    rows = result.table.set_index("behaviour")
    for name, values in taken(table).items():
        assert rows.loc[name, "per_sd"] == pytest.approx(rows.loc[name, "effect"] * values.std())


def test_importance_adds_up_to_one_and_follows_the_plan():
    result = ask(shop())
    assert result.table["importance"].sum() == pytest.approx(1)
    assert result.table["behaviour"].iloc[0] == "days"
    assert result.headline.startswith("days goes with recommendation most: 1 more goes with −")
    assert dict(zip(result.table["behaviour"], result.table["verdict"], strict=True)) | {
        "days": "worse",
        "club": "better",
    } == dict(zip(result.table["behaviour"], result.table["verdict"], strict=True))


def test_each_number_says_how_it_is_taken():
    kinds = ask(shop()).table.set_index("behaviour")["kind"]
    assert kinds[["days", "club", "tickets", "spend", "region: East"]].tolist() == [
        "number",
        "yes_no",
        "done",
        "capped",
        "level",
    ]


def test_what_is_taken_in_a_special_way_is_said():
    cautions = " ".join(ask(shop()).cautions)
    assert "not how much more: tickets above 0." in cautions
    assert "the outermost 1 % count as much as what stands at its edge: spend." in cautions


def test_nothing_planted_is_nothing_told():
    table = shop()
    rng = np.random.default_rng(2)
    result = ask(table.assign(score=rng.permutation(table["score"])))
    assert result.headline.startswith("We can't tell yet which behaviour goes with")
    assert set(result.table["verdict"]) == {"unclear"}


def test_what_cannot_be_looked_at_is_named():
    table = shop().assign(
        empty=lambda t: t["days"].where(t.index < 100),
        same=7.0,
        rare=lambda t: (t.index < 10).astype(int),
        copy=lambda t: t["days"] * 2 + 1,
    )
    result = ask(table, roles=("days", "empty", "same", "rare", "copy"))
    cautions = " ".join(result.cautions)
    assert "fewer than half of the answers have it: empty." in cautions
    assert "it is the same for everyone: same." in cautions
    assert "fewer than 30 answers are on one side of it: rare." in cautions
    assert "others nearly tell it already: copy." in cautions
    assert set(result.table["behaviour"]) == {
        *("days", "spend", "region: East", "region: North", "region: South"),
    }


def test_small_groups_are_no_groups_of_their_own():
    table = shop()
    table.loc[:9, "region"] = "Isle"
    result = ask(table)
    assert "region: Isle" in " ".join(result.cautions)
    assert "region: Isle" not in set(result.table["behaviour"])


def test_of_two_groups_one_is_shown():
    table = shop().assign(region=lambda t: t["region"].where(t["region"] == "East", "West"))
    shown = [name for name in ask(table).table["behaviour"] if name.startswith("region")]
    assert shown == ["region: East"]


def test_numbers_that_are_groups_are_taken_as_groups():
    table = shop().assign(region=lambda t: t["region"].map({"North": 1, "South": 2, "East": 3}))
    assert {"region: 1", "region: 2", "region: 3"} <= set(ask(table).table["behaviour"])


def test_only_the_measures_asked_for():
    result = ask(shop(), measures=["days", "region"])
    assert result.provenance.settings["measures"] == ("days", "region")
    assert ask(shop(), measures="days").table["behaviour"].tolist() == ["days"]


def test_order_of_rows_and_customers_changes_nothing():
    table = shop()
    one = ask(table)
    mixed = table.sample(frac=1, random_state=3)
    other = ask(mixed, known=table.drop(columns="score").sample(frac=1, random_state=4))
    pd.testing.assert_frame_equal(one.table, other.table, rtol=1e-7)


def test_the_unit_does_not_matter():
    table = shop()
    one, other = ask(table), ask(table.assign(days=table["days"] * 24))
    first, second = (r.table.set_index("behaviour").loc["days"] for r in (one, other))
    assert second["effect"] * 24 == pytest.approx(first["effect"])
    assert second["per_sd"] == pytest.approx(first["per_sd"])


def test_rows_are_accounted_for():
    table = shop()
    spoiled = table.copy()
    spoiled.loc[:3, "score"] = np.nan
    spoiled.loc[4:6, "score"] = 3.5
    spoiled.loc[7:8, "score"] = 77
    spoiled.loc[9:9, "id"] = None
    known = table.drop(columns="score").drop(index=[20, 21])
    known.loc[30:31, "days"] = np.nan
    result = ask(spoiled, known=known)
    counted = {str(item.reason): item.rows for item in result.provenance.left_out}
    assert counted == {
        "no value in “id”": 1,
        "the customer is not among those that are known": 2,
        "no value in “score”": 4,
        "“score” lies outside its scale": 2,
        "“score” is not a whole number": 3,
        "a figure of the customer is missing": 2,
    }


def test_few_matches_are_said_in_the_headline():
    table = shop()
    result = ask(table, known=table.drop(columns="score").iloc[:300])
    assert "Only 37.5% of the answers could be matched with a customer" in result.headline
    assert str(result.match.finding) in result.cautions


def test_on_another_scale_there_are_points_of_the_score():
    table = shop().assign(score=lambda t: np.clip(np.rint(t["score"] / 2), 1, 5))
    feedback = cx.Feedback(table, score="score", customer="id", scale=(1, 5))
    customers = cx.Customers(table, customer="id", measures=("days", "club"))
    result = cx.behaviour_drivers(feedback, customers)
    assert result.table["effect"].isna().all()
    assert "points of the score" in result.headline
    fitted = sm.OLS(table["score"], sm.add_constant(table[["days", "club"]].astype(float))).fit()
    slopes = result.coefficients.set_index("behaviour")["coefficient"]
    assert slopes["days"] == pytest.approx(fitted.params["days"])
    assert result.chart().to_dict()


def test_many_columns_are_split_by_johnson():
    rng = np.random.default_rng(3)
    table = shop()
    more = {f"m{i}": rng.normal(0, 1, len(table)) for i in range(25)}
    result = ask(table.assign(**more), roles=("days", *more))
    assert "Johnson" in result.provenance.source
    assert result.table["importance"].sum() == pytest.approx(1)


def test_a_log_is_summed_up_first():
    rows = log(400)
    visits = rows[rows["what"] == "visit"].groupby("who").size()
    who = rows["who"].unique()
    noise = np.random.default_rng(5).normal(0, 1, len(who))
    score = np.clip(np.rint(4 + visits.reindex(who).fillna(0).to_numpy() + noise), 0, 10)
    answers = pd.DataFrame(
        {"id": who, "score": score, "day": rows["time"].max() + pd.Timedelta("1D")}
    )
    feedback = cx.Feedback(answers, score="score", customer="id", time="day", scale=(0, 10))
    result = cx.behaviour_drivers(feedback, cx.Events(rows, **EVENTS))
    assert result.headline.startswith("Number of “visit” goes with recommendation most: 1 more")
    assert result.codes()["behaviour"]["visit: times"] == "Number of “visit”"


def test_answers_without_a_time_are_warned_of():
    rows = log(200)
    who = rows["who"].unique()
    score = np.random.default_rng(5).integers(0, 11, len(who))
    feedback = cx.Feedback(
        pd.DataFrame({"id": who, "score": score}), score="score", customer="id", scale=(0, 10)
    )
    result = cx.behaviour_drivers(feedback, cx.Events(rows, **EVENTS))
    assert any("The answers have no time" in caution for caution in result.cautions)


def test_pictures():
    result = ask(shop())
    drawn = [chart.to_dict() for chart in (result.chart(), *result.further_charts())]
    assert len(drawn) == 2
    assert result.headline in drawn[0]["description"]


def test_unused_weights_are_said():
    table = shop().assign(w=1.0)
    feedback = cx.Feedback(table, score="score", customer="id", weight="w", scale=(0, 10))
    customers = cx.Customers(table, customer="id", measures=("days",))
    cautions = cx.behaviour_drivers(feedback, customers).cautions
    assert any("weights in “w” are not used" in caution for caution in cautions)


def test_nobody_in_common_is_refused():
    table = shop()
    with pytest.raises(NotEnoughData, match="None of the 800 answers belongs to one of the 800"):
        ask(table, known=table.drop(columns="score").assign(id=[f"x{i}" for i in range(800)]))


def test_customers_in_several_rows_are_refused():
    table = shop()
    with pytest.raises(InvalidSetting, match="5 customers who answered stand in several rows"):
        ask(table, known=pd.concat([table, table.head(5)]).drop(columns="score"))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (shop(20), "Only 20 complete answers belong to customers"),
        (shop().assign(score=9.0), "give the same “score”"),
    ],
)
def test_too_little_is_refused(table, words):
    with pytest.raises(NotEnoughData, match=words):
        ask(table)


def test_nothing_that_varies_is_refused():
    table = shop().assign(days=1.0, club=True, tickets=2, spend=5.0, region="North")
    with pytest.raises(NotEnoughData, match="Nothing that is known of the customers"):
        ask(table)


def test_answers_need_a_customer_and_a_score():
    customers = cx.Customers(shop(), customer="id", measures=("days",))
    with pytest.raises(RoleMissing, match="customer"):
        cx.behaviour_drivers(cx.Feedback(shop(), score="score"), customers)
    with pytest.raises(RoleMissing, match="score"):
        cx.behaviour_drivers(cx.Feedback(shop(), customer="id"), customers)


def test_a_table_that_is_none_of_customers_is_refused():
    feedback = cx.Feedback(shop(), score="score", customer="id")
    with pytest.raises(CxError, match="what arrived is a Feedback"):
        cx.behaviour_drivers(feedback, feedback)


def test_measures_have_to_be_there():
    with pytest.raises(ColumnNotFound, match="Did you mean “days”"):
        ask(shop(), measures=["dayz"])
    with pytest.raises(InvalidSetting, match="Say which columns tell what customers did"):
        ask(shop(), measures=["id"])


def test_dates_are_no_behaviour():
    table = shop().assign(since=pd.Timestamp("2026-01-01"))
    with pytest.raises(InvalidSetting, match="“since” holds dates or times"):
        ask(table, measures=["since"])
