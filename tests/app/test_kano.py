"""The page of Kano questions, and the views of the page of drivers."""

from __future__ import annotations

import pytest

import cx
from tests.app.driving import address, headline, opened, words
from tests.app.tables import FEEDBACK, answers


def asked():
    table = answers()
    return table.assign(
        with_search=[1, 1, 2, 3] * 60, without_search=[5, 5, 5, 5] * 60, with_chat=3, without_chat=3
    )


def test_without_a_choice_the_page_says_what_to_choose(workspace):
    FEEDBACK.keep(workspace)
    app = opened("kano")
    assert "asks twice about each feature" in words(app)
    assert not app.exception


def test_chosen_pairs_are_read(workspace):
    saved = FEEDBACK.keep(workspace, table=asked())
    app = opened("kano")
    app.multiselect(key="kano_with").set_value(["with_search", "with_chat"]).run()
    app.multiselect(key="kano_without").set_value(["without_search", "without_chat"]).run()
    features = {
        "with_search": ("with_search", "without_search"),
        "with_chat": ("with_chat", "without_chat"),
    }
    assert headline(app) == cx.kano(saved.open(), features=features).headline
    assert address(app)["kano_with"] == ["with_search", "with_chat"]
    assert not app.exception


@pytest.mark.parametrize(
    ("code", "analysis"),
    [("asymmetry", cx.asymmetry), ("curves", cx.curves), ("check", cx.ordinal_check)],
)
def test_the_page_of_drivers_answers_other_questions(code, analysis, workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("drivers")
    app.selectbox(key="drivers_asked").set_value(code).run()
    assert headline(app) == analysis(saved.open()).headline
    assert address(app) == {"drivers_asked": [code]}
    assert not app.exception
