from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from cx.stats.proportions import wilson


@pytest.mark.parametrize(("successes", "n"), [(0, 1), (3, 7), (50, 100), (99, 100), (7, 7)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_agrees_with_statsmodels(successes, n, confidence):
    expected = proportion_confint(successes, n, alpha=1 - confidence, method="wilson")
    assert wilson(successes, n, confidence) == pytest.approx(expected, abs=1e-12)


def test_arrays_give_the_same_as_numbers():
    low, high = wilson([0, 5, 81], [20, 10, 263])
    single = [wilson(s, n) for s, n in ((0, 20), (5, 10), (81, 263))]
    assert np.array_equal(low, [interval.low for interval in single])
    assert np.array_equal(high, [interval.high for interval in single])


def test_nothing_of_nothing_has_no_interval():
    low, high = wilson([0, 1], [0, 2])
    assert np.isnan([low[0], high[0]]).all()
    assert not np.isnan([low[1], high[1]]).any()


def test_bounds_are_exact_at_the_ends():
    assert wilson(0, 13).low == 0
    assert wilson(13, 13).high == 1


def test_successes_and_failures_mirror_each_other():
    hits, misses = wilson(30, 100), wilson(70, 100)
    assert hits.low == pytest.approx(1 - misses.high, abs=1e-15)


@pytest.mark.parametrize(("successes", "n"), [(3, 2), (-1, 2)])
def test_impossible_counts_are_refused(successes, n):
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(successes, n)
