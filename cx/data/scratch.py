"""A Parquet file that is there as long as somebody refers to it."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Final

# Small groups of rows keep the memory low that writing takes, short dictionaries the time.
ROWS_A_GROUP: Final = 61_440
DICTIONARY: Final = 1_000


class Scratch(os.PathLike[str]):
    """A file of a table outside of the workspace; it goes with the last reference to it."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="cx-")
        self.path = Path(folder) / "table.parquet"
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def __fspath__(self) -> str:
        return str(self.path)
