"""Beliefs are kept as they were given, in order, and marked once the result was shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from cx.workspace import Belief, Workspace

ANNA = Belief(touchpoint="物流", member="Anna", believed=4.0, lowest=1, highest=5)
BEN = Belief(touchpoint="Price", member="", share=0.8, importance=9.0)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


def fields(belief):
    names = ("touchpoint", "member", "believed", "share", "importance", "lowest", "highest")
    return {name: getattr(belief, name) for name in names}


def test_what_is_given_is_there_after_a_restart(workspace):
    workspace.beliefs.add("a", [ANNA, BEN])
    kept = Workspace(workspace.folder).beliefs.of("a")
    assert [fields(belief) for belief in kept] == [fields(ANNA), fields(BEN)]
    assert all(abs(datetime.now(UTC) - belief.given) < timedelta(minutes=5) for belief in kept)


def test_beliefs_belong_to_one_dataset(workspace):
    workspace.beliefs.add("a", [ANNA])
    workspace.beliefs.seal("a")
    assert workspace.beliefs.of("b") == ()
    assert workspace.beliefs.sealed_at("b") is None


def test_nothing_that_was_given_is_replaced(workspace):
    workspace.beliefs.add("a", [ANNA])
    workspace.beliefs.add("a", [ANNA])
    first, second = workspace.beliefs.of("a")
    assert first.given <= second.given


def test_what_is_given_after_the_seal_is_marked(workspace):
    workspace.beliefs.add("a", [ANNA])
    workspace.beliefs.seal("a")
    workspace.beliefs.add("a", [BEN])
    assert [belief.seen for belief in workspace.beliefs.of("a")] == [False, True]


def test_the_first_seal_counts(workspace):
    workspace.beliefs.seal("a")
    first = workspace.beliefs.sealed_at("a")
    workspace.beliefs.seal("a")
    assert workspace.beliefs.sealed_at("a") == first
    assert first.tzinfo is not None


def test_a_workspace_of_before_gains_the_tables(workspace):
    with workspace._database() as database:
        database.executescript("drop table belief; drop table seal")
    again = Workspace(workspace.folder)
    again.beliefs.add("a", [ANNA])
    assert len(again.beliefs.of("a")) == 1


def test_beliefs_go_with_their_dataset(workspace):
    table = pa.table({"score": [9, 3]})
    saved = workspace.save(table, name="mine", kind="feedback", roles={"score": "score"})
    workspace.beliefs.add(saved.id, [ANNA])
    workspace.beliefs.seal(saved.id)
    workspace.remove(saved.id)
    assert workspace.beliefs.of(saved.id) == ()
    assert workspace.beliefs.sealed_at(saved.id) is None
