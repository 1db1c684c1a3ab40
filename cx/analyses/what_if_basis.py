"""What a what-if rests on: effects, the NPS as it is, and how ratings are spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analyses.driver_choice import Choice, choose
from cx.analyses.driver_model import slopes, with_replicates
from cx.analyses.driver_overview import Rating, plain
from cx.analyses.driver_products import Asked, in_points, parted
from cx.analyses.scores import require_nps_scale
from cx.data import engine
from cx.data.dataset import Feedback
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import CrossProducts, FloatArray, correlation, dependent

MOST_LEVELS: Final = 12
BINS: Final = 20


@dataclass(frozen=True, slots=True)
class Spread:
    """How the answers to a rating are spread.

    Attributes:
        low: the lowest possible answer.
        high: the highest possible one.
        values: answers, or means of narrow ranges of them, the lowest first.
        shares: of all answers, adding up to 1.
    """

    low: float
    high: float
    values: FloatArray
    shares: FloatArray

    def moved(self, asked: float) -> float:
        """Tell how far the mean moves if everybody moves by `asked`, or as far as the scale goes.

        The mean of min(asked, high − answer) and likewise downwards.
        """
        room = np.clip(self.high - self.values if asked > 0 else self.values - self.low, 0, None)
        return float(np.sign(asked) * (self.shares * np.minimum(abs(asked), room)).sum())

    def beyond(self, moved: float) -> float:
        """Give the share of answers that lie at the moved mean already, or further out."""
        target = float((self.shares * self.values).sum()) + moved
        out = self.values >= target if moved > 0 else self.values <= target
        return float(self.shares[out].sum())


@dataclass(frozen=True, slots=True)
class Basis:
    """What a what-if rests on.

    Attributes:
        choice: ratings and rows, chosen as in `cx.drivers`.
        now: NPS and share of promoters, both in points, of all answers with a score.
        effects: NPS points for one point of each rating, all ratings at once.
        promoters: what part of them comes by more promoters.
        exact: whether a rating can be computed from others; it has no effect of its own.
        spread: of each rating.
        n: answers with a score.
    """

    choice: Choice
    now: Jackknife
    effects: Jackknife
    promoters: Jackknife
    exact: NDArray[np.bool_]
    spread: Mapping[str, Spread]
    n: int

    @property
    def names(self) -> tuple[str, ...]:
        """The ratings that can be moved."""
        pairs = zip(self.choice.names, self.exact, strict=True)
        return tuple(name for name, exact in pairs if not exact)


def what_if_basis(feedback: Feedback) -> Basis:
    """Prepare a what-if; whatever is moved then needs no further query.

    Raises:
        RoleMissing: score or ratings are not set.
        WrongScale: the score is not on the scale from 0 to 10.
        NotEnoughData: too few complete rows, or nothing that varies.
    """
    Feedback.expect(feedback)
    choice = choose(feedback, "johnson")
    require_nps_scale(feedback, choice.scale)
    scored = _scored(choice.asked)
    groups = _aligned(choice.groups, choice.sums.parts, list(scored["part"]))
    centred = with_replicates(groups).centred
    k = len(choice.names)
    sums = scored[["weight", "nps", "promoters"]].to_numpy(float)
    stacked = np.vstack([sums.sum(axis=0), sums.sum(axis=0) - sums])
    means = stacked[:, 1:] / stacked[:, :1]
    return Basis(
        choice=choice,
        now=Jackknife(means[0], means[1:]),
        effects=slopes(centred, k, outcome=k + 1),
        promoters=slopes(centred, k, outcome=k + 2),
        exact=dependent(correlation(centred[0])[:k, :k]),
        spread=_spread(choice.asked.feedback, choice.modelled),
        n=int(scored["n"].sum()),
    )


def _scored(asked: Asked) -> pd.DataFrame:
    """Add up weights, NPS contributions and promoters of all answers with a score, by part."""
    rows = parted(asked)
    weight = rows.weight if "weight" in rows.columns else ibis.literal(1)
    values = in_points(rows.score, asked.scale, "float64")
    chosen = rows.select(part=rows.part, weight=weight, **values)
    found = chosen.group_by("part").aggregate(
        n=chosen.count(),
        weight=chosen.weight.sum(),
        nps=(chosen.nps * chosen.weight).sum(),
        promoters=(chosen.promoters * chosen.weight).sum(),
    )
    return engine.fetch(found).sort_values("part")


def _aligned(groups: CrossProducts, parts: Sequence[int], wanted: Sequence[int]) -> CrossProducts:
    """Give the cross-products of the wanted parts, 0 where a part has no complete row."""
    places = np.searchsorted(wanted, parts)
    m = groups.sums.shape[-1]
    n, sums = np.zeros(len(wanted)), np.zeros((len(wanted), m))
    products = np.zeros((len(wanted), m, m))
    n[places], sums[places], products[places] = groups.n, groups.sums, groups.products
    return CrossProducts(n, sums, products)


def _spread(feedback: Feedback, ratings: Sequence[Rating]) -> dict[str, Spread]:
    """Count the answers to every rating in one query: each one, or ranges of many of them."""
    table = plain(feedback)
    if feedback.weight is not None:
        table = table.filter(table.weight > 0)
    aggregates: dict[str, Any] = {}
    for place, rating in enumerate(ratings):
        value = table[f"r{feedback.ratings.index(rating.driver)}"].cast("float64")
        weight = table.weight if feedback.weight is not None else ibis.literal(1)
        bins, width = _bins(rating)
        at = ((value - rating.low) / width).floor().clip(0, bins - 1)
        for index in range(bins):
            inside = ibis.ifelse(at == index, weight, 0).cast("float64")
            aggregates[f"n{place}_{index}"] = inside.sum()
            aggregates[f"s{place}_{index}"] = (inside * value).sum()
    row = engine.fetch(table.aggregate(**aggregates)).iloc[0]
    return {rating.driver: _spread_of(row, place, rating) for place, rating in enumerate(ratings)}


def _bins(rating: Rating) -> tuple[int, float]:
    """Give the number of ranges and their width: one for each answer where there are few."""
    wide = rating.high - rating.low
    if rating.whole and wide < MOST_LEVELS:
        return int(wide) + 1, 1.0
    return BINS, wide / BINS


def _spread_of(row: Any, place: int, rating: Rating) -> Spread:
    bins, _ = _bins(rating)
    n = np.array([row[f"n{place}_{index}"] for index in range(bins)], dtype=float)
    sums = np.array([row[f"s{place}_{index}"] for index in range(bins)], dtype=float)
    filled = n > 0
    return Spread(
        low=float(rating.scale.low) if rating.scale.certain else rating.low,
        high=float(rating.scale.high) if rating.scale.certain else rating.high,
        values=sums[filled] / n[filled],
        shares=n[filled] / n.sum(),
    )
