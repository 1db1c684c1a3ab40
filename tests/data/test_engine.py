"""Tables come in from anywhere and are hashed by their content."""

from __future__ import annotations

import gc
import threading

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx.data import engine
from cx.errors import CxError, UnreadableFile

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


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([1.5, " "], ["1.5", " "]),
        ([[1], None], ["[1]", None]),
        ([2**80, 1], [str(2**80), "1"]),
        (pd.period_range("2026-01", periods=2, freq="M"), ["2026-01", "2026-02"]),
        (pd.cut([1, 3], [0, 2, 4]), ["(0, 2]", "(2, 4]"]),
        (pd.Categorical(["x", None]), ["x", None]),
        (pd.to_timedelta([1, None], unit="h"), ["1:00:00", None]),
        ([None, None], [None, None]),
    ],
)
def test_values_that_no_engine_knows_become_text(column, expected):
    frame = pd.DataFrame({"id": [1, 2], "odd": column})
    assert engine.as_table(frame).to_pyarrow()["odd"].to_pylist() == expected


def test_names_that_differ_in_case_alone_are_refused(tmp_path):
    frame = pd.DataFrame({"Score": [0], "score": [10], "x": [1]})
    frame.to_parquet(tmp_path / "t.parquet")
    for source in (frame, pa.Table.from_pandas(frame), tmp_path / "t.parquet"):
        with pytest.raises(CxError, match="told apart by their names: Score and score"):
            engine.as_table(source)


@pytest.mark.parametrize("text", [None, b"a,b\n1,2\n"])
def test_a_path_without_a_parquet_file_is_named(tmp_path, text):
    path = tmp_path / "x.csv"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(UnreadableFile, match="x.csv is not there or is no Parquet file"):
        engine.as_table(path)


def test_a_table_from_memory_is_dropped_when_nobody_refers_to_it():
    before = len(engine.connect().list_tables())
    tables = [engine.as_table(FRAME).select("score") for _ in range(5)]
    assert len(engine.connect().list_tables()) == before + 5
    del tables
    gc.collect()
    assert len(engine.connect().list_tables()) == before


def test_threads_with_tables_from_memory_do_not_wait_for_each_other():
    found = []

    def ask(number):
        for _ in range(5):
            table = engine.as_table(pd.DataFrame({"x": [number] * 500}))
            found.append(float(engine.fetch(table.aggregate(m=table.x.mean()))["m"][0]) == number)

    threads = [threading.Thread(target=ask, args=(number,), daemon=True) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert found == [True] * 40
