"""Totals of a group or a day are laid out as the people that they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.mending.shape_answers import require_numbers
from cx.data.mending.step import ROW, Step, register
from cx.errors import CxError
from cx.wording import Message, msg, plural

MOST_PEOPLE: Final = 50_000_000

_PERSON: Final = "_cx_person"
_SHOWN: Final = 5


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Units(Step):
    """A row that counts people becomes as many rows, of which as many say yes as did something.

    Of 687 visitors with 134 sign-ups, 134 rows are yes and 553 no. Which of the people it was is
    not known: shares and their intervals are right, what goes along with what is not to be read
    from the rows. Where a success has no value, it is missing for all people of the row, so that
    they do not count. A row that counts nobody gives no row.

    Attributes:
        count: the column that counts the people (or visits, or views).
        successes: how many of them did something, a column each; they become yes and no.
        totals: further columns with totals of the row; they say nothing about one person and go.

    Raises:
        CxError: a count is negative or no whole number, or is missing where successes are known;
            more successes than people; or more than 50 million people.
    """

    op: ClassVar[str] = "units"
    count: str
    successes: tuple[str, ...]
    totals: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.count, *self.successes, *self.totals)

    def sentence(self) -> Message:
        if self.totals:
            return plural(
                "Each row becomes as many rows as “{count}” says, one for each of them, with yes "
                "or no for {successes:list}; {totals:list} is not kept.",
                "Each row becomes as many rows as “{count}” says, one for each of them, with yes "
                "or no for {successes:list}; {totals:list} are not kept.",
                n=len(self.totals),
                count=self.count,
                successes=[f"“{name}”" for name in self.successes],
                totals=[f"“{name}”" for name in self.totals],
            )
        return msg(
            "Each row becomes as many rows as “{count}” says, one for each of them, with yes or no "
            "for {successes:list}.",
            count=self.count,
            successes=[f"“{name}”" for name in self.successes],
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        return table[self.count].notnull()

    def applied(self, table: ir.Table) -> ir.Table:
        self._refuse_impossible(table)
        people = table.mutate(
            **{name: table[name].cast("int64") for name in self.successes},
            **{_PERSON: ibis.range(0, table[self.count].cast("int64").fill_null(0)).unnest()},
        )
        answers = {name: people[_PERSON] < people[name] for name in self.successes}
        return people.mutate(**answers).drop(_PERSON, self.count, *self.totals)

    def _refuse_impossible(self, table: ir.Table) -> None:
        count = require_numbers(table, self.count)
        successes = [require_numbers(table, name) for name in self.successes]
        wrong = [_is_no_count(column) for column in (count, *successes)]
        wrong.extend((success > count).fill_null(_NO) for success in successes)
        wrong.append(count.isnull() & ibis.or_(_NO, *(each.notnull() for each in successes)))
        bad = table.filter(ibis.or_(*wrong))
        found = engine.fetch(
            bad.aggregate(
                n=bad.count(), rows=bad[ROW].cast("string").collect(order_by=bad[ROW])
            ).cross_join(table.aggregate(people=count.sum().fill_null(0)))
        )
        n, rows, people = found["n"][0], found["rows"][0], found["people"][0]
        if n:
            raise CxError(self._impossible(int(n), list(rows)))
        if people > MOST_PEOPLE:
            raise CxError(
                msg(
                    "“{count}” adds up to {people:count}. Up to {most:count} can be laid out one "
                    "by one; leave rows out, or choose a smaller count, such as people instead "
                    "of views.",
                    count=self.count,
                    people=int(people),
                    most=MOST_PEOPLE,
                )
            )

    def _impossible(self, n: int, rows: Sequence[str]) -> Message:
        return plural(
            "{n:count} row cannot be laid out as people (row {rows:list} of the file): “{count}” "
            "and {successes:list} have to be whole numbers from 0, and no success larger than "
            "“{count}”. Correct the row or choose other columns.",
            "{n:count} rows cannot be laid out as people (such as rows {rows:list} of the file): "
            "“{count}” and {successes:list} have to be whole numbers from 0, and no success larger "
            "than “{count}”. Correct the rows or choose other columns.",
            n=n,
            rows=rows[:_SHOWN],
            count=self.count,
            successes=[f"“{name}”" for name in self.successes],
        )


_NO: Final = ibis.literal(value=False)


def _is_no_count(column: Any) -> ir.BooleanValue:
    return ((column < 0) | (column != column.floor())).fill_null(_NO)
