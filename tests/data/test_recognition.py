"""The kind of a table and the roles of its columns follow from names and values."""

import numpy as np
import pandas as pd
import pytest

from cx.data.reading import read
from cx.data.recognition import recognise, recognise_roles_for
from cx.errors import ColumnNotFound, InvalidSetting, RoleMissing


@pytest.fixture
def answers():
    random = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "客户编号": [f"C{n:04d}" for n in range(200)],
            "推荐意愿": random.integers(0, 11, 200),
            "物流满意度": random.integers(1, 6, 200),
            "建议": [f"第{n}条：希望送货再快一点，包装再好一点" for n in range(200)],
            "城市": random.choice(["上海", "北京", "广州"], 200),
            "提交时间": pd.date_range("2024-01-01", periods=200, freq="h"),
        }
    )


def test_chinese_survey_is_feedback(answers):
    found = recognise(answers)
    assert found.kind == "feedback"
    assert dict(found.roles) == {
        "score": "推荐意愿",
        "time": "提交时间",
        "customer": "客户编号",
        "comments": ("建议",),
        "ratings": ("物流满意度",),
        "segments": ("城市",),
    }
    assert found.confidence > 0.9


def test_reasons_are_sentences_about_the_columns(answers):
    reasons = [str(reason) for reason in recognise(answers).reasons]
    assert reasons[0].startswith("“推荐意愿” is the score: its name says so and its values lie")
    assert "between 0 and 10." in reasons[0]


def test_recognising_does_not_change_the_table(answers):
    before = answers.copy(deep=True)
    recognise(answers)
    pd.testing.assert_frame_equal(answers, before)


@pytest.mark.parametrize(
    "arms", [("control", "treatment"), ("A", "B"), ("gate_30", "gate_40"), ("对照组", "实验组")]
)
def test_arms_make_an_experiment(arms):
    table = pd.DataFrame({"group": list(arms) * 100, "converted": [True, False, False, True] * 50})
    found = recognise(table)
    assert found.kind == "experiment"
    assert found.roles == {"variant": "group", "metrics": ("converted",)}


def test_yes_or_no_goes_before_amounts_among_the_metrics():
    table = pd.DataFrame(
        {
            "group": ["control", "treatment"] * 50,
            "rounds": range(100),
            "revenue": [0.5, 1.0] * 50,
            "returned": [True, True, False, False] * 25,
            "stars": [0, 1, 1, 9] * 25,
            "bought": [0, 0, 1, 1] * 25,
        }
    )
    metrics = recognise(table).roles["metrics"]
    assert metrics == ("returned", "bought", "rounds", "revenue", "stars")


def test_a_label_of_zero_and_one_is_no_score():
    reviews = [f"the food was cold and {n} minutes late" for n in range(100)]
    table = pd.DataFrame({"label": [0, 1] * 50, "review": reviews})
    found = recognise(table)
    assert "score" not in found.roles
    assert found.roles["comments"] == ("review",)


def test_figures_alone_are_not_recognised():
    found = recognise(pd.DataFrame({"height": [1.5, 1.6], "width": [2.5, 2.7]}))
    assert found.kind is None
    assert "could not be recognised" in str(found.reasons[0])


def test_empty_table_is_not_recognised():
    assert recognise(pd.DataFrame({"nps": pd.Series([], dtype="int64")})).kind is None


def test_roles_can_be_found_for_another_kind(answers):
    found = recognise_roles_for("events", answers)
    assert (found.kind, found.missing) == ("events", ("event",))
    assert "No column was recognised as the event" in str(found.reasons[-1])


def test_unknown_kind_is_refused(answers):
    with pytest.raises(InvalidSetting, match="“sales” is no kind of table"):
        recognise_roles_for("sales", answers)


CSV = "Q1,Q2,text\n" + "".join(f"{n % 11},{n % 5 + 1},answer number {n}\n" for n in range(60))


def test_given_roles_go_before_what_is_found():
    reading = read(CSV.encode(), roles={"score": "Q1", "comments": ["text"]})
    (dataset,) = reading.datasets
    assert (dataset.kind, dataset.score, dataset.comments) == ("feedback", "Q1", ("text",))


