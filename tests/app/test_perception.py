"""The page of the perception gap: beliefs first, sealed, and only then what customers say."""

from __future__ import annotations

import pandas as pd
import pytest

import cx
from cx.workspace import Belief
from tests.app import files
from tests.app.driving import headline, opened, pictures, plainly, press, turned, words
from tests.app.labels import CHECK, OWN_FILE, QUESTIONS, SAMPLE, said
from tests.app.tables import FEEDBACK, answers

ADD = "Add these beliefs"
SEAL = "Seal the beliefs and show the result"
WEIGH = "Say also how important each one is to customers"
SAMPLE_TEAM = "Take what the team of the sample shop believes"
TEAM = pd.DataFrame({"touchpoint": ["delivery", "price"], "believed": [8, 3], "importance": [4, 9]})


def believe(app, *, who="", weigh=(), **ratings):
    """Choose points on the form as a member of the team would."""
    if who:
        app.text_input[0].set_value(who).run()
    for touchpoint, point in ratings.items():
        group(app, touchpoint).set_value(point).run()
    if weigh:
        switch_on(app, WEIGH)
        for touchpoint, point in weigh.items():
            group(app, touchpoint, last=True).set_value(point).run()
    assert not app.exception
    return app


def switch_on(app, label):
    next(toggle for toggle in app.toggle if toggle.label == label).set_value(v=True).run()


def group(app, touchpoint, *, last=False):
    found = [group for group in app.main.button_group if group.label == touchpoint]
    return found[-1 if last else 0]


def given(workspace, saved):
    return [(b.member, b.touchpoint, b.believed, b.seen) for b in workspace.beliefs.of(saved.id)]


def test_without_data_the_page_says_what_it_needs():
    app = opened("perception")
    assert app.title[0].value == QUESTIONS["perception"]
    assert [button.label for button in app.button] == [OWN_FILE, SAMPLE]


def test_before_the_seal_nothing_of_the_customers_is_shown(workspace):
    saved = FEEDBACK.keep(workspace)
    app = believe(opened("perception"), delivery=5)
    assert not app.header
    assert not pictures(app)
    assert not app.dataframe
    table = saved.open().table.to_pandas()
    assert f"{table['delivery'].mean():.2f}" not in words(app)
    assert {group.value for group in opened("perception").main.button_group} == {None}


def test_nothing_can_be_sealed_before_something_is_believed(workspace):
    FEEDBACK.keep(workspace)
    app = opened("perception")
    assert [button.disabled for button in app.button if button.label in {ADD, SEAL}] == [True, True]


def test_after_the_seal_the_page_says_what_the_call_says(workspace):
    saved = FEEDBACK.keep(workspace)
    app = press(believe(opened("perception"), delivery=5, price=3), SEAL)
    expected = cx.perception_gap(saved.open(), {"delivery": 5, "price": 3}, belief_scale=(1, 5))
    assert headline(app) == expected.headline
    assert app.dataframe[0].value["gap"].tolist() == expected.table["gap"].tolist()
    assert expected.provenance.source in words(app)
    assert given(workspace, saved) == [("", "delivery", 5, False), ("", "price", 3, False)]
    assert not app.exception


def test_each_member_begins_with_an_empty_form(workspace):
    saved = FEEDBACK.keep(workspace)
    app = press(believe(opened("perception"), who="Anna", delivery=5, price=4), ADD)
    assert "Beliefs so far, of: Anna." in words(app)
    assert app.text_input[0].value == ""
    assert {group.value for group in app.main.button_group} == {None}
    app = press(believe(app, who="陈", delivery=3, price=4), SEAL)
    assert "Beliefs of: Anna and 陈." in words(app)
    assert app.dataframe[0].value["believed_n"].tolist() == [2, 2]
    assert len(given(workspace, saved)) == 4


def test_a_reload_keeps_beliefs_and_the_seal(workspace):
    FEEDBACK.keep(workspace)
    press(believe(opened("perception"), who="Anna", delivery=5), ADD)
    app = opened("perception")
    assert "Beliefs so far, of: Anna." in words(app)
    first = headline(press(app, SEAL))
    assert headline(opened("perception")) == first


def test_what_is_chosen_survives_a_visit_to_another_page(workspace):
    FEEDBACK.keep(workspace)
    app = believe(opened("perception"), who="Anna", delivery=2)
    app = turned(turned(app, "satisfaction"), "perception")
    assert app.text_input[0].value == "Anna"
    assert group(app, "delivery").value == 2


def test_what_is_added_after_the_seal_is_marked_and_said(workspace):
    saved = FEEDBACK.keep(workspace)
    app = press(believe(opened("perception"), who="Anna", delivery=5), SEAL)
    app = press(believe(app, who="Ben", delivery=3), ADD)
    assert given(workspace, saved)[-1] == ("Ben", "delivery", 3, True)
    assert "1 member of the team gave beliefs after the result had been seen." in words(app)


