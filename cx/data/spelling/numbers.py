"""Which numbers a column holds: decided from all of its values, never from one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cx.data.spelling import reasons
from cx.data.spelling.form import ENOUGH, Spelled, Spelling, stays_text
from cx.data.spelling.readings import Readings
from cx.data.spelling.shapes import Shape
from cx.data.spelling.written import Written, written
from cx.wording import Message


def numbers(shapes: Sequence[Shape], total: int, name: str) -> Spelled | None:
    """Tell which numbers a column holds.

    Args:
        shapes: the values.
        total: how many values there are, with those that have no shape.
        name: of the column.

    Returns:
        The verdict, which may be that the column stays text; None where it holds no numbers.
    """
    parts = [part for shape in shapes for part in shape.by_first_digit()]
    found = [each for part in parts if (each := written(part))]
    if sum(each.shape.weight for each in found) < 0.5 * total:
        return None
    marked = _marked(found, total, name)
    if isinstance(marked, Message):
        return stays_text(total, marked)
    return Readings(found, marked, total, name).verdict()


def _marked(found: Sequence[Written], total: int, name: str) -> Spelling | Message:
    """Tell which sign or unit the numbers carry, or why the column stays text."""
    marks = Counter[tuple[str, str]]()
    for each in found:
        if each.sort or not each.is_zero:
            marks[each.sort, each.mark] += each.shape.weight
    bare = marks.pop(("", ""), 0)
    plain = Spelling(kind="decimal", wide=any(each.shape.wide for each in found))
    few = (1 - ENOUGH) * total
    if not marks or (marks.total() <= few and len(marks) == 1):
        return plain
    if len(marks) > 1:
        names = [mark for _, mark in marks]
        currencies = all(sort == "currency" for sort, _ in marks)
        several = reasons.several_currencies if currencies else reasons.several_units
        return several(name, names)
    ((sort, mark),) = marks
    if sort == "currency":
        return replace(plain, currency=mark, bare=bare > few)
    if bare > (0 if sort == "unit" else few):
        return reasons.partly_marked(name, mark, bare)
    return replace(plain, unit=mark) if sort == "unit" else replace(plain, percent=True)
