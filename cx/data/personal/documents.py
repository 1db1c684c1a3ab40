"""Numbers of identity documents, bank accounts and payment cards in free text."""

from __future__ import annotations

import re
from typing import Final

from cx.data.personal.check_digits import (
    has_chinese_check_digit,
    iban_length,
    is_card,
    is_chinese_id,
    is_old_chinese_id,
)
from cx.data.personal.detector import (
    DESIGNATION,
    END,
    START,
    Detector,
    digits_of,
    unless_other,
    whole,
)


def _card(match: re.Match[str]) -> int | None:
    return unless_other(match) if is_card(digits_of(match)) else None


def _iban(match: re.Match[str]) -> int | None:
    length = iban_length(match.group())
    return None if length is None else match.start() + length


def _chinese_id(match: re.Match[str]) -> int | None:
    if not is_chinese_id(match.group()):
        return None
    return match.end() if has_chinese_check_digit(match.group()) else unless_other(match)


def _labelled_chinese_id(match: re.Match[str]) -> int | None:
    number = match["it"]
    return whole(match) if len(number) == 18 or is_old_chinese_id(number) else None


IBANS: Final = Detector(
    label="iban",
    pattern=re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}"),
    hint=r"[A-Za-z]{2}[0-9]{2}[ -]?[A-Za-z0-9][ -]?[A-Za-z0-9][ -]?[A-Za-z0-9][ -]?[A-Za-z0-9]"
    r"[ -]?[A-Za-z0-9]",
    settle=_iban,
)
CARDS: Final = tuple(
    Detector(label="card", pattern=re.compile(START + form + END), hint=hint, settle=_card)
    for form, hint in (
        (
            r"\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,4}(?:[ -]?\d{3})?",
            r"[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{5}",
        ),
        (r"\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{3})?", r"[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}"),
        (r"3\d{3}[ -]?\d{6}[ -]?\d{4,5}", r"3[0-9]{3}[ -]?[0-9]{6}[ -]?[0-9]{4}"),
    )
)
CHINESE_IDS: Final = (
    Detector(
        label="id",
        pattern=re.compile(rf"{START}[1-9]\d{{16}}[\dXx]{END}"),
        hint=r"[0-9]{17}",
        settle=_chinese_id,
    ),
    Detector(
        label="id",
        pattern=re.compile(
            rf"(?<!\[)(?:身份证|证件|identity|identification|(?<![A-Za-z])ID(?![A-Za-z])|citizen)"
            rf"{DESIGNATION}\(?"
            rf"(?P<it>[1-9](?:\d{{14}}|\d{{16}}[\dXx])){END}",
            re.IGNORECASE,
        ),
        hint=r"[0-9]{15}",
        settle=_labelled_chinese_id,
    ),
)
# Numbers that the authorities never give out are not taken (SSA; HMRC manual NIM39110).
NATIONAL_IDS: Final = (
    Detector(
        label="id",
        pattern=re.compile(rf"{START}(?!000|666|9\d\d)\d{{3}}-(?!00)\d\d-(?!0000)\d{{4}}{END}"),
        hint=r"[0-9]{3}-[0-9]{2}-[0-9]{4}",
        settle=unless_other,
    ),
    Detector(
        label="id",
        pattern=re.compile(
            rf"{START}(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?"
            rf"\d\d ?\d\d ?\d\d ?[A-D]{END}"
        ),
        hint=r"[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]",
        settle=unless_other,
    ),
    Detector(
        label="id",
        pattern=re.compile(
            rf"(?:(?<![A-Za-z])(?:passport|reisepass|passeport|pasaporte)|护照){DESIGNATION}\(?"
            rf"(?P<it>[A-Z]{{0,2}}\d{{6,9}}){END}",
            re.IGNORECASE,
        ),
        hint=r"(?:[pP][aA][sS][sS]?[eEaApP]|护照)[^0-9]*[0-9]{6}",
    ),
)
DOCUMENTS: Final = (IBANS, *CARDS, *CHINESE_IDS, *NATIONAL_IDS)
