import csv
import gzip
import io
from pathlib import Path

import pytest

from cx.data.exports import catalogue, export_named, export_roles, recognise_export
from cx.data.exports.description import folded
from cx.data.headers.header import read_header
from tests.data.exports_samples import SAMPLES, cut, google_analytics, qualtrics, shopify

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)


def header_of(rows):
    return read_header([[cell or None for cell in row] for row in rows])


@each_sample
def test_an_export_is_recognised_by_its_shape(sample):
    given = sample()
    found = recognise_export(given.rows)
    assert found is not None
    assert found.name == given.export


@each_sample
def test_all_rows_of_its_header_are_found(sample):
    given = sample()
    header = header_of(given.rows)
    assert header.export == given.export
    assert (header.rows, header.data) == (given.header, given.data)


@each_sample
def test_its_columns_get_names_for_people(sample):
    given = sample()
    header = header_of(given.rows)
    assert len(header.names) == len(header.parts) == len(given.rows[given.header[-1]])
    assert {number: header.names[number] for number in given.names} == given.names


@each_sample
def test_notes_above_do_not_hide_it(sample):
    given = sample()
    width = len(given.rows[given.header[-1]])
    notes = [["Export for the board", *[""] * (width - 1)], [""] * width]
    header = header_of([*notes, *given.rows])
    assert header.export == given.export
    assert header.rows == tuple(position + 2 for position in given.header)


@each_sample
def test_it_is_told_from_few_rows(sample):
    given = sample()
    rows = given.rows[: given.data + 2]
    assert header_of(rows).data == given.data


def test_every_export_in_the_catalogue_has_two_samples():
    known = [sample().export for sample in SAMPLES]
    assert {name for name in known if known.count(name) > 1} == {e.name for e in catalogue()}


ORDINARY = {
    "a list of projects": "Start Date,End Date,Status,Progress\n2024-01-01,2024-02-01,Open,50\n",
    "a list of people": "Name,Email,Phone,Notes\nAnn,a@example.org,1,x\n",
    "a log of a server": "Timestamp,Level,Message\n2024-01-31 10:20:30,INFO,started\n",
    "measurements": "Timestamp,Temperature\n2024-01-31 10:20:30,21.5\n",
    "scores": "id,score,comment\n1,9,Good\n2,3,Bad\n",
    "scores in Chinese": "序号,来源,评分,建议\n1,微信,9,好\n2,链接,3,慢\n",
    "a list of products": "Name,Price,Total\nKettle,30,30\n",
    "spend": "campaign,impressions,clicks,spend\nA,1000,20,5.5\nB,2000,30,7\n",
    "ads by group of age": "ad_id,age group,gender,impressions,clicks\n1,30-34,M,1000,20\n",
    "counts without a variant": "Date,Pageviews,Clicks\n2024-01-01,7723,687\n2024-01-02,9102,779\n",
    "subscriptions": "customer_id,plan,revenue\n1,basic,10\n2,plus,20\n",
    "a version for each of many": "user_id,version,revenue\n"
    + "".join(f"{n},1.{n},5\n" for n in range(30)),
    "shops": "Name,Financial Status,Total\nNorth,good,100\nSouth,bad,90\n",
    "numbers with a hash": "#,Team,Points\n1,Blue,20\n2,Red,15\n",
    "no header": "1,2,3\n4,5,6\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_table_is_no_export(text):
    assert recognise_export(cut(text)) is None


@pytest.mark.parametrize(
    ("path", "encoding", "expected"),
    [
        ("starwars_survey/StarWars.csv", "cp1252", "surveymonkey"),
        ("cookie_cats_ab/cookie_cats.csv", "utf-8", "experiment-units"),
        ("ecom_events/ecom.csv.gz", "utf-8", "event-log"),
        ("nps_garden_retail_fr/nps.csv", "latin-1", None),
        ("seat_reviews_drivers/seat_no_author.csv", "utf-8", None),
        ("cdnow_orders/cdnowElog.csv", "utf-8", None),
        ("facebook_ads_costs/KAG_conversion_data.csv", "utf-8", None),
        ("udacity_free_trial_ab/Final Project Results - Control.csv", "utf-8", None),
        ("zh_hotel_reviews/ChnSentiCorp_htl_all.csv", "utf-8", None),
        ("zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv", "gb18030", None),
    ],
)
def test_public_files_are_told_apart(path, encoding, expected):
    if not DATA.exists():
        pytest.skip("the public sample data is not here")
    packed = (DATA / path).read_bytes()
    data = gzip.decompress(packed) if path.endswith(".gz") else packed
    text = io.StringIO(data.decode(encoding, errors="replace"), newline="")
    rows = [row for row, _ in zip(csv.reader(text), range(50), strict=False)]
    export = recognise_export(rows)
    assert (export.name if export else None) == expected


def test_comment_lines_may_be_taken_away_before():
    rows = google_analytics().rows
    comments = [",".join(row) for row in rows[:9]]
    header = read_header(rows[9:], comments=comments)
    assert (header.export, header.rows, header.data) == ("google-analytics", (0,), 1)


def test_an_export_is_found_by_its_name():
    assert export_named("qualtrics").title == "Qualtrics"
    assert export_named("mine") is None
    assert export_named(None) is None


def test_names_are_compared_by_letters_and_digits_only():
    assert folded("Response ID") == folded("ResponseId") == folded("response_id")
    assert folded("＃１ Score") == "1score"


def test_known_roles_are_the_best_of_the_columns_that_are_there():
    export = export_named("qualtrics")
    names = ["StartDate", "EndDate", "ResponseId", "ExternalReference", "Why?"]
    assert export_roles(export, names) == {"time": "EndDate", "customer": "ExternalReference"}
    assert export_roles(export, ["ResponseId"]) == {"customer": "ResponseId"}
    assert export_roles(export, ["Why?"]) == {}


def test_known_roles_of_orders():
    names = [*shopify().rows[0], "event"]
    assert export_roles(export_named("shopify-orders"), names) == {
        "customer": "Email",
        "time": "Created at",
        "event": "event",
        "value": "Total",
    }


def test_what_a_program_writes_itself_is_known_to_be_no_question():
    export = export_named("qualtrics")
    variables = qualtrics().rows[0]
    assert [name for name in variables if folded(name) not in export.known] == variables[17:]
