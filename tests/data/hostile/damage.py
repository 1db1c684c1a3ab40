"""Files that something went wrong with: cut short, glued together, a mark or a cell too many."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from typing import Any, Final

from tests.data.hostile.layout import Layout, height
from tests.data.hostile.truth import DAMAGED, Case, Column, Row, Truth, of
from tests.data.hostile.voices import VOICES, survey

# Where each kind of damage is done: country, delimiter, encoding.
PLACES: Final = (
    ("en", ",", "utf-8"), ("zh", ",", "gb18030"), ("de", ";", "cp1252"), ("fr", "\t", "utf-16"),
    ("zh", "\t", "utf-8-sig"), ("ja", ",", "cp932"), ("tw", "|", "big5"), ("in", ",", "utf-8"),
)  # fmt: skip
# A row in the middle of the table, and its number in the file.
MIDDLE: Final = 6
NUMBER: Final = MIDDLE + 2

Columns = tuple[Column, ...]


def rows_that_do_not_fit() -> Iterator[Case]:
    """One row has a cell too many or too few; the others stay where they are."""
    for what, damaged, fits in (
        ("a cell too many", lambda line, mark: line + mark + "7", False),
        ("three cells too many", lambda line, mark: line + mark.join(("", "a", "b", "c")), False),
        ("an empty cell too many", lambda line, mark: line + mark, True),
        ("a cell too few", lambda line, mark: line.rsplit(mark, 1)[0], False),
        ("only its first cell", lambda line, mark: line.split(mark)[0], False),
    ):
        for name, layout, columns in _places(4, skip=len(what)):
            body = layout.lines(columns)
            body[MIDDLE] = damaged(body[MIDDLE], layout.delimiter)
            truth = _with_row(layout.truth(columns), NUMBER, state="misfit", fits=fits)
            yield _case(f"{what}-{name}", layout, columns, body, truth)


def unquoted() -> Iterator[Case]:
    """Nothing but text, and somebody's commas cut one comment into more cells than there are."""
    comments = ("good", "bad", "nice", "slow", "fine", "dear")
    for place in (0, 2, 5):
        for mark in (",", ";", "\t"):
            names = of("name", ("ann", "bob", "cid", "dan", "eve", "fay"))
            columns = (names, of("what", comments))
            layout = Layout(delimiter=mark)
            body = layout.lines(columns)
            body[place] = mark.join((body[place], " it was", " well", " so so"))
            truth = _with_row(layout.truth(columns), place + 2, state="misfit")
            yield _case(
                f"marks in a comment-row {place + 2}-{mark!r}", layout, columns, body, truth
            )


def marks() -> Iterator[Case]:
    """Quotation marks where they do not belong."""
    for what, damaged, state in _MARKS:
        for name, layout, columns in _places(3, skip=len(what)):
            if layout.quoting != csv.QUOTE_MINIMAL:
                continue
            text, written = damaged("Screen"), columns[1].texts[MIDDLE]
            body = layout.lines(columns)
            own = layout.line([str(written)])
            body[MIDDLE] = body[MIDDLE].replace(own, text, 1)
            held = _with_comment(columns, text)
            truth = layout.truth(held)
            rows = tuple(
                replace(row, state="at risk", raw=body[n][:12])
                if row.number == NUMBER or (row.number > NUMBER and state == "all below")
                else row
                for n, row in enumerate(truth.rows)
            )
            yield _case(
                f"{what}-{name}", layout, held, body, truth.but(rows=rows, refusal="allowed")
            )


_MARKS: Final[tuple[tuple[str, Callable[[str], str], str], ...]] = (
    ("inches", lambda word: f'{word} 27" wide', "row"),
    ("a mark at the end", lambda word: f'{word}"', "row"),
    ("marks around a word", lambda word: f'the "{word}" page', "row"),
    ("a mark that opens and never closes", lambda word: f'"{word}', "all below"),
    ("a marked word first", lambda word: f'"{word}" is too small', "row"),
    ("marks escaped by a backslash", lambda word: f'"the \\"{word}\\" page"', "row"),
    ("single marks", lambda word: f"'{word}'", "row"),
)


def _with_comment(columns: Columns, text: str) -> Columns:
    comments = list(map(str, columns[1].texts))
    comments[MIDDLE] = text
    backslash = text.strip('"').replace('\\"', '"')
    spellings = (text, backslash) if "\\" in text else text
    values: list[Any] = list(comments)
    values[MIDDLE] = spellings
    changed = replace(columns[1], texts=tuple(comments), values=tuple(values))
    return (columns[0], changed, *columns[2:])


