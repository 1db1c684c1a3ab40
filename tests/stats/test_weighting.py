from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.errors import CxError
from cx.stats.net_promoter import NpsCounts
from cx.stats.weighting import CellScores, post_stratified, raked, weighted_nps

CODES = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [2, 1]])


def fitted_by_hand(n, codes, margins, sweeps):
    """Iterative proportional fitting: scale to each margin in turn until nothing moves."""
    weight = np.ones(len(n))
    for _ in range(sweeps):
        for place, margin in enumerate(margins):
            now = np.bincount(codes[:, place], n * weight, len(margin))
            weight = weight * (margin / now)[codes[:, place]]
    return weight


def people(n, promoters, detractors):
    """One number a respondent, cell by cell: 1, 0 or −1."""
    return [
        np.repeat([1.0, -1.0, 0.0], [p, d, size - p - d])
        for size, p, d in zip(n, promoters, detractors, strict=True)
    ]


def sums(answers):
    return CellScores(
        np.array([part.sum() for part in answers]), np.array([(part**2).sum() for part in answers])
    )


@st.composite
def tables(draw):
    counts = st.integers(1, 60)
    n = np.array(draw(st.lists(counts, min_size=6, max_size=6)), dtype=float)
    more = np.array(draw(st.lists(st.integers(0, 400), min_size=6, max_size=6)), dtype=float)
    everyone = n + more
    margins = [np.bincount(CODES[:, at], everyone) for at in (0, 1)]
    return n, margins


@settings(deadline=None, max_examples=40)
@given(tables())
def test_raked_shares_are_those_of_all_customers(table):
    n, margins = table
    weights = raked(n, CODES, margins)
    for place, margin in enumerate(margins):
        found = np.bincount(CODES[:, place], n * weights.weight)
        assert found / margin.sum() == pytest.approx(margin / margin.sum(), abs=1e-8)


@settings(deadline=None, max_examples=20)
@given(tables())
def test_raking_is_iterative_proportional_fitting(table):
    n, margins = table
    expected = fitted_by_hand(n, CODES, margins, sweeps=400)
    shares = np.bincount(CODES[:, 0], n * expected)
    if np.allclose(shares, margins[0], rtol=1e-10):  # else the slow way is not there yet
        assert raked(n, CODES, margins).weight == pytest.approx(expected, rel=1e-6)


@settings(deadline=None, max_examples=40)
@given(tables(), st.permutations(range(6)))
def test_order_of_cells_does_not_matter(table, order):
    n, margins = table
    weight = raked(n, CODES, margins).weight
    other = raked(n[order], CODES[order], margins).weight
    assert other == pytest.approx(weight[order], rel=1e-7)


@settings(deadline=None, max_examples=40)
@given(tables(), st.floats(0.01, 1000))
def test_scale_of_the_population_does_not_matter(table, scale):
    n, margins = table
    weight = raked(n, CODES, margins).weight
    assert raked(n, CODES, [scale * m for m in margins]).weight / scale == pytest.approx(weight)


def test_a_sample_that_mirrors_everybody_keeps_equal_weights():
    n = np.array([10.0, 30, 20, 60, 5, 15])
    margins = [np.bincount(CODES[:, at], 7 * n) for at in (0, 1)]
    assert raked(n, CODES, margins).weight == pytest.approx(np.full(6, 7.0), rel=1e-9)


def test_margins_that_cannot_be_met_are_refused():
    # Whoever is at level 0 of the first is at level 0 of the second: 70 % cannot fit into 50 %.
    with pytest.raises(CxError, match="Weight by fewer of them"):
        raked([10, 10, 10], [[0, 0], [1, 0], [1, 1]], [[70, 30], [50, 50]])


def test_attributes_that_say_the_same_are_no_obstacle():
    weights = raked([5, 15], [[0, 0], [1, 1]], [[50, 50], [50, 50]])
    assert weights.weight == pytest.approx([10, 50 / 15])


def test_one_level_alone_gives_everybody_the_same_weight():
    assert raked([20], [[0]], [[100]]).weight == pytest.approx([5])


def test_post_stratified_cells_stand_for_their_customers():
    weights = post_stratified([10, 40], [100, 100])
    assert (weights.n * weights.weight).tolist() == [100, 100]


def test_kish():
    weights = post_stratified([10, 40], [100, 100])
    each = np.repeat(weights.weight, [10, 40])
    assert weights.effective_n == pytest.approx(each.sum() ** 2 / (each**2).sum())
    cv = each.std() / each.mean()
    assert weights.design_effect == pytest.approx(1 + cv**2)


