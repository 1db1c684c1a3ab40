from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import cx
from cx.analyses.respondents_comments import comment_bias, comment_bias_note
from cx.data import engine
from cx.data.dataset import Feedback
from cx.errors import CxError, InvalidSetting, NotEnoughData, RoleMissing, WrongScale
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import NpsCounts, difference

BOTH = {"score": "score", "comments": "why"}


def survey(n=900, seed=1):
    """Answers of which the unhappy have more to say in `why`, and anybody as much in `idea`."""
    rng = np.random.default_rng(seed)
    score = rng.integers(0, 11, n)
    wrote = rng.random(n) < np.where(score <= 6, 0.6, 0.2)
    why = np.where(wrote, "太慢了", "")
    idea = np.where(rng.random(n) < 0.4, "more colours", None)
    return pd.DataFrame({"score": score, "why": why, "idea": idea})


def ask(table, comments=("why", "idea"), **options):
    return comment_bias(Feedback(table, score="score", comments=comments), **options)


def counts(score):
    return NpsCounts(
        int((score >= 9).sum()), int(score.between(7, 8).sum()), int((score <= 6).sum())
    )


def test_each_question_has_those_who_wrote_and_those_who_did_not():
    table = survey()
    found = ask(table).table
    wrote = table["why"] != ""
    expected = [counts(table["score"][wrote]), counts(table["score"][~wrote])]
    assert found["question"].tolist() == ["why", "why", "idea", "idea"]
    assert found["comment"].tolist() == ["wrote", "silent"] * 2
    assert found["n"].tolist()[:2] == [cell.n for cell in expected]
    assert found["nps"].tolist()[:2] == pytest.approx([cell.nps for cell in expected])
    assert found.groupby("question")["n"].sum().tolist() == [900, 900]


def test_the_difference_is_that_of_two_groups_adjusted_for_the_questions():
    table = survey()
    found = ask(table).differences
    wrote = table["why"] != ""
    expected = difference(counts(table["score"][wrote]), counts(table["score"][~wrote]))
    assert found["difference"][0] == pytest.approx(expected.estimate)
    assert found["p_value"][0] == pytest.approx(expected.p_value)
    assert found["p_adjusted"].tolist() == holm(found["p_value"]).tolist()
    assert found["clear"].tolist() == [True, False]


def test_the_headline_names_the_question_and_both_figures():
    found = ask(survey())
    assert "“why”" in found.headline
    assert "not what all customers think" in found.headline
    assert f"{found.table['nps'][0]:.1f}".replace("-", "−") in found.headline


def test_the_note_says_the_same_in_one_query(monkeypatch):
    feedback = Feedback(survey(), score="score", comments=("why", "idea"))
    queries = []
    fetch = engine.fetch
    monkeypatch.setattr(engine, "fetch", lambda asked: queries.append(asked) or fetch(asked))
    (note,) = comment_bias_note(feedback)
    assert len(queries) == 1
    assert str(note) == comment_bias(feedback).headline


def test_nothing_is_noted_where_chance_explains_it_or_nothing_is_there():
    table = survey()
    assert comment_bias_note(Feedback(table, score="score", comments="idea")) == ()
    assert comment_bias_note(Feedback(table, score="score")) == ()
    assert comment_bias_note(Feedback(table, comments="why")) == ()
    assert comment_bias_note(Feedback(table, score="score", comments="score")) == ()
    assert comment_bias_note(Feedback(table.head(20), score="score", comments="why")) == ()


def test_those_who_write_alike_are_said_to_be_alike():
    assert "about as the others do" in ask(survey(), comments="idea").headline


def test_few_are_not_judged():
    table = survey().assign(why=["only one", *[""] * 899])
    found = ask(table, comments="why")
    assert not found.differences["clear"].any()
    assert "can’t tell" in found.headline


def test_blanks_are_no_comment():
    table = survey().assign(why=["  ", "\t", "", None, "late"] * 180)
    assert ask(table, comments="why").table["n"].tolist() == [180, 720]


def test_rows_reconcile():
    table = survey().astype({"score": float})
    table.loc[:2, "score"] = [np.nan, 11.0, 7.5]
    found = ask(table)
    assert found.provenance.used == 897
    assert [item.rows for item in found.provenance.left_out] == [1, 2]
    assert found.table["n"][:2].sum() == 897


def test_order_of_rows_does_not_matter():
    table = survey()
    again = ask(table.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(again.table, ask(table).table)


@pytest.mark.parametrize(
    ("table", "roles", "error", "words"),
    [
        (survey(), {"score": "score"}, RoleMissing, "comment"),
        (survey(), {"comments": "why"}, RoleMissing, "score"),
        (survey(), {"score": "score", "comments": "score"}, InvalidSetting, "hold text"),
        (
            survey().assign(score=[1, 5] * 450),
            {"score": "score", "comments": "why"},
            WrongScale,
            "1",
        ),
        (survey().assign(score=np.nan), {"score": "score", "comments": "why"}, CxError, "score"),
    ],
)
def test_what_cannot_be_answered_is_refused(table, roles, error, words):
    with pytest.raises(error, match=words):
        comment_bias(Feedback(table, **roles))


def test_no_score_that_counts():
    table = pd.DataFrame({"score": [0.5, 1.5], "why": ["a", None]})
    with pytest.raises(NotEnoughData, match="no score from 0 to 10"):
        comment_bias(Feedback(table, score="score", comments="why", scale=(0, 10)))


def test_pictures_speak_chinese_too():
    found = ask(survey())
    with cx.language("zh_CN"):
        assert found.chart().to_dict()
        assert found.codes()
        assert found.further_tables()


def test_the_garden_retailer(shared):
    reading = cx.read(shared / "data/nps_garden_retail_fr/nps.csv")
    found = comment_bias(reading.datasets[0])
    assert found.table["nps"].round(1).tolist() == [39.2, 58.9]
    # One of the 3,802 texts is “na”, which is read as no answer.
    assert found.table["n"].tolist() == [3801, 9811]
    assert "39.2" in found.headline
    assert "58.9" in found.headline


def test_the_garden_retailer_as_published(shared):
    raw = pd.read_csv(
        shared / "data/nps_garden_retail_fr/nps.csv",
        encoding="latin-1",
        na_values=["NA"],
        keep_default_na=False,
        usecols=["nps", "explication"],
    )
    found = comment_bias(Feedback(raw, score="nps", comments="explication"))
    assert found.table["n"].tolist() == [3802, 9810]
    assert found.table["nps"].round(2).tolist() == [39.22, 58.92]
