"""What a large workbook tells by type is read to the same table as the text of its cells."""

import math

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cx
import cx.data.sheets.sheet
from cx.data.sheets.column import Column
from cx.data.spelling.verdict import Spelled, Spelling, spelled
from cx.data.typed_cells import as_text, means_its_values
from tests.data.workbook_files import SPREADSHEET, number, row, text, xlsx

DAY, MOMENT, DURATION = 1, 2, 3
LOOKS = (
    f'<styleSheet xmlns="{SPREADSHEET}"><cellXfs count="4"><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)


def styled(style):
    return lambda value: f'<c r="#" s="{style}"><v>{value!r}</v></c>'


def of(values, cell=lambda value: number("#", repr(value))):
    return values.map(cell)


SORTS = {
    "whole": of(st.integers(-5, 10)),
    "decimal": of(st.floats(-1e6, 1e6, allow_subnormal=False)),
    "long": of(st.integers(10**14, 10**17)),
    "day": of(st.integers(2, 60_000), styled(DAY)),
    "moment": of(st.integers(9_000, 240_000).map(lambda n: n / 4), styled(MOMENT)),
    "duration": of(st.sampled_from([0.25, 0.5, 1.75]), styled(DURATION)),
    "serial": of(st.integers(44_000, 46_000)),
    "truth": st.sampled_from(["0", "1"]).map(lambda v: f'<c r="#" t="b"><v>{v}</v></c>'),
    "word": st.sampled_from(["good", "bad", "NA", " "]).map(lambda v: text("#", v)),
}
ODD = st.sampled_from(["", '<c r="#" t="e"><v>#N/A</v></c>'])
NAMES = ["score", "customer id", "when", "2024", "amount", "date", "phone", "comment"]


@st.composite
def sheets(draw):
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    height = draw(st.integers(3, 12))
    columns = []
    for _ in names:
        cells = SORTS[draw(st.sampled_from(sorted(SORTS)))]
        cells = st.one_of(cells, cells, ODD) if draw(st.booleans()) else cells
        columns.append(draw(st.lists(cells, min_size=height, max_size=height)))
    heading = [number("#", 2024) if name == "2024" else text("#", name) for name in names]
    lines = [heading, *zip(*columns, strict=True)]
    if draw(st.booleans()):
        lines.insert(draw(st.integers(2, len(lines))), heading)
    return xlsx(
        "".join(
            row(n, *(c.replace("#", f"{at}{n}", 1) for at, c in zip("ABCD", line, strict=False)))
            for n, line in enumerate(lines, start=1)
        ),
        looks=LOOKS,
    )


def read(sheet, *, by_type):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cx.data.sheets.sheet, "LARGE", -1 if by_type else 10**9)
        try:
            return [told(table) for table in cx.read(sheet).tables]
        except cx.CxError as error:
            return str(error)


def told(table):
    counted = (table.health.rows_in, table.health.rows_kept, table.health.rows_rejected)
    findings = [str(finding.message) for finding in table.health.findings]
    return table.frame, findings, counted, table.unread.to_dict(), table.rejected.to_dict()


@given(sheets())
@settings(max_examples=20, deadline=None)
def test_a_table_is_the_same_whether_its_cells_come_as_values_or_as_text(sheet):
    assert read(sheet, by_type=True) == read(sheet, by_type=False)


def means(values, kind, found):
    return means_its_values(pa.chunked_array([pa.array(values, kind)]), found)


def spelled_as(**spelling):
    return Spelled(best=Spelling(**spelling), fits=1, values=1)


@pytest.mark.parametrize(
    ("values", "kind", "spelling", "expected"),
    [
        ([1.0, None, -3.0], pa.float64(), {"kind": "integer"}, True),
        ([1.0, 2.5], pa.float64(), {"kind": "integer"}, False),
        ([1.0, 2.5], pa.float64(), {"kind": "decimal"}, True),
        ([1.0, 1e15], pa.float64(), {"kind": "integer"}, False),
        ([1.0, math.nan], pa.float64(), {"kind": "decimal"}, False),
        ([1.0, math.inf], pa.float64(), {"kind": "decimal"}, False),
        ([45_000.0], pa.float64(), {"kind": "date", "order": "serial"}, False),
        ([20241231.0], pa.float64(), {"kind": "date", "order": "eight digits"}, False),
        ([1.0], pa.float64(), {"kind": "text"}, False),
        ([None], pa.float64(), {"kind": "integer"}, False),
        ([86_400_000], pa.timestamp("ms"), {"kind": "date", "order": "ymd"}, True),
        ([-86_400_000, 1], pa.timestamp("ms"), {"kind": "date", "order": "ymd"}, False),
        ([86_400_000, 1], pa.timestamp("ms"), {"kind": "time", "order": "ymd"}, True),
        ([True, None], pa.bool_(), {"kind": "truth", "yes": "true", "no": "false"}, True),
        ([True, None], pa.bool_(), {"kind": "text"}, False),
    ],
)
def test_values_are_kept_where_their_text_would_say_just_the_same(values, kind, spelling, expected):
    assert means(values, kind, spelled_as(**spelling)) is expected


def test_values_whose_text_can_be_read_in_two_ways_are_left_to_it():
    serial = spelled({"45000": 3, "45001": 2}, name="date")
    assert serial.others
    assert not means([45_000.0], pa.float64(), serial)


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (
            [0.1 + 0.2, 5.0, 1e17, None],
            pa.float64(),
            ["0.30000000000000004", "5", f"{10**17}", None],
        ),
        ([1e10 + 0.5, -1e12 - 0.25], pa.float64(), ["10000000000.5", "-1000000000000.25"]),
        ([1500, 0], pa.timestamp("ms"), ["1970-01-01 00:00:01.500", "1970-01-01 00:00:00"]),
        ([90_061_001, -1000], pa.duration("ms"), ["25:01:01.001", "-00:00:01"]),
        ([True, None], pa.bool_(), ["true", None]),
    ],
)
def test_the_text_of_values_says_exactly_what_they_are(values, kind, expected):
    assert as_text(pa.array(values, kind)).to_pylist() == expected


def test_a_column_gives_values_below_its_header_and_text_where_the_header_is_among_them():
    column = Column(pa.array(["score", None]), pa.array([9.0, None, 7.5]))
    assert column.cells(2, 3).to_pylist() == [9.0, None, 7.5]
    assert column.cells(1, 3).to_pylist() == [None, "9", None]
    assert column.texts(0, 9).to_pylist() == ["score", None, "9", None, "7.5"]
    assert column.filled().tolist() == [True, False, True, False, True]
