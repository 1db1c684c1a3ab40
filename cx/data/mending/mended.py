"""A draft and a recipe become the table that is used, with an account of every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import ibis.expr.types as ir
import pandas as pd
import pyarrow.parquet as pq

from cx.data import engine
from cx.data.mending.personal import Pseudonymised
from cx.data.mending.step import ROW, RowStep, Step
from cx.data.scratch import Scratch
from cx.wording import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A step that was made.

    Attributes:
        step: which.
        rows: how many rows it touched, or left out.
        lost: rows in which a value became missing because the step does not know it.
    """

    step: Step
    rows: int
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRows:
    """Rows that a step left out.

    Attributes:
        reason: why.
        rows: how many.
        file: the rows as they stood then, with the column `ROW`.
    """

    reason: Message
    rows: int
    file: Scratch


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A table after its steps.

    Attributes:
        table: with the column `ROW`.
        made: the steps that were made, in order, with what they touched.
        skipped: steps whose columns are not there.
        left_out: the rows that are gone.
    """

    table: ir.Table
    made: tuple[Made, ...] = ()
    skipped: tuple[Step, ...] = ()
    left_out: tuple[LeftOutRows, ...] = ()

    def after(self, steps: Sequence[Step], *, key: bytes | None) -> Mended:
        """Make steps one after the other.

        Args:
            steps: in order; one whose columns are not there is skipped.
            key: of the workspace, for pseudonyms; without it none are made.
        """
        mended = self
        for step in steps:
            mended = mended._after(step, key)
        return mended

    def _after(self, step: Step, key: bytes | None) -> Mended:
        if isinstance(step, Pseudonymised):
            if key is None:
                return replace(self, skipped=(*self.skipped, step))
            keyed: Step = step.with_key(key)
        else:
            keyed = step
        if not step.fits(self.table.columns):
            return replace(self, skipped=(*self.skipped, step))
        touched = keyed.touched(self.table)
        rows, lost = _counts(self.table, touched, keyed.unexpected(self.table))
        gone: tuple[LeftOutRows, ...] = ()
        if rows and isinstance(keyed, RowStep):
            file = engine.write(self.table.filter(keyed.left_out(self.table)).order_by(ROW))
            gone = (LeftOutRows(reason=keyed.reason(), rows=rows, file=file),)
        return replace(
            self,
            table=keyed.applied(self.table),
            made=(*self.made, Made(step=step, rows=rows, lost=lost)),
            left_out=(*self.left_out, *gone),
        )


def _counts(table: ir.Table, *conditions: ir.BooleanValue) -> tuple[int, ...]:
    """Count the rows that meet each of some conditions."""
    sums = {f"n{number}": table.count(where=each) for number, each in enumerate(conditions)}
    found = engine.fetch(table.aggregate(**sums))
    return tuple(int(found[name][0]) for name in sums)


def rows_as_text(rows: LeftOutRows) -> pd.DataFrame:
    """Return rows that were left out: their number in the file, the reason, their cells as text."""
    frame = pq.read_table(rows.file.path).to_pandas()
    texts = [
        " | ".join(str(cell) for cell in row if not pd.isna(cell))
        for row in frame.drop(columns=ROW).itertuples(index=False)
    ]
    return pd.DataFrame({"row": frame[ROW], "reason": [rows.reason] * len(frame), "text": texts})
