import csv
import math
from pathlib import Path

import altair as alt
import fastexcel
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from cx.analyses.barriers import barriers
from cx.data.dataset import Feedback
from cx.errors import ColumnNotFound, InvalidSetting, NotEnoughData, RoleMissing
from cx.wording import language

SHARED = (Path(__file__).resolve().parents[2] / "../shared/data").resolve()
COLUMNS = ["theme", "mentions", "share", "ci_low", "ci_high", "nps", "nps_others", "nps_impact"]


def answers(**columns):
    table = pd.DataFrame(
        {
            "why": ["too expensive", "price", "delivery fee", "nothing", "don't know", "hm well"]
            * 20,
            "score": [2, 6, 7, 10, 9, 8] * 20,
            "country": ["fr", "fr", "fr", "de", "de", "de"] * 20,
        }
    )
    return table.assign(**columns)


def run(table, *, score="score", **options):
    return barriers(Feedback(table, comments=["why"], score=score, scale=(0, 10)), **options)


def theme(answer, name):
    return answer.table.set_index("theme").loc[name]


@pytest.fixture(scope="module")
def telco():
    path = SHARED / "telco_churn_reasons/Telco_customer_churn.xlsx"
    if not path.exists():
        pytest.skip("../shared/data is not here")
    sheet = fastexcel.read_excel(path).load_sheet(0, use_columns=["Contract", "Churn Reason"])
    table = sheet.to_pandas()
    return barriers(Feedback(table, comments=["Churn Reason"]), by="Contract")


@pytest.fixture(scope="module")
def waimai():
    path = SHARED / "zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv"
    if not path.exists():
        pytest.skip("../shared/data is not here")
    with path.open(encoding="gb18030", newline="") as lines:
        table = pd.DataFrame(csv.DictReader(lines))
    return barriers(Feedback(table, comments=["review"]), by="label")


def test_telco_reasons_are_coded_as_counted_by_hand(telco):
    mentions = telco.overall.set_index("theme")["mentions"]
    # Sums of the reasons that the workbook holds, e.g. four kinds of “Competitor …”.
    assert mentions["competitor"] == 189 + 162 + 140 + 130
    assert mentions["service"] == 192 + 135 + 89 + 20 + 19
    assert mentions["price"] == 98 + 57 + 44 + 44
    assert mentions["dont_know"] == 154


def test_telco_coverage_leaves_out_only_what_is_no_barrier(telco):
    assert len(telco.coded) == 1869
    assert telco.coverage == pytest.approx((1869 - 53 - 6) / 1869)
    assert set(telco.coded[telco.coded["themes"] == ()]["text"]) == {"Moved", "Deceased"}


def test_waimai_complaints_are_about_time_and_praise_is_not(waimai):
    late = waimai.table[waimai.table["theme"] == "delivery_time"].set_index("label")
    assert waimai.provenance.used + sum(i.rows for i in waimai.provenance.left_out) == 11_987
    assert late.loc["0", "share"] > 0.25
    assert late.loc["1", "share"] < 0.08


def test_the_columns_are_the_documented_ones():
    assert list(run(answers()).table.columns) == COLUMNS
    assert list(run(answers(), by="country").table.columns) == ["country", *COLUMNS]


def test_shares_have_wilson_intervals():
    row = theme(run(answers()), "price")
    low, high = proportion_confint(40, 120, method="wilson")
    assert row["mentions"] == 40
    assert row["share"] == pytest.approx(1 / 3)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high))


def test_the_impact_on_nps_is_the_total_less_those_who_do_not_name_it():
    row = theme(run(answers()), "price")
    assert row["nps"] == pytest.approx(-100)
    assert row["nps_others"] == pytest.approx(50)
    assert row["nps_impact"] == pytest.approx(0 - 50)


def test_other_answers_stand_below_the_barriers():
    names = list(run(answers()).table["theme"])
    assert names[:2] == ["price", "delivery_cost"]
    assert set(names[-2:]) == {"nothing", "dont_know"}


def test_the_finding_names_the_leader_and_who_met_none():
    assert run(answers()).headline == (
        "The most named barrier is price: 33.3% of 120 who answered (25.5% to 42.2%). "
        "16.7% say nothing held them back."
    )


def test_two_leaders_that_overlap_are_both_named():
    table = answers(why=["price", "price", "postage", "postage", "price", "ok"] * 20)
    assert run(table).headline.startswith(
        "Two barriers lead and cannot be told apart: price with 50% (41.2% to 58.8%) and "
        "delivery cost with 33.3%"
    )


def test_without_a_barrier_it_says_so():
    answer = run(answers(why="nothing"))
    assert answer.headline == (
        "None of the barriers is named in the 120 answers. 100% say nothing held them back."
    )


def test_coverage_counts_every_kind_of_answer():
    assert run(answers()).coverage == pytest.approx(5 / 6)


