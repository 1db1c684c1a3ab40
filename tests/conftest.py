from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared():
    folder = (Path(__file__).parents[1] / "../shared").resolve()
    if not folder.is_dir():
        pytest.skip("the shared data and reference figures are not beside this copy")
    return folder


@pytest.fixture(autouse=True)
def _own_workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("CX_WORKSPACE", str(tmp_path / "workspace"))
