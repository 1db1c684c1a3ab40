"""Tables anywhere in a sheet: where they stand is known, because the sheet was made here."""

import io
import itertools

import openpyxl
import openpyxl.chart
import pytest

from cx.data.sheets.workbook import read_workbook
from cx.data.source import opened
from cx.errors import UnreadableFile

ANSWERS = (
    ["respondent", "region", "nps", "comment"],
    [
        ["R1", "North", 9, "Fast and friendly"],
        ["R2", "South", 3, "Never again"],
        ["R3", "North", 10, "Great"],
        ["R4", "East", 7, "All right"],
        ["R5", "West", 8, "Good value"],
        ["R6", "South", 6, "Slow delivery"],
    ],
)
ORDERS = (
    ["order", "amount", "day"],
    [["A-1", 12.5, "2024-01-02"], ["A-2", 80, "2024-01-05"], ["A-3", 7, "2024-02-01"]],
)
WORDS = (
    ["product", "owner"],
    [["Tea", "Ann"], ["Coffee", "Bob"], ["Water", "Cem"], ["Juice", "Dana"]],
)
NOTES = {
    "no notes": [],
    "title": ["Customer survey, third quarter"],
    "title, blank row": ["Customer survey, third quarter", None],
    "three notes": ["Customer survey", "Exported by the shop system", "All regions", None, None],
}
OFFSETS = [(0, 0), (2, 0), (0, 3), (5, 2)]


def put(sheet, table, row, column, *, blank_row=None, blank_column=None):
    """Write a table; return the row below it and the column beside it."""
    header, rows = table
    lines = [header, *rows]
    if blank_column is not None:
        lines = [[*line[:blank_column], None, *line[blank_column:]] for line in lines]
    if blank_row is not None:
        lines = [*lines[: blank_row + 1], [None] * len(lines[0]), *lines[blank_row + 1 :]]
    for down, line in enumerate(lines):
        for across, value in enumerate(line):
            if value is not None:
                sheet.cell(row + down + 1, column + across + 1, value)
    return row + len(lines), column + len(lines[0])


def read(book, **options):
    out = io.BytesIO()
    book.save(out)
    with opened(out.getvalue()) as source:
        return read_workbook(source, **options)


def values(grid):
    """The filled rows of a grid, by its names."""
    rows = [list(row.values()) for row in grid.cells.to_pylist()]
    return list(grid.header), [row for row in rows if any(row)]


def expected(table):
    header, rows = table
    return header, [[str(value) for value in row] for row in rows]


def one_sheet():
    book = openpyxl.Workbook()
    return book, book.active


def texts(grid):
    return [str(finding.message) for finding in grid.findings]


@pytest.mark.parametrize(
    ("notes", "offset", "inside"),
    list(itertools.product(NOTES, OFFSETS, ["nothing", "blank row", "blank column"])),
)
@pytest.mark.parametrize("table", [ANSWERS, WORDS, ORDERS], ids=["answers", "words", "orders"])
def test_one_table_wherever_it_stands(notes, offset, inside, table):
    book, sheet = one_sheet()
    top, left = offset
    for number, note in enumerate(NOTES[notes]):
        sheet.cell(top + number + 1, left + 1, note)
    row = top + len(NOTES[notes])
    options = {"blank row": {"blank_row": 2}, "blank column": {"blank_column": 1}}
    put(sheet, table, row, left, **options.get(inside, {}))
    (grid,) = read(book)
    assert values(grid) == expected(table)
    assert (grid.name, grid.header_row, grid.first_row) == ("Sheet", row + 1, row + 2)


def stacked(upper, lower, gap=1, *, titled=False):
    book, sheet = one_sheet()
    row = 0
    for number, table in enumerate([upper, lower]):
        if titled:
            sheet.cell(row + 1, 1, f"Table {number + 1}: what we know")
            row += 1
        row, _ = put(sheet, table, row, 0)
        row += gap
    return book


@pytest.mark.parametrize("gap", [1, 2, 4])
@pytest.mark.parametrize("titled", [False, True])
@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (ANSWERS, ORDERS),
        (ORDERS, ANSWERS),
        (ANSWERS, WORDS),
        (WORDS, ANSWERS),
        (WORDS, ORDERS),
        (ANSWERS, ANSWERS),
        (WORDS, WORDS),
    ],
)
def test_two_tables_one_below_the_other(upper, lower, gap, titled):
    grids = read(stacked(upper, lower, gap, titled=titled))
    assert [values(grid) for grid in grids] == [expected(upper), expected(lower)]


def side_by_side(left, right, gap=1, *, titled=False, lower=0):
    book, sheet = one_sheet()
    column = 0
    for number, table in enumerate([left, right]):
        row = lower * number
        if titled:
            sheet.cell(row + 1, column + 1, f"Table {number + 1}: what we know")
            row += 1
        _, column = put(sheet, table, row, column)
        column += gap
    return book


