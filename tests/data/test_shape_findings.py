"""What is proposed where answers or people do not stand in usual shape, and where nothing is."""

from pathlib import Path

import fastexcel
import numpy as np
import pandas as pd
import pytest

from cx.data import engine
from cx.data.mending.shape import Ranked, Spread, Ticked, Together, Units
from cx.data.mending.step import ROW
from cx.data.shapes.findings import shape_findings
from cx.data.traits import describe

ROOT = Path(__file__).parents[2]


def as_table(frame):
    return engine.as_table(frame.assign(**{ROW: range(2, len(frame) + 2)}))


def found(frame, **options):
    table = as_table(frame)
    return shape_findings(table, describe(table.drop(ROW)), **options)


def mends(frame, **options):
    return [mend for finding in found(frame, **options) for mend in finding.mends]


def mended(frame, step):
    return engine.fetch(step.applied(as_table(frame)).order_by(ROW))


def random(seed=7):
    return np.random.default_rng(seed)


def ticks(*values, rows=40, seed=7):
    """Columns in which each value stands in about half of the rows."""
    hit = random(seed).random((rows, len(values))) < 0.5
    return [
        pd.Series([value if there else None for there in column], dtype=object).convert_dtypes()
        for value, column in zip(values, hit.T, strict=True)
    ]


def joined(options, separator=", ", *, rows=200, share=0.35, seed=7):
    """Cells that hold each option with the same chance, in its order; empty ones are missing."""
    hit = random(seed).random((rows, len(options))) < share
    cells = [separator.join(np.array(options)[row]) or None for row in hit]
    return cells, hit


# --- Star Wars: a multi-select and a ranking


@pytest.fixture(scope="module")
def starwars(shared):
    """The survey with names as a reader makes them of its two header rows, and their parts."""
    frame = pd.read_csv(
        shared / "data/starwars_survey/StarWars.csv", header=[0, 1], encoding="cp1252"
    )
    names, parts, question = [], {}, ""
    for above, below in frame.columns:
        question = question if above.startswith("Unnamed") else above
        option = "" if below.startswith("Unnamed") else below
        names.append(question if option in {"", "Response"} else f"{question} – {option}")
        if option:
            parts[names[-1]] = (question, option)
    frame.columns = names
    return frame.convert_dtypes(), parts


@pytest.mark.parametrize("with_parts", [True, False])
def test_starwars_films_are_one_question(starwars, with_parts):
    frame, parts = starwars
    films, ranking = found(frame, parts=parts if with_parts else {})
    assert str(films.message).startswith(
        "6 columns belong to one question, “Which of the following Star Wars films have you seen?"
    )
    assert "each holds its option's text or nothing. 835 rows have a tick" in str(films.message)
    assert (films.rows, films.certain) == (835, True)
    assert isinstance(films.mends[0], Ticked)
    assert "1 is the best and lower is better" in str(ranking.message)
    assert not ranking.certain


def test_starwars_figures_come_out(starwars):
    frame, parts = starwars
    films, ranking = mends(frame, parts=parts)
    seen = mended(frame, films)[list(films.options)]
    assert seen.notna().all(axis=1).sum() == 835
    assert seen.isna().all(axis=1).sum() == 1186 - 835
    shares = seen.dropna().mean().astype(float) * 100
    assert shares.round(1).tolist() == [80.6, 68.4, 65.9, 72.7, 90.8, 88.4]
    all_six = seen.fillna(value=False).all(axis=1)
    assert all_six.sum() == 471
    first = mended(frame, ranking)[ranking.to][all_six].value_counts(normalize=True) * 100
    assert first.round(1).to_dict() == {
        "Star Wars: Episode V The Empire Strikes Back": 35.9,
        "Star Wars: Episode IV  A New Hope": 27.2,
        "Star Wars: Episode VI Return of the Jedi": 17.4,
        "Star Wars: Episode I  The Phantom Menace": 10.0,
        "Star Wars: Episode III  Revenge of the Sith": 5.7,
        "Star Wars: Episode II  Attack of the Clones": 3.8,
    }


# --- ticked options under other names


