"""Personal data are found in the columns and texts of real exports, and nothing else is."""

from pathlib import Path

import pyarrow as pa
import pytest

from cx.data import engine
from cx.data.mending.cells import Dropped
from cx.data.mending.personal import Masked, Pseudonymised
from cx.data.mending.step import ROW
from cx.data.personal.findings import personal_findings
from cx.data.reading import read
from cx.data.traits import describe

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
DROP, KEEP_APART, MASK = "dropped", "pseudonymised", "masked"

GIVEN = ["Ann", "Peter", "Maria", "José", "Jean-Luc", "Sophie"]
FAMILY = ["Smith", "van Dyke", "O'Neill", "García", "Müller", "Li"]
ZH = ["王小明", "李雷", "韩梅梅", "张伟", "欧阳娜娜", "陈静"]
MAILS = [f"{name}@example.org" for name in "abcdef"]
PHONES = [f"1380013800{n}" for n in range(6)]
PLAIN_PHONES = [f"020 7946 095{n}" for n in range(6)]
# Valid by GB 11643, worked out by hand from the weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2.
CHINESE_IDS = ["11010519491231002X", "440524188001010014"]
IPS = [f"203.0.113.{n}" for n in range(6)]
STREETS = [f"{n} High Street" for n in range(1, 7)]


def found(**columns):
    return findings_in({name.replace("__", " "): values for name, values in columns.items()})


def findings_in(columns):
    rows = len(next(iter(columns.values())))
    columns = {name: pa.array(values) for name, values in columns.items()}
    draft = engine.as_table(pa.table({ROW: pa.array(range(1, rows + 1)), **columns}))
    return personal_findings(draft, describe(draft.drop(ROW)))


