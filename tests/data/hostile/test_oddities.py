"""Packed, misnamed, empty, huge and foreign files are read right, or refused with what to do."""

import pytest

import cx
from tests.data.hostile import oddities
from tests.data.hostile.checking import check_reading


def each(cases):
    return pytest.mark.parametrize("case", list(cases), ids=lambda case: case.id)


@each(oddities.packed())
def test_packed_files(case):
    check_reading(case.make(), *case.truths)


@each(oddities.misnamed())
def test_content_decides_and_not_the_name(case, tmp_path):
    check_reading(case.source(tmp_path), *case.truths)


@each(oddities.empty())
def test_files_without_a_row_are_refused(case):
    check_reading(case.make(), *case.truths)


@each(oddities.header_oddities())
def test_odd_headers(case):
    check_reading(case.make(), *case.truths)


@each(oddities.notes())
def test_what_programs_write_above_a_table(case):
    check_reading(case.make(), *case.truths)


@each(oddities.competing_delimiters())
def test_the_delimiter_among_others(case):
    check_reading(case.make(), *case.truths)


@each(oddities.huge())
def test_large_cells_and_late_surprises(case):
    check_reading(case.make(), *case.truths)


@each(oddities.hard_encodings())
def test_encodings_that_give_no_sign_of_themselves(case):
    check_reading(case.make(), *case.truths, **case.options)


@each(oddities.few_signs())
def test_encodings_with_little_evidence(case):
    check_reading(case.make(), *case.truths)


@each(oddities.not_tables())
def test_what_is_no_table_is_refused(case):
    check_reading(case.make(), *case.truths)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("megabytes", [0, 3])
def test_nothing_is_written_beside_the_file(encoding, megabytes, tmp_path):
    line = "k1,很好,5\n" * 9
    text = "id,comment,score\n" + line * (1 + megabytes * 10_000)
    (tmp_path / "answers.csv").write_bytes(text.encode(encoding))
    (tmp_path / "sample").write_text("mine", encoding="utf-8")
    reading = cx.read(tmp_path / "answers.csv")
    assert reading.tables[0].health.rows_in == text.count("\n") - 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "sample"]
    assert (tmp_path / "sample").read_text("utf-8") == "mine"
