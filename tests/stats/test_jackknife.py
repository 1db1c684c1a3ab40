from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cx.stats.jackknife import Jackknife


def means(rows, groups):
    parts = np.array_split(rows, groups)
    without = [np.concatenate(parts[:i] + parts[i + 1 :]).mean(axis=0) for i in range(groups)]
    return Jackknife(rows.mean(axis=0), np.array(without))


@pytest.fixture
def rows():
    return np.random.default_rng(21).normal(size=(60, 3)) + [0.1, 0.5, 0]


def test_of_a_mean_it_is_the_usual_standard_error(rows):
    found = means(rows, 60)
    assert found.standard_error == pytest.approx(stats.sem(rows), rel=1e-12)


def test_interval_and_p_value_of_a_mean_are_those_of_the_t_test(rows):
    expected = stats.ttest_1samp(rows, 0)
    low, high = means(rows, 60).interval(0.9)
    assert means(rows, 60).p_value() == pytest.approx(expected.pvalue, rel=1e-10)
    assert low == pytest.approx(expected.confidence_interval(0.9).low, rel=1e-10)
    assert high == pytest.approx(expected.confidence_interval(0.9).high, rel=1e-10)


def test_joint_p_value_of_means_is_hotellings(rows):
    n, k = rows.shape
    mean = rows.mean(axis=0)
    square = n * mean @ np.linalg.inv(np.cov(rows.T)) @ mean
    expected = stats.f.sf(square * (n - k) / (k * (n - 1)), k, n - k)
    assert means(rows, 60).joint_p_value() == pytest.approx(expected, rel=1e-9)


def test_joint_p_value_of_one_number_is_its_own(rows):
    one = means(rows[:, :1], 60)
    assert one.joint_p_value() == pytest.approx(one.p_value()[0], rel=1e-10)


def test_a_copy_does_not_change_the_joint_p_value(rows):
    copied = means(rows[:, [0, 1, 2, 1]], 60)
    assert copied.joint_p_value() == pytest.approx(means(rows, 60).joint_p_value(), rel=1e-6)


def test_units_do_not_change_the_joint_p_value(rows):
    scaled = means(rows * [1e6, 1, 1e-6], 60)
    assert scaled.joint_p_value() == pytest.approx(means(rows, 60).joint_p_value(), rel=1e-9)


def test_too_few_groups_give_no_joint_p_value(rows):
    assert np.isnan(means(rows, 3).joint_p_value())


def test_a_number_that_never_changes_has_no_interval():
    same = Jackknife(np.array([2.0]), np.full((5, 1), 2.0))
    assert np.isnan(same.interval()).all()
    assert np.isnan(same.p_value()).all()


def test_gap_is_the_interval_of_the_differences(rows):
    low, high = means(rows, 60).gap(1).interval()
    expected = stats.ttest_rel(rows[:, 1], rows[:, 0]).confidence_interval()
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_grouped_interval_keeps_its_promise():
    rng, hits = np.random.default_rng(6), 0
    for _ in range(600):
        low, high = means(rng.exponential(size=(400, 1)), 20).interval()
        hits += low[0] <= 1 <= high[0]
    # The standard error of a coverage of 95 % in 600 draws is 0.9 points.
    assert 0.92 <= hits / 600 <= 0.98


def test_sums_and_differences_are_those_of_every_replicate(rows):
    found = means(rows, 20)
    doubled, nothing = found + found, found - found
    assert doubled.interval()[1] == pytest.approx(2 * found.interval()[1], rel=1e-12)
    assert nothing.standard_error.tolist() == [0, 0, 0]


def test_a_weighted_sum_is_judged_with_all_that_goes_together(rows):
    weights = np.array([[1.0], [-2.0], [0.5]])
    found = means(rows, 60) @ weights
    assert found.estimate == pytest.approx(rows.mean(axis=0) @ weights)
    assert found.standard_error == pytest.approx(stats.sem(rows @ weights), rel=1e-10)


@pytest.mark.parametrize("groups", [0, 1])
def test_without_groups_there_is_nothing_to_judge_by(groups):
    found = Jackknife(np.array([1.0, 2.0]), np.ones((groups, 2)))
    assert np.isnan([*found.interval(), found.p_value(), found.standard_error]).all()
    assert np.isnan(found.joint_p_value())
