from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pingouin
import pytest

from cx.stats.importance import johnson, lmg
from cx.stats.least_squares import ols

METHODS = pytest.mark.parametrize("split", [lmg, johnson], ids=["lmg", "johnson"])


def data_of(k, seed=3, n=120):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, k)) + 0.8 * rng.normal(size=(n, 1))
    y = x @ np.linspace(1, -0.2, k) + rng.normal(size=n)
    return np.column_stack([x, y])


def correlations_of(k, seed=3):
    return np.corrcoef(data_of(k, seed).T)


def r_squared(data, chosen):
    if not chosen:
        return 0.0
    x = np.column_stack([np.ones(len(data)), data[:, list(chosen)]])
    rest = data[:, -1] - x @ np.linalg.lstsq(x, data[:, -1])[0]
    return 1 - rest.var() / data[:, -1].var()


def test_lmg_is_the_gain_averaged_over_all_orders():
    data, gains = data_of(4), np.zeros(4)
    orders = list(permutations(range(4)))
    for order in orders:
        for place, driver in enumerate(order):
            gains[driver] += r_squared(data, order[: place + 1]) - r_squared(data, order[:place])
    assert lmg(np.corrcoef(data.T)) == pytest.approx(gains / len(orders), abs=1e-12)


@pytest.mark.parametrize("k", [1, 2, 5, 8])
def test_lmg_agrees_with_pingouin(k):
    data = data_of(k)
    names = [f"x{i}" for i in range(k)]
    frame = pd.DataFrame(data[:, :-1], columns=names)
    expected = pingouin.linear_regression(frame, data[:, -1], relimp=True)
    found = lmg(np.corrcoef(data.T))
    assert found == pytest.approx(expected["relimp"].to_numpy()[1:], abs=1e-10)


@METHODS
@pytest.mark.parametrize("k", [1, 3, 12])
def test_parts_add_up_to_r_squared(split, k):
    correlations = correlations_of(k)
    _, whole = ols(correlations)
    assert split(correlations).sum() == pytest.approx(whole, abs=1e-12)


@METHODS
def test_order_of_the_drivers_does_not_matter(split):
    correlations = correlations_of(7)
    order = np.append(np.random.default_rng(4).permutation(7), 7)
    permuted = correlations[np.ix_(order, order)]
    assert split(permuted) == pytest.approx(split(correlations)[order[:-1]], abs=1e-12)


@METHODS
def test_turning_a_driver_round_changes_nothing(split):
    data = data_of(5)
    turned = data * [1, -1, 1, 1, 1, 1]
    assert split(np.corrcoef(turned.T)) == pytest.approx(split(np.corrcoef(data.T)), abs=1e-12)


@METHODS
def test_drivers_without_correlation_carry_their_squared_correlation(split):
    correlations = np.eye(4)
    correlations[:3, 3] = correlations[3, :3] = [0.6, 0.3, -0.2]
    assert split(correlations) == pytest.approx([0.36, 0.09, 0.04], abs=1e-12)


@METHODS
def test_parts_are_never_negative(split):
    assert (split(correlations_of(10, seed=8)) >= 0).all()


@METHODS
def test_copies_share_evenly(split):
    data = data_of(3)
    doubled = np.insert(data, 0, data[:, 1], axis=1)
    parts = split(np.corrcoef(doubled.T))
    assert parts[0] == pytest.approx(parts[2], abs=1e-8)
    assert parts.sum() == pytest.approx(r_squared(data, (0, 1, 2)), abs=1e-8)


@METHODS
def test_many_matrices_at_once_give_the_same_as_one_by_one(split):
    stacked = np.stack([correlations_of(6, seed) for seed in range(5)])
    assert split(stacked) == pytest.approx(np.stack([split(one) for one in stacked]), abs=1e-14)


def test_twenty_drivers_are_exact():
    correlations = correlations_of(20)
    assert lmg(correlations).sum() == pytest.approx(ols(correlations)[1], abs=1e-10)


def test_more_than_twenty_drivers_are_refused():
    with pytest.raises(ValueError, match="21 drivers are too many"):
        lmg(np.eye(22))
