"""A dataset is a table plus the role of each column. Five kinds, one for each sort of question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, fields
from functools import cached_property
from typing import Any, ClassVar, Self

import ibis.expr.types as ir

from cx.data import engine
from cx.data.role_names import ROLE_NAMES
from cx.errors import ColumnNotFound, CxError, InvalidSetting, RoleMissing
from cx.wording import msg


def _role(default: Any = None) -> Any:
    """Declare a field that holds one column name, or a tuple of them."""
    return field(default=default, metadata={"role": True})


@dataclass(frozen=True, eq=False)
class Dataset:
    """A table and the roles of its columns; see `Feedback`, `Events`, `Experiment`, `Spend`.

    Args:
        table: a pandas or pyarrow table, an Ibis table or the path of a Parquet file. It is never
            changed. Datasets are cheap to make; use one in the thread that made it.

    Raises:
        ColumnNotFound: a role names a column that the table does not have.
    """

    kind: ClassVar[str]

    table: ir.Table
    _source: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_source", self.table)
        object.__setattr__(self, "table", engine.as_table(self.table))
        several = roles_of(self.kind)
        for name, value in self._role_values():
            if value is not None:
                object.__setattr__(self, name, _named(value, several=several[name]))
        for column in self.role_columns:
            self.require_column(column)

    def _role_values(self) -> Iterator[tuple[str, Any]]:
        return ((f.name, getattr(self, f.name)) for f in fields(self) if f.metadata.get("role"))

    @property
    def roles(self) -> dict[str, str | tuple[str, ...]]:
        """The roles that are filled: role name → column name, or names where it may be several."""
        return {name: value for name, value in self._role_values() if value}

    @property
    def role_columns(self) -> tuple[str, ...]:
        """The names of all columns that have a role, in the order of the roles."""
        return tuple(column for value in self.roles.values() for column in _as_tuple(value))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns of the table."""
        return tuple(self.table.columns)

    @cached_property
    def rows(self) -> int:
        """The number of rows, counted in the engine."""
        return int(engine.fetch(self.table.aggregate(n=self.table.count()))["n"][0])

    @cached_property
    def fingerprint(self) -> str:
        """A hash of content and roles, the key for whatever is computed from the dataset."""
        settings = repr([(f.name, getattr(self, f.name)) for f in fields(self)[2:]])
        text = f"{self.kind}|{engine.content_fingerprint(self._source)}|{settings}"
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    @classmethod
    def expect(cls, value: Any) -> Self:
        """Return `value` if it is a dataset of this class, else raise `CxError`."""
        if isinstance(value, cls):
            return value
        raise CxError(
            msg(
                "This needs a dataset made with cx.{wanted}(table, …); what arrived is a {kind}.",
                wanted=cls.__name__,
                kind=type(value).__name__,
            )
        )

    def with_roles(self, **roles: Any) -> Self:
        """Return the same table with other roles or settings in place of those named."""
        settings = {f.name: getattr(self, f.name) for f in fields(self) if f.init}
        return type(self)(**{**settings, "table": self._source, **roles})

    def require_column(self, name: str) -> str:
        """Return `name` if the table has such a column, else raise `ColumnNotFound`."""
        if name not in self.table.columns:
            raise ColumnNotFound(name, self.table.columns)
        return name

    def require_role(self, role: str) -> Any:
        """Return what fills `role`, else raise `RoleMissing` with what to do about it."""
        value = getattr(self, role)
        if not value:
            raise RoleMissing(
                msg(
                    "This needs to know which column is the {role}, and none is set. Choose it "
                    "among: {columns:list}.",
                    role=ROLE_NAMES[role],
                    columns=self.columns,
                )
            )
        return value


@dataclass(frozen=True, eq=False)
class Feedback(Dataset):
    """Answers of customers, one row an answer.

    Args:
        table: see `Dataset`.
        score: how likely the customer is to recommend, or an overall score.
        ratings: scores of single experiences, the candidates for drivers.
        comments: columns of free text.
        segments: columns that split customers into groups.
        time: when the answer was given.
        customer: who answered.
        touchpoint: what the answer is about.
        weight: how many customers the answer stands for.
        scale: lowest and highest possible score, where the values alone cannot tell: `(0, 10)`.
    """

    kind: ClassVar[str] = "feedback"

    _: KW_ONLY
    score: str | None = _role()
    ratings: tuple[str, ...] = _role(())
    comments: tuple[str, ...] = _role(())
    segments: tuple[str, ...] = _role(())
    time: str | None = _role()
    customer: str | None = _role()
    touchpoint: str | None = _role()
    weight: str | None = _role()
    scale: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.scale is not None:
            object.__setattr__(self, "scale", _bounds(self.scale))


