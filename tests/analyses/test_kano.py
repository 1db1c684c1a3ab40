from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import yaml
from statsmodels.stats.proportion import proportion_confint

from cx.analyses.kano import kano
from cx.analyses.kano_answers import _FILE
from cx.analyses.kano_table import KanoKind
from cx.data.dataset import Feedback
from cx.data.scales.lists import plain
from cx.errors import ColumnNotFound, InvalidSetting, NotEnoughData
from cx.stats.multiplicity import holm
from cx.wording import language

ENGLISH = [
    "I like it",
    "It must be that way",
    "I am neutral",
    "I can live with it",
    "I dislike it",
]
CHINESE = ["喜欢", "理应如此", "无所谓", "可以忍受", "不喜欢"]
FEATURES = {"Plan": ("plan", "no plan"), "Search": ("search", "no search")}


def survey(n=200, seed=1):
    """Make codes: the plan delights, the search must be there."""
    rng = np.random.default_rng(seed)

    def draw(shares):
        return rng.choice(np.arange(1, 6), n, p=shares)

    return pd.DataFrame(
        {
            "plan": draw([0.8, 0.05, 0.1, 0.05, 0]),
            "no plan": draw([0, 0.05, 0.6, 0.3, 0.05]),
            "search": draw([0.1, 0.6, 0.2, 0.1, 0]),
            "no search": draw([0, 0, 0.1, 0.1, 0.8]),
        }
    )


def ask(table, features=FEATURES, **options):
    return kano(Feedback(table), features, **options)


def in_words(table, words):
    return table.apply(lambda column: column.map(lambda code: words[int(code) - 1]))


def test_kinds_are_counted_by_the_evaluation_table():
    table = survey()
    row = ask(table).table.set_index("feature").loc["Plan"]
    attractive = (table["plan"] == 1) & table["no plan"].between(2, 4)
    must_be = table["plan"].between(2, 4) & (table["no plan"] == 5)
    assert row["attractive"] == attractive.sum()
    assert row["one_dimensional"] == ((table["plan"] == 1) & (table["no plan"] == 5)).sum()
    assert row["must_be"] == must_be.sum()


def test_kinds_add_up_to_the_answers():
    table = ask(survey()).table
    kinds = ["attractive", "one_dimensional", "must_be", "indifferent", "reverse", "questionable"]
    assert table[kinds].sum(axis=1).tolist() == table["n"].tolist() == [200, 200]


def test_coefficients_have_wilsons_intervals():
    row = ask(survey()).table.iloc[1]
    decided = row[["attractive", "one_dimensional", "must_be", "indifferent"]].sum()
    falls = row["one_dimensional"] + row["must_be"]
    low, high = proportion_confint(falls, decided, method="wilson")
    assert row["cs_minus"] == pytest.approx(-falls / decided)
    assert (row["cs_minus_ci_low"], row["cs_minus_ci_high"]) == pytest.approx((-high, -low))
    assert row["cs_plus_ci_low"] < row["cs_plus"] < row["cs_plus_ci_high"]


def test_planted_kinds_are_found_and_said():
    found = ask(survey())
    assert found.table["kind"].tolist() == [KanoKind.ATTRACTIVE, KanoKind.MUST_BE]
    assert found.headline == "Must be there, most often: Search. Delights, most often: Plan."


@pytest.mark.parametrize(
    ("kind", "there", "gone", "text"),
    [
        ("must_be", 3, 5, "Must be there, most often: Plan."),
        ("one_dimensional", 1, 5, "The more, the better, most often: Plan."),
        ("attractive", 1, 3, "Delights, most often: Plan."),
        ("reverse", 5, 1, "Not wanted, most often: Plan."),
        ("indifferent", 3, 3, "Makes no difference, most often: Plan."),
        ("questionable", 1, 1, "Answers contradict each other, most often: Plan."),
    ],
)
def test_headline_of_each_kind(kind, there, gone, text):
    table = pd.DataFrame({"plan": [there] * 40, "no plan": [gone] * 40})
    found = ask(table, {"Plan": FEATURES["Plan"]})
    assert found.table["kind"].tolist() == [kind]
    assert found.headline == text


def test_a_tie_is_not_decided():
    table = pd.DataFrame({"plan": [1, 3] * 40, "no plan": [3, 3] * 40})
    found = ask(table, {"Plan": FEATURES["Plan"]})
    assert found.table["kind"].tolist() == [KanoKind.UNCLEAR]
    assert found.table["ci_low"][0] < 0 < found.table["ci_high"][0]
    assert found.headline.startswith("We can't tell yet what the features are")


def test_kind_and_interval_never_contradict():
    table = ask(survey(40, seed=7)).table
    clear = (table["ci_low"] > 0) & (table["p_adjusted"] < 0.05)
    assert (table["kind"] != KanoKind.UNCLEAR).tolist() == clear.tolist()
    assert table["p_adjusted"].tolist() == pytest.approx(holm(table["p_value"]).tolist())


