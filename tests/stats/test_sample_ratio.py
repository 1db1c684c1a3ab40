import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.errors import InvalidSetting
from cx.stats.sample_ratio import sample_ratio


def test_it_agrees_with_scipy_for_uneven_plans():
    counts, weights = [501, 260, 239], [2, 1, 1]
    referee = stats.chisquare(counts, [500, 250, 250])
    answer = sample_ratio(counts, weights)
    assert answer.p_value == pytest.approx(referee.pvalue, rel=1e-12)
    assert answer.df == 2
    assert answer.planned == (0.5, 0.25, 0.25)


def test_cookie_cats_as_published():
    assert sample_ratio([44_700, 45_489], [1, 1]).p_value == pytest.approx(0.0086, abs=5e-5)


@given(st.lists(st.integers(1, 10**7), min_size=2, max_size=6), st.randoms())
def test_the_order_of_the_arms_does_not_matter(counts, random):
    arms = list(zip(counts, range(1, len(counts) + 1), strict=True))
    before = sample_ratio(*zip(*arms, strict=True))
    random.shuffle(arms)
    assert sample_ratio(*zip(*arms, strict=True)).p_value == pytest.approx(before.p_value)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=6))
def test_the_plan_itself_is_never_doubted(counts):
    assert sample_ratio(counts, counts).p_value == pytest.approx(1)


def test_without_units_there_is_no_p_value():
    assert math.isnan(sample_ratio([0, 0], [1, 1]).p_value)


@pytest.mark.parametrize("weight", [0, -1, math.nan, math.inf])
def test_an_arm_that_nobody_should_see_is_refused(weight):
    with pytest.raises(InvalidSetting, match="each has to be above 0. Leave out an arm"):
        sample_ratio([10, 10], [1, weight])


@pytest.mark.parametrize(("counts", "weights"), [([10], [1]), ([1, 2], [1, 1, 1])])
def test_arms_and_plans_have_to_match(counts, weights):
    with pytest.raises(InvalidSetting, match="two arms or more are needed"):
        sample_ratio(counts, weights)


def test_a_negative_count_is_refused():
    with pytest.raises(InvalidSetting, match="hold a negative one"):
        sample_ratio([-1, 3], [1, 1])
