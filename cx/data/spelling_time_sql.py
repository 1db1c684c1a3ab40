"""Dates and times as they are written, as regular expressions and as the engine's SQL.

`time_pattern` says whether a text is written so; `parts_pattern`, for texts that are, finds year,
month, day, hour, minute, second and offset. Both are read by Python and by the engine (RE2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cx.data.spelling_sql import cleaned, literal, matches, replaced
from cx.data.spelling_words import BLANK, any_of, month_pattern, months, weekday_pattern, zones

if TYPE_CHECKING:
    from cx.data.spelling_form import Spelling

AM_OR_PM: Final = f"(?:[AaPp]\\.?{BLANK}?[Mm]\\.?|上午|下午|午前|午後|오전|오후)"
PM: Final = f"(?:[Pp]\\.?{BLANK}?[Mm]|下午|午後|오후)"

_GAP: Final = f"(?:T|,?{BLANK}{{1,3}}(?:(?:at|um|à|a las|kl\\.?|-){BLANK})?|:)"
_WEEKDAY: Final = f"(?:{BLANK}?[（(]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
_DATE_SIGNS: Final = f"[-/.年년月월{BLANK[1:-1]}]"

_COUNTED: Final = {
    "unix": "[1-9]\\d{9}(?:\\.\\d{1,6})?",
    "unix ms": "[1-9]\\d{12}",
    "unix us": "[1-9]\\d{15}",
}


def time_pattern(spelling: Spelling, *, loose: bool = False) -> str:
    """Return the regular expression of a whole date or time written so.

    Args:
        spelling: of the kind date, time or time with zone.
        loose: for the shape of values, where every digit is a 9: any digits count, and time of
            day, AM or PM and time zone may be there or not.
    """
    if spelling.order in _COUNTED:
        return _COUNTED[spelling.order]
    if spelling.order.startswith("serial"):
        fraction = f"(?:\\{spelling.decimal}\\d{{1,15}})?" if spelling.kind == "time" else ""
        return f"[1-9]\\d{{4}}{fraction}"
    date = _date_pattern(spelling, loose=loose)
    gap = f"(?:{_GAP})?" if "日" in date else _GAP
    clock = _clock_pattern(spelling, loose=loose)
    if spelling.order == "eight digits":
        gap, clock = "[T ]?", f"(?:{clock}|\\d{{2}}(?:\\d{{2}}(?:\\d{{2}})?)?)"
    if loose:
        return f"{date}(?:{gap}{clock}{_zone_pattern(loose=True)}?)?"
    if spelling.kind == "time with zone":
        return f"{date}{gap}{clock}{_zone_pattern(loose=False)}"
    return f"{date}(?:{gap}{clock})?"


def parts_pattern(spelling: Spelling) -> str:
    """Return the expression whose seven groups are the parts of a date and time written so.

    The first three are those of the date in the order in which they stand; then hour, minute,
    second (to the microsecond) and offset.
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
    return f"^{date}(?:\\D*?{clock}{second})?[^-+\\d]*([-+]\\d{{1,2}}(?::?\\d{{2}})?)?\\D*$"


def time_sql(spelling: Spelling, column: str) -> str:
    """Give the SQL of a date or time: DATE or TIMESTAMP, NULL where it is not written so."""
    text = cleaned(column, wide=spelling.wide)
    fits = matches(text, time_pattern(spelling))
    return f"(CASE {_fast(spelling, column)} WHEN {fits} THEN {_value(spelling, text)} END)"


def _fast(spelling: Spelling, column: str) -> str:
    """Give the branch for what the engine writes back letter for letter."""
    if spelling.order != "ymd" or spelling.kind == "time with zone" or spelling.meridiem:
        return ""
    kind, length = ("DATE", 10) if spelling.kind == "date" else ("TIMESTAMP", 19)
    cast = f"TRY_CAST({column} AS {kind})"
    return (
        f"WHEN length({column}) = {length} AND {column} >= '1' "
        f"AND CAST({cast} AS VARCHAR) = {column} THEN {cast}"
    )


def _value(spelling: Spelling, text: str) -> str:
    order, whole = spelling.order, spelling.kind == "date"
    if order in _COUNTED:
        factor = {"unix": 1_000_000, "unix ms": 1000, "unix us": 1}[order]
        number = f"CAST(TRY_CAST({text} AS DECIMAL(22, 6)) AS DECIMAL(32, 6))"
        return f"make_timestamp(CAST({number} * {factor} AS BIGINT))"
    if order.startswith("serial"):
        first = "1904-01-01" if order.endswith("1904") else "1899-12-30"
        if whole:
            return f"DATE '{first}' + TRY_CAST({text} AS INTEGER)"
        days = f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"
        return f"TIMESTAMP '{first}' + to_milliseconds(CAST(round({days} * 86400000) AS BIGINT))"
    stamp = _stamp(spelling, text)
    return f"CAST({stamp} AS DATE)" if whole else stamp


