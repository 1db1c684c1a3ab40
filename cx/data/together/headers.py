"""Columns of several tables that are the same by name, however the names are spelled."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d) (?=\d)")
_INVISIBLE: Final = re.compile("[\u200b-\u200d\u2060\ufeff]")


def paired(tables: Sequence[Sequence[str]]) -> tuple[dict[str, str], ...]:
    """Say for each table which of its columns stands for which column of all of them together.

    Equal names go first, then names that differ in capitals, then in spaces, underscores and
    full-width signs. A name that could be taken for two others is taken for neither.

    Args:
        tables: the names of the columns of each table.

    Returns:
        For each table: name in the result → own name. The result has the names of the first table
        that has a column; further ones follow in the order in which they come.
    """
    together: list[str] = list(tables[0])
    found = [{name: name for name in tables[0]}]
    for names in tables[1:]:
        own = _paired(together, names)
        together += [name for name in own if name not in together]
        found.append(own)
    return tuple(found)


def columns_together(pairs: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the names in the result, in their order."""
    return tuple(dict.fromkeys(name for own in pairs for name in own))


def _paired(together: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spelling in (str, str.casefold, plain_header):
        open_names = [name for name in names if name not in found.values()]
        targets = _unambiguous([name for name in together if name not in found], spelling)
        for plain, name in _unambiguous(open_names, spelling).items():
            if plain in targets:
                found[targets[plain]] = name
    rest = [name for name in names if name not in found.values()]
    return found | {free_name(name, together): name for name in rest}


def _unambiguous(names: Iterable[str], spelling: Callable[[str], str]) -> dict[str, str]:
    found = [(spelling(name), name) for name in names]
    often = Counter(plain for plain, _ in found)
    return {plain: name for plain, name in found if often[plain] == 1}


def free_name(name: str, taken: Sequence[str]) -> str:
    """Return a name, numbered where it differs from one of those taken in nothing but capitals."""
    lowered = {other.casefold() for other in taken}
    number, free = 1, name
    while free.casefold() in lowered:
        number += 1
        free = f"{name} ({number})"
    return free


def plain_header(name: str) -> str:
    """Write a name without what people spell differently.

    >>> plain_header("Order_ID "), plain_header("ＯＲＤＥＲ id"), plain_header("Q1_1")
    ('orderid', 'orderid', 'q1 1')
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).casefold()
    words = re.sub(r"[\s_]+", " ", text).strip()
    return _BETWEEN_DIGITS.sub("\x1f", words).replace(" ", "").replace("\x1f", " ")


def appended(name: str, suffix: str, taken: Sequence[str]) -> str:
    """Return a name with the name of its table behind it, told apart from those taken.

    >>> appended("score", "May", ["score", "score (May)"])
    'score (May) (2)'
    """
    return free_name(f"{name} ({suffix})", taken)
