"""Whether one text is written as a spelling says; the engine's SQL agrees, value by value."""

from __future__ import annotations

from cx.data.spelling.form import NUMBERS, TIMES, Spelling
from cx.data.spelling.moments import exists, parts_pattern
from cx.data.spelling.number_sql import number_pattern
from cx.data.spelling.readings import is_kept
from cx.data.spelling.sql import compiled
from cx.data.spelling.time_patterns import time_pattern
from cx.data.spelling.words import TO_NARROW, UNSEEN
from cx.data.spelling.written import Style, core_of


def fits(spelling: Spelling, text: str) -> bool:
    """Tell whether a text is written so and has a value.

    >>> fits(Spelling(kind="date", order="dmy"), "31/02/2024")
    False
    """
    if spelling.wide:
        text = text.translate(TO_NARROW)
    text = text.strip(UNSEEN)
    if spelling.kind in NUMBERS:
        return _is_number(spelling, text)
    if spelling.kind in TIMES:
        return _is_time(spelling, text)
    return spelling.kind == "text" or text.lower() in {spelling.yes, spelling.no}


def _is_number(spelling: Spelling, text: str) -> bool:
    if not compiled(number_pattern(spelling)).fullmatch(text):
        return False
    number = Style(spelling.decimal, spelling.thousands).number(core_of(text))
    return is_kept(f"{number}e-2" if spelling.percent else number)


def _is_time(spelling: Spelling, text: str) -> bool:
    if not compiled(time_pattern(spelling)).fullmatch(text):
        return False
    if spelling.order.startswith(("serial", "unix")):
        return True
    found = compiled(parts_pattern(spelling)).match(text)
    return found is not None and exists((found[1], found[2], found[3]), spelling.order) is not None
