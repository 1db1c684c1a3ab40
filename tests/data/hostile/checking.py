"""One check for all hostile files: no value changed, no row lost unreported, no traceback."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

import cx
from tests.data.hostile.truth import DAMAGED, Column, Row, Truth

SHORTEST_REFUSAL: Final = 40
ULP: Final = 4e-16
_TECHNICAL: Final = re.compile(
    r"Traceback|\b\w*(?:Error|Exception)\b|DuckDB|duckdb|Arrow|codec can't|0x[0-9a-f]{2}\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A table that was read, beside the rows of the truth that are in it."""

    table: Any
    truth: Truth
    kept: tuple[tuple[int, Row, int | None], ...]
    encoding_in_doubt: bool

    @property
    def extras(self) -> bool:
        return any(row.state == "extra" for _, row, _ in self.kept)


def check_reading(source: bytes | Path, *truths: Truth, **options: Any) -> None:
    """Read a file and hold what comes out against the truth.

    Raises:
        AssertionError: a value is not what the file says, a row is neither in the table nor
            rejected with its number and a reason, or a refusal does not say what to do.
    """
    try:
        reading = cx.read(source, **options)
    except cx.UnreadableFile as refusal:
        _check_refusal(str(refusal), truths)
        return
    assert all(truth.refusal != "required" for truth in truths), "read, and no table is in it"
    found = [table.name for table in reading.tables]
    assert len(found) == len(truths), f"{len(truths)} tables expected, found {found}"
    for table, truth in zip(reading.tables, truths, strict=True):
        _check_counts(table)
        _check_words(table, truth)
        _check_table(table, truth)


def _check_refusal(message: str, truths: Sequence[Truth]) -> None:
    assert any(truth.refusal != "never" for truth in truths), f"refused: {message}"
    assert len(message) >= SHORTEST_REFUSAL, f"says too little: {message}"
    assert not _TECHNICAL.search(message), f"speaks of the program: {message}"
    if all(truth.refusal == "required" for truth in truths):
        for pattern in (pattern for truth in truths for pattern in truth.says):
            assert re.search(pattern, message), f"no “{pattern}” in: {message}"


def _check_counts(table: Any) -> None:
    health = table.health
    assert health.rows_in == health.rows_kept + health.rows_rejected
    assert health.rows_kept == table.frame.num_rows
    assert health.rows_rejected == len(table.rejected)


def _check_words(table: Any, truth: Truth) -> None:
    said = [str(finding.message) for finding in table.health.findings]
    said += [str(mend.sentence()) for f in table.health.findings for mend in f.mends]
    said += [str(made.step.sentence()) for made in getattr(table, "made", ())]
    reasons = [str(reason) for reason in table.rejected["reason"]]
    for text in (*said, *reasons):
        assert len(text) > 10, f"says nothing: {text}"
        assert not _TECHNICAL.search(text), f"speaks of the program: {text}"
    for pattern in truth.says:
        assert any(re.search(pattern, text) for text in said), f"no “{pattern}” in {said}"


def _check_table(table: Any, truth: Truth) -> None:
    header = truth.header_row if isinstance(truth.header_row, tuple) else (truth.header_row,)
    assert table.health.header_row in header, (
        f"header in row {table.health.header_row}, not {truth.header_row}"
    )
    doubt = any("encoding" in str(finding.message) for finding in table.health.warnings)
    read = _Read(
        table=table,
        truth=truth,
        kept=_placed(table, truth),
        encoding_in_doubt=truth.doubtful and doubt,
    )
    names = table.frame.column_names
    pairs = _paired(table.frame, truth.columns, any_name=read.encoding_in_doubt)
    for column, position in pairs:
        if position is not None:
            _check_column(read, column, names[position], table.frame.column(position))


def _placed(table: Any, truth: Truth) -> tuple[tuple[int, Row, int | None], ...]:
    """Say for each row of the table which row of the truth it is, and where its cells stand."""
    rejected = dict(zip(table.rejected["row"], table.rejected["text"], strict=True))
    kept: list[tuple[int, Row, int | None]] = []
    cells = 0
    for row in truth.rows:
        own = None if row.state == "extra" else cells
        cells += own is not None
        if not _is_rejected(row, rejected):
            assert row.state != "misfit" or row.fits, f"row {row.number} is not rejected"
            kept.append((len(kept), row, own))
        else:
            assert row.state != "sound", f"row {row.number} is sound and was rejected"
    numbers = [row.number for row in truth.rows]
    unknown = [number for number in rejected if number not in numbers]
    assert not unknown, f"rejected under a number that no row has: {unknown}"
    assert len(kept) == table.frame.num_rows, (
        f"{table.frame.num_rows} rows in the table, {len(kept)} expected; rejected {rejected}"
    )
    return tuple(kept)


def _is_rejected(row: Row, rejected: Mapping[int, str]) -> bool:
    if row.number in rejected:
        return True
    return row.state == "at risk" and any(
        number < row.number and row.raw and row.raw in text for number, text in rejected.items()
    )


def _paired(
    frame: pa.Table, columns: Sequence[Column], *, any_name: bool
) -> list[tuple[Column, int | None]]:
    """Find each column of the truth; columns without a name and a value may come and go."""
    pairs: list[tuple[Column, int | None]] = []
    names = frame.column_names
    position = 0
    for column in columns:
        same_name = any_name or column.name is None
        while position < len(names) and not (same_name or names[position] == column.name):
            assert column.kind == "blank" or _is_blank(frame, position), (
                f"column {position + 1} is called “{names[position]}”, not “{column.name}”"
            )
            if column.kind == "blank":
                break
            position += 1
        found = position < len(names) and (same_name or names[position] == column.name)
        assert found or column.kind == "blank", f"“{column.name}” is not among {names}"
        pairs.append((column, position if found else None))
        position += found
    left = [names[rest] for rest in range(position, len(names)) if not _is_blank(frame, rest)]
    assert not left, f"columns that the file does not have: {left}"
    return pairs


