"""Identifiers of two tables set against each other: who is in both, and who nearly is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, Self

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.data import engine
from cx.data.privacy import mask
from cx.data.together.identifiers import RULES, compared, differences, plain
from cx.wording import Message, msg, plural

_KEY: Final = "_cx_key"
SEVERAL: Final = "several"
DIFFERENCES: Final = (*RULES, SEVERAL)
DIFFERENCE_WORDS: Final = {
    "full_width": msg("full-width signs"),
    "spaces": msg("spaces"),
    "case": msg("capital letters"),
    "apostrophe": msg("an apostrophe in front"),
    "decimal_zero": msg("“.0” behind a number"),
    "leading_zeros": msg("zeros in front"),
    SEVERAL: msg("several of these"),
}


_EMPTY: Final = pd.DataFrame(
    columns=[
        *("difference", "left_ids", "left_rows", "right_ids", "right_rows"),
        *("left_example", "right_example"),
    ]
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairing:
    """Two tables with their identifiers in a form in which equal ones are equal.

    Attributes:
        left: the first table with the columns `keys`.
        right: the second, likewise.
        keys: the parts of the identifier; where one of them is missing, the row has no id.
        ids: each id once: `keys`, `left` and `right`, the rows that have it in either table.
    """

    left: ir.Table
    right: ir.Table
    keys: tuple[str, ...]
    ids: ir.Table


def paired_ids(
    left: ir.Table,
    right: ir.Table,
    on: Sequence[tuple[str, str]],
    *,
    normalise: bool,
) -> Pairing:
    """Set the identifiers of two tables against each other.

    Args:
        left: the first table.
        right: the second.
        on: the columns that make up the identifier, those of the left table first.
        normalise: whether spellings of one identifier count as the same.
    """
    parts = [compared(left[a], right[b], normalise=normalise) for a, b in on]
    keys = tuple(f"{_KEY}{at}" for at in range(len(parts)))
    first = left.mutate(**{k: a for k, (a, _) in zip(keys, parts, strict=True)})
    second = right.mutate(**{k: b for k, (_, b) in zip(keys, parts, strict=True)})
    here, there = _counted(first, keys, "left"), _counted(second, keys, "right")
    joined = here.outer_join(there, list(keys))
    ids = joined.select(
        **{key: ibis.coalesce(joined[key], joined[f"{key}_right"]) for key in keys},
        left=joined["left"].fill_null(0),
        right=joined["right"].fill_null(0),
    )
    return Pairing(left=first, right=second, keys=keys, ids=ids)


def with_id(table: ir.Table, keys: Sequence[str]) -> Any:
    """Tell which rows have an id."""
    return ibis.and_(*(table[key].notnull() for key in keys))  # noqa: PD004, Ibis


def without_keys(table: ir.Table) -> ir.Table:
    """Return a table without the columns of a `Pairing`."""
    helpers = [name for name in table.columns if name.startswith(_KEY)]
    bare: ir.Table = table.drop(*helpers) if helpers else table
    return bare


def _counted(table: ir.Table, keys: Sequence[str], name: str) -> ir.Table:
    rows = table.filter(with_id(table, keys))
    groups: ir.Table = rows.group_by(list(keys)).aggregate(**{name: rows.count()})
    return groups


@dataclass(frozen=True, kw_only=True, eq=False)
class NearMisses:
    """Ids that find no partner for their spelling alone.

    Attributes:
        table: `difference left_ids left_rows right_ids right_rows left_example right_example`, one
            row for each way in which they differ; examples with personal data masked.
        merged_left: different ids of the left table that would become one.
        merged_right: the same of the right table.
    """

    table: pd.DataFrame
    merged_left: int = 0
    merged_right: int = 0

    @classmethod
    def none(cls) -> Self:
        """Return that there are none."""
        return cls(table=_EMPTY)

    @property
    def ids(self) -> int:
        """Ids of either table that have no partner and would find one."""
        return int(self.table["left_ids"].sum() + self.table["right_ids"].sum())

    def notes(self, left: str, right: str) -> Iterator[Message]:
        """Say what would be gained by overlooking the spelling, and what it would cost."""
        for row in self.table.to_dict("records"):
            yield plural(
                "{n:count} id without a partner ({here:count} in “{left}”, {there:count} in "
                "“{right}”) differs from one of the other table in nothing but {difference} "
                "(“{first}”, “{second}”). It matches if spelling is overlooked.",
                "{n:count} ids without a partner ({here:count} in “{left}”, {there:count} in "
                "“{right}”) differ from ids of the other table in nothing but {difference}, such "
                "as “{first}” and “{second}”. They match if spelling is overlooked.",
                n=int(row["left_ids"] + row["right_ids"]),
                here=int(row["left_ids"]),
                there=int(row["right_ids"]),
                left=left,
                right=right,
                difference=DIFFERENCE_WORDS[row["difference"]],
                first=row["left_example"],
                second=row["right_example"],
            )
        for name, merged in ((left, self.merged_left), (right, self.merged_right)):
            if merged and len(self.table):
                yield msg(
                    "Overlooking the spelling would also make one of different ids of “{table}” "
                    "({n:count}): check that these are the same customers.",
                    table=name,
                    n=merged,
                )


def near_misses(pairing: Pairing) -> NearMisses:
    """Count ids that would find a partner if their spelling were overlooked."""
    ids, keys = pairing.ids, pairing.keys
    texts = [ids[key] for key in keys if ids[key].type().is_string()]
    if not texts:
        return NearMisses.none()
    found = engine.fetch(_by_difference(_by_plain(ids, keys), len(keys)))
    merged = found[["merged_left", "merged_right"]].sum()
    found = found.loc[found["difference"].notna(), list(_EMPTY.columns)]
    order = {name: at for at, name in enumerate(DIFFERENCES)}
    table = found.sort_values("difference", key=lambda names: names.map(order))
    for side in ("left", "right"):
        table[f"{side}_example"] = [mask(str(text)) for text in table[f"{side}_example"]]
    return NearMisses(
        table=table.reset_index(drop=True),
        merged_left=int(merged["merged_left"]),
        merged_right=int(merged["merged_right"]),
    )


def _by_plain(every: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Group ids by their plain form, with one id of each table that stands for its group.

    Only groups of several ids are looked into; they are few where ids are written with care.
    """
    forms = {
        f"plain{at}": plain(every[key]) if every[key].type().is_string() else every[key]
        for at, key in enumerate(keys)
    }
    shaped = every.mutate(**forms)
    sizes = shaped.group_by(list(forms)).aggregate(_cx_n=shaped.count())
    ids = shaped.semi_join(sizes.filter(sizes["_cx_n"] > 1), list(forms))
    in_left, in_right = ids["left"] > 0, ids["right"] > 0
    alone = {"left": in_left & ~in_right, "right": in_right & ~in_left}
    there = {"left": in_left, "right": in_right}
    asked: dict[str, Any] = {}
    for side in ("left", "right"):
        asked[f"{side}_ids"] = there[side].sum()
        asked[f"{side}_alone"] = alone[side].sum()
        asked[f"{side}_rows"] = ids[side].sum(where=alone[side]).fill_null(0)
        for at, key in enumerate(keys):
            lone, any_one = ids[key].min(where=alone[side]), ids[key].min(where=there[side])
            asked[f"{side}{at}"] = ibis.coalesce(lone, any_one)
    groups: ir.Table = ids.group_by(list(forms)).aggregate(**asked)
    return groups


