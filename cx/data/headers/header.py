"""Which rows of a table name its columns, and names that can be worked with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cx.data.exports.description import catalogue
from cx.data.exports.recognition import ExportMatch, match_export
from cx.data.headers.names import (
    Parts,
    joined_name,
    parts_by_pattern,
    parts_of_options,
    parts_of_remarks,
    parts_of_variables,
    plain_name,
)
from cx.data.headers.rows import (
    Row,
    comment_rows,
    find_header,
    has_remarks,
    header_rows,
    is_value,
    names_at,
)
from cx.data.health import Finding
from cx.wording import msg

__all__ = [
    "Header",
    "comment_lines",
    "find_header",
    "is_value",
    "read_header",
    "repaired_names",
]

_COMMENT_LINE: Final = re.compile(r"\s*$|\s*\"?#(?:[\s\"]|-{2,}|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the first rows of a table say about its columns.

    Attributes:
        names: one for each column, for people to read; None where there is none.
        rows: positions of the rows of the header, from 0; empty if there is no header.
        data: position of the first row with data, from 0.
        parts: for each column the texts that its name is made of, the question and, where it
            has some, the option; columns of one question share the first.
        export: the program that wrote the table, where it was recognised.
    """

    names: tuple[str | None, ...]
    rows: tuple[int, ...]
    data: int
    parts: tuple[Parts, ...]
    export: str | None = None


def read_header(rows: Sequence[Row], *, comments: Sequence[str] = ()) -> Header:
    """Find the rows that name the columns, and say what they name.

    The header is the one of a known export, or one row, or two where groups or questions stand
    above names or options. Comment lines that begin with # and notes above it are passed over.

    Args:
        rows: the first rows of the table as they stand in the file; a few dozen are enough.
        comments: lines above the table that are no rows, where they were taken away before.

    Returns:
        The header; without names if the table starts with data at once. There are as many names
        as the longest row of the header has cells.
    """
    start = comment_rows(rows)
    lines = [*comments, *(",".join(cell or "" for cell in row) for row in rows[:start])]
    found = match_export(rows[start:], comments=lines)
    if found is not None and found.rows:
        return _of_export(rows, found, start)
    name = found.export.name if found else None
    positions = tuple(start + n for n in header_rows(rows[start:], _boilerplate()))
    if not positions:
        width = Counter(len(row) for row in rows[start:] if any(row)).most_common(1)
        columns = width[0][0] if width else 0
        return Header(
            names=(None,) * columns, rows=(), data=start, parts=((),) * columns, export=name
        )
    if len(positions) == 2 and has_remarks(rows, positions[0]):
        parts = parts_of_remarks(rows[positions[0]], rows[positions[1]])
    elif len(positions) == 2:
        parts = parts_of_options(rows[positions[0]], rows[positions[1]], _boilerplate())
    else:
        named = names_at(rows, positions[0]) if positions[0] > start else rows[positions[0]]
        parts = parts_by_pattern(named, ())
    return _header(rows, positions, parts, export=name)


def comment_lines(lines: Sequence[str]) -> int:
    """Count the lines at the top of a text that are comments beginning with #.

    Args:
        lines: the first lines of the text, before it is cut into cells.

    >>> comment_lines(["# ----", "# Start date: 20240101", "", "Event name,Event count"])
    2
    """
    count = 0
    for number, line in enumerate(lines, start=1):
        if not _COMMENT_LINE.match(line):
            break
        if line.strip():
            count = number
    return count


def _of_export(rows: Sequence[Row], found: ExportMatch, start: int) -> Header:
    by_content = {holds: rows[start + position] for position, holds in found.rows}
    positions = tuple(start + position for position, _ in found.rows)
    export = found.export
    names: list[str | None] | None = None
    if export.layout == "questions and options":
        parts = parts_of_options(by_content["questions"], by_content["options"], export.boilerplate)
    elif export.layout == "variables and questions":
        parts = parts_of_variables(by_content["variables"], by_content.get("questions", ()), export)
    else:
        parts = parts_by_pattern(by_content["names"], export.parts)
        names = [plain_name(name) or None for name in by_content["names"]]
    return _header(rows, positions, parts, names=names, export=export.name)


def _header(
    rows: Sequence[Row],
    positions: tuple[int, ...],
    parts: Sequence[Parts],
    *,
    names: Sequence[str | None] | None = None,
    export: str | None = None,
) -> Header:
    width = max(len(rows[position]) for position in positions)
    padded = [*parts, *[()] * width][:width]
    named = [*names, *[None] * width][:width] if names else [joined_name(each) for each in padded]
    return Header(
        names=tuple(named),
        rows=positions,
        data=positions[-1] + 1,
        parts=tuple(padded),
        export=export,
    )


def _boilerplate() -> frozenset[str]:
    return frozenset(word for export in catalogue() for word in export.boilerplate)


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
