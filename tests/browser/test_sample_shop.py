"""The sample shop in Chromium: every answer, quickly, in both languages, on a phone."""

from __future__ import annotations

import io
import re
import sys
import time
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect

import cx
from cx.analyses.event_log import event_counts, propose_steps
from tests.app.labels import CSV, MENU, PNG, QUESTIONS, SAMPLE, SVG, XLSX, said
from tests.browser.reading import downloaded, drawn, go, headline, menu_link, question
from tests.browser.serving import serving, settled

CALLS = {
    "nps": ("feedback", cx.nps),
    "drivers": ("feedback", cx.drivers),
    "funnel": ("events", lambda log: cx.funnel(log, propose_steps(event_counts(log)))),
    "barriers": ("feedback", cx.barriers),
    "experiment": ("experiment", cx.experiment),
    "touchpoints": ("feedback", cx.emotions),
}
CHINESE = re.compile("[\u4e00-\u9fff]")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
GROUNDS = {"light": "rgb(252, 252, 250)", "dark": "rgb(20, 24, 28)"}
FIRST_PAGE, PAGE_CHANGE = 3.0, 2.0  # seconds
TOO_WIDE = """() => [document.scrollingElement, ...document.querySelectorAll(
    '[data-testid=stMain]')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.tagName)"""

pytestmark = pytest.mark.usefixtures("sample")
each = pytest.mark.parametrize("name", CALLS)


def answer(workspace, name, **settings):
    kind, call = CALLS[name]
    return call(workspace.datasets(kind)[0].open(), **settings)


def expected(workspace, name, code="en", **settings):
    with cx.language(code):
        return answer(workspace, name, **settings).headline


def switch(page, code):
    page.get_by_test_id("stSidebar").get_by_role("radio", name=cx.wording.LANGUAGES[code]).click()


def choose(page, label, option):
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


@each
@pytest.mark.parametrize("code", cx.wording.LANGUAGES)
def test_a_page_says_and_shows_what_the_call_does(page, address, workspace, name, code):
    go(page, address, name, lang=code)
    with cx.language(code):
        result = answer(workspace, name)
        expect(headline(page)).to_have_text(result.headline)
        pictures = drawn(page)
        charts = (result.chart(), *result.further_charts())
        expect(pictures).to_have_count(len(charts))
        for place, chart in enumerate(charts):
            expect(pictures.nth(place)).to_have_attribute("aria-label", chart.description)


def test_the_first_page_and_page_changes_are_quick(page, address, workspace, capsys):
    began = time.perf_counter()
    page.goto(address)
    expect(question(page, "home")).to_be_visible()
    seconds = {"first page": time.perf_counter() - began}
    settled(page)
    for visit in ("first", "again"):
        for name in ("data", *CALLS, "home"):
            link = menu_link(page, MENU[name])
            began = time.perf_counter()
            link.click()
            expect(question(page, name)).to_be_visible()
            if name in CALLS:
                expect(headline(page)).to_have_text(expected(workspace, name))
                expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
            seconds[f"{name}, {visit}"] = time.perf_counter() - began
            settled(page)
    with capsys.disabled():
        sys.stdout.writelines(f"\n{step}: {value:.2f} s" for step, value in seconds.items())
    assert seconds.pop("first page") < FIRST_PAGE
    assert max(seconds.values()) < PAGE_CHANGE


def test_a_view_survives_a_refresh(page, address, workspace):
    go(page, address, "nps")
    choose(page, "Split by", "Region")
    view = expected(workspace, "nps", by="Region")
    expect(headline(page)).to_have_text(view)
    page.reload()
    expect(headline(page)).to_have_text(view)
    expect(page.get_by_role("combobox", name="Split by", exact=True)).to_have_value("Region")


def test_a_copied_address_opens_the_same_view_for_somebody_else(visit, address, workspace):
    page = visit()
    go(page, address, "nps")
    choose(page, "Split by", "Device")
    choose(page, "Over time", "By quarter")
    view = expected(workspace, "nps", by="Device", every="quarter")
    expect(headline(page)).to_have_text(view)
    expect(page).to_have_url(re.compile("every=quarter"))
    assert parse_qs(urlsplit(page.url).query) == {"by": ["Device"], "every": ["quarter"]}
    other = visit()
    other.goto(page.url)
    expect(headline(other)).to_have_text(view)


def test_the_steps_of_a_funnel_live_in_the_address(page, address, workspace):
    go(page, address, "funnel", steps=["visit", "purchase"], window="7D", order="any")
    log = workspace.datasets("events")[0].open()
    view = cx.funnel(log, ["visit", "purchase"], window="7D", order="any").headline
    expect(headline(page)).to_have_text(view)


def test_the_back_button_leads_to_the_view_before(page, address, workspace):
    go(page, address, "nps", by="Device")
    view = expected(workspace, "nps", by="Device")
    expect(headline(page)).to_have_text(view)
    menu_link(page, MENU["experiment"]).click()
    expect(question(page, "experiment")).to_be_visible()
    page.go_back()
    expect(question(page, "nps")).to_be_visible()
    expect(headline(page)).to_have_text(view)


