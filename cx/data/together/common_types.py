"""One type for a column that several tables have, chosen so that no value is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from cx.data import engine
from cx.data.privacy import mask
from cx.data.together.identifiers import as_text
from cx.data.traits import type_word
from cx.wording import Message, msg, plural

EXACT: Final = 2**53  # up to here a floating-point number holds every whole number
_TEXT: Final = dt.string
_DIGITS: Final = 38


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A column as one table has it.

    Attributes:
        owner: name of the table.
        column: of an Ibis table.
        filled: cells with a value; at least 1 where nobody had to look.
        large: whole numbers beyond what a floating-point number holds exactly.
        other: numbers that are neither 0 nor 1.
        unlike: texts that are no number, or no date, as the other tables hold.
        example: one of them.
    """

    owner: str
    column: Any
    filled: int = 1
    large: int = 0
    other: int = 0
    unlike: int = 0
    example: str | None = None

    @property
    def type(self) -> Any:
        """The type of the column."""
        return self.column.type().copy(nullable=True)

    @property
    def word(self) -> str:
        """The type as a person would call it; "other" for what is none of them."""
        kind = self.type
        usual = kind.is_string() or kind.is_numeric() or kind.is_boolean() or kind.is_date()
        return type_word(kind) if usual or kind.is_timestamp() else "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The type that a column has in the result.

    Attributes:
        type: of an Ibis column.
        notes: what is to be said about it.
        empty: the tables in which the column holds nothing.
    """

    type: Any
    notes: tuple[Message, ...] = ()
    empty: frozenset[str] = frozenset()

    def cast(self, column: Any, owner: str) -> Any:
        """Return the column of a table in this type; text is as a person would write it."""
        if column.type() == self.type:
            return column
        if owner in self.empty:
            return ibis.null(self.type)
        return as_text(column) if self.type.is_string() else column.cast(self.type)


def settled(
    tables: Mapping[str, ir.Table], columns: Mapping[str, Mapping[str, str]]
) -> dict[str, Settled]:
    """Settle the types of all columns.

    Args:
        tables: by name.
        columns: name of the column in the result → table → its own name there.
    """
    held = {
        name: [Held(owner=table, column=tables[table][own]) for table, own in owners.items()]
        for name, owners in columns.items()
    }
    differing = {
        name: found for name, found in held.items() if len({str(item.type) for item in found}) > 1
    }
    looked = _looked_at(tables, differing)
    return {
        name: _settled(name, looked[name]) if name in looked else Settled(type=found[0].type)
        for name, found in held.items()
    }


def _looked_at(
    tables: Mapping[str, ir.Table], differing: Mapping[str, Sequence[Held]]
) -> dict[str, list[Held]]:
    """Look into the columns whose types differ, with one query for each table."""
    found: dict[str, list[Held]] = {name: [] for name in differing}
    for owner, table in tables.items():
        here = {n: h for n, items in differing.items() for h in items if h.owner == owner}
        if not here:
            continue
        words = {name: {item.word for item in differing[name]} for name in here}
        asked = {
            f"{measure} {at}": value
            for at, (name, item) in enumerate(here.items())
            for measure, value in _measures(item, words[name]).items()
        }
        row = engine.fetch(table.aggregate(**asked)).iloc[0]
        for at, (name, item) in enumerate(here.items()):
            found[name].append(_measured(item, row, at))
    return found


def _measures(item: Held, words: set[str]) -> dict[str, Any]:
    column = item.column
    asked = {"filled": column.count()}
    if item.word == "number":
        most = EXACT // 10 ** ((item.type.is_decimal() and item.type.scale) or 0)
        asked["other"] = (~column.isin([0, 1])).sum()
        if not item.type.is_floating():
            asked["large"] = ((column > most) | (column < -most)).sum()
    elif item.word == "text" and words & {"number", "date", "time"}:
        target = "float64" if "number" in words else "timestamp"
        unlike = column.notnull() & column.try_cast(target).isnull()
        asked["unlike"] = unlike.sum()
        asked["example"] = column.min(where=unlike)
    return asked


def _measured(item: Held, row: Any, at: int) -> Held:
    def count(measure: str) -> int:
        value = row.get(f"{measure} {at}")
        return 0 if value is None or value != value else int(value)  # noqa: PLR0124 - NaN

    example = row.get(f"example {at}")
    return replace(
        item,
        filled=count("filled"),
        large=count("large"),
        other=count("other"),
        unlike=count("unlike"),
        example=example if isinstance(example, str) else None,
    )


def _settled(name: str, held: Sequence[Held]) -> Settled:
    """Choose the type that holds every value; a column without any takes that of the others."""
    filled = [item for item in held if item.filled] or list(held[:1])
    empty = frozenset(item.owner for item in held if item not in filled)
    return replace(_of_filled(name, filled), empty=empty)


def _of_filled(name: str, filled: Sequence[Held]) -> Settled:
    kinds = {str(item.type): item.type for item in filled}
    words = {item.word for item in filled}
    if len(kinds) == 1:
        return Settled(type=filled[0].type)
    if words == {"number"}:
        return _number(name, filled)
    if words <= {"date", "time"}:
        return _time(name, filled)
    if words == {"yes/no", "number"} and not any(item.other for item in filled):
        note = msg(
            "“{column}” holds yes and no in {answers:list} and 1 and 0 in {numbers:list}; in the "
            "result it holds 1 and 0.",
            column=name,
            answers=_owners(filled, "yes/no"),
            numbers=_owners(filled, "number"),
        )
        return Settled(type=dt.int64, notes=(note,))
    return Settled(type=_TEXT, notes=_text_notes(name, filled))


def _number(name: str, held: Sequence[Held]) -> Settled:
    kinds = [item.type for item in held]
    floating = any(kind.is_floating() for kind in kinds)
    if floating and not any(item.large for item in held):
        return Settled(type=dt.float64)
    if not floating:
        whole = all(kind.is_integer() for kind in kinds)
        if whole and not any(kind.is_unsigned_integer() and kind.nbytes == 8 for kind in kinds):
            return Settled(type=dt.int64)
        scale = max((kind.scale or 0) for kind in kinds if kind.is_decimal()) if not whole else 0
        before = max(
            kind.precision - (kind.scale or 0) if kind.is_decimal() else 20 for kind in kinds
        )
        if before + scale <= _DIGITS:
            return Settled(type=dt.Decimal(before + scale, scale))
    note = msg(
        "“{column}” holds numbers that are too long to be kept with decimals beside them; in the "
        "result it is text, digit for digit.",
        column=name,
    )
    return Settled(type=_TEXT, notes=(note,))


def _time(name: str, held: Sequence[Held]) -> Settled:
    days = _owners(held, "date")
    if not days:
        return Settled(type=dt.timestamp)
    note = msg(
        "“{column}” holds days in {days:list} and times in {times:list}; a day counts as its first "
        "moment.",
        column=name,
        days=days,
        times=_owners(held, "time"),
    )
    return Settled(type=dt.timestamp, notes=(note,))


def _text_notes(name: str, held: Sequence[Held]) -> tuple[Message, ...]:
    texts, others = _owners(held, "text"), [item for item in held if item.word != "text"]
    if not texts:
        note = msg(
            "“{column}” holds different things in {tables:list}; in the result it is text.",
            column=name,
            tables=tuple(f"“{item.owner}”" for item in held),
        )
        return (note,)
    told = msg(
        "“{column}” is text in {texts:list} and not in {others:list}; in the result it is text and "
        "cannot be computed with.",
        column=name,
        texts=texts,
        others=tuple(f"“{item.owner}”" for item in others),
    )
    return told, *(_unlike(name, item) for item in held if item.unlike and item.example)


def _unlike(name: str, item: Held) -> Message:
    return plural(
        "In “{column}” of “{table}”, {n:count} value does not fit the other tables: “{example}”. "
        "Mend it there and bring the tables together again.",
        "In “{column}” of “{table}”, {n:count} values do not fit the other tables, such as "
        "“{example}”. Mend them there and bring the tables together again.",
        n=item.unlike,
        column=name,
        table=item.owner,
        example=mask(str(item.example)),
    )


def _owners(held: Sequence[Held], word: str) -> tuple[str, ...]:
    return tuple(f"“{item.owner}”" for item in held if item.word == word)
