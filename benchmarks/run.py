"""How fast the analyses are, beside what the same data cost others: `python benchmarks/run.py`.

Each figure is the median of three runs on seeded made-up data, in seconds. Peers do the same work
where there is one; a floor is the least that any method has to do.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pingouin as pg
import tea_tasting as tt

sys.path.insert(0, str(Path(__file__).parents[1]))

import cx

RUNS = 3
ANSWERS = 200_000
RATINGS = 12
EVENTS = 5_000_000
UNITS = 2_000_000
STEPS = ["visit", "product_view", "add_to_cart", "checkout", "purchase"]


def survey(rng: np.random.Generator) -> pd.DataFrame:
    mood = rng.normal(size=ANSWERS)
    ratings = {
        f"rating {number}": np.clip(np.round(3.5 + 0.5 * mood + rng.normal(size=ANSWERS)), 1, 5)
        for number in range(1, RATINGS + 1)
    }
    score = np.clip(np.round(7.5 + mood + rng.normal(size=ANSWERS)), 0, 10)
    return pd.DataFrame({"score": score, **ratings})


def events(rng: np.random.Generator) -> pd.DataFrame:
    seconds = rng.integers(0, 180 * 86_400, EVENTS)
    shares = [0.4, 0.3, 0.15, 0.1, 0.05]
    return pd.DataFrame(
        {
            "customer": rng.integers(0, EVENTS // 20, EVENTS),
            "time": pd.Timestamp("2026-01-01") + pd.to_timedelta(seconds, unit="s"),
            "event": pd.Categorical.from_codes(rng.choice(5, EVENTS, p=shares), STEPS).astype(str),
        }
    )


def units(rng: np.random.Generator) -> pd.DataFrame:
    variant = rng.integers(0, 2, UNITS)
    paid = rng.random(UNITS) < 0.1 + 0.002 * variant
    revenue = np.where(paid, rng.lognormal(3, 1, UNITS), 0.0)
    return pd.DataFrame({"variant": variant, "paid": paid.astype(int), "revenue": revenue})


def stored(frame: pd.DataFrame, folder: Path, name: str) -> Path:
    path = folder / f"{name}.parquet"
    frame.to_parquet(path, index=False)
    return path


def cases(folder: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    rng = np.random.default_rng(20260930)
    answers = survey(rng)
    names = list(answers.columns[1:])
    feedback = cx.Feedback(stored(answers, folder, "survey"), score="score", ratings=names)
    yield f"nps, {ANSWERS:,} answers", lambda: cx.nps(feedback)
    yield f"drivers, {ANSWERS:,} answers, {RATINGS} ratings", lambda: cx.drivers(feedback)
    yield (
        "  peer: pingouin, the same",
        lambda: pg.linear_regression(answers[names], answers["score"], relimp=True),
    )
    log = cx.Events(
        stored(events(rng), folder, "events"), customer="customer", time="time", event="event"
    )
    yield f"funnel, {EVENTS:,} events", lambda: cx.funnel(log, STEPS)
    table = log.table
    yield (
        "  floor: one pass, grouped by customer",
        lambda: table.group_by("customer").agg(first=table.time.min()).count().execute(),
    )
    trial = stored(units(rng), folder, "trial")
    metrics = ["paid", "revenue"]
    test = cx.Experiment(trial, variant="variant", metrics=metrics, control="0")
    yield f"experiment, {UNITS:,} units, 2 metrics", lambda: cx.experiment(test)
    peer = tt.Experiment(paid=tt.Mean("paid"), revenue=tt.Mean("revenue"))
    yield "  peer: tea-tasting, the same", lambda: peer.analyze(test.table, control=0)


def median_seconds(work: Callable[[], Any]) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, work in cases(Path(folder)):
            print(f"{name:50} {median_seconds(work):8.2f} s", flush=True)


if __name__ == "__main__":
    main()
