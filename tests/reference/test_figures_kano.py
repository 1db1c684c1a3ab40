"""Published figures for the Kano questionnaire."""

from __future__ import annotations

import json

import pytest

from cx.stats.kano import better, evaluate

# The evaluation table of Berger et al. (1993): rows functional, columns dysfunctional,
# like, must-be, neutral, live with, dislike.
TABLE = ["Q A A A O", "R I I I M", "R I I I M", "R I I I M", "R R R R Q"]
# The ski example of Matzler & Hinterhuber (1998), shares in percent: A, O, M, I, CS+, CS−.
SKI = {
    "edge grip": (7, 32.3, 49.3, 9.5, 0.400611620795, -0.831804281346),
    "ease of turn": (10.4, 45.1, 30.5, 11.5, 0.569230769231, -0.775384615385),
    "service": (63.8, 21.6, 2.9, 8.5, 0.882231404959, -0.253099173554),
}


def letters(rows):
    return [row.split() for row in rows]


def found_table():
    return [
        [evaluate(there, gone).value[0].upper() for gone in range(1, 6)] for there in range(1, 6)
    ]


def test_evaluation_table():
    assert found_table() == letters(TABLE)


@pytest.mark.parametrize("feature", SKI)
def test_coefficients_of_the_ski(feature):
    a, o, m, i, plus, minus = SKI[feature]
    decided = a + o + m + i
    assert float(better(a, o, decided)) == pytest.approx(plus, abs=1e-6)
    assert -float(better(m, o, decided)) == pytest.approx(minus, abs=1e-6)


def test_the_shared_figures(shared):
    cases = {
        case["id"]: case
        for case in json.loads((shared / "reference/figures.json").read_text(encoding="utf-8"))
    }
    assert found_table() == letters(cases["KAN-02"]["expected"]["rows"])
    case = cases["KAN-01"]
    for feature, shares in case["input"].items():
        decided = sum(shares[kind] for kind in "AOMI")
        expected = case["expected"][feature]
        assert float(better(shares["A"], shares["O"], decided)) == pytest.approx(
            expected["cs_plus"], abs=1e-6
        )
        assert -float(better(shares["M"], shares["O"], decided)) == pytest.approx(
            expected["cs_minus"], abs=1e-6
        )
