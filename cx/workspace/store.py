"""A folder with a Parquet file per table and a SQLite file that says what they are.

A dataset is there or it is not: its file is complete before the row that names it is written, and
both steps are atomic. A file that no row names is the remains of an import that was cut off.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from cx.data.dataset import DATASETS, Dataset
from cx.data.mending.recipe import Recipe
from cx.errors import CxError, UnreadableFile
from cx.wording import Message, msg
from cx.workspace.annotations import ANNOTATIONS_SCHEMA, Annotations
from cx.workspace.beliefs import BELIEFS_SCHEMA, Beliefs
from cx.workspace.key import workspace_key
from cx.workspace.notes import decode, encode
from cx.workspace.recipes import RECIPES_SCHEMA, SavedRecipe, likeness, shape_of

_SCHEMA: Final = """
create table if not exists dataset (
    id text primary key,
    name text not null,
    kind text not null,
    file text not null,
    rows integer not null,
    roles text not null,
    notes text not null,
    saved_at text not null
) strict;
"""
ALIKE: Final = 0.8
_BLOCK: Final = 4 << 20
_LEFTOVER_AGE: Final = 3600.0  # seconds; younger files may belong to an import under way


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What the workspace knows of a dataset.

    Attributes:
        id: stays the same when roles are corrected.
        name: as people call it.
        kind: a key of `cx.data.dataset.DATASETS`.
        path: its Parquet file.
        rows: of the table.
        roles: the keyword arguments of the dataset class.
        notes: what was found when the file was read.
        saved_at: in UTC.
    """

    id: str
    name: str
    kind: str
    path: Path
    rows: int
    roles: Mapping[str, Any]
    notes: tuple[Message, ...]
    saved_at: datetime

    def open(self) -> Dataset:
        """Return the dataset, for use in this thread; raises `UnreadableFile` if it is gone."""
        if not self.path.exists():
            raise UnreadableFile(
                msg(
                    "The file of “{name}” is missing from the workspace. Remove the entry on the "
                    "Data page and bring the file in again.",
                    name=self.name,
                )
            )
        dataset: Dataset = DATASETS[self.kind](self.path, **self.roles)
        return dataset