def _by_difference(groups: ir.Table, parts: int) -> ir.Table:
    """Sum the groups up by what their ids differ in; those in which all ids match have none."""
    left = [groups[f"left{at}"] for at in range(parts)]
    right = [groups[f"right{at}"] for at in range(parts)]
    near = (groups["left_alone"] > 0) & (groups["right_ids"] > 0)
    near |= (groups["right_alone"] > 0) & (groups["left_ids"] > 0)
    cases = [(near & equal, ibis.literal(name)) for name, equal in differences(left, right).items()]
    named = groups.mutate(
        difference=ibis.cases(*cases, (near, ibis.literal(SEVERAL))),
        left_example=_shown(left),
        right_example=_shown(right),
    )
    sums = {
        f"{side}_{what}": named[f"{side}_{column}"].sum(where=named[f"{other}_ids"] > 0)
        for side, other in (("left", "right"), ("right", "left"))
        for what, column in (("ids", "alone"), ("rows", "rows"))
    }
    merged = {
        f"merged_{side}": (named[f"{side}_ids"] - 1).sum(where=named[f"{side}_ids"] > 1)
        for side in ("left", "right")
    }
    found: ir.Table = named.group_by("difference").aggregate(
        **{name: value.fill_null(0) for name, value in (sums | merged).items()},
        left_example=named["left_example"].min(),
        right_example=named["right_example"].argmin(named["left_example"]),
    )
    return found


def _shown(parts: Sequence[Any]) -> Any:
    texts = [part.cast("string") for part in parts]
    return reduce(lambda a, b: a + " · " + b, texts)
