"""Questions with several answers in one cell: told from free text, with their options."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.health import Finding
from cx.data.mending.shape_joined import Answers, Spread, pieces
from cx.data.mending.step import ROW
from cx.data.traits import Traits
from cx.data.vocabulary import is_identifier
from cx.wording import plural

# What survey tools put between answers; a comma without a blank only where none has one.
SEPARATORS: Final = ("┋", "┇", ";", "；", "|", ", ", ",", "，", "、")
MOST_OPTIONS: Final = 30
MOST_PIECES: Final = 5 * MOST_OPTIONS
MOST_VALUES: Final = 20_000
SAMPLE: Final = 5_000
LONGEST: Final = 300.0
SHOWN: Final = 5

_NUMBERS: Final = re.compile(r"[-+]?\W?\d[\d.,\s]*\W?")
_CLOSING: Final = {"(": ")", "（": "）", "[": "]", "【": "】"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joined:
    """What a column of joined answers consists of: options by how often, rows with several."""

    separator: str
    options: tuple[str, ...]
    rows: int


def joined_findings(
    table: ir.Table, columns: Sequence[Traits], separator: str | None
) -> Iterator[Finding]:
    """Propose columns of yes and no for questions with several answers in a cell.

    Args:
        table: the table.
        columns: what its columns look like.
        separator: what the tool that wrote the file puts between answers, if that is known.
    """
    possible = (separator,) if separator else SEPARATORS
    columns = [column for column in columns if _may_be_joined(column, possible)]
    if not columns:
        return
    names = [column.name for column in columns]
    rows = table.order_by(ROW) if ROW in table.columns else table
    sample = rows.select(*names).limit(SAMPLE).to_pyarrow()
    for column in columns:
        values = Counter(sample.column(column.name).drop_null().to_pylist())
        found = _joined(values, possible)
        if found and column.rows > SAMPLE:
            found = _joined(_all_values(table, column.name), (found.separator,))
        if found:
            yield _finding(column.name, found)


def _may_be_joined(column: Traits, separators: Sequence[str]) -> bool:
    if column.type != "text" or is_identifier(column.name) or column.letters > LONGEST:
        return False
    several = [
        value for value in column.values if any(len(pieces(value, s)) > 1 for s in separators)
    ]
    return column.distinct > 2 and bool(several)


def _all_values(table: ir.Table, name: str) -> Counter[str]:
    filled: Any = table.filter(table[name].notnull())
    counts = filled.group_by(name).aggregate(n=filled.count())
    frame = engine.fetch(counts.order_by(ibis.desc("n"), name).limit(MOST_VALUES))
    return Counter(dict(zip(frame[name], (int(n) for n in frame["n"]), strict=True)))


def _finding(name: str, found: _Joined) -> Finding:
    return Finding(
        kind="warning",
        message=plural(
            "“{column}” holds several answers in one cell in {n:count} row, joined by "
            "“{separator}”: {options:count} different ones, such as {examples:list}.",
            "“{column}” holds several answers in one cell in {n:count} rows, joined by "
            "“{separator}”: {options:count} different ones, such as {examples:list}.",
            n=found.rows,
            column=name,
            separator=found.separator.strip(),
            options=len(found.options),
            examples=[f"“{option}”" for option in found.options[:SHOWN]],
        ),
        column=name,
        rows=found.rows,
        mends=(Spread(column=name, separator=found.separator, options=found.options),),
    )


def _joined(values: Mapping[str, int], separators: Sequence[str]) -> _Joined | None:
    blank_behind = any(", " in value for value in values)
    for separator in separators:
        tried = not (separator == "," and blank_behind and ", " in separators)
        if tried and any(len(pieces(value, separator)) > 1 for value in values):
            found = _joined_by(values, separator)
            if found:
                return found
    return None


def _are_numbers(values: Mapping[str, int]) -> bool:
    """Tell whether commas are part of numbers (1,234), not between coded answers (1,2,5)."""
    if not all(_NUMBERS.fullmatch(value) for value in values):
        return False
    cut = [pieces(value, ",") for value in values]
    codes = all(len(piece) <= 2 for parts in cut for piece in parts)
    return not (codes and any(len(parts) > 2 for parts in cut))


def _joined_by(values: Mapping[str, int], separator: str) -> _Joined | None:
    """Tell whether values are made of few options, of which some stand alone as well.

    Free text fails because its pieces seldom come back, two-part values ("Austin, TX") because
    their pieces never stand alone, paths because a piece comes twice.
    """
    if separator.strip() == "," and _are_numbers(values):
        return None
    cut = {value: pieces(value, separator) for value in values}
    if not _comes_back(cut, values):
        return None
    cut = {value: _whole(parts, separator) for value, parts in cut.items()}
    cut = _with_continuations(cut, values, separator)
    filled = sum(values.values())
    counts = _counts(cut, values)
    least = max(2, math.ceil(0.005 * filled))
    options = tuple(piece for piece, n in counts.most_common() if n >= least)
    if not 2 <= len(options) <= MOST_OPTIONS:
        return None
    several = [value for value, parts in cut.items() if len(parts) > 1]
    rows = sum(values[value] for value in several)
    if len(several) < 2 or rows < 0.01 * filled:
        return None
    if not _made_of(options, cut, values, separator):
        return None
    return _Joined(separator=separator, options=options, rows=rows)


def _comes_back(cut: Mapping[str, Sequence[str]], values: Mapping[str, int]) -> bool:
    """Rule free text out early: few of its pieces are among the most frequent ones."""
    counts = _counts(cut, values)
    frequent = sum(n for _, n in counts.most_common(MOST_PIECES) if n > 1)
    return 2 * frequent >= counts.total()


def _counts(cut: Mapping[str, Sequence[str]], values: Mapping[str, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for value, parts in cut.items():
        for piece in dict.fromkeys(parts):
            counts[piece] += values[value]
    return counts


def _made_of(
    options: Sequence[str],
    cut: Mapping[str, Sequence[str]],
    values: Mapping[str, int],
    separator: str,
) -> bool:
    answers = Answers(separator, options)
    alone: set[int] = set()
    leading: set[int] = set()
    several: set[int] = set()
    wholly = twice = joined = 0
    for value in cut:
        numbers, others = answers.found_in(value)
        wholly += 0 if others else values[value]
        if len(numbers) == 1 and not others:
            alone.update(numbers)
        elif len(numbers) > 1:
            several.update(numbers)
            joined += values[value]
            twice += values[value] if len(set(numbers)) < len(numbers) else 0
        leading.update(numbers[:1])
    return (
        wholly >= 0.8 * sum(values.values())
        and twice <= 0.02 * joined
        and bool(alone & several)
        and len(leading) >= max(min(3, len(options)), len(options) / 2)
        and 2 * len(several) >= len(options)
    )


def _whole(parts: Sequence[str], separator: str) -> list[str]:
    """Put pieces together whose brackets the cut has torn apart."""
    whole: list[str] = []
    for position, piece in enumerate(parts):
        torn = bool(whole) and _is_open(whole[-1])
        if torn and not _is_open(separator.join([whole[-1], *parts[position:]])):
            whole[-1] += separator + piece
        else:
            whole.append(piece)
    return whole


def _is_open(text: str) -> bool:
    return any(text.count(opening) > text.count(end) for opening, end in _CLOSING.items())


def _with_continuations(
    cut: Mapping[str, Sequence[str]], values: Mapping[str, int], separator: str
) -> dict[str, list[str]]:
    """Put pieces that never begin a cell behind the piece before: "Yes, but rarely" is one option.

    A piece counts as such if it begins with a small letter where the others begin with a capital,
    or if it comes ten times and always behind the same piece.
    """
    counts = _counts(cut, values)
    first = {parts[0] for parts in cut.values() if parts}
    before: dict[str, set[str]] = {}
    for parts in cut.values():
        for piece, follower in pairwise(parts):
            before.setdefault(follower, set()).add(piece)
    capitals = sum(not piece[0].islower() for piece in first) >= 0.8 * len(first)
    continued = {
        piece
        for piece, n in counts.items()
        if piece not in first
        and n >= 2
        and ((capitals and piece[0].islower()) or (n >= 10 and len(before[piece]) == 1))
    }
    joined: dict[str, list[str]] = {}
    for value, parts in cut.items():
        joined[value] = []
        for piece in parts:
            if piece in continued:
                joined[value][-1] += separator + piece
            else:
                joined[value].append(piece)
    return joined
