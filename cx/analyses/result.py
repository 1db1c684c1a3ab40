"""What every analysis gives back: an answer with its evidence and its weaknesses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from cx.charts.export import svg
from cx.wording import Message, msg


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Rows that were not used, and why."""

    reason: Message
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an answer comes from.

    Attributes:
        rows: rows of the dataset.
        used: rows that the answer rests on.
        left_out: the others by reason; reasons without a row are dropped.
        settings: the options of the call, as they were.
        method: how it was computed, in plain words.
        source: the publication or rule the method comes from.
        fingerprint: of the dataset.
        method_note: the name of the file in `docs/methods` that says more, without its ending.

    Raises:
        ArithmeticError: `used` and `left_out` do not add up to `rows`. It is a fault of the
            analysis, never of the data.
    """

    rows: int
    used: int
    left_out: Sequence[LeftOut] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    method: Message
    source: str
    fingerprint: str
    method_note: str | None = None

    def __post_init__(self) -> None:
        kept = tuple(item for item in self.left_out if item.rows)
        object.__setattr__(self, "left_out", kept)
        if self.used + sum(item.rows for item in kept) != self.rows:
            raise ArithmeticError(
                f"rows do not reconcile: {self.rows} in, {self.used} used, {kept}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(ABC):
    """An answer.

    Attributes:
        table: the figures, tidy; each analysis documents its columns.
        provenance: where they come from.
        confidence: of the intervals, 0–1.
        notes: what weakens the answer, translated when read; see `cautions`.
    """

    table: pd.DataFrame
    provenance: Provenance
    confidence: float = 0.95
    notes: tuple[Message, ...] = ()

    @property
    @abstractmethod
    def finding(self) -> Message:
        """The answer in one plain sentence."""

    @abstractmethod
    def chart(self) -> alt.TopLevelMixin:
        """Draw the picture that carries the answer, in the language in use."""

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw what stands below the first picture; nothing unless the analysis says so."""
        return ()

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Give the words for codes in tables: column → code → words in the language in use."""
        return {}

    def further_tables(self) -> Mapping[str, pd.DataFrame]:
        """Give the tables beside `table`, by their title in the language in use."""
        return {}

    @property
    def headline(self) -> str:
        """The finding in the language in use."""
        return str(self.finding)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What weakens the answer, in the language in use."""
        return tuple(str(note) for note in self.notes)

    def _repr_html_(self) -> str:
        cautions = "".join(f"<li>{escape(caution)}</li>" for caution in self.cautions)
        return (
            f"<p><strong>{escape(self.headline)}</strong></p>{svg(self.chart())}"
            f"{self.table.to_html(index=False, escape=True)}"
            f"{f'<ul>{cautions}</ul>' if cautions else ''}"
        )


def left_out(reason: Message, rows: Any) -> LeftOut:
    """Make a `LeftOut` from a count that came from the engine."""
    return LeftOut(reason=reason, rows=int(rows))


def no_value(column: str) -> Message:
    """Give the commonest reason: the row has nothing in `column`."""
    return msg("no value in “{column}”", column=column)