@pytest.mark.parametrize(
    "names",
    [
        ("Q5_1", "Q5_2", "Q5_3"),
        ("Why? [price]", "Why? [look]", "Why? [taste]"),
        ("Why? – price", "Why? – look", "Why? – taste"),
        ("Why?: price", "Why?: look", "Why?: taste"),
        ("5(价格)", "5(外观)", "5(口味)"),
    ],
)
@pytest.mark.parametrize("mark", ["x", "✓", "Selected", 1, True])
def test_marks_under_a_common_name(names, mark):
    frame = pd.DataFrame(dict(zip(names, ticks(mark, mark, mark), strict=True)))
    (finding,) = found(frame)
    assert finding.mends == (Ticked(options=names),)
    assert "each tells whether an option was ticked" in str(finding.message)
    assert finding.rows == frame.notna().any(axis=1).sum()


def test_codes_that_differ_by_option():
    frame = pd.DataFrame(dict(zip(["Q5_1", "Q5_2", "Q5_3"], ticks(1, 2, 3), strict=True)))
    assert mends(frame) == [Ticked(options=("Q5_1", "Q5_2", "Q5_3"))]


def test_headers_that_are_the_options_themselves():
    first, second = ticks("By mail", "By phone")
    frame = pd.DataFrame({"age": range(40), "By mail": first, "By phone": second})
    (finding,) = found(frame)
    assert finding.mends == (Ticked(options=("By mail", "By phone")),)
    assert "from “By mail” to “By phone”" in str(finding.message)


def test_words_for_not_ticked():
    yes = random().random((40, 2)) < 0.5
    frame = pd.DataFrame(np.where(yes, "Selected", "Not selected"), columns=["Q [a]", "Q [b]"])
    (step,) = mends(frame)
    assert step == Ticked(options=("Q [a]", "Q [b]"), unticked=("Not selected",))
    assert mended(frame, step)["Q [a]"].tolist() == yes[:, 0].tolist()


def test_words_of_ones_own_are_kept_and_count_as_an_answer():
    first, second = ticks("A", "B")
    own = pd.Series([f"thought {i}" if i % 4 == 0 else None for i in range(40)], dtype="string")
    frame = pd.DataFrame({"Q [A]": first, "Q [B]": second, "Q [Other (please specify)]": own})
    (step,) = mends(frame)
    assert step.other == ("Q [Other (please specify)]",)
    assert (
        mended(frame, step)["Q [A]"].isna().sum()
        == (first.isna() & second.isna() & own.isna()).sum()
    )


def test_an_option_that_nobody_ticked_belongs_to_the_question():
    first, second = ticks("A", "B")
    nobody = pd.Series([None] * 40, dtype="string")
    frame = pd.DataFrame({"Q [A]": first, "Q [B]": second, "Q [C]": nobody})
    (step,) = mends(frame)
    assert step.options == ("Q [A]", "Q [B]", "Q [C]")
    assert mended(frame, step)["Q [C]"].dropna().eq(False).all()  # noqa: FBT003


def test_an_option_called_no_is_not_taken_for_not_ticked():
    first, second = ticks("A", False)  # noqa: FBT003
    assert mends(pd.DataFrame({"Q [A]": first, "Q [No]": second})) == []


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"Q_1": ["x"] * 9, "Q_2": ["x"] * 9}),
        pd.DataFrame({"day_1": [0, 1] * 9, "day_7": [0, 0, 1] * 6}),
        pd.DataFrame({"Q: a": ["Good", "Bad", None] * 5, "Q: b": ["Bad", None, "Bad"] * 5}),
        pd.DataFrame({"Q_1": ["x", None], "Q_2": [None, "y"]}),
        pd.DataFrame({"a": ["x", None] * 5, "b": [None, "x"] * 5}),
    ],
    ids=["constants", "figures", "grades", "one cell each", "no common name"],
)
def test_other_columns_are_not_ticks(frame):
    assert mends(frame) == []


# --- rankings


def test_a_ranking_without_a_common_name():
    ranks = pd.DataFrame([random(seed).permutation(4) + 1 for seed in range(30)])
    ranks.columns = ["Price", "Speed", "Taste", "Look"]
    (finding,) = found(ranks)
    names = ("Price", "Speed", "Taste", "Look")
    assert finding.mends == (Ranked(ranks=names, items=names, to="ranked first"),)
    assert str(finding.message).startswith(
        "4 columns, from “Price” to “Look”, are a ranking: 30 rows give different ranks"
    )


