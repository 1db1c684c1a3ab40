"""Sound files of every encoding, delimiter, line end, country, header position and quoting."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import cycle, product
from typing import Final

from tests.data.hostile.layout import ENDS, Layout, height
from tests.data.hostile.truth import Case, Column, Row, Truth, of
from tests.data.hostile.voices import VOICES, survey

DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
LAST: Final = ("place", "share", "price")
EVERYWHERE: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")

# Which countries' words each encoding holds.
ENCODINGS: Final = {
    "utf-8": tuple(VOICES),
    "utf-8-sig": tuple(VOICES),
    "utf-16": tuple(VOICES),
    "utf-16-le": tuple(VOICES),
    "utf-16-be": tuple(VOICES),
    "utf-16-be-mark": tuple(VOICES),
    "utf-32": tuple(VOICES),
    "utf-32-be-mark": tuple(VOICES),
    "gb18030": ("zh", "in"),
    "gbk": ("zh",),
    "big5": ("tw",),
    "cp932": ("ja",),
    "cp1252": ("de", "fr", "ch", "en"),
    "latin-1": ("fr", "de", "ch"),
}


def encodings() -> Iterator[Case]:
    """Every encoding with every delimiter, the countries taking turns."""
    turns = {name: cycle(voices) for name, voices in ENCODINGS.items()}
    ends, last = cycle(ENDS), cycle(LAST)
    for encoding, (word, delimiter) in product(ENCODINGS, DELIMITERS.items()):
        voice = next(turns[encoding])
        if encoding == "gb18030" and voice == "in":
            voice = "zh"
        layout = Layout(delimiter=delimiter, encoding=encoding, ends=next(ends))
        turn = next(last)
        columns = survey(VOICES[voice], last="share" if encoding == "latin-1" else turn)
        if encoding == "gb18030":
            columns = _with_rare_signs(columns)
        yield Case(
            id=f"{encoding}-{voice}-{word}",
            make=layout.maker(columns),
            truths=(layout.truth(columns),),
        )


def _with_rare_signs(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Put characters of four bytes into the comments: 㐂, 𠮷, an emoji, a ligature of both."""
    rare = ("㐂字头的店", "𠮷野家很好吃", "好吃👍", "一家人👨‍👩‍👧都满意")
    comments = columns[1]
    changed = of(comments.name, [*rare, *map(str, comments.texts[len(rare) :])])
    return (columns[0], changed, *columns[2:])


def countries() -> Iterator[Case]:
    """Every country with every delimiter; line ends, encodings and quoting take turns."""
    ends, last = cycle(ENDS), cycle(LAST)
    quoting = cycle((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_MINIMAL))
    unicode = cycle(EVERYWHERE)
    for position, (voice, (word, delimiter)) in enumerate(product(VOICES, DELIMITERS.items())):
        layout = Layout(
            delimiter=delimiter,
            encoding=next(unicode),
            ends=next(ends),
            quoting=next(quoting),
            final=position % 3 > 0,
        )
        columns = survey(VOICES[voice], last=next(last))
        yield Case(
            id=f"{voice}-{word}-{layout.ends}-{layout.encoding}",
            make=layout.maker(columns),
            truths=(layout.truth(columns),),
        )


def headers() -> Iterator[Case]:
    """The header in any place: after notes, after blank lines, none; notes below as well."""
    voices = cycle(("en", "de", "zh", "fr", "in"))
    delimiters = cycle(DELIMITERS.items())
    for above, below, _ in product(range(7), range(3), range(2)):
        word, delimiter = next(delimiters)
        name = next(voices)
        voice = VOICES[name]
        notes = voice.notes * 2
        layout = Layout(
            delimiter=delimiter,
            above=_above(above, notes, delimiter),
            below=tuple(
                _padded(note, delimiter, wide=n == 1) for n, note in enumerate(notes[:below])
            ),
            header=above != 6,
            encoding="utf-8-sig" if below == 1 else "utf-8",
        )
        columns = survey(voice)
        truth = layout.truth(columns)
        yield Case(
            id=f"{_ABOVE[above]}-{below} below-{name}-{word}",
            make=layout.maker(columns),
            truths=(truth,),
        )


_ABOVE: Final = (
    "header first", "1 note", "2 notes", "3 notes and a blank line", "5 notes",
    "blank lines, then notes of all cells", "no header",
)  # fmt: skip


def _above(number: int, notes: tuple[str, ...], delimiter: str) -> tuple[str, ...]:
    quoted = [f'"{note}"' if delimiter in note else note for note in notes]
    if number == 3:
        return (*quoted[:3], "")
    if number == 5:
        return ("", *(_padded(note, delimiter, wide=True) for note in notes[:2]), "")
    return tuple(quoted[: (0, 1, 2, 3, 5, 0, 0)[number]])