def flags(columns):
    return {finding.column: finding.mends[0].op for finding in findings_in(columns)}


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("First Name", GIVEN),
        ("RecipientLastName", FAMILY),
        ("Full name", [f"{a} {b}" for a, b in zip(GIVEN, FAMILY, strict=True)]),
        ("Billing Name", [f"{a} {b}" for a, b in zip(GIVEN, FAMILY, strict=True)]),
        ("Name", [f"{a} {b}" for a, b in zip(GIVEN, FAMILY, strict=True)]),
        ("name", [f"{b}, {a}" for a, b in zip(GIVEN, FAMILY, strict=True)]),
        ("Nachname", FAMILY),
        ("Prénom", GIVEN),
        ("姓名", ZH),
        ("您的姓名", ZH),
        ("请问您怎么称呼？", ZH),
        ("客户", ZH),
        ("Q3", ZH),
        ("author", ["A Smith", "J. Doe", "B Li", "C Jones", "D Oh", "E X"]),
        ("Email Address", MAILS),
        ("RecipientEmail", MAILS),
        ("Please tell us where we can reach you", MAILS),
        ("邮箱", MAILS),
        ("E-Mail-Adresse", MAILS),
        ("Correo electrónico", MAILS),
        ("Phone", PLAIN_PHONES),
        ("Phone number", ["020 7946 0958", "(212) 555-0123", "5550123", "138****8000", "n", "o"]),
        ("手机号", PHONES),
        ("手机号码", [13800138000 + n for n in range(6)]),
        ("Q7", PHONES),
        ("Q8", [13800138000 + n for n in range(6)]),
        ("联系电话", ["010-62345678"] * 6),
        ("Handynummer", ["0171 1234567"] * 6),
        ("身份证号", CHINESE_IDS * 3),
        ("Q9", CHINESE_IDS * 3),
        ("Passport No.", [f"E1234567{n}" for n in range(6)]),
        ("车牌号", [f"京A1234{n}" for n in range(6)]),
        ("IBAN", [f"DE8937040044053201300{n}" for n in range(6)]),
        ("Bank account", [f"1234567{n}" for n in range(6)]),
        ("IPAddress", IPS),
        ("$ip", IPS),
        ("来自IP", [f"{ip}(北京-北京)" for ip in IPS]),
        ("Q10", [f"2001:db8::8a2e:370:733{n}" for n in range(6)]),
        ("Shipping Address1", STREETS),
        ("Street", STREETS),
        ("收货地址", [f"北京市朝阳区建国路{n}号" for n in range(6)]),
        ("Straße", [f"Hauptstraße {n}" for n in range(6)]),
        ("Home address line 1", STREETS),
        ("LocationLatitude", [52.1 + n for n in range(6)]),
        ("经度", [121.473701 + n for n in range(6)]),
        ("Lat Long", [f"33.96413{n}, -118.272783" for n in range(6)]),
        ("place", [f"33.96413{n}, -118.272783" for n in range(6)]),
        ("Twitter handle", [f"@user_{n}" for n in range(6)]),
        ("用户昵称", [f"小鱼{n}" for n in range(6)]),
        ("Username", [f"user{n}" for n in range(6)]),
    ],
)
def test_columns_that_name_people_are_left_out(header, values):
    found = findings_in({header: values, "score": [9, 8, 7, 6, 10, 3]})
    assert [(f.column, f.kind, f.certain, f.rows) for f in found] == [(header, "warning", True, 6)]
    assert found[0].mends[0] == Dropped(column=header)


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Customer ID", ["NL-1", "NL-2", "NL-3"] * 2),
        ("user_id", [11, 12, 13, 14, 15, 16]),
        ("userId", [11, 12, 13, 14, 15, 16]),
        ("user_pseudo_id", ["1234.5678"] * 6),
        ("distinct_id", ["0190-a", "0190-b"] * 3),
        ("RespondentID", [3292879998 + n for n in range(6)]),
        ("ResponseId", [f"R_1abc{n}" for n in range(6)]),
        ("会员号", [f"A{n}" for n in range(6)]),
        ("Order number", PHONES),
        ("订单号", PHONES),
        ("Kundennummer", [101, 102, 103, 104, 105, 106]),
    ],
)
def test_columns_that_tell_customers_apart_become_pseudonyms(header, values):
    found = findings_in({header: values})
    assert [(f.column, f.mends, f.certain) for f in found] == [
        (header, (Pseudonymised(column=header),), True)
    ]


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Product name", ["Garden Chair", "Rose Bush", "Anna Lamp", "Oak Table", "Vase", "Rug"]),
        ("Lineitem name", ["Anna Lamp", "Peter Chair", "Maria Sofa", "Max Bed", "Vase", "Rug"]),
        ("Name of product", ["Chair", "Bush", "Lamp", "Table", "Vase", "Rug"]),
        ("Name", ["#1001", "#1002", "#1003", "#1004", "#1005", "#1006"]),
        ("name", ["Clippy", "Garden Chair", "Rose Bush", "Oak Table", "Vase", "Rug"]),
        ("Shop name", ["Jessica London", "Max Mara", "Hugo Boss", "Paul Smith", "A", "B"]),
        ("门店名称", ["王府井店", "中关村店", "国贸店", "望京店", "西单店", "三里屯店"]),
        ("店铺", ["王府井", "李宁", "周大福", "张小泉", "陈麻花", "马应龙"]),
        ("City", ["London", "Florence", "Paris", "Sydney", "Austin", "Victoria"]),
        ("城市", ["北京", "上海", "武汉", "苏州", "常州", "温州"]),
        ("Q1", ["北京", "上海", "武汉", "苏州", "常州", "温州"]),
        ("Billing City", ["London", "Florence", "Paris", "Sydney", "Austin", "Victoria"]),
        ("airline_name", ["aegean-airlines", "klm", "iberia", "swiss", "ana", "tap"]),
        ("author_country", ["Spain", "France", "Italy", "Malta", "Jordan", "Chad"]),
        ("event name", ["visit", "search", "cart", "pay", "return", "leave"]),
        ("utm_campaign_name", ["spring", "summer", "autumn", "winter", "a", "b"]),
        ("评价", ["好吃", "方便", "高兴", "安静", "温馨", "周到"]),
        ("Phone Service", ["Yes", "No", "No phone service", "Yes", "No", "Yes"]),
        ("Email opt-in", ["yes", "no", "never", "yes", "no", "later"]),
        ("Do you use your mobile to shop?", ["often", "never", "often", "rarely", "a", "b"]),
        ("电话客服满意度", [5, 4, 3, 2, 1, 5]),
        ("device", ["mobile", "desktop", "mobile", "tablet", "mobile", "desktop"]),
        ("Order date", ["2024-01-31", "2024-02-01", "31.01.2024", "a", "b", "c"]),
        ("Zip Code", ["90003", "90004", "10115", "75001", "1010", "8001"]),
        ("score", [13800, 2, 3, 4, 5, 6]),
        ("overall rating", [1, 2, 3, 4, 5, 6]),
        ("amount", [13000000.5, 2.5, 3.5, 4.5, 5.5, 6.5]),
        ("App version", ["1.2.3.4", "1.2.3.5", "8.0.1.2", "8.0.1.3", "9", "10"]),
        ("app_version", ["1.2.3.4", "1.2.3.5", "8.0.1.2", "8.0.1.3", "8.0.1.4", "8.0.1.5"]),
        ("invoice_no", PHONES),
        ("Which address did we deliver to?", ["home", "office", "home", "shop", "home", "home"]),
        ("Street noise", ["low", "high", "low", "low", "high", "low"]),
        ("Twitter", ["Twitter", None, "Twitter", None, None, "Twitter"]),
        ("Customer type", ["private", "business", "private", "business", "private", "private"]),
        ("platform", [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]),
    ],
)
def test_columns_of_other_things_are_kept(header, values):
    assert findings_in({header: values}) == ()


