"""How the values of a column are written, told from all of them.

A column becomes a number, a date or yes/no only where nearly all of its values (98 %) say so and
none says otherwise; what can be read in several ways is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cx.data.spelling_counted import counted_times
from cx.data.spelling_fits import fits
from cx.data.spelling_form import Kind, Spelled, Spelling, stays_text
from cx.data.spelling_numbers import numbers
from cx.data.spelling_shapes import shapes_of
from cx.data.spelling_times import times
from cx.data.spelling_words import UNSEEN
from cx.data.vocabulary import vocabulary

__all__ = ["Kind", "Spelled", "Spelling", "fits", "spelled"]

MISFITS: Final = 3
MOST_WORDS: Final = 12
MOST_SHAPES: Final = 2000
SAMPLE: Final = 300


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
    soft = _words("missing_among_numbers") | _words("missing_among_dates")
    live = {v: n for v, n in values.items() if len(v) > 20 or _plain(v) not in soft}
    total = sum(live.values())
    shapes = shapes_of(live)
    everything = sum(values.values())
    if not total or sum(shape.weight for shape in shapes) < 0.5 * total:
        return stays_text(everything)
    if len(shapes) > MOST_SHAPES:
        heaviest = sorted(shapes, key=lambda shape: -shape.weight)[:SAMPLE]
        weight = sum(shape.weight for shape in heaviest)
        if not times(heaviest, weight, name) and not numbers(heaviest, weight, name):
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
    misfits = tuple(_first(MISFITS, live, verdict.best))
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


def _first(most: int, values: Mapping[str, int], spelling: Spelling) -> Iterator[str]:
    found = 0
    for value in values:
        if not fits(spelling, value):
            yield value
            found += 1
            if found == most:
                return


def _plain(value: str) -> str:
    return value.strip(UNSEEN).lower()


def _words(name: str) -> frozenset[str]:
    return frozenset(str(word).lower() for word in vocabulary()[name])
