"""The file that a session is looking at, read in the background until it is kept."""

from __future__ import annotations

import math
import shutil
import tempfile
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from cx.data.mending.recipe import Recipe
from cx.data.reading import Reading, RecipeFor, read
from cx.data.watch import Watch
from cx.ui import state
from cx.ui.words import plain
from cx.wording import t
from cx.workspace.recipes import SavedRecipe

_DRAFT: Final = "file being read"
_PATIENCE: Final = 1.0  # seconds until the progress is shown
_BLOCK: Final = 4 << 20


class Task:
    """A reading that runs in a thread of its own, can be watched and stopped."""

    def __init__(self, path: Path, recipe: RecipeFor, key: bytes) -> None:
        self.watch = Watch()
        self.reading: Reading | None = None
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(path, recipe, key), daemon=True)
        self._thread.start()

    def _run(self, path: Path, recipe: RecipeFor, key: bytes) -> None:
        try:
            self.reading = read(path, recipe=recipe, key=key, watch=self.watch)
        except Exception as error:  # noqa: BLE001 -- raised again where the page is drawn
            self.error = error

    def done(self, *, within: float = 0.0) -> bool:
        """Tell whether the reading has ended, waiting for it for some seconds."""
        self._thread.join(within)
        return not self._thread.is_alive()

    def result(self) -> Reading:
        """Return what was read; raises what went wrong."""
        if self.error is not None:
            raise self.error
        if self.reading is None:
            raise RuntimeError("asked before it was done")
        return self.reading


class Draft:
    """A file that was brought in and is not kept yet.

    Attributes:
        name: of the file.
        path: of its bytes, outside of the workspace.
        known: table → the recipe of an earlier file of its shape, where there is one.
    """

    def __init__(self, upload: UploadedFile) -> None:
        self.name = upload.name
        self.known: dict[str, SavedRecipe | None] = {}
        self._decided: dict[str, Recipe] = {}
        self._workspace = state.workspace()
        folder = Path(tempfile.mkdtemp(prefix="cx-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = folder / Path(upload.name).name
        with self.path.open("wb") as target:
            shutil.copyfileobj(upload, target, _BLOCK)
        self.task = self._begun()

    def decide(self, table: str, recipe: Recipe) -> None:
        """Read the file again with what was decided about one of its tables."""
        self._decided[table] = recipe
        self.task = self._begun()

    def _begun(self) -> Task:
        return Task(self.path, self._recipe_for, self._workspace.key)

    def _recipe_for(self, table: str, columns: Sequence[str]) -> Recipe:
        if table not in self._decided:
            self.known[table] = self._workspace.recipe_for(columns)
        known = self.known[table]
        return self._decided.get(table, known.recipe if known else Recipe())


def current() -> Draft | None:
    """Return the file that the session is looking at."""
    draft: Draft | None = st.session_state.get(_DRAFT)
    return draft


def begin(upload: UploadedFile) -> None:
    """Look at an upload; its bytes are moved out of the memory of the server."""
    st.session_state[_DRAFT] = Draft(upload)
    context = get_script_run_ctx()
    drop = getattr(context.uploaded_file_mgr, "remove_file", None) if context else None
    if context and drop:
        drop(session_id=context.session_id, file_id=upload.file_id)


def discard() -> None:
    """Look at no file any more."""
    draft = st.session_state.pop(_DRAFT, None)
    if draft is not None:
        draft.task.watch.cancel()


def reading_of(draft: Draft) -> Reading:
    """Return what was read; until it is there, show the progress, let it be stopped, and stop.

    Raises:
        CxError: the file was refused.
    """
    with st.spinner(t("Reading {file}…", file=plain(draft.name)), show_time=True):
        done = draft.task.done(within=_PATIENCE)
    if not done:
        _progress(draft)
        st.stop()
    return draft.task.result()


@st.fragment(run_every=0.5)
def _progress(draft: Draft) -> None:
    watch = draft.task.watch
    if draft.task.done():
        st.rerun()
    share = watch.progress()
    st.progress(0.0 if math.isnan(share) else share, text=f"{plain(draft.name)}: {watch.stage}")
    if st.button(t("Stop reading"), icon=":material/close:"):
        watch.cancel()
        draft.task.done(within=10)
        st.rerun()
