"""A scale that changes in the middle of a file: from 1–5 to 0–10 on some day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np

from cx.data import engine

# Highest points after which a longer scale may begin; it reaches at least two points further.
TOPS: Final = (4, 5, 6, 7, 10)
BEYOND: Final = 15
TIMES: Final = 3
LEAST: Final = 30
LONGEST: Final = 100

Bucket = Mapping[float, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Where a column turns from one scale to another.

    Attributes:
        at: the first bucket of the later scale.
        top: the highest score of the shorter scale.
        longer: whether the later scale is the longer one.
        before: scores before, each with its number.
        after: scores from there on.
    """

    at: int
    top: float
    longer: bool
    before: Bucket
    after: Bucket


def find_change(buckets: Sequence[Bucket]) -> Change | None:
    """Find the place where scores first, or last, reach beyond a shorter scale.

    A scale of `top` points ends where the first score above `top` stands. That it ended there, and
    not only that nobody scored so high before, is taken to be certain if the scores before it
    are at least 30, use three points or more and `top` itself, and are three times as many as it
    takes from there on for fifteen scores above `top`. In the other direction the same holds from
    the end.

    False alarms: where the scores of a file are in no order (each place as likely to hold a score
    above `top` as any other), the scores up to the first one above, and those from there to the
    fifteenth, grow alike: the first are three times the others with a probability of (1/4)¹⁴,
    4 in a billion, for each of five tops and two directions. Where the level drifts over time in a
    straight line, beginning with nobody above `top` at all, it is (7/16)¹⁴, 1 in 100,000. The
    tests find none in 1,000 stable and 1,000 drifting files.

    Args:
        buckets: how often each score was given, in the order of time; a bucket holds what cannot
            be told apart in time, and counts as mixed evenly.

    Returns:
        The change to or from the shortest scale, or None.
    """
    highest = max((score for bucket in buckets for score in bucket), default=0)
    if highest < TOPS[0] + 2 or highest > LONGEST:
        return None
    for top in TOPS:
        if highest < top + 2:
            break
        for longer in (True, False):
            ordered = buckets if longer else buckets[::-1]
            end = _end_of_shorter(ordered, top)
            if end is None:
                continue
            at = end if longer else len(buckets) - end
            before, after = _together(buckets[:at]), _together(buckets[at:])
            return Change(at=at, top=top, longer=longer, before=before, after=after)
    return None


def _end_of_shorter(buckets: Sequence[Bucket], top: float) -> int | None:
    """Return the number of buckets that are on the scale to `top`, if there is one, decisively."""
    above = [sum(n for score, n in bucket.items() if score > top) for bucket in buckets]
    first = next((place for place, n in enumerate(above) if n), None)
    if first is None:
        return None
    shorter = _together(buckets[:first])
    n = sum(shorter.values())
    if n < LEAST or len(shorter) < 3 or top not in shorter:
        return None
    needed = _needed([sum(bucket.values()) for bucket in buckets[first:]], above[first:])
    return first if needed is not None and n >= TIMES * needed else None


def _needed(sizes: Sequence[int], above: Sequence[int]) -> float | None:
    """Return how many scores it takes until fifteen of them are above."""
    reached = list(accumulate(above))
    place = next((place for place, n in enumerate(reached) if n >= BEYOND), None)
    if place is None:
        return None
    earlier = reached[place] - above[place]
    return sum(sizes[:place]) + sizes[place] * (BEYOND - earlier) / above[place]


def _together(buckets: Sequence[Bucket]) -> dict[float, int]:
    total: dict[float, int] = {}
    for bucket in buckets:
        for score, n in bucket.items():
            total[score] = total.get(score, 0) + n
    return total


def stacked(table: ir.Table, columns: Mapping[str, Any], **keys: Any) -> ir.Table:
    """Stack columns of one type: `name value` and the keys; missing values are left away.

    `name` holds the number of the column, from 0, as text: names may be anything.
    """
    if len(columns) == 1:  # nothing to stack, and much faster so
        long = table.select(name=ibis.literal("0"), value=next(iter(columns.values())), **keys)
    else:
        numbered = {str(number): column for number, column in enumerate(columns.values())}
        rows = table.select(**numbered, **keys)
        long = rows.pivot_longer(list(numbered), names_to="name", values_to="value")
    kept: ir.Table = long.drop_null(["value", *keys])
    return kept


@dataclass(frozen=True, slots=True)
class Buckets:
    """The buckets of a column, with what each stands for (a day, the number of a block)."""

    places: tuple[Any, ...]
    counts: tuple[Bucket, ...]


def fetch_buckets(table: ir.Table, scores: Mapping[str, Any], place: Any) -> dict[str, Buckets]:
    """Count the scores of columns by place, in order, in one query.

    Args:
        table: the rows.
        scores: name → score.
        place: the day or the block of rows; rows without one are left away.
    """
    rows = stacked(table, scores, place=place)
    counted = rows.group_by(["name", "place", "value"]).aggregate(n=rows.count())
    frame = engine.fetch(counted).sort_values(["name", "place"])
    names = list(scores)
    found = {}
    for number, part in frame.groupby("name", sort=False):
        places, starts = np.unique(part["place"].to_numpy(), return_index=True)
        values, counts = part["value"].tolist(), part["n"].tolist()
        ends = [*starts[1:].tolist(), len(values)]
        pairs = zip(starts.tolist(), ends, strict=True)
        buckets = tuple(dict(zip(values[a:b], counts[a:b], strict=True)) for a, b in pairs)
        found[names[int(str(number))]] = Buckets(tuple(places.tolist()), buckets)
    return found
