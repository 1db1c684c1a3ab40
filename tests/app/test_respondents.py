"""The page of who answered: with customers, with an event log, with answers alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

import cx
from tests.app.driving import address, headline, links, opened, pictures, plainly, words
from tests.app.labels import CHECK, OWN_FILE, QUESTIONS, SAMPLE
from tests.app.tables import EVENTS, FEEDBACK, Sort, answers, log

KNOWN = Sort(
    "customers",
    {"customer": "who", "segments": ("plan",), "measures": ("orders",)},
    lambda: pd.DataFrame(
        {
            "who": [f"c{place}" for place in range(900)],
            "plan": ["basic", "basic", "plus"] * 300,
            "orders": np.arange(900) % 5,
        }
    ),
)


def asked(n=240):
    """Answers of customers, more of them with the plan “plus”."""
    places = np.r_[np.arange(2, 900, 3)[: n // 2], np.arange(0, 900, 3)[: n // 2]]
    return answers(n).assign(who=[f"c{place}" for place in places])


def test_without_data_the_page_says_what_it_needs():
    app = opened("respondents")
    assert app.title[0].value == QUESTIONS["respondents"]
    assert [button.label for button in app.button] == [OWN_FILE, SAMPLE]
    assert not app.exception


def test_the_page_says_what_the_call_says(workspace):
    feedback = FEEDBACK.keep(workspace, table=asked(), customer="who")
    known = KNOWN.keep(workspace)
    app = opened("respondents")
    expected = cx.respondents(feedback.open(), known.open())
    assert headline(app) == expected.headline
    assert app.dataframe[0].value["n"].tolist() == expected.table["n"].tolist()
    assert all(caution in words(app) for caution in expected.cautions)
    assert len(pictures(app)) == 1 + len(expected.further_charts()) + 1
    assert not app.exception


def test_what_is_weighted_by_is_chosen_and_stands_in_the_address(workspace):
    feedback = FEEDBACK.keep(workspace, table=asked(), customer="who")
    known = KNOWN.keep(workspace)
    app = opened("respondents")
    app.multiselect(key="weight_by").set_value(["plan"]).run()
    expected = cx.respondents(feedback.open(), known.open(), weight_by=("plan",))
    assert headline(app) == expected.headline
    assert address(app) == {"weight_by": ["plan"]}


def test_an_event_log_will_do(workspace):
    table = answers(60).assign(who=[f"c{place}" for place in range(60)])
    feedback = FEEDBACK.keep(workspace, table=table, customer="who", comments=())
    events = EVENTS.keep(workspace, table=log())
    app = opened("respondents")
    assert headline(app) == cx.respondents(feedback.open(), events.open()).headline
    assert "Number of “purchase”" in words(app)
    assert not app.exception


def test_answers_alone_tell_whether_those_who_write_are_like_the_others(workspace):
    feedback = FEEDBACK.keep(workspace)
    app = opened("respondents")
    assert headline(app) == cx.comment_bias(feedback.open()).headline
    assert "all customers beside the answers" in words(app)
    assert [button.label for button in app.button][-2:] == [OWN_FILE, SAMPLE]
    assert not app.exception


def test_answers_without_comments_or_customers_get_an_explanation(workspace):
    FEEDBACK.keep(workspace, comments=())
    app = opened("respondents")
    assert not app.header
    assert "all customers beside the answers" in words(app)
    assert not app.exception


def test_ids_that_have_nothing_in_common_are_refused_in_the_words_of_the_call(workspace):
    FEEDBACK.keep(workspace, table=asked().assign(who="z"), customer="who")
    KNOWN.keep(workspace)
    app = opened("respondents")
    assert "have nothing in common" in plainly(app.warning[0].value)
    assert CHECK in links(app)
    assert not app.exception


def test_the_garden_retailer_through_the_page(workspace, shared):
    table = cx.read(shared / "data/nps_garden_retail_fr/nps.csv").tables[0]
    workspace.save(
        table.frame, name="nps.csv", kind=table.dataset().kind, roles=table.recognition.roles
    )
    app = opened("respondents")
    assert "39.2" in headline(app)
    assert "58.9" in headline(app)
    assert not app.exception
