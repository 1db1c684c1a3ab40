"""A file and a recipe give a table: mends are made, told, skipped, and never made twice."""

import threading

import pandas as pd
import pytest

from cx.data.mending.cells import Dropped, Missing, Numbered
from cx.data.mending.personal import Masked, Pseudonymised
from cx.data.mending.recipe import Recipe
from cx.data.mending.rows import LeftOut
from cx.data.reading import read
from cx.data.watch import Watch
from cx.errors import Cancelled

KEY = b"k" * 32
ROWS = 60


def survey(**extra):
    frame = pd.DataFrame(
        {
            "customer_id": [f"K{number:04d}" for number in range(ROWS)],
            "recommend": [number % 11 for number in range(ROWS)],
            "why": [f"answer {number}" for number in range(ROWS)],
            "status": ["Preview", *["Answer"] * (ROWS - 1)],
        }
        | extra
    )
    return frame.to_csv(index=False).encode()


def only(data, **options):
    (table,) = read(data, **options).tables
    return table


def with_details():
    return survey(why=["call me: ann@example.org", *["fine"] * (ROWS - 1)])


def test_without_a_key_personal_data_is_proposed_and_left_alone():
    table = only(with_details())
    proposed = [finding.mends[0] for finding in table.health.findings if finding.personal]
    assert {Pseudonymised(column="customer_id"), Masked(column="why")} <= set(proposed)
    assert table.frame["why"][0].as_py() == "call me: ann@example.org"
    assert table.made == ()


def test_with_a_key_it_is_masked_and_replaced_and_told():
    table = only(with_details(), key=KEY)
    assert table.frame["why"][0].as_py() == "call me: [email]"
    assert not any("K00" in text for text in table.frame["customer_id"].to_pylist())
    assert {made.step: made.rows for made in table.made} == {
        Pseudonymised(column="customer_id"): ROWS,
        Masked(column="why"): 1,
    }


def test_what_was_mended_is_not_mended_again():
    first = only(with_details(), key=KEY)
    again = only(first.file.path, key=KEY)
    assert again.made == ()
    assert again.frame.equals(first.frame)


def test_a_refused_mend_is_not_made_even_with_a_key():
    recipe = Recipe().refusing(Pseudonymised(column="customer_id"))
    table = only(survey(), key=KEY, recipe=recipe)
    assert table.frame["customer_id"][0].as_py() == "K0000"
    assert table.recipe.refused == recipe.refused


def test_the_recipe_of_one_file_does_the_same_to_the_next():
    recipe = Recipe(steps=(LeftOut(column="status", values=("Preview",)),))
    march, april = only(survey(), recipe=recipe), only(survey(), recipe=only(survey()).recipe)
    assert (march.health.rows_in, march.health.rows_kept, march.health.rows_rejected) == (
        ROWS,
        ROWS - 1,
        1,
    )
    assert april.health.rows_kept == ROWS
    assert only(survey(), recipe=march.recipe).frame.equals(march.frame)


def test_rows_that_a_step_left_out_are_given_with_number_reason_and_cells():
    table = only(survey(), recipe=Recipe(steps=(LeftOut(column="status", values=("Preview",)),)))
    (row,) = table.rejected.to_dict("records")
    assert (row["row"], row["text"]) == (2, "K0000 | 0 | answer 0 | Preview")
    assert str(row["reason"]) == "“status” is “Preview”"


def test_a_step_whose_column_is_gone_is_skipped_and_told():
    step = Dropped(column="phone of the parents")
    table = only(survey(), recipe=Recipe(steps=(step,)))
    assert table.skipped == (step,)
    assert step in table.recipe.steps


def test_a_value_that_a_step_does_not_know_is_counted():
    words = (("bad", 1.0), ("good", 2.0))
    data = survey(mood=["bad", "good", "superb"] * (ROWS // 3))
    table = only(data, recipe=Recipe(steps=(Numbered(column="mood", words=words),)))
    said = [str(finding.message) for finding in table.health.findings if finding.column == "mood"]
    assert any(text.startswith("20 values became missing") for text in said)
    assert table.frame["mood"].null_count == ROWS // 3


def test_a_recipe_may_depend_on_the_table():
    asked = []

    def recipe_for(name, columns):
        asked.append((name, tuple(columns)))
        return Recipe(steps=(Missing(column="recommend", values=(0.0,)),))

    table = only(survey(), recipe=recipe_for)
    assert asked == [("table", ("customer_id", "recommend", "why", "status"))]
    assert table.frame["recommend"].null_count == 6


def test_a_reading_can_be_stopped_before_it_ends():
    watch = Watch()
    watch.cancel()
    with pytest.raises(Cancelled, match="Reading was stopped. Nothing was kept."):
        read(survey(), watch=watch)


def test_a_query_that_runs_is_interrupted(tmp_path):
    path = tmp_path / "large.csv"
    line = "12345,some words that fill a line,2024-01-31 10:20:30,9\n"
    path.write_text("n,words,time,score\n" + line * 1_500_000)
    watch = Watch()
    errors = []

    def run():
        try:
            read(path, watch=watch)
        except Cancelled as error:
            errors.append(error)

    worker = threading.Thread(target=run)
    worker.start()
    while watch.stage.text == "Reading the file" and worker.is_alive():
        worker.join(0.005)
    watch.cancel()
    worker.join(30)
    assert len(errors) == 1
