"""Workbooks made to fill the memory are refused at once, or read where they are harmless."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from string import ascii_uppercase

import pytest

from cx.data.sheets.workbook import read_workbook
from cx.data.source import opened
from cx.errors import UnreadableFile
from tests.data.workbook_files import (
    SPREADSHEET,
    number,
    ods,
    ods_cell,
    ods_row,
    packed,
    row,
    text,
    xlsb,
    xlsx,
)

ROOT = Path(__file__).parents[2]
SECONDS = 5
MEGABYTES = 500
LAST_ROW = 1_048_576

# Linux tells the peak of a process without that of the one that started it.
READER = """
import json, pathlib, re, sys, time
from cx.data.source import opened
from cx.data.sheets.workbook import read_workbook
from cx.errors import UnreadableFile
status = pathlib.Path("/proc/self/status")
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    start = time.process_time()
    try:
        with opened(path) as source:
            found = [grid.cells.shape for grid in read_workbook(source)]
    except UnreadableFile as error:
        found = str(error)
    seconds = time.process_time() - start
    peak = float("nan")
    if status.exists():
        peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024
    print(json.dumps([path.stem, found, seconds, peak]), flush=True)
"""


def read(content):
    with opened(content) as source:
        return read_workbook(source)


def far_corner():
    return xlsx(row(1, number("A1", 1)) + row(LAST_ROW, number(f"XFD{LAST_ROW}", 1)))


def far_corner_out_of_order():
    return xlsx(
        row(1, number("A1", 1))
        + row(LAST_ROW, number(f"XFD{LAST_ROW}", 1))
        + row(2, number("A2", 1))
    )


def shared_text_in_every_cell():
    cells = "".join(row(n, f'<c r="A{n}" t="s"><v>0</v></c>') for n in range(1, 100_001))
    return xlsx(cells, strings=["y" * 32_000])


def formatted_empty_cells():
    cells = "".join(f'<c r="{letter}#" s="1"/>' for letter in ascii_uppercase)
    line = row("#", cells)
    lines = (line.replace("#", str(n)) for n in range(2, 230_000))
    return xlsx(row(1, text("A1", "a")) + "".join(lines))


def opendocument_that_repeats():
    cell = ods_cell(1, repeated=16_384)
    return ods(ods_row(ods_cell("a")) + ods_row(cell, repeated=LAST_ROW))


def opendocument_far_corner():
    return ods(
        ods_row(ods_cell("a"), ods_cell(repeated=10_000), ods_cell("b"))
        + ods_row(ods_cell(), repeated=200_000)
        + ods_row(ods_cell(1))
    )


def all_columns():
    names = [f"{a}{b}{c}" for a in "ABCDEFGH" for b in ascii_uppercase for c in ascii_uppercase]
    return xlsx("".join(row(n, *(number(f"{name}{n}", n) for name in names)) for n in range(1, 30)))


def long_cell():
    return xlsx(row(1, text("A1", "x" * 10_000_000)))


def bomb():
    return xlsx(row(1, text("A1", "x" * 60_000_000)))


def binary_far_corner():
    return xlsb({0: {0: 1.0}, LAST_ROW - 1: {16_383: 1.0}})


def binary_far_corner_denied():
    return xlsb({0: {0: 1.0}, LAST_ROW - 1: {16_383: 1.0}}, extent=(0, 1, 0, 1))


def untrue_extent():
    rows = row(1, text("A1", "nps"), text("B1", "id")) + row(2, number("A2", 9), text("B2", "a"))
    return xlsx(rows, head=f'<dimension ref="A1:XFD{LAST_ROW}"/>')


def formatted_cells_below():
    filled = row(1, text("A1", "nps")) + "".join(row(n, number(f"A{n}", n)) for n in range(2, 12))
    empty = (f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(12, 300_000))
    return xlsx(filled + "".join(empty))


EXPECTED = {
    far_corner: "reach to XFD1048576, and nearly all in between are empty",
    far_corner_out_of_order: "reach to XFD1048576",
    binary_far_corner: "reach to XFD1048576",
    binary_far_corner_denied: "reach to XFD1048576",
    opendocument_far_corner: "reach to NTR200002",
    opendocument_that_repeats: "reach to XFD1048577",
    shared_text_in_every_cell: "take more than 1,024 MB once they stand in each of its cells",
    formatted_empty_cells: "holds millions of cells that are formatted and empty",
    long_cell: "more than 1,000,000 characters",
    bomb: "more than 200 times as large",
    all_columns: "The table has 5,408 columns; 4,000 can be read",
    untrue_extent: [[1, 2]],
    formatted_cells_below: [[10, 1]],
}


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    """What one process makes of all files: for each what it found, its seconds and peak memory."""
    folder = tmp_path_factory.mktemp("hostile")
    for content in EXPECTED:
        (folder / f"{content.__name__}.xlsx").write_bytes(content())
    run = subprocess.run(
        [sys.executable, "-c", READER, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = map(json.loads, run.stdout.splitlines())
    return {name: (*rest, run.stderr[-2000:]) for name, *rest in lines}


@pytest.mark.parametrize(
    ("content", "expected"), EXPECTED.items(), ids=lambda each: getattr(each, "__name__", "")
)
def test_refused_or_read_in_time_and_memory(content, expected, readings):
    found, seconds, peak, trouble = readings[content.__name__]
    assert expected in found if isinstance(expected, str) else expected == found, trouble
    assert seconds < SECONDS
    assert not peak > MEGABYTES


def test_rows_formatted_to_the_right_end_are_no_columns():
    rows = row(1, text("A1", "nps"), '<c r="XFD1" s="1"/>') + row(
        2, number("A2", 9), '<c r="XFD2" s="1"></c>'
    )
    (grid,) = read(xlsx(rows))
    assert grid.cells.shape == (1, 1)


def test_cells_without_addresses_stand_one_after_the_other():
    rows = "<row><c t='inlineStr'><is><t>nps</t></is></c></row>" + "<row><c><v>9</v></c></row>" * 3
    (grid,) = read(xlsx(rows))
    assert grid.cells.to_pylist() == [{"c0": "9"}] * 3


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_words_of_its_own_are_not_expanded(declaration):
    word = "&c;" if "ENTITY c" in declaration else "&b;"
    with pytest.raises(UnreadableFile, match="The sheet “Sheet1” cannot be read"):
        read(xlsx(row(1, text("A1", word)), declaration=declaration))


def test_words_of_its_own_in_the_directory_are_refused():
    directory = (
        f'<!DOCTYPE a [<!ENTITY b "ha">]><workbook xmlns="{SPREADSHEET}"><sheets>'
        '<sheet name="&b;" sheetId="1"/></sheets></workbook>'
    )
    with pytest.raises(UnreadableFile, match="The workbook is damaged"):
        read(xlsx("", extra={"xl/workbook.xml": directory}))


def test_a_workbook_in_an_archive_is_refused():
    inner = xlsx(row(1, number("A1", 1)))
    with pytest.raises(UnreadableFile, match="This is an archive or a document, not a workbook"):
        read(packed({"survey.xlsx": inner}))


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_half_a_workbook_is_refused(kept):
    whole = xlsx("".join(row(n, number(f"A{n}", n)) for n in range(1, 2000)))
    with pytest.raises(UnreadableFile, match="The workbook is damaged"):
        read(whole[: int(len(whole) * kept)])


def test_flipped_bytes_are_noticed_or_harmless():
    whole = xlsx("".join(row(n, number(f"A{n}", n)) for n in range(1, 2000)))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 100
    flipped = bytes(255 - byte for byte in whole[start : start + 50])
    broken = whole[:start] + flipped + whole[start + 50 :]
    with pytest.raises(UnreadableFile, match="damaged"):
        read(broken)


def test_a_sheet_that_is_not_there_is_refused():
    with pytest.raises(UnreadableFile, match="The workbook is damaged"):
        read(xlsx("", extra={"xl/_rels/workbook.xml.rels": "<Relationships/>"}))
