"""The app in a process of its own, and the Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, expect, sync_playwright

from cx.data.reading import read
from cx.ui.samples import FILES, FOLDER
from cx.workspace import Workspace

ROOT = Path(__file__).parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serving(workspace: Path, root: Path = ROOT) -> Iterator[str]:
    """Run the app of the tree `root` on a free port and give its address once it answers."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    process = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.headless", "true"],
        cwd=root,
        env={**os.environ, "CX_WORKSPACE": str(workspace)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        next(line for line in process.stdout if "URL:" in line)
        address = f"http://localhost:{port}"
        with urlopen(f"{address}/ready", timeout=30) as answer:
            assert answer.read() == b"ready"
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window and without calls of its own."""
    path = (
        os.environ.get("CX_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def settled(page: Page) -> None:
    """Wait until the page has run through: the frame is drawn and nothing is at work."""
    expect(page.get_by_test_id("stSidebar")).to_be_attached()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-test-script-state=running]")).to_have_count(0)
    expect(page.get_by_test_id("stSpinner")).to_have_count(0)


def fill(workspace: Workspace) -> None:
    """Keep the sample data without a browser, as the button of the home page does."""
    for file, name in FILES.items():
        table = read(FOLDER / file).tables[0]
        workspace.save(
            table.frame,
            name=name.text,
            kind=table.dataset().kind,
            roles=table.recognition.roles,
        )
