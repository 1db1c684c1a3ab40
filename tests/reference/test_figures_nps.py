"""Published figures for NPS."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from cx.analyses.nps import nps
from cx.data.dataset import Feedback
from cx.stats.net_promoter import NpsCounts, answers_needed, difference, same_kinds

OWN = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parent / "figures_nps_drivers.json").read_text(encoding="utf-8")
    )
}
OURS = pytest.mark.parametrize("origin", ["ours", "shared"])


@pytest.fixture
def figure(request, origin):
    """Give a case from our copy or from the shared figures, with counts of the three kinds."""

    def find(name):
        if origin == "ours":
            return OWN[name]
        folder = request.getfixturevalue("shared")
        text = (folder / "reference/figures.json").read_text(encoding="utf-8")
        return next(case for case in json.loads(text) if case["id"] == name)

    return find


def counts(given):
    """Make counts from `[promoters, passives, detractors]`, their names or counts by score."""
    if isinstance(given, list):
        return NpsCounts(*given)
    if "promoters" in given:
        return NpsCounts(given["promoters"], given["passives"], given["detractors"])
    if "P" in given:
        return NpsCounts(given["P"], given["N"], given["D"])
    kinds = Counter()
    for score, n in given.items():
        kinds["promoters" if int(score) > 8 else "passives" if int(score) > 6 else "rest"] += n
    return NpsCounts(kinds["promoters"], kinds["passives"], kinds["rest"])


@OURS
def test_nps_and_variance(figure):
    case = figure("NPS-01")
    found = counts(case["input"].get("counts_by_score", case["input"]))
    assert found.nps / 100 == pytest.approx(case["expected"]["nps"], abs=1e-8)
    assert found.variance / 1e4 == pytest.approx(case["expected"]["variance"], abs=1e-8)


@OURS
@pytest.mark.parametrize(("confidence", "key"), [(0.95, "ci95"), (0.9, "ci90")])
def test_difference(figure, confidence, key):
    case = figure("NPS-02")
    given = case["input"]
    first = counts(given.get("x", given.get("x_counts")))
    other = counts(given.get("y", given.get("y_counts")))
    found = difference(first, other, confidence)
    assert found.estimate / 100 == pytest.approx(case["expected"]["diff"], abs=1e-8)
    assert found.p_value == pytest.approx(case["expected"]["p"], abs=1e-8)
    assert [end / 100 for end in found.interval] == pytest.approx(case["expected"][key], abs=1e-8)


@OURS
def test_adjusted_wald_interval(figure):
    case = figure("NPS-05")
    found = [end / 100 for end in counts(case["input"]).interval()]
    assert found == pytest.approx(case["expected"]["ci95"], abs=1e-8)


@OURS
@pytest.mark.parametrize("scale", [None, (0, 10)])
def test_scores_off_the_scale_are_left_out(figure, scale):
    case = figure("NPS-07")
    table = pd.DataFrame({"score": case["input"]["scores"]})
    found = nps(Feedback(table, score="score", scale=scale))
    assert found.table["nps"][0] / 100 == pytest.approx(case["expected"]["nps"], abs=1e-8)
    assert found.provenance.used == 11


@OURS
def test_shares_of_the_kinds(figure):
    case = figure("NPS-09")
    table = case["input"]["table_DNP"]
    found = same_kinds([NpsCounts(p, n, d) for d, n, p in table])
    assert found == pytest.approx(case["expected"]["p"], abs=1e-8)


@OURS
def test_answers_for_a_margin(figure):
    case = figure("NPS-10")
    assert (
        answers_needed(5, counts({"P": 60, "N": 25, "D": 15})) == (case["expected"]["n_rounded_up"])
    )
