import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import betaln

from cx.errors import InvalidSetting
from cx.stats.bayes import BetaPosterior, compare_means, compare_shares

counts = st.integers(0, 2_000_000)


def closed_form(control, treatment):
    """P(treatment > control) for whole numbers; Miller (2015), equation 6."""
    a, b = 1 + control.successes, 1 + control.failures
    c, d = 1 + treatment.successes, 1 + treatment.failures
    i = np.arange(c)
    terms = betaln(a + i, b + d) - np.log(d + i) - betaln(1 + i, d) - betaln(a, b)
    return float(np.exp(terms).sum())


def closed_form_loss(control, treatment):
    """E[max(control − treatment, 0)] by shifting one parameter of either posterior."""
    more_control = BetaPosterior(control.successes + 1, control.failures)
    more_treatment = BetaPosterior(treatment.successes + 1, treatment.failures)
    return control.mean * (1 - closed_form(more_control, treatment)) - treatment.mean * (
        1 - closed_form(control, more_treatment)
    )


@pytest.mark.parametrize(
    ("control", "treatment"),
    [
        ((0, 0), (0, 0)),
        ((0, 10), (10, 0)),
        ((3, 5), (900, 100)),
        ((120, 880), (150, 850)),
        ((0, 1_000_000), (3, 999_997)),
        ((999_990, 10), (999_998, 2)),
        ((2_000, 998_000), (2_100, 997_900)),
        ((1, 1), (50_000, 950_000)),
    ],
)
def test_it_agrees_with_the_closed_form(control, treatment):
    control, treatment = BetaPosterior(*control), BetaPosterior(*treatment)
    answer = compare_shares(control, treatment)
    # The closed form itself loses digits: its log terms are as large as 1e7.
    assert answer.chance_to_beat == pytest.approx(closed_form(control, treatment), abs=1e-7)
    assert answer.expected_loss == pytest.approx(closed_form_loss(control, treatment), abs=1e-7)


def test_it_agrees_with_simulation():
    rng = np.random.default_rng(5)
    a, b = rng.beta(31, 171, 2_000_000), rng.beta(41, 161, 2_000_000)
    answer = compare_shares(BetaPosterior(30, 170), BetaPosterior(40, 160))
    assert answer.chance_to_beat == pytest.approx((b > a).mean(), abs=0.002)
    assert answer.expected_loss == pytest.approx(np.maximum(a - b, 0).mean(), rel=0.01)


@given(counts, counts, counts, counts)
@settings(max_examples=50)
def test_one_of_the_two_is_better(a, b, c, d):
    first, second = BetaPosterior(a, b), BetaPosterior(c, d)
    there, back = compare_shares(first, second), compare_shares(second, first)
    assert there.chance_to_beat + back.chance_to_beat == pytest.approx(1, abs=1e-8)
    gain = back.expected_loss - there.expected_loss
    assert gain == pytest.approx(second.mean - first.mean, abs=1e-9)


def test_the_posterior_agrees_with_scipy():
    referee = stats.beta(13, 89)
    posterior = BetaPosterior(12, 88)
    assert posterior.mean == pytest.approx(referee.mean())
    assert posterior.interval(0.9) == pytest.approx(tuple(referee.interval(0.9)))


def test_means_agree_with_simulation():
    rng = np.random.default_rng(6)
    draws = rng.normal(0.4, 0.7, 2_000_000)
    answer = compare_means(0.4, 0.7)
    assert answer.chance_to_beat == pytest.approx((draws > 0).mean(), abs=0.002)
    assert answer.expected_loss == pytest.approx(np.maximum(-draws, 0).mean(), rel=0.01)


@pytest.mark.parametrize("error", [0.0, math.nan])
def test_means_without_a_standard_error_have_no_answer(error):
    answer = compare_means(1.0, error)
    assert math.isnan(answer.chance_to_beat)
    assert math.isnan(answer.expected_loss)


def test_a_clear_gain_has_no_loss():
    assert compare_means(100.0, 1.0).expected_loss == pytest.approx(0, abs=1e-12)


def test_negative_counts_are_refused():
    with pytest.raises(InvalidSetting, match="-1 successes and 3 failures"):
        BetaPosterior(-1, 3)
