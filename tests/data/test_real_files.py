"""Public files open with the row counts and roles that their origin states (data/SOURCES.md)."""

import csv
import io
from pathlib import Path

import pytest

from cx.data.reading import read
from cx.errors import UnreadableFile

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public files are not here")


def only(path):
    (table,) = read(DATA / path).tables
    return table


def messages(table):
    return " ".join(str(finding.message) for finding in table.health.findings)


def test_garden_survey_is_windows_text_with_dos_letters_repaired():
    table = only("nps_garden_retail_fr/nps.csv")
    assert (table.health.encoding, table.health.rows_kept) == ("cp1252", 13_954)
    assert "letters came from the DOS code page" in messages(table)
    comments = [text for text in table.frame["explication"].to_pylist() if text]
    assert any("appréciée" in text for text in comments)
    assert not any("présent‚" in text or "appr‚" in text for text in comments)


def test_garden_survey_has_an_nps_score_that_is_never_zero():
    table = only("nps_garden_retail_fr/nps.csv")
    found = table.recognition
    assert (found.kind, found.roles["score"]) == ("feedback", "nps")
    assert found.scale.is_nps
    assert "none of the 13,612 scores is 0" in str(found.scale.reason)
    assert table.frame["nps"].null_count == 13_954 - 13_612


def test_garden_survey_row_numbers_have_no_role():
    table = only("nps_garden_retail_fr/nps.csv")
    taken = [name for value in table.recognition.roles.values() for name in (value, *value)]
    assert "column 1" not in taken
    assert "Column 1 has no name" in messages(table)


def test_seat_reviews_are_scored_from_one_to_ten():
    table = only("seat_reviews_drivers/seat_no_author.csv")
    found = table.recognition
    assert table.health.rows_kept == 1_258
    assert found.roles["score"] == "overall_rating"
    assert (found.scale.low, found.scale.high, found.scale.certain) == (1, 10, True)
    assert found.roles["comments"] == ("content",)
    assert "seat_legroom_rating" in found.roles["ratings"]
    assert "26 dates lie in 1970" in messages(table)


def test_telco_workbook_is_feedback_with_reasons():
    table = only("telco_churn_reasons/Telco_customer_churn.xlsx")
    reasons = {column.name: column for column in table.health.columns}["Churn Reason"]
    assert (table.recognition.kind, table.health.rows_kept) == ("feedback", 7_043)
    assert table.recognition.roles["comments"] == ("Churn Reason",)
    assert (reasons.filled, reasons.distinct) == (1_869, 20)


def test_telco_charges_are_numbers_with_their_blanks_reported():
    table = only("telco_churn_reasons/Telco_customer_churn.xlsx")
    charges = {column.name: column for column in table.health.columns}["Total Charges"]
    assert (charges.type, charges.missing) == ("number", 11)
    assert any(f.column == "Total Charges" and f.rows == 11 for f in table.health.findings)


def test_cookie_cats_is_an_experiment():
    table = only("cookie_cats_ab/cookie_cats.csv")
    roles = table.recognition.roles
    assert (table.recognition.kind, table.health.rows_kept) == ("experiment", 90_189)
    assert (roles["variant"], roles["unit"]) == ("version", "userid")
    assert roles["metrics"] == ("retention_1", "retention_7", "sum_gamerounds")
    assert table.dataset().rows == 90_189


def test_packed_event_log_opens():
    table = only("ecom_events/ecom.csv.gz")
    roles = table.recognition.roles
    assert (table.recognition.kind, table.health.rows_kept) == ("events", 31_106)
    assert (roles["customer"], roles["time"], roles["event"]) == ("user_id", "timestamp", "event")
    assert roles["channel"] == "acquisition_channel"


def test_waimai_is_gb18030_with_reviews():
    table = only("zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv")
    assert (table.health.encoding, table.health.rows_kept) == ("gb18030", 11_987)
    assert table.recognition.roles["comments"] == ("review",)
    assert "score" not in table.recognition.roles


def test_hotel_reviews_keep_every_row():
    table = only("zh_hotel_reviews/ChnSentiCorp_htl_all.csv")
    assert (table.health.encoding, table.health.rows_kept) == ("utf-8", 7_766)
    assert sum(value == 1 for value in table.frame["label"].to_pylist()) == 5_322


def test_orders_are_recognised_and_say_what_is_missing():
    table = only("cdnow_orders/cdnowElog.csv")
    found = table.recognition
    assert (found.kind, found.missing) == ("events", ("event",))
    assert found.roles["value"] == "sales"
    assert round(sum(table.frame["sales"].to_pylist()), 2) == 244_091.94
    assert not table.usable


def test_ad_costs_are_spend():
    table = only("facebook_ads_costs/KAG_conversion_data.csv")
    assert table.recognition.kind == "spend"
    assert table.recognition.roles["cost"] == "Spent"
    assert round(sum(table.frame["Spent"].to_pylist()), 2) == 55_662.15


def test_star_wars_has_two_header_rows_and_opens():
    table = only("starwars_survey/StarWars.csv")
    assert (table.health.encoding, table.health.rows_kept) == ("cp1252", 1_186)
    assert table.frame.column_names[0] == "RespondentID"


@pytest.mark.parametrize(
    ("name", "sheets", "rows"),
    [
        ("deaths.xlsx", ["arts", "other"], [10, 10]),
        ("deaths.xls", ["arts", "other"], [10, 10]),
        ("datasets.xlsx", ["mtcars", "chickwts", "quakes"], [32, 71, 1000]),
        ("skipping.xlsx", None, [2, 2, 2]),
        ("geometry.xlsx", ["Sheet1"], [3]),
        ("dates-1904.xls", ["Sheet1"], [1]),
    ],
)
def test_messy_workbooks_open(name, sheets, rows):
    reading = read(DATA / "messy_excel" / name)
    assert [table.frame.num_rows for table in reading.tables] == rows
    assert sheets is None or [table.name for table in reading.tables] == sheets


def test_notes_around_a_table_are_not_rows():
    arts = read(DATA / "messy_excel/deaths.xlsx").tables[0]
    assert arts.health.header_row == 5
    assert arts.rejected["text"].tolist()[0] == "Some"
    assert (arts.health.rows_in, arts.health.rows_rejected) == (14, 4)


def test_workbook_of_empty_sheets_is_refused():
    with pytest.raises(UnreadableFile, match="There is no table in “empty” and “header_only”"):
        read(DATA / "messy_excel/empty-sheets.xlsx")


@pytest.mark.parametrize("path", sorted(DATA.glob("messy_excel/*")), ids=lambda path: path.name)
def test_every_messy_workbook_opens_or_is_refused(path):
    try:
        tables = read(path).tables
    except UnreadableFile as refusal:
        assert len(str(refusal)) > 40  # noqa: PT017
    else:
        assert all(table.frame.num_columns for table in tables)


@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        ("nps_garden_retail_fr/nps.csv", "latin-1"),
        ("seat_reviews_drivers/seat_no_author.csv", "utf-8"),
        ("zh_hotel_reviews/ChnSentiCorp_htl_all.csv", "utf-8"),
        ("zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv", "gb18030"),
        ("cookie_cats_ab/cookie_cats.csv", "ascii"),
    ],
)
def test_rows_agree_with_another_reader(path, encoding):
    text = (DATA / path).read_bytes().decode(encoding)
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
    assert only(path).health.rows_in == len(rows) - 1
