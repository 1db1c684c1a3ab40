"""The page of drivers: segments, the what-if panel, the note on the method, a real file."""

from __future__ import annotations

import pytest

import cx
from tests.app import files
from tests.app.driving import (
    address,
    headline,
    links,
    opened,
    pictures,
    press,
    turned,
    words,
)
from tests.app.labels import KEEP
from tests.app.tables import FEEDBACK, answers

PANEL = "What if a rating improved?"
HINT = "Move a slider to see which NPS goes with it."
NOTE = "Formulas, assumptions and limits"


def panel(app):
    return next(box for box in app.expander if box.label == PANEL)


def slider(app, name):
    return app.select_slider(key=f"move {name}")


def test_a_segment_adds_the_comparison_of_groups(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("drivers", by="region")
    data = saved.open()
    assert headline(app) == cx.drivers(data).headline
    assert cx.driver_segments(data, by="region").headline in words(app)
    assert len(pictures(app)) == 6
    assert not app.exception


def test_groups_too_small_to_compare_are_explained_below_the_answer(workspace):
    table = answers().assign(region=lambda rows: ["x", *["y"] * (len(rows) - 1)])
    saved = FEEDBACK.keep(workspace, table=table)
    app = opened("drivers", by="region")
    assert headline(app) == cx.drivers(saved.open()).headline
    assert "fewer than two have the 30 complete answers" in words(app)
    assert not app.exception
    assert not app.error


def test_the_panel_waits_for_a_move_and_is_folded_until_then(workspace):
    FEEDBACK.keep(workspace)
    app = opened("drivers")
    assert HINT in words(app)
    assert not panel(app).proto.expanded
    assert address(app) == {}


def test_a_slider_says_what_the_call_says(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("drivers")
    slider(app, "delivery").set_value("1").run()
    expected = cx.what_if(saved.open(), {"delivery": 1.0})
    for text in (expected.headline, expected.in_customers, expected.test, *expected.cautions):
        assert str(text) in words(app)
    assert "Size an A/B test" in links(app)
    assert address(app) == {"move delivery": ["1"]}
    assert not app.exception


def test_a_link_opens_the_panel_with_its_moves(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("drivers", **{"move delivery": "0.5", "move price": "-1"})
    expected = cx.what_if(saved.open(), {"delivery": 0.5, "price": -1.0})
    assert expected.headline in words(app)
    assert panel(app).proto.expanded


def test_a_move_that_is_not_there_is_none(workspace):
    FEEDBACK.keep(workspace)
    app = opened("drivers", **{"move delivery": "99"})
    assert HINT in words(app)
    assert not app.exception


def test_the_number_of_customers_counts(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("drivers", **{"move delivery": "1"})
    app.number_input[0].set_value(50_000).run()
    expected = cx.what_if(saved.open(), {"delivery": 1.0}, customers=50_000)
    assert str(expected.in_customers) in words(app)


def test_moves_outlive_a_visit_to_another_page(workspace):
    saved = FEEDBACK.keep(workspace)
    app = opened("drivers")
    slider(app, "delivery").set_value("1").run()
    app = turned(turned(app, "nps"), "drivers")
    assert cx.what_if(saved.open(), {"delivery": 1.0}).headline in words(app)


def test_without_an_nps_score_the_panel_says_why(workspace):
    table = answers().assign(recommend=lambda rows: rows["recommend"].clip(1, 5))
    FEEDBACK.keep(workspace, table=table, scale=(1, 5))
    app = opened("drivers")
    assert headline(app)
    assert "NPS is defined on 0 to 10 only" in words(app)
    assert not app.select_slider
    assert not app.exception


def test_the_note_on_the_method_opens(workspace):
    FEEDBACK.keep(workspace)
    app = press(opened("drivers"), NOTE)
    assert "LMG (Shapley)" in words(app)
    assert not app.exception


def test_seat_reviews_on_the_page(shared, workspace):
    file = shared / "data/seat_reviews_drivers/seat_no_author.csv"
    if not file.exists():
        pytest.skip("the seat reviews are not beside this copy")
    table = cx.read(file).tables[0]
    workspace.save(table.frame, name="seats", kind="feedback", roles=table.recognition.roles)
    app = opened("drivers")
    said = words(app)
    assert any("the ratings explain 76" in picture["description"] for picture in pictures(app))
    assert "“power_supply_rating” is not in the comparison: only 62 of 1,257" in said
    assert "“viewing_tv_rating” holds 44 zeros" in said
    assert "NPS is defined on 0 to 10 only" in said
    assert not app.exception
    assert not app.error


def test_ratings_that_are_all_copies_leave_nothing_to_move():
    table = answers().assign(price=lambda rows: rows["delivery"])
    app = opened("data")
    app.file_uploader[0].set_value(files.csv(table)).run()
    app = turned(press(app, KEEP), "drivers")
    assert not app.select_slider
    assert "No rating has an effect of its own, so there is nothing to move." in words(app)
    assert not app.exception
