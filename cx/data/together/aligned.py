"""Tables brought to the same columns of the same types, with everything said that this took."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.data.together.combined import choose
from cx.data.together.common_types import Settled, settled
from cx.data.together.headers import appended, columns_together, paired
from cx.data.together.inputs import Input
from cx.data.together.same_scale import ScaleClash, scale_clashes
from cx.data.traits import type_word
from cx.errors import WrongScale
from cx.wording import Message, msg, plural

DifferentScales = Literal["refuse", "apart", "pool"]
DIFFERENT_SCALES: Final = ("refuse", "apart", "pool")


@dataclass(frozen=True, kw_only=True, eq=False)
class Aligned:
    """Tables with the same columns.

    Attributes:
        tables: by name; a column that a table lacks is missing in all of its rows.
        pairs: for each table, name in the result → its own name.
        layout: what became of each column: `column table own type kept_as`; types as a person
            would call them.
        notes: what a person should know about the columns.
    """

    tables: Mapping[str, ir.Table]
    pairs: Mapping[str, Mapping[str, str]]
    layout: pd.DataFrame
    notes: tuple[Message, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that every table now has."""
        return columns_together(self.pairs.values())

    @property
    def shared(self) -> tuple[str, ...]:
        """The columns that every table had from the start."""
        return tuple(name for name in self.columns if all(name in p for p in self.pairs.values()))


def aligned(inputs: Sequence[Input], *, different_scales: DifferentScales = "refuse") -> Aligned:
    """Give tables the same columns, matched by their names.

    Args:
        inputs: the tables; the first one's names and order of columns are kept.
        different_scales: what to do where a score was asked on different scales: "refuse", keep
            them "apart" in columns of their own, or "pool" them as they are.

    Raises:
        WrongScale: a score was asked on different scales and it was not said what to do.
        InvalidSetting: `different_scales` is something else.
    """
    choose(different_scales, DIFFERENT_SCALES, option="different_scales")
    names = paired([item.table.columns for item in inputs])
    pairs = {item.name: own for item, own in zip(inputs, names, strict=True)}
    clashes = scale_clashes(inputs, _owners(pairs))
    said = (*_name_notes(pairs), *_lacking_notes(pairs))
    if clashes and different_scales == "refuse":
        raise WrongScale(_refusal(clashes[0]))
    if different_scales == "apart":
        for clash in clashes:
            pairs = _taken_apart(pairs, clash)
    tables = {item.name: item.table for item in inputs}
    types = settled(tables, _owners(pairs))
    notes = (
        *(_scale_note(clash, apart=different_scales == "apart") for clash in clashes),
        *said,
        *(note for settling in types.values() for note in settling.notes),
    )
    return Aligned(
        tables={name: _laid_out(name, table, pairs[name], types) for name, table in tables.items()},
        pairs=pairs,
        layout=_layout(tables, pairs, types),
        notes=notes,
    )


def _owners(pairs: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Turn the pairs round: name in the result → table → its own name."""
    return {
        name: {table: own[name] for table, own in pairs.items() if name in own}
        for name in columns_together(pairs.values())
    }


def _laid_out(
    name: str, table: ir.Table, own: Mapping[str, str], types: Mapping[str, Settled]
) -> ir.Table:
    laid: ir.Table = table.select(
        **{
            column: settling.cast(table[own[column]], name)
            if column in own
            else ibis.null(settling.type)
            for column, settling in types.items()
        }
    )
    return laid


def _layout(
    tables: Mapping[str, ir.Table],
    pairs: Mapping[str, Mapping[str, str]],
    types: Mapping[str, Settled],
) -> pd.DataFrame:
    rows = [
        (column, table, own, type_word(tables[table][own].type()), type_word(types[column].type))
        for column, owners in _owners(pairs).items()
        for table, own in owners.items()
    ]
    return pd.DataFrame(rows, columns=["column", "table", "own", "type", "kept_as"])


def _taken_apart(
    pairs: Mapping[str, Mapping[str, str]], clash: ScaleClash
) -> dict[str, dict[str, str]]:
    """Give each table whose scale differs from the first one's a column of its own."""
    first = next(iter(clash.scales.values()))
    taken = list(columns_together(pairs.values()))
    apart = {table: dict(own) for table, own in pairs.items()}
    for table, (_, high) in clash.scales.items():
        if high != first[1]:
            name = appended(clash.column, table, taken)
            taken.append(name)
            apart[table] = {
                name if column == clash.column else column: own
                for column, own in apart[table].items()
            }
    return apart


def _refusal(clash: ScaleClash) -> Message:
    return msg(
        "“{column}” was asked on different scales: {scales:list}. An average over both would mean "
        "nothing. Bring them to one scale first, or keep them in columns of their own.",
        column=clash.column,
        scales=clash.described,
    )


def _scale_note(clash: ScaleClash, *, apart: bool) -> Message:
    if apart:
        return msg(
            "“{column}” was asked on different scales ({scales:list}) and is kept in columns of "
            "their own.",
            column=clash.column,
            scales=clash.described,
        )
    return msg(
        "“{column}” was asked on different scales ({scales:list}) and was put together all the "
        "same: do not compute an average or an NPS over all of it.",
        column=clash.column,
        scales=clash.described,
    )


def _name_notes(pairs: Mapping[str, Mapping[str, str]]) -> Iterator[Message]:
    for table, own in pairs.items():
        for name, found in own.items():
            if name != found and name.casefold() != found.casefold():
                yield msg(
                    "“{own}” in “{table}” is taken for “{column}”.",
                    own=found,
                    table=table,
                    column=name,
                )


def _lacking_notes(pairs: Mapping[str, Mapping[str, str]]) -> Iterator[Message]:
    every = columns_together(pairs.values())
    for table, own in pairs.items():
        lacking = tuple(f"“{name}”" for name in every if name not in own)
        if lacking:
            yield plural(
                "“{table}” has no column {columns:list}; it is missing in all of its rows.",
                "“{table}” has no columns {columns:list}; they are missing in all of its rows.",
                n=len(lacking),
                table=table,
                columns=lacking,
            )
