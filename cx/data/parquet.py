"""Parquet files: typed as they are, with names and types that the engine can work with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as kinds

from cx.data import engine
from cx.data.arrow import storable
from cx.data.draft_rows import POSITION
from cx.data.grid import check_width
from cx.data.headers.header import repaired_names
from cx.data.health import Finding
from cx.data.mending.recipe import Recipe
from cx.data.mending.step import ROW
from cx.data.scratch import ROWS_A_GROUP, Scratch
from cx.data.source import Source
from cx.data.table import RawTable
from cx.errors import UnreadableFile
from cx.wording import msg


def read_parquet(source: Source, recipe_for: Callable[[str, Sequence[str]], Recipe]) -> RawTable:
    """Read a Parquet file.

    Args:
        source: the file.
        recipe_for: gives the recipe by the name of the table and its columns.

    Returns:
        Its table, in which every column has a name of its own and a type that the engine knows,
        and what had to be changed for it.

    Raises:
        UnreadableFile: the file is damaged, has no columns or too many.
    """
    stored = _stored(source.path)
    names, renamed = repaired_names(stored.column_names)
    stored = stored.rename_columns(list(names))
    frame = storable(stored)
    file = Scratch()
    pq.write_table(frame, file.path, row_group_size=ROWS_A_GROUP)
    table: Any = engine.connect().read_parquet(file.path, file_row_number=True)
    row = {ROW: table[POSITION] + 1}
    return RawTable(
        name=source.name,
        names=names,
        recipe=recipe_for(source.name, names),
        file=file,
        whole=True,
        table=table.select(**row, **{name: table[name] for name in names}),
        rows=frame.num_rows,
        findings=(*renamed, *_as_text(stored, frame)),
    )


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
