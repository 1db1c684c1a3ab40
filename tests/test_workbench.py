"""The two commands: set-up happens once, survives interruption, and says what it cannot do."""

import importlib.util
import re
import shutil
import socket
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def workbench(tmp_path):
    """A copy of the script in a folder of its own, with requirements that nobody installs."""
    shutil.copy(ROOT / "workbench.py", tmp_path)
    (tmp_path / "requirements.txt").write_text("a==1\n", encoding="utf-8")
    (tmp_path / "requirements-dev.txt").write_text("a==1\nb==2\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("fresh_workbench", tmp_path / "workbench.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def installs(workbench, monkeypatch):
    """Stand in for uv: makes the interpreter and remembers what was asked for."""
    done = []

    def install(requirements):
        workbench.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        workbench.PYTHON.touch()
        done.append(requirements.name)
        return True

    monkeypatch.setattr(workbench, "_install_with_uv", install)
    return done


def never(*_arguments):
    raise KeyboardInterrupt


def test_a_second_start_installs_nothing(workbench, installs):
    workbench.prepare(workbench.RUNTIME)
    workbench.prepare(workbench.RUNTIME)
    assert installs == ["requirements.txt"]


def test_changed_requirements_are_installed(workbench, installs):
    workbench.prepare(workbench.RUNTIME)
    workbench.RUNTIME.write_text("a==2\n", encoding="utf-8")
    workbench.prepare(workbench.RUNTIME)
    assert installs == ["requirements.txt", "requirements.txt"]


def test_what_the_checks_need_includes_what_the_app_needs(workbench, installs):
    workbench.prepare(workbench.DEVELOPMENT)
    workbench.prepare(workbench.RUNTIME)
    assert installs == ["requirements-dev.txt"]


def test_the_checks_need_more_than_the_app(workbench, installs):
    workbench.prepare(workbench.RUNTIME)
    workbench.prepare(workbench.DEVELOPMENT)
    assert installs == ["requirements.txt", "requirements-dev.txt"]


def test_an_interrupted_installation_is_done_again_from_scratch(workbench, installs, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(workbench, "_install_with_uv", never)
        with pytest.raises(KeyboardInterrupt):
            workbench.prepare(workbench.RUNTIME)
    half_made = workbench.VENV / "half-made"
    half_made.touch()
    workbench.prepare(workbench.RUNTIME)
    assert installs == ["requirements.txt"]
    assert not half_made.exists()


def test_an_environment_of_another_python_is_made_again(workbench, installs):
    workbench.prepare(workbench.RUNTIME)
    old = workbench.VENV / "of-the-other"
    old.touch()
    workbench.STAMP.write_text("3.9 0123", encoding="utf-8")
    workbench.prepare(workbench.RUNTIME)
    assert len(installs) == 2
    assert not old.exists()


def test_an_environment_made_by_hand_is_kept(workbench, installs):
    workbench.VENV.mkdir()
    own = workbench.VENV / "made-by-hand"
    own.touch()
    workbench.prepare(workbench.RUNTIME)
    assert installs == ["requirements.txt"]
    assert own.exists()


def test_pip_takes_over_where_uv_fails(workbench, monkeypatch):
    commands = []

    def succeeds(command, _environment=None):
        commands.append(Path(command[0]).name)
        return command[0] != "uv"

    monkeypatch.setattr(workbench.shutil, "which", lambda name: name)
    monkeypatch.setattr(workbench, "_succeeds", succeeds)
    workbench.prepare(workbench.RUNTIME)
    assert commands == ["uv", Path(sys.executable).name, workbench.PYTHON.name]


def test_a_failed_installation_says_what_to_do(workbench, monkeypatch):
    monkeypatch.setattr(workbench, "_succeeds", lambda *_: False)
    with pytest.raises(SystemExit, match="did not finish; the lines above say why"):
        workbench.prepare(workbench.RUNTIME)
    assert workbench.STAMP.read_text(encoding="utf-8") == "unfinished"


def test_an_older_python_is_refused_with_a_sentence(workbench, monkeypatch, capsys):
    monkeypatch.setattr(workbench.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(workbench.sys, "version", "3.9.2 (main)")
    assert workbench.main([]) == 1
    assert capsys.readouterr().out.startswith(
        "The workbench needs Python 3.11 or newer; this is Python 3.9.2."
    )


def test_the_next_free_port_is_taken(workbench):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert workbench.free_port(taken) > taken


def test_a_port_in_use_is_refused(workbench, installs):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {taken} is in use. Name another one"):
            workbench.start(taken, browser=False)
    assert installs == ["requirements.txt"]


@pytest.mark.parametrize(
    ("failing", "last_line", "code"),
    [
        ((), "5 passed in 1.00s", 0),
        (("tests",), "5 passed in 1.00s", 1),
        (("lint",), "6 passed, 1 failed", 1),
        (("browser",), "6 passed, 1 failed", 1),
        (("lint", "tests"), "5 passed, 2 failed", 1),
    ],
)
def test_every_check_runs_and_the_outcome_stands_last(
    workbench, installs, monkeypatch, capsys, failing, last_line, code
):
    ran = []

    def check(name, _command, _environment):
        ran.append(name)
        if name == "tests":
            workbench.say("5 passed in 1.00s")
        return name not in failing

    monkeypatch.setattr(workbench, "_check", check)
    monkeypatch.setattr(workbench, "find_chromium", lambda: "chromium")
    assert workbench.main(["test"]) == code
    assert ran == [*workbench.CHECKS, "browser", "tests"]
    assert capsys.readouterr().out.splitlines()[-1] == last_line
    assert installs == ["requirements-dev.txt"]


def test_arguments_go_to_pytest_and_coverage_stays_out(workbench, installs, monkeypatch):
    asked = {}
    monkeypatch.setattr(workbench, "_check", lambda name, command, _: asked.update({name: command}))
    monkeypatch.setattr(workbench, "find_chromium", lambda: "chromium")
    workbench.main(["test", "-k", "nps"])
    assert asked["tests"][1:] == ("-m", "pytest", "-k", "nps")
    assert installs == ["requirements-dev.txt"]


def test_without_chromium_the_arguments_of_pytest_leave_the_browser_out(workbench):
    assert workbench._tests(["-k", "nps"], browser=False) == {
        "tests": ("-k", "nps", "-m", "not browser")
    }


def test_tests_that_measure_time_run_alone_and_the_others_on_all_cores(workbench):
    browser, tests = workbench._tests((), browser=True).values()
    assert "--numprocesses" in tests
    assert "--numprocesses" not in browser
    assert (browser[:2], tests[:2]) == (("-m", "browser"), ("-m", "not browser"))


def test_the_browser_is_handed_to_the_tests(workbench, installs, monkeypatch):
    environments = []
    monkeypatch.setattr(workbench, "_check", lambda _n, _c, given: environments.append(given))
    monkeypatch.setattr(workbench, "find_chromium", lambda: "/somewhere/chromium")
    workbench.main(["test"])
    assert environments[-1]["CX_CHROMIUM"] == "/somewhere/chromium"
    assert installs == ["requirements-dev.txt"]


def test_without_chromium_the_checks_fail_and_say_what_to_do(
    workbench, installs, monkeypatch, capsys
):
    monkeypatch.setattr(workbench, "_check", lambda *_: True)
    monkeypatch.setattr(workbench, "find_chromium", lambda: None)
    monkeypatch.setattr(workbench, "install_chromium", lambda: None)
    assert workbench.main(["test"]) == 1
    output = capsys.readouterr().out
    assert "-m playwright install --with-deps chromium" in output
    assert output.splitlines()[-1] == "6 passed, 1 failed"
    assert installs == ["requirements-dev.txt"]


def pins(text):
    found = re.findall(r"^([\w.-]+)==(\S+)", text, flags=re.MULTILINE)
    return {name.lower(): version for name, version in found}


def declared(group):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {"run": project["project"]["dependencies"], "dev": project["dependency-groups"]["dev"]}
    return pins("\n".join(re.sub(r"\[.*?\]", "", line) for line in groups[group]))


def compiled(name):
    return pins((ROOT / name).read_text(encoding="utf-8"))


def test_the_requirements_hold_the_pins_of_the_project():
    assert declared("run").items() <= compiled("requirements.txt").items()


def test_the_development_requirements_hold_the_pins_of_both():
    dev = compiled("requirements-dev.txt").items()
    assert declared("run").items() | declared("dev").items() <= dev
    assert compiled("requirements.txt").items() <= dev


@pytest.mark.parametrize("name", sorted(declared("run") | declared("dev")))
def test_every_dependency_is_explained(name):
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| {re.escape(name)} \| \S.* \| \S.* \|$", text, flags=re.MULTILINE)


def test_no_dependency_is_explained_that_is_gone():
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([a-z][a-z0-9-]+) \| \S", text, flags=re.MULTILINE))
    assert explained - {"package", "what"} == set(declared("run") | declared("dev"))
