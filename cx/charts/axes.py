"""Scales with few round ticks, written by the rules of the language."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from cx.wording import current_language
from cx.wording.formats import NOTHING, decimals, write


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of numbers that an axis shows, and its ticks.

    Attributes:
        low: where the axis begins.
        high: where it ends, above `low`.
        step: distance of the ticks; every tick is a whole multiple of it.
    """

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The round numbers inside the span."""
        first, last = (
            math.ceil(self.low / self.step - 1e-9),
            math.floor(self.high / self.step + 1e-9),
        )
        return [multiple * self.step for multiple in range(first, last + 1)]


def span(*values: Any, zero: bool = False, margin: float = 0.04) -> Span:
    """Find the span of all finite numbers in `values` and a step that gives three to seven ticks.

    Args:
        *values: arrays; missing and infinite numbers do not count.
        zero: whether 0 belongs to the span.
        margin: share of the width added at both ends, though never across a bound at 0.
    """
    finite = np.concatenate(
        [np.ravel(numbers(array)) for array in values] + [[0.0] if zero else []]
    )
    finite = finite[np.isfinite(finite)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if low == high:
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    room = (high - low) * margin
    low, high = low - room * (low != 0), high + room * (high != 0)
    rough = (high - low) / 6
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * 0.9)
    return Span(low, high, step)


def numbers(column: Any) -> NDArray[np.float64]:
    """Turn a column into floats; what is missing becomes NaN."""
    return np.asarray([math.nan if _missing(value) else float(value) for value in column])


def figures(values: Iterable[float], kind: str) -> list[str]:
    """Write numbers as `kind` in the language in use; a missing one is a dash."""
    language = current_language()
    return [write(value, kind, language) if math.isfinite(value) else NOTHING for value in values]


def round_figures(scale: Span, kind: str) -> dict[int, str]:
    """Write the ticks of `scale`, keyed by their multiple of the step, as short as the step is."""
    percent = kind.removeprefix("signed_") in ("percent", "percent_points")
    factor = 100 if percent else 1
    places = max(0, -math.floor(math.log10(scale.step * factor) + 1e-9))
    unit = "%" if kind.removeprefix("signed_") == "percent" else ""
    return {
        round(tick / scale.step): decimals(
            tick * factor, places, current_language(), signed=kind.startswith("signed_")
        )
        + unit
        for tick in scale.ticks
    }


def axis(scale: Span, kind: str, **options: Any) -> alt.Axis:
    """Make an axis for `scale` with labels that are already written."""
    labels = json.dumps({str(key): text for key, text in round_figures(scale, kind).items()})
    return alt.Axis(
        values=scale.ticks,
        labelExpr=f"{labels}[toString(round(datum.value / {scale.step!r}))]",
        labelOverlap="greedy",
        **options,
    )


def lookup_axis(labels: Mapping[int, str], **options: Any) -> alt.Axis:
    """Make an axis whose ticks stand at whole numbers and are named one by one."""
    names = json.dumps({str(key): text for key, text in labels.items()}, ensure_ascii=False)
    return alt.Axis(
        values=list(labels), labelExpr=f"{names}[toString(round(datum.value))]", **options
    )


def _missing(value: Any) -> bool:
    return value is None or value != value or str(value) == "<NA>"  # noqa: PLR0124
