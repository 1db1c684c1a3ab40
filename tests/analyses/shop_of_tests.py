"""A small shop: what customers did, and what some of them answered; seeded."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

EVENTS: Final = {
    "customer": "who",
    "time": "time",
    "event": "what",
    "channel": "channel",
    "value": "money",
    "segments": ("device",),
}


def log(n: int = 150, seed: int = 3) -> pd.DataFrame:
    """Visits, orders and returns of `n` customers; some rows lack a channel or a device."""
    rng = np.random.default_rng(seed)
    rows = []
    for who in range(n):
        start = pd.Timestamp("2026-01-01") + pd.Timedelta(minutes=int(rng.integers(0, 40_000)))
        for _ in range(int(rng.integers(1, 9))):
            what = str(rng.choice(["visit", "order", "return"], p=[0.6, 0.3, 0.1]))
            money = {"visit": np.nan, "order": rng.gamma(2, 20), "return": -rng.gamma(2, 5)}[what]
            rows.append(
                {
                    "who": f"c{who}",
                    "time": start,
                    "what": what,
                    "channel": rng.choice(["ads", "search", None], p=[0.4, 0.4, 0.2]),
                    "device": rng.choice(["phone", "desktop", None], p=[0.5, 0.4, 0.1]),
                    "money": money,
                }
            )
            start += pd.Timedelta(hours=int(rng.integers(0, 100)))
    return pd.DataFrame(rows)


def survey(n: int = 100, seed: int = 4) -> pd.DataFrame:
    """Answers of some of them, a few of them twice, a few without a score."""
    rng = np.random.default_rng(seed)
    who = [f"c{number}" for number in range(0, n, 2)]
    who += who[:8]
    score = rng.integers(0, 11, len(who)).astype(float)
    score[::13] = np.nan
    days = pd.Timestamp("2026-01-20") + pd.to_timedelta(rng.integers(0, 900, len(who)), "h")
    return pd.DataFrame({"id": who, "score": score, "day": days})
