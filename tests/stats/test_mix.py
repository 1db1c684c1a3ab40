from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cx.stats.mix import Sample, split_change

POINTS = np.array([100.0, 0.0, -100.0])


def sample(cells, squares=None):
    cells = np.asarray(cells, dtype=float)
    return Sample(cells, cells if squares is None else np.asarray(squares, dtype=float), POINTS)


def test_kitagawas_rates_by_hand():
    # Shares 0.5/0.5 then 0.8/0.2; means 50 and −50 both times: all of it is mix.
    before = sample([[60, 30, 10], [10, 30, 60]])
    after = sample([[96, 48, 16], [4, 12, 24]])
    found = split_change(after, before)
    assert found.total.change == pytest.approx(30)
    assert found.within.change == pytest.approx(0, abs=1e-12)
    assert found.mix.change == pytest.approx(30)


def test_changed_opinions_alone_are_within():
    before, after = sample([[50, 0, 50], [20, 60, 20]]), sample([[70, 0, 30], [20, 60, 20]])
    found = split_change(after, before)
    assert found.within.change == pytest.approx(20)
    assert found.mix.change == pytest.approx(0, abs=1e-12)
    assert found.within_groups == pytest.approx([20, 0])


cells = hnp.arrays(np.int64, (3, 3), elements=st.integers(0, 40)).filter(lambda x: x.sum() > 0)


@given(cells, cells)
def test_parts_add_up_and_turn_round(first, second):
    forth = split_change(sample(first), sample(second))
    back = split_change(sample(second), sample(first))
    assert forth.within.change + forth.mix.change == pytest.approx(forth.total.change, abs=1e-9)
    assert forth.mix_groups.sum() == pytest.approx(forth.mix.change, abs=1e-9)
    for name in ("total", "within", "mix"):
        there, here = getattr(forth, name), getattr(back, name)
        assert there.change == pytest.approx(-here.change, abs=1e-9)
        assert there.error == pytest.approx(here.error, abs=1e-9)


@pytest.mark.parametrize("gone", [False, True])
def test_errors_are_those_of_repeated_samples(gone):
    rng = np.random.default_rng(3)
    later, former = (rng.dirichlet(np.ones(9)).reshape(3, 3) for _ in range(2))
    if gone:
        former[2] = 0
        former /= former.sum()
    draws = [
        split_change(
            sample(rng.multinomial(800, later.ravel()).reshape(3, 3)),
            sample(rng.multinomial(500, former.ravel()).reshape(3, 3)),
        )
        for _ in range(1500)
    ]
    for name in ("total", "within", "mix"):
        parts = [getattr(draw, name) for draw in draws]
        spread = np.std([part.change for part in parts])
        # The spread of 1,500 draws is known within 1.8 %.
        assert np.mean([part.error for part in parts]) == pytest.approx(spread, rel=0.06)


def test_weights_count_as_often_as_they_say_but_make_nothing_surer():
    cells = np.array([[60, 30, 10], [10, 30, 60]])
    other = np.array([[20, 30, 40], [30, 30, 10]])
    plain = split_change(sample(cells), sample(other))
    doubled = split_change(sample(2 * cells, 4 * cells), sample(2 * other, 4 * other))
    assert doubled.within.error == pytest.approx(plain.within.error)
    assert doubled.mix.change == pytest.approx(plain.mix.change)


def test_what_does_not_vary_has_no_p_value():
    same = sample([[10, 0, 0]])
    found = split_change(same, same)
    assert np.isnan(found.total.p_value)
    assert np.isnan(found.total.interval()).all()
