"""Which pages there are, in which order, and how they are called."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from cx.ui import link
from cx.wording import Message, msg, t

FOLDER: Final = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu: its file in `pages/`, its name there, the question it answers."""

    name: str
    title: Message
    question: Message
    icon: str


SECTIONS: Final[Mapping[Message, tuple[Entry, ...]]] = {
    msg("Start"): (
        Entry(
            "home", msg("Home"), msg("What would you like to know about your customers?"), "home"
        ),
        Entry("data", msg("Data"), msg("Which data shall we work with?"), "table"),
        Entry(
            "together",
            msg("Bring together"),
            msg("How do your tables belong together?"),
            "join_inner",
        ),
        Entry("doctor", msg("Data doctor"), msg("What in the data needs mending?"), "healing"),
    ),
    msg("Questions"): (
        Entry(
            "nps",
            msg("Recommendation"),
            msg("How likely are customers to recommend us?"),
            "favorite",
        ),
        Entry("drivers", msg("Drivers"), msg("What drives recommendation?"), "insights"),
        Entry("funnel", msg("Funnel"), msg("Where do we lose people?"), "filter_alt"),
        Entry("barriers", msg("Barriers"), msg("What nearly stopped people buying?"), "block"),
        Entry("experiment", msg("A/B test"), msg("What does the A/B test really say?"), "balance"),
    ),
    msg("Behind recommendation"): (
        Entry(
            "respondents",
            msg("Who answered"),
            msg("Who answered, and who did not?"),
            "how_to_reg",
        ),
        Entry(
            "satisfaction",
            msg("Satisfaction"),
            msg("How satisfied are customers?"),
            "sentiment_satisfied",
        ),
        Entry("touchpoints", msg("Touchpoints"), msg("How does the journey feel?"), "timeline"),
        Entry(
            "behaviour",
            msg("Behaviour"),
            msg("Which behaviour goes with recommendation?"),
            "directions_walk",
        ),
        Entry("value", msg("Value of fans"), msg("What are fans worth?"), "payments"),
        Entry(
            "kano",
            msg("Kano questions"),
            msg("Which features delight, and which must be there?"),
            "star",
        ),
        Entry(
            "perception",
            msg("Perception gap"),
            msg("Do we see ourselves as customers see us?"),
            "compare",
        ),
    ),
}
OWN: Final = msg("Your pages")


def entries() -> dict[Message, tuple[Entry, ...]]:
    """Return the menu: the shipped pages, then every other file of `pages/`."""
    shipped = {entry.name for section in SECTIONS.values() for entry in section}
    own = tuple(
        _own_entry(path) for path in sorted(FOLDER.glob("*.py")) if path.stem not in shipped
    )
    return {**SECTIONS, OWN: own} if own else dict(SECTIONS)


def build() -> StreamlitPage:
    """Draw the menu and return the page that was asked for."""
    pages = {
        str(section): [_page(entry) for entry in section_entries]
        for section, section_entries in entries().items()
    }
    st.session_state["pages"] = {name_of(page): page for s in pages.values() for page in s}
    return st.navigation(pages, position="top")


def question_of(name: str) -> str:
    """Return the question that the page `name` answers."""
    return next(
        str(entry.question)
        for section in entries().values()
        for entry in section
        if entry.name == name
    )


def name_of(page: StreamlitPage) -> str:
    """Return the name of a page; the home page has no path of its own."""
    return page.url_path or "home"


def go(name: str, label: str, *, icon: str = "arrow_forward") -> None:
    """Draw a link to another page that takes the settings of the address along."""
    page = st.session_state["pages"][name]
    st.page_link(page, label=label, icon=f":material/{icon}:", query_params=link.carried())


def button(name: str, label: str, *, icon: str) -> None:
    """Draw a button that leads to another page, for the one thing to do on this one."""
    if st.button(label, icon=f":material/{icon}:"):
        st.switch_page(st.session_state["pages"][name], query_params=link.carried())


def next_step(name: str, label: str) -> None:
    """Say what to do next: a link to the page that follows from the answer above."""
    st.markdown(f"**{t('What to do next')}**")
    go(name, label)


def _page(entry: Entry) -> StreamlitPage:
    return st.Page(
        FOLDER / f"{entry.name}.py",
        title=str(entry.title),
        icon=f":material/{entry.icon}:",
        url_path=entry.name,
        default=entry.name == "home",
    )


def _own_entry(path: Path) -> Entry:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem
    title = path.stem.replace("_", " ").capitalize()
    return Entry(
        path.stem, Message(_literal(title)), Message(_literal(docstring.splitlines()[0])), "draft"
    )


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
