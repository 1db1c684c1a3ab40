"""How long a file takes from its bytes to a dataset, beside readers that only parse it.

The floor is what the engine takes to turn the same file into Parquet and nothing else: types are
guessed from some rows, no value is checked, no row accounted for.

Each case runs three times in a process of its own, in turn with its peers; time is the median,
memory the highest peak of the process above what it took to import its libraries.

    python benchmarks/reading.py [rows]
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
COMMENTS = (
    "delivery was slow",
    "great shop",
    "too expensive for me",
    "ok",
    "would buy again",
    "送货很慢",
)
MEASURE = r"""
import json, re, sys, time
sys.path.insert(0, {root!r})
{setup}
def peak():
    status = open("/proc/self/status").read()  # Linux; what resource tells includes the parent
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024
before = peak()
start = time.perf_counter()
{work}
print(json.dumps([time.perf_counter() - start, peak() - before, peak()]))
"""
OURS = "dataset = cx.read({path!r}).datasets[0]; dataset.rows"
SETUP_OURS = "import cx; cx.read(b'score,why\\n9,good\\n3,bad\\n')"
PANDAS = "pd.read_csv({path!r}, encoding={encoding!r})"
SETUP_FLOOR = "import duckdb; engine = duckdb.connect()"
FLOOR = "engine.execute(\"COPY (FROM read_csv('{path}')) TO '{path}.parquet' (FORMAT parquet)\")"


def write_answers(rows: int, folder: Path) -> dict[str, Path]:
    """Write a survey of `rows` answers and 20 columns, in UTF-8 and in GB18030."""
    draw = np.random.default_rng(20261124)
    seconds = draw.integers(0, 365 * 86_400, rows)
    frame = pd.DataFrame(
        {
            "customer_id": [f"C{number:08d}" for number in draw.integers(0, rows // 4 + 1, rows)],
            "time": (pd.Timestamp("2025-01-01") + pd.to_timedelta(seconds, unit="s")).strftime(
                "%Y-%m-%d %H:%M:%S"
            ),
            "recommend": draw.integers(0, 11, rows),
            **{f"rating {number}": draw.integers(1, 6, rows) for number in range(1, 9)},
            **{f"amount {number}": draw.lognormal(3, 1, rows).round(2) for number in range(1, 4)},
            "comment": np.array(COMMENTS)[draw.integers(0, len(COMMENTS), rows)],
            **{
                name: np.array(values)[draw.integers(0, len(values), rows)]
                for name, values in {
                    "country": ["Germany", "France", "China", "United Kingdom"],
                    "device": ["phone", "computer", "tablet"],
                    "channel": ["email", "paid search", "social", "organic"],
                    "plan": ["free", "basic", "pro"],
                    "returning": ["yes", "no"],
                }.items()
            },
        }
    )
    paths = {"utf-8": folder / "answers.csv", "gb18030": folder / "answers.gb18030.csv"}
    for encoding, path in paths.items():
        frame.to_csv(path, index=False, encoding=encoding)
    return paths


def measured(setup: str, work: str) -> tuple[float, float, float]:
    """Run a piece of work in a process of its own: seconds, MB above the imports, MB in all."""
    command = (sys.executable, "-c", MEASURE.format(root=str(ROOT), setup=setup, work=work))
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return tuple(json.loads(run.stdout.splitlines()[-1]))


def main(rows: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write_answers(rows, Path(folder))
        size = paths["utf-8"].stat().st_size / 1e6
        print(f"{rows:,} rows, 20 columns, {size:,.0f} MB")
        cases = {}
        for encoding, path in paths.items():
            arguments = {"path": str(path), "encoding": encoding}
            cases[f"cx.read, {encoding}"] = (SETUP_OURS, OURS.format(**arguments))
            work = PANDAS.format(**arguments)
            cases[f"pandas.read_csv, {encoding}"] = ("import pandas as pd", work)
        cases["floor: DuckDB to Parquet, utf-8"] = (SETUP_FLOOR, FLOOR.format(path=paths["utf-8"]))
        found = {name: [] for name in cases}
        for _ in range(ROUNDS):
            for name, (setup, work) in cases.items():
                found[name].append(measured(setup, work))
        base = statistics.median(run[0] for run in found["pandas.read_csv, utf-8"])
        for name, runs in found.items():
            seconds = statistics.median(run[0] for run in runs)
            above, peak = max(run[1] for run in runs), max(run[2] for run in runs)
            ratio = seconds / base
            print(f"{name:32}{seconds:8.2f} s {ratio:6.2f} ×{above:9.0f} MB{peak:9.0f} MB in all")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
