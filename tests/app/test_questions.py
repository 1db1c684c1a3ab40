"""Each page of a question: nothing there yet, an answer, a control, data that will not do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from tests.app.labels import CHECK, MENU, OWN_FILE, QUESTIONS, SAMPLE
from tests.app.tables import EVENTS, EXPERIMENT, FEEDBACK, STEPS, Sort, answers, log, split


@dataclass(frozen=True, slots=True)
class Question:
    """A page, the table it needs and the call it must agree with."""

    page: str
    sort: Sort
    call: Callable[..., cx.Result]
    needs: str


def nps(data: Any, **settings: Any) -> cx.Result:
    return cx.nps(data, **settings)


def drivers(data: Any, **settings: Any) -> cx.Result:
    return cx.drivers(data, **settings)


def funnel(data: Any, steps: tuple[str, ...] = STEPS, **settings: Any) -> cx.Result:
    return cx.funnel(data, steps, **settings)


def barriers(data: Any, **settings: Any) -> cx.Result:
    return cx.barriers(data, **settings)


def experiment(data: Any, **settings: Any) -> cx.Result:
    return cx.experiment(data, **settings)


NPS = Question("nps", FEEDBACK, nps, "a score from 0 to 10")
DRIVERS = Question("drivers", FEEDBACK, drivers, "ratings")
FUNNEL = Question("funnel", EVENTS, funnel, "who, what and when")
BARRIERS = Question("barriers", FEEDBACK, barriers, "free text")
TEST = Question("experiment", EXPERIMENT, experiment, "the version they saw")
ASKED = (NPS, DRIVERS, FUNNEL, BARRIERS, TEST)
each = pytest.mark.parametrize("question", ASKED, ids=lambda question: question.page)


@each
def test_without_data_a_page_says_what_it_needs_and_offers_a_way(question):
    app = opened(question.page)
    assert app.title[0].value == QUESTIONS[question.page]
    assert question.needs in words(app)
    assert [button.label for button in app.button] == [OWN_FILE, SAMPLE]
    assert not app.exception
    assert not app.error


def test_the_sample_data_answer_every_question_from_where_one_stands():
    app = press(opened("funnel"), SAMPLE)
    assert app.title[0].value == QUESTIONS["funnel"]
    for question in ASKED[2:] + ASKED[:2]:
        assert re.search(r"\d", headline(turned(app, question.page)))
        assert SAMPLE not in [button.label for button in app.button]
        assert not app.exception
        assert not app.error


@each
def test_the_page_says_what_the_call_says(question, workspace):
    saved = question.sort.keep(workspace)
    app = opened(question.page)
    assert headline(app) == question.call(saved.open()).headline
    assert not app.exception
    assert not app.warning


@each
def test_the_page_shows_the_figures_of_the_call(question, workspace):
    expected = question.call(question.sort.keep(workspace).open()).table
    shown = opened(question.page).dataframe[0].value
    numbers = [name for name in expected if pd.api.types.is_numeric_dtype(expected[name])]
    assert numbers
    pd.testing.assert_frame_equal(shown[numbers], expected[numbers], check_dtype=False)


@each
def test_every_picture_says_in_words_what_it_shows(question, workspace):
    question.sort.keep(workspace)
    shown = pictures(opened(question.page))
    assert shown
    assert all(re.search(r"\d", picture["description"]) for picture in shown)


@each
def test_the_evidence_adds_up(question, workspace):
    result = question.call(question.sort.keep(workspace).open())
    text = words(opened(question.page))
    assert f"This rests on {result.provenance.used:,} of {result.provenance.rows:,} rows." in text
    for item in result.provenance.left_out:
        assert f"{item.rows:,} left out: {item.reason}" in text
    assert str(result.provenance.method) in text
    assert result.provenance.source in text


@pytest.mark.parametrize(
    ("question", "change"),
    [
        (NPS, {"table": answers().iloc[::9]}),
        (DRIVERS, {"table": answers().assign(price=3)}),
        (FUNNEL, {"table": log().assign(time=lambda t: t["time"].dt.normalize())}),
        (BARRIERS, {"table": answers().assign(why="The weather on that day")}),
        (TEST, {"table": split().iloc[:900]}),
    ],
    ids=[question.page for question in ASKED],
)
def test_every_caution_of_the_call_stands_on_the_page(question, change, workspace):
    result = question.call(question.sort.keep(workspace, **change).open())
    app = opened(question.page)
    assert result.cautions
    assert all(caution in words(app) for caution in result.cautions)


@each
def test_another_language_reaches_the_menu_the_question_and_the_headline(question, workspace):
    saved = question.sort.keep(workspace)
    app = opened(question.page)
    english = (app.title[0].value, headline(app), *menu(app).values())
    app.sidebar.button_group[0].set_value("zh_CN").run()
    chinese = (app.title[0].value, headline(app), *menu(app).values())
    assert all(was != now for was, now in zip(english, chinese, strict=True))
    with cx.language("zh_CN"):
        assert headline(app) == question.call(saved.open()).headline
    assert address(app) == {"lang": ["zh_CN"]}


def menu(app):
    return {name: page.title for name, page in app.session_state["pages"].items()}


def test_the_menu_holds_every_page():
    assert menu(opened()) == MENU


@pytest.mark.parametrize(
    ("question", "key", "code", "settings"),
    [
        (NPS, "by", "region", {"by": "region"}),
        (NPS, "every", "quarter", {"every": "quarter"}),
        (FUNNEL, "window", "1D", {"window": "1D"}),
        (FUNNEL, "order", "strict", {"order": "strict"}),
        (FUNNEL, "by", "device", {"by": "device"}),
        (FUNNEL, "every", "month", {"every": "month"}),
        (BARRIERS, "by", "region", {"by": "region"}),
        (TEST, "correction", "none", {"correction": "none"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_control_sets_the_call_and_the_address(question, key, code, settings, workspace):
    saved = question.sort.keep(workspace)
    app = opened(question.page)
    app.selectbox(key=key).set_value(code).run()
    expected = question.call(saved.open(), **settings)
    assert headline(app) == expected.headline
    assert len(app.dataframe[0].value) == len(expected.table)
    assert address(app) == {key: [code]}


@pytest.mark.parametrize(
    ("question", "key", "code"),
    [(NPS, "by", "region"), (FUNNEL, "window", "1D"), (TEST, "correction", "none")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_control_changes_the_headline(question, key, code, workspace):
    question.sort.keep(workspace)
    app = opened(question.page)
    before = headline(app)
    app.selectbox(key=key).set_value(code).run()
    assert headline(app) != before


@pytest.mark.parametrize(
    ("question", "asked", "settings"),
    [
        (NPS, {"by": "region"}, {"by": "region"}),
        (FUNNEL, {"window": "1D", "by": "device"}, {"window": "1D", "by": "device"}),
        (TEST, {"correction": "none"}, {"correction": "none"}),
    ],
    ids=["nps", "funnel", "experiment"],
)
def test_an_address_opens_the_view_it_was_copied_from(question, asked, settings, workspace):
    saved = question.sort.keep(workspace)
    app = opened(question.page, **asked)
    assert headline(app) == question.call(saved.open(), **settings).headline


def test_an_address_with_a_setting_that_is_not_there_opens_the_default(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("nps", by="no such column", every="never")
    assert headline(app) == cx.nps(saved.open()).headline
    assert not app.exception


def test_the_steps_are_counted_in_the_order_in_which_they_are_picked(workspace):
    saved = EVENTS.keep(workspace)
    app = opened("funnel")
    app.multiselect(key="steps").set_value(["visit", "purchase"]).run()
    assert headline(app) == cx.funnel(saved.open(), ["visit", "purchase"]).headline
    assert address(app) == {"steps": ["visit", "purchase"]}


def test_a_setting_stays_when_the_page_is_left_and_opened_again(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("nps")
    app.selectbox(key="by").set_value("region").run()
    app = turned(turned(app, "home"), "nps")
    assert headline(app) == cx.nps(saved.open(), by="region").headline


@each
def test_the_newest_data_are_asked_unless_others_are_chosen(question, workspace):
    older = question.sort.keep(workspace, "older", table=question.sort.table().iloc[::2])
    newer = question.sort.keep(workspace, "newer")
    app = opened(question.page)
    assert headline(app) == question.call(newer.open()).headline
    app.selectbox(key=question.sort.kind).set_value(older.id).run()
    assert headline(app) == question.call(older.open()).headline


@each
def test_a_fault_of_ours_is_an_apology_with_a_number_and_without_details(
    question, workspace, monkeypatch, caplog
):
    def broken(*_arguments, **_settings):
        raise RuntimeError("secret")

    question.sort.keep(workspace)
    monkeypatch.setattr(cx, question.page, broken)
    app = opened(question.page)
    number = re.search("[0-9a-f]{8}", app.error[0].value)
    assert "our fault" in app.error[0].value
    assert "secret" not in words(app)
    assert "Traceback" not in words(app)
    assert not app.exception
    assert f"fault {number[0]}" in caplog.text


def refusal(call):
    with pytest.raises(cx.CxError) as error:
        call()
    return str(error.value)


@pytest.mark.parametrize(
    ("question", "change"),
    [
        (NPS, {"table": answers().assign(recommend=np.nan)}),
        (NPS, {"score": None}),
        (NPS, {"table": answers().iloc[:0]}),
        (DRIVERS, {"ratings": ()}),
        (DRIVERS, {"table": answers().assign(delivery=np.nan, price=np.nan)}),
        (DRIVERS, {"table": answers().assign(recommend=7)}),
        (FUNNEL, {"table": log().query("event == 'visit'")}),
        (FUNNEL, {"table": log().assign(time=pd.NaT)}),
        (BARRIERS, {"comments": ()}),
        (BARRIERS, {"table": answers().assign(why="")}),
        (TEST, {"table": split().query("version == 'new'"), "control": None}),
        (TEST, {"table": split().assign(version=None), "control": None}),
    ],
    ids=[
        "nps: no score given",
        "nps: no score column",
        "nps: no rows",
        "drivers: no ratings",
        "drivers: ratings all missing",
        "drivers: one score only",
        "funnel: one event only",
        "funnel: no times",
        "barriers: no comments column",
        "barriers: no comment given",
        "experiment: one version only",
        "experiment: no version given",
    ],
)
def test_data_that_will_not_do_are_refused_in_the_words_of_the_call(question, change, workspace):
    saved = question.sort.keep(workspace, **change)
    settings = {}
    app = opened(question.page)
    if question is FUNNEL:
        settings["steps"] = tuple(app.multiselect(key="steps").value)
    said = refusal(lambda: question.call(saved.open(), **settings))
    assert said in plainly(app.warning[0].value)
    assert CHECK in links(app)
    assert not app.exception
    assert not app.error


def test_a_scale_from_one_to_ten_is_named_and_not_scored(workspace):
    FEEDBACK.keep(
        workspace, table=answers().assign(recommend=lambda t: t["recommend"].clip(1)), scale=(1, 10)
    )
    app = opened("nps")
    assert re.search("1.{1,4}10", plainly(app.warning[0].value))
    assert "0 to 10" in plainly(app.warning[0].value)
    assert CHECK in links(app)
    assert not app.header


@pytest.mark.parametrize(
    ("question", "group"),
    [(NPS, "region"), (FUNNEL, "device"), (BARRIERS, "region")],
    ids=["nps", "funnel", "barriers"],
)
def test_a_single_group_is_answered_without_a_comparison(question, group, workspace):
    saved = question.sort.keep(workspace, table=question.sort.table().assign(**{group: "all"}))
    app = opened(question.page, by=group)
    assert headline(app) == question.call(saved.open(), by=group).headline
    assert not app.exception
    assert not app.error


def test_text_from_a_file_is_shown_as_it_is_written(workspace):
    name = "*A* <b>$x$</b> [y](z)"
    table = answers().assign(region=lambda t: t["region"].replace("North", name))
    FEEDBACK.keep(workspace, table=table)
    app = opened("nps", by="region")
    assert name in headline(app)
    assert name not in app.header[0].value


def test_the_answers_behind_a_theme_are_shown(workspace):
    result = cx.barriers(FEEDBACK.keep(workspace).open())
    app = opened("barriers")
    for theme in ("sign_up", "delivery_time"):
        app.selectbox(key="theme").set_value(theme).run()
        texts = result.coded.loc[[theme in themes for themes in result.coded["themes"]], "text"]
        assert texts.iloc[0] in words(app)
        assert f"of {len(texts)} answers" in words(app)


def test_personal_data_in_an_answer_are_masked(workspace):
    why = "Too expensive, write to anna@example.com"
    FEEDBACK.keep(workspace, table=answers().assign(why=why))
    text = words(opened("barriers"))
    assert "Too expensive" in text
    assert "anna@example.com" not in text
