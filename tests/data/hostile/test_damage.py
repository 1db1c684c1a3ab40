"""Damaged files are read as far as they are sound; what is not in the table is reported."""

import pytest

from tests.data.hostile import damage
from tests.data.hostile.checking import check_reading


def each(cases):
    return pytest.mark.parametrize("case", list(cases), ids=lambda case: case.id)


@each(damage.rows_that_do_not_fit())
def test_rows_that_do_not_fit_are_rejected_by_their_number(case):
    check_reading(case.make(), *case.truths)


@each(damage.unquoted())
def test_a_row_with_more_cells_is_not_the_header(case):
    check_reading(case.make(), *case.truths)


@each(damage.marks())
def test_stray_quotation_marks_swallow_no_row(case):
    check_reading(case.make(), *case.truths)


@each(damage.lines_too_many())
def test_lines_that_are_no_rows(case):
    check_reading(case.make(), *case.truths)


@each(damage.glued())
def test_files_glued_together(case):
    check_reading(case.make(), *case.truths)


@each(damage.trailing())
def test_delimiters_at_the_end_of_lines(case):
    check_reading(case.make(), *case.truths)


@each(damage.cut_short())
def test_files_cut_short(case):
    check_reading(case.make(), *case.truths)


@each(damage.bytes_that_are_no_text())
def test_bytes_that_are_no_text(case):
    check_reading(case.make(), *case.truths)


@each(damage.ends_of_lines())
def test_broken_line_ends(case):
    check_reading(case.make(), *case.truths)
