"""An import that is killed at any moment leaves the workspace as it was before, or complete."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cx.workspace import Workspace

ROUNDS = 30
ROWS = 3_000


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    file = folder / "answers.csv"
    file.write_text(
        "customer_id,score,why,day\n"
        + "".join(
            f"C{n},{n % 11},answer {n} &amp; more,2024-01-{n % 28 + 1:02d}\n" for n in range(ROWS)
        )
    )
    script = Path(__file__).with_name("importing.py")
    run = subprocess.run(
        [sys.executable, str(script), str(folder / "kept"), str(file), str(ROUNDS)],
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split(), Workspace(folder / "kept")


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which Windows lacks")


def test_imports_were_really_cut_off_and_some_were_not(killed):
    rounds, workspace = killed
    assert len(rounds) == ROUNDS + 1
    assert rounds.count("killed") > ROUNDS / 3
    assert 1 <= len(workspace.datasets()) <= ROUNDS + 1


def test_every_dataset_that_is_named_is_whole(killed):
    _, workspace = killed
    for saved in workspace.datasets():
        assert saved.rows == ROWS
        assert saved.open().rows == ROWS
        assert pq.read_table(saved.path)["why"][1].as_py() == "answer 1 & more"


def test_at_least_the_imports_that_ended_are_there(killed):
    rounds, workspace = killed
    assert len(workspace.datasets()) >= rounds.count("whole")


def test_the_recipe_is_there_with_the_dataset(killed):
    _, workspace = killed
    found = workspace.recipe_for(("customer_id", "score", "why", "day"))
    assert found is not None
    assert "“why”" in " ".join(str(step.sentence()) for step in found.recipe.steps)


def test_the_workspace_can_be_used_afterwards(killed):
    _, workspace = killed
    before = len(workspace.datasets())
    newest = workspace.datasets()[0]
    workspace.save(newest.path, name="again", kind="feedback", roles=newest.roles)
    assert len(workspace.datasets()) == before + 1
