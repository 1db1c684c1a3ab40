"""Columns of numbers, dates, answers and identifiers in every spelling people export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from tests.data.hostile.layout import Layout
from tests.data.hostile.truth import Case, Column, Truth, of

JAN, FEB, DEC = date(2024, 1, 31), date(2024, 2, 1), date(2023, 12, 24)


def _at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 -- as the file writes it


def spelled(
    name: str, texts: Sequence[str], values: Sequence[Any] | None = None, **settings: Any
) -> tuple[Column, Truth]:
    """Return a column under test and the truth of the file that holds it beside words."""
    column = of(name, texts, values, **settings)
    return column, Layout().truth((_words(len(texts)), column))


def _words(count: int) -> Column:
    return of("place", [("Rome", "Oslo", "Bern")[n % 3] for n in range(count)])


def _cases(group: str, found: dict[str, tuple[Any, ...]], **settings: Any) -> Iterator[Case]:
    for what, (name, texts, values, *further) in found.items():
        extra = {**settings, **(further[0] if further else {})}
        says = extra.pop("says", ())
        column, truth = spelled(name, texts, values, **extra)
        columns = (_words(len(texts)), column)
        yield Case(
            id=f"{group}-{what}", make=Layout().maker(columns), truths=(truth.but(says=says),)
        )


def numbers() -> Iterator[Case]:
    """Numbers that can be read in one way only."""
    yield from _cases("number", _NUMBERS, kind="number", near=True)


_NUMBERS: Final[dict[str, tuple[Any, ...]]] = {
    "plain": ("n", ["1", "-2", "30"], [1, -2, 30]),
    "decimal point": ("n", ["1.5", "-0.25", "30.125", ".5"], [1.5, -0.25, 30.125, 0.5]),
    "decimal comma": ("n", ["1,5", "-0,25", "30,1", "2,75"], [1.5, -0.25, 30.1, 2.75]),
    "decimal comma and thousands": (
        "n", ["1.234,5", "12", "1.234.567,89"], [1234.5, 12.0, 1234567.89]),
    "point and thousands": ("n", ["1,234.5", "12", "1,234,567.89"], [1234.5, 12.0, 1234567.89]),
    "thousands in several groups": ("n", ["1,234,567", "12", "9,876"], [1234567, 12, 9876]),
    "thousands in several groups of points": ("n", ["1.234.567", "12", "9.876"],
                                              [1234567, 12, 9876]),
    "thousands with spaces": ("n", ["1 234", "12", "1 234 567"], [1234, 12, 1234567]),
    "thousands with no-break spaces": ("n", ["1\xa0234,5", "12"], [1234.5, 12.0]),
    "thousands with thin spaces": ("n", ["1\u202f234,5", "12,25"], [1234.5, 12.25]),
    "thousands with apostrophes": ("n", ["1'234.50", "12.00"], [1234.5, 12.0]),
    "thousands with typographic apostrophes": ("n", ["1’234.50", "12.00"], [1234.5, 12.0]),
    "lakhs and crores": ("n", ["1,23,456.78", "12,34,56,789.00", "5.00"],
                         [123456.78, 123456789.0, 5.0]),
    "euro after": ("n", ["1.299,00 €", "15,50 €", "-3,00 €"], [1299.0, 15.5, -3.0]),
    "euro before": ("n", ["€1,299.00", "€15.50", "-€3.00"], [1299.0, 15.5, -3.0]),
    "dollar": ("n", ["$1,299.00", "$15.5", "$-3.00"], [1299.0, 15.5, -3.0]),
    "pound": ("n", ["£1,299.00", "£15.50"], [1299.0, 15.5]),
    "rupee": ("n", ["₹1,23,456.00", "₹15.50"], [123456.0, 15.5]),
    "yuan sign": ("n", ["¥1,299.00", "¥15.50"], [1299.0, 15.5]),
    "yuan of full width": ("n", ["￥1299.00", "￥15.50"], [1299.0, 15.5]),
    "yuan in words": ("n", ["1299.00元", "15.50元"], [1299.0, 15.5]),
    "a currency's letters": ("n", ["EUR 1,299.00", "EUR 15.50"], [1299.0, 15.5]),
    "a currency's letters after": ("n", ["1299.00 USD", "15.50 USD"], [1299.0, 15.5]),
    "Swiss francs": ("n", ["CHF 1'299.00", "CHF 15.50"], [1299.0, 15.5]),
    "real": ("n", ["R$ 1.299,00", "R$ 15,50"], [1299.0, 15.5]),
    "percent": ("n", ["12%", "7.5%", "100%", "0%"], [0.12, 0.075, 1.0, 0.0]),
    "percent with comma and space": ("n", ["12,5 %", "7,25 %"], [0.125, 0.0725]),
    "percent below zero": ("n", ["-12.5%", "+3%"], [-0.125, 0.03]),
    "full width": ("n", ["１２", "３４５", "６"], [12, 345, 6]),
    "full width with a point": ("n", ["１２．５", "３４５．０"], [12.5, 345.0]),
    "exponents": ("n", ["1e3", "2.5E-2", "1.0E+05"], [1000.0, 0.025, 100000.0]),
    "a plus before": ("n", ["+5", "-3", "+0.5"], [5.0, -3.0, 0.5]),
    "spaces around": ("n", [" 5", "7 ", " 12 "], [5, 7, 12]),
    "17 digits": ("n", ["0.12345678901234568", "1234567.8901234567"],
                  [0.12345678901234568, 1234567.8901234567], {"near": False}),
    "whole beyond 2^53": ("n", ["9007199254740993", "9007199254740995"],
                          [9007199254740993, 9007199254740995], {"typing": "may"}),
    "tiny and huge": ("n", ["5e-324", "1.7976931348623157e308"],
                      [5e-324, 1.7976931348623157e308], {"near": False}),
    "empty between": ("n", ["1", "", "3", ""], [1, None, 3, None]),
    "NA between": ("n", ["1.5", "NA", "3", "N/A", "-"], [1.5, None, 3.0, None, None]),
    "errors of a spreadsheet between": ("n", ["1.5", "#N/A", "3", "#DIV/0!", "#REF!"],
                                        [1.5, None, 3.0, None, None]),
}  # fmt: skip


def numbers_that_may_stay() -> Iterator[Case]:
    """Spellings for which text is an answer as good as the number, and any other number wrong."""
    yield from _cases("number or text", _LEFT_ALONE, kind="number", typing="may", near=True)


_LEFT_ALONE: Final[dict[str, tuple[Any, ...]]] = {
    "minus of typesetters": ("n", ["−5", "3", "−0.5"], [-5.0, 3.0, -0.5]),
    "negative in brackets": ("n", ["(123.45)", "99.00", "(1,000.00)"], [-123.45, 99.0, -1000.0]),
    "minus behind": ("n", ["123.45-", "99.00", "5.00-"], [-123.45, 99.0, -5.0]),
    "point at the end": ("n", ["5.", "7.", "12."], [5.0, 7.0, 12.0]),
    "Arabic digits": ("n", ["١٢", "٣٤٥"], [12, 345]),
    "a number that overflows": ("n", ["1e400", "5", "7"], ["1e400", 5, 7]),
    "too many digits for a number": ("n", ["1" * 400, "5", "7"], ["1" * 400, 5, 7]),
    "currencies mixed": ("n", ["€5.00", "$7.00", "£1.00"], ["€5.00", "$7.00", "£1.00"]),
    "percent among numbers": ("n", ["5%", "7", "12"], ["5%", 7, 12]),
    "one unit, which is said": ("n", ["5 kg", "7 kg", "12 kg"], [5, 7, 12], {"says": ("kg",)}),
    "units mixed": ("n", ["5 kg", "7 g", "12 kg"], ["5 kg", "7 g", "12 kg"]),
    "so many of five, which is said": ("n", ["4/5", "3/5", "5/5"], [4, 3, 5], {"says": ("4/5",)}),
    "thousands as letters": ("n", ["5k", "7k", "1.2M"], ["5k", "7k", "1.2M"]),
    "both marks both ways": ("n", ["1,234.56", "1.234,56", "12"], ["1,234.56", "1.234,56", 12]),
    "broken groups": ("n", ["1,23", "12,3456", "1,2,3"], ["1,23", "12,3456", "1,2,3"]),
    "underlines": ("n", ["1_000", "2_000"], ["1_000", "2_000"]),
    "hexadecimal": ("n", ["0x1F", "0x2A"], ["0x1F", "0x2A"]),
    "infinity and nan": ("n", ["inf", "-inf", "5"], ["inf", "-inf", 5]),
    "approximate": ("n", ["~5", ">10", "<3"], ["~5", ">10", "<3"]),
    "fractions": ("n", ["1/2", "3/4", "4/5"], ["1/2", "3/4", "4/5"]),
    "vulgar fractions": ("n", ["½", "¼", "²"], ["½", "¼", "²"]),
    "digits in circles": ("n", ["①", "②", "③"], ["①", "②", "③"]),
}  # fmt: skip


def numbers_to_ask_about() -> Iterator[Case]:
    """One mark, three digits behind it, everywhere: thousands or decimals, nobody can tell."""
    asked = {"kind": "number", "typing": "asked"}
    for what, texts, one, other in (
        ("commas", ["1,234", "5,678", "9,012"], [1234, 5678, 9012], [1.234, 5.678, 9.012]),
        ("points", ["1.234", "5.678", "9.012"], [1.234, 5.678, 9.012], [1234, 5678, 9012]),
        ("commas and small numbers", ["1,234", "12", "999"], [1234, 12, 999], [1.234, 12, 999]),
        ("euros", ["1.234 €", "5.678 €"], [1234, 5678], [1.234, 5.678]),
    ):
        column, truth = spelled("amount", texts, one, other=tuple(other), **asked)
        yield Case(
            id=f"thousands or decimals-{what}",
            make=Layout().maker((_words(len(texts)), column)),
            truths=(truth,),
        )


def identifiers() -> Iterator[Case]:
    """Digits that are no quantity: every one of them has to stay."""
    yield from _cases("identifier", {k: (n, t, None) for k, (n, t) in _IDENTIFIERS.items()})


_IDENTIFIERS: Final[dict[str, tuple[str, list[str]]]] = {
    "leading zeros": ("code", ["00123", "00007", "10000"]),
    "leading zeros, no telling name": ("x", ["0123", "0456", "0789"]),
    "20 digits": ("x", ["12345678901234567890", "12345678901234567891"]),
    "19 digits": ("order no", ["9223372036854775807", "9223372036854775806"]),
    "60 digits": ("x", ["1" * 60, "2" * 60]),
    "phone with plus": ("phone", ["+491701234567", "+33612345678"]),
    "phone with spaces": ("phone", ["030 1234567", "089 7654321"]),
    "phone in brackets": ("phone", ["(030) 1234567", "(089) 7654321"]),
    "Chinese mobile": ("手机号", ["13800138000", "13900139000"]),
    "Chinese ID": ("身份证", ["11010519491231002X", "440524188001010014"]),
    "IBAN": ("iban", ["DE89370400440532013000", "GB82WEST12345698765432"]),
    "card in groups": ("card number", ["4111 1111 1111 1111", "5500 0000 0000 0004"]),
    "exponent-like": ("sku", ["1E5", "2E7", "3E9"]),
    "version": ("version", ["1.2.3", "1.10.0", "2.0.1"]),
    "IP address": ("ip", ["10.0.0.1", "192.168.1.20"]),
    "UUID of digits": ("uuid", ["12345678-1234-1234-1234-123456789012", "a-1"]),
    "postal code": ("zip", ["01069", "80331"]),
    "ISBN": ("isbn", ["978-3-16-148410-0", "3-16-148410-X"]),
    "age group": ("age", ["18-24", "25-34", "35-44"]),
    "small range": ("items", ["1-2", "3-5", "10-12"]),
    "money range": ("income", ["$0 - $24,999", "$25,000 - $49,999"]),
    "season": ("season", ["2023/24", "2024/25"]),
    "clock": ("at", ["10:30", "18:45"]),
    "semantic dates": ("quarter", ["Q1 2024", "Q2 2024"]),
    "coordinates": ("point", ["52.5200, 13.4050", "48.1351, 11.5820"]),
    "formulas": ("x", ["=1+1", "+A1", "-A1", "@SUM(A1)"]),
    "apostrophe first": ("x", ["'00123", "'00456"]),
}  # fmt: skip


def dates() -> Iterator[Case]:
    """Dates that can be read in one way only."""
    yield from _cases("date", _DATES, kind="date")
    yield from _cases("time", _TIMES, kind="time")


_DATES: Final[dict[str, tuple[Any, ...]]] = {
    "ISO": ("date", ["2024-01-31", "2024-02-01", "2023-12-24"], [JAN, FEB, DEC]),
    "year first, slashes": ("date", ["2024/1/31", "2024/2/1", "2023/12/24"], [JAN, FEB, DEC]),
    "year first, points": ("date", ["2024.01.31", "2024.02.01"], [JAN, FEB]),
    "Chinese": ("日期", ["2024年1月31日", "2024年2月1日"], [JAN, FEB]),
    "eight digits": ("date", ["20240131", "20240201"], [JAN, FEB]),
    "day first, slashes": ("date", ["31/01/2024", "01/02/2024", "24/12/2023"], [JAN, FEB, DEC]),
    "day first, points": ("Datum", ["31.01.2024", "01.02.2024", "24.12.2023"], [JAN, FEB, DEC]),
    "day first, short": ("date", ["31/1/2024", "1/2/2024"], [JAN, FEB]),
    "day first, dashes": ("date", ["31-01-2024", "01-02-2024"], [JAN, FEB]),
    "month first": ("date", ["01/31/2024", "02/01/2024", "12/24/2023"], [JAN, FEB, DEC]),
    "month first, short": ("date", ["1/31/2024", "2/1/2024"], [JAN, FEB]),
    "with empty ones": ("date", ["2024-01-31", "", "2024-02-01", ""], [JAN, None, FEB, None]),
    "before 1900": ("date", ["1815-06-18", "1789-07-14"], [date(1815, 6, 18), date(1789, 7, 14)]),
    "leap day": ("date", ["2024-02-29", "29/02/2024"], [date(2024, 2, 29)] * 2, {"typing": "may"}),
    "two-digit year": ("date", ["31/01/24", "01/02/24"], [JAN, FEB], {"typing": "may"}),
    "English months": ("date", ["31 Jan 2024", "1 Feb 2024"], [JAN, FEB], {"typing": "may"}),
    "English months first": (
        "date", ["Jan 31, 2024", "Feb 1, 2024"], [JAN, FEB], {"typing": "may"}),
    "German months": ("Datum", ["31. Januar 2024", "1. Februar 2024"], [JAN, FEB],
                      {"typing": "may"}),
    "French months": ("date", ["31 janvier 2024", "1 février 2024"], [JAN, FEB],
                      {"typing": "may"}),
    "weekday first": ("Date", ["Wed, Jan 31, 2024", "Thu, Feb 1, 2024"], [JAN, FEB],
                      {"typing": "may"}),
    "day that does not exist": ("date", ["2024-02-30", "2024-01-31"], ["2024-02-30", JAN],
                                {"typing": "may"}),
    "month that does not exist": ("date", ["31/13/2024", "31/01/2024"], ["31/13/2024", JAN],
                                  {"typing": "may"}),
    "both orders for certain": ("date", ["31/01/2024", "12/24/2023"],
                                ["31/01/2024", "12/24/2023"], {"typing": "may"}),
    "zero date": ("date", ["0000-00-00", "2024-01-31", "2024-02-01"], ["0000-00-00", JAN, FEB],
                  {"typing": "may"}),
    "year beyond": ("date", ["9999-12-31", "2024-01-31"], [date(9999, 12, 31), JAN]),
    "a word among dates": ("date", ["2024-01-31", "soon", "2024-02-01"], [JAN, "soon", FEB],
                           {"typing": "may"}),
}  # fmt: skip

_TIMES: Final[dict[str, tuple[Any, ...]]] = {
    "ISO with T": ("time", ["2024-01-31T10:20:30", "2024-02-01T00:00:01"],
                   [_at(2024, 1, 31, 10, 20, 30), _at(2024, 2, 1, 0, 0, 1)]),
    "ISO with a space": ("time", ["2024-01-31 10:20", "2024-02-01 23:59"],
                         [_at(2024, 1, 31, 10, 20), _at(2024, 2, 1, 23, 59)]),
    "with microseconds": ("time", ["2024-01-31 10:20:30.123456", "2024-02-01 00:00:00.000001"],
                          [_at(2024, 1, 31, 10, 20, 30, 123456), _at(2024, 2, 1, 0, 0, 0, 1)]),
    "with Z": ("time", ["2024-01-31T10:20:30Z", "2024-02-01T00:00:01Z"],
               [_at(2024, 1, 31, 10, 20, 30), _at(2024, 2, 1, 0, 0, 1)]),
    "with an offset": ("time", ["2024-01-31T10:20:30+08:00", "2024-02-01T00:00:01+08:00"],
                       [_at(2024, 1, 31, 2, 20, 30), _at(2024, 1, 31, 16, 0, 1)]),
    "day first": ("time", ["31/01/2024 10:20", "01/02/2024 08:05"],
                  [_at(2024, 1, 31, 10, 20), _at(2024, 2, 1, 8, 5)]),
    "month first, am and pm": ("time", ["1/31/2024 10:20 PM", "2/1/2024 12:05 AM"],
                               [_at(2024, 1, 31, 22, 20), _at(2024, 2, 1, 0, 5)],
                               {"typing": "may"}),
    "German with a clock": ("Zeit", ["31.01.2024 10:20:30", "01.02.2024 08:05:00"],
                            [_at(2024, 1, 31, 10, 20, 30), _at(2024, 2, 1, 8, 5)]),
    "Chinese with a clock": ("提交答卷时间", ["2024/1/31 10:20:30", "2024/2/1 8:05:00"],
                             [_at(2024, 1, 31, 10, 20, 30), _at(2024, 2, 1, 8, 5)]),
    "24 hours": ("time", ["2024-01-31 24:00", "2024-02-01 10:00"],
                 [_at(2024, 2, 1), _at(2024, 2, 1, 10)], {"typing": "may"}),
    "a zone in some": ("time", ["2024-01-31 10:00:00+08:00", "2024-02-01 10:00:00"],
                       ["2024-01-31 10:00:00+08:00", "2024-02-01 10:00:00"],
                       {"typing": "may"}),
}  # fmt: skip


def dates_to_ask_about() -> Iterator[Case]:
    """No day beyond 12: day first or month first, nobody can tell."""
    second, third = date(2024, 2, 1), date(2024, 4, 3)
    month_first = (date(2024, 1, 2), date(2024, 3, 4))
    for what, name, texts in (
        ("slashes", "date", ["01/02/2024", "03/04/2024"]),
        ("dashes", "date", ["01-02-2024", "03-04-2024"]),
        ("short", "when", ["1/2/2024", "3/4/2024"]),
        ("points", "Datum", ["01.02.2024", "03.04.2024"]),
    ):
        settled = "may" if what == "points" else "asked"
        column, truth = spelled(
            name, texts, (second, third), kind="date", typing=settled, other=month_first
        )
        yield Case(
            id=f"day or month first-{what}",
            make=Layout().maker((_words(2), column)),
            truths=(truth,),
        )


def answers() -> Iterator[Case]:
    """Yes and no, in several languages; words that only look like them; words for nothing."""
    yield from _cases("truth", _TRUTHS, kind="truth")
    yield from _cases("words", {k: (n, t, v) for k, (n, t, v) in _WORDS.items()})


_TRUTHS: Final[dict[str, tuple[Any, ...]]] = {
    "true and false": ("ok", ["true", "FALSE", "True"], [True, False, True]),
    "yes and no": ("ok", ["Yes", "no", "YES"], [True, False, True]),
    "Y and N": ("ok", ["Y", "N", "Y"], [True, False, True]),
    "Chinese": ("是否", ["是", "否", "是"], [True, False, True]),
    "German": ("ok", ["ja", "Nein", "Ja"], [True, False, True]),
    "French": ("ok", ["Oui", "non", "oui"], [True, False, True]),
    "with missing": ("ok", ["Yes", "", "No"], [True, None, False]),
}  # fmt: skip

_WORDS: Final[dict[str, tuple[Any, ...]]] = {
    "yes, no and maybe": ("answer", ["Yes", "No", "Maybe"], None),
    "one letter": ("group", ["F", "F", "F"], None),
    "men and women": ("sex", ["M", "F", "M"], None),
    "none among words": ("answer", ["none", "slow", "dear"], None),
    "Namibia": ("country", ["NA", "DE", "FR"], [("NA", None), "DE", "FR"]),
    "spaces around": ("answer", ["  left", "right  ", "  both  "], None),
    "tabs inside": ("answer", ["a\tb", "\tc", "d\t"], None),
    "capitals": ("answer", ["STRASSE", "Straße", "strasse"], None),
    "accents composed and not": ("answer", ["caf\u00e9", "cafe\u0301"], None),
    "right to left": ("answer", ["שלום", "مرحبا بالعالم"], None),
    "emoji": ("answer", ["👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈"], None),
    "zero-width": ("answer", ["a\u200bb", "c\u200dd", "\u2060e"], None),
    "long": ("answer", ["x" * 5000, "y z " * 2000 + "end"], None),
    "markup": ("answer", ["<b>good</b>", "<script>alert(1)</script>"], None),
    "backslashes": ("answer", ["C:\\new\\table", "a\\", "\\N x"], None),
    "quotation marks": ("answer", ['"', '""', 'say "hi"'], None),
    "braces": ("answer", ["{n:count}", "{0}", "%s %d"], None),
}  # fmt: skip
