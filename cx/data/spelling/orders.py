"""Day first, month first or year first: what the dates of a whole column allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cx.data.spelling import reasons
from cx.data.spelling.form import ENOUGH, Order
from cx.data.spelling.moments import ORDERS, Family, exists
from cx.data.vocabulary import says
from cx.wording import Message

# A column of dates spans few years, and its days of the month go from 1 to 31: of two readings
# with years of two digits, that with the few years is right where the other has many.
FEW_YEARS: Final = 10
MANY_YEARS: Final = 15

Parts = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates of a column.

    Attributes:
        counts: how often each date occurs, by its three parts.
        family: how they are written.
        example: one of the values.
        clock: whether they have a time of day.
        meridiem: whether that has AM or PM.
    """

    counts: Counter[Parts]
    family: Family
    example: str
    clock: bool
    meridiem: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The order of day, month and year.

    Attributes:
        orders: the order, and after it others that are as possible.
        fits: how many values are dates in the first.
        reason: why, where that is worth telling.
        doubtful: whether they may be no dates at all.
    """

    orders: tuple[Order, ...]
    fits: int
    reason: Message | None = None
    doubtful: bool = False


def chosen(dates: Dates, total: int, name: str) -> Chosen | Message | None:
    """Choose the order of day, month and year, or tell why, if need be, the column stays text."""
    found = {order: _read(dates.counts, order) for order in ORDERS[dates.family]}
    if any(len(last) == 4 for _, _, last in dates.counts):
        found = {order: read for order, read in found.items() if len(found) == 1 or order != "ymd"}
    fits = {order: sum(dates.counts[parts] for parts in read) for order, read in found.items()}
    day = _only(dates.counts, found, "dmy", "mdy")
    month = _only(dates.counts, found, "mdy", "dmy")
    if day and month:
        return reasons.contradictory_dates(name, day, month)
    ruled_out = {"mdy"} if day else {"dmy"} if month else set()
    left = [o for o in found if fits[o] >= ENOUGH * total and o not in ruled_out]
    if not left:
        return reasons.partly_dates(name, max(fits.values()) / total)
    left = _by_years(found, left)
    orders = _different(found, _by_use(dates, found, left))
    doubtful = _may_be_codes(dates, name, decided=len(orders) == 1)
    reason = _reason(dates, name, orders, (day, month))
    if doubtful:
        reason = reasons.maybe_dates(name, dates.example)
    return Chosen(orders=orders, fits=fits[orders[0]], reason=reason, doubtful=doubtful)


def _read(counts: Counter[Parts], order: Order) -> dict[Parts, date]:
    return {parts: day for parts in counts if (day := exists(parts, order)) is not None}


def _only(
    counts: Counter[Parts], found: Mapping[Order, Mapping[Parts, date]], mine: Order, other: Order
) -> int:
    """Count the dates that exist in one order and not in the other."""
    if mine not in found or other not in found:
        return 0
    return sum(counts[parts] for parts in found[mine].keys() - found[other].keys())


def _by_years(found: Mapping[Order, Mapping[Parts, date]], left: list[Order]) -> list[Order]:
    """Leave out what makes days of the month into years."""
    if "ymd" not in left or len(left) == 1:
        return left
    span = {order: _years(found[order].values()) for order in left}
    others: list[Order] = [order for order in left if order != "ymd"]
    if span["ymd"] <= FEW_YEARS and all(span[order] > MANY_YEARS for order in others):
        return ["ymd"]
    if span["ymd"] > MANY_YEARS and any(span[order] <= FEW_YEARS for order in others):
        return others
    return left


def _years(days: Iterable[date]) -> int:
    years = {day.year for day in days}
    return max(years) - min(years)


def _by_use(
    dates: Dates, found: Mapping[Order, Mapping[Parts, date]], left: Sequence[Order]
) -> list[Order]:
    """Put the likely order first: few years; with AM and PM the month first, as in the USA."""
    american = dates.meridiem and "/" in dates.example
    usual: list[Order] = ["mdy", "dmy"] if american else ["dmy", "mdy"]
    ordered = sorted(left, key=lambda order: usual.index(order) if order in usual else len(usual))
    if "ymd" in left:
        ordered.sort(key=lambda order: _years(found[order].values()))
    return ordered


def _different(found: Mapping[Order, Mapping[Parts, date]], left: list[Order]) -> tuple[Order, ...]:
    """Leave out orders that give the same dates as the first."""
    first = found[left[0]]
    return (left[0], *(order for order in left[1:] if found[order] != first))


def _may_be_codes(dates: Dates, name: str, *, decided: bool) -> bool:
    """Tell whether 1.2.24 may be a version: two digits for the year, none with a leading zero."""
    if dates.family != "year last" or dates.clock or says(name, "time") or "/" in dates.example:
        return False
    short = all(len(last) == 2 for _, _, last in dates.counts)
    padded = all(len(first) == len(second) == 2 for first, second, _ in dates.counts)
    return short and not padded and (not decided or says(name, "variant"))


def _reason(
    dates: Dates, name: str, orders: tuple[Order, ...], only: tuple[int, int]
) -> Message | None:
    day, month = only
    if len(orders) > 1:
        return reasons.open_dates(name, dates.example)
    if dates.family != "year last":
        return None
    if orders == ("ymd",):
        return reasons.year_first(name)
    return (
        reasons.day_first(name, day) if day else reasons.month_first(name, month) if month else None
    )
