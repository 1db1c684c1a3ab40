"""Times that are written as a number: days of a spreadsheet, seconds since 1970.

A number is a time only under a header that says so, and only where all of them lie in a range
that no other quantity is likely to have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from cx.data.spelling import reasons
from cx.data.spelling.form import ENOUGH, Order, Spelled, Spelling
from cx.data.spelling.shapes import Shape
from cx.data.vocabulary import is_identifier, says

# 1954 to 2064 in days since 1900; 2001 to 2100 in seconds since 1970.
_SERIAL: Final = re.compile("9{5}(?:([.,])9{1,15})?")
_SERIALS: Final = (20_000, 60_000)
_SECONDS: Final = (1_000_000_000, 4_102_444_800)
_UNIX: Final[Sequence[tuple[Order, re.Pattern[str]]]] = (
    ("unix", re.compile("9{10}(?:\\.9{1,6})?")),
    ("unix ms", re.compile("9{13}")),
    ("unix us", re.compile("9{16}")),
)


def counted_times(shapes: Sequence[Shape], total: int, name: str) -> Spelled | None:
    """Tell whether a column of numbers holds times; None where it does not.

    Args:
        shapes: the values.
        total: how many values there are.
        name: of the column.
    """
    if not says(name, "time") or says(name, "duration") or is_identifier(name):
        return None
    wide = any(shape.wide for shape in shapes)
    for order, pattern in _UNIX:
        fits = _fits(shapes, pattern, _SECONDS)
        if fits >= ENOUGH * total:
            best = Spelling(kind="time with zone", order=order, wide=wide)
            reason = reasons.counted_time(name)
            return Spelled(best=best, fits=fits, values=total, reason=reason)
    fits = _fits(shapes, _SERIAL, _SERIALS)
    return _serial(shapes, fits, total, name) if fits >= ENOUGH * total else None


def _serial(shapes: Sequence[Shape], fits: int, total: int, name: str) -> Spelled:
    """Read numbers as days of a spreadsheet; 1904 and plain numbers are as possible."""
    marks = {found[1] for each in shapes if (found := _SERIAL.fullmatch(each.text))} - {None}
    kind: Literal["time", "date"] = "time" if marks else "date"
    decimal: Literal[".", ","] = "," if "," in marks else "."
    wide = any(shape.wide for shape in shapes)
    best, other = (
        Spelling(kind=kind, order=order, decimal=decimal, wide=wide)
        for order in ("serial", "serial 1904")
    )
    number = Spelling(kind="decimal" if marks else "integer", decimal=decimal, wide=wide)
    return Spelled(
        best=best,
        others=(other, number),
        fits=fits,
        values=total,
        reason=reasons.counted_time(name),
    )


def _fits(shapes: Sequence[Shape], pattern: re.Pattern[str], limits: tuple[int, int]) -> int:
    """Count the values that are written so and lie within the limits, by their leading digits."""
    low, high = limits
    size = len(str(low))
    return sum(
        n
        for shape in shapes
        if pattern.fullmatch(shape.text)
        for value, n in shape.values
        if low <= int(value[:size].ljust(size, "0")) < high and value[0] != "0"
    )
