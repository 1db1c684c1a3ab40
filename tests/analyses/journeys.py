"""Invented journeys in both shapes, seeded, with a planted course."""

from __future__ import annotations

import numpy as np
import pandas as pd

import cx

POINTS = ("Advert", "Website", "Order", "Delivery", "Service")
COURSE = (3.3, 3.6, 4.3, 2.4, 3.5)


def rated(mean, rng):
    return np.clip(np.rint(mean + rng.normal(0, 0.9, np.shape(mean))), 1, 5)


def wide(n=400, seed=1, *, weights=None):
    """One row an answer; `weights` of the five ratings decide the score."""
    rng = np.random.default_rng(seed)
    values = rated(np.array(COURSE) + rng.normal(0, 0.5, (n, 1)), rng)
    table = pd.DataFrame(values, columns=list(POINTS))
    weights = np.full(5, 0.4) if weights is None else np.asarray(weights)
    table["score"] = np.clip(
        np.rint(5 + (values - 3) @ weights + rng.normal(0, 1.2, n)), 0, 10
    ).astype(int)
    table["channel"] = np.where(rng.random(n) < 0.5, "online", "shop")
    table["who"] = [f"c{row}" for row in range(n)]
    return table


def feedback(table, **roles):
    settings = {"score": "score", "ratings": POINTS, "segments": "channel", "scale": (0, 10)}
    return cx.Feedback(table, **{**settings, **roles})


def long(n=300, seed=1, *, of="end"):
    """One row an answer about a touchpoint; the score follows the `end` or the `mean`."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(n):
        met = np.flatnonzero(rng.random(5) < 0.8)
        values = rated(np.array(COURSE)[met] + rng.normal(0, 0.5), rng)
        if not len(met):
            continue
        felt = values[-1] if of == "end" else values.mean()
        score = int(np.clip(np.rint(5 + 1.2 * (felt - 3) + rng.normal(0, 1)), 0, 10))
        start = pd.Timestamp("2026-01-01") + pd.Timedelta(days=int(rng.integers(0, 90)))
        rows += [
            (f"c{customer}", POINTS[at], value, score, start + pd.Timedelta(days=int(at)))
            for at, value in zip(met, values, strict=True)
        ]
    table = pd.DataFrame(rows, columns=["who", "point", "rating", "score", "when"])
    table["channel"] = np.where(rng.random(len(table)) < 0.5, "online", "shop")
    return table.sample(frac=1, random_state=seed).reset_index(drop=True)


def steps(table, **roles):
    settings = {
        "score": "score",
        "ratings": "rating",
        "touchpoint": "point",
        "customer": "who",
        "time": "when",
        "scale": (0, 10),
    }
    return cx.Feedback(table, **{**settings, **roles})


def marks(result):
    """Give the mark of each touchpoint."""
    return dict(zip(result.table["touchpoint"], result.table["mark"], strict=True))