def test_a_ranking_of_the_first_three_only():
    ranks = pd.DataFrame([random(seed).permutation(5) + 1 for seed in range(30)])
    ranks = ranks.where(ranks <= 3).astype("Int64")
    ranks.columns = [f"Rank these [{name}]" for name in "abcde"]
    (step,) = mends(ranks)
    assert step.items == ("a", "b", "c", "d", "e")
    assert step.to == "Rank these – ranked first"


def test_ratings_are_no_ranking():
    ratings = random().integers(1, 6, (300, 5))
    assert found(pd.DataFrame(ratings, columns=[f"Q7_{i}" for i in range(1, 6)])) == ()


# --- joined answers

OPTIONS = ["Instagram", "A friend, or family", "Search (Google, Bing)", "Newspaper", "TV"]


@pytest.mark.parametrize("separator", [", ", ";", "┋", " | "])
def test_joined_answers_come_apart(separator):
    cells, hit = joined(OPTIONS, separator)
    (finding,) = found(pd.DataFrame({"How?": cells}))
    (step,) = finding.mends
    assert isinstance(step, Spread)
    assert set(step.options) == set(OPTIONS)
    assert finding.rows == (hit.sum(axis=1) > 1).sum()
    frame = mended(pd.DataFrame({"How?": cells}), step)
    for option, column in zip(OPTIONS, hit.T, strict=True):
        assert frame[f"How? – {option}"].sum() == column.sum()
    assert frame["How? – other"].isna().all()


def test_the_sentence_says_what_was_seen():
    cells = ["Red", "Blue", "Red, Blue", "Red, Green", "Green"] * 3
    (finding,) = found(pd.DataFrame({"Which?": cells}))
    assert str(finding.message) == (
        "“Which?” holds several answers in one cell in 6 rows, joined by “,”: 3 different ones, "
        "such as “Red”, “Blue”, and “Green”."
    )


def test_words_of_ones_own_are_no_options():
    cells, _ = joined(["Red", "Blue", "Green"])
    cells = [
        f"{cell}, my aunt {i}" if cell and i % 20 == 0 else cell for i, cell in enumerate(cells)
    ]
    (step,) = mends(pd.DataFrame({"q": cells}))
    assert set(step.options) == {"Red", "Blue", "Green"}


def test_answers_of_a_few_people():
    cells, _ = joined(["Red", "Blue", "Green"], rows=12, seed=1)
    assert [step.separator for step in mends(pd.DataFrame({"q": cells}))] == [", "]


def test_options_of_late_rows_are_found():
    early, _ = joined(["Red", "Blue", "Green"], rows=6_000)
    late, _ = joined(["Red", "Blue", "Violet"], rows=2_000)
    (step,) = mends(pd.DataFrame({"q": early + late}))
    assert set(step.options) == {"Red", "Blue", "Green", "Violet"}


def test_the_separator_of_a_known_tool_is_the_only_one():
    cells, _ = joined(["Red", "Blue", "Green"], ", ")
    assert mends(pd.DataFrame({"q": cells}), separator=";") == []
    assert len(mends(pd.DataFrame({"q": cells}), separator=", ")) == 1


def test_coded_answers_are_told_from_numbers():
    cells, _ = joined(list("12345"), ",")
    assert len(mends(pd.DataFrame({"q": cells}))) == 1


@pytest.mark.parametrize(
    "values",
    [
        ["Yes, definitely", "Yes, maybe", "No, never", "No"],
        ["Married, With kids", "Married", "Single", "Single, With kids"],
        ["Austin, TX", "Dallas, TX", "Portland, OR", "Seattle, WA"],
        ["$0 - $24,999", "$25,000 - $49,999", "$150,000+"],
        ["1,5", "2", "3,25", "4,0"],
        ["1,500", "200", "3,250"],
        ["Sat, Oct 11", "Sun, Oct 12", "Mon, Oct 13"],
        ["home | shop | shop", "home", "shop", "home | home"],
        ["33.96, -118.27", "34.05, -118.24", "34.1, -118.3"],
    ],
)
def test_single_answers_with_commas_stay_whole(values):
    cells = random().choice(values, 300)
    assert mends(pd.DataFrame({"q": cells})) == []


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("nps_garden_retail_fr/nps.csv", {"encoding": "latin-1"}),
        ("zh_hotel_reviews/ChnSentiCorp_htl_all.csv", {}),
        ("zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv", {"encoding": "gb18030"}),
        ("seat_reviews_drivers/*.csv", {}),
        ("ecom_events/*.csv*", {}),
        ("channel_paths/Data.csv", {"sep": ";"}),
        ("cdnow_orders/*.csv", {}),
        ("cookie_cats_ab/cookie_cats.csv", {}),
        ("facebook_ads_costs/KAG_conversion_data.csv", {}),
    ],
)
def test_nothing_is_proposed_for_real_tables_in_usual_shape(shared, path, options):
    (file,) = (shared / "data").glob(path)
    assert found(pd.read_csv(file, **options)) == ()


