"""A recipe holds what was decided, can be undone, and reads again what it wrote."""

import pytest

from cx.data.mending.cells import Constant, Dropped, Missing, Numbered, Reversed, Unescaped
from cx.data.mending.personal import Masked, Pseudonymised
from cx.data.mending.recipe import Recipe
from cx.data.mending.rows import LeftOut, OnePer, Period
from cx.data.mending.spelt import Spelt
from cx.data.mending.step import step_from_json

ZERO = Missing(column="rating", values=(0.0,))
DROP = Dropped(column="e-mail")
STEPS = (
    ZERO,
    Missing(column="day", values=("1970-01-01",)),
    Numbered(column="word", words=(("非常满意", 5.0), ("满意", 4.0))),
    Reversed(column="effort", low=1, high=7),
    Unescaped(column="text"),
    DROP,
    Constant(column="event", value="order"),
    LeftOut(column="status", values=("Survey Preview", "Spam")),
    Period(column="day", since="2024-01-01"),
    OnePer(key=("order",)),
    Masked(column="text"),
    Pseudonymised(column="id"),
    Spelt(column="price", spelling="text"),
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.op)
def test_every_step_reads_again_what_it_wrote(step):
    recipe = Recipe(steps=(step,), refused=(ZERO,), columns=("a", "问题"))
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_a_step_of_an_unknown_kind_is_passed_over():
    assert step_from_json({"op": "polished", "column": "a"}) is None


def test_accepting_twice_makes_one_step():
    recipe = Recipe().accepting(ZERO).accepting(ZERO)
    assert recipe.steps == (ZERO,)


def test_what_is_refused_is_no_step_and_can_be_accepted_after_all():
    refused = Recipe(steps=(ZERO, DROP)).refusing(ZERO)
    assert (refused.steps, refused.refused) == ((DROP,), (ZERO,))
    assert refused.accepting(ZERO) == Recipe(steps=(DROP, ZERO))


def test_undo_leaves_nothing_decided():
    assert Recipe().accepting(ZERO).without(ZERO) == Recipe()
    assert Recipe().refusing(ZERO).without(ZERO) == Recipe()
