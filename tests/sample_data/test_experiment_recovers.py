"""cx.experiment finds the real effect, the null effect and the broken split."""

from __future__ import annotations

import pytest

from cx.analyses.experiment import experiment
from cx.data.dataset import Experiment

METRICS = {
    "checkout": ("converted", "revenue"),
    "banner": ("viewed_product", "converted", "revenue"),
    "search": ("checkout_opened", "converted", "revenue"),
}


@pytest.fixture(scope="module")
def results(tests):
    roles = {"variant": "variant", "control": "control", "unit": "customer_id"}
    return {
        name: experiment(Experiment(tests[name], metrics=metrics, **roles))
        for name, metrics in METRICS.items()
    }


def test_the_new_checkout_is_better_by_the_planted_difference(results, planted):
    row = results["checkout"].table.set_index("metric").loc["converted"]
    truth = planted["experiments"]["checkout_lift"] * planted["funnel"]["purchase"]
    assert row["variant"] == "one_page"
    assert row["verdict"] == "better"
    assert row["ci_low"] <= truth <= row["ci_high"]
    assert row["chance_to_beat"] > 0.99


def test_the_banner_cannot_be_told_from_nothing(results):
    table = results["banner"].table
    assert (table["verdict"] == "unclear").all()
    assert ((table["ci_low"] < 0) & (table["ci_high"] > 0)).all()


def test_the_split_of_the_search_test_is_broken_and_blocks_the_verdict(results):
    assert results["search"].sample_ratio_p_value < 0.001
    assert (results["search"].table["verdict"] == "invalid").all()


@pytest.mark.parametrize("name", ["checkout", "banner"])
def test_the_other_splits_are_sound(results, name):
    assert results[name].sample_ratio_p_value > 0.01


def test_everybody_is_counted(results, tests):
    for name, result in results.items():
        assert result.provenance.used == len(tests[name]), name