def test_churn_reasons_are_single_answers(shared):
    file = shared / "data/telco_churn_reasons/Telco_customer_churn.xlsx"
    sheet = fastexcel.read_excel(file).load_sheet(0, use_columns=["Churn Reason", "City"])
    reasons = sheet.to_arrow().to_pandas()
    assert found(reasons) == ()


def test_sample_tests_hold_one_person_a_row():
    for name in ("ab_banner", "ab_checkout", "ab_search"):
        assert found(pd.read_csv(ROOT / f"sample_data/{name}.csv")) == ()


# --- totals


def test_totals_by_variant_and_day(shared):
    folder = shared / "data/udacity_free_trial_ab"
    arms = {
        name: pd.read_csv(folder / f"Final Project Results - {name}.csv")
        for name in ("Control", "Experiment")
    }
    frame = pd.concat([arm.assign(variant=name) for name, arm in arms.items()], ignore_index=True)
    (finding,) = found(frame)
    assert finding.mends == (
        Units(count="Pageviews", successes=("Clicks", "Enrollments", "Payments")),
        Units(count="Clicks", successes=("Enrollments", "Payments"), totals=("Pageviews",)),
    )
    assert str(finding.message) == (
        "The rows hold totals by “variant”, not one person each. Choose what the shares are of: "
        "“Pageviews” and “Clicks”."
    )


def test_one_row_for_each_variant():
    frame = pd.DataFrame(
        {
            "Variant": ["Control", "B"],
            "Visitors": [10_000, 10_100],
            "Conversions": [500, 560],
            "Revenue": [1234.5, 1500.2],
            "Conversion rate": [0.05, 0.0554],
        }
    )
    (finding,) = found(frame)
    assert finding.mends == (
        Units(count="Visitors", successes=("Conversions",), totals=("Revenue", "Conversion rate")),
    )
    assert "“Visitors” counts them, and “Conversions” says how many" in str(finding.message)


@pytest.mark.parametrize(
    ("variant", "count", "success"),
    [
        (["对照组", "实验组"], "访客数", "下单人数"),
        (["Control campaign", "Test campaign"], "# of Impressions", "# of Website Clicks"),
        (["A", "B"], "sessions", "signups"),
        (["gate_30", "gate_40"], "n", "retained"),
    ],
)
def test_words_of_other_tables(variant, count, success):
    days = pd.date_range("2024-01-01", periods=5).repeat(2)
    frame = pd.DataFrame(
        {"group": variant * 5, "day": days, count: range(900, 910), success: range(80, 90)}
    )
    assert mends(frame)[0] == Units(count=count, successes=(success,))


def test_a_variant_in_figures_and_a_day_are_no_counts():
    frame = pd.DataFrame(
        {
            "group": [0, 1] * 7,
            "day": np.arange(14) // 2,
            "users": range(900, 914),
            "orders": range(10, 24),
        }
    )
    assert mends(frame) == [Units(count="users", successes=("orders",))]


def test_more_successes_than_people_in_one_row_is_no_share():
    frame = pd.DataFrame({"group": ["A", "B"], "visitors": [100, 100], "orders": [20, 101]})
    assert mends(frame) == []


def test_people_are_not_taken_for_totals():
    rows = 2_000
    frame = pd.DataFrame(
        {
            "group": random().choice(["A", "B"], rows),
            "sessions": random().integers(10, 60, rows),
            "orders": random().integers(0, 5, rows),
        }
    )
    assert found(frame) == ()
    assert found(frame.assign(user_id=range(rows))) == ()
    assert found(frame.head(40).assign(user_id=range(40))) == ()


# --- times


def test_a_date_and_its_time_of_day_belong_together():
    frame = pd.DataFrame(
        {
            "date": pd.date_range("2024-01-01", periods=3).date,
            "time": ["9:00", "10:30 PM", "1:05:09"],
        }
    )
    assert mends(frame) == [Together(date="date", time="time", to="date time")]
