"""Which dates and times a column holds: the order of day and month is decided from all values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from cx.data.spelling import reasons
from cx.data.spelling.form import ENOUGH, Spelled, Spelling, stays_text
from cx.data.spelling.moments import Moments, exists, moments
from cx.data.spelling.orders import Chosen, Dates, chosen
from cx.data.spelling.shapes import Shape
from cx.data.spelling.words import month_pattern, weekday_pattern
from cx.data.vocabulary import says
from cx.wording import Message

_ALL_DIGITS: Final = re.compile("9{8}(?:99){0,3}")
EARLIEST: Final = 1900
LATEST: Final = 2100
_NAMED_ZONE: Final = re.compile("(.*9) [A-Z]{2,5}")


def times(shapes: Sequence[Shape], total: int, name: str) -> Spelled | None:
    """Tell which dates or times a column holds.

    Args:
        shapes: the values.
        total: how many values there are, with those that have no shape.
        name: of the column.

    Returns:
        The verdict, which may be that the column stays text; None where it holds no dates.
    """
    timely = says(name, "time") and not says(name, "duration")
    found = [each for shape in shapes if (each := moments(shape)) and _is_told(each, timely=timely)]
    if _weight(found) < 0.5 * total:
        reason = _unread(shapes, total, name)
        return stays_text(total, reason) if reason else None
    families = Counter[str]()
    for each in found:
        families[each.family] += each.shape.weight
    family, weight = families.most_common(1)[0]
    if weight < ENOUGH * total:
        return stays_text(total, reasons.partly_dates(name, weight / total))
    return _of_one_family([each for each in found if each.family == family], total, name)


def _is_told(each: Moments, *, timely: bool) -> bool:
    """Tell whether digits without any mark are dates: the header says so, and all of them exist."""
    if not _ALL_DIGITS.fullmatch(each.shape.text):
        return True
    if not timely:
        return False
    dates = each.dates()
    days = (exists(parts, "eight digits") for parts in dates)
    every = dates.total() == each.shape.weight  # those with an hour of 61 are not among the dates
    return every and all(day and EARLIEST <= day.year <= LATEST for day in days)


def _of_one_family(found: Sequence[Moments], total: int, name: str) -> Spelled:
    zoned = _weight(each for each in found if each.zoned)
    if (1 - ENOUGH) * total < zoned < ENOUGH * total:
        return stays_text(total, reasons.partly_zoned(name, zoned))
    with_zone = zoned >= ENOUGH * total
    found = [each for each in found if each.zoned == with_zone]
    clocks = [each for each in found if each.clock]
    meridiem = 2 * _weight(each for each in clocks if each.meridiem) > _weight(clocks)
    found = [each for each in found if not each.clock or each.meridiem == meridiem]
    time_of_day = with_zone or any(each.has_time_of_day() for each in found)
    first = found[0]
    spelling = Spelling(
        kind="time with zone" if with_zone else "time" if time_of_day else "date",
        wide=any(each.shape.wide for each in found),
        month_names="name" in first.family,
        short_years=any(each.short for each in found),
        meridiem=meridiem,
    )
    counts = sum((each.dates() for each in found), Counter[tuple[str, str, str]]())
    dates = Dates(
        counts=counts,
        family=first.family,
        example=first.example,
        clock=bool(clocks),
        meridiem=meridiem,
    )
    order = chosen(dates, total, name)
    if not isinstance(order, Chosen):
        return stays_text(total, order)
    readings = tuple(replace(spelling, order=each) for each in order.orders)
    if order.doubtful:
        return Spelled(others=readings, fits=total, values=total, reason=order.reason)
    return Spelled(
        best=readings[0], others=readings[1:], fits=order.fits, values=total, reason=order.reason
    )


def _weight(found: Iterable[Moments]) -> int:
    return sum(each.shape.weight for each in found)


def _unread(shapes: Sequence[Shape], total: int, name: str) -> Message | None:
    """Tell why values that look like dates are none: no year, or a zone with several meanings."""
    named = [each for each in shapes if re.search(r"[^\W\d_]{3}", each.text)]
    if sum(each.weight for each in named) < ENOUGH * total or len(named) > 1000:
        return None
    zones = [(each, m[1]) for each in named if (m := _NAMED_ZONE.fullmatch(each.text))]
    known = [each for each, text in zones if moments(each.part(each.values, text))]
    if sum(each.weight for each in known) >= ENOUGH * total:
        return reasons.unknown_zone(name, known[0].text.rsplit(" ", 1)[1])
    sign = "[ .,/-]{1,2}"
    day = "9{1,2}(?:st|nd|rd|th|\\.)?"
    yearless = re.compile(
        f"(?:{weekday_pattern()}{sign})?(?:{month_pattern()}{sign}{day}|{day}{sign}{month_pattern()}\\.?)"
    )
    without = [each for each in named if yearless.fullmatch(each.text)]
    if sum(each.weight for each in without) >= ENOUGH * total:
        return reasons.without_year(name, without[0].values[0][0])
    return None
