"""The steps that bring a table into usual shape, against known figures and against brute force."""

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cx.data import engine
from cx.data.mending.recipe import Recipe
from cx.data.mending.shape import Ranked, Renamed, Spread, Ticked, Together, Units
from cx.data.mending.step import ROW, step_from_json
from cx.errors import CxError


def table(**columns):
    rows = len(next(iter(columns.values())))
    return engine.as_table(pd.DataFrame({ROW: range(2, rows + 2), **columns}))


def mended(step, source):
    return engine.fetch(step.applied(source).order_by(ROW))


def values(frame, name):
    return [None if pd.isna(value) else value for value in frame[name]]


@pytest.mark.parametrize(
    "step",
    [
        Ticked(options=("a", "b"), unticked=("Not selected",), other=("c",)),
        Spread(column="q", separator=", ", options=("Yes", "Yes, but rarely")),
        Ranked(ranks=("a", "b"), items=("A", "B"), to="first"),
        Units(count="n", successes=("paid",), totals=("views",)),
        Renamed(column="a", to="b"),
        Together(date="d", time="t", to="at"),
    ],
)
def test_a_step_comes_back_from_a_kept_recipe(step):
    recipe = Recipe(steps=(step,), columns=("a",))
    assert Recipe.from_json(recipe.to_json()).steps == (step,)
    assert step_from_json(step.to_json()) == step
    assert str(step.sentence())


# --- ticked


def test_options_become_yes_and_no_and_unanswered_rows_missing():
    answers = table(mail=["By mail", None, None, "  "], phone=["By phone", "By phone", None, None])
    frame = mended(Ticked(options=("mail", "phone")), answers)
    assert values(frame, "mail") == [True, False, None, None]
    assert values(frame, "phone") == [True, True, None, None]
    assert list(frame[ROW]) == [2, 3, 4, 5]


@pytest.mark.parametrize("mark", ["x", "✓", "Yes", "Selected", "1", 1.0, 3.0, True])
def test_any_mark_is_a_tick(mark):
    frame = mended(Ticked(options=("a", "b")), table(a=[mark, None], b=[mark, mark]))
    assert values(frame, "a") == [True, False]
    assert values(frame, "b") == [True, True]


@pytest.mark.parametrize(("no", "yes"), [(0, 1), (False, True)])
def test_zero_and_no_are_answers_without_a_tick(no, yes):
    frame = mended(Ticked(options=("a", "b")), table(a=[no, no], b=[no, yes]))
    assert values(frame, "a") == [False, False]
    assert values(frame, "b") == [False, True]


def test_words_for_not_ticked_are_told():
    answers = table(a=["Selected", "Not selected", None], b=["Not selected"] * 2 + [None])
    frame = mended(Ticked(options=("a", "b"), unticked=("Not selected",)), answers)
    assert values(frame, "a") == [True, False, None]
    assert values(frame, "b") == [False, False, None]


def test_who_wrote_words_of_their_own_has_answered():
    answers = table(a=["A", None, None], other=[None, "by pigeon", None])
    step = Ticked(options=("a",), other=("other",))
    frame = mended(step, answers)
    assert values(frame, "a") == [True, False, None]
    assert values(frame, "other") == [None, "by pigeon", None]
    assert engine.fetch(answers.filter(step.touched(answers)))[ROW].tolist() == [2, 3]


# --- joined answers


def test_options_that_hold_the_separator_are_found_whole():
    options = ("Yes", "Yes, but rarely, and late", "No")
    cells = ["Yes, but rarely, and late, No", "Yes, No", "Yes, but not today", None, "No"]
    frame = mended(Spread(column="q", separator=", ", options=options), table(q=cells))
    assert values(frame, "q – Yes") == [False, True, True, None, False]
    assert values(frame, "q – Yes, but rarely, and late") == [True, False, False, None, False]
    assert values(frame, "q – No") == [True, True, False, None, True]
    assert values(frame, "q – other") == [None, None, "but not today", None, None]
    assert values(frame, "q") == cells


def test_a_long_option_does_not_take_the_start_of_another():
    options = ("red, green", "green, blue", "red")
    frame = mended(
        Spread(column="q", separator=", ", options=options), table(q=["red, green, blue"])
    )
    assert frame.loc[0, ["q – red, green", "q – green, blue", "q – red"]].tolist() == [
        False,
        True,
        True,
    ]
    assert values(frame, "q – other") == [None]


@pytest.mark.parametrize(
    ("separator", "cell"), [(";", "A;B;"), ("┋", "A┋B"), ("|", "A | B"), (",", " A,B")]
)
def test_separators_of_other_tools(separator, cell):
    step = Spread(column="q", separator=separator, options=("A", "B", "C"))
    frame = mended(step, table(q=[cell]))
    assert frame.loc[0, ["q – A", "q – B", "q – C"]].tolist() == [True, True, False]
    assert values(frame, "q – other") == [None]


