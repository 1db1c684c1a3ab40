"""Which column plays which part in a table of a given kind, by its name and by its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from cx.data.traits import FEW, Traits
from cx.data.vocabulary import is_exactly, is_identifier, rank, says

Roles = dict[str, str | tuple[str, ...]]

COMMENT_LETTERS: Final = 25.0
NAMED_COMMENT_LETTERS: Final = 4.0
LEAST_UNNAMED: Final = 10


def feedback_roles(columns: Sequence[Traits]) -> Roles:
    """Find the roles of a table of answers."""
    free = _Free(columns)
    roles: Roles = {}
    free.one(roles, "score", _score(free.columns))
    free.one(roles, "time", _time(free.columns))
    free.one(roles, "customer", _customer(free.columns))
    free.one(roles, "weight", _named(free.columns, "weight", _is_amount))
    free.one(roles, "touchpoint", _named(free.columns, "touchpoint", _is_group))
    free.many(roles, "comments", _is_comment)
    free.many(roles, "ratings", _is_rating)
    free.many(roles, "segments", _is_group)
    return roles


def events_roles(columns: Sequence[Traits]) -> Roles:
    """Find the roles of a log of what customers did."""
    free = _Free(columns)
    roles: Roles = {}
    free.one(roles, "customer", _customer(free.columns))
    free.one(roles, "time", _time(free.columns))
    free.one(roles, "event", _event(free.columns))
    free.one(roles, "channel", _named(free.columns, "channel", _is_group))
    free.one(roles, "value", _named(free.columns, "value", _is_amount))
    free.many(roles, "segments", _is_group)
    return roles


def experiment_roles(columns: Sequence[Traits]) -> Roles:
    """Find the roles of an A/B test."""
    free = _Free(columns)
    roles: Roles = {}
    free.one(roles, "variant", _variant(free.columns))
    free.one(roles, "unit", _customer(free.columns) or _unique_identifier(free.columns))
    free.many(roles, "metrics", _is_metric, first=_is_yes_or_no)
    free.many(roles, "segments", _is_group)
    return roles


def spend_roles(columns: Sequence[Traits]) -> Roles:
    """Find the roles of a table of what channels cost."""
    free = _Free(columns)
    roles: Roles = {}
    free.one(roles, "channel", _named(free.columns, "channel", lambda c: c.distinct > 1))
    free.one(roles, "cost", _named(free.columns, "cost", _is_amount))
    free.one(roles, "time", _time(free.columns))
    return roles


def customers_roles(columns: Sequence[Traits]) -> Roles:
    """Find the roles of a table of what is known of every customer."""
    free = _Free(columns)
    roles: Roles = {}
    free.one(roles, "customer", _one_row_each(free.columns))
    free.one(roles, "value", _money(free.columns))
    free.many(roles, "measures", lambda c: _is_amount(c) and c.distinct > 1)
    free.many(roles, "segments", _is_group)
    return roles


ROLE_FINDERS: Final[dict[str, Callable[[Sequence[Traits]], Roles]]] = {
    "feedback": feedback_roles,
    "events": events_roles,
    "experiment": experiment_roles,
    "spend": spend_roles,
    "customers": customers_roles,
}


class _Free:
    """The columns that have no role yet; a column plays one part only."""

    def __init__(self, columns: Sequence[Traits]) -> None:
        self.columns = [c for c in columns if not c.is_row_number and c.filled]

    def one(self, roles: Roles, role: str, column: Traits | None) -> None:
        if column is not None:
            roles[role] = column.name
            self.columns.remove(column)

    def many(
        self,
        roles: Roles,
        role: str,
        fits: Callable[[Traits], bool],
        first: Callable[[Traits], bool] = lambda _: False,
    ) -> None:
        found = [c for c in self.columns if fits(c)]
        if found:
            names = dict.fromkeys(c.name for c in sorted(found, key=first, reverse=True))
            roles[role] = tuple(names)
            self.columns = [c for c in self.columns if c.name not in names]


def arms_in_values(column: Traits) -> bool:
    """Tell whether all values of a column are names of arms, such as control and treatment."""
    return 2 <= len(column.values) <= 10 and all(is_exactly(v, "arm") for v in column.values)


def arms_by_pattern(column: Traits) -> bool:
    """Tell whether the values differ in a number or a last letter only: gate_30 and gate_40."""
    stems = {re.sub(r"\d+|(?<=[\W_])[A-Za-z]$", "#", value) for value in column.values}
    return len(column.values) >= 2 and len(stems) == 1 and "#" in next(iter(stems))


def _named(
    columns: Iterable[Traits], meaning: str, fits: Callable[[Traits], bool]
) -> Traits | None:
    """Return the fitting column whose name says it most exactly, the first of several."""
    found = [(size, c) for c in columns if fits(c) and (size := rank(c.name, meaning)) is not None]
    return max(found, key=lambda item: item[0], default=(0, None))[1]


def _score(columns: Sequence[Traits]) -> Traits | None:
    fitting = [c for c in columns if c.type == "number" and _fits_scale(c)]
    alone = (c for c in fitting if is_exactly(c.name, "score_alone"))
    return (
        _named(fitting, "recommend", lambda _: True)
        or _named(fitting, "overall", lambda _: True)
        or next(alone, None)
    )


def _fits_scale(column: Traits) -> bool:
    return column.within >= 0.95 and column.distinct >= 3 and column.high > 2


def _is_rating(column: Traits) -> bool:
    if column.type != "number" or not _fits_scale(column) or column.distinct > 21:
        return False
    if is_identifier(column.name) or says(column.name, "cost") or says(column.name, "weight"):
        return False
    steps = column.high in {5, 7, 10} and column.low in {0, 1} and column.whole
    return says(column.name, "rating") or (steps and column.distinct >= column.high - 1)


def _is_comment(column: Traits) -> bool:
    if column.type != "text" or is_identifier(column.name):
        return False
    if says(column.name, "time") and column.letters < COMMENT_LETTERS:
        return False
    if says(column.name, "comments"):
        return column.letters >= NAMED_COMMENT_LETTERS and column.distinct > 2
    varied = column.distinct >= max(0.5 * column.filled, LEAST_UNNAMED)
    return varied and column.letters >= COMMENT_LETTERS and not says(column.name, "no_comment")


def _is_group(column: Traits) -> bool:
    if column.type not in {"text", "yes/no"} or is_identifier(column.name):
        return False
    return 2 <= column.distinct <= FEW and 2 * column.distinct <= max(column.filled, 4)


def _is_amount(column: Traits) -> bool:
    return column.type == "number" and not is_identifier(column.name)


def _is_metric(column: Traits) -> bool:
    if is_identifier(column.name) or column.distinct < 2:
        return False
    return column.type in {"number", "yes/no"}


def _is_yes_or_no(column: Traits) -> bool:
    in_figures = column.whole and column.within == 1 and column.high <= 1
    return column.type == "yes/no" or in_figures


def _time(columns: Sequence[Traits]) -> Traits | None:
    times = [c for c in columns if c.type in {"date", "time"} and not says(c.name, "birth")]
    return _named(times, "time", lambda _: True) or next(iter(times), None)


def _customer(columns: Sequence[Traits]) -> Traits | None:
    def fits(column: Traits) -> bool:
        whole = column.type == "number" and column.whole and column.high > 10
        return (column.type == "text" or whole) and column.distinct > 2

    named = [c for c in columns if fits(c) and (is_identifier(c.name) or c.distinct > FEW)]
    plain = (c for c in columns if fits(c) and is_exactly(c.name, "row_identifier"))
    return _named(named, "customer", lambda _: True) or next(plain, None)


def _unique_identifier(columns: Sequence[Traits]) -> Traits | None:
    unique = (c for c in columns if is_identifier(c.name) and c.distinct == c.rows)
    return next(unique, None)


def _one_row_each(columns: Sequence[Traits]) -> Traits | None:
    """Return the column that names customers, one of whose values stands in one row at most."""
    each = [c for c in columns if c.distinct == c.filled]
    return _customer(each) or _customer(columns)


def _money(columns: Sequence[Traits]) -> Traits | None:
    """Return what a customer brought; how often something was done is no money."""
    amounts = [c for c in columns if not says(c.name, "how_many")]
    return _named(columns, "customer_value", _is_amount) or _named(amounts, "value", _is_amount)


def _event(columns: Sequence[Traits]) -> Traits | None:
    def fits(column: Traits) -> bool:
        few = 2 <= column.distinct <= 1000 and column.repeats
        return column.type == "text" and few and not is_identifier(column.name)

    return _named(columns, "event", fits)


def _variant(columns: Sequence[Traits]) -> Traits | None:
    def fits(column: Traits) -> bool:
        few = 2 <= column.distinct <= 10 and 2 * column.distinct <= column.filled
        return few and (column.type in {"text", "yes/no"} or column.whole)

    named = [c for c in columns if fits(c) and says(c.name, "variant")]
    telling = [c for c in columns if fits(c) and arms_in_values(c)]
    both = [c for c in named if c in telling or arms_by_pattern(c)]
    return next(iter([*both, *telling, *named]), None)
