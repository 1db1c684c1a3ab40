"""cx.nps finds the planted recommendation."""

from __future__ import annotations

import pytest

from cx.analyses.nps import nps


@pytest.mark.parametrize("language", ["feedback", "feedback_zh"])
def test_nps_is_the_one_of_the_population(request, population, language):
    row = nps(request.getfixturevalue(language), confidence=0.999).table.iloc[0]
    assert row["ci_low"] <= population["nps"]["all"] <= row["ci_high"]


def test_nps_is_the_count_of_the_file(feedback, survey, headers):
    scores = survey[headers["en"]["score"]]
    row = nps(feedback).table.iloc[0]
    assert (row["n"], row["promoters"]) == (len(scores), (scores >= 9).sum())
    assert row["nps"] == pytest.approx(100 * ((scores >= 9).mean() - (scores <= 6).mean()))


def test_each_segment_holds_its_planted_value(feedback, population, headers):
    columns = {
        "device": {"Mobile": "mobile", "Desktop": "desktop"},
        "customer_type": {"Private": "private", "Trade": "trade"},
        "ordered": {"Yes": "ordered", "No": "not_ordered"},
    }
    for column, groups in columns.items():
        header = headers["en"][column]
        table = nps(feedback, by=header, confidence=0.999).table.set_index(header)
        for group, name in groups.items():
            truth = population["nps"][name]
            assert table["ci_low"][group] <= truth <= table["ci_high"][group], name


def test_the_incident_month_is_told_from_the_month_before(feedback, population):
    result = nps(feedback, every="month", confidence=0.999)
    months = result.table.set_index(result.table["period"].astype(str).str[:7])
    assert months["nps"].idxmin() == "2026-03"
    march = months.loc["2026-03"]
    assert march["ci_low"] <= population["nps"]["incident_month"] <= march["ci_high"]
    found = result.differences
    of_march = found[found["group"].astype(str).str[:7] == "2026-03"].iloc[0]
    assert of_march["p_adjusted"] < 0.01
    assert of_march["difference"] < -15
