"""Steps on cells do what their sentence says and touch nothing else."""

import datetime as dt

import pyarrow as pa
import pytest

from cx.data import engine
from cx.data.mending.cells import Constant, Dropped, Missing, Numbered, Reversed, Unescaped
from cx.data.mending.step import ROW

TABLE = pa.table(
    {
        ROW: [2, 3, 4, 5],
        "rating": [0, 5, 3, None],
        "word": ["good", " bad ", "neither", None],
        "text": ["R&amp;D", "a & b", "it&#39;s &lt;fine&gt;", None],
        "day": [dt.date(1970, 1, 1), dt.date(2024, 5, 1), None, dt.date(1970, 1, 2)],
    }
)


def after(step):
    return step.applied(engine.as_table(TABLE)).order_by(ROW).to_pyarrow()


def touched(step):
    table = engine.as_table(TABLE)
    return sorted(table.filter(step.touched(table))[ROW].to_pyarrow().to_pylist())


def others(table, step):
    return {name: table[name].to_pylist() for name in TABLE.column_names if name != step.column}


@pytest.mark.parametrize(
    ("step", "values", "rows"),
    [
        (Missing(column="rating", values=(0.0,)), [None, 5, 3, None], [2]),
        (Missing(column="rating", values=("5", "3")), [0, None, None, None], [3, 4]),
        (Missing(column="word", values=("bad",)), ["good", None, "neither", None], [3]),
        (
            Missing(column="day", values=("1970-01-01", "1970-01-02")),
            [None, dt.date(2024, 5, 1), None, None],
            [2, 5],
        ),
        (
            Numbered(column="word", words=(("good", 2.0), ("bad", 1.0))),
            [2.0, 1.0, None, None],
            [2, 3, 4],
        ),
        (Reversed(column="rating", low=0, high=5), [5, 0, 2, None], [2, 3, 4]),
        (Unescaped(column="text"), ["R&D", "a & b", "it's <fine>", None], [2, 4]),
    ],
    ids=lambda value: getattr(value, "op", None),
)
def test_a_step_changes_its_column_and_tells_which_rows(step, values, rows):
    assert after(step)[step.column].to_pylist() == values
    assert touched(step) == rows
    assert others(after(step), step) == others(TABLE, step)


def test_a_dropped_column_is_gone_and_the_others_stay():
    assert after(Dropped(column="text")).column_names == [ROW, "rating", "word", "day"]


def test_a_constant_stands_in_every_row():
    assert after(Constant(column="event", value="order"))["event"].to_pylist() == ["order"] * 4


def test_the_source_is_not_changed():
    table = engine.as_table(TABLE)
    Missing(column="rating", values=(0.0,)).applied(table)
    assert table.order_by(ROW).to_pyarrow()["rating"].to_pylist() == [0, 5, 3, None]
