"""Any table that `csv` writes in any dialect is read as what was written."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from tests.data.hostile.checking import check_reading
from tests.data.hostile.truth import Column, Row, Truth, of

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon")
BOUNDED = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
# Other delimiters are left out: rows that two signs cut equally well have no right answer.
SIGNS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=",;\t|\ufeff\ufffd")


@st.composite
def tables(draw, *, shortest=1, marks='"\n '):
    """Draw columns, and the options of csv.writer to write them with."""
    delimiter = draw(st.sampled_from(",;\t|"))
    height = draw(st.integers(shortest, 8))
    kinds = draw(st.lists(st.sampled_from(("words", *sorted(CELLS))), min_size=1, max_size=4))
    words = st.text(st.one_of(SIGNS, st.sampled_from(delimiter + marks)), max_size=12)
    columns = [_column(draw, NAMES[0], words.map("w".__add__), "text", height, gaps=False)]
    for name, kind in zip(NAMES[1:], kinds, strict=False):
        cells, column_kind = CELLS.get(kind, (words.map("w".__add__), "text"))
        columns.append(_column(draw, name, cells, column_kind, height, gaps=True))
    dialect = {
        "delimiter": delimiter,
        "quoting": draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
        "lineterminator": draw(st.sampled_from(("\n", "\r\n"))),
    }
    return tuple(columns), dialect, draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))


CELLS = {
    "whole": (st.integers(-(10**6), 10**6), "number"),
    "tenths": (st.integers(-(10**6), 10**6).map(lambda n: n / 10), "number"),
    "sevenths": (st.integers(1, 10**6).map(lambda n: n / 7), "number"),
    "days": (st.dates(date(1971, 1, 1), date(2099, 12, 31)), "date"),
    "moments": (st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31)), "time"),  # noqa: DTZ001
    "truths": (st.booleans(), "truth"),
}


def _column(draw, name, cells, kind, height, *, gaps) -> Column:
    values = draw(
        st.lists(
            st.one_of(cells, cells, cells, st.none()) if gaps else cells,
            min_size=height,
            max_size=height,
        )
    )
    if all(value is None for value in values):
        kind = "blank"
    return of(name, ["" if value is None else str(value) for value in values], values, kind=kind)


def written(columns, dialect, encoding) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, **dialect)
    writer.writerow([column.name for column in columns])
    writer.writerows(zip(*(column.texts for column in columns), strict=True))
    return out.getvalue().encode(encoding)


def truth_of(columns) -> Truth:
    """A row that leaves most cells empty may be taken for a note below the table, and reported."""
    filled = [sum(bool(column.texts[n]) for column in columns) for n in range(height_of(columns))]
    rows = tuple(
        Row(number=n + 2, state="at risk" if 2 * count <= len(columns) else "sound")
        for n, count in enumerate(filled)
    )
    return Truth(columns=columns, rows=rows)


def height_of(columns) -> int:
    return len(columns[0].texts)


@settings(max_examples=60, **BOUNDED)
@given(tables())
def test_any_table_comes_back_as_it_was_written(drawn):
    columns, dialect, encoding = drawn
    check_reading(written(columns, dialect, encoding), truth_of(columns))


@settings(max_examples=30, **BOUNDED)
@given(tables(shortest=5, marks='"'), st.integers(1, 4), st.integers(1, 3))
def test_one_row_too_long_is_rejected_and_moves_no_other(drawn, place, more):
    held, dialect, encoding = drawn
    lines = written(held, {**dialect, "lineterminator": "\n"}, "utf-8").decode().split("\n")
    lines[place + 1] += dialect["delimiter"].join(("", *"x" * more))
    # the row may have held the only value that told the type of its column
    truth = truth_of(tuple(replace(column, typing="may") for column in held))
    rows = tuple(
        Row(number=row.number, state="misfit") if position == place else row
        for position, row in enumerate(truth.rows)
    )
    check_reading("\n".join(lines).encode(encoding), truth.but(rows=rows))
