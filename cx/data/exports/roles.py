"""The roles of columns that a program always writes under the same name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cx.data.dataset import DATASETS, roles_of
from cx.data.exports.description import Export, folded

_SEVERAL: Final[Mapping[str, bool]] = {
    role: several for kind in DATASETS for role, several in roles_of(kind).items()
}


def export_roles(export: Export, names: Sequence[str]) -> dict[str, str | tuple[str, ...]]:
    """Return the roles of columns that are known from the export; they go before guessed ones.

    Args:
        export: that the table comes from.
        names: the columns of the table that hold anything.

    Returns:
        role → column, or columns where it may be several; roles without a column are left out.
    """
    by_word = {folded(name): name for name in reversed(names)}
    roles: dict[str, str | tuple[str, ...]] = {}
    for role, wanted in export.roles.items():
        found = tuple(
            dict.fromkeys(by_word[w] for name in wanted if (w := folded(name)) in by_word)
        )
        if found:
            roles[role] = found if _SEVERAL.get(role) else found[0]
    return roles
