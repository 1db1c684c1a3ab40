"""Dates and times as they are written, as regular expressions for Python and the engine (RE2)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cx.data.spelling.words import BLANK, any_of, month_pattern, weekday_pattern, zones

if TYPE_CHECKING:
    from cx.data.spelling.form import Spelling

AM_OR_PM: Final = f"(?:[AaPp]\\.?{BLANK}?[Mm]\\.?|上午|下午|午前|午後|오전|오후)"
PM: Final = f"(?:[Pp]\\.?{BLANK}?[Mm]|下午|午後|오후)"

_GAP: Final = f"(?:T|,?{BLANK}{{1,3}}(?:(?:at|um|à|a las|kl\\.?|-){BLANK})?|:)"
_WEEKDAY: Final = f"(?:{BLANK}?[（(]?(?:星期|周|週)[一二三四五六日天][)）]?)?"

COUNTED: Final = {
    "unix": "[1-9]\\d{9}(?:\\.\\d{1,6})?",
    "unix ms": "[1-9]\\d{12}",
    "unix us": "[1-9]\\d{15}",
}


@lru_cache(maxsize=256)
def time_pattern(spelling: Spelling, *, loose: bool = False) -> str:
    """Return the regular expression of a whole date or time written so.

    Args:
        spelling: of the kind date, time or time with zone.
        loose: for the shape of values, where every digit is a 9: any digits count, and time of
            day, AM or PM and time zone may be there or not.
    """
    if spelling.order in COUNTED:
        return COUNTED[spelling.order]
    if spelling.order.startswith("serial"):
        fraction = f"(?:\\{spelling.decimal}\\d{{1,15}})?" if spelling.kind == "time" else ""
        return f"[1-9]\\d{{4}}{fraction}"
    clock = _clock_pattern(spelling, loose=loose)
    if spelling.order == "eight digits":
        return _run_together(spelling, clock, loose=loose)
    if loose:
        behind = f"{clock}{_zone_pattern(loose=True)}?"
    elif spelling.kind == "time with zone":
        behind = f"{clock}{_zone_pattern(loose=False)}"
    else:
        behind = clock
    needed = "" if spelling.kind == "time with zone" and not loose else "?"
    date, closed = _date_patterns(spelling, loose=loose)
    plain = f"{date}(?:{_GAP}{behind}){needed}"
    return f"(?:{plain}|{closed}(?:(?:{_GAP})?{behind}){needed})" if closed else plain


def _date_patterns(spelling: Spelling, *, loose: bool) -> tuple[str, str]:
    """Give the pattern of a date, and that of one whose end shows without a blank (31日10:20)."""
    year = "\\d{4}" if loose else "[1-9]\\d{3}"
    if spelling.short_years:
        year = f"(?:{year}|\\d{{2}})"
    if spelling.month_names:
        return _named_pattern(spelling.order, year), ""
    two, dot = "\\d{1,2}", f"\\.{BLANK}?"
    if spelling.order != "ymd":
        return f"{two}(?:/{two}/|-{two}-|{dot}{two}{dot}| {two} ){year}", ""
    signs = f"{year}(?:-{two}-|/{two}/|\\.{two}\\.){two}"
    korean = f"{year}\\.{BLANK}{two}\\.{BLANK}{two}\\.?"
    words = f"{year}{BLANK}?[年년]{BLANK}?{two}{BLANK}?[月월]{BLANK}?{two}"
    return f"(?:{signs}|{korean}|{words}){_WEEKDAY}", f"{words}{BLANK}?[日号號일]{_WEEKDAY}"


def _run_together(spelling: Spelling, clock: str, *, loose: bool) -> str:
    """Give the pattern of 20240131, 2024013110, 20240131102030 and 20240131T102030Z."""
    hour, sixty = ("\\d{2}", "\\d{2}") if loose else ("(?:[01]\\d|2[0-3])", "[0-5]\\d")
    year = "\\d{4}" if loose else "[1-9]\\d{3}"
    if spelling.kind == "date" and not loose:
        hour, sixty = "00", "00"
    zone = _zone_pattern(loose=loose)
    if spelling.kind == "time with zone" and not loose:
        return f"{year}\\d{{4}}[T ]?(?:{clock}|{hour}{sixty}(?:{sixty})?){zone}"
    parts = f"(?:{clock}|{hour}(?:{sixty}(?:{sixty})?)?)"
    return f"{year}\\d{{4}}(?:[T ]?{parts}{f'{zone}?' if loose else ''})?"


def _named_pattern(order: str, year: str) -> str:
    name = f"{month_pattern()}\\.?"
    sign = f"(?:{BLANK}{{1,2}}|[-/]|,{BLANK}?|{BLANK}?(?:de|del|of){BLANK})"
    ordinal = "\\d{1,2}(?:st|nd|rd|th|er|º|°)"
    weekday = f"(?:{weekday_pattern()}\\.?,?{BLANK})?"
    if order == "dmy":
        russian = f"(?:{BLANK}г\\.)?"
        return f"{weekday}(?:\\d{{1,2}}\\.?{sign}?|{ordinal}{sign}){name}{sign}?{year}{russian}"
    if order == "mdy":
        return f"{weekday}{name}{sign}?(?:\\d{{1,2}}|{ordinal}){sign}{year}"
    return f"{year}{sign}{name}{sign}\\d{{1,2}}"


def _clock_pattern(spelling: Spelling, *, loose: bool) -> str:
    """Give the pattern of a time of day; that of a date is midnight."""
    hour = "(?:0?\\d|1[0-2])" if spelling.meridiem else "(?:[01]?\\d|2[0-3])"
    minute, second, fraction = "[0-5]\\d", "[0-5]\\d", "\\d{1,9}"
    if loose:
        hour, minute, second = "\\d{1,2}", "\\d{2}", "\\d{2}"
    elif spelling.kind == "date":
        hour = "0?0"
        minute, second, fraction = "00", "00", "0{1,9}"
    clock = (
        f"(?:{hour}:{minute}(?::{second}(?:[.,]{fraction})?)?"
        f"|{hour}[时時点點]{minute}分(?:{second}秒)?)"
    )
    full = f"{clock}(?:{BLANK}Uhr)?"
    if not (loose or spelling.meridiem):
        return full
    either = f"(?:{AM_OR_PM}{BLANK}?{clock}|{clock}{BLANK}?{AM_OR_PM})"
    return f"(?:{either}|{full})" if loose else either


def _zone_pattern(*, loose: bool) -> str:
    hour, minute = ("\\d\\d", "\\d\\d") if loose else ("(?:0\\d|1[0-4])", "[0-5]\\d")
    offset = f"[-+]{hour}(?::?{minute})?"
    of_utc = f"(?:UTC|GMT|UT)(?:[-+](?:{hour}(?::?{minute})?|\\d(?::{minute})?))?"
    return f"(?:{BLANK}?(?:Z|z|{of_utc}|{offset})| {any_of(zones())})"
