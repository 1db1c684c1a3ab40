"""The files are what the generator writes, and they belong together."""

from __future__ import annotations

import subprocess
import sys
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest

CSV = ("channel_spend.csv", "team_beliefs.csv", "ab_checkout.csv", "ab_banner.csv", "ab_search.csv")
TRUTH = ("truth/themes_en.csv", "truth/themes_zh.csv")
GENERATED = ("feedback_survey.xlsx", "feedback_survey_zh.csv", "events.parquet", *CSV, *TRUTH)


def read(path):
    if path.suffix == ".xlsx":
        return pd.read_excel(path, sheet_name="Survey", keep_default_na=False)
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    encoding = "gb18030" if path.name == "feedback_survey_zh.csv" else "utf-8"
    return pd.read_csv(path, encoding=encoding, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def again(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("generated")
    command = [sys.executable, "-B", "-W", "error", str(folder / "generate.py"), "--out", str(out)]
    subprocess.run(command, check=True)
    return out


@pytest.mark.parametrize("name", GENERATED)
def test_a_committed_file_is_what_the_generator_writes(folder, again, name):
    pd.testing.assert_frame_equal(read(folder / name), read(again / name), check_exact=True)


def test_the_generator_writes_no_other_file(again):
    written = {path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file()}
    assert written == set(GENERATED)


def test_the_workbook_carries_no_moment_of_its_making(folder):
    with ZipFile(folder / "feedback_survey.xlsx") as parts:
        assert b"2026-10-01T00:00:00Z" in parts.read("docProps/core.xml")
        assert {part.date_time[0] for part in parts.infolist()} == {1980}


def test_the_files_stay_small(folder):
    assert sum((folder / name).stat().st_size for name in GENERATED) < 6_000_000


def test_the_log_has_every_customer_and_no_other(events, planted):
    expected = {f"NL-{i:06d}" for i in range(1, planted["customers"] + 1)}
    assert set(events["customer_id"]) == expected


def test_the_log_stays_inside_its_year(events, planted):
    assert 60_000 <= len(events) <= 120_000
    assert events["time"].min() >= pd.Timestamp(planted["log_starts"])
    assert events["time"].max() < pd.Timestamp(planted["log_ends"])


def test_everybody_starts_with_a_visit(events):
    assert set(events.groupby("customer_id")["event"].first()) == {"visit"}


def test_only_purchases_have_a_value(events):
    assert (events["value"].notna() == (events["event"] == "purchase")).all()
    assert events["value"].min() > 0


def test_nobody_answers_both_surveys_or_twice(answers):
    assert answers["customer_id"].is_unique


def test_whoever_answers_opened_the_checkout(answers, events):
    opened = events.loc[events["event"] == "checkout_start", "customer_id"]
    assert set(answers["customer_id"]) <= set(opened)


def test_the_surveys_say_ordered_where_the_log_does(answers, first_orders):
    assert (answers["ordered"] == answers["customer_id"].isin(first_orders.index)).all()


def test_the_surveys_and_the_log_agree_on_the_device(answers, events):
    device = events.drop_duplicates("customer_id").set_index("customer_id")["device"]
    assert (answers["device"] == answers["customer_id"].map(device)).all()


def test_the_surveys_cover_the_year(answers):
    assert answers["answered_at"].dt.to_period("M").nunique() == 12


def test_scores_and_ratings_are_whole_numbers_on_their_scales(answers, planted):
    assert answers["score"].between(0, 10).all()
    ratings = answers[list(planted["touchpoints"])].to_numpy(float)
    assert set(ratings[~np.isnan(ratings)]) == {1, 2, 3, 4, 5}
    assert np.isnan(ratings).any()


@pytest.mark.parametrize("name", ["checkout", "banner", "search"])
def test_an_experiment_says_what_the_log_says(tests, events, first_orders, name):
    table = tests[name]
    assert table["customer_id"].is_unique
    assert ((table["converted"] == 1) == table["customer_id"].isin(first_orders.index)).all()
    orders = events[events["event"] == "purchase"].drop_duplicates("customer_id")
    value = orders.set_index("customer_id")["value"]
    assert (table["revenue"] == table["customer_id"].map(value).fillna(0.0)).all()


def test_the_chinese_survey_is_gb18030_and_nothing_narrower(folder):
    content = (folder / "feedback_survey_zh.csv").read_bytes()
    assert "𠮷" in content.decode("gb18030")
    for narrower in ("utf-8", "gbk"):
        with pytest.raises(UnicodeDecodeError, match="codec can't decode"):
            content.decode(narrower)


def test_addresses_and_numbers_in_answers_are_reserved_ones(survey, survey_zh):
    text = " ".join(pd.concat([survey.iloc[:, -2], survey_zh.iloc[:, -2]]).dropna())
    assert text.count("@") == text.count("@example.com") == 2
    assert text.count("020 7946 0158") == text.count("+44 7700 900123") == 1


def test_the_team_believes_something_of_every_rating_of_the_survey(folder, planted, headers):
    beliefs = pd.read_csv(folder / "team_beliefs.csv")
    assert list(beliefs["touchpoint"]) == [headers["en"][name] for name in planted["touchpoints"]]
    assert set(beliefs[["importance", "performance"]].to_numpy().flat) <= set(range(1, 11))


def test_money_is_spent_on_channels_that_the_log_knows(folder, events):
    spend = pd.read_csv(folder / "channel_spend.csv")
    assert set(spend["channel"]) < set(events["channel"])
    assert not spend.duplicated(["month", "channel"]).any()
