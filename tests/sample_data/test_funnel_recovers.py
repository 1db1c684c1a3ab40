"""cx.funnel finds the planted steps and the leak of the mobile checkout."""

from __future__ import annotations

import pytest

from cx.analyses.funnel import funnel
from cx.data.dataset import Events

STEPS = ("visit", "product_view", "add_to_cart", "checkout_start", "payment", "purchase")


@pytest.fixture(scope="module")
def log(folder):
    roles = {"customer": "customer_id", "time": "time", "event": "event", "value": "value"}
    return Events(folder / "events.parquet", channel="channel", segments=["device"], **roles)


def test_every_first_journey_fits_the_window(log, events):
    """No first journey lasts a week and nobody gets further later: ever done is done in time."""
    table = funnel(log, STEPS, window="14D").table
    ever = [events.loc[events["event"] == step, "customer_id"].nunique() for step in STEPS]
    assert list(table["customers"]) == ever


def test_the_checkout_leaks_on_mobile(log, planted):
    table = funnel(log, STEPS, window="14D", by="device", confidence=0.999).table
    payment = table[table["step"] == "payment"].set_index("device")
    for device, chance in planted["funnel"]["payment"].items():
        row = payment.loc[device]
        assert row["from_previous_ci_low"] <= chance <= row["from_previous_ci_high"], device
    mobile, desktop = payment.loc["mobile"], payment.loc["desktop"]
    assert mobile["from_previous_ci_high"] < desktop["from_previous_ci_low"]


def test_the_other_steps_do_not_leak_by_device(log, planted):
    table = funnel(log, STEPS, window="14D", by="device", confidence=0.999).table
    for step in ("product_view", "checkout_start", "purchase"):
        for row in table[table["step"] == step].itertuples():
            truth = planted["funnel"][step]
            assert row.from_previous_ci_low <= truth <= row.from_previous_ci_high, (step, row)


def test_referrals_follow_purchases_within_a_month(log, events):
    table = funnel(log, ("purchase", "referral"), window="25D").table
    referred = events.loc[events["event"] == "referral", "customer_id"].nunique()
    assert list(table["customers"])[1] == referred
