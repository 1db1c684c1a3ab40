"""Steps that leave rows out, each with the reason that stands beside the row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import ibis
import ibis.expr.types as ir

from cx.data.mending.step import ROW, RowStep, register
from cx.wording import Message, msg


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(RowStep):
    """Rows that hold one of some values in a column: previews, tests, answers not finished.

    Attributes:
        column: where.
        values: as text; yes/no columns hold "true" and "false".
    """

    op: ClassVar[str] = "left out"
    column: str
    values: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sentence(self) -> Message:
        return msg(
            "Rows with {values:list} in “{column}” are left out.",
            values=[f"“{value}”" for value in self.values],
            column=self.column,
        )

    def reason(self) -> Message:
        return msg(
            "“{column}” is {values:list}",
            column=self.column,
            values=[f"“{value}”" for value in self.values],
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        column: Any = table[self.column].cast("string").strip()
        return column.isin(self.values)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Period(RowStep):
    """Only rows of a period are used, as where the scale changed on a day.

    Attributes:
        column: of dates or times.
        since: first moment that is used, ISO; none if empty.
        until: first moment that is not used any more, ISO; none if empty.
    """

    op: ClassVar[str] = "period"
    column: str
    since: str = ""
    until: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sentence(self) -> Message:
        if self.since and self.until:
            return msg(
                "Only rows from {since:date} on and before {until:date} are used.",
                since=self.since,
                until=self.until,
            )
        if self.since:
            return msg("Only rows from {since:date} on are used.", since=self.since)
        return msg("Only rows before {until:date} are used.", until=self.until)

    def reason(self) -> Message:
        return msg("“{column}” lies outside of the period that is used", column=self.column)

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        column: Any = table[self.column].cast("timestamp")
        outside = ibis.literal(value=False)
        if self.since:
            outside |= column < datetime.fromisoformat(self.since)
        if self.until:
            outside |= column >= datetime.fromisoformat(self.until)
        return outside


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class OnePer(RowStep):
    """Of rows that agree in some columns only the first is used.

    Attributes:
        key: the columns; all of the table if empty, for rows that repeat another one wholly.
    """

    op: ClassVar[str] = "one per"
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return self.key

    def sentence(self) -> Message:
        if not self.key:
            return msg("Of rows that are the same in every cell, only the first is used.")
        return msg(
            "Of rows with the same {key:list}, only the first is used.",
            key=[f"“{name}”" for name in self.key],
        )

    def reason(self) -> Message:
        if not self.key:
            return msg("the same as an earlier row in every cell")
        return msg("a further row with the same {key:list}", key=[f"“{name}”" for name in self.key])

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        key = self.key or tuple(name for name in table.columns if name != ROW)
        rows = ibis.window(group_by=list(key), order_by=ROW)
        repeated: Any = ibis.row_number().over(rows) > 0
        if not self.key:
            return repeated
        there = [table[name].notnull() for name in key]
        return repeated & ibis.and_(*there)
