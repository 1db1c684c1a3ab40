"""The picture of what becomes of the rows of each table when tables are brought together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import altair as alt
import pandas as pd

from cx.charts.shares import shares
from cx.charts.theme import ACCENT, UNCLEAR

_SECOND: Final = "#8B5A9F"
_ASIDE: Final = "#8C5E2A"

# None of these is a verdict, so none has the colour of one; white figures are readable on each.
_COLOURS: Final[Mapping[str, str]] = {
    "matched": ACCENT,
    "unchanged": ACCENT,
    "changed": _SECOND,
    "only_here": UNCLEAR,
    "aside": _ASIDE,
}


def fates(
    table: pd.DataFrame, *, words: Mapping[str, str], title: object, subtitle: object
) -> alt.TopLevelMixin:
    """Draw one bar per table, split by what becomes of its rows.

    Args:
        table: `table`, the names of the tables, and counts of rows in columns that are named
            "matched", "unchanged", "changed", "only_here" or "aside".
        words: these columns, from left to right → what each is called.
        title: the finding in words.
        subtitle: what is counted.

    Raises:
        ColumnNotFound: a named column is not in `table`.
    """
    return shares(
        table,
        label="table",
        parts=words,
        colours={part: _COLOURS[part] for part in words},
        title=title,
        subtitle=subtitle,
    )