def _padded(note: str, delimiter: str, *, wide: bool) -> str:
    """Write a note as a spreadsheet does, with an empty cell for every other column, or alone."""
    quoted = f'"{note}"' if delimiter in note else note
    return quoted + delimiter * 5 if wide else quoted


def quoting() -> Iterator[Case]:
    """Every way of quoting with every delimiter; delimiters, marks and line breaks in cells."""
    for (way, quote), (word, delimiter) in product(_QUOTING.items(), DELIMITERS.items()):
        for name in ("en", "zh"):
            voice = VOICES[name]
            id_, comments, *rest = survey(voice)
            awkward = _awkward(list(map(str, comments.texts)), delimiter, breaks=way != "none")
            columns = (id_, of(comments.name, awkward), *rest)
            layout = Layout(
                delimiter=delimiter, quoting=quote, ends="crlf" if name == "en" else "lf"
            )
            yield Case(
                id=f"quoted {way}-{name}-{word}",
                make=layout.maker(columns),
                truths=(layout.truth(columns),),
            )


_QUOTING: Final = {
    "where needed": csv.QUOTE_MINIMAL,
    "always": csv.QUOTE_ALL,
    "unless numbers": csv.QUOTE_NONNUMERIC,
}


def _awkward(comments: list[str], delimiter: str, *, breaks: bool) -> list[str]:
    changed = comments.copy()
    changed[0] = f'{comments[0]}{delimiter}"{comments[1]}"'
    changed[2] = f'"{comments[2]}"'
    changed[4] = f"{comments[4]}{delimiter}{delimiter}{delimiter}{delimiter}{delimiter}{delimiter}"
    if breaks:
        changed[5] = f"{comments[5]}\n{comments[6]}\n\n{comments[7]}"
        changed[7] = f"{comments[7]}\n"
    changed[8] = f"  {comments[8]}  "
    changed[9] = comments[9] + "\u2028" + comments[10] + "\x0b\x0c\x85"
    changed[10] = f"'{comments[10]}'"
    return changed


def shapes() -> Iterator[Case]:
    """Tables of one column or one row, with blank columns, and columns that are all one value."""
    for word, delimiter in DELIMITERS.items():
        layout = Layout(delimiter=delimiter)
        voice = VOICES["zh"]
        columns = survey(voice)
        blank = of("remarks", [""] * height(columns), kind="blank")
        wide = tuple(_rating(f"q{n}", n) for n in range(120))
        named = (*columns[:2], blank, *columns[2:], of("more", [""] * 12, kind="blank"))
        yield from (
            Case(id=f"{what}-{word}", make=layout.maker(held), truths=(layout.truth(held),))
            for what, held in {
                "one row": survey(voice, rows=1),
                "two rows": survey(voice, rows=2),
                "one column of text": columns[1:2],
                "one column of text after blanks": (_after_blanks(columns[1]),),
                "one column of numbers": columns[2:3],
                "one column and one row": survey(voice, rows=1)[1:2],
                "blank columns with a name": named,
                "120 columns": wide,
            }.items()
        )
        yield _blank_columns_without_a_name(layout, columns, word)
        yield _no_column_is_filled(layout, word)


def _after_blanks(column: Column) -> Column:
    return of(column.name, [f"{' ' * (n % 3)}{text}" for n, text in enumerate(column.texts)])


def _rating(name: str, first: int) -> Column:
    ratings = [(first + n) % 5 + 1 for n in range(4)]
    return of(name, [str(rating) for rating in ratings], ratings, kind="number")


def _blank_columns_without_a_name(layout: Layout, columns: tuple[Column, ...], word: str) -> Case:
    nothing = of("", [""] * height(columns), kind="blank")
    held = (nothing, *columns[:3], nothing, *columns[3:], nothing, nothing)
    return Case(
        id=f"blank columns without a name-{word}",
        make=layout.maker(held),
        truths=(layout.truth(columns),),
    )


def _no_column_is_filled(layout: Layout, word: str) -> Case:
    """The rows hold delimiters and nothing else: a refusal, or a table without rows."""
    body = [layout.delimiter * 2] * 3
    columns = tuple(of(name, [""] * 3) for name in ("a", "b", "c"))
    return Case(
        id=f"all cells blank-{word}",
        make=layout.maker(columns, body),
        truths=(Truth(refusal="required", rows=(Row(number=2),)),),
    )
