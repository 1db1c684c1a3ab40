"""`cx.match`: two tables side by side by an id, with a report of who matches before any figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import ibis.expr.types as ir
import pandas as pd

from cx.data.dataset import Dataset
from cx.data.together.combined import Combined
from cx.data.together.inputs import inputs_of
from cx.data.together.joining import Aggregate, check_aggregate, joined, summed_up
from cx.data.together.match_counts import Counts, Relation, Side, counted, key_columns, report_of
from cx.data.together.match_words import join_notes, segment_notes, side_notes, type_notes
from cx.data.together.pairing import NearMisses, Pairing, near_misses, paired_ids
from cx.data.together.segments import SEGMENT_COLUMNS, by_segment
from cx.errors import CxError
from cx.wording import Message, msg


@dataclass(frozen=True, kw_only=True, eq=False)
class Match(Combined):
    """Two tables set against each other by an id.

    Attributes:
        report: one row for each table and status: `table status rows ids share`; `status` is
            "matched", "only_here" or "no_id"; `share` of the table's rows, 0–1. Rows without an id
            have no ids (0).
        counts: `left` and `right`, how the match looks from either table; `relation` of the ids
            that match, "one-to-many" where only the right table repeats some; `joined_rows`, the
            rows that a join row by row gives: every row of the left table, once for each row of
            the right one with its id, at least once.
        on: the columns of the id, those of the left table first.
        near: ids that find no partner for their spelling alone.
        by_segment: `table segment n matched share`, where a segment was asked for.
        aggregate: how the right table is summed up for each id before it is joined, if it is.
    """

    counts: Counts
    on: tuple[tuple[str, str], ...]
    near: NearMisses
    by_segment: pd.DataFrame
    pairing: Pairing
    aggregate: Aggregate = None

    @property
    def left(self) -> Side:
        """How the match looks from the first table."""
        return self.counts.left

    @property
    def right(self) -> Side:
        """How the match looks from the second table."""
        return self.counts.right

    @property
    def relation(self) -> Relation:
        """How often the ids that match come in either table."""
        return self.counts.relation

    @property
    def joined_rows(self) -> int:
        """Rows that a join row by row gives."""
        return self.counts.joined_rows

    @property
    def rows(self) -> int:
        """Rows that `table` has."""
        return self.left.rows if self.aggregate else self.joined_rows

    @property
    def table(self) -> ir.Table:
        """The tables joined: every row of the left one, with the right one's columns beside it.

        Without `aggregate` row by row: a row of the left table stands once for each row of the
        right one with its id. With `aggregate` the right table is summed up for each id first, so
        that every row of the left one stands once. Columns of the right table whose name is taken
        get its name in brackets.

        Raises:
            CxError: ids repeat in both tables and it was not said how to sum up.
        """
        if self.relation == "many-to-many" and not self.aggregate:
            raise CxError(
                msg(
                    "Ids stand in several rows of “{left}” and in several of “{right}”, so joining "
                    "row by row would multiply them ({rows:count} rows). Sum “{right}” up for each "
                    "id first.",
                    left=self.left.name,
                    right=self.right.name,
                    rows=self.joined_rows,
                )
            )
        right = self._looked_up
        if self.aggregate:
            right = summed_up(right, self.pairing.keys, self.aggregate, name=self.right.name)
        return joined(self.pairing.left, right, self.pairing.keys, name=self.right.name)

    @property
    def finding(self) -> Message:
        """How many rows of the left table match, and who stands alone on either side."""
        if not self.left.matched_rows:
            return msg(
                "No row of “{left}” has a match in “{right}”: the ids have nothing in common.",
                left=self.left.name,
                right=self.right.name,
            )
        return msg(
            "{matched:count} of {rows:count} rows of “{left}” ({share:percent}) have a match in "
            "“{right}”. Ids without a partner: {here:count} in “{left}”, {there:count} in "
            "“{right}”.",
            matched=self.left.matched_rows,
            rows=self.left.rows,
            share=self.left.match_rate,
            left=self.left.name,
            right=self.right.name,
            here=self.left.only_ids,
            there=self.right.only_ids,
        )

    def summed_up(self, aggregate: Aggregate = True) -> Self:  # noqa: FBT002 - as in `match`
        """Return the match with the right table summed up for each id; see `match`."""
        check_aggregate(aggregate or True, self._looked_up)
        no_longer = tuple(join_notes(self.counts, aggregated=False))
        notes = tuple(note for note in self.notes if note not in no_longer)
        return replace(self, aggregate=aggregate, notes=notes)

    @property
    def _looked_up(self) -> ir.Table:
        """The right table without the columns of the id."""
        bare: ir.Table = self.pairing.right.drop(*{column for _, column in self.on})
        return bare

    def joined(self, kind: str | None = None, **roles: Any) -> Dataset:
        """Make a dataset of the joined table; see `dataset`."""
        return self.dataset(kind, **roles)


def match(  # noqa: PLR0913 - the options of one call, all by keyword
    left: Any,
    right: Any,
    *,
    on: str | Sequence[str] | None = None,
    left_on: str | Sequence[str] | None = None,
    right_on: str | Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    by: str | None = None,
    normalise: bool = False,
    aggregate: Aggregate = None,
) -> Match:
    """Set two tables against each other by an id, and say who matches before they are joined.

    Ids are compared as they are written: numbers by their value, 5 and 5.0 being the same; anything
    else as text, digit for digit. Missing and blank ids match nothing. Ids that would match but for
    their spelling are counted; they match with `normalise`.

    Args:
        left: the table whose rows are kept: feedback, for instance. A dataset, a pandas, pyarrow or
            Ibis table, or the path of a Parquet file.
        right: the table that is looked up: orders, for instance.
        on: the column of the id in both tables, or several columns that make it up.
        left_on: the same in the left table, where the names differ.
        right_on: the same in the right table, as many as in `left_on`.
        names: of the two tables, for sentences and for columns whose names clash.
        by: a column of groups in either table or both; the match is then shown for each group.
        normalise: overlook capitals, spaces, full-width signs, an apostrophe in front, leading
            zeros and a decimal zero behind a number.
        aggregate: sum the right table up for each id before it is joined. `True` does the usual:
            rows are counted, amounts added up, other numbers averaged, of times the first and the
            last are kept, of yes and no the share, and of text the value if an id has one only,
            else how many different ones. `{column: "sum"}` says it for each column that is kept:
            "sum", "mean", "min", "max", "first", "last" or "distinct", or several of them.

    Raises:
        ColumnNotFound: a column is not there.
        InvalidSetting: the id is not given once, or an option makes no sense.
    """
    inputs = inputs_of((left, right), names)
    pairs = key_columns(inputs, on=on, left_on=left_on, right_on=right_on)
    if aggregate:
        check_aggregate(aggregate, inputs[1].table.drop(*{b for _, b in pairs}))
    pairing = paired_ids(inputs[0].table, inputs[1].table, pairs, normalise=normalise)
    counts = counted(inputs, pairing)
    alone = counts.left.only_ids or counts.right.only_ids
    near = near_misses(pairing) if alone else NearMisses.none()
    segments = by_segment(inputs, pairing, by) if by else pd.DataFrame(columns=SEGMENT_COLUMNS)
    notes = (
        *type_notes(inputs, pairs),
        *side_notes(counts),
        *near.notes(inputs[0].name, inputs[1].name),
        *join_notes(counts, aggregated=bool(aggregate)),
        *segment_notes(segments),
    )
    return Match(
        inputs=inputs,
        report=report_of(counts),
        notes=notes,
        counts=counts,
        on=pairs,
        near=near,
        by_segment=segments,
        pairing=pairing,
        aggregate=aggregate,
    )
