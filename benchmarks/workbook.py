"""How fast and with how much memory a workbook is read: `python benchmarks/workbook.py`.

200,000 rows × 20 columns of seeded made-up data as .xlsx. Each reader runs in a process of its
own, three times; figures are medians of the same run. Ratios are what counts: times vary between
machines.
"""

import argparse
import datetime as dt
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).parents[1]
ROWS = 200_000
COLUMNS = 20
RUNS = 3

PANDAS = "import pandas; pandas.read_excel(path, engine='openpyxl')"
FASTEXCEL = "import fastexcel; fastexcel.read_excel(path).load_sheet(0).to_arrow()"
GRIDS = """
from cx.data.source import opened
from cx.data.sheets.workbook import read_workbook
with opened(path) as source:
    read_workbook(source)
"""
READ = "import cx; cx.read(open(path, 'rb').read()).tables[0]"

# What a running server has loaded is part of neither: imports, lists of words.
WARM = "import cx; cx.read(b'score,why\\n9,good\\n3,bad\\n')"

MEASURED = """
import json, pathlib, re, sys, time
path = sys.argv[1]
{imports}
start = time.perf_counter()
{work}
seconds = time.perf_counter() - start
status = pathlib.Path("/proc/self/status").read_text()
print(json.dumps([seconds, int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024]))
"""
READERS = {
    "pandas, openpyxl": ("import pandas, openpyxl", PANDAS, 1),
    "fastexcel alone": ("import fastexcel, pyarrow", FASTEXCEL, RUNS),
    "read_workbook: cells": ("import cx", GRIDS, RUNS),
    "cx.read: bytes to Parquet": (WARM, READ, RUNS),
}


def write(path: Path, rows: int) -> None:
    """Write scores, amounts with all their digits, words, dates and identifiers."""
    rng = random.Random(20261124)  # noqa: S311
    words = [f"word {number}" for number in range(500)]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Orders")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, [f"column {number}" for number in range(COLUMNS)])
        first = dt.datetime(2024, 1, 1)  # noqa: DTZ001
        for row in range(1, rows + 1):
            for column in range(0, COLUMNS, 5):
                sheet.write_number(row, column, rng.randint(0, 10))
                sheet.write_number(row, column + 1, rng.random() * 1000)
                sheet.write_string(row, column + 2, rng.choice(words))
                sheet.write_datetime(
                    row, column + 3, first + dt.timedelta(days=rng.randint(0, 700)), day
                )
                sheet.write_string(row, column + 4, f"id{rng.randint(0, 10**9):010d}")


def measured(imports: str, work: str, path: Path) -> tuple[float, float]:
    """Return seconds and peak megabytes."""
    code = MEASURED.format(imports=imports, work=work)
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    seconds, megabytes = json.loads(run.stdout.splitlines()[-1])
    return seconds, megabytes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--file", type=Path, help="a workbook to read instead of a made-up one")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "orders.xlsx"
        if given.file is None:
            write(path, given.rows)
        figures: dict[str, tuple[float, float]] = {}
        for name, (imports, work, runs) in READERS.items():
            found = [measured(imports, work, path) for _ in range(runs)]
            seconds, megabytes = (statistics.median(each) for each in zip(*found, strict=True))
            figures[name] = (seconds, megabytes)
            print(f"{name:28} {seconds:7.2f} s {megabytes:7.0f} MB", flush=True)
    fast, slow = figures["fastexcel alone"][0], figures["pandas, openpyxl"][0]
    for name in list(READERS)[2:]:
        taken = figures[name][0]
        ratios = f"{taken / fast:.2f} × fastexcel alone, {slow / taken:.1f} × faster than pandas"
        print(f"{name}: {ratios}")


if __name__ == "__main__":
    main()