def test_low_coverage_is_cautioned():
    answer = run(answers(why=["price", "a", "b", "c", "d", "e"] * 20))
    assert any("Only 16.7% of the answers name a theme" in caution for caution in answer.cautions)


def test_empty_comments_are_left_out_by_reason():
    answer = run(answers(why=["price", None, "", "  ", "?!", "late delivery"] * 20))
    reasons = {str(item.reason): item.rows for item in answer.provenance.left_out}
    assert reasons == {"no value in “why”": 60, "no word in “why”, only signs": 20}
    assert answer.provenance.used == 40


def test_rows_without_a_group_are_left_out():
    answer = run(answers(country=["fr", None, "de", "de", "fr", "fr"] * 20), by="country")
    assert answer.provenance.used == 100
    assert {str(i.reason): i.rows for i in answer.provenance.left_out} == {
        "no value in “country”": 20
    }


def test_groups_add_up_to_the_whole():
    answer = run(answers(), by="country")
    summed = answer.table.groupby("theme")["mentions"].sum()
    whole = answer.overall.set_index("theme")["mentions"]
    assert summed.sort_index().to_dict() == whole.sort_index().to_dict()


def test_the_order_of_rows_does_not_matter():
    table = answers()
    shuffled = table.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(run(table).table, run(shuffled).table)


def test_a_repeated_text_is_coded_once_and_counted_each_time():
    answer = run(answers(why="price"))
    assert theme(answer, "price")["mentions"] == 120


def test_without_a_score_there_is_no_nps():
    answer = run(answers(), score=None)
    assert answer.table["nps_impact"].isna().all()
    assert any("No column is set as the score" in caution for caution in answer.cautions)


def test_another_scale_is_not_taken_for_nps():
    feedback = Feedback(answers(), comments=["why"], score="score", scale=(1, 5))
    answer = barriers(feedback)
    assert answer.table["nps"].isna().all()
    assert any("on a scale from 1 to 5, not from 0 to 10" in c for c in answer.cautions)


def test_comments_without_a_valid_score_count_for_shares_only():
    answer = run(answers(score=[2, 6, None, 10, 11, 8.5] * 20))
    assert theme(answer, "delivery_cost")["mentions"] == 20
    assert math.isnan(theme(answer, "delivery_cost")["nps"])
    assert any("60 comments have no score from 0 to 10" in c for c in answer.cautions)


def test_a_theme_that_everybody_names_has_no_others():
    row = theme(run(answers(why="price")), "price")
    assert math.isnan(row["nps_others"])
    assert math.isnan(row["nps_impact"])


def test_personal_details_are_masked_in_the_coded_comments():
    answer = run(answers(why="price, write to ann@example.org"))
    assert answer.coded["text"].unique().tolist() == ["price, write to [email]"]
    assert answer.coded["themes"].iloc[0] == ("price",)


def test_coded_comments_name_their_row_of_the_dataset():
    answer = run(answers(why=[None, "price", "", "x", "late delivery", "?"] * 20))
    assert answer.coded["row"].tolist()[:4] == [2, 4, 5, 8]


def test_the_question_may_be_any_column():
    table = answers().rename(columns={"why": "怎么 “说”"})
    answer = barriers(Feedback(table), question="怎么 “说”")
    assert answer.question == "怎么 “说”"
    assert theme(answer, "price")["mentions"] == 40


def test_without_comments_the_role_is_asked_for():
    with pytest.raises(RoleMissing, match="which column is the comment"):
        barriers(Feedback(answers()))


def test_an_unknown_question_is_named():
    with pytest.raises(ColumnNotFound, match="no column “whi”. Did you mean “why”"):
        barriers(Feedback(answers()), question="whi")


def test_numbers_are_no_comments():
    with pytest.raises(InvalidSetting, match="“score” holds numbers and no text"):
        barriers(Feedback(answers()), question="score")


@pytest.mark.parametrize("n", [0, 1])
def test_no_comment_at_all_is_refused(n):
    with pytest.raises(NotEnoughData, match="“why” holds no comment"):
        run(answers(why=None).iloc[:n])


def test_a_codebook_of_ones_own_is_used(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("themes: [{theme: hm, label: {en: hm}, phrases: {en: [hm well]}}]", "utf-8")
    answer = run(answers(), codebook=path)
    assert answer.table["theme"].tolist() == ["hm"]
    assert answer.coverage == pytest.approx(1 / 6)


def test_a_group_column_may_not_take_a_name_of_the_table():
    with pytest.raises(InvalidSetting, match="cannot be called “share”"):
        run(answers(share=1), by="share")


def test_the_input_is_not_changed():
    table = answers()
    before = table.copy(deep=True)
    run(table, by="country")
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_charts_are_drawn_in_both_languages(code):
    answer = run(answers(), by="country")
    with language(code):
        assert isinstance(answer.chart(), alt.TopLevelMixin)
        assert len(answer.further_charts()) == 1


def test_a_result_shows_itself_in_a_notebook():
    assert "The most named barrier is price" in run(answers())._repr_html_()
