"""Workbooks as people build them: notes, merged cells, errors, dates, hidden and empty sheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import openpyxl
import xlsxwriter

from tests.data.hostile.truth import REFUSED, Case, Column, Row, Truth, numbered, of

Cell = Any
Rows = Sequence[Sequence[Cell]]

HEADER: Final = ("order id", "comment", "score", "date")
IDS: Final = ("0071", "0084", "0097", "0110")
COMMENTS: Final = ("Fast, will buy again", "有点贵", "=slow", " fine ")
SCORES: Final = (10, 0, 7, 8)
DAYS: Final = (date(2024, 1, 31), date(2024, 2, 1), date(1999, 12, 31), date(2024, 2, 29))
BODY: Final = tuple(zip(IDS, COMMENTS, SCORES, DAYS, strict=True))


def columns() -> tuple[Column, ...]:
    """Return the columns of the small table that most workbooks hold."""
    return (
        of("order id", IDS),
        of("comment", COMMENTS),
        of("score", [str(score) for score in SCORES], SCORES, kind="number"),
        of("date", [f"{day} 00:00:00" for day in DAYS], DAYS, kind="date"),
    )


def truth(*, first: int = 2, **settings: Any) -> Truth:
    """Return the small table with its first row of data in row `first`."""
    return Truth(columns=columns(), rows=numbered(4, first=first), header_row=first - 1, **settings)


def book(*fill: Callable[[Any, Any], None], names: Sequence[str] = (), **options: Any) -> bytes:
    """Build a workbook; each function fills one sheet, given the workbook and the sheet."""
    out = io.BytesIO()
    settings = {"strings_to_formulas": False, "strings_to_urls": False, **options}
    with xlsxwriter.Workbook(out, settings) as workbook:
        workbook.set_properties({"created": datetime(2024, 1, 31)})  # noqa: DTZ001
        for number, each in enumerate(fill):
            sheet = workbook.add_worksheet(names[number] if names else None)
            each(workbook, sheet)
    return out.getvalue()


def table(
    workbook: Any,
    sheet: Any,
    *,
    top: int = 0,
    left: int = 0,
    rows: Rows = BODY,
    header: Sequence[Cell] = HEADER,
) -> None:
    """Write the small table."""
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(top, left, header)
    for number, row in enumerate(rows, start=top + 1):
        for offset, cell in enumerate(row, start=left):
            if isinstance(cell, date):
                sheet.write_datetime(number, offset, cell, day)
            else:
                sheet.write(number, offset, cell)


def sheet_of(what: str, fill: Callable[[Any, Any], None], *truths: Truth, **options: Any) -> Case:
    """Return a case of one sheet."""
    return Case(id=what, make=lambda: book(fill, **options), truths=truths)


def column_of(
    what: str, cells: Sequence[Cell], column: Column, *, style: dict[str, Any] | None = None
) -> Case:
    """Return a case in which the second of two columns holds `cells`."""

    def fill(workbook: Any, sheet: Any) -> None:
        styled = workbook.add_format(style) if style else None
        sheet.write_row(0, 0, ("place", column.name))
        for number, cell in enumerate(cells, start=1):
            sheet.write_string(number, 0, ("Rome", "Oslo", "Bern")[number % 3])
            if isinstance(cell, str):
                sheet.write_string(number, 1, cell, styled)
            elif isinstance(cell, timedelta):
                sheet.write_datetime(number, 1, cell, styled)
            elif cell is not None:
                sheet.write(number, 1, cell, styled)

    places = of("place", [("Rome", "Oslo", "Bern")[n % 3] for n in range(1, len(cells) + 1)])
    found = Truth(columns=(places, column), rows=numbered(len(cells)))
    return sheet_of(f"cells-{what}", fill, found)


def cells() -> Iterator[Case]:
    """Cells of every type and format."""
    for what, written, texts, values, settings in (
        ("numbers as text", ["12", "7.5", "3"], ["12", "7.5", "3"], [12.0, 7.5, 3.0], _NUMBER),
        ("numbers as text with a comma", ["12,5", "7,25"], ["12,5", "7,25"], [12.5, 7.25], _NUMBER),
        ("numbers and numbers as text", [12, "7.5", 3], ["12", "7.5", "3"], [12, 7.5, 3], _NUMBER),
        ("whole numbers", [1, -2, 0], ["1", "-2", "0"], [1, -2, 0], _NUMBER),
        ("decimals", [0.1, 1 / 3, 1e-9], None, [0.1, 1 / 3, 1e-9], _NUMBER),
        ("15 digits", [123456789012345, 987654321098765], None,
         [123456789012345, 987654321098765], _NUMBER),
        ("identifiers as text", ["12345678901234567890", "00123"], None, None, {}),
        ("booleans", [True, False, True], None, [True, False, True], {"kind": "truth"}),
        ("formulas that are text", ["=1+1", "+1-1", "@x", "-x"], None, None, {}),
        ("line breaks", ["one\ntwo", "three\n\nfour"], None, None, {}),
        ("spaces around", ["  left", "right  ", "\tboth\t"], None, None, {}),
        ("emoji", ["👨‍👩‍👧", "𠮷野家", "é"], None, None, {}),
        ("signs of XML", ["<a&b>", "\"'", "]]>"], None, None, {}),
        ("escapes of Excel", ["_x000D_", "_x0041_", "a_x"], None, None, {}),
        ("long text", ["x" * 32_767, "y"], None, None, {}),
        ("texts that look like numbers", ["1e5", "0x10", "1_000"], None, ["1e5", "0x10", "1_000"],
         {"kind": "number", "typing": "may"}),
        ("mixed types", [1.5, "cabbage", True], ["1.5", "cabbage", ("true", "TRUE", "True")],
         ["1.5", "cabbage", ("true", "TRUE", "True")], {}),
    ):  # fmt: skip
        spelled = [str(cell) for cell in written] if texts is None else texts
        yield column_of(what, written, of("value", spelled, values, **settings))
    yield from _formatted()


_NUMBER: Final = {"kind": "number"}


def _formatted() -> Iterator[Case]:
    """Cells whose format says what the number is."""
    amounts = [0.5, 10000.25, -3.0]
    for what, style in {
        "percent": "0.0%", "euros": "#,##0.00 [$€-407]", "thousands": "#,##0",
        "red": "0.00;[Red]-0.00",
        "accounting": '_-* #,##0.00 "€"_-', "scientific": "0.00E+00", "text after": '0.0" kg"',
        "fraction": "# ?/?", "day in words": '0 "days"', "Chinese": '0.00"元"', "hidden": ";;;",
    }.items():  # fmt: skip
        column = of("value", list(map(str, amounts)), amounts, kind="number")
        yield column_of(f"format {what}", amounts, column, style={"num_format": style})
    moments = [datetime(2024, 1, 31, 10, 20, 30), datetime(1999, 12, 31)]  # noqa: DTZ001
    for what, style in {
        "ISO": "yyyy-mm-dd hh:mm:ss", "American": "m/d/yyyy h:mm AM/PM",
        "Chinese": 'yyyy"年"m"月"d"日"',
        "month": "mmm-yy", "weekday": "dddd, d. mmmm yyyy", "locale": "[$-407]d. mmmm yyyy",
        "clock only": "hh:mm",
    }.items():  # fmt: skip
        column = of("when", list(map(str, moments)), moments, kind="time")
        if what == "clock only":
            column = replace(column, typing="may")
        yield column_of(f"date as {what}", moments, column, style={"num_format": style})
    serials = of("date", ["45322", "45323"], [45322, 45323], kind="number")
    yield column_of("dates that lost their format", [45322, 45323], _or_dates(serials))
    yield column_of(
        "times of day", [time(10, 30), time(18, 45)],
        of("at", [("10:30:00", "10:30"), ("18:45:00", "18:45")],
           [("10:30:00", "10:30"), ("18:45:00", "18:45")]),
        style={"num_format": "hh:mm"},
    )  # fmt: skip
    early = [datetime(1900, 2, 3), datetime(1900, 3, 1)]  # noqa: DTZ001
    yield column_of(
        "days about the leap day that never was", early,
        of("date", [str(day) for day in early], [day.date() for day in early], kind="date"),
        style={"num_format": "yyyy-mm-dd"},
    )  # fmt: skip


def _or_dates(serials: Column) -> Column:
    """Serials under a header of dates: the number, or the day that it stands for."""
    days = [(value, date(1899, 12, 30) + timedelta(days=int(value))) for value in serials.values]
    return replace(serials, values=tuple(days))


def errors() -> Iterator[Case]:
    """Error cells and formulas: their value counts; an error is missing, and that is said."""
    signs = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
    for sign in signs:

        def fill(_: Any, sheet: Any, sign: str = sign) -> None:
            sheet.write_row(0, 0, ("place", "amount"))
            for number in range(1, 41):
                sheet.write_row(number, 0, ("Rome", number / 4))
            sheet.write_formula(5, 1, "=A1", None, sign)

        values: list[Any] = [number / 4 for number in range(1, 41)]
        values[4] = None
        texts = [sign if value is None else str(value) for value in values]
        found = Truth(
            columns=(of("place", ["Rome"] * 40), of("amount", texts, values, kind="number")),
            rows=numbered(40),
        )
        yield sheet_of(f"error {sign}", fill, found)
    yield sheet_of("formulas with their values", _formulas, _formula_truth())
    yield Case(
        id="formulas that were never computed",
        make=_uncomputed,
        truths=(_formula_truth(says=("formula",), refusal="allowed", lost=True),),
    )


def _formulas(_: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ("place", "one", "sum", "word"))
    for number in range(1, 6):
        sheet.write_row(number, 0, ("Rome", number))
        sheet.write_formula(number, 2, f"=B{number + 1}*2", None, number * 2)
        sheet.write_formula(number, 3, f'="w"&B{number + 1}', None, f"w{number}")


def _uncomputed() -> bytes:
    """Write formulas without the values that a spreadsheet program would keep beside them."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(("place", "one", "sum", "word"))
    for number in range(1, 6):
        sheet.append(("Rome", number, f"=B{number + 1}*2", f'="w"&B{number + 1}'))
    return _saved(workbook)


