"""Why a column is read as it is, or stays text: one sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cx.wording import Message, msg, plural

HALF: Final = 0.5


def named_identifier(name: str) -> Message:
    """Say that the header names an identifier."""
    return msg("“{column}” is named as an identifier, so its digits stay as they are.", column=name)


def leading_zeros(name: str, example: str) -> Message:
    """Say that zeros in front would be lost."""
    return msg(
        "“{column}” has values with zeros in front, such as {example}: identifiers, which stay "
        "text digit for digit.",
        column=name,
        example=example,
    )


def too_long(name: str, example: str) -> Message:
    """Say that whole numbers are longer than a number can be."""
    return msg(
        "“{column}” has whole numbers of more than 15 digits, such as {example}: identifiers, "
        "which stay text digit for digit.",
        column=name,
        example=example,
    )


def too_exact(name: str, example: str) -> Message:
    """Say that decimals would lose their last digits."""
    return msg(
        "“{column}” has numbers with more digits than a number keeps, such as {example}; it stays "
        "text, so that none is changed.",
        column=name,
        example=example,
    )


def telephone(name: str, example: str) -> Message:
    """Say that the values look like telephone numbers."""
    return msg(
        "“{column}” looks like telephone numbers ({example}) and stays text.",
        column=name,
        example=example,
    )


def codes(name: str, example: str) -> Message:
    """Say that values may be codes rather than numbers."""
    return msg(
        "The values of “{column}”, such as {example}, may be numbers or codes; it stays text "
        "unless you say that they are numbers.",
        column=name,
        example=example,
    )


def lists(name: str, example: str) -> Message:
    """Say that a mark that would stand before decimals occurs several times in a value."""
    return msg(
        "“{column}” has values with several marks, such as {example}, so the others are no "
        "decimals either; it stays text.",
        column=name,
        example=example,
    )


def several_currencies(name: str, found: Sequence[str]) -> Message:
    """Say that amounts of several currencies are not put together."""
    return msg(
        "“{column}” has amounts in several currencies ({currencies:list}); it stays text, since "
        "they cannot be added up.",
        column=name,
        currencies=tuple(found),
    )


def several_units(name: str, found: Sequence[str]) -> Message:
    """Say that numbers of several units are not put together."""
    return msg(
        "“{column}” has numbers of several units ({units:list}); it stays text.",
        column=name,
        units=tuple(found),
    )


def partly_marked(name: str, mark: str, bare: int) -> Message:
    """Say that some numbers carry a sign or unit and others do not."""
    return plural(
        "In “{column}”, {n:count} number stands without the “{mark}” that the others have, so what "
        "it means is open; the column stays text.",
        "In “{column}”, {n:count} numbers stand without the “{mark}” that the others have, so what "
        "they mean is open; the column stays text.",
        n=bare,
        column=name,
        mark=mark,
    )


def unit_taken_off(name: str, unit: str) -> Message:
    """Say that the unit behind the numbers was taken off."""
    return msg(
        "Every value of “{column}” ends with “{unit}”; the numbers are kept without it.",
        column=name,
        unit=unit,
    )


def mixed_marks(name: str, first: str, second: str) -> Message:
    """Say that point and comma change their meaning within the column."""
    return msg(
        "“{column}” has numbers written in ways that contradict each other, such as {first} and "
        "{second}; it stays text.",
        column=name,
        first=first,
        second=second,
    )


def open_marks(name: str, example: str) -> Message:
    """Say that a mark may stand between thousands or before decimals."""
    return msg(
        "In “{column}”, values such as {example} can be read with the mark between the thousands "
        "or before the decimals.",
        column=name,
        example=example,
    )


def partly_numbers(name: str, share: float) -> Message | None:
    """Say that only a part of the values are numbers; nothing where most are none."""
    if share < HALF:
        return None
    return msg(
        "{share:percent} of the values of “{column}” look like numbers, too few for a column of "
        "numbers; it stays text.",
        column=name,
        share=share,
    )


def partly_dates(name: str, share: float) -> Message | None:
    """Say that only a part of the values are dates of one kind; nothing where most are none."""
    if share < HALF:
        return None
    return msg(
        "{share:percent} of the values of “{column}” are dates written in one way, too few for a "
        "column of dates; it stays text.",
        column=name,
        share=share,
    )


def day_first(name: str, values: int) -> Message:
    """Say what decided that the day stands first."""
    return plural(
        "The dates in “{column}” have the day first: in {n:count} value the first number is over "
        "12.",
        "The dates in “{column}” have the day first: in {n:count} values the first number is over "
        "12.",
        n=values,
        column=name,
    )


def month_first(name: str, values: int) -> Message:
    """Say what decided that the month stands first."""
    return plural(
        "The dates in “{column}” have the month first: in {n:count} value the second number is "
        "over 12.",
        "The dates in “{column}” have the month first: in {n:count} values the second number is "
        "over 12.",
        n=values,
        column=name,
    )


def year_first(name: str) -> Message:
    """Say what decided that a year of two digits stands first."""
    return msg(
        "The dates in “{column}” have the year first, in two digits: its numbers vary least.",
        column=name,
    )


def contradictory_dates(name: str, day: int, month: int) -> Message:
    """Say that some dates can only have the day first and others only the month."""
    return msg(
        "In “{column}”, some dates can only have the day first ({day:count}) and some only the "
        "month ({month:count}); it stays text, since the others cannot be read for certain.",
        column=name,
        day=day,
        month=month,
    )


def open_dates(name: str, example: str) -> Message:
    """Say that day and month cannot be told apart."""
    return msg(
        "In “{column}”, dates such as {example} can be read in more than one order of day, month "
        "and year.",
        column=name,
        example=example,
    )


def maybe_dates(name: str, example: str) -> Message:
    """Say that values may be dates or something else."""
    return msg(
        "The values of “{column}”, such as {example}, may be dates or something else; it stays "
        "text unless you say that they are dates.",
        column=name,
        example=example,
    )


def partly_zoned(name: str, zoned: int) -> Message:
    """Say that some times name their zone and others do not."""
    return plural(
        "In “{column}”, {n:count} time names its time zone and the others do not; it stays text.",
        "In “{column}”, {n:count} times name their time zone and the others do not; it stays text.",
        n=zoned,
        column=name,
    )


def unknown_zone(name: str, zone: str) -> Message:
    """Say that a time zone has several meanings."""
    return msg(
        "“{column}” names a time zone that is not known for certain (“{zone}”); it stays text. "
        "Write it as an offset, such as +08:00.",
        column=name,
        zone=zone,
    )


def without_year(name: str, example: str) -> Message:
    """Say that dates lack the year."""
    return msg(
        "“{column}” has dates without a year, such as {example}; it stays text.",
        column=name,
        example=example,
    )


def counted_time(name: str) -> Message:
    """Say that a column of numbers is read as times because of its name."""
    return msg(
        "“{column}” is named as a time, and its numbers are read as days of a spreadsheet or as "
        "time since 1970.",
        column=name,
    )
