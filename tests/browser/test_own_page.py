"""The page of CONTRIBUTING.md, dropped into `pages/` of a copy, is a whole page."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import expect

import cx
from tests.app.labels import CSV, OWN_PAGES, PNG, SAMPLE, SVG, XLSX
from tests.browser.reading import downloaded, drawn, headline, menu_link
from tests.browser.serving import ROOT, serving, settled

PARTS = ("app.py", "cx", "pages", "sample_data", ".streamlit")
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
MOST_LINES = 12


def shown() -> str:
    """Return the page that CONTRIBUTING.md shows: its one block that begins with a question."""
    blocks = BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    (page,) = [block for block in blocks if block.startswith('"""')]
    return page


QUESTION = shown().splitlines()[0].strip('"')


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("copy")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / part)
    (root / "pages" / "regions.py").write_text(shown(), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def address(folder: Path, copy: Path) -> Iterator[str]:
    with serving(folder, copy) as address:
        yield address


@pytest.fixture
def own(page, address):
    """Open the page from the menu."""
    page.goto(address)
    expect(page.get_by_test_id("stTopNav")).to_contain_text(OWN_PAGES)
    menu_link(page, "Regions").click()
    expect(page.get_by_role("heading", level=1, name=QUESTION, exact=True)).to_be_visible()
    settled(page)
    return page


def by_region(workspace):
    return cx.nps(workspace.datasets("feedback")[0].open(), by="Region")


def choose_region(page):
    page.get_by_role("combobox", name="Split by", exact=True).click()
    page.get_by_role("option", name="Region", exact=True).click()


def test_the_page_is_short():
    lines = [line for line in shown().splitlines() if line.strip()]
    assert len(lines) <= MOST_LINES


def test_before_there_are_data_it_explains_and_offers_the_sample(own):
    expect(own.get_by_test_id("stMain")).to_contain_text("a score from 0 to 10")
    expect(own.get_by_role("button", name=SAMPLE)).to_be_visible()
    expect(headline(own)).to_have_count(0)


def test_it_answers_its_question(sample, own):
    choose_region(own)
    expect(headline(own)).to_have_text(by_region(sample).headline)
    expect(own).to_have_url(re.compile(r"/regions\?by=Region$"))


def test_it_draws_the_picture_of_the_answer(sample, own):
    choose_region(own)
    expect(headline(own)).to_have_text(by_region(sample).headline)
    picture = drawn(own).first
    expect(picture).to_have_attribute("aria-label", by_region(sample).chart().description)


def test_it_shows_the_figures(sample, own):
    choose_region(own)
    expect(headline(own)).to_have_text(by_region(sample).headline)
    drawn(own)
    own.get_by_test_id("stMain").get_by_text("The figures").click()
    table = own.get_by_test_id("stDataFrame").first
    expect(table.get_by_test_id("data-grid-canvas")).to_be_visible()


def test_its_files_arrive_and_open(sample, own):
    choose_region(own)
    expect(headline(own)).to_have_text(by_region(sample).headline)
    settled(own)
    table = by_region(sample).table
    book = openpyxl.load_workbook(io.BytesIO(downloaded(own, XLSX)))
    assert book.worksheets[1].max_row == len(table) + 1
    assert list(pd.read_csv(io.BytesIO(downloaded(own, CSV)))["Region"]) == list(table["Region"])
    assert downloaded(own, PNG).startswith(b"\x89PNG")
    assert downloaded(own, SVG).startswith(b"<svg")
