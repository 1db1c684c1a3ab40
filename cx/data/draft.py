"""Text cells become typed columns of a Parquet file, in one pass where nothing is unusual.

How the values of a column are spelled is decided from all rows of a small table and from parts of
a large one. The first pass takes every value at its word and stops at the first that does not fit
or that a blank row has. Only then a second, careful one keeps beside each typed column the texts
that did not fit, and decides again with those before its eyes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cx.data.cells import Cells
from cx.data.conversion import GONE, HEADER, Wanted, convert
from cx.data.headers.header import is_value
from cx.data.health import RejectedRow
from cx.data.missing import is_missing, missing_words
from cx.data.scratch import Scratch
from cx.data.spelling.verdict import Spelled, Spelling, spelled
from cx.data.typed_cells import as_text, is_text
from cx.data.watch import TYPING, Watch

ROUNDS: Final = 4
MOST_VALUES: Final = 300_000
FEW: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A typed table whose rows are those of the file, in their order.

    Attributes:
        file: Parquet. A careful draft holds, beside each column, the texts that became missing,
            and which rows are blank; any other has no such text and no blank row.
        names: of the columns.
        spelled: how the values of each column are written.
        words: of each column, in small letters: what stands for no value.
        rows: of the file, blank ones included.
        careful: which of the two it is.
        rejected: rows that could not be cut into cells.
    """

    file: Scratch
    names: tuple[str, ...]
    spelled: tuple[Spelled, ...]
    words: tuple[frozenset[str], ...]
    rows: int
    careful: bool
    rejected: tuple[RejectedRow, ...]


@dataclass(slots=True)
class _Column:
    """What is known of a column while it is being decided."""

    cell: str
    name: str
    heading: str | None
    given: Spelling | None
    typed: bool = False
    values: Counter[str] = field(default_factory=Counter)
    gone: int = 0
    verdict: Spelled = field(init=False)

    def look(self, cells: pa.ChunkedArray) -> None:
        """Decide how the column is spelled from some of its cells."""
        words = missing_words(self.name)
        self.values, self.gone = Counter(), 0
        for text, count in _counts(as_text(cells)):
            if is_missing(text, words):
                self.gone += count
            else:
                self.values[text] = count
        self.decide()

    def decide(self) -> None:
        verdict = spelled(self.values, name=self.name)
        if self.given:
            verdict = replace(verdict, best=self.given, others=(), reason=None)
        self.verdict = verdict

    @property
    def words(self) -> frozenset[str]:
        return missing_words(
            self.name, among_values=self.verdict.best.kind not in {"text", "truth"}
        )

    @property
    def may_repeat(self) -> bool:
        """Whether the heading is a value, as a year, and so may stand among values again."""
        return self.heading is not None and is_value(self.heading)

    @property
    def as_expected(self) -> bool:
        return not self.gone and self.verdict.fits == self.verdict.values

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            cell=self.cell,
            name=self.name,
            heading=self.heading,
            spelling=self.verdict.best,
            words=self.words,
            typed=self.typed,
        )


def write_draft(
    cells: Cells,
    names: Sequence[str],
    headings: Sequence[str | None],
    *,
    given: Mapping[str, Spelling],
    watch: Watch,
) -> Draft:
    """Write cells as a typed Parquet file.

    Args:
        cells: of the table.
        names: of its columns.
        headings: what stands above each column in the file; it may stand there again below.
        given: how the values of some columns are written, where a person said so.
        watch: told how far it is.
    """
    watch.begin(TYPING)
    sample, whole = cells.sample()
    values = _without_headings(sample, headings)
    columns = [
        _Column(cell, name, heading, given.get(name))
        for cell, name, heading in zip(values.column_names, names, headings, strict=True)
    ]
    cells = _looked_at(cells, columns, values)
    if not whole:
        _settle_with_all_values(cells, columns, watch)
    file = Scratch()
    if all(column.as_expected for column in columns):
        rejected = convert(cells, [c.wanted for c in columns], file, watch, careful=False)
        if rejected is not None:
            return _draft(file, columns, rejected, careful=False)
    for _ in range(ROUNDS):
        rejected = convert(cells, [c.wanted for c in columns], file, watch, careful=True)
        if whole or not _decide_again(file, columns, sample.num_rows):
            break
    return _draft(file, columns, rejected or (), careful=True)


