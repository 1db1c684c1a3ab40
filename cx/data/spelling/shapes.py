"""The different values of a column, brought together by their shape: every digit is a 9.

A column of a hundred thousand times has a handful of shapes, and what a column is can mostly be
told from these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cx.data.spelling.words import TO_NARROW, UNSEEN

LONGEST: Final = 60

_NINES: Final = str.maketrans("0123456789", "9999999999")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Values that differ in their digits only.

    Attributes:
        text: a value with 9 for every digit.
        values: the values, without blanks around them and with narrow digits, and their numbers.
        weight: how many values there are.
        wide: whether they are written with full-width digits.
    """

    text: str
    values: tuple[tuple[str, int], ...]
    weight: int
    wide: bool = False

    def part(self, values: Iterable[tuple[str, int]], text: str) -> Shape:
        """Return some of the values, as a shape of their own."""
        some = tuple(values)
        return Shape(text=text, values=some, weight=sum(n for _, n in some), wide=self.wide)

    def by_first_digit(self) -> tuple[Shape, ...]:
        """Return the values that begin with a zero, with 0 in their shape, apart from the others.

        >>> (shape,) = shapes_of({"9,9": ["0,5", "1,5"]}, {"0,5": 1, "1,5": 1})
        >>> [each.text for each in shape.by_first_digit()]
        ['0,9', '9,9']
        """
        first = self.text.find("9")
        zero = [each for each in self.values if each[0][first] == "0"]
        if not zero:
            return (self,)
        zero_text = f"{self.text[:first]}0{self.text[first + 1 :]}"
        rest = [each for each in self.values if each[0][first] != "0"]
        parts = (self.part(zero, zero_text), self.part(rest, self.text))
        return tuple(each for each in parts if each.values)


def grouped(values: Iterable[str]) -> dict[str, list[str]]:
    """Bring values together that differ in their digits only; the key has 9 for every digit.

    Values that are too long to be a number or a date stand together under the empty key.
    """
    found: dict[str, list[str]] = {}
    for value in values:
        key = value.translate(_NINES) if len(value) <= LONGEST else ""
        found.setdefault(key, []).append(value)
    return found


def shapes_of(groups: Mapping[str, list[str]], values: Mapping[str, int]) -> tuple[Shape, ...]:
    """Make shapes of groups of values; those without a digit or too long are left out.

    >>> [shape.text for shape in shapes_of(grouped(["10 ", "20"]), {"10 ": 1, "20": 1})]
    ['99']
    """
    found: dict[tuple[str, bool], list[tuple[str, int]]] = {}
    for text, alike in groups.items():
        narrow = text if text.isascii() else text.translate(TO_NARROW)
        shape = narrow.translate(_NINES).strip(UNSEEN)
        if "9" not in shape:
            continue
        counted = [(value, values[value]) for value in alike]
        if shape != text:
            counted = [(value.translate(TO_NARROW).strip(UNSEEN), n) for value, n in counted]
        found.setdefault((shape, narrow != text), []).extend(counted)
    return tuple(
        Shape(text=text, values=tuple(some), weight=sum(n for _, n in some), wide=wide)
        for (text, wide), some in found.items()
    )
