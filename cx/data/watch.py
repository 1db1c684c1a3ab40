"""How far a long piece of work is, and the way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from cx.errors import Cancelled
from cx.wording import Message, msg

READING = msg("Reading the file")
TYPING = msg("Recognising numbers, dates and texts")
LOOKING = msg("Looking for what needs mending")
MENDING = msg("Making the mends")


class Watch:
    """Says how far the work is and stops it when asked; used by the worker and by who waits.

    Attributes:
        stage: what is being done.
        share: how much of the stage is done, 0–1; NaN where nobody knows.
    """

    def __init__(self) -> None:
        self.stage: Message = READING
        self.share = float("nan")
        self._cancelled = threading.Event()
        self._engine: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        """Stop the work at the next occasion; a query that runs is interrupted."""
        self._cancelled.set()
        with self._lock:
            if self._engine is not None:
                self._engine.interrupt()

    def check(self, share: float = float("nan")) -> None:
        """Tell how far the work is; raises `Cancelled` if it is not wanted any more."""
        self.share = share
        if self._cancelled.is_set():
            raise Cancelled(msg("Reading was stopped. Nothing was kept."))

    def begin(self, stage: Message) -> None:
        """Begin another stage."""
        self.stage = stage
        self.check()

    @contextmanager
    def querying(self, engine: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Let the queries of a block be interrupted."""
        self.check()
        with self._lock:
            self._engine = engine
        try:
            yield
        except duckdb.InterruptException:
            self.check()
            raise
        finally:
            with self._lock:
                self._engine = None

    def progress(self) -> float:
        """Return how much is done, 0–1, asking a query that runs; NaN where nobody knows."""
        with self._lock:
            if self._engine is not None:
                percent = self._engine.query_progress()
                return percent / 100 if percent >= 0 else self.share
        return self.share
