"""Single columns that are easily read wrong, and what is right."""

import datetime as dt
from fractions import Fraction

import duckdb
import pytest

from cx.data.spelling.verdict import Spelled, Spelling, fits, spelled
from cx.errors import CxError

TEXT = "text"


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")  # nothing may depend on it
        yield connection


def verdict(values, name="column") -> Spelled:
    return spelled({value: values.count(value) for value in values}, name=name)


def read(engine, spelling, values):
    rows = engine.execute(
        f"SELECT {spelling.sql('c')} FROM (SELECT unnest(?::VARCHAR[]) AS c)",  # noqa: S608
        [values],
    )
    return [value for (value,) in rows.fetchall()]


def day(*parts):
    return dt.date(*parts)


def at(*parts):
    return dt.datetime(*parts)  # noqa: DTZ001


NUMBERS = [
    (["1", "2", "-3"], [1, 2, -3]),
    (["+1", "−2", "–3", "0", "-0"], [1, -2, -3, 0, 0]),
    ([" 5 ", "6\t", "\u00a07", "\u200e8"], [5, 6, 7, 8]),
    (["9.0", "8.5"], [9.0, 8.5]),
    (["1e3", ".5", "-2.5E-2"], [1000.0, 0.5, -0.025]),
    (["5.", "6.5"], [5.0, 6.5]),
    (["1,5E+03", "2,5"], [1500.0, 2.5]),
    (["1,234.5", "12"], [1234.5, 12.0]),
    (["1,234,567", "1,234"], [1234567, 1234]),
    (["1.234.567", "1.234"], [1234567, 1234]),
    (["1.234,5", "12", "-1.234.567,25"], [1234.5, 12.0, -1234567.25]),
    (["12,5", "3,75"], [12.5, 3.75]),
    (["0,123", "1,234"], [0.123, 1.234]),
    (["0.123", "1.234"], [0.123, 1.234]),
    (["1,2345", "1,234"], [1.2345, 1.234]),
    (["12345,678", "1,234"], [12345.678, 1.234]),
    (["1 234,5", "12"], [1234.5, 12.0]),
    (["1\u00a0234,50", "1\u202f234\u202f567,25", "1\u2009234"], [1234.5, 1234567.25, 1234.0]),
    (["1'234.50", "1’234’567", "12"], [1234.5, 1234567.0, 12.0]),
    (["1,23,456", "12,34,567.5", "5"], [123456.0, 1234567.5, 5.0]),
    (["1,23,456", "12,345"], [123456, 12345]),
    (["5-", "6", "1.5-"], [-5.0, 6.0, -1.5]),
    (["1.234,50-", "99,00"], [-1234.5, 99.0]),
    (["(1,234.50)", "7", "(5)"], [-1234.5, 7.0, -5.0]),
    (["€5", "€ 1.234,50", "-€ 3", "€ -2"], [5.0, 1234.5, -3.0, -2.0]),
    (["5 EUR", "1.234,50 €", "7 Euro"], [5.0, 1234.5, 7.0]),
    (["$1,234.50", "($5.00)", "-$7.25", "$0.00"], [1234.5, -5.0, -7.25, 0.0]),
    (["US$5", "USD 6.5"], [5.0, 6.5]),
    (["¥1,234.5", "￥12"], [1234.5, 12.0]),
    (["12元", "1,234.5元", "3 RMB", "CNY 7"], [12.0, 1234.5, 3.0, 7.0]),
    (["1 234,50 kr", "12 kr."], [1234.5, 12.0]),
    (["CHF 1'234.50", "Fr. 5"], [1234.5, 5.0]),
    (["R$ 1.234,56", "R$ 7,50"], [1234.56, 7.5]),
    (["1 234,56 zł", "7 PLN"], [1234.56, 7.0]),
    (["£1,000", "£2.50"], [1000.0, 2.5]),
    (["Rs. 1,23,456.50", "₹5"], [123456.5, 5.0]),
    (["12 %", "5.5%", "12.3%"], [0.12, 0.055, 0.123]),
    (["12,5 %", "-3 %", "0"], [0.125, -0.03, 0.0]),
    (["12％", "7％"], [0.12, 0.07]),
    (["%5", "%12"], [0.05, 0.12]),
    (["１，２３４．５", "２"], [1234.5, 2.0]),
    (["１２", "－３", "4"], [12, -3, 4]),
    (["123秒", "5秒"], [123, 5]),
    (["3 kg", "2.5kg"], [3.0, 2.5]),
    (["1 day", "2 days"], [1, 2]),
    (["999999999999999", "-999999999999999"], [999999999999999, -999999999999999]),
    (["0.30000000000000004", "0.1"], [0.30000000000000004, 0.1]),
    (["0.28999999999999998", "0.5"], [0.29, 0.5]),
    (["1000000000000.25", "3"], [1000000000000.25, 3.0]),
    (["0.0000000000000000000012", "1"], [1.2e-21, 1.0]),
    (["1", "none", "无", "3"], [1, None, None, 3]),
]  # fmt: skip


