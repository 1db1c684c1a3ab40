"""Start the workbench, or check it, with nothing but Python 3.11 or newer.

python workbench.py         install what is needed, start the app, open the browser
python workbench.py test    install what the checks need, run every check
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "workbench.stamp"
UNFINISHED = "unfinished"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
FIRST_PORT = 8501
SECONDS_TO_START = 60
LINT_IMPORTS = "import importlinter.cli as cli; cli.lint_imports_command()"
CHECKS: Mapping[str, Sequence[str]] = {
    "format": (str(PYTHON), "-m", "ruff", "format", "--check", "."),
    "lint": (str(PYTHON), "-m", "ruff", "check", "."),
    "types": (str(PYTHON), "-m", "mypy"),
    "imports": (str(PYTHON), "-c", LINT_IMPORTS),
    "messages": (str(PYTHON), "-m", "cx.wording.catalogue", "check"),
}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
NO_CHROMIUM = f"""
There is no Chromium for the browser tests. Install Google Chrome or Chromium, or run
  {PYTHON} -m playwright install --with-deps chromium
or set CX_CHROMIUM to the path of one. Then run the checks again."""
OWN_CHROMIUM = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python gets this far, and is told
        say(
            "The workbench needs Python 3.11 or newer; this is Python "
            + sys.version.split()[0]
            + ". Install a newer one from https://www.python.org/downloads/ and start with that."
        )
        return 1
    try:
        if arguments[:1] == ["test"]:
            return test(arguments[1:])
        options = _parser().parse_args(arguments)
        return start(options.port, browser=not options.no_browser)
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Start the workbench: install what is needed, run the app, open the browser.",
        epilog="python workbench.py test [pytest arguments] runs every check instead; with pytest "
        "arguments, coverage is not measured.",
    )
    parser.add_argument("--port", type=int, help=f"default: the next free one from {FIRST_PORT}")
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    return parser


# Set-up


def prepare(requirements: Path) -> None:
    """Make `.venv` hold exactly-pinned `requirements`; nothing is done where it already does."""
    wanted = _stamp(requirements)
    satisfied_by = {wanted, _stamp(DEVELOPMENT)}  # the development pins include the others
    found = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if found in satisfied_by and PYTHON.exists():
        return
    version = wanted.split()[0]
    if VENV.exists() and (found == UNFINISHED or (found and not found.startswith(version + " "))):
        _remove_environment()
    say(f"Installing {requirements.name} into .venv (once; it takes a minute or so) ...")
    VENV.mkdir(exist_ok=True)
    STAMP.write_text(UNFINISHED, encoding="utf-8")
    if not _install_with_uv(requirements) and not _install_with_pip(requirements):
        raise SystemExit(
            "The installation did not finish; the lines above say why. It needs a connection to "
            "the Python Package Index (or a mirror that pip is configured for) and about 1 GB of "
            "disk. Then run the same command again."
        )
    STAMP.write_text(wanted, encoding="utf-8")


def _stamp(requirements: Path) -> str:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return f"{sys.version_info[0]}.{sys.version_info[1]} {digest}"


def _remove_environment() -> None:
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise SystemExit(
            "The environment .venv is incomplete or was made by another Python, and this command "
            "runs inside it. Run `deactivate`, then the same command again."
        )
    shutil.rmtree(VENV)


def _install_with_uv(requirements: Path) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    make = (uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV))
    install = (uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode")
    if _succeeds(make) and _succeeds((*install, "-r", str(requirements))):
        return True
    say("uv did not manage; trying pip ...")
    return False


def _install_with_pip(requirements: Path) -> bool:
    if not _succeeds((sys.executable, "-m", "venv", str(VENV))):
        say("Python cannot make environments here. On Debian or Ubuntu: apt install python3-venv")
        return False
    pip = (str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check")
    return _succeeds((*pip, "-r", str(requirements)))


# The app


def start(port: int | None, *, browser: bool) -> int:
    """Serve the app until Ctrl-C."""
    prepare(RUNTIME)
    if port is None:
        port = free_port()
    elif free_port(port) != port:
        raise SystemExit(f"Port {port} is in use. Name another one, or leave --port out.")
    address = f"http://localhost:{port}"
    command = (str(PYTHON), "-m", "streamlit", "run", "app.py", f"--server.port={port}")
    with _running((*command, "--server.headless=true")) as server:
        if not _becomes_ready(server, port):
            say(f"The app did not start on port {port}; the lines above say why.")
            return 1
        say(f"The workbench is at {address} (Ctrl-C stops it).")
        if browser:
            webbrowser.open(address)
        try:
            return server.wait()
        except KeyboardInterrupt:
            say("Stopped.")
            return 0


def free_port(first: int = FIRST_PORT) -> int:
    """Return the first port from `first` that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if os.name != "nt":  # on Windows this option would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"No free port from {first} to {first + 99}. Name one with --port.")


