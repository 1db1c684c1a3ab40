from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from cx.stats.multiplicity import holm


def test_agrees_with_statsmodels():
    p_values = np.random.default_rng(1).uniform(0, 0.2, 40)
    expected = multipletests(p_values, method="holm")[1]
    assert holm(p_values) == pytest.approx(expected, abs=1e-15)


def test_order_of_the_tests_does_not_matter():
    rng = np.random.default_rng(2)
    p_values, order = rng.uniform(0, 0.1, 12), rng.permutation(12)
    assert np.array_equal(holm(p_values[order]), holm(p_values)[order])


def test_tests_that_could_not_be_made_do_not_count():
    adjusted = holm([0.01, np.nan, 0.04, np.nan])
    assert np.array_equal(adjusted, [*[0.02, np.nan], *[0.04, np.nan]], equal_nan=True)


def test_never_below_the_raw_value_and_never_above_one():
    p_values = np.random.default_rng(3).uniform(0, 1, 50)
    adjusted = holm(p_values)
    assert (adjusted >= p_values).all()
    assert adjusted.max() == 1


def test_one_test_stays_as_it_is():
    assert holm([0.03]).tolist() == [0.03]


def test_no_test_gives_nothing():
    assert holm([]).shape == (0,)
