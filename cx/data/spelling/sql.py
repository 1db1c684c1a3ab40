"""Small pieces of the engine's SQL that all kinds of values are read with."""

from __future__ import annotations

import re
from functools import lru_cache

from cx.data.spelling.words import NARROW, UNSEEN, WIDE


def literal(text: str) -> str:
    """Write a text as a string of SQL.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def cleaned(column: str, *, wide: bool) -> str:
    """Give the SQL of a text without blanks around it, and with narrow digits if some are wide."""
    narrow = f"translate({column}, {literal(WIDE)}, {literal(NARROW)})" if wide else column
    return f"trim({narrow}, {literal(UNSEEN)})"


def matches(text: str, pattern: str) -> str:
    """Give the SQL that tells whether the whole of a text matches."""
    return f"regexp_full_match({text}, {literal(pattern)})"


def replaced(text: str, pattern: str, replacement: str) -> str:
    """Give the SQL of a text in which the first match of a pattern is replaced."""
    return f"regexp_replace({text}, {literal(pattern)}, {literal(replacement)})"


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return an expression of the engine for Python, whose own digits are those of any script."""
    return re.compile(pattern.replace("\\d", "[0-9]").replace("\\D", "[^0-9]"))
