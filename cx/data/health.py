"""What state a table is in: what was noticed, what was left out, what each column holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cx.data.mending.step import Step
from cx.wording import Message

TypeWord = Literal["text", "number", "yes/no", "date", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should know about a table.

    Attributes:
        kind: "info" for what was put right, "warning" for what may need mending.
        message: what it is, as a sentence.
        column: the column concerned, if it is one.
        rows: how many rows are concerned.
        mends: what can be done about it. One is a proposal; of several one has to be chosen.
        certain: whether the first mend is beyond doubt and made unless it is refused.
        personal: whether it is about personal data.
        examples: some of the rows that the first mend touches: number in the file, cell.
    """

    kind: Literal["info", "warning"]
    message: Message
    column: str | None = None
    rows: int = 0
    mends: tuple[Step, ...] = ()
    certain: bool = False
    personal: bool = False
    examples: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row that does not fit its table.

    Attributes:
        row: its number in the file, from 1, the header included.
        reason: why.
        text: the row as it stands there.
    """

    row: int
    reason: Message
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProfile:
    """What a column holds.

    Attributes:
        name: of the column.
        type: "text", "number", "yes/no", "date" or "time" (date and time of day).
        filled: rows with a value.
        missing: rows without.
        distinct: how many different values there are.
        example: one of them, personal details masked; None if there is none.
    """

    name: str
    type: TypeWord
    filled: int
    missing: int
    distinct: int
    example: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of a table.

    Attributes:
        findings: what was noticed.
        columns: a profile of each column.
        rows_in: rows below the header that have something in them.
        rows_kept: rows of the table.
        rows_rejected: rows that do not fit it.
        encoding: of a text file.
        delimiter: of a text file.
        header_row: number of the header's row, from 1; None if there is none.
        sheet: of a workbook.

    Raises:
        ArithmeticError: the rows do not add up; a fault of the reader, never of the file.
    """

    findings: tuple[Finding, ...]
    columns: tuple[ColumnProfile, ...]
    rows_in: int
    rows_kept: int
    rows_rejected: int
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None

    def __post_init__(self) -> None:
        if self.rows_in != self.rows_kept + self.rows_rejected:
            raise ArithmeticError(
                f"rows do not reconcile: {self.rows_in} in, {self.rows_kept} kept, "
                f"{self.rows_rejected} rejected"
            )

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that may need mending."""
        return tuple(finding for finding in self.findings if finding.kind == "warning")
