"""From what the engine added up to the table of `cx.emotions`, its differences and its marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd

from cx.analyses.emotions_counts import Feelings, Felt
from cx.analyses.emotions_journey import Journey
from cx.stats.clusters import ClusteredMeans, Estimate, gap
from cx.stats.interval import Interval
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import FEW_ANSWERS, NpsCounts

FIGURES: Final = ["difference", "ci_low", "ci_high", "p_value"]
MOST_COMPARED: Final = 10
SPARSE: Final = 0.5


class Mark(StrEnum):
    """What a touchpoint is to the journey, where the data can tell."""

    PEAK = "peak"
    """Rated higher than every other."""
    PIT = "pit"
    """Rated lower than every other."""
    END = "end"
    """The last one."""
    PEAK_AT_END = "peak_at_end"
    """Rated highest, and the last one."""
    PIT_AT_END = "pit_at_end"
    """Rated lowest, and the last one."""

    @property
    def peak(self) -> bool:
        """Whether the touchpoint is rated highest."""
        return self in {Mark.PEAK, Mark.PEAK_AT_END}

    @property
    def pit(self) -> bool:
        """Whether the touchpoint is rated lowest."""
        return self in {Mark.PIT, Mark.PIT_AT_END}

    @property
    def end(self) -> bool:
        """Whether the touchpoint is the last one."""
        return self in {Mark.END, Mark.PEAK_AT_END, Mark.PIT_AT_END}


_MARKS: Final[Mapping[tuple[bool, bool, bool], Mark | None]] = {
    (False, False, False): None,
    (True, False, False): Mark.PEAK,
    (False, True, False): Mark.PIT,
    (False, False, True): Mark.END,
    (True, False, True): Mark.PEAK_AT_END,
    (False, True, True): Mark.PIT_AT_END,
}


def table_of(journey: Journey, found: Feelings, confidence: float) -> pd.DataFrame:
    """Give the table of `cx.emotions` without its marks; its groups are in `group`."""
    rows = [row for item in found.groups.items() for row in _rows(journey, *item, confidence)]
    table = pd.DataFrame(rows)
    return table.astype({"n": "int64", "position": "int64"})


def _rows(journey: Journey, group: Any, felt: Felt, confidence: float) -> Iterator[dict[str, Any]]:
    intervals = felt.means.intervals(confidence)
    places = _placed(felt.means, journey).mean
    for i, name in enumerate(journey.names):
        scores = felt.scores[i]
        low, high = nps_interval(scores, float(felt.spread[i]), confidence)
        yield {
            "group": group,
            "touchpoint": name,
            "position": i + 1,
            "n": felt.means.n[i],
            "mean": float(felt.means.mean[i]),
            "ci_low": intervals[i].low,
            "ci_high": intervals[i].high,
            "place": float(places[i]),
            "nps": scores.nps,
            "nps_ci_low": low,
            "nps_ci_high": high,
        }


def nps_interval(scores: NpsCounts, spread: float, confidence: float) -> Interval:
    """Give the adjusted Wald interval, wider where the answers of a customer are alike.

    The counts are divided by the design effect where it is above 1: the variance with customers as
    clusters over that with every answer by itself. The NPS stays the same.

    Args:
        scores: promoters, passives and detractors.
        spread: the sum, over customers, of their squared sums of deviations, in points².
        confidence: of the interval, 0–1.

    Source: Kish (1965), Survey Sampling, ch. 8.
    """
    simple = scores.n * scores.variance
    if not (scores.n and spread > simple > 0):
        return scores.interval(confidence)
    kinds = (scores.promoters, scores.passives, scores.detractors)
    return NpsCounts(*(kind * simple / spread for kind in kinds)).interval(confidence)


def _placed(means: ClusteredMeans, journey: Journey) -> ClusteredMeans:
    """Place the means between the lowest and the highest answer, 0–1."""
    low, high = np.array(journey.bounds, dtype="float64").T
    width = high - low
    return ClusteredMeans(
        n=means.n,
        clusters=means.clusters,
        mean=(means.mean - low) / width,
        products=means.products / width[:, None] / width[None, :],
    )


def compared(felt: Felt, journey: Journey) -> ClusteredMeans:
    """Give what touchpoints are compared by: means, or places where scales differ."""
    return felt.means if journey.comparable else _placed(felt.means, journey)


def within(journey: Journey, found: Feelings, confidence: float) -> pd.DataFrame:
    """Compare all pairs of touchpoints with 30 answers or more, in each group.

    Where each touchpoint is a column, those rated half as often as another, or less, are left
    aside: the few who rate them may be happier or unhappier with everything.

    Returns:
        Columns `group touchpoint other difference ci_low ci_high p_value p_adjusted`.
    """
    rows = []
    for group, felt in found.groups.items():
        means = compared(felt, journey)
        for i, j in combinations(_comparable(means, journey), 2):
            names = (group, journey.names[i], journey.names[j])
            rows.append((*names, *_figures(means.difference(i, j, confidence))))
    return _adjusted(rows, ["group", "touchpoint", "other"])


def _comparable(means: ClusteredMeans, journey: Journey) -> list[int]:
    enough = means.n >= FEW_ANSWERS
    if journey.column is None:
        enough &= means.n > SPARSE * means.n.max()
    return np.flatnonzero(enough).tolist()


def between(journey: Journey, found: Feelings, confidence: float) -> pd.DataFrame:
    """Compare the groups at each touchpoint, where both have 30 answers or more.

    The ten groups with most answers are compared, each with each.

    Returns:
        Columns `touchpoint group other difference ci_low ci_high p_value p_adjusted`.
    """
    groups = {name: compared(felt, journey) for name, felt in found.groups.items()}
    chosen = largest(groups)
    rows = []
    for i, name in enumerate(journey.names):
        for group, other in combinations(chosen, 2):
            first, second = groups[group], groups[other]
            if min(first.n[i], second.n[i]) >= FEW_ANSWERS:
                judged = _apart(found, (group, other), (first, second), i, journey, confidence)
                rows.append((name, group, other, *_figures(judged)))
    return _adjusted(rows, ["touchpoint", "group", "other"])


def largest(groups: Mapping[Any, ClusteredMeans]) -> list[Any]:
    """Return the groups with most answers that have 30 or more somewhere, in their order."""
    there = [name for name, means in groups.items() if means.n.max() >= FEW_ANSWERS]
    most = sorted(there, key=lambda name: -float(groups[name].n.sum()))[:MOST_COMPARED]
    return [name for name in groups if name in most]


def _apart(  # noqa: PLR0913, PLR0917 -- both sides of a comparison
    found: Feelings,
    names: tuple[Any, Any],
    means: tuple[ClusteredMeans, ClusteredMeans],
    i: int,
    journey: Journey,
    confidence: float,
) -> Estimate:
    first, second = means
    shared = found.shared.get(names, found.shared.get(names[::-1]))
    covariance = 0.0
    if shared is not None:
        low, high = journey.bounds[i]
        unit = 1.0 if journey.comparable else float(high - low) ** 2
        both = ClusteredMeans(
            n=np.array([first.n[i], second.n[i]]),
            clusters=np.array([first.clusters[i], second.clusters[i]]),
            mean=np.zeros(2),
            products=np.full((2, 2), shared[i] / unit),
        )
        covariance = float(both.covariance[0, 1])
    sides = [(m.mean[i], m.covariance[i, i], m.clusters[i]) for m in means]
    return gap(sides[0], sides[1], covariance, confidence)


def _figures(judged: Estimate) -> tuple[float, ...]:
    return judged.value, *judged.interval, judged.p_value


def _adjusted(rows: list[tuple[Any, ...]], names: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*names, *FIGURES])
    frame = frame.astype(dict.fromkeys(FIGURES, "float64"))
    frame["p_adjusted"] = holm(frame["p_value"])
    return frame


def marks(
    table: pd.DataFrame, differences: pd.DataFrame, journey: Journey, confidence: float
) -> list[Mark | None]:
    """Mark the touchpoint that is clearly rated highest, the lowest and the last, in each group."""
    value = "mean" if journey.comparable else "place"
    found: list[Mark | None] = []
    for group, part in table.groupby("group", sort=False):
        pairs = differences[differences["group"] == group]
        ranked = ranking(part, value, pairs)
        best = clearly(ranked, pairs, confidence, highest=True)
        worst = clearly(ranked, pairs, confidence, highest=False)
        last = journey.names[-1] if journey.order.end_told else None
        found += [_MARKS[name == best, name == worst, name == last] for name in part["touchpoint"]]
    return found


def ranking(table: pd.DataFrame, value: str, pairs: pd.DataFrame) -> pd.Series[float]:
    """Return the ratings of the touchpoints that are compared in `pairs`, by their names."""
    compared = {*pairs["touchpoint"], *pairs["other"]}
    ranked: pd.Series[float] = table.set_index("touchpoint")[value].round(12)
    return ranked[[name in compared for name in ranked.index]]


def clearly(
    ranked: pd.Series[float], pairs: pd.DataFrame, confidence: float, *, highest: bool
) -> str | None:
    """Return the touchpoint that is rated highest (lowest) if it differs from every other."""
    close = rivals(ranked, pairs, confidence, highest=highest)
    return close[0] if len(ranked) > 1 and len(close) == 1 else None


def rivals(
    ranked: pd.Series[float], pairs: pd.DataFrame, confidence: float, *, highest: bool
) -> list[str]:
    """Return the touchpoint that is rated highest (lowest) and all that it cannot be told from."""
    if ranked.empty:
        return []
    first = ranked.idxmax() if highest else ranked.idxmin()
    own = pairs[(pairs["touchpoint"] == first) | (pairs["other"] == first)]
    clear = own[own["p_adjusted"] < 1 - confidence]
    told = {*clear["touchpoint"], *clear["other"]} - {first}
    close = ranked.drop(first).sort_values(ascending=not highest, kind="stable")
    return [str(first), *(name for name in close.index if name not in told)]
