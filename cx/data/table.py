"""A table as it stands in its file: typed, every row accounted for, nothing mended yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import ibis.expr.types as ir
import pyarrow as pa

from cx.data.cells import CellsInMemory
from cx.data.draft import write_draft
from cx.data.draft_rows import UnreadCell, rows_of
from cx.data.grid import Grid
from cx.data.headers.header import repaired_names
from cx.data.health import Finding, RejectedRow
from cx.data.mending.recipe import Recipe
from cx.data.mending.spelt import Spelt
from cx.data.scratch import Scratch
from cx.data.spelling.verdict import Spelling
from cx.data.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table before it is mended.

    Attributes:
        name: of the file or the sheet.
        names: of the columns, as the file has them.
        recipe: that it is to be mended by.
        file: Parquet, which may hold more than the table.
        whole: whether the file holds the table and nothing else.
        table: with the column `ROW`, for the thread that made it.
        rows: of the table.
        rejected: rows of the file that are none of the table.
        findings: what was noticed on the way.
        unread: cells that did not fit their column.
        parts: column → the texts of its header rows.
        export: the export that was recognised.
    """

    name: str
    names: tuple[str, ...]
    recipe: Recipe
    file: Scratch
    whole: bool
    table: ir.Table
    rows: int
    rejected: tuple[RejectedRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    unread: tuple[UnreadCell, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    export: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None

    @property
    def rows_in(self) -> int:
        """Rows below the header that have something in them."""
        return self.rows + len(self.rejected)


def from_grid(
    grid: Grid, recipe_for: Callable[[str, Sequence[str]], Recipe], watch: Watch
) -> RawTable:
    """Give the cells of a table their names and types.

    Args:
        grid: what was found in the file.
        recipe_for: gives the recipe by the name of the table and its columns.
        watch: told how far it is.
    """
    names, renamed = repaired_names(grid.header)
    recipe = recipe_for(grid.name, names)
    spelt = {step.column: step.spelling for step in recipe.steps if isinstance(step, Spelt)}
    given = {name: Spelling.from_code(code) for name, code in spelt.items()}
    cells = CellsInMemory(grid.cells) if isinstance(grid.cells, pa.Table) else grid.cells
    grid = replace(grid, cells=cells)
    headings = grid.headings or (None,) * len(names)
    draft = write_draft(cells, names, headings, given=given, watch=watch)
    found = rows_of(draft, grid)
    return RawTable(
        name=grid.name,
        names=names,
        recipe=recipe,
        file=draft.file,
        whole=not draft.careful and found.rows == draft.rows,
        table=found.table,
        rows=found.rows,
        rejected=found.rejected,
        findings=(*grid.findings, *renamed, *found.findings),
        unread=found.unread,
        parts=dict(zip(names, grid.parts, strict=False)),
        export=grid.export,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        header_row=grid.header_row,
        sheet=grid.sheet,
    )
