"""The picture of what becomes of rows splits each table's bar and says its figures in words."""

from __future__ import annotations

import pandas as pd
import pytest

import cx
from cx import charts
from cx.charts.fates import fates

ROWS = pd.DataFrame(
    {"table": ["survey", "orders"], "matched": [3, 4], "only_here": [1, 0], "aside": [0, 4]}
)
WORDS = {"matched": "in both", "only_here": "only here", "aside": "without an id"}


def test_every_part_is_said_with_its_share_and_number():
    spoken = fates(ROWS, words=WORDS, title="t", subtitle="s").to_dict()["description"]
    assert "survey: in both 75% (3), only here 25% (1), and without an id 0% (0)" in spoken
    assert "orders: in both 50% (4), only here 0% (0), and without an id 50% (4)" in spoken


def test_no_part_has_the_colour_of_a_verdict():
    text = fates(ROWS, words=WORDS, title="t", subtitle="s").to_json()
    assert charts.BETTER not in text
    assert charts.WORSE not in text


def test_a_table_without_rows_is_a_dash():
    empty = ROWS.assign(matched=0, only_here=0, aside=0)
    assert "–" in fates(empty, words=WORDS, title="t", subtitle="s").to_json()


def test_a_missing_column_is_named():
    with pytest.raises(cx.ColumnNotFound, match="aside"):
        fates(ROWS.drop(columns="aside"), words=WORDS, title="t", subtitle="s")
