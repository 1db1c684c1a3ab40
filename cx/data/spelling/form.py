"""How the values of one column are written: a value that a recipe keeps and the engine obeys."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final, Literal, Self

from cx.data.spelling.number_sql import number_sql
from cx.data.spelling.sentences import example_of, sentence_of
from cx.data.spelling.time_sql import time_sql
from cx.data.spelling.truth_sql import truth_sql
from cx.errors import CxError
from cx.wording import Message, msg

Kind = Literal["text", "integer", "decimal", "truth", "date", "time", "time with zone"]
Order = Literal[
    "", "ymd", "dmy", "mdy", "eight digits", "serial", "serial 1904", "unix", "unix ms", "unix us"
]
Thousands = Literal["", ",", ".", " ", "'", "indian"]
Negative = Literal["-", "trailing", "parentheses"]

# The share of values that must be written alike before a column is more than text.
ENOUGH: Final = 0.98

NUMBERS: Final = frozenset({"integer", "decimal"})
TIMES: Final = frozenset({"date", "time", "time with zone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How the values of one column are written, and so what they mean.

    Attributes:
        kind: what the values become; a time with a zone becomes the time in UTC.
        decimal: the mark before the decimals, "." or ",".
        thousands: what may stand between the thousands; " " is any kind of space, "'" also ’, and
            "indian" the comma of 1,23,456.
        negative: how a negative number is marked beside a leading minus: 5- or (5).
        percent: every number has a percent sign and is kept as a share (12 % is 0.12).
        currency: the currency that every number is marked with, a key of the vocabulary.
        bare: numbers without the currency count, too.
        unit: the unit that stands behind every number; it is not converted.
        wide: digits may be full-width (１２).
        order: of day, month and year, or the way in which a number counts time.
        month_names: the month is a word.
        short_years: years of two digits occur: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to
            1999 (POSIX, strptime).
        meridiem: the time of day is that of a twelve-hour clock, with AM or PM (上午, 下午).
        yes: the word for yes, in small letters.
        no: the word for no.
    """

    kind: Kind = "text"
    decimal: Literal[".", ","] = "."
    thousands: Thousands = ""
    negative: Negative = "-"
    percent: bool = False
    currency: str = ""
    bare: bool = False
    unit: str = ""
    wide: bool = False
    order: Order = ""
    month_names: bool = False
    short_years: bool = False
    meridiem: bool = False
    yes: str = ""
    no: str = ""

    def sql(self, column: str) -> str:
        """Return the SQL (DuckDB) that gives the value of a text column.

        A text that is not written exactly so becomes NULL. Nothing is rounded but for two things:
        fractions of a second are kept to the microsecond, those of a serial to the millisecond.

        Args:
            column: an identifier, such as `c3`.
        """
        if self.kind in NUMBERS:
            return number_sql(self, column)
        if self.kind in TIMES:
            return time_sql(self, column)
        return truth_sql(self, column) if self.kind == "truth" else column

    def sentence(self) -> Message:
        """Say how the values are written, to stand in a sentence or a list of choices."""
        return sentence_of(self)

    def example(self) -> str:
        """Return a value that is written so; empty for texts."""
        return example_of(self)

    @property
    def code(self) -> str:
        """The spelling in short, for recipes and lists of choices.

        >>> Spelling(kind="date", order="dmy").code
        'date;order=dmy'
        """
        return ";".join([self.kind, *(f"{name}={_written(self, name)}" for name in self._told())])

    @classmethod
    def from_code(cls, code: str) -> Self:
        """Read what `code` wrote.

        Raises:
            CxError: it is no such text.

        >>> Spelling.from_code("date;order=dmy").order
        'dmy'
        """
        kind, *told = code.split(";")
        values = dict(pair.split("=", 1) for pair in told if "=" in pair)
        known = {each.name: each.default for each in fields(cls) if each.name != "kind"}
        kinds = {"text", "truth"} | NUMBERS | TIMES
        if kind not in kinds or len(values) < len(told) or not values.keys() <= known.keys():
            raise CxError(
                msg(
                    "“{code}” does not say how values are written. Choose how the column is "
                    "written again.",
                    code=code,
                )
            )
        typed = {n: v == "yes" if isinstance(known[n], bool) else v for n, v in values.items()}
        return cls(kind=kind, **typed)  # type: ignore[arg-type]

    def _told(self) -> list[str]:
        """Return the names of the fields that differ from what is usual."""
        return [
            each.name
            for each in fields(self)
            if each.name != "kind" and getattr(self, each.name) != each.default
        ]


def _written(spelling: Spelling, name: str) -> str:
    value = getattr(spelling, name)
    return "yes" if value is True else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """How a column is written, as far as its values tell.

    Attributes:
        best: the reading to take.
        others: readings that are as possible and give other values: a person has to choose.
        fits: how many values are written as `best` says.
        values: how many values there are; words for no value among numbers are not counted.
        misfits: some of the values that are not written so.
        reason: why, where that is worth telling.
    """

    best: Spelling = field(default_factory=Spelling)
    others: tuple[Spelling, ...] = ()
    fits: int
    values: int
    misfits: tuple[str, ...] = ()
    reason: Message | None = None


def stays_text(values: int, reason: Message | None = None, *others: Spelling) -> Spelled:
    """Return the verdict that a column stays text, unless one of the others is chosen."""
    return Spelled(others=others, fits=values, values=values, reason=reason)
