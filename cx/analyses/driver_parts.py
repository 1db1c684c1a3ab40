"""Groups of answers drawn by chance: the same on every engine and in every order of the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

# Up to so many units the groups are made equally large; more are so by the law of large numbers.
RANKED: Final = 20_000
# A value takes 20 bits; its factor so many that all columns together add up to less than 62.
_STEPS: Final = 2**20 - 1
_BITS_LEFT: Final = 42
_DIGITS: Final = "0123456789abcdef"


@ibis.udf.scalar.builtin(name="md5")
def md5(text: str) -> str:  # type: ignore[empty-body]
    """Return the MD5 digest in hexadecimal digits: DuckDB, Postgres and Spark agree on it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How rows are put into groups.

    Attributes:
        groups: how many there are.
        units: how many things are drawn: customers, or answers.
        named: the rows of a customer (column `customer`) stay together.
        unnamed: some rows are units of their own.
        content: what tells rows apart: column → name, lowest and highest value.
    """

    groups: int
    units: int
    named: bool
    unnamed: bool
    content: Mapping[str, tuple[str, float, float]]


def drawn(rows: ir.Table, drawing: Drawing) -> ir.Table:
    """Add `part`, the group of each row, 0 up to `groups` − 1.

    A unit is drawn by the MD5 digest of the customer's name or, for answers on their own, of what
    the answer holds and its number among those that hold the same. Neither hangs on where a row
    stands, nor on the engine. Few units are ranked by it, which makes the groups equally large;
    many are not, for the ranking would cost more than all the rest.
    """
    digest: Any = None
    if drawing.unnamed:
        rows = rows.mutate(content=_fingerprint(rows, drawing.content))
        # What tells rows apart besides, so that it cannot matter which of two like ones is first.
        apart = ("content", "customer", "weight", "group")
        alike = [name for name in apart if name in rows.columns]
        number: Any = ibis.row_number().over(group_by=alike, order_by=alike)
        rows = rows.mutate(number=number)
        digest = md5(rows.content.cast("string") + "/" + rows.number.cast("string"))
    if drawing.named:
        own = md5(rows.customer)
        digest = own if digest is None else ibis.coalesce(own, digest)
    rows = rows.mutate(digest=digest)
    if drawing.units <= RANKED:
        rank: Any = ibis.dense_rank().over(order_by=rows.digest)
        return rows.mutate(part=rank % drawing.groups)
    number = sum(_digit(rows.digest, place) * 16**place for place in range(4))
    return rows.mutate(part=number % drawing.groups)


def _fingerprint(rows: ir.Table, content: Mapping[str, tuple[str, float, float]]) -> Any:
    """Write what a row holds as one whole number that hardly any other content shares.

    Each value, as its place between the lowest and the highest, times a factor of its column.
    """
    bits = _BITS_LEFT - len(content).bit_length()
    total: Any = ibis.literal(0, type="int64")
    for column, (name, low, high) in content.items():
        per_unit = _STEPS / (high - low) if high > low else 0.0
        place: Any = ((rows[column].cast("float64") - low) * per_unit).floor().cast("int64")
        total += place.fill_null(-1) * ibis.literal(_factor(name, bits), type="int64")
    return total


def _factor(name: str, bits: int) -> int:
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> (64 - bits)


def _digit(digest: Any, place: int) -> Any:
    return ibis.literal(_DIGITS).find(digest.substr(place, 1))
