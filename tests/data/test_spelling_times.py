"""Dates written in every order come back where the column decides, and are asked where not."""

import calendar
import datetime as dt

import duckdb
import pytest
from babel.dates import format_date, format_datetime
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.data.spelling.verdict import Spelling, fits, spelled
from cx.data.spelling.words import LANGUAGES, months, zones

ENGINE = duckdb.connect()
ENGINE.execute("set TimeZone = 'America/New_York'")
SLOW = settings(max_examples=60, deadline=None)

dates = st.dates(dt.date(1990, 1, 1), dt.date(2039, 12, 31))
early = dates.map(lambda day: day.replace(day=min(day.day, 12)))
moments = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2039, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
LATE_DAY = dt.date(2024, 1, 31)


def read(spelling, values):
    rows = ENGINE.execute(
        f"SELECT {spelling.sql('c')} FROM (SELECT unnest(?::VARCHAR[]) AS c)",  # noqa: S608
        [list(values)],
    )
    return [value for (value,) in rows.fetchall()]


def column(values, name="column"):
    return spelled(dict.fromkeys(values, 1), name=name)


@SLOW
@given(
    st.lists(dates, min_size=1, max_size=30),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%m/%d/%Y", "%m-%d-%Y"]),
)
def test_a_day_over_12_decides_for_the_whole_column(values, style):
    values = [*values, LATE_DAY]
    texts = [value.strftime(style) for value in values]
    found = column(texts)
    assert found.best.order == ("dmy" if style.startswith("%d") else "mdy")
    assert (read(found.best, texts), found.others) == (values, ())


@SLOW
@given(st.lists(early, min_size=1, max_size=30), st.sampled_from(["%d/%m/%Y", "%m-%d-%Y"]))
def test_days_up_to_12_are_asked_and_each_answer_gives_its_reading(values, style):
    values = [*values, dt.date(2024, 2, 3)]
    texts = [value.strftime(style) for value in values]
    found = column(texts)
    readings = {each.order: read(each, texts) for each in (found.best, *found.others)}
    assert readings.keys() == {"dmy", "mdy"}
    mark = style[2]
    for order, pattern in (("dmy", f"%d{mark}%m{mark}%Y"), ("mdy", f"%m{mark}%d{mark}%Y")):
        expected = [dt.datetime.strptime(text, pattern).date() for text in texts]  # noqa: DTZ007
        assert readings[order] == expected
    assert values in readings.values()


@SLOW
@given(st.lists(dates, min_size=1, max_size=30), st.sampled_from(["/", ".", "-"]))
def test_years_of_two_digits_are_those_of_posix(values, mark):
    values = [*values, *(dt.date(2020, 1, day) for day in range(1, 32))]
    texts = [value.strftime(f"%d{mark}%m{mark}%y") for value in values]
    found = column(texts)
    readings = [read(each, texts) for each in (found.best, *found.others)]
    assert values in readings
    assert found.best.order == "dmy"


@SLOW
@given(
    st.lists(moments, min_size=1, max_size=30),
    st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S",
            "%Y/%m/%d %H:%M:%S",
            "%Y年%m月%d日 %H:%M:%S",
            "%Y年%m月%d日%H时%M分%S秒",
            "%d/%m/%Y %H:%M:%S",
            "%m/%d/%Y %I:%M:%S %p",
            "%d.%m.%Y, %H:%M:%S",
            "%a, %d %b %Y %H:%M:%S",
            "%B %d, %Y %I:%M:%S %p",
            "%Y%m%dT%H%M%S",
            "%Y-%m-%d %I:%M:%S%p",
        ]
    ),
)
def test_times_of_day_come_back(values, style):
    values = [*values, dt.datetime(2024, 1, 31, 23, 59, 59)]  # noqa: DTZ001
    texts = [value.strftime(style) for value in values]
    found = column(texts)
    assert (read(found.best, texts), found.others) == (values, ())
    assert [dt.datetime.strptime(text, style) for text in texts] == values  # noqa: DTZ007


@SLOW
@given(
    st.lists(
        st.datetimes(
            dt.datetime(1990, 1, 1),  # noqa: DTZ001
            dt.datetime(2039, 1, 1),  # noqa: DTZ001
            timezones=st.integers(-14 * 4, 14 * 4).map(
                lambda quarters: dt.timezone(dt.timedelta(minutes=15 * quarters))
            ),
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(["T", " "]),
)
def test_times_with_a_zone_come_back_in_utc(values, gap):
    texts = [value.isoformat(gap) for value in values]
    found = column(texts)
    assert found.best.kind == "time with zone"
    assert read(found.best, texts) == [v.astimezone(dt.UTC).replace(tzinfo=None) for v in values]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", ["d MMM y", "d MMMM y", "d. MMMM y", "dd-MMM-y"])
def test_the_months_of_every_language_are_known(language, length):
    values = [dt.date(2024, month, 28) for month in range(1, 13)]
    texts = [format_date(value, length, locale=language) for value in values]
    found = column(texts)
    assert read(found.best, texts) == values


def test_no_name_of_a_month_means_another_month_elsewhere():
    for language in LANGUAGES:
        for form in ("MMM", "MMMM", "LLL", "LLLL"):
            for month in range(1, 13):
                name = format_date(dt.date(2024, month, 1), form, locale=language)
                assert months()[name.lower().rstrip(".")] == month


WITH_DATES = (
    "en_US en_GB en_IN de de_CH fr fr_CA es it pt_BR nl cs pl ru tr zh_CN ja ko".split()  # noqa: SIM905
)


@pytest.mark.parametrize(
    ("locale", "length"),
    [
        (locale, length)
        for locale in WITH_DATES
        for length in ("short", "medium")
        if (locale, length) != ("ko", "short")  # 24. 1. 31. is left as text
    ],
)
def test_dates_as_the_locales_write_them(locale, length):
    start = dt.date(2023, 11, 1)
    values = [start + dt.timedelta(days=n) for n in range(120)]
    texts = [format_date(value, length, locale=locale) for value in values]
    found = column(texts, "date")
    assert read(found.best, texts) == values


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "de", "zh_CN", "ja", "pl", "en_AU"])
def test_times_as_the_locales_write_them(locale):
    start = dt.datetime(2023, 11, 1, 0, 30)  # noqa: DTZ001
    values = [start + dt.timedelta(hours=7 * n) for n in range(200)]
    texts = [format_datetime(value, "short", locale=locale) for value in values]
    found = column(texts, "date")
    assert read(found.best, texts) == values


