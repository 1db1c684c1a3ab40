"""Tables come in from anywhere and are hashed by their content."""

from __future__ import annotations

import threading

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx.data import engine
from cx.errors import CxError

FRAME = pd.DataFrame({"score": [10.0, np.nan, 3.0], "名称": ["a", None, "c"]})


def sources(tmp_path):
    arrow = pa.Table.from_pandas(FRAME, preserve_index=False)
    pq.write_table(arrow, tmp_path / "t.parquet")
    return [FRAME, arrow, ibis.memtable(arrow), tmp_path / "t.parquet"]


def test_every_source_gives_the_same_table(tmp_path):
    for source in sources(tmp_path):
        rows = engine.as_table(source).to_pyarrow().to_pylist()
        assert rows == [
            {"score": 10.0, "名称": "a"},
            {"score": None, "名称": None},
            {"score": 3.0, "名称": "c"},
        ]


def test_nan_in_a_parquet_file_is_missing_and_not_the_largest_number(tmp_path):
    pq.write_table(pa.table({"x": [1.0, float("nan")]}), tmp_path / "nan.parquet")
    table = engine.as_table(tmp_path / "nan.parquet")
    answer = engine.fetch(table.aggregate(high=table.x.max(), n=table.x.count()))
    assert answer.to_dict("records") == [{"high": 1.0, "n": 1}]


def test_the_source_is_not_changed():
    before = FRAME.copy()
    engine.as_table(FRAME).to_pyarrow()
    pd.testing.assert_frame_equal(before, FRAME)


def test_something_that_is_no_table_is_refused():
    with pytest.raises(CxError, match="this is a dict"):
        engine.as_table({"a": 1})


@pytest.mark.parametrize(
    "other",
    [
        FRAME.assign(score=[10.0, np.nan, 4.0]),
        FRAME.rename(columns={"score": "Score"}),
        FRAME.assign(score=["10.0", None, "3.0"]),
        FRAME.assign(名称=["c", None, "a"]),
        FRAME.assign(名称=["a", "", "c"]),
        FRAME.head(2),
        pd.concat([FRAME, FRAME]),
    ],
)
def test_other_content_has_another_fingerprint(other):
    assert engine.content_fingerprint(other) != engine.content_fingerprint(FRAME)


def test_values_side_by_side_are_not_confused():
    one = pd.DataFrame({"a": ["1:x"], "b": ["y"]})
    two = pd.DataFrame({"a": ["1"], "b": [":xy"]})
    assert engine.content_fingerprint(one) != engine.content_fingerprint(two)


def test_the_order_of_rows_does_not_matter():
    shuffled = FRAME.iloc[[2, 0, 1]]
    assert engine.content_fingerprint(shuffled) == engine.content_fingerprint(FRAME)


def test_a_parquet_file_that_changes_has_another_fingerprint(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"x": [1]}), path)
    before = engine.content_fingerprint(path)
    pq.write_table(pa.table({"x": [1, 2]}), path)
    assert engine.content_fingerprint(path) != before


def test_threads_do_not_disturb_each_other(tmp_path):
    for number in range(4):
        pq.write_table(pa.table({"x": [number] * 1000}), tmp_path / f"{number}.parquet")
    found: list[tuple[int, float]] = []

    def ask(number):
        table = engine.as_table(tmp_path / f"{number}.parquet")
        mean = table.aggregate(m=table.x.mean())
        found.extend((number, float(engine.fetch(mean)["m"][0])) for _ in range(20))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80
    assert all(number == mean for number, mean in found)


def test_distinct_values_are_sorted_text_and_bounded():
    table = engine.as_table(pd.DataFrame({"v": ["B", None, "A", "B"], "n": [2, 1, 1, 1]}))
    assert engine.distinct_values(table, "v", limit=9) == ["A", "B"]
    assert engine.distinct_values(table, "v", limit=1) == ["A"]
    assert engine.distinct_values(table, "n", limit=9) == ["1", "2"]


def test_a_pandas_column_of_mixed_types_is_named():
    with pytest.raises(CxError, match="column “charge” mixes values of several types"):
        engine.as_table(pd.DataFrame({"id": [1, 2], "charge": [1.5, " "]}))
