"""Steps that change what stands in the cells of a column, or the columns themselves."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

import ibis
import ibis.expr.types as ir

from cx.data.mending.distinct import each_value
from cx.data.mending.step import Step, register
from cx.wording import Message, msg

SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfColumn(Step):
    """A step on one column."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        """Tell which rows have a value in the column."""
        return table[self.column].notnull()


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(_OfColumn):
    """Some values stand for none: 0 on a scale from 1 to 5, 99, the first of January 1970.

    Attributes:
        column: where.
        values: as text, numbers or ISO dates; dates without a time of day mean the whole day.
    """

    op: ClassVar[str] = "missing"
    values: tuple[str | float, ...]

    def sentence(self) -> Message:
        return msg(
            "In “{column}”, {values:list} counts as missing.",
            column=self.column,
            values=[f"{value:g}" if isinstance(value, float) else value for value in self.values],
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        return _equals_any(table[self.column], self.values)

    def applied(self, table: ir.Table) -> ir.Table:
        column: Any = table[self.column]
        cleared = ibis.ifelse(self.touched(table), ibis.null(column.type()), column)
        return table.mutate(**{self.column: cleared})


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered(_OfColumn):
    """Words in order become numbers: very dissatisfied 1 … very satisfied 5.

    Attributes:
        column: where.
        words: each word with its number; a word that is not among them becomes missing.
    """

    op: ClassVar[str] = "numbered"
    words: tuple[tuple[str, float], ...]

    def sentence(self) -> Message:
        return msg(
            "In “{column}”, words become numbers: {words:list}.",
            column=self.column,
            words=[f"{word} = {number:g}" for word, number in self.words],
        )

    def unexpected(self, table: ir.Table) -> ir.BooleanValue:
        word: Any = table[self.column].cast("string").strip()
        return word.notin([word for word, _ in self.words])

    def applied(self, table: ir.Table) -> ir.Table:
        column: Any = table[self.column].cast("string").strip()
        pairs = [(column == word, float(number)) for word, number in self.words]
        return table.mutate(**{self.column: ibis.cases(*pairs).cast("float64")})


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed(_OfColumn):
    """A rating on which low is good is turned round.

    Attributes:
        column: where.
        low: the lowest possible rating.
        high: the highest.
    """

    op: ClassVar[str] = "reversed"
    low: float
    high: float

    def sentence(self) -> Message:
        return msg(
            "“{column}” is turned round: {low:number} becomes {high:number}.",
            column=self.column,
            low=self.low,
            high=self.high,
        )

    def applied(self, table: ir.Table) -> ir.Table:
        column: Any = table[self.column]
        turned = (self.low + self.high - column).cast(column.type())
        return table.mutate(**{self.column: turned})


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Unescaped(_OfColumn):
    """Signs of web pages such as &amp; and &#39; become the signs that they stand for."""

    op: ClassVar[str] = "unescaped"

    def sentence(self) -> Message:
        return msg(
            "In “{column}”, signs written for web pages (&amp;, &#39;) become plain signs.",
            column=self.column,
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        column: Any = table[self.column]
        return column.re_search("&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")

    def applied(self, table: ir.Table) -> ir.Table:
        return table.mutate(**{self.column: _unescaped(table[self.column])})


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(_OfColumn):
    """A column is not kept."""

    op: ClassVar[str] = "dropped"

    def sentence(self) -> Message:
        return msg("“{column}” is not kept.", column=self.column)

    def applied(self, table: ir.Table) -> ir.Table:
        return table.drop(self.column)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Step):
    """A column that the file lacks, the same for every row: the event of a list of orders.

    Attributes:
        column: its name.
        value: what stands in each row.
    """

    op: ClassVar[str] = "constant"
    column: str
    value: str

    @property
    def columns(self) -> tuple[str, ...]:
        return ()

    def sentence(self) -> Message:
        return msg(
            "Every row gets “{value}” in a new column “{column}”.",
            value=self.value,
            column=self.column,
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:  # noqa: ARG002 - every row
        return ibis.literal(value=True)

    def applied(self, table: ir.Table) -> ir.Table:
        return table.mutate(**{self.column: ibis.literal(self.value)})


def _equals_any(column: Any, values: tuple[str | float, ...]) -> ir.BooleanValue:
    kind = column.type()
    if kind.is_numeric():
        return column.isin([float(value) for value in values])
    if kind.is_temporal():
        days = [datetime.fromisoformat(str(value)).date() for value in values]
        return column.cast("date").isin(days)
    return column.cast("string").strip().isin([str(value) for value in values])


@ibis.udf.scalar.pyarrow
def _unescaped(text: str) -> str:
    plain: str = each_value(text, _plain_signs)
    return plain


def _plain_signs(text: str) -> str:
    return html.unescape(text) if "&" in text else text
