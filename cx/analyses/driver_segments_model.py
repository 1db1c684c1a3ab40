"""The statistics of `cx.driver_segments`: slopes in every group, and how far they are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analyses.driver_model import slopes, varies, with_replicates
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import CrossProducts, FloatArray, correlation, dependent
from cx.stats.multiplicity import holm

# Of the groups drawn by chance, a segment has to be in so many at least.
FEWEST_PARTS: Final = 10
_FIGURES: Final = ["ci_low", "ci_high", "p_value"]


@dataclass(frozen=True, slots=True)
class Segment:
    """What the answers of one group say.

    Attributes:
        centred: cross-products of all its rows, then without each part; shape `(1 + G, m, m)`.
        effects: slopes of the ratings.
        known: whether a rating changes in the group and cannot be computed from others.
        outcome: the place of the column that is explained.
    """

    centred: FloatArray
    effects: Jackknife
    known: NDArray[np.bool_]
    outcome: int


def estimated(sums: Mapping[Any, CrossProducts], k: int, *, in_points: bool) -> dict[Any, Segment]:
    """Estimate the slopes of k ratings in each group that is spread widely enough."""
    outcome = k + 1 if in_points else k
    segments = {}
    for name, groups in sums.items():
        if np.count_nonzero(groups.n) < FEWEST_PARTS or not varies(groups)[outcome]:
            continue
        centred = with_replicates(groups).centred
        exact = dependent(correlation(centred[0])[:k, :k])
        known = varies(groups)[:k] & ~exact
        segments[name] = Segment(centred, slopes(centred, k, outcome=outcome), known, outcome)
    return segments


def compared(
    segments: Mapping[Any, Segment],
    drivers: Sequence[str],
    n: pd.Series[int],
    *,
    by: str,
    confidence: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the tables of effects and of differences; see `DriverSegmentsResult`."""
    effects, differences = [], []
    for name, segment in segments.items():
        own = _judged(segment.effects, segment.known, confidence)
        effects.append(own.assign(driver=drivers, n=int(n[name]), **{by: name}))
    names = list(segments)
    for name in names[:1] if len(names) == 2 else names:
        apart, known = _apart(segments, name, len(drivers))
        other = names[1] if len(names) == 2 else None
        frame = _judged(apart, known, confidence).rename(columns={"effect": "difference"})
        differences.append(frame.assign(driver=drivers, group=name, other=other))
    return (
        _adjusted(effects, drivers, ["driver", by, "n", "effect", *_FIGURES]),
        _adjusted(differences, drivers, ["driver", "group", "other", "difference", *_FIGURES]),
    )


def _apart(
    segments: Mapping[Any, Segment], name: Any, k: int
) -> tuple[Jackknife, NDArray[np.bool_]]:
    """Give the slopes of one group less those of the others, each of them at its own level."""
    own = segments[name]
    others = [segment for other, segment in segments.items() if other != name]
    together = sum(segment.centred for segment in others)
    rest = slopes(np.asarray(together), k, outcome=own.outcome)
    known = own.known & np.any([segment.known for segment in others], axis=0)
    return own.effects - rest, known


def _judged(found: Jackknife, known: NDArray[np.bool_], confidence: float) -> pd.DataFrame:
    low, high = found.interval(confidence)
    frame = pd.DataFrame(
        {"effect": found.estimate, "ci_low": low, "ci_high": high, "p_value": found.p_value()}
    )
    frame.loc[~known] = np.nan
    return frame


def _adjusted(
    frames: Sequence[pd.DataFrame], drivers: Sequence[str], columns: list[str]
) -> pd.DataFrame:
    order = {name: place for place, name in enumerate(drivers)}
    table = pd.concat(frames, ignore_index=True)[columns]
    table["p_adjusted"] = holm(table["p_value"])
    return table.sort_values(
        "driver", kind="stable", key=lambda names: names.map(order)
    ).reset_index(drop=True)
