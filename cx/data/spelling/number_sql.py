"""Numbers as they are written, as a regular expression and as the engine's SQL.

One expression serves both sides: it decides what a column is (in Python, on the shapes of its
values) and reads the values (in the engine), so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cx.data.spelling.sql import cleaned, literal, matches, replaced
from cx.data.spelling.words import (
    APOSTROPHES,
    BLANK,
    MINUS,
    any_of,
    spellings_of_currency,
    spellings_of_unit,
)

if TYPE_CHECKING:
    from cx.data.spelling.form import Spelling

PERCENT: Final = "[%％﹪]"

# A floating-point number keeps any 15 digits; whole numbers beyond are identifiers as a rule.
DIGITS: Final = 15

_GROUP: Final = {",": ",", ".": "\\.", " ": BLANK, "'": f"[{APOSTROPHES}]"}
_GROUPED: Final = {",": ",", "indian": ",", ".": ".", " ": BLANK[1:-1], "'": APOSTROPHES}
_PLAIN: Final = f"[1-9]\\d{{0,{DIGITS - 1}}}"
_INDIAN: Final = "[1-9]\\d?(?:,\\d{2}){0,5},\\d{3}"


@lru_cache(maxsize=256)
def number_pattern(spelling: Spelling) -> str:
    """Return the regular expression (RE2 and Python) of a whole number written so."""
    return "|".join(_forms(spelling))


def number_sql(spelling: Spelling, column: str) -> str:
    """Give the SQL of a number: a BIGINT or a DOUBLE, NULL where it is not written so."""
    text, pattern = cleaned(column, wide=spelling.wide), number_pattern(spelling)
    value = _integer if spelling.kind == "integer" else _exact
    branches = [
        *_fast(spelling, column),
        f"WHEN {matches(column, pattern)} THEN {value(spelling, column)}",
        f"WHEN {matches(text, pattern)} THEN {value(spelling, text)}",
    ]
    return f"(CASE {' '.join(branches)} END)"


def _fast(spelling: Spelling, column: str) -> Iterator[str]:
    """Give the branches for numbers without any marks but a decimal point."""
    if not _mark(spelling) and spelling.decimal == ".":
        yield _plain_integer(column) if spelling.kind == "integer" else _plain_decimal(column)


def _plain_integer(column: str) -> str:
    """Give the branches for most whole numbers: one digit, or what comes back letter for letter."""
    cast = f"TRY_CAST({column} AS BIGINT)"
    return (
        f"WHEN strlen({column}) = 1 AND {column} BETWEEN '0' AND '9' "
        f"THEN CAST(ascii({column}) - 48 AS BIGINT) "
        f"WHEN length({column}) <= {DIGITS} AND CAST({cast} AS VARCHAR) = {column} THEN {cast}"
    )


def _plain_decimal(column: str) -> str:
    """Give the branches for most decimals, by cheap tests: no leading zeros, exact at 15 digits."""
    cast = f"TRY_CAST({column} AS DOUBLE)"
    return (
        f"WHEN length({column}) <= {DIGITS + 1} AND {column} BETWEEN '-' AND ':' "
        f"AND {column} NOT BETWEEN '00' AND '0:' AND {column} NOT BETWEEN '-00' AND '-0:' "
        f"AND NOT contains({column}, '_') AND NOT contains({column}, 'e') "
        f"AND NOT contains({column}, 'E') "
        f"AND abs({cast}) < 1e{DIGITS} THEN {cast} "
        f"WHEN CAST({cast} AS VARCHAR) = {column} AND isfinite({cast}) "
        f"AND abs({cast}) < 1e{DIGITS} THEN {cast}"
    )


def _integer(spelling: Spelling, text: str) -> str:
    return f"TRY_CAST({_normal(spelling, text)} AS BIGINT)"


def _exact(spelling: Spelling, text: str) -> str:
    """Give the SQL of a decimal; one whose last digits a DOUBLE does not keep is NULL."""
    number = _normal(spelling, text)
    shifted = f"{number} || 'e-2'" if spelling.percent else number
    value = f"TRY_CAST({shifted} AS DOUBLE)"
    kept = ", ".join(_digits(f"format('{{:.{n}e}}', {value})") for n in range(14, 17))
    return (
        f"CASE WHEN length({text}) <= {DIGITS + 1} AND NOT regexp_matches({text}, '[0-9.,][eE]') "
        f"THEN {value} "
        f"WHEN isfinite({value}) AND {_digits(number)} IN ({kept}) THEN {value} END"
    )


def _digits(number: str) -> str:
    """Give the SQL of the digits that count: without sign, mark, exponent and outer zeros."""
    mantissa = f"regexp_replace({number}, '[eE].*$', '')"
    return f"trim(regexp_replace({mantissa}, '\\D', '', 'g'), '0')"


def _normal(spelling: Spelling, text: str) -> str:
    """Give the SQL of a number as the engine writes it, for a text that fits the pattern."""
    mark = _mark(spelling)
    number = replaced(text, f"{BLANK}?{mark}{BLANK}?", "") if mark else text
    swaps = [(sign, "") for sign in _GROUPED.get(spelling.thousands, "")]
    if spelling.decimal == ",":
        swaps.append((",", "."))
    if spelling.negative == "parentheses":
        swaps += [("(", "-"), (")", "")]
    swaps += [(sign, "-") for sign in MINUS[1:]]
    for old, new in swaps:
        number = f"replace({number}, {literal(old)}, {literal(new)})"
    return replaced(number, "^(.*)-$", "-\\1") if spelling.negative == "trailing" else number


def _mark(spelling: Spelling) -> str:
    """Return the pattern of the mark that is taken off before the number is read."""
    if spelling.percent:
        return PERCENT
    if spelling.currency:
        return f"(?i:{any_of(spellings_of_currency(spelling.currency))})"
    return any_of(spellings_of_unit(spelling.unit)) if spelling.unit else ""


def _forms(spelling: Spelling) -> Iterator[str]:
    """Give the forms a number may have, as alternatives of one expression."""
    mark, core = _mark(spelling), _core(spelling)
    sign, gap = f"[+{MINUS[1:]}-]?", f"{BLANK}?"
    bodies = [core] if spelling.bare or not mark else []
    if mark:
        bodies.append(f"{core}{gap}{mark}")
        yield f"0(?:\\{spelling.decimal}0+)?"
    if mark and not spelling.unit:
        bodies.append(f"{mark}{gap}{core}")
        yield f"[+{MINUS[1:]}-]{gap}{mark}{gap}{core}"
        yield f"{mark}{gap}{sign}{core}"
    yield from (f"{sign}{body}" for body in bodies)
    if spelling.negative == "parentheses":
        yield from (f"\\({body}\\)" for body in bodies)
        if mark:
            yield from (f"\\({core}\\){gap}{mark}", f"{mark}{gap}\\({core}\\)")
    if spelling.negative == "trailing":
        yield from (f"{body}-" for body in bodies)
        if mark:
            yield f"{core}-{gap}{mark}"


def _core(spelling: Spelling) -> str:
    """Give the pattern of the digits of a number, without sign and currency."""
    group = _GROUP.get(spelling.thousands)
    whole = _PLAIN
    if spelling.thousands == "indian":
        whole = f"{_INDIAN}|{_PLAIN}"
    elif group:
        whole = f"[1-9]\\d{{0,2}}(?:{group}\\d{{3}}){{1,4}}|{_PLAIN}"
    if spelling.kind == "integer":
        return f"(?:0|{whole})"
    mark = f"\\{spelling.decimal}"
    exponent = "(?:[eE][-+]?\\d{1,3})?" if not _mark(spelling) else ""
    trailing = "*" if spelling.decimal == "." else "+"
    return f"(?:(?:0|{whole})(?:{mark}\\d{trailing})?|{mark}\\d+){exponent}"
