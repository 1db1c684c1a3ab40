"""By which columns two tables belong together: proposed by roles, names and values in common."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import ibis.expr.types as ir

from cx.data import engine
from cx.data.together.aligned import Aligned, aligned
from cx.data.together.headers import plain_header
from cx.data.together.identifiers import compared
from cx.data.together.inputs import Input, inputs_of
from cx.data.together.overlap import row_identifier
from cx.data.vocabulary import is_identifier, says

SAMPLE: Final = 10_000  # different ids by which two columns are compared
_MOST: Final = 12  # pairs of columns that are compared
_ROLES: Final = ("customer", "unit")


def propose_ids(left: Any, right: Any) -> tuple[str, str] | None:
    """Propose the columns by which rows of two tables match: who the customer is, in both.

    Columns with that role go first, then columns named alike, then any that name identifiers; of
    these the pair that has most values in common, spelling overlooked.

    Args:
        left: a dataset, or whatever `cx.data.engine.as_table` takes.
        right: likewise.

    Returns:
        The column of either table; None where no column is an identifier.
    """
    first, second = inputs_of((left, right))
    found = list(islice(_candidates(first, second), _MOST))
    shares = [_share_in_common(first.table, second.table, pair) for pair in found]
    ranked = [
        (share > 0, _by_role(first, second, pair), share, _named_alike(pair), -at, pair)
        for at, (pair, share) in enumerate(zip(found, shares, strict=True))
    ]
    return max(ranked)[-1] if ranked else None


def propose_row_key(old: Any, new: Any) -> tuple[str, ...]:
    """Propose the columns that tell the rows of both tables apart.

    Args:
        old: a dataset, or whatever `cx.data.engine.as_table` takes.
        new: likewise.

    Returns:
        A column of identifiers without repetition; else the customer, with the time where there is
        one; nothing where neither is known.
    """
    inputs = inputs_of((old, new))
    together = aligned(inputs, different_scales="pool")
    unique = row_identifier(inputs, together)
    if unique:
        return (unique,)
    customer = _shared_role(inputs[0], together, *_ROLES)
    return customer and (*customer, *_shared_role(inputs[0], together, "time"))


def shared_columns(old: Any, new: Any) -> tuple[str, ...]:
    """Return the columns that both tables have, by the names of the first."""
    return aligned(inputs_of((old, new)), different_scales="pool").shared


def _candidates(first: Input, second: Input) -> Iterator[tuple[str, str]]:
    """Give pairs of columns that may hold the same ids, the likelier ones first."""
    here, there = ([*item.columns_as(*_ROLES), *_named(item)] for item in (first, second))
    pairs = [(a, b) for a in dict.fromkeys(here) for b in dict.fromkeys(there)]
    yield from sorted(
        pairs, key=lambda pair: (not _by_role(first, second, pair), not _named_alike(pair))
    )


def _named(item: Input) -> Iterator[str]:
    return (c for c in item.table.columns if is_identifier(c) or says(c, "customer"))


def _by_role(first: Input, second: Input, pair: tuple[str, str]) -> bool:
    return pair[0] in first.columns_as(*_ROLES) and pair[1] in second.columns_as(*_ROLES)


def _named_alike(pair: tuple[str, str]) -> bool:
    return plain_header(pair[0]) == plain_header(pair[1])


def _share_in_common(left: ir.Table, right: ir.Table, pair: tuple[str, str]) -> float:
    """Return the share of ids of the left column that the right one has, of the first ones."""
    a, b = compared(left[pair[0]], right[pair[1]], normalise=True)
    ids = left.select(id=a).distinct().drop_null("id").limit(SAMPLE)
    known = ids.semi_join(right.select(id=b), "id")
    total, common = (int(engine.fetch(t.aggregate(n=t.count()))["n"][0]) for t in (ids, known))
    return common / total if total else 0.0


def _shared_role(item: Input, together: Aligned, *roles: str) -> tuple[str, ...]:
    own = together.pairs[item.name]
    found = (name for name in together.shared if own[name] in item.columns_as(*roles))
    return tuple(islice(found, 1))
