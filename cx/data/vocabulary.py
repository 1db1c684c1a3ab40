"""The words by which headers and values tell what they mean; the lists stand in vocabulary.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

_FILE: Final = Path(__file__).with_suffix(".yaml")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, Any]:
    """Return the word lists by name."""
    words: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return words


def says(text: str, meaning: str) -> bool:
    """Tell whether `text` (a header or a value) holds a word of the list `meaning`.

    >>> says("CustomerID", "customer"), says("Residence", "customer")
    (True, False)
    """
    return rank(text, meaning) is not None


def rank(text: str, meaning: str) -> int | None:
    """Return the number of words of the longest match of a word of `meaning`, or None."""
    plain = _plain(text)
    found = [size for pattern, size in _patterns(meaning) if pattern.search(plain)]
    return max(found, default=None)


def is_exactly(text: str, meaning: str) -> bool:
    """Tell whether the whole of `text` is a word of the list `meaning`.

    >>> is_exactly("Control", "arm"), is_exactly("quality control", "arm")
    (True, False)
    """
    plain = _plain(text)
    return any(pattern.fullmatch(plain) for pattern, _ in _patterns(meaning))


def is_identifier(header: str) -> bool:
    """Tell whether a header names a column of identifiers, whose digits are no quantity.

    >>> is_identifier("order_id"), is_identifier("Phone"), is_identifier("Phone support")
    (True, True, False)
    """
    return says(header, "identifier") or is_exactly(header, "identifier_alone")


@lru_cache(maxsize=1 << 13)
def _plain(text: str) -> str:
    """Write a header as lower-case words without accents: `overallRating` is overall rating."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    letters = unicodedata.normalize("NFKD", spaced).casefold()
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", kept).strip()


@lru_cache(maxsize=64)
def _patterns(meaning: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple(_pattern(str(word)) for word in vocabulary()[meaning])


def _pattern(word: str) -> tuple[re.Pattern[str], int]:
    if _CHINESE.search(word):
        return re.compile(re.escape(_plain(word))), len(word)
    body = re.escape(word).replace(r"\*", r"\w*")
    return re.compile(rf"(?:\b|(?<=[^\x00-\x7f])){body}(?:\b|(?=[^\x00-\x7f]))"), len(word.split())
