"""Numbers in a rating that are no answer: 0 on a scale from 1 to 5, 99 for “don't know”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cx.data.health import Finding
from cx.data.mending.cells import Missing
from cx.data.scales.scale import said_in
from cx.data.vocabulary import says
from cx.wording import plural

CODES: Final = frozenset(
    sign * code
    for code in (66, 77, 88, 96, 97, 98, 99, 666, 777, 888, 997, 998, 999, 9998, 9999, 99999)
    for sign in (1, -1)
) | frozenset((-1, -2, -3, -7, -8, -9))
NEAR_CODES: Final = frozenset((8, 9))
ENOUGH: Final = 20
EXPECTED: Final = 10
LOWEST_USED: Final = 5
RARE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What the answers of a column look like once codes for “no answer” are taken away.

    Attributes:
        name: of the column.
        counts: score → how often, all of them.
        answers: the same without codes.
        codes: the codes among them.
        said: the scale that the name says, if it does.
    """

    name: str
    counts: Mapping[float, int]
    answers: Mapping[float, int]
    codes: Mapping[float, int]
    said: tuple[int, int] | None

    @property
    def n(self) -> int:
        """How many answers there are."""
        return sum(self.answers.values())

    @property
    def low(self) -> float:
        """The lowest answer that is not 0, or 0 if there is no other."""
        return min((score for score in self.answers if score), default=0)

    @property
    def top(self) -> float:
        """The highest answer."""
        return max(self.answers)

    @property
    def zeros(self) -> int:
        """How many answers are 0."""
        return self.answers.get(0, 0)


def rated(name: str, counts: Mapping[float, int]) -> Rated | None:
    """Look at the numbers of a column; None where it cannot be a rating.

    Codes are numbers such as 99 or −1 far from answers that lie between 0 and 10 (or on a scale
    round 0, such as −3 to 3). Other numbers beyond are taken for slips, up to 5 %.
    """
    said = said_in(name)
    negative = {score for score in counts if score < 0}
    about_zero = bool(negative) and min(negative) >= -5 and 0 in counts and 1 in counts
    if said is not None and said[0] >= 0:
        about_zero = False
    if about_zero and (len(negative) > 1 or max(counts) <= 3) and -1 in negative:
        inside = {s: n for s, n in counts.items() if abs(s) <= 5}
    else:
        inside = {s: n for s, n in counts.items() if 0 <= s <= 10}
    codes = {s: n for s, n in counts.items() if s in CODES and s not in inside}
    slips = sum(counts.values()) - sum(inside.values()) - sum(codes.values())
    if len(inside) < 3 or sum(inside.values()) < ENOUGH or slips > RARE * sum(counts.values()):
        return None
    near = _near_codes(inside, said)
    answers = {score: n for score, n in inside.items() if score not in near}
    codes |= {score: n for score, n in inside.items() if score in near}
    return Rated(name=name, counts=counts, answers=answers, codes=codes, said=said)


def _near_codes(inside: Mapping[float, int], said: tuple[int, int] | None) -> set[float]:
    """Find 8 and 9 as codes on a scale to 4 or 5: nothing in between, and all points used."""
    near = {score for score in inside if score in NEAR_CODES}
    rest = {score for score in inside if score not in NEAR_CODES}
    if not near or not rest or max(rest) > 5 or (said is not None and said[1] > 5):
        return set()
    every = {float(point) for point in range(1, int(max(rest)) + 1)}
    total = sum(inside.values())
    whole = len(every) >= 4 and every <= {float(score) for score in rest}
    return near if whole and total >= 30 else set()


def code_findings(columns: Mapping[str, Rated]) -> Iterator[Finding]:
    """Propose to count codes and zeros as missing where they are no answers.

    Whether 0 is a point of the scale or stands for “not applicable” is decided by the name (“1–5”
    or “0–5”) or else by the other ratings of the file with the same highest point: 0 is taken to
    be none if another rating uses 1 at least five times and never 0, though at the share of zeros
    found here ten or more would be expected in it. A rating alone is taken to have 0 as a point,
    unless nobody at all chose 1. Scales to 10 are only judged by their name: 0–10 and 1–10 stand
    beside each other in many files.
    """
    for column in columns.values():
        if column.codes:
            yield _codes(column)
        if column.zeros and _zeros_are_none(column, columns):
            yield _zeros(column)


def _zeros_are_none(column: Rated, columns: Mapping[str, Rated]) -> bool:
    if column.said is not None:
        return column.said[0] == 1
    if column.top not in {4, 5, 6, 7} or column.low < 0 or min(column.answers) < 0:
        return False
    if not says(column.name, "rating") and column.zeros > column.answers.get(1, 0) > 0:
        return False  # a count of things, where 0 is common
    if 1 not in column.answers:
        return column.zeros >= 3 and len(column.answers) >= 4
    return any(_begins_at_one(other, column) for other in columns.values())


def _begins_at_one(other: Rated, column: Rated) -> bool:
    expected = other.n * column.zeros / column.n
    used = other.answers.get(1, 0) >= LOWEST_USED
    return other.top == column.top and not other.zeros and used and expected >= EXPECTED


def _codes(column: Rated) -> Finding:
    n = sum(column.codes.values())
    values = tuple(float(code) for code in sorted(column.codes))
    text = plural(
        "In “{column}”, {codes:list} stands apart from the other answers, which lie between "
        "{low:number} and {high:number} ({n:count} row). Such numbers often mean “no answer”.",
        "In “{column}”, {codes:list} stands apart from the other answers, which lie between "
        "{low:number} and {high:number} ({n:count} rows). Such numbers often mean “no answer”.",
        n=n,
        column=column.name,
        codes=tuple(f"{code:g}" for code in values),
        low=min(column.answers),
        high=column.top,
    )
    return Finding(
        kind="warning",
        message=text,
        column=column.name,
        rows=n,
        mends=(Missing(column=column.name, values=values),),
    )


def _zeros(column: Rated) -> Finding:
    text = plural(
        "In “{column}”, {n:count} answer is 0, but the scale seems to begin at 1: 0 often means "
        "“not applicable”.",
        "In “{column}”, {n:count} answers are 0, but the scale seems to begin at 1: 0 often means "
        "“not applicable”.",
        n=column.zeros,
        column=column.name,
    )
    return Finding(
        kind="warning",
        message=text,
        column=column.name,
        rows=column.zeros,
        mends=(Missing(column=column.name, values=(0.0,)),),
    )