@contextlib.contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(command, cwd=ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()


def _becomes_ready(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("localhost", port, timeout=5)
        try:
            connection.request("GET", "/ready")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return True
        except (OSError, http.client.HTTPException):
            pass  # it does not listen yet
        finally:
            connection.close()
        time.sleep(0.1)
    return False


# The checks


def test(pytest_arguments: Sequence[str]) -> int:
    """Run every check, the tests last, and return 0 if all of them passed."""
    prepare(DEVELOPMENT)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    outcomes = {name: _check(name, command, environment) for name, command in CHECKS.items()}
    chromium = find_chromium() or install_chromium()
    if chromium is None:
        outcomes["chromium"] = False
        say(NO_CHROMIUM)
    else:
        environment["CX_CHROMIUM"] = chromium
    say("")
    for name, passed in outcomes.items():
        say(f"{'ok    ' if passed else 'FAILED'}  {name}")
    for name, arguments in _tests(pytest_arguments, browser=chromium is not None).items():
        command = (str(PYTHON), "-m", "pytest", *arguments)
        outcomes[name] = _check(name, command, environment)
    failed = [name for name, passed in outcomes.items() if not passed]
    if failed and failed != ["tests"]:  # else the closing line of pytest says it all
        say(f"\nFailed: {', '.join(failed)}")
        say(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return int(bool(failed))


def _tests(arguments: Sequence[str], *, browser: bool) -> dict[str, Sequence[str]]:
    """Give the runs of pytest: those in a browser alone, for they measure time, then the rest."""
    without = ("-m", "not browser")
    if arguments:
        return {"tests": (*arguments, *(() if browser else without))}
    alone = {"browser": ("-m", "browser")} if browser else {}
    return {**alone, "tests": (*without, "--numprocesses", "auto", "--cov")}


def _check(name: str, command: Sequence[str], environment: Mapping[str, str]) -> bool:
    say(f"\n== {name}")
    return _succeeds(command, environment)


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome that is here already."""
    own = subprocess.run(
        (str(PYTHON), "-c", OWN_CHROMIUM), capture_output=True, text=True, check=False
    )
    found = (
        os.environ.get("CX_CHROMIUM"),
        *map(shutil.which, CHROMIUM_NAMES),
        *CHROMIUM_PLACES,
        own.stdout.strip(),
    )
    return next((path for path in found if path and Path(path).is_file()), None)


def install_chromium() -> str | None:
    """Install Debian's package where we may, else Playwright's own; return where it is."""
    say("\n== chromium")
    apt = shutil.which("apt-get")
    if apt and os.name == "posix" and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _succeeds((apt, "-qq", "update"), environment)
        _succeeds((apt, "-qq", "install", "-y", "chromium"), environment)
        found = find_chromium()
        if found and _succeeds((found, "--version")):
            return found
    _succeeds((str(PYTHON), "-m", "playwright", "install", "chromium"))
    return find_chromium()


def _succeeds(command: Sequence[str], environment: Mapping[str, str] | None = None) -> bool:
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def say(text: str) -> None:
    """Print at once, so that the order is right in a pipe."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
