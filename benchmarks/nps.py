"""How fast `cx.nps` is beside the bare grouped query: `python benchmarks/nps.py [answers]`.

Ten million answers on Parquet, five groups, 24 months; both run in turn, figures are medians.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

import cx

RUNS = 7
SHARES = np.array([2, 1, 1, 2, 2, 5, 6, 12, 20, 22, 27]) / 100
COUNTRIES = np.array(["Germany", "France", "China", "United Kingdom", "Spain"])


def write(path: Path, answers: int) -> None:
    """Write scores from 0 to 10, a country and a time of two years."""
    draw = np.random.default_rng(20261124)
    seconds = draw.integers(0, 730 * 86_400, answers).astype("timedelta64[s]")
    columns = {
        "score": draw.choice(11, answers, p=SHARES),
        "country": COUNTRIES[draw.integers(0, len(COUNTRIES), answers)],
        "when": np.datetime64("2024-01-01", "us") + seconds,
    }
    pq.write_table(pa.table(columns), path)


def bare(feedback: cx.Feedback) -> Any:
    """Count promoters and detractors by country and month, and nothing else."""
    table = feedback.table
    grouped = table.group_by(country=table.country, month=table.when.truncate("M")).aggregate(
        n=table.count(),
        promoters=(table.score >= 9).sum(),
        detractors=(table.score < 7).sum(),
    )
    return grouped.to_pyarrow()


def seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(answers: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.parquet"
        write(path, answers)
        feedback = cx.Feedback(path, score="score", time="when", segments=["country"])
        feedback.rows  # noqa: B018, counted once for every analysis
        cases = {
            "bare grouped query": lambda: bare(feedback),
            "cx.nps by country and month": lambda: cx.nps(feedback, by="country", every="month"),
        }
        for work in cases.values():
            work()
        found = {name: [] for name in cases}
        for _ in range(RUNS):
            for name, work in cases.items():
                found[name].append(seconds(work))
        base = statistics.median(found["bare grouped query"])
        print(f"{answers:,} answers")
        for name, runs in found.items():
            median = statistics.median(runs)
            print(f"{name:30}{median:8.2f} s{median / base:8.2f} ×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
