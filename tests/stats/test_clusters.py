"""Clustered means against statsmodels, SciPy's t tests and what must hold for any input."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cx.stats.clusters import ClusteredMeans, estimate, gap
from cx.stats.multiplicity import holm


def clustered(values, clusters):
    """Add up a matrix of values, NaN where missing, by cluster; in NumPy alone."""
    values = np.asarray(values, dtype=float)
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    mean = np.nansum(values, axis=0) / n
    deviations = np.where(there, values - mean, 0.0)
    labels = np.unique(clusters, return_inverse=True)[1]
    sums = np.array([deviations[labels == label].sum(axis=0) for label in range(labels.max() + 1)])
    who = np.array([there[labels == label].any(axis=0) for label in range(labels.max() + 1)])
    return ClusteredMeans(n.astype(float), who.sum(axis=0).astype(float), mean, sums.T @ sums)


@pytest.fixture
def answers():
    rng = np.random.default_rng(4)
    clusters = rng.integers(0, 40, 300)
    values = rng.normal(3, 1, (300, 3)) + rng.normal(0, 0.8, 40)[clusters][:, None]
    values[rng.random((300, 3)) < 0.15] = np.nan
    return values, clusters


def test_mean_and_interval_are_those_of_ols_with_clusters(answers):
    values, clusters = answers
    intervals = clustered(values, clusters).intervals(0.9)
    for column in range(3):
        known = ~np.isnan(values[:, column])
        y, who = values[known, column], clusters[known]
        model = sm.OLS(y, np.ones(len(y))).fit(
            cov_type="cluster", cov_kwds={"groups": who}, use_t=True
        )
        assert list(intervals[column]) == pytest.approx(list(model.conf_int(0.1)[0]), rel=1e-9)


def test_without_repeats_it_is_student(answers):
    values = answers[0][:, :1][~np.isnan(answers[0][:, 0])]
    (found,) = clustered(values, np.arange(len(values))).intervals(0.95)
    mean, error = values.mean(), stats.sem(values[:, 0])
    expected = stats.t.interval(0.95, len(values) - 1, mean, error)
    assert list(found) == pytest.approx(list(expected), rel=1e-9)


def test_columns_of_the_same_rows_are_paired():
    rng = np.random.default_rng(1)
    values = rng.normal(0, 1, (60, 1)) + rng.normal(0, 0.3, (60, 2))
    found = clustered(values, np.arange(60)).difference(0, 1)
    expected = stats.ttest_rel(values[:, 0], values[:, 1])
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9)
    interval = expected.confidence_interval(0.95)
    assert list(found.interval) == pytest.approx([interval.low, interval.high], rel=1e-9)


def test_columns_of_different_rows_have_the_error_of_welch():
    rng = np.random.default_rng(2)
    values = np.full((90, 2), np.nan)
    values[:50, 0], values[50:, 1] = rng.normal(0, 1, 50), rng.normal(0.4, 2, 40)
    found = clustered(values, np.arange(90))
    first, other = values[:50, 0], values[50:, 1]
    error = math.hypot(stats.sem(first), stats.sem(other))
    expected = 2 * stats.t.sf(abs(first.mean() - other.mean()) / error, 39)
    assert found.difference(0, 1).p_value == pytest.approx(expected, rel=1e-9)


def test_clusters_that_answer_alike_widen_the_interval():
    values = np.repeat(np.array([[1.0], [2.0], [4.0], [5.0], [3.0]]), 6, axis=0)
    own = clustered(values, np.arange(30)).intervals()[0]
    together = clustered(values, np.repeat(np.arange(5), 6)).intervals()[0]
    assert together.high - together.low > 2 * (own.high - own.low)


@pytest.mark.parametrize(
    "values", [[[3.0], [3.0], [3.0]], [[3.0]]], ids=["all the same", "a single value"]
)
def test_nothing_to_judge_by_is_no_interval(values):
    (found,) = clustered(values, np.arange(len(values))).intervals()
    assert all(math.isnan(end) for end in found)


def test_a_copy_of_a_column_cannot_be_judged():
    values = np.array([[1, 1], [2, 2], [5, 5], [4, 4]], dtype=float)
    found = clustered(values, np.arange(4)).difference(0, 1)
    assert found.value == 0
    assert math.isnan(found.p_value)


def test_interval_and_p_value_never_disagree():
    for value in (0.5, 1.9, 2.1, 2.3, 4.0):
        found = estimate(value, 1.0, 12)
        assert (found.p_value < 0.05) == (found.interval.low > 0)


def test_a_shared_customer_counts_in_the_gap():
    apart = gap((3.0, 0.01, 50), (2.8, 0.01, 50), 0.0)
    alike = gap((3.0, 0.01, 50), (2.8, 0.01, 50), 0.008)
    assert alike.p_value < apart.p_value


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 6)), min_size=8, max_size=40),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_changes_nothing(rows, random):
    shuffled = rows.copy()
    random.shuffle(shuffled)
    frames = [pd.DataFrame(part, columns=["value", "who"]) for part in (rows, shuffled)]
    first, other = (clustered(frame[["value"]], frame["who"]).covariance for frame in frames)
    assert first == pytest.approx(other, rel=1e-9, abs=1e-12, nan_ok=True)


def test_intervals_keep_their_promise_where_customers_answer_repeatedly():
    rng = np.random.default_rng(7)
    clusters = np.repeat(np.arange(40), 3)
    held = 0
    for _ in range(400):
        values = 3 + rng.normal(0, 0.7, 40)[clusters] + rng.normal(0, 0.9, 120)
        low, high = clustered(values[:, None], clusters).intervals()[0]
        held += low <= 3 <= high
    assert held >= 366  # 380 in the long run; fewer than 366 with probability 0.001


def test_the_best_of_equals_is_called_best_as_rarely_as_promised():
    rng = np.random.default_rng(11)
    told = 0
    for _ in range(400):
        found = clustered(rng.integers(1, 6, (80, 4)), np.arange(80))
        pairs = [(i, j) for i in range(4) for j in range(i)]
        p_values = holm([found.difference(i, j).p_value for i, j in pairs])
        best = int(found.mean.argmax())
        told += all(p < 0.05 for p, pair in zip(p_values, pairs, strict=True) if best in pair)
    assert told <= 34  # at most 20 in the long run; more than 34 with probability 0.001
