"""What stands in a cell is what is read, to the last digit, in every format of workbooks."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import cx.data.sheets.sheet
from cx.data.sheets.workbook import read_workbook
from cx.data.source import opened
from tests.data.workbook_files import (
    SPREADSHEET,
    number,
    ods,
    ods_cell,
    ods_row,
    packed,
    row,
    text,
    xlsb,
    xlsx,
)

REAL = Path(__file__).resolve().parents[2] / "../shared/data/messy_excel"


def read(content, **options):
    with opened(content) as source:
        return read_workbook(source, **options)


def column(content, place=0):
    (grid,) = read(content)
    return grid.cells.column(place).to_pylist()


def written(write, **options):
    """A workbook with names in A1 and B1 and what `write` puts below them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "other"])
        write(book, sheet)
    return out.getvalue()


def texts(grid):
    return [str(finding.message) for finding in grid.findings]


NUMBERS = [
    0.1 + 0.2,
    1 / 3,
    1e-7,
    1e-12,
    5e-324,
    123456789.123456789,
    29.020000000000003,
    -0.1234567890123,
    1e21,
    1.7976931348623157e308,
    123456789012345680,
    9007199254740993,
    -42,
    0,
    100000.1,
]


@pytest.mark.parametrize("value", NUMBERS, ids=repr)
def test_numbers_keep_all_their_digits(value):
    # Written by hand: xlsxwriter and openpyxl round to 16 digits.
    cells = row(2, number("A2", repr(value))) + row(3, text("A3", "words"))
    first, words = column(xlsx(row(1, text("A1", "name")) + cells))
    assert float(first) == float(value)
    assert words == "words"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_number_is_read_as_it_was_written(values):
    cells = "".join(row(n, number(f"A{n}", repr(value))) for n, value in enumerate(values, 2))
    found = column(xlsx(row(1, text("A1", "name")) + cells))
    assert [float(each) for each in found] == values


@pytest.mark.parametrize(
    ("value", "expected"), [(1.0, "1"), (250000.0, "250000"), (12.5, "12.5"), (0.125, "0.125")]
)
def test_round_numbers_look_like_the_spreadsheet_shows_them(value, expected):
    assert column(written(lambda _, sheet: sheet.write_number(1, 0, value))) == [expected]


TEXTS = [
    "00123",
    "12345678901234567890",
    "12345678901234567168",
    "1.50",
    "+49 170 000",
    "=1+1",
    "'quoted",
    "-5%",
    "😀 👩‍👩‍👧",
    "𠀀㐀",
    " leading and trailing ",
    "\tTab\t",
    "two\nlines",
    "<b>&amp;</b>",
    "_x000D_ written out",
    "1e5",
    "TRUE",
    "None",
    "NA",
    "x" * 32_767,
]


@pytest.mark.parametrize("value", TEXTS, ids=lambda value: value[:12])
@pytest.mark.parametrize("inline", [False, True])
def test_texts_are_read_sign_by_sign(value, inline):
    def write(_book, sheet):
        sheet.write_string(1, 0, value)
        sheet.write_number(2, 0, 1 / 3)

    assert column(written(write, constant_memory=inline)) == [value, "0.3333333333333333"]


def test_rich_text_loses_its_looks_only():
    def write(book, sheet):
        bold = book.add_format({"bold": True})
        sheet.write_rich_string(1, 0, "It was ", bold, "very", " good")

    assert column(written(write)) == ["It was very good"]


def test_control_signs_are_unescaped():
    cells = row(2, text("A2", "a_x000D_b"), text("B2", "_x005F_x000D_"))
    (grid,) = read(xlsx(row(1, text("A1", "a"), text("B1", "b")) + cells))
    assert [c.to_pylist() for c in grid.cells.columns] == [["a\rb"], ["_x000D_"]]


def test_truth_dates_percent_and_currency():
    def write(book, sheet):
        sheet.write_boolean(1, 0, boolean=True)
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_datetime(2, 0, dt.datetime(2024, 2, 29, 13, 5, 9), day)  # noqa: DTZ001
        sheet.write_number(3, 0, 0.125, book.add_format({"num_format": "0.0%"}))
        sheet.write_number(4, 0, 1234.5, book.add_format({"num_format": "#,##0.00 €"}))

    assert column(written(write)) == ["true", "2024-02-29 13:05:09", "0.125", "1234.5"]


