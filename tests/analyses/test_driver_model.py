from __future__ import annotations

import numpy as np
import pytest

from cx.analyses.driver_model import fit, varies
from cx.stats.least_squares import CrossProducts


def draw(n, seed, slopes=(1.2, 0.3, 0.5)):
    rng = np.random.default_rng(seed)
    ratings = np.round(rng.normal(3, 1, (n, 3)) + 0.5 * rng.normal(size=(n, 1)))
    score = np.round(7 + (ratings - 3) @ np.array(slopes) + rng.normal(0, 2, n))
    points = 100.0 * (score >= 9) - 100.0 * (score <= 6)
    return np.column_stack([ratings, score, points])


def grouped(rows, groups=50):
    parts = [rows[start::groups] - [3, 3, 3, 7, 0] for start in range(groups)]
    return CrossProducts(
        np.array([len(part) for part in parts], dtype=float),
        np.array([part.sum(axis=0) for part in parts]),
        np.array([part.T @ part for part in parts]),
    )


def test_intervals_of_importance_and_effect_keep_their_promise():
    truth = fit(grouped(draw(400_000, seed=1)), "lmg")
    inside = []
    for seed in range(300):
        model = fit(grouped(draw(500, seed=100 + seed)), "lmg")
        for found, true in ((model.importance, truth.importance), (model.effects, truth.effects)):
            low, high = found.interval()
            inside.append((low <= true.estimate) & (true.estimate <= high))
    # Six numbers in 300 samples; importance near 0 is skewed, so a little less than 95 % is right.
    assert 0.92 <= np.mean(inside) <= 0.98


def test_chance_is_taken_for_a_driver_as_rarely_as_promised():
    told = [fit(grouped(draw(200, seed, (0, 0, 0))), "lmg").tells(0.9) for seed in range(400)]
    # 10 % of 400 are 40, with a standard error of 6.
    assert 22 <= sum(told) <= 60


def test_a_clear_driver_leads_alone():
    assert fit(grouped(draw(2000, seed=2)), "lmg").leaders(0.95) == (0,)


def test_groups_can_come_in_any_order():
    groups = grouped(draw(300, seed=3))
    turned = CrossProducts(groups.n[::-1], groups.sums[::-1], groups.products[::-1])
    there, back = fit(groups, "johnson").importance, fit(turned, "johnson").importance
    assert there.standard_error == pytest.approx(back.standard_error, rel=1e-9)


def test_columns_without_variance_are_told():
    rows = draw(100, seed=4)
    rows[:, 1] = 1e9 / 3
    assert varies(grouped(rows)).tolist() == [True, False, True, True, True]
