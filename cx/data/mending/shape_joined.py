"""Several answers in one cell, joined by a comma or another sign, become columns of yes and no."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Final

import ibis
import ibis.expr.types as ir

from cx.data.mending.distinct import each_value
from cx.data.mending.step import Step, register
from cx.wording import Message, msg

OTHER: Final = "other"


def pieces(text: str, separator: str) -> list[str]:
    """Cut a text at its separators; blanks around a piece and empty pieces go.

    >>> pieces("By mail;By phone; ", ";")
    ['By mail', 'By phone']
    """
    return [piece for part in text.split(separator) if (piece := part.strip())]


class Answers:
    """Finds the options that a cell holds, also those that contain the separator themselves.

    Of all ways to cut a cell into options and other text the one with the least other text is
    taken, and of these the one with the fewest, so the longest, options.
    """

    def __init__(self, separator: str, options: Sequence[str]) -> None:
        self._separator = separator
        self._options: dict[str, list[tuple[int, list[str]]]] = {}
        for number, option in enumerate(options):
            cut = pieces(option, separator)
            if cut:
                self._options.setdefault(cut[0], []).append((number, cut))

    def found_in(self, text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Return the numbers of the options in a text, in its order, and the pieces left over."""
        cut = pieces(text, self._separator)
        # for each start: pieces left over, options, where the next begins, number of the option
        best: list[tuple[int, int, int, int]] = [(0, 0, 0, -1)] * (len(cut) + 1)
        for start in range(len(cut) - 1, -1, -1):
            left, used, *_ = best[start + 1]
            ways = [(left + 1, used, start + 1, -1)]
            for number, option in self._options.get(cut[start], ()):
                end = start + len(option)
                if cut[start:end] == option:
                    ways.append((best[end][0], best[end][1] + 1, end, number))
            best[start] = min(ways, key=lambda way: (way[0], way[1], -way[2]))
        numbers: list[int] = []
        others: list[str] = []
        start = 0
        while start < len(cut):
            *_, end, number = best[start]
            if number < 0:
                others.append(cut[start])
            else:
                numbers.append(number)
            start = end
        return tuple(numbers), tuple(others)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Step):
    """Cells that hold several answers give a yes/no column for each option.

    The column itself stays. A new column is called “question – option”; what is none of the
    options is kept in “question – other”. A row without an answer is missing in all of them.

    Attributes:
        column: where the answers are.
        separator: what stands between them.
        options: the answers that could be given; they may contain the separator.
    """

    op: ClassVar[str] = "spread"
    column: str
    separator: str
    options: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sentence(self) -> Message:
        return msg(
            "“{column}” holds several answers in a cell; each of these gets a column with yes or "
            "no: {options:list}.",
            column=self.column,
            options=[f"“{option}”" for option in self.options],
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        return table[self.column].notnull()

    def applied(self, table: ir.Table) -> ir.Table:
        given = (
            table[self.column].cast("string"),
            ibis.literal(self.separator),
            ibis.literal(json.dumps(self.options, ensure_ascii=False)),
        )
        marks = _marks(*given).nullif("")
        names = _free_names(
            [f"{self.column} – {name}" for name in (*self.options, OTHER)], table.columns
        )
        new: dict[str, ir.Value] = {
            name: marks.contains(f";{number};") for number, name in enumerate(names[:-1])
        }
        new[names[-1]] = _rest(*given).nullif("")
        return table.mutate(**new)


def _free_names(wanted: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Number the names that engines could not tell from others."""
    seen = {name.casefold() for name in taken}
    names = []
    for base in wanted:
        name, copy = base, 1
        while name.casefold() in seen:
            copy += 1
            name = f"{base} ({copy})"
        seen.add(name.casefold())
        names.append(name)
    return names


@lru_cache(maxsize=64)
def _answers(separator: str, options: str) -> Answers:
    return Answers(separator, json.loads(options))


# the engine hands over a few thousand rows at a time, in which the same answers come back
@lru_cache(maxsize=1 << 14)
def _found(text: str, separator: str, options: str) -> tuple[str, str]:
    numbers, others = _answers(separator, options).found_in(text)
    if not numbers and not others:
        return "", ""
    return ";" + "".join(f"{number};" for number in numbers), separator.join(others)


def _each(part: int, column: Any, separator: Any, options: Any) -> Any:
    joined_by, known = separator[0].as_py(), options[0].as_py()
    return each_value(column, lambda text: _found(text, joined_by, known)[part])


@ibis.udf.scalar.pyarrow
def _marks(text: str, separator: str, options: str) -> str:
    """Write the numbers of the options in a cell between semicolons; nothing for no answer."""
    return _each(0, text, separator, options)  # type: ignore[no-any-return]


@ibis.udf.scalar.pyarrow
def _rest(text: str, separator: str, options: str) -> str:
    """Write what none of the options accounts for, joined as it was."""
    return _each(1, text, separator, options)  # type: ignore[no-any-return]