def test_words_of_ones_own_stay_together():
    step = Spread(column="q", separator=", ", options=("A",))
    frame = mended(step, table(q=["A, a friend, who knows", "; nothing"]))
    assert values(frame, "q – other") == ["a friend, who knows", "; nothing"]
    assert values(frame, "q – A") == [True, False]


def test_new_columns_never_take_the_name_of_another():
    source = table(**{"q": ["email, Email, Other"], "Q – OTHER": ["kept"]})
    step = Spread(column="q", separator=", ", options=("email", "Email", "Other"))
    frame = mended(step, source)
    assert list(frame.columns[1:]) == [
        "q",
        "Q – OTHER",
        "q – email",
        "q – Email (2)",
        "q – Other (2)",
        "q – other (3)",
    ]
    assert frame.iloc[0, 3:6].tolist() == [True, True, True]
    assert frame.loc[0, "Q – OTHER"] == "kept"


def test_a_table_without_rows_can_be_spread():
    source = table(q=["A"]).filter(False)  # noqa: FBT003
    frame = mended(Spread(column="q", separator=", ", options=("A",)), source)
    assert list(frame.columns) == [ROW, "q", "q – A", "q – other"]
    assert len(frame) == 0


def ways_to_cut(words, options):
    """All sequences of options that give these words: the brute force."""
    if not words:
        return [[]]
    return [
        [option, *further]
        for option in options
        if words[: len(option)] == option
        for further in ways_to_cut(words[len(option) :], options)
    ]


WORD = st.text(st.sampled_from("abX你é'\"%_\\"), min_size=1, max_size=3)
OPTION = st.lists(WORD, min_size=1, max_size=3).map(tuple)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), separator=st.sampled_from([", ", ";", "┋", "|"]))
def test_joined_options_come_apart_again(data, separator):
    options = data.draw(st.lists(OPTION, min_size=1, max_size=5, unique=True))
    chosen = [
        data.draw(st.lists(st.sampled_from(options), min_size=1, unique=True)) for _ in range(4)
    ]
    for each in chosen:
        assume(len(ways_to_cut(sum(each, ()), options)) == 1)
    texts = [separator.join(option) for option in options]
    cells = [separator.join(separator.join(option) for option in each) for each in chosen]
    frame = mended(Spread(column="q", separator=separator, options=tuple(texts)), table(q=cells))
    flags = frame.iloc[:, 2:-1].to_numpy().tolist()
    assert flags == [[option in each for option in options] for each in chosen]
    assert frame.iloc[:, -1].isna().all()


# --- rankings


def test_a_ranking_tells_what_came_first():
    ranks = table(a=[1.0, 2.0, 1.0, None], b=[2.0, 1.0, 1.0, None])
    frame = mended(Ranked(ranks=("a", "b"), items=("Apple", "Bread"), to="first"), ranks)
    assert values(frame, "first") == ["Apple", "Bread", None, None]
    assert values(frame, "a") == [1, 2, 1, None]


def test_a_ranking_does_not_overwrite_a_column():
    with pytest.raises(CxError, match="There is a column “A” already. Choose another name"):
        Ranked(ranks=("a",), items=("Apple",), to="A").applied(table(a=[1]))


def test_a_ranking_in_words_is_refused():
    with pytest.raises(CxError, match="“a” is needed as numbers and holds something else"):
        Ranked(ranks=("a",), items=("Apple",), to="first").applied(table(a=["first"]))


# --- totals


def test_totals_become_people():
    totals = table(group=["A", "B"], n=[3, 2], paid=[1, 2], views=[30, 20])
    frame = mended(Units(count="n", successes=("paid",), totals=("views",)), totals)
    assert list(frame.columns) == [ROW, "group", "paid"]
    assert frame[ROW].tolist() == [2, 2, 2, 3, 3]
    assert frame.groupby("group")["paid"].agg(["size", "sum"]).to_numpy().tolist() == [
        [3, 1],
        [2, 2],
    ]


def test_people_of_a_row_without_successes_do_not_count():
    frame = mended(Units(count="n", successes=("paid",)), table(n=[2, 3], paid=[1.0, None]))
    assert values(frame, "paid").count(None) == 3
    assert len(frame) == 5


