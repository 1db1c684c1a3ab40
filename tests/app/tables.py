"""Small tables for the pages: a few hundred rows, seeded, with something to find in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from cx.workspace import Saved, Workspace

REASONS = (
    "The delivery cost was too high",
    "Delivery took too long",
    "It was too expensive",
    "I had to create an account",
    "nothing",
)
STEPS = ("visit", "add_to_cart", "checkout", "purchase")


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of table, its roles and how to make it."""

    kind: str
    roles: Mapping[str, Any]
    table: Callable[[], pd.DataFrame]

    def keep(self, workspace: Workspace, name: str = "mine", **other: Any) -> Saved:
        """Save the table; `other` replaces columns (`table=`) or roles."""
        frame = other.pop("table", None)
        frame = self.table() if frame is None else frame
        return workspace.save(
            pa.Table.from_pandas(frame, preserve_index=False),
            name=name,
            kind=self.kind,
            roles={**self.roles, **other},
        )


def answers(n: int = 240, seed: int = 1) -> pd.DataFrame:
    """Answers whose score follows the rating of the delivery; the North is happier."""
    rng = np.random.default_rng(seed)
    delivery, price = rng.integers(1, 6, (2, n))
    north = np.arange(n) % 2 == 0
    score = 2.5 + 1.2 * delivery + 0.3 * price + 1.0 * north + rng.normal(0, 1, n)
    days = pd.to_timedelta(np.arange(n), "D")
    return pd.DataFrame(
        {
            "recommend": np.clip(np.rint(score), 0, 10).astype(int),
            "delivery": delivery,
            "price": price,
            "region": np.where(north, "North", "South"),
            "day": pd.Timestamp("2026-01-01") + days,
            "why": [REASONS[i] for i in rng.integers(0, len(REASONS), n) * (1 - north % 2)],
        }
    )


def log(n: int = 120, seed: int = 2) -> pd.DataFrame:
    """A log in which half is lost at each step and every third step takes ten days."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(n):
        reached = 1 + int((rng.random(len(STEPS) - 1) < 0.7).cumprod().sum())
        at = pd.Timestamp("2026-02-01") + pd.Timedelta(hours=int(rng.integers(0, 1000)))
        device = ("phone", "computer")[customer % 2]
        for place, step in enumerate(STEPS[:reached]):
            slow = 10 if place == 2 and customer % 3 == 0 else 0
            at += pd.Timedelta(days=slow, minutes=int(rng.integers(1, 90)))
            rows.append((f"c{customer}", at, step, device))
    return pd.DataFrame(rows, columns=["customer", "time", "event", "device"])


def split(*, seen: int = 500, bought: tuple[int, int] = (100, 127)) -> pd.DataFrame:
    """A test in which 100 and 127 of 500 bought (p 0.04) and nobody returned more or less."""
    arms = [
        {
            "version": version,
            "bought": np.arange(seen) < sales,
            "returned": np.arange(seen) % 10 == 0,
        }
        for version, sales in zip(("control", "new"), bought, strict=True)
    ]
    return pd.concat([pd.DataFrame(arm) for arm in arms], ignore_index=True)


FEEDBACK = Sort(
    "feedback",
    {
        "score": "recommend",
        "ratings": ("delivery", "price"),
        "comments": ("why",),
        "segments": ("region",),
        "time": "day",
        "scale": (0, 10),
    },
    answers,
)
EVENTS = Sort(
    "events",
    {"customer": "customer", "time": "time", "event": "event", "segments": ("device",)},
    log,
)
EXPERIMENT = Sort(
    "experiment",
    {"variant": "version", "metrics": ("bought", "returned"), "control": "control"},
    split,
)
