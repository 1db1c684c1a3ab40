from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor

from cx.stats.least_squares import CrossProducts, correlation, dependent, ols, vif


@pytest.fixture
def data():
    rng = np.random.default_rng(11)
    x = rng.normal(size=(200, 4)) @ rng.normal(size=(4, 4)) + [3, 0, -2, 9]
    y = x @ [0.5, -1, 0, 2] + rng.normal(size=200)
    return np.column_stack([x, y])


def in_groups(data, groups=7, constants=None):
    shifted = data - (data.mean(axis=0) if constants is None else constants)
    parts = np.array_split(shifted, groups)
    return CrossProducts(
        np.array([len(part) for part in parts], dtype=float),
        np.array([part.sum(axis=0) for part in parts]),
        np.array([part.T @ part for part in parts]),
    )


def test_ols_agrees_with_statsmodels(data):
    slopes, r_squared = ols(in_groups(data).total().centred)
    fitted = sm.OLS(data[:, -1], sm.add_constant(data[:, :-1])).fit()
    assert slopes == pytest.approx(fitted.params[1:], abs=1e-10)
    assert r_squared == pytest.approx(fitted.rsquared, abs=1e-12)


def test_leaving_out_a_group_is_fitting_without_its_rows(data):
    slopes, _ = ols(in_groups(data).without_each().centred)
    rest = np.concatenate(np.array_split(data, 7)[1:])
    fitted = sm.OLS(rest[:, -1], sm.add_constant(rest[:, :-1])).fit()
    assert slopes[0] == pytest.approx(fitted.params[1:], abs=1e-10)


def test_correlation_agrees_with_numpy(data):
    found = correlation(in_groups(data).total().centred)
    assert found == pytest.approx(np.corrcoef(data.T), abs=1e-12)


def test_large_values_keep_their_digits(data):
    small, _ = ols(in_groups(data).total().centred)
    large, _ = ols(in_groups(data + 1e9).total().centred)
    # 1e9 leaves about 7 of 16 digits for values near 1.
    assert large == pytest.approx(small, abs=1e-5)


def test_units_of_a_column_only_change_its_slope(data):
    scaled = data * [10, 1, 1, 1, 1]
    slopes, r_squared = ols(in_groups(data).total().centred)
    others, same = ols(in_groups(scaled).total().centred)
    assert others == pytest.approx(slopes / [10, 1, 1, 1], rel=1e-9)
    assert same == pytest.approx(r_squared, abs=1e-12)


def test_a_constant_column_explains_nothing(data):
    constant = np.insert(data, 0, 4.0, axis=1)
    slopes, r_squared = ols(in_groups(constant).total().centred)
    assert slopes[0] == 0
    assert r_squared == pytest.approx(ols(in_groups(data).total().centred)[1], abs=1e-12)


def test_a_constant_outcome_has_no_r_squared(data):
    data[:, -1] = 2.0
    assert np.isnan(ols(in_groups(data).total().centred)[1])


def test_all_partners_of_a_linear_relation_are_named(data):
    x = np.column_stack([data[:, :3], data[:, 0] + data[:, 2]])
    assert dependent(np.corrcoef(x.T)).tolist() == [True, False, True, True]


def test_free_columns_are_not_called_dependent(data):
    assert not dependent(np.corrcoef(data[:, :-1].T)).any()


def test_vif_agrees_with_statsmodels(data):
    x = sm.add_constant(data[:, :-1])
    expected = [variance_inflation_factor(x, column) for column in range(1, 5)]
    assert vif(np.corrcoef(data[:, :-1].T)) == pytest.approx(expected, rel=1e-9)


def test_vif_of_a_duplicate_is_infinite(data):
    x = np.column_stack([data[:, 0], data[:, 1], data[:, 0]])
    found = vif(np.corrcoef(x.T))
    assert np.isinf(found).tolist() == [True, False, True]


def test_a_constant_taken_off_afterwards_is_as_if_it_was_taken_off_before():
    rows = np.random.default_rng(2).integers(0, 11, (200, 3)).astype(float)
    constants = np.array([3.0, -1.5, 7.25])
    parts = [rows[:80], rows[80:]]

    def products(parts):
        return CrossProducts(
            np.array([float(len(part)) for part in parts]),
            np.array([part.sum(axis=0) for part in parts]),
            np.array([part.T @ part for part in parts]),
        )

    found, expected = products(parts).less(constants), products([p - constants for p in parts])
    assert found.sums == pytest.approx(expected.sums, abs=1e-9)
    assert found.products == pytest.approx(expected.products, abs=1e-9)
    assert found.centred == pytest.approx(expected.centred, abs=1e-9)
