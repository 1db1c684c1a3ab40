"""The corpus: large, the same on every run, told apart by its names; and a check that bites."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.data.hostile import damage, oddities, spelling, spread, workbooks
from tests.data.hostile.checking import check_reading
from tests.data.hostile.layout import Layout
from tests.data.hostile.truth import REFUSED, Truth, numbered, of

PARTS = (
    spread.encodings, spread.countries, spread.headers, spread.quoting, spread.shapes,
    damage.rows_that_do_not_fit, damage.unquoted, damage.marks, damage.lines_too_many, damage.glued,
    damage.trailing, damage.cut_short, damage.bytes_that_are_no_text, damage.ends_of_lines,
    spelling.numbers, spelling.numbers_that_may_stay, spelling.numbers_to_ask_about,
    spelling.identifiers, spelling.dates, spelling.dates_to_ask_about, spelling.answers,
    oddities.packed, oddities.misnamed, oddities.empty, oddities.header_oddities, oddities.notes,
    oddities.competing_delimiters, oddities.huge, oddities.hard_encodings, oddities.few_signs,
    oddities.not_tables,
    workbooks.cells, workbooks.errors, workbooks.places, workbooks.headers, workbooks.sheets,
    workbooks.forms,
)  # fmt: skip

COLUMNS = (of("word", ["a", "b", "c"]), of("n", ["1", "2", "3"], [1, 2, 3], kind="number"))
SOUND = Layout().maker(COLUMNS)
RIGHT = Layout().truth(COLUMNS)


def test_there_are_at_least_four_hundred_files():
    assert sum(1 for part in PARTS for _ in part()) >= 400


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.__module__}.{part.__name__}")
def test_names_tell_the_files_of_a_part_apart(part):
    assert [name for name, n in Counter(case.id for case in part()).items() if n > 1] == []


@pytest.mark.parametrize(
    "part",
    [part for part in PARTS if part is not oddities.huge],
    ids=lambda part: f"{part.__module__}.{part.__name__}",
)
def test_files_are_the_same_on_every_run(part):
    once, again = ([case.make() for case in part()] for _ in range(2))
    assert once == again


def number(**changes):
    return RIGHT.but(columns=(COLUMNS[0], replace(COLUMNS[1], **changes)))


@pytest.mark.parametrize(
    ("truth", "message"),
    [
        (number(values=(1, 2, 4)), "row 4 of “n”: 3, not 4"),
        (number(values=(1, 2, None)), "row 4 of “n”: 3 where nothing stands"),
        (number(values=(1, 2, "3 kg")), "3 made of '3 kg'"),
        (number(kind="text", values=("1", "2", "3")), "“n” is number, not text"),
        (number(typing="asked", other=(0.1, 0.2, 0.3)), "could be read in two ways"),
        (number(name="m"), "is called “n”, not “m”"),
        (RIGHT.but(columns=COLUMNS[:1]), "columns that the file does not have"),
        (RIGHT.but(rows=numbered(2)), "3 rows in the table, 2 expected"),
        (RIGHT.but(rows=(*numbered(2), replace(numbered(3)[2], state="misfit"))),
         "row 4 is not rejected"),
        (RIGHT.but(header_row=2), "header in row 1, not 2"),
        (RIGHT.but(says=("skipped",)), "no “skipped” in"),
        (REFUSED, "read, and no table is in it"),
        (Truth(columns=(COLUMNS[0], of("n", ["1", "2", "x"], kind="date"))), "rows in the table"),
    ],
)  # fmt: skip
def test_the_check_notices(truth, message):
    with pytest.raises(AssertionError) as failure:
        check_reading(SOUND(), truth)
    assert message in str(failure.value)


def test_the_check_notices_a_sound_row_that_was_rejected():
    data = b"word,n\na,1\nb,2,2\nc,3\n"
    with pytest.raises(AssertionError, match="row 3 is sound and was rejected"):
        check_reading(data, RIGHT)


def test_the_check_notices_a_refusal_of_a_sound_file():
    with pytest.raises(AssertionError, match="refused: The file is empty"):
        check_reading(b"", RIGHT)


def test_the_check_accepts_what_is_right():
    check_reading(SOUND(), RIGHT)
