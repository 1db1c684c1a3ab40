"""What stands in a file that was made by hand: the right answer, whatever a reader says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

Kind = Literal["text", "number", "date", "time", "truth", "blank"]
Typing = Literal["must", "may", "asked"]
State = Literal["sound", "misfit", "at risk", "extra"]
Refusal = Literal["never", "allowed", "required"]

# The value of a cell that damage has hit: whatever is read there has to be reported.
DAMAGED: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        name: that the reader has to give it; None where the file has no header.
        texts: its cells as the file spells them; a tuple where several spellings are right.
        values: what they mean; None where missing, a text among numbers where it fits no number.
        kind: what the column holds.
        typing: whether it "must" come out typed, "may" stay as it is spelled, or has two readings
            of which none may be taken unless the other is offered ("asked").
        other: the second reading.
        near: whether a number may differ in its last digit, as a percentage made a share does.
    """

    name: str | None
    texts: tuple[str | tuple[str, ...], ...]
    values: tuple[Any, ...]
    kind: Kind = "text"
    typing: Typing = "must"
    other: tuple[Any, ...] = ()
    near: bool = False

    @property
    def strays(self) -> bool:
        """Whether there is text among numbers or dates."""
        return self.kind != "text" and any(isinstance(value, str) for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a file below the header.

    Attributes:
        number: in the file as a spreadsheet counts, from 1, the header and blank lines included.
        state: "sound" rows are in the table; a "misfit" is rejected by its number; a row "at risk"
            is in the table or rejected, by its number or as part of the text of another; an
            "extra" is no data (a note, a repeated header): kept as it is spelled, or rejected.
        raw: how it starts in the file.
        fits: whether a misfit may also be kept with these values.
        cells: of an extra.
    """

    number: int
    state: State = "sound"
    raw: str = ""
    fits: bool = False
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One table of a file.

    Attributes:
        columns: with a cell for each row that is no extra.
        rows: in the order of the file.
        header_row: number of the header's row, or the numbers of two; None if there is none.
        refusal: whether the file may be refused.
        says: patterns that a finding, or the refusal, has to match.
        doubtful: whether the encoding cannot be told for certain from so short a text.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    header_row: int | tuple[int, ...] | None = 1
    refusal: Refusal = "never"
    says: tuple[str, ...] = ()
    doubtful: bool = False

    def but(self, **changes: Any) -> Truth:
        """Return the truth with changes."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One hostile file.

    Attributes:
        id: what is hostile about it.
        make: builds its bytes.
        truths: its tables.
        name: of the file; bytes are read where it has none.
        options: of `cx.read`.
    """

    id: str
    make: Callable[[], bytes] = field(repr=False)
    truths: tuple[Truth, ...] = field(repr=False)
    name: str = ""
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def source(self, folder: Path) -> bytes | Path:
        """Give what `cx.read` gets: bytes, or a file in `folder` where its name matters."""
        if not self.name:
            return self.make()
        path = folder / self.name
        path.write_bytes(self.make())
        return path


REFUSED: Final = Truth(refusal="required")


def numbered(count: int, *, first: int = 2) -> tuple[Row, ...]:
    """Return sound rows that follow each other."""
    return tuple(Row(number=first + position) for position in range(count))


def of(
    name: str | None,
    texts: Sequence[str],
    values: Sequence[Any] | None = None,
    **settings: Any,
) -> Column:
    """Return a column; one of texts means what it says, but for empty cells."""
    meant = [text or None for text in texts] if values is None else values
    return Column(name=name, texts=tuple(texts), values=tuple(meant), **settings)
