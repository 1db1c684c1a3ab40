"""The page of satisfaction: it says what the calls say, for either measure and every rating."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import cx
from tests.app.driving import address, headline, links, opened, pictures, plainly, words
from tests.app.labels import CHECK, OWN_FILE, QUESTIONS, SAMPLE
from tests.app.tables import FEEDBACK, answers


def test_without_data_the_page_says_what_it_needs():
    app = opened("satisfaction")
    assert app.title[0].value == QUESTIONS["satisfaction"]
    assert [button.label for button in app.button] == [OWN_FILE, SAMPLE]
    assert not app.exception


def test_the_page_says_what_the_call_says(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("satisfaction")
    expected = cx.csat(saved.open())
    assert headline(app) == expected.headline
    shown = app.dataframe[0].value
    assert shown["csat"].tolist() == expected.table["csat"].tolist()
    assert all(re.search(r"\d", picture["description"]) for picture in pictures(app))
    assert expected.provenance.source in words(app)
    assert not app.exception


@pytest.mark.parametrize(
    ("key", "code", "settings"),
    [
        ("csat_rating", "price", {"rating": "price"}),
        ("by", "region", {"by": "region"}),
        ("every", "quarter", {"every": "quarter"}),
    ],
)
def test_a_control_sets_the_call_and_the_address(key, code, settings, workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("satisfaction")
    app.selectbox(key=key).set_value(code).run()
    assert headline(app) == cx.csat(saved.open(), **settings).headline
    assert address(app) == {key: [code]}


def test_ease_of_any_rating(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("satisfaction", measure="ces")
    assert headline(app) == cx.ces(saved.open(), rating="delivery").headline
    app.selectbox(key="high").set_value("hard").run()
    expected = cx.ces(saved.open(), rating="delivery", high_is="hard")
    assert headline(app) == expected.headline
    assert address(app) == {"measure": ["ces"], "high": ["hard"]}


def test_every_caution_stands_on_the_page(workspace):
    saved = FEEDBACK.keep(workspace, table=answers().iloc[::12])
    expected = cx.csat(saved.open())
    app = opened("satisfaction")
    assert expected.cautions
    assert all(caution in words(app) for caution in expected.cautions)


def test_data_without_a_rating_are_refused_in_the_words_of_the_call(workspace):
    saved = FEEDBACK.keep(workspace, ratings=(), score=None)
    with pytest.raises(cx.RoleMissing) as error:
        cx.csat(saved.open())
    app = opened("satisfaction")
    assert str(error.value) in plainly(app.warning[0].value)
    assert CHECK in links(app)
    assert not app.exception


def test_a_scale_that_changes_is_refused(workspace):
    table = answers(400)
    early = table["day"] < table["day"].iloc[200]
    table["recommend"] = table["recommend"].where(~early, table["delivery"])
    assert table.loc[~early, "recommend"].gt(5).mean() > 0.5
    FEEDBACK.keep(workspace, table=table, scale=None)
    app = opened("satisfaction", csat_rating="recommend")
    assert "changes" in plainly(app.warning[0].value)
    assert not app.header


def test_nps_on_another_scale_points_to_this_page(workspace):
    table = answers().assign(recommend=lambda rows: pd.Series(rows["delivery"]))
    FEEDBACK.keep(workspace, table=table, scale=None)
    app = opened("nps")
    assert "the page Satisfaction" in plainly(app.warning[0].value)