@dataclass(frozen=True, eq=False)
class Events(Dataset):
    """What customers did, one row an event.

    Args:
        table: see `Dataset`.
        customer: who did it.
        time: when, a timestamp or a date.
        event: what.
        channel: where the customer came from.
        value: money that the event brought.
        segments: columns that split customers into groups.
    """

    kind: ClassVar[str] = "events"

    _: KW_ONLY
    customer: str = _role()
    time: str = _role()
    event: str = _role()
    channel: str | None = _role()
    value: str | None = _role()
    segments: tuple[str, ...] = _role(())

    def __post_init__(self) -> None:
        super().__post_init__()
        for role in ("customer", "time", "event"):
            self.require_role(role)


@dataclass(frozen=True, eq=False)
class Experiment(Dataset):
    """An A/B test, one row a unit (a customer, a visit).

    Args:
        table: see `Dataset`.
        variant: the version that the unit was given.
        metrics: numeric or yes/no columns; a higher value is taken to be better.
        control: the variant that the others are compared with; guessed from its name if left out.
        expected_ratio: the planned share of each variant, `{variant: share}`; equal if left out.
        unit: the identifier of the unit.
        segments: columns that split units into groups.
    """

    kind: ClassVar[str] = "experiment"

    _: KW_ONLY
    variant: str = _role()
    metrics: tuple[str, ...] = _role(())
    control: str | None = None
    expected_ratio: Mapping[str, float] | None = None
    unit: str | None = _role()
    segments: tuple[str, ...] = _role(())

    def __post_init__(self) -> None:
        super().__post_init__()
        for role in ("variant", "metrics"):
            self.require_role(role)


@dataclass(frozen=True, eq=False)
class Spend(Dataset):
    """What channels cost, one row a payment or a day.

    Args:
        table: see `Dataset`.
        channel: what the money was spent on.
        cost: how much.
        time: when.
    """

    kind: ClassVar[str] = "spend"

    _: KW_ONLY
    channel: str = _role()
    cost: str = _role()
    time: str | None = _role()

    def __post_init__(self) -> None:
        super().__post_init__()
        for role in ("channel", "cost"):
            self.require_role(role)


@dataclass(frozen=True, eq=False)
class Customers(Dataset):
    """What is known of every customer, whether they answered or not: one row a customer.

    Args:
        table: see `Dataset`.
        customer: who it is.
        segments: columns that split customers into groups.
        measures: numbers known of each: orders, days of delivery, tickets.
        value: money that the customer brought.
    """

    kind: ClassVar[str] = "customers"

    _: KW_ONLY
    customer: str = _role()
    segments: tuple[str, ...] = _role(())
    measures: tuple[str, ...] = _role(())
    value: str | None = _role()

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_role("customer")


DATASETS: Mapping[str, type[Dataset]] = {
    cls.kind: cls for cls in (Feedback, Events, Experiment, Spend, Customers)
}


def roles_of(kind: str) -> dict[str, bool]:
    """Return the roles of a kind of dataset, each with whether it takes several columns."""
    return {f.name: f.default == () for f in fields(DATASETS[kind]) if f.metadata.get("role")}


def _bounds(scale: Any) -> tuple[int, int]:
    """Read a scale: two whole numbers, the lower first."""
    try:
        low, high = (int(bound) for bound in scale)
    except (TypeError, ValueError):
        low = high = 0
    if low >= high or isinstance(scale, str):
        raise InvalidSetting(
            msg(
                "The scale is {scale}; it has to be the lowest and the highest possible score, for "
                "example (0, 10).",
                scale=repr(scale),
            )
        )
    return low, high


def _named(value: Any, *, several: bool) -> str | tuple[str, ...]:
    """Read what was given for a role; a single name will do where there may be several."""
    if not several:
        return str(value)
    return tuple(str(name) for name in _as_tuple(value))


def _as_tuple(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
