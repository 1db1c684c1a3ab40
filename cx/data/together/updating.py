"""`cx.update`: a newer table over an older one; known ids are replaced, nothing is doubled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import ibis.expr.types as ir
import pandas as pd

from cx.data.together.aligned import Aligned, DifferentScales, aligned
from cx.data.together.combined import Combined, choose
from cx.data.together.inputs import Input, inputs_of
from cx.data.together.pairing import NearMisses, Pairing, near_misses, paired_ids
from cx.data.together.replacing import replaced
from cx.data.together.single import Single, single
from cx.data.together.update_words import report_of, update_notes
from cx.errors import ColumnNotFound, InvalidSetting
from cx.wording import Message, msg

Blanks = Literal["keep", "erase"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Updated(Combined):
    """An older table brought up to date with a newer one.

    Attributes:
        report: what became of the rows: `part old_rows new_rows result_rows`. The parts are
            "changed" and "unchanged" (ids in both), "only_old", "added" (ids only in the new one),
            "no_id" (rows without an id, which are kept), "no_id_known" (rows of the new table
            without an id that the old one has in just this form, not added again) and "set_aside"
            (rows with an id that a further row of their table has).
        changes: what replaced rows had replaced: `column changed filled erased kept`, cells by
            column: another value than before, a value where there was none, none where there was a
            value, and a value kept because the new cell is blank.
        key: the columns of the id.
        old_rows: rows of the old table.
        new_rows: rows of the new one.
        rows: of the result.

    Raises:
        ArithmeticError: rows do not add up; a fault of ours, never of the tables.
    """

    updated: ir.Table
    changes: pd.DataFrame
    key: tuple[str, ...]
    old_rows: int
    new_rows: int
    rows: int

    def __post_init__(self) -> None:
        totals = self.report[["old_rows", "new_rows", "result_rows"]].sum()
        if list(totals) != [self.old_rows, self.new_rows, self.rows]:
            raise ArithmeticError(
                f"rows do not reconcile: {self.old_rows} old, {self.new_rows} new, {self.rows} "
                f"in the result, {self.report}"
            )

    @property
    def table(self) -> ir.Table:
        """The old rows brought up to date, and the new ones."""
        return self.updated

    def count(self, part: str) -> int:
        """Return the rows of the result that belong to a part of `report`."""
        return int(self.report.loc[self.report["part"] == part, "result_rows"].sum())

    @property
    def replaced(self) -> int:
        """Ids that both tables have."""
        return self.count("changed") + self.count("unchanged")

    @property
    def finding(self) -> Message:
        """How many rows were replaced, added and left as they are."""
        old, new = (item.name for item in self.inputs)
        fresh = self.report[self.report["part"].isin(["added", "no_id"])]
        added = int(fresh["new_rows"].sum())
        return msg(
            "“{old}” brought up to date with “{new}” has {rows:count} rows. Replaced by id: "
            "{replaced:count} (changed: {changed:count}); added: {added:count}; left as they were: "
            "{left:count}.",
            rows=self.rows,
            replaced=self.replaced,
            changed=self.count("changed"),
            added=added,
            left=self.rows - self.replaced - added,
            old=old,
            new=new,
        )


def update(  # noqa: PLR0913 - the options of one call, all by keyword
    old: Any,
    new: Any,
    *,
    key: str | Sequence[str],
    names: Sequence[str] | None = None,
    latest_by: str | None = None,
    blanks: Blanks = "keep",
    normalise: bool = False,
    different_scales: DifferentScales = "refuse",
) -> Updated:
    """Bring an older table up to date: rows whose id is known are replaced, others are added.

    Columns are matched as in `stack`. Rows without an id are kept; those of the new table that
    the old one has in the same form are not added again. Within one table, rows that repeat an id
    and are the same in every cell count once.

    Args:
        old: the older table: a dataset, a pandas, pyarrow or Ibis table, or the path of a Parquet
            file.
        new: the newer one.
        key: the column of the id, or several that make it up, by their names in `old`.
        names: of the two tables, for sentences.
        latest_by: where rows of one table that differ share an id, the column by which the latest
            one counts; without it they are refused.
        blanks: whether a blank cell of the new table leaves what the old one has ("keep"), or
            replaces it ("erase"). Columns that the new table does not have are never erased.
        normalise: overlook capitals, spaces, full-width signs, an apostrophe in front, leading
            zeros and a decimal zero behind a number in ids.
        different_scales: as in `stack`.

    Raises:
        ColumnNotFound: `key` or `latest_by` is not a column of both tables.
        InvalidSetting: an option makes no sense, or ids do not tell rows apart.
        WrongScale: a score was asked on different scales and `different_scales` does not say what
            to do.
    """
    choose(blanks, ("keep", "erase"), option="blanks")
    inputs = inputs_of((old, new), names)
    together = aligned(inputs, different_scales=different_scales)
    keys = _key_columns(together, key, latest_by)
    older, newer = together.tables.values()
    pairing = paired_ids(older, newer, [(name, name) for name in keys], normalise=normalise)
    before, after = _singles(inputs, pairing, together.columns, latest_by)
    done = replaced(before, after, together, pairing=pairing, key=keys, erase=blanks == "erase")
    near = near_misses(pairing) if done.added and done.only_old else NearMisses.none()
    notes = (
        *together.notes,
        *before.notes,
        *after.notes,
        *update_notes(inputs, before, after, done),
        *near.notes(inputs[0].name, inputs[1].name),
    )
    return Updated(
        inputs=inputs,
        report=report_of(before, after, done),
        notes=notes,
        updated=done.table,
        changes=done.changes,
        key=keys,
        old_rows=before.rows,
        new_rows=after.rows,
        rows=done.rows,
    )


def _key_columns(
    together: Aligned, key: str | Sequence[str], latest_by: str | None
) -> tuple[str, ...]:
    keys = (key,) if isinstance(key, str) else tuple(key)
    if not keys:
        raise InvalidSetting(
            msg(
                "Say which column holds the id. The columns that both tables have are: "
                "{columns:list}.",
                columns=together.shared,
            )
        )
    for name in (*keys, *([latest_by] if latest_by else [])):
        if name not in together.shared:
            raise ColumnNotFound(name, together.shared)
    return keys


def _singles(
    inputs: Sequence[Input], pairing: Pairing, columns: Sequence[str], latest_by: str | None
) -> tuple[Single, Single]:
    """Return the rows of the older and the newer table, one for each id."""
    before, after = (
        single(part, pairing.keys, columns, name=item.name, latest_by=latest_by)
        for part, item in zip((pairing.left, pairing.right), inputs, strict=True)
    )
    return before, after
