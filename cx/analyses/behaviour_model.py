"""The statistics of `cx.behaviour_drivers`, from cross-products to estimates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import ibis
import numpy as np
import pandas as pd

from cx.analyses.behaviour_measures import Kind, Measure
from cx.analyses.behaviour_rows import SCORE, UNIT, Answers
from cx.analyses.driver_parts import md5
from cx.analyses.scores import nps_points
from cx.data import engine
from cx.data.scales.scale import Scale
from cx.stats.importance import MOST_LMG_DRIVERS, johnson, lmg
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import SINGULAR, CrossProducts, FloatArray, correlation, ols

GROUPS: Final = 50
ALIKE: Final = 0.9  # share of variance that others explain, a variance inflation of 10
Split = Literal["lmg", "johnson"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Cross-products of the complete rows, and what became of the others.

    Attributes:
        groups: of the measures, then the score, then its NPS contribution (−100, 0, 100; 0 where
            the scale is not 0–10), in up to 50 groups of customers.
        states: rows by state: "used", "missing", "outside", "fraction", "incomplete".
    """

    groups: CrossProducts
    states: dict[str, int]

    @property
    def used(self) -> int:
        """Rows that are complete."""
        return self.states.get("used", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourModel:
    """What the complete rows say about k measures.

    Attributes:
        measures: in order.
        n: answers.
        means: of each; a share where it is one.
        deviations: standard deviation of each.
        importance: shares of R², adding up to 1.
        slopes: points of the score for one more of it, or for having it against not having it.
        effects: the same in NPS points.
        r_squared: the share of the variance of the score that all explain together, 0–1.
        split: how R² is split.
    """

    measures: tuple[Measure, ...]
    n: int
    means: FloatArray
    deviations: FloatArray
    importance: Jackknife
    slopes: Jackknife
    effects: Jackknife
    r_squared: float
    split: Split


def summed(answers: Answers, measures: Sequence[Measure], scale: Scale) -> Sums:
    """Add up cross-products in one query; all rows of a customer go into the same group."""
    rows = answers.rows
    score: Any = rows[SCORE]
    values = {
        f"v{at}": measure.value(rows[answers.columns[measure.column]])
        for at, measure in enumerate(measures)
    }
    lacking = ibis.or_(*(value.isnull() for value in values.values()))  # noqa: PD003, Ibis
    split: Any = (score != score.floor()) if scale.is_nps else ibis.literal(value=False)
    state = ibis.cases(
        (score.isnull(), "missing"),  # noqa: PD003
        (~score.between(scale.low, scale.high), "outside"),
        (split, "fraction"),
        (lacking, "incomplete"),
        else_="used",
    )
    middle = (scale.low + scale.high) / 2
    points = nps_points(score) if scale.is_nps else ibis.literal(0.0)
    outcomes = {"score": score - middle, "nps": points}
    plain = rows.select(state=state, unit=rows[UNIT], **values, **outcomes)
    # Chance must draw the groups: a file sorted by score would make them too much alike.
    place: Any = ibis.dense_rank().over(group_by="state", order_by=md5(plain.unit.cast("string")))
    used: Any = plain.state == "used"
    grouped = plain.mutate(part=ibis.ifelse(used, place % GROUPS, 0))
    names = [*values, *outcomes]
    sums = {f"s{i}": grouped[name].sum() for i, name in enumerate(names)}
    pairs = {
        f"p{i}_{j}": (grouped[first] * grouped[names[j]]).sum()
        for i, first in enumerate(names)
        for j in range(i, len(names))
    }
    asked = grouped.group_by(["state", "part"]).aggregate(n=grouped.count(), **sums, **pairs)
    return _collected(engine.fetch(asked), len(names))


def _collected(frame: pd.DataFrame, k: int) -> Sums:
    used = frame[frame["state"] == "used"].sort_values("part")
    cells = np.zeros((len(used), k, k))
    for i in range(k):
        for j in range(i, k):
            cells[:, i, j] = cells[:, j, i] = used[f"p{i}_{j}"].to_numpy()
    groups = CrossProducts(
        used["n"].to_numpy(float), used[[f"s{i}" for i in range(k)]].to_numpy(float), cells
    )
    states = frame.groupby("state")["n"].sum()
    return Sums(groups=groups, states={str(state): int(n) for state, n in states.items()})


def still(groups: CrossProducts) -> set[int]:
    """Find the columns that never change; what rounding leaves does not count."""
    total = groups.total()
    spread, square = np.diagonal(total.centred), np.diagonal(total.products)
    return {int(at) for at in np.flatnonzero(~(spread > 1e-10 * square))}


def alike(measures: Sequence[Measure], groups: CrossProducts) -> list[int]:
    """Find measures that those before them nearly tell; groups of one column do not count."""
    matrix = correlation(groups.total().centred)
    kept: list[int] = []
    found: list[int] = []
    for at, measure in enumerate(measures):
        others = [
            j
            for j in kept
            if measure.kind is not Kind.LEVEL or measures[j].column != measure.column
        ]
        together = matrix[np.ix_(others, others)]
        own = matrix[others, at]
        explained = own @ np.linalg.pinv(together, SINGULAR, hermitian=True) @ own
        (found if others and explained > ALIKE else kept).append(at)
    return found


def fit(measures: Sequence[Measure], groups: CrossProducts) -> BehaviourModel:
    """Estimate everything from all groups, and again without each of them."""
    total, part = groups.total(), groups.without_each()
    stacked = CrossProducts(
        np.concatenate([total.n[None], part.n]),
        np.concatenate([total.sums[None], part.sums]),
        np.concatenate([total.products[None], part.products]),
    )
    k = len(measures)
    own = list(range(k))
    centred = stacked.columns([*own, k]).centred
    split: Split = "lmg" if k <= MOST_LMG_DRIVERS else "johnson"
    parts = (lmg if split == "lmg" else johnson)(correlation(centred))
    explained = parts.sum(axis=-1, keepdims=True)
    shares = np.divide(parts, explained, out=np.full_like(parts, np.nan), where=explained > 0)
    slopes, r_squared = ols(centred)
    effects, _ = ols(stacked.columns([*own, k + 1]).centred)
    means = stacked.means[:, :k]
    variances = np.diagonal(total.centred)[:k] / (total.n - 1)
    return BehaviourModel(
        measures=tuple(measures),
        n=int(total.n),
        means=means[0] + np.array([measure.centre for measure in measures]),
        deviations=np.sqrt(np.clip(variances, 0, None)),
        importance=Jackknife.of(shares),
        slopes=Jackknife.of(_against_the_rest(measures, slopes, means)),
        effects=Jackknife.of(_against_the_rest(measures, effects, means)),
        r_squared=float(r_squared[0]),
        split=split,
    )


def _against_the_rest(
    measures: Sequence[Measure], slopes: FloatArray, means: FloatArray
) -> FloatArray:
    """Turn the slopes of groups of one column into each group against all others together.

    With b the slopes and w the shares of the groups, the mean of the others is
    Σ wᵢbᵢ (i ≠ j) ÷ (1 − wⱼ), so that the contrast is (bⱼ − Σ wᵢbᵢ) ÷ (1 − wⱼ), whichever of the
    equivalent solutions least squares has found.
    """
    turned = slopes.copy()
    columns = {measure.column for measure in measures if measure.kind is Kind.LEVEL}
    for column in columns:
        places = [
            at
            for at, measure in enumerate(measures)
            if measure.kind is Kind.LEVEL and measure.column == column
        ]
        weights, own = means[:, places], slopes[:, places]
        average = (weights * own).sum(axis=1, keepdims=True)
        turned[:, places] = (own - average) / (1 - weights)
    return turned
