"""Which row of a table names its columns, and names that can be worked with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cx.data.health import Finding
from cx.wording import msg

# A number, a date or a time: what data look like and names do not.
_VALUE: Final = re.compile(
    r"\s*[-+]?[\d.,]*\d[\d.,]*(?:[eE][-+]?\d+)?\s*%?\s*"
    r"|\s*\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[ T].*)?|true|false",
    re.IGNORECASE,
)

Row = Sequence[str | None]


def is_value(text: str) -> bool:
    """Tell whether a cell looks like data (a number, a date, true or false), not like a name.

    >>> is_value("12.5"), is_value("2024-01-31"), is_value("Score")
    (True, True, False)
    """
    return _VALUE.fullmatch(text) is not None


def find_header(rows: Sequence[Row]) -> int | None:
    """Find the row that names the columns.

    It stands before the first row with data, its cells are mostly filled, are no values and differ
    from each other. The first row of the file is it if it can be, else the first of the widest.

    Args:
        rows: the first rows of the table.

    Returns:
        The position of the row, or None if the table starts with data at once.
    """
    widest = max((len(_filled(row)) for row in rows), default=0)
    leading: list[int] = []
    for position, row in enumerate(rows):
        filled = _filled(row)
        if len(filled) * 2 >= widest and _share_of_values(filled) >= 0.3:
            break
        if filled and len(filled) * 2 >= widest and len(set(filled)) * 2 >= len(filled):
            leading.append(position)
    if not leading:
        return None
    if leading[0] == 0 and len(_filled(rows[0])) * 2 > widest:
        return 0
    top = max(len(_filled(rows[position])) for position in leading)
    return next(position for position in leading if len(_filled(rows[position])) >= 0.85 * top)


def names_at(rows: Sequence[Row], position: int) -> list[str | None]:
    """Return the names in a header row; where one is empty, what stands right above it."""
    above = rows[position - 1] if position else ()
    gaps = [*above, *[None] * len(rows[position])]
    usable = len(_filled(above)) > 1
    return [
        name or (gap if usable else None) or None
        for name, gap in zip(rows[position], gaps, strict=False)
    ]


def _filled(row: Row) -> list[str]:
    return [text.strip() for text in row if text and text.strip()]


def _share_of_values(filled: Sequence[str]) -> float:
    return sum(map(is_value, filled)) / len(filled) if filled else 0.0


def repaired_names(header: Row) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Give every column a name of its own.

    Spaces around a name go, an empty name becomes “column 3”, a repeated one “name (2)”. Names
    that differ in capitals only count as repeated, because database engines do not tell them apart.

    Returns:
        The names, and a finding for each that had to be made up.
    """
    names: list[str] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for number, given in enumerate(header, start=1):
        wanted = re.sub(r"[\s\0]+", " ", given or "").strip()
        base = wanted or f"column {number}"
        name, copy = base, 1
        while name.casefold() in taken:
            copy += 1
            name = f"{base} ({copy})"
        taken.add(name.casefold())
        names.append(name)
        if not wanted:
            text = msg(
                "Column {number:count} has no name; it is called “{name}”.",
                number=number,
                name=name,
            )
            findings.append(Finding(kind="info", message=text, column=name))
        elif copy > 1:
            text = msg(
                "The name “{wanted}” occurs more than once; column {number:count} is called "
                "“{name}”.",
                wanted=wanted,
                number=number,
                name=name,
            )
            findings.append(Finding(kind="info", message=text, column=name))
    return tuple(names), tuple(findings)
