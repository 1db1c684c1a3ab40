"""Published figures for the proportional-odds model."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cx.stats.ordinal import Answers, proportional_odds

# Satisfaction with housing in Copenhagen (Madsen 1976), the example of R's MASS::polr:
# satisfaction varies fastest, then influence, type and contact.
HOUSING = [
    *(21, 21, 28, 34, 22, 36, 10, 11, 36, 61, 23, 17, 43, 35, 40, 26, 18, 54, 13, 9, 10, 8, 8, 12),
    *(6, 7, 9, 18, 6, 7, 15, 13, 13, 7, 5, 11, 14, 19, 37, 17, 23, 40, 3, 5, 23, 78, 46, 43),
    *(48, 45, 86, 15, 25, 62, 20, 23, 20, 10, 22, 24, 7, 10, 21, 57, 23, 13, 31, 21, 13, 5, 6, 13),
]
# Bitterness of wine (Randall 1989), the example of R's ordinal::clm: ratings 1 to 5 by
# temperature (cold, warm) and contact (no, yes).
WINE = [[4, 9, 5, 0, 0], [1, 7, 8, 2, 0], [0, 5, 8, 3, 2], [0, 1, 5, 7, 5]]


def housing():
    cells = list(product(("Low", "High"), range(4), range(3), range(3)))
    columns = [
        (influence == 1, influence == 2, kind == 1, kind == 2, kind == 3, contact == "High")
        for contact, kind, influence, _ in cells
    ]
    levels = np.array([cell[-1] for cell in cells])
    return Answers(levels, np.array(columns, dtype=float), np.array(HOUSING, dtype=float))


def wine():
    cells = [(warm, contact) for warm in (0, 1) for contact in (0, 1)]
    columns = np.repeat(np.array(cells, dtype=float), 5, axis=0)
    return Answers(np.tile(np.arange(5), 4), columns, np.array(WINE, dtype=float).ravel())


def test_slopes_of_housing_are_those_of_polr():
    expected = [0.5663937, 1.2888191, -0.5723501, -0.3661866, -1.0910149, 0.3602841]
    assert proportional_odds(housing()).slopes == pytest.approx(expected, abs=1e-6)


def test_thresholds_errors_and_deviance_of_housing_are_those_of_polr():
    found = proportional_odds(housing())
    assert found.thresholds == pytest.approx([-0.4961353, 0.6907083], abs=1e-6)
    assert found.threshold_errors == pytest.approx([0.1248472, 0.1254719], abs=1e-4)
    errors = [0.1046528, 0.1271561, 0.1192380, 0.1551733, 0.1514860, 0.0955358]
    assert found.slope_errors == pytest.approx(errors, abs=1e-4)
    assert found.deviance == pytest.approx(3479.149299, abs=1e-5)


def test_wine_is_that_of_clm():
    found = proportional_odds(wine())
    assert found.slopes == pytest.approx([2.5031020, 1.5277977], abs=1e-6)
    assert found.thresholds == pytest.approx(
        [-1.3443834, 1.2508088, 3.4668869, 5.0064043], abs=1e-6
    )
    assert found.slope_errors == pytest.approx([0.5286801, 0.4766226], abs=1e-4)
    assert found.threshold_errors == pytest.approx(
        [0.5171020, 0.4378802, 0.5977604, 0.7309063], abs=1e-4
    )
    assert found.log_likelihood == pytest.approx(-86.4919233656, abs=1e-8)


@pytest.fixture
def shared_case(shared):
    cases = json.loads((shared / "reference/figures.json").read_text(encoding="utf-8"))

    def find(name):
        case = next(case for case in cases if case["id"] == name)
        file = Path(case["input"]["data"]).name
        return case["expected"], pd.read_csv(shared / "reference/data" / file)

    return find


def test_the_shared_figures_of_housing(shared_case):
    expected, table = shared_case("DRV-16")
    columns = {
        "InflMedium": table["Infl"] == "Medium",
        "InflHigh": table["Infl"] == "High",
        "TypeApartment": table["Type"] == "Apartment",
        "TypeAtrium": table["Type"] == "Atrium",
        "TypeTerrace": table["Type"] == "Terrace",
        "ContHigh": table["Cont"] == "High",
    }
    levels = table["Sat"].map({"Low": 0, "Medium": 1, "High": 2}).to_numpy(np.int64)
    counts = table["Freq"].to_numpy(float)
    found = proportional_odds(Answers(levels, pd.DataFrame(columns).to_numpy(float), counts))
    names = list(columns)
    assert found.slopes == pytest.approx([expected["coef"][name] for name in names], abs=1e-4)
    assert found.slope_errors == pytest.approx([expected["se"][name] for name in names], abs=1e-4)
    assert found.thresholds == pytest.approx(list(expected["thresholds"].values()), abs=1e-4)
    assert found.deviance == pytest.approx(expected["deviance"], abs=1e-4)


def test_the_shared_figures_of_wine(shared_case):
    expected, table = shared_case("DRV-17")
    columns = np.column_stack([table["temp"] == "warm", table["contact"] == "yes"]).astype(float)
    levels = table["rating"].to_numpy(np.int64) - 1
    found = proportional_odds(Answers(levels, columns, np.ones(len(table))))
    values = [*found.thresholds, *found.slopes]
    errors = [*found.threshold_errors, *found.slope_errors]
    assert values == pytest.approx(list(expected["coef"].values()), abs=1e-4)
    assert errors == pytest.approx(list(expected["se"].values()), abs=1e-4)
    assert found.log_likelihood == pytest.approx(expected["loglik"], abs=1e-6)
