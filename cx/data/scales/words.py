"""Words that stand for points of a scale, and the numbers they become.

The words stand in words.yaml. Scales with two sides (“very dissatisfied” … “very satisfied”)
are not listed point by point: what counts is the side that a word is on and how strong it is, so
that scales of 3 to 9 points are known in every usual wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cx.data.scales.lists import (
    CHINESE,
    Fixed,
    Theme,
    fixed,
    lists,
    moods,
    no_answer,
    plain,
    themes,
)

ENOUGH: Final = 0.98
MOST_LEVELS: Final = 4
STRONG: Final = 8

_ASIDE: Final = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Words in order.

    Attributes:
        words: each word, as `plain` writes it, with its number; from low to high. A point that
            nobody chose is there too, in the wording of the others where it can be known.
        points: of the scale; the numbers run from 1 to this.
        chosen: how many of the points were chosen.
        sure: whether nobody has to be asked: a judgement on at least four points.
    """

    words: tuple[tuple[str, int], ...]
    points: int
    chosen: int
    sure: bool

    @property
    def complete(self) -> bool:
        """Whether every point was chosen."""
        return self.chosen == self.points


def is_no_answer(text: str) -> bool:
    """Tell whether a word says that there is no answer: not applicable, don't know."""
    return plain(text) in no_answer()


@lru_cache(maxsize=1 << 13)
def scale_word(text: str) -> str:
    """Give the word that stands on a known scale, without what is put beside it.

    >>> scale_word("Neither (neutral)"), scale_word("非常满意 Very satisfied"), scale_word("North!")
    ('neither', '非常满意', 'north')
    """
    bare = _ASIDE.sub(" ", text)
    parts = (text, bare, "".join(CHINESE.findall(bare)), CHINESE.sub(" ", bare))
    return next((word for part in parts if is_known(word := plain(part))), plain(text))


def is_known(word: str) -> bool:
    """Tell whether a word, as `plain` writes it, stands on any scale that is known."""
    return any(word in theme.strength or word in theme.middle for theme in themes()) or any(
        word in ladder.place for ladder in fixed()
    )


def lean(word: str) -> int:
    """Tell how good a plain word is: −10 … 10, and 0 where it is neutral or not known."""
    return next((theme.strength[word] for theme in themes() if word in theme.strength), 0)


def asks_for_effort(header: str) -> bool:
    """Tell whether a question asks how hard something was, so that a low answer is a good one.

    >>> asks_for_effort("How difficult was it?"), asks_for_effort("It was easy, without effort")
    (True, False)
    """
    return _says(header, "effort") and not (_says(header, "ease") or _says(header, "ease_score"))


def asks_for_ease(header: str) -> bool:
    """Tell whether a question asks how easy, or how hard, something was."""
    return any(_says(header, meaning) for meaning in ("ease", "effort", "ease_score"))


def asks_for_satisfaction(header: str) -> bool:
    """Tell whether a question asks how satisfied somebody is."""
    words = plain(header.replace("_", " "))
    return any(plain(word) in words for word in lists()["satisfaction"])


def _says(header: str, meaning: str) -> bool:
    words = plain(header.replace("_", " "))
    return any(_holds(words, plain(word)) for word in lists()[meaning])


def find_ladder(counts: Mapping[str, int]) -> Ladder | None:
    """Find the scale that at least 98 % of the answers stand on.

    Args:
        counts: plain word → how often it was given; words that are no answer left away.

    Returns:
        Of several scales the one that holds most answers; then one whose points all occur; then
        the more common one. None if there is no such scale.
    """
    total = sum(counts.values())
    found: list[tuple[float, bool, Ladder]] = []
    for known, placed in _placings(counts):
        share = sum(counts[word] for word in known) / total if total else 0.0
        ladder = placed() if share >= ENOUGH else None
        if ladder is not None:
            found.append((share, ladder.complete, ladder))
    return max(found, key=lambda item: item[:2], default=(0, False, None))[2]


def ladder_guess(values: Iterable[str]) -> tuple[str, ...]:
    """Give words in the best order that can be guessed, from worst to best, to be corrected.

    >>> ladder_guess(["Yum!", "Yuck", "Meh"])
    ('Yuck', 'Meh', 'Yum!')
    """
    words = list(dict.fromkeys(values))
    ladder = find_ladder({scale_word(word): 1 for word in words})
    if ladder is not None:
        numbers = dict(ladder.words)
        return tuple(sorted(words, key=lambda word: numbers.get(scale_word(word), 0)))
    return tuple(sorted(words, key=_mood))


