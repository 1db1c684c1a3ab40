"""The committed files of sample_data/, and what was planted in them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from cx.data.dataset import Feedback

FOLDER = Path(__file__).resolve().parents[2] / "sample_data"
ONLY_EMPTY_IS_MISSING = {"keep_default_na": False, "na_values": [""]}  # “n/a” is an answer


def _toml(name):
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


@pytest.fixture(scope="session")
def folder():
    return FOLDER


@pytest.fixture(scope="session")
def planted():
    return _toml("planted.toml")


@pytest.fixture(scope="session")
def population():
    return _toml("truth/population.toml")


@pytest.fixture(scope="session")
def headers():
    return _toml("answers.toml")["headers"]


@pytest.fixture(scope="session")
def survey():
    return pd.read_excel(FOLDER / "feedback_survey.xlsx", **ONLY_EMPTY_IS_MISSING)


@pytest.fixture(scope="session")
def survey_zh():
    path = FOLDER / "feedback_survey_zh.csv"
    return pd.read_csv(path, encoding="gb18030", **ONLY_EMPTY_IS_MISSING)


@pytest.fixture(scope="session")
def answers(survey, survey_zh, headers):
    """Both surveys as one, with plain names and the true theme of each open answer."""
    tables = []
    for language, file in (("en", survey), ("zh", survey_zh)):
        names = {header: name for name, header in headers[language].items()}
        table = file.rename(columns=names).assign(language=language)
        table["ordered"] = table["ordered"].isin(["Yes", "是"])
        table["device"] = table["device"].replace(
            {"Mobile": "mobile", "Desktop": "desktop", "手机": "mobile", "电脑": "desktop"}
        )
        truth = pd.read_csv(FOLDER / "truth" / f"themes_{language}.csv")
        tables.append(table.merge(truth, on="customer_id", validate="one_to_one"))
    both = pd.concat(tables, ignore_index=True)
    both["answered_at"] = pd.to_datetime(both["answered_at"])
    return both


@pytest.fixture(scope="session")
def events():
    return pd.read_parquet(FOLDER / "events.parquet")


@pytest.fixture(scope="session")
def tests(folder):
    names = ("checkout", "banner", "search")
    return {name: pd.read_csv(folder / f"ab_{name}.csv") for name in names}


@pytest.fixture(scope="session")
def first_orders(events):
    """One row a customer who ordered: first visit, first order, second order, early plan."""
    orders = events[events["event"] == "purchase"].sort_values("time")
    number = orders.groupby("customer_id").cumcount()
    table = pd.DataFrame(
        {
            "first": orders[number == 0].set_index("customer_id")["time"],
            "second": orders[number == 1].set_index("customer_id")["time"],
        }
    )
    table["first_visit"] = events.groupby("customer_id")["time"].min()
    plans = events[events["event"] == "plan_saved"].groupby("customer_id")["time"].min()
    table["plan_saved"] = plans
    table["early"] = table["plan_saved"] - table["first_visit"] < pd.Timedelta(days=7)
    table["newsletter"] = table.index.isin(
        events.loc[events["event"] == "newsletter_signup", "customer_id"]
    )
    return table


def _as_feedback(table, names):
    touchpoints = _toml("planted.toml")["touchpoints"]
    return Feedback(
        table,
        score=names["score"],
        ratings=[names[touchpoint] for touchpoint in touchpoints],
        comments=[names["barrier"], names["reason"]],
        segments=[names[name] for name in ("region", "device", "customer_type", "ordered")],
        time=names["answered_at"],
        customer=names["customer_id"],
    )


@pytest.fixture(scope="session")
def feedback(survey, headers):
    return _as_feedback(survey, headers["en"])


@pytest.fixture(scope="session")
def feedback_zh(survey_zh, headers):
    dated = survey_zh.assign(答题时间=pd.to_datetime(survey_zh["答题时间"]))
    return _as_feedback(dated, headers["zh"])
