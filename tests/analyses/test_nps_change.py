from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cx.analyses.nps import nps
from cx.analyses.nps_change import nps_change
from cx.data.dataset import Feedback
from cx.errors import ColumnNotFound, InvalidSetting, NotEnoughData, RoleMissing


def answers(*cells):
    """Rows from (month, group, score, n)."""
    rows = [
        (pd.Timestamp(month), group, score) for month, group, score, n in cells for _ in range(n)
    ]
    return pd.DataFrame(rows, columns=["when", "who", "score"])


def feedback(table, **roles):
    return Feedback(table, score="score", time="when", **roles)


OTHERS = answers(
    *[("2024-01-10", "fans", 10, 150), ("2024-01-10", "critics", 2, 50)],
    *[("2024-01-11", "fans", 3, 50), ("2024-01-11", "critics", 9, 50)],
    *[("2024-02-10", "fans", 10, 60), ("2024-02-10", "critics", 2, 110)],
    *[("2024-02-11", "fans", 3, 20), ("2024-02-11", "critics", 9, 110)],
)


def parts(result):
    last = result.table[result.table["period"] == result.table["period"].max()]
    return last.set_index("part")


def test_the_whole_change_is_that_of_the_nps():
    found = parts(nps_change(feedback(OTHERS), by="who"))
    course = nps(feedback(OTHERS), every="month").differences.iloc[-1]
    assert found["change"]["total"] == pytest.approx(course["difference"])
    assert found["ci_low"]["total"] == pytest.approx(course["ci_low"], abs=1e-9)
    assert found["p_value"]["total"] == pytest.approx(course["p_value"], rel=1e-9)


def test_parts_add_up():
    found = parts(nps_change(feedback(OTHERS), by="who"))["change"]
    assert found["opinions"] + found["mix"] == pytest.approx(found["total"])


def test_who_answered_is_told_from_what_they_think():
    result = nps_change(feedback(OTHERS), by="who")
    found = parts(result)
    # Fans stand at 50 both times, critics at 0; fans fall from 2/3 of the answers to 4/15.
    assert found["change"]["opinions"] == pytest.approx(0, abs=1e-9)
    assert found["change"]["mix"] == pytest.approx(50 * (80 / 300 - 200 / 300))
    assert "other groups of “who” answered: that alone makes −20.0" in result.headline
    assert "cannot be told from chance (0.0)" in result.headline


def test_changed_opinions_are_told():
    table = answers(
        *[("2024-01-10", "a", 10, 150), ("2024-01-10", "a", 2, 50)],
        *[("2024-01-10", "b", 10, 50), ("2024-01-10", "b", 2, 50)],
        *[("2024-02-10", "a", 10, 50), ("2024-02-10", "a", 2, 150)],
        *[("2024-02-10", "b", 10, 50), ("2024-02-10", "b", 2, 50)],
    )
    result = nps_change(feedback(table), by="who")
    assert "because opinions changed: by −66.7" in result.headline
    groups = result.groups.set_index("group")
    assert groups["opinions"]["a"] == pytest.approx(2 / 3 * -100)
    assert groups["nps"]["a"] == -50
    assert groups["share_before"]["b"] == pytest.approx(1 / 3)


def test_every_step_has_its_parts():
    table = pd.concat([OTHERS, OTHERS.assign(when=OTHERS["when"] + pd.DateOffset(months=2))])
    result = nps_change(feedback(table), by="who")
    assert list(result.table.columns) == [
        *["period", "other", "part", "change", "ci_low", "ci_high", "p_value", "p_adjusted"]
    ]
    assert result.table["part"].tolist() == ["total", "opinions", "mix"] * 3


def test_a_group_that_comes_new_is_named():
    table = pd.concat([OTHERS, answers(("2024-02-12", "new", 10, 40))])
    cautions = nps_change(feedback(table), by="who").cautions
    assert any(
        text.startswith("There only in one of the last two periods: new.") for text in cautions
    )


def test_chance_is_called_chance():
    rng = np.random.default_rng(4)
    table = pd.DataFrame(
        {
            "score": rng.integers(0, 11, 400),
            "who": rng.choice(["a", "b"], 400),
            "when": pd.to_datetime(["2024-01-10"] * 200 + ["2024-02-10"] * 200),
        }
    )
    assert "which chance could explain" in nps_change(feedback(table), by="who").headline


def test_the_order_of_the_rows_does_not_matter():
    shuffled = OTHERS.sample(frac=1, random_state=1)
    first, second = (nps_change(feedback(table), by="who").table for table in (OTHERS, shuffled))
    pd.testing.assert_frame_equal(first, second)


def test_pictures_and_tables_are_made():
    result = nps_change(feedback(OTHERS), by="who")
    assert "Other groups answered" in result.chart().to_dict()["description"]
    assert list(result.further_tables()) == ["The groups behind the last change"]


def test_one_period_has_no_change():
    with pytest.raises(NotEnoughData, match="All answers .* are of Jan 2024; a change needs two"):
        nps_change(feedback(OTHERS[OTHERS["when"] < "2024-02-01"]), by="who")


def test_groups_and_periods_are_needed():
    with pytest.raises(InvalidSetting, match="column of groups and a period"):
        nps_change(feedback(OTHERS), by="")
    with pytest.raises(ColumnNotFound, match="shop"):
        nps_change(feedback(OTHERS), by="shop")
    with pytest.raises(RoleMissing, match="time"):
        nps_change(Feedback(OTHERS, score="score"), by="who")


def test_few_answers_do_not_tell_what_is_behind_a_change():
    table = answers(
        *[("2024-01-10", "a", 10, 4), ("2024-01-10", "a", 7, 1)],
        *[("2024-02-10", "a", 8, 4), ("2024-02-10", "a", 10, 1)],
    )
    result = nps_change(feedback(table), by="who")
    assert "too few, or too much alike, to tell what is behind it" in result.headline


def test_everybody_alike_does_not_tell_either():
    table = answers(("2024-01-10", "a", 10, 50), ("2024-02-10", "a", 2, 50))
    assert "too much alike, to tell" in nps_change(feedback(table), by="who").headline
