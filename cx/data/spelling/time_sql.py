"""Dates and times as they are written, in the engine's SQL.

The pattern of the spelling has to match; after that, the digits can be picked out in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cx.data.spelling.sql import cleaned, literal, matches, replaced
from cx.data.spelling.time_patterns import COUNTED, PM, time_pattern
from cx.data.spelling.words import BLANK, months, zones

if TYPE_CHECKING:
    from cx.data.spelling.form import Spelling

_ISO: Final = "[1-9]\\d{3}-\\d\\d-\\d\\d[T ](?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?"
_ISO_ZONE: Final = "(?:Z|[-+](?:0\\d|1[0-4])(?::?[0-5]\\d)?)"

# The digits in their order, and what begins with the hour.
_THREE: Final = "^(\\d+)\\D+(\\d+)\\D+(\\d+)(?:\\D+(\\d.*)?)?$"
_TWO: Final = "^\\D*(\\d+)\\D+(\\d+)(?:\\D+(\\d.*)?)?$"
_EIGHT: Final = "^(\\d{4})(\\d\\d)(\\d\\d)(?:[T ]?(\\d.*))?$"
_NO_LETTER: Final = f"-.,/0-9{BLANK[1:-1]}"
_NAME_BEHIND: Final = (
    f"\\d[{_NO_LETTER}]*(?:[^{_NO_LETTER}]{{1,2}}[{_NO_LETTER}]+)*([^{_NO_LETTER}]{{3,}})"
)
_NAME_BEFORE: Final = f"([^{_NO_LETTER}]{{3,}})[-.,/{BLANK[1:-1]}]*\\d"


def time_sql(spelling: Spelling, column: str) -> str:
    """Give the SQL of a date or time: DATE or TIMESTAMP, NULL where it is not written so."""
    text, pattern = cleaned(column, wide=spelling.wide), time_pattern(spelling)
    clean = f"WHEN {matches(column, pattern)} THEN {_value(spelling, column)}"
    other = f"WHEN {matches(text, pattern)} THEN {_value(spelling, text)}"
    return f"(CASE {_fast(spelling, column)} {clean} {other} END)"


def _fast(spelling: Spelling, column: str) -> str:
    """Give the branches for what the engine reads itself."""
    if spelling.order != "ymd" or spelling.meridiem or spelling.month_names:
        return ""
    if spelling.kind == "time with zone":
        stamp = f"make_timestamp(epoch_us(TRY_CAST({column} AS TIMESTAMPTZ)))"
        return f"WHEN {matches(column, _ISO + _ISO_ZONE)} THEN {stamp}"
    kind, length = ("DATE", 10) if spelling.kind == "date" else ("TIMESTAMP", 19)
    cast = f"TRY_CAST({column} AS {kind})"
    branch = (
        f"WHEN length({column}) = {length} AND {column} >= '1' "
        f"AND CAST({cast} AS VARCHAR) = {column} THEN {cast}"
    )
    iso = "" if spelling.kind == "date" else f" WHEN {matches(column, _ISO)} THEN {cast}"
    return f"{branch}{iso}"


def _value(spelling: Spelling, text: str) -> str:
    order, whole = spelling.order, spelling.kind == "date"
    if order in COUNTED:
        # Ten digits of seconds and six of their fractions: microseconds, without rounding.
        return f"make_timestamp(TRY_CAST(rpad(replace({text}, '.', ''), 16, '0') AS BIGINT))"
    if order.startswith("serial"):
        first = "1904-01-01" if order.endswith("1904") else "1899-12-30"
        if whole:
            return f"DATE '{first}' + TRY_CAST({text} AS INTEGER)"
        days = f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"
        return f"TIMESTAMP '{first}' + to_milliseconds(CAST(round({days} * 86400000) AS BIGINT))"
    if whole:
        return f"TRY_CAST({_years(spelling, _parts(spelling, text))} AS DATE)"
    return _stamp(spelling, text)


def _stamp(spelling: Spelling, text: str) -> str:
    """Give the SQL of a moment from its parts."""
    zoned = spelling.kind == "time with zone"
    parts = _years(spelling, _parts(spelling, _with_offset(text) if zoned else text))
    parts = _clock(spelling, parts)
    stamp = f"TRY_CAST({parts} AS {'TIMESTAMPTZ' if zoned else 'TIMESTAMP'})"
    if zoned:
        stamp = f"make_timestamp(epoch_us({stamp}))"
    if spelling.meridiem:
        noon = f"CASE WHEN regexp_matches({text}, {literal(PM)}) THEN 12 ELSE 0 END"
        stamp = f"({stamp} + to_hours({noon}))"
    return stamp


def _parts(spelling: Spelling, text: str) -> str:
    """Give the SQL of the date as the engine reads it, with the clock behind: 2024-1-31 9:05."""
    order = spelling.order
    if spelling.month_names:
        date, clock = ("\\1-#-\\2" if order == "ymd" else "\\2-#-\\1"), " \\3"
        parts = replaced(text, _TWO, date + ("" if spelling.kind == "date" else clock))
        return f"replace({parts}, '#', {_month(text, before=order == 'mdy')})"
    date = {"dmy": "\\3-\\2-\\1", "mdy": "\\3-\\1-\\2"}.get(order, "\\1-\\2-\\3")
    clock = "" if spelling.kind == "date" else " \\4"
    return replaced(text, _EIGHT if order == "eight digits" else _THREE, date + clock)


def _month(text: str, *, before: bool) -> str:
    """Give the SQL of the number of a month that is a word, before or behind the day."""
    names, numbers = zip(*months().items(), strict=True)
    name = f"regexp_extract({text}, {literal(_NAME_BEFORE if before else _NAME_BEHIND)}, 1)"
    place = f"list_position([{', '.join(map(literal, names))}], lower({name}))"
    return f"([{', '.join(literal(str(number)) for number in numbers)}])[{place}]"


def _years(spelling: Spelling, parts: str) -> str:
    """Give the SQL of a date in which years of two digits have four."""
    if not spelling.short_years:
        return parts
    return replaced(replaced(parts, "^(69|[7-9]\\d)-", "19\\1-"), "^(\\d\\d)-", "20\\1-")


def _clock(spelling: Spelling, parts: str) -> str:
    """Give the SQL of parts whose clock is as the engine reads it: 9:05:06.789+08:00."""
    zoned = spelling.kind == "time with zone"
    if spelling.order == "eight digits":
        parts = replaced(parts, " ?(?:UTC|GMT|UT)", "")
        parts = replaced(parts, " (\\d\\d):?(\\d\\d)?:?(\\d\\d)?", " \\1:\\2:\\3")
        parts = f"replace({parts}, '::', ':00:')"
    if spelling.meridiem or zoned:
        parts = replaced(parts, "(:\\d\\d(?:[.,]\\d+)?)[^-+0-9.,:]+", "\\1")
    if spelling.order == "ymd" and not spelling.month_names:
        parts = f"rtrim(translate({parts}, ',时時点點分秒', '.:::::'), ' :Uhr')"
    else:
        parts = f"rtrim(replace({parts}, ',', '.'), ' :Uhr')"
    if zoned:
        parts = replaced(parts, " (\\d+:\\d\\d):?([-+])", " \\1:00\\2")
        parts = replaced(parts, "([-+])(\\d)((?::\\d\\d)?)$", "\\10\\2\\3")
    return replaced(parts, " 12:", " 0:") if spelling.meridiem else parts


def _with_offset(text: str) -> str:
    """Give the SQL of a time whose zone, where it is a name, is written as an offset."""
    named = text
    for name, offset in zones().items():
        named = f"replace({named}, {literal(' ' + name)}, {literal(offset)})"
    utc = replaced(text, f"{BLANK}?(?:Z|z|UTC|GMT|UT)$", "+00:00")
    return f"CASE WHEN regexp_matches({text}, ' {_any_zone()}$') THEN {named} ELSE {utc} END"


def _any_zone() -> str:
    return f"(?:{'|'.join(zones())})"
