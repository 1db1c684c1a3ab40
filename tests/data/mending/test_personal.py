"""Details are masked and identifiers replaced without anything else being changed."""

import hashlib
import json
import pickle
from dataclasses import replace

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.data import engine
from cx.data.mending.personal import Masked, Pseudonymised
from cx.data.mending.recipe import Recipe
from cx.data.mending.step import ROW, step_from_json
from cx.errors import CxError

KEY = bytes(range(32))
TEXTS = [
    "call 13800138000",
    None,
    "很好吃",
    "",
    "write to ann@example.org, order no. 13800138000",
    "my name is Ann Smith",
    "paid 1,299.00 on 2024-01-31",
    "０１０－６２３４５６７８",
]


def table(**columns):
    arrays = {name: pa.array(values) for name, values in columns.items()}
    rows = pa.array(range(1, len(next(iter(arrays.values()))) + 1), pa.int64())
    return engine.as_table(pa.table({ROW: rows, **arrays}))


def column(result, name):
    return result.order_by(ROW).to_pyarrow().column(name).to_pylist()


def pseudonyms(values, kind=None, key=KEY):
    made = table(c=pa.array(values, kind))
    return column(Pseudonymised(column="c").with_key(key).applied(made), "c")


def test_details_in_texts_are_masked_and_the_rest_is_kept():
    assert column(Masked(column="c").applied(table(c=TEXTS, d=TEXTS)), "c") == [
        "call [phone]",
        None,
        "很好吃",
        "",
        "write to [email], order no. 13800138000",
        "my name is [name]",
        "paid 1,299.00 on 2024-01-31",
        "[phone]",
    ]


def test_other_columns_and_the_row_numbers_stay():
    before = table(c=TEXTS, d=TEXTS)
    after = Masked(column="c").applied(before)
    assert column(after, "d") == TEXTS
    assert column(after, ROW) == list(range(1, 9))
    assert after.columns == before.columns


def test_rows_in_which_something_is_masked_are_touched_and_no_other():
    made = table(c=TEXTS)
    touched = made.mutate(hit=Masked(column="c").touched(made))
    assert column(touched, "hit") == [True, False, False, False, True, True, False, True]


def test_numbers_are_masked_as_text():
    assert column(Masked(column="c").applied(table(c=[13800138000, 5])), "c") == ["[phone]", "5"]


def test_masking_a_masked_table_changes_nothing():
    once = Masked(column="c").applied(table(c=TEXTS)).to_pyarrow()
    twice = Masked(column="c").applied(engine.as_table(once)).to_pyarrow()
    assert twice.equals(once)


def test_a_pseudonym_is_the_hash_that_is_documented():
    inner = hashlib.sha256((KEY.hex() + "3668-QPYBK").encode()).hexdigest()
    outer = hashlib.sha256((KEY.hex() + inner).encode()).hexdigest()
    assert pseudonyms(["3668-QPYBK"]) == ["id_" + outer[:16]]


def test_numbers_and_texts_of_the_same_digits_agree():
    as_text = pseudonyms(["123", " 123 ", None])
    assert pseudonyms([123, 123, None]) == as_text
    assert pseudonyms([123.0, 123.0, None], pa.float64()) == as_text
    assert as_text[0] == as_text[1]


def test_a_leading_zero_is_part_of_an_identifier():
    assert len(set(pseudonyms(["0123", "123"]))) == 2


def test_missing_and_blank_values_are_missing():
    assert pseudonyms([None, "", "  ", "a"])[:3] == [None, None, None]


def test_another_key_gives_other_pseudonyms():
    assert pseudonyms(["a"], key=b"x" * 32) != pseudonyms(["a"])


def test_a_pseudonym_is_read_as_text_and_not_taken_for_a_detail():
    made = Pseudonymised(column="c").with_key(KEY).applied(table(c=list(range(5000))))
    values = column(made, "c")
    assert all(value.startswith("id_") and len(value) == 19 for value in values)
    assert column(Masked(column="c").applied(made), "c") == values


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
@settings(max_examples=40, deadline=None)
def test_equal_values_have_equal_pseudonyms_and_different_ones_do_not(values):
    blanks = " \t\n\r\v\f"
    trimmed = [value.strip(blanks) or None for value in values]
    made = pseudonyms(values, pa.string())
    pairs = {(a, b) for a, b in zip(trimmed, made, strict=True)}
    assert len(pairs) == len(set(trimmed)) == len(set(made))


def test_without_a_key_nothing_is_done():
    with pytest.raises(CxError, match="“c” is to be replaced by pseudonyms, which needs the key"):
        Pseudonymised(column="c").applied(table(c=["a"]))


def test_the_key_is_seen_neither_in_the_text_of_a_step_nor_in_a_recipe():
    step = Pseudonymised(column="c").with_key(KEY)
    recipe = Recipe(steps=(step,), refused=(step,), columns=("c",))
    for text in (repr(step), json.dumps(step.to_json()), recipe.to_json(), str(step.sentence())):
        assert KEY.hex() not in text
        assert repr(KEY)[2:-1] not in text
        assert "key" not in text


def test_a_step_with_its_key_equals_the_one_without():
    step = Pseudonymised(column="c")
    keyed = step.with_key(KEY)
    assert keyed == step
    assert hash(keyed) == hash(step)
    assert keyed.key == KEY
    assert step.key is None
    assert replace(keyed, column="d").key == KEY
    assert Recipe().accepting(step).without(keyed) == Recipe()


@pytest.mark.parametrize("step", [Masked(column="c"), Pseudonymised(column="c")])
def test_steps_survive_a_recipe(step):
    assert step_from_json(json.loads(json.dumps(step.to_json()))) == step
    assert pickle.loads(pickle.dumps(step)) == step  # noqa: S301 - our own


def test_a_key_in_a_recipe_is_not_taken():
    read = step_from_json({"op": "pseudonymised", "column": "c", "key": "00" * 32})
    assert read.key is None


@pytest.mark.parametrize("dialect", ["pyspark", "databricks", "mssql"])
def test_pseudonyms_can_be_made_by_other_engines(dialect):
    made = ibis.table({ROW: "int64", "c": "string"}, name="t")
    sql = ibis.to_sql(Pseudonymised(column="c").with_key(KEY).applied(made), dialect=dialect)
    assert "sha" in sql.lower()
