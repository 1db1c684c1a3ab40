from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.miscmodels.ordinal_model import OrderedModel

from cx.stats.ordinal import Answers, Separated, proportional_odds, slopes_without_each


def rows(n=800, seed=4, slopes=(0.8, -0.3, 0.0), cuts=(-1.0, 0.5, 1.5)):
    """Draw answers from the model itself."""
    rng = np.random.default_rng(seed)
    columns = rng.integers(1, 6, (n, len(slopes))).astype(float)
    latent = (columns - 3) @ np.array(slopes) + rng.logistic(size=n)
    return Answers(np.digitize(latent, cuts), columns, np.ones(n))


def counted(answers):
    """Put equal rows together."""
    table = np.column_stack([answers.levels, answers.columns])
    patterns, n = np.unique(table, axis=0, return_counts=True)
    return Answers(patterns[:, 0].astype(np.int64), patterns[:, 1:], n.astype(float))


def test_it_is_the_ordered_model_of_statsmodels():
    answers = rows()
    fitted = OrderedModel(answers.levels, answers.columns, distr="logit").fit(
        method="bfgs", gtol=1e-8, maxiter=200, disp=False, warn_convergence=False
    )
    found = proportional_odds(answers)
    assert found.slopes == pytest.approx(fitted.params[:3], abs=1e-5)
    assert found.slope_errors == pytest.approx(fitted.bse[:3], rel=1e-4)
    thresholds = fitted.model.transform_threshold_params(fitted.params)[1:-1]
    assert found.thresholds == pytest.approx(thresholds, abs=1e-5)
    assert found.log_likelihood == pytest.approx(fitted.llf, abs=1e-7)


def test_of_two_levels_it_is_logistic_regression():
    answers = rows(cuts=(0.0,))
    fitted = sm.Logit(answers.levels, sm.add_constant(answers.columns)).fit(disp=0)
    found = proportional_odds(answers)
    assert found.slopes == pytest.approx(fitted.params[1:], abs=1e-8)
    assert found.slope_errors == pytest.approx(fitted.bse[1:], rel=1e-6)
    assert found.thresholds == pytest.approx([-fitted.params[0]], abs=1e-8)


def test_counts_stand_for_rows():
    answers = rows()
    assert proportional_odds(counted(answers)).slopes == pytest.approx(
        proportional_odds(answers).slopes, abs=1e-10
    )


def test_without_columns_that_matter_thresholds_are_the_log_odds_of_the_shares():
    levels = np.repeat(np.arange(3), [20, 50, 30])
    found = proportional_odds(Answers(levels, np.ones((100, 1)), np.ones(100)))
    assert found.thresholds == pytest.approx(np.log([0.2 / 0.8, 0.7 / 0.3]), abs=1e-10)
    assert found.slopes == pytest.approx([0.0], abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.01, 1000), shift=st.floats(-1000, 1000), column=st.integers(0, 2))
def test_slopes_follow_the_units_of_a_column(scale, shift, column):
    answers = rows(300)
    moved = answers.columns.copy()
    moved[:, column] = moved[:, column] * scale + shift
    expected = proportional_odds(answers).slopes.copy()
    expected[column] /= scale
    found = proportional_odds(Answers(answers.levels, moved, answers.counts))
    assert found.slopes == pytest.approx(expected, rel=1e-6)


def test_turned_round_levels_turn_the_signs():
    answers = rows()
    turned = Answers(answers.levels.max() - answers.levels, answers.columns, answers.counts)
    assert proportional_odds(turned).slopes == pytest.approx(
        -proportional_odds(answers).slopes, abs=1e-9
    )


def test_copies_share_the_slope_evenly():
    answers = rows()
    twice = np.column_stack([answers.columns, answers.columns[:, 0]])
    found = proportional_odds(Answers(answers.levels, twice, answers.counts)).slopes
    alone = proportional_odds(answers).slopes[0]
    assert found[[0, 3]] == pytest.approx([alone / 2, alone / 2], abs=1e-8)


@pytest.mark.parametrize("levels", [[0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]])
def test_a_column_that_tells_levels_apart_is_refused(levels):
    columns = np.column_stack([[2.0, 1, 2, 1, 2, 1], np.arange(6.0)])
    with pytest.raises(Separated, match="separates the levels") as raised:
        proportional_odds(Answers(np.array(levels), columns, np.ones(6)))
    assert raised.value.column == 1


@pytest.mark.parametrize("levels", [[0] * 50 + [1] * 70, [0] * 50 + [1] * 40 + [2] * 30])
@pytest.mark.parametrize("times", [1.0, 1000.0])
def test_a_column_that_tells_only_some_answers_apart_is_refused(levels, times):
    noise = np.random.default_rng(3).normal(size=120)
    columns = np.column_stack([noise, [0.0] * 100 + [1.0] * 20])
    for chosen, place in ((columns, 1), (columns[:, 1:], 0)):
        with pytest.raises(Separated) as raised:
            proportional_odds(Answers(np.array(levels), chosen, np.full(120, times)))
        assert raised.value.column == place


def test_a_steep_slope_that_is_finite_is_given():
    levels = np.array([0] * 60 + [1] * 60)
    column = np.array([0.0] * 59 + [1.0] + [1.0] * 59 + [0.0])[:, None]
    found = proportional_odds(Answers(levels, column, np.ones(120)))
    # Of a table of two by two the slope is the logarithm of the odds ratio.
    assert found.slopes == pytest.approx([2 * np.log(59)])
    assert found.slope_errors == pytest.approx([np.sqrt(2 / 59 + 2)])


def test_leaving_parts_out_is_close_to_fitting_anew():
    answers = rows(2000)
    parts = np.arange(2000) % 20
    model = proportional_odds(answers)
    found = slopes_without_each(answers, model, parts)
    anew = np.array([proportional_odds(answers.part(parts != g)).slopes for g in range(20)])
    assert found.estimate == pytest.approx(model.slopes)
    # One Newton step leaves an error of the order of the square of the change.
    assert found.replicates == pytest.approx(anew, abs=5e-4)


def test_of_independent_rows_the_jackknife_is_close_to_the_model_error():
    answers = rows(4000)
    model = proportional_odds(answers)
    found = slopes_without_each(answers, model, np.arange(4000) % 200)
    assert found.standard_error == pytest.approx(model.slope_errors, rel=0.2)
