"""Whether a score was asked on the same scale in all tables; two scales are never pooled unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cx.data import engine
from cx.data.scales.scale import MOSTLY, Scale, infer_scale
from cx.data.together.inputs import Input
from cx.data.vocabulary import is_exactly, is_identifier, says
from cx.wording import Message, msg

LEAST: Final = 20  # answers from which on the highest one tells where a scale ends
_TELLING: Final = 7  # above, the highest answer tells by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleClash:
    """A column of scores whose scale differs from table to table.

    Attributes:
        column: its name in the result.
        scales: table → lowest and highest possible score there.
    """

    column: str
    scales: Mapping[str, tuple[int, int]]

    @property
    def described(self) -> tuple[Message, ...]:
        """Each scale with its table, in words."""
        return tuple(
            msg("{low:number} to {high:number} in “{table}”", low=low, high=high, table=table)
            for table, (low, high) in self.scales.items()
        )


def scale_clashes(
    inputs: Sequence[Input], columns: Mapping[str, Mapping[str, str]]
) -> tuple[ScaleClash, ...]:
    """Find columns of scores whose scales end at different numbers.

    Only columns that are scores by their role or their name are judged, and only tables that tell:
    by a score above 7, or by scores from end to end of a shorter scale in at least 20 answers.

    Args:
        inputs: the tables.
        columns: name of the column in the result → table → its own name there.
    """
    scores = {
        name: owners
        for name, owners in columns.items()
        if len(owners) > 1 and _is_score(name, owners, inputs)
    }
    found: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in scores}
    for item in inputs:
        own = {name: owners[item.name] for name, owners in scores.items() if item.name in owners}
        for name, bounds in _scales(item, own).items():
            found[name][item.name] = bounds
    return tuple(
        ScaleClash(column=name, scales=scales)
        for name, scales in found.items()
        if len({high for _, high in scales.values()}) > 1
    )


def _is_score(name: str, owners: Mapping[str, str], inputs: Sequence[Input]) -> bool:
    by_role = any(
        owners.get(item.name) in item.columns_as("score", "ratings")
        for item in inputs
        if item.name in owners
    )
    amount = is_identifier(name) or says(name, "cost") or says(name, "weight")
    named = any(says(name, word) for word in ("recommend", "overall", "rating"))
    return by_role or ((named or is_exactly(name, "score_alone")) and not amount)


def _scales(item: Input, own: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Return the scales that can be told, with one query."""
    numeric = {
        name: column for name, column in own.items() if item.table[column].type().is_numeric()
    }
    if not numeric:
        return {}
    asked = {
        f"{measure} {at}": value
        for at, column in enumerate(numeric.values())
        for measure, value in _measures(item.table[column]).items()
    }
    row = engine.fetch(item.table.aggregate(**asked)).iloc[0]
    told: dict[str, tuple[int, int]] = {}
    for at, (name, column) in enumerate(numeric.items()):
        scale = _declared(item, column) or _told(column, row, at)
        if scale:
            told[name] = scale
    return told


def _measures(column: Any) -> dict[str, Any]:
    inside = column.between(0, 10)
    return {
        "n": column.count(),
        "low": column.min(),
        "high": column.max(),
        "inside low": column.min(where=inside),
        "inside high": column.max(where=inside),
        "within": inside.mean(),
        "zeros": (column == 0).sum(),
    }


def _declared(item: Input, column: str) -> tuple[int, int] | None:
    """Return the scale that a person gave for the score."""
    scale: tuple[int, int] | None = getattr(item.dataset, "scale", None)
    return scale if column in item.columns_as("score") else None


def _told(column: str, row: Any, at: int) -> tuple[int, int] | None:
    n = int(row[f"n {at}"])
    if not n:
        return None
    within = float(row[f"within {at}"])
    part = "inside " if within >= MOSTLY else ""
    low, high = float(row[f"{part}low {at}"]), float(row[f"{part}high {at}"])
    scale = infer_scale(
        column, low=low, high=high, n=n, zeros=int(row[f"zeros {at}"]), within=within
    )
    return (scale.low, scale.high) if _tells(scale, high, n) else None


def _tells(scale: Scale, high: float, n: int) -> bool:
    whole_short_scale = scale.certain and n >= LEAST and high == scale.high
    return high > _TELLING or whole_short_scale
