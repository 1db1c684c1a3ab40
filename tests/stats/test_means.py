import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans

from cx.errors import InvalidSetting
from cx.stats.means import Moments, mean_interval, welch

samples = st.builds(
    Moments,
    st.integers(2, 10**6),
    st.floats(-1e4, 1e4),
    st.floats(1e-6, 1e6),
)


def moments(values):
    return Moments(len(values), float(np.mean(values)), float(np.var(values, ddof=1)))


@pytest.fixture
def pair():
    rng = np.random.default_rng(4)
    return rng.normal(10, 2, 37), rng.normal(11, 5, 91)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_it_agrees_with_scipy(pair, confidence):
    control, treatment = pair
    referee = stats.ttest_ind(treatment, control, equal_var=False)
    answer = welch(moments(control), moments(treatment), confidence)
    assert answer.p_value == pytest.approx(referee.pvalue, rel=1e-10)
    assert answer.df == pytest.approx(referee.df, rel=1e-10)
    assert answer.interval == pytest.approx(
        tuple(referee.confidence_interval(confidence)), rel=1e-10
    )


def test_it_agrees_with_statsmodels(pair):
    referee = CompareMeans.from_data(pair[1], pair[0])
    answer = welch(moments(pair[0]), moments(pair[1]))
    assert answer.interval == pytest.approx(referee.tconfint_diff(usevar="unequal"), rel=1e-10)


def test_the_interval_of_one_mean_agrees_with_scipy(pair):
    referee = stats.ttest_1samp(pair[0], 0).confidence_interval(0.9)
    assert mean_interval(moments(pair[0]), 0.9) == pytest.approx(tuple(referee), rel=1e-10)


def test_fieller_agrees_with_its_definition_solved_by_search(pair):
    control, treatment = moments(pair[0]), moments(pair[1])
    answer = welch(control, treatment)
    reach = stats.t.ppf(0.975, answer.df)
    for lift in answer.relative_interval:
        gap = treatment.mean - (1 + lift) * control.mean
        error = math.sqrt(treatment.squared_error + (1 + lift) ** 2 * control.squared_error)
        assert abs(gap) == pytest.approx(reach * error, rel=1e-9)


def test_fieller_covers_the_true_lift_as_often_as_it_says():
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(2000):
        answer = welch(moments(rng.normal(5, 6, 40)), moments(rng.normal(6, 6, 40)))
        hits += answer.relative_interval.low <= 0.2 <= answer.relative_interval.high
    assert hits / 2000 == pytest.approx(0.95, abs=0.02)


@given(samples, samples)
def test_the_relative_interval_excludes_zero_exactly_when_the_absolute_one_does(first, second):
    answer = welch(first, second)
    assume(not math.isnan(answer.relative_interval.low))
    edge = min(map(abs, answer.interval)) / answer.standard_error
    assume(edge > 1e-6)
    absolute = answer.interval.low > 0 or answer.interval.high < 0
    relative = answer.relative_interval.low > 0 or answer.relative_interval.high < 0
    assert relative == absolute
    assert absolute == (answer.p_value < 0.05)


@given(samples, samples)
def test_swapping_the_arms_turns_the_signs(first, second):
    there, back = welch(first, second), welch(second, first)
    assert there.difference == -back.difference
    assert there.interval == pytest.approx((-back.interval.high, -back.interval.low))
    assert there.p_value == pytest.approx(back.p_value)


@given(samples, samples, st.floats(0.01, 100))
def test_the_unit_of_the_values_does_not_matter(first, second, unit):
    def scaled(sample):
        return Moments(sample.n, sample.mean * unit, sample.variance * unit**2)

    before, after = welch(first, second), welch(scaled(first), scaled(second))
    assert after.p_value == pytest.approx(before.p_value, rel=1e-6, abs=1e-12)
    assert after.relative == pytest.approx(before.relative, nan_ok=True)


@given(samples, samples)
def test_the_sign_of_the_relative_difference_is_that_of_the_difference(first, second):
    answer = welch(first, second)
    assume(not math.isnan(answer.relative) and answer.difference)
    assert math.copysign(1, answer.relative) == math.copysign(1, answer.difference)


def test_a_control_that_may_be_zero_has_no_relative_interval():
    answer = welch(Moments(20, 0.1, 4.0), Moments(20, 1.0, 4.0))
    assert math.isnan(answer.relative_interval.low)
    assert not math.isnan(answer.interval.low)


@pytest.mark.parametrize(
    ("control", "treatment"),
    [
        (Moments(1, 3.0, math.nan), Moments(20, 1.0, 4.0)),
        (Moments(0, math.nan, math.nan), Moments(20, 1.0, 4.0)),
        (Moments(20, 1.0, 0.0), Moments(20, 2.0, 0.0)),
    ],
)
def test_what_cannot_be_computed_is_nan(control, treatment):
    answer = welch(control, treatment)
    assert math.isnan(answer.p_value)
    assert math.isnan(answer.interval.low)
    assert math.isnan(answer.relative_interval.high)


def test_one_arm_without_spread_can_still_be_compared():
    answer = welch(Moments(20, 1.0, 0.0), Moments(20, 2.0, 4.0))
    assert answer.df == pytest.approx(19)


def test_a_control_mean_of_zero_has_no_relative_difference():
    assert math.isnan(welch(Moments(20, 0.0, 1.0), Moments(20, 2.0, 4.0)).relative)


def test_a_negative_count_is_refused():
    with pytest.raises(InvalidSetting, match="sample of -1 values with variance 1.0 cannot be"):
        Moments(-1, 0.0, 1.0)


def test_a_confidence_of_one_is_refused():
    with pytest.raises(InvalidSetting, match="has to lie between 0 and 1"):
        welch(Moments(20, 0.0, 1.0), Moments(20, 2.0, 4.0), 1.0)