def _formula_truth(*, lost: bool = False, **settings: Any) -> Truth:
    ones = range(1, 6)
    sums = of("sum", [str(n * 2) for n in ones], [n * 2 for n in ones], kind="number")
    words = of("word", [f"w{n}" for n in ones])
    if lost:
        sums, words = (
            replace(column, values=(None,) * 5, kind="blank") for column in (sums, words)
        )
    return Truth(
        columns=(
            of("place", ["Rome"] * 5),
            of("one", [str(n) for n in ones], list(ones), kind="number"),
            sums,
            words,
        ),
        rows=numbered(5),
        **settings,
    )


def places() -> Iterator[Case]:
    """The table anywhere on the sheet, with notes, blank rows and blank columns about it."""
    for top, left in ((0, 0), (1, 0), (0, 1), (2, 1), (7, 3), (40, 5), (3, 30)):

        def fill(workbook: Any, sheet: Any, top: int = top, left: int = left) -> None:
            table(workbook, sheet, top=top, left=left)

        yield sheet_of(f"table at row {top + 1}, column {left + 1}", fill, truth(first=top + 2))
    for above in (1, 2, 4):

        def noted(workbook: Any, sheet: Any, above: int = above) -> None:
            for number in range(above):
                sheet.write(number, number % 2, f"A note, number {number + 1}, about all answers")
            table(workbook, sheet, top=above + 1)

        yield sheet_of(f"{above} notes above and a blank row", noted, truth(first=above + 3))
    for below in (1, 2):

        def footed(workbook: Any, sheet: Any, below: int = below) -> None:
            table(workbook, sheet)
            for number in range(below):
                sheet.write(6 + number, number, "Source: our shop")

        plain = truth()
        notes = tuple(
            Row(number=7 + n, state="extra", cells=("Source: our shop",)) for n in range(below)
        )
        yield sheet_of(f"{below} notes below", footed, plain.but(rows=(*plain.rows, *notes)))
    yield from _gaps()


