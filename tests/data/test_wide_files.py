"""Files with hundreds of columns are read in seconds; those with far too many are refused."""

import io
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from cx.data import conversion
from cx.data.reading import read
from cx.errors import UnreadableFile


def wide(columns, rows=20):
    scores = np.random.default_rng(3).integers(0, 11, (rows, columns))
    lines = [[f"q{number}" for number in range(columns)], *scores.tolist()]
    return "".join(",".join(map(str, line)) + "\n" for line in lines).encode(), scores


def test_a_survey_of_four_hundred_questions_is_read_in_seconds():
    data, scores = wide(400)
    start = time.process_time()
    (table,) = read(data).tables
    assert time.process_time() - start < 8
    assert np.array_equal(np.column_stack(table.frame.columns), scores)
    assert [column.distinct for column in table.columns] == [len(set(q)) for q in scores.T]


def test_line_breaks_in_cells_are_counted_in_a_wide_file():
    row = ",".join(['"one\ntwo"'] * 600)
    (table,) = read(f"{','.join(f'q{n}' for n in range(600))}\n{row}\n{row}\n".encode()).tables
    assert table.frame.shape == (2, 600)


def test_columns_look_the_same_alone_and_together(monkeypatch):
    rows = "".join(f"{n},yes,2024-01-{n:02d},N/A,{n}.5,00{n}\n" for n in range(1, 29))
    data = f"a,b,c,d,e,f\n{rows}x,y,z,none,?,-\n".encode()
    together = read(data).tables[0]
    monkeypatch.setattr(conversion, "COLUMNS_AT_ONCE", 1)
    alone = read(data).tables[0]
    assert alone.frame.equals(together.frame)
    assert alone.health == together.health


def as_text(columns):
    return wide(columns, rows=2)[0]


def as_workbook(columns):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [f"q{number}" for number in range(columns)])
        sheet.write_row(1, 0, range(columns))
    return out.getvalue()


def as_parquet(columns):
    out = io.BytesIO()
    pq.write_table(pa.table({f"q{number}": [number] for number in range(columns)}), out)
    return out.getvalue()


@pytest.mark.parametrize("written", [as_text, as_workbook, as_parquet])
def test_more_columns_than_can_be_read_are_refused_with_the_limit(written):
    with pytest.raises(UnreadableFile, match="has 16,384 columns; 4,000 can be read"):
        read(written(16_384))
