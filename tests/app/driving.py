"""Drives the app without a browser and reads what stands on a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
ESCAPED = re.compile(r"\\(.)")


def opened(page: str = "home", **address: str) -> AppTest:
    """Open the app at `page` with the settings of an address."""
    app = AppTest.from_file(ROOT / "cx/ui/shell.py", default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    return turned(app.run(), page)


def turned(app: AppTest, page: str) -> AppTest:
    """Go to another page."""
    return app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()


def plainly(markdown: str) -> str:
    """Return Markdown as it reads."""
    return ESCAPED.sub(r"\1", markdown).replace("**", "")


def headline(app: AppTest) -> str:
    """Return the sentence that answers the question of the page."""
    return plainly(app.header[0].value)


def words(app: AppTest) -> str:
    """Return everything that stands on the page as text."""
    kinds = ("title", "header", "subheader", "markdown", "caption")
    boxes = ("warning", "error", "info", "success")
    found = [element.value for kind in (*kinds, *boxes) for element in app.get(kind)]
    return plainly("\n".join([*found, *links(app), *(button.label for button in app.button)]))


def links(app: AppTest) -> list[str]:
    """Return the labels of the links to other pages."""
    return [link.proto.label for link in app.get("page_link")]


def address(app: AppTest) -> dict[str, list[str]]:
    """Return the settings that the address carries."""
    asked = app.query_params.items()
    return {key: [value] if isinstance(value, str) else list(value) for key, value in asked}


def pictures(app: AppTest) -> list[dict]:
    """Return the charts of the page as Vega-Lite."""
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def press(app: AppTest, label: str) -> AppTest:
    """Press the button that says `label`."""
    return next(button for button in app.button if button.label == label).click().run()
