"""A dataset is kept whole or not at all."""

from __future__ import annotations

import os
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx.errors import ColumnNotFound, CxError
from cx.wording import language, msg, plural
from cx.workspace import Workspace

ANSWERS = pa.table({"score": [10, 3, None], "客户": ["a", "b", "00012345678901234567"]})
ROLES = {"score": "score", "customer": "客户", "ratings": (), "scale": (0, 10)}


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "kept")


def save(workspace, name="Survey", table=ANSWERS, **other):
    return workspace.save(table, name=name, kind="feedback", roles=ROLES, **other)


def test_what_is_saved_opens_again_after_a_restart(workspace):
    saved = save(workspace)
    again = Workspace(workspace.folder).get(saved.id).open()
    assert again.table.to_pyarrow().cast(ANSWERS.schema).equals(ANSWERS)
    assert again.roles == {"score": "score", "customer": "客户"}
    assert again.scale == (0, 10)


def test_notes_are_read_in_the_language_of_the_reader(workspace):
    notes = (
        msg("{file} has {columns:list}", file="x", columns=("a", msg("b"))),
        plural("{n:count} row", "{n:count} rows", n=1234),
    )
    saved = save(workspace, notes=notes)
    assert [str(note) for note in saved.notes] == ["x has a and b", "1,234 rows"]
    with language("zh_CN"):
        assert str(saved.notes[0]) == "x has a、b"


def test_the_newest_comes_first_and_kinds_are_told_apart(workspace):
    save(workspace, "first")
    save(workspace, "second")
    spend = pa.table({"channel": ["mail"], "cost": [1.0]})
    workspace.save(spend, name="s", kind="spend", roles={"channel": "channel", "cost": "cost"})
    assert [saved.name for saved in workspace.datasets("feedback")] == ["second", "first"]
    assert [saved.kind for saved in workspace.datasets()] == ["spend", "feedback", "feedback"]


def test_roles_that_do_not_fit_leave_the_workspace_as_it_was(workspace):
    with pytest.raises(ColumnNotFound, match="no column “scroe”. Did you mean “score”"):
        workspace.save(ANSWERS, name="x", kind="feedback", roles={"score": "scroe"})
    assert workspace.datasets() == ()
    assert list((workspace.folder / "data").iterdir()) == []


def test_a_correction_keeps_the_dataset_and_changes_its_fingerprint(workspace):
    saved = save(workspace)
    before = saved.open().fingerprint
    corrected = workspace.correct(saved.id, name="New", kind="feedback", roles={"score": "score"})
    assert (corrected.id, corrected.name) == (saved.id, "New")
    assert corrected.open().fingerprint != before


def test_removing_one_of_two_with_equal_content_keeps_the_file_of_the_other(workspace):
    first, second = save(workspace, "a"), save(workspace, "b")
    workspace.remove(first.id)
    assert second.open().rows == 3
    workspace.remove(second.id)
    assert list((workspace.folder / "data").iterdir()) == []
    with pytest.raises(CxError, match="no longer in the workspace"):
        workspace.get(second.id)


def test_an_import_that_was_cut_off_is_not_seen_and_cleaned_up_later(workspace):
    draft = workspace.folder / "data" / "0123.draft"
    pq.write_table(ANSWERS, draft)
    assert Workspace(workspace.folder).datasets() == ()
    assert draft.exists(), "it may belong to an import that is under way"
    long_ago = time.time() - 7200
    os.utime(draft, (long_ago, long_ago))
    Workspace(workspace.folder)
    assert not draft.exists()


def test_a_lost_file_is_said_to_be_lost(workspace):
    saved = save(workspace)
    saved.path.unlink()
    with pytest.raises(CxError, match="file of “Survey” is missing"):
        saved.open()
