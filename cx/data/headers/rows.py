"""Which rows of an ordinary table name its columns, told by what stands in the cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from cx.data.exports.description import folded
from cx.data.vocabulary import vocabulary

Row = Sequence[str | None]

_SIGN: Final = r"[€$£¥￥₹]|US\$|EUR|USD|GBP|CHF|CNY|RMB|元"
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
# A number, a date or a time: what data look like and names do not.
_VALUE: Final = re.compile(
    rf"\(?(?:{_SIGN})?\s*[-+−]?(?:{_SIGN})?\s*\d(?:[\d.,'’\s\u00a0\u202f]*\d)?[.,]?"
    rf"(?:e[-+]?\d+)?\s*(?:%|{_SIGN})?\)?"
    r"|[-+]?[.,]\d+\s*%?"
    r"|\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[ T].*)?"
    r"|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?"
    rf"|\d{{1,2}}[ -]{_MONTH}[ ,-]*\d{{2,4}}(?:[ T].*)?|{_MONTH} \d{{1,2}},? \d{{4}}(?:[ T].*)?"
    r"|true|false",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_BRACKETED: Final = re.compile(r"[(（\[].*[)）\]]")
_COMMENT: Final = re.compile(r"#(?:\s|-{2,}|$)")


def is_value(text: str) -> bool:
    """Tell whether a cell looks like data (a number, a date, true or false), not like a name.

    >>> is_value("12.5"), is_value("2024-01-31"), is_value("Score")
    (True, True, False)
    """
    return _VALUE.fullmatch(text.strip()) is not None


def comment_rows(rows: Sequence[Row]) -> int:
    """Count the rows at the top that are comments beginning with #, and blank ones among them.

    A header whose first name begins with # fills as many cells as the rows below it.
    """
    widest = max((len(_filled(row)) for row in rows), default=0)
    count = 0
    for position, row in enumerate(rows):
        filled = _filled(row)
        first = (row[0] or "").strip() if row else ""
        if filled and not (_COMMENT.match(first) and (2 * len(filled) <= widest or widest == 1)):
            break
        if filled:
            count = position + 1
    return count


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
        wide = len(filled) * 2 >= widest
        if wide and _share_of_values(filled) >= 0.3:
            figures = [text for text in filled if is_value(text)]
            counted = not leading and len(figures) < len(filled) and _counts_up(figures)
            if not counted and not _names_years(rows, position):
                break
        if filled and wide and len(set(filled)) * 2 >= len(filled):
            leading.append(position)
    if not leading:
        return None
    if leading[0] == 0 and len(_filled(rows[0])) * 2 > widest:
        return 0
    top = max(len(_filled(rows[position])) for position in leading)
    return next(position for position in leading if len(_filled(rows[position])) >= 0.85 * top)


def header_rows(rows: Sequence[Row], boilerplate: frozenset[str]) -> tuple[int, ...]:
    """Find the rows that name the columns: none, one, or a row of groups above one of names.

    Two rows are taken only on evidence: a group stands once for several columns, and either the
    names repeat from group to group, or the row below differs from data as names do.

    Args:
        rows: the first rows of the table.
        boilerplate: texts that only stand in the second of two rows, folded.
    """
    header = find_header(rows)
    if header is None:
        grouped = next((n for n, row in enumerate(rows) if len(_filled(row)) > 1), -1)
        return (grouped, grouped + 1) if _tells_groups_apart(rows, grouped) else ()
    for upper in (header, header - 1):
        if _tells_groups_apart(rows, upper) or _has_options(rows, upper, boilerplate):
            return upper, upper + 1
        spans = upper == header or _all_span_several(rows, upper)
        if spans and _spans_with_data(rows, upper):
            return upper, upper + 1
    if has_remarks(rows, header):
        return header, header + 1
    return (header,)


def names_at(rows: Sequence[Row], position: int) -> list[str | None]:
    """Return the names in a header row; where one is empty, what stands right above it."""
    above = rows[position - 1] if position else ()
    gaps = [*above, *[None] * len(rows[position])]
    usable = len(_filled(above)) > 1
    return [
        name or (gap if usable else None) or None
        for name, gap in zip(rows[position], gaps, strict=False)
    ]


def _counts_up(texts: Sequence[str]) -> bool:
    """Tell whether texts are whole numbers in steps of one: months, weeks, points of a scale."""
    if len(texts) < 3 or not all(text.isdecimal() and len(text) < 4 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _names_years(rows: Sequence[Row], position: int) -> bool:
    """Tell whether a row names years, one after the other, above figures that are none."""
    texts = _filled(rows[position])
    years = [text for text in texts if is_value(text)]
    rising = years in (sorted(set(years)), sorted(set(years), reverse=True))
    if len(years) < 2 or len(years) == len(texts) or not rising:
        return False
    if not all(map(_YEAR.fullmatch, years)):
        return False
    below = [text for row in rows[position + 1 :] for text in _filled(row) if is_value(text)]
    return bool(below) and 2 * sum(_YEAR.fullmatch(text) is not None for text in below) < len(below)


def _tells_groups_apart(rows: Sequence[Row], upper: int) -> bool:
    """Tell whether names repeat below a row of groups, and group and name together do not."""
    if not _has_spans(rows, upper) or not _are_names(rows, upper + 1):
        return False
    names = [folded(cell) for cell in _cells(rows[upper + 1])]
    pairs = list(zip(_spread(rows, upper), names, strict=False))
    filled = [pair for pair in pairs if pair[1]]
    return len(set(filled)) == len(filled) > len({name for _, name in filled})


def _has_options(rows: Sequence[Row], upper: int, boilerplate: frozenset[str]) -> bool:
    """Tell whether options stand below questions: surveys write them so, or answers echo them."""
    if not _has_spans(rows, upper) or not _are_names(rows, upper + 1):
        return False
    options = _cells(rows[upper + 1])
    if any(folded(option) in boilerplate for option in options if option):
        return True
    echoes = sum(
        bool(option)
        and len(answers := _below(rows, upper + 1, number)) > 0
        and set(answers) == {option}
        for number, option in enumerate(options)
    )
    return echoes >= 2


def _spans_with_data(rows: Sequence[Row], upper: int) -> bool:
    """Tell whether the row below groups is no data: it has no figures and the rows below have."""
    if not _has_spans(rows, upper) or not _are_names(rows, upper + 1):
        return False
    words = frozenset(map(str, vocabulary()["missing"] + vocabulary()["missing_among_numbers"]))
    names = _cells(rows[upper + 1])
    figures = 0
    for number, name in enumerate(names):
        below = _below(rows, upper + 1, number)
        if name and below and sum(map(is_value, below)) >= 0.8 * len(below):
            figures += name.lower() not in words and name.lower() != "n/a"
    return figures >= 2


def has_remarks(rows: Sequence[Row], upper: int) -> bool:
    """Tell whether the row below a header only adds remarks in brackets: (in grams)."""
    if upper + 2 >= len(rows):
        return False
    remarks = _filled(rows[upper + 1])
    figures = any(is_value(text) for row in rows[upper + 2 :] for text in _filled(row))
    return len(remarks) > 1 and all(map(_BRACKETED.fullmatch, remarks)) and figures


def _has_spans(rows: Sequence[Row], upper: int) -> bool:
    """Tell whether groups stand there, of which one at least stands for several columns."""
    if not 0 <= upper < len(rows) - 2:
        return False
    groups, names = _cells(rows[upper]), _cells(rows[upper + 1])
    spread = _spread(rows, upper)
    spans = sum(
        bool(name) and bool(spread[number]) and (not groups[number] or groups[number] == left)
        for number, (name, left) in enumerate(zip(names, ["", *groups], strict=False))
        if number < len(groups)
    )
    return spans > 0 and len({group for group in groups if group}) > 1


def _all_span_several(rows: Sequence[Row], upper: int) -> bool:
    """Tell whether each group stands above two columns at least, as notes seldom do."""
    if not _has_spans(rows, upper):
        return False
    groups = _cells(rows[upper])
    starts = [number for number, group in enumerate(groups) if group]
    ends = [*starts[1:], len(_cells(rows[upper + 1]))]
    return all(end - start > 1 for start, end in zip(starts, ends, strict=True))


def _are_names(rows: Sequence[Row], position: int) -> bool:
    """Tell whether a row can hold names: as wide as data, and without figures or dates."""
    texts = _filled(rows[position])
    widest = max(len(_filled(row)) for row in rows)
    return 2 * len(texts) >= widest and not any(map(is_value, texts))


def _spread(rows: Sequence[Row], upper: int) -> list[str]:
    """Repeat each group to the right as long as it stands for the columns there."""
    groups, names = _cells(rows[upper]), _cells(rows[upper + 1])
    spread: list[str] = []
    for number in range(max(len(groups), len(names))):
        group = groups[number] if number < len(groups) else ""
        spread.append(group or (spread[-1] if spread else ""))
    return spread


def _below(rows: Sequence[Row], position: int, column: int) -> list[str]:
    cells = (row[column] for row in rows[position + 1 :] if column < len(row))
    return [cell.strip() for cell in cells if cell and cell.strip()]


def _cells(row: Iterable[str | None]) -> list[str]:
    return [(cell or "").strip() for cell in row]


def _filled(row: Iterable[str | None]) -> list[str]:
    return [text for text in _cells(row) if text]


def _share_of_values(filled: Sequence[str]) -> float:
    return sum(map(is_value, filled)) / len(filled) if filled else 0.0
