"""The README tells what is planted, in the same numbers."""

from __future__ import annotations

import re

import pytest


@pytest.fixture(scope="module")
def rows(folder):
    """The rows of all tables, by their first cell; numbers as numbers, per cent as shares."""
    found = {}
    for line in (folder / "README.md").read_text("utf-8").splitlines():
        if line.startswith("| "):
            first, *cells = (cell.strip(" *") for cell in line.strip("|").split("|"))
            found.setdefault(first, []).append([number(cell) for cell in cells])
    return found


def number(cell):
    plain = cell.replace("−", "-").replace(",", "")
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)( %)?", plain)
    return float(match[1]) / (100 if match[2] else 1) if match else cell


def test_drivers(rows, planted, population, headers):
    for name, truth in population["touchpoints"].items():
        slope = planted["touchpoints"][name]["slope"]
        expected = [slope, truth["importance"], truth["nps_points"], truth["mean"]]
        assert pytest.approx(expected) in rows[headers["en"][name]], name


def test_nps(rows, population):
    for name, value in population["nps"].items():
        assert [value] in rows[name.replace("_", " ")], name


def test_barriers(rows, planted, population):
    for theme, shares in planted["barriers"].items():
        truth = population["barriers"][theme]
        expected = [*shares.values(), truth["share"], truth["ordered"], truth["nps"]]
        assert pytest.approx(expected) in rows[theme], theme


def test_funnel(rows, planted):
    chances = planted["funnel"]
    for step in ("product_view", "checkout_start", "purchase"):
        assert [chances[step]] * 2 in rows[step]
    assert [chances["payment"]["mobile"], chances["payment"]["desktop"]] in rows["payment"]


def test_channels(rows, planted):
    people, chances = planted["people"], planted["funnel"]
    shares = {"UK": people["uk"], "CN": 1 - people["uk"]}
    mobile = sum(share * people["mobile"][market] for market, share in shares.items())
    pays = mobile * chances["payment"]["mobile"] + (1 - mobile) * chances["payment"]["desktop"]
    others = chances["product_view"] * chances["checkout_start"] * pays * chances["purchase"]
    for name, facts in planted["channels"].items():
        expected = [facts["share"], facts["add_to_cart"], facts["cost"]]
        (row,) = rows[name]
        assert row[:3] == pytest.approx(expected)
        assert row[3] == pytest.approx(facts["cost"] / (others * facts["add_to_cart"]), abs=0.005)


def test_rows_of_the_files(rows, survey, survey_zh, events, tests):
    tables = {
        "feedback_survey.xlsx": survey,
        "feedback_survey_zh.csv": survey_zh,
        "events.parquet": events,
        **{f"ab_{name}.csv": table for name, table in tests.items()},
    }
    for name, table in tables.items():
        assert rows[f"`{name}`"][0][0] == len(table), name