def _stamp(spelling: Spelling, text: str) -> str:
    """Give the SQL of a moment from its parts."""
    zoned = spelling.kind == "time with zone"
    parts = _parts(spelling, _with_offset(text) if zoned else text)
    if spelling.short_years:
        late = replaced(parts, "^(69|[7-9]\\d)-", "19\\1-")
        parts = replaced(late, "^(\\d\\d)-", "20\\1-")
    if spelling.meridiem:
        parts = replaced(parts, " 12:", " 0:")
    stamp = f"TRY_CAST({parts} AS {'TIMESTAMPTZ' if zoned else 'TIMESTAMP'})"
    if zoned:
        stamp = f"make_timestamp(epoch_us({stamp}))"
    if spelling.meridiem:
        noon = f"CASE WHEN regexp_matches({text}, {literal(PM)}) THEN 12 ELSE 0 END"
        stamp = f"({stamp} + to_hours({noon}))"
    return stamp


def _parts(spelling: Spelling, text: str) -> str:
    """Give the SQL of the parts as the engine reads them: 2024-1-31 9:05:06+08:00."""
    pattern, order = parts_pattern(spelling), spelling.order
    clock = "\\4:\\5:\\6\\7"
    at = {"ymd": (1, 2, 3), "dmy": (3, 2, 1), "mdy": (3, 1, 2), "eight digits": (1, 2, 3)}
    year, month, day = at[order]
    if spelling.month_names:
        parts = (
            f"{replaced(text, pattern, f'\\{year}-')} || {_month(text, pattern, month)} || "
            f"{replaced(text, pattern, f'-\\{day} {clock}')}"
        )
    else:
        parts = replaced(text, pattern, f"\\{year}-\\{month}-\\{day} {clock}")
    parts = f"rtrim(replace({parts}, ',', '.'), ' :')"
    if order == "eight digits":
        return replaced(parts, " (\\d\\d)$", " \\1:00")
    if spelling.kind == "time with zone":
        seconds = replaced(parts, ":([-+])", ":00\\1")
        return replaced(seconds, "([-+])(\\d)((?::\\d\\d)?)$", "\\10\\2\\3")
    return parts


def _month(text: str, pattern: str, group: int) -> str:
    """Give the SQL of the number of a month that is a word."""
    names, numbers = zip(*months().items(), strict=True)
    place = (
        f"list_position([{', '.join(map(literal, names))}], "
        f"lower(regexp_extract({text}, {literal(pattern)}, {group})))"
    )
    return f"([{', '.join(map(str, numbers))}])[{place}]"


def _with_offset(text: str) -> str:
    """Give the SQL of a time whose zone, where it is a name, is written as an offset."""
    for name, offset in zones().items():
        text = f"replace({text}, {literal(' ' + name)}, {literal(offset)})"
    return replaced(text, f"{BLANK}?[(]?(?:Z|z|UTC|GMT|UT)[)]?$", "+00:00")


def _date_pattern(spelling: Spelling, *, loose: bool) -> str:
    if spelling.order == "eight digits":
        return "\\d{8}"
    year = "\\d{4}" if loose else "[1-9]\\d{3}"
    if spelling.short_years:
        year = f"(?:{year}|\\d{{2}})"
    if spelling.month_names:
        return _named_pattern(spelling.order, year)
    two, dot = "\\d{1,2}", f"\\.{BLANK}?"
    if spelling.order == "ymd":
        signs = f"-{two}-|/{two}/|\\.{two}\\."
        chinese = f"{year}{BLANK}?[年년]{BLANK}?{two}{BLANK}?[月월]{BLANK}?{two}{BLANK}?[日号號일]?"
        korean = f"{year}\\.{BLANK}{two}\\.{BLANK}{two}\\.?"
        return f"(?:{year}(?:{signs}){two}|{korean}|{chinese}){_WEEKDAY}"
    return f"{two}(?:/{two}/|-{two}-|{dot}{two}{dot}| {two} ){year}"


def _named_pattern(order: str, year: str) -> str:
    name = f"{month_pattern()}\\.?"
    sign = f"(?:{BLANK}{{1,2}}|[-/]|,{BLANK}?|{BLANK}?(?:de|del|of){BLANK})"
    day = "\\d{1,2}(?:st|nd|rd|th|er|º|°|\\.)?"
    weekday = f"(?:{weekday_pattern()}\\.?,?{BLANK})?"
    if order == "dmy":
        return f"{weekday}{day}{sign}?{name}{sign}?{year}"
    if order == "mdy":
        return f"{weekday}{name}{sign}?{day}{sign}{year}"
    return f"{year}{sign}{name}{sign}{day}"


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
        f"|{hour}[时時点點]{BLANK}?{minute}分(?:{BLANK}?{second}秒)?)"
    )
    if not (loose or spelling.meridiem):
        return clock
    either = f"(?:{AM_OR_PM}{BLANK}?{clock}|{clock}{BLANK}?{AM_OR_PM})"
    return f"(?:{either}|{clock})" if loose else either


def _zone_pattern(*, loose: bool) -> str:
    hour, minute = ("\\d\\d", "\\d\\d") if loose else ("(?:0\\d|1[0-4])", "[0-5]\\d")
    offset = f"[-+]{hour}(?::?{minute})?"
    of_utc = f"(?:UTC|GMT|UT)(?:[-+](?:{hour}|\\d)(?::?{minute})?)?"
    return f"(?:{BLANK}?[(]?(?:Z|z|{of_utc}|{offset})[)]?| {any_of(zones())})"
