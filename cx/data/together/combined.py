"""What bringing tables together gives back: the table, and a report before any figure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from cx.data.dataset import DATASETS, Dataset
from cx.data.recognition import (
    REQUIRED,
    Recognition,
    recognise,
    recognise_columns,
    recognise_roles_for,
)
from cx.data.together.inputs import Input
from cx.data.traits import Traits
from cx.errors import InvalidSetting, RoleMissing
from cx.wording import Message, msg


@dataclass(frozen=True, kw_only=True, eq=False)
class Combined(ABC):
    """Tables that were brought together.

    Attributes:
        inputs: the tables that came in.
        report: what became of the rows, tidy; each way documents its columns.
        notes: what a person should know before using the table; see `cautions`.
    """

    inputs: tuple[Input, ...]
    report: pd.DataFrame
    notes: tuple[Message, ...] = ()

    @property
    @abstractmethod
    def table(self) -> ir.Table:
        """The table that results, for use in the thread that made it."""

    @property
    @abstractmethod
    def finding(self) -> Message:
        """What came out, in one plain sentence."""

    @property
    def headline(self) -> str:
        """The finding in the language in use."""
        return str(self.finding)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What a person should know before using the table, in the language in use."""
        return tuple(str(note) for note in self.notes)

    def proposed_roles(
        self, columns: Sequence[Traits] | None = None
    ) -> tuple[str | None, Mapping[str, Any]]:
        """Return the kind that the result is taken for and the roles of its columns.

        They are those of the first table that is a dataset, as far as its columns are there. They
        are recognised where no dataset came in.

        Args:
            columns: what the columns of the result look like, where that is known already.
        """
        first = next((item.dataset for item in self.inputs if item.dataset), None)
        if first is None:
            found = self.recognised(columns)
            return found.kind, found.roles
        return first.kind, kept_roles(first, self.table.columns)

    def recognised(self, columns: Sequence[Traits] | None = None) -> Recognition:
        """Recognise the result by its columns alone."""
        return recognise(self.table) if columns is None else recognise_columns(columns)

    def dataset(self, kind: str | None = None, **roles: Any) -> Dataset:
        """Make a dataset of the result.

        Args:
            kind: a key of `cx.data.dataset.DATASETS`; proposed if left out.
            **roles: replace proposed ones.

        Raises:
            InvalidSetting: there is no such kind.
            RoleMissing: the kind was not recognised, or a role it cannot do without.
        """
        proposed, known = self.proposed_roles()
        if kind is not None and kind != proposed:
            proposed, known = kind, recognise_roles_for(kind, self.table).roles
        if proposed is None:
            raise RoleMissing(
                msg(
                    "What the table holds is not known. Say its kind ({kinds:list}) and the roles "
                    "of its columns.",
                    kinds=tuple(DATASETS),
                )
            )
        every = {**known, **roles}
        missing = [role for role in REQUIRED[proposed] if not every.get(role)]
        if missing:
            raise RoleMissing(
                msg(
                    "As {kind}, the table lacks a column for: {roles:list}. Its columns are: "
                    "{columns:list}.",
                    kind=proposed,
                    roles=missing,
                    columns=self.table.columns,
                )
            )
        made: Dataset = DATASETS[proposed](self.table, **every)
        return made


def kept_roles(dataset: Dataset, columns: Sequence[str]) -> dict[str, Any]:
    """Return the roles and settings of a dataset as far as their columns are among `columns`."""
    kept: dict[str, Any] = {}
    for role, value in dataset.roles.items():
        if isinstance(value, str):
            if value in columns:
                kept[role] = value
        elif names := tuple(name for name in value if name in columns):
            kept[role] = names
    for setting in ("scale", "control", "expected_ratio"):
        if getattr(dataset, setting, None) is not None:
            kept[setting] = getattr(dataset, setting)
    return kept


def choose(value: str, choices: Sequence[str], *, option: str) -> None:
    """Refuse an option that is none of `choices`."""
    if value not in choices:
        raise InvalidSetting(
            msg(
                "{option} is {value}; it has to be one of {choices:list}.",
                option=option,
                value=repr(value),
                choices=choices,
            )
        )
