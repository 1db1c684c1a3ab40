"""Every public file, one by one: what is found in it, against what its origin says of it.

The figures stand in data/SOURCES.md, or were counted with pandas and openpyxl.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import cx

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public files are not here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is in one table.

    Attributes:
        rows: below the header, blank rows and notes left out.
        kind: of dataset; None where the columns tell none.
        header: number of its row; None where there is none, several where two rows name columns.
        types: of the columns that matter, as `Traits.type`.
        names: of all columns, where they were repaired.
        says: patterns among the findings and the mends that were made.
        rejected: rows that do not fit, notes below included.
    """

    rows: int
    kind: str | None = None
    header: int | tuple[int, ...] | None = 1
    types: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file: its encoding (text only) and its tables by name."""

    path: str
    sheets: dict[str, Sheet]
    encoding: str | None = None


MESSY = "messy_excel/"
UDACITY = "udacity_free_trial_ab/Final Project "
NOTED = Sheet(
    rows=10,
    header=5,
    rejected=4,
    types={
        "Name": "text",
        "Age": "number",
        "Has kids": "yes/no",
        "Date of birth": "date",
        "Date of death": "date",
    },
    says=("4 rows above the header",),
)
DAYS = Sheet(
    rows=37,
    types=dict.fromkeys(("Pageviews", "Clicks", "Enrollments", "Payments"), "number"),
)

FILES = (
    File(
        path="nps_garden_retail_fr/nps.csv",
        encoding="cp1252",
        sheets={
            "nps": Sheet(
                rows=13_954,
                kind="feedback",
                types={
                    "nps": "number", "satisfaction": "number", "intention": "number",
                    "explication": "text", "NbPassageKS": "number", "CaTicket": "number",
                },
                says=("DOS", "Column 1 has no name"),
            )
        },
    ),
    File(
        path="seat_reviews_drivers/seat_no_author.csv",
        encoding="utf-8",
        sheets={
            "seat_no_author": Sheet(
                rows=1_258,
                kind="feedback",
                types={
                    "date": "date", "date_flown": "date", "overall_rating": "number",
                    "viewing_tv_rating": "number", "content": "text",
                },
                says=("26 dates lie in 1970", "“viewing_tv_rating”.*44|44.*“viewing_tv_rating”"),
            )
        },
    ),
    File(
        path="telco_churn_reasons/Telco_customer_churn.xlsx",
        sheets={
            "Telco_Churn": Sheet(
                rows=7_043,
                kind="feedback",
                types={
                    "CustomerID": "text", "Total Charges": "number", "Monthly Charges": "number",
                    "Churn Reason": "text", "Zip Code": "text", "Partner": "yes/no",
                },
                says=("“Total Charges”.*11 cells",),
            )
        },
    ),
    File(
        path="cookie_cats_ab/cookie_cats.csv",
        encoding="utf-8",
        sheets={
            "cookie_cats": Sheet(
                rows=90_189,
                kind="experiment",
                types={
                    "userid": "text", "version": "text", "sum_gamerounds": "number",
                    "retention_1": "yes/no", "retention_7": "yes/no",
                },
            )
        },
    ),
    File(
        path=UDACITY + "Results - Control.csv",
        encoding="utf-8",
        sheets={"Final Project Results - Control": DAYS},
    ),
    File(
        path=UDACITY + "Results - Experiment.csv",
        encoding="utf-8",
        sheets={"Final Project Results - Experiment": DAYS},
    ),
    File(
        path=UDACITY + "Baseline Values.xlsx",
        sheets={"Sheet1": Sheet(rows=7, header=None, says=("No row names the columns",))},
    ),
    File(
        path="cdnow_orders/cdnowElog.csv",
        encoding="utf-8",
        sheets={
            "cdnowElog": Sheet(
                rows=6_919,
                kind="events",
                types={"date": "date", "sales": "number", "cds": "number"},
                says=("21 rows are the same",),
            )
        },
    ),
    File(
        path="channel_paths/Data.csv",
        encoding="utf-8",
        sheets={
            "Data": Sheet(
                rows=10_000,
                types={"path": "text", "total_conversions": "number",
                       "total_conversion_value": "number", "total_null": "number"},
            )
        },
    ),
    File(
        path="facebook_ads_costs/KAG_conversion_data.csv",
        encoding="utf-8",
        sheets={
            "KAG_conversion_data": Sheet(
                rows=625,
                kind="spend",
                types={"ad_id": "text", "age": "text", "Impressions": "number",
                       "Clicks": "number", "Spent": "number", "Approved_Conversion": "number"},
            )
        },
    ),
    File(
        path="ecom_events/ecom.csv.gz",
        encoding="utf-8",
        sheets={
            "ecom": Sheet(
                rows=31_106,
                kind="events",
                types={"timestamp": "time", "event": "text", "user_id": "text"},
                says=("30 rows are the same",),
            )
        },
    ),
    File(
        path="zh_hotel_reviews/ChnSentiCorp_htl_all.csv",
        encoding="utf-8",
        sheets={
            "ChnSentiCorp_htl_all": Sheet(
                rows=7_766,
                kind="feedback",
                types={"label": "number", "review": "text"},
                says=("“review”, 3 texts hold signs written for web pages|web pages",),
            )
        },
    ),
    File(
        path="zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv",
        encoding="gb18030",
        sheets={
            "waimai_10k.gb18030": Sheet(
                rows=11_987, kind="feedback", types={"label": "number", "review": "text"}
            )
        },
    ),
    File(
        path="starwars_survey/StarWars.csv",
        encoding="cp1252",
        sheets={
            "StarWars": Sheet(
                rows=1_186,
                kind="feedback",
                header=(1, 2),
                types={"RespondentID": "text"},
                says=("become yes where the option was ticked",),
            )
        },
    ),
    File(
        path=MESSY + "clippy.xlsx",
        sheets={
            "list-column": Sheet(rows=4, names=("name", "value")),
            "two-row-header": Sheet(
                rows=1, header=(1, 2), types={"death (date is approximate)": "date"}
            ),
        },
    ),
    File(
        path=MESSY + "currency-formats-xlsx.xlsx",
        sheets={
            "Tabelle1": Sheet(
                rows=2,
                types=dict.fromkeys(("cost_EUR", "cost_CHF", "cost_mixed"), "number"),
            )
        },
    ),
    File(
        path=MESSY + "datasets.xlsx",
        sheets={
            "mtcars": Sheet(rows=32, types={"mpg": "number", "cyl": "number"}),
            "chickwts": Sheet(rows=71, types={"weight": "number", "feed": "text"}),
            "quakes": Sheet(rows=1_000, types={"lat": "number", "mag": "number"}),
        },
    ),
    File(path=MESSY + "dates-1904.xls", sheets={"Sheet1": Sheet(rows=1, header=None)}),
    File(path=MESSY + "deaths.xls", sheets={"arts": NOTED, "other": NOTED}),
    File(path=MESSY + "deaths.xlsx", sheets={"arts": NOTED, "other": NOTED}),
    File(
        path=MESSY + "empty-named-column.xlsx",
        sheets={"Sheet1": Sheet(rows=3, names=("x", "y", "z", "w"), types={"x": "number"})},
    ),
    File(
        path=MESSY + "geometry.xlsx",
        sheets={"Sheet1": Sheet(rows=3, header=3, names=("B3", "C3", "D3"))},
    ),
    File(
        path=MESSY + "names-need-repair-xlsx.xlsx",
        sheets={
            "Sheet1": Sheet(
                rows=2,
                names=("a b", "a b (2)", "column 3", "c%&$"),
                says=("Column 3 has no name", "“a b” occurs more than once"),
            )
        },
    ),
    File(
        path=MESSY + "skipping.xlsx",
        sheets={
            "two_blank_rows": Sheet(rows=2, header=3, names=("var1", "var2")),
            "occupied_row_and_blank_row": Sheet(rows=2, header=3, names=("var1", "var2")),
            "two_occupied_rows": Sheet(rows=2, header=3, names=("var1", "var2")),
        },
    ),
    File(path=MESSY + "texty-dates-xlsx.xlsx", sheets={"Sheet1": Sheet(rows=2, names=("a",))}),
    File(
        path=MESSY + "type-me.xlsx",
        sheets={
            "logical_coercion": Sheet(rows=10, names=("maybe boolean?", "description")),
            "numeric_coercion": Sheet(rows=7, names=("maybe numeric?", "explanation")),
            "date_coercion": Sheet(rows=7, names=("maybe a datetime?", "explanation")),
            "text_coercion": Sheet(rows=6, types={"text": "text", "explanation": "text"}),
        },
    ),
    File(
        path=MESSY + "unnamed-duplicated-columns.xlsx",
        sheets={"Sheet1": Sheet(rows=2, names=("column 1", "var2", "column 3", "var2 (2)"))},
    ),
    File(
        path=MESSY + "whitespace-xlsx.xlsx",
        sheets={
            "whitespace": Sheet(rows=5, names=("<-space, space->",)),
            "logical_and_NA": Sheet(rows=2, names=("numeric",)),
        },
    ),
)  # fmt: skip
REFUSED = (MESSY + "empty-sheets.xlsx",)


@lru_cache(maxsize=4)
def reading(path):
    return cx.read(DATA / path)


def only(path):
    (table,) = reading(path).tables
    return table


def said(table):
    """Give what was found and what was done about it, as sentences."""
    found = table.health.findings
    return [
        *(str(finding.message) for finding in found),
        *(str(mend.sentence()) for finding in found for mend in finding.mends),
        *(str(made.step.sentence()) for made in getattr(table, "made", ())),
    ]


def each(files):
    return pytest.mark.parametrize("file", files, ids=lambda file: file.path.split("/")[-1])


def test_every_file_stands_in_the_table():
    here = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.*") if path.is_file()}
    assert here - {"SOURCES.md"} == {*(file.path for file in FILES), *REFUSED}


@each(FILES)
def test_tables_rows_and_headers(file):
    tables = {table.name: table for table in reading(file.path).tables}
    assert list(tables) == list(file.sheets)
    for name, sheet in file.sheets.items():
        health = tables[name].health
        header = sheet.header if isinstance(sheet.header, tuple) else (sheet.header,)
        assert (name, health.rows_kept, len(tables[name].rejected)) == (
            name, sheet.rows, sheet.rejected,
        )  # fmt: skip
        assert (name, health.header_row) in {(name, row) for row in header}
        assert health.encoding in {file.encoding, None if file.encoding else "utf-8"}


@each([f for f in FILES if any(sheet.kind for sheet in f.sheets.values())])
def test_kinds(file):
    tables = {table.name: table for table in reading(file.path).tables}
    for name, sheet in file.sheets.items():
        assert (name, tables[name].recognition.kind) == (name, sheet.kind)


@each([f for f in FILES if any(s.types or s.names for s in f.sheets.values())])
def test_names_and_types_of_columns(file):
    tables = {table.name: table for table in reading(file.path).tables}
    for name, sheet in file.sheets.items():
        found = {traits.name: traits.type for traits in tables[name].columns}
        if sheet.names:
            assert tuple(found) == sheet.names
        assert {column: found.get(column) for column in sheet.types} == sheet.types


@each([f for f in FILES if any(sheet.says for sheet in f.sheets.values())])
def test_what_is_said(file):
    tables = {table.name: table for table in reading(file.path).tables}
    for name, sheet in file.sheets.items():
        sentences = said(tables[name])
        for pattern in sheet.says:
            assert any(re.search(pattern, text) for text in sentences), (pattern, sentences)


@pytest.mark.parametrize("path", REFUSED)
def test_refused_with_what_is_missing(path):
    with pytest.raises(cx.UnreadableFile, match="“empty” and “header_only”.*row of names"):
        cx.read(DATA / path)


def test_garden_accents_of_dos_are_put_right():
    comments = [
        text
        for text in only("nps_garden_retail_fr/nps.csv").frame["explication"].to_pylist()
        if text
    ]
    text = "\n".join(comments)
    assert "\x82" not in text
    assert not re.search(r"\w\u201a|\u201a\w", text)
    repaired = next(s for s in said(only("nps_garden_retail_fr/nps.csv")) if "DOS" in s)
    count = int(re.sub(r"[^\d]", "", repaired.split("letters")[0]))
    assert count >= 2_345


def test_garden_scores():
    scores = only("nps_garden_retail_fr/nps.csv").frame["nps"].to_pylist()
    given = [score for score in scores if score is not None]
    assert len(given) == 13_612
    assert sum(score >= 9 for score in given) == 8_465
    assert sum(score <= 6 for score in given) == 1_194


def test_seat_dates_of_1970_and_zeros_can_be_made_missing():
    table = only("seat_reviews_drivers/seat_no_author.csv")
    assert sum(str(day).startswith("1970") for day in table.frame["date"].to_pylist()) == 26
    mended = cx.read(
        DATA / "seat_reviews_drivers/seat_no_author.csv",
        recipe=accepting(table, {"date", "viewing_tv_rating"}),
    ).tables[0]
    assert mended.frame["date"].null_count == 26
    assert mended.frame["viewing_tv_rating"].null_count == 1_258 - (1_229 - 44)


def test_seat_dates_of_flights_start_with_the_day():
    flown = only("seat_reviews_drivers/seat_no_author.csv").frame["date_flown"].to_pylist()
    assert flown[0] == dt.date(2015, 7, 19)
    assert sum(day is not None for day in flown) == 113


def test_telco_figures():
    frame = only("telco_churn_reasons/Telco_customer_churn.xlsx").frame
    assert frame["Total Charges"].null_count == 11
    assert frame["Churn Reason"].null_count == 7_043 - 1_869
    assert round(frame["Total Charges"].to_pylist()[0], 2) == 108.15


def test_udacity_days_and_sums():
    for group, pageviews, clicks in (("Control", 345_543, 28_378), ("Experiment", 344_660, 28_325)):
        frame = only(f"{UDACITY}Results - {group}.csv").frame
        assert sum(frame["Pageviews"].to_pylist()) == pageviews
        assert sum(frame["Clicks"].to_pylist()) == clicks
        assert frame["Enrollments"].null_count == frame["Payments"].null_count == 14


def test_udacity_dates_without_a_year_are_not_given_one():
    dates = only(UDACITY + "Results - Control.csv").frame["Date"].to_pylist()
    assert dates[0] == "Sat, Oct 11"


def test_cdnow_dates_and_sales():
    frame = only("cdnow_orders/cdnowElog.csv").frame
    days = frame["date"].to_pylist()
    assert (days[0], min(days), max(days)) == (
        dt.date(1997, 1, 1), dt.date(1997, 1, 1), dt.date(1998, 6, 30),
    )  # fmt: skip
    assert round(sum(frame["sales"].to_pylist()), 2) == 244_091.94
    assert len(set(frame["sampleid"].to_pylist())) == 2_357


def test_channel_paths():
    frame = only("channel_paths/Data.csv").frame
    assert sum(frame["total_conversions"].to_pylist()) == 19_785
    assert sum(frame["total_null"].to_pylist()) == 68_602
    assert round(sum(frame["total_conversion_value"].to_pylist()), 2) == 74_802.97


def test_ads_that_cost_nothing_and_sold():
    rows = only("facebook_ads_costs/KAG_conversion_data.csv").frame.to_pylist()
    assert sum(row["Spent"] == 0 and row["Approved_Conversion"] > 0 for row in rows) == 3
    assert sum(row["Clicks"] == 0 for row in rows) == 12
    assert sum(row["Impressions"] for row in rows) == 204_823_716
    assert round(sum(row["Spent"] for row in rows), 2) == 55_662.15


def test_shop_events():
    frame = only("ecom_events/ecom.csv.gz").frame
    times = frame["timestamp"].to_pylist()
    assert (min(times), max(times)) == (
        dt.datetime(2024, 1, 4, 11, 45, 38),  # noqa: DTZ001
        dt.datetime(2024, 6, 29, 22, 2, 40),  # noqa: DTZ001
    )
    assert sum(event == "purchase" for event in frame["event"].to_pylist()) == 470


def test_hotel_reviews_are_decoded_from_the_web():
    table = only("zh_hotel_reviews/ChnSentiCorp_htl_all.csv")
    if any("&#" in text for text in table.frame["review"].to_pylist() if text):
        table = cx.read(
            DATA / "zh_hotel_reviews/ChnSentiCorp_htl_all.csv", recipe=accepting(table, {"review"})
        ).tables[0]
    reviews = [text for text in table.frame["review"].to_pylist() if text]
    assert not any(re.search(r"&#\d+;", text) for text in reviews)
    assert any("说实话" in text for text in reviews)
    assert sum(table.frame["label"].to_pylist()) == 5_322
    assert table.frame["review"].null_count == 1


def test_waimai_keeps_characters_of_four_bytes():
    """89 characters need four bytes in GB18030 (SOURCES.md)."""
    frame = only("zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv").frame
    text = "".join(text for text in frame["review"].to_pylist() if text)
    assert sum(len(sign.encode("gb18030")) == 4 for sign in text) == 89
    assert sum(frame["label"].to_pylist()) == 4_000


def accepting(table: Any, columns: set[str]) -> Any:
    """Give the recipe in which the first mend of each open finding on `columns` is accepted."""
    recipe = table.recipe
    for finding in table.health.findings:
        if finding.mends and finding.column in columns:
            recipe = recipe.accepting(finding.mends[0])
    return recipe


FILMS = 6


@lru_cache(maxsize=1)
def star_wars():
    """Star Wars with what is proposed about ticked options and rankings."""
    path = DATA / "starwars_survey/StarWars.csv"
    table = reading("starwars_survey/StarWars.csv").tables[0]
    recipe = table.recipe
    for finding in table.health.findings:
        recipe = next((recipe.accepting(m) for m in finding.mends if m.op == "ticked"), recipe)
    return cx.read(path, recipe=recipe).tables[0].frame


def test_star_wars_ticks():
    """835 ticked a film, 471 all six; the shares of I to VI as published."""
    frame = star_wars()
    ticks = [name for name in frame.column_names if str(frame[name].type) == "bool"]
    seen = [name for name in ticks if re.search(r"Episode", name)]
    assert len(seen) == FILMS
    answers = list(zip(*(frame[name].to_pylist() for name in seen), strict=True))
    answered = [row for row in answers if None not in row]
    assert len(answered) == 835
    assert sum(map(all, answered)) == 471
    shares = [round(100 * sum(column) / 835, 1) for column in zip(*answered, strict=True)]
    assert shares == [80.6, 68.4, 65.9, 72.7, 90.8, 88.4]


def test_star_wars_favourite():
    """Among the 471 who saw all six, The Empire Strikes Back is ranked first by 35.9 %."""
    frame = star_wars()
    films = [name for name in frame.column_names if re.search(r"Episode", name)]
    seen = [name for name in films if str(frame[name].type) == "bool"]
    ranks = [name for name in films if name not in seen]
    assert len(ranks) == FILMS
    rows = frame.select(films).to_pylist()
    saw_all = [row for row in rows if all(row[name] for name in seen)]
    first = [round(100 * sum(row[name] == 1 for row in saw_all) / 471, 1) for name in ranks]
    assert first == [10.0, 3.8, 5.7, 27.2, 35.9, 17.4]


def test_dates_of_the_1904_system():
    (row,) = only(MESSY + "dates-1904.xls").frame.to_pylist()
    assert {str(day)[:10] for day in row.values()} == {"2000-01-01"}


def test_notes_around_the_deaths_are_kept_apart():
    arts, other = reading(MESSY + "deaths.xlsx").tables
    assert arts.rejected["row"].tolist() == [16, 17, 18, 19]
    assert arts.rejected["text"].tolist()[0] == "Some"
    assert arts.frame["Name"].to_pylist()[0] == "David Bowie"
    assert other.frame["Date of death"].to_pylist()[0] == dt.date(2016, 12, 25)
    ages = [69, 60, 90, 61, 57, 69, 82, 89, 99, 53]
    assert arts.frame["Age"].to_pylist() == ages


def test_old_and_new_workbooks_agree():
    for old, new in zip(
        reading(MESSY + "deaths.xls").tables, reading(MESSY + "deaths.xlsx").tables, strict=True
    ):
        assert old.frame.to_pylist() == new.frame.to_pylist()


def test_cells_of_mixed_types_lose_nothing():
    tables = {table.name: table for table in reading(MESSY + "type-me.xlsx").tables}
    numeric = tables["numeric_coercion"].frame.to_pylist()
    assert [row["explanation"] for row in numeric][3:6] == [
        "datetime", 'the string "123456"', "the number 123456",
    ]  # fmt: skip
    shown = [str(row["maybe numeric?"]) for row in numeric]
    assert shown[4:] == ["123456", "123456", "cabbage"]


def test_spaces_and_tabs_stay():
    values = reading(MESSY + "whitespace-xlsx.xlsx").tables[0].frame.to_pylist()
    texts = [next(iter(row.values())) for row in values]
    assert texts[:2] == [" <-space", "space-> "]
    assert "\t<-tab, tab->\t" in texts
