"""What a person does on a page and what they see there."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
from playwright.sync_api import Locator, Page, expect

from tests.app.labels import CSV, DOWNLOAD, KEEP, QUESTIONS, said
from tests.browser.serving import settled

SLOW = 60_000


def go(page: Page, address: str, name: str = "home", **settings: str | list[str]) -> None:
    """Type an address and wait until the page has come."""
    path = "" if name == "home" else name
    page.goto(f"{address}/{path}?{urlencode(settings, doseq=True)}")
    expect(question(page, name, str(settings.get("lang", "en")))).to_be_visible()
    settled(page)


def question(page: Page, name: str, code: str = "en") -> Locator:
    """Return the title of a page of the workbench."""
    return page.get_by_role("heading", level=1, name=said(QUESTIONS[name], code), exact=True)


def menu_link(page: Page, label: str) -> Locator:
    """Open the section of the menu that holds a page and return the link to it."""
    links = page.get_by_test_id("stTopNavDropdownLink")
    for section in page.get_by_test_id("stTopNavSection").all():
        section.click()
        expect(links.first).to_be_visible()
        link = links.filter(has=page.get_by_text(label, exact=True))
        if link.count():
            return link
        page.keyboard.press("Escape")
        expect(links).to_have_count(0)
    raise AssertionError(f"no section of the menu holds {label}")


def headline(page: Page) -> Locator:
    """Return the sentence that answers the question."""
    return page.get_by_role("heading", level=2)


def bring(page: Page, address: str, file: Path) -> str:
    """Upload a file and return what the page says of it."""
    go(page, address, "data")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name=KEEP)).to_be_visible(timeout=SLOW)
    settled(page)
    return page.get_by_test_id("stMain").inner_text()


def keep(page: Page) -> None:
    """Keep what was uploaded."""
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_test_id("stAlert").filter(has_text="is kept")).to_be_visible(timeout=SLOW)
    settled(page)


def downloaded(page: Page, label: str, code: str = "en") -> bytes:
    """Download one of the files below an answer."""
    button = page.get_by_role("button", name=said(label, code), exact=True)
    if not button.is_visible():
        drawn(page)  # the pictures would push the opened list out of sight
        opener = page.get_by_role("button", name=said(DOWNLOAD, code), exact=True)
        opener.evaluate("e => e.scrollIntoView({block: 'center'})")
        opener.click()
    with page.expect_download() as arriving:
        button.click()
    return Path(arriving.value.path()).read_bytes()


def figures(page: Page) -> pd.DataFrame:
    """Return the table of the page as it is downloaded."""
    return pd.read_csv(io.BytesIO(downloaded(page, CSV)))


def drawn(page: Page) -> Locator:
    """Wait until every picture is drawn and return the pictures."""
    settled(page)
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart]:not([role])")).to_have_count(0)
    return page.get_by_test_id("stVegaLiteChart")


def spoken(page: Page) -> list[str]:
    """Return the alt text of every picture of the page."""
    return [picture.get_attribute("aria-label") or "" for picture in drawn(page).all()]
