"""The words by which a table tells how it is laid out; the lists stand in words.yaml."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

_FILE: Final = Path(__file__).with_suffix(".yaml")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


def header_words(header: str) -> frozenset[str]:
    """Cut a header into words in small letters.

    >>> sorted(header_words("PageViews_total"))
    ['page', 'total', 'views']
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return frozenset(re.findall(r"[^\W\d_]+", spaced.casefold()))


def mentions(header: str, *meanings: str, besides: str | None = None) -> bool:
    """Tell whether a header holds a word of one of the lists that is not in the list `besides`."""
    known = frozenset().union(*map(shape_words, meanings))
    if besides:
        known -= shape_words(besides)
    return bool(header_words(header) & known) or any(
        word in header for word in known if _CHINESE.search(word)
    )


@lru_cache(maxsize=16)
def shape_words(meaning: str) -> frozenset[str]:
    """Return the words of a list."""
    return _lists()[meaning]


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    lists = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {meaning: frozenset(map(str, words)) for meaning, words in lists.items()}