TOKENS = [
    *"-/. T:", "2024", "24", "1", "01", "12", "13", "31", "29", "0", "00", "10:20", "10:20:30",
    "24:00", "23:59:59.123456789", "00:00", "12:00", " AM", " pm", "上午", "Z", "+08:00", " UTC",
    "GMT+8", " EST", "Jan", "january", "März", "1st ", "年", "月", "日", "2024-02-29", "2023-02-29",
    "31/01/2024", "01/31/24", "31 Jan 2024", "Jan 31, 2024", "20240131", "45292", "45292.5",
    "1706695230", "Wed, ", "0001-01-01", "0000-00-00", "infinity", "epoch", "(BC)", "1970-01-01",
]  # fmt: skip
STYLES = [
    *(
        Spelling(kind=kind, order=order, **more)
        for kind in ("date", "time", "time with zone")
        for order in ("ymd", "dmy", "mdy")
        for more in ({}, {"short_years": True}, {"month_names": True, "short_years": True})
    ),
    *(Spelling(kind="time", order=order, meridiem=True) for order in ("ymd", "dmy", "mdy")),
    *(Spelling(kind=k, order="eight digits") for k in ("date", "time", "time with zone")),
    *(Spelling(kind=k, order=o) for k in ("date", "time") for o in ("serial", "serial 1904")),
    *(Spelling(kind="time with zone", order=order) for order in ("unix", "unix ms", "unix us")),
]


jumble = st.lists(st.sampled_from(TOKENS), max_size=6).map("".join)
jumbled = st.lists(jumble, min_size=50, max_size=50)


@settings(max_examples=40, deadline=None)
@given(texts=jumbled, spelling=st.sampled_from(STYLES))
def test_engine_and_python_agree_on_what_is_a_date(texts, spelling):
    for text, value in zip(texts, read(spelling, texts), strict=True):
        assert (value is not None) == fits(spelling, text), text


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("2024-02-30", Spelling(kind="date", order="ymd")),
        ("2024-02-01 10:20", Spelling(kind="date", order="ymd")),
        ("2024-01-05 (BC)", Spelling(kind="date", order="ymd")),
        ("2024-01-05epoch", Spelling(kind="date", order="ymd")),
        ("epoch", Spelling(kind="date", order="ymd")),
        ("infinity", Spelling(kind="time", order="ymd")),
        ("0024-01-05", Spelling(kind="date", order="ymd")),
        ("12024-01-05", Spelling(kind="date", order="ymd")),
        ("2024-01-05 24:00", Spelling(kind="time", order="ymd")),
        ("2024-01-05 10:20Z", Spelling(kind="time", order="ymd")),
        ("2024-01-05 10:20", Spelling(kind="time with zone", order="ymd")),
        ("2024-01-0510:20", Spelling(kind="time", order="ymd")),
        ("01/02/024", Spelling(kind="date", order="dmy")),
        ("01/02-2024", Spelling(kind="date", order="dmy")),
        ("01/02/24", Spelling(kind="date", order="dmy")),
        ("13/01/2024", Spelling(kind="date", order="mdy")),
        ("01/31/2024 13:20 PM", Spelling(kind="time", order="mdy", meridiem=True)),
        ("01/31/2024 10:20", Spelling(kind="time", order="mdy", meridiem=True)),
        ("31 Foo 2024", Spelling(kind="date", order="dmy", month_names=True)),
        ("45292.5", Spelling(kind="date", order="serial")),
        ("4529", Spelling(kind="date", order="serial")),
        ("1706696430.1234567", Spelling(kind="time with zone", order="unix")),
    ],
)
def test_what_is_not_written_exactly_so_has_no_value(text, spelling):
    assert read(spelling, [text]) == [None]


def test_the_leap_day_of_1900_never_was():
    spelling = Spelling(kind="date", order="dmy")
    assert read(spelling, ["29/02/1900", "28/02/1900"]) == [None, dt.date(1900, 2, 28)]
    assert not calendar.isleap(1900)


@pytest.mark.parametrize("name", list(zones()))
def test_named_zones_are_their_offsets(name):
    spelling = Spelling(kind="time with zone", order="ymd")
    named, offset = read(
        spelling, [f"2024-01-31 10:20:30 {name}", f"2024-01-31 10:20:30{zones()[name]}"]
    )
    assert named == offset is not None


def test_a_column_of_both_clocks_keeps_the_more_frequent():
    values = {f"1/{day}/2024 3:0{day % 10} PM": 1 for day in range(1, 32)} | {"1/31/2024 15:04": 0}
    found = spelled(values | {f"2/{day}/2024 4:30 PM": 1 for day in range(1, 29)}, name="column")
    assert found.best.meridiem
    assert found.fits == 59
