"""The page of recommendation: happenings, the split of a change, satisfaction beside it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

import cx
from cx.analyses.annotations import Annotation
from tests.app.driving import headline, opened, pictures, words
from tests.app.tables import FEEDBACK, answers

STRIKE = Annotation(dt.date(2026, 2, 14), "Strike")


def test_what_happened_is_noted_and_drawn(workspace):
    FEEDBACK.keep(workspace)
    app = opened("nps", every="month")
    app.date_input[0].set_value(STRIKE.day)
    app.text_input[0].set_value(STRIKE.text)
    app.button(key="FormSubmitter:happening-Note it").click().run()
    assert workspace.annotations.all() == (STRIKE,)
    assert "Strike" in pictures(app)[0]["description"]
    assert not app.exception


def test_nothing_noted_is_not_kept_and_said(workspace):
    FEEDBACK.keep(workspace)
    app = opened("nps", every="month")
    app.button(key="FormSubmitter:happening-Note it").click().run()
    assert workspace.annotations.all() == ()
    assert not app.exception


def test_what_is_removed_is_no_longer_drawn(workspace):
    FEEDBACK.keep(workspace)
    workspace.annotations.add([STRIKE])
    app = opened("nps", every="month")
    assert "Strike" in pictures(app)[0]["description"]
    app.button(key="remove 2026-02-14 Strike").click().run()
    assert workspace.annotations.all() == ()
    assert "Strike" not in pictures(app)[0]["description"]


def test_groups_over_time_split_the_change(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("nps", by="region", every="month")
    expected = cx.nps_change(saved.open(), by="region", every="month")
    assert headline(app) == cx.nps(saved.open(), by="region", every="month").headline
    assert expected.headline in words(app)
    assert not app.exception


def test_one_period_has_no_change_to_split_and_says_so(workspace):
    FEEDBACK.keep(workspace, table=answers().assign(day=pd.Timestamp("2026-02-03")))
    app = opened("nps", by="region", every="month")
    assert "Did opinions change, or did others answer?" in words(app)
    assert "are of Feb 2026; a change needs two periods" in words(app)
    assert not app.exception


def test_a_list_of_happenings_can_be_brought(workspace):
    FEEDBACK.keep(workspace)
    app = opened("nps", every="month")
    rows = "Tag;Ereignis\n02.03.2026;Neuer Laden\n14.04.2026;Streik\n"
    app.file_uploader(key="file of happenings").set_value(
        ("list.csv", rows.encode(), "text/csv")
    ).run()
    app.button(key="take list").click().run()
    assert [item.text for item in workspace.annotations.all()] == ["Neuer Laden", "Streik"]


def test_a_list_without_days_is_refused(workspace):
    FEEDBACK.keep(workspace)
    app = opened("nps", every="month")
    app.file_uploader(key="file of happenings").set_value(
        ("list.csv", b"who,what\nAnna,New shop\nBert,Strike\n", "text/csv")
    ).run()
    app.button(key="take list").click().run()
    assert "It needs a column with days and a column with words" in words(app)
    assert workspace.annotations.all() == ()


def test_satisfaction_and_ease_stand_beside_under_their_own_names(workspace):
    table = answers().rename(columns={"price": "Satisfaction with the price"})
    saved = FEEDBACK.keep(
        workspace, table=table, ratings=("delivery", "Satisfaction with the price")
    )
    app = opened("nps")
    assert cx.csat(saved.open(), rating="Satisfaction with the price").headline in words(app)
    assert not app.exception


def test_ratings_of_something_else_are_not_called_satisfaction(workspace):
    FEEDBACK.keep(workspace)
    assert "Satisfaction and ease in the same answers" not in words(opened("nps"))
