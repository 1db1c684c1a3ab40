"""What is known about the exports of a program; the descriptions stand in catalogue.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

_FILE: Final = Path(__file__).with_name("catalogue.yaml")

Layout = Literal["names", "variables and questions", "questions and options"]
Reason = Literal["preview", "spam", "unfinished", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A column that has to be there, under one of several names.

    Attributes:
        words: the names, folded.
        at_least: half of its numbers have to be this high; 0 if it does not matter.
        few: whether it may hold ten different values at most, two at least.
    """

    words: frozenset[str]
    at_least: float = 0.0
    few: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One way to recognise the top row of a header; everything that is given has to hold.

    Attributes:
        must: names that all have to be there, folded.
        words: names of which `least` have to be there, folded.
        least: how many of `words`, or how many cells that match `cells`.
        none: names that must not be there, folded.
        groups: columns that have to be there.
        first: names of the first column, folded.
        first_value: a pattern of what stands below the first name.
        question: whether another cell has to read as a question that people are asked.
        cells: a pattern of whole cells.
        comment: a pattern of a comment line above the table.
        blank_below: whether the cells under `must` and `words` are empty and a further row of the
            header stands beside them.
        below: what one of the rows below has to look like.
        within: for what stands below, how many rows further down at most.
    """

    must: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    least: int = 0
    none: frozenset[str] = frozenset()
    groups: tuple[Group, ...] = ()
    first: frozenset[str] = frozenset()
    first_value: re.Pattern[str] | None = None
    question: bool = False
    cells: re.Pattern[str] | None = None
    comment: re.Pattern[str] | None = None
    blank_below: bool = False
    below: Signature | None = None
    within: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Rows that are no answers, or not whole ones.

    Attributes:
        column: where that is said; any text column if empty.
        values: what it says, folded.
        why: the reason.
        certain: whether it is beyond doubt that they are not wanted.
    """

    column: str
    values: frozenset[str]
    why: Reason
    certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The exports of one program.

    Attributes:
        name: to refer to it.
        title: as people call it.
        kind: of the dataset; None if an export may be of several kinds.
        layout: what the rows of the header hold.
        signatures: the ways to recognise it.
        roles: role → names of columns, the best first.
        exclusions: rows that are no answers.
        personal: columns with personal details.
        technical: columns that the program writes for itself.
        missing: values that stand for none.
        separator: of several answers in one cell.
        ranking_separator: of answers that were put in order in one cell.
        one_row_per: the column of which only the first row counts, as of an order with lines.
        event: what every row is, where no column says it.
        parts: patterns that take a name apart into question and option.
        boilerplate: options that say nothing, folded.
    """

    name: str
    title: str
    kind: str | None = None
    layout: Layout = "names"
    signatures: tuple[Signature, ...] = ()
    roles: Mapping[str, tuple[str, ...]]
    exclusions: tuple[Exclusion, ...] = ()
    personal: tuple[str, ...] = ()
    technical: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    separator: str | None = None
    ranking_separator: str | None = None
    one_row_per: str | None = None
    event: str | None = None
    parts: tuple[re.Pattern[str], ...] = ()
    boilerplate: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """The columns that the program itself writes, folded; all others hold answers."""
        of_roles = (name for names in self.roles.values() for name in names)
        of_rows = (exclusion.column for exclusion in self.exclusions)
        of_signatures = (word for each in self.signatures for word in (*each.must, *each.words))
        names = (*of_roles, *of_rows, *of_signatures, *self.personal, *self.technical)
        return frozenset(folded(name) for name in names if name)


def folded(text: str) -> str:
    """Write a name so that spellings of it are equal: letters and digits only, all small.

    >>> folded("Response ID") == folded("ResponseId"), folded("#")
    (True, '#')
    """
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return re.sub(r"[\W_]+", "", plain) or plain


@lru_cache(maxsize=1)
def catalogue() -> tuple[Export, ...]:
    """Return the exports that are known, the most particular first."""
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(_export(name, entry) for name, entry in entries.items() if "title" in entry)


def export_named(name: str | None) -> Export | None:
    """Return an export by its name; None if there is none of that name."""
    return next((export for export in catalogue() if export.name == name), None)


def _export(name: str, entry: Mapping[str, Any]) -> Export:
    plain = ("kind", "layout", "separator", "ranking_separator", "one_row_per", "event")
    given: dict[str, Any] = {key: entry[key] for key in plain if key in entry}
    return Export(
        name=name,
        title=entry["title"],
        **given,
        signatures=tuple(_signature(each) for each in entry["recognised"]),
        roles={role: _texts(names) for role, names in entry.get("roles", {}).items()},
        exclusions=tuple(_exclusion(each) for each in entry.get("left_out", ())),
        personal=_texts(entry.get("personal", ())),
        technical=_texts(entry.get("technical", ())),
        missing=_texts(entry.get("missing", ())),
        parts=tuple(re.compile(each) for each in entry.get("parts", ())),
        boilerplate=_words(entry.get("boilerplate", ())),
    )


def _signature(entry: Mapping[str, Any]) -> Signature:
    plain = ("least", "question", "blank_below", "within")
    given: dict[str, Any] = {key: entry[key] for key in plain if key in entry}
    patterns: dict[str, Any] = {
        key: re.compile(entry[key]) for key in ("cells", "comment", "first_value") if key in entry
    }
    return Signature(
        **given,
        **patterns,
        must=_words(entry.get("must", ())),
        words=_words(entry.get("words", ())),
        none=_words(entry.get("none", ())),
        first=_words(entry.get("first", ())),
        groups=tuple(_group(each) for each in entry.get("groups", ())),
        below=_signature(entry["below"]) if "below" in entry else None,
    )


def _group(entry: Mapping[str, Any]) -> Group:
    return Group(
        words=_words(entry["words"]),
        at_least=entry.get("at_least", 0),
        few=entry.get("few", False),
    )


def _exclusion(entry: Mapping[str, Any]) -> Exclusion:
    return Exclusion(
        column=entry.get("column", ""),
        values=_words(entry["values"]),
        why=entry["why"],
        certain=entry.get("certain", False),
    )


def _texts(names: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(name) for name in names)


def _words(names: Iterable[Any]) -> frozenset[str]:
    return frozenset(folded(str(name)) for name in names)
