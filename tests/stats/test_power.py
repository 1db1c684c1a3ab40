from __future__ import annotations

import json
import math

import numpy as np
import pytest
from statsmodels.stats.power import NormalIndPower

from cx.errors import InvalidSetting
from cx.stats.net_promoter import NpsCounts, difference
from cx.stats.power import answers_each


@pytest.mark.parametrize(("effect", "power", "alpha"), [(0.2, 0.8, 0.05), (0.05, 0.9, 0.1)])
def test_with_equal_variances_it_is_the_power_of_statsmodels(effect, power, alpha):
    expected = NormalIndPower().solve_power(effect, power=power, alpha=alpha)
    found = answers_each(effect * 3, (9, 9), confidence=1 - alpha, power=power)
    # statsmodels counts a find in the wrong direction as well.
    assert found == pytest.approx(expected, rel=1e-5)


def test_the_published_t_test_needs_about_one_answer_more(shared):
    cases = json.loads((shared / "reference/figures.json").read_text(encoding="utf-8"))
    case = next(case for case in cases if case["id"] == "PWR-05")
    expected = case["expected"][1]["n"]  # delta 1, sd 1, power 0.9
    assert 0 < expected - answers_each(1, (1, 1), power=0.9) < 1.1


def test_r_needs_about_one_answer_more():
    # R 4.2.2: power.t.test(power = 0.90, delta = 1, sd = 1)
    assert answers_each(1, (1, 1), power=0.9) == pytest.approx(22.02110 - 1, abs=0.1)


def test_a_test_of_that_size_finds_the_difference_in_four_of_five():
    rng = np.random.default_rng(3)
    before, after = (0.3, 0.4, 0.3), (0.36, 0.4, 0.24)
    variances = [1e4 * (p + d - (p - d) ** 2) for p, _, d in (before, after)]
    n = math.ceil(answers_each(12, tuple(variances)))
    first, second = rng.multinomial(n, before, 600), rng.multinomial(n, after, 600)
    found = [
        difference(NpsCounts(*map(int, b)), NpsCounts(*map(int, a))).p_value < 0.05
        for a, b in zip(first, second, strict=True)
    ]
    # 80 %, with a standard error of 1.6.
    assert 0.75 <= np.mean(found) <= 0.85


def test_twice_the_difference_needs_a_quarter():
    assert answers_each(-4, (1, 2)) == pytest.approx(answers_each(2, (1, 2)) / 4)


def test_no_difference_needs_infinitely_many():
    assert answers_each(0, (1, 1)) == math.inf


def test_what_is_unknown_stays_unknown():
    assert math.isnan(answers_each(math.nan, (1, 1)))


@pytest.mark.parametrize("power", [0, 1, 80])
def test_a_power_that_makes_no_sense_is_refused(power):
    with pytest.raises(InvalidSetting, match="between 0 and 1"):
        answers_each(1, (1, 1), power=power)
