"""A column of a worksheet: text down to the header, below it text or values of one type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cx.data.typed_cells import as_text, is_text

Filled = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The cells of a column, missing where empty; they are counted from row 1 of the sheet, at 0.

    Attributes:
        above: text.
        below: text, or values where all cells below the header have one type.
    """

    above: pa.Array
    below: pa.Array

    @classmethod
    def of_text(cls, texts: pa.Array) -> Column:
        """Make a column of nothing but text."""
        return cls(pa.array([], pa.string()), texts)

    def __len__(self) -> int:
        return len(self.above) + len(self.below)

    @property
    def is_text(self) -> bool:
        """Whether there is nothing but text."""
        return is_text(self.below.type)

    @property
    def whole(self) -> pa.Array:
        """All cells as text."""
        return self.texts(0, len(self)).combine_chunks()

    def texts(self, start: int, length: int) -> pa.ChunkedArray:
        """Return cells as text."""
        above = self.above[start : start + length]
        return pa.chunked_array([above, as_text(self._below(start, length))], pa.string())

    def cells(self, start: int, length: int) -> pa.ChunkedArray:
        """Return cells as values where all of them are, else as text."""
        if self.is_text or start < len(self.above):
            return self.texts(start, length)
        return pa.chunked_array([self._below(start, length)])

    def _below(self, start: int, length: int) -> pa.Array:
        height = len(self.above)
        return self.below[max(0, start - height) : max(0, start + length - height)]

    def filled(self) -> Filled:
        """Tell which cells hold something; those with nothing but spaces do not."""
        parts = [_filled(self.above), _filled(self.below)]
        return np.concatenate(parts)


def _filled(cells: pa.Array) -> Filled:
    there: Any = cells.is_valid()
    if is_text(cells.type):
        blank = pc.or_(pc.equal(pc.binary_length(cells), 0), pc.utf8_is_space(cells))
        there = pc.fill_null(pc.invert(blank), fill_value=False)
    found: Filled = there.to_numpy(zero_copy_only=False)
    return found
