from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel

from cx.analyses import ordinal_patterns
from cx.analyses.drivers import drivers
from cx.analyses.ordinal_check import ordinal_check
from cx.data.dataset import Feedback
from cx.errors import NotEnoughData, WrongScale
from cx.stats.importance import lmg

RATINGS = ["Speed", "价格", "Service"]


def survey(n=1500, seed=1, slopes=(1.2, 0.3, 0.6)):
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=(n, 1))
    ratings = np.clip(np.round(rng.normal(3.3, 1, (n, 3)) + 0.5 * mood), 1, 5)
    score = 6.5 + (ratings - 3) @ np.array(slopes) + rng.normal(0, 1.8, n)
    table = pd.DataFrame(ratings, columns=RATINGS)
    table["score"] = np.clip(np.round(score), 0, 10)
    return table


def ask(table, ratings=RATINGS, **roles):
    return ordinal_check(Feedback(table, score="score", ratings=ratings, **roles))


def by_driver(result, column):
    return result.table.set_index("driver")[column]


def test_log_odds_are_those_of_statsmodels():
    table = survey(500)
    fitted = OrderedModel(table["score"].astype(int), table[RATINGS], distr="logit").fit(
        method="bfgs", gtol=1e-7, maxiter=300, disp=False, warn_convergence=False
    )
    found = ask(table)
    assert by_driver(found, "log_odds")[RATINGS].tolist() == pytest.approx(
        fitted.params[RATINGS].tolist(), abs=1e-4
    )
    assert by_driver(found, "odds_ratio")[RATINGS].tolist() == pytest.approx(
        np.exp(fitted.params[RATINGS]).tolist(), rel=1e-4
    )
    assert found.deviance == pytest.approx(-2 * fitted.llf, abs=1e-4)
    widths = by_driver(found, "ci_high") - by_driver(found, "ci_low")
    # From 50 groups a standard error is known to about 10 %.
    assert (widths[RATINGS] / (2 * 2.0096)).tolist() == pytest.approx(
        fitted.bse[RATINGS].tolist(), rel=0.35
    )


def test_linear_importance_is_that_of_drivers():
    table = survey()
    feedback = Feedback(table, score="score", ratings=RATINGS)
    expected = drivers(feedback).table.set_index("driver")["importance"]
    found = by_driver(ask(table), "importance_linear")
    assert found[RATINGS].tolist() == pytest.approx(expected[RATINGS].tolist(), abs=1e-9)


def test_ordinal_importance_is_lmg_of_the_score_behind_the_answers():
    table = survey()
    found = ask(table)
    covariance = np.cov(table[RATINGS].T, bias=True)
    beta = by_driver(found, "log_odds")[RATINGS].to_numpy()
    explained = beta @ covariance @ beta
    latent = np.block(
        [
            [covariance, (covariance @ beta)[:, None]],
            [(covariance @ beta)[None], np.array([[explained + np.pi**2 / 3]])],
        ]
    )
    spread = np.sqrt(np.diag(latent))
    parts = lmg(latent / np.outer(spread, spread))
    assert found.r_squared == pytest.approx(explained / (explained + np.pi**2 / 3))
    assert parts.sum() == pytest.approx(found.r_squared)
    assert by_driver(found, "importance")[RATINGS].tolist() == pytest.approx(
        (parts / parts.sum()).tolist(), abs=1e-9
    )


def test_shares_add_up_and_ranks_follow():
    table = ask(survey()).table
    assert table["importance"].sum() == pytest.approx(1)
    assert table["rank"].tolist() == [1, 2, 3]
    assert table["importance"].is_monotonic_decreasing


def test_the_check_agrees_where_the_linear_model_is_right():
    found = ask(survey())
    assert found.swapped == ()
    assert found.headline == (
        "The ordinal model agrees: it ranks the 3 ratings as the linear one does, Speed first."
    )


def extreme(share, seed=2, n=3000):
    """Make answers in which speed moves everybody a little, the price a few by far."""
    rng = np.random.default_rng(seed)
    ratings = rng.integers(1, 6, (n, 2)).astype(float)
    score = np.clip(np.round(8 + 0.45 * (ratings[:, 0] - 3) + rng.normal(0, 0.5, n)), 3, 10)
    fallen = (rng.random(n) < share) & (ratings[:, 1] == 1)
    table = pd.DataFrame(ratings, columns=RATINGS[:2])
    return table.assign(score=np.where(fallen, 0, score))


def test_it_says_so_where_the_order_of_answers_tells_another_story():
    found = ask(extreme(0.5), RATINGS[:2])
    assert found.swapped == (("Speed", "价格"),)
    assert found.headline.startswith(
        "The ordinal model ranks Speed above 价格, the linear one the other way round"
    )
    assert by_driver(found, "rank").to_dict() == {"Speed": 1, "价格": 2}
    assert by_driver(found, "rank_linear").to_dict() == {"Speed": 2, "价格": 1}