def _gaps() -> Iterator[Case]:
    def rows(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet, rows=BODY[:2])
        table_rows = book_rows(workbook, BODY[2:])
        for number, row in enumerate(table_rows, start=5):
            for offset, (cell, style) in enumerate(row):
                sheet.write(number, offset, cell, style)

    numbers = tuple(Row(number=number) for number in (2, 3, 6, 7))
    yield sheet_of("blank rows in the middle", rows, truth().but(rows=numbers))

    def blank_columns(workbook: Any, sheet: Any) -> None:
        styled = book_rows(workbook, BODY)
        for offset, name in zip((0, 2, 3, 6), HEADER, strict=True):
            sheet.write(0, offset, name)
        for number, row in enumerate(styled, start=1):
            for offset, (cell, style) in zip((0, 2, 3, 6), row, strict=True):
                sheet.write(number, offset, cell, style)

    yield sheet_of("blank columns in the middle", blank_columns, truth())

    def far(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet)
        bold = workbook.add_format({"bold": True})
        sheet.write_blank(5000, 40, None, bold)

    yield sheet_of("a formatted blank cell far away", far, truth())


def book_rows(workbook: Any, rows: Rows) -> list[list[tuple[Cell, Any]]]:
    """Pair each cell with the format that it needs."""
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    return [[(cell, day if isinstance(cell, date) else None) for cell in row] for row in rows]


