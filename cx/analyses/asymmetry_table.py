"""The table of `cx.asymmetry`, and the rule that names each driver."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analyses.asymmetry_sums import MarkedSums
from cx.stats.interval import Interval
from cx.stats.jackknife import Jackknife
from cx.stats.least_squares import correlation, dependent
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import FEW_ANSWERS
from cx.stats.penalty_reward import PenaltyReward
from cx.stats.verdict import Verdict, verdict

COLUMNS: Final = [
    "driver",
    "n",
    "n_low",
    "n_high",
    "penalty",
    "penalty_ci_low",
    "penalty_ci_high",
    "reward",
    "reward_ci_low",
    "reward_ci_high",
    "asymmetry",
    "ci_low",
    "ci_high",
    "p_value",
    "p_adjusted",
    "kind",
]
# Of the width of the outcome's scale: 10 NPS points of the 200 from −100 to 100.
NEGLIGIBLE: Final = 0.05
# A reward of less than this share of the penalty is minor beside it, and the other way round.
MINOR: Final = 0.5


class Kind(StrEnum):
    """What a driver does when it is rated low and when it is rated high."""

    BASIC = "basic"
    """It hurts when it is bad and does little when it is good."""
    EXCITEMENT = "excitement"
    """It delights when it is good and does little when it is bad."""
    PERFORMANCE = "performance"
    """It hurts when it is bad and delights when it is good."""
    NEITHER = "neither"
    """Neither end makes a difference worth naming."""
    UNCLEAR = "unclear"
    """The data cannot tell."""


def countable(sums: MarkedSums) -> NDArray[np.bool_]:
    """Tell for each mark, low and high, whether enough answers stand on it and in the middle."""
    total = sums.groups.total()
    marked = total.sums[:-1].reshape(-1, 2)
    middle = total.n - marked.sum(axis=1)
    return np.asarray((marked >= FEW_ANSWERS) & (middle >= FEW_ANSWERS)[:, None])


def exact(sums: MarkedSums) -> NDArray[np.bool_]:
    """Tell which marks can be computed from others, as those of a copied rating can."""
    marks = correlation(sums.groups.total().centred)[:-1, :-1]
    return np.asarray(dependent(marks).reshape(-1, 2))


def assemble(
    names: Sequence[str],
    sums: MarkedSums,
    found: PenaltyReward,
    *,
    width: float,
    confidence: float,
) -> pd.DataFrame:
    """Make the table, the largest penalty or reward first.

    Args:
        names: of the drivers.
        sums: what was added up.
        found: penalties and rewards.
        width: of the scale of the outcome, from the lowest to the highest.
        confidence: of the intervals.
    """
    told = countable(sums) & ~exact(sums)
    marked = sums.groups.total().sums[:-1].reshape(-1, 2).astype("int64")
    table = pd.DataFrame({"driver": list(names), "n": int(sums.groups.n.sum())})
    table["n_low"], table["n_high"] = marked[:, 0], marked[:, 1]
    _add(table, "penalty", found.penalty, told[:, 0], confidence, prefix="penalty_")
    _add(table, "reward", found.reward, told[:, 1], confidence, prefix="reward_")
    both = np.asarray(told.all(axis=1))
    _add(table, "asymmetry", found.asymmetry, both, confidence, prefix="")
    table["p_value"] = np.where(both, found.asymmetry.p_value(), np.nan)
    table["p_adjusted"] = holm(table["p_value"])
    bound = NEGLIGIBLE * width
    table["kind"] = [kind_of(row, bound, confidence) for row in table.itertuples()]
    size = table[["penalty", "reward"]].abs().max(axis=1).round(9)
    order = size.sort_values(ascending=False, kind="stable", na_position="last").index
    return table.loc[order, COLUMNS].reset_index(drop=True)


def _add(  # noqa: PLR0913 -- one estimate with its names
    table: pd.DataFrame,
    name: str,
    found: Jackknife,
    told: NDArray[np.bool_],
    confidence: float,
    *,
    prefix: str,
) -> None:
    low, high = found.interval(confidence)
    columns = (name, f"{prefix}ci_low", f"{prefix}ci_high")
    for column, values in zip(columns, (found.estimate, low, high), strict=True):
        table[column] = np.where(told, values, np.nan)


def kind_of(row: Any, bound: float, confidence: float) -> Kind:
    """Name a driver by the intervals that are shown.

    Basic takes a penalty and an asymmetry below zero, and a reward that is not clear of zero or
    surely less than half of the penalty; excitement is the mirror image. Else both ends clear of
    zero make performance. Neither takes both intervals within ± `bound`.
    """
    hurts, delights = row.penalty_ci_high < 0, row.reward_ci_low > 0
    leans = verdict(Interval(row.ci_low, row.ci_high), row.p_adjusted, confidence)
    little_won = not delights or row.reward_ci_high < MINOR * -row.penalty_ci_high
    little_lost = not hurts or -row.penalty_ci_low < MINOR * row.reward_ci_low
    if hurts and leans == Verdict.WORSE and little_won:
        return Kind.BASIC
    if delights and leans == Verdict.BETTER and little_lost:
        return Kind.EXCITEMENT
    if hurts and delights:
        return Kind.PERFORMANCE
    ends = (row.penalty_ci_low, row.penalty_ci_high, row.reward_ci_low, row.reward_ci_high)
    if all(math.isfinite(end) and abs(end) <= bound for end in ends):
        return Kind.NEITHER
    return Kind.UNCLEAR
