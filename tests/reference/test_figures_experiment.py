"""Published and outside figures; `../shared/reference/README.md` says which conventions are ours.

Where a case follows another convention (pooled z, Newcombe, delta-method lift), only what does not
depend on it is compared.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from cx.stats.bayes import BetaPosterior, compare_shares
from cx.stats.means import Moments, welch
from cx.stats.sample_ratio import sample_ratio

HERE = Path(__file__).parent
SHARED = (HERE.parents[1] / "../shared/reference/figures.json").resolve()
OWN = {
    case["id"]: case for case in json.loads((HERE / "figures_experiment.json").read_text("utf-8"))
}


def from_sums(n, total, squares):
    return Moments(n, total / n, (squares - total**2 / n) / (n - 1))


def from_share(arm):
    n, p = arm["n"], arm["x"] / arm["n"]
    return Moments(n, p, n * p * (1 - p) / (n - 1))


def test_the_copy_equals_the_shared_figures():
    if not SHARED.exists():
        pytest.skip("../shared/reference is not here")
    shared = {case["id"]: case for case in json.loads(SHARED.read_text("utf-8"))}
    assert {name: shared[name] for name in OWN} == OWN


def test_abp_01_the_difference_lies_inside_the_unpooled_interval_widened_by_t():
    case = OWN["ABP-01"]
    answer = welch(from_share(case["input"]["A"]), from_share(case["input"]["B"]))
    low, high = case["expected"]["ci_wald_unpooled"]
    assert answer.difference == pytest.approx(case["expected"]["diff"], abs=1e-7)
    assert answer.interval.low < low
    assert answer.interval.high > high
    # t with 148 degrees of freedom and divisor n − 1 are 1.5 % wider than z with divisor n.
    assert answer.interval == pytest.approx((low, high), abs=0.003)


def test_abp_06_welch_on_shares_is_the_unpooled_test_at_large_n():
    case = OWN["ABP-06"]
    answer = welch(from_share(case["input"]["A"]), from_share(case["input"]["B"]))
    # t with 7,950 degrees of freedom for z, and the divisor n − 1.
    assert answer.p_value == pytest.approx(case["expected"]["p_unpooled_z"], abs=4e-5)
    assert answer.difference / answer.standard_error == pytest.approx(
        case["expected"]["z_unpooled"], rel=2e-4
    )


def test_abm_01_sleep_data_as_in_r():
    case = OWN["ABM-01"]
    first, second = (
        Moments(len(values), float(np.mean(values)), float(np.var(values, ddof=1)))
        for values in (case["input"]["group1"], case["input"]["group2"])
    )
    answer = welch(second, first)
    assert answer.interval == pytest.approx(case["expected"]["ci95"], abs=1e-8)
    assert answer.p_value == pytest.approx(case["expected"]["p"], abs=1e-8)
    assert answer.df == pytest.approx(case["expected"]["df"], abs=1e-8)


def test_abm_03_from_sums():
    case = OWN["ABM-03"]
    control, treatment = (
        from_sums(arm["n"], arm["sum"], arm["sumsq"]) for arm in case["input"].values()
    )
    answer = welch(control, treatment)
    assert answer.difference == pytest.approx(case["expected"]["diff"], abs=1e-6)
    assert answer.standard_error == pytest.approx(case["expected"]["se"], abs=1e-6)
    assert answer.interval == pytest.approx(case["expected"]["ci95"], abs=1e-6)
    assert answer.p_value == pytest.approx(case["expected"]["p"], abs=1e-6)


def test_abm_06_revenue_as_in_the_tea_tasting_guide():
    case = OWN["ABM-06"]
    control, treatment = (
        from_sums(arm["n"], arm["sum_revenue"], arm["sumsq_revenue"])
        for arm in (case["input"]["control"], case["input"]["treatment"])
    )
    answer = welch(control, treatment)
    assert answer.difference == pytest.approx(case["expected"]["diff"], abs=1e-8)
    assert answer.interval == pytest.approx(case["expected"]["ci95"], abs=1e-8)
    assert answer.p_value == pytest.approx(case["expected"]["p"], abs=1e-8)


def test_srm_01_kohavi():
    case = OWN["SRM-01"]
    answer = sample_ratio(case["input"]["counts"], case["input"]["expected_ratio"])
    assert answer.chi_square == pytest.approx(case["expected"]["chisq"], rel=1e-6)
    assert answer.p_value == pytest.approx(case["expected"]["p"], rel=1e-6)


@pytest.mark.parametrize("place", [0, 1])
def test_srm_04_without_continuity_correction(place):
    case = OWN["SRM-04"]
    answer = sample_ratio(case["input"][place]["counts"], [1, 1])
    assert answer.p_value == pytest.approx(case["expected"][place]["p_chisq"], abs=1e-8)


@pytest.mark.parametrize("name", ["BAY-01", "BAY-02"])
def test_beta_binomial(name):
    case = OWN[name]
    a, b = (
        BetaPosterior(arm["x"], arm["n"] - arm["x"])
        for arm in (case["input"]["A"], case["input"]["B"])
    )
    chosen_b, chosen_a = compare_shares(a, b), compare_shares(b, a)
    expected = case["expected"]
    assert chosen_b.chance_to_beat == pytest.approx(expected["chance_to_beat"], abs=1e-7)
    assert chosen_b.expected_loss == pytest.approx(expected["expected_loss_choose_B"], abs=1e-7)
    assert chosen_a.expected_loss == pytest.approx(expected["expected_loss_choose_A"], abs=1e-7)


def test_bay_09_posterior_of_a_share():
    case = OWN["BAY-09"]
    posterior = BetaPosterior(case["input"]["x"], case["input"]["n"] - case["input"]["x"])
    assert posterior.mean == pytest.approx(case["expected"]["mean"], abs=1e-7)
    assert posterior.interval() == pytest.approx(case["expected"]["ci95"], abs=1e-7)
