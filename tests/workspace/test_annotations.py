from __future__ import annotations

import datetime as dt

import pytest

from cx.analyses.annotations import Annotation
from cx.workspace import Workspace

LAUNCH = Annotation(dt.date(2026, 3, 2), "New shop")
STRIKE = Annotation(dt.date(2025, 12, 1), "罢工")


@pytest.fixture
def annotations(tmp_path):
    return Workspace(tmp_path).annotations


def test_what_was_noted_is_there_by_day(annotations, tmp_path):
    annotations.add([LAUNCH, STRIKE])
    assert Workspace(tmp_path).annotations.all() == (STRIKE, LAUNCH)


def test_noting_it_twice_keeps_it_once(annotations):
    annotations.add([LAUNCH])
    annotations.add([LAUNCH, STRIKE])
    assert annotations.all() == (STRIKE, LAUNCH)


def test_what_is_removed_is_gone(annotations):
    annotations.add([LAUNCH, STRIKE])
    annotations.remove(LAUNCH)
    annotations.remove(LAUNCH)
    assert annotations.all() == (STRIKE,)
