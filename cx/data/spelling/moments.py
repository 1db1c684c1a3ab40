"""Dates and times as they are written, taken apart for all values of one shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from cx.data.spelling.form import Order, Spelling
from cx.data.spelling.shapes import Shape
from cx.data.spelling.sql import compiled
from cx.data.spelling.time_patterns import AM_OR_PM, time_pattern
from cx.data.spelling.words import BLANK, month_pattern, months, weekday_pattern

# What stands first is left open where all three parts are numbers and the year is not the first.
Family = Literal["year first", "year last", "day, name", "name, day", "year, name", "eight digits"]

_FAMILIES: Final[dict[Family, Spelling]] = {
    "year first": Spelling(kind="time", order="ymd"),
    "year last": Spelling(kind="time", order="dmy", short_years=True),
    "eight digits": Spelling(kind="time", order="eight digits"),
    "day, name": Spelling(kind="time", order="dmy", month_names=True, short_years=True),
    "name, day": Spelling(kind="time", order="mdy", month_names=True, short_years=True),
    "year, name": Spelling(kind="time", order="ymd", month_names=True),
}
ORDERS: Final[dict[Family, tuple[Order, ...]]] = {
    "year first": ("ymd",),
    "year last": ("dmy", "mdy", "ymd"),
    "eight digits": ("eight digits",),
    "day, name": ("dmy",),
    "name, day": ("mdy",),
    "year, name": ("ymd",),
}
_DATE_SIGNS: Final = f"[-/.年년月월{BLANK[1:-1]}]"
_AT: Final = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1), "eight digits": (0, 1, 2)}
_DIGIT: Final = re.compile("9")
_MERIDIEM: Final = re.compile(AM_OR_PM)
_NAME: Final = re.compile(r"[^\W\d_]{3}")
_ZONE: Final = re.compile(r"(?:Z|z|UTC|GMT|UT|[A-Z]{3,4}|[-+]\d\d?(?::?\d\d)?)[)]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The dates or times of one shape.

    Attributes:
        shape: the values.
        family: how their dates are written.
        spans: where year, month, day (in the order in which they stand), hour, minute and second
            begin and end; (-1, -1) where they are not there.
        short: whether the year has two digits.
        meridiem: whether the clock has AM or PM.
        zoned: whether a time zone is named.
    """

    shape: Shape
    family: Family
    spans: tuple[tuple[int, int], ...]
    short: bool
    meridiem: bool
    zoned: bool

    @property
    def clock(self) -> bool:
        """Whether there is a time of day."""
        return self.spans[3][0] >= 0

    @property
    def example(self) -> str:
        """One of the values."""
        return self.shape.values[0][0]

    def dates(self) -> Counter[tuple[str, str, str]]:
        """Count the dates of the values whose time of day exists, by their three parts."""
        (a, b), (c, d), (e, f) = self.spans[:3]
        found = Counter[tuple[str, str, str]]()
        for value, n in self._with_clocks():
            found[value[a:b], value[c:d], value[e:f]] += n
        return found

    def has_time_of_day(self) -> bool:
        """Tell whether a clock shows anything but midnight."""
        if self.meridiem:
            return True
        spans = [span for span in self.spans[3:6] if span[0] >= 0]
        return any(value[a:b].strip("0.,") for a, b in spans for value, _ in self.shape.values)

    def _with_clocks(self) -> Sequence[tuple[str, int]]:
        """Give the values with a time of day that exists, or with none."""
        values: Sequence[tuple[str, int]] = self.shape.values
        latest = (12 if self.meridiem else 23, 59, 59)
        for (start, end), limit in zip(self.spans[3:6], latest, strict=True):
            if start < 0:
                continue
            two = slice(start, min(end, start + 2))
            wrong = {text for text in {value[two] for value, _ in values} if int(text) > limit}
            if wrong:
                values = [each for each in values if each[0][two] not in wrong]
        return values


def moments(shape: Shape) -> Moments | None:
    """Take the dates or times of a shape apart; None where they are none."""
    text = shape.text
    if len(text) < 6 or len(_DIGIT.findall(text)) < 3:
        return None
    named = _NAME.search(text) is not None
    for family, spelling in _FAMILIES.items():
        if spelling.month_names and not named:
            continue
        if compiled(time_pattern(spelling, loose=True)).fullmatch(text):
            return _taken_apart(shape, family, spelling)
    return None


def exists(parts: tuple[str, str, str], order: Order) -> date | None:
    """Return the date that three parts name in this order; None where there is none.

    Years of two digits are read as in POSIX: 69 to 99 are 1969 to 1999.

    >>> exists(("31", "1", "24"), "dmy")
    datetime.date(2024, 1, 31)
    """
    year, month, day = (parts[place] for place in _AT[order])
    if len(year) not in {2, 4} or len(day) > 2:
        return None
    number = int(month) if month.isdecimal() else months()[month.lower()]
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 69 else 1900)
    try:
        return date(full, number, int(day)) if full >= 1000 else None
    except ValueError:
        return None


def _taken_apart(shape: Shape, family: Family, spelling: Spelling) -> Moments | None:
    found = compiled(parts_pattern(spelling)).match(shape.text)
    if found is None:
        return None
    year = {"year first": 1, "year, name": 1, "eight digits": 1}.get(family, 3)
    clock = found.span(4)[0] >= 0
    return Moments(
        shape=shape,
        family=family,
        spans=tuple(found.span(group) for group in range(1, 7)),
        short=len(found[year]) == 2,
        meridiem=clock and _MERIDIEM.search(shape.text) is not None,
        zoned=clock and _ZONE.search(shape.text[found.end(5) :]) is not None,
    )


@lru_cache(maxsize=256)
def parts_pattern(spelling: Spelling) -> str:
    """Return the expression whose six groups are the parts of a date and time written so.

    The first three are those of the date in the order in which they stand; then hour, minute and
    second. The text has to match the pattern of the spelling.
    """
    if spelling.order == "eight digits":
        date, colon = "(\\d{4})(\\d{2})(\\d{2})", ":?"
    elif spelling.month_names:
        name = f"({month_pattern()})"
        day, year = "(\\d{1,2})", "(\\d{4}|\\d{2})"
        each = {"dmy": (day, name, year), "mdy": (name, day, year), "ymd": (year, name, day)}
        date, colon = "\\D*?".join(each[spelling.order]), "[:时時点點]"
        date = f"(?:{weekday_pattern()}\\.?,?{BLANK})?{date}"
    else:
        date, colon = f"{_DATE_SIGNS}{{1,3}}".join(["(\\d{1,4})"] * 3), "[:时時点點]"
    clock = f"(\\d{{1,2}}){colon}{BLANK}?(\\d{{2}})"
    second = f"(?:[:分]?{BLANK}?(\\d{{2}}(?:[.,]\\d{{1,6}})?)\\d*秒?)?"
    if spelling.order == "eight digits":
        clock = f"(\\d{{2}}){colon}(\\d{{2}})?"
    return f"^{date}(?:\\D*?{clock}{second})?.*$"
