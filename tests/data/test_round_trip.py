"""Write, read, compare: every type comes back exactly, through every format."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

import cx
from cx.analyses.result import Provenance, Result
from cx.report import workbook
from cx.wording import msg

TEXTS = {
    "identifiers of 20 digits": ["12345678901234567890", "12345678901234567891", "0" * 20],
    "identifiers of 16 digits": ["9007199254740993", "9007199254740992", "1000000000000001"],
    "leading zeros": ["007", "0010", "000"],
    "rare characters": ["㐂字头", "𠮷野家", "𪚥䶮"],
    "emoji": ["👍", "👍🏽", "☺️"],
    "joined emoji": ["👨‍👩‍👧‍👦", "🏳️‍🌈", "👩🏾‍🚀"],
    "formulas": ["=1+1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A1"],
    "plus first": ["+1 more", "+A1", "+"],
    "minus first": ["-1 star", "-A1", "- none"],
    "at first": ["@you", "@SUM(A1)", "@"],
    "quotation marks": ['"', 'say "hi"', '""quoted""'],
    "single marks": ["'", "it's", "''"],
    "line breaks": ["one\ntwo", "\nlast", "first\n"],
    "tabs": ["a\tb", "\ta", "a\t"],
    "spaces": ["  left", "right  ", " both "],
    "other spaces": ["\xa0left", "right\u3000", "thin\u202fspace"],
    "commas": ["a,b", ",", "a,,b"],
    "other delimiters": ["a;b", "a|b", "a;b|c\td"],
    "right to left": ["שלום", "مرحبا", "\u200fabc"],
    "accents": ["é", "e\u0301", "ﬁ"],
    "zero width": ["a\u200bb", "a\u200cb", "\u2060a"],
    "line separators": ["a\u2028b", "a\u2029b", "a\u0085b"],
    "backslashes": ["\\", "a\\b", "\\n"],
    "words like numbers": ["1e5x", "1_000", "0x1F"],
    "markup": ["<b>x</b>", "a & b; c", "{n:count}"],
    "long": ["x y " * 2000 + "end", "长" * 8000, "short"],
}  # fmt: skip

TYPED = {
    "whole": [1, -2, 30],
    "decimals": [0.5, -1.25, 1234567.875],
    "17 digits": [0.12345678901234567, 1234567.8901234567, 2 / 3],
    "very small and large": [5e-324, 1.7976931348623157e308, 2.2250738585072014e-308],
    "truth": [True, False, True],
    "days": [date(2024, 2, 29), date(1999, 12, 31), date(2030, 1, 1)],
    "old days": [date(1815, 6, 18), date(1789, 7, 14), date(1900, 3, 1)],
    "moments": [
        datetime(2024, 2, 29, 23, 59, 59),  # noqa: DTZ001
        datetime(1999, 12, 31),  # noqa: DTZ001
        datetime(2030, 1, 1, 0, 0, 1),  # noqa: DTZ001
    ],
    "microseconds": [
        datetime(2024, 2, 29, 23, 59, 59, 999999),  # noqa: DTZ001
        datetime(2024, 1, 1, 0, 0, 0, 1),  # noqa: DTZ001
        datetime(2024, 1, 1, 12),  # noqa: DTZ001
    ],
}
# A workbook keeps times to the millisecond, days from 1900 on and numbers of 16 digits.
IN_WORKBOOKS = ("whole", "decimals", "17 digits", "truth", "days", "moments")
PLACES = ["Rome", "Oslo", "Bern"]


def as_csv(columns, *, encoding="utf-8"):
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["place", *columns])
    rows = zip(PLACES, *columns.values(), strict=True)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue().encode(encoding)


def as_xlsx(columns):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for place, (name, values) in enumerate({"place": PLACES, **columns}.items()):
            sheet.write_string(0, place, name)
            for row, value in enumerate(values, start=1):
                if isinstance(value, date):
                    sheet.write_datetime(row, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(row, place, value)
                elif value is not None:
                    sheet.write(row, place, value)
    return out.getvalue()


def as_parquet(columns):
    out = io.BytesIO()
    pq.write_table(pa.table({"place": PLACES, **columns}), out)
    return out.getvalue()


def frame_of(data, **options):
    """Read a file and hold its first column and its losses against what was written."""
    (table,) = cx.read(data, **options).tables
    assert table.frame["place"].to_pylist() == PLACES
    assert len(table.rejected) == len(table.unread) == 0
    return table.frame


def read_back(write, values):
    """Write one column, read it."""
    return frame_of(write({"value": values}))["value"].to_pylist()


@lru_cache(maxsize=1)
def texts_through(medium):
    """Write all texts into one file, a column for each kind, and read it."""
    if medium == "xlsx":
        return frame_of(as_xlsx(TEXTS))
    if medium == "parquet":
        return frame_of(as_parquet(TEXTS))
    given = {"encoding": medium} if medium == "gb18030" else {}
    return frame_of(as_csv(TEXTS, encoding=medium), **given)


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("medium", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "xlsx", "parquet"])
def test_texts_come_back(medium, kind):
    assert texts_through(medium)[kind].to_pylist() == TEXTS[kind]


@pytest.mark.parametrize("kind", ["rare characters", "emoji", "joined emoji"])
def test_rare_characters_in_gb18030_are_found_among_chinese_text(kind):
    values = [f"这家店很好{text}下次再来" for text in TEXTS[kind]]
    data = as_csv({"value": values}, encoding="gb18030")
    assert frame_of(data)["value"].to_pylist() == values


@lru_cache(maxsize=1)
def typed_through(medium):
    """Write numbers, dates and truth into one file, a column for each kind, and read it."""
    if medium == "csv":
        return frame_of(as_csv(TYPED))
    if medium == "parquet":
        return frame_of(as_parquet(TYPED))
    return frame_of(as_xlsx({kind: TYPED[kind] for kind in IN_WORKBOOKS}))


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("medium", ["csv", "parquet"])
def test_numbers_dates_and_truth_come_back(medium, kind):
    assert typed_through(medium)[kind].to_pylist() == TYPED[kind]


@pytest.mark.parametrize("kind", IN_WORKBOOKS)
def test_numbers_dates_and_truth_come_back_from_workbooks(kind):
    """A workbook holds numbers as xlsxwriter writes them, with 16 digits."""
    wanted = TYPED[kind]
    if kind == "17 digits":
        wanted = [float(f"{value:.16G}") for value in wanted]
    assert typed_through("xlsx")[kind].to_pylist() == wanted


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_parquet])
@pytest.mark.parametrize("kind", ["emoji", "whole", "decimals", "truth", "days", "moments"])
def test_a_missing_value_stays_missing(kind, write):
    values = [{**TEXTS, **TYPED}[kind][0], None, {**TEXTS, **TYPED}[kind][1]]
    assert read_back(write, values) == values


def test_an_empty_text_and_a_missing_one_are_told_apart_where_the_format_does():
    assert read_back(as_parquet, ["", None, "x"]) == ["", None, "x"]


@pytest.mark.parametrize("data", [b'place,value\nRome,""\nOslo,\nBern,x\n'])
def test_an_empty_text_counts_as_missing_in_csv(data):
    assert frame_of(data)["value"].to_pylist() == [None, None, "x"]


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_parquet])
def test_negative_zero_keeps_its_sign(write):
    first, *_ = read_back(write, [-0.0, 1.5, 2.25])
    assert first == 0
    assert math.copysign(1, first) == -1


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_decimals_of_any_precision_lose_nothing_that_a_number_holds(write):
    texts = ["0.1", "1234567890.12345", "3.14159265358979"]
    numbers = [float(text) for text in texts]
    assert read_back(write, numbers if write is as_xlsx else texts) == numbers


def test_exact_decimals_stay_exact_in_parquet():
    values = [Decimal("0.10"), Decimal("12345678901234567.89"), Decimal("-1.00")]
    assert read_back(as_parquet, pa.array(values, pa.decimal128(20, 2))) == values


def test_whole_numbers_of_19_digits_stay_exact():
    values = [9223372036854775807, -9223372036854775808, 9007199254740993]
    assert read_back(as_parquet, values) == values
    assert [int(value) for value in read_back(as_csv, values)] == values


def test_times_of_day_stay_what_they_are():
    values = [time(10, 30), time(23, 59, 59), time(0, 0)]
    for write in (as_parquet, as_csv):  # no analysis asks for times of day: they are kept as text
        assert [str(value) for value in read_back(write, values)] == list(map(str, values))


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_parquet])
def test_names_of_columns_come_back(write):
    names = ["=1+1", "+x", "-x", "@x", 'a"b', "名字 👍", "a,b", "it's", "x;y|z"]
    frame = frame_of(write({name: ["p", "q", "r"] for name in names}))
    assert frame.column_names == ["place", *names]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Result):
    @property
    def finding(self):
        return msg("Three places were compared.")

    def chart(self):
        raise NotImplementedError


def downloads_of(columns):
    """Read the figures of a result back from the two downloads."""
    table = pd.DataFrame({"place": PLACES, **columns})
    answer = Answer(
        table=table,
        provenance=Provenance(
            rows=3,
            used=3,
            left_out=(),
            settings={},
            method=msg("Counted."),
            source="-",
            fingerprint="x",
        ),
    )
    book = frame_of(workbook.xlsx(answer), sheet="Figures")
    return book, frame_of(workbook.csv_bytes(table))


@lru_cache(maxsize=1)
def text_downloads():
    return downloads_of(TEXTS)


@pytest.mark.parametrize("kind", TEXTS)
def test_texts_of_a_download_come_back_with_formulas_made_harmless(kind):
    wanted = [workbook.harmless(text) for text in TEXTS[kind]]
    assert [frame[kind].to_pylist() for frame in text_downloads()] == [wanted, wanted]


@pytest.mark.parametrize("kind", ["whole", "decimals", "truth", "days", "moments"])
def test_numbers_dates_and_truth_of_a_download_come_back(kind):
    frames = downloads_of({kind: TYPED[kind]})
    assert [frame[kind].to_pylist() for frame in frames] == [TYPED[kind], TYPED[kind]]


def test_whole_numbers_too_long_for_a_spreadsheet_come_back_as_their_digits():
    values = [12345678901234567890, 98765432109876543210, 11111111111111111111]
    digits = [str(value) for value in values]
    frames = downloads_of({"value": pd.Series(values, dtype=object)})
    assert [frame["value"].to_pylist() for frame in frames] == [digits, digits]
