"""Identifiers as they are compared: exactly, and without what is only a matter of spelling.

Every expression is a table's own column; `plain` is what two spellings of one identifier share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt

# Spaces of every kind and signs without width; an engine's own idea of a space is ASCII only.
_BLANK: Final = "\\s\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
_SPACES: Final = f"[{_BLANK}]+"
_A_SIGN: Final = f"[^{_BLANK}]"
_NOT_ASCII: Final = "[^\\x00-\\x7f]"
_BEYOND_ASCII: Final = "[^!-~]"  # a space, or a sign that is not on an English keyboard
_WIDE: Final = "".join(map(chr, range(0xFF01, 0xFF5F))) + "‐‑‒–—−"
_NARROW: Final = "".join(map(chr, range(0x21, 0x7F))) + "------"
_WHOLE: Final = 10.0**18  # beyond, a whole number does not fit the engines' integers

Parts = tuple[Any, ...]


def as_text(column: Any) -> Any:
    """Write values as a person would: 5 and not 5.0, text as it is, what is missing as missing."""
    kind = column.type()
    if kind.is_string():
        return column
    if kind.is_floating():
        whole = ((column % 1) == 0) & (column.abs() < _WHOLE)
        return ibis.ifelse(
            whole, _if(column, whole).cast("int64").cast("string"), column.cast("string")
        )
    if kind.is_decimal() and kind.scale:
        text = column.cast("string").re_replace("(\\.[0-9]*?)0+$", "\\1")
        return text.re_replace("\\.$", "")
    return column.cast("string")


def compared(left: Any, right: Any, *, normalise: bool) -> tuple[Any, Any]:
    """Return two columns in a form in which equal identifiers are equal; blanks are missing.

    Whole numbers, days and times are compared as such; anything else as text.
    """
    a, b = left.type(), right.type()
    if a.is_integer() and b.is_integer():
        return _same(left, right, dt.int64 if _signed(a) and _signed(b) else dt.Decimal(20, 0))
    if a.is_date() and b.is_date():
        return left, right
    if a.is_temporal() and b.is_temporal():
        return _same(left, right, dt.timestamp)
    texts = tuple(filled(as_text(column)) for column in (left, right))
    first, second = (plain(text) for text in texts) if normalise else texts
    return first, second


def plain(text: Any) -> Any:
    """Take off what is only a matter of spelling.

    Capitals, spaces, full-width signs, an apostrophe in front, leading zeros and a decimal zero
    behind a number.
    """
    usual = ~text.re_search(_BEYOND_ASCII)
    text = ibis.ifelse(usual, text, RULES["spaces"](RULES["full_width"](text))).lower()
    for rule in ("apostrophe", "decimal_zero", "leading_zeros"):
        text = RULES[rule](text)
    return text


def differences(left: Sequence[Any], right: Sequence[Any]) -> dict[str, Any]:
    """Say for each rule whether it alone makes two identifiers equal, as expressions.

    Args:
        left: the parts of one identifier.
        right: those of the other.
    """
    pairs = list(zip(left, right, strict=True))
    return {
        name: ibis.and_(*(_spelled(rule, a) == _spelled(rule, b) for a, b in pairs))
        for name, rule in RULES.items()
    }


def _spelled(rule: Callable[[Any], Any], part: Any) -> Any:
    return rule(part) if part.type().is_string() else part


def _narrow(text: Any) -> Any:
    return ibis.ifelse(text.re_search(_NOT_ASCII), text.translate(_WIDE, _NARROW), text)


RULES: Final[Mapping[str, Callable[[Any], Any]]] = {
    "full_width": _narrow,
    "spaces": lambda text: text.re_replace(_SPACES, ""),
    "case": lambda text: text.lower(),
    "apostrophe": lambda text: text.re_replace("^['’`]", ""),
    "decimal_zero": lambda text: text.re_replace("^([0-9]+)\\.0+$", "\\1"),
    "leading_zeros": lambda text: text.re_replace("^0+([0-9]+)$", "\\1"),
}


def filled(text: Any) -> Any:
    """Return texts with blank ones missing."""
    return ibis.ifelse(text.re_search(_A_SIGN), text, ibis.null(dt.string))


def _same(left: Any, right: Any, kind: Any) -> tuple[Any, Any]:
    return left.cast(kind), right.cast(kind)


def _signed(kind: Any) -> bool:
    return bool(kind.is_signed_integer()) or kind.nbytes < 8


def _if(column: Any, condition: Any) -> Any:
    """Return the value where the condition holds, so that a cast meets no other."""
    return ibis.ifelse(condition, column, ibis.null(column.type()))
