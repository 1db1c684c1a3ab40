from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm

from cx.stats.curvature import shape


def draw(curve, n=1500, seed=9, groups=50, noise=2.0):
    """Draw levels 1 to 5 and an outcome, added up by group and level."""
    rng = np.random.default_rng(seed)
    levels = rng.integers(1, 6, n)
    outcome = np.asarray(curve, dtype=float)[levels - 1] + rng.normal(0, noise, n)
    counts, totals = np.zeros((groups, 5)), np.zeros((groups, 5))
    np.add.at(counts, (np.arange(n) % groups, levels - 1), 1)
    np.add.at(totals, (np.arange(n) % groups, levels - 1), outcome)
    return levels, outcome, counts, totals


LEVELS = np.arange(1.0, 6.0)


def test_the_line_is_least_squares_through_all_answers():
    levels, outcome, counts, totals = draw([0, 1, 3, 3, 4])
    fitted = sm.OLS(outcome, sm.add_constant(levels.astype(float))).fit()
    found = shape(LEVELS, counts, totals)
    assert found.slope == pytest.approx(fitted.params[1], abs=1e-10)
    assert found.line == pytest.approx(fitted.params[0] + fitted.params[1] * LEVELS, abs=1e-10)


def test_curvature_is_what_free_levels_explain_more():
    levels, outcome, counts, totals = draw([0, 1, 3, 3, 4])
    straight = sm.OLS(outcome, sm.add_constant(levels.astype(float))).fit()
    free = sm.OLS(outcome, (levels[:, None] == LEVELS).astype(float)).fit()
    expected = math.sqrt((straight.ssr - free.ssr) / len(outcome))
    assert shape(LEVELS, counts, totals).curvature == pytest.approx(expected, rel=1e-9)


def test_the_p_value_is_near_that_of_the_f_test_where_the_scatter_is_even():
    levels, outcome, counts, totals = draw([0, 1.1, 1.95, 3.1, 4], n=20_000, groups=400)
    straight = sm.OLS(outcome, sm.add_constant(levels.astype(float))).fit()
    free = sm.OLS(outcome, (levels[:, None] == LEVELS).astype(float)).fit()
    f, p_value, _ = free.compare_f_test(straight)
    found = shape(LEVELS, counts, totals)
    assert f > 3
    assert found.p_value == pytest.approx(p_value, rel=0.5)


def test_straight_lines_are_called_bent_about_as_rarely_as_promised():
    false_alarms = sum(
        shape(LEVELS, *draw([0, 1, 2, 3, 4], seed=seed)[2:]).p_value < 0.05 for seed in range(200)
    )
    assert 2 <= false_alarms <= 20  # 10 are expected


def test_a_step_is_found_where_it_is():
    _, _, counts, totals = draw([0, 0, 0, 4, 4])
    found = shape(LEVELS, counts, totals)
    assert found.steepest == 2
    low, _ = found.excess.interval()
    assert low[2] > 0
    assert found.p_value < 1e-6


def test_on_a_falling_line_the_steepest_fall_is_the_step():
    _, _, counts, totals = draw([4, 4, 0, 0, 0])
    found = shape(LEVELS, counts, totals)
    assert found.steepest == 1
    assert found.excess.estimate[1] < 0


def test_uneven_distances_of_levels_count():
    levels = np.array([0.0, 1.0, 4.0])
    counts = np.full((50, 3), 10.0)
    totals = counts * (3 * levels) + np.random.default_rng(1).normal(0, 0.01, (50, 3))
    found = shape(levels, counts, totals)
    assert found.rises == pytest.approx([3.0, 3.0], abs=0.01)
    assert found.curvature == pytest.approx(0.0, abs=0.01)


def test_two_levels_are_always_straight_so_nothing_is_tested():
    _, _, counts, totals = draw([0, 1, 2, 3, 4])
    found = shape(LEVELS[:2], counts[:, :2], totals[:, :2])
    assert math.isnan(found.p_value)
    assert found.curvature == pytest.approx(0.0, abs=1e-9)


def test_one_level_is_refused():
    _, _, counts, totals = draw([0, 1, 2, 3, 4])
    with pytest.raises(ValueError, match="two levels or more"):
        shape(LEVELS[:1], counts[:, :1], totals[:, :1])


def test_a_level_in_one_group_only_leaves_no_p_value():
    _, _, counts, totals = draw([0, 1, 2, 3, 4])
    counts[1:, 4] = totals[1:, 4] = 0
    assert math.isnan(shape(LEVELS, counts, totals).p_value)
