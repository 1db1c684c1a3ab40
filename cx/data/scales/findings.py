"""What a person should know about the scales of a table: words, codes, reversed items, changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import ibis.expr.types as ir

from cx.data import engine
from cx.data.health import Finding
from cx.data.scales.change import stacked
from cx.data.scales.change_findings import change_findings
from cx.data.scales.codes import Rated, code_findings, rated
from cx.data.scales.reversed import reversed_findings
from cx.data.scales.word_findings import may_hold_scale, word_finding
from cx.data.traits import Traits
from cx.data.vocabulary import is_identifier, says

MOST_SCORES: Final = 40
LEAST: Final = 20
AT_ONCE: Final = 100
SPACES: Final = " \t\n\r\v\f"  # what the engine strips, and no more


def scale_findings(table: ir.Table, columns: Sequence[Traits]) -> tuple[Finding, ...]:
    """Find out what is to be known about the scales that the columns were answered on.

    - Words in order, which become numbers, and words that a person has to put in order.
    - Codes for “no answer” in ratings: 99, −1, 0 on a scale that begins at 1.
    - Ratings that are asked the other way round.
    - A scale that changes in the middle of the file.

    Args:
        table: the typed draft.
        columns: what its columns look like.

    Returns:
        The findings, column by column within each of these. Few queries are made: the values of
        the columns that may be scales are counted (100 columns a query), correlations are computed
        once for each length of scale, and courses over time for ratings of six points or more.
    """
    worded = [column for column in columns if may_hold_scale(column)]
    scored = [column.name for column in columns if _may_be_rating(column)]
    words = value_counts(table, [column.name for column in worded], "string")
    numbers = value_counts(table, scored, "float64")
    ratings = {name: found for name in scored if (found := rated(name, numbers.get(name, {})))}
    return (
        *_worded(worded, words),
        *code_findings(ratings),
        *reversed_findings(table, _judged(ratings, columns)),
        *change_findings(table, columns, _judged(ratings, columns, codes_too=True)),
    )


def _worded(columns: Sequence[Traits], words: Mapping[str, Mapping[Any, int]]) -> Iterator[Finding]:
    for column in columns:
        finding = word_finding(column, words.get(column.name, {}))
        if finding is not None:
            yield finding


def _may_be_rating(column: Traits) -> bool:
    if column.type != "number" or column.is_row_number or column.filled < LEAST:
        return False
    if is_identifier(column.name) or any(says(column.name, m) for m in ("cost", "weight")):
        return False
    return 3 <= column.distinct <= MOST_SCORES


def _judged(
    ratings: Mapping[str, Rated], columns: Sequence[Traits], *, codes_too: bool = False
) -> dict[str, Rated]:
    """Give the columns that are ratings by their name, or by the points that they use.

    Correlations would be spoilt by codes; columns that hold some are judged once they are mended.
    """
    whole = {column.name: column.whole for column in columns}
    found = {}
    for name, column in ratings.items():
        named = any(says(name, meaning) for meaning in ("rating", "recommend", "overall"))
        points = column.top in {4, 5, 6, 7, 10} and whole[name]
        used = len(column.answers) >= column.top - column.low - 1
        if (named or (points and used)) and (codes_too or not column.codes):
            found[name] = column
    return found


def value_counts(table: ir.Table, names: Sequence[str], kind: str) -> dict[str, dict[Any, int]]:
    """Count the values of columns: name → value → how often; texts without spaces around them."""
    found: dict[str, dict[Any, int]] = {name: {} for name in names}
    for start in range(0, len(names), AT_ONCE):
        here = names[start : start + AT_ONCE]
        rows = stacked(table, {name: table[name].cast(kind) for name in here})
        frame = engine.fetch(rows.group_by(["name", "value"]).aggregate(n=rows.count()))
        for place, value, n in frame[["name", "value", "n"]].itertuples(index=False):
            counts = found[here[int(place)]]
            bare = value.strip(SPACES) if isinstance(value, str) else value
            counts[bare] = counts.get(bare, 0) + int(n)
    return found
