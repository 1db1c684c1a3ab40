"""A dataset knows its roles and refuses what it cannot be."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.data.dataset import DATASETS, Events, Experiment, Feedback, Spend, roles_of
from cx.errors import ColumnNotFound, CxError, InvalidSetting, RoleMissing

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
    assert set(DATASETS) == {"feedback", "events", "experiment", "spend", "customers"}


def test_a_dataset_cannot_be_changed():
    with pytest.raises(AttributeError):
        Feedback(FRAME, score="nps").score = "who"


def test_one_name_will_do_where_there_may_be_several():
    frame = pd.DataFrame({"r1": [1], "r": [2], "1": [3]})
    assert Feedback(frame, ratings="r1").ratings == ("r1",)


def test_a_name_that_is_no_text_is_looked_up_as_text():
    frame = pd.DataFrame({0: [10, 9]})
    assert Feedback(frame, score=0).score == "0"
    with pytest.raises(ColumnNotFound, match="no column “1”"):
        Feedback(frame, score=1)


@pytest.mark.parametrize("scale", ["0-10", 5, (10, 0), (0,), (0, 5, 10), ("a", "b")])
def test_a_scale_is_two_numbers_the_lower_first(scale):
    with pytest.raises(InvalidSetting, match="The scale is .* for example \\(0, 10\\)"):
        Feedback(FRAME, score="nps", scale=scale)


@pytest.mark.parametrize("wrong", [FRAME, Spend(FRAME, channel="who", cost="nps"), None])
def test_an_analysis_says_which_dataset_it_needs(wrong):
    with pytest.raises(CxError, match=r"needs a dataset made with cx.Feedback\(table, …\)"):
        Feedback.expect(wrong)


def test_other_roles_leave_the_table_alone():
    feedback = Feedback(FRAME, score="nps", scale=(0, 10))
    other = feedback.with_roles(ratings=("Delivery time",))
    assert other.roles == {"score": "nps", "ratings": ("Delivery time",)}
    assert other.scale == (0, 10)
    assert feedback.ratings == ()