def lines_too_many() -> Iterator[Case]:
    """Blank lines, lines of delimiters, the header once more, totals, rules under the header."""
    for name, layout, columns in _places(5):
        body = layout.lines(columns)
        header = layout.head(columns)
        empty = layout.delimiter * (len(columns) - 1)
        sums = layout.line(["Total", "", "75", "", "", ""])
        for what, extra, blank in (
            ("a blank line in the middle", "", True),
            ("a line of delimiters in the middle", empty, True),
            ("the header once more in the middle", header, False),
        ):
            yield _case(
                f"{what}-{name}",
                layout,
                columns,
                [*body[:MIDDLE], extra, *body[MIDDLE:]],
                _with_line(layout.truth(columns), NUMBER, extra, blank=blank),
            )
        end = height(columns) + 2
        yield _case(
            f"a total at the end-{name}",
            layout,
            columns,
            [*body, sums],
            _with_line(layout.truth(columns), end, sums, blank=False),
        )
        yield _case(
            f"blank lines at the end-{name}", layout, columns, [*body, "", "", ""],
            layout.truth(columns),
        )  # fmt: skip


def glued() -> Iterator[Case]:
    """Two exports in one file: the second with its header and its byte order mark, or without."""
    for name, layout, columns in _places(8):
        if layout.encoding not in {"utf-8", "utf-8-sig", "utf-16"}:
            continue
        body = layout.lines(columns)
        with_header = [*body[:MIDDLE], "\ufeff" + layout.head(columns), *body[MIDDLE:]]
        yield _case(
            f"glued together with its header-{name}", layout, columns, with_header,
            _with_line(layout.truth(columns), NUMBER, layout.head(columns), blank=False),
        )  # fmt: skip
        rest = ["\ufeff" + body[MIDDLE], *body[MIDDLE + 1 :]]
        yield _case(
            f"glued together without a header-{name}", layout, columns, [*body[:MIDDLE], *rest],
            layout.truth(columns),
        )  # fmt: skip


def trailing() -> Iterator[Case]:
    """A delimiter at the end of every line, of the rows only, or of the header only."""
    for name, layout, columns in _places(3):
        mark, body, header = layout.delimiter, layout.lines(columns), layout.head(columns)
        ended = [line + mark for line in body]
        for what, head, rows in (
            ("a delimiter ends every line", header + mark, ended),
            ("a delimiter ends the rows", header, ended),
            ("a delimiter ends the header", header + mark, body),
            ("five delimiters end every line", header + mark * 5, [row + mark * 5 for row in body]),
        ):
            headless = replace(layout, header=False, above=())
            yield Case(
                id=f"{what}-{name}",
                make=headless.maker(columns, [head, *rows]),
                truths=(layout.truth(columns),),
            )


def cut_short() -> Iterator[Case]:
    """The file ends in the middle of a row, of a character, of a quoted cell."""
    for name, layout, columns in _places(6):
        body = layout.lines(columns)
        last = body[-1]
        number = height(columns) + 1
        truth = _with_row(layout.truth(columns), number, state="misfit")
        yield Case(
            id=f"ends in the middle of a row-{name}",
            make=_cut(layout, columns, [*body[:-1], last.rsplit(layout.delimiter, 3)[0]]),
            truths=(truth,),
        )
        if layout.encoding != "utf-8" or name == "in":
            yield Case(
                id=f"ends in the middle of a character-{name}",
                make=_cut(
                    layout, columns, [*body[:-1], last[: last.index(layout.delimiter) + 2]], 1
                ),
                truths=(truth.but(refusal="allowed"),),
            )
        yield Case(
            id=f"ends inside quotation marks-{name}",
            make=_cut(layout, columns, [*body[:-1], last.split(layout.delimiter)[0]
                                        + layout.delimiter + '"' + str(columns[1].texts[-1])]),
            truths=(truth.but(refusal="allowed"),),
        )  # fmt: skip


def _cut(
    layout: Layout, columns: Columns, body: Sequence[str], spare: int = 0
) -> Callable[[], bytes]:
    """Build a file without its last line end and without the last `spare` bytes."""

    def make() -> bytes:
        data = replace(layout, final=False).encoded(
            replace(layout, final=False).text(columns, body)
        )
        return data[: len(data) - spare]

    return make


def bytes_that_are_no_text() -> Iterator[Case]:
    """NUL bytes, lone surrogates, bytes without a meaning, DOS bytes, an end-of-file sign."""
    for name, layout, columns in _places(3, skip=1):
        yield from _zeros(name, layout, columns)
    for encoding in ("utf-8", "utf-8-sig"):
        layout = Layout(encoding=encoding)
        columns = survey(VOICES["zh"])
        for what, raw in (
            ("a lone surrogate", b"\xed\xa0\x80"),
            ("a byte without a meaning", b"\xff"),
            ("half a character", b"\xe5\xa5"),
            ("an overlong character", b"\xc0\xaf"),
        ):
            yield _replaced(f"{what}-{encoding}", layout, columns, raw)
    yield _replaced(
        "a lone surrogate-utf-16-le", Layout(encoding="utf-16"), survey(VOICES["zh"]), b"\x00\xd8"
    )
    yield _replaced(
        "a byte without a meaning-gb18030",
        Layout(encoding="gb18030"),
        survey(VOICES["zh"]),
        b"\xff",
    )
    yield from _dos()
    layout = Layout()
    columns = survey(VOICES["en"])
    yield Case(
        id="an end-of-file sign of DOS",
        make=lambda: layout.maker(columns)() + b"\x1a",
        truths=(_with_line(layout.truth(columns), 14, "\x1a", blank=False).but(refusal="allowed"),),
    )


