"""The data doctor: a finding is accepted, refused, undone, and done again for the next file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cx.data.mending.cells import Missing
from tests.app import files
from tests.app.driving import opened, press, turned, words
from tests.app.labels import KEEP, SAMPLE

EPOCH = "dates lie in 1970"
ZERO = "counts as missing"


def reviews(*, seed=1, rows=120):
    """Ratings of reviews; three dates are missing and became 1970."""
    draw = np.random.default_rng(seed)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(draw.integers(0, 300, rows), unit="D")
    day = days.strftime("%Y-%m-%d").to_numpy().astype(object)
    day[[5, 40, 77]] = "1970-01-01"
    return pd.DataFrame(
        {
            "day": day,
            "recommend": draw.integers(0, 11, rows),
            "why": [f"answer number {number} of many" for number in range(rows)],
            "country": draw.choice(["DE", "FR"], rows),
        }
    )


def uploaded(app, table, name="march.csv"):
    app.file_uploader[0].set_value(files.csv(table, name)).run()
    assert not app.exception
    assert not app.error
    return app


@pytest.fixture
def app():
    return uploaded(opened("data"), reviews())


def kept_days(workspace):
    return workspace.datasets()[0].open().table.to_pyarrow()["day"].to_pylist()


def test_a_finding_stands_with_its_proposal_and_changes_nothing_yet(app, workspace):
    assert EPOCH in words(app)
    assert "Proposal: In “day”, 1970-01-01 counts as missing." in words(app)
    press(app, KEEP)
    assert sum(day.year == 1970 for day in kept_days(workspace)) == 3


def test_what_is_accepted_is_kept_and_told(app, workspace):
    press(app, "Accept")
    assert "Recipe: 1 step" in "".join(box.label for box in app.expander)
    assert "Nothing is left to decide." in words(app)
    press(app, KEEP)
    assert kept_days(workspace).count(None) == 3
    assert "1970-01-01 counts as missing" in " ".join(map(str, workspace.datasets()[0].notes))


def test_an_accepted_step_can_be_undone(app, workspace):
    press(press(app, "Accept"), "Undo")
    press(app, KEEP)
    assert kept_days(workspace).count(None) == 0


def test_what_is_refused_is_not_proposed_again_until_it_is_taken_back(app):
    press(app, "Leave unchanged")
    assert EPOCH not in words(app)
    assert "Refused: In “day”, 1970-01-01 counts as missing." in words(app)
    press(app, "Undo")
    assert EPOCH in words(app)


def test_the_next_file_of_the_shape_is_mended_in_the_same_way(app, workspace):
    press(press(app, "Accept"), KEEP)
    april = reviews(seed=2).assign(region="north")
    again = uploaded(app, april, "april.csv")
    assert "This file has the shape of “march”" in words(again)
    assert "New columns: region" in words(again)
    press(again, KEEP)
    assert kept_days(workspace).count(None) == 3


def test_the_recipe_of_the_last_file_can_be_left_aside(app, workspace):
    press(press(app, "Accept"), KEEP)
    again = press(uploaded(app, reviews(seed=2), "april.csv"), "Start without it")
    assert "has the shape of" not in words(again)
    press(again, KEEP)
    assert kept_days(workspace).count(None) == 0


def test_a_file_of_another_shape_starts_afresh(app):
    press(press(app, "Accept"), KEEP)
    other = reviews()[["recommend", "why"]].rename(columns={"why": "reason"})
    assert "has the shape of" not in words(uploaded(app, other, "other.csv"))


def test_another_file_can_be_chosen_instead(app, workspace):
    press(app, "Another file")
    assert len(app.file_uploader) == 1
    assert workspace.datasets() == ()


def test_rows_left_out_are_counted_with_their_reason_and_offered():
    text = reviews().to_csv(index=False) + "2024-01-01,5\n"
    app = opened("data")
    app.file_uploader[0].set_value(("rows.csv", text.encode(), "text/csv")).run()
    labels = [box.label for box in app.expander]
    assert "121 rows in the file = 120 used + 1 left out" in labels
    assert "1 left out: it has 2 cells where the table has 4 columns" in words(app)


def test_kept_data_is_mended_in_its_place(workspace):
    table = reviews()
    press(uploaded(opened("data"), table), KEEP)
    page = turned(opened("data"), "doctor")
    assert EPOCH in words(page)
    press(press(page, "Accept"), "Keep the mended data")
    (saved,) = workspace.datasets()
    assert kept_days(workspace).count(None) == 3
    assert (saved.rows, saved.name) == (len(table), "march")
    assert saved.open().score == "recommend"


def test_without_data_the_doctor_explains_itself_and_offers_the_sample():
    page = opened("doctor")
    assert "The data doctor says what is wrong in a table" in words(page)
    assert SAMPLE in [button.label for button in page.button]


def test_a_mended_dataset_keeps_the_steps_in_its_notes(workspace):
    press(press(uploaded(opened("data"), reviews()), "Accept"), KEEP)
    recipe = workspace.recipe_for(tuple(reviews().columns)).recipe
    assert recipe.steps == (Missing(column="day", values=("1970-01-01",)),)


def test_words_of_an_unknown_scale_are_put_in_order_by_the_person(workspace):
    points = ["Zorp", "Blim", "Quax"]
    table = reviews().assign(meal_rating=[points[number % 3] for number in range(120)])
    app = uploaded(opened("data"), table)
    assert "look like a scale whose order we do not know" in words(app)
    app.multiselect[0].set_value(["Quax", "Zorp", "Blim"]).run()
    press(press(app, "Use this order"), KEEP)
    kept = workspace.datasets()[0].open().table.to_pyarrow()["meal_rating"].to_pylist()
    assert kept[:3] == [2.0, 3.0, 1.0]
