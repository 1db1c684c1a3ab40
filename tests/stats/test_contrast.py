"""Sums of means agree with SciPy's t tests, which are special cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.stats.contrast import contrast
from cx.stats.means import Moments

RNG = np.random.default_rng(7)
ONE, OTHER, THIRD = RNG.normal(3, 1, 25), RNG.normal(2.5, 2, 40), RNG.normal(1, 0.4, 12)


def moments(values):
    return Moments(len(values), float(np.mean(values)), float(np.var(values, ddof=1)))


def test_one_sample_is_students_t():
    found = contrast([moments(ONE)], fixed=-2.6)
    expected = stats.ttest_1samp(ONE, 2.6)
    assert (found.t, found.p_value) == pytest.approx((expected.statistic, expected.pvalue))
    low, high = expected.confidence_interval(0.95)
    assert tuple(found.interval) == pytest.approx((low - 2.6, high - 2.6))
    assert found.df == pytest.approx(24)


def test_two_samples_are_welchs_t():
    found = contrast([moments(ONE)], [moments(OTHER)], confidence=0.9)
    expected = stats.ttest_ind(ONE, OTHER, equal_var=False)
    assert (found.t, found.df, found.p_value) == pytest.approx(
        (expected.statistic, expected.df, expected.pvalue)
    )
    assert tuple(found.interval) == pytest.approx(tuple(expected.confidence_interval(0.9)))


def test_more_samples_add_their_errors():
    found = contrast([moments(ONE), moments(THIRD)], [moments(OTHER)], fixed=0.5)
    squares = [np.var(values, ddof=1) / len(values) for values in (ONE, OTHER, THIRD)]
    assert found.estimate == pytest.approx(0.5 + ONE.mean() + THIRD.mean() - OTHER.mean())
    assert found.estimate / found.t == pytest.approx(math.sqrt(sum(squares)))
    df = sum(squares) ** 2 / sum(
        square**2 / (n - 1) for square, n in zip(squares, (25, 40, 12), strict=True)
    )
    assert found.df == pytest.approx(df)


@pytest.mark.parametrize("sample", [Moments(1, 3.0, math.nan), Moments(5, 3.0, 0.0)])
def test_without_spread_there_is_an_estimate_but_no_test(sample):
    found = contrast([sample], fixed=1.0)
    assert found.estimate == 4.0
    assert math.isnan(found.p_value)
    assert math.isnan(found.interval.low)


@given(
    st.floats(-5, 5),
    st.floats(0.01, 9),
    st.integers(2, 400),
    st.floats(-5, 5),
    st.floats(0.5, 0.99),
)
def test_p_and_interval_never_disagree(mean, variance, n, fixed, confidence):
    found = contrast([Moments(n, mean, variance)], fixed=fixed, confidence=confidence)
    excludes = not found.interval.low <= 0 <= found.interval.high
    at_the_edge = abs(found.p_value - (1 - confidence)) < 1e-9
    assert at_the_edge or (found.p_value < 1 - confidence) == excludes
