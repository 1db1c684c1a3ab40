import math

import pytest

from cx.stats.interval import Interval
from cx.stats.verdict import Verdict, verdict


@pytest.mark.parametrize(
    ("interval", "p", "said"),
    [
        (Interval(0.1, 0.2), 0.01, Verdict.BETTER),
        (Interval(-0.2, -0.1), 0.01, Verdict.WORSE),
        (Interval(-0.1, 0.2), 0.3, Verdict.UNCLEAR),
        (Interval(0.1, 0.2), 0.08, Verdict.UNCLEAR),
        (Interval(-0.1, 0.2), 0.01, Verdict.UNCLEAR),
        (Interval(math.nan, math.nan), math.nan, Verdict.UNCLEAR),
    ],
)
def test_both_interval_and_adjusted_p_have_to_speak(interval, p, said):
    assert verdict(interval, p) is said


def test_a_broken_experiment_is_invalid_whatever_the_interval():
    assert verdict(Interval(0.1, 0.2), 0.0001, readable=False) is Verdict.INVALID


def test_the_bar_follows_the_confidence():
    assert verdict(Interval(0.1, 0.2), 0.08, 0.9) is Verdict.BETTER


def test_only_an_answer_has_a_colour():
    assert [said.tone for said in Verdict] == ["better", "worse", "unclear", "unclear"]
