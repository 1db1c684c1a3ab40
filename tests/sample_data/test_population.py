"""truth/population.toml follows from planted.toml: other customers give the same values."""

from __future__ import annotations

import importlib

import numpy as np
import pandas as pd
import pingouin
import pytest
import statsmodels.api as sm

CUSTOMERS = 300_000


@pytest.fixture(scope="module")
def asked(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        customers = importlib.import_module("customers")
    rng = np.random.default_rng(7)
    people = customers.draw_opinions(rng, customers.draw_customers(rng, CUSTOMERS))
    people = people[people["checkout_start"]]
    return people.assign(points=100 * (people["score"] >= 9) - 100 * (people["score"] <= 6))


def test_nps_of_everybody_and_of_each_segment(asked, population):
    incident = asked["answered_at"].dt.strftime("%Y-%m") == "2026-03"
    remote = asked["region"].isin(["Scotland", "West China"])
    mobile, trade = asked["device"] == "mobile", asked["customer_type"] == "trade"
    segments = {
        "all": asked["score"].notna(),
        "incident_month": incident,
        "other_months": ~incident,
        "mobile": mobile,
        "desktop": ~mobile,
        "private": ~trade,
        "trade": trade,
        "ordered": asked["purchase"],
        "not_ordered": ~asked["purchase"],
        "remote_regions": remote,
        "other_regions": ~remote,
    }
    assert set(segments) == set(population["nps"])
    for name, rows in segments.items():
        points = asked.loc[rows, "points"]
        allowed = 0.05 + 3.5 * points.std() / np.sqrt(len(points))
        assert abs(points.mean() - population["nps"][name]) <= allowed, name


def test_means_importance_and_points_of_each_touchpoint(asked, population):
    truth = pd.DataFrame(population["touchpoints"]).T
    names = list(truth.index)
    found = pingouin.linear_regression(asked[names], asked["score"], relimp=True)
    shares = found.set_index("names")["relimp_perc"].drop("Intercept") / 100
    points = sm.OLS(asked["points"], sm.add_constant(asked[names])).fit()
    assert abs(shares - truth["importance"]).max() < 0.006
    assert abs(asked[names].mean() - truth["mean"]).max() < 0.012
    assert (abs(points.params[names] - truth["nps_points"]) <= 0.1 + 3.5 * points.bse[names]).all()
    assert found["r2"].iloc[0] == pytest.approx(population["r_squared"], abs=0.006)
    assert asked["score"].mean() == pytest.approx(population["mean_score"], abs=0.02)


def test_shares_orders_and_nps_of_each_barrier(asked, population):
    for theme, truth in population["barriers"].items():
        there = asked[asked["theme"] == theme]
        assert len(there) / len(asked) == pytest.approx(truth["share"], abs=0.004), theme
        assert there["purchase"].mean() == pytest.approx(truth["ordered"], abs=0.035), theme
        allowed = 0.2 + 3.5 * there["points"].std() / np.sqrt(len(there))
        assert abs(there["points"].mean() - truth["nps"]) <= allowed, theme
