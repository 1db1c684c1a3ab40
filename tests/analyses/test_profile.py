"""What each customer did, summed up from an event log, holds against pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cx
from cx.analyses.profile import behaviour_words
from cx.errors import InvalidSetting, NotEnoughData, RoleMissing
from tests.analyses.shop_of_tests import EVENTS, log, survey


def events(table: pd.DataFrame, **roles) -> cx.Events:
    return cx.Events(table, **{**EVENTS, **roles})


def table_of(profile: cx.Customers) -> pd.DataFrame:
    frame = profile.table.to_pandas()
    return frame.set_index(profile.customer).sort_index()


def by_hand(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum the log up with pandas alone."""
    rows = rows.sort_values(["time", "channel", "device"])
    first = rows.groupby("who")["time"].transform("min")
    early = rows[rows["time"] <= first + pd.Timedelta(days=7)]
    people = rows.groupby("who")
    spans = (people["time"].max() - people["time"].min()).dt.floor("s")
    counts = pd.crosstab(rows["who"], rows["what"])
    soon = pd.crosstab(early["who"], early["what"]).gt(0).astype(int)
    soon = soon.reindex(index=counts.index, columns=counts.columns, fill_value=0)
    return pd.DataFrame(
        {
            "value": people["money"].sum(),
            **{f"{name}: times": counts[name] for name in counts},
            **{f"{name}: in the first 7 days": soon[name] for name in soon},
            "orders": rows[rows["money"] > 0].groupby("who").size(),
            "days from first to last event": spans.dt.total_seconds() / 86400,
            "first channel": people["channel"].first(),
            "device": people["device"].first(),
        }
    ).fillna({"orders": 0})


def test_every_column_is_what_pandas_sums_up():
    table = log()
    profile = cx.profile(events(table))
    found, expected = table_of(profile), by_hand(table)
    assert set(found) == set(expected)
    pd.testing.assert_frame_equal(
        found[list(expected)], expected, check_dtype=False, check_names=False
    )


def test_the_columns_have_their_roles():
    profile = cx.profile(events(log()))
    assert (profile.kind, profile.customer, profile.value) == ("customers", "who", "value")
    assert profile.segments == ("first channel", "device")
    assert set(profile.measures) == set(profile.columns) - {
        "who",
        "value",
        "first channel",
        "device",
    }


def test_only_what_came_before_the_last_answer_counts():
    table, answers = log(), survey()
    feedback = cx.Feedback(answers, score="score", customer="id", time="day")
    found = table_of(cx.profile(events(table), feedback=feedback))
    last = answers.dropna(subset=["score"]).groupby("id")["day"].max()
    at = table["who"].map(last)
    before, after = table[at.isna() | (table["time"] < at)], table[table["time"] >= at]
    expected = by_hand(before)
    for name in ("visit: times", "value", "orders", "order: in the first 7 days"):
        figures = expected[name].reindex(found.index).fillna(0)
        np.testing.assert_allclose(found[name].astype(float), figures.astype(float))
    later = after.groupby("who")["money"].sum().reindex(found.index).fillna(0)
    np.testing.assert_allclose(found["value after the answer"], later)


def test_an_answer_without_a_score_ends_nothing():
    table = log().query("who == 'c1'")
    answers = pd.DataFrame({"id": ["c1"], "day": [table["time"].min()], "score": [np.nan]})
    feedback = cx.Feedback(answers, score="score", customer="id", time="day")
    found = table_of(cx.profile(events(table), feedback=feedback))
    assert found["visit: times"].iloc[0] == (table["what"] == "visit").sum()


def test_an_answer_of_a_day_comes_before_what_happened_on_that_day():
    table = pd.DataFrame(
        {"who": [1, 1], "time": pd.to_datetime(["2026-03-01 23:00", "2026-03-02 01:00"])}
    ).assign(what="visit")
    answers = pd.DataFrame({"id": [1], "day": [pd.Timestamp("2026-03-02").date()], "score": [9]})
    log_ = cx.Events(table, customer="who", time="time", event="what")
    feedback = cx.Feedback(answers, score="score", customer="id", time="day")
    assert table_of(cx.profile(log_, feedback=feedback))["visit: times"].tolist() == [1]


