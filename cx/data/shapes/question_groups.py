"""Columns that belong to one question: options that were ticked, things that were ranked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from cx.data.traits import Traits

# "Question [option]", "Question – option", "Question: option", "5(option)"; then "Q5_1", "Q5.1".
_NAMED: Final = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"(?P<question>.*\S)\s*\[(?P<option>[^\[\]]+)\]",
        r"(?P<question>.*?\S)\s+[–—-]\s+(?P<option>\S.*)",
        r"(?P<question>.*?\S)\s*[:：]\s*(?P<option>\S.*)",
        r"(?P<question>.*\S)\s*[(（](?P<option>[^()（）]+)[)）]",
    )
)
_NUMBERED: Final = re.compile(
    r"(?P<question>.*\w)[_.](?P<option>\d+(?:_TEXT|_other)?)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Columns of one question.

    Attributes:
        question: its words; empty where the columns only carry those of the options.
        columns: one for each option.
        options: what the options are called, in the same order.
        numbered: whether only numbers behind a common name tell that they belong together.
    """

    question: str
    columns: tuple[Traits, ...]
    options: tuple[str, ...]
    numbered: bool = False


def question_groups(
    columns: Sequence[Traits], parts: Mapping[str, tuple[str, ...]]
) -> tuple[Group, ...]:
    """Find columns of one question by their headers, or by options that are headers themselves."""
    found: dict[tuple[str, bool], list[tuple[Traits, str]]] = {}
    for column in columns:
        named = _question_and_option(column.name, parts.get(column.name, ()))
        if named:
            question, option, numbered = named
            found.setdefault((question, numbered), []).append((column, option))
    groups = [
        Group(
            question=question,
            columns=tuple(column for column, _ in members),
            options=tuple(option for _, option in members),
            numbered=numbered,
        )
        for (question, numbered), members in found.items()
        if len(members) > 1
    ]
    taken = {column.name for group in groups for column in group.columns}
    return (*groups, *_unnamed_groups([c for c in columns if c.name not in taken]))


def _question_and_option(name: str, parts: tuple[str, ...]) -> tuple[str, str, bool] | None:
    if len(parts) > 1:
        return parts[0], parts[-1], False
    for pattern in _NAMED:
        if match := pattern.fullmatch(name):
            return match["question"], match["option"], False
    match = _NUMBERED.fullmatch(name)
    return (match["question"], match["option"], True) if match else None


def _unnamed_groups(columns: Sequence[Traits]) -> Iterator[Group]:
    """Find neighbours that all hold their own header or nothing, or ranks of as many things."""
    for kind, run in groupby(columns, _kind_alone):
        members = tuple(run)
        enough = len(members) == kind if isinstance(kind, int) else len(members) > 1
        if kind and enough:
            names = tuple(column.name for column in members)
            yield Group(question="", columns=members, options=names)


def _kind_alone(column: Traits) -> str | int:
    if column.type == "text" and column.distinct == 1 and same(column.values, column.name):
        return "ticked"
    if may_be_rank(column) and column.low == 1 and column.distinct == column.high:
        return int(column.high)
    return ""


def may_be_rank(column: Traits) -> bool:
    """Tell whether a column holds whole numbers from 1, more than one of them."""
    return column.type == "number" and column.whole and column.low >= 1 and column.distinct > 1


def plain(text: str) -> str:
    """Write a text in small letters and with single blanks, to be compared."""
    return " ".join(text.split()).casefold()


def same(values: Sequence[str], text: str) -> bool:
    """Tell whether the first of some values is this text."""
    return bool(values) and plain(values[0]) == plain(text)