def headers() -> Iterator[Case]:
    """Headers of two rows, merged, repeated, missing; merged cells in the body."""
    answers = (("a1", 5, 4, "x"), ("a2", 3, 2, "y"), ("a3", 1, 5, "z"))
    second = ("", "Speed", "Price", "")

    def merged(_: Any, sheet: Any) -> None:
        sheet.merge_range(0, 1, 0, 2, "Satisfaction")
        sheet.write(0, 0, "respondent")
        sheet.write(0, 3, "city")
        sheet.write_row(1, 0, second)
        for number, row in enumerate(answers, start=2):
            sheet.write_row(number, 0, row)

    found = Truth(
        columns=(
            of(None, [row[0] for row in answers]),
            of(None, [str(row[1]) for row in answers], [row[1] for row in answers], kind="number"),
            of(None, [str(row[2]) for row in answers], [row[2] for row in answers], kind="number"),
            of(None, [row[3] for row in answers]),
        ),
        rows=numbered(3, first=3),
        header_row=(1, 2),
    )
    yield sheet_of("a merged header of two rows", merged, found)

    def title(workbook: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 3, "All answers of January", workbook.add_format({"bold": True}))
        table(workbook, sheet, top=1)

    yield sheet_of("a merged title above", title, truth(first=3))

    def groups(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ("region", "shop", "score"))
        sheet.merge_range(1, 0, 2, 0, "North")
        sheet.merge_range(3, 0, 4, 0, "South")
        for number in range(1, 5):
            sheet.write_row(number, 1, (f"shop {number}", number))

    regions = of("region", ["North", "", "South", ""], [
        "North", (None, "North"), "South", (None, "South")])  # fmt: skip
    shops = of("shop", [f"shop {n}" for n in range(1, 5)])
    scores = of("score", list("1234"), [1, 2, 3, 4], kind="number")
    yield sheet_of(
        "merged cells in the body", groups,
        Truth(columns=(regions, shops, scores), rows=numbered(4)),
    )  # fmt: skip
    for what, names, wanted in (
        ("repeated names", ("a", "a", "A", "b"), ("a", "a (2)", "A (3)", "b")),
        ("a name missing", ("a", None, "c", "d"), ("a", "column 2", "c", "d")),
        ("spaces and line breaks in names", (" a ", "b\nc", "d  e", "f"), ("a", "b c", "d e", "f")),
        ("numbers as names", (2021, 2022, 2023, "d"), ("2021", "2022", "2023", "d")),
    ):
        yield _named(what, names, wanted)


def _named(what: str, names: Sequence[Any], wanted: Sequence[str]) -> Case:
    def fill(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet, header=names)

    held = tuple(replace(c, name=name) for c, name in zip(columns(), wanted, strict=True))
    return sheet_of(f"header-{what}", fill, truth().but(columns=held))


