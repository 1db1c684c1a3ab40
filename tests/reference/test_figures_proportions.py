"""Published figures for shares and for several tests at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cx.stats.multiplicity import holm
from cx.stats.proportions import wilson

OWN = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parent / "figures_nps_drivers.json").read_text(encoding="utf-8")
    )
}


@pytest.fixture
def figures(shared):
    text = (shared / "reference/figures.json").read_text(encoding="utf-8")
    return {case["id"]: case for case in json.loads(text)}


def check_wilson(case):
    found = wilson(case["input"]["x"], case["input"]["n"])
    assert found == pytest.approx(case["expected"]["wilson"], abs=1e-8)


def check_holm(case):
    assert holm(case["input"]["p"]) == pytest.approx(case["expected"]["holm"], abs=1e-8)


@pytest.mark.parametrize("case", ["PRP-01", "PRP-03", "PRP-05"])
def test_wilson_of_our_copy(case):
    check_wilson(OWN[case])


@pytest.mark.parametrize("case", ["PRP-01", "PRP-02", "PRP-03", "PRP-04", "PRP-05"])
def test_wilson(figures, case):
    check_wilson(figures[case])


def test_holm_of_our_copy():
    check_holm(OWN["MUL-01"])


@pytest.mark.parametrize("case", ["MUL-01", "MUL-04"])
def test_holm(figures, case):
    check_holm(figures[case])