def timed(values, style):
    def write(book, sheet):
        look = book.add_format({"num_format": style})
        for place, value in enumerate(values, 1):
            sheet.write_number(place, 0, value, look)

    return column(written(write))


def test_times_of_day_are_no_dates():
    assert timed([0.5, 0.25, 0], "hh:mm") == ["12:00:00", "06:00:00", "00:00:00"]


def test_durations_may_be_longer_than_a_day():
    assert timed([1.25, 0.5, 100], "[h]:mm:ss") == ["30:00:00", "12:00:00", "2400:00:00"]


def test_the_first_day_that_stands_for_an_unknown_one_stays_a_date():
    assert timed([1, 45000], "yyyy-mm-dd") == ["1900-01-01 00:00:00", "2023-03-15 00:00:00"]


def test_days_that_count_from_1904():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    for line in [["day", "time"], [dt.date(2016, 1, 1), dt.time(12, 30)]]:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    (grid,) = read(out.getvalue())
    assert grid.cells.to_pylist() == [{"c0": "2016-01-01 00:00:00", "c1": "12:30:00"}]


@pytest.mark.skipif(not REAL.exists(), reason="the sample data are not here")
def test_days_that_count_from_1904_where_excel_for_the_mac_says_it_once_only():
    # The texts of the second column and openpyxl agree on 1 January 2016.
    grid = read(REAL / "type-me.xlsx", sheet="logical_coercion")[0]
    assert "2016-01-01 00:00:00" in grid.cells.column("c0").to_pylist()


ERRORS = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]


def test_errors_are_missing_and_counted_with_their_places():
    def write(_book, sheet):
        for place, error in enumerate(ERRORS, 1):
            sheet.write_formula(place, 1, "=A1", None, error)
            sheet.write_number(place, 0, place)
        sheet.write_number(8, 0, 8)
        sheet.write_number(8, 1, 3)

    (grid,) = read(written(write))
    assert grid.cells.column("c1").to_pylist() == [None] * 7 + ["3"]
    (found,) = [finding for finding in grid.findings if finding.column == "other"]
    assert found.rows == 7
    message = str(found.message)
    assert message.startswith("7 cells of “other” hold an error (#DIV/0!, #N/A, #NAME?, #NULL!")
    assert "B2, B3, and B4" in message


def test_errors_do_not_shift_a_table_that_stands_elsewhere():
    cells = row(4, text("C4", "id"), text("D4", "sum")) + row(
        5, number("C5", 1), '<c r="D5" t="e"><v>#REF!</v></c>'
    )
    (grid,) = read(xlsx(cells))
    assert "1 cell of “sum” holds an error (#REF!) and counts as missing: D5." in texts(grid)
    assert (grid.header_row, grid.first_row) == (4, 5)


def test_formulas_without_a_value_are_said():
    book = openpyxl.Workbook()
    for line in [["a", "b"], [1, "=A2*2"], [2, "=A3*2"]]:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    (grid,) = read(out.getvalue())
    assert "2 formulas of the sheet “Sheet” have no value" in texts(grid)[0]
    assert "B2 and B3" in texts(grid)[0]


def test_formulas_that_all_give_0_are_said():
    def write(_book, sheet):
        for place in range(1, 4):
            sheet.write_formula(place, 0, f"={place}+1")

    (grid,) = read(written(write))
    assert "All 3 formulas of the sheet “Sheet1” give 0" in texts(grid)[0]


def test_formulas_that_give_an_empty_text_have_a_value():
    cells = row(2, '<c r="A2" t="str"><f>IF(1,"","")</f><v></v></c>', number("B2", 1))
    (grid,) = read(xlsx(row(1, text("A1", "a"), text("B1", "b")) + cells))
    assert texts(grid) == []
    assert grid.cells.to_pylist() == [{"c0": None, "c1": "1"}]


def test_opendocument():
    rows = ods_row(*map(ods_cell, ["day", "time", "true", "share", "id", "sum"])) + ods_row(
        ods_cell("2.1.24", kind="date", date_value="2024-01-02"),
        ods_cell("36:30", kind="time", time_value="PT36H30M00S"),
        ods_cell("TRUE", kind="boolean", boolean_value="true"),
        ods_cell(0.125, kind="percentage"),
        ods_cell("00123"),
        ods_cell(0.1 + 0.2),
    )
    blank = ods_row(ods_cell(repeated=16_384), repeated=1_048_570)
    (grid,) = read(ods(rows + blank))
    expected = ["2024-01-02", "36:30:00", "true", "0.125", "00123", "0.30000000000000004"]
    assert list(grid.cells.to_pylist()[0].values()) == expected


