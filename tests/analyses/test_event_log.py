"""What is in a log, and which steps are proposed."""

from __future__ import annotations

import pandas as pd

from cx.analyses.event_log import event_counts, propose_steps
from cx.data.dataset import Events

LOG = pd.DataFrame(
    {
        "who": ["a", "a", "b", "b", "b", "c", None, "c"],
        "what": ["visit", "purchase", "visit", "visit", "step_3", "visit", "visit", None],
        "at": pd.date_range("2026-01-01", periods=8),
    }
)
EVENTS = {"customer": "who", "event": "what", "time": "at"}


def test_events_are_counted_by_customers_and_times():
    counts = event_counts(Events(LOG, **EVENTS))
    assert list(counts["event"]) == ["visit", "purchase", "step_3"]
    assert list(counts["customers"]) == [3, 1, 1]
    assert list(counts["n"]) == [4, 1, 1]
    assert list(counts["layer"].fillna("unknown")) == ["attract", "convert", "unknown"]


def log_of(*events):
    return pd.DataFrame({"event": events})


def test_one_event_of_each_stage_is_proposed_from_visit_to_referral():
    counts = log_of(
        "purchase", "Visit", "addToCart", "cart", "payment_error", "newsletter", "share"
    )
    assert propose_steps(counts) == ("Visit", "addToCart", "payment_error", "purchase", "share")


def test_chinese_events_are_proposed_too():
    assert propose_steps(log_of("支付", "访问", "分享好友")) == ("访问", "支付", "分享好友")


def test_without_known_stages_the_common_events_are_proposed():
    assert propose_steps(log_of(*(f"e{i}" for i in range(12)))) == ("e0", "e1", "e2", "e3", "e4")