def test_given_kind_is_used():
    (table,) = read(CSV.encode(), roles={"kind": "experiment", "variant": "Q2"}).tables
    assert (table.recognition.kind, table.recognition.roles["variant"]) == ("experiment", "Q2")


def test_given_column_must_exist():
    with pytest.raises(ColumnNotFound, match="There is no column “Q9”"):
        read(CSV.encode(), roles={"score": "Q9"})


def test_given_role_must_exist():
    with pytest.raises(InvalidSetting, match="No kind of table has these roles together: mood"):
        read(CSV.encode(), roles={"mood": "Q1"})


def test_table_of_unknown_kind_gives_no_dataset():
    reading = read(b"height,width\n1.5,2.5\n1.6,2.7\n")
    assert reading.datasets == ()
    with pytest.raises(RoleMissing, match="What the table “table” holds is not known"):
        reading.tables[0].dataset()


@pytest.fixture
def people():
    random = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "Customer ID": [f"C{n:04d}" for n in range(300)],
            "Customer group": random.choice(["trade", "private"], 300),
            "Acquisition channel": random.choice(["ads", "search"], 300),
            "Orders": random.integers(0, 40, 300),
            "Delivery days": random.integers(1, 30, 300),
            "Lifetime value": random.gamma(2, 50, 300),
            "Phone": random.integers(10**9, 10**10, 300),
        }
    )


def test_one_row_a_customer_is_what_is_known_of_them(people):
    found = recognise(people)
    assert found.kind == "customers"
    assert dict(found.roles) == {
        "customer": "Customer ID",
        "value": "Lifetime value",
        "measures": ("Orders", "Delivery days"),
        "segments": ("Customer group", "Acquisition channel"),
    }
    assert found.missing == ()


def test_customers_in_chinese():
    random = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "会员编号": [f"M{n}" for n in range(200)],
            "累计消费金额": random.gamma(2, 50, 200),
            "订单数量": random.integers(0, 40, 200),
            "城市": random.choice(["上海", "北京"], 200),
        }
    )
    found = recognise(table)
    assert (found.kind, found.roles["value"]) == ("customers", "累计消费金额")
    assert found.roles["measures"] == ("订单数量",)


def test_groups_alone_will_do(people):
    found = recognise(people[["Customer ID", "Customer group"]])
    assert (found.kind, found.roles["segments"]) == ("customers", ("Customer group",))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"Recommend": [n % 11 for n in range(300)]}, "feedback"),
        ({"Comment": [f"it took {n} days to come" for n in range(300)]}, "feedback"),
        ({"Group": ["control", "treatment"] * 150}, "experiment"),
        ({"Version": ["red", "blue"] * 150}, "experiment"),
        (
            {
                "Customer ID": ["A", "B", "C"] * 100,
                "Event": ["visit", "order"] * 150,
                "Time": pd.date_range("2026-01-01", periods=300, freq="h"),
            },
            "events",
        ),
    ],
)
def test_rows_that_are_something_else_stay_what_they_are(people, change, kind):
    assert recognise(people.assign(**change)).kind == kind


@pytest.mark.parametrize(
    "change",
    [
        {"Customer ID": [f"C{n // 2}" for n in range(300)]},
        {"Event": ["visit", "order"] * 150, "Time": pd.Timestamp("2026-01-01")},
    ],
    ids=["several rows a customer", "one event each"],
)
def test_rows_that_are_no_customers_are_none(people, change):
    table = people.drop(columns=["Acquisition channel"]).assign(**change)
    assert recognise(table).kind != "customers"


def test_answers_to_questions_without_a_name_are_no_customers():
    random = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "Customer ID": [f"C{n}" for n in range(300)],
            **{f"Q{q}": random.integers(1, 6, 300) for q in range(1, 4)},
            "City": random.choice(["Leeds", "York"], 300),
        }
    )
    assert recognise(table).kind is None
    orders = table.assign(Orders=random.integers(0, 50, 300))
    assert recognise(orders).kind == "customers"
    assert recognise(orders.rename(columns={"Customer ID": "Respondent ID"})).kind is None


def test_customers_are_made_from_given_roles(people):
    reading = read(
        people.to_csv(index=False).encode(),
        roles={"customer": "Customer ID", "measures": ["Delivery days"]},
    )
    (dataset,) = reading.datasets
    assert (dataset.kind, dataset.measures) == ("customers", ("Delivery days",))
