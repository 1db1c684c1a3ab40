"""The Data page: a file is recognised, corrected and kept, or refused in words one can act on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import cx
from tests.app import files
from tests.app.driving import headline, links, opened, plainly, press, turned, words
from tests.app.labels import CHECK, CORRECT, KEEP, MENU, QUESTIONS, REMOVE_IT, SAMPLE
from tests.app.tables import EXPERIMENT, FEEDBACK, answers, log, split

BAD = {
    "photo": (files.photo, "This is a picture", ".xlsx or .csv"),
    "empty sheet": (files.empty_sheet, "There is no table", "at least one row below it are needed"),
    "password": (files.protected, "protected by a password", "save a copy without a password"),
    "no usable column": (files.no_usable_column, "could not tell what the rows are", "Choose it"),
}


def uploaded(file: files.File):
    app = opened("data")
    app.file_uploader[0].set_value(file).run()
    assert not app.exception
    assert not app.error
    return app


def labels(app):
    return [button.label for button in app.button]


@pytest.mark.parametrize(
    ("table", "kind", "page", "call"),
    [
        (answers(), "answers of customers", "nps", cx.nps),
        (split(), "an A/B test", "experiment", cx.experiment),
    ],
    ids=["feedback", "experiment"],
)
def test_a_good_file_is_recognised_kept_and_answered(table, kind, page, call, workspace):
    app = uploaded(files.csv(table))
    assert f"survey.csv: {len(table):,} rows and {len(table.columns)} columns" in words(app)
    assert f"This looks like {kind}" in words(app)
    press(app, KEEP)
    (saved,) = workspace.datasets()
    assert saved.name == "survey"
    assert saved.rows == len(table)
    assert QUESTIONS[page] in links(app)
    assert headline(turned(app, page)) == call(saved.open()).headline


def kept_as_read(workspace, kind):
    kept = workspace.datasets(kind)[0].open().table.to_pandas()
    return kept.astype({"time": "datetime64[us]"})


def test_what_is_kept_is_what_the_file_held(workspace):
    table = log()
    app = uploaded(files.csv(table, "events.csv"))
    press(press(app, "Undo"), KEEP)
    expected = table.astype({"time": "datetime64[us]"})
    pd.testing.assert_frame_equal(kept_as_read(workspace, "events"), expected, check_dtype=False)


def test_customers_become_pseudonyms_that_tell_the_same_people_apart(workspace):
    table = log()
    press(uploaded(files.csv(table, "events.csv")), KEEP)
    kept = kept_as_read(workspace, "events")
    assert not set(kept["customer"]) & set(table["customer"])
    pairs = set(zip(kept["customer"], table["customer"], strict=True))
    assert len(pairs) == table["customer"].nunique() == kept["customer"].nunique()
    pd.testing.assert_frame_equal(
        kept.drop(columns="customer"),
        table.astype({"time": "datetime64[us]"}).drop(columns="customer"),
        check_dtype=False,
    )


def test_the_roles_are_shown_before_they_are_kept():
    app = uploaded(files.csv(answers()))
    roles = app.dataframe[0].value.set_index("column")["role"]
    assert roles["recommend"] == "score"
    assert roles["why"].startswith("comment")


def test_nothing_is_kept_before_it_is_confirmed(workspace):
    uploaded(files.csv(answers()))
    assert workspace.datasets() == ()


def test_the_upload_is_empty_again_after_it_was_kept():
    app = press(uploaded(files.csv(answers())), KEEP)
    assert not app.file_uploader[0].value
    assert KEEP not in labels(app)


@pytest.mark.parametrize("trouble", BAD)
def test_a_file_that_will_not_do_is_refused_with_a_way_out(trouble, workspace):
    FEEDBACK.keep(workspace)
    before = workspace.datasets()
    make, what, how = BAD[trouble]
    app = uploaded(make())
    said = plainly("\n".join(box.value for box in (*app.warning, *app.info)))
    assert what in said
    assert how in said
    assert KEEP not in labels(app)
    assert workspace.datasets() == before


@pytest.mark.parametrize("trouble", BAD)
def test_after_a_bad_file_the_other_data_still_answer(trouble, workspace):
    saved = FEEDBACK.keep(workspace)
    app = turned(uploaded(BAD[trouble][0]()), "nps")
    assert headline(app) == cx.nps(saved.open()).headline


def test_a_good_file_after_a_bad_one_is_read(workspace):
    app = uploaded(files.photo())
    app.file_uploader[0].set_value(files.csv(answers())).run()
    press(app, KEEP)
    assert [saved.name for saved in workspace.datasets()] == ["survey"]


def test_a_refusal_is_said_in_the_language_in_use():
    app = opened("data", lang="zh_CN")
    app.file_uploader[0].set_value(files.photo()).run()
    with cx.language("zh_CN"), pytest.raises(cx.UnreadableFile) as error:
        cx.read(files.PNG)
    with cx.language("zh_CN"):
        assert plainly(app.warning[0].value) == str(error.value)
    assert str(error.value) != plainly(app.warning[0].value)


def test_a_workbook_of_two_tables_asks_which_one(workspace):
    app = uploaded(files.two_sheets(answers().drop(columns="day"), split()))
    assert list(app.radio[0].options) == ["First", "Second"]
    app.radio[0].set_value("Second").run()
    press(app, KEEP)
    assert [saved.kind for saved in workspace.datasets()] == ["experiment"]


def test_rows_that_do_not_fit_are_counted_and_shown():
    name, content, kind = files.csv(answers())
    app = uploaded((name, content + b"9,1,2,North,2026-01-01,fine,too,many\n", kind))
    assert "1 rows could not be" in words(app) or "1 row could not be" in words(app)
    assert any("too" in str(frame.value.to_dict()) for frame in app.dataframe)


def test_another_kind_brings_the_roles_of_that_kind():
    app = uploaded(files.csv(split()))
    app.selectbox[0].set_value("feedback").run()
    assert "variant" not in set(app.dataframe[0].value["role"])
    assert not app.exception


def test_the_scale_that_is_chosen_decides(workspace):
    app = uploaded(files.csv(answers().assign(recommend=lambda t: t["recommend"].clip(1))))
    scale = next(box for box in app.selectbox if "1–10" in box.options)
    scale.set_value("1–10").run()
    press(app, KEEP)
    (saved,) = workspace.datasets()
    assert saved.roles["scale"] == (1, 10)
    assert CHECK in links(turned(app, "nps"))


def test_the_control_that_is_chosen_decides(workspace):
    app = uploaded(files.csv(split()))
    control = next(box for box in app.selectbox if set(box.options) == {"control", "new"})
    control.set_value("new").run()
    press(app, KEEP)
    assert workspace.datasets()[0].roles["control"] == "new"


def test_a_name_can_be_given(workspace):
    app = uploaded(files.csv(answers()))
    app.text_input[0].set_value("Spring survey").run()
    press(app, KEEP)
    assert [saved.name for saved in workspace.datasets()] == ["Spring survey"]


def opened_on(saved):
    app = opened("data")
    app.session_state[f"kept {saved.id}"] = True
    return app.run()


def test_a_kept_table_is_corrected_in_place(workspace):
    saved = EXPERIMENT.keep(workspace)
    app = opened_on(saved)
    app.text_input[0].set_value("Checkout test").run()
    press(app, CORRECT)
    (now,) = workspace.datasets()
    assert (now.id, now.name, now.rows) == (saved.id, "Checkout test", saved.rows)
    assert now.open().fingerprint == saved.open().fingerprint


def test_a_kept_table_is_removed_and_the_others_stay(workspace):
    other, saved = FEEDBACK.keep(workspace, "other"), EXPERIMENT.keep(workspace)
    app = press(opened_on(saved), REMOVE_IT)
    assert workspace.datasets() == (other,)
    assert not app.exception


def test_without_data_the_page_offers_the_sample():
    app = press(opened("data"), SAMPLE)
    assert "customer survey" in " ".join(box.label for box in app.expander)
    assert SAMPLE not in labels(app)


def test_a_missing_file_of_the_workspace_is_named_and_the_app_goes_on(workspace):
    saved = FEEDBACK.keep(workspace, "lost")
    saved.path.unlink()
    app = opened("nps")
    assert "“lost” is missing" in plainly(app.warning[0].value)
    assert app.session_state["pages"].keys() == MENU.keys()
    assert not app.exception


def test_a_table_without_anything_to_ask_is_not_kept(workspace):
    table = pd.DataFrame({"a": np.linspace(1.5, 9.25, 40), "b": np.linspace(100.5, 900.25, 40)})
    app = uploaded(files.csv(table))
    app.selectbox[0].set_value("feedback").run()
    press(app, KEEP)
    assert app.warning
    assert workspace.datasets() == ()
