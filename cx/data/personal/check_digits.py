"""Numbers that prove themselves: by a check digit, a birth date within, a length by country."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

# Divisions of China that an identity number starts with (GB/T 2260).
_PROVINCES: Final = frozenset(
    str(code)
    for codes in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(codes[0], codes[1] + 1)
)
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS: Final = "10X98765432"
# Born before this year, an identity number is believed even if its check digit is wrong: numbers
# of orders carry dates too, but none so old.
_SURELY_A_BIRTH: Final = 2005

# Length by country, from the register of IBAN formats (ISO 13616).
_IBAN_LENGTHS: Final = {
    country: int(length)
    for length, countries in {
        "15": "NO",
        "16": "BE",
        "18": "DK FI FO GL NL SD",
        "19": "MK SI",
        "20": "AT BA EE KZ LT LU MN XK",
        "21": "CH HR LI LV",
        "22": "BG BH CR DE GB GE IE ME RS VA",
        "23": "AE GI IL IQ OM SO TL",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG",
        "25": "LY PT ST",
        "26": "IS TR",
        "27": "BI DJ FR GR IT MC MR SM",
        "28": "AL AZ BY CY DO GT HU LB NI PL SV",
        "29": "BR EG PS QA UA",
        "30": "JO KW MU YE",
        "31": "MT SC",
        "32": "LC",
        "33": "RU",
    }.items()
    for country in countries.split()
}
# First digits of payment cards: Visa, Mastercard, American Express, Discover, JCB, Diners Club,
# UnionPay.
_CARD: Final = re.compile(
    r"(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}"
    r"|62\d{14,17})"
)


def is_chinese_id(digits: str) -> bool:
    """Tell whether 18 signs are an identity number of China (GB 11643).

    Its place and its date of birth have to exist; the check digit has to be right unless the
    date is one that only a birth can have.

    >>> is_chinese_id("11010519491231002X"), is_chinese_id("202401311234567890")
    (True, False)
    """
    born = _day(digits[6:14])
    if digits[:2] not in _PROVINCES or born is None or not 1880 <= born.year <= _this_year():
        return False
    return born.year < _SURELY_A_BIRTH or has_chinese_check_digit(digits)


def has_chinese_check_digit(digits: str) -> bool:
    """Tell whether the last of 18 signs fits the others (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _ID_WEIGHTS, strict=True))
    return digits[17].upper() == _ID_CHECKS[total % 11]


def is_old_chinese_id(digits: str) -> bool:
    """Tell whether 15 digits may be an identity number of China as it was until 1999.

    It has no check digit: only place and date of birth can be looked at.
    """
    return digits[:2] in _PROVINCES and _day("19" + digits[6:12]) is not None


def is_card(digits: str) -> bool:
    """Tell whether digits are the number of a payment card: known first digits, Luhn (ISO 7812).

    >>> is_card("4111111111111111"), is_card("4111111111111112")
    (True, False)
    """
    if not _CARD.fullmatch(digits):
        return False
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    total = sum(int(digit) for digit in digits[-1::-2])
    return (total + sum(value - 9 if value > 9 else value for value in doubled)) % 10 == 0


def iban_length(text: str) -> int | None:
    """Return how many signs of `text`, spaces included, are an IBAN at its start; None if none are.

    >>> iban_length("GB82 WEST 1234 5698 7654 32 THANKS")
    27
    """
    needed = _IBAN_LENGTHS.get(text[:2].upper())
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    if needed is None or len(places) < needed:
        return None
    signs = "".join(text[place] for place in places[:needed]).upper()
    rest = int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97
    return places[needed - 1] + 1 if rest == 1 else None


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _this_year() -> int:
    return date.today().year  # noqa: DTZ011 - a day more or less does not matter
