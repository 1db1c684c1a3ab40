"""Ranks and their correlation agree with SciPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.stats.ranks import ranks, spearman

NUMBERS = st.lists(st.integers(-5, 5), min_size=3, max_size=6)


@given(NUMBERS)
def test_ranks_are_those_of_scipy(values):
    assert ranks(values).tolist() == stats.rankdata(values).tolist()


@pytest.mark.parametrize("n", [5, 12, 40])
def test_rho_is_that_of_scipy(n):
    x, y = np.random.default_rng(n).integers(0, 9, (2, n))
    assert spearman(x, y)[0] == pytest.approx(stats.spearmanr(x, y).statistic)


def test_many_pairs_are_judged_by_students_t():
    x, y = np.random.default_rng(3).normal(size=(2, 30))
    assert spearman(x, y)[1] == pytest.approx(stats.spearmanr(x, y).pvalue)


def test_few_pairs_are_judged_by_all_orders():
    x, y = [9, 7, 5, 6, 9, 6], [0.08, 0.05, 0.47, 0.07, 0.12, 0.18]
    expected = stats.permutation_test(
        (x,),
        lambda order: stats.spearmanr(order, y).statistic,
        permutation_type="pairings",
        n_resamples=np.inf,
    )
    shares = np.abs(expected.null_distribution) >= abs(expected.statistic) - 1e-9
    assert spearman(x, y) == pytest.approx((expected.statistic, shares.mean()))


@pytest.mark.parametrize(("n", "orders"), [(4, 24), (5, 120), (8, 40320)])
def test_a_perfect_order_is_as_rare_as_it_is(n, orders):
    assert spearman(range(n), range(n)) == pytest.approx((1.0, 2 / orders))


@pytest.mark.parametrize(("x", "y"), [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([], [])])
def test_what_has_no_order_tells_nothing(x, y):
    assert all(math.isnan(value) for value in spearman(x, y))
