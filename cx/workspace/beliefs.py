"""What the team believed, who believed it and when: kept before the result is shown.

Beliefs are only ever added, until their dataset is removed. Once the beliefs about a dataset are
sealed its result is shown, and whatever is added later is marked as given by people who could have
seen it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

BELIEFS_SCHEMA: Final = """
create table if not exists belief (
    number integer primary key,
    dataset text not null,
    member text not null,
    touchpoint text not null,
    believed real,
    share real,
    importance real,
    lowest real,
    highest real,
    seen integer not null,
    given text not null
) strict;
create index if not exists belief_dataset on belief (dataset);
create table if not exists seal (
    dataset text primary key,
    sealed_at text not null
) strict;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What one member of the team believes of one touchpoint.

    Attributes:
        touchpoint: its name.
        member: who believes it.
        believed: the rating that customers are believed to give, None where it was not said.
        share: of customers believed to agree, 0–1, or None.
        importance: how important it is believed to be, or None.
        lowest: the lowest point that could be chosen, None where it is not known.
        highest: the highest one.
    """

    touchpoint: str
    member: str
    believed: float | None = None
    share: float | None = None
    importance: float | None = None
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBelief(Belief):
    """A belief as it is kept.

    Attributes:
        given: when, in UTC.
        seen: whether the result had been shown by then.
    """

    given: datetime
    seen: bool


class Beliefs:
    """The beliefs in a workspace; see `Workspace.beliefs`."""

    def __init__(self, database: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._database = database

    def add(self, dataset: str, beliefs: Iterable[Belief]) -> None:
        """Keep what was given about a dataset (its id) just now."""
        now = datetime.now(UTC).isoformat()
        rows = [
            (
                dataset,
                belief.member,
                belief.touchpoint,
                belief.believed,
                belief.share,
                belief.importance,
                belief.lowest,
                belief.highest,
                dataset,
                now,
            )
            for belief in beliefs
        ]
        with self._database() as database:
            database.executemany(
                "insert into belief (dataset, member, touchpoint, believed, share, importance, "
                "lowest, highest, seen, given) values (?, ?, ?, ?, ?, ?, ?, ?, "
                "exists (select 1 from seal where seal.dataset = ?), ?)",
                rows,
            )

    def of(self, dataset: str) -> tuple[GivenBelief, ...]:
        """Return all beliefs about a dataset, in the order in which they were given."""
        with self._database() as database:
            rows = database.execute(
                "select * from belief where dataset = ? order by number", (dataset,)
            ).fetchall()
        return tuple(
            GivenBelief(
                touchpoint=row["touchpoint"],
                member=row["member"],
                believed=row["believed"],
                share=row["share"],
                importance=row["importance"],
                lowest=row["lowest"],
                highest=row["highest"],
                given=datetime.fromisoformat(row["given"]),
                seen=bool(row["seen"]),
            )
            for row in rows
        )

    def seal(self, dataset: str) -> None:
        """Seal the beliefs about a dataset; the first time counts."""
        with self._database() as database:
            database.execute(
                "insert or ignore into seal values (?, ?)",
                (dataset, datetime.now(UTC).isoformat()),
            )

    def sealed_at(self, dataset: str) -> datetime | None:
        """Return when the beliefs about a dataset were sealed, None if they are not."""
        with self._database() as database:
            row = database.execute("select * from seal where dataset = ?", (dataset,)).fetchone()
        return None if row is None else datetime.fromisoformat(row["sealed_at"])

    def forget(self, dataset: str) -> None:
        """Delete what was believed about a dataset that is removed."""
        with self._database() as database:
            database.execute("delete from belief where dataset = ?", (dataset,))
            database.execute("delete from seal where dataset = ?", (dataset,))
