"""Who matches is counted as pandas counts it, and said before anything is joined."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cx
from cx.data.reading import read

IDS = st.sampled_from(
    [
        "1",
        "01",
        "1.0",
        "１",
        "a",
        "A",
        " a",
        "a b",
        "b",
        "'b",
        "7x",
        "x-7",
        "",
        "  ",
        None,
        "0",
        "00",
    ]
)
TABLES = st.lists(IDS, max_size=14)


def table(ids, **columns):
    return pd.DataFrame({"id": pd.array(ids, dtype="str"), **columns})


def filled(ids):
    return pd.Series([i for i in ids if i is not None and i.strip()], dtype="str")


def plainly(text):
    """Write an id without what is spelling, by Python's own means."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower().removeprefix("'")
    text = re.sub(r"^(\d+)\.0+$", r"\1", text)
    return re.sub(r"^0+(?=\d+$)", "", text)


def counted(left, right):
    """Count with a pandas merge what `Match` reports of rows."""
    merged = table(left, row=range(len(left))).merge(
        table(filled(right), there=True), on="id", how="left"
    )
    matched = merged[merged["there"].notna()]["row"].nunique()
    blank = len(left) - len(filled(left))
    return matched, len(left) - matched - blank, blank, len(merged)


def by_status(found, name):
    rows = found.report[found.report["table"] == name].set_index("status")["rows"]
    return rows["matched"], rows["only_here"], rows["no_id"]


@settings(max_examples=25, deadline=None)
@given(TABLES, TABLES)
def test_rows_are_counted_as_a_merge_counts_them(left, right):
    found = cx.match(table(left), table(right), on="id", names=["l", "r"])
    matched, only, blank, joined = counted(left, right)
    assert by_status(found, "l") == (matched, only, blank)
    assert by_status(found, "r") == counted(right, left)[:3]
    assert found.joined_rows == joined
    assert found.report.groupby("table")["rows"].sum().to_dict() == {
        "l": len(left),
        "r": len(right),
    }
    assert_near_misses_are_counted(found.near.table, left, right)


def assert_near_misses_are_counted(found, left, right):
    here, there = set(filled(left)), set(filled(right))
    plain_here, plain_there = {plainly(i) for i in here}, {plainly(i) for i in there}
    near_here = {i for i in here - there if plainly(i) in plain_there}
    near_there = {i for i in there - here if plainly(i) in plain_here}
    assert found["left_ids"].sum() == len(near_here)
    assert found["right_ids"].sum() == len(near_there)
    assert found["left_rows"].sum() == filled(left).isin(near_here).sum()


@settings(max_examples=12, deadline=None)
@given(TABLES, TABLES)
def test_a_match_looks_the_same_from_the_other_side(left, right):
    one = cx.match(table(left), table(right), on="id", names=["l", "r"])
    other = cx.match(table(right), table(left), on="id", names=["r", "l"])
    assert (one.left, one.right) == (other.right, other.left)
    columns = ["difference", "left_ids", "left_rows", "right_ids", "right_rows"]
    turned = other.near.table.rename(
        columns=lambda c: (
            c.replace("left", "x").replace("right", "left").replace("x", "right")
            if c != "difference"
            else c
        )
    )
    pd.testing.assert_frame_equal(one.near.table[columns], turned[columns], check_dtype=False)
    assert (one.near.merged_left, one.near.merged_right) == (
        other.near.merged_right,
        other.near.merged_left,
    )


@settings(max_examples=12, deadline=None)
@given(TABLES, TABLES)
def test_overlooking_the_spelling_matches_plain_ids(left, right):
    found = cx.match(table(left), table(right), on="id", names=["l", "r"], normalise=True)
    plain = [[plainly(i) if i and i.strip() else None for i in ids] for ids in (left, right)]
    assert by_status(found, "l") == counted(*plain)[:3]
    assert found.near.ids == 0


@settings(max_examples=12, deadline=None)
@given(TABLES, TABLES)
def test_the_joined_table_is_a_left_merge(left, right):
    first, second = table(left, x=range(len(left))), table(right, y=range(len(right)))
    found = cx.match(first, second, on="id")
    if found.relation == "many-to-many":
        with pytest.raises(cx.CxError, match="would multiply them"):
            _ = found.table
        return
    expected = first.merge(second[second["id"].isin(filled(right))], on="id", how="left")
    kept = found.table.to_pandas()
    assert len(kept) == found.rows == len(expected)
    pairs = kept[["x", "y"]].fillna(-1).sort_values(["x", "y"]).to_numpy().tolist()
    assert pairs == expected[["x", "y"]].fillna(-1).sort_values(["x", "y"]).to_numpy().tolist()


