"""A workspace has one key, from the first moment on and for ever."""

import os
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from cx.errors import CxError
from cx.workspace import key as module
from cx.workspace.key import KEY_FILE, workspace_key


def test_the_key_has_32_bytes_and_stays_the_same(tmp_path):
    key = workspace_key(tmp_path / "kept")
    assert len(key) == 32
    assert workspace_key(tmp_path / "kept") == key


def test_another_workspace_has_another_key(tmp_path):
    assert workspace_key(tmp_path / "a") != workspace_key(tmp_path / "b")


def test_nothing_but_the_key_is_left_in_the_folder(tmp_path):
    workspace_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_key(tmp_path):
    workspace_key(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_threads_that_start_at_once_get_one_key(tmp_path):
    start = threading.Barrier(16)

    def get(_number):
        start.wait()
        return workspace_key(tmp_path)

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(get, range(16)))) == 1


def test_processes_that_start_at_once_get_one_key(tmp_path):
    code = (
        "import sys; from pathlib import Path; from cx.workspace.key import workspace_key\n"
        "sys.stdin.readline(); print(workspace_key(Path(sys.argv[1])).hex())"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    keys = {process.communicate()[0].strip() for process in started}
    assert keys == {workspace_key(tmp_path).hex()}


def test_who_comes_second_takes_the_key_of_the_first(tmp_path, monkeypatch):
    create = module._create

    def overtaken(path):
        create(path)
        create(path)

    monkeypatch.setattr(module, "_create", overtaken)
    assert workspace_key(tmp_path) == workspace_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_a_file_system_without_links_will_do(tmp_path, monkeypatch):
    def no_links(_source, _target):
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    key = workspace_key(tmp_path)
    module._create(tmp_path / KEY_FILE)
    assert workspace_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def changed(text):
    digit = "0" if text[20] != "0" else "1"
    return text[:20] + digit + text[21:]


@pytest.mark.parametrize(
    "damage",
    [lambda _: "", lambda text: text[:40], changed, lambda _: "x y z", lambda _: "schlüssel"],
    ids=["empty", "cut off", "one digit changed", "no key", "not plain"],
)
def test_a_damaged_key_is_refused_and_kept_as_it_is(tmp_path, damage):
    workspace_key(tmp_path)
    file = tmp_path / KEY_FILE
    file.write_text(damage(file.read_text(encoding="ascii")), encoding="utf-8")
    left = file.read_bytes()
    for _ in range(2):
        with pytest.raises(CxError, match="is damaged or cannot be read.*Put the file back"):
            workspace_key(tmp_path)
    assert file.read_bytes() == left
