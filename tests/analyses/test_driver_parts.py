from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest

from cx.analyses.driver_parts import RANKED, Drawing, drawn
from cx.data import engine

CONTENT = {"a": ("first", 1.0, 5.0), "b": ("second", 1.0, 5.0)}


def answers(n=4000, seed=4):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.integers(1, 6, (n, 2)), columns=["a", "b"]).assign(row=range(n))


def draw(table, *, groups=50, units=None, named=False, unnamed=True, content=CONTENT):
    drawing = Drawing(groups, len(table) if units is None else units, named, unnamed, content)
    return engine.fetch(drawn(engine.as_table(table), drawing)).sort_values("row")


def sizes(found):
    return found.groupby("part").size()


def test_few_units_make_groups_of_equal_size():
    assert set(sizes(draw(answers(4000)))) == {80}


def test_many_units_make_groups_of_about_equal_size():
    found = sizes(draw(answers(30_000), units=RANKED + 1))
    assert len(found) == 50
    # 600 expected, with a standard deviation of 24.
    assert found.between(480, 720).all()


@pytest.mark.parametrize("units", [None, RANKED + 1])
def test_what_a_group_holds_does_not_hang_on_the_order_of_rows(units):
    table = answers()
    there = draw(table, units=units)
    back = draw(table.sample(frac=1, random_state=3), units=units)
    content = ["part", "a", "b"]
    expected = there[content].value_counts().sort_index()
    pd.testing.assert_series_equal(back[content].value_counts().sort_index(), expected)


def test_what_a_group_holds_does_not_hang_on_the_order_of_columns():
    turned = dict(reversed(CONTENT.items()))
    assert draw(answers())["part"].tolist() == draw(answers(), content=turned)["part"].tolist()


def test_answers_that_say_the_same_are_spread_over_the_groups_by_chance():
    found = draw(pd.DataFrame({"a": [3] * 6000, "b": [3] * 6000, "row": range(6000)}))
    other = draw(answers(6000).assign(b=3))
    for table in (found, other):
        counts = pd.crosstab(table["a"], table["part"])
        assert (counts > 0).all(axis=None)
    # Neither all alike, as groups made in turn would be, nor apart: a Poisson spread.
    spread = pd.crosstab(other["part"], other["a"])
    ratio = spread.var() / spread.mean()
    assert ratio.between(0.4, 1.6).all()


def test_the_groups_have_nothing_to_do_with_the_answers():
    found = draw(answers(20_000), units=RANKED + 1)
    means = found.groupby("part")["a"].mean()
    expected = found["a"].std() / np.sqrt(400)
    assert means.std() == pytest.approx(expected, rel=0.35)


@pytest.mark.parametrize("units", [None, RANKED + 1])
def test_all_answers_of_a_customer_are_in_one_group(units):
    table = answers(3000).assign(customer=lambda rows: "客 " + (rows["row"] % 700).astype(str))
    found = draw(table, units=units, named=True, unnamed=False)
    assert len(found[["customer", "part"]].drop_duplicates()) == 700


def test_a_group_follows_from_the_digest_of_the_name_on_any_engine():
    table = pd.DataFrame({"customer": ["Anna", "王芳", "x"], "row": [0, 1, 2]})
    found = draw(table, units=RANKED + 1, named=True, unnamed=False)
    expected = [
        int(hashlib.md5(name.encode()).hexdigest()[3::-1], 16) % 50  # noqa: S324
        for name in table["customer"]
    ]
    assert found["part"].tolist() == expected


def test_answers_without_a_customer_stand_alone():
    table = answers(2000).assign(customer=lambda rows: np.where(rows["row"] < 1000, "one", None))
    found = draw(table, named=True)
    assert len(set(found.loc[found["customer"] == "one", "part"])) == 1
    assert found.loc[found["customer"].isna(), "part"].nunique() == 50


@pytest.mark.parametrize("column", ["customer", "weight", "group"])
def test_what_else_tells_rows_apart_does_not_bring_in_their_order(column):
    values = np.where(np.arange(3000) % 3, None, "x") if column == "customer" else None
    table = answers(3000).assign(**{column: np.arange(3000) % 5 if values is None else values})
    there = draw(table, named=column == "customer")
    back = draw(table.sample(frac=1, random_state=8), named=column == "customer")
    content = ["part", "a", "b", column]
    counts = [found[content].value_counts(dropna=False).sort_index() for found in (there, back)]
    pd.testing.assert_series_equal(*counts)


def test_outliers_and_missing_values_are_drawn_as_well():
    table = answers(500).astype({"a": float})
    table.loc[:9, "a"] = np.nan
    assert draw(table, content={**CONTENT, "a": ("first", 1.0, 9e12)})["part"].notna().all()


def test_many_columns_do_not_run_over():
    columns = {f"r{i}": np.full(100, 5) for i in range(300)}
    content = {name: (name, 0.0, 5.0) for name in columns}
    table = pd.DataFrame(columns).assign(row=range(100))
    assert sizes(draw(table, content=content)).sum() == 100