@pytest.mark.parametrize("words", [ENGLISH, CHINESE])
def test_words_are_read_as_codes_are(words):
    codes = survey()
    pd.testing.assert_frame_equal(ask(in_words(codes, words)).table, ask(codes).table)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("  i LIKE it that way. ", 1),
        ("1 - I like it", 1),
        ("我喜歡", 1),
        ("Must-be", 2),
        ("I don't care", 3),
        ("4. I can tolerate it", 4),
        ("I don’t like it", 5),
        ("5", 5),
    ],
)
def test_wordings_in_use_are_read(written, code):
    table = pd.DataFrame({"a": [written] * 3, "b": [3] * 3})
    expected = pd.DataFrame({"a": [code] * 3, "b": [3] * 3})
    features = {"F": ("a", "b")}
    pd.testing.assert_frame_equal(ask(table, features).table, ask(expected, features).table)


def test_no_wording_stands_for_two_answers():
    listed = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    words = [plain(word) for group in listed.values() for word in set(map(plain, group))]
    assert len(words) == len(set(words))


def test_codes_may_run_the_other_way():
    codes = survey()
    pd.testing.assert_frame_equal(ask(6 - codes, like=5).table, ask(codes).table)
    assert any("say so with like=5" in text for text in ask(6 - codes).cautions)


def test_missing_and_strange_answers_are_left_out_and_named():
    table = in_words(survey(), ENGLISH)
    table.loc[:9, "plan"] = None
    table.loc[10:14, "plan"] = "Banana"
    table.loc[15:16, :] = ""
    found = ask(table)
    assert found.table["n"].tolist() == [183, 198]
    assert found.provenance.used == 198
    assert [item.rows for item in found.provenance.left_out] == [2]
    assert any("“plan” holds answers that are none of the five" in c for c in found.cautions)
    assert any("Banana" in text for text in found.cautions)


def test_codes_with_gaps_are_read_though_they_are_floating():
    table = survey().astype(float)
    table.loc[0, "plan"] = np.nan
    assert ask(table).table["n"].tolist() == [199, 200]


@pytest.mark.parametrize("strange", [np.inf, -np.inf, 1e30, 2.5])
def test_a_number_that_is_no_code_is_left_out_and_named(strange):
    table = survey().astype(float)
    table.loc[0, "plan"] = strange
    found = ask(table)
    assert found.table["n"].tolist() == [199, 200]
    assert any("“plan” holds answers that are none of the five" in c for c in found.cautions)


def test_not_a_number_is_a_missing_answer():
    table = pa.table({"plan": [float("nan"), 1.0, 1.0], "no plan": [3.0, 3.0, 3.0]})
    found = ask(table, {"Plan": FEATURES["Plan"]})
    assert found.table["n"].tolist() == [2]
    assert not any("none of the five" in text for text in found.cautions)


@pytest.mark.parametrize("write", [lambda code: Decimal(f"{code}.00"), lambda code: f"{code}.0"])
def test_codes_written_with_a_point_are_read(write):
    codes = survey()
    written = codes.map(lambda code: write(int(code)))
    pd.testing.assert_frame_equal(ask(written).table, ask(codes).table)
    pd.testing.assert_frame_equal(ask(written, like=5).table, ask(codes, like=5).table)


def test_a_column_of_free_text_is_refused():
    table = survey().assign(plan=[f"answer {row}" for row in range(200)])
    with pytest.raises(InvalidSetting, match="more than 60 different answers"):
        ask(table)


def test_unreadable_answers_are_refused_with_examples():
    table = pd.DataFrame({"plan": ["oui"] * 5, "no plan": ["non"] * 5})
    with pytest.raises(NotEnoughData, match="found were oui and non"):
        ask(table, {"Plan": FEATURES["Plan"]})


def test_empty_answers_are_refused():
    table = pd.DataFrame({"plan": [None, None], "no plan": ["1", "2"]}, dtype="str")
    with pytest.raises(NotEnoughData, match="None of the 2 rows has both answers"):
        ask(table, {"Plan": FEATURES["Plan"]})


@pytest.mark.parametrize(
    "features",
    [
        {},
        ["plan"],
        {"Plan": "plan"},
        {"Plan": ("plan", "plan")},
        {"Plan": ("plan",)},
        {"Plan": None},
        {"Plan": 5},
        {"Plan": (1, 2)},
        {"Plan": (["plan"], ["no plan"])},
        {"Plan": {"plan": 1, "no plan": 2}},
    ],
)
def test_features_have_to_be_pairs(features):
    with pytest.raises(InvalidSetting, match="each with two different columns"):
        ask(survey(), features)


def test_an_unknown_column_is_named():
    with pytest.raises(ColumnNotFound, match="no column “plans”. Did you mean “plan”"):
        ask(survey(), {"Plan": ("plans", "no plan")})


def test_a_bad_code_of_like_is_refused():
    with pytest.raises(InvalidSetting, match="either 1 or 5"):
        ask(survey(), like=3)


def test_few_answers_are_flagged():
    assert "Fewer than 30 pairs of answers: Plan and Search." in ask(survey(20)).cautions


def test_the_order_of_rows_does_not_matter():
    table = survey()
    mixed = table.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(ask(mixed).table, ask(table).table)


def test_the_map_names_every_feature():
    spec = ask(survey()).chart().to_dict()
    assert "Plan: Delights" in spec["description"]
    assert "Search: Must be there" in spec["description"]


def test_kinds_are_put_into_words_in_the_language_in_use():
    found = ask(survey())
    assert set(found.table["kind"]) <= set(found.codes()["kind"])
    with language("zh_CN"):
        assert set(found.codes()["kind"]) == set(KanoKind)