class Workspace:
    """The datasets of one folder, which is made if it is not there.

    Safe to use from several threads and processes: every call opens its own connection.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._data.mkdir(parents=True, exist_ok=True)
        with self._database() as database:
            database.executescript(_SCHEMA + RECIPES_SCHEMA + BELIEFS_SCHEMA + ANNOTATIONS_SCHEMA)
        self._remove_leftovers()

    @property
    def key(self) -> bytes:
        """The key by which identifiers become pseudonyms here."""
        return workspace_key(self.folder)

    @property
    def annotations(self) -> Annotations:
        """Launches and incidents that people noted."""
        return Annotations(self._database)

    @property
    def beliefs(self) -> Beliefs:
        """What the team believes about the datasets."""
        return Beliefs(self._database)

    def datasets(self, kind: str | None = None) -> tuple[Saved, ...]:
        """Return what is kept, the newest first; only one `kind` if it is given."""
        with self._database() as database:
            rows = database.execute(
                "select * from dataset where ?1 is null or kind = ?1 order by saved_at desc, id",
                (kind,),
            ).fetchall()
        return tuple(self._saved(row) for row in rows)

    def get(self, identifier: str) -> Saved:
        """Return one dataset; raises `CxError` if it is not there (any more)."""
        with self._database() as database:
            row = database.execute("select * from dataset where id = ?", (identifier,)).fetchone()
        if row is None:
            raise CxError(msg("This dataset is no longer in the workspace. Choose another one."))
        return self._saved(row)

    def save(  # noqa: PLR0913 -- what is known of a table, each by its name
        self,
        table: pa.Table | os.PathLike[str],
        *,
        name: str,
        kind: str,
        roles: Mapping[str, Any],
        notes: tuple[Message, ...] = (),
        recipe: Recipe | None = None,
    ) -> Saved:
        """Keep a table and its roles.

        Args:
            table: in memory, or the path of a Parquet file, which is copied.
            name: as people call it.
            kind: a key of `cx.data.dataset.DATASETS`.
            roles: the keyword arguments of the dataset class.
            notes: what was found when the file was read.
            recipe: by which the file was mended, to be found again for the next of its shape.

        Raises:
            CxError: the roles do not fit the table; nothing is written then.
        """
        DATASETS[kind](table, **roles)
        file = self._write(table)
        identifier = uuid.uuid4().hex[:8]
        now = datetime.now(UTC).isoformat()
        rows = pq.read_metadata(self._data / file).num_rows
        row = (identifier, name, kind, file, rows, _json(roles), encode(notes), now)
        with self._database() as database:
            database.execute("insert into dataset values (?, ?, ?, ?, ?, ?, ?, ?)", row)
            if recipe is not None:
                shape = shape_of(recipe.columns)
                kept = (shape, name, kind, _json(roles), recipe.to_json(), now)
                database.execute("insert or replace into recipe values (?, ?, ?, ?, ?, ?)", kept)
        return self.get(identifier)

    def recipe_for(self, columns: Sequence[str]) -> SavedRecipe | None:
        """Return the recipe of a file with these columns, or else of the one most like it.

        A file is like another if they share four of five columns; of several the last one kept
        is taken.
        """
        with self._database() as database:
            rows = database.execute("select * from recipe order by saved_at desc").fetchall()
        kept = [_saved_recipe(row) for row in rows]
        alike = [(likeness(recipe.recipe.columns, columns), recipe) for recipe in kept]
        best = max(alike, key=lambda item: item[0], default=None)
        return best[1] if best and best[0] >= ALIKE else None

    def correct(self, identifier: str, *, name: str, kind: str, roles: Mapping[str, Any]) -> Saved:
        """Give a kept dataset another name, kind or roles; raises `CxError` if they do not fit."""
        DATASETS[kind](self.get(identifier).path, **roles)
        with self._database() as database:
            database.execute(
                "update dataset set name = ?, kind = ?, roles = ? where id = ?",
                (name, kind, _json(roles), identifier),
            )
        return self.get(identifier)

    def mend(
        self,
        identifier: str,
        table: os.PathLike[str],
        *,
        roles: Mapping[str, Any],
        notes: tuple[Message, ...],
    ) -> Saved:
        """Put a mended table in the place of a kept one; raises `CxError` if the roles do not fit.

        Args:
            identifier: of the dataset.
            table: the path of a Parquet file, which is copied.
            roles: the keyword arguments of the dataset class.
            notes: what was done, added to what is known.
        """
        before = self.get(identifier)
        DATASETS[before.kind](table, **roles)
        file = self._write(table)
        rows = pq.read_metadata(self._data / file).num_rows
        with self._database() as database:
            database.execute(
                "update dataset set file = ?, rows = ?, roles = ?, notes = ? where id = ?",
                (file, rows, _json(roles), encode((*before.notes, *notes)), identifier),
            )
        self._delete_unused(before.path)
        return self.get(identifier)

    def remove(self, identifier: str) -> None:
        """Forget a dataset and what was believed of it; delete its file unless another uses it."""
        path = self.get(identifier).path
        with self._database() as database:
            database.execute("delete from dataset where id = ?", (identifier,))
        self.beliefs.forget(identifier)
        self._delete_unused(path)

    def _delete_unused(self, path: Path) -> None:
        with self._database() as database:
            used = database.execute("select 1 from dataset where file = ?", (path.name,)).fetchone()
        if not used:
            path.unlink(missing_ok=True)

    def _write(self, table: pa.Table | os.PathLike[str]) -> str:
        draft = self._data / f"{uuid.uuid4().hex}.draft"
        with draft.open("wb") as file:
            if isinstance(table, pa.Table):
                pq.write_table(table, file, compression="zstd")
            else:
                with Path(table).open("rb") as source:
                    shutil.copyfileobj(source, file, _BLOCK)
            file.flush()
            os.fsync(file.fileno())
        with draft.open("rb") as file:
            name = hashlib.file_digest(file, "sha256").hexdigest() + ".parquet"
        draft.replace(self._data / name)
        return name

    def _remove_leftovers(self) -> None:
        with self._database() as database:
            named = {row["file"] for row in database.execute("select file from dataset")}
        for path in self._data.iterdir():
            if path.name not in named and time.time() - path.stat().st_mtime > _LEFTOVER_AGE:
                path.unlink(missing_ok=True)

    def _saved(self, row: sqlite3.Row) -> Saved:
        return Saved(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            path=self._data / row["file"],
            rows=row["rows"],
            roles=_roles(row["roles"]),
            notes=decode(row["notes"]),
            saved_at=datetime.fromisoformat(row["saved_at"]),
        )

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.folder / "workspace.sqlite", timeout=30)
        connection.row_factory = sqlite3.Row
        with closing(connection), connection:
            yield connection


def _saved_recipe(row: sqlite3.Row) -> SavedRecipe:
    return SavedRecipe(
        name=row["name"],
        kind=row["kind"],
        roles=_roles(row["roles"]),
        recipe=Recipe.from_json(row["recipe"]),
        saved_at=datetime.fromisoformat(row["saved_at"]),
    )


def _json(roles: Mapping[str, Any]) -> str:
    return json.dumps(dict(roles), ensure_ascii=False)


def _roles(text: str) -> dict[str, Any]:
    loaded = json.loads(text)
    return {name: tuple(v) if isinstance(v, list) else v for name, v in loaded.items()}
