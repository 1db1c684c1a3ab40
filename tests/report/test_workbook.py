import io
import math
from dataclasses import dataclass

import openpyxl
import pandas as pd
import pytest

from cx.analyses.result import Provenance, Result, left_out, no_value
from cx.report import workbook
from cx.wording import msg


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Result):
    extra: pd.DataFrame

    @property
    def finding(self):
        return msg("Recommendation stands at NPS {nps:points}.", nps=32)

    def chart(self):
        raise NotImplementedError

    def further_tables(self):
        return {"Differences: all/any": self.extra, "differences- ALL-any": self.extra}


TABLE = pd.DataFrame(
    {
        "=group": ["=cmd|' /C calc'!A1", "物流", None],
        "n": [10, 20, 12345678901234567890],
        "share": [0.25, math.nan, math.inf],
        "day": pd.to_datetime(["2026-01-31", None, "2026-02-01"]),
        "ok": [True, False, True],
        "took": pd.to_timedelta([90, None, 60], unit="s"),
    }
)


@pytest.fixture(scope="module")
def book():
    answer = Answer(
        table=TABLE,
        extra=pd.DataFrame({"x": [1.5]}),
        notes=(msg("-few answers"),),
        provenance=Provenance(
            rows=12,
            used=10,
            left_out=(left_out(no_value("score"), 2),),
            settings={"by": None},
            method=msg("Adjusted Wald interval."),
            source="Rocks 2016",
            fingerprint="abc",
        ),
    )
    return openpyxl.load_workbook(io.BytesIO(workbook.xlsx(answer)))


def test_the_first_sheet_says_the_answer_and_where_it_comes_from(book):
    rows = dict(book.worksheets[0].iter_rows(values_only=True))
    assert rows["Finding"] == "Recommendation stands at NPS 32.0."
    assert rows["Mind this"] == "'-few answers"
    assert (rows["Rows"], rows["Rows used"]) == (12, 10)
    assert rows["Rows left out: no value in “score”"] == 2
    assert rows["Source of the method"] == "Rocks 2016"


def test_sheet_names_are_lawful_and_unique(book):
    assert book.sheetnames == [
        "Summary",
        "Figures",
        "Differences- all-any",
        "differences- ALL-any (2)",
    ]


def test_formulas_are_text_in_cells_and_in_headers(book):
    sheet = book["Figures"]
    assert sheet["A1"].value == "'=group"
    assert sheet["A2"].value == "'=cmd|' /C calc'!A1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_numbers_stay_numbers(book):
    sheet = book["Figures"]
    assert (sheet["B2"].value, sheet["C2"].value) == (10, 0.25)
    assert sheet["D2"].value == pd.Timestamp("2026-01-31")
    assert sheet["E2"].value is True
    assert sheet["F2"].value == pd.Timedelta(seconds=90)


def test_missing_values_are_empty_cells(book):
    sheet = book["Figures"]
    assert [sheet[cell].value for cell in ("A4", "C3", "D3", "F3")] == [None] * 4


def test_long_whole_numbers_keep_all_their_digits(book):
    assert book["Figures"]["B4"].value == "12345678901234567890"


def test_columns_are_wide_enough_for_chinese(book):
    assert book["Figures"].column_dimensions["A"].width > len("=cmd|' /C calc'!A1")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_escapes_what_a_spreadsheet_would_run(sign):
    text = workbook.csv_bytes(pd.DataFrame({"a": [sign + "cmd"], "b": [-1.5]})).decode("utf-8-sig")
    assert "'" + sign + "cmd" in text
    assert ",-1.5" in text


def test_csv_can_be_read_back():
    table = pd.DataFrame({"名": ["物流", 'say "hi", please'], "n": [1, 2]})
    pd.testing.assert_frame_equal(
        pd.read_csv(io.BytesIO(workbook.csv_bytes(table)), encoding="utf-8-sig"), table
    )
