"""The lists of words.yaml, made ready: themes with two sides, and scales listed by point."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

CHINESE: Final = re.compile(r"[\u3400-\u9fff]")

_FILE: Final = Path(__file__).with_name("words.yaml")
_GAP: Final = re.compile(r"\s+")
_BETWEEN_CHINESE: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Theme:
    """Words of a scale with two sides: plain word → strength, negative on the bad side."""

    strength: Mapping[str, int]
    opposite: Mapping[str, str]
    middle: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Fixed:
    """A scale that is listed point by point."""

    place: Mapping[str, int]
    first: tuple[str, ...]
    alike: bool
    sure: bool


@lru_cache(maxsize=1 << 13)
def plain(text: str) -> str:
    """Write a word without case, accents, punctuation, width and signs of Traditional Chinese.

    >>> plain(" Très  Satisfait! "), plain("非常滿意。"), plain("☹️")
    ('tres satisfait', '非常满意', '☹')
    """
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_simplified())
    kept = "".join(_kept(letter) for letter in letters)
    spaced: str = _GAP.sub(" ", kept).strip()
    return _BETWEEN_CHINESE.sub("", spaced)


def _kept(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind[0] in "LN" or kind == "So":
        return letter
    return "" if kind[0] in "MC" or kind == "Sk" or letter in "'’‘`" else " "


@lru_cache(maxsize=1)
def lists() -> Mapping[str, Any]:
    """Return the lists as they stand in the file."""
    lists: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return lists


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    traditional, simplified = lists()["traditional"]
    return {ord(old): new for old, new in zip(traditional, simplified, strict=True)}


@lru_cache(maxsize=1)
def no_answer() -> frozenset[str]:
    """Return the words that are no point of a scale."""
    return frozenset(plain(word) for word in lists()["no_answer"])


@lru_cache(maxsize=1)
def moods() -> Mapping[str, int]:
    """Return words with a guess at how good they are, −3 … 3."""
    return {plain(word): mood for mood, words in lists()["mood"].items() for word in words}


@lru_cache(maxsize=1)
def themes() -> tuple[Theme, ...]:
    """Return the scales with two sides."""
    return tuple(_theme(values) for values in lists()["themes"].values())


def _theme(values: Mapping[str, Any]) -> Theme:
    strength: dict[str, int] = {}
    opposite: dict[str, str] = {}
    for rank, words in values.get("also", {}).items():
        strength |= dict.fromkeys(map(plain, words), rank)
    pairs = [(plain(good), plain(bad)) for good, bad in values["pairs"]]
    for good, bad in pairs:
        for rank, word, other in [(6, good, bad), *_strengthened(good, bad)]:
            strength.setdefault(word, rank)
            strength.setdefault(other, -rank)
            opposite.setdefault(word, other)
            opposite.setdefault(other, word)
    for good, _ in pairs:
        for rank, words in lists()["denial"].items():
            for word in words:
                strength.setdefault(_joined(plain(word), good), -rank)
    middle = tuple(plain(word) for word in values["middle"])
    for word in middle:
        strength.pop(word, None)
    return Theme(strength, opposite, middle, values.get("sure", True))


def _strengthened(good: str, bad: str) -> Iterator[tuple[int, str, str]]:
    for rank, words in lists()["strength"].items():
        for word in map(plain, words):
            yield rank, _joined(word, good), _joined(word, bad)
            yield rank, _joined(good, word), _joined(bad, word)


def _joined(first: str, second: str) -> str:
    return first + second if CHINESE.search(first + second) else f"{first} {second}"


@lru_cache(maxsize=3)
def fixed(*, of_themes: bool | None = None) -> tuple[Fixed, ...]:
    """Return the scales that are listed by point.

    Args:
        of_themes: only those in which each good word of a theme may stand, or only the others.
    """
    found: list[Fixed] = []
    for values in lists()["ladders"]:
        open_ended = any("X" in word.split() for point in values["points"] for word in point)
        if of_themes is not None and open_ended != of_themes:
            continue
        goods: list[Sequence[str]] = [("",)]
        if open_ended:
            goods = [
                [plain(pair[0]) for pair in theme["pairs"] if pair[0].isascii()]
                for theme in lists()["themes"].values()
            ]
        found.extend(_ladder(values, words) for words in goods)
    return tuple(found)


def _ladder(values: Mapping[str, Any], goods: Sequence[str]) -> Fixed:
    points = [
        [plain(word.replace("X", good)) for word in point for good in goods]
        for point in values["points"]
    ]
    place: dict[str, int] = {}
    for number, words in enumerate(points, start=1):
        for word in words:
            place.setdefault(word, number)
    return Fixed(
        place,
        tuple(words[0] for words in points),
        values.get("alike", False),
        values.get("sure", True),
    )
