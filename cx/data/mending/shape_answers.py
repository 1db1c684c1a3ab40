"""Questions whose answers stand in a column for each option: ticked ones and ranked ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import ibis
import ibis.expr.types as ir

from cx.data.mending.step import Step, register
from cx.errors import CxError
from cx.wording import Message, msg


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked(Step):
    """Columns that hold the option where it was ticked, else nothing, become yes and no.

    A row in which all of them are empty was not answered and stays missing in all of them.

    Attributes:
        options: a column for each option. A cell with anything in it (the option's text, 1, x, ✓)
            was ticked; the number 0 and the truth value no were not.
        unticked: texts that say that an option was not ticked, as “Not selected”.
        other: columns with words of one's own to the same question. They stay as they are; who
            wrote something there has answered.
    """

    op: ClassVar[str] = "ticked"
    options: tuple[str, ...]
    unticked: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.options, *self.other)

    def sentence(self) -> Message:
        return msg(
            "{n:count} columns, from “{first}” to “{last}”, become yes where the option was ticked "
            "and no where not; a row without any answer is missing in all of them.",
            n=len(self.options),
            first=self.options[0],
            last=self.options[-1],
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        """Tell which rows have an answer to the question."""
        return ibis.or_(*(_filled(table[name]) for name in self.columns))

    def applied(self, table: ir.Table) -> ir.Table:
        answered = self.touched(table)
        missing = ibis.null("boolean")
        return table.mutate(
            **{
                name: ibis.ifelse(answered, self._ticked(table[name]), missing)
                for name in self.options
            }
        )

    def _ticked(self, column: Any) -> ir.BooleanValue:
        kind = column.type()
        no = ibis.literal(value=False)
        if kind.is_boolean():
            return column.fill_null(no)
        if kind.is_numeric():
            return (column != 0).fill_null(no)
        if not self.unticked:
            return _filled(column)
        text = column.cast("string").strip()
        return _filled(column) & ~text.isin(self.unticked)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked(Step):
    """A ranking, 1 for the best, gives a column with what was ranked first.

    The ranks stay as they are: lower is better. Where nothing or more than one thing has rank 1,
    the new value is missing.

    Attributes:
        ranks: the columns of the ranks, one for each thing that was ranked.
        items: what the things are called, in the same order.
        to: name of the new column.

    Raises:
        CxError: there is a column of that name already, or a column holds no numbers.
    """

    op: ClassVar[str] = "ranked"
    ranks: tuple[str, ...]
    items: tuple[str, ...]
    to: str

    @property
    def columns(self) -> tuple[str, ...]:
        return self.ranks

    def sentence(self) -> Message:
        return msg("A new column “{to}” says what was ranked first.", to=self.to)

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        """Tell which rows have something in first place."""
        return ibis.or_(*(self._first(table, name) for name in self.ranks))

    def applied(self, table: ir.Table) -> ir.Table:
        require_new(table, self.to)
        firsts = [self._first(table, name) for name in self.ranks]
        count: Any = sum((first.cast("int64") for first in firsts), ibis.literal(0))
        pairs = [
            (first & (count == 1), item) for first, item in zip(firsts, self.items, strict=True)
        ]
        return table.mutate(**{self.to: ibis.cases(*pairs)})

    @staticmethod
    def _first(table: ir.Table, name: str) -> ir.BooleanValue:
        column = require_numbers(table, name)
        return (column == 1).fill_null(ibis.literal(value=False))


def require_new(table: ir.Table, name: str) -> None:
    """Refuse a name that engines cannot tell from one that is there."""
    if name.casefold() in {other.casefold() for other in table.columns}:
        raise CxError(
            msg(
                "There is a column “{column}” already. Choose another name for the new one.",
                column=name,
            )
        )


def require_numbers(table: ir.Table, name: str) -> Any:
    """Return a column of numbers, or refuse it."""
    column: Any = table[name]
    if not column.type().is_numeric():
        raise CxError(
            msg(
                "“{column}” is needed as numbers and holds something else. Refuse this mend, or "
                "put the column right first.",
                column=name,
            )
        )
    return column


def _filled(column: Any) -> ir.BooleanValue:
    if not column.type().is_string():
        return column.notnull()
    return (column.strip() != "").fill_null(ibis.literal(value=False))
