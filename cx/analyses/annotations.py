"""Launches and incidents: what happened on a day, to be read beside a course over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Number
from typing import Any

import pandas as pd

from cx.errors import InvalidSetting
from cx.wording import msg


@dataclass(frozen=True, slots=True, order=True)
class Annotation:
    """Something that happened.

    Attributes:
        day: when.
        text: what, in the words of whoever wrote it.
    """

    day: dt.date
    text: str


def annotations_of(given: Any) -> tuple[Annotation, ...]:
    """Read annotations, sorted by day; what was given twice counts once.

    Args:
        given: pairs of a day and a text, or a table whose first two columns are those. Days are
            dates, timestamps or ISO text. Rows without a day and without a text are passed over.

    Raises:
        InvalidSetting: a pair is none, its day is no date or it has no text.
    """
    rows = given.iloc[:, :2].itertuples(index=False) if isinstance(given, pd.DataFrame) else given
    if not isinstance(rows, Iterable) or isinstance(rows, str):
        raise InvalidSetting(_unreadable(given))
    return tuple(sorted({found for row in rows if (found := _annotation(row)) is not None}))


def _annotation(row: Any) -> Annotation | None:
    if isinstance(row, Annotation):
        return row
    try:
        day, text = row
    except (TypeError, ValueError):
        raise InvalidSetting(_unreadable(row)) from None
    if not (pd.api.types.is_scalar(day) and pd.api.types.is_scalar(text)):
        raise InvalidSetting(_unreadable(row))
    words = "" if pd.isna(text) else str(text).strip()
    if pd.isna(day) and not words:
        return None
    when: Any
    try:
        when = pd.Timestamp(day)
    except (TypeError, ValueError):
        when = pd.NaT
    if pd.isna(when) or not words or isinstance(day, Number):
        raise InvalidSetting(_unreadable(row))
    return Annotation(when.date(), words)


def _unreadable(row: Any) -> Any:
    return msg(
        "“{row}” is not something that happened on a day. Give pairs of a day and a text, for "
        "example (2026-03-02, New checkout).",
        row=str(row),
    )