def _zeros(name: str, layout: Layout, columns: Columns) -> Iterator[Case]:
    held = (columns[0], _damaged(columns[1], MIDDLE), *columns[2:])
    truth = layout.truth(held).but(refusal="allowed")
    changed = list(map(str, columns[1].texts))
    changed[MIDDLE] = changed[MIDDLE][:2] + "\0" + changed[MIDDLE][2:]
    with_zero = (columns[0], of(columns[1].name, changed), *columns[2:])
    yield Case(id=f"a NUL in a cell-{name}", make=layout.maker(with_zero), truths=(truth,))
    yield Case(
        id=f"NULs after the end-{name}",
        make=lambda: layout.maker(columns)() + bytes(512),
        truths=(layout.truth(columns).but(refusal="allowed"),),
    )


def _replaced(name: str, layout: Layout, columns: Columns, raw: bytes) -> Case:
    """Put bytes that are no text in place of the middle comment."""
    held = (columns[0], _damaged(columns[1], MIDDLE), *columns[2:])
    comment = layout.encoded(str(columns[1].texts[MIDDLE]))
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe"):
        comment = comment.removeprefix(mark)
    return Case(
        id=name,
        make=lambda: layout.maker(columns)().replace(comment, comment[:4] + raw + comment[4:], 1),
        truths=(layout.truth(held).but(refusal="allowed"),),
    )


def _damaged(column: Column, position: int) -> Column:
    values = list(column.values)
    values[position] = DAMAGED
    return replace(column, values=tuple(values))


def _dos() -> Iterator[Case]:
    """French text of Windows in which some letters came from the DOS code page 850."""
    columns = survey(VOICES["fr"], last="place")
    for mark in (",", ";", "\t"):
        layout = Layout(delimiter=mark, encoding="cp1252")
        yield Case(
            id=f"letters of DOS among those of Windows-{mark!r}",
            make=lambda layout=layout: _with_dos_letters(layout, columns),
            truths=(layout.truth(columns, says=("DOS",)),),
        )


def _with_dos_letters(layout: Layout, columns: Columns) -> bytes:
    lines = layout.text(columns).split("\n")
    coded = [
        line.encode("cp1252").replace("é".encode("cp1252"), "é".encode("cp850"))
        if number in {2, 5, 11}
        else line.encode("cp1252")
        for number, line in enumerate(lines)
    ]
    return b"\n".join(coded)


def ends_of_lines() -> Iterator[Case]:
    """Line ends as only broken programs write them."""
    columns = survey(VOICES["en"])
    text = Layout().text(columns)
    for what, end, step in (("CR CR LF", "\r\r\n", 2), ("LF CR", "\n\r", 2), ("two LF", "\n\n", 2)):
        rows = tuple(Row(number=1 + step * (n + 1)) for n in range(height(columns)))
        yield Case(
            id=f"lines end with {what}",
            make=lambda end=end: text.replace("\n", end).encode(),
            truths=(Layout().truth(columns).but(rows=rows),),
        )


def _places(count: int, *, skip: int = 0) -> Iterator[tuple[str, Layout, Columns]]:
    turning = cycle(PLACES)
    for _ in range(skip):
        next(turning)
    for _ in range(count):
        voice, delimiter, encoding = next(turning)
        columns = survey(VOICES[voice])
        word = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}[delimiter]
        yield (
            f"{voice}-{word}-{encoding}",
            Layout(delimiter=delimiter, encoding=encoding),
            columns,
        )


def _case(name: str, layout: Layout, columns: Columns, body: Sequence[str], truth: Truth) -> Case:
    return Case(id=name, make=layout.maker(columns, body), truths=(truth,))


def _with_row(truth: Truth, number: int, **changes: Any) -> Truth:
    rows = tuple(replace(row, **changes) if row.number == number else row for row in truth.rows)
    return truth.but(rows=rows)


def _with_line(truth: Truth, number: int, text: str, *, blank: bool) -> Truth:
    """Put a line that is no data before row `number`; those from there on move down."""
    moved = tuple(replace(row, number=row.number + (row.number >= number)) for row in truth.rows)
    place = sum(row.number < number for row in moved)
    extra = () if blank else (Row(number=number, state="extra", cells=(text,)),)
    return truth.but(rows=(*moved[:place], *extra, *moved[place:]))
