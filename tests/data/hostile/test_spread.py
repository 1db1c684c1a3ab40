"""Sound files, however they are encoded, cut, headed and quoted, are read and never refused."""

import pytest

from tests.data.hostile import spread
from tests.data.hostile.checking import check_reading


def each(cases):
    return pytest.mark.parametrize("case", list(cases), ids=lambda case: case.id)


@each(spread.encodings())
def test_every_encoding_with_every_delimiter(case):
    check_reading(case.make(), *case.truths)


@each(spread.countries())
def test_numbers_and_dates_of_every_country(case):
    check_reading(case.make(), *case.truths)


@each(spread.headers())
def test_the_header_wherever_it_stands(case):
    check_reading(case.make(), *case.truths)


@each(spread.quoting())
def test_every_way_of_quoting(case):
    check_reading(case.make(), *case.truths)


@each(spread.shapes())
def test_every_shape(case):
    check_reading(case.make(), *case.truths)
