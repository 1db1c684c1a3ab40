"""The first page: what this is and the two ways to begin."""

from __future__ import annotations

import pytest

from tests.app.driving import links, opened, plainly, press, words
from tests.app.labels import OWN_FILE, QUESTIONS, SAMPLE, said
from tests.app.tables import FEEDBACK


def test_the_first_page_says_what_it_is_and_offers_two_ways_in():
    app = opened()
    assert app.title[0].value == QUESTIONS["home"]
    assert "spreadsheet" in words(app)
    assert [button.label for button in app.button] == [OWN_FILE, SAMPLE]


@pytest.mark.parametrize("page", ["drivers", "funnel", "barriers", "experiment"])
def test_the_first_page_leads_to_the_question(page):
    assert QUESTIONS[page] in [plainly(label) for label in links(opened())]


def test_the_first_page_names_the_questions_without_data(workspace):
    FEEDBACK.keep(workspace)
    assert words(opened()).count("No data for this yet.") == 2


def test_own_file_leads_to_the_data_page():
    app = press(opened(), OWN_FILE)
    assert app.title[0].value == QUESTIONS["data"]


def test_the_language_of_the_address_is_spoken():
    app = opened(lang="zh_CN")
    assert app.title[0].value == said(QUESTIONS["home"], "zh_CN")
    assert app.title[0].value != QUESTIONS["home"]


def test_an_unknown_language_is_english():
    assert opened(lang="xx").title[0].value == QUESTIONS["home"]
