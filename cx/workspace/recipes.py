"""Recipes that are kept, and which of them is for a file at hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cx.data.mending.recipe import Recipe

RECIPES_SCHEMA: Final = """
create table if not exists recipe (
    shape text primary key,
    name text not null,
    kind text not null,
    roles text not null,
    recipe text not null,
    saved_at text not null
) strict;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRecipe:
    """What was decided about a file, to be done again for the next one of its shape.

    Attributes:
        name: of the dataset that it was decided for.
        kind: of that dataset.
        roles: of its columns.
        recipe: the steps, and the columns that the file had.
        saved_at: in UTC.
    """

    name: str
    kind: str
    roles: Mapping[str, Any]
    recipe: Recipe
    saved_at: datetime

    def new_columns(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Return the columns of a file that the earlier one did not have."""
        return tuple(name for name in columns if name not in self.recipe.columns)

    def lost_columns(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Return the columns of the earlier file that this one lacks."""
        return tuple(name for name in self.recipe.columns if name not in columns)


def roles_among(roles: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """Return the roles, and the other settings of a dataset, as far as their columns are there."""
    found: dict[str, Any] = {}
    for role, value in roles.items():
        if isinstance(value, tuple) and all(isinstance(name, str) for name in value):
            found[role] = tuple(name for name in value if name in columns)
        elif not isinstance(value, str) or value in columns or role == "control":
            found[role] = value
    return found


def shape_of(columns: Sequence[str]) -> str:
    """Return a short name for the columns of a file, whatever their order."""
    text = json.dumps(sorted(columns), ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def likeness(some: Sequence[str], others: Sequence[str]) -> float:
    """Return the share of columns that two files have in common, 0–1."""
    together = set(some) | set(others)
    return len(set(some) & set(others)) / len(together) if together else 0.0
