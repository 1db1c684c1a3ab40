"""Steps that bring answers spread over columns, or people counted in rows, into usual shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

import ibis
import ibis.expr.types as ir

from cx.data.mending.shape_answers import Ranked, Ticked, require_new
from cx.data.mending.shape_joined import Spread
from cx.data.mending.shape_totals import Units
from cx.data.mending.step import Step, register
from cx.errors import CxError
from cx.wording import Message, msg

__all__ = ["CLOCK", "Ranked", "Renamed", "Spread", "Ticked", "Together", "Units"]

# the half of the day, hours, minutes, seconds, and the half of the day where it stands behind
CLOCK: Final = (
    r"^\s*(上午|下午|[AaPp]\.?[Mm]\.?)?\s*"
    r"([01]?[0-9]|2[0-3])[:：hH]([0-5][0-9])(?:[:：]([0-5][0-9])(?:\.[0-9]+)?)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*$"
)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Step):
    """A column gets another name.

    Attributes:
        column: what it is called.
        to: what it will be called.

    Raises:
        CxError: another column has that name.
    """

    op: ClassVar[str] = "renamed"
    column: str
    to: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sentence(self) -> Message:
        return msg("“{column}” is called “{to}”.", column=self.column, to=self.to)

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        """Tell that no value is touched."""
        return ibis.literal(value=False) & table[self.column].isnull()

    def applied(self, table: ir.Table) -> ir.Table:
        require_new(table.drop(self.column), self.to)
        return table.rename({self.to: self.column})


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Together(Step):
    """A date and a time of day from two columns become one time in a new column.

    Attributes:
        date: a column of dates.
        time: a column of texts such as 9:30, 21:05:10, 9:30 PM or 下午 2:05. Other texts, and
            rows without a date or without a time of day, have no time.
        to: name of the new column.

    Raises:
        CxError: there is a column of that name already, or `date` holds no dates.
    """

    op: ClassVar[str] = "together"
    date: str
    time: str
    to: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.date, self.time)

    def sentence(self) -> Message:
        return msg(
            "“{date}” and “{time}” are put together as a time in a new column “{to}”.",
            date=self.date,
            time=self.time,
            to=self.to,
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        return table[self.date].notnull() & table[self.time].notnull()

    def applied(self, table: ir.Table) -> ir.Table:
        require_new(table, self.to)
        date: Any = table[self.date]
        if not date.type().is_temporal():
            raise CxError(
                msg(
                    "“{column}” is needed as dates and holds something else. Refuse this mend, or "
                    "put the column right first.",
                    column=self.date,
                )
            )
        midnight = date.cast("date").cast("timestamp")
        return table.mutate(**{self.to: midnight + _seconds(table[self.time]).as_interval("s")})


def _seconds(column: Any) -> Any:
    """Give the seconds since midnight, missing where a text is no time of day."""
    text = column.cast("string")
    half = (text.re_extract(CLOCK, 1) + text.re_extract(CLOCK, 5)).upper()
    hours, minutes, seconds = (
        text.re_extract(CLOCK, group).nullif("").cast("int64") for group in (2, 3, 4)
    )
    late = half.startswith("P") | half.startswith("下")
    early = half.startswith("A") | half.startswith("上")
    hour = ibis.cases(
        (late & (hours < 12), hours + 12), (early & (hours == 12), ibis.literal(0)), else_=hours
    )
    return hour * 3600 + minutes * 60 + seconds.fill_null(0)
