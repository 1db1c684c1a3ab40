"""The engine's counting against an exhaustive search over small random logs with many ties."""

import datetime as dt
import random

import ibis
import pandas as pd
import pytest

from cx.analyses import reach
from cx.analyses.funnel import funnel
from cx.data import engine
from cx.data.dataset import Events

BEGIN = pd.Timestamp("2026-01-01")
HOUR = pd.Timedelta("1h")
ALPHABET = "AABBCCDX"


def attempts(log, steps, window, order):
    """Yield every way to assign different events, as the times of the steps 1…k in step order."""
    moments = {time for time, _ in log}

    def extend(used, times):
        if times:
            yield times
        if len(times) == len(steps):
            return
        for i, (time, event) in enumerate(log):
            if i in used or event != steps[len(times)]:
                continue
            if max([*times, time]) - min([*times, time]) > window:
                continue
            if order != "any" and times:
                if time < times[-1]:
                    continue
                if order == "strict" and any(times[-1] < other < time for other in moments):
                    continue
            yield from extend({*used, i}, [*times, time])

    yield from extend(set(), [])


def search(log, steps, window, order):
    """Return depth, latest start and the earliest times, by the written definition alone."""
    found = list(attempts(log, steps, window, order))
    if not found:
        return None
    depth = max(len(times) for times in found)
    start = max(min(times) for times in found if len(times) == depth)
    ours = [times for times in found if min(times) == start]
    if order == "any":
        return depth, start, min(sorted(times) for times in ours if len(times) == depth)
    return depth, start, [min(t[k] for t in ours if len(t) > k) for k in range(depth)]


def random_logs(seed, customers=120):
    draw = random.Random(seed)  # noqa: S311, no secret
    logs = {}
    for customer in range(customers):
        span = draw.choice([1, 3, 6, 10])
        size = draw.randint(1, 8)
        logs[customer] = [(draw.randint(0, span), draw.choice(ALPHABET)) for _ in range(size)]
    return logs


def as_frame(logs):
    rows = [
        (customer, BEGIN + time * HOUR, event)
        for customer, log in logs.items()
        for time, event in log
    ]
    return pd.DataFrame(rows, columns=["customer", "time", "event"])


def by_engine(frame, steps, window, order):
    names = list(dict.fromkeys(steps))
    codes = [names.index(step) for step in steps]
    numbered = frame.assign(code=[names.index(e) if e in names else -1 for e in frame["event"]])
    rows = engine.as_table(numbered.drop(columns="event"))
    if order != "strict":
        rows = rows.filter(rows.code >= 0)
    span = (window * HOUR).to_pytimedelta()
    best = reach.deepest(rows, codes, span, order)
    answer = engine.fetch(reach.times(rows, best, codes, span, order))
    assert answer["customer"].is_unique
    return answer.set_index("customer")


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
@pytest.mark.parametrize(
    "steps", ["AB", "ABC", "ABCD", "AA", "AAB", "ABA", "ABB", "ABAC", "ABBA", "ABCAB"]
)
def test_depth_start_and_times_are_those_of_an_exhaustive_search(steps, order):
    for window in (1, 4, 20):
        logs = random_logs(seed=f"{steps} {order} {window}")
        found = by_engine(as_frame(logs), steps, window, order)
        for customer, log in logs.items():
            expected = search(log, steps, window, order)
            if expected is None:
                assert customer not in found.index
                continue
            depth, start, times = expected
            row = found.loc[customer]
            assert row["depth"] == depth, log
            assert (row["start"] - BEGIN) / HOUR == start, log
            got = [(row[f"t{k}"] - BEGIN) / HOUR for k in range(1, len(steps) + 1)]
            assert got[:depth] == times, log
            assert all(pd.isna(time) for time in got[depth:])


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
def test_counts_of_the_whole_call_are_those_of_the_search(order):
    logs = random_logs(seed=order, customers=200)
    events = Events(as_frame(logs), customer="customer", time="time", event="event")
    table = funnel(events, list("ABCD"), window="3h", order=order).table
    depths = [(search(log, "ABCD", 3, order) or [0])[0] for log in logs.values()]
    assert list(table["customers"]) == [sum(d >= k for d in depths) for k in (1, 2, 3, 4)]


def test_two_ways_of_counting_agree():
    """A name that is repeated goes another way through the engine than names that are not."""
    logs = random_logs(seed="two ways", customers=400)
    frame = as_frame(logs)
    direct = by_engine(frame, "ABC", 4, "ordered")
    rows = engine.as_table(
        frame.assign(code=frame["event"].map({"A": 0, "B": 1, "C": 2}).fillna(-1).astype(int))
    )
    moments = reach._moments(rows.filter(rows.code >= 0), [0, 1, 2])
    limit = reach.interval((4 * HOUR).to_pytimedelta())
    taken = reach._taken(moments, [0, 1, 2], limit, moments.time, "ordered")
    third = engine.fetch(
        taken.drop_null("start3").group_by("customer").aggregate(start=taken.start3.max())
    )
    whole = direct[direct["depth"] == 3]["start"]
    assert third.set_index("customer")["start"].sort_index().equals(whole.sort_index())


@pytest.mark.parametrize("dialect", ["postgres", "pyspark", "clickhouse", "snowflake"])
@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
def test_other_engines_are_spoken_to_without_lists_and_asof_joins(order, dialect):
    rows = ibis.table({"customer": "string", "time": "timestamp", "code": "int8"}, name="rows")
    span = (14 * 24 * HOUR).to_pytimedelta()
    best = reach.deepest(rows, [0, 1, 0], span, order)
    held = ibis.table(best.schema(), name="best")
    for answer in (best, reach.times(rows, held, [0, 1, 0], span, order)):
        sql = ibis.to_sql(answer, dialect=dialect).upper()
        assert "OVER" in sql
        assert not any(word in sql for word in ("ASOF", "LAMBDA", "LIST_", "UNNEST", "->"))


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
def test_a_step_more_adds_a_little_to_the_query(order):
    """Each further step must not repeat the query of all steps before it."""
    rows = ibis.table({"customer": "string", "time": "timestamp", "code": "int8"}, name="rows")
    best = ibis.table({"customer": "string", "depth": "int64", "start": "timestamp"}, name="best")
    sizes = [
        len(ibis.to_sql(reach.times(rows, best, range(steps), dt.timedelta(days=1), order)))
        for steps in (5, 10)
    ]
    assert sizes[1] < 5 * sizes[0]
