"""Numbers, dates and answers mean what they say, or stay text; identifiers keep every digit."""

import pytest

from tests.data.hostile import spelling
from tests.data.hostile.checking import check_reading


def each(cases):
    return pytest.mark.parametrize("case", list(cases), ids=lambda case: case.id)


@each(spelling.numbers())
def test_numbers(case):
    check_reading(case.make(), *case.truths)


@each(spelling.numbers_that_may_stay())
def test_numbers_that_may_stay_text(case):
    check_reading(case.make(), *case.truths)


@each(spelling.numbers_to_ask_about())
def test_thousands_or_decimals_are_asked_about(case):
    check_reading(case.make(), *case.truths)


@each(spelling.identifiers())
def test_identifiers_keep_every_digit(case):
    check_reading(case.make(), *case.truths)


@each(spelling.dates())
def test_dates_and_times(case):
    check_reading(case.make(), *case.truths)


@each(spelling.dates_to_ask_about())
def test_day_or_month_first_is_asked_about(case):
    check_reading(case.make(), *case.truths)


@each(spelling.answers())
def test_answers(case):
    check_reading(case.make(), *case.truths)
