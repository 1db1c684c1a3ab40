"""Columns get the type that all of their values agree on; what does not fit is shown."""

import datetime as dt

import pyarrow as pa
import pytest

from cx.data.mending.recipe import Recipe
from cx.data.mending.spelt import Spelt
from cx.data.reading import read
from cx.data.recognition import recognise_roles_for


def column(name, values):
    body = "".join(f'"{value}",x{number}\n' for number, value in enumerate(values))
    (table,) = read(f"{name},other\n{body}".encode()).tables
    return table, table.frame[name]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "2", "-3"], [1, 2, -3]),
        (["9.0", "8.5"], [9.0, 8.5]),
        (["1e3", ".5"], [1000.0, 0.5]),
        (["TRUE", "FALSE"], [True, False]),
        (["Yes", "no"], [True, False]),
        (["是", "否"], [True, False]),
        (["2024-01-31", "2024/2/1"], [dt.date(2024, 1, 31), dt.date(2024, 2, 1)]),
        (["2024年1月31日", "2023年12月1日"], [dt.date(2024, 1, 31), dt.date(2023, 12, 1)]),
        (["2024-01-31 10:20", "2024/1/31 9:05:06"],
         [dt.datetime(2024, 1, 31, 10, 20), dt.datetime(2024, 1, 31, 9, 5, 6)]),  # noqa: DTZ001
        (["1_000", "2_000"], ["1_000", "2_000"]),
        (["inf", "nan5"], ["inf", "nan5"]),
        (["31/01/2024", "01/02/2024"], [dt.date(2024, 1, 31), dt.date(2024, 2, 1)]),
        (["1/31/2024", "2/1/2024"], [dt.date(2024, 1, 31), dt.date(2024, 2, 1)]),
        (["1,5", "2,5"], [1.5, 2.5]),
        (["€ 1.299,00", "€ 15,00"], [1299.0, 15.0]),
        (["12 %", "3.5 %"], [0.12, 0.035]),
        (["１２", "３"], [12, 3]),
        (["F", "F"], ["F", "F"]),
        (["None", "too slow"], ["None", "too slow"]),
    ],
)  # fmt: skip
def test_type_follows_the_values(values, expected):
    assert column("answer", values)[1].to_pylist() == expected


@pytest.mark.parametrize("token", ["NA", "n/a", "NULL", "#N/A", "-", " ", "   "])
def test_words_for_a_missing_value_are_missing_and_counted(token):
    table, found = column("answer", ["1", token, "3"])
    assert found.to_pylist() == [1, None, 3]
    assert any(f.column == "answer" and f.rows == 1 for f in table.health.findings)


@pytest.mark.parametrize("word", ["none", "无", "没有"])
def test_words_that_may_be_an_answer_are_missing_among_numbers_only(word):
    assert column("amount", ["1", word, "3"])[1].to_pylist() == [1, None, 3]
    assert column("answer", ["slow", word, "late"])[1].to_pylist() == ["slow", word, "late"]


def test_few_values_that_do_not_fit_are_missing_and_shown():
    values = [str(n) for n in range(99)] + ["about 5, call 13800138000"]
    table, found = column("amount", values)
    assert found.null_count == 1
    assert table.unread.to_dict("records") == [
        {"table": "table", "row": 101, "column": "amount", "text": "about 5, call 13800138000"}
    ]
    finding = next(f for f in table.health.findings if f.kind == "warning")
    assert "“about 5, call [phone]”" in str(finding.message)


def test_more_that_does_not_fit_keeps_the_column_text():
    assert column("amount", ["1"] * 90 + ["five"] * 10)[1].type == pa.string()


def test_row_numbers_count_the_rejected_rows():
    body = "".join(f"{n},x\n" for n in range(99))
    (table,) = read(f"a,b\n1,2,3\n{body}bad,x\n".encode()).tables
    assert table.unread["row"].tolist() == [102]


def test_eight_digits_are_a_date_only_under_a_name_that_says_so():
    assert column("date", ["19970101", "19970118"])[1].to_pylist()[0] == dt.date(1997, 1, 1)
    assert column("amount", ["19970101", "19970118"])[1].to_pylist() == [19970101, 19970118]


def test_times_with_a_zone_are_kept_in_utc_and_reported():
    table, found = column("time", ["2024-01-31T10:00:00+08:00", "2024-01-31 10:00:00Z"])
    assert [value.hour for value in found.to_pylist()] == [2, 10]
    assert any("kept in UTC" in str(f.message) for f in table.health.findings)


def findings_on(table, column):
    return [finding for finding in table.health.findings if finding.column == column]


def test_how_a_column_of_dates_was_decided_is_said():
    table, _ = column("when", ["31/01/2024", "01/02/2024"])
    assert "have the day first" in str(findings_on(table, "when")[0].message)


def test_dates_that_can_be_read_in_two_ways_are_asked_about():
    values = ["01/02/2024", "03/04/2024"]
    table, found = column("when", values)
    (question,) = findings_on(table, "when")
    assert found.to_pylist() == [dt.date(2024, 2, 1), dt.date(2024, 4, 3)]
    assert "can be read in more than one way" in str(question.message)
    body = "".join(f"{value},x\n" for value in values)
    answered = [
        read(f"when,other\n{body}".encode(), recipe=Recipe(steps=(mend,))).tables[0]
        for mend in question.mends
    ]
    assert [each.frame["when"][0].as_py() for each in answered] == [
        dt.date(2024, 2, 1),
        dt.date(2024, 1, 2),
    ]
    assert [findings_on(each, "when") for each in answered] == [[], []]


def test_an_answer_that_says_text_keeps_the_column_as_it_stands():
    recipe = Recipe(steps=(Spelt(column="code", spelling="text"),))
    (table,) = read(b"code,other\n12,x\n13,y\n", recipe=recipe).tables
    assert table.frame["code"].to_pylist() == ["12", "13"]


@pytest.mark.parametrize("name", ["customer_id", "用户编号", "PhoneNumber", "zip"])
def test_columns_named_as_identifiers_stay_text(name):
    assert column(name, ["101", "102"])[1].to_pylist() == ["101", "102"]


def test_column_without_values_is_text():
    assert column("answer", ["", "", "NA"])[1].to_pylist() == [None, None, None]


def test_times_with_and_without_a_zone_stay_text_and_are_reported():
    table, found = column("time", ["2024-01-01 10:00:00+08:00", "2024-01-01 10:00:00"])
    assert found.type == pa.string()
    said = " ".join(str(finding.message) for finding in findings_on(table, "time"))
    assert "names its time zone and the others do not" in said


def test_not_applicable_is_an_answer_among_comments_only():
    assert column("What nearly stopped you?", ["slow", "n/a"])[1].to_pylist() == ["slow", "n/a"]
    assert column("city", ["Rome", "N/A"])[1].to_pylist() == ["Rome", None]


@pytest.mark.parametrize("name", ["Mobile app", "Delivery time", "Phone support"])
def test_ratings_of_phones_and_times_are_numbers(name):
    table, found = column(name, [str(n % 5 + 1) for n in range(40)])
    assert found.to_pylist()[:2] == [1, 2]
    assert recognise_roles_for("feedback", table.frame).roles["ratings"] == (name,)
