"""Peak, end, mean and lowest: recomputed with pandas and statsmodels, planted, and awkward."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import cx
from cx.analyses.peak_end_moments import Moment
from tests.analyses.journeys import POINTS, feedback, long, steps, wide


def moments(values):
    """Give peak, end, their average, mean and lowest of each row of ratings 1–5, in pandas."""
    high, low = values.max(axis=1), values.min(axis=1)
    up, down = high - 3, 3 - low
    peak = high.where(up > down, low).where(up != down, 3.0)
    end = values.ffill(axis=1).iloc[:, -1]
    return pd.DataFrame(
        {
            "peak": peak,
            "end": end,
            "peak_end": (peak + end) / 2,
            "mean": values.mean(axis=1),
            "lowest": low,
        }
    )


def r_squared(table, score):
    return {
        name: sm.OLS(score, sm.add_constant(table[name])).fit().rsquared for name in table.columns
    }


def shares(result):
    return dict(zip(result.table["moment"], result.table["r_squared"], strict=True))


@pytest.mark.parametrize("gaps", [False, True], ids=["complete", "with gaps"])
def test_r_squared_of_columns_is_that_of_ols(gaps):
    table = wide()
    if gaps:
        rng = np.random.default_rng(2)
        table[list(POINTS)] = table[list(POINTS)].mask(rng.random((len(table), 5)) < 0.3)
    result = cx.peak_end(feedback(table))
    used = table[table[list(POINTS)].count(axis=1) >= 2]
    expected = r_squared(moments(used[list(POINTS)]), used["score"])
    assert shares(result) == pytest.approx(expected, rel=1e-9)
    assert result.journeys == len(used)


def test_r_squared_of_rows_is_that_of_each_customers_journey():
    table = long()
    result = cx.peak_end(steps(table))
    ordered = table.sort_values("when")
    ordered["at"] = ordered.groupby("who").cumcount()
    values = ordered.pivot_table(index="who", columns="at", values="rating").dropna(thresh=2)
    score = ordered.groupby("who")["score"].last().loc[values.index]
    assert shares(result) == pytest.approx(r_squared(moments(values), score), rel=1e-9)
    assert result.provenance.used == values.count().sum()


def test_peak_and_end_at_once_are_the_slopes_of_ols():
    table = wide()
    found = cx.peak_end(feedback(table)).together
    places = (moments(table[list(POINTS)])[["peak", "end"]] - 1) / 4
    expected = sm.OLS(table["score"], sm.add_constant(places)).fit().params
    assert found["coefficient"].tolist() == pytest.approx(expected[["peak", "end"]].tolist())


def test_intervals_are_those_of_a_bootstrap_of_customers():
    table = wide(600, weights=[0, 0, 0, 0.3, 1.0])
    result = cx.peak_end(feedback(table)).table.set_index("moment")
    data = moments(table[list(POINTS)]).assign(score=table["score"]).to_numpy()
    rng = np.random.default_rng(1)
    draws = [
        np.corrcoef(data[rng.integers(0, 600, 600)], rowvar=False)[-1, :-1] ** 2
        for _ in range(1000)
    ]
    spread = np.std(draws, axis=0)
    width = result["ci_high"] - result["ci_low"]
    expected = dict(zip(Moment, 2 * 2.01 * spread, strict=True))
    for moment, half in expected.items():
        assert width[moment] == pytest.approx(half, rel=0.35)  # of 50 groups: 10 % of error


@pytest.mark.parametrize(
    ("weights", "moment", "words"),
    [([0, 0, 0, 0, 1.4], Moment.END, "the end"), ([0.6] * 5, Moment.MEAN, "the mean of all")],
)
def test_what_was_planted_in_columns_is_found(weights, moment, words):
    result = cx.peak_end(feedback(wide(600, weights=weights)))
    assert result.leaders == (moment,)
    assert f"best is {words}" in result.headline


@pytest.mark.parametrize(("of", "moment"), [("end", Moment.END), ("mean", Moment.MEAN)])
def test_what_was_planted_in_rows_is_found(of, moment):
    assert cx.peak_end(steps(long(1200, of=of))).leaders == (moment,)


def test_a_planted_peak_is_found():
    table = wide(800)
    peak = moments(table[list(POINTS)])["peak"]
    noise = np.random.default_rng(3).normal(0, 1, 800)
    table["score"] = np.clip(np.rint(5 + 1.5 * (peak - 3) + noise), 0, 10).astype(int)
    assert cx.peak_end(feedback(table)).leaders == (Moment.PEAK,)


def test_a_score_that_follows_nothing_is_told_apart():
    table = wide(300)
    table["score"] = np.random.default_rng(4).integers(0, 11, 300)
    assert cx.peak_end(feedback(table)).headline.startswith("We can't tell yet what")


def test_moments_too_close_are_named_together():
    result = cx.peak_end(feedback(wide(60, weights=[0.2, 0.2, 0.2, 0.3, 0.4])))
    assert len(result.leaders) > 1
    assert "too close" in result.headline


def test_few_journeys_call_nothing_best():
    result = cx.peak_end(feedback(wide(20, weights=[0, 0, 0, 0, 2.0])))
    assert "at least 30 are needed" in result.headline


def test_the_order_decides_what_the_end_is():
    table = wide(400, weights=[1.4, 0, 0, 0, 0])
    assert cx.peak_end(feedback(table)).leaders != (Moment.END,)
    result = cx.peak_end(feedback(table), order=list(POINTS[::-1]))
    assert result.leaders == (Moment.END,)


def test_an_order_given_for_rows_beats_the_times():
    table = long()
    ends = cx.peak_end(steps(table), order=list(POINTS[::-1]))
    place = table["point"].map(dict(zip(POINTS, range(5), strict=True)))
    first = table.assign(place=place).sort_values("place").groupby("who").first()
    several = table.groupby("who")["point"].nunique() >= 2
    expected = first.loc[several, "rating"].corr(first.loc[several, "score"]) ** 2
    assert shares(ends)["end"] == pytest.approx(expected)


def test_scores_that_change_along_the_way_are_said_to():
    table = long()
    table["score"] = (table["score"] + table["when"].dt.day) % 11
    result = cx.peak_end(steps(table))
    assert any("their last one counts" in caution for caution in result.cautions)


def test_without_customers_the_order_of_the_rows_changes_no_interval():
    rng = np.random.default_rng(9)
    ratings = rng.integers(1, 6, (400, 3))
    score = np.clip(np.rint(ratings @ [0.5, 0.5, 1.0] + rng.normal(0, 1.5, 400)), 0, 10)
    table = pd.DataFrame(ratings, columns=["a", "b", "c"]).assign(score=score)
    found, other = (
        cx.peak_end(cx.Feedback(rows, score="score", ratings=("a", "b", "c"))).table
        for rows in (table, table.sample(frac=1, random_state=2))
    )
    pd.testing.assert_frame_equal(found, other, rtol=1e-9)


def test_the_order_of_the_rows_changes_no_estimate():
    for table, make in ((wide(), feedback), (long(), steps)):
        shuffled = table.sample(frac=1, random_state=5)
        expected = cx.peak_end(make(table))
        assert shares(cx.peak_end(make(shuffled))) == pytest.approx(shares(expected), rel=1e-9)


def test_customers_make_intervals_that_hang_on_no_order():
    table = wide()
    table["who"] = [f"c{row % 150}" for row in range(len(table))]
    first = cx.peak_end(feedback(table, customer="who")).table
    other = cx.peak_end(feedback(table.sample(frac=1, random_state=1), customer="who")).table
    pd.testing.assert_frame_equal(first, other, rtol=1e-9)


def test_rows_reconcile_in_both_shapes():
    table = wide()
    table["score"] = table["score"].astype(float)
    table.loc[:4, "score"] = np.nan
    table.loc[5:6, "score"] = 99
    table.loc[7, list(POINTS[1:])] = np.nan
    provenance = cx.peak_end(feedback(table)).provenance
    assert [item.rows for item in provenance.left_out] == [5, 2, 1]
    table = long()
    table.loc[:4, "who"] = None
    table.loc[5:6, "rating"] = np.nan
    provenance = cx.peak_end(steps(table)).provenance
    assert provenance.used + sum(item.rows for item in provenance.left_out) == len(table)
    assert [item.rows for item in provenance.left_out][:2] == [5, 2]


@pytest.mark.parametrize(
    ("roles", "error", "message"),
    [
        ({"score": None}, cx.RoleMissing, "which column is the score"),
        ({"ratings": ()}, cx.RoleMissing, "“score” is the only rating of the touchpoints"),
        ({"customer": None}, cx.RoleMissing, "which column is the customer"),
        ({"time": None}, cx.InvalidSetting, "Which touchpoint comes last is not known"),
    ],
)
def test_rows_that_lack_something_are_refused_with_a_way_out(roles, error, message):
    with pytest.raises(error, match=message):
        cx.peak_end(steps(long(40), **roles))


def test_columns_that_cannot_be_compared_are_refused():
    with pytest.raises(cx.InvalidSetting, match="it would explain itself"):
        cx.peak_end(feedback(wide(), ratings=(*POINTS, "score")))
    with pytest.raises(cx.NotEnoughData, match="There are 4 journeys"):
        cx.peak_end(feedback(wide(4)))
    with pytest.raises(cx.NotEnoughData, match="have the same “score”"):
        cx.peak_end(feedback(wide().assign(score=7)))


def test_a_moment_that_never_varies_is_named():
    table = wide()
    table["Service"] = 4.0
    result = cx.peak_end(feedback(table))
    assert result.table["r_squared"].isna().tolist() == [False] * 4 + [True]
    assert any("The same in every journey" in caution for caution in result.cautions)
    assert "NaN" not in str(result.chart().to_dict()["datasets"])


def test_the_picture_shows_every_moment_in_words():
    description = cx.peak_end(feedback(wide())).chart().to_dict()["description"]
    assert "Peak: furthest from the middle" in description
    assert "End: the last touchpoint" in description
