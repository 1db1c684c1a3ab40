"""Columns of words that are points of a scale: the numbers they become, or the order to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from cx.data.health import Finding
from cx.data.mending.cells import Numbered
from cx.data.scales.lists import plain
from cx.data.scales.marks import Marked, find_marked, is_marked, turned
from cx.data.scales.words import (
    Ladder,
    find_ladder,
    is_known,
    is_no_answer,
    ladder_guess,
    scale_word,
)
from cx.data.traits import Traits
from cx.data.vocabulary import is_exactly, is_identifier, says
from cx.wording import Message, msg, plural

MOST_WORDS: Final = 60
MOST_TO_ORDER: Final = 11
FEWEST_TO_ORDER: Final = 3
LONGEST: Final = 25
ANSWERS_PER_WORD: Final = 3
SHOWN: Final = 12
EXAMPLES: Final = 3


def may_hold_scale(column: Traits) -> bool:
    """Tell by the first values whether a column may hold words of a scale."""
    if column.type != "text" or not 2 <= column.distinct <= MOST_WORDS:
        return False
    answers = [value for value in column.values if not is_no_answer(value)]
    telling = [v for v in answers if is_marked(v) or is_known(scale_word(v))]
    return 2 * len(telling) >= len(answers) > 0 or bool(orderable(column)) or _anchored(answers)


def _anchored(answers: list[str]) -> bool:
    """Tell whether answers are numbers of which only the ends are named."""
    return any(is_marked(answer) for answer in answers) and all(
        answer.strip().isdecimal() or is_marked(answer) for answer in answers
    )


def orderable(column: Traits) -> tuple[str, ...]:
    """Give the words of a column that a person should put in order, in the best guess; or none.

    They are asked for where the name says that it is a rating (or a satisfaction, a score) and
    the column holds 3–11 short words that come back, three times on average, in no order that is
    known.
    """
    words = tuple(dict.fromkeys(word for v in column.values if (word := v.strip())))
    words = tuple(word for word in words if not is_no_answer(word))
    named = any(says(column.name, m) for m in ("rating", "overall", "recommend")) or is_exactly(
        column.name, "score_alone"
    )
    few = FEWEST_TO_ORDER <= len(words) <= MOST_TO_ORDER and column.distinct <= len(words) + 3
    short = all(len(word) <= LONGEST for word in words)
    repeated = column.filled >= ANSWERS_PER_WORD * column.distinct
    if column.type != "text" or is_identifier(column.name) or says(column.name, "time"):
        return ()
    return ladder_guess(words) if named and few and short and repeated else ()


def word_finding(column: Traits, counts: Mapping[str, int]) -> Finding | None:
    """Say which numbers the words of a column become, or ask for their order.

    Args:
        column: what it looks like.
        counts: each word, without spaces around it, with its number of rows.
    """
    answers = {v: n for v, n in counts.items() if v and not is_no_answer(v)}
    if not answers:
        return None
    marked = find_marked(answers, named_rating=says(column.name, "rating"))
    if marked is not None:
        return _of_marked(column, marked, counts)
    words: dict[str, int] = {}
    for answer, n in answers.items():
        words[scale_word(answer)] = words.get(scale_word(answer), 0) + n
    ladder = find_ladder(words)
    if ladder is not None:
        return _of_ladder(column, ladder, counts)
    guess = orderable(column)
    if not guess:
        return None
    text = msg(
        "“{column}” holds words that may be points of a scale: {words:list}. If they are, put them "
        "in order, from worst to best.",
        column=column.name,
        words=[f"“{word}”" for word in guess],
    )
    return Finding(kind="info", message=text, column=column.name, rows=column.filled)


def _of_ladder(column: Traits, ladder: Ladder, counts: Mapping[str, int]) -> Finding:
    numbers = dict(ladder.words)
    placed = {a: numbers[w] for a in counts if (w := scale_word(a)) in numbers}
    seen = {scale_word(answer) for answer in placed}
    capital = sum(answer[:1].isupper() for answer in placed) * 2 > len(placed)
    unseen = {
        word[:1].upper() + word[1:] if capital else word: number
        for word, number in ladder.words
        if word not in seen
    }
    pairs = sorted([*placed.items(), *unseen.items()], key=lambda pair: pair[1])
    step = Numbered(column=column.name, words=tuple((w, float(n)) for w, n in pairs))
    sure = ladder.sure and _only_no_answers(counts, placed)
    return Finding(
        kind="info" if sure else "warning",
        message=_becomes(column, (1, ladder.points), _shown(placed), _left(counts, placed)),
        column=column.name,
        rows=column.filled,
        mends=(step,),
        certain=sure,
    )


def _of_marked(column: Traits, marked: Marked, counts: Mapping[str, int]) -> Finding:
    step = _numbered(column, marked.numbers)
    sure = marked.sure and _only_no_answers(counts, marked.numbers)
    if marked.direction == "down":
        text = msg(
            "“{column}” holds words with numbers, and the best words have the lowest number. "
            "Turned round, a high number is a good one, as with other ratings.",
            column=column.name,
        )
        mends: tuple[Numbered, ...] = (_numbered(column, turned(marked)), step)
        return Finding(
            kind="warning", message=text, column=column.name, rows=column.filled, mends=mends
        )
    ends, left = (marked.low, marked.high), _left(counts, marked.numbers)
    return Finding(
        kind="info" if sure else "warning",
        message=_becomes(column, ends, _shown(marked.numbers), left),
        column=column.name,
        rows=column.filled,
        mends=(step,),
        certain=sure,
    )


def _numbered(column: Traits, numbers: Mapping[str, float]) -> Numbered:
    pairs = sorted(numbers.items(), key=lambda pair: (pair[1], pair[0]))
    return Numbered(column=column.name, words=tuple((word, float(n)) for word, n in pairs))


def _left(counts: Mapping[str, int], placed: Iterable[str]) -> dict[str, int]:
    """Return the answers that are on no point and become missing."""
    known = set(placed)
    return {answer: n for answer, n in counts.items() if answer and answer not in known}


def _only_no_answers(counts: Mapping[str, int], placed: Iterable[str]) -> bool:
    return all(is_no_answer(answer) for answer in _left(counts, placed))


def _shown(numbers: Mapping[str, float]) -> list[str]:
    """Give one answer for each point, the lowest first."""
    by_number: dict[float, str] = {}
    for answer, number in numbers.items():
        by_number.setdefault(number, answer)
    return [f"“{by_number[number]}”" for number in sorted(by_number) if plain(by_number[number])][
        :SHOWN
    ]


def _becomes(
    column: Traits, ends: tuple[float, float], shown: list[str], left: Mapping[str, int]
) -> Message:
    values = {"column": column.name, "words": shown, "low": ends[0], "high": ends[1]}
    if not left:
        return msg(
            "“{column}” holds words of a scale, from low to high: {words:list}. They become "
            "numbers from {low:number} to {high:number}.",
            **values,
        )
    return plural(
        "“{column}” holds words of a scale, from low to high: {words:list}. They become numbers "
        "from {low:number} to {high:number}; {n:count} row with another word ({others:list}) "
        "becomes missing.",
        "“{column}” holds words of a scale, from low to high: {words:list}. They become numbers "
        "from {low:number} to {high:number}; {n:count} rows with other words ({others:list}) "
        "become missing.",
        **values,
        n=sum(left.values()),
        others=[f"“{answer}”" for answer in list(left)[:EXAMPLES]],
    )
