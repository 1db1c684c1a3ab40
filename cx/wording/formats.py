"""The one place where numbers are rounded and dates are written, by the rules of the language."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

import pandas as pd
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

MINUS: Final = "\N{MINUS SIGN}"
NOTHING: Final = "\N{EN DASH}"


def write(value: Any, kind: str, language: str) -> str:
    """Write `value` as the `kind` of thing it is; a missing value becomes a dash.

    >>> write(0.448, "percent", "en"), write(-0.0082, "signed_percent_points", "en")
    ('44.8%', '−0.82')
    """
    if not isinstance(value, Iterable) and pd.isna(value):
        return NOTHING
    return WRITERS[kind](value, language)


def decimals(value: float, places: int, language: str, *, signed: bool = False) -> str:
    """Write a number with a fixed number of decimals and the language's separators."""
    rounded = round(float(value), places) + 0.0  # adding zero turns -0.0 into 0.0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = str(format_decimal(rounded, pattern, locale=language)).replace("-", MINUS)
    return f"+{text}" if signed and rounded > 0 else text


def significant(value: float, language: str, *, digits: int = 3) -> str:
    """Write a number with about `digits` significant digits, never in exponents.

    >>> significant(1234.567, "en"), significant(0.04567, "en"), significant(3.0, "en")
    ('1,235', '0.0457', '3')
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else NOTHING
    places = max(0, min(8, digits - 1 - math.floor(math.log10(abs(value)))))
    text = decimals(value, places, language)
    return text.rstrip("0").rstrip(".") if places else text


def _percent(value: float, language: str) -> str:
    """Write one decimal, or none where there is nothing behind the point (a planned 50 %)."""
    whole = math.isclose(value * 100, round(value * 100), abs_tol=1e-9)
    text = format_percent(value, "#,##0%" if whole else "#,##0.0%", locale=language)
    return str(text).replace("-", MINUS)


def _p_value(value: float, language: str) -> str:
    if value < 0.001:
        return "< " + decimals(0.001, 3, language)
    return decimals(value, 4 if value < 0.01 else 3 if value < 0.1 else 2, language)


def _duration(value: timedelta, language: str) -> str:
    return str(format_timedelta(value, threshold=1.5, locale=language))


def _date(value: Any, language: str) -> str:
    return str(format_date(pd.Timestamp(value).date(), format="medium", locale=language))


def _list(values: Iterable[Any], language: str) -> str:
    """Write a list: "a, b, and c"; in Chinese always by the enumeration comma."""
    texts = [str(value) for value in values]
    return "、".join(texts) if language == "zh_CN" else str(format_list(texts, locale=language))


def _month(value: Any, language: str) -> str:
    return str(format_skeleton("yMMM", pd.Timestamp(value).to_pydatetime(), locale=language))


def _quarter(value: Any, language: str) -> str:
    return str(format_skeleton("yQQQ", pd.Timestamp(value).to_pydatetime(), locale=language))


WRITERS: Final[Mapping[str, Callable[[Any, str], str]]] = {
    "count": lambda value, language: decimals(value, 0, language),
    "number": lambda value, language: significant(float(value), language),
    "points": lambda value, language: decimals(value, 1, language),
    "signed_points": lambda value, language: decimals(value, 1, language, signed=True),
    "percent": _percent,
    "percent_points": lambda value, language: decimals(value * 100, 2, language),
    "signed_percent_points": lambda value, language: decimals(
        value * 100, 2, language, signed=True
    ),
    "signed_percent": lambda value, language: (
        ("+" if value > 0 else "") + _percent(value, language)
    ),
    "signed_number": lambda value, language: (
        ("+" if value > 0 else "") + significant(float(value), language)
    ),
    "p_value": _p_value,
    "duration": _duration,
    "date": _date,
    "month": _month,
    "quarter": _quarter,
    "list": _list,
}