def test_long_is_a_longitude_only_beside_a_latitude():
    long = [121.5, 122.5, 123.5]
    assert flags({"lat": [31.5, 32.5, 33.5], "long": long}) == {"lat": DROP, "long": DROP}
    assert flags({"long": long}) == {}


def test_a_date_of_birth_is_only_proposed_to_be_left_out():
    (finding,) = found(Date__of__birth=["1980-01-31", "1990-12-01", "2000-05-05"])
    assert finding.mends == (Dropped(column="Date of birth"),)
    assert not finding.certain


def test_a_mail_address_beside_a_customer_number_is_dropped_or_replaced():
    (customer, email) = found(Customer__ID=[1011, 1012, 1013, 1014, 1015, 1016], Email=MAILS)
    assert customer.mends == (Pseudonymised(column="Customer ID"),)
    assert email.mends == (Dropped(column="Email"), Pseudonymised(column="Email"))


def test_a_mail_address_that_is_the_customer_is_replaced_first():
    days = pa.array([f"2024-01-{n % 28 + 1:02d}" for n in range(90)]).cast(pa.date32())
    mails = [f"customer{n % 40}@example.org" for n in range(90)]
    events = {"customer": mails, "date": days, "event": ["visit", "pay", "visit"] * 30}
    (finding,) = findings_in(events)
    assert finding.column == "customer"
    assert finding.mends == (Pseudonymised(column="customer"), Dropped(column="customer"))


def test_texts_with_details_are_counted_by_row_and_masked():
    comments = [
        "call me at 555-123-4567 or ann@example.org",
        "ann@example.org, really",
        "order no. 13800138000 is late",
        None,
        "很好，我叫王小明",
        "It costs 1,299.00 since 2024-01-31",
    ]
    (finding,) = found(comment=comments)
    assert (finding.column, finding.rows, finding.certain) == ("comment", 3, True)
    assert finding.mends == (Masked(column="comment"),)
    assert str(finding.message) == (
        "In “comment”, 3 texts hold personal details: e-mail addresses, phone numbers, and names."
    )


