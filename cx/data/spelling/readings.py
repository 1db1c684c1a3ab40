"""The ways in which the numbers of a column can be read, and which of them is right."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from cx.data.spelling import reasons
from cx.data.spelling.form import ENOUGH, Negative, Spelled, Spelling, stays_text
from cx.data.spelling.number_sql import DIGITS, number_pattern
from cx.data.spelling.sql import compiled
from cx.data.spelling.words import BLANK
from cx.data.spelling.written import Style, Written
from cx.data.vocabulary import is_identifier
from cx.wording import Message

TELEPHONE: Final = 9

# The more usual reading comes first.
_STYLES: Final = (
    Style(".", ""),
    Style(".", ","),
    Style(",", ""),
    Style(",", "."),
    Style(".", " "),
    Style(",", " "),
    Style(".", "'"),
    Style(",", "'"),
    Style(".", "indian"),
)
_GROUPS_OF_THREE: Final = re.compile(f"\\d{{3}}(?:{BLANK}\\d{{3}}){{2,}}")
_CODE: Final = re.compile("\\d+[eE]\\d+")


class Readings:
    """The numbers of a column and, for each style, those that it explains.

    Args:
        found: the numbers, by their shape.
        marked: which sign or unit they carry.
        total: how many values there are, numbers or not.
        name: of the column.
    """

    def __init__(self, found: Sequence[Written], marked: Spelling, total: int, name: str) -> None:
        self._found, self._total, self._name = found, total, name
        self._marked = replace(marked, negative=_negative(found))
        self._fits = {style: self._fitting(style) for style in _STYLES}
        self._top = max(_STYLES, key=lambda style: _weight(self._fits[style]))

    def verdict(self) -> Spelled:
        """Choose the reading that explains most, and those that are as possible."""
        fits = _weight(self._fits[self._top])
        reason = self._identifier() or self._too_few() or self._not_kept()
        if reason is not None or fits < ENOUGH * self._total:
            return stays_text(self._total, reason)
        best, others = self._typed(self._top), tuple(map(self._typed, self._alternatives()))
        doubt = self._doubt()
        if doubt is not None:
            return stays_text(self._total, doubt, best, *others)
        reason = reasons.unit_taken_off(self._name, best.unit) if best.unit else None
        if others:
            reason = reasons.open_marks(self._name, self._example())
        return Spelled(best=best, others=others, fits=fits, values=self._total, reason=reason)

    def _fitting(self, style: Style) -> tuple[Written, ...]:
        pattern = compiled(number_pattern(self._spelling(style)))
        return tuple(each for each in self._found if pattern.fullmatch(each.shape.text))

    def _spelling(self, style: Style) -> Spelling:
        return replace(self._marked, decimal=style.decimal, thousands=style.thousands)

    def _typed(self, style: Style) -> Spelling:
        """Return a reading as whole numbers where there are no decimals."""
        spelling = self._spelling(style)
        whole = all(style.is_whole(each.core) for each in self._fits[style])
        return replace(spelling, kind="integer") if whole and not spelling.percent else spelling

    def _alternatives(self) -> Iterator[Style]:
        """Give one style for each other reading that explains something the best does not."""
        mine = self._fits[self._top]
        seen = {tuple(self._top.number(each.core) for each in mine)}
        for style in _STYLES:
            theirs = self._fits[style]
            if _weight(theirs) < ENOUGH * self._total or _ids(theirs) < _ids(mine):
                continue
            values = tuple(style.number(each.core) for each in mine)
            if values not in seen:
                seen.add(values)
                yield style

    def _identifier(self) -> Message | None:
        """Tell why the digits are no quantity; one value with a zero in front says so for all."""
        zeros = [each for each in self._found if re.match("0\\d", each.core)]
        phones = [each for each in self._found if _is_telephone(each, self._top)]
        long = [each for each in self._found if self._top.whole_digits(each.core) > DIGITS]
        numbers = {id(each): each for each in (*zeros, *phones, *long, *self._fits[self._top])}
        if _weight(numbers.values()) < ENOUGH * self._total:
            return None
        for told, why in (
            (zeros, reasons.leading_zeros),
            (phones, reasons.telephone),
            (long, reasons.too_long),
        ):
            if told:
                return why(self._name, told[0].example)
        return reasons.named_identifier(self._name) if is_identifier(self._name) else None

    def _too_few(self) -> Message | None:
        """Tell why too few values are numbers of one style, or contradict that they are."""
        mine = self._fits[self._top]
        rest = [each for each in self._found if id(each) not in _ids(mine)]
        if _weight(mine) >= ENOUGH * self._total:
            return self._contradicted(rest)
        left = _ids(rest)
        second = {s: [each for each in self._fits[s] if id(each) in left] for s in _STYLES}
        other = max(second.values(), key=_weight)
        if mine and other and _weight(mine) + _weight(other) >= ENOUGH * self._total:
            return reasons.mixed_marks(self._name, mine[0].example, other[0].example)
        return reasons.partly_numbers(self._name, _weight(mine) / self._total)

    def _contradicted(self, rest: Iterable[Written]) -> Message | None:
        """Tell whether the decimals are items of lists, or parts of versions: 1,2 beside 1,2,3."""
        mark = self._top.decimal
        several = re.compile(f"\\d+(?:\\{mark}\\d+){{2,}}")
        if any(mark in each.core for each in self._fits[self._top]):
            for each in rest:
                if several.fullmatch(each.core):
                    return reasons.lists(self._name, each.example)
        return None

    def _not_kept(self) -> Message | None:
        shift = "e-2" if self._marked.percent else ""
        for each in self._fits[self._top]:
            if each.digits > DIGITS or "e" in each.core.lower():
                for core in each.cores():
                    if not is_kept(self._top.number(core) + shift):
                        return reasons.too_exact(self._name, core)
        return None

    def _doubt(self) -> Message | None:
        """Tell why a person should say whether these are numbers at all."""
        fits = self._fits[self._top]
        if self._marked.bare:
            bare = _weight([each for each in fits if not each.sort and not each.is_zero])
            return reasons.partly_marked(self._name, self._marked.currency, bare)
        signs = all(each.sign in {"parentheses", "trailing"} for each in fits)
        same = len({each.core for each in fits}) == 1
        codes = all(_CODE.fullmatch(each.core) for each in fits)
        if signs or codes or (same and _GROUPS_OF_THREE.fullmatch(fits[0].core)):
            return reasons.codes(self._name, fits[0].example)
        return None

    def _example(self) -> str:
        fits = self._fits[self._top]
        marked = [each for each in fits if re.search("\\d[.,]\\d", each.core)]
        return (marked or fits)[0].example


def is_kept(number: str) -> bool:
    """Tell whether a floating-point number keeps all digits that were written.

    >>> is_kept("0.28999999999999998"), is_kept("0.12345678901234567890")
    (True, False)
    """
    near = float(number)
    if repr(near) == number:
        return True
    exact = Decimal(number)
    size = len(exact.normalize().as_tuple().digits)
    if not math.isfinite(near) or size > DIGITS + 2:
        return False
    return Decimal(f"{near:.{max(size, DIGITS) - 1}e}") == exact


def _negative(found: Iterable[Written]) -> Negative:
    """Tell how negative numbers are marked beside a leading minus."""
    signs = Counter[str]()
    for each in found:
        signs[each.sign] += each.shape.weight
    if not signs["trailing"] and not signs["parentheses"]:
        return "-"
    return "parentheses" if signs["parentheses"] >= signs["trailing"] else "trailing"


def _is_telephone(each: Written, style: Style) -> bool:
    return each.sign == "+" and each.digits >= TELEPHONE and style.decimal not in each.core


def _weight(found: Iterable[Written]) -> int:
    return sum(each.shape.weight for each in found)


def _ids(found: Collection[Written]) -> set[int]:
    return {id(each) for each in found}
