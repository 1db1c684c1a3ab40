"""What the customers of Northlight do: the event log, from the first visit to the referral."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from customers import draw_order_values
from planted import PLANTED

Event = tuple[datetime, str, str, float | None]  # time, event, channel, value
STEPS = ("product_view", "add_to_cart", "checkout_start", "payment", "purchase")
RETURN_CHANNELS = ("direct", "email", "organic_search", "paid_search")


def draw_events(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Draw the event log of `people` (with their opinions): one row an event, ordered by time.

    The first journey takes less than 7 days; whoever left it at a step never gets further later.
    """
    rows = []
    for person in people.itertuples():
        for time, event, channel, value in _events_of(rng, person):
            rows.append((person.customer_id, time, event, person.device, channel, value))
    names = ["customer_id", "time", "event", "device", "channel", "value"]
    log = pd.DataFrame(rows, columns=names)
    log = log[log["time"] < PLANTED["log_ends"]]
    log["time"] = log["time"].astype("datetime64[us]")
    return log.sort_values(["time", "customer_id"], kind="stable").reset_index(drop=True)


def _events_of(rng: np.random.Generator, person: Any) -> Iterator[Event]:
    start = person.first_visit.to_pydatetime()
    end = start
    for event in _first_journey(rng, person, start):
        end = event[0]
        yield event
    yield from _browsing(rng, person, end)
    if person.purchase:
        yield from _advocacy(rng, person, end)
        yield from _loyalty(rng, start, end)


def _first_journey(rng: np.random.Generator, person: Any, start: datetime) -> Iterator[Event]:
    """Walk as far as the customer got; three in ten sleep on it once."""
    yield start, "visit", person.channel, None
    reached = [step for step in STEPS if getattr(person, step)]
    pause_before = int(rng.integers(0, len(STEPS) - 1)) if rng.random() < 0.3 else None
    time, channel = start, person.channel
    for number, step in enumerate(reached):
        if number == pause_before:
            time += timedelta(seconds=int(rng.integers(43_200, 5 * 86_400)))
            channel = str(rng.choice(RETURN_CHANNELS))
            yield time, "visit", channel, None
        for _ in range(int(rng.integers(1, 5)) if step == "product_view" else 1):
            time += timedelta(seconds=int(rng.integers(20, 900)))
            yield time, step, channel, person.first_value if step == "purchase" else None


def _browsing(rng: np.random.Generator, person: Any, end: datetime) -> Iterator[Event]:
    for _ in range(int(rng.poisson(1.6))):
        time = end + timedelta(seconds=int(rng.integers(2 * 86_400, 150 * 86_400)))
        channel = str(rng.choice(RETURN_CHANNELS))
        yield time, "visit", channel, None
        for _ in range(int(rng.integers(1, 4)) if person.product_view else 0):
            time += timedelta(seconds=int(rng.integers(20, 600)))
            yield time, "product_view", channel, None


def _advocacy(rng: np.random.Generator, person: Any, bought: datetime) -> Iterator[Event]:
    """Review and referral, within 24 days of the first order, as likely as the score says."""
    group = "promoter" if person.score >= 9 else "passive" if person.score >= 7 else "detractor"
    chances = PLANTED["loyalty"]
    reviewed = bought + timedelta(seconds=int(rng.integers(2 * 86_400, 8 * 86_400)))
    referred = reviewed + timedelta(seconds=int(rng.integers(3600, 16 * 86_400)))
    if rng.random() < chances["review"][group]:
        yield reviewed, "review", "email", None
    if rng.random() < chances["referral"][group]:
        yield referred, "referral", "direct", None


def _loyalty(rng: np.random.Generator, start: datetime, bought: datetime) -> Iterator[Event]:
    """The saved plan (the aha moment), the newsletter (a decoy) and the orders that follow."""
    chances = PLANTED["loyalty"]
    first_week = (start + timedelta(days=7) - bought).total_seconds()
    chance = rng.random()
    early = chance < chances["plan_saved_in_first_week"]
    if early:
        soon = timedelta(seconds=int(first_week * rng.uniform(0.02, 0.98)))
        yield bought + soon, "plan_saved", "direct", None
    elif chance < chances["plan_saved_in_first_week"] + chances["plan_saved_later"]:
        later = timedelta(seconds=int(rng.integers(10 * 86_400, 40 * 86_400)))
        yield bought + later, "plan_saved", "direct", None
    if rng.random() < chances["newsletter_signup"]:
        later = timedelta(seconds=int(rng.integers(60, 20 * 86_400)))
        yield bought + later, "newsletter_signup", "direct", None
    repeat = chances["repeat_within_90_days"]
    likely = repeat["plan_in_first_week"] if early else repeat["others"]
    time = bought + timedelta(seconds=int(rng.integers(10 * 86_400, 89 * 86_400)))
    while rng.random() < likely:
        yield from _further_order(rng, time)
        time += timedelta(seconds=int(rng.integers(20 * 86_400, 120 * 86_400)))
        likely = chances["further_order"]


def _further_order(rng: np.random.Generator, time: datetime) -> Iterator[Event]:
    channel = str(rng.choice(RETURN_CHANNELS))
    yield time, "visit", channel, None
    for step in STEPS:
        time += timedelta(seconds=int(rng.integers(20, 600)))
        value = float(draw_order_values(rng, 1)[0]) if step == "purchase" else None
        yield time, step, channel, value
