"""The only module that knows where tables live: an Ibis table on DuckDB unless one is handed in."""

from __future__ import annotations

import hashlib
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from cx.errors import CxError
from cx.wording import msg

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

_per_thread = threading.local()


def connect() -> Backend:
    """Return this thread's connection to the process-wide DuckDB database.

    A DuckDB connection must not serve two threads at once; a cursor per thread may.
    """
    if not hasattr(_per_thread, "backend"):
        cursor = _database().cursor()
        cursor.execute("set TimeZone = 'UTC'")  # days must not depend on where the server stands
        _per_thread.backend = ibis.duckdb.from_connection(cursor)
    backend: Backend = _per_thread.backend
    return backend


@lru_cache(maxsize=1)
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


def as_table(source: Any) -> ir.Table:
    """Turn a pandas or pyarrow table, an Ibis table or a Parquet path into an Ibis table.

    NaN in floating-point columns becomes missing, because an engine would order it as a number.
    The source is not changed.
    """
    if isinstance(source, ir.Table):
        table = source
    elif isinstance(source, pd.DataFrame):
        table = ibis.memtable(_from_pandas(source))
    elif isinstance(source, pa.Table):
        table = ibis.memtable(source)
    elif isinstance(source, str | os.PathLike):
        table = connect().read_parquet(os.fspath(source))
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


def _from_pandas(frame: pd.DataFrame) -> pa.Table:
    columns = {}
    for name in frame.columns:
        try:
            columns[str(name)] = pa.Array.from_pandas(frame[name])
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise CxError(
                msg(
                    "The column “{column}” mixes values of several types, such as numbers and "
                    "text. Give it one type first.",
                    column=str(name),
                )
            ) from error
    return pa.table(columns)


def _nan_as_missing(column: Any) -> ir.Value:
    return ibis.ifelse(column.isnan(), ibis.null(column.type()), column)


def fetch(expression: ir.Table) -> pd.DataFrame:
    """Run one query and bring its (few) rows to Python, by way of Arrow."""
    frame: pd.DataFrame = expression.to_pyarrow().to_pandas()
    return frame


def distinct_values(table: ir.Table, column: str, *, limit: int) -> list[str]:
    """Return the different values of a column as text, sorted, at most `limit` of them."""
    values = table.select(value=table[column].cast("string")).distinct().drop_null()
    return list(fetch(values.order_by("value").limit(limit))["value"])


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
