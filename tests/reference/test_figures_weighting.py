"""Figures of the survey package of R (4.1-1 on R 4.2.2) on its data of Californian schools.

The data set `api` is documented with the package, and so are the population margins below, which
stand in the examples of `?rake` and `?postStratify`. A school “promotes” with an index (api00) of
750 or more and “detracts” below 600.
"""

from __future__ import annotations

import numpy as np
import pytest

from cx.stats.weighting import CellScores, post_stratified, raked, weighted_nps

# svydesign(id = ~1, weights = ~pw, data = apisrs): schools by stype (E, H, M) × sch.wide (No, Yes)
CELLS = [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [2, 1]]
SCHOOLS = [15, 127, 13, 12, 9, 24]
PROMOTERS = np.array([2, 38, 2, 1, 1, 7])
DETRACTORS = np.array([10, 41, 7, 6, 6, 5])
TYPES = [4421, 755, 1018]
SCHOOL_WIDE = [1072, 5122]
SCORES = CellScores((PROMOTERS - DETRACTORS).astype(float), (PROMOTERS + DETRACTORS).astype(float))


def by_type(values):
    return np.add.reduceat(values, [0, 2, 4])


def test_raked():
    # In R: rake(d, list(~stype, ~sch.wide), list(pop.types, pop.schwide), …)
    weights = raked(SCHOOLS, CELLS, [TYPES, SCHOOL_WIDE])
    assert weights.weight == pytest.approx(
        [
            28.910768297611,
            31.396365949104,
            29.003102680619,
            31.496638762637,
            29.033126743087,
            31.529244138005,
        ],
        rel=1e-10,
    )
    found = weighted_nps(SCORES, weights)
    # svymean(~z, r), z = 100 · ((api00 >= 750) − (api00 < 600))
    assert found.nps == pytest.approx(-11.464015125669, abs=1e-9)
    assert found.standard_error == pytest.approx(5.4155884303742, abs=1e-8)


def test_post_stratified():
    # In R: postStratify(d, ~stype, pop.types)
    weights = post_stratified(by_type(np.array(SCHOOLS)), TYPES)
    assert weights.weight == pytest.approx([31.1338028169, 30.2, 30.8484848485])
    scores = CellScores(by_type(SCORES.net), by_type(SCORES.squares))
    found = weighted_nps(scores, weights)
    assert found.nps == pytest.approx(-11.898890628534, abs=1e-9)
    assert found.standard_error == pytest.approx(5.5159732016346, abs=1e-9)


def test_without_weights():
    # In R: svymean(~z, d)
    whole = CellScores(SCORES.net.sum(keepdims=True), SCORES.squares.sum(keepdims=True))
    found = weighted_nps(whole, post_stratified([200], [6194]))
    assert found.nps == pytest.approx(-12, abs=1e-12)
    assert found.standard_error == pytest.approx(5.561894764092, abs=1e-9)


def test_the_example_of_the_manual():
    # ?rake: dclus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc), whose
    # weights are all the same; rake(dclus1, list(~stype, ~sch.wide), list(pop.types, pop.schwide))
    weights = raked([12, 132, 3, 11, 8, 17], CELLS, [TYPES, SCHOOL_WIDE]).weight
    assert weights == pytest.approx(
        [
            39.839236247130,
            29.870675492685,
            67.125529241195,
            50.329401116039,
            49.069072163857,
            36.791024864070,
        ],
        rel=1e-10,
    )
    enrolled = [5243, 57088, 2237, 13587, 5983, 16460]
    assert weights @ enrolled == pytest.approx(3647280.14807, abs=1e-3)  # svytotal(~enroll, r)
