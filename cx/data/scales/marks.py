"""Numbers that are written into answers: “4 - Agree”, “5星”, “4 out of 5”, “★★★☆☆”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from cx.data.scales.lists import plain
from cx.data.scales.words import find_ladder, is_known, scale_word

ENOUGH: Final = 0.98
LONGEST: Final = 120
HIGHEST: Final = 10

_NUMBER: Final = r"(?P<number>10|\d)(?:[.,](?P<half>[05]))?"
_UNIT: Final = re.compile(
    _NUMBER
    + r"\s*(?P<unit>stars?|sterne?|étoiles?|estrellas?|星级?|颗星|顆星|分|points?|pts?|punkte?)"
)
_OUT_OF: Final = re.compile(_NUMBER + r"\s*(?P<unit>(?:/|out of|von|sur|de|of)\s*(?:5|7|10))")
_BEFORE: Final = re.compile(
    r"[(（\[]?" + _NUMBER + r"(?:\s*[-–—=:：.、,)）(（]+\s*|\s+|(?=[\u3400-\u9fff]))(?P<label>\D.*)"
)
_AFTER: Final = re.compile(
    r"(?P<label>\D*[^\W\d]\D*?)\s*[-–—=:：(（\[]\s*" + _NUMBER + r"\s*[)）\]]?"
)
_BARE: Final = re.compile(_NUMBER)
_STARS: Final = re.compile(r"(?P<full>[★⭐🌟✭]+)\s*(?P<empty>[☆✩]*)")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in an answer, and what stands beside it.

    Attributes:
        number: 0–10, also halves.
        label: the words beside it, plain; empty if there are none.
        unit: "" for words, "bare" for nothing, "stars" for signs, else a unit such as "stars".
    """

    number: float
    label: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A column of answers that hold their numbers.

    Attributes:
        numbers: answer, as it stands there → number.
        low: the lowest number; 1 or 0 where the numbers are to be turned round.
        high: the highest.
        direction: "up" where the best words have the highest numbers, "down" where they have the
            lowest, "unknown" where the words do not tell.
        sure: whether the numbers are beyond doubt those of a scale.
    """

    numbers: Mapping[str, float]
    low: float
    high: float
    direction: Literal["up", "down", "unknown"]
    sure: bool


def read_mark(text: str) -> Mark | None:
    """Read the number in an answer; None where there is none.

    >>> read_mark("4 - Agree")
    Mark(number=4.0, label='agree', unit='')
    >>> read_mark("★★★☆☆").number, read_mark("5星").number, read_mark("18-29")
    (3.0, 5.0, None)
    """
    if len(text) > LONGEST:
        return None
    answer = unicodedata.normalize("NFKC", text).replace("\ufe0f", "").strip()
    if stars := _STARS.fullmatch(answer):
        return Mark(float(len(stars["full"])), "", "signs")
    for pattern in (_BARE, _UNIT, _OUT_OF, _BEFORE, _AFTER):
        found = pattern.fullmatch(answer.casefold())
        if found is None:
            continue
        parts = found.groupdict()
        number = int(parts["number"]) + (0.5 if parts["half"] == "5" else 0.0)
        label = parts.get("label") or ""
        if label and (not _LETTER.search(label) or re.search(r"\d", label)):
            return None
        unit = parts.get("unit") or ("" if label else "bare")
        return Mark(float(number), scale_word(label), unit) if number <= HIGHEST else None
    return None


def find_marked(counts: Mapping[str, int], *, named_rating: bool) -> Marked | None:
    """Find out whether the answers of a column hold their numbers.

    Args:
        counts: answer → how often it was given; those that are no answer left away.
        named_rating: whether the name of the column says that it is a rating.

    Returns:
        The numbers, if at least 98 % of the answers have one, each number stands with the same
        words, and it is a scale: by a unit, by words that are known, by the name of the column, or
        because only its ends and its middle have words.
    """
    marks = {text: mark for text in counts if (mark := read_mark(text)) is not None}
    total, read = sum(counts.values()), sum(counts[text] for text in marks)
    numbers = sorted({mark.number for mark in marks.values()})
    if not marks or read < ENOUGH * total or len(numbers) < 2 or not _consistent(marks):
        return None
    labels = {m.label: m.number for m in marks.values() if m.label}
    units = {m.unit for m in marks.values()} - {"", "bare"}
    if not labels and not units:
        return None
    known = [label for label in labels if is_known(label)]
    bare = {m.number for m in marks.values() if m.unit == "bare"} - set(labels.values())
    anchored = len(bare) >= 2 and len(labels) <= 3
    worded = 2 * len(known) >= len(labels) > 0
    if not (units or worded or named_rating or anchored):
        return None
    direction = _direction(labels)
    lowest = numbers[0] if direction != "down" else min(numbers[0], 1.0)
    return Marked(
        numbers=_completed({text: mark.number for text, mark in marks.items()}, marks),
        low=lowest,
        high=numbers[-1],
        direction=direction,
        sure=bool(units or worded or anchored) and direction != "down",
    )


def _consistent(marks: Mapping[str, Mark]) -> bool:
    """Tell whether each number has one label and each label one number."""
    pairs = {(mark.number, mark.label) for mark in marks.values() if mark.label}
    numbers, labels = {number for number, _ in pairs}, {label for _, label in pairs}
    return len(pairs) == len(numbers) == len(labels)


def _direction(labels: Mapping[str, float]) -> Literal["up", "down", "unknown"]:
    ladder = find_ladder(dict.fromkeys(labels, 1)) if labels else None
    places = dict(ladder.words) if ladder else {}
    known = sorted((places[label], labels[label]) for label in labels if label in places)
    if len(known) < 2:
        return "unknown"
    return "up" if known[-1][1] > known[0][1] else "down"


def _completed(numbers: Mapping[str, float], marks: Mapping[str, Mark]) -> dict[str, float]:
    """Add the bare numbers in between that nobody chose, where some stand bare."""
    found = dict(numbers)
    if not any(mark.unit == "bare" for mark in marks.values()):
        return found
    taken = set(numbers.values())
    low, high = int(min(taken)), int(max(taken))
    return found | {str(n): float(n) for n in range(low, high + 1) if n not in taken}


def turned(marked: Marked) -> dict[str, float]:
    """Give the numbers turned round, so that the best words have the highest."""
    return {text: marked.low + marked.high - number for text, number in marked.numbers.items()}


def is_marked(text: str) -> bool:
    """Tell whether an answer is more than a number and holds one."""
    mark = read_mark(text)
    return mark is not None and mark.unit != "bare" and bool(plain(text))