def _is_blank(frame: pa.Table, position: int) -> bool:
    return frame.column(position).null_count == frame.num_rows


def _check_column(read: _Read, column: Column, name: str, found: pa.ChunkedArray) -> None:
    kind = _kind(found.type)
    values = found.to_pylist()
    if column.kind == "blank" and all(value is None for value in values):
        return
    if kind == "text" and column.kind != "text":
        settled = column.typing == "must" and not column.strays and not read.extras
        assert not settled, f"“{name}” stays text: {values[:6]}"
        _check_spelling(read, column, name, values)
        return
    either = any(isinstance(value, tuple) for value in column.values)
    assert either or kind == column.kind or {kind, column.kind} == {"date", "time"}, (
        f"“{name}” is {kind}, not {column.kind}: {values[:6]} from {column.texts[:6]}"
    )
    if column.typing == "asked":
        _check_asked(read, column, name, values)
        return
    for position, row, cell in read.kept:
        wanted = column.values[cell] if cell is not None else None
        _check_value(read, column, name, row, values[position], wanted, cell)


def _kind(dtype: pa.DataType) -> str:
    kinds = {
        "truth": pa.types.is_boolean(dtype),
        "number": pa.types.is_integer(dtype)
        or pa.types.is_floating(dtype)
        or pa.types.is_decimal(dtype),
        "date": pa.types.is_date(dtype),
        "time": pa.types.is_timestamp(dtype),
    }
    return next((kind for kind, true in kinds.items() if true), "text")


def _check_spelling(read: _Read, column: Column, name: str, values: Sequence[Any]) -> None:
    for position, row, cell in read.kept:
        if cell is None:
            continue
        spelled = column.texts[cell]
        right = spelled if isinstance(spelled, tuple) else (spelled,)
        value = values[position]
        if value is None and column.values[cell] is None:
            _check_missing_is_said(read, column, name, cell)
        elif column.values[cell] is DAMAGED:
            _check_warned(read, name, row)
        else:
            assert value in right, f"row {row.number} of “{name}”: {value!r} for {right}"


def _check_asked(read: _Read, column: Column, name: str, values: Sequence[Any]) -> None:
    offered = [f for f in read.table.health.findings if f.column == name and len(f.mends) > 1]
    assert offered, f"“{name}” could be read in two ways, and one was taken: {values[:4]}"
    read_as = [value for value in values if value is not None]
    readings = [
        [
            reading[cell]
            for _, _, cell in read.kept
            if cell is not None and reading[cell] is not None
        ]
        for reading in (column.values, column.other)
    ]
    assert any(_all_same(read_as, reading) for reading in readings), f"“{name}”: {read_as}"


def _all_same(values: Sequence[Any], wanted: Sequence[Any]) -> bool:
    pairs = zip(values, wanted, strict=False)
    return len(values) == len(wanted) and all(_same(a, b, near=True) for a, b in pairs)


def _check_value(
    read: _Read, column: Column, name: str, row: Row, value: Any, wanted: Any, cell: int | None
) -> None:
    where = f"row {row.number} of “{name}”"
    if wanted is DAMAGED:
        _check_warned(read, name, row)
    elif cell is None:
        if column.kind != "text" and value is None:
            _check_unread(read, name, row, None)
    elif wanted is None:
        assert value is None, f"{where}: {value!r} where nothing stands"
        _check_missing_is_said(read, column, name, cell)
    elif column.kind != "text" and isinstance(wanted, str):
        assert value is None, f"{where}: {value!r} made of {wanted!r}"
        _check_unread(read, name, row, wanted)
    elif not (column.kind == "text" and read.encoding_in_doubt):
        assert _same(value, wanted, near=column.near), f"{where}: {value!r}, not {wanted!r}"


def _same(value: Any, wanted: Any, *, near: bool) -> bool:
    if isinstance(wanted, tuple):
        return value in wanted
    if isinstance(wanted, bool) or isinstance(value, bool):
        return value is wanted
    if isinstance(wanted, float) and isinstance(value, int | float):
        close = near and math.isclose(value, wanted, rel_tol=ULP)
        return close or float(value) == wanted
    if isinstance(value, datetime) and not isinstance(wanted, datetime):
        return value == datetime(wanted.year, wanted.month, wanted.day)  # noqa: DTZ001
    if isinstance(wanted, datetime) and isinstance(value, date) and not isinstance(value, datetime):
        return False
    return bool(value == wanted)


def _check_missing_is_said(read: _Read, column: Column, name: str, cell: int) -> None:
    """A word that stands for nothing, such as NA, may not vanish in silence."""
    spelled = column.texts[cell]
    if isinstance(spelled, str) and spelled.strip():
        said = any(f.column == name and f.rows for f in read.table.health.findings)
        assert said, f"“{spelled}” in “{name}” counts as missing, and nothing says so"


def _check_unread(read: _Read, name: str, row: Row, text: str | None) -> None:
    unread = read.table.unread
    here = unread[(unread["row"] == row.number) & (unread["column"] == name)]
    assert len(here) == 1, f"row {row.number} of “{name}” is missing and not among the unread"
    assert text is None or here["text"].iloc[0] == text


def _check_warned(read: _Read, name: str, row: Row) -> None:
    unread = read.table.unread
    reported = bool(read.table.health.warnings) or bool((unread["row"] == row.number).any())
    assert reported, f"damage in row {row.number} of “{name}” is reported nowhere"
