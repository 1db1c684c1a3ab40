"""Funnel counts that other products publish or compute, beside their sources."""

import json
from pathlib import Path

import pandas as pd
import pytest

from cx.analyses.funnel import funnel
from cx.data.dataset import Events
from cx.errors import InvalidSetting

CASES = {
    case["id"]: case
    for case in json.loads(
        Path(__file__).with_name("figures_funnel.json").read_text(encoding="utf-8")
    )
}
# What these ask for is no part of a funnel yet: exclusions between steps.
EXCLUSIONS = {"FUN-26", "FUN-27", "FUN-28", "FUN-29"}
# Tested apart below: steps by a property, merged identities, a refused window.
APART = {"FUN-31", "FUN-32", "FUN-34"}
BEGIN = pd.Timestamp("2026-01-01")


def run(rows, steps, *, seconds, mode="ordered"):
    frame = pd.DataFrame(rows)
    frame["t"] = BEGIN + pd.to_timedelta(frame["t"], unit="s")
    events = Events(frame, customer="user", time="t", event="e")
    order = "any" if mode == "unordered" else mode
    return funnel(events, steps, window=pd.Timedelta(seconds=seconds), order=order)


def run_case(case, **changes):
    given = {**case["input"], **changes}
    return run(given["events"], given["steps"], seconds=given["window_seconds"], mode=given["mode"])


def check_counts(case):
    assert list(run_case(case).table["customers"]) == case["expected"]["expected_counts"]


@pytest.mark.parametrize("name", sorted(set(CASES) - APART))
def test_counts_of_our_own_copy(name):
    check_counts(CASES[name])


def test_counts_of_all_reference_figures(shared):
    text = (shared / "reference/figures.json").read_text(encoding="utf-8")
    cases = [case for case in json.loads(text) if case["id"].startswith("FUN-")]
    checked = [case for case in cases if case["id"] not in EXCLUSIONS | APART]
    assert len(checked) >= 15
    for case in checked:
        check_counts(case)


@pytest.mark.parametrize("name", sorted(set(CASES) - APART))
def test_each_customer_comes_as_far_as_published(name):
    case = CASES[name]
    for user, level in case["expected"].get("per_user_level", {}).items():
        own = [event for event in case["input"]["events"] if event["user"] == user]
        customers = run_case(case, events=own).table["customers"]
        assert int(customers.sum()) == level, user


@pytest.mark.parametrize("name", ["FUN-06", "FUN-09"])
def test_time_from_the_step_before(name):
    seconds = next(iter(CASES[name]["expected"]["expected_step_seconds"].values()))
    medians = run_case(CASES[name]).table["median_time"]
    assert pd.isna(medians[0])
    assert list(medians[1:] / pd.Timedelta("1s")) == seconds


def test_average_time_of_two_customers_is_their_median():
    expected = CASES["FUN-19"]["expected"]
    wide = run_case(CASES["FUN-19"]).table
    assert wide["median_time"][1] == pd.Timedelta(seconds=expected["expected_average_seconds"][1])
    narrow = run_case(CASES["FUN-19"], window_seconds=300).table
    half = expected["with_window_seconds_300"]
    assert list(narrow["customers"]) == half["expected_counts"]
    assert narrow["median_time"][1] == pd.Timedelta(seconds=half["expected_average_seconds"][1])


def test_median_time_of_three_customers():
    case = CASES["FUN-24"]
    medians = run_case(case).table["median_time"]
    middle = sorted(case["expected"]["step1_to_2_seconds"])[1]
    assert medians[1] == pd.Timedelta(seconds=middle)
    assert medians[2] == pd.Timedelta(seconds=case["expected"]["expected_average_seconds"][2])


def test_time_in_any_order():
    """The published times are those of the first completion; ours is the latest start's."""
    case = CASES["FUN-22"]
    first = [event for event in case["input"]["events"] if event["t"] < 86_410]
    medians = run_case(case, events=first).table["median_time"]
    expected = case["expected"]["expected_average_seconds_first_completion"]
    assert list(medians[1:] / pd.Timedelta("1s")) == expected[1:]


def test_steps_by_a_property_as_events_of_their_own():
    """The published fifth step, any page view, would share events with the others."""
    given = CASES["FUN-32"]["input"]
    names = [step["e"] + step.get("url", "") for step in given["steps"][:4]]
    rows = [
        {"user": event["user"], "t": event["t"], "e": event["e"] + event.get("url", "")}
        for event in given["events"]
    ]
    table = run(rows, names, seconds=given["window_seconds"]).table
    assert list(table["customers"]) == CASES["FUN-32"]["expected"]["expected_counts"][:4]


def test_merged_identities_join_what_they_did():
    case = CASES["FUN-31"]
    people = case["input"]["identity_map"]
    merged = [{**event, "user": people[event["user"]]} for event in case["input"]["events"]]
    assert list(run_case(case).table["customers"]) == case["expected"]["unmerged_counts"]
    merged_counts = run_case(case, events=merged).table["customers"]
    assert list(merged_counts) == case["expected"]["expected_counts"]


def test_a_window_of_nothing_is_refused():
    with pytest.raises(InvalidSetting, match="The window is .* longer than zero"):
        run_case(CASES["FUN-34"])
