"""`cx.stack`: tables of one kind under each other, this quarter's on last quarter's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.data.together.aligned import DifferentScales, aligned
from cx.data.together.combined import Combined
from cx.data.together.headers import plain_header
from cx.data.together.inputs import Input, inputs_of
from cx.data.together.overlap import Overlap, overlap
from cx.data.traits import Traits
from cx.errors import InvalidSetting
from cx.wording import Message, msg, plural


@dataclass(frozen=True, kw_only=True, eq=False)
class Stacked(Combined):
    """Tables under each other.

    Attributes:
        report: one row a table: `table rows columns equal_rows known_ids`. `equal_rows` are rows
            that are the same in every cell as a row of a table before; `known_ids` are ids that a
            table before has too, NaN where no column identifies rows.
        columns: what became of each column: `column table own type kept_as`.
        rows: of the result.
        identifier: the column that identifies rows within each table, if there is one.
        origin: the column that says which table a row came from, if it was asked for.

    Raises:
        ArithmeticError: rows were lost or doubled; a fault of ours, never of the tables.
    """

    stacked: ir.Table
    columns: pd.DataFrame
    rows: int
    identifier: str | None = None
    origin: str | None = None

    def __post_init__(self) -> None:
        if int(self.report["rows"].sum()) != self.rows:
            raise ArithmeticError(
                f"rows do not reconcile: {list(self.report['rows'])} in, {self.rows} out"
            )

    @property
    def table(self) -> ir.Table:
        """The rows of all tables."""
        return self.stacked

    @property
    def finding(self) -> Message:
        """How many rows came from where."""
        parts = tuple(
            msg("{rows:count} from “{table}”", rows=int(rows), table=table)
            for table, rows in zip(self.report["table"], self.report["rows"], strict=True)
        )
        return msg(
            "{tables:count} tables under each other give {rows:count} rows: {parts:list}.",
            tables=len(self.report),
            rows=self.rows,
            parts=parts,
        )

    def proposed_roles(
        self, columns: Sequence[Traits] | None = None
    ) -> tuple[str | None, Mapping[str, Any]]:
        """Return the kind of the result and the roles; the origin may make it an A/B test."""
        kind, roles = Combined.proposed_roles(self, columns)
        if self.origin is None:
            return kind, roles
        found = self.recognised(columns)
        if found.kind == "experiment" and found.roles.get("variant") == self.origin:
            return found.kind, found.roles
        taken = {name for value in roles.values() for name in (value, *value)}
        if kind in {"feedback", "events", "experiment"} and self.origin not in taken:
            return kind, {**roles, "segments": (*roles.get("segments", ()), self.origin)}
        return kind, roles


def stack(
    tables: Sequence[Any],
    *,
    names: Sequence[str] | None = None,
    origin: str | None = None,
    key: str | None = None,
    different_scales: DifferentScales = "refuse",
) -> Stacked:
    """Put tables of one kind under each other; every row of every table is kept.

    Columns are matched by name: exactly first, then whatever their capitals, spaces, underscores
    and full-width signs. A column that only some tables have is missing in the rows of the others.
    Where types differ no value is lost: whole numbers and decimals become decimals; a column that
    is text in one table is text in all, with a caution that names the table. Rows that two tables
    share are counted and kept; use `update` to replace them.

    Args:
        tables: datasets, pandas, pyarrow or Ibis tables, or paths of Parquet files.
        names: of the tables, for sentences and for `origin`.
        origin: name of a new column that holds the name of the table each row came from.
        key: the column that identifies a row; found by its name and its values if left out.
        different_scales: where a score was asked on different scales (1–5 and 0–10): "refuse",
            keep them "apart" in columns of their own, or "pool" them as they are.

    Raises:
        InvalidSetting: fewer than two tables, names that are not one for each, or an `origin` that
            is the name of a column already.
        ColumnNotFound: `key` is no column of all tables.
        WrongScale: a score was asked on different scales and `different_scales` does not say what
            to do.
    """
    inputs = inputs_of(tables, names)
    together = aligned(inputs, different_scales=different_scales)
    if origin is not None:
        _check_origin(origin, together.columns)
    shared = overlap(inputs, together, key=key)
    parts = [
        table.mutate(**{origin: ibis.literal(name)}) if origin else table
        for name, table in together.tables.items()
    ]
    return Stacked(
        inputs=inputs,
        report=_report(inputs, shared),
        notes=(*together.notes, *_overlap_notes(inputs, shared)),
        stacked=ibis.union(*parts, distinct=False),
        columns=together.layout,
        rows=sum(shared.rows),
        identifier=shared.key,
        origin=origin,
    )


def _check_origin(origin: str, columns: Sequence[str]) -> None:
    same = [name for name in columns if plain_header(name) == plain_header(origin)]
    if same or not origin.strip():
        raise InvalidSetting(
            msg(
                "The column for the origin of rows cannot be called “{origin}”: it needs a name "
                "that no column has. The columns are: {columns:list}.",
                origin=origin,
                columns=columns,
            )
        )


def _report(inputs: Sequence[Input], shared: Overlap) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "table": [item.name for item in inputs],
            "rows": list(shared.rows),
            "columns": [len(item.table.columns) for item in inputs],
            "equal_rows": list(shared.equal_rows),
            "known_ids": list(shared.known_ids) if shared.key else float("nan"),
        }
    )


def _overlap_notes(inputs: Sequence[Input], shared: Overlap) -> Iterator[Message]:
    for at, item in enumerate(inputs):
        if shared.equal_rows[at]:
            yield plural(
                "{n:count} row of “{table}” is the same in every cell as a row of a table before "
                "it. It was kept; if it is the same answer twice, update by id instead.",
                "{n:count} rows of “{table}” are the same in every cell as rows of a table before "
                "it. They were kept; if they are the same answers twice, update by id instead.",
                n=shared.equal_rows[at],
                table=item.name,
            )
        if shared.key and shared.known_ids[at]:
            yield plural(
                "{n:count} “{key}” of “{table}” stands in a table before it too. Both rows were "
                "kept; to replace the older one, update by id instead.",
                "{n:count} “{key}” of “{table}” stand in a table before it too. All rows were "
                "kept; to replace the older ones, update by id instead.",
                n=shared.known_ids[at],
                key=shared.key,
                table=item.name,
            )
