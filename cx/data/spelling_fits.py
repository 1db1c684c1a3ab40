"""Whether one text is written as a spelling says; the engine's SQL agrees, value by value."""

from __future__ import annotations

import re
from functools import lru_cache

from cx.data.spelling_form import NUMBERS, TIMES, Spelling
from cx.data.spelling_moments import exists
from cx.data.spelling_number_sql import number_pattern
from cx.data.spelling_readings import is_kept
from cx.data.spelling_time_sql import parts_pattern, time_pattern
from cx.data.spelling_words import TO_NARROW, UNSEEN
from cx.data.spelling_written import Style, core_of


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
    if not _expression(spelling).fullmatch(text):
        return False
    return is_kept(Style(spelling.decimal, spelling.thousands).number(core_of(text)))


def _is_time(spelling: Spelling, text: str) -> bool:
    if not _expression(spelling).fullmatch(text):
        return False
    if spelling.order.startswith(("serial", "unix")):
        return True
    found = _parts(spelling).match(text)
    return found is not None and exists((found[1], found[2], found[3]), spelling.order) is not None


@lru_cache(maxsize=256)
def _expression(spelling: Spelling) -> re.Pattern[str]:
    pattern = number_pattern if spelling.kind in NUMBERS else time_pattern
    return re.compile(pattern(spelling))


@lru_cache(maxsize=256)
def _parts(spelling: Spelling) -> re.Pattern[str]:
    return re.compile(parts_pattern(spelling))
