"""A server of its own for each module, and a Chromium that must stay on this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cx.workspace import Workspace
from tests.browser.serving import chromium, fill, serving

Visit = Callable[..., Page]
DESKTOP: Any = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}

expect.set_options(timeout=15_000)  # two cores may be busy with something else


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def workspace(folder: Path) -> Workspace:
    return Workspace(folder)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="module")
def sample(workspace: Workspace) -> Workspace:
    """Give the workspace of the module with the sample data in it."""
    fill(workspace)
    return workspace


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def asked(address: str) -> Iterator[list[str]]:
    """Collect what is asked of whom; nothing may have left the computer in the end."""
    asked: list[str] = []
    yield asked
    local = (address, address.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(local)] == []


@pytest.fixture
def visit(browser: Browser, asked: list[str]) -> Iterator[Visit]:
    """Open an empty page as somebody new, who sees no fault of ours."""
    contexts: list[BrowserContext] = []

    def visit(**options: Any) -> Page:
        contexts.append(browser.new_context(**{**DESKTOP, **options}))
        return watched(contexts[-1], asked)

    yield visit
    for context in contexts:
        left(context.pages[0])
        context.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Keep what a browser keeps between visits: its cache."""
    context = browser.new_context(**DESKTOP)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, asked: list[str]) -> Iterator[Page]:
    """Open an empty page, a session of its own."""
    page = watched(context, asked)
    yield page
    left(page)
    page.close()


def watched(context: BrowserContext, asked: list[str]) -> Page:
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("request", lambda request: asked.append(request.url))
    return page


def left(page: Page) -> None:
    expect(page.get_by_test_id("stException")).to_have_count(0)
