"""The pages that set answers beside customers: behaviour, and what fans are worth."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import cx
from tests.app.driving import (
    address,
    headline,
    links,
    opened,
    pictures,
    plainly,
    press,
    turned,
    words,
)
from tests.app.labels import CHECK, OWN_FILE, QUESTIONS, SAMPLE
from tests.app.tables import EVENTS, FEEDBACK, Sort, answers

PAGES = ("behaviour", "value")
each = pytest.mark.parametrize("page", PAGES)


def people(n: int = 240, seed: int = 9) -> pd.DataFrame:
    """Customers of whom the happier ones call less and spend more."""
    rng = np.random.default_rng(seed)
    score = answers(n)["recommend"].to_numpy()
    return pd.DataFrame(
        {
            "customer": [f"c{i}" for i in range(n)],
            "calls": rng.poisson(np.clip(8 - 0.7 * score, 0.2, None)),
            "plan": np.where(rng.random(n) < 0.5, "basic", "gold"),
            "money": rng.lognormal(3, 0.5, n) * np.where(score >= 9, 2.0, 1.0),
        }
    )


def named() -> pd.DataFrame:
    return answers().assign(customer=[f"c{i}" for i in range(240)])


CUSTOMERS = Sort(
    "customers",
    {"customer": "customer", "measures": ("calls",), "segments": ("plan",), "value": "money"},
    people,
)


def keep_both(workspace):
    """Keep answers and customers, and return them opened."""
    return (
        FEEDBACK.keep(workspace, table=named(), customer="customer").open(),
        CUSTOMERS.keep(workspace, name="people").open(),
    )


@each
def test_without_data_a_page_says_both_that_it_needs(page):
    app = opened(page)
    assert app.title[0].value == QUESTIONS[page]
    assert "This page needs answers of customers" in words(app)
    assert "Beside them it needs" in words(app)
    assert [button.label for button in app.button] == [OWN_FILE, SAMPLE]
    assert not app.exception


@each
def test_answers_alone_will_not_do(page, workspace):
    FEEDBACK.keep(workspace, table=named(), customer="customer")
    app = opened(page)
    assert "Beside them it needs" in words(app)
    assert not app.header
    assert not app.exception


@each
def test_the_sample_data_answer(page):
    app = turned(press(opened(page), SAMPLE), page)
    assert app.header[0].value
    assert pictures(app)
    assert not app.exception
    assert not app.error
    assert not app.warning


def test_behaviour_says_what_the_call_says(workspace):
    feedback, customers = keep_both(workspace)
    expected = cx.behaviour_drivers(feedback, customers)
    app = opened("behaviour")
    assert headline(app) == expected.headline
    shown = app.dataframe[0].value
    assert shown["effect"].tolist() == expected.table["effect"].tolist()
    assert all(caution in words(app) for caution in expected.cautions)
    assert all(re.search(r"\d", picture["description"]) for picture in pictures(app))
    assert not app.exception


def test_behaviour_can_be_chosen(workspace):
    feedback, customers = keep_both(workspace)
    app = opened("behaviour")
    app.multiselect(key="measures").set_value(["calls"]).run()
    expected = cx.behaviour_drivers(feedback, customers, measures=("calls",))
    assert headline(app) == expected.headline
    assert address(app) == {"measures": ["calls"]}


def test_value_says_what_the_call_says(workspace):
    feedback, customers = keep_both(workspace)
    expected = cx.nps_value(feedback, customers)
    app = opened("value")
    assert headline(app) == expected.headline
    assert app.dataframe[0].value["mean"].tolist() == pytest.approx(list(expected.table["mean"]))
    assert expected.provenance.source in words(app)
    assert not app.exception


def test_value_beside_the_answers_needs_no_customers(workspace):
    table = named().assign(spend=people()["money"])
    saved = FEEDBACK.keep(workspace, table=table, customer="customer")
    app = opened("value")
    assert headline(app) == cx.nps_value(saved.open(), value="spend").headline
    assert not app.exception


def test_value_after_the_answer(workspace):
    rows = [
        (f"c{i}", pd.Timestamp("2026-01-01") + pd.Timedelta(days=int(day)), "order", 10.0 + i % 7)
        for i in range(240)
        for day in (i + 1, i + 20, 700)
    ]
    table = pd.DataFrame(rows, columns=["customer", "time", "event", "money"])
    feedback = FEEDBACK.keep(workspace, table=named(), customer="customer").open()
    events = EVENTS.keep(workspace, name="log", table=table, segments=(), value="money").open()
    app = opened("value", after="30D")
    assert headline(app) == cx.nps_value(feedback, events, window="30D").headline
    assert app.dataframe[0].value["mean"].notna().all()


@each
def test_ids_that_have_nothing_in_common_are_refused(page, workspace):
    FEEDBACK.keep(workspace, table=named(), customer="customer")
    strangers = people().assign(customer=lambda rows: "x" + rows["customer"])
    CUSTOMERS.keep(workspace, name="people", table=strangers)
    app = opened(page)
    assert "the ids have nothing in common" in plainly(app.warning[0].value)
    assert CHECK in links(app)
    assert not app.exception
