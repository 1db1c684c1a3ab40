from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from cx.stats.interval import normal_quantile
from cx.stats.kano import Kano, better, better_interval, evaluate, lead


def test_every_pair_of_answers_has_a_kind():
    kinds = [evaluate(there, gone) for there in range(1, 6) for gone in range(1, 6)]
    assert set(kinds) == set(Kano)
    assert kinds.count(Kano.INDIFFERENT) == 9


@pytest.mark.parametrize("code", range(2, 5))
def test_exchanged_answers_turn_attractive_and_must_be_into_reverse(code):
    assert evaluate(1, code) == Kano.ATTRACTIVE
    assert evaluate(code, 1) == Kano.REVERSE
    assert evaluate(code, 5) == Kano.MUST_BE
    assert evaluate(5, code) == Kano.REVERSE


def test_better_is_missing_without_an_answer_that_counts():
    assert math.isnan(float(better(0, 0, 0)))


def test_interval_of_better_is_wilsons():
    low, high = better_interval(20, 30, 80)
    assert (low, high) == pytest.approx(proportion_confint(50, 80, method="wilson"))


@given(counts=st.lists(st.integers(0, 500), min_size=2, max_size=6))
def test_a_lead_and_its_p_value_agree(counts):
    first, second = sorted(counts, reverse=True)[:2]
    n = sum(counts)
    interval, p_value = lead(first, second, n)
    if n == 0:
        assert math.isnan(p_value)
        return
    # They come from one statistic: the interval excludes 0 exactly where p is below 0.05.
    assert (interval.low > 0) == (p_value < 0.05)


@pytest.mark.parametrize(("first", "second", "n"), [(1, 0, 1), (3, 0, 3), (1, 1, 2), (40, 0, 40)])
def test_a_lead_lies_between_minus_one_and_one(first, second, n):
    interval, _ = lead(first, second, n)
    assert -1 <= interval.low < interval.high <= 1


def test_the_error_of_a_lead_is_that_of_two_shares_of_the_same_answers():
    first, second, n = 5200, 4100, 10_000
    interval, _ = lead(first, second, n)
    p, q = first / n, second / n
    error = math.sqrt((p + q - (p - q) ** 2) / n)
    half = (interval.high - interval.low) / 2
    assert half == pytest.approx(normal_quantile(0.95) * error, rel=1e-3)
    assert np.mean(interval) == pytest.approx(p - q, abs=1e-4)


def test_two_kinds_alike_have_no_lead():
    interval, p_value = lead(40, 40, 100)
    assert interval.low < 0 < interval.high
    assert p_value == pytest.approx(1.0)
