from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from cx.stats.share_difference import share_difference

PARTS = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))


@pytest.mark.parametrize(
    ("counts", "interval"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table II, method 10
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), None),
        ((10, 10, 0, 20), (0.6791, 1.0)),
    ],
)
def test_published_intervals(counts, interval):
    found = share_difference(*counts).interval
    if interval is None:
        assert all(math.isnan(end) for end in found)
    else:
        assert tuple(found) == pytest.approx(interval, abs=5e-5)


def test_the_same_as_statsmodels():
    found = share_difference(80, 2003, 317, 3997, 0.9)
    low, high = confint_proportions_2indep(80, 2003, 317, 3997, method="newcomb", alpha=0.1)
    _, p_value = proportions_ztest([80, 317], [2003, 3997])
    assert tuple(found.interval) == pytest.approx((low, high))
    assert found.p_value == pytest.approx(p_value)


def test_the_test_is_pearsons():
    found = share_difference(7, 30, 20, 35)
    chi = stats.chi2_contingency([[7, 23], [20, 15]], correction=False)
    assert found.p_value == pytest.approx(chi.pvalue)


@given(PARTS)
def test_turned_around_it_is_the_same(parts):
    a, b, c, d = parts
    found, turned = share_difference(a, a + b, c, c + d), share_difference(c, c + d, a, a + b)
    assert turned.estimate == pytest.approx(-found.estimate, nan_ok=True)
    assert turned.interval.low == pytest.approx(-found.interval.high, nan_ok=True)
    assert turned.p_value == pytest.approx(found.p_value, nan_ok=True)


@given(PARTS)
def test_the_interval_holds_the_estimate_and_stays_in_bounds(parts):
    a, b, c, d = parts
    found = share_difference(a, a + b, c, c + d)
    if not math.isnan(found.p_value):
        low, high = found.interval
        assert -1 - 1e-12 <= low <= found.estimate <= high <= 1 + 1e-12


def test_nobody_in_a_group():
    assert math.isnan(share_difference(0, 0, 3, 10).estimate)
