"""Steps that keep personal data out of the workspace: masked, or replaced by a pseudonym."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final, Self

import ibis
import ibis.expr.types as ir

from cx.data.mending.distinct import each_value
from cx.data.mending.step import Step, register
from cx.data.privacy import MAYBE_PERSONAL, mask
from cx.errors import CxError
from cx.wording import Message, msg

PSEUDONYM_PREFIX: Final = "id_"
PSEUDONYM_DIGITS: Final = 16
PSEUDONYM: Final = re.compile(rf"{PSEUDONYM_PREFIX}[0-9a-f]{{{PSEUDONYM_DIGITS}}}")
# Above this, a floating-point number does not tell neighbours apart any more.
_EXACT: Final = 2.0**53


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Masked(Step):
    """Personal details within texts are replaced by what they are: `[email]`, `[phone]`.

    Attributes:
        column: of texts; other values are written as text.
    """

    op: ClassVar[str] = "masked"
    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sentence(self) -> Message:
        return msg(
            "In “{column}”, e-mail addresses, phone numbers and other personal details are "
            "replaced by [email], [phone] and so on.",
            column=self.column,
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        """Tell in which rows something is masked."""
        text = _as_text(table[self.column])
        return (_masked_where_needed(text) != text).fill_null(ibis.literal(value=False))

    def applied(self, table: ir.Table) -> ir.Table:
        return table.mutate(**{self.column: _masked_where_needed(_as_text(table[self.column]))})


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudonymised(Step):
    """Identifiers become pseudonyms that only the holder of the key can match with a person.

    A pseudonym is `id_` and the first 16 hexadecimal digits of H(key + H(key + value)), where H is
    SHA-256. Equal values have equal pseudonyms in all files that are read with one key, so
    customers can still be counted and joined; whoever lacks the key cannot find a value by trying
    all of them. Values are compared as text without blanks around it: 123 in a column of numbers
    and “123” in one of text agree. Missing and blank values are missing.

    16 digits are 64 bits: among a million different customers the chance that any two of them
    share a pseudonym is about 3 in 100 million, among a hundred million customers about 3 in
    10,000.

    Attributes:
        column: where.
        key: of the workspace; given by `with_key` when the step is made, never kept in a recipe.

    Raises:
        CxError: the step is applied without a key.
    """

    op: ClassVar[str] = "pseudonymised"
    column: str
    key: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def with_key(self, key: bytes) -> Self:
        """Return the step ready to be applied; it is equal to the one without the key."""
        return replace(self, key=key)

    def sentence(self) -> Message:
        return msg(
            "“{column}” is replaced by pseudonyms: the same customer stays the same, nobody can be "
            "recognised.",
            column=self.column,
        )

    def touched(self, table: ir.Table) -> ir.BooleanValue:
        """Tell which rows have a value in the column."""
        return table[self.column].notnull()

    def applied(self, table: ir.Table) -> ir.Table:
        if not self.key:
            raise CxError(
                msg(
                    "“{column}” is to be replaced by pseudonyms, which needs the key of a "
                    "workspace, and none was given. Give one with with_key, or refuse this step.",
                    column=self.column,
                )
            )
        key = ibis.literal(self.key.hex())
        value = _identifier(table[self.column])
        inner = key.concat(value).hexdigest("sha256")
        digest = key.concat(inner).hexdigest("sha256")
        pseudonym = ibis.literal(PSEUDONYM_PREFIX).concat(digest.substr(0, PSEUDONYM_DIGITS))
        return table.mutate(**{self.column: pseudonym})

    def to_json(self) -> dict[str, Any]:
        """Return the step as plain values, without the key."""
        return {"op": self.op, "column": self.column}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote; a key is not taken from there."""
        return cls(column=values["column"])


def _as_text(column: Any) -> Any:
    return column if column.type().is_string() else column.cast("string")


def _identifier(column: Any) -> Any:
    """Write an identifier as text, whole numbers without a point; blanks are missing."""
    text = _as_text(column)
    if column.type().is_floating():
        whole = (column == column.floor()) & (column.abs() < _EXACT)
        text = ibis.ifelse(whole, column.cast("int64").cast("string"), text)
    return text.strip().nullif("")


def _masked_where_needed(text: Any) -> Any:
    """Mask texts in which the engine sees a sign of personal details; the others are not moved."""
    return ibis.ifelse(text.re_search(MAYBE_PERSONAL), _masked(text), text)


@ibis.udf.scalar.pyarrow
def _masked(text: str) -> str:
    masked: str = each_value(text, mask)
    return masked
