"""A share against a number named beforehand: the score test and Wilson's interval are one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from cx.errors import InvalidSetting
from cx.stats.given_share import score_test


@pytest.mark.parametrize(("hits", "n", "share"), [(8, 100, 0.8), (40, 80, 0.45), (3, 7, 0.5)])
def test_it_is_that_of_statsmodels(hits, n, share):
    interval, p_value = score_test(hits, n, share, 0.9)
    assert p_value == pytest.approx(proportions_ztest(hits, n, share, prop_var=share)[1])
    assert tuple(interval) == pytest.approx(proportion_confint(hits, n, 0.1, method="wilson"))


@given(st.integers(1, 300), st.data())
def test_p_and_interval_never_disagree(n, data):
    hits = data.draw(st.integers(0, n))
    share = data.draw(st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0.001, 0.999)))
    (low, high), p_value = score_test(hits, n, share)
    edge = min(abs(low - share), abs(high - share)) < 1e-9
    assert (p_value < 0.05) == (not low <= share <= high) or (edge and 0 < share < 1)


def test_nobody_asked_tells_nothing():
    assert math.isnan(score_test(0, 0, 0.5)[1])


def test_what_is_no_share_is_refused():
    with pytest.raises(InvalidSetting, match="has to lie between 0 and 1; what arrived is 80"):
        score_test(1, 2, 80)
