"""The customers of Northlight: who they are, how far they got, what they think."""

from __future__ import annotations

import numpy as np
import pandas as pd
from planted import PLANTED, TOUCHPOINTS

REMOTE = ("Scotland", "West China")


def draw_customers(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Draw `n` customers: one row each, with the first journey and its outcome.

    Args:
        rng: the source of chance.
        n: how many.

    Returns:
        Who the customer is (customer_id, market, region, device, customer_type, channel), when the
        first visit was, which steps of the first journey were reached (booleans), the version of
        the checkout, and the value of the first order in pounds (0 without one).
    """
    people = pd.DataFrame({"customer_id": [f"NL-{i:06d}" for i in range(1, n + 1)]})
    chances = PLANTED["people"]
    people["market"] = np.where(rng.random(n) < chances["uk"], "UK", "CN")
    people["region"] = ""
    for market, regions in PLANTED["regions"].items():
        rows = people["market"] == market
        drawn = rng.choice(list(regions), size=rows.sum(), p=list(regions.values()))
        people.loc[rows, "region"] = drawn
    mobile = people["market"].map(chances["mobile"]).to_numpy(float)
    people["device"] = np.where(rng.random(n) < mobile, "mobile", "desktop")
    people["customer_type"] = np.where(rng.random(n) < chances["trade"], "trade", "private")
    channels = PLANTED["channels"]
    shares = [channel["share"] for channel in channels.values()]
    people["channel"] = rng.choice(list(channels), size=n, p=shares)
    people["first_visit"] = _draw_first_visits(rng, n)
    return _draw_first_journey(rng, people)


def _draw_first_visits(rng: np.random.Generator, n: int) -> np.ndarray:
    months = pd.date_range(PLANTED["log_starts"], PLANTED["first_visits_end"], freq="MS")
    weights = np.array(PLANTED["people"]["month_weights"], float)
    month = rng.choice(len(weights), size=n, p=weights / weights.sum())
    day = (rng.random(n) * months.days_in_month.to_numpy()[month]).astype(int)
    hour_weights = np.array(
        [1] * 7 + [3, 5, 6, 6, 6, 7, 6, 5, 5, 6, 8, 10, 12, 13, 11, 6, 3], float
    )
    hour = rng.choice(24, size=n, p=hour_weights / hour_weights.sum())
    seconds = (day * 24 + hour) * 3600 + rng.integers(0, 3600, n)
    return months.to_numpy("datetime64[s]")[month] + seconds.astype("timedelta64[s]")


def _draw_first_journey(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    n = len(people)
    chances = PLANTED["funnel"]
    cart = people["channel"].map({k: v["add_to_cart"] for k, v in PLANTED["channels"].items()})
    one_page = rng.random(n) < 0.5
    lift = np.where(one_page, 0.5, -0.5) * PLANTED["experiments"]["checkout_lift"]
    pay = people["device"].map(chances["payment"]).to_numpy(float) + lift
    steps = {
        "product_view": np.full(n, chances["product_view"]),
        "add_to_cart": cart.to_numpy(float),
        "checkout_start": np.full(n, chances["checkout_start"]),
        "payment": pay,
        "purchase": np.full(n, chances["purchase"]),
    }
    reached = np.ones(n, bool)
    for step, chance in steps.items():
        reached = reached & (rng.random(n) < chance)
        people[step] = reached
    people["checkout_variant"] = np.where(one_page, "one_page", "control")
    people["first_value"] = np.where(people["purchase"], draw_order_values(rng, n), 0.0)
    return people


def draw_order_values(rng: np.random.Generator, n: int) -> np.ndarray:
    """Draw the values of `n` orders, in pounds and pence."""
    law = PLANTED["loyalty"]["order_value_log"]
    return np.round(rng.lognormal(law["mean"], law["sd"], n), 2)


def draw_opinions(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Add to each customer what they think: `answered_at`, `theme`, seven ratings, `score`.

    Everybody has an opinion; only some are asked and answer. Ratings are whole numbers 1–5, the
    score is a whole number 0–10, none is missing here.
    """
    people = people.copy()
    n = len(people)
    wait = rng.integers(12 * 86_400, 22 * 86_400, n).astype("timedelta64[s]")
    people["answered_at"] = people["first_visit"].to_numpy("datetime64[s]") + wait
    people["theme"] = _draw_themes(rng, people)
    law = PLANTED["score"]
    shared = rng.standard_normal(n) * np.sqrt(law["rating_correlation"])
    mean_score = np.full(n, law["intercept"])
    for touchpoint in TOUCHPOINTS:
        plan = PLANTED["touchpoints"][touchpoint]
        own = rng.standard_normal(n) * np.sqrt(1 - law["rating_correlation"])
        latent = plan["level"] + _shift(people, touchpoint) + law["rating_spread"] * (shared + own)
        people[touchpoint] = np.clip(np.round(latent), 1, 5).astype(int)
        mean_score += plan["slope"] * (people[touchpoint].to_numpy() - 1)
    people["score"] = rng.binomial(10, mean_score / 10)
    return people


def _draw_themes(rng: np.random.Generator, people: pd.DataFrame) -> np.ndarray:
    themes = list(PLANTED["barriers"])
    drawn = np.empty(len(people), object)
    groups = np.where(people["purchase"], "ordered", "left_on_" + people["device"])
    for group in ("ordered", "left_on_desktop", "left_on_mobile"):
        rows = groups == group
        shares = [PLANTED["barriers"][theme][group] for theme in themes]
        drawn[rows] = rng.choice(themes, size=rows.sum(), p=shares)
    return drawn


def _shift(people: pd.DataFrame, touchpoint: str) -> np.ndarray:
    """Sum what moves the latent rating of one touchpoint, customer by customer."""
    applies = {
        "incident": people["answered_at"].dt.strftime("%Y-%m") == PLANTED["incident"]["month"],
        "trade": people["customer_type"] == "trade",
        "remote": people["region"].isin(REMOTE),
        "mobile": people["device"] == "mobile",
        "not_ordered": ~people["purchase"],
    }
    total = np.zeros(len(people))
    for name, rows in applies.items():
        total += PLANTED["shifts"][name].get(touchpoint, 0.0) * rows.to_numpy()
    barrier = PLANTED["barrier_shift"]
    total += barrier["size"] * (people["theme"].map(barrier["touchpoint"]) == touchpoint)
    return total
