from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cx.analyses.curves import curves
from cx.data.dataset import Feedback
from cx.errors import NotEnoughData
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import NpsCounts

RATINGS = ["Speed", "质量"]


def survey(n=2000, seed=1, *, step=3.0):
    """Make answers: speed works from 4 on only, quality along a line; neither knows the other."""
    rng = np.random.default_rng(seed)
    ratings = np.clip(np.round(rng.normal(3.2, 1.1, (n, 2))), 1, 5)
    score = 6 + step * (ratings[:, 0] >= 4) + 0.6 * (ratings[:, 1] - 3) + rng.normal(0, 2, n)
    table = pd.DataFrame(ratings, columns=RATINGS)
    table["score"] = np.clip(np.round(score), 0, 10)
    return table


def ask(table, ratings=RATINGS, **roles):
    return curves(Feedback(table, score="score", ratings=ratings, **roles))


def shape(result, driver="Speed"):
    return result.shapes.set_index("driver").loc[driver]


def test_every_level_has_the_nps_of_those_who_gave_it():
    table = survey()
    found = ask(table).table
    for row in found.itertuples():
        scores = table.loc[table[row.driver] == row.level, "score"]
        counts = NpsCounts(
            int((scores >= 9).sum()),
            int(scores.between(7, 8).sum()),
            int((scores <= 6).sum()),
        )
        assert (row.n, row.nps) == (counts.n, pytest.approx(counts.nps))
        assert (row.ci_low, row.ci_high) == pytest.approx(counts.interval())
    assert len(found) == 10


def test_the_straight_line_is_least_squares_over_all_answers():
    table = survey()
    found = ask(table).table.query("driver == 'Speed'")
    nps = 100.0 * (table["score"] >= 9) - 100.0 * (table["score"] <= 6)
    slope, start = np.polyfit(table["Speed"], nps, 1)
    assert found["straight"].tolist() == pytest.approx((start + slope * found["level"]).tolist())


def test_a_planted_step_is_found_and_a_line_is_left_alone():
    found = ask(survey())
    speed, quality = shape(found), shape(found, "质量")
    assert speed["p_adjusted"] < 0.001
    assert (speed["step_from"], speed["threshold"]) == (3.0, 4.0)
    assert speed["ci_low"] > 0
    assert quality["p_adjusted"] > 0.05
    assert np.isnan(quality["threshold"])


def test_the_headline_names_the_step():
    text = ask(survey()).headline
    assert text.startswith("Along Speed, NPS does not follow a straight line. The clearest step is")
    assert "on Speed, from 3 to 4: +" in text


def test_straight_lines_are_called_a_fair_summary():
    assert ask(survey(), ["质量"]).headline.startswith("A straight line is a fair summary")
    both = survey().assign(Speed=lambda frame: frame["质量"].sample(frac=1, random_state=1).values)
    assert ask(both).headline.startswith("Straight lines are a fair summary: along none of 2")


def test_p_values_are_adjusted_by_holm():
    shapes = ask(survey()).shapes
    assert shapes["p_adjusted"].tolist() == pytest.approx(holm(shapes["p_value"]).tolist())
    assert (shapes["step_p_adjusted"] >= shapes["step_p_value"]).all()


def test_the_steepest_step_is_its_rise_less_the_average():
    row = shape(ask(survey()))
    assert row["excess"] == pytest.approx(row["rise"] - row["average"])
    assert row["ci_low"] < row["excess"] < row["ci_high"]


def test_order_of_rows_does_not_matter():
    table = survey(600)
    mixed = ask(table.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(mixed.table, ask(table).table)
    pd.testing.assert_frame_equal(mixed.shapes, ask(table).shapes)


def test_each_rating_counts_its_own_answers():
    table = survey(1000)
    table.loc[:99, "质量"] = np.nan
    table.loc[100:109, RATINGS] = np.nan
    found = ask(table)
    assert shape(found)["n"] == 990
    assert shape(found, "质量")["n"] == 890
    assert found.provenance.used == 990
    assert {str(item.reason): item.rows for item in found.provenance.left_out} == {
        "no rating within its scale": 10
    }


def test_levels_with_few_answers_take_no_part_in_the_test():
    table = survey()
    table.loc[table["Speed"] == 1, "Speed"] = 2
    table.loc[:4, "Speed"] = 1
    found = ask(table)
    assert found.table.query("driver == 'Speed' and level == 1")["n"].item() == 5
    assert shape(found)["levels"] == 4
    assert any("drawn as a ring and takes no part" in text for text in found.cautions)


def test_many_levels_become_ten_bands_at_the_mean_of_their_answers():
    table = survey()
    table["Speed"] = np.random.default_rng(5).uniform(0, 100, len(table))
    found = ask(table).table.query("driver == 'Speed'")
    low, high = table["Speed"].min(), table["Speed"].max()
    band = np.minimum((table["Speed"] - low) // ((high - low) / 10), 9)
    expected = table.groupby(band)["Speed"].agg(["mean", "count"])
    assert found["level"].tolist() == pytest.approx(expected["mean"].tolist())
    assert found["n"].tolist() == expected["count"].tolist()


def test_two_levels_have_no_shape_to_test():
    table = survey().assign(Speed=lambda frame: (frame["Speed"] > 3) * 1.0)
    found = ask(table)
    assert np.isnan(shape(found)["p_value"])
    assert any("could not be tested for Speed" in text for text in found.cautions)
    alone = ask(table, ["Speed"]).headline
    assert alone.startswith("We can't tell whether NPS follows straight lines")


def test_another_scale_gives_the_mean_score():
    table = survey().assign(score=lambda frame: np.clip(np.round(frame["score"] / 2), 1, 5))
    found = ask(table)
    expected = table.groupby("Speed")["score"].agg(["mean", "sem"])
    speed = found.table.query("driver == 'Speed'").set_index("level")
    assert "nps" not in found.table
    assert speed["score"].tolist() == pytest.approx(expected["mean"].tolist())
    half = (speed["ci_high"] - speed["ci_low"]) / 2
    assert half.tolist() == pytest.approx((2.01 * expected["sem"]).tolist(), rel=0.4)
    assert "“score” does not follow a straight line" in found.headline


def test_a_falling_rating_has_its_threshold_where_it_falls():
    table = survey().assign(Speed=lambda frame: 6 - frame["Speed"])
    row = shape(ask(table))
    assert (row["slope"] < 0, row["threshold"]) == (True, 3.0)
    assert row["ci_high"] < 0


def test_answers_of_a_customer_count_once_for_the_test():
    table = pd.concat([survey(120, step=1.2)] * 8, ignore_index=True)
    table["who"] = np.tile(np.arange(120), 8)
    assert shape(ask(table, customer="who"))["p_value"] > 10 * shape(ask(table))["p_value"]


def test_no_answers_are_refused():
    with pytest.raises(NotEnoughData, match="holds no score"):
        ask(survey(50).assign(score=np.nan))


def test_the_picture_has_a_panel_for_each_rating():
    spec = ask(survey()).chart().to_dict()
    assert "Speed, 4: " in spec["description"]
    assert "dashed: the straight line" in spec["description"]


def test_shapes_stand_below_the_figures():
    found = ask(survey())
    assert list(found.further_tables()) == ["How far from a straight line"]