def test_a_detail_far_down_in_a_large_table_is_found():
    comments = [f"comment {n}" for n in range(70_000)] + ["mail ann@example.org"]
    (finding,) = found(comment=comments)
    assert finding.rows == 1


def test_no_finding_shows_a_value():
    values = {
        "Full name": [f"{a} {b}" for a, b in zip(GIVEN, FAMILY, strict=True)],
        "Email": MAILS,
        "Phone": PLAIN_PHONES,
        "IP": IPS,
        "Address": STREETS,
        "comment": [f"call {phone} please" for phone in PLAIN_PHONES],
        "Customer ID": [f"NL-{n}" for n in range(6)],
    }
    findings = findings_in(values)
    assert {finding.column for finding in findings} == set(values)
    said = " ".join(str(finding.message) for finding in findings)
    assert not [value for column in values.values() for value in column if value in said]


REAL = [
    (
        "nps_garden_retail_fr/nps.csv",
        {"id": (KEEP_APART, 13_954), "explication": (MASK, 6)},
    ),
    ("seat_reviews_drivers/seat_no_author.csv", {}),
    (
        "telco_churn_reasons/Telco_customer_churn.xlsx",
        {
            "CustomerID": (KEEP_APART, 7043),
            "Lat Long": (DROP, 7043),
            "Latitude": (DROP, 7043),
            "Longitude": (DROP, 7043),
        },
    ),
    ("starwars_survey/StarWars.csv", {"RespondentID": (KEEP_APART, 1186)}),
    ("cookie_cats_ab/cookie_cats.csv", {"userid": (KEEP_APART, 90_189)}),
    ("ecom_events/ecom.csv.gz", {"user_id": (KEEP_APART, 31_106)}),
    (
        "cdnow_orders/cdnowElog.csv",
        {"masterid": (KEEP_APART, 6919), "sampleid": (KEEP_APART, 6919)},
    ),
    ("channel_paths/Data.csv", {}),
    ("facebook_ads_costs/KAG_conversion_data.csv", {}),
    ("udacity_free_trial_ab/Final Project Results - Control.csv", {}),
    ("zh_hotel_reviews/ChnSentiCorp_htl_all.csv", {"review": (MASK, 8)}),
    ("zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv", {"review": (MASK, 3)}),
    ("messy_excel/deaths.xlsx", {"Name": (DROP, 10), "Date of birth": (DROP, 10)}),
    ("messy_excel/datasets.xlsx", {"lat": (DROP, 1000), "long": (DROP, 1000)}),
    ("messy_excel/type-me.xlsx", {}),
    ("messy_excel/clippy.xlsx", {}),
]
SAMPLES = [
    (
        "feedback_survey.xlsx",
        {
            "Customer ID": (KEEP_APART, 2003),
            "What nearly stopped you from buying?": (MASK, 2),
        },
    ),
    (
        "feedback_survey_zh.csv",
        {"客户编号": (KEEP_APART, 925), "什么原因差点让您放弃购买？": (MASK, 2)},
    ),
    ("events.parquet", {"customer_id": (KEEP_APART, 71_392)}),
    ("ab_banner.csv", {"customer_id": (KEEP_APART, 6000)}),
    ("channel_spend.csv", {}),
    ("team_beliefs.csv", {}),
]


@pytest.mark.skipif(not DATA.exists(), reason="the shared data are not here")
@pytest.mark.parametrize(("file", "expected"), REAL, ids=[file for file, _ in REAL])
def test_what_is_found_in_real_files(file, expected):
    assert found_in_file(DATA / file) == expected


@pytest.mark.parametrize(("file", "expected"), SAMPLES, ids=[file for file, _ in SAMPLES])
def test_what_is_found_in_the_sample_data(file, expected):
    assert found_in_file(ROOT / "sample_data" / file) == expected


def found_in_file(path):
    found = {}
    for table in read(path).tables:
        frame = engine.as_table(table.frame)
        for finding in personal_findings(frame, describe(frame)):
            found[finding.column] = (finding.mends[0].op, finding.rows)
    return found
