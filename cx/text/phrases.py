"""Phrases as a codebook writes them, turned into regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from cx.text.normal import BREAK, CJK, normalise

GAP: Final = "..."
_WORD_GAP: Final = rf"(?: [^\s{BREAK}]+){{0,3}}? "
_CHARACTER_GAP: Final = rf"[^{BREAK}]{{0,8}}?"
_STAR: Final = re.compile(r"\w\*(?=\s|$)")


def fault(phrase: str) -> str | None:
    """Name what keeps a phrase from being matched, None if nothing does.

    One of "empty", "gap" (… at an end), "star" (a * that does not end a word), "pause"
    (punctuation inside, where a clause would end).
    """
    parts = phrase.split(GAP)
    if not normalise(phrase.replace("*", "")):
        return "empty"
    if not all(part.strip() for part in parts):
        return "gap"
    if "*" in _STAR.sub("", phrase):
        return "star"
    if any(BREAK in normalise(part) for part in parts):
        return "pause"
    return None


def pattern(phrase: str) -> str:
    """Give the regular expression that finds a phrase in a normalised text.

    >>> bool(re.search(pattern("delivery ... slow*"), "delivery was a bit slower"))
    True
    >>> bool(re.search(pattern("card"), "cardboard"))
    False
    """
    parts = [normalise(part) for part in phrase.split(GAP)]
    text = _part(parts[0])
    for before, after in pairwise(parts):
        spaced = not (_is_cjk(before[-1]) or _is_cjk(after[0]))
        text += (_WORD_GAP if spaced else _CHARACTER_GAP) + _part(after)
    return text


def any_of(phrases: Iterable[str]) -> str:
    """Give an expression, without groups of its own, that finds any of the phrases."""
    longest_first = sorted({pattern(phrase) for phrase in phrases}, key=len, reverse=True)
    return f"(?:{'|'.join(longest_first)})"


def one_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Compile phrases into one expression with a group for each, in their order.

    Where several match, the first in order wins. Alternatives are sorted by their first character,
    which stands outside of the groups: the engine then skips most of a text at once.
    """
    by_first: dict[str, list[str]] = {}
    for place, phrase in enumerate(phrases):
        first = normalise(phrase)[0]
        rest = pattern(phrase).removeprefix(r"\b").removeprefix(re.escape(first))
        by_first.setdefault(first, []).append(f"(?P<p{place}>{rest})")
    return re.compile(
        "|".join(
            re.escape(first)
            + ("" if _is_cjk(first) else rf"(?<=\b{re.escape(first)})")
            + f"(?:{'|'.join(rests)})"
            for first, rests in by_first.items()
        )
    )


def _part(words: str) -> str:
    starred = words.endswith("*")
    text = re.escape(words).replace(r"\ ", " ").replace(r"\*", r"\w*")
    start = "" if _is_cjk(words[0]) else r"\b"
    end = "" if starred or _is_cjk(words[-1]) else r"\b"
    return f"{start}{text}{end}"


def _is_cjk(character: str) -> bool:
    return re.match(f"[{CJK}]", character) is not None
