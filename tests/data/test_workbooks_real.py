"""The messy workbooks of readxl, one by one: what is found in each sheet."""

from pathlib import Path

import openpyxl
import pytest

from cx.data.sheets.workbook import read_workbook
from cx.data.source import opened
from cx.errors import UnreadableFile

DATA = Path(__file__).resolve().parents[2] / "../shared/data/messy_excel"

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the sample data are not here")

DEATHS = ["Name", "Profession", "Age", "Has kids", "Date of birth", "Date of death"]
FOUR_ABOVE = ["4 rows above the header were skipped."]
TWO_ABOVE = ["2 rows above the header were skipped."]
NO_HEADER = ["No row names the columns, so they are called by their number."]
CARS = ["mpg", "cyl", "disp", "hp", "drat", "wt", "qsec", "vs", "am", "gear", "carb"]

# file → sheet, names, row of the header, first row and number of rows (blank ones included, which
# are told apart later), findings. Read off the sheets by eye.
FOUND = {
    "clippy.xlsx": [
        ("list-column", ["name", "value"], 1, 2, 4, []),
        (
            "two-row-header",
            [
                "name (at birth)",
                "species (office supply type)",
                "death (date is approximate)",
                "weight (in grams)",
            ],
            2,
            3,
            1,
            [],
        ),
    ],
    "currency-formats-xlsx.xlsx": [
        ("Tabelle1", ["product", "cost_EUR", "cost_CHF", "cost_mixed"], 1, 2, 2, [])
    ],
    "datasets.xlsx": [
        ("mtcars", CARS, 1, 2, 32, []),
        ("chickwts", ["weight", "feed"], 1, 2, 71, []),
        ("quakes", ["lat", "long", "depth", "mag", "stations"], 1, 2, 1000, []),
    ],
    "dates-1904.xls": [("Sheet1", [None] * 5, None, 1, 1, NO_HEADER)],
    "deaths.xls": [
        ("arts", DEATHS, 5, 6, 10, FOUR_ABOVE),
        ("other", DEATHS, 5, 6, 10, FOUR_ABOVE),
    ],
    "deaths.xlsx": [
        ("arts", DEATHS, 5, 6, 10, FOUR_ABOVE),
        ("other", DEATHS, 5, 6, 10, FOUR_ABOVE),
    ],
    "empty-named-column.xlsx": [("Sheet1", ["x", "y", "z", "w"], 1, 2, 3, [])],
    "geometry.xlsx": [("Sheet1", ["B3", "C3", "D3"], 3, 4, 3, [])],
    "names-need-repair-xlsx.xlsx": [("Sheet1", ["a b", "a b", None, "c%&$"], 1, 2, 2, [])],
    "skipping.xlsx": [
        ("two_blank_rows", ["var1", "var2"], 3, 4, 4, []),
        ("occupied_row_and_blank_row", ["var1", "var2"], 3, 4, 4, TWO_ABOVE),
        ("two_occupied_rows", ["var1", "var2"], 3, 4, 4, TWO_ABOVE),
    ],
    "texty-dates-xlsx.xlsx": [("Sheet1", ["a"], 1, 2, 2, [])],
    "type-me.xlsx": [
        ("logical_coercion", ["maybe boolean?", "description"], 1, 2, 10, []),
        ("numeric_coercion", ["maybe numeric?", "explanation"], 1, 2, 7, []),
        ("date_coercion", ["maybe a datetime?", "explanation"], 1, 2, 7, []),
        ("text_coercion", ["text", "explanation"], 1, 2, 6, []),
    ],
    "unnamed-duplicated-columns.xlsx": [("Sheet1", [None, "var2", None, "var2"], 1, 2, 2, [])],
    "whitespace-xlsx.xlsx": [
        ("whitespace", ["<-space, space->"], 1, 2, 6, []),
        ("logical_and_NA", ["numeric"], 1, 2, 2, []),
    ],
}


def read(name):
    with opened(DATA / name) as source:
        return read_workbook(source)


def cells(grid):
    return [list(row.values()) for row in grid.cells.to_pylist()]


def test_every_workbook_is_accounted_for():
    files = {path.name for path in DATA.iterdir()}
    assert files - set(FOUND) == {"empty-sheets.xlsx"}


@pytest.mark.parametrize(("name", "expected"), FOUND.items(), ids=FOUND)
def test_what_is_found(name, expected):
    found = [
        (
            grid.name,
            list(grid.header),
            grid.header_row,
            grid.first_row,
            grid.cells.num_rows,
            [str(finding.message) for finding in grid.findings],
        )
        for grid in read(name)
    ]
    assert found == expected


def test_sheets_without_a_table_are_named():
    with pytest.raises(UnreadableFile, match="no table in “empty” and “header_only”"):
        read("empty-sheets.xlsx")


def test_every_cell_of_a_workbook_with_days_from_1904_is_the_same_day():
    (grid,) = read("dates-1904.xls")
    assert cells(grid) == [["2000-01-01 00:00:00"] * 5]


def test_both_formats_of_a_workbook_hold_the_same():
    old, new = read("deaths.xls"), read("deaths.xlsx")
    assert [cells(grid) for grid in old] == [cells(grid) for grid in new]


def test_days_of_birth_are_those_of_the_musicians():
    (arts, _) = read("deaths.xlsx")
    born = dict(zip(arts.cells["c0"].to_pylist(), arts.cells["c4"].to_pylist(), strict=True))
    assert born["David Bowie"] == "1947-01-08 00:00:00"
    assert born["Prince"] == "1958-06-07 00:00:00"


def test_notes_below_the_musicians_are_kept_with_their_rows():
    (arts, _) = read("deaths.xlsx")
    found = [(note.row, note.text) for note in arts.rejected]
    bottom = (18, "at the | bottom,")
    assert found == [(16, "Some"), (17, "also like to write stuff"), bottom, (19, "too!")]


def test_spaces_and_tabs_stay():
    (words, _) = read("whitespace-xlsx.xlsx")
    expected = [" <-space", "space-> ", "\t   \t", "\t<-tab, tab->\t", "\t<-tab", "tab->\t"]
    assert words.cells["c0"].to_pylist() == expected


def test_currencies_are_numbers_without_their_sign():
    (costs,) = read("currency-formats-xlsx.xlsx")
    assert cells(costs)[1] == ["software", "10000", "10000", "10000"]


@pytest.mark.parametrize(
    "name", [name for name in FOUND if name.endswith("xlsx") and "texty" not in name]
)
def test_numbers_and_dates_are_those_that_openpyxl_reads(name):
    book = openpyxl.load_workbook(DATA / name, data_only=True)
    compared = 0
    for grid in read(name):
        sheet = book[grid.sheet]
        left = sheet.min_column
        for down, row in enumerate(cells(grid)):
            for across, text in enumerate(row):
                value = sheet.cell(grid.first_row + down, left + across).value
                if isinstance(value, int | float) and not isinstance(value, bool):
                    assert float(text) == value
                elif hasattr(value, "isoformat"):
                    assert text == value.isoformat(sep=" ")
                else:
                    assert text == (str(value).lower() if isinstance(value, bool) else value)
                compared += 1
    assert compared > 1