@settings(max_examples=12, deadline=None)
@given(TABLES, TABLES)
def test_summed_up_every_row_of_the_left_table_stands_once(left, right):
    first = table(left, x=range(len(left)))
    second = table(right, amount=np.arange(len(right), dtype=float))
    found = cx.match(first, second, on="id", names=["l", "r"], aggregate=True)
    kept = found.table.to_pandas().sort_values("x")
    assert list(kept["x"]) == list(range(len(left)))
    sums = second[second["id"].isin(filled(right))].groupby("id")["amount"].agg(["size", "sum"])
    for row in kept.itertuples():
        if row.id in sums.index:
            assert (row.r_rows, row.amount_sum) == tuple(sums.loc[row.id])
        else:
            assert pd.isna(row.amount_sum)
            has_id = not pd.isna(row.id) and bool(row.id.strip())
            assert row.r_rows == 0 if has_id else pd.isna(row.r_rows)


@pytest.mark.parametrize(
    ("here", "there", "difference"),
    [
        ("00123", "123", "leading_zeros"),
        ("123.0", "123", "decimal_zero"),
        ("ABC", "abc", "case"),
        ("a 1 ", "a1", "spaces"),
        ("１２３", "123", "full_width"),
        ("'00a", "00a", "apostrophe"),
        ("\u00a0x", "x", "spaces"),
        ("Ａ ", "a", "several"),
    ],
)
def test_the_difference_in_spelling_is_named(here, there, difference):
    found = cx.match(table([here]), table([there]), on="id")
    assert list(found.near.table["difference"]) == [difference]
    assert found.near.table[["left_ids", "right_ids"]].to_numpy().tolist() == [[1, 1]]
    assert any("spelling is overlooked" in caution for caution in found.cautions)


def test_different_ids_that_would_become_one_are_said():
    found = cx.match(table(["007", "7"]), table(["07"]), on="id", names=["l", "r"])
    assert found.near.merged_left == 1
    assert "different ids of “l” (1)" in " ".join(found.cautions)


def test_letters_keep_their_zeros():
    assert cx.match(table(["A001"]), table(["A1"]), on="id").near.ids == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([1, 2, 3], ["1", "2", "4"]),
        ([1.0, 2.0, None], [1, 2, 4]),
        ([1.0, 2.0, None], ["1", "2", "4"]),
        ([Decimal("1.00"), Decimal("2.00")], ["1", "2", "4"]),
        ([1, 2, 3], [Decimal("1.0"), Decimal("2.0"), Decimal("4.0")]),
    ],
    ids=["int-text", "float-int", "float-text", "decimal-text", "int-decimal"],
)
def test_numbers_match_by_their_value_whatever_their_type(left, right):
    found = cx.match(pa.table({"id": pa.array(left)}), pa.table({"id": pa.array(right)}), on="id")
    assert found.left.matched_rows == found.right.matched_rows == 2


def test_twenty_digits_match_digit_for_digit():
    left = table(["12345678901234567890", "12345678901234567891"])
    right = table(["12345678901234567891"])
    found = cx.match(left, right, on="id")
    assert (found.left.matched_rows, found.near.ids) == (1, 0)


def test_an_id_kept_with_decimals_is_a_caution():
    left = pd.DataFrame({"id": [1.0, None]})
    found = cx.match(left, pd.DataFrame({"id": [1]}), on="id", names=["l", "r"])
    assert "“id” in “l” is kept as a number with decimals" in " ".join(found.cautions)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (["a", "b"], ["a"], "one-to-one"),
        (["a", "b"], ["a", "a"], "one-to-many"),
        (["a", "a"], ["a", "b"], "many-to-one"),
        (["a", "a"], ["a", "a"], "many-to-many"),
        (["a", "b"], ["a", "c", "c"], "one-to-one"),
    ],
)
def test_the_relation_is_that_of_the_ids_that_match(left, right, relation):
    assert cx.match(table(left), table(right), on="id").relation == relation


