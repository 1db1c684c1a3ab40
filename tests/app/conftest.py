"""A workspace of its own for each test, and pages that must never show a fault of ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cx.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(Path(os.environ["CX_WORKSPACE"]))
