"""Take a picture of every page with the sample data: `python -m tests.browser.pictures FOLDER`.

With `--all` in both languages and themes and on a phone, to look at; without, the pictures of the
README.
"""

from __future__ import annotations

import argparse
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.serving import chromium, serving, settled

PAGES = ("", "data", "nps", "drivers", "funnel", "barriers", "experiment")
PHONE, DESKTOP = (390, 844), (1440, 900)


def take(browser: Browser, address: str, path: Path, page_name: str, **view: object) -> None:
    """Save one page as `path`."""
    width, height = view.get("size", DESKTOP)
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=view.get("scheme", "light")
    )
    page = context.new_page()
    page.goto(f"{address}/{page_name}?lang={view.get('language', 'en')}")
    settled(page)
    page.wait_for_load_state("networkidle")
    if view.get("whole"):
        inner = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, int(inner))})
        page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    context.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("pages", nargs="*", default=PAGES)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as workspace,
        serving(Path(workspace)) as address,
        chromium() as browser,
    ):
        page = browser.new_page()
        page.goto(address)
        page.get_by_role("button", name="Try the sample data").click()
        page.get_by_role("button", name="Try the sample data").wait_for(state="detached")
        if not options.all:
            for name in options.pages:
                take(browser, address, options.folder / f"{name or 'home'}.png", name)
            return
        views = product(options.pages, ("en", "zh_CN"), ("light", "dark"), (PHONE, DESKTOP))
        for name, language, scheme, size in views:
            path = options.folder / f"{name or 'home'}-{language}-{scheme}-{size[0]}.png"
            take(
                *(browser, address, path, name),
                language=language,
                scheme=scheme,
                size=size,
                whole=True,
            )


if __name__ == "__main__":
    main()
