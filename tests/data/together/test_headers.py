"""Columns are the same by name, however it is spelled, and never two for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.data.together.headers import appended, columns_together, paired, plain_header


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Order ID", "order_id"),
        ("Order ID", "OrderID"),
        ("客户 ID", "客户ＩＤ"),
        ("Score ", "score"),
        ("\ufeffid", "ID"),
        ("a\u00a0b", "a b"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_name_are_one_column(one, other):
    assert plain_header(one) == plain_header(other)
    assert paired([[one], [other]]) == ({one: one}, {one: other})


@pytest.mark.parametrize(("one", "other"), [("Q1_1", "Q11"), ("Q1", "Q2"), ("a-b", "ab")])
def test_names_that_mean_two_things_stay_two(one, other):
    assert columns_together(paired([[one], [other]])) == (one, other)


def test_equal_names_go_before_names_that_are_alike():
    assert paired([["Score", "score "], ["score ", "Score"]])[1] == {
        "Score": "Score",
        "score ": "score ",
    }


def test_a_name_that_fits_two_is_taken_for_neither():
    second = paired([["a b", "a_b"], ["A  B"]])[1]
    assert second == {"A  B": "A  B"}


def test_the_names_and_the_order_of_the_first_table_are_kept():
    pairs = paired([["B", "A"], ["a", "c", "b"], ["D", "C"]])
    assert columns_together(pairs) == ("B", "A", "c", "D")
    assert pairs[2] == {"c": "C", "D": "D"}


NAMES = st.lists(st.text("aAbB _１1", min_size=1, max_size=4), max_size=5, unique_by=str.casefold)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_every_column_is_found_again_once(tables):
    pairs = paired(tables)
    together = columns_together(pairs)
    assert len({name.casefold() for name in together}) == len(together)
    for names, own in zip(tables, pairs, strict=True):
        assert sorted(own.values()) == sorted(names)
        assert all(names_agree(name, found) for name, found in own.items())


def names_agree(name, found):
    return plain_header(name.removesuffix(" (2)")) == plain_header(found) or "(" in name


def test_a_clash_gets_the_name_of_the_table():
    assert appended("Score", "May", ["score"]) == "Score (May)"
    assert appended("Score", "May", ["score", "SCORE (MAY)"]) == "Score (May) (2)"
