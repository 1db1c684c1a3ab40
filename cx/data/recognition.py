"""What kind of table it is and what its columns mean, with reasons a person can check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cx.data import engine
from cx.data.role_names import ROLE_NAMES
from cx.data.roles import (
    ROLE_FINDERS,
    Roles,
    arms_by_pattern,
    arms_in_values,
    events_roles,
    feedback_roles,
)
from cx.data.scales.scale import Scale, infer_scale
from cx.data.traits import Traits, describe
from cx.data.vocabulary import is_exactly, says
from cx.errors import InvalidSetting
from cx.wording import Message, msg, plural

LEAST_CONFIDENCE: Final = 0.5
# What a dataset cannot do without: all of the first, or any of the second.
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "events": ("customer", "time", "event"),
    "experiment": ("variant", "metrics"),
    "spend": ("channel", "cost"),
    "customers": ("customer",),
    "feedback": (),
}
FEEDBACK_HOLDS_ANY_OF: Final = ("score", "ratings", "comments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What a table was recognised as.

    Attributes:
        kind: "feedback", "events", "experiment", "spend", "customers", or None if it is none of
            them.
        confidence: how sure that is, 0–1.
        roles: role → column, or columns where it may be several.
        scale: of the score; None without a score.
        reasons: why, one sentence for each role that was filled, and what is still missing.
    """

    kind: str | None
    confidence: float
    roles: Mapping[str, str | tuple[str, ...]]
    scale: Scale | None = None
    reasons: tuple[Message, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The roles without which no dataset can be made."""
        if self.kind is None:
            return ()
        if self.kind == "feedback":
            filled = any(self.roles.get(role) for role in FEEDBACK_HOLDS_ANY_OF)
            return () if filled else FEEDBACK_HOLDS_ANY_OF[:1]
        return tuple(role for role in REQUIRED[self.kind] if not self.roles.get(role))


def recognise(table: Any) -> Recognition:
    """Recognise the kind of a table and the roles of its columns.

    Args:
        table: a pandas or pyarrow table, an Ibis table or the path of a Parquet file.

    Returns:
        The kind with the highest confidence; the kind None where it would be below 0.5.
    """
    return recognise_columns(describe(engine.as_table(table)))


def recognise_columns(columns: Sequence[Traits]) -> Recognition:
    """Recognise a table by the traits of its columns; see `recognise`."""
    ranked = [(_confidence(kind, columns, roles), kind, roles) for kind, roles in _all(columns)]
    confidence, kind, roles = max(ranked, key=lambda item: item[0])
    if confidence < LEAST_CONFIDENCE:
        reason = msg(
            "What this table holds could not be recognised. Say what kind of table it is and what "
            "its columns mean."
        )
        return Recognition(kind=None, confidence=1 - confidence, roles={}, reasons=(reason,))
    return _recognition(kind, confidence, roles, columns)


def recognise_roles_for(kind: str, table: Any) -> Recognition:
    """Recognise the roles of the columns in a table whose kind is known.

    Args:
        kind: "feedback", "events", "experiment", "spend" or "customers".
        table: as in `recognise`.

    Raises:
        InvalidSetting: there is no such kind.
    """
    if kind not in ROLE_FINDERS:
        raise InvalidSetting(
            msg(
                "“{kind}” is no kind of table. The kinds are: {kinds:list}.",
                kind=kind,
                kinds=tuple(ROLE_FINDERS),
            )
        )
    return recognise_columns_as(kind, describe(engine.as_table(table)))


def recognise_columns_as(
    kind: str, columns: Sequence[Traits], given: Roles | None = None
) -> Recognition:
    """Recognise the roles of columns for a known kind; `given` roles go before what is found."""
    given = given or {}
    taken = {name for value in given.values() for name in as_names(value)}
    found = ROLE_FINDERS[kind]([column for column in columns if column.name not in taken])
    return _recognition(kind, 1.0, {**found, **given}, columns)


def as_names(value: str | Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a role as a tuple, for roles that hold one as for those of several."""
    return (value,) if isinstance(value, str) else tuple(value)


def _all(columns: Sequence[Traits]) -> Iterator[tuple[str, Roles]]:
    return ((kind, find(columns)) for kind, find in ROLE_FINDERS.items())


def _confidence(kind: str, columns: Sequence[Traits], roles: Roles) -> float:
    by_name = {column.name: column for column in columns}
    return _CONFIDENCE[kind](by_name, roles)


def _feedback(_columns: Mapping[str, Traits], roles: Roles) -> float:
    score, comments, ratings = (roles.get(role) for role in ("score", "comments", "ratings"))
    if isinstance(score, str):
        base = 0.95 if says(score, "recommend") else 0.8
        return min(0.97, base + (0.1 if comments or ratings else 0.0))
    if any(says(name, "comments") for name in comments or ()):
        return 0.75
    if comments:
        return 0.6
    named = [name for name in ratings or () if says(name, "rating")]
    return 0.7 if len(named) >= 2 else 0.5 if named else 0.0


def _events(columns: Mapping[str, Traits], roles: Roles) -> float:
    customer, time, event = (roles.get(role) for role in REQUIRED["events"])
    if not (isinstance(customer, str) and time and columns[customer].repeats):
        return 0.0
    if event:
        return 0.95
    return 0.6 if roles.get("value") else 0.3


def _experiment(columns: Mapping[str, Traits], roles: Roles) -> float:
    variant = roles.get("variant")
    if not isinstance(variant, str) or not roles.get("metrics"):
        return 0.0
    column = columns[variant]
    named = says(variant, "variant")
    telling = arms_in_values(column) or (named and arms_by_pattern(column))
    unit = 0.05 if roles.get("unit") else 0.0
    return (0.9 if named and telling else 0.7 if telling else 0.5) + unit


def _spend(_columns: Mapping[str, Traits], roles: Roles) -> float:
    if not (roles.get("channel") and roles.get("cost")):
        return 0.0
    return 0.9 if roles.get("time") else 0.85


def _customers(columns: Mapping[str, Traits], roles: Roles) -> float:
    """Take one row a customer for what is known of them, unless the rows are something else."""
    customer = roles.get("customer")
    if not isinstance(customer, str) or not says(customer, "customer"):
        return 0.0
    column, every = columns[customer], tuple(columns.values())
    if column.distinct < column.filled or says(customer, "respondent") or _is_other(every):
        return 0.0
    if roles.get("value") or _told(columns, roles):
        return 0.88
    return 0.6 if roles.get("segments") and not roles.get("measures") else 0.0


def _is_other(columns: Sequence[Traits]) -> bool:
    """Tell whether rows are answers, an event each, or units of a test."""
    by_name = {column.name: column for column in columns}
    if _feedback(by_name, feedback_roles(columns)) >= LEAST_CONFIDENCE:
        return True
    log = events_roles(columns)
    arms = any(
        c.distinct > 1 and (is_exactly(c.name, "variant") or arms_in_values(c))
        for c in columns
        if 2 * c.distinct <= c.filled
    )
    return arms or bool(log.get("event") and log.get("time"))


def _told(columns: Mapping[str, Traits], roles: Roles) -> bool:
    """Tell whether there are numbers beside those that might be answers on a scale."""
    ratings = feedback_roles(tuple(columns.values())).get("ratings") or ()
    return any(name not in ratings for name in roles.get("measures") or ())


_CONFIDENCE: Final[Mapping[str, Callable[[Mapping[str, Traits], Roles], float]]] = {
    "feedback": _feedback,
    "events": _events,
    "experiment": _experiment,
    "spend": _spend,
    "customers": _customers,
}


def _recognition(
    kind: str, confidence: float, roles: Roles, columns: Sequence[Traits]
) -> Recognition:
    by_name = {column.name: column for column in columns}
    score = roles.get("score")
    scale = scale_of(by_name[score]) if isinstance(score, str) else None
    found = Recognition(kind=kind, confidence=confidence, roles=roles, scale=scale)
    reasons = [_reason(role, value, by_name) for role, value in roles.items()]
    if scale is not None:
        reasons.append(scale.reason)
    reasons.extend(
        msg("No column was recognised as the {role}. Choose it.", role=ROLE_NAMES[role])
        for role in found.missing
    )
    return Recognition(
        kind=kind, confidence=confidence, roles=roles, scale=scale, reasons=tuple(reasons)
    )


def scale_of(column: Traits) -> Scale:
    """Infer the scale of a column of scores from its traits."""
    return infer_scale(
        column.name,
        low=column.low,
        high=column.high,
        n=column.filled,
        zeros=column.zeros,
        within=column.within,
    )


def _reason(role: str, value: str | tuple[str, ...], columns: Mapping[str, Traits]) -> Message:
    if not isinstance(value, str):
        return plural(
            "{columns:list} is taken as {role}, by its name or its values.",
            "{columns:list} are taken as {role}, by their names or their values.",
            n=len(value),
            columns=tuple(f"“{name}”" for name in value),
            role=ROLE_NAMES[role],
        )
    column = columns[value]
    if role == "score":
        return msg(
            "“{column}” is the score: its name says so and its values lie between {low:number} and "
            "{high:number}.",
            column=value,
            low=column.low,
            high=column.high,
        )
    if role in {"customer", "unit", "variant", "event"}:
        return msg(
            "“{column}” is the {role}: it has {n:count} different values in {rows:count} rows.",
            column=value,
            role=ROLE_NAMES[role],
            n=column.distinct,
            rows=column.filled,
        )
    return msg(
        "“{column}” is the {role}, by its name and its values.", column=value, role=ROLE_NAMES[role]
    )
