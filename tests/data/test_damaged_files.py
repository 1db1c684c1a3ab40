"""A damaged file is refused with what is wrong and what to do, wherever the damage is."""

import gzip
import io
import zlib
from datetime import timedelta
from pathlib import Path

import fastexcel
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx.data.reading import read
from cx.errors import CxError, UnreadableFile

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
ANSWERS = "id,评论,score\n" + "".join(f"{n},很好 {n},{n % 11}\n" for n in range(60))


def parquet(table):
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"a,n\x00m\n1,2\n",
        b"a,b\n1,\x002\n",
        b"a,b\n" + b"1,2\n" * 400 + b"3,\x00\n",
        b"a,b\n" + b"1,2\n" * 40_000 + b"3,\x00\n",
        "a,b\n1,\0\n".encode("utf-16"),
    ],
)
def test_nul_characters_in_a_text_are_named(data):
    with pytest.raises(UnreadableFile, match="holds NUL characters.*Export it again"):
        read(data)


def test_utf16_without_a_mark_is_still_read():
    assert read(ANSWERS.encode("utf-16-be")).tables[0].frame.num_rows == 60


def test_bytes_that_do_not_inflate_are_refused():
    packed = bytearray(gzip.compress(ANSWERS.encode()))
    packed[10] = 0xFF  # the first block, after the ten bytes of the header
    with pytest.raises(zlib.error):
        gzip.decompress(packed)
    with pytest.raises(UnreadableFile, match="The packed file is damaged"):
        read(bytes(packed))


@pytest.mark.parametrize("seed", range(4))
def test_parquet_with_wrong_bytes_is_read_or_refused(seed):
    random = np.random.default_rng(seed)
    sound = parquet(pa.table({"id": range(500), "text": [f"answer {n}" for n in range(500)]}))
    refused = 0
    for _ in range(15):
        data = bytearray(sound)
        for place in random.integers(0, len(data), 4):
            data[place] ^= 0xFF
        try:
            read(bytes(data))
        except CxError:
            refused += 1
    assert refused > 0


def test_parquet_cut_short_is_refused():
    data = parquet(pa.table({"id": range(500)}))
    with pytest.raises(UnreadableFile, match="The Parquet file is damaged"):
        read(data[: len(data) // 2])


def test_types_in_parquet_that_are_not_used_here_become_text_and_are_reported():
    data = parquet(
        pa.table(
            {
                "tags": [["a"], ["b", "c"]],
                "place": [{"x": 1}, {"x": 2}],
                "took": [timedelta(hours=1), None],
                "city": pa.array(["Rome", "Oslo"]).dictionary_encode(),
            }
        )
    )
    (table,) = read(data).tables
    assert table.frame.to_pylist()[1] == {
        "tags": "['b', 'c']",
        "place": "{'x': 2}",
        "took": None,
        "city": "Oslo",
    }
    said = [(f.column, str(f.message)) for f in table.health.findings]
    assert [column for column, _ in said] == ["tags", "place", "took"]
    assert "kept as text" in said[0][1]


def test_names_in_parquet_that_cannot_be_worked_with_are_repaired():
    columns = [pa.array([number, 7]) for number in range(4)]
    data = parquet(pa.table(columns, names=["", "Score", "score", "a\0b"]))
    (table,) = read(data).tables
    assert table.frame.column_names == ["column 1", "Score", "score (2)", "a b"]
    assert table.frame["score (2)"].to_pylist() == [2, 7]


def test_a_panic_of_the_reader_of_workbooks_is_a_refusal(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(_path):
        raise PanicException

    monkeypatch.setattr(fastexcel, "read_excel", panic)
    with pytest.raises(UnreadableFile, match="The workbook is damaged"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"))


def test_an_interruption_is_not_taken_for_damage(monkeypatch):
    def interrupted(_path):
        raise KeyboardInterrupt

    monkeypatch.setattr(fastexcel, "read_excel", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"))


@pytest.mark.skipif(not DATA.is_dir(), reason="the public files are not here")
def test_a_workbook_of_the_old_format_cut_short_is_refused():
    data = (DATA / "messy_excel/deaths.xls").read_bytes()
    with pytest.raises(UnreadableFile, match="The workbook is damaged"):
        read(data[:-30])


def test_a_zip_of_an_unknown_version_is_refused():
    out = io.BytesIO()
    pd.DataFrame({"a": [1]}).to_excel(out, engine="xlsxwriter")
    data = bytearray(out.getvalue())
    data[data.index(b"PK\x01\x02") + 6] = 99  # version needed to extract, in the first entry
    with pytest.raises(UnreadableFile, match="The workbook is damaged"):
        read(bytes(data))