@pytest.mark.parametrize("gap", [1, 2, 3])
@pytest.mark.parametrize("titled", [False, True])
@pytest.mark.parametrize(
    ("left", "right"),
    [(ANSWERS, ORDERS), (ORDERS, ANSWERS), (ANSWERS, WORDS), (WORDS, ORDERS), (ORDERS, ORDERS)],
)
def test_two_tables_side_by_side(left, right, gap, titled):
    grids = read(side_by_side(left, right, gap, titled=titled))
    assert [values(grid) for grid in grids] == [expected(left), expected(right)]


@pytest.mark.parametrize("lower", [1, 3])
def test_two_tables_side_by_side_that_begin_in_different_rows(lower):
    grids = read(side_by_side(ANSWERS, ORDERS, lower=lower))
    assert [values(grid) for grid in grids] == [expected(ANSWERS), expected(ORDERS)]


def test_four_tables_in_a_square():
    book, sheet = one_sheet()
    put(sheet, ANSWERS, 0, 0)
    put(sheet, ORDERS, 0, 6)
    put(sheet, ORDERS, 9, 0)
    put(sheet, WORDS, 9, 6)
    grids = read(book)
    assert [values(g) for g in grids] == [expected(t) for t in (ANSWERS, ORDERS, ORDERS, WORDS)]


def test_several_tables_are_named_by_their_place_and_said():
    grids = read(stacked(ANSWERS, ORDERS))
    assert [grid.name for grid in grids] == ["Sheet (A1:D7)", "Sheet (A9:C12)"]
    assert "holds 2 tables: Sheet (A1:D7) and Sheet (A9:C12)" in texts(grids[0])[0]
    assert {grid.sheet for grid in grids} == {"Sheet"}


def test_a_table_is_chosen_by_its_name():
    (grid,) = read(stacked(ANSWERS, ORDERS), sheet="Sheet (A9:C12)")
    assert values(grid) == expected(ORDERS)


def test_a_table_that_has_grown_is_found_where_it_began():
    (grid,) = read(stacked(ANSWERS, ORDERS), sheet="Sheet (A1:D5)")
    assert values(grid) == expected(ANSWERS)


def test_a_table_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(
        UnreadableFile, match=r"no table “Sheet \(B2:C3\)”. The sheet has: Sheet \(A1"
    ):
        read(stacked(ANSWERS, ORDERS), sheet="Sheet (B2:C3)")


def test_a_skipped_column_is_said():
    book, sheet = one_sheet()
    put(sheet, ANSWERS, 0, 0, blank_column=2)
    (grid,) = read(book)
    assert texts(grid) == ["1 blank column was skipped: C."]


def test_a_column_with_a_name_and_nothing_below_is_kept():
    book, sheet = one_sheet()
    put(sheet, (["id", "gap", "nps"], [["a", None, 1], ["b", None, 2]]), 0, 0)
    (grid,) = read(book)
    assert values(grid) == (["id", "gap", "nps"], [["a", None, "1"], ["b", None, "2"]])


def test_an_unnamed_column_beside_a_blank_one_belongs_to_the_table():
    book, sheet = one_sheet()
    rows = [["a", 1, None, "x"], ["b", 2, None, None], ["c", 3, None, "y"], ["d", 4, None, None]]
    put(sheet, (["id", "nps", None, "remark"], rows), 0, 0)
    (grid,) = read(book)
    assert values(grid)[0] == ["id", "nps", "remark"]
    assert grid.cells.column("c2").to_pylist() == ["x", None, "y", None]


def test_a_remark_beside_a_table_is_no_column_and_is_said():
    book, sheet = one_sheet()
    put(sheet, ANSWERS, 0, 0)
    sheet["H3"] = "Ask Ann about these"
    (grid,) = read(book)
    assert values(grid) == expected(ANSWERS)
    assert any("notes that were left aside: H3" in text for text in texts(grid))


def test_missing_values_below_a_blank_row_are_no_header():
    rows = [["R1", 9, 8], ["R2", 7, 6], ["R3", None, None], ["R4", "n/a", "n/a"], ["R5", 3, 4]]
    book, sheet = one_sheet()
    put(sheet, (["id", "nps", "price"], rows), 0, 0, blank_row=3)
    (grid,) = read(book)
    assert len(values(grid)[1]) == 5


def test_many_blank_rows_do_not_cut_a_table():
    rows = [["R1", 9], [None, None], ["R2", 7], [None, None], [None, None], ["R3", 5], ["R4", 4]]
    book, sheet = one_sheet()
    put(sheet, (["id", "nps"], rows), 0, 0)
    (grid,) = read(book)
    assert values(grid)[1] == [["R1", "9"], ["R2", "7"], ["R3", "5"], ["R4", "4"]]
    assert grid.first_row == 2


def test_notes_below_are_rejected_with_their_rows():
    book, sheet = one_sheet()
    row, _ = put(sheet, WORDS, 0, 0)
    sheet.cell(row + 2, 1, "Source: the shop system")
    sheet.cell(row + 4, 2, "Without returns of December")
    (grid,) = read(book)
    assert values(grid) == expected(WORDS)
    found = [(note.row, note.text) for note in grid.rejected]
    assert found == [(7, "Source: the shop system"), (9, "Without returns of December")]


