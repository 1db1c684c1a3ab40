"""Tables from memory as Arrow tables whose types every engine knows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.types as kinds


def from_pandas(frame: pd.DataFrame) -> pa.Table:
    """Turn a frame into an Arrow table; a column that Arrow cannot hold becomes text."""
    columns = {str(name): _array(frame[name]) for name in frame.columns}
    return storable(pa.table(columns))


def storable(table: pa.Table) -> pa.Table:
    """Give every column a type that an engine knows; dictionaries are spelled out."""
    columns = {name: _known(table.column(name)) for name in table.column_names}
    return pa.table(columns) if columns else table


def _array(column: pd.Series[Any]) -> pa.Array | pa.ChunkedArray:
    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        return _array(column.astype(kind.categories.dtype))
    if isinstance(kind, pd.SparseDtype):
        return pa.array(np.asarray(column))
    if isinstance(kind, pd.PeriodDtype | pd.IntervalDtype):
        return _as_text(column.tolist())
    try:
        return pa.Array.from_pandas(column)
    except (pa.ArrowException, OverflowError, TypeError):
        return _as_text(column.tolist())


def _known(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    kind = column.type
    if kinds.is_dictionary(kind):
        return _known(
            pa.chunked_array(
                [chunk.dictionary_decode() for chunk in column.chunks], kind.value_type
            )
        )
    if kinds.is_null(kind):
        return column.cast(pa.string())
    if kinds.is_float16(kind):
        return column.cast(pa.float64())
    simple = (
        kinds.is_boolean(kind)
        or kinds.is_integer(kind)
        or kinds.is_floating(kind)
        or kinds.is_decimal(kind)
        or kinds.is_string(kind)
        or kinds.is_large_string(kind)
        or kinds.is_date(kind)
        or kinds.is_timestamp(kind)
    )
    return column if simple else _as_text(column.to_pylist())


def _as_text(values: list[Any]) -> pa.Array:
    return pa.array([None if _is_missing(value) else str(value) for value in values], pa.string())


def _is_missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
