"""How the values of a column are written, told from all of them.

A column becomes a number, a date or yes/no only where nearly all of its values (98 %) say so and
none says otherwise; what can be read in several ways is left to a person.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from cx.data.spelling.counted import counted_times
from cx.data.spelling.fits import fits
from cx.data.spelling.form import Kind, Spelled, Spelling, stays_text
from cx.data.spelling.numbers import numbers
from cx.data.spelling.shapes import grouped, shapes_of
from cx.data.spelling.times import times
from cx.data.spelling.words import UNSEEN
from cx.data.vocabulary import vocabulary

__all__ = ["Kind", "Spelled", "Spelling", "fits", "spelled"]

MISFITS: Final = 3
MOST_WORDS: Final = 12
MOST_SHAPES: Final = 2000
SAMPLE: Final = 300
LONGEST_TOKEN: Final = 20


def spelled(values: Mapping[str, int], *, name: str) -> Spelled:
    """Tell how the values of a column are written.

    Args:
        values: the different values and how often each occurs; without blanks and words that
            stand for no value. Words that stand for none among numbers (none, 无) may be there.
        name: of the column: numbers under the name of an identifier stay text, and whole numbers
            are times only under the name of one.

    Returns:
        The verdict. `values` counts what there is to read: where the column is no text, words
        that stand for no value among numbers or dates are not among them.

    >>> spelled({"31/01/2024": 3, "01/02/2024": 1}, name="paid").best.code
    'date;order=dmy'
    """
    truth = _truth(values)
    if truth is not None:
        return truth
    everything = sum(values.values())
    groups = grouped(values)
    total = everything - _set_aside(groups, values)
    if not total or (len(groups) > MOST_SHAPES and _is_text(groups, values, name)):
        return stays_text(everything)
    shapes = shapes_of(groups, values)
    if sum(shape.weight for shape in shapes) < 0.5 * total:
        return stays_text(everything)
    verdict = (
        times(shapes, total, name)
        or counted_times(shapes, total, name)
        or numbers(shapes, total, name)
    )
    if verdict is None or verdict.best.kind == "text":
        others = verdict.others if verdict else ()
        return stays_text(everything, verdict.reason if verdict else None, *others)
    if verdict.fits == total:
        return verdict
    there = (value for alike in groups.values() for value in alike)
    misfits = tuple(_first(MISFITS, there, verdict.best))
    return Spelled(
        best=verdict.best,
        others=verdict.others,
        fits=verdict.fits,
        values=total,
        misfits=misfits,
        reason=verdict.reason,
    )


def _truth(values: Mapping[str, int]) -> Spelled | None:
    """Tell whether all values are yes or no; an answer beside them makes the column text."""
    if len(values) > MOST_WORDS:
        return None
    words = {_plain(value) for value in values}
    for (yes, *_), (no, *_) in vocabulary()["truth"]:
        if words == {yes, no} or (len(yes) > 1 and words and words < {yes, no}):
            total = sum(values.values())
            best = Spelling(kind="truth", yes=yes, no=no)
            return Spelled(best=best, fits=total, values=total)
    return None


def _set_aside(groups: dict[str, list[str]], values: Mapping[str, int]) -> int:
    """Take out words and dates that stand for no value, and tell how many values they are."""
    soft, dates = _words("missing_among_numbers"), _words("missing_among_dates")
    gone = 0
    for text in [text for text in groups if len(text) <= LONGEST_TOKEN]:
        if "9" not in text and _plain(text) in soft:
            gone += sum(values[value] for value in groups.pop(text))
        elif text in _shapes(dates):
            kept = [value for value in groups[text] if value not in dates]
            gone += sum(values[value] for value in groups[text] if value in dates)
            groups[text] = kept
    return gone


def _is_text(groups: Mapping[str, list[str]], values: Mapping[str, int], name: str) -> bool:
    """Tell from the most frequent shapes that neither numbers nor dates are to be found."""
    weights = {text: sum(values[value] for value in alike) for text, alike in groups.items()}
    heaviest = heapq.nlargest(SAMPLE, weights, key=weights.__getitem__)
    shapes = shapes_of({text: groups[text] for text in heaviest}, values)
    weight = sum(weights[text] for text in heaviest)
    return not times(shapes, weight, name) and not numbers(shapes, weight, name)


def _first(most: int, values: Iterable[str], spelling: Spelling) -> Iterator[str]:
    found = 0
    for value in values:
        if not fits(spelling, value):
            yield value
            found += 1
            if found == most:
                return


def _plain(value: str) -> str:
    return value.strip(UNSEEN).lower()


@lru_cache(maxsize=1)
def _shapes(words: frozenset[str]) -> frozenset[str]:
    return frozenset(grouped(words))


@lru_cache(maxsize=2)
def _words(name: str) -> frozenset[str]:
    return frozenset(str(word).lower() for word in vocabulary()[name])