def test_ids_of_other_types_are_the_same_ids():
    table = log().assign(who=lambda rows: rows["who"].str[1:].astype(int))
    answers = survey().assign(id=lambda rows: rows["id"].str[1:])
    feedback = cx.Feedback(answers, score="score", customer="id", time="day")
    found = table_of(cx.profile(events(table), feedback=feedback))
    assert found["value after the answer"].sum() > 0


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(random):
    table = log(40)
    order = list(range(len(table)))
    random.shuffle(order)
    one, other = (
        table_of(cx.profile(events(table))),
        table_of(cx.profile(events(table.iloc[order]))),
    )
    pd.testing.assert_frame_equal(one, other)


def test_the_longest_list_of_events_is_twenty():
    names = [f"event {n}" for n in range(30)]
    table = pd.DataFrame({"who": [1] * 30, "time": pd.Timestamp("2026-01-01"), "what": names})
    profile = cx.profile(cx.Events(table, customer="who", time="time", event="what"))
    assert sum(name.endswith(": times") for name in profile.measures) == 20


def test_events_named_like_columns_and_like_each_other_stay_apart():
    times = pd.date_range("2026-01-01", periods=6, freq="h")
    table = pd.DataFrame(
        {
            "value": ["a", "a", "b", "b", "b", "b"],
            "time": times,
            "orders": ["value", "VALUE", "customer", "n0", "value", "before"],
            "customer": ["x", "x", "y", "y", "z", "y"],
            "money": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        }
    )
    log_ = cx.Events(
        table,
        customer="value",
        time="time",
        event="orders",
        value="money",
        segments=("customer",),
    )
    profile = cx.profile(log_)
    frame = profile.table.to_pandas().set_index("value").sort_index()
    assert len({name.casefold() for name in frame}) == frame.shape[1]
    counts = frame[[name for name in frame if ": times" in name]]
    assert sorted(counts.sum()) == [1, 1, 1, 1, 2]
    assert frame[str(profile.value)].tolist() == [3.0, 18.0]
    assert frame["customer"].tolist() == ["x", "y"]


def test_rows_without_customer_or_time_do_not_count():
    table = log()
    spoiled = pd.concat(
        [
            table,
            table.head(3).assign(who=None),
            table.head(2).assign(who=" "),
            table.head(2).assign(time=pd.NaT),
        ]
    )
    pd.testing.assert_frame_equal(
        table_of(cx.profile(events(spoiled))), table_of(cx.profile(events(table)))
    )


def test_a_log_without_money_and_channel_has_neither():
    profile = cx.profile(events(log(), value=None, channel=None, segments=()))
    assert profile.value is None
    assert profile.segments == ()
    assert "orders" not in profile.columns


def test_other_first_days_have_another_name():
    profile = cx.profile(events(log()), first_days=3)
    assert "visit: in the first 3 days" in profile.measures
    assert str(behaviour_words("visit: in the first 3 days")) == "“visit” in the first 3 days"


@pytest.mark.parametrize("days", [0, -1, 1.5, True, "7"])
def test_days_that_are_no_whole_number_are_refused(days):
    with pytest.raises(InvalidSetting, match="it has to be a whole number of days"):
        cx.profile(events(log()), first_days=days)


def test_answers_need_a_customer_and_a_time():
    with pytest.raises(RoleMissing, match="customer"):
        cx.profile(events(log()), feedback=cx.Feedback(survey(), score="score", time="day"))
    with pytest.raises(RoleMissing, match="time"):
        cx.profile(events(log()), feedback=cx.Feedback(survey(), score="score", customer="id"))


def test_text_is_no_time():
    with pytest.raises(InvalidSetting, match="“time” holds no dates"):
        cx.profile(events(log().assign(time="May")))


def test_a_log_without_an_event_is_refused():
    with pytest.raises(NotEnoughData, match="No row of the log"):
        cx.profile(events(log().iloc[:0]))


def test_the_log_is_not_changed():
    table = log()
    before = table.copy(deep=True)
    cx.profile(events(table)).table.to_pandas()
    pd.testing.assert_frame_equal(table, before)
