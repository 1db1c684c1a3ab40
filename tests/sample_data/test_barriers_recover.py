"""cx.barriers finds the planted barriers with its own codebook, which was not fitted to them."""

from __future__ import annotations

import pytest

from cx.analyses.barriers import barriers

LANGUAGES = {"en": "feedback", "zh": "feedback_zh"}
RECALL = 0.70
MISSED = 0.04  # an answer in words of its own may escape the codebook


@pytest.fixture(scope="module", params=list(LANGUAGES))
def case(request, answers, headers):
    """The result, and the answers with their true themes."""
    feedback = request.getfixturevalue(LANGUAGES[request.param])
    result = barriers(feedback, question=headers[request.param]["barrier"])
    here = answers[(answers["language"] == request.param) & (answers["answered"] == 1)]
    return result, here


def test_most_answers_are_coded(case):
    result, _ = case
    assert result.coverage > 0.75


def test_each_theme_has_its_true_share(case):
    result, answered = case
    found = result.table.set_index("theme")["share"]
    truth = answered["theme"].value_counts(normalize=True)
    off = (found.reindex(truth.index, fill_value=0.0) - truth).abs()
    assert off.max() < MISSED, off.sort_values().tail(3)


def test_the_three_largest_barriers_are_found_among_the_four_largest(case):
    result, answered = case
    neither = ["nothing", "dont_know"]
    found = result.table.set_index("theme")["share"].drop(neither).nlargest(4)
    truth = answered["theme"].value_counts().drop(neither).nlargest(3)
    assert set(truth.index) <= set(found.index)


def test_most_answers_get_their_true_theme(case):
    result, answered = case
    with_a_word = answered[answered["barrier"].str.contains(r"\w")]
    found = zip(with_a_word["theme"], result.coded["themes"], strict=True)
    assert sum(theme in themes for theme, themes in found) / len(with_a_word) > RECALL


def test_who_ordered_names_payment_and_delivery_cost_less_often(feedback, headers):
    names = headers["en"]
    result = barriers(feedback, question=names["barrier"], by=names["ordered"], confidence=0.99)
    table = result.table.set_index([names["ordered"], "theme"])
    for theme in ("payment", "delivery_cost"):
        assert table["ci_high"]["Yes", theme] < table["ci_low"]["No", theme], theme


def test_payment_is_a_barrier_of_the_phone(feedback, headers):
    names = headers["en"]
    result = barriers(feedback, question=names["barrier"], by=names["device"], confidence=0.99)
    share = result.table.set_index([names["device"], "theme"])
    assert share["ci_low"]["Mobile", "payment"] > share["ci_high"]["Desktop", "payment"]


def test_delivery_time_costs_the_most_recommendation(case):
    result, _ = case
    table = result.table.set_index("theme").query("mentions > 30")
    assert table["nps_impact"].idxmin() == "delivery_time"
    assert table["nps"]["delivery_time"] < table["nps_others"]["delivery_time"] - 5
    assert table["nps_impact"]["nothing"] > 0


def test_answers_without_a_word_are_counted_as_left_out(case, answers):
    result, answered = case
    language = answered["language"].iloc[0]
    assert result.provenance.rows == (answers["language"] == language).sum()
    assert result.provenance.used == answered["barrier"].str.contains(r"\w").sum()
