"""The signs and words with which numbers and dates are written, in the languages we know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from babel import Locale

from cx.data.vocabulary import vocabulary

# No word of one of these languages names another month in another of them (a test holds that).
LANGUAGES: Final = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "tr", "ru",
)  # fmt: skip

# Blanks, and marks that are not seen: word processors and web pages leave them around values.
UNSEEN: Final = (
    " \t\n\r\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"
    "\N{ZERO WIDTH SPACE}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}\N{ZERO WIDTH NO-BREAK SPACE}"
)
BLANK: Final = "[ \N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}]"
MINUS: Final = "-\N{MINUS SIGN}\N{EN DASH}"
APOSTROPHES: Final = "'\N{RIGHT SINGLE QUOTATION MARK}"

WIDE: Final = "０１２３４５６７８９．，－＋（）／："
NARROW: Final = "0123456789.,-+()/:"
TO_NARROW: Final = str.maketrans(WIDE, NARROW)


@lru_cache(maxsize=1)
def currencies() -> Mapping[str, str]:
    """Return the currency for each way of writing it, in small letters.

    >>> currencies()["€"], currencies()["eur"]
    ('EUR', 'EUR')
    """
    return _by_spelling(vocabulary()["currencies"])


@lru_cache(maxsize=1)
def units() -> Mapping[str, str]:
    """Return the unit for each way of writing it; capital letters count (M is not m)."""
    return {str(word): str(words[0]) for words in vocabulary()["units"] for word in words}


def spellings_of_currency(code: str) -> tuple[str, ...]:
    """Return the ways of writing a currency, long ones first; the code itself if it is unknown."""
    found = (word for word, currency in currencies().items() if currency == code)
    return _long_first(found) or (code.lower(),)


def spellings_of_unit(unit: str) -> tuple[str, ...]:
    """Return the ways of writing a unit, long ones first; the unit itself if it is unknown."""
    return _long_first(word for word, name in units().items() if name == unit) or (unit,)


@lru_cache(maxsize=1)
def months() -> Mapping[str, int]:
    """Return the number of the month for each of its names, in small letters (source: CLDR).

    >>> months()["märz"], months()["sept"], months()["fevr"]
    (3, 9, 2)
    """
    found: dict[str, int] = {}
    for language in LANGUAGES:
        calendar = Locale.parse(language).months
        for form in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in calendar[context][form].items():
                    _add(found, name, number)
    for number, names in vocabulary()["more_month_names"].items():
        for name in names:
            _add(found, name, number)
    return found


@lru_cache(maxsize=1)
def month_pattern() -> str:
    """Return the expression of a name of a month; long ones first (červenec is not červen)."""
    return f"(?i:{any_of(_long_first(months()))})"


@lru_cache(maxsize=1)
def weekday_pattern() -> str:
    """Return the expression of a name of a day of the week (source: CLDR)."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        calendar = Locale.parse(language).days
        for form in ("wide", "abbreviated"):
            for number, name in calendar["format"][form].items():
                _add(found, name, number)
    return f"(?i:{any_of(_long_first(found))})"


@lru_cache(maxsize=1)
def zones() -> Mapping[str, str]:
    """Return what named time zones are ahead of UTC, as ±hh:mm; only names that mean one zone."""
    return {str(name): str(offset) for name, offset in vocabulary()["zones"].items()}


def any_of(words: Iterable[str]) -> str:
    """Write a regular expression, for Python and for the engine, that matches one of the words."""
    return "(?:" + "|".join(re.escape(word).replace("\\ ", " ") for word in words) + ")"


def _by_spelling(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {
        word: str(code)
        for code, spellings in words.items()
        for word in (str(code).lower(), *(str(each).lower() for each in spellings))
    }


def _add(names: dict[str, int], name: str, number: int) -> None:
    """Add a name in small letters, and once more without accents."""
    small = name.lower().rstrip(".")
    letters = unicodedata.normalize("NFKD", small)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for each in (small, bare if small.isascii() or bare.isascii() else small):
        names.setdefault(each, number)


def _long_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
