"""Steps that leave rows out leave out those that their reason names, and no others."""

import datetime as dt

import pyarrow as pa
import pytest

from cx.data import engine
from cx.data.mending.rows import LeftOut, OnePer, Period
from cx.data.mending.step import ROW

TABLE = pa.table(
    {
        ROW: [2, 3, 4, 5],
        "status": ["Preview", None, "Answer", "Answer"],
        "done": [True, False, None, True],
        "day": [dt.date(2024, 1, 1), dt.date(2024, 3, 1), None, dt.date(2024, 6, 1)],
        "order": ["A", "A", None, None],
    }
)


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        (LeftOut(column="status", values=("Preview",)), [3, 4, 5]),
        (LeftOut(column="done", values=("false",)), [2, 4, 5]),
        (Period(column="day", since="2024-03-01"), [3, 4, 5]),
        (Period(column="day", until="2024-03-01"), [2, 4]),
        (Period(column="day", since="2024-02-01", until="2024-06-01"), [3, 4]),
        (OnePer(key=("order",)), [2, 4, 5]),
        (OnePer(), [2, 3, 4, 5]),
        (OnePer(key=("status",)), [2, 3, 4]),
    ],
)
def test_rows_that_stay(step, kept):
    table = engine.as_table(TABLE)
    assert sorted(step.applied(table)[ROW].to_pyarrow().to_pylist()) == kept
    gone = table.filter(step.left_out(table))[ROW].to_pyarrow().to_pylist()
    assert sorted([*gone, *kept]) == [2, 3, 4, 5]


def test_rows_that_repeat_another_wholly_are_left_out_once():
    table = pa.table({ROW: [2, 3, 4], "a": [1, 1, 2], "b": ["x", "x", None]})
    assert sorted(OnePer().applied(engine.as_table(table))[ROW].to_pyarrow().to_pylist()) == [2, 4]