def test_trimming_cuts_at_a_multiple_of_the_mean_and_keeps_the_sum():
    weights = post_stratified([1, 10, 89], [300, 200, 500]).trim(5)
    assert weights.n @ weights.weight == pytest.approx(1000)
    assert weights.weight.max() == pytest.approx(50)
    assert weights.trimmed == 1
    # The others keep their proportions.
    assert weights.weight[1] / weights.weight[2] == pytest.approx(20 / (500 / 89))


def test_trimming_goes_on_where_the_rest_grows_over_the_limit():
    weights = post_stratified([1, 1, 98], [500, 195, 305]).trim(20)
    assert weights.weight.max() <= 200 * (1 + 1e-9)
    assert weights.trimmed == 2
    assert weights.n @ weights.weight == pytest.approx(1000)


def test_nothing_is_trimmed_below_the_limit():
    weights = post_stratified([10, 40], [100, 100])
    assert weights.trim(5).trimmed == 0
    assert weights.trim(5).weight.tolist() == weights.weight.tolist()


@settings(deadline=None, max_examples=40)
@given(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50)))
def test_equal_weights_give_back_the_raw_nps_and_its_interval(parts):
    promoters, passives, detractors = parts
    raw = NpsCounts(promoters, passives, detractors)
    scores = CellScores(np.array([promoters - detractors]), np.array([promoters + detractors]))
    found = weighted_nps(scores, post_stratified([raw.n], [10 * raw.n]))
    assert found.nps == pytest.approx(raw.nps, abs=1e-9)
    assert tuple(found.interval) == pytest.approx(tuple(raw.interval()), abs=1e-9)
    assert found.shift == pytest.approx(0, abs=1e-9)


def test_the_estimate_and_its_error_are_those_of_the_rows():
    n, codes = np.array([15, 127, 13, 12, 9, 24]), CODES
    answers = people(n, [2, 38, 2, 1, 1, 7], [10, 41, 7, 6, 6, 5])
    weights = raked(n, codes, [[4421, 755, 1018], [1072, 5122]])
    z = 100 * np.concatenate(answers)
    w = np.repeat(weights.weight, n)
    dummies = np.column_stack([np.eye(3)[np.repeat(codes[:, 0], n)], np.repeat(codes[:, 1], n)])
    residual = z - dummies @ np.linalg.lstsq(dummies, z, rcond=None)[0]
    pull = w * residual / w.sum()
    found = weighted_nps(sums(answers), weights)
    assert found.nps == pytest.approx(w @ z / w.sum())
    assert found.standard_error == pytest.approx(np.sqrt(len(z)) * pull.std(ddof=1))


def test_the_shift_has_the_error_of_its_influence():
    n = np.array([40, 60])
    answers = people(n, [30, 10], [5, 30])
    weights = post_stratified(n, [300, 100])
    z = 100 * np.concatenate(answers)
    w = np.repeat(weights.weight, n) / 400
    cell = np.repeat([100 * part.mean() for part in answers], n)
    influence = w * (z - cell) - (z - z.mean()) / len(z)
    found = weighted_nps(sums(answers), weights)
    half = 1.959963984540054 * np.sqrt(len(z)) * influence.std(ddof=1)
    assert found.shift == pytest.approx(w @ z - z.mean())
    assert found.shift_interval.high - found.shift == pytest.approx(half)


def test_where_nothing_varies_the_interval_is_no_narrower_than_that_of_as_many_answers():
    found = weighted_nps(
        CellScores(np.array([30.0]), np.array([30.0])), post_stratified([30], [90])
    )
    assert found.nps == 100
    assert tuple(found.interval) == pytest.approx(tuple(NpsCounts(30, 0, 0).interval()))
    assert np.isnan(found.shift_p_value)


def test_the_interval_holds_the_truth_as_often_as_promised():
    rng = np.random.default_rng(5)
    size, held = np.array([6000, 3000, 1000]), 0
    chance = np.array([[0.5, 0.2], [0.3, 0.4], [0.2, 0.6]])
    rate = np.array([0.05, 0.02, 0.06])
    truth = 100 * size @ (chance[:, 0] - chance[:, 1]) / size.sum()
    for _ in range(1000):
        n = rng.binomial(size, rate)
        kinds = np.array(
            [rng.multinomial(k, [*c, 1 - c.sum()]) for k, c in zip(n, chance, strict=True)]
        )
        scores = CellScores(
            (kinds[:, 0] - kinds[:, 1]).astype(float), (kinds[:, 0] + kinds[:, 1]).astype(float)
        )
        low, high = weighted_nps(scores, post_stratified(n, size)).interval
        held += low <= truth <= high
    assert 0.93 <= held / 1000 <= 0.97
