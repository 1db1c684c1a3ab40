from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from cx.stats.least_squares import CrossProducts
from cx.stats.penalty_reward import RatingSums, penalty_reward

LOW, HIGH = 2, 5


def ratings(n, rng, k=3):
    mood = rng.normal(size=(n, 1))
    return np.clip(np.round(rng.normal(3.5, 1, (n, k)) + 0.4 * mood), 1, 5)


def marks(table):
    columns = np.empty((len(table), 2 * table.shape[1]))
    columns[:, 0::2], columns[:, 1::2] = table <= LOW, table >= HIGH
    return columns


def found(table, outcome, groups=50):
    """Add up as the engine does, every 50th row to one group."""
    columns = np.column_stack([marks(table), outcome])
    parts = [np.arange(len(table)) % groups == part for part in range(groups)]

    def sums(values):
        return np.array([values[part].sum(axis=0) for part in parts])

    products = np.array([columns[part].T @ columns[part] for part in parts])
    n = np.array([part.sum() for part in parts], dtype=float)
    return penalty_reward(
        CrossProducts(n, sums(columns), products),
        RatingSums(
            every=sums(table), low=sums(table * (table <= LOW)), high=sums(table * (table >= HIGH))
        ),
    )


def test_penalties_and_rewards_are_least_squares_on_the_marks():
    rng = np.random.default_rng(5)
    table = ratings(700, rng)
    outcome = table @ [1.0, 0.4, 0.0] + rng.normal(size=700)
    fitted = sm.OLS(outcome, sm.add_constant(marks(table))).fit()
    result = found(table, outcome)
    assert result.penalty.estimate == pytest.approx(fitted.params[1::2], abs=1e-9)
    assert result.reward.estimate == pytest.approx(fitted.params[2::2], abs=1e-9)


def test_replicates_are_least_squares_without_a_group():
    rng = np.random.default_rng(6)
    table = ratings(300, rng)
    outcome = table @ [1.0, 0.4, 0.0] + rng.normal(size=300)
    kept = np.arange(300) % 50 != 7
    fitted = sm.OLS(outcome[kept], sm.add_constant(marks(table[kept]))).fit()
    assert found(table, outcome).penalty.replicates[7] == pytest.approx(
        fitted.params[1::2], abs=1e-9
    )


def test_at_equal_distances_the_asymmetry_is_penalty_and_reward_together():
    table = np.tile(np.array([[2.0], [3.5], [3.5], [5.0]]), (100, 1))
    outcome = np.tile(np.array([-3.0, 0.0, 0.2, 1.0]), 100)
    outcome += np.random.default_rng(7).normal(0, 0.1, 400)
    result = found(table, outcome)
    together = result.penalty.estimate + result.reward.estimate
    assert result.asymmetry.estimate == pytest.approx(together, abs=1e-9)


def test_a_single_straight_line_has_no_asymmetry_at_any_distance():
    rng = np.random.default_rng(8)
    table = ratings(500, rng, k=1)
    result = found(table, 10 * table[:, 0])
    assert result.penalty.estimate[0] < -result.reward.estimate[0] < 0
    assert result.asymmetry.estimate == pytest.approx([0.0], abs=1e-9)


def test_intervals_cover_straight_lines_and_find_bends():
    covered, bends = 0, 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        table = ratings(1000, rng)
        noise = rng.normal(0, 2, 1000)
        bent = 1.5 * (table[:, 0] >= HIGH)
        low, high = found(table, bent + 0.8 * table[:, 1] + noise).asymmetry.interval()
        covered += low[1] <= 0 <= high[1]
        bends += low[0] > 0
    assert covered >= 51  # of 60, where 57 are expected: less than one chance in a hundred
    assert bends >= 57
