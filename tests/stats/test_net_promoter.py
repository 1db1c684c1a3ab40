from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from cx.stats.net_promoter import NpsCounts, difference

COUNTS = NpsCounts(60, 25, 15)


def answers(counts: NpsCounts) -> np.ndarray:
    return np.repeat([100.0, 0.0, -100.0], [counts.promoters, counts.passives, counts.detractors])


def test_nps_and_variance_are_those_of_the_single_answers():
    assert COUNTS.nps == pytest.approx(answers(COUNTS).mean(), abs=1e-12)
    assert COUNTS.variance == pytest.approx(answers(COUNTS).var(), abs=1e-9)


def test_interval_is_the_plain_one_of_the_counts_with_three_answers_added():
    p, d, n = 60.75 / 103, 15.75 / 103, 103
    error = math.sqrt((p + d - (p - d) ** 2) / n)
    expected = stats.norm.interval(0.9, 100 * (p - d), 100 * error)
    assert COUNTS.interval(0.9) == pytest.approx(expected, abs=1e-10)


def test_turning_promoters_into_detractors_turns_the_interval_round():
    low, high = NpsCounts(15, 25, 60).interval()
    turned = COUNTS.interval()
    assert (low, high) == pytest.approx((-turned.high, -turned.low), abs=1e-12)


@pytest.mark.parametrize("counts", [NpsCounts(5, 0, 0), NpsCounts(0, 0, 5)])
def test_interval_stays_on_the_scale(counts):
    low, high = counts.interval()
    assert -100 <= low < high <= 100


def test_interval_has_a_width_even_when_everybody_agrees():
    low, high = NpsCounts(0, 40, 0).interval()
    assert low < 0 < high


def test_interval_keeps_its_promise_in_small_samples():
    rng = np.random.default_rng(5)
    shares, hits = (0.5, 0.3, 0.2), 0
    draws = rng.multinomial(15, shares, size=2000)
    for promoters, passives, detractors in draws:
        low, high = NpsCounts(int(promoters), int(passives), int(detractors)).interval()
        hits += low <= 30 <= high
    # The standard error of a coverage of 95 % in 2,000 draws is 0.5 points.
    assert 0.93 <= hits / 2000 <= 0.98


def test_without_answers_there_is_no_number():
    none = NpsCounts(0, 0, 0)
    assert all(math.isnan(value) for value in (none.nps, none.variance, *none.interval()))


def test_difference_agrees_with_z_on_the_single_answers():
    other = NpsCounts(80, 70, 50)
    a, b = answers(COUNTS), answers(other)
    error = math.sqrt(a.var() / len(a) + b.var() / len(b))
    found = difference(COUNTS, other)
    assert found.estimate == pytest.approx(a.mean() - b.mean(), abs=1e-12)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(found.estimate / error), abs=1e-12)


def test_difference_changes_its_sign_with_the_order():
    other = NpsCounts(80, 70, 50)
    there, back = difference(COUNTS, other), difference(other, COUNTS)
    assert there.estimate == -back.estimate
    assert there.interval.low == -back.interval.high
    assert there.p_value == back.p_value


@pytest.mark.parametrize("shift", range(0, 40, 5))
def test_interval_excludes_zero_exactly_when_the_p_value_is_small(shift):
    found = difference(NpsCounts(60 - shift, 25, 15 + shift), NpsCounts(50, 25, 25))
    assert (found.interval.low > 0 or found.interval.high < 0) == (found.p_value < 0.05)


@pytest.mark.parametrize("other", [NpsCounts(0, 40, 0), NpsCounts(70, 0, 0)])
def test_two_groups_without_variance_cannot_be_judged(other):
    found = difference(NpsCounts(50, 0, 0), other)
    assert found.estimate == 100 - other.nps
    assert math.isnan(found.p_value)
    assert math.isnan(found.interval.low)


def test_difference_to_an_empty_group_is_missing():
    assert math.isnan(difference(COUNTS, NpsCounts(0, 0, 0)).estimate)


def test_few_answers_of_one_kind_are_no_certainty():
    found = difference(NpsCounts(1, 0, 0), NpsCounts(0, 0, 1))
    assert found.estimate == 200
    assert found.p_value > 0.05
    assert found.interval.low < 0


def test_below_thirty_answers_both_groups_are_adjusted():
    first, other = NpsCounts(12, 5, 12), NpsCounts(60, 20, 20)
    interval = difference(first, other).interval
    centre = 0 - 100 * (60 - 20) / 103
    assert (interval.low + interval.high) / 2 == pytest.approx(centre, abs=1e-9)


def test_false_alarms_between_small_groups_stay_near_five_percent():
    draw = np.random.default_rng(7)
    parts = draw.multinomial(12, [0.5, 0.3, 0.2], size=(4000, 2))
    alarms = [
        difference(NpsCounts(*map(int, x)), NpsCounts(*map(int, y))).p_value < 0.05
        for x, y in parts
    ]
    assert np.mean(alarms) < 0.06