def test_rows_that_would_be_multiplied_are_said_with_their_number():
    found = cx.match(table(["a", "b"]), table(["a", "a", "a"]), on="id", names=["l", "r"])
    assert "4 rows instead of 2" in " ".join(found.cautions)
    assert "instead of" not in " ".join(found.summed_up().cautions)
    assert found.summed_up().rows == 2


def test_several_columns_make_up_an_id():
    left = pd.DataFrame({"shop": ["x", "x", "y", None], "no": [1, 2, 1, 1]})
    right = pd.DataFrame({"store": ["X", "x", "y"], "number": [1, 2, 3], "kept": [True] * 3})
    found = cx.match(left, right, left_on=["shop", "no"], right_on=["store", "number"])
    assert (found.left.matched_rows, found.left.only_rows, found.left.without_id) == (1, 2, 1)
    assert list(found.near.table["difference"]) == ["case"]
    assert found.table.columns == ("shop", "no", "kept")


def test_columns_of_one_name_get_the_name_of_their_table():
    left = pd.DataFrame({"id": ["a"], "Score": [1], "score (r)": [0]})
    right = pd.DataFrame({"id": ["a"], "score": [2]})
    kept = cx.match(left, right, on="id", names=["l", "r"]).table.to_pandas()
    assert kept.iloc[0].to_dict() == {"id": "a", "Score": 1, "score (r)": 0, "score (r) (2)": 2}


def test_the_usual_way_of_summing_up_follows_what_a_column_holds():
    day = pd.Timestamp("2026-01-01")
    right = pd.DataFrame(
        {
            "id": ["a", "a"],
            "amount": [2.0, 3.0],
            "rating": [4, 5],
            "pieces": [1, 2],
            "returned": [True, False],
            "time": [day, day + pd.Timedelta(days=1)],
            "city": ["Rome", None],
            "item": ["x", "y"],
            "order_id": [7, 8],
        }
    )
    found = cx.match(table(["a"]), right, on="id", names=["l", "orders"], aggregate=True)
    assert found.table.to_pandas().iloc[0].to_dict() == {
        "id": "a",
        "orders_rows": 2,
        "amount_sum": 5.0,
        "rating_mean": 4.5,
        "pieces_sum": 3,
        "pieces_mean": 1.5,
        "returned_mean": 0.5,
        "time_first": day,
        "time_last": day + pd.Timedelta(days=1),
        "city": "Rome",
        "item_distinct": 2,
        "order_id_distinct": 2,
    }


def test_summing_up_can_be_said_column_by_column():
    right = pd.DataFrame({"id": ["a", "a"], "amount": [2.0, 3.0], "other": [1, 1]})
    found = cx.match(table(["a"]), right, on="id", aggregate={"amount": ("max", "mean")})
    assert [c for c in found.table.columns if c.startswith(("amount", "other"))] == [
        "amount_max",
        "amount_mean",
    ]


@pytest.mark.parametrize(
    ("aggregate", "said"),
    [({"item": "sum"}, "“item” cannot be summed up by"), ({"amount": "total"}, "The ways are sum")],
)
def test_a_way_of_summing_up_that_makes_no_sense_is_refused(aggregate, said):
    right = pd.DataFrame({"id": ["a"], "amount": [2.0], "item": ["x"]})
    with pytest.raises(cx.InvalidSetting, match=said):
        cx.match(table(["a"]), right, on="id", aggregate=aggregate)


def test_summing_up_a_column_that_is_not_there_is_refused():
    with pytest.raises(cx.ColumnNotFound, match="amout"):
        cx.match(table(["a"]), table(["a"], amount=[1]), on="id", aggregate={"amout": "sum"})


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(IDS, st.sampled_from(["x", "y", None])), max_size=14), TABLES)
def test_every_row_belongs_to_a_segment(rows, right):
    left = table([i for i, _ in rows], group=pd.array([g for _, g in rows], dtype="str"))
    found = cx.match(left, table(right), on="id", by="group")
    assert found.by_segment["n"].sum() == len(rows)
    assert found.by_segment["matched"].sum() == found.left.matched_rows


