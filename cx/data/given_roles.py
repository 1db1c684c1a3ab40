"""What a person says about the columns goes before what was recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cx.data.dataset import DATASETS, roles_of
from cx.data.recognition import Recognition, as_names, recognise_columns_as
from cx.data.role_names import ROLE_NAMES
from cx.data.traits import Traits
from cx.errors import ColumnNotFound, InvalidSetting
from cx.wording import msg

GivenRoles = Mapping[str, str | Sequence[str]]


def recognise_with(
    recognised: str | None, columns: Sequence[Traits], given: GivenRoles
) -> Recognition:
    """Recognise the roles that are not given.

    Args:
        recognised: the kind that the table was recognised as.
        columns: what the columns look like.
        given: role → column or columns, and "kind" where the kind is known.

    Raises:
        ColumnNotFound: a given column is not there.
        InvalidSetting: there is no such kind, or none that has these roles.
    """
    roles = {role: as_names(value) for role, value in given.items() if role != "kind"}
    names = [column.name for column in columns]
    for name in (name for value in roles.values() for name in value):
        if name not in names:
            raise ColumnNotFound(name, names)
    asked = given.get("kind")
    kind = _kind(recognised, None if asked is None else str(asked), roles)
    shaped = {role: _shaped(kind, role, value) for role, value in roles.items()}
    return recognise_columns_as(kind, columns, shaped)


def _kind(recognised: str | None, asked: str | None, given: Mapping[str, Any]) -> str:
    fitting = [kind for kind in DATASETS if set(given) <= set(roles_of(kind))]
    if asked is not None and asked not in DATASETS:
        raise InvalidSetting(
            msg(
                "“{kind}” is no kind of table. The kinds are: {kinds:list}.",
                kind=asked,
                kinds=tuple(DATASETS),
            )
        )
    if asked is not None and asked not in fitting:
        fitting = []
    if not fitting:
        raise InvalidSetting(
            msg(
                "No kind of table has these roles together: {roles:list}. The roles are: "
                "{known:list}.",
                roles=tuple(given),
                known=tuple(ROLE_NAMES),
            )
        )
    return asked or (recognised if recognised in fitting else fitting[0])


def _shaped(kind: str, role: str, value: tuple[str, ...]) -> str | tuple[str, ...]:
    """Give one column to a role that holds one, a tuple to a role that may hold several."""
    several = roles_of(kind)[role]
    if several:
        return value
    if len(value) != 1:
        raise InvalidSetting(
            msg(
                "The role {role} takes one column, not {n:count}.",
                role=ROLE_NAMES[role],
                n=len(value),
            )
        )
    return value[0]
