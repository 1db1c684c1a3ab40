"""Real files, uploaded by hand, give the figures that others published or counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

import cx
from tests.browser.reading import bring, figures, go, headline, keep, spoken

ECOM_STEPS = ["product_view", "add_to_cart", "cart", "shipping_details", "payment_details"]
ECOM_STEPS += ["purchase"]


@pytest.fixture
def real(shared):
    def find(name: str) -> Path:
        file = shared / "data" / name
        if not file.exists():
            pytest.skip(f"{name} is not beside this copy")
        return file

    return find


def newest(workspace, kind="feedback"):
    return workspace.datasets(kind)[0].open()


def test_a_french_survey_in_mixed_encodings_stands_at_53(page, address, workspace, real):
    said = bring(page, address, real("nps_garden_retail_fr/nps.csv"))
    assert "13,954 rows" in said
    assert "2,423 letters came from the DOS code page" in said
    assert "none of the 13,612 scores is 0" in said
    keep(page)
    go(page, address, "nps")
    expect(headline(page)).to_contain_text("NPS 53.4")
    expect(headline(page)).to_contain_text("13,612 answers")
    expect(headline(page)).to_have_text(cx.nps(newest(workspace)).headline)
    expect(page.get_by_test_id("stMain")).to_contain_text("none of the 13,612 scores is 0")
    row = figures(page).iloc[0]
    assert list(row[["promoters", "passives", "detractors"]]) == [8465, 3953, 1194]
    assert row["nps"] == pytest.approx(53.42, abs=0.005)


def test_a_scale_from_one_to_ten_is_named_and_not_scored(page, address, real):
    said = bring(page, address, real("seat_reviews_drivers/seat_no_author.csv"))
    assert "None of the 1,257 ratings is 0, so the scale is taken to be 1 to 10" in said
    keep(page)
    go(page, address, "nps")
    refusal = page.get_by_test_id("stAlert")
    expect(refusal).to_contain_text("1 to 10")
    expect(headline(page)).to_have_count(0)
    go(page, address, "drivers")
    expect(headline(page)).to_contain_text("seat_")


def test_a_game_loses_players_by_the_seventh_day(page, address, workspace, real):
    bring(page, address, real("cookie_cats_ab/cookie_cats.csv"))
    keep(page)
    go(page, address, "experiment", metrics=["retention_7", "retention_1"])
    test = newest(workspace, "experiment").with_roles(metrics=["retention_7", "retention_1"])
    expect(headline(page)).to_have_text(cx.experiment(test).headline)
    expect(headline(page)).to_contain_text("retention_7: −0.82 points (−1.33 to −0.31)")
    row = figures(page).set_index("metric").loc["retention_7"]
    assert 100 * row["difference"] == pytest.approx(-0.82, abs=0.005)
    assert 100 * row["ci_low"] == pytest.approx(-1.33, abs=0.005)
    assert 100 * row["ci_high"] == pytest.approx(-0.31, abs=0.005)
    assert row["p_value"] == pytest.approx(0.0016, abs=0.00005)
    assert "retention_7" in spoken(page)[0]


@pytest.mark.parametrize(
    ("window", "counts"),
    [("400D", [598, 517, 429, 329, 222, 114]), ("7D", [598, 487, 353, 210, 109, 40])],
)
def test_a_shop_loses_customers_step_by_step(
    page, address, workspace, real, kept_once, window, counts
):
    kept_once(real("ecom_events/ecom.csv.gz"))
    go(page, address, "funnel", steps=ECOM_STEPS, window=window)
    expected = cx.funnel(newest(workspace, "events"), ECOM_STEPS, window=window)
    expect(headline(page)).to_have_text(expected.headline)
    assert list(figures(page)["customers"]) == counts
    assert all(step in spoken(page)[0] for step in ECOM_STEPS)


@pytest.fixture
def kept_once(page, address, workspace):
    def once(file: Path) -> None:
        if file.name.split(".")[0] not in {
            saved.name.split(".")[0] for saved in workspace.datasets()
        }:
            bring(page, address, file)
            keep(page)

    return once


def test_reasons_for_leaving_can_be_coded(page, address, workspace, real):
    said = bring(page, address, real("telco_churn_reasons/Telco_customer_churn.xlsx"))
    assert "7,043 rows" in said
    keep(page)
    go(page, address, "barriers")
    result = cx.barriers(newest(workspace))
    expect(headline(page)).to_have_text(result.headline)
    expect(page.get_by_test_id("stMain")).to_contain_text("This rests on 1,869 of 7,043 rows.")
    assert list(figures(page)["mentions"]) == list(result.table["mentions"])
    assert result.coverage > 0


def test_chinese_reviews_in_gb18030_can_be_coded(page, address, workspace, real):
    said = bring(page, address, real("zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv"))
    assert "11,987 rows" in said
    keep(page)
    go(page, address, "barriers", lang="zh_CN")
    with cx.language("zh_CN"):
        expect(headline(page)).to_have_text(cx.barriers(newest(workspace)).headline)
    expect(headline(page)).to_contain_text("11,987")
    expect(page.get_by_test_id("stMain")).to_contain_text("送")
