"""`cx.importance_gap`: what the team holds to be important against what goes with the score."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cx.analyses.drivers import drivers
from cx.analyses.perception_importance import importance_gap
from cx.data.dataset import Feedback
from cx.errors import NotEnoughData, RoleMissing

NAMES = ("delivery", "price", "website", "returns")
SLOPES = (1.6, 0.7, 0.3, 0.0)


def survey(n=600, seed=4, slopes=SLOPES):
    rng = np.random.default_rng(seed)
    ratings = rng.integers(1, 6, (n, 4))
    score = np.clip(np.rint(ratings @ np.array(slopes) - 1 + rng.normal(0, 1, n)), 0, 10)
    return pd.DataFrame(ratings, columns=NAMES).assign(score=score)


def feedback(table=None):
    table = survey() if table is None else table
    return Feedback(table, score="score", ratings=NAMES, scale=(0, 10))


def beliefs(*importance):
    return pd.DataFrame({"touchpoint": NAMES, "importance": importance})


def test_importance_is_that_of_the_drivers():
    result = importance_gap(feedback(), beliefs(1, 2, 3, 4))
    expected = drivers(feedback()).table.set_index("driver")
    table = result.table.set_index("touchpoint")
    assert table["importance"].to_dict() == pytest.approx(expected["importance"].to_dict())
    assert table["rank"].to_dict() == {"delivery": 1, "price": 2, "website": 3, "returns": 4}
    assert result.provenance.used == 600


def test_an_order_turned_round_is_said_to_run_against():
    result = importance_gap(feedback(), beliefs(1, 2, 3, 4), confidence=0.9)
    assert result.correlation == pytest.approx(-1)
    assert result.p_value == pytest.approx(2 / 24)
    assert result.headline.startswith("“delivery” matters more than the team believes: the team")
    assert "puts it in place 4 of 4 by importance, customers in place 1" in result.headline
    assert "run against each other" in result.headline


def test_the_right_order_fits():
    result = importance_gap(feedback(), beliefs(9, 7, 5, 2))
    assert set(result.table["verdict"]) == {"unclear"}
    assert result.headline.startswith("What the team holds to be important fits")


def test_the_correlation_is_that_of_scipy_with_ties():
    result = importance_gap(feedback(), beliefs(9, 9, 3, 5))
    table = result.table
    expected = stats.spearmanr(table["believed"], table["importance"])
    assert result.correlation == pytest.approx(expected.statistic)
    assert sorted(table["believed_rank"]) == [1.5, 1.5, 3, 4]


def test_ranks_in_between_are_those_that_the_intervals_allow():
    table = importance_gap(feedback(), beliefs(1, 2, 3, 4)).table
    for row in table.itertuples():
        assert row.rank_low == 1 + (table["ci_low"] > row.ci_high).sum()
        assert row.rank_high == len(table) - (table["ci_high"] < row.ci_low).sum()
        assert row.rank_low <= row.rank <= row.rank_high


def test_members_on_different_scales_count_by_their_place_on_it():
    one = beliefs(5, 4, 3, 1).assign(member="a", lowest=1, highest=5)
    other = beliefs(100, 75, 50, 0).assign(member="b", lowest=0, highest=100)
    table = importance_gap(feedback(), pd.concat([one, other])).table.set_index("touchpoint")
    assert table["believed"].to_dict() == {
        "delivery": 1,
        "price": 0.75,
        "website": 0.5,
        "returns": 0,
    }
    assert set(table["believed_n"]) == {2}


def test_where_chance_could_explain_the_ratings_nothing_is_claimed():
    result = importance_gap(feedback(survey(40, slopes=(0, 0, 0, 0))), beliefs(9, 7, 5, 2))
    assert result.headline.startswith("We can't tell yet what matters to customers")
    assert set(result.table["verdict"]) == {"unclear"}


def test_without_importance_that_is_said():
    with pytest.raises(NotEnoughData, match="has not said how important"):
        importance_gap(feedback(), {"delivery": 4})


def test_one_touchpoint_has_no_order():
    with pytest.raises(NotEnoughData, match="Only 1 touchpoint has both"):
        importance_gap(feedback(), beliefs(9, 7, 5, 2).iloc[:1])


def test_a_score_is_needed():
    with pytest.raises(RoleMissing, match="which column is the score"):
        importance_gap(Feedback(survey(), ratings=NAMES), beliefs(9, 7, 5, 2))


def test_the_order_of_rows_changes_nothing():
    given = beliefs(9, 9, 3, 5)
    same = importance_gap(feedback(), given)
    other = importance_gap(feedback(), given.iloc[::-1])
    pd.testing.assert_frame_equal(same.table, other.table)


def test_the_picture_shows_places():
    spec = importance_gap(feedback(), beliefs(1, 2, 3, 4)).chart().to_dict()
    assert "delivery: the team believes 4, customers say 1" in spec["description"]


def test_members_without_a_scale_count_beside_those_with_one():
    rng = np.random.default_rng(1)
    ratings = rng.integers(1, 6, (300, 2))
    score = np.clip(np.rint(ratings @ [1.5, 0.3] + rng.normal(0, 1, 300)), 0, 10)
    feedback = Feedback(
        pd.DataFrame(ratings, columns=["speed", "price"]).assign(score=score),
        score="score",
        ratings=("speed", "price"),
    )
    rows = [
        *[{"touchpoint": "speed", "member": "A", "importance": 5, "lowest": 1, "highest": 5}],
        *[{"touchpoint": "price", "member": "A", "importance": 1, "lowest": 1, "highest": 5}],
        *[{"touchpoint": "speed", "member": name, "importance": 10} for name in "BC"],
        *[{"touchpoint": "price", "member": name, "importance": 90} for name in "BC"],
    ]
    found = importance_gap(feedback, pd.DataFrame(rows)).table.set_index("touchpoint")
    assert found["believed_n"].tolist() == [3, 3]
    assert found["believed_rank"]["price"] < found["believed_rank"]["speed"]
