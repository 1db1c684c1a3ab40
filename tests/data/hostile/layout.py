"""A table as delimited text: notes around it, a header, rows, line ends, an encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any, Final

from tests.data.hostile.truth import Column, Row, Truth

ENDS: Final = {"lf": ("\n",), "crlf": ("\r\n",), "cr": ("\r",), "mixed": ("\r\n", "\n")}
_PIECES: Final = {"utf-16-mark": "utf-16-le", "utf-16-be-mark": "utf-16-be"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is written down.

    Attributes:
        delimiter: between cells.
        ends: a name of `ENDS`.
        quoting: as of the module csv.
        above: lines above the header; blank ones count.
        below: lines below the last row.
        header: whether there is one.
        encoding: of Python; "utf-16-be-mark" and "utf-32-be-mark" put a byte order mark before it.
        final: whether the last line ends.
    """

    delimiter: str = ","
    ends: str = "lf"
    quoting: int = csv.QUOTE_MINIMAL
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    header: bool = True
    encoding: str = "utf-8"
    final: bool = True

    def line(self, cells: Sequence[str]) -> str:
        """Write one row without its end."""
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, quoting=self.quoting).writerow(cells)
        return out.getvalue().removesuffix("\r\n")

    def lines(self, columns: Sequence[Column]) -> list[str]:
        """Write the rows without their ends."""
        return [self.line([str(c.texts[n]) for c in columns]) for n in range(height(columns))]

    def head(self, columns: Sequence[Column]) -> str:
        """Write the header without its end."""
        return self.line([str(column.name) for column in columns])

    def text(self, columns: Sequence[Column], body: Sequence[str] | None = None) -> str:
        """Write the whole file.

        Args:
            columns: what is written.
            body: the rows, where they are not simply those of `columns`.
        """
        rows = self.lines(columns) if body is None else list(body)
        parts = [*self.above, *([self.head(columns)] if self.header else []), *rows, *self.below]
        ended = [part + end for part, end in zip(parts, cycle(ENDS[self.ends]), strict=False)]
        text = "".join(ended)
        return text if self.final else text.rstrip("\r\n")

    def encoded(self, text: str) -> bytes:
        """Encode a text."""
        if self.encoding.endswith("-mark"):
            return ("\ufeff" + text).encode(self.encoding.removesuffix("-mark"))
        return text.encode(self.encoding)

    def truth(self, columns: Sequence[Column], **settings: Any) -> Truth:
        """Return what is in the file that `text` writes."""
        above = len(self.above)
        first = above + 1 + self.header
        count = height(columns)
        below = tuple(
            Row(number=first + count + n, state="extra", cells=(text,))
            for n, text in enumerate(self.below)
            if text.strip(self.delimiter)
        )
        rows = tuple(Row(number=first + n) for n in range(count))
        named = columns if self.header else [_nameless(column) for column in columns]
        return Truth(
            columns=tuple(named),
            rows=(*rows, *below),
            header_row=above + 1 if self.header else None,
            **settings,
        )

    def maker(
        self, columns: Sequence[Column], body: Sequence[str] | None = None
    ) -> Callable[[], bytes]:
        """Return what builds the file."""
        return lambda: self.encoded(self.text(columns, body))


def height(columns: Sequence[Column]) -> int:
    """Return the number of rows."""
    return len(columns[0].texts)


def _nameless(column: Column) -> Column:
    return Column(
        name=None,
        texts=column.texts,
        values=column.values,
        kind=column.kind,
        typing=column.typing,
        other=column.other,
        near=column.near,
    )
