from __future__ import annotations

import datetime as dt

import pandas as pd

from cx import charts
from cx.wording import language

COURSE = pd.DataFrame(
    {
        "period": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"]),
        "nps": [10.0, 20.0, 15.0],
        "low": [5.0, 15.0, 10.0],
        "high": [15.0, 25.0, 20.0],
    }
)
MARKS = [(dt.date(2026, 2, 14), "New shop"), ("2026-01-20", "Strike"), ("2025-12-31", "Before")]


def drawn(course=COURSE, marks=MARKS):
    columns = {"period": "period", "value": "nps", "low": "low", "high": "high"}
    chart = charts.trend(course, **columns, kind="points", title="t", subtitle="s", marks=marks)
    return chart.to_dict()


def notes(spec):
    return next((rows for rows in spec["datasets"].values() if rows and "key_y" in rows[0]), [])


def test_marks_are_numbered_by_day_and_placed_by_it():
    rows = notes(drawn())
    assert [(row["number"], row["at"]) for row in rows] == [("1", 19.0), ("2", 44.0)]
    assert [row["spoken"] for row in rows] == ["Jan 20, 2026: Strike", "Feb 14, 2026: New shop"]


def test_marks_are_read_out_in_the_language_in_use():
    with language("zh_CN"):
        assert "2026年2月14日" in drawn()["description"]


def test_the_key_makes_room_below_the_plot():
    plain, marked = drawn(marks=[]), drawn()
    assert marked["height"] > plain["height"]
    assert min(row["key_y"] for row in notes(marked)) >= plain["height"]


def test_without_dates_nothing_is_placed():
    names = COURSE.assign(period=["first", "second", "third"])
    assert notes(drawn(names)) == []


def test_a_mark_after_the_last_point_is_on_the_axis():
    spec = drawn(marks=[("2026-03-20", "Late")])
    (row,) = notes(spec)
    domains = [
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in spec["layer"]
        if "encoding" in layer and "scale" in layer["encoding"].get("x", {})
    ]
    assert all(domain[1] >= row["at"] for domain in domains)
