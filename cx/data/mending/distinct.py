"""A function of one text, called once for each different value of a column."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa


def each_value(column: pa.Array | pa.ChunkedArray, change: Callable[[str], str]) -> pa.Array:
    """Return a text column with `change` made of each value; missing values stay missing."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = array.dictionary_encode()
    changed = pa.array(
        [None if text is None else change(text) for text in encoded.dictionary.to_pylist()],
        pa.string(),
    )
    return pa.DictionaryArray.from_arrays(encoded.indices, changed).dictionary_decode()
