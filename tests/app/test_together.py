"""The page that brings tables together: a report before anything is kept, then the result."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import cx
from tests.app.driving import headline, links, opened, pictures, plainly, press, turned, words
from tests.app.labels import OWN_FILE, SAMPLE, said
from tests.app.tables import FEEDBACK, Sort, answers

KEEP = "Keep the result"
STACK, UPDATE, MATCH = "stack", "update", "match"


def numbered(start: int, n: int = 60, seed: int = 1) -> pd.DataFrame:
    """Answers with a number each, of customers whose names tell them apart."""
    table = answers(n, seed).assign(answer_id=[f"A{i:04d}" for i in range(start, start + n)])
    return table.assign(customer_id=[f"C{i % 50:03d}" for i in range(start, start + n)])


def orders() -> pd.DataFrame:
    """Orders of customers C030 to C069, two each, and one without a customer."""
    ids = [f"C{i:03d}" for i in range(30, 70) for _ in range(2)]
    return pd.DataFrame(
        {
            "customer_id": [*ids, None],
            "time": pd.Timestamp("2026-03-01") + pd.to_timedelta(np.arange(81), "h"),
            "event": "order",
            "amount": np.arange(81) + 0.5,
        }
    )


SURVEY = Sort(
    "feedback",
    {**FEEDBACK.roles, "customer": "customer_id"},
    lambda: numbered(0),
)
ORDERS = Sort(
    "events",
    {"customer": "customer_id", "time": "time", "event": "event", "value": "amount"},
    orders,
)


def opened_on(way):
    app = opened("together")
    app.radio(key="way").set_value(way).run()
    assert not app.exception
    return app


def labelled(widgets, start):
    return next(widget for widget in widgets if widget.label.startswith(start))


def stacked(*saved):
    app = opened_on(STACK)
    app.multiselect(key="stacked").set_value([item.id for item in saved]).run()
    assert not app.exception
    return app


def updated(old, new):
    app = opened_on(UPDATE)
    app.selectbox(key="update 0").set_value(old.id)
    app.selectbox(key="update 1").set_value(new.id).run()
    assert not app.exception
    return app


def matched(left, right):
    app = opened_on(MATCH)
    app.selectbox(key="match 0").set_value(left.id)
    app.selectbox(key="match 1").set_value(right.id).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("tables", [0, 1])
def test_with_fewer_than_two_tables_the_page_says_what_it_needs(tables, workspace):
    for _ in range(tables):
        FEEDBACK.keep(workspace)
    app = opened("together")
    assert "two tables or more" in words(app)
    assert [button.label for button in app.button] == [OWN_FILE, SAMPLE]
    assert not app.exception


def test_nothing_is_kept_before_it_is_asked_for(workspace):
    first, second = SURVEY.keep(workspace, "Q1"), SURVEY.keep(workspace, "Q2", table=numbered(60))
    app = stacked(first, second)
    assert KEEP in [button.label for button in app.button]
    assert {saved.id for saved in workspace.datasets()} == {first.id, second.id}


def test_two_quarters_under_each_other_are_kept_with_their_roles(workspace):
    first, second = SURVEY.keep(workspace, "Q1"), SURVEY.keep(workspace, "Q2", table=numbered(60))
    app = stacked(first, second)
    expected = cx.stack([first.open(), second.open()], names=["Q1", "Q2"], origin="file")
    assert headline(app) == expected.headline
    assert all(caution in words(app) for caution in expected.cautions)
    press(app, KEEP)
    saved = workspace.datasets()[0]
    assert (saved.name, saved.kind, saved.rows) == ("Q1 + Q2", "feedback", 120)
    assert saved.roles["score"] == "recommend"
    assert saved.roles["segments"] == ("region", "file")
    assert str(saved.notes[0]) == expected.headline
    kept = saved.open().table.to_pandas()
    assert kept["file"].value_counts().to_dict() == {"Q1": 60, "Q2": 60}
    assert headline(turned(app, "nps")) == cx.nps(saved.open()).headline


def test_two_files_of_a_test_become_one_with_a_version_column(workspace):
    split = Sort("spend", {"channel": "Date", "cost": "Clicks"}, lambda: None)
    days = pd.DataFrame({"Date": [f"day {i}" for i in range(30)], "Clicks": np.arange(30) + 100})
    first = split.keep(workspace, "control", table=days)
    second = split.keep(workspace, "experiment", table=days.assign(Clicks=np.arange(30) + 120))
    app = stacked(first, second)
    labelled(app.text_input, "Name of this column").set_value("variant").run()
    press(app, KEEP)
    saved = workspace.datasets()[0]
    assert saved.kind == "experiment"
    assert saved.roles["variant"] == "variant"


def test_different_scales_are_a_question_and_no_result(workspace):
    low = numbered(0).assign(recommend=lambda t: (t["recommend"] % 5) + 1)
    first = SURVEY.keep(workspace, "Q1", table=low, scale=(1, 5))
    second = SURVEY.keep(workspace, "Q2", table=numbered(60))
    app = stacked(first, second)
    assert "different scales" in plainly(app.warning[0].value)
    assert KEEP not in [button.label for button in app.button]
    labelled(app.radio, "What shall become").set_value("apart").run()
    press(app, KEEP)
    assert "recommend (Q2)" in workspace.datasets()[0].open().columns


def test_an_update_replaces_adds_and_keeps(workspace):
    old = SURVEY.keep(workspace, "old")
    new = SURVEY.keep(workspace, "new", table=numbered(40, seed=3))
    app = updated(old, new)
    assert labelled(app.multiselect, "Which columns tell").value == ["answer_id"]
    expected = cx.update(old.open(), new.open(), key="answer_id", names=["old", "new"])
    assert headline(app) == expected.headline
    assert pictures(app)
    press(app, KEEP)
    saved = workspace.datasets()[0]
    assert saved.rows == 100
    kept = saved.open().table.to_pandas().set_index("answer_id").sort_index()
    pd.testing.assert_frame_equal(
        kept.loc["A0040":"A0099"],
        numbered(40, seed=3).set_index("answer_id"),
        check_dtype=False,
    )


def test_an_update_by_an_id_that_repeats_is_refused_in_words(workspace):
    old = SURVEY.keep(workspace, "old")
    app = updated(old, SURVEY.keep(workspace, "new", table=numbered(40, seed=3)))
    labelled(app.multiselect, "Which columns tell").set_value(["customer_id"]).run()
    assert "stand in several rows" in plainly(app.warning[0].value)
    assert KEEP not in [button.label for button in app.button]
    labelled(app.selectbox, "If an id comes").set_value("day").run()
    assert KEEP in [button.label for button in app.button]


def test_a_match_says_who_is_in_both_before_it_joins(workspace):
    survey, bought = SURVEY.keep(workspace, "survey"), ORDERS.keep(workspace, "orders")
    app = matched(survey, bought)
    assert [labelled(app.selectbox, f"The id in “{n}”").value for n in ("survey", "orders")] == [
        "customer_id",
        "customer_id",
    ]
    expected = cx.match(
        survey.open(), bought.open(), on="customer_id", names=["survey", "orders"], aggregate=True
    )
    assert headline(app) == expected.headline
    assert all(caution in words(app) for caution in expected.cautions)
    (picture,) = pictures(app)
    assert "orders" in picture["description"]


def test_the_tables_that_are_meant_most_likely_are_chosen_first(workspace):
    old, bought = SURVEY.keep(workspace, "old"), ORDERS.keep(workspace, "orders")
    new = SURVEY.keep(workspace, "new")
    app = opened_on(UPDATE)
    assert [app.selectbox(key=f"update {n}").value for n in (0, 1)] == [old.id, new.id]
    app = opened_on(MATCH)
    assert [app.selectbox(key=f"match {n}").value for n in (0, 1)] == [new.id, bought.id]


def test_a_match_is_kept_with_one_row_for_each_answer(workspace):
    survey, bought = SURVEY.keep(workspace, "survey"), ORDERS.keep(workspace, "orders")
    app = press(matched(survey, bought), KEEP)
    saved = workspace.datasets()[0]
    assert (saved.kind, saved.rows) == ("feedback", 60)
    assert "amount_sum" in saved.open().columns
    assert headline(turned(app, "nps")) == cx.nps(survey.open()).headline


def test_rows_may_be_joined_one_by_one_where_only_one_side_repeats(workspace):
    survey = SURVEY.keep(workspace, "survey", table=numbered(0, n=50))
    app = matched(survey, ORDERS.keep(workspace, "orders"))
    labelled(app.radio, "How shall the rows").set_value("rows").run()
    assert not app.exception
    press(app, KEEP)
    assert workspace.datasets()[0].rows == 50 + 20


def test_who_matches_is_shown_by_group(workspace):
    survey, bought = SURVEY.keep(workspace, "survey"), ORDERS.keep(workspace, "orders")
    app = matched(survey, bought)
    labelled(app.selectbox, "Show who matches").set_value("region").run()
    expected = cx.match(survey.open(), bought.open(), on="customer_id", by="region").by_segment
    shown = next(f.value for f in app.dataframe if "segment" in f.value)
    assert list(shown["matched"]) == list(expected["matched"])


def test_the_page_speaks_the_language_in_use(workspace):
    FEEDBACK.keep(workspace)
    app = opened("together", lang="zh_CN")
    assert app.title[0].value == said("How do your tables belong together?", "zh_CN")
    assert not app.exception


def test_after_keeping_the_page_leads_to_the_questions(workspace):
    first, second = SURVEY.keep(workspace, "Q1"), SURVEY.keep(workspace, "Q2", table=numbered(60))
    app = press(stacked(first, second), KEEP)
    assert "is kept" in words(app)
    assert "How likely are customers to recommend us?" in [plainly(label) for label in links(app)]
