"""The parts of numbers as they are written: sign, currency or unit, digits with their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from cx.data.spelling.form import Thousands
from cx.data.spelling.shapes import Shape
from cx.data.spelling.words import APOSTROPHES, BLANK, MINUS, currencies, units

Sort = Literal["", "percent", "currency", "unit"]
Sign = Literal["", "+", "trailing", "parentheses"]

_GROUPED: Final = {"indian": ",", " ": BLANK[1:-1], "'": APOSTROPHES}
_AROUND: Final = f"+{MINUS}(){BLANK[1:-1]}"
_NUMBER: Final = re.compile(
    r"(?P<before>[^0-9.,]*(?:(?<=[^\W\d_])\.\s?(?=[0-9]))?)"
    rf"(?P<core>[.,]?[0-9](?:(?:[0-9.,{APOSTROPHES}]|{BLANK})*[0-9])?[.,]?(?:[eE][-+]?[0-9]+)?)"
    r"(?P<behind>[^0-9]*)"
)


class Style(NamedTuple):
    """Which mark stands before the decimals and which may stand between the thousands."""

    decimal: Literal[".", ","]
    thousands: Thousands

    def number(self, core: str) -> str:
        """Write the digits of a number as Python does.

        >>> Style(",", ".").number("1.234,5")
        '1234.5'
        """
        group = _GROUPED.get(self.thousands, self.thousands)
        if group:
            core = "".join(letter for letter in core if letter not in group)
        return core.replace(self.decimal, ".")

    def is_whole(self, core: str) -> bool:
        """Tell whether a number has neither decimals nor an exponent."""
        return self.number(core).isdecimal()

    def whole_digits(self, core: str) -> int:
        """Count the digits before the decimals; none where there is an exponent."""
        whole = core.partition(self.decimal)[0]
        return 0 if "e" in core.lower() else sum(letter.isdigit() for letter in whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The parts of a number, for all values of one shape.

    Attributes:
        shape: the values.
        core: the digits with their marks.
        start: where they begin.
        sort: what the mark beside the number is; empty if there is none.
        mark: the percent sign, the currency or the unit.
        sign: "trailing" or "parentheses" where the number is marked as negative so, or "+".
    """

    shape: Shape
    core: str
    start: int
    sort: Sort
    mark: str
    sign: Sign

    @property
    def example(self) -> str:
        """One of the values."""
        return self.shape.values[0][0]

    def cores(self) -> Iterator[str]:
        """Give the digits of each value with their marks."""
        end = self.start + len(self.core)
        return (value[self.start : end] for value, _ in self.shape.values)

    @property
    def digits(self) -> int:
        """How many digits there are."""
        return sum(letter.isdigit() for letter in self.core)

    @property
    def is_zero(self) -> bool:
        """Whether it is zero in all values, which is the same in every currency and unit."""
        return not any("1" <= letter <= "9" for value, _ in self.shape.values for letter in value)


def core_of(text: str) -> str:
    """Return the digits of a number with their marks; empty if there is none."""
    found = _split(text)
    return found[1] if found else ""


def written(shape: Shape) -> Written | None:
    """Take the values of a shape apart; None where they are no numbers."""
    found = _split(shape.text)
    if found is None:
        return None
    before, core, behind = found
    known = _known(before.strip(_AROUND), behind.strip(_AROUND))
    if known is None or "+" in behind or ("(" in before) != (")" in behind):
        return None
    return Written(
        shape=shape,
        core=core,
        start=len(before),
        sort=known[0],
        mark=known[1],
        sign=_sign(before, behind),
    )


def _split(text: str) -> tuple[str, str, str] | None:
    """Give what stands before the digits, the digits and what stands behind them."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    before, core, behind = found["before"], found["core"], found["behind"]
    if before.endswith(".") and before.strip(_AROUND).lower() not in currencies():
        return before[:-1], f".{core}", behind  # the point of EUR.5, not that of Fr.5
    return before, core, behind


def _sign(before: str, behind: str) -> Sign:
    if "(" in before:
        return "parentheses"
    if "-" in behind:
        return "trailing"
    return "+" if "+" in before else ""


def _known(before: str, behind: str) -> tuple[Sort, str] | None:
    """Tell what stands beside a number; None where it is unknown or stands on both sides."""
    if not before and not behind:
        return "", ""
    if before and behind:
        return None
    beside = before or behind
    if beside in "%％﹪":
        return "percent", "%"
    currency = currencies().get(beside.lower())
    if currency:
        return "currency", currency
    unit = units().get(behind)
    return ("unit", unit) if unit else None
