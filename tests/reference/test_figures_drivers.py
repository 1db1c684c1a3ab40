"""Published figures for driver importance."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cx.analyses.drivers import drivers
from cx.data.dataset import Feedback
from cx.stats.importance import johnson, lmg
from cx.stats.least_squares import ols, vif

OWN = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parent / "figures_nps_drivers.json").read_text(encoding="utf-8")
    )
}
SPLITS = {"lmg": lmg, "johnson": johnson}


def own_case(name):
    given = OWN[name]["input"]
    columns = given.get("columns") or OWN[given["columns_of"]]["input"]["columns"]
    return OWN[name], pd.DataFrame(columns)


@pytest.fixture
def shared_case(shared):
    cases = json.loads((shared / "reference/figures.json").read_text(encoding="utf-8"))

    def find(name):
        case = next(case for case in cases if case["id"] == name)
        file = Path(case["input"]["data"]).name
        return case, pd.read_csv(shared / "reference/data" / file)

    return find


def chosen(case, table):
    return table[[*case["input"]["predictors"], case["input"]["outcome"]]].to_numpy(float)


def check_parts(case, table, method):
    expected = case["expected"][method]
    found = SPLITS[method](np.corrcoef(chosen(case, table).T))
    assert found == pytest.approx(list(expected.values()), abs=case_tolerance(case))


def case_tolerance(case):
    return case.get("tolerance", {"abs": 1e-7})["abs"]


def check_least_squares(case, table):
    data = chosen(case, table)
    slopes, _ = ols((data - data.mean(axis=0)).T @ (data - data.mean(axis=0)))
    _, *expected = case["expected"]["b"].values()
    assert slopes == pytest.approx(expected, abs=1e-8)
    assert vif(np.corrcoef(data[:, :-1].T)) == pytest.approx(
        list(case["expected"]["vif"].values()), abs=1e-8
    )


def check_drivers(case, table, method):
    predictors, outcome = case["input"]["predictors"], case["input"]["outcome"]
    result = drivers(Feedback(table, score=outcome, ratings=predictors), method=method)
    found = result.table.set_index("driver")["importance"] * result.r_squared
    expected = case["expected"][method]
    tolerance = case_tolerance(case)
    assert result.r_squared == pytest.approx(case["expected"]["r2"], abs=tolerance)
    assert found[list(expected)].tolist() == pytest.approx(list(expected.values()), abs=tolerance)


def test_two_drivers_worked_out_by_hand():
    case = OWN["DRV-12"]
    found = lmg(np.array(case["input"]["correlations"]))
    assert found == pytest.approx(case["expected"]["lmg"], abs=1e-15)


@pytest.mark.parametrize(
    ("name", "method"),
    [("DRV-04", "johnson"), ("DRV-05", "lmg"), ("DRV-07", "lmg"), ("DRV-07", "johnson")],
)
def test_parts_of_our_copy(name, method):
    check_parts(*own_case(name), method)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("DRV-01", "lmg"),
        ("DRV-04", "johnson"),
        ("DRV-05", "lmg"),
        ("DRV-07", "lmg"),
        ("DRV-07", "johnson"),
        ("DRV-11", "lmg"),
    ],
)
def test_parts(shared_case, name, method):
    check_parts(*shared_case(name), method)


@pytest.mark.parametrize("method", ["lmg", "johnson"])
def test_a_survey_through_the_analysis_of_our_copy(method):
    check_drivers(*own_case("DRV-07"), method)


@pytest.mark.parametrize(
    ("name", "method"), [("DRV-01", "lmg"), ("DRV-07", "lmg"), ("DRV-07", "johnson")]
)
def test_a_survey_through_the_analysis(shared_case, name, method):
    check_drivers(*shared_case(name), method)


def test_least_squares_of_our_copy():
    check_least_squares(*own_case("DRV-08"))


def test_least_squares(shared_case):
    check_least_squares(*shared_case("DRV-08"))


def test_unique_and_sole_parts_bound_the_shapley_average(shared_case):
    case, table = shared_case("DRV-03")
    data = chosen(case, table)
    whole = ols(np.corrcoef(data.T))[1]
    for driver, name in enumerate(case["input"]["predictors"]):
        sole = np.corrcoef(data[:, driver], data[:, -1])[0, 1] ** 2
        unique = whole - ols(np.corrcoef(np.delete(data, driver, axis=1).T))[1]
        assert sole == pytest.approx(case["expected"]["first"][name], abs=1e-8)
        assert unique == pytest.approx(case["expected"]["last"][name], abs=1e-8)


def test_seat_reviews(shared):
    table = pd.read_csv(shared / "data/seat_reviews_drivers/seat_no_author.csv")
    ratings = ("legroom", "recline", "width", "aisle")
    names = [name for name in table if name.startswith(tuple(f"seat_{r}" for r in ratings))]
    names = [*names, "aisle_space_rating"]
    result = drivers(Feedback(table, score="overall_rating", ratings=names))
    assert result.r_squared == pytest.approx(0.7598, abs=5e-5)
    assert result.coefficients["coefficient"].tolist() == pytest.approx(
        [0.6112, 0.6011, 0.6849, 0.3978], abs=5e-5
    )