COUNTS = st.integers(0, 40).flatmap(
    lambda n: st.tuples(st.just(n), st.none() | st.integers(0, n), st.integers(0, n))
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(COUNTS, min_size=1, max_size=6))
def test_people_and_successes_are_as_many_as_the_totals_said(rows):
    people, paid, called = zip(*rows, strict=True)
    totals = table(n=people, paid=pd.array(paid, "Int64"), called=called)
    frame = mended(Units(count="n", successes=("paid", "called")), totals)
    assert len(frame) == sum(people)
    for row, (n, yes, also) in enumerate(rows, start=2):
        of_row = frame[frame[ROW] == row]
        assert len(of_row) == n
        assert of_row["called"].sum() == also
        assert of_row["paid"].isna().sum() == (n if yes is None else 0)
        assert of_row["paid"].sum() == (yes or 0)


@pytest.mark.parametrize(
    ("counts", "paid"),
    [
        ([3, 2], [1, 3]),
        ([3, -2], [1, None]),
        ([3, 2.5], [1, 1]),
        ([3, 2], [1, 0.5]),
        ([3, 2], [1, -1]),
        ([3, None], [1, 1]),
    ],
)
def test_impossible_totals_are_refused_by_row(counts, paid):
    totals = table(n=pd.array(counts, "Float64"), paid=pd.array(paid, "Float64"))
    with pytest.raises(CxError, match=r"1 row cannot be laid out as people \(row 3 of the file\)"):
        Units(count="n", successes=("paid",)).applied(totals)


def test_the_first_of_many_impossible_rows_are_named():
    totals = table(n=[1] * 9, paid=[2] * 9)
    with pytest.raises(CxError, match="9 rows cannot .* rows 2, 3, 4, 5, and 6 of the file"):
        Units(count="n", successes=("paid",)).applied(totals)


def test_more_people_than_can_be_laid_out_are_refused():
    with pytest.raises(CxError, match="“n” adds up to 60,000,000. Up to 50,000,000 can be laid"):
        Units(count="n", successes=("paid",)).applied(table(n=[60_000_000], paid=[1]))


def test_a_few_million_people_are_laid_out():
    totals = table(n=[2_000_000, 1_000_000], paid=[123_456, 654_321])
    people = Units(count="n", successes=("paid",)).applied(totals)
    found = engine.fetch(people.aggregate(n=people.count(), paid=people.paid.sum()))
    assert found.loc[0].tolist() == [3_000_000, 777_777]


def test_udacity_days_without_enrolments_leave_the_denominator(shared):
    arms = [
        pd.read_csv(shared / f"data/udacity_free_trial_ab/Final Project Results - {arm}.csv")
        for arm in ("Control", "Experiment")
    ]
    days = pd.concat(arms, keys=["control", "experiment"], names=["variant"]).reset_index()
    source = table(**{name: days[name] for name in days.columns if name != "level_1"})
    step = Units(count="Clicks", successes=("Enrollments", "Payments"), totals=("Pageviews",))
    people = mended(step, source).groupby("variant")
    assert people["Enrollments"].size().tolist() == [28_378, 28_325]
    assert people["Enrollments"].count().tolist() == [17_293, 17_260]
    assert people["Enrollments"].sum().tolist() == [3_785, 3_423]
    assert people["Payments"].sum().tolist() == [2_033, 1_945]


# --- names and times


def test_a_column_is_renamed():
    frame = mended(Renamed(column="a", to="b"), table(a=[1], c=[2]))
    assert list(frame.columns) == [ROW, "b", "c"]


def test_only_the_case_of_a_name_can_change():
    assert list(mended(Renamed(column="a", to="A"), table(a=[1])).columns) == [ROW, "A"]


def test_a_name_in_use_is_refused():
    with pytest.raises(CxError, match="There is a column “C” already"):
        Renamed(column="a", to="C").applied(table(a=[1], c=[2]))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("9:30", "09:30:00"),
        ("21:05:10", "21:05:10"),
        ("9:30 PM", "21:30:00"),
        ("12:00 a.m.", "00:00:00"),
        ("12:15pm", "12:15:00"),
        ("下午2:05", "14:05:00"),
        ("上午 9:05", "09:05:00"),
        ("14h05", "14:05:00"),
        ("25:00", None),
        ("noon", None),
        (None, None),
    ],
)
def test_date_and_time_of_day_become_one_time(clock, expected):
    source = table(d=[pd.Timestamp("2024-02-29").date()], t=pd.Series([clock], dtype="string"))
    frame = mended(Together(date="d", time="t", to="at"), source)
    time = f"2024-02-29 {expected}" if expected else None
    assert values(frame, "at") == [pd.Timestamp(time) if time else None]


def test_texts_are_no_dates():
    with pytest.raises(CxError, match="“d” is needed as dates and holds something else"):
        Together(date="d", time="t", to="at").applied(table(d=["soon"], t=["9:30"]))
