"""Files that are odd as a whole: packed, misnamed, empty, with odd headers or huge cells."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tests.data.hostile.layout import Layout
from tests.data.hostile.truth import REFUSED, Case, of
from tests.data.hostile.voices import VOICES, survey

ENGLISH: Final = survey(VOICES["en"])
CHINESE: Final = survey(VOICES["zh"])


def packed() -> Iterator[Case]:
    """Files that are packed once, twice, with others, or damaged in packing."""
    layout = Layout()
    csv_, truth = layout.maker(CHINESE), layout.truth(CHINESE)
    once = truth.but(refusal="allowed")
    for what, make, answer in (
        ("gzip", lambda: gzip.compress(csv_(), mtime=0), truth),
        ("gzip of two parts", lambda: _in_two_parts(csv_()), truth),
        ("gzip twice", lambda: gzip.compress(gzip.compress(csv_(), mtime=0), mtime=0), once),
        ("gzip cut short", lambda: gzip.compress(csv_(), mtime=0)[:-30], REFUSED),
        ("gzip of nothing", lambda: gzip.compress(b"", mtime=0), REFUSED),
        ("zip", lambda: _zip(**{"answers.csv": csv_()}), once),
        ("zip with a folder of a Mac", lambda: _zip(**{
            "answers.csv": csv_(), "__MACOSX/._answers.csv": b"\0\5\x16\7"}), once),
        ("zip of nothing", _zip, REFUSED),
        ("zip cut short", lambda: _zip(**{"answers.csv": csv_()})[:-20], REFUSED),
        ("tar", lambda: _tar(csv_()), REFUSED),
        ("bzip2", lambda: bz2.compress(csv_()), once),
        ("xz", lambda: lzma.compress(csv_()), once),
    ):  # fmt: skip
        yield Case(id=what, make=make, truths=(answer,))


def _in_two_parts(data: bytes) -> bytes:
    """Pack as `cat a.gz b.gz` does."""
    half = len(data) // 2
    return gzip.compress(data[:half], mtime=0) + gzip.compress(data[half:], mtime=0)


def _zip(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 31, 0, 0, 0)), content)
    return out.getvalue()


def _tar(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("answers.csv")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def misnamed() -> Iterator[Case]:
    """Files whose ending says something else than what they are."""
    comma, tab = Layout(), Layout(delimiter="\t", encoding="utf-16")
    for what, name, layout in (
        ("text called xlsx", "answers.xlsx", comma),
        ("text called xls, as web shops do", "export.xls", tab),
        ("text called parquet", "answers.parquet", comma),
        ("text called gz", "answers.csv.gz", comma),
        ("text called json", "answers.json", comma),
        ("text without an ending", "answers", comma),
        ("a name of Chinese and spaces", "客户 反馈 (最终版).csv", comma),
        ("a name of dots", "..csv", comma),
        ("capitals", "ANSWERS.CSV", comma),
    ):
        yield Case(id=what, name=name, make=layout.maker(CHINESE), truths=(layout.truth(CHINESE),))
    yield Case(
        id="packed text called csv",
        name="answers.csv",
        make=lambda: gzip.compress(comma.maker(CHINESE)(), mtime=0),
        truths=(comma.truth(CHINESE),),
    )


def empty() -> Iterator[Case]:
    """Files without a row of data."""
    for what, data in {
        "nothing": b"",
        "a space": b" ",
        "line ends": b"\r\n\r\n\n",
        "spaces and tabs": b"  \t \n\t\n   \n",
        "a byte order mark": b"\xef\xbb\xbf",
        "a mark of UTF-16": b"\xff\xfe",
        "a mark of UTF-16 and a line end": b"\xff\xfe\n\x00",
        "a header": b"a,b,c\n",
        "a header without line end": b"a,b,c",
        "a header in UTF-16": "编号;评论;评分\r\n".encode("utf-16"),
        "a header and blank lines": b"a,b,c\n\n\n",
        "a header and lines of delimiters": b"a,b,c\n,,\n,,\n",
        "delimiters only": b",,,\n,,,\n",
        "a NUL": b"\x00",
        "a quotation mark": b'"',
        "two quotation marks": b'""\n',
        "a delimiter": b";",
        "half a character": b"\xe4\xbd",
    }.items():
        yield Case(id=f"empty-{what}", make=lambda data=data: data, truths=(REFUSED,))


def header_oddities() -> Iterator[Case]:
    """Headers that are short, long, repeated, numeric, quoted, of several lines or of two rows."""
    body, truth = Layout().lines(ENGLISH), Layout().truth(ENGLISH)
    names = [str(column.name) for column in ENGLISH]
    for what, header, found in (
        ("spaces around names", " , ".join(names), names),
        ("a line break in a name", '"order\nid",' + ",".join(names[1:]), ["order id", *names[1:]]),
        ("quotation marks", ",".join(f'"{name}"' for name in names), names),
        ("a delimiter in a name", '"order, id",' + ",".join(names[1:]), ["order, id", *names[1:]]),
        ("a repeated name", "id,id,score,amount,date,ID",
         ["id", "id (2)", "score", "amount", "date", "ID (3)"]),
        ("an empty name", "order id,,score,amount,date,city",
         ["order id", "column 2", *names[2:]]),
        ("a name too few, as R writes", ",".join(names[:-1]), [None, *names[:-1]]),
        ("a byte order mark twice", "\ufeff\ufeff" + ",".join(names), names),
        ("a very long name", "x" * 3000 + "," + ",".join(names[1:]), ["x" * 3000, *names[1:]]),
        ("names of SQL", 'select,"drop table x;--",from,"a\'b",order,row',
         ["select", "drop table x;--", "from", "a'b", "order", "row"]),
        ("names of our own columns", "c0,row,c2,_cx_row,c1,c3",
         ["c0", "row", "c2", "_cx_row", "c1", "c3"]),
        ("emoji and signs", "😀,%,#,€,§,&", ["😀", "%", "#", "€", "§", "&"]),
    ):  # fmt: skip
        columns = tuple(replace(c, name=n) for c, n in zip(ENGLISH, found, strict=True))
        text = "\n".join([header, *body, ""])
        yield Case(
            id=f"header-{what}",
            make=lambda text=text: text.encode(),
            truths=(truth.but(columns=columns),),
        )
    yield from _numeric_headers()


def _numeric_headers() -> Iterator[Case]:
    regions = of("region", ["North", "South", "East", "West"])
    sales = [[120, 80, 95, 60], [130, 85, 90, 66], [128, 91, 99, 71]]
    for what, names in (("years", ("2021", "2022", "2023")), ("months", ("1", "2", "3"))):
        columns = (
            regions,
            *(of(name, list(map(str, column)), column, kind="number")
              for name, column in zip(names, sales, strict=True)),
        )  # fmt: skip
        layout = Layout()
        yield Case(
            id=f"header-{what} as names",
            make=layout.maker(columns),
            truths=(layout.truth(columns),),
        )


def notes() -> Iterator[Case]:
    """What programs write above a table beside words: `sep=;`, comment signs, settings."""
    layout = Layout(delimiter=";")
    for what, above in (
        ("sep=; of Excel", ("sep=;",)),
        ("sep=; in quotation marks", ('"sep=;"',)),
        ("comment signs", ("# ----------", "# All answers", "# 20240101-20240131", "# ----------")),
        ("pairs of a name and a value", ("Report;Answers", "From;2024-01-01", "To;2024-01-31", "")),
        ("a date alone", ("2024-01-31", "")),
        ("a number alone", ("12", "")),
        ("a note with a quotation mark", ('5" screens, all answers',)),
        ("a note full of commas", ("one, two, three, four, five, six, seven", "")),
        ("a long note", ("word " * 2000,)),
        ("30 notes", tuple(f"note {n}" for n in range(30))),
    ):
        noted = replace(layout, above=above)
        yield Case(
            id=f"above-{what}",
            make=noted.maker(ENGLISH),
            truths=(noted.truth(ENGLISH),),
        )


def competing_delimiters() -> Iterator[Case]:
    """Text in which another sign cuts the rows as evenly as the delimiter does."""
    halves = [f"{n},{n + 1}" for n in range(8)]
    values = [float(text.replace(",", ".")) for text in halves]
    decimals = tuple(
        of(name, halves, values, kind="number", near=True) for name in ("alpha", "beta", "gamma")
    )
    for word, delimiter in {"semicolon": ";", "tab": "\t", "pipe": "|"}.items():
        layout = Layout(delimiter=delimiter)
        yield Case(
            id=f"decimal commas in every cell-{word}",
            make=layout.maker(decimals),
            truths=(layout.truth(decimals),),
        )
        lists = (
            of("id", [f"a{n}" for n in range(8)]),
            of("tags", ["red, green, blue", "red, blue, white"] * 4),
        )
        yield Case(
            id=f"lists of commas in every cell-{word}",
            make=layout.maker(lists),
            truths=(layout.truth(lists),),
        )
    one = (of("comment", [f"well, it was fine, number {n}" for n in range(8)]),)
    quoted = Layout(quoting=1)
    yield Case(
        id="one column of quoted sentences", make=quoted.maker(one), truths=(quoted.truth(one),)
    )


def huge() -> Iterator[Case]:
    """Long lines, large cells, many rows: read whole, or refused."""
    for what, length in (("200 kB", 200_000), ("3 MB", 3_000_000), ("12 MB", 12_000_000)):
        columns = (
            of("id", ["a", "b", "c"]),
            of("text", ["short", "长" * (length // 3), "end"]),
        )
        layout = Layout()
        yield Case(
            id=f"a cell of {what}",
            make=layout.maker(columns),
            truths=(layout.truth(columns, refusal="allowed"),),
        )
    letters = (of("id", ["a", "b"]), of("text", ["x" * 60_000, "ab." * 20_000 + "@"]))
    yield Case(
        id="cells of 60 kB without a blank",
        make=Layout().maker(letters),
        truths=(Layout().truth(letters),),
    )
    rows = 30_000
    columns = (
        of("id", [f"k{n}" for n in range(rows)]),
        of("score", [str(n % 11) for n in range(rows)], [n % 11 for n in range(rows)],
           kind="number"),
    )  # fmt: skip
    body = Layout().lines(columns)
    body[20_000] += ",1"
    truth = Layout().truth(columns)
    numbers = tuple(
        replace(row, state="misfit") if row.number == 20_002 else row for row in truth.rows
    )
    yield Case(
        id="a misfit after 20,000 rows",
        make=Layout().maker(columns, body),
        truths=(truth.but(rows=numbers),),
    )
    yield _late("an accent", "Orléans", "cp1252")
    yield _late("a quotation mark", 'say "hi"', "utf-8")
    yield _late("Chinese", "深圳", "gb18030")


def _late(what: str, text: str, encoding: str) -> Case:
    """The only sign of its kind stands far down, beyond any sample."""
    rows = 12_000
    cities = ["a plain name of a city" for _ in range(rows)]
    cities[-2] = text * 3
    columns = (of("id", [f"k{n}" for n in range(rows)]), of("city", cities))
    layout = Layout(encoding=encoding)
    return Case(
        id=f"{what} after 12,000 rows", make=layout.maker(columns), truths=(layout.truth(columns),)
    )


def hard_encodings() -> Iterator[Case]:
    """Encodings that give no sign of themselves: right, or with a warning."""
    texts = {
        "cp1251": ("имя", ["Отличный магазин", "Дорого, но хорошо", "Быстрая доставка"]),
        "koi8-r": ("имя", ["Отличный магазин", "Дорого, но хорошо", "Быстрая доставка"]),
        "cp1253": ("όνομα", ["Πολύ καλό κατάστημα", "Ακριβό αλλά καλό", "Γρήγορη παράδοση"]),
        "euc-kr": ("이름", ["아주 좋은 가게입니다", "비싸지만 좋아요", "배송이 빨라요"]),
        "euc-jp": ("名前", ["とても良い店です", "高いけど良いです", "配送が早いです"]),
        "cp1250": ("název", ["Příjemný obchod", "Dražší, ale dobré", "Rychlé doručení žádá"]),
        "mac_roman": ("nom", ["Très agréable", "Délai trop élevé", "Où est passé le reçu"]),
        "cp850": ("nom", ["Très agréable", "Délai trop élevé", "Où est passé le reçu"]),
        "utf-7": ("名前", ["とても良い店です", "高いけど良いです", "配送が早いです"]),
    }
    for encoding, (name, words) in texts.items():
        columns = (
            of("id", [f"k{n}" for n in range(9)]),
            of(name, words * 3),
            of("score", list("123456789"), list(range(1, 10)), kind="number"),
        )
        layout = Layout(encoding=encoding)
        truth = layout.truth(columns, doubtful=True, refusal="allowed")
        if encoding != "utf-7":
            yield Case(id=f"{encoding} guessed", make=layout.maker(columns), truths=(truth,))
        yield Case(
            id=f"{encoding} given",
            make=layout.maker(columns),
            truths=(layout.truth(columns),),
            options={"encoding": encoding},
        )


def few_signs() -> Iterator[Case]:
    """Encodings with little evidence: one accent, one Chinese word in a whole file."""
    for encoding, word in (
        ("cp1252", "café"), ("cp1252", "naïve"), ("latin-1", "Müller"), ("cp1252", "5 €"),
        ("gb18030", "上海"), ("gb18030", "好"), ("cp932", "東京"),
        ("cp1252", "“so”"),
        ("gbk", "很好！"), ("cp932", "ｱｲｳ"),
    ):  # fmt: skip
        columns = (
            of("id", [f"k{n}" for n in range(12)]),
            of("city", [*["Rome"] * 11, word]),
        )
        layout = Layout(encoding=encoding)
        yield Case(
            id=f"one word of {encoding}-{word}",
            make=layout.maker(columns),
            truths=(layout.truth(columns, doubtful=True),),
        )


def not_tables() -> Iterator[Case]:
    """What is no table, and is called one."""
    for what, data in {
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "a PDF": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        "a web page": b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></html>",
        "a web page after blanks": b"\r\n\r\n  <html><body>Sign in</body></html>",
        "XML of a spreadsheet": b'<?xml version="1.0"?><Workbook></Workbook>',
        "JSON": b'[{"a": 1}, {"a": 2}]',
        "JSON after blanks": b'\n  {\n  "a": [1, 2]}',
        "random bytes": bytes((n * 7919 + n // 251) % 256 for n in range(4000)),
        "zeros": bytes(4096),
        "an OLE file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024),
        "a document of Word": _zip(**{"word/document.xml": b"<w/>"}),
        "an error page": b"<h1>502 Bad Gateway</h1>\n",
    }.items():
        yield Case(id=what, make=lambda data=data: data, truths=(REFUSED,))