def test_a_title_merged_across_is_no_header():
    book, sheet = one_sheet()
    sheet["A1"] = "Customer survey"
    sheet.merge_cells("A1:D1")
    put(sheet, ANSWERS, 1, 0)
    (grid,) = read(book)
    assert values(grid) == expected(ANSWERS)
    assert grid.header_row == 2


def test_a_name_merged_across_names_each_column():
    book, sheet = one_sheet()
    put(sheet, (["id", "ratings", None, None], [["a", 1, 2, 3], ["b", 4, 5, 6]]), 0, 0)
    sheet.merge_cells("B1:D1")
    (grid,) = read(book)
    assert list(grid.header) == ["id", "ratings", "ratings", "ratings"]


def test_groups_merged_across_stand_before_the_names_below_them():
    book, sheet = one_sheet()
    lines = [
        ["id", "Product", None, "Service", None],
        [None, "price", "quality", "price", "speed"],
        ["a", 1, 2, 3, 4],
        ["b", 5, 4, 3, 2],
        ["c", 5, 5, 1, 2],
    ]
    for line in lines:
        sheet.append(line)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("D1:E1")
    (grid,) = read(book)
    names = ["id", "Product – price", "Product – quality", "Service – price", "Service – speed"]
    assert list(grid.header) == names
    assert (grid.header_row, grid.first_row, grid.cells.num_rows) == (2, 3, 3)


def test_text_merged_down_stands_in_each_row_and_is_said():
    book, sheet = one_sheet()
    rows = [["North", "a", 1], [None, "b", 2], [None, "c", 3], ["South", "d", 4]]
    put(sheet, (["region", "shop", "nps"], rows), 0, 0)
    sheet.merge_cells("A2:A4")
    (grid,) = read(book)
    assert grid.cells.column("c0").to_pylist() == ["North", "North", "North", "South"]
    assert "2 cells were filled with the text of the merged cells" in texts(grid)[0]


def test_a_number_merged_down_counts_once_and_is_said():
    book, sheet = one_sheet()
    rows = [["a", 100], ["b", None], ["c", 50]]
    put(sheet, (["shop", "budget"], rows), 0, 0)
    sheet.merge_cells("B2:B3")
    (grid,) = read(book)
    assert grid.cells.column("c1").to_pylist() == ["100", None, "50"]
    assert "1 merged cell holds a number or a date for several rows" in texts(grid)[0]
    assert "B2:B3" in texts(grid)[0]


def test_key_and_value_above_a_table_are_notes():
    book, sheet = one_sheet()
    for row, line in enumerate([["Report:", "NPS"], ["From:", "2024-01-01"], ["Answers:", 6]]):
        put(sheet, (line, []), row, 0)
    put(sheet, ANSWERS, 4, 0)
    (grid,) = read(book)
    assert values(grid) == expected(ANSWERS)


def test_a_small_table_above_a_large_one_is_a_table():
    small = (["region", "target"], [["North", 40], ["South", 35]])
    grids = read(stacked(small, ANSWERS))
    assert [values(grid) for grid in grids] == [expected(small), expected(ANSWERS)]


def sheets(**visibility):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, state in visibility.items():
        sheet = book.create_sheet(name)
        put(sheet, ORDERS, 0, 0)
        sheet.sheet_state = state
    return book


def test_hidden_sheets_are_read_and_named():
    grids = read(sheets(Shown="visible", Hidden="hidden", Deep="veryHidden"))
    assert [grid.name for grid in grids] == ["Shown", "Hidden", "Deep"]
    hidden = [[text for text in texts(grid) if "is hidden" in text] for grid in grids]
    assert hidden == [
        [],
        ["The sheet “Hidden” is hidden in the workbook."],
        ["The sheet “Deep” is hidden in the workbook."],
    ]


def test_sheets_without_a_table_are_named_with_the_first():
    book = sheets(Orders="visible")
    book.create_sheet("Empty")
    put(book.create_sheet("Names"), (["id", "nps"], []), 0, 0)
    (grid,) = read(book)
    assert texts(grid) == ["Without a table, and so left aside: “Empty” and “Names”."]


def test_sheets_that_are_charts_are_no_sheets_here():
    book = sheets(Orders="visible")
    book.create_chartsheet("Chart").add_chart(openpyxl.chart.BarChart())
    (grid,) = read(book)
    assert (grid.name, texts(grid)) == ("Orders", [])


def test_a_sheet_is_chosen_by_name_or_number():
    book = sheets(One="visible", Two="visible")
    assert [grid.name for grid in read(book, sheet="Two")] == ["Two"]
    assert [grid.name for grid in read(book, sheet=0)] == ["One"]
    with pytest.raises(UnreadableFile, match="There is no sheet “Three”. The workbook has: One"):
        read(book, sheet="Three")
