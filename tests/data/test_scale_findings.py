"""What is found about the scales of a table, and what is not found where nothing is amiss."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from cx.data import engine
from cx.data.mending.cells import Missing, Numbered, Reversed
from cx.data.mending.rows import Period
from cx.data.mending.step import ROW
from cx.data.scales.change import find_change
from cx.data.scales.findings import scale_findings
from cx.data.scales.word_findings import orderable
from cx.data.traits import describe


def found(frame):
    """The findings on a frame, by column."""
    table = engine.as_table(frame.assign(**{ROW: np.arange(2, len(frame) + 2)}))
    findings = scale_findings(table, describe(table.drop(ROW)))
    return {finding.column: finding for finding in findings}


def mended(frame, step):
    return engine.fetch(step.applied(engine.as_table(frame)))


def matrix(n=400, seed=1):
    """Four ratings from 1 to 5 that go along with each other."""
    rng = np.random.default_rng(seed)
    level = rng.integers(1, 6, n)
    columns = {
        name: np.clip(level + rng.integers(-1, 2, n), 1, 5)
        for name in ("delivery", "price", "service", "website")
    }
    return pd.DataFrame(columns)


def test_nothing_amiss_finds_nothing():
    assert found(matrix()) == {}


def test_chinese_words_become_numbers():
    words = ["非常不满意", "不满意", "一般", "满意", "非常满意"]
    frame = pd.DataFrame({"物流": words * 8})
    finding = found(frame)["物流"]
    assert finding.certain
    assert finding.mends == (
        Numbered(column="物流", words=tuple((w, float(n)) for n, w in enumerate(words, 1))),
    )
    assert mended(frame, finding.mends[0])["物流"].tolist() == [1, 2, 3, 4, 5] * 8


def test_every_spelling_of_a_word_is_numbered_and_the_rest_is_named():
    frame = pd.DataFrame(
        {
            "q": ["Very satisfied", "very satisfied ", "Satisfied", "NEUTRAL", "Dissatisfied"] * 9
            + ["Not applicable"] * 5
        }
    )
    finding = found(frame)["q"]
    assert finding.certain
    assert "5 rows with other words (“Not applicable”) become missing" in str(finding.message)
    after = mended(frame, finding.mends[0])["q"]
    assert after.tolist()[:5] == [5, 5, 4, 3, 2]
    assert after.isna().sum() == 5
    assert dict(finding.mends[0].words)["Very dissatisfied"] == 1


def test_a_few_words_off_the_scale_are_asked_about():
    frame = pd.DataFrame({"q": ["Agree", "Disagree", "Strongly agree", "Neutral"] * 50 + ["blue"]})
    finding = found(frame)["q"]
    assert not finding.certain
    assert finding.kind == "warning"
    assert "1 row with another word (“blue”) becomes missing" in str(finding.message)


def test_labelled_numbers_that_run_downwards_are_a_question_of_two_mends():
    frame = pd.DataFrame({"q": ["1 - Very good", "2 - Good", "3 - Average", "5 - Very bad"] * 9})
    finding = found(frame)["q"]
    first, second = finding.mends
    assert not finding.certain
    assert mended(frame, first)["q"].tolist()[:4] == [5, 4, 3, 1]
    assert mended(frame, second)["q"].tolist()[:4] == [1, 2, 3, 5]


def test_unknown_words_of_a_rating_are_to_be_put_in_order():
    frame = pd.DataFrame(
        {"Taste rating": ["Yum!", "Meh", "Yuck"] * 9, "city": ["Yum!", "b", "c"] * 9}
    )
    findings = found(frame)
    assert list(findings) == ["Taste rating"]
    finding = findings["Taste rating"]
    assert (finding.kind, finding.mends) == ("info", ())
    assert "“Yuck”, “Meh”, and “Yum!”" in str(finding.message)
    assert orderable(describe(engine.as_table(frame))[0]) == ("Yuck", "Meh", "Yum!")


@pytest.mark.parametrize(
    "values", [["long comment that nobody repeats", "b", "c"], ["a", "b"], list("abcdefghijklm")]
)
def test_comments_pairs_and_many_words_are_not_asked_about(values):
    assert found(pd.DataFrame({"rating": values * 9})) == {}


def test_zeros_of_the_seat_reviews(shared):
    file = shared / "data/seat_reviews_drivers/seat_no_author.csv"
    findings = found(pd.read_csv(file, parse_dates=["date"]))
    assert list(findings) == ["viewing_tv_rating"]
    finding = findings["viewing_tv_rating"]
    assert (finding.rows, finding.certain) == (44, False)
    assert finding.mends == (Missing(column="viewing_tv_rating", values=(0.0,)),)


def test_zeros_in_all_ratings_are_points_of_their_scale():
    frame = matrix()
    zeros = np.random.default_rng(5).random(frame.shape) < 0.05
    assert found(frame.mask(zeros, 0)) == {}


def test_zeros_in_a_rating_alone_are_points_of_its_scale():
    frame = pd.DataFrame({"satisfaction": [0, 1, 2, 3, 4, 5] * 30})
    assert found(frame) == {}


@pytest.mark.parametrize(("name", "wanted"), [("rating 1-5", True), ("rating 0-5", False)])
def test_the_name_decides_about_zeros(name, wanted):
    frame = matrix().assign(**{name: [0, 1, 2, 3, 4, 5, 3, 4] * 50})
    assert (name in found(frame)) is wanted


def test_counts_of_things_may_be_zero():
    children = np.random.default_rng(3).poisson(1.0, 400).clip(0, 5)
    assert "children" not in found(matrix().assign(children=children))


@pytest.mark.parametrize("code", [99, 98, 88, 999, -1, -9, 9])
def test_codes_for_no_answer(code):
    frame = matrix()
    frame.loc[::10, "price"] = code
    finding = found(frame)["price"]
    assert finding.mends == (Missing(column="price", values=(float(code),)),)
    assert (finding.rows, finding.certain) == (40, False)


def test_two_codes_are_one_finding():
    frame = matrix()
    frame.loc[::10, "price"], frame.loc[1::10, "price"] = 98, 99
    assert found(frame)["price"].mends == (Missing(column="price", values=(98.0, 99.0)),)


@pytest.mark.parametrize("scores", [[-3, -2, -1, 0, 1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
def test_points_of_a_scale_are_no_codes(scores):
    assert found(pd.DataFrame({"rating": scores * 20})) == {}


def test_other_numbers_are_no_ratings():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        {"age": rng.integers(18, 45, 400), "price": rng.integers(1, 100, 400), "id": range(400)}
    )
    assert found(frame) == {}


def test_a_rating_against_the_others_is_turned_round():
    frame = matrix().assign(complaints=lambda table: 6 - table["service"])
    finding = found(frame)["complaints"]
    assert finding.mends == (Reversed(column="complaints", low=1.0, high=5.0),)
    assert not finding.certain


def test_nobody_can_tell_which_half_is_turned_round():
    frame = matrix()
    frame = frame.assign(price=6 - frame["price"], website=6 - frame["website"])
    assert found(frame) == {}


def test_ratings_without_relation_are_left_alone():
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(rng.integers(1, 6, (300, 6)), columns=[f"rating {i}" for i in range(6)])
    assert found(frame) == {}


def test_a_question_of_effort_is_named():
    rng = np.random.default_rng(8)
    frame = matrix().assign(**{"How much effort was it?": rng.integers(1, 8, 400)})
    finding = found(frame)["How much effort was it?"]
    assert finding.mends == (Reversed(column="How much effort was it?", low=1.0, high=7.0),)
    assert "seems to ask for effort" in str(finding.message)


def test_a_question_of_effort_that_goes_along_with_the_others_is_left_alone():
    frame = matrix().assign(effort=lambda table: table["service"])
    assert found(frame) == {}


def survey(first, second, day="2026-04-01", *, by="s", seed=1):
    """Answers on one scale before a day and on another from then on."""
    rng = np.random.default_rng(seed)
    start = pd.Timestamp(day)
    when = [
        start - pd.to_timedelta(rng.integers(1, 80 * 86400, 200), "s"),
        start + pd.to_timedelta(rng.integers(0, 80 * 86400, 300), "s"),
    ]
    points = np.concatenate([rng.choice(first, 200), rng.choice(second, 300)])
    frame = pd.DataFrame({"recommend": points, "submitted": np.concatenate(when)})
    frame["submitted"] = frame["submitted"].dt.floor(by)
    return frame.sample(frac=1, random_state=seed, ignore_index=True)


def in_buckets(scores, size):
    parts = np.split(np.asarray(scores, dtype=float), range(size, len(scores), size))
    return [Counter(part.tolist()) for part in parts]


TO_FIVE = [1, 2, 3, 3, 4, 4, 5, 5]
TO_TEN = [0, 2, 4, 5, 6, 7, 7, 8, 8, 9, 9, 10, 10]


@pytest.mark.parametrize("by", ["s", "D"])
@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (TO_FIVE, TO_TEN, "on 1 to 5, {} from then on are on 0 to 10"),
        (TO_TEN, TO_FIVE, "on 0 to 10, {} from then on are on 1 to 5"),
        (list(range(1, 8)), TO_TEN, "on 1 to 7, {} from then on are on 0 to 10"),
        (TO_FIVE, [10 * point for point in TO_TEN], None),
    ],
)
def test_a_scale_that_changes_on_a_day(first, second, words, by):
    findings = found(survey(first, second, by=by))
    if words is None:
        assert findings == {}  # 0–100 is no rating to the finder: `cx.nps` refuses it anyway
        return
    finding = findings["recommend"]
    later, earlier = finding.mends
    moment = pd.Timestamp(later.since)
    assert abs(moment - pd.Timestamp("2026-04-01")) <= pd.Timedelta("3D")
    assert (later, earlier) == (
        Period(column="submitted", since=later.since),
        Period(column="submitted", until=later.since),
    )
    after = int(str(finding.message).split(", ")[2].split(" ")[0])
    assert words.format(after) in str(finding.message)
    assert finding.rows == 500
    assert not finding.certain


def test_each_side_of_a_change_is_used_by_its_mend():
    frame = survey(TO_FIVE, TO_TEN)
    later, earlier = found(frame)["recommend"].mends
    parts = [engine.fetch(step.applied(engine.as_table(frame))) for step in (earlier, later)]
    assert parts[0]["recommend"].max() == 5
    assert parts[1]["recommend"].max() == 10
    assert sum(map(len, parts)) == 500
    assert len(parts[0]) == pytest.approx(200, abs=6)


def test_without_times_a_change_is_a_warning_by_row():
    frame = survey(TO_FIVE, TO_TEN).sort_values("submitted", ignore_index=True)
    finding = found(frame.drop(columns="submitted"))["recommend"]
    assert finding.mends == ()
    assert finding.rows == pytest.approx(200, abs=6)
    assert "no column of times" in str(finding.message)


def test_a_file_sorted_by_score_has_no_change():
    frame = survey(TO_FIVE, TO_TEN).sort_values("recommend", ignore_index=True)
    assert found(frame.drop(columns="submitted")) == {}


def test_a_thousand_stable_files_have_no_change():
    rng = np.random.default_rng(11)
    alarms = 0
    for _ in range(1000):
        share = rng.dirichlet(np.full(11, 0.5))
        scores = rng.choice(11, int(rng.integers(60, 1500)), p=share)
        alarms += find_change(in_buckets(scores, 5)) is not None
    assert alarms == 0


def test_a_thousand_drifting_files_have_no_change():
    rng = np.random.default_rng(12)
    alarms = 0
    for file in range(1000):
        n = int(rng.integers(60, 1500))
        high = rng.random(n) < np.linspace(0, rng.random(), n)
        scores = np.where(high, rng.integers(6, 11, n), rng.integers(0, 6, n))
        alarms += find_change(in_buckets(scores if file % 2 else scores[::-1], 5)) is not None
    assert alarms == 0


@pytest.mark.parametrize("size", [1, 7, 40])
def test_a_change_is_found_where_it_is(size):
    rng = np.random.default_rng(13)
    for longer in (True, False):
        sides = [rng.choice(TO_FIVE, 300), rng.choice(TO_TEN, 300)]
        scores = np.concatenate(sides if longer else sides[::-1])
        change = find_change(in_buckets(scores, size))
        assert (change.top, change.longer) == (5, longer)
        assert abs(change.at * size - 300) <= size + 6
        assert sum(change.before.values()) + sum(change.after.values()) == 600