def _mood(text: str) -> float:
    word = plain(text)
    known = moods()
    if word in known:
        return known[word]
    inside = [size for size in known if _holds(word, size)]
    return known[max(inside, key=len)] if inside else lean(word) * 3 / 10


def _holds(text: str, word: str) -> bool:
    return word in text if CHINESE.search(word) else f" {word} " in f" {text} "


def _placings(counts: Mapping[str, int]) -> Iterator[tuple[list[str], Any]]:
    """Give for each scale, the common ones first, the words on it and the way to place them."""
    scales: list[Theme | Fixed] = [*fixed(of_themes=True), *themes(), *fixed(of_themes=False)]
    for scale in scales:
        if isinstance(scale, Theme):
            known = [word for word in counts if word in scale.strength or word in scale.middle]
            yield known, lambda scale=scale, known=known: _two_sided(scale, known)
        else:
            known = [word for word in counts if word in scale.place]
            yield known, lambda scale=scale, known=known: _listed(scale, known)


def _listed(scale: Fixed, known: Sequence[str]) -> Ladder | None:
    chosen = {scale.place[word] for word in known}
    points = len(scale.first)
    if len(chosen) < min(3, points) or (len(chosen) < len(known) and not scale.alike):
        return None
    rest = [(scale.first[n - 1], n) for n in range(1, points + 1) if n not in chosen]
    words = [(word, scale.place[word]) for word in known]
    return Ladder(
        words=tuple(sorted([*words, *_in_script(rest, known)], key=lambda pair: pair[1])),
        points=points,
        chosen=len(chosen),
        sure=scale.sure and points >= 4 and len(chosen) >= points - 1,
    )


def _two_sided(theme: Theme, known: Sequence[str]) -> Ladder | None:
    """Number the words: from the strongest bad one over the middle to the strongest good one."""
    good = sorted({s for word in known if (s := theme.strength.get(word, 0)) > 0}, reverse=True)
    bad = sorted({-s for word in known if (s := theme.strength.get(word, 0)) < 0}, reverse=True)
    middle = any(word not in theme.strength for word in known)
    fuller = max((good, bad), key=len)
    levels = len(fuller)
    if levels == 1 and min([*good, *bad]) >= STRONG:
        levels, fuller = 2, [fuller[0], 6]
    if not 0 < levels <= MOST_LEVELS or len(good) + len(bad) < 2 or (levels == 1 and not middle):
        return None
    odd = middle or len(good) < levels or len(bad) < levels
    points = 2 * levels + odd
    numbers = {}
    for word in known:
        strength = theme.strength.get(word, 0)
        level = _level(abs(strength), good if strength > 0 else bad, fuller)
        middling = strength == 0
        numbers[word] = levels + 1 if middling else level if strength < 0 else points + 1 - level
    chosen = len(set(numbers.values()))
    return Ladder(
        words=tuple(sorted(_filled(theme, numbers, points).items(), key=lambda pair: pair[1])),
        points=points,
        chosen=chosen,
        sure=theme.sure and levels > 1 and bool(good) and bool(bad),
    )


def _level(strength: int, side: Sequence[int], fuller: Sequence[int]) -> int:
    """Give the place of a strength on its side, from 1, the strongest."""
    if strength in side and len(side) == len(fuller):
        return side.index(strength) + 1
    return min(range(len(fuller)), key=lambda level: abs(fuller[level] - strength)) + 1


def _filled(theme: Theme, numbers: Mapping[str, int], points: int) -> dict[str, int]:
    """Add a word for each point that nobody chose: the opposite of a word, or the usual middle."""
    taken = set(numbers.values())
    found = dict(numbers)
    for word, number in numbers.items():
        other = theme.opposite.get(word)
        if other and points + 1 - number not in taken:
            found[other] = points + 1 - number
            taken.add(points + 1 - number)
    if points % 2 and (points + 1) // 2 not in taken:
        rest = [(word, (points + 1) // 2) for word in theme.middle]
        found |= dict(_in_script(rest, list(numbers))[:1])
    return found


def _in_script(pairs: Sequence[tuple[str, int]], known: Sequence[str]) -> list[tuple[str, int]]:
    chinese = bool(known) and CHINESE.search(known[0]) is not None
    return [pair for pair in pairs if (CHINESE.search(pair[0]) is not None) == chinese]
