"""Workbooks are read as they are built, sheet by sheet, wherever the table stands."""

import pytest

from tests.data.hostile import workbooks
from tests.data.hostile.checking import check_reading


def each(cases):
    return pytest.mark.parametrize("case", list(cases), ids=lambda case: case.id)


@each(workbooks.cells())
def test_cells_of_every_type_and_format(case):
    check_reading(case.make(), *case.truths)


@each(workbooks.errors())
def test_errors_and_formulas(case):
    check_reading(case.make(), *case.truths)


@each(workbooks.places())
def test_the_table_wherever_it_stands(case):
    check_reading(case.make(), *case.truths)


@each(workbooks.headers())
def test_headers_of_workbooks(case):
    check_reading(case.make(), *case.truths)


@each(workbooks.sheets())
def test_sheets(case):
    check_reading(case.make(), *case.truths)


@each(workbooks.forms())
def test_forms_of_the_format(case, tmp_path):
    check_reading(case.source(tmp_path), *case.truths)
