"""How many rows and ids of two tables match, counted in the engine with one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from cx.data import engine
from cx.data.together.inputs import Input
from cx.data.together.pairing import Pairing
from cx.errors import InvalidSetting
from cx.wording import msg

Relation = Literal["one-to-one", "one-to-many", "many-to-one", "many-to-many"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What a match looks like from one table.

    Attributes:
        name: of the table.
        rows: it has.
        ids: different ids in it.
        matched_rows: rows whose id is in the other table too.
        matched_ids: ids that are in the other table too.
        only_rows: rows whose id is in this table alone.
        only_ids: ids in this table alone.
        without_id: rows whose id is missing or blank; they match nothing.
        repeated_ids: ids that stand in more than one row.
        repeated_matched_ids: those of them that are in the other table too.
        most_rows: rows that share the id that comes most often.

    Raises:
        ArithmeticError: rows or ids do not add up; a fault of ours, never of the tables.
    """

    name: str
    rows: int
    ids: int
    matched_rows: int
    matched_ids: int
    only_rows: int
    only_ids: int
    without_id: int
    repeated_ids: int
    repeated_matched_ids: int
    most_rows: int

    def __post_init__(self) -> None:
        rows = self.matched_rows + self.only_rows + self.without_id
        if rows != self.rows or self.matched_ids + self.only_ids != self.ids:
            raise ArithmeticError(f"rows or ids do not reconcile: {self}")

    @property
    def match_rate(self) -> float:
        """Share of rows that match, 0–1; NaN for a table without rows."""
        return self.matched_rows / self.rows if self.rows else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Who matches; see `cx.data.together.matching.Match`.

    Raises:
        ArithmeticError: the two sides contradict each other; a fault of ours, never of the tables.
    """

    left: Side
    right: Side
    relation: Relation
    joined_rows: int
    repeated_in_both: int

    def __post_init__(self) -> None:
        once = self.relation in {"one-to-one", "many-to-one"}
        if self.left.matched_ids != self.right.matched_ids or (
            once and self.joined_rows != self.left.rows
        ):
            raise ArithmeticError(f"a match does not reconcile: {self}")


def key_columns(
    inputs: Sequence[Input],
    *,
    on: str | Sequence[str] | None,
    left_on: str | Sequence[str] | None,
    right_on: str | Sequence[str] | None,
) -> tuple[tuple[str, str], ...]:
    """Return the columns of the id, those of the left table first.

    Raises:
        ColumnNotFound: one of them is not there.
        InvalidSetting: they are not given, given twice, or not as many on both sides.
    """
    left, right = (_names(own if on is None else on) for own in (left_on, right_on))
    twice = on is not None and (left_on is not None or right_on is not None)
    if twice or not left or len(left) != len(right):
        raise InvalidSetting(
            msg(
                "Say which column holds the id: with on, where it has the same name in both "
                "tables, or with left_on and right_on, as many columns in each. The columns are "
                "{left:list} in “{first}” and {right:list} in “{second}”.",
                left=inputs[0].table.columns,
                right=inputs[1].table.columns,
                first=inputs[0].name,
                second=inputs[1].name,
            )
        )
    return tuple(
        (inputs[0].require(a), inputs[1].require(b)) for a, b in zip(left, right, strict=True)
    )


def _names(columns: str | Sequence[str] | None) -> tuple[str, ...]:
    if columns is None:
        return ()
    return (columns,) if isinstance(columns, str) else tuple(columns)


def counted(inputs: Sequence[Input], pairing: Pairing) -> Counts:
    """Count rows and ids by whether they match."""
    row = engine.fetch(pairing.ids.aggregate(**_asked(pairing.ids))).iloc[0]
    rows = [
        int(engine.fetch(item.table.aggregate(n=item.table.count()))["n"][0]) for item in inputs
    ]
    sides = [
        _side(item.name, total, row, prefix)
        for item, total, prefix in zip(inputs, rows, ("left", "right"), strict=True)
    ]
    left, right = sides
    return Counts(
        left=left,
        right=right,
        relation=_relation(left, right),
        joined_rows=int(row["pairs"]) + left.only_rows + left.without_id,
        repeated_in_both=int(row["repeated_in_both"]),
    )


def _asked(ids: Any) -> dict[str, Any]:
    left, right = ids["left"], ids["right"]
    both = (left > 0) & (right > 0)
    asked = {
        "ids": both.sum(),
        "pairs": (left * right).sum(),
        "repeated_in_both": ((left > 1) & (right > 1)).sum(),
    }
    for name, own in (("left", left), ("right", right)):
        asked |= {
            f"{name}_rows": own.sum(),
            f"{name}_ids": (own > 0).sum(),
            f"{name}_matched": own.sum(where=both),
            f"{name}_repeated": (own > 1).sum(),
            f"{name}_repeated_matched": (both & (own > 1)).sum(),
            f"{name}_most": own.max(),
        }
    return {name: value.fill_null(0) for name, value in asked.items()}


def _side(name: str, rows: int, row: Any, prefix: str) -> Side:
    def count(measure: str) -> int:
        return int(row[f"{prefix}_{measure}"])

    return Side(
        name=name,
        rows=rows,
        ids=count("ids"),
        matched_rows=count("matched"),
        matched_ids=int(row["ids"]),
        only_rows=count("rows") - count("matched"),
        only_ids=count("ids") - int(row["ids"]),
        without_id=rows - count("rows"),
        repeated_ids=count("repeated"),
        repeated_matched_ids=count("repeated_matched"),
        most_rows=count("most"),
    )


def _relation(left: Side, right: Side) -> Relation:
    if right.repeated_matched_ids:
        return "many-to-many" if left.repeated_matched_ids else "one-to-many"
    return "many-to-one" if left.repeated_matched_ids else "one-to-one"


def report_of(counts: Counts) -> pd.DataFrame:
    """Return `table status rows ids share` for both tables."""
    rows = [
        (side.name, status, n, ids, n / side.rows if side.rows else float("nan"))
        for side in (counts.left, counts.right)
        for status, n, ids in (
            ("matched", side.matched_rows, side.matched_ids),
            ("only_here", side.only_rows, side.only_ids),
            ("no_id", side.without_id, 0),
        )
    ]
    return pd.DataFrame(rows, columns=["table", "status", "rows", "ids", "share"])
