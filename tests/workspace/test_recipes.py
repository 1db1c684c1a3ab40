"""The recipe of a file is found again for the next file of its shape."""

import pyarrow as pa
import pytest

from cx.data.mending.cells import Missing
from cx.data.mending.recipe import Recipe
from cx.workspace import Workspace
from cx.workspace.recipes import likeness, roles_among, shape_of

COLUMNS = ("id", "score", "why", "country", "day")
STEP = Missing(column="score", values=(99.0,))


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


def keep(workspace, name="March", columns=COLUMNS, steps=(STEP,)):
    table = pa.table({column: ["1"] for column in columns} | {"score": [9]})
    return workspace.save(
        table,
        name=name,
        kind="feedback",
        roles={"score": "score", "comments": ("why",), "scale": (0, 10)},
        recipe=Recipe(steps=steps, columns=tuple(columns)),
    )


def test_the_same_columns_in_any_order_find_the_recipe(workspace):
    keep(workspace)
    found = workspace.recipe_for(COLUMNS[::-1])
    assert (found.name, found.recipe.steps) == ("March", (STEP,))
    assert (found.new_columns(COLUMNS), found.lost_columns(COLUMNS)) == ((), ())


def test_a_column_more_and_one_less_still_find_it_and_are_named(workspace):
    keep(workspace)
    april = (*COLUMNS[1:], "region")
    assert workspace.recipe_for(april) is None
    april = (*COLUMNS, "region")
    found = workspace.recipe_for(april)
    assert (found.new_columns(april), found.lost_columns(april)) == (("region",), ())
    assert workspace.recipe_for(COLUMNS[1:]).lost_columns(COLUMNS[1:]) == ("id",)


def test_another_file_has_no_recipe(workspace):
    keep(workspace)
    assert workspace.recipe_for(("a", "b")) is None
    assert workspace.recipe_for(()) is None


def test_the_last_decision_on_a_shape_counts(workspace):
    keep(workspace)
    keep(workspace, name="April", steps=())
    assert workspace.recipe_for(COLUMNS).name == "April"
    assert workspace.recipe_for(COLUMNS).recipe.steps == ()


def test_roles_are_used_as_far_as_their_columns_are_there(workspace):
    keep(workspace)
    found = workspace.recipe_for(COLUMNS)
    assert roles_among(found.roles, ["score"]) == {
        "score": "score",
        "comments": (),
        "scale": (0, 10),
    }


def test_nothing_is_remembered_of_data_kept_without_a_recipe(workspace):
    workspace.save(pa.table({"score": [1]}), name="x", kind="feedback", roles={"score": "score"})
    assert workspace.recipe_for(("score",)) is None


def test_likeness_is_the_share_of_common_columns():
    assert likeness("abcd", "abce") == pytest.approx(3 / 5)
    assert likeness((), ()) == 0
    assert shape_of("ab") == shape_of("ba") != shape_of("abc")
