"""The only module that knows where tables live: an Ibis table on DuckDB unless one is handed in."""

from __future__ import annotations

import hashlib
import os
import threading
import weakref
from collections import Counter, deque
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cx.data.arrow import from_pandas, storable
from cx.data.scratch import ROWS_A_GROUP, Scratch
from cx.errors import CxError, UnreadableFile
from cx.wording import msg

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend


class _Engine(threading.local):
    """A database for each thread: threads that share one can wait for each other for ever.

    A table that was handed in lives in it as long as an expression refers to it. It is dropped by
    the thread it belongs to, at its next query: a connection must not serve two threads.
    """

    def __init__(self) -> None:
        connection = duckdb.connect(":memory:")
        connection.execute("set TimeZone = 'UTC'")  # days must not depend on where the server is
        self.backend: Backend = ibis.duckdb.from_connection(connection)
        self.done_with: deque[str] = deque()


_engine: Final = _Engine()


def connect() -> Backend:
    """Return this thread's DuckDB."""
    while _engine.done_with:
        _engine.backend.drop_table(_engine.done_with.popleft())
    return _engine.backend


def as_table(source: Any) -> ir.Table:
    """Turn a pandas or pyarrow table, an Ibis table or a Parquet path into an Ibis table.

    NaN in floating-point columns becomes missing, because an engine would order it as a number.
    Columns of types that no engine knows (periods, lists, objects of several types) become text.
    The source is not changed.

    Raises:
        CxError: the source is no table, or two of its columns cannot be told apart.
        UnreadableFile: the path is not that of a Parquet file.
    """
    if isinstance(source, ir.Table):
        table = source
    elif isinstance(source, pd.DataFrame | pa.Table):
        table = _stored(source)
    elif isinstance(source, str | os.PathLike):
        table = _from_file(Path(source))
    else:
        raise CxError(
            msg(
                "A dataset is made from a pandas or pyarrow table, an Ibis table or the path of a "
                "Parquet file; this is a {kind}.",
                kind=type(source).__name__,
            )
        )
    floating = [name for name, kind in table.schema().items() if kind.is_floating()]
    if not floating:
        return table
    return table.mutate(**{name: _nan_as_missing(table[name]) for name in floating})


def _stored(source: pd.DataFrame | pa.Table) -> ir.Table:
    in_pandas = isinstance(source, pd.DataFrame)
    _tell_apart([str(name) for name in (source.columns if in_pandas else source.column_names)])
    arrow = from_pandas(source) if in_pandas else storable(source)
    name = f"cx_{uuid4().hex}"
    table: ir.Table = connect().create_table(name, arrow, temp=True)
    weakref.finalize(table.op(), _engine.done_with.append, name)
    return table


def _from_file(path: Path) -> ir.Table:
    try:
        _tell_apart(pq.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        raise UnreadableFile(
            msg(
                "{path} is not there or is no Parquet file. Other files are read with cx.read.",
                path=str(path),
            )
        ) from error
    table: ir.Table = connect().read_parquet(os.fspath(path))
    return table


def _tell_apart(names: Sequence[str]) -> None:
    """Refuse names that differ in nothing but case: engines would take one column for another."""
    found = Counter(name.casefold() for name in names)
    alike = [name for name in names if found[name.casefold()] > 1]
    if alike:
        raise CxError(
            msg(
                "These columns cannot be told apart by their names: {columns:list}. Capital and "
                "small letters count as the same; rename one of them.",
                columns=alike,
            )
        )


def _nan_as_missing(column: Any) -> ir.Value:
    return ibis.ifelse(column.isnan(), ibis.null(column.type()), column)


def fetch(expression: ir.Table) -> pd.DataFrame:
    """Run one query and bring its (few) rows to Python, by way of Arrow."""
    frame: pd.DataFrame = expression.to_pyarrow().to_pandas()
    return frame


def write(table: ir.Table) -> Scratch:
    """Write a table to a Parquet file of its own, in the order of its rows."""
    file = Scratch()
    connect().to_parquet(table, file.path, row_group_size=ROWS_A_GROUP)
    return file


def distinct_values(table: ir.Table, column: str, *, limit: int) -> list[str]:
    """Return the different values of a column as text, sorted, at most `limit` of them."""
    values = table.select(value=table[column].cast("string")).distinct().drop_null()
    return list(fetch(values.order_by("value").limit(limit))["value"])


def counts_of(path: str | os.PathLike[str]) -> tuple[int, dict[str, int]]:
    """Return the rows of a Parquet file and the filled cells of each column, from its metadata."""
    stored = pq.read_metadata(path)
    groups = [stored.row_group(number) for number in range(stored.num_row_groups)]
    filled = {  # every file that is asked was written here, with statistics
        name: stored.num_rows - sum(g.column(place).statistics.null_count for g in groups)
        for place, name in enumerate(stored.schema.to_arrow_schema().names)
    }
    return stored.num_rows, filled


def spread(path: str | os.PathLike[str], rows: int) -> ir.Table:
    """Return a Parquet file as a table: all of it, or about `rows` rows from all over it."""
    every = -(-pq.read_metadata(path).num_rows // rows)
    if every <= 1:
        return as_table(path)
    numbered: ir.Table = connect().read_parquet(os.fspath(path), file_row_number=True)
    return numbered.filter(numbered.file_row_number % every == 0).drop("file_row_number")


def content_fingerprint(source: Any) -> str:
    """Return a hash of what `as_table` takes: equal for equal content.

    A Parquet file is hashed by its bytes (once, until it changes); anything else row by row in the
    engine, whatever the order of the rows: names, types and values count, one number travels.
    """
    if isinstance(source, str | os.PathLike):
        state = Path(source).stat()
        return _file_digest(os.fspath(source), state.st_mtime_ns, state.st_size)
    table = as_table(source)
    row = ibis.literal("").concat(*(_unambiguous(table[name]) for name in table.columns))
    total = row.hash().cast("decimal(38, 0)").sum()
    answer = fetch(table.aggregate(rows=table.count(), total=total))
    schema = ",".join(f"{name}:{kind}" for name, kind in table.schema().items())
    return f"{schema}|{answer['rows'][0]}|{answer['total'][0]}"


@lru_cache(maxsize=256)
def _file_digest(path: str, _modified: int, _size: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unambiguous(column: Any) -> ir.StringValue:
    """Write a value so that values set side by side cannot be confused: its length, then itself."""
    text = column.cast("string")
    return (text.length().cast("string") + ":" + text).fill_null("-")
