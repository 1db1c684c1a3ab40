"""How long `cx.drivers` takes, beside pingouin on the same data, and how much memory.

    python benchmarks/drivers.py            # 100,000 answers, 20 ratings; the peer takes a minute
    python benchmarks/drivers.py --large    # 10 million answers, 15 ratings as well

From the Parquet file to the table. Absolute times vary between machines, ratios hardly do.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median

import numpy as np
import pandas as pd
import pingouin
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import cx

ROUNDS = 3
ANSWERS = 100_000
RATINGS = 20
LARGE = 10_000_000
LARGE_RATINGS = 15


def write_survey(path: Path, rows: int, ratings: int) -> list[str]:
    """Write answers whose score follows all ratings; return the names of the ratings."""
    draw = np.random.default_rng(20260930)
    mood = draw.normal(size=rows).astype(np.float32)
    names = [f"rating {number}" for number in range(1, ratings + 1)]
    columns, score = {}, np.zeros(rows, dtype=np.float32)
    for number, name in enumerate(names):
        noise = draw.normal(size=rows).astype(np.float32)
        columns[name] = np.clip(np.round(3.5 + 0.5 * mood + noise), 1, 5).astype(np.int64)
        score += (0.02 + 0.01 * number) * (columns[name] - 3).astype(np.float32)
    score = 7 + score + draw.normal(0, 1.5, rows).astype(np.float32)
    columns["score"] = np.clip(np.round(score), 0, 10).astype(np.int64)
    pq.write_table(pa.table(columns), path)
    return names


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of a few rounds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return median(times)


def measured(path: Path, names: list[str], *, intervals: bool) -> float:
    def run() -> cx.Result:
        feedback = cx.Feedback(path, score="score", ratings=names)
        return cx.drivers(feedback, intervals=intervals)

    return seconds(run)


def line(name: str, took: float, beside: str = "") -> None:
    print(f"{name:<52}{took:9.2f} s  {beside}", flush=True)


def main(*, large: bool) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.parquet"
        names = write_survey(path, ANSWERS, RATINGS)
        print(f"{ANSWERS:,} answers, {RATINGS} ratings, exact LMG")
        bare = measured(path, names, intervals=False)
        line("cx.drivers without intervals", bare)
        line("cx.drivers with intervals", measured(path, names, intervals=True))
        table = pd.read_parquet(path)
        peer = seconds(
            lambda: pingouin.linear_regression(table[names], table["score"], relimp=True), rounds=1
        )
        line("peer: pingouin, the same without intervals", peer, f"{peer / bare:.0f} × as long")
        if large:
            apart(measure_large, Path(folder) / "large.parquet")


def apart(work: Callable[..., None], *arguments: object) -> None:
    """Run in a process of its own, so that its memory is its own."""
    process = get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()


def measure_large(path: Path) -> None:
    """Write the large survey in one more process, measure, and print the peak of memory."""
    apart(write_survey, path, LARGE, LARGE_RATINGS)
    names = [name for name in pq.read_schema(path).names if name != "score"]
    print(f"\n{LARGE:,} answers, {LARGE_RATINGS} ratings")
    for intervals, words in ((False, "without"), (True, "with")):
        line(f"cx.drivers {words} intervals", measured(path, names, intervals=intervals))
        peak = getrusage(RUSAGE_SELF).ru_maxrss / 1e6
        print(f"    peak memory of the process {peak:.2f} GB")


if __name__ == "__main__":
    main(large="--large" in sys.argv)
