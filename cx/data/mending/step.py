"""What every step of a recipe is: one mend, in one sentence, with the rows that it touches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Final, Self

import ibis
import ibis.expr.types as ir

from cx.wording import Message

# The number that a row has in its file, from 1; it travels with the table while it is mended.
ROW: Final = "_cx_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(ABC):
    """One mend of a table. A step is a value: equal steps do the same, and JSON holds all of it.

    `_STEPS` finds the class again by `op` when a recipe is read.
    """

    op: ClassVar[str]

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The columns that have to be there."""

    @abstractmethod
    def sentence(self) -> Message:
        """Say what the step does, in one plain sentence."""

    @abstractmethod
    def touched(self, table: ir.Table) -> ir.BooleanValue:
        """Tell of each row whether the step touches it."""

    @abstractmethod
    def applied(self, table: ir.Table) -> ir.Table:
        """Return the mended table; the column `ROW` stays as it is."""

    def unexpected(self, table: ir.Table) -> ir.BooleanValue:  # noqa: ARG002 - none, as a rule
        """Tell of each row whether a value in it is lost because the step does not know it."""
        return ibis.literal(value=False)

    def fits(self, names: Sequence[str]) -> bool:
        """Tell whether a table with these columns has what the step needs."""
        return set(self.columns) <= set(names)

    def to_json(self) -> dict[str, Any]:
        """Return the step as plain values, for a recipe that is kept."""
        return {"op": self.op, **{f.name: _plain(getattr(self, f.name)) for f in fields(self)}}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: _frozen(v) for name, v in values.items() if name in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStep(Step):
    """A step that leaves rows out; they are counted and kept with the reason."""

    @abstractmethod
    def reason(self) -> Message:
        """Say why a row is left out, to stand beside the row: “a preview, not an answer”."""

    def applied(self, table: ir.Table) -> ir.Table:
        """Return the rows that stay."""
        kept: ir.Table = table.filter(~self.left_out(table))
        return kept

    def left_out(self, table: ir.Table) -> ir.BooleanValue:
        """Tell of each row, never with a missing answer, whether it goes."""
        return self.touched(table).fill_null(ibis.literal(value=False))


_STEPS: Final[dict[str, type[Step]]] = {}


def register(cls: type[Any]) -> type[Any]:
    """Make a step known by its `op`."""
    _STEPS[cls.op] = cls
    return cls


def step_from_json(values: Mapping[str, Any]) -> Step | None:
    """Read a step of a recipe; None where its kind is not known (any more)."""
    kind: Callable[..., Step] | None = getattr(_STEPS.get(values["op"]), "from_json", None)
    return kind(values) if kind else None


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
