"""Parquet files: typed as they are, with names and types that the engine can work with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as kinds

from cx.data.arrow import storable
from cx.data.grid import check_width
from cx.data.header import repaired_names
from cx.data.health import Finding
from cx.errors import UnreadableFile
from cx.wording import msg


def read_parquet(path: Path) -> tuple[pa.Table, tuple[Finding, ...]]:
    """Read a Parquet file.

    Args:
        path: of the file.

    Returns:
        Its table, in which every column has a name of its own and a type that the engine knows,
        and what had to be changed for it.

    Raises:
        UnreadableFile: the file is damaged, has no columns or too many.
    """
    stored = _stored(path)
    names, renamed = repaired_names(stored.column_names)
    stored = stored.rename_columns(list(names))
    frame = storable(stored)
    return frame, (*renamed, *_as_text(stored, frame))


def _stored(path: Path) -> pa.Table:
    try:
        with pq.ParquetFile(path) as file:
            check_width(len(file.schema_arrow))
            stored = file.read()
        stored.validate(full=True)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            msg("The Parquet file is damaged or incomplete. Write it again and try once more.")
        ) from error
    if stored.num_columns == 0:
        raise UnreadableFile(msg("The Parquet file has no columns. Write it again with its data."))
    return stored


def _as_text(stored: pa.Table, frame: pa.Table) -> Iterator[Finding]:
    """Say which columns became text because the engine does not know their type."""
    for before, after in zip(stored.schema, frame.schema, strict=True):
        plain = kinds.is_dictionary(before.type) or kinds.is_null(before.type)
        if plain or before.type == after.type or not kinds.is_string(after.type):
            continue
        text = msg(
            "The values of “{column}” are of a type that is not used here ({kind}) and are kept "
            "as text.",
            column=before.name,
            kind=str(before.type),
        )
        yield Finding(kind="info", message=text, column=before.name, rows=stored.num_rows)
