"""Newcombe's interval and the p-value that fits it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from cx.stats.share_difference import share_difference

# Newcombe (1998), table II: the eight contrasts, method 10.
PUBLISHED = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0000)),
    ((10, 10, 0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("counts", "expected"), PUBLISHED)
def test_the_published_intervals(counts, expected):
    assert tuple(share_difference(*counts).interval) == pytest.approx(expected, abs=5.1e-5)


def test_it_is_that_of_statsmodels():
    expected = confint_proportions_2indep(4, 5, 812, 1966, method="newcomb", alpha=0.1)
    assert tuple(share_difference(4, 5, 812, 1966, 0.9).interval) == pytest.approx(expected)


@given(st.data(), st.integers(1, 12), st.integers(1, 500), st.floats(0.5, 0.99))
def test_p_and_interval_never_disagree(data, n, other_n, confidence):
    hits, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, other_n))
    found = share_difference(hits, n, other, other_n, confidence)
    low, high = found.interval
    assert -1 <= low <= found.estimate <= high <= 1
    at_the_edge = abs(found.p_value - (1 - confidence)) < 1e-9
    assert at_the_edge or (found.p_value < 1 - confidence) == (not low <= 0 <= high)


def test_it_turns_round_with_its_groups():
    there, back = share_difference(4, 5, 100, 300), share_difference(100, 300, 4, 5)
    assert there.estimate == pytest.approx(-back.estimate)
    assert there.interval.low == pytest.approx(-back.interval.high)
    assert there.p_value == pytest.approx(back.p_value)


def test_in_large_groups_p_is_that_of_the_usual_test():
    _, expected = proportions_ztest([800, 3170], [20030, 39970])
    assert share_difference(800, 20030, 3170, 39970).p_value < 1e-9 > expected
    _, expected = proportions_ztest([1010, 2900], [10000, 30000])
    assert share_difference(1010, 10000, 2900, 30000).p_value == pytest.approx(expected, abs=0.005)


def test_an_empty_group_tells_nothing():
    found = share_difference(0, 0, 3, 10)
    assert math.isnan(found.estimate)
    assert math.isnan(found.interval.low)
    assert math.isnan(found.p_value)
