"""What is said of how values are written, with an example each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cx.data.spelling.words import spellings_of_currency
from cx.wording import Message, msg

if TYPE_CHECKING:
    from cx.data.spelling.form import Spelling

_GROUPED: Final = {"": "1234", "indian": "1,23,456"}


def sentence_of(spelling: Spelling) -> Message:
    """Say how the values are written."""
    match spelling.kind:
        case "text":
            return msg("text, as it stands there")
        case "truth":
            return msg("yes or no (“{yes}”, “{no}”)", yes=spelling.yes, no=spelling.no)
        case "integer" | "decimal":
            return _numbers(spelling)
        case _:
            return _times(spelling)


def example_of(spelling: Spelling) -> str:
    """Return a value that is written so."""
    match spelling.kind:
        case "text":
            return ""
        case "truth":
            return spelling.yes
        case "integer" | "decimal":
            return _number(spelling)
        case _:
            return _time(spelling)


def _numbers(spelling: Spelling) -> Message:
    example = _number(spelling)
    if spelling.percent:
        return msg("percentages, kept as shares of 1 ({example})", example=example)
    if spelling.currency:
        return _amounts(spelling, example)
    if spelling.unit:
        return msg(
            "numbers with the unit “{unit}” ({example})", unit=spelling.unit, example=example
        )
    return _plain_numbers(spelling, example)


def _plain_numbers(spelling: Spelling, example: str) -> Message:
    if spelling.kind == "integer" and not spelling.thousands:
        return msg("whole numbers ({example})", example=example)
    if spelling.kind == "integer":
        return msg("whole numbers with a mark between the thousands ({example})", example=example)
    if spelling.decimal == ",":
        return msg("numbers with a comma before the decimals ({example})", example=example)
    return msg("numbers with a point before the decimals ({example})", example=example)


def _amounts(spelling: Spelling, example: str) -> Message:
    if spelling.bare:
        return msg(
            "amounts in {currency}, also where the currency is not named ({example})",
            currency=spelling.currency,
            example=example,
        )
    return msg("amounts in {currency} ({example})", currency=spelling.currency, example=example)


def _times(spelling: Spelling) -> Message:
    example = _time(spelling)
    if spelling.short_years:
        return _times_with_short_years(spelling, example)
    match spelling.order:
        case "ymd" | "eight digits":
            text = msg("dates with the year first ({example})", example=example)
        case "dmy":
            text = msg("dates with the day first ({example})", example=example)
        case "mdy":
            text = msg("dates with the month first ({example})", example=example)
        case "serial":
            text = msg("dates as numbers of a spreadsheet: days since 1900 ({example})",
                       example=example)  # fmt: skip
        case "serial 1904":
            text = msg("dates as numbers of a spreadsheet: days since 1904 ({example})",
                       example=example)  # fmt: skip
        case _:
            text = msg("times counted since 1970, in UTC ({example})", example=example)
    return text


def _times_with_short_years(spelling: Spelling, example: str) -> Message:
    if spelling.order == "ymd":
        return msg(
            "dates with the year first, in two digits: 00 to 68 are 2000 to 2068, 69 to 99 are "
            "1969 to 1999 ({example})",
            example=example,
        )
    if spelling.order == "dmy":
        return msg(
            "dates with the day first and years of two digits: 00 to 68 are 2000 to 2068, 69 to "
            "99 are 1969 to 1999 ({example})",
            example=example,
        )
    return msg(
        "dates with the month first and years of two digits: 00 to 68 are 2000 to 2068, 69 to 99 "
        "are 1969 to 1999 ({example})",
        example=example,
    )


def _number(spelling: Spelling) -> str:
    group = spelling.thousands
    whole = _GROUPED.get(group, f"1{group}234")
    number = whole if spelling.kind == "integer" else f"{whole}{spelling.decimal}5"
    if spelling.percent:
        return f"12{spelling.decimal}5 %"
    if spelling.currency:
        return f"{number} {spellings_of_currency(spelling.currency)[-1].upper()}"
    return f"{number} {spelling.unit}" if spelling.unit else number


def _time(spelling: Spelling) -> str:
    counted = {
        "serial": "45322",
        "serial 1904": "43860",
        "unix": "1706696430",
        "unix ms": "1706696430000",
        "unix us": "1706696430000000",
    }
    fraction = f"{spelling.decimal}5" if spelling.kind == "time" else ""
    if spelling.order in counted:
        return counted[spelling.order] + (fraction if "serial" in spelling.order else "")
    year = "24" if spelling.short_years else "2024"
    named = {"ymd": f"{year}-Jan-31", "dmy": f"31 Jan {year}", "mdy": f"Jan 31, {year}"}
    signs = {
        "ymd": f"{year}-01-31",
        "dmy": f"31/01/{year}",
        "mdy": f"01/31/{year}",
        "eight digits": "20240131",
    }
    date = (named if spelling.month_names else signs)[spelling.order]
    if spelling.kind == "date":
        return date
    clock = "10:20 AM" if spelling.meridiem else "10:20"
    return f"{date} {clock}+00:00" if spelling.kind == "time with zone" else f"{date} {clock}"