def test_beliefs_of_one_dataset_do_not_show_another(workspace):
    first = FEEDBACK.keep(workspace, "first")
    workspace.beliefs.seal(first.id)
    workspace.beliefs.add(first.id, [Belief(touchpoint="delivery", member="", believed=4)])
    FEEDBACK.keep(workspace, "second", table=answers(seed=9))
    assert not opened("perception").header


def test_a_table_is_taken_once_its_scale_is_said(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("perception")
    app.file_uploader[0].set_value(files.csv(TEAM)).run()
    assert next(b for b in app.button if b.label == SEAL).disabled
    app.main.selectbox[0].set_value((1, 10)).run()
    assert app.dataframe[0].value["believed"].tolist() == [8, 3]
    app = press(app, SEAL)
    expected = cx.perception_gap(saved.open(), TEAM, belief_scale=(1, 10))
    assert headline(app) == expected.headline
    assert any("The team answered on 1 to 10" in caution for caution in expected.cautions)
    assert all(caution in words(app) for caution in expected.cautions)


def test_a_table_that_will_not_do_is_refused_in_words(workspace):
    FEEDBACK.keep(workspace)
    app = opened("perception")
    app.file_uploader[0].set_value(files.csv(pd.DataFrame({"what": ["a", "b"], "n": [1, 2]}))).run()
    assert "There is no column “touchpoint”" in plainly(app.warning[0].value)
    assert not app.exception


def test_importance_is_compared_on_demand(workspace):
    saved = FEEDBACK.keep(workspace)
    app = believe(opened("perception"), delivery=5, weigh={"delivery": 1, "price": 5})
    app = press(app, SEAL)
    app.selectbox(key="belief").set_value("importance").run()
    rows = pd.DataFrame({"touchpoint": ["delivery", "price"], "importance": [1, 5]})
    assert headline(app) == cx.importance_gap(saved.open(), rows).headline
    assert not app.exception


def test_over_time_every_gap_has_a_picture(workspace):
    saved = FEEDBACK.keep(workspace)
    app = press(believe(opened("perception"), delivery=5, price=3), SEAL)
    app.selectbox(key="every").set_value("quarter").run()
    settings = {"belief_scale": (1, 5), "every": "quarter"}
    expected = cx.perception_gap(saved.open(), {"delivery": 5, "price": 3}, **settings)
    assert headline(app) == expected.headline
    assert len(pictures(app)) == 3


def test_the_team_of_the_sample_shop_is_at_hand():
    app = press(opened("perception"), SAMPLE)
    switch_on(app, SAMPLE_TEAM)
    app = press(app, SEAL)
    assert headline(app).startswith("The team believes “Delivery time” stands at 8 of 10")
    assert not app.exception


def test_data_without_ratings_are_refused(workspace):
    FEEDBACK.keep(workspace, ratings=(), score=None)
    app = opened("perception")
    assert CHECK in words(app)
    assert not app.exception


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_it_speaks_both_languages(code, workspace):
    FEEDBACK.keep(workspace)
    app = opened("perception", lang=code)
    assert app.title[0].value == said(QUESTIONS["perception"], code)
    press(believe(app, delivery=5), said(SEAL, code))
    assert app.header
    assert not app.exception


def test_percentages_are_no_points_of_a_scale(workspace):
    FEEDBACK.keep(workspace)
    app = opened("perception")
    rows = pd.DataFrame({"touchpoint": ["delivery", "price"], "believed": ["80%", "60%"]})
    app.file_uploader[0].set_value(files.csv(rows)).run()
    assert "as percentages do" in plainly(app.warning[0].value)


def test_one_member_by_hand_and_in_a_table_is_refused_before_it_is_sealed(workspace):
    saved = FEEDBACK.keep(workspace)
    app = believe(opened("perception"), delivery=5)
    app.text_input[0].set_value("Anna").run()
    rows = pd.DataFrame({"touchpoint": ["delivery"], "believed": [4], "member": ["Anna"]})
    app.file_uploader[0].set_value(files.csv(rows.assign(lowest=1, highest=5))).run()
    assert "believes two different things of “delivery”" in plainly(app.warning[0].value)
    assert next(b for b in app.button if b.label == SEAL).disabled
    assert workspace.beliefs.sealed_at(saved.id) is None


def test_importance_does_not_decide_the_scale_of_the_ratings(workspace):
    FEEDBACK.keep(workspace)
    app = opened("perception")
    rows = pd.DataFrame({"touchpoint": ["delivery", "price"], "believed": [4, 3]})
    app.file_uploader[0].set_value(files.csv(rows.assign(importance=[70, 30]))).run()
    assert "1 to 5" in app.main.selectbox[0].options
