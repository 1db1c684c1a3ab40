"""The columns by which tables belong together are proposed by roles, names and values."""

from __future__ import annotations

import pandas as pd
import pytest

import cx
from cx.data.together.proposals import propose_ids, propose_row_key, shared_columns


def test_the_customer_of_both_datasets_goes_first():
    feedback = cx.Feedback(
        pd.DataFrame({"response_id": [1, 2], "who": ["a", "b"], "nps": [9, 3]}),
        score="nps",
        customer="who",
    )
    events = cx.Events(
        pd.DataFrame(
            {"order_id": [1, 2], "client": ["a", "c"], "time": pd.Timestamp(0), "event": "order"}
        ),
        customer="client",
        time="time",
        event="event",
    )
    assert propose_ids(feedback, events) == ("who", "client")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"id": [1, 2], "customer_id": ["a", "b"]}, {"Customer ID": ["b", "c"], "id": [9, 8]}, 1),
        ({"id": [1, 2], "customer_id": ["a", "b"]}, {"id": [2, 3], "customer_id": ["x", "y"]}, 0),
        ({"user_id": ["001", "2"], "zip code": [1, 2]}, {"uid": ["1"], "sku": ["z"]}, 0),
    ],
)
def test_of_the_identifiers_those_with_values_in_common_are_proposed(left, right, expected):
    found = propose_ids(pd.DataFrame(left), pd.DataFrame(right))
    assert found[0] == list(left)[expected]
    assert len(set(left[found[0]])) == 2
    assert found[1] in right


def test_without_identifiers_nothing_is_proposed():
    assert propose_ids(pd.DataFrame({"height": [1.5]}), pd.DataFrame({"width": [2.5]})) is None
    assert propose_row_key(pd.DataFrame({"h": [1.5, 1.5]}), pd.DataFrame({"h": [2.5]})) == ()


def test_the_column_that_tells_rows_apart_is_proposed():
    old = pd.DataFrame({"customer_id": ["a", "a"], "order_id": [1, 2]})
    new = pd.DataFrame({"Order ID": [2, 3], "customer_id": ["a", "b"]})
    assert propose_row_key(old, new) == ("order_id",)
    assert shared_columns(old, new) == ("customer_id", "order_id")


def test_else_the_customer_and_the_time():
    table = pd.DataFrame({"who": ["a", "a"], "when": [1, 2], "nps": [9, 3]})
    feedback = cx.Feedback(table, score="nps", customer="who", time="when")
    assert propose_row_key(feedback, table) == ("who", "when")