def _draft(
    file: Scratch, columns: Sequence[_Column], rejected: tuple[RejectedRow, ...], *, careful: bool
) -> Draft:
    return Draft(
        file=file,
        names=tuple(column.name for column in columns),
        spelled=tuple(column.verdict for column in columns),
        words=tuple(column.words for column in columns),
        rows=pq.read_metadata(file.path).num_rows,
        careful=careful,
        rejected=rejected,
    )


def _without_headings(sample: pa.Table, headings: Sequence[str | None]) -> pa.Table:
    """Leave out the rows that are the header once more."""
    again = None
    for column, heading in zip(sample.columns, headings, strict=True):
        if heading and (again is None or pc.any(again).as_py()):
            same = pc.fill_null(pc.equal(as_text(column), heading), fill_value=False)
            again = same if again is None else pc.and_(again, same)
    if again is None or not pc.any(again).as_py():
        return sample
    return sample.filter(pc.invert(again))


def _looked_at(cells: Cells, columns: Sequence[_Column], sample: pa.Table) -> Cells:
    """Decide from a sample, and return the cells as they will be converted.

    Of numbers, moments and truths a few are looked at; that all others are such, too, is known.
    """
    for column in columns:
        some = sample[column.cell]
        every = 1 if is_text(some.type) else max(1, len(some) // FEW)
        column.look(some.take(pa.array(range(0, len(some), every))) if every > 1 else some)
    settled, typed = cells.settled([None if c.may_repeat else c.verdict for c in columns])
    for column, has_values in zip(columns, typed, strict=True):
        column.typed = has_values
        if not has_values and not is_text(sample[column.cell].type):
            column.look(sample[column.cell])
    return settled


def _counts(cells: pa.ChunkedArray) -> Iterator[tuple[str, int]]:
    found = pc.value_counts(cells.drop_null())
    return zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True)


def _settle_with_all_values(cells: Cells, columns: Sequence[_Column], watch: Watch) -> None:
    """Let all values of a large table speak where those looked at can be read in two ways."""
    open_ones = [column for column in columns if column.verdict.others]
    if not open_ones:
        return
    with duckdb.connect() as engine, watch.querying(engine):
        rows = cells.attach(engine)
        for column in open_ones:
            found = engine.sql(
                f"SELECT {column.cell}, count(*) FROM {rows} "  # noqa: S608
                f"WHERE {column.cell} IS NOT NULL GROUP BY 1 LIMIT {MOST_VALUES}"
            ).fetchall()
            words = missing_words(column.name)
            column.values = Counter({text: n for text, n in found if not is_missing(text, words)})
            column.decide()


def _decide_again(file: Scratch, columns: Sequence[_Column], looked_at: int) -> bool:
    """Decide with the values that did not fit before the eyes; tell whether anything changed."""
    rows = pq.read_metadata(file.path).num_rows
    changed = False
    with duckdb.connect() as engine:
        for column in columns:
            gone = GONE + column.cell
            found = engine.sql(
                f"SELECT {gone}, count(*) FROM '{file.path}' "  # noqa: S608
                f"WHERE {gone} IS NOT NULL AND NOT {HEADER} GROUP BY 1 LIMIT {MOST_VALUES}"
            ).fetchall()
            misfits = {text: n for text, n in found if not is_missing(text, column.words)}
            if not misfits or column.verdict.best.kind == "text":
                continue
            before = column.verdict.best
            factor = max(1, rows // max(1, looked_at))
            known = {text: n * factor for text, n in column.values.items() if text not in misfits}
            column.values = Counter(known | misfits)
            column.decide()
            changed = changed or column.verdict.best != before
    return changed
