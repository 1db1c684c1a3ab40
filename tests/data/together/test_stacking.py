"""Tables under each other: every row, every value, and everything said that this took."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cx
from cx.data.reading import read


def stacked(*tables, **options):
    names = [f"T{n}" for n in range(1, len(tables) + 1)]
    return cx.stack(tables, names=names, **options)


def column(*values):
    """Return tables with one column each, typed as Arrow types the values."""
    return [pa.table({"x": v if isinstance(v, pa.Array) else pa.array(v)}) for v in values]


def values(found, name="x"):
    return found.table.to_pyarrow().column(name).to_pylist()


NOON = datetime(2026, 1, 3, 12)  # noqa: DTZ001 - files know no zones
CELLS = {
    "i": st.one_of(st.none(), st.integers(-(2**62), 2**62)),
    "f": st.one_of(st.none(), st.floats(allow_nan=False, width=64)),
    "t": st.one_of(st.none(), st.text(max_size=4)),
    "b": st.one_of(st.none(), st.booleans()),
}
KINDS = {"i": pa.int64(), "f": pa.float64(), "t": pa.string(), "b": pa.bool_()}


@st.composite
def tables(draw):
    names = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, unique=True))
    rows = draw(st.integers(0, 5))
    cells = {n: draw(st.lists(CELLS[n], min_size=rows, max_size=rows)) for n in names}
    return pa.table({n: pa.array(cells[n], KINDS[n]) for n in names})


@settings(max_examples=30, deadline=None)
@given(st.lists(tables(), min_size=2, max_size=3))
def test_every_row_and_value_is_found_again(given_tables):
    found = stacked(*given_tables, origin="from")
    assert found.rows == sum(table.num_rows for table in given_tables)
    kept = found.table.to_pyarrow()
    for name, table in zip(found.report["table"], given_tables, strict=True):
        own = kept.filter(pa.compute.equal(kept["from"], name))
        assert own.num_rows == table.num_rows
        for title in kept.column_names[:-1]:
            expected = (
                table.column(title).to_pylist()
                if title in table.column_names
                else [None] * table.num_rows
            )
            assert sorted(map(repr, own.column(title).to_pylist())) == sorted(map(repr, expected))


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (([1, 2], [0.5]), [1.0, 2.0, 0.5]),
        (([1], [None]), [1, None]),
        (([Decimal("1.50")], [2]), [Decimal("1.50"), Decimal("2.00")]),
        (([Decimal("1.5")], [Decimal("0.25")]), [Decimal("1.50"), Decimal("0.25")]),
        (([True, False], [1, 0, 1]), [1, 0, 1, 0, 1]),
        (([date(2026, 1, 2)], [NOON]), [NOON.replace(day=2, hour=0), NOON]),
        (([1, 2], ["3", "n/a"]), ["1", "2", "3", "n/a"]),
        (([1.0, 2.5], ["x"]), ["1", "2.5", "x"]),
        (([Decimal("1.50")], ["x"]), ["1.5", "x"]),
        (([date(2026, 1, 2)], ["soon"]), ["2026-01-02", "soon"]),
        (([True], [7]), ["true", "7"]),
        (([True], ["maybe"]), ["true", "maybe"]),
        (([date(2026, 1, 2)], [5]), ["2026-01-02", "5"]),
        (([2**60], [0.5]), [str(2**60), "0.5"]),
        ((["x"], pa.array([None], pa.float64())), ["x", None]),
        (([date(2026, 1, 2)], pa.array([None], pa.float64())), [date(2026, 1, 2), None]),
        ((pa.array([None], pa.string()), [5]), [None, 5]),
        ((pa.array([1], pa.uint64()), [-1]), [Decimal(1), Decimal(-1)]),
        ((pa.array([1], pa.int8()), [10**12]), [1, 10**12]),
    ],
    ids=lambda value: re.sub(r" object at 0x\w+", "", str(value)),
)
def test_types_that_differ_lose_no_value(held, expected):
    assert values(stacked(*column(*held))) == expected


def test_text_among_numbers_is_a_caution_that_names_table_and_value():
    found = stacked(*column([1, 2], ["3", "n/a", "k.A."]))
    said = " ".join(found.cautions)
    assert "“x” is text in “T2” and not in “T1”" in said
    assert "In “x” of “T2”, 2 values do not fit the other tables, such as “k.A.”" in said


def test_text_that_is_all_numbers_is_not_turned_into_numbers():
    found = stacked(*column([1], ["007"]))
    assert values(found) == ["1", "007"]
    assert "“x” is text in “T2”" in " ".join(found.cautions)
    assert "do not fit" not in " ".join(found.cautions)


def test_values_in_a_caution_are_masked():
    found = stacked(*column([1], ["ann@example.org"]))
    assert "[email]" in " ".join(found.cautions)


@pytest.mark.parametrize(
    "held", [([1], [0.5]), ([1], [None]), (["x"], pa.array([None], pa.float64()))]
)
def test_types_that_go_together_need_no_word(held):
    assert stacked(*column(*held)).cautions == ()


def test_columns_are_matched_by_name_in_any_order_and_spelling():
    first = pd.DataFrame({"Order ID": ["a"], "Amount": [1]})
    second = pd.DataFrame({"amount": [2], "order_id": ["b"]})
    found = stacked(first, second)
    assert found.table.columns == ("Order ID", "Amount")
    assert found.table.to_pandas().to_numpy().tolist() == [["a", 1], ["b", 2]]
    assert found.cautions == ("“order_id” in “T2” is taken for “Order ID”.",)


def test_a_column_that_one_table_lacks_is_missing_there_and_said():
    found = stacked(pd.DataFrame({"a": [1], "b": ["x"]}), pd.DataFrame({"a": [2], "c": [True]}))
    assert values(found, "b") == ["x", None]
    assert values(found, "c") == [None, True]
    assert "“T2” has no column “b”" in " ".join(found.cautions)
    assert "“T1” has no column “c”" in " ".join(found.cautions)


def test_the_layout_says_what_became_of_each_column():
    found = stacked(pd.DataFrame({"a": [1]}), pd.DataFrame({"A": ["x"]}))
    assert found.columns.to_numpy().tolist() == [
        ["a", "T1", "a", "number", "text"],
        ["a", "T2", "A", "text", "text"],
    ]


def scores(low, high, n=60):
    return pd.DataFrame({"satisfaction": np.resize(np.arange(low, high + 1), n)})


@pytest.mark.parametrize(("low", "high"), [(0, 10), (1, 10), (1, 7), (0, 100)])
def test_a_score_on_another_scale_is_refused_with_both_scales(low, high):
    with pytest.raises(cx.WrongScale, match=f"1 to 5 in “T1” and {low} to {high} in “T2”"):
        stacked(scores(1, 5), scores(low, high, 202))


def test_scores_on_two_scales_can_be_kept_apart():
    found = stacked(scores(1, 5), scores(0, 10), different_scales="apart")
    assert found.table.columns == ("satisfaction", "satisfaction (T2)")
    assert found.table.satisfaction.max().execute() == 5
    assert "kept in columns of their own" in " ".join(found.cautions)


def test_scores_on_two_scales_are_pooled_only_when_told():
    found = stacked(scores(1, 5), scores(0, 10), different_scales="pool")
    assert found.table.satisfaction.max().execute() == 10
    assert "do not compute an average" in " ".join(found.cautions)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (scores(0, 10), scores(0, 9)),
        (scores(1, 10), scores(0, 10)),
        (scores(1, 5), scores(1, 4)),
        (scores(0, 10), scores(3, 5, 9)),
        (scores(1, 5).rename(columns={"satisfaction": "visits"}), scores(0, 10)),
    ],
    ids=["no ten", "no zero", "no five", "few answers", "no score"],
)
def test_scores_that_may_be_of_one_scale_are_not_refused(one, other):
    assert stacked(one, other).rows == len(one) + len(other)


def test_a_scale_that_a_person_declared_counts():
    low = cx.Feedback(pd.DataFrame({"q": [1, 2]}), score="q", scale=(1, 5))
    high = cx.Feedback(pd.DataFrame({"q": [1, 2]}), score="q", scale=(0, 10))
    with pytest.raises(cx.WrongScale, match="“q” was asked on different scales"):
        stacked(low, high)


def test_an_unknown_way_with_scales_is_refused():
    with pytest.raises(cx.InvalidSetting, match="refuse, apart, and pool"):
        stacked(scores(1, 5), scores(1, 5), different_scales="merge")


def test_rows_in_both_tables_are_counted_and_kept():
    one = pd.DataFrame({"a": [1, 1, 2], "b": ["x", "x", None]})
    other = pd.DataFrame({"a": [1, 2, 2, 3], "b": ["x", None, "y", "x"]})
    found = stacked(one, other)
    assert list(found.report["equal_rows"]) == [0, 2]
    assert found.rows == 7
    assert "2 rows of “T2” are the same in every cell" in " ".join(found.cautions)


def test_cells_that_run_together_are_not_equal_rows():
    found = stacked(
        pd.DataFrame({"a": ["x"], "b": ["yz"]}), pd.DataFrame({"a": ["xy"], "b": ["z"]})
    )
    assert list(found.report["equal_rows"]) == [0, 0]


def test_ids_in_both_tables_are_counted():
    one = pd.DataFrame({"response_id": ["a", "b"], "v": [1, 2]})
    other = pd.DataFrame({"response_id": ["b", "c"], "v": [2, 3]})
    third = pd.DataFrame({"response_id": ["c", "a"], "v": [0, 1]})
    found = stacked(one, other, third)
    assert found.identifier == "response_id"
    assert list(found.report["known_ids"]) == [0, 1, 2]
    assert list(found.report["equal_rows"]) == [0, 1, 1]
    assert "2 “response_id” of “T3” stand in a table before it" in " ".join(found.cautions)


def test_a_column_that_repeats_within_a_table_identifies_no_rows():
    one = pd.DataFrame({"customer_id": ["a", "a"], "v": [1, 2]})
    found = stacked(one, one)
    assert found.identifier is None
    assert found.report["known_ids"].isna().all()


def test_the_column_that_identifies_rows_can_be_said():
    one = pd.DataFrame({"nr": [1, 1, 2]})
    assert list(stacked(one, one, key="nr").report["known_ids"]) == [0, 2]
    with pytest.raises(cx.ColumnNotFound, match="nummer"):
        stacked(one, one, key="nummer")


def test_the_origin_of_each_row_is_its_tables_name():
    found = stacked(pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [3]}), origin="quarter")
    kept = found.table.to_pandas()
    assert dict(zip(kept["a"], kept["quarter"], strict=True)) == {1: "T1", 2: "T1", 3: "T2"}


def test_an_origin_that_is_a_column_already_is_refused():
    with pytest.raises(cx.InvalidSetting, match="cannot be called “File”"):
        stacked(pd.DataFrame({"file": [1]}), pd.DataFrame({"file": [1]}), origin="File")


def test_files_give_their_names(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        pd.DataFrame({"x": [1]}).to_parquet(tmp_path / folder / "may.parquet")
    paths = [tmp_path / folder / "may.parquet" for folder in ("a", "b")]
    assert list(cx.stack(paths).report["table"]) == ["may", "may (2)"]


@pytest.mark.parametrize(
    ("tables", "names", "said"),
    [
        ([pd.DataFrame({"a": [1]})], None, "At least two tables"),
        ([], None, "At least two tables"),
        ([pd.DataFrame({"a": [1]})] * 2, ["x"], "Give each table a name of its own"),
        ([pd.DataFrame({"a": [1]})] * 2, ["x", "x"], "Give each table a name of its own"),
    ],
)
def test_tables_without_a_name_each_are_refused(tables, names, said):
    with pytest.raises(cx.InvalidSetting, match=said):
        cx.stack(tables, names=names)


def test_tables_without_rows_are_no_trouble():
    empty = pd.DataFrame({"a": pd.Series([], dtype="int64")})
    assert stacked(empty, empty).rows == 0
    assert stacked(empty, pd.DataFrame({"a": [1]})).rows == 1


def test_feedback_stays_feedback_and_the_origin_is_a_segment():
    feedback = cx.Feedback(pd.DataFrame({"nps": [9, 3]}), score="nps", scale=(0, 10))
    joined = stacked(feedback, feedback, origin="quarter").dataset()
    assert joined.roles == {"score": "nps", "segments": ("quarter",)}
    assert list(cx.nps(joined, by="quarter").table["n"]) == [2, 2]


def test_what_is_not_recognised_needs_its_kind():
    table = pd.DataFrame({"height": [1.5, 2.5]})
    with pytest.raises(cx.RoleMissing, match="What the table holds is not known"):
        stacked(table, table).dataset()
    with pytest.raises(cx.RoleMissing, match="lacks a column for: channel"):
        stacked(table, table).dataset("spend", cost="height")


def test_a_test_in_two_files_becomes_one_with_a_variant(shared):
    folder = shared / "data/udacity_free_trial_ab"
    readings = [
        read(folder / f"Final Project Results - {arm}.csv") for arm in ("Control", "Experiment")
    ]
    frames = [reading.tables[0].frame for reading in readings]
    found = cx.stack(frames, names=["control", "experiment"], origin="variant")
    assert found.rows == 74
    sums = found.table.to_pandas().groupby("variant")[["Pageviews", "Clicks"]].sum()
    assert sums.to_numpy().tolist() == [[345_543, 28_378], [344_660, 28_325]]
    test = found.dataset()
    assert isinstance(test, cx.Experiment)
    assert test.variant == "variant"
