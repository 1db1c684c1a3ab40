"""A dataset knows its roles and refuses what it cannot be."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.data.dataset import DATASETS, Events, Experiment, Feedback, Spend, roles_of
from cx.errors import ColumnNotFound, RoleMissing

FRAME = pd.DataFrame({"nps": [10, 3], "Delivery time": [5, 1], "who": ["a", "b"]})


def test_roles_are_told_as_they_were_given():
    feedback = Feedback(FRAME, score="nps", ratings=["Delivery time"], customer="who")
    assert feedback.roles == {"score": "nps", "ratings": ("Delivery time",), "customer": "who"}
    assert feedback.role_columns == ("nps", "Delivery time", "who")
    assert feedback.rows == 2


def test_a_missing_column_is_named_with_the_closest_one():
    with pytest.raises(ColumnNotFound) as caught:
        Feedback(FRAME, score="nps", ratings=["delivery tme"])
    assert str(caught.value) == (
        "There is no column “delivery tme”. Did you mean “Delivery time”? "
        "The table has: nps, Delivery time, and who."
    )
    assert (caught.value.asked, caught.value.closest) == ("delivery tme", "Delivery time")


def test_a_column_that_resembles_nothing_lists_what_is_there():
    with pytest.raises(ColumnNotFound, match="no column “满意度”. The table has: nps"):
        Feedback(FRAME, score="满意度")


@pytest.mark.parametrize(
    ("make", "role"),
    [
        (lambda: Events(FRAME, customer="who", time="nps", event=None), "event"),
        (lambda: Experiment(FRAME, variant="who", metrics=()), "metric"),
        (lambda: Spend(FRAME, channel="who", cost=""), "cost"),
    ],
)
def test_a_role_without_which_nothing_works_is_asked_for(make, role):
    with pytest.raises(RoleMissing, match=f"which column is the {role}"):
        make()


def test_the_same_table_with_other_roles_is_another_dataset():
    one = Feedback(FRAME, score="nps")
    two = Feedback(FRAME, score="nps", scale=(0, 10))
    again = Feedback(FRAME.copy(), score="nps")
    assert one.fingerprint == again.fingerprint != two.fingerprint


def test_each_kind_tells_which_roles_take_several_columns():
    assert {role for role, several in roles_of("feedback").items() if several} == {
        "ratings",
        "comments",
        "segments",
    }
    assert set(DATASETS) == {"feedback", "events", "experiment", "spend"}


def test_a_dataset_cannot_be_changed():
    with pytest.raises(AttributeError):
        Feedback(FRAME, score="nps").score = "who"
