"""The page of the journey: it says what the calls say, in both shapes of data."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import cx
from tests.analyses.journeys import POINTS, long
from tests.app.driving import address, headline, links, opened, pictures, plainly, press, words
from tests.app.labels import CHECK, OWN_FILE, QUESTIONS, SAMPLE
from tests.app.tables import FEEDBACK, Sort

STEPS = Sort(
    "feedback",
    {
        "score": "score",
        "ratings": ("rating",),
        "touchpoint": "point",
        "customer": "who",
        "time": "when",
        "segments": ("channel",),
        "scale": (0, 10),
    },
    long,
)


def test_without_data_the_page_says_what_it_needs():
    app = opened("touchpoints")
    assert app.title[0].value == QUESTIONS["touchpoints"]
    assert [button.label for button in app.button] == [OWN_FILE, SAMPLE]
    assert not app.exception


@pytest.mark.parametrize("sort", [FEEDBACK, STEPS], ids=["columns", "rows"])
def test_the_page_says_what_the_call_says(sort, workspace):
    saved = sort.keep(workspace)
    app = opened("touchpoints")
    expected = cx.emotions(saved.open())
    assert headline(app) == expected.headline
    shown = app.dataframe[0].value
    assert shown["mean"].tolist() == expected.table["mean"].tolist()
    assert all(re.search(r"\d", picture["description"]) for picture in pictures(app))
    assert all(caution in words(app) for caution in expected.cautions)
    assert expected.provenance.source in words(app)
    assert not app.exception


def test_the_sample_data_answer_the_question():
    app = press(opened("touchpoints"), SAMPLE)
    assert "Delivery time" in headline(app)
    assert not app.exception
    assert not app.error


def test_groups_set_the_call_and_the_address(workspace):
    saved = STEPS.keep(workspace)
    app = opened("touchpoints")
    app.selectbox(key="by").set_value("channel").run()
    assert headline(app) == cx.emotions(saved.open(), by="channel").headline
    assert address(app) == {"by": ["channel"]}


def test_an_order_sets_the_call_and_the_address(workspace):
    saved = STEPS.keep(workspace)
    app = opened("touchpoints")
    order = ["Service", "Delivery", "Advert"]
    app.multiselect(key="journey").set_value(order).run()
    assert headline(app) == cx.emotions(saved.open(), order=order).headline
    assert address(app) == {"journey": order}
    assert app.multiselect(key="journey").options == list(POINTS)


def test_peak_and_end_are_asked_for_on_the_same_page(workspace):
    saved = STEPS.keep(workspace)
    app = opened("touchpoints", asked="peak_end")
    expected = cx.peak_end(saved.open())
    assert headline(app) == expected.headline
    pd.testing.assert_series_equal(
        app.dataframe[0].value["r_squared"], expected.table["r_squared"], check_dtype=False
    )
    assert not app.exception


def test_data_without_touchpoints_are_refused_in_the_words_of_the_call(workspace):
    saved = FEEDBACK.keep(workspace, ratings=("delivery",))
    with pytest.raises(cx.RoleMissing) as error:
        cx.emotions(saved.open())
    app = opened("touchpoints")
    assert str(error.value) in plainly(app.warning[0].value)
    assert CHECK in links(app)
    assert not app.exception
