"""In which order customers meet the touchpoints, where nobody has said it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import ibis
import numpy as np
from scipy.special import bdtr

from cx.data import engine
from cx.data.dataset import Feedback
from cx.stats.least_squares import FloatArray
from cx.stats.multiplicity import holm

_NUMBER: Final = re.compile(r"\D{0,3}(\d{1,3})(?!\d)")


class OrderRule(StrEnum):
    """Where the order of the touchpoints comes from."""

    GIVEN = "given"
    """From the person who asked."""
    COLUMNS = "columns"
    """From the order of the rating columns."""
    TIME = "time"
    """From the order in which customers met them."""
    NUMBERED = "numbered"
    """From the numbers in front of their names."""
    NAME = "name"
    """From the alphabet: the journey's own order is not known."""


@dataclass(frozen=True, slots=True)
class Order:
    """Touchpoints along the journey.

    Attributes:
        names: from the first to the last.
        rule: where the order comes from.
        end_told: whether it can be told that the last one is the last.
    """

    names: tuple[str, ...]
    rule: OrderRule
    end_told: bool


def order_of(feedback: Feedback, names: Sequence[str], confidence: float) -> Order:
    """Order touchpoints by the times of each customer, else by their numbers or their names.

    The touchpoint that comes before another for more customers has the smaller place: each gets
    the mean, over all others, of the share of customers who met it first (Borda's count). Only
    the first time counts, equal times do not. The last one is told to be the end where it comes
    later than each other for more customers than chance would explain (sign tests, Holm).
    """
    named = sorted(names, key=_natural)
    before = _met_before(feedback, named)
    if before is None or not before.any():
        numbered = all(_NUMBER.match(name) for name in names)
        rule = OrderRule.NUMBERED if numbered else OrderRule.NAME
        return Order(tuple(named), rule, end_told=numbered)
    both = before + before.T
    share = np.divide(before, both, out=np.full_like(before, 0.5), where=both > 0)
    places = np.argsort(-share.mean(axis=1).round(12), kind="stable")
    last = int(places[-1])
    told = _comes_last(before, last, confidence)
    return Order(tuple(named[place] for place in places), OrderRule.TIME, end_told=told)


def _natural(name: str) -> tuple[float, str]:
    """Sort “2. Search” before “10. Delivery”."""
    number = _NUMBER.match(name)
    return (float(number[1]) if number else math.inf, name)


def _met_before(feedback: Feedback, names: Sequence[str]) -> FloatArray | None:
    """Count for each pair the customers who met the one before the other; None without times."""
    if feedback.customer is None or feedback.time is None:
        return None
    table = feedback.table
    time: Any = table[feedback.time]
    if not (time.type().is_timestamp() or time.type().is_date()):
        return None
    rows = table.select(
        unit=table[feedback.customer].cast("string"),
        point=table[str(feedback.touchpoint)].cast("string"),
        at=time,
    ).drop_null()
    met = rows.group_by("unit").aggregate(
        **{f"f{i}": rows["at"].min(where=rows.point == name) for i, name in enumerate(names)}
    )
    pairs = [(i, j) for i in range(len(names)) for j in range(len(names)) if i != j]
    counts = {
        f"b{i}_{j}": ibis.coalesce((met[f"f{i}"] < met[f"f{j}"]).cast("int32"), 0).sum()
        for i, j in pairs
    }
    found = engine.fetch(met.aggregate(**counts)).iloc[0].fillna(0)
    before = np.zeros((len(names), len(names)))
    for i, j in pairs:
        before[i, j] = found[f"b{i}_{j}"]
    return before


def _comes_last(before: FloatArray, last: int, confidence: float) -> bool:
    earlier, later = np.delete(before[:, last], last), np.delete(before[last], last)
    tail = bdtr(np.minimum(earlier, later), (earlier + later).astype("int64"), 0.5)
    p_values = np.where(earlier > later, np.minimum(2 * tail, 1.0), 1.0)
    return bool((holm(p_values) < 1 - confidence).all())