@pytest.mark.parametrize(("values", "expected"), NUMBERS)
def test_numbers_are_read(engine, values, expected):
    found = verdict(values)
    assert read(engine, found.best, values) == expected
    assert found.fits == found.values == sum(value is not None for value in expected)
    assert found.misfits == () == found.others


DATES = [
    (["2024-01-31", "2024/2/1", "2024.03.01"],
     [day(2024, 1, 31), day(2024, 2, 1), day(2024, 3, 1)]),
    (["2024年1月31日", "2023年12月01日", "2024 年 2 月 29 日"],
     [day(2024, 1, 31), day(2023, 12, 1), day(2024, 2, 29)]),
    (["2024. 1. 31.", "2024. 02. 01."], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["２０２４年１月３１日", "2024-02-01"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["2024-01-31 00:00:00", "2024-02-01T00:00"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["2024-01-31 10:20", "2024/1/31 9:05:06", "2024-02-01"],
     [at(2024, 1, 31, 10, 20), at(2024, 1, 31, 9, 5, 6), at(2024, 2, 1)]),
    (["2024-01-31T10:20:30.123456", "2024-01-31 10:20:30,5"],
     [at(2024, 1, 31, 10, 20, 30, 123456), at(2024, 1, 31, 10, 20, 30, 500000)]),
    (["2024-01-31 10:20:30.1234567"], [at(2024, 1, 31, 10, 20, 30, 123456)]),
    (["2024/1/31 上午10:20", "2024/1/31 下午12:20:01", "2024年1月31日 下午3:05"],
     [at(2024, 1, 31, 10, 20), at(2024, 1, 31, 12, 20, 1), at(2024, 1, 31, 15, 5)]),
    (["2024年1月31日10:20", "2024年1月31日 星期三", "2024年1月31日 9时05分06秒"],
     [at(2024, 1, 31, 10, 20), at(2024, 1, 31), at(2024, 1, 31, 9, 5, 6)]),
    (["2024-01-31 12:00 AM", "2024-01-31 12:30 PM", "2024-01-31 11:59:59 pm"],
     [at(2024, 1, 31), at(2024, 1, 31, 12, 30), at(2024, 1, 31, 23, 59, 59)]),
    (["2024-01-31T10:20:30Z", "2024-01-31 10:20+08:00", "2024-01-31 10:20:30.5 -0530"],
     [at(2024, 1, 31, 10, 20, 30), at(2024, 1, 31, 2, 20), at(2024, 1, 31, 15, 50, 30, 500000)]),
    (["2024-01-31 10:20:30 UTC", "2024/1/31 10:20 GMT+8"],
     [at(2024, 1, 31, 10, 20, 30), at(2024, 1, 31, 2, 20)]),
    (["2021/05/19 2:44:46 PM GMT+2", "2021/05/19 12:44:46 AM EST"],
     [at(2021, 5, 19, 12, 44, 46), at(2021, 5, 19, 5, 44, 46)]),
    (["31/01/2024", "1/2/2024"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["31.01.2024", "01.02.2024"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["31. 1. 2024", "1. 2. 2024"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["31.01.2024, 10:20 Uhr"], [at(2024, 1, 31, 10, 20)]),
    (["31-01-2024 10:20", "01-02-2024 09:05"], [at(2024, 1, 31, 10, 20), at(2024, 2, 1, 9, 5)]),
    (["31 01 2024", "01 02 2024"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["01/31/2024", "2/1/2024"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["1/31/2024, 10:20:30\u202fAM", "2/1/2024, 1:05:00\u202fPM"],
     [at(2024, 1, 31, 10, 20, 30), at(2024, 2, 1, 13, 5)]),
    (["10-11-2024 10:30 PM", "10-13-2024 1:05 AM"],
     [at(2024, 10, 11, 22, 30), at(2024, 10, 13, 1, 5)]),
    (["31/01/24", "28/02/69", "01/03/68"], [day(2024, 1, 31), day(1969, 2, 28), day(2068, 3, 1)]),
    (["31.1.24", "1.2.24"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["31 Jan 2024", "1 March 2023", "5 sept. 2023"],
     [day(2024, 1, 31), day(2023, 3, 1), day(2023, 9, 5)]),
    (["31-JAN-24", "01-FEB-99"], [day(2024, 1, 31), day(1999, 2, 1)]),
    (["Jan 31, 2024", "March 1st, 2023", "Wed, Feb 7, 2024"],
     [day(2024, 1, 31), day(2023, 3, 1), day(2024, 2, 7)]),
    (["31. Januar 2024", "1. März 2023", "5. Dez. 2023"],
     [day(2024, 1, 31), day(2023, 3, 1), day(2023, 12, 5)]),
    (["31 janvier 2024", "1er août 2023", "14 févr. 2023"],
     [day(2024, 1, 31), day(2023, 8, 1), day(2023, 2, 14)]),
    (["31 de enero de 2024", "1 de agosto de 2023"], [day(2024, 1, 31), day(2023, 8, 1)]),
    (["1 červen 2024", "1 červenec 2024"], [day(2024, 6, 1), day(2024, 7, 1)]),
    (["5 marras 2024", "5 mars 2024"], [day(2024, 11, 5), day(2024, 3, 5)]),
    (["2024-Jan-31", "2024-Feb-01"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["31Jan2024", "01Feb2024"], [day(2024, 1, 31), day(2024, 2, 1)]),
    (["31/Jan/2024:10:20:30 +0800"], [at(2024, 1, 31, 2, 20, 30)]),
    (["Wed, 31 Jan 2024 10:20:30 +0100", "Thu, 1 Feb 2024 10:20:30 GMT"],
     [at(2024, 1, 31, 9, 20, 30), at(2024, 2, 1, 10, 20, 30)]),
    (["20240131T102030Z"], [at(2024, 1, 31, 10, 20, 30)]),
    (["20240131 10:20", "20240201 23:59"], [at(2024, 1, 31, 10, 20), at(2024, 2, 1, 23, 59)]),
    (["05/05/2024", "06/06/2024"], [day(2024, 5, 5), day(2024, 6, 6)]),
]  # fmt: skip


@pytest.mark.parametrize(("values", "expected"), DATES)
def test_dates_are_read(engine, values, expected):
    found = verdict(values)
    assert read(engine, found.best, values) == expected
    assert (found.fits, found.others) == (len(values), ())


UNDER_A_NAME_OF_TIME = [
    ("date", ["19970101", "19970118"], [day(1997, 1, 1), day(1997, 1, 18)]),
    ("日期", ["20240131", "20240201"], [day(2024, 1, 31), day(2024, 2, 1)]),
    ("date", ["20240131102030", "20240201000000"], [at(2024, 1, 31, 10, 20, 30), at(2024, 2, 1)]),
    ("date hour", ["2024013110", "2024020123"], [at(2024, 1, 31, 10), at(2024, 2, 1, 23)]),
    ("created_at", ["1706696430", "1706696431.25"],
     [at(2024, 1, 31, 10, 20, 30), at(2024, 1, 31, 10, 20, 31, 250000)]),
    ("timestamp", ["1706696430123"], [at(2024, 1, 31, 10, 20, 30, 123000)]),
    ("event_timestamp", ["1706696430123456"], [at(2024, 1, 31, 10, 20, 30, 123456)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "expected"), UNDER_A_NAME_OF_TIME)
def test_digits_are_a_time_under_a_name_that_says_so(engine, name, values, expected):
    found = verdict(values, name)
    assert read(engine, found.best, values) == expected
    assert found.others == ()
    assert verdict(values, "amount").best.kind in {"integer", "decimal", "text"}


STAYS = [
    (["007", "8"], "column", "zeros in front, such as 007"),
    (["1234", "0815"], "column", "zeros in front"),
    (["01234", "99423"], "PLZ", "zeros in front"),
    (["12345678901234567890", "5"], "column", "more than 15 digits"),
    (["1234567890123456"], "column", "more than 15 digits"),
    (["1,234,567,890,123,456"], "column", "more than 15 digits"),
    (["1", "2"], "customer id", "named as an identifier"),
    (["10115", "99423"], "zip code", "named as an identifier"),
    (["0.12345678901234567890", "0.5"], "column", "more digits than a number keeps"),
    (["9007199254740993.5"], "column", "more than 15 digits"),
    (["1e400", "1e2"], "column", "more digits than a number keeps"),
    (["1e-400", "1.5"], "column", "more digits than a number keeps"),
    (["€5", "$6"], "column", "several currencies"),
    (["5 EUR", "7 CHF", "8 EUR"], "column", "several currencies"),
    (["$5", "USD 6"], "column", "several currencies"),
    (["12 %", "0.5", "7 %"], "column", "without the “%”"),
    (["5 kg", "300 g"], "column", "several units"),
    (["5 kg", "3"], "column", "without the “kg”"),
    (["12 %", "5 kg"], "column", "several units"),
    (["1.234,5", "1,234.5"], "column", "contradict each other"),
    (["1,2", "1,2,3"] + ["1,3"] * 200, "column", "several marks"),
    (["1.2", "1.2.3"] + ["1.3"] * 200, "column", "several marks"),
    (["+4915123456789", "+498912345678"], "column", "telephone"),
    (["+33 612 345 678", "+33 612 345 679"], "column", "telephone"),
    (["31/01/2024", "01/31/2024"], "column", "can only have the day first"),
    (["Sat, Oct 11", "Sun, Oct 12"], "column", "without a year"),
    (["11 Oct", "12 Nov."], "column", "without a year"),
    (["2024-01-31 10:20 CST", "2024-01-31 10:21 CST"], "column", "“CST”"),
    (["2024-01-31 10:20Z", "2024-01-31 10:20"], "column", "time zone"),
    (["2024-01-31"] * 9 + ["31/01/2024"], "column", "90% of the values"),
    (["2024-01-31"] * 9 + ["45292"], "date", "90% of the values"),
    (["2024-01-31"] * 6 + ["soon"] * 4, "column", "60% of the values"),
    (["1"] * 6 + ["five"] * 4, "column", "60% of the values"),
]


@pytest.mark.parametrize(("values", "name", "why"), STAYS)
def test_stays_text_and_says_why(values, name, why):
    found = verdict(values, name)
    assert (found.best.kind, found.others) == (TEXT, ())
    assert why in str(found.reason)
    assert name in str(found.reason)


@pytest.mark.parametrize(
    "values",
    [
        ["+49 151 2345678", "+49 89 123456"],
        ["(030) 123-4567", "(040) 765-4321"],
        ["555-1234", "555-4321"],
        ["138 0013 8000"],
        ["DE89 3704 0044 0532 0130 00"],
        ["1.2.3", "1.10.0"],
        ["192.168.0.1", "10.0.0.12"],
        ["18-24", "25-34", "65+"],
        ["3/5", "4/5"],
        ["1-2", "3-4"],
        ["3/4", "1/2"],
        ["1:2", "2:1"],
        ["10:30", "9:05"],
        ["10:30:00", "9:05:06"],
        ["1_000", "2_000"],
        ["inf", "nan5"],
        ["0x1F", "0x20"],
        ["$1.2M", "$3M"],
        ["1.2万", "3万"],
        ["5k", "7k"],
        ["1st", "2nd"],
        ["2+", "2-", "1"],
        ["Q1", "Q2"],
        ["2024-W05", "2024-W06"],
        ["2024-01", "2024-02"],
        ["2024-02-30", "2024-13-01"],
        ["31/02/2024"],
        ["32/01/2024"],
        ["0000-00-00"],
        ["2024-01-31 25:00"],
        ["2024-01-31 10:61"],
        ["24:00", "23:00"],
        ["31.2304, 121.4737"],
        ["1, 2", "3, 4"],
        ["1;2", "3;4"],
        ["12,34,5", "1,2"],
        ["1.23.4", "5.67.8"],
        ["- 5", "- 6"],
        ["--5", "+-6"],
        ["5 5", "6 6"],
        ["123 4567"],
        ["A1", "B2"],
        ["3668-QPYBK"],
        ["550e8400-e29b-41d4-a716-446655440000"],
        ["٣٤", "٥٦"],
        ["½", "¼"],
        ["maybe", "5"],
        ["F", "F"],
        ["x", "x"],
        ["good", "bad"],
        ["", " "],
        ["yes", "no", "maybe"],
        ["<br>", "'; drop table t; --"],
        ["2024"[::-1] + "/1", "x"],
        ["😀", "5😀"],
    ],
)
def test_stays_text(values):
    found = verdict(values)
    assert (found.best.kind, found.others) == (TEXT, ())
    assert "looks like numbers" not in str(found.reason)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["TRUE", "FALSE"], [True, False]),
        (["Yes", "no", " YES "], [True, False, True]),
        (["yes", "yes"], [True, True]),
        (["Y", "n"], [True, False]),
        (["是", "否"], [True, False]),
        (["有", "无"], [True, False]),
        (["ja", "Nein"], [True, False]),
        (["ja", "nee"], [True, False]),
        (["oui", "non"], [True, False]),
        (["Sí", "No"], [True, False]),
        (["✓", "✗"], [True, False]),
        (["WAHR", "FALSCH"], [True, False]),
    ],
)
def test_yes_and_no(engine, values, expected):
    found = verdict(values)
    assert found.best.kind == "truth"
    assert read(engine, found.best, values) == expected


@pytest.mark.parametrize(("values"), [["1", "0"], ["0", "0"], ["1", "1"]])
def test_ones_and_zeros_stay_whole_numbers(engine, values):
    assert read(engine, verdict(values).best, values) == [int(value) for value in values]


ASKED = [
    ("column", ["1,234", "2,345"], [[1234, 2345], [1.234, 2.345]]),
    ("column", ["1,234", "5"], [[1234, 5], [1.234, 5.0]]),
    ("column", ["1.234", "2.345"], [[1.234, 2.345], [1234, 2345]]),
    ("column", ["€1.234", "€2.345"], [[1.234, 2.345], [1234, 2345]]),
    ("column", ["12.345 %"], [[0.12345], [123.45]]),
    ("column", ["01/02/2024", "03/04/2024"],
     [[day(2024, 2, 1), day(2024, 4, 3)], [day(2024, 1, 2), day(2024, 3, 4)]]),
    ("column", ["01.02.2024"], [[day(2024, 2, 1)], [day(2024, 1, 2)]]),
    ("column", ["1/2/2024 3:04 PM"], [[at(2024, 1, 2, 15, 4)], [at(2024, 2, 1, 15, 4)]]),
    ("date", ["01/02/03"], [[day(2003, 2, 1)], [day(2003, 1, 2)], [day(2001, 2, 3)]]),
    ("date", ["45292", "45322"],
     [[day(2024, 1, 1), day(2024, 1, 31)], [day(2028, 1, 2), day(2028, 2, 1)], [45292, 45322]]),
    ("date", ["45292.5"], [[at(2024, 1, 1, 12)], [at(2028, 1, 2, 12)], [45292.5]]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "readings"), ASKED)
def test_what_can_be_read_in_several_ways_is_asked(engine, name, values, readings):
    found = verdict(values, name)
    every = [read(engine, spelling, values) for spelling in (found.best, *found.others)]
    assert every == readings
    assert found.reason is not None


ASKED_WHETHER_AT_ALL = [
    ("column", ["1.2.24", "3.2.24"], [day(2024, 2, 1), day(2024, 2, 3)]),
    ("app version", ["1.2.24", "13.2.24"], [day(2024, 2, 1), day(2024, 2, 13)]),
    ("column", ["(1)", "(2)"], [-1, -2]),
    ("column", ["1e5", "12e3"], [100000.0, 12000.0]),
    ("column", ["612 345 678", "623 456 789"], [612345678, 623456789]),
    ("column", ["€5", "7", "8"], [5, 7, 8]),
]


@pytest.mark.parametrize(("name", "values", "expected"), ASKED_WHETHER_AT_ALL)
def test_what_may_be_something_else_stays_text_unless_a_person_says_so(
    engine, name, values, expected
):
    found = verdict(values, name)
    assert found.best.kind == TEXT
    assert read(engine, found.others[0], values) == expected
    assert found.reason is not None


def test_a_serial_with_a_time_of_day_is_exact_to_the_millisecond(engine):
    moment = at(2024, 1, 31, 10, 20, 30)
    serial = Fraction((moment - at(1899, 12, 30)).total_seconds()) / 86400
    values = [f"{float(serial):.10f}"]
    assert read(engine, verdict(values, "date").best, values) == [moment]


@pytest.mark.parametrize("name", ["time spent", "response time (ms)", "所用时间", "Dauer"])
def test_durations_are_no_points_in_time(name):
    assert verdict(["45292", "31000"], name).best == Spelling(kind="integer")


def test_few_values_that_do_not_fit_are_counted_and_shown():
    found = verdict([str(n) for n in range(99)] + ["about 5"])
    assert (found.best.kind, found.fits, found.values) == ("integer", 99, 100)
    assert found.misfits == ("about 5",)


def test_misfits_weigh_as_often_as_they_occur():
    found = spelled({"1": 97, "about 5": 3}, name="column")
    assert found.best.kind == TEXT


def test_dates_that_do_not_exist_do_not_fit():
    values = {f"{d:02}/{m:02}/2024": 1 for m in range(1, 9) for d in range(1, 29)}
    found = spelled(values | {"31/02/2024": 1}, name="column")
    assert (found.best.code, found.misfits) == ("date;order=dmy", ("31/02/2024",))
    assert found.fits == found.values - 1


def test_placeholders_for_no_date_do_not_keep_a_column_from_being_dates():
    found = spelled({"2024-01-31": 5, "0000-00-00": 5}, name="column")
    assert (found.best.kind, found.fits, found.values) == ("date", 5, 5)


def test_soft_words_count_as_values_of_texts_only():
    assert spelled({"slow": 1, "none": 1}, name="column").values == 2
    assert spelled({"1": 1, "none": 1}, name="column").values == 1


def test_the_reason_says_what_decided():
    found = verdict(["31/01/2024", "30/01/2024", "01/02/2024"])
    assert "in 2 values the first number is over 12" in str(found.reason)
    found = verdict(["01/31/2024", "02/01/2024"])
    assert "in 1 value the second number is over 12" in str(found.reason)


def test_a_year_of_two_digits_in_front_is_found_by_its_few_years():
    values = {f"24-{m:02}-{d:02}": 1 for m in range(1, 13) for d in range(1, 29)}
    found = spelled(values, name="column")
    assert found.best.code == "date;order=ymd;short_years=yes"
    assert "year first, in two digits" in str(found.reason)


def test_the_pivot_of_years_of_two_digits_is_said():
    assert "69 to 99 are 1969 to 1999" in str(verdict(["31/01/24"]).best.sentence())


def test_no_values_are_text():
    assert spelled({}, name="column") == Spelled(fits=0, values=0)
    assert spelled({"none": 3}, name="column").best.kind == TEXT


def test_a_hundred_thousand_texts_are_given_up_early():
    values = {f"order {n} of {n * 7919 % 10007} pieces, {'x' * (n % 50)}": 1 for n in range(5000)}
    assert spelled(values, name="column") == Spelled(fits=5000, values=5000)


ALL_KINDS = [
    Spelling(),
    Spelling(kind="truth", yes="ja", no="nein"),
    Spelling(kind="integer", thousands=" "),
    Spelling(kind="decimal", decimal=",", thousands=".", negative="parentheses", currency="EUR"),
    Spelling(kind="decimal", currency="$", bare=True, wide=True),
    Spelling(kind="decimal", percent=True),
    Spelling(kind="integer", unit="kg"),
    Spelling(kind="integer", thousands="indian"),
    Spelling(kind="decimal"),
    Spelling(kind="decimal", decimal=","),
    Spelling(kind="date", order="dmy", month_names=True),
    Spelling(kind="date", order="mdy", short_years=True),
    Spelling(kind="date", order="dmy", short_years=True),
    Spelling(kind="date", order="ymd", short_years=True),
    Spelling(kind="time", order="mdy", meridiem=True),
    Spelling(kind="time with zone", order="ymd"),
    Spelling(kind="time with zone", order="unix ms"),
    Spelling(kind="date", order="serial"),
    Spelling(kind="time", order="serial 1904", decimal=","),
    Spelling(kind="date", order="eight digits"),
]


@pytest.mark.parametrize("spelling", ALL_KINDS, ids=lambda each: each.code)
def test_the_code_of_a_spelling_is_read_back(spelling):
    assert Spelling.from_code(spelling.code) == spelling


@pytest.mark.parametrize("spelling", ALL_KINDS, ids=lambda each: each.code)
def test_a_spelling_says_how_values_are_written_with_an_example_that_fits(spelling):
    assert str(spelling.sentence())
    assert fits(spelling, spelling.example())


@pytest.mark.parametrize("code", ["number", "date;order", "date;colour=red", ""])
def test_a_code_that_is_none_is_refused(code):
    with pytest.raises(CxError, match="does not say how values are written"):
        Spelling.from_code(code)