def sheets() -> Iterator[Case]:
    """Several sheets: empty ones, hidden ones, odd names, charts, several tables."""

    def nothing(_workbook: Any, _sheet: Any) -> None:
        """Leave the sheet empty."""

    def header_only(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)

    def hidden(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet)
        sheet.hide()

    def very_hidden(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet)
        sheet.very_hidden()

    for what, fill, names, truths in (
        ("two tables on two sheets", (table, table), ("one", "two"), (truth(), truth())),
        ("an empty sheet first", (nothing, table), ("cover", "data"), (truth(says=("cover",)),)),
        ("an empty sheet last", (table, nothing), ("data", "Sheet2"), (truth(says=("Sheet2",)),)),
        ("a sheet of a header only", (table, header_only), ("data", "template"),
         (truth(says=("template",)),)),
        ("a Chinese name", (table,), ("客户反馈 2024年",), (truth(),)),
        ("a name of 31 signs", (table,), ("x" * 31,), (truth(),)),
        ("a name with signs", (table,), ("R&D <1> 'a' \"b\"",), (truth(),)),
        ("all sheets empty", (nothing, nothing), ("a", "b"), (REFUSED,)),
        ("a header only", (header_only,), ("a",), (REFUSED,)),
    ):  # fmt: skip
        yield Case(
            id=f"sheets-{what}",
            make=lambda fill=fill, names=names: book(*fill, names=names),
            truths=truths,
        )
    for what, fill in (("hidden", hidden), ("very hidden", very_hidden)):
        yield Case(
            id=f"sheets-a {what} sheet",
            make=lambda fill=fill: book(table, fill, names=("data", "lookup")),
            truths=(truth(), truth(says=("hidden",))),
        )
    yield _hidden_rows()


def _hidden_rows() -> Case:
    def fill(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        sheet.autofilter(0, 0, 4, 3)
        sheet.freeze_panes(1, 0)
        sheet.write_comment(1, 1, "checked by hand")

    return sheet_of("hidden rows and columns, a filter, a comment", fill, truth())


def forms() -> Iterator[Case]:
    """The same table in other forms of the format."""
    yield sheet_of("1904 dates", table, truth(), date_1904=True)
    yield sheet_of("constant memory", table, truth(), constant_memory=True)
    yield Case(id="written by openpyxl", make=_by_openpyxl, truths=(truth(),))
    yield Case(id="called csv", name="answers.csv", make=lambda: book(table), truths=(truth(),))
    yield Case(id="called xls", name="answers.xls", make=lambda: book(table), truths=(truth(),))

    def excel_table(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet)
        sheet.add_table(0, 0, 4, 3, {"columns": [{"header": name} for name in HEADER]})

    yield sheet_of("a table of Excel", excel_table, truth())

    def rich(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet)
        bold = workbook.add_format({"bold": True})
        sheet.write_rich_string(1, 1, "Fast, ", bold, "will buy", " again")

    yield sheet_of("letters in bold", rich, truth())

    def links(workbook: Any, sheet: Any) -> None:
        table(workbook, sheet)
        sheet.write_url(1, 1, "https://example.com/", string=COMMENTS[0])

    yield sheet_of("links", links, truth())
    for share in (30, 60, 95):
        yield Case(
            id=f"cut after {share} percent of its bytes",
            make=lambda share=share: book(table)[: len(book(table)) * share // 100],
            truths=(REFUSED,),
        )


def _by_openpyxl() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(HEADER)
    for row in BODY:
        sheet.append(row)
    sheet["B4"].data_type = "s"
    return _saved(workbook)


def _saved(workbook: openpyxl.Workbook) -> bytes:
    """Save what openpyxl built without the time of the day in it, so that it is always the same."""
    written, out = io.BytesIO(), io.BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = re.sub(
                rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2024-01-31T00:00:00Z", source.read(entry)
            )
            target.writestr(zipfile.ZipInfo(entry.filename, (2024, 1, 31, 0, 0, 0)), content)
    return out.getvalue()
