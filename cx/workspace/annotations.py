"""Launches and incidents that people noted, for every course over time."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Final

from cx.analyses.annotations import Annotation

ANNOTATIONS_SCHEMA: Final = """
create table if not exists annotation (
    day text not null,
    text text not null,
    primary key (day, text)
) strict;
"""


class Annotations:
    """The annotations in a workspace; see `Workspace.annotations`."""

    def __init__(self, database: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._database = database

    def all(self) -> tuple[Annotation, ...]:
        """Return what was noted, by day."""
        with self._database() as database:
            rows = database.execute("select day, text from annotation order by day, text")
            return tuple(Annotation(dt.date.fromisoformat(day), text) for day, text in rows)

    def add(self, annotations: Iterable[Annotation]) -> None:
        """Note what happened; what is there already is left as it is."""
        rows = [(item.day.isoformat(), item.text) for item in annotations]
        with self._database() as database:
            database.executemany("insert or ignore into annotation values (?, ?)", rows)

    def remove(self, annotation: Annotation) -> None:
        """Forget an annotation; one that is not there is no fault."""
        row = (annotation.day.isoformat(), annotation.text)
        with self._database() as database:
            database.execute("delete from annotation where day = ? and text = ?", row)
