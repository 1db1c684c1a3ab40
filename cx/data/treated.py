"""From a raw table to the one that is used: mends found, made and told, then the roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import ibis.expr.types as ir
import pyarrow as pa

from cx.data import engine
from cx.data.arrow import storable
from cx.data.doctor import findings_of
from cx.data.exports import export_named, export_roles
from cx.data.given_roles import recognise_with
from cx.data.health import ColumnProfile, Finding
from cx.data.mending.mended import LeftOutRows, Made, Mended
from cx.data.mending.recipe import Recipe
from cx.data.mending.spelt import Spelt
from cx.data.mending.step import ROW, Step
from cx.data.privacy import mask
from cx.data.recognition import Recognition, recognise_columns
from cx.data.scratch import Scratch
from cx.data.table import RawTable
from cx.data.traits import MANY, Traits, describe, described
from cx.data.watch import LOOKING, MENDING, Watch
from cx.wording import plural

EXAMPLES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """A table after its recipe.

    Attributes:
        file: the table that is used.
        columns: what its columns look like.
        profiles: what its columns hold.
        recognition: what it is.
        recipe: what was made and what was refused.
        made: what was made, with the rows it touched.
        skipped: what could not be made.
        left_out: rows that were left out.
        findings: what is open to decide, and what is worth knowing.
    """

    file: Scratch
    columns: tuple[Traits, ...]
    profiles: tuple[ColumnProfile, ...]
    recognition: Recognition
    recipe: Recipe
    made: tuple[Made, ...]
    skipped: tuple[Step, ...]
    left_out: tuple[LeftOutRows, ...]
    findings: tuple[Finding, ...]

    @property
    def rows_left_out(self) -> int:
        """How many rows the steps left out."""
        return sum(part.rows for part in self.left_out)


def treated(raw: RawTable, *, key: bytes | None, watch: Watch) -> Treated:
    """Make the steps of a recipe, look for more, make those that are certain.

    Args:
        raw: the table, and what was decided before.
        key: for pseudonyms; without it nothing is done to personal data unless the recipe says so.
        watch: told how far it is.
    """
    watch.begin(LOOKING)
    recipe = raw.recipe
    mended = Mended(table=raw.table).after(recipe.steps, key=key)
    some = _some_rows(mended.table, raw.rows)
    looked_at = mended.table if some is None else engine.as_table(some)
    columns = _described(raw, mended, looked_at, some)
    found = findings_of(looked_at, columns, raw)
    decided = {*recipe.steps, *recipe.refused}
    certain = [
        finding.mends[0]
        for finding in found
        if finding.certain and finding.mends[0] not in decided and _may_be_made(finding, key)
    ]
    watch.begin(MENDING)
    mended = mended.after(certain, key=key)
    as_read = _is_as_read(raw, mended)
    file = raw.file if as_read else _written(mended)
    final = columns if as_read else describe(file)
    done = {*decided, *certain}
    return Treated(
        file=file,
        columns=final,
        profiles=_profiles(final),
        recognition=recognised(final, raw),
        recipe=replace(recipe, steps=(*recipe.steps, *certain), columns=raw.names),
        made=mended.made,
        skipped=mended.skipped,
        left_out=mended.left_out,
        findings=(
            *(_lost(made) for made in mended.made if made.lost),
            *(
                _with_examples(finding, looked_at)
                for finding in found
                if not (finding.mends and done.intersection(finding.mends))
            ),
        ),
    )


def _described(
    raw: RawTable, mended: Mended, looked_at: ir.Table, some: pa.Table | None
) -> tuple[Traits, ...]:
    """Say what the columns look like, from the rows that were brought already if some were."""
    if not _is_as_read(raw, mended):
        return describe(looked_at.drop(ROW))
    if some is None:
        return describe(raw.file)
    return described(storable(some.drop_columns([ROW])), *engine.counts_of(raw.file))


def _lost(made: Made) -> Finding:
    """Say that a step met values that it does not know, as the next file may bring them."""
    text = plural(
        "{n:count} value became missing, because this step does not know it: {step}",
        "{n:count} values became missing, because this step does not know them: {step}",
        n=made.lost,
        step=made.step.sentence(),
    )
    column = made.step.columns[0] if made.step.columns else None
    return Finding(kind="warning", message=text, column=column, rows=made.lost)


def recognised(columns: Sequence[Traits], raw: RawTable) -> Recognition:
    """Recognise what a table is; what an export is known to hold goes before what it looks like."""
    found = recognise_columns(columns)
    names = [column.name for column in columns]
    export = export_named(raw.export)
    known = export_roles(export, names) if export else {}
    return recognise_with(found.kind, columns, known) if known else found


def _is_as_read(raw: RawTable, mended: Mended) -> bool:
    """Tell whether the file of the raw table is the mended one: nothing was left out or done."""
    return raw.whole and all(isinstance(made.step, Spelt) for made in mended.made)


def _may_be_made(finding: Finding, key: bytes | None) -> bool:
    """Tell whether a certain mend is made: what is personal is only touched for a workspace."""
    return key is not None or not finding.personal


def _some_rows(table: ir.Table, rows: int) -> pa.Table | None:
    """Return every so many rows of very many; None where all are looked at."""
    every = -(-rows // MANY)
    return table.filter(table[ROW] % every == 0).to_pyarrow() if every > 1 else None


def _written(mended: Mended) -> Scratch:
    ordered: ir.Table = mended.table.order_by(ROW)
    return engine.write(ordered.drop(ROW))


def _profiles(columns: Sequence[Traits]) -> tuple[ColumnProfile, ...]:
    return tuple(
        ColumnProfile(
            name=column.name,
            type=column.type,
            filled=column.filled,
            missing=column.rows - column.filled,
            distinct=column.distinct,
            example=None if column.example is None else mask(column.example),
        )
        for column in columns
    )


def _with_examples(finding: Finding, table: ir.Table) -> Finding:
    """Show some of the rows that the first mend of a finding touches."""
    if not finding.mends or not finding.mends[0].fits(table.columns):
        return finding
    step = finding.mends[0]
    shown = [name for name in step.columns if name in table.columns][:1] or table.columns[1:2]
    touched = table.filter(step.touched(table)).select(ROW, *shown).order_by(ROW).limit(EXAMPLES)
    rows = engine.fetch(touched).itertuples(index=False)
    return replace(finding, examples=tuple((int(row), mask(str(cell))) for row, cell in rows))
