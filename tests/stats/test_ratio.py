"""Fieller's interval of a ratio of means holds what it promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from cx.stats.means import Moments
from cx.stats.ratio import ratio, together

FIRST, OTHER = Moments(120, 90.0, 4900.0), Moments(80, 50.0, 2500.0)
moments = st.builds(Moments, st.integers(2, 1000), st.floats(1, 1000), st.floats(0.01, 10_000))


def sample(values) -> Moments:
    return Moments(len(values), float(np.mean(values)), float(np.var(values, ddof=1)))


def test_the_interval_solves_fiellers_equation():
    found = ratio(FIRST, OTHER)
    reach = stats.t.ppf(0.975, found.difference.df)

    def beyond(r: float) -> float:
        variance = FIRST.squared_error + r**2 * OTHER.squared_error
        return (FIRST.mean - r * OTHER.mean) ** 2 - reach**2 * variance

    low = optimize.brentq(beyond, 0.5, found.estimate)
    high = optimize.brentq(beyond, found.estimate, 5)
    assert tuple(found.interval) == pytest.approx((low, high), rel=1e-9)
    assert found.estimate == pytest.approx(1.8)


@given(moments, moments)
def test_it_excludes_one_exactly_when_the_difference_excludes_zero(first, other):
    found = ratio(first, other)
    if math.isnan(found.interval.low):
        return
    apart = found.difference.interval.low > 1e-9 or found.difference.interval.high < -1e-9
    assert (found.interval.low > 1 + 1e-12 or found.interval.high < 1 - 1e-12) == apart


@given(moments, moments, st.floats(0.01, 100))
def test_the_currency_does_not_matter(first, other, rate):
    def turned(own: Moments) -> Moments:
        return Moments(own.n, own.mean * rate, own.variance * rate**2)

    one, two = ratio(first, other), ratio(turned(first), turned(other))
    assert two.estimate == pytest.approx(one.estimate)
    assert tuple(two.interval) == pytest.approx(tuple(one.interval), rel=1e-6, nan_ok=True)


@pytest.mark.parametrize("mean", [0.0, -5.0])
def test_there_is_no_ratio_to_nothing_or_less(mean):
    found = ratio(FIRST, Moments(80, mean, 2500.0))
    assert math.isnan(found.estimate)
    assert math.isnan(found.interval.low)
    assert found.difference.difference == 90 - mean


def test_what_cannot_be_told_from_nothing_bounds_no_ratio():
    found = ratio(FIRST, Moments(10, 5.0, 2500.0))
    assert found.estimate == 18
    assert math.isnan(found.interval.low)


@pytest.mark.parametrize("half_nothing", [False, True])
def test_coverage_of_skewed_money(half_nothing):
    """95 % of intervals of log-normal money hold the true ratio, ± 3 simulation errors."""
    rng = np.random.default_rng(11)
    hits, runs, n = 0, 600, 150
    for _ in range(runs):
        first, other = (rng.lognormal(0, 1, n) * factor for factor in (1.8, 1.0))
        if half_nothing:
            first, other = (values * (rng.random(n) < 0.5) for values in (first, other))
        low, high = ratio(sample(first), sample(other)).interval
        hits += low <= 1.8 <= high
    assert abs(hits / runs - 0.95) < 3 * math.sqrt(0.95 * 0.05 / runs)


def test_samples_together_are_one_sample():
    rng = np.random.default_rng(5)
    parts = [rng.gamma(2, 30, n) for n in (7, 1, 40)]
    whole = sample(np.concatenate(parts))
    joined = together(*(Moments(1, p[0], math.nan) if len(p) == 1 else sample(p) for p in parts))
    assert joined.n == whole.n
    assert (joined.mean, joined.variance) == pytest.approx((whole.mean, whole.variance))


def test_nobody_together_is_nobody():
    assert together(Moments(0, math.nan, math.nan)).n == 0
