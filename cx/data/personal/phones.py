"""Telephone numbers in free text, by their shape or by the word before them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from cx.data.personal.detector import (
    DESIGNATION,
    END,
    START,
    Detector,
    digits_of,
    unless_other,
)

_EXTENSION: Final = r"(?:-\d{1,5}|\s?(?:ext\.?|转|x)\s?\d{1,5})?"
_WORD: Final = (
    r"(?:(?<![A-Za-z])(?:tel(?:ephone|efon(?:nummer)?|[eé]fono|[eé]phone)?|phone|mobile|cell(?:phone)?|whatsapp"
    r"|fax|handy(?:nummer)?|m[oó]vil|portable|call|ring|text|reach|contact|dial|appelez)"
    r"(?:\s+(?:me|us|him|her|them))?|电话|手机|座机|致电|拨打|联系)"
)
_COMPACT_DATE: Final = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4,6})?"
)
_WRITTEN_DATE: Final = re.compile(
    r"(?:\d{1,2}([-./ ])\d{1,2}\1\d{2,4}|\d{4}([-./ ])\d{1,2}\2\d{1,2})(?:[ T]\d.*)?"
)


def _international(match: re.Match[str]) -> int | None:
    """Take a country code and a number: 9 to 15 digits (ITU E.164), 11 in North America."""
    digits = digits_of(match).removeprefix("00")
    fitting = len(digits) == 11 if digits[0] == "1" else 9 <= len(digits) <= 15
    return unless_other(match) if fitting and not digits.endswith("00000") else None


def _labelled(match: re.Match[str]) -> int | None:
    """Take 7 to 15 digits after a word for a telephone, unless they are a date."""
    digits = digits_of(match)
    is_date = _COMPACT_DATE.fullmatch(digits) or _WRITTEN_DATE.fullmatch(match["it"])
    return unless_other(match) if not is_date and 7 <= len(digits) <= 15 else None


def _phone(
    form: str, hint: str, settle: Callable[[re.Match[str]], int | None] = unless_other
) -> Detector:
    pattern = re.compile(START + form + _EXTENSION + END)
    return Detector(label="phone", pattern=pattern, hint=hint, settle=settle)


PHONES: Final = (
    Detector(
        label="phone",
        pattern=re.compile(
            rf"(?<!\[){_WORD}{DESIGNATION}\(??"
            r"(?P<it>\+?(?:\(\+?\d{1,5}\)[ ./-]?)?\d[\d ()./-]{3,20}\d)(?!\d)",
            re.IGNORECASE,
        ),
        hint=r"(?i:tel|phone|mobile|cell|whatsapp|fax|handy|m[oó]vil|portable|call|ring|text"
        r"|reach|contact|dial|appelez|电话|手机|座机|致电|拨打|联系)"
        r"[^0-9]*[0-9][0-9 ()./-]{5,}[0-9]",
        settle=_labelled,
    ),
    Detector(
        label="phone",
        pattern=re.compile(
            r"(?<![\d+])(?:\+ ?|00(?=[1-9]\d{0,2}[ .()-]))[1-9]\d{0,2}"
            rf"(?:[ ./-]{{0,2}}(?:\d{{1,12}}|\(\d{{1,5}}\))){{1,6}}{_EXTENSION}(?!\d)"
        ),
        hint=r"\+ ?[1-9][0-9 .()/-]{5,}[0-9]|00[1-9][0-9]{0,2}[ .()-]",
        settle=_international,
    ),
    # China: mobile numbers start with 13–19, landlines with an area code or 400/800.
    _phone(
        r"(?:86[ -]?)?1[3-9]\d[ .-]?\d{4}[ .-]?\d{4}", r"1[3-9][0-9][ .-]?[0-9]{4}[ .-]?[0-9]{4}"
    ),
    _phone(
        r"(?:\(0[1-9]\d{1,2}\)|0[1-9]\d{1,2})[ -]?\d{3,4}[ -]?\d{4}",
        r"0[1-9][0-9]{1,2}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{4}",
    ),
    _phone(r"[48]00[ -]\d{3}[ -]?\d{4}", r"[48]00[ -][0-9]{3}[ -]?[0-9]{4}"),
    # North America, with an area code.
    _phone(
        r"(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])\d{3}[ .-]\d{4}",
        r"[2-9][0-9]{2}(?:\) ?|[ .-])[0-9]{3}[ .-][0-9]{4}",
    ),
    # France in pairs; Germany and its neighbours with an area code; Brazil.
    _phone(r"0[1-9](?P<gap>[ .-]?)\d\d(?:(?P=gap)\d\d){3}", r"0[1-9](?:[ .-]?[0-9]{2}){4}"),
    _phone(
        r"\(?0[1-9]\d{1,3}\)?(?: ?[ /-] ?)\d{2,4}(?:[ -]?\d{2,4}){1,3}",
        r"0[1-9][0-9]{1,3}\)? ?[ /-] ?[0-9]{2,4}[ -]?[0-9]{2}",
        settle=lambda match: unless_other(match) if 9 <= len(digits_of(match)) <= 13 else None,
    ),
    _phone(r"0[1-9]-\d{8}", r"0[1-9]-[0-9]{8}"),
    _phone(r"\([1-9]\d\) ?9?\d{4}-\d{4}", r"\([1-9][0-9]\) ?9?[0-9]{4}-[0-9]{4}"),
)
