"""cx.drivers finds the planted drivers."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest

from cx.analyses.drivers import drivers


@pytest.fixture(scope="module")
def found(feedback):
    return drivers(feedback, confidence=0.999)


@pytest.fixture(scope="module")
def table(found, headers):
    plain = {header: name for name, header in headers["en"].items()}
    return found.table.assign(driver=found.table["driver"].map(plain)).set_index("driver")


def test_delivery_time_leads_and_is_rated_lowest(table):
    assert table["importance"].idxmax() == "delivery_time"
    assert table["mean"].idxmin() == "delivery_time"
    assert table["quadrant"]["delivery_time"] == "fix_first"


def test_importance_holds_the_planted_shares(table, population):
    assert table["importance"].sum() == pytest.approx(1)
    for name, truth in population["touchpoints"].items():
        row = table.loc[name]
        assert row["ci_low"] <= truth["importance"] <= row["ci_high"], name


def test_effects_hold_the_planted_nps_points(table, population):
    for name, truth in population["touchpoints"].items():
        row = table.loc[name]
        assert row["effect_ci_low"] <= truth["nps_points"] <= row["effect_ci_high"], name


def test_returns_have_no_effect_and_the_strong_ones_do(table):
    assert table["p_adjusted"]["returns"] > 0.05
    strong = table.loc[["delivery_time", "price_value", "customer_service"], "p_adjusted"]
    assert (strong < 0.001).all()


def test_the_ratings_explain_the_stated_share(found, population):
    assert found.r_squared == pytest.approx(population["r_squared"], abs=0.06)


def test_rows_with_a_missing_rating_are_counted_as_left_out(found, survey, headers, planted):
    ratings = survey[[headers["en"][name] for name in planted["touchpoints"]]]
    assert found.provenance.used == ratings.notna().all(axis=1).sum()
    assert found.provenance.rows == len(survey)


def test_the_chinese_survey_says_the_same(feedback_zh, headers, population):
    result = drivers(feedback_zh, confidence=0.999).table.set_index("driver")
    row = result.loc[headers["zh"]["delivery_time"]]
    truth = population["touchpoints"]["delivery_time"]
    assert result["importance"].idxmax() == row.name
    assert row["ci_low"] <= truth["importance"] <= row["ci_high"]
    assert row["effect_ci_low"] <= truth["nps_points"] <= row["effect_ci_high"]


@pytest.mark.slow
@pytest.mark.skipif("CX_SLOW" not in os.environ, reason="100 surveys take a minute: set CX_SLOW")
def test_drivers_are_found_in_at_least_90_of_100_surveys_drawn_anew(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    counts = importlib.import_module("recovery").recovered(100)
    assert (counts["effect"] >= 90).all()
    assert counts["importance"].mean() >= 92
    assert counts["told"]["returns"] <= 10
