"""A newer table over an older one: replaced, added, nothing twice, nothing lost."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cx

OLD = pd.DataFrame(
    {
        "id": ["a", "b", "c", None],
        "score": [1.0, 2.0, 3.0, 4.0],
        "note": ["x", "y", None, "z"],
        "only old": [1, 2, 3, 4],
    }
)
NEW = pd.DataFrame(
    {
        "ID": ["b", "c", "d"],
        "score": [2.0, 9.0, 5.0],
        "note": [None, "new", "n"],
        "only new": [True, None, False],
    }
)


def updated(old=OLD, new=NEW, key="id", **options):
    return cx.update(old, new, key=key, names=["old", "new"], **options)


def rows(found, by="id"):
    kept = found.table.to_pandas().astype(object)
    kept = kept.where(kept.notna(), None)
    return {row[by]: row for row in kept.to_dict("records") if row[by] is not None}


def parts(found):
    return found.report.set_index("part")


def test_known_ids_are_replaced_new_ones_added_the_others_stay():
    found = updated()
    kept = rows(found)
    assert set(kept) == {"a", "b", "c", "d"}
    assert kept["c"] == {"id": "c", "score": 9, "note": "new", "only old": 3, "only new": None}
    assert kept["d"] == {"id": "d", "score": 5, "note": "n", "only old": None, "only new": False}
    assert kept["a"]["score"] == 1
    assert found.rows == 5


def test_the_report_counts_every_row_of_both_tables():
    found = updated()
    assert found.report.to_numpy().tolist() == [
        ["changed", 2, 2, 2],
        ["unchanged", 0, 0, 0],
        ["only_old", 1, 0, 1],
        ["added", 0, 1, 1],
        ["no_id", 1, 0, 1],
        ["no_id_known", 0, 0, 0],
        ["set_aside", 0, 0, 0],
    ]
    assert found.replaced == 2


def test_the_headline_says_what_happened():
    assert updated().headline == (
        "“old” brought up to date with “new” has 5 rows. Replaced by id: 2 (changed: 2); added: 1; "
        "left as they were: 2."
    )


def test_a_blank_cell_does_not_erase_unless_told():
    found = updated()
    assert rows(found)["b"]["note"] == "y"
    assert "1 blank cell of “new” does not erase" in " ".join(found.cautions)
    erased = updated(blanks="erase")
    assert rows(erased)["b"]["note"] is None
    assert "1 blank cell of “new” erases" in " ".join(erased.cautions)


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000"])
def test_spaces_are_blank(blank):
    new = pd.DataFrame({"id": ["b"], "note": [blank]})
    assert rows(updated(new=new))["b"]["note"] == "y"


def test_a_column_that_the_new_table_lacks_is_never_erased():
    assert rows(updated(blanks="erase"))["b"]["only old"] == 2


def test_changes_are_counted_by_column():
    changes = updated().changes.set_index("column")
    assert changes.loc["score"].to_dict() == {"changed": 1, "filled": 0, "erased": 0, "kept": 0}
    assert changes.loc["note"].to_dict() == {"changed": 0, "filled": 1, "erased": 0, "kept": 1}
    assert changes.loc["only new"].to_dict() == {"changed": 0, "filled": 1, "erased": 0, "kept": 0}
    assert "only old" not in changes.index
    assert updated(blanks="erase").changes.set_index("column").loc["note", "erased"] == 1


def test_the_same_table_again_changes_nothing():
    found = updated(new=OLD)
    assert parts(found)["result_rows"].to_dict() == {
        "changed": 0,
        "unchanged": 3,
        "only_old": 0,
        "added": 0,
        "no_id": 1,
        "no_id_known": 0,
        "set_aside": 0,
    }
    assert found.rows == len(OLD)


def test_rows_without_an_id_are_added_once():
    new = pd.DataFrame({"id": [None, None, " "], "score": [4.0, 8.0, 8.0], "note": ["z", "q", "q"]})
    found = updated(new=new)
    assert parts(found)["new_rows"].to_dict() == {
        "changed": 0,
        "unchanged": 0,
        "only_old": 0,
        "added": 0,
        "no_id": 2,
        "no_id_known": 1,
        "set_aside": 0,
    }
    assert updated(found.table, new).rows == found.rows


def test_an_id_twice_with_different_rows_is_refused():
    new = pd.DataFrame({"id": ["b", "b", "c", "c"], "score": [1, 2, 3, 3]})
    with pytest.raises(cx.InvalidSetting, match="1 id stands in several rows of “new”.*“b”"):
        updated(new=new)


def test_an_id_twice_with_one_row_counts_once():
    new = pd.DataFrame({"id": ["c", "c"], "score": [3.0, 3.0]})
    found = updated(new=new)
    assert parts(found).loc["set_aside", "new_rows"] == 1
    assert parts(found).loc["unchanged", "new_rows"] == 1
    assert "(1 ids, 1 rows too many)" in " ".join(found.cautions)


def test_of_several_rows_the_latest_counts_where_it_is_told():
    old = OLD.assign(day=pd.Timestamp("2026-01-01"))
    new = pd.DataFrame(
        {
            "id": ["b", "b", "b"],
            "score": [5.0, 6.0, 7.0],
            "day": [pd.Timestamp("2026-02-01"), pd.Timestamp("2026-03-01"), pd.NaT],
        }
    )
    found = updated(old, new, latest_by="day")
    assert rows(found)["b"]["score"] == 6
    assert parts(found).loc["set_aside", "new_rows"] == 2
    assert "the latest by “day” counts" in " ".join(found.cautions)


def test_rows_of_one_time_are_decided_always_in_the_same_way_and_said():
    new = pd.DataFrame({"id": ["b", "b"], "score": [5.0, 6.0], "only old": [7, 7]})
    found = updated(new=new, latest_by="only old")
    other = updated(new=new.iloc[::-1], latest_by="only old")
    assert rows(found) == rows(other)
    assert "the latest rows differ and have the same “only old”" in " ".join(found.cautions)


def test_ids_of_two_spellings_are_said_and_overlooked_when_told():
    new = pd.DataFrame({"id": ["B ", "d"], "score": [8.0, 1.0]})
    found = updated(new=new)
    assert found.count("added") == 2
    assert "They match if spelling is overlooked" in " ".join(found.cautions) or (
        "It matches if spelling is overlooked" in " ".join(found.cautions)
    )
    overlooked = updated(new=new, normalise=True)
    assert overlooked.count("added") == 1
    assert rows(overlooked)["b"]["score"] == 8


def test_ids_of_two_types_are_the_same_id():
    old = pd.DataFrame({"id": [1, 2], "v": [1, 2]})
    new = pd.DataFrame({"id": ["2", "3"], "v": [5, 6]})
    assert updated(old, new).replaced == 1


def test_several_columns_make_up_the_id():
    old = pd.DataFrame({"c": ["a", "a"], "day": [1, 2], "v": [1, 2]})
    new = pd.DataFrame({"c": ["a", "b"], "day": [2, 2], "v": [9, 9]})
    found = updated(old, new, key=["c", "day"])
    assert (found.replaced, found.count("added"), found.rows) == (1, 1, 3)


def test_a_key_that_both_tables_do_not_have_is_refused():
    with pytest.raises(cx.ColumnNotFound, match="only old"):
        updated(key="only old")
    with pytest.raises(cx.InvalidSetting, match="Say which column holds the id"):
        updated(key=())
    with pytest.raises(cx.ColumnNotFound, match="day"):
        updated(latest_by="day")


def test_an_unknown_way_with_blanks_is_refused():
    with pytest.raises(cx.InvalidSetting, match="blanks is 'drop'"):
        updated(blanks="drop")


def test_another_scale_is_refused():
    scores = [pd.DataFrame({"id": range(60), "rating": np.arange(60) % n}) for n in (6, 11)]
    with pytest.raises(cx.WrongScale, match="“rating” was asked on different scales"):
        updated(*scores)


def test_feedback_stays_feedback():
    old = cx.Feedback(OLD, score="score", comments="note", customer="id", scale=(0, 10))
    found = updated(old).dataset()
    assert found.roles == {"score": "score", "comments": ("note",), "customer": "id"}
    assert found.scale == (0, 10)


def test_the_tables_are_not_changed():
    before = OLD.copy(), NEW.copy()
    updated(normalise=True).table.to_pandas()
    pd.testing.assert_frame_equal(OLD, before[0])
    pd.testing.assert_frame_equal(NEW, before[1])


VALUES = st.sampled_from([None, "x", "y"])
UNIQUE = st.lists(st.tuples(st.sampled_from("abcdef"), VALUES), unique_by=lambda r: r[0])
LOOSE = st.lists(st.tuples(st.none(), VALUES), max_size=4)


def frame(records):
    return pd.DataFrame(records, columns=["id", "v"], dtype="str")


@settings(max_examples=20, deadline=None)
@given(UNIQUE, LOOSE, UNIQUE, LOOSE, st.sampled_from(["keep", "erase"]))
def test_the_result_is_what_dictionaries_give(old, old_loose, new, new_loose, blanks):
    found = updated(frame(old + old_loose), frame(new + new_loose), blanks=blanks)
    expected = dict(old)
    for key, value in new:
        expected[key] = expected.get(key) if value is None and blanks == "keep" else value
    loose = Counter(v for _, v in old_loose) | Counter(v for _, v in new_loose)
    kept = found.table.to_pandas().astype(object)
    kept = kept.where(kept.notna(), None)
    known = kept[kept["id"].notna()]
    assert dict(zip(known["id"], known["v"], strict=True)) == expected
    assert len(known) == len(expected)
    assert Counter(kept[kept["id"].isna()]["v"]) == loose
    assert found.rows == len(kept)
    changed = [k for k, v in new if k in dict(old) and expected[k] != dict(old)[k]]
    assert found.count("changed") == len(changed)
    assert found.report["old_rows"].sum() == len(old + old_loose)
    assert found.report["new_rows"].sum() == len(new + new_loose)