def test_a_group_that_matches_less_is_a_caution():
    left = table([f"{i}" for i in range(80)], region=["North"] * 40 + ["South"] * 40)
    right = table([f"{i}" for i in range(50)])
    found = cx.match(left, right, on="id", names=["survey", "orders"], by="region")
    assert "25% of “South” match and 100% of “North”" in " ".join(found.cautions)
    assert "speaks more" not in " ".join(cx.match(left, right, on="id").cautions)


def test_a_column_of_groups_that_neither_table_has_is_refused():
    with pytest.raises(cx.ColumnNotFound, match="regio"):
        cx.match(table(["a"], region=["N"]), table(["a"]), on="id", by="regio")


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"left_on": "id"},
        {"on": "id", "right_on": "id"},
        {"left_on": ["id", "id"], "right_on": "id"},
    ],
)
def test_an_id_that_is_not_said_once_is_refused(keys):
    with pytest.raises(cx.InvalidSetting, match="Say which column holds the id"):
        cx.match(table(["a"]), table(["a"]), **keys)


def test_tables_without_rows_match_nothing():
    found = cx.match(table([]), table(["a"]), on="id", names=["l", "r"])
    assert np.isnan(found.left.match_rate)
    assert found.headline.startswith("No row of “l” has a match")
    assert found.table.count().execute() == 0


def test_the_headline_says_how_many_match():
    found = cx.match(table(["a", "b", "c", None]), table(["a", "d"]), on="id", names=["l", "r"])
    assert found.headline == (
        "1 of 4 rows of “l” (25%) have a match in “r”. Ids without a partner: 2 in “l”, 1 in “r”."
    )


def test_ids_in_a_caution_are_masked():
    found = cx.match(table(["Ann@x.org"]), table(["ann@x.org"]), on="id")
    assert "[email]" in " ".join(found.cautions)
    assert "x.org" not in " ".join(found.cautions)


def test_feedback_stays_feedback_with_its_roles():
    feedback = cx.Feedback(
        table(["a", "b"], score=[9, 3]), score="score", customer="id", scale=(0, 10)
    )
    orders = pd.DataFrame({"id": ["a"], "score": [1], "amount": [5.0]})
    joined = cx.match(feedback, orders, on="id", names=["survey", "orders"]).joined()
    assert isinstance(joined, cx.Feedback)
    assert joined.roles == {"score": "score", "customer": "id"}
    assert cx.nps(joined).table["n"][0] == 2


def test_roles_of_the_joined_table_can_be_given():
    feedback = cx.Feedback(table(["a", "b"], score=[9, 3]), score="score", customer="id")
    plan = table(["a", "b"], plan=["pro", "free"])
    joined = cx.match(feedback, plan, on="id").joined(segments="plan")
    assert joined.roles["segments"] == ("plan",)


def test_the_tables_are_not_changed():
    left, right = table(["a", None], x=[1, 2]), table([" A"], y=[1])
    before = left.copy(), right.copy()
    cx.match(left, right, on="id", normalise=True).table.to_pandas()
    pd.testing.assert_frame_equal(left, before[0])
    pd.testing.assert_frame_equal(right, before[1])


def test_garden_survey_meets_made_up_orders(shared):
    reading = read(shared / "data/nps_garden_retail_fr/nps.csv")
    survey = reading.tables[0].dataset().table.to_pandas()
    ids = survey["id"].dropna().astype("int64")
    buyers = ids.drop_duplicates().iloc[::3]
    orders = pd.DataFrame({"client": buyers.map("{:08d}".format).repeat(2), "montant": 10.0})
    exact = cx.match(survey, orders, left_on="id", right_on="client")
    assert exact.left.matched_rows == 0
    assert exact.near.table["difference"].tolist() == ["leading_zeros"]
    found = cx.match(
        survey, orders, left_on="id", right_on="client", normalise=True, aggregate=True
    )
    assert found.left.matched_rows == ids.isin(buyers).sum()
    assert found.right.matched_rows == len(orders)
    kept = found.table.to_pandas()
    assert len(kept) == len(survey)
    assert kept["montant_sum"].sum() == 20.0 * ids.isin(buyers).sum()


def test_the_file_of_a_dataset_lasts_as_long_as_the_joined_table():
    csv = b"id,score,comment\n" + b"".join(b"k%d,%d,fine\n" % (i, i % 11) for i in range(40))
    joined = cx.match(read(csv).datasets[0], read(csv).datasets[0], on="id").joined()
    assert joined.rows == 40
