"""How long `cx.funnel` takes beside the least that any funnel must do.

The floor reads and filters the same file and groups once by customer, in DuckDB, in the same run:
absolute times vary between machines, the ratio hardly does.

    python benchmarks/funnel.py [rows]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cx.analyses.funnel import funnel
from cx.data.dataset import Events

STEPS = ("visit", "view", "cart", "pay", "refer")
OTHERS = ("search", "help")
CHANCES = (0.30, 0.25, 0.15, 0.06, 0.04, 0.10, 0.10)
EVENTS_EACH = 20
DAYS = 90
ROUNDS = 3


def write_log(path: Path, rows: int) -> None:
    """Write random events of `rows` ÷ 20 customers over 90 days."""
    draw = np.random.default_rng(20260711)
    day = 86_400_000_000
    begin = int(np.datetime64("2026-01-01", "us").astype("int64"))
    names = np.array([*STEPS, *OTHERS])
    table = pa.table(
        {
            "customer": draw.integers(0, max(1, rows // EVENTS_EACH), rows),
            "time": pa.array(begin + draw.integers(0, DAYS * day, rows), pa.timestamp("us")),
            "event": names[draw.choice(len(names), rows, p=CHANCES)],
            "device": np.array(["phone", "computer"])[draw.integers(0, 2, rows)],
        }
    )
    pq.write_table(table, path)


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return median(times)


def main(rows: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        write_log(path, rows)
        floor_query = (
            "SELECT count(*), max(first) FROM (SELECT customer, min(time) AS first "  # noqa: S608, constants only
            f"FROM read_parquet(?) WHERE event IN {STEPS} GROUP BY customer)"
        )
        connection = duckdb.connect()
        floor = seconds(lambda: connection.execute(floor_query, [str(path)]).fetchall())
        print(f"{rows:,} events of {rows // EVENTS_EACH:,} customers, {len(STEPS)} steps, 14 days")
        print(f"{'floor: scan, filter, one GROUP BY':<36}{floor:8.3f} s")

        def run(steps: tuple[str, ...] = STEPS, **options: str) -> Callable[[], object]:
            roles = {"customer": "customer", "time": "time", "event": "event"}
            return lambda: funnel(Events(path, **roles), steps, window="14D", **options)

        cases = {
            "cx.funnel ordered": run(),
            "cx.funnel ordered, by device": run(by="device"),
            "cx.funnel any": run(order="any"),
            "cx.funnel strict": run(order="strict"),
            "cx.funnel ordered, a step repeated": run((*STEPS[:3], STEPS[2], *STEPS[3:])),
        }
        for name, work in cases.items():
            took = seconds(work)
            print(f"{name:<36}{took:8.3f} s{took / floor:8.1f} × floor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