def test_the_next_step_takes_the_settings_along(page, address, workspace):
    go(page, address, "drivers", by="Device")
    page.get_by_test_id("stMain").get_by_role("link", name="nearly stopped").click()
    expect(question(page, "barriers")).to_be_visible()
    expect(headline(page)).to_have_text(expected(workspace, "barriers", by="Device"))


def test_the_language_switch_reaches_the_menu_and_stays_on_the_page(page, address, workspace):
    go(page, address, "nps")
    switch(page, "zh_CN")
    expect(headline(page)).to_have_text(expected(workspace, "nps", "zh_CN"))
    for label in MENU.values():
        expect(menu_link(page, said(label, "zh_CN"))).to_be_visible()
        page.keyboard.press("Escape")
    sections = page.get_by_test_id("stTopNavSection").all_inner_texts()
    assert all(CHINESE.search(section) for section in sections)
    menu_link(page, said(MENU["funnel"], "zh_CN")).click()
    expect(question(page, "funnel", "zh_CN")).to_be_visible()
    switch(page, "en")
    expect(headline(page)).to_have_text(expected(workspace, "funnel"))


def test_a_chinese_browser_is_greeted_in_chinese(visit, address):
    page = visit(locale="zh-CN")
    page.goto(address)
    expect(question(page, "home", "zh_CN")).to_be_visible()


@pytest.mark.parametrize("code", cx.wording.LANGUAGES)
def test_no_page_is_wider_than_a_phone(visit, address, code):
    page = visit(**PHONE)
    wide = []
    for name in QUESTIONS:
        go(page, address, name, lang=code)
        for scheme, ground in GROUNDS.items():
            page.emulate_media(color_scheme=scheme)
            expect(page.get_by_test_id("stApp")).to_have_css("background-color", ground)
            settled(page)
            if name in CALLS:
                drawn(page)
            wide += [(name, scheme, part) for part in page.evaluate(TOO_WIDE)]
    assert wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_and_pictures_follow_the_scheme_of_the_computer(visit, address, scheme):
    page = visit(color_scheme=scheme)
    go(page, address, "nps")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", GROUNDS[scheme])
    ink = drawn(page).first.locator("svg text[fill]").first
    assert (int(ink.get_attribute("fill")[1:3], 16) > 120) == (scheme == "dark")


def tab_to(page, wanted, most=60):
    """Press Tab until `wanted` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    pytest.fail("the Tab key does not lead there")


def test_the_menu_can_be_used_with_the_keyboard(page, address, workspace):
    go(page, address)
    tab_to(page, page.get_by_test_id("stTopNavSection").filter(has_text="Questions"))
    page.keyboard.press("Enter")
    link = page.get_by_test_id("stTopNavDropdownLink")
    expect(link.first).to_be_visible()
    wanted = link.filter(has=page.get_by_text(MENU["barriers"], exact=True))
    for _ in MENU:
        if wanted.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(question(page, "barriers")).to_be_visible()
    expect(headline(page)).to_have_text(expected(workspace, "barriers"))


def test_a_control_can_be_used_with_the_keyboard(page, address, workspace):
    go(page, address, "nps")
    tab_to(page, page.get_by_role("combobox", name="Split by", exact=True))
    page.keyboard.type("Dev")
    page.keyboard.press("Enter")
    expect(headline(page)).to_have_text(expected(workspace, "nps", by="Device"))


@each
def test_the_files_of_an_answer_arrive_and_open(page, address, workspace, name):
    go(page, address, name)
    result = answer(workspace, name)
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, XLSX)))
    assert book.worksheets[0]["B1"].value == result.headline
    lines = downloaded(page, CSV).decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(result.table.columns)
    assert len(lines) == 1 + len(result.table)
    assert downloaded(page, PNG).startswith(b"\x89PNG\r\n\x1a\n")
    vector = downloaded(page, SVG).decode()
    assert vector.startswith("<svg")
    assert "http" not in re.sub(r'xmlns(:xlink)?="[^"]*"', "", vector)


@pytest.mark.parametrize("name", ["nps", "funnel"])
def test_the_files_of_a_chinese_answer_are_in_chinese(page, address, workspace, name):
    go(page, address, name, lang="zh_CN")
    assert CHINESE.search(downloaded(page, SVG, "zh_CN").decode())
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, XLSX, "zh_CN")))
    assert book.worksheets[0]["B1"].value == expected(workspace, name, "zh_CN")


def test_chinese_is_drawn_in_the_bundled_font(page, address):
    go(page, address, "nps", lang="zh_CN")
    page.wait_for_function("document.fonts.status === 'loaded'")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {"Inter", "Noto Sans CJK SC"} <= {family.strip('"') for family in loaded}


def test_the_sample_button_works_with_the_keyboard_and_data_outlive_the_server(browser, tmp_path):
    with serving(tmp_path) as address:
        page = browser.new_page(locale="en-GB")
        go(page, address, "nps")
        tab_to(page, page.get_by_role("button", name=SAMPLE))
        page.keyboard.press("Enter")
        expect(headline(page)).to_contain_text("NPS", timeout=60_000)
        before = headline(page).inner_text()
        page.context.close()
    with serving(tmp_path) as address:
        page = browser.new_page(locale="en-GB")
        go(page, address, "nps")
        expect(headline(page)).to_have_text(before)
        page.context.close()
