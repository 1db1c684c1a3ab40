"""Newcombe's interval and the p-value that fits it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from cx.stats.two_shares import newcombe

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
    assert tuple(newcombe(*counts)[0]) == pytest.approx(expected, abs=5.1e-5)


def test_it_is_that_of_statsmodels():
    expected = confint_proportions_2indep(4, 5, 812, 1966, method="newcomb", alpha=0.1)
    assert tuple(newcombe(4, 5, 812, 1966, 0.9)[0]) == pytest.approx(expected)


@given(st.data(), st.integers(1, 12), st.integers(1, 500), st.floats(0.5, 0.99))
def test_p_and_interval_never_disagree(data, n, other_n, confidence):
    hits, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, other_n))
    (low, high), p_value = newcombe(hits, n, other, other_n, confidence)
    assert -1 <= low <= high <= 1
    at_the_edge = abs(p_value - (1 - confidence)) < 1e-9
    assert at_the_edge or (p_value < 1 - confidence) == (not low <= 0 <= high)


def test_it_turns_round_with_its_groups():
    there, back = newcombe(4, 5, 100, 300), newcombe(100, 300, 4, 5)
    assert (there[0].low, there[1]) == pytest.approx((-back[0].high, back[1]))


def test_an_empty_group_tells_nothing():
    interval, p_value = newcombe(0, 0, 3, 10)
    assert math.isnan(interval.low)
    assert math.isnan(p_value)