def test_binary_workbook():
    (grid,) = read(
        xlsb(
            {
                2: {1: "id", 2: "nps", 3: "price", 4: "sum"},
                3: {1: "00123", 2: 9.0, 3: 0.1 + 0.2, 4: "#DIV/0!"},
                4: {1: "A", 2: 10.0, 3: 5.0, 4: 1.0},
                5: {1: "B", 2: True, 3: "#N/A", 4: 2.0},
            }
        )
    )
    assert list(grid.header) == ["id", "nps", "price", "sum"]
    assert [c.to_pylist() for c in grid.cells.columns] == [
        ["00123", "A", "B"],
        ["9", "10", "true"],
        ["0.30000000000000004", "5", None],
        [None, "1", "2"],
    ]
    assert "1 cell of “sum” holds an error (#DIV/0!) and counts as missing: E4." in texts(grid)
    assert (grid.header_row, grid.first_row) == (3, 4)


def test_macro_workbook():
    book = openpyxl.Workbook()
    for line in [["id", "nps"], ["a", 9]]:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    with zipfile.ZipFile(out) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    kinds = "[Content_Types].xml"
    entries[kinds] = re.sub(rb"application/[^\"]*sheet\.main\+xml", macro, entries[kinds])
    assert macro in entries[kinds]
    assert column(packed(entries)) == ["a"]


def test_what_is_no_number_in_a_cell_of_numbers_is_text():
    assert column(xlsx(row(1, text("A1", "a")) + row(2, number("A2", "12,5")))) == ["12,5"]


CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(lambda value: number("#", repr(value))),
    st.integers(-(10**15), 10**15).map(lambda value: number("#", value)),
    st.sampled_from(["NA", "00123", "0.3", "12345678901234567890", "words", "null"]).map(
        lambda value: text("#", value)
    ),
    st.sampled_from([(1, 45000.25), (1, 45000), (1, 0.5), (2, 0.5), (2, 1.75), (2, 0.3)]).map(
        lambda cell: f'<c r="#" s="{cell[0]}"><v>{cell[1]!r}</v></c>'
    ),
    st.sampled_from(["#N/A", "#REF!", "#DIV/0!"]).map(
        lambda error: f'<c r="#" t="e"><v>{error}</v></c>'
    ),
    st.just(""),
)
LOOKS = (
    f'<styleSheet xmlns="{SPREADSHEET}"><cellXfs count="3"><xf numFmtId="0"/>'
    '<xf numFmtId="22"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)


def same_number(one, other):
    """Two ways to write one number with decimals: 1e-05, or more digits than tell it apart."""
    return ("e-" in one or "." in one) and float(one) == float(other)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.integers(1, 3),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_large_sheet_is_read_by_type_to_the_same_values(rows, top, named):
    """A large sheet is read once, by type, and a small one twice; what is found is the same."""
    lines = [[text("#", name) for name in ("a", "b", "c")]] * named + rows
    sheet = xlsx(
        "".join(
            row(
                top + n,
                *(
                    cell.replace("#", f"{letter}{top + n}", 1)
                    for letter, cell in zip("BCD", line, strict=True)
                ),
            )
            for n, line in enumerate(lines)
        ),
        looks=LOOKS,
    )
    found = []
    for large in (-1, 200_000):
        with pytest.MonkeyPatch.context() as patch, opened(sheet) as source:
            patch.setattr(cx.data.sheets.sheet, "LARGE", large)
            whole = cx.data.sheets.sheet.Workbook(source.path).sheet("Sheet1")
            columns = dict(enumerate(column.whole.to_pylist() for column in whole.columns))
            found.append((columns, whole.first_column, set(whole.errors)))
    (by_type, place, errors), (twice, *others) = found
    assert [place, errors] == others
    assert by_type.keys() == twice.keys()
    for name, cells in by_type.items():
        for one, other in zip(cells, twice[name], strict=True):
            assert one == other or same_number(one, other)