def test_shares_that_differ_much_are_named_though_the_order_stays():
    found = ask(extreme(0.25), RATINGS[:2])
    assert found.swapped == ()
    assert any("weigh much more or much less" in text for text in found.cautions)


def test_noise_cannot_tell():
    table = survey(300)
    table["score"] = np.random.default_rng(3).integers(0, 11, 300)
    assert ask(table).headline.startswith("The ordinal model cannot tell yet what drives “score”")


def test_a_single_rating_has_no_rank_to_check():
    assert "there is nothing to rank" in ask(survey(), ["Speed"]).headline


def test_order_of_rows_does_not_matter():
    table = survey(600)
    mixed = ask(table.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(mixed.table, ask(table).table, rtol=1e-9)


def test_copies_share_importance_and_have_no_odds():
    table = survey().assign(Copy=lambda frame: frame["Service"])
    found = ask(table, [*RATINGS, "Copy"])
    odds = by_driver(found, "log_odds")
    assert odds[["Service", "Copy"]].isna().all()
    assert odds[["Speed", "价格"]].notna().all()
    shares = by_driver(found, "importance")
    assert shares["Service"] == pytest.approx(shares["Copy"], abs=1e-6)
    assert any("have no odds ratio of their own" in text for text in found.cautions)


def test_a_copy_of_the_score_is_refused():
    table = survey(400).assign(Copy=lambda frame: frame["score"])
    with pytest.raises(NotEnoughData, match="above all by “Copy”. It may be a copy of the score"):
        ask(table, ["Speed", "Copy"])


def test_too_many_scores_are_refused():
    table = survey(400)
    table["score"] = table["score"] + np.random.default_rng(1).uniform(0, 90, 400)
    with pytest.raises(WrongScale, match="400 different scores; the ordinal model takes up to 101"):
        ask(table)


def test_too_many_patterns_are_sampled_and_said(monkeypatch):
    monkeypatch.setattr(ordinal_patterns, "MOST_PATTERNS", 500)
    table = survey(3000)
    found = ask(table)
    origin = found.provenance
    assert 350 < origin.used < 650
    assert {str(item.reason): item.rows for item in origin.left_out} == {
        "not drawn into the sample": 3000 - origin.used
    }
    assert any("It rests on a sample of" in text for text in found.cautions)
    assert by_driver(found, "log_odds")["Speed"] == pytest.approx(
        by_driver(ask(table), "log_odds")["Speed"], abs=0.5
    )
    pd.testing.assert_frame_equal(ask(table).table, found.table)


def test_a_sample_takes_customers_whole(monkeypatch):
    monkeypatch.setattr(ordinal_patterns, "MOST_PATTERNS", 300)
    table = survey(1200)
    table["who"] = np.arange(1200) // 3
    found = ask(table, customer="who")
    assert found.provenance.used % 3 == 0
    assert found.provenance.used < 600


def test_cuts_compare_two_logistic_regressions():
    found = ask(survey())
    assert found.cut_scores == (7, 9)
    cuts = found.cuts
    assert (cuts["high_cut"] - cuts["low_cut"]).tolist() == pytest.approx(
        cuts["difference"].tolist()
    )
    assert list(found.further_tables()) == ["Log odds of a score of at least 7 and of at least 9"]


def test_unequal_ends_are_found():
    rng = np.random.default_rng(4)
    ratings = rng.integers(1, 6, (4000, 2)).astype(float)
    start = 7.5 + rng.normal(0, 1.2, 4000)
    # The first only decides who falls below 7.
    score = start - 3 * (ratings[:, 0] <= 2) * (start < 8) + 0.4 * (ratings[:, 1] - 3)
    table = pd.DataFrame(ratings, columns=RATINGS[:2])
    table["score"] = np.clip(np.round(score), 0, 10)
    found = ask(table, RATINGS[:2])
    assert found.cuts_p_value < 0.01
    assert any("matter alike for low and for high scores" in text for text in found.cautions)


def test_another_scale_is_cut_near_its_thirds():
    table = survey().assign(score=lambda frame: np.clip(np.round(frame["score"] / 2), 1, 5))
    low, high = ask(table).cut_scores
    reached = [(table["score"] >= cut).mean() for cut in (low, high)]
    assert 0 < reached[1] < reached[0] < 1


def test_two_scores_are_logistic_regression_without_cuts():
    table = survey().assign(score=lambda frame: (frame["score"] > 6) * 1.0)
    found = ask(table)
    assert found.cut_scores == ()
    assert found.cuts.empty
    assert any("could not be checked" in text for text in found.cautions)


def test_missing_answers_are_counted():
    table = survey(500)
    table.loc[:9, "Speed"] = np.nan
    origin = ask(table).provenance
    assert (origin.used, origin.rows) == (490, 500)


def test_the_picture_names_both_ranks():
    assert "Speed: rank 1, linear 1" in ask(survey()).chart().to_dict()["description"]
