"""Texts get the themes of a codebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cx.text.codebook import Codebook, Kind, Theme
from cx.text.context import Context, context
from cx.text.normal import BREAK, CJK
from cx.text.phrases import any_of, one_of, pattern


@dataclass(frozen=True, slots=True)
class Coded:
    """What a text names.

    Attributes:
        themes: in the order of the codebook; several where it names several.
        phrases: the phrases of the codebook that were found, in the order of the text.
    """

    themes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    theme: str | None  # None for what the codebook ignores
    phrase: str

    def inside(self, other: _Hit) -> bool:
        """Whether `other` covers this and more, or ignores exactly this."""
        covered = other.start <= self.start and self.end <= other.end
        longer = other.end - other.start > self.end - self.start
        return covered and (longer or (other.theme is None and self.theme is not None))


class Coder:
    """A codebook compiled; `code` gives a text its themes.

    A phrase inside a longer one does not count (“delivery was expensive” is about delivery), nor
    does one that its clause turns round (“not expensive”). “Nothing” and “don't know” count where
    they make up a clause, or the whole answer, and no barrier is named.

    >>> from cx.text.codebook import shipped_codebook
    >>> Coder(shipped_codebook()).code("Not expensive, but the parcel arrived very late").themes
    ('delivery_time',)
    """

    def __init__(self, codebook: Codebook) -> None:
        self._context = context()
        self._order = {theme.name: place for place, theme in enumerate(codebook.themes)}
        barriers = [theme for theme in codebook.themes if theme.kind is Kind.BARRIER]
        self._searches = [_Search(theme.name, theme.phrases) for theme in barriers]
        if codebook.ignore:
            self._searches.append(_Search(None, codebook.ignore))
        self._answers = [
            _Answer(theme, self._context)
            for theme in codebook.themes
            if theme.kind is not Kind.BARRIER
        ]

    def code(self, text: str) -> Coded:
        """Return the themes of a text; none where it has no word."""
        clauses = self._context.clauses(text)
        hits = self._barriers(clauses)
        if hits:
            themes = sorted({str(hit.theme) for hit in hits}, key=self._order.__getitem__)
            return Coded(tuple(themes), tuple(dict.fromkeys(hit.phrase for hit in hits)))
        for answer in self._answers:
            phrase = answer.find(clauses)
            if phrase is not None:
                return Coded((answer.theme,), (phrase,))
        return Coded()

    def _barriers(self, clauses: str) -> list[_Hit]:
        found = [hit for search in self._searches for hit in search.hits(clauses)]
        longest = [hit for hit in found if not any(hit.inside(other) for other in found)]
        meant = [
            hit
            for hit in longest
            if hit.theme is not None
            and not self._context.denies(clauses, hit.start, hit.end, own=hit.phrase)
        ]
        return sorted(meant, key=lambda hit: hit.start)


class _Search:
    """The phrases of one theme as one expression with a group for each."""

    def __init__(self, theme: str | None, phrases: tuple[str, ...]) -> None:
        self._theme = theme
        self._phrases = sorted(phrases, key=lambda phrase: len(pattern(phrase)), reverse=True)
        self._expression = one_of(self._phrases)

    def hits(self, text: str) -> Iterator[_Hit]:
        for found in self._expression.finditer(text):
            phrase = self._phrases[int((found.lastgroup or "p0")[1:])]
            yield _Hit(found.start(), found.end(), self._theme, phrase)


class _Answer:
    """A theme such as “nothing”, which is an answer only if little else is said."""

    def __init__(self, theme: Theme, rules: Context) -> None:
        self.theme = theme.name
        self._phrases = {phrase: re.compile(pattern(phrase)) for phrase in theme.phrases}
        self._clause = _composed(theme.phrases, rules)
        self._whole = _composed((*theme.phrases, *theme.answers), rules)
        self._all = {phrase: re.compile(pattern(phrase)) for phrase in theme.answers}

    def find(self, clauses: str) -> str | None:
        """Return the phrase that makes up a clause or the answer; None where none does."""
        whole = clauses.replace(BREAK, " ")
        for clause in clauses.split(BREAK):
            if self._clause.fullmatch(clause):
                return _longest(self._phrases, clause)
        if self._whole.fullmatch(whole):
            return _longest(self._phrases | self._all, whole)
        return None


def _composed(phrases: tuple[str, ...], rules: Context) -> re.Pattern[str]:
    """Make an expression for texts of nothing but these phrases, at least one, and fillers."""
    if not phrases:
        return re.compile(r"(?!)")
    wanted, space = any_of(phrases), rf"(?: |(?<=[{CJK}])|(?=[{CJK}])|$)"
    filled = rf"(?:{rules.filler}{space})*"
    return re.compile(rf"{filled}{wanted}{space}(?:(?:{rules.filler}|{wanted}){space})*")


def _longest(phrases: dict[str, re.Pattern[str]], text: str) -> str:
    found = [phrase for phrase, expression in phrases.items() if expression.search(text)]
    return max(found, key=len)
