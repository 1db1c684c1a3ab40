"""cx.read takes the files as what they are, without being told."""

from __future__ import annotations

import pytest

from cx.data.reading import read

KINDS = {
    "feedback_survey.xlsx": "feedback",
    "feedback_survey_zh.csv": "feedback",
    "events.parquet": "events",
    "ab_checkout.csv": "experiment",
    "ab_banner.csv": "experiment",
    "ab_search.csv": "experiment",
    "channel_spend.csv": "spend",
}


@pytest.fixture(scope="module")
def datasets(folder):
    return {name: read(folder / name).datasets[0] for name in KINDS}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_the_kind_is_recognised(datasets, name, kind):
    assert datasets[name].kind == kind


@pytest.mark.parametrize(
    ("name", "language"), [("feedback_survey.xlsx", "en"), ("feedback_survey_zh.csv", "zh")]
)
def test_the_columns_of_a_survey_get_their_roles(datasets, headers, planted, name, language):
    found, names = datasets[name], headers[language]
    assert found.score == names["score"]
    assert set(found.ratings) == {names[touchpoint] for touchpoint in planted["touchpoints"]}
    assert set(found.comments) == {names["barrier"], names["reason"]}
    assert (found.time, found.customer) == (names["answered_at"], names["customer_id"])
    segments = {names[name] for name in ("region", "device", "customer_type", "ordered")}
    assert segments <= set(found.segments)


def test_no_row_is_lost(datasets, survey, survey_zh, events, tests):
    rows = {
        "feedback_survey.xlsx": len(survey),
        "feedback_survey_zh.csv": len(survey_zh),
        "events.parquet": len(events),
        **{f"ab_{name}.csv": len(table) for name, table in tests.items()},
    }
    assert {name: datasets[name].rows for name in rows} == rows


def test_an_answer_of_no_reason_is_kept_as_an_answer(datasets, survey, headers):
    """“n/a” and “none” say that nothing stopped the customer; they are not missing values."""
    column = datasets["feedback_survey.xlsx"].table[headers["en"]["barrier"]]
    assert column.count().execute() == survey[headers["en"]["barrier"]].notna().sum()


def test_the_columns_of_the_log_get_their_roles(datasets):
    log = datasets["events.parquet"]
    assert (log.customer, log.time, log.event) == ("customer_id", "time", "event")
    assert (log.channel, log.value) == ("channel", "value")
    assert "device" in log.segments


@pytest.mark.parametrize("name", ["ab_checkout.csv", "ab_banner.csv", "ab_search.csv"])
def test_the_columns_of_an_experiment_get_their_roles(datasets, name):
    found = datasets[name]
    assert (found.variant, found.unit) == ("variant", "customer_id")
    assert {"converted", "revenue"} <= set(found.metrics)
    assert found.control in {"control", None}


def test_the_columns_of_the_spend_get_their_roles(datasets):
    found = datasets["channel_spend.csv"]
    assert (found.channel, found.cost, found.time) == ("channel", "cost", "month")
