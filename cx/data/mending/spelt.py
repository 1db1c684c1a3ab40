"""The step by which a person says how the values of a column are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import ibis.expr.types as ir

from cx.data.mending.step import Step, register
from cx.data.spelling.verdict import Spelling
from cx.wording import Message, msg


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Spelt(Step):
    """How the values of a column are read: the day first, a decimal comma, as text.

    It is obeyed while the cells become a typed table; afterwards there is nothing left to do.

    Attributes:
        column: where.
        spelling: a code of `cx.data.spelling.verdict.Spelling`.
    """

    op: ClassVar[str] = "spelt"
    column: str
    spelling: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sentence(self) -> Message:
        return msg(
            "“{column}” is read as {spelling}.",
            column=self.column,
            spelling=Spelling.from_code(self.spelling).sentence(),
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        return table[self.column].notnull()

    def applied(self, table: ir.Table) -> ir.Table:
        return table
