"""Which texts stand for no value: blanks, NA, #N/A, - and their like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cx.data.vocabulary import says, vocabulary

# Space, tab, line feed, no-break space and the Chinese space.
_BLANKS: Final = " \t\n\r\xa0\u3000"
# The same as SQL.
BLANKS: Final = "chr(32) || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)"
_ROOM_FOR_BLANKS: Final = 12
_LAST_SIGN: Final = 0x10FFFF
# Without this the engine joins with every list of words, for every row, wherever it stands.
PLAIN_IN: Final = "SET disabled_optimizers = 'in_clause'"


def missing_words(header: str, *, among_values: bool = False) -> frozenset[str]:
    """Return the words that stand for no value in a column, in small letters.

    Args:
        header: the name of the column; where people are asked for words, “n/a” is an answer.
        among_values: whether the column holds numbers, dates or yes and no, among which “none”
            is no value either.
    """
    words = vocabulary()
    found = {"", *words["missing"]}
    if among_values:
        found |= set(words["missing_among_numbers"])
    if among_values or not says(header, "comments"):
        found |= set(words["missing_but_in_comments"])
    return frozenset(map(str, found))


def is_missing(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text is one of the words that stand for no value."""
    return text.strip(_BLANKS).lower() in words


def unless_missing(
    column: str, words: frozenset[str], there: str, *, otherwise: str = "NULL"
) -> str:
    """Give the SQL of `there` where a text column has a value, `otherwise` where a word stands.

    Most texts cannot be such a word by their first letter or their length, and the engine
    compares those two much faster than it trims and folds. It needs `PLAIN_IN` for that.
    """
    plainly = " OR ".join(
        f"({column} >= '{first}' AND {column} < '{end}')" for first, end in _free_ranges(words)
    )
    return (
        f"CASE WHEN {column} IS NULL THEN NULL WHEN {plainly} THEN {there} "
        f"WHEN {column} > '!' AND strlen({column}) > {_longest(words)} THEN {there} "
        f"WHEN lower(trim({column}, {BLANKS})) IN ({quoted(sorted(words))}) THEN {otherwise} "
        f"ELSE {there} END"
    )


def quoted(words: Sequence[str]) -> str:
    """Write words as SQL strings with commas between them."""
    return ", ".join("'" + str(word).replace("'", "''") + "'" for word in words)


def _longest(words: frozenset[str]) -> int:
    """Give a length in bytes beyond which a text is no such word, a few blanks around it or not."""
    return _ROOM_FOR_BLANKS + max(len(word.encode()) for word in words)


def _free_ranges(words: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Give the ranges of signs, from 0 on, with which no such word and no blank begins.

    Texts are compared by their bytes, which in UTF-8 is the order of the signs.
    """
    begins = {letter for word in words if word for letter in (word[0].lower(), word[0].upper())}
    first = ord("0")
    for code in (*sorted(map(ord, {*begins, *_BLANKS, "\x7f"})), _LAST_SIGN):
        if code > first:
            yield chr(first), chr(code)
        first = max(first, code + 1)
