"""Was the traffic split as planned?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import chdtrc

from cx.errors import InvalidSetting
from cx.wording import msg


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """Observed against planned shares.

    Attributes:
        observed: share of each arm that was seen, adding up to 1; NaN without a single unit.
        planned: share of each arm that was meant, adding up to 1.
        chi_square: Pearson's statistic, without continuity correction.
        df: number of arms − 1.
        p_value: chance of a split at least as far off if the plan was followed; NaN without units.
    """

    observed: tuple[float, ...]
    planned: tuple[float, ...]
    chi_square: float
    df: int
    p_value: float


def sample_ratio(counts: Sequence[int], weights: Sequence[float]) -> SampleRatio:
    """Test counts per arm against the planned split.

    Args:
        counts: units seen in each arm, 0 or more.
        weights: the planned split in the same order, in any unit (shares, percent, 2 : 1).

    Raises:
        InvalidSetting: fewer than two arms, lists of unequal length, a weight that is not
            positive (an arm that nobody should see cannot be tested) or a negative count.

    The same as `chisq.test(counts, p = shares)` in R. Fabijan et al. (2019), KDD '19,
    doi:10.1145/3292500.3330722.

    >>> round(sample_ratio([4350, 4550], [1, 1]).p_value, 4)
    0.034
    """
    _check(counts, weights)
    seen, weight = sum(counts), math.fsum(weights)
    planned = tuple(w / weight for w in weights)
    if not seen:
        nothing = (math.nan,) * len(counts)
        return SampleRatio(nothing, planned, math.nan, len(counts) - 1, math.nan)
    chi_square = math.fsum(
        (count - seen * share) ** 2 / (seen * share)
        for count, share in zip(counts, planned, strict=True)
    )
    return SampleRatio(
        observed=tuple(count / seen for count in counts),
        planned=planned,
        chi_square=chi_square,
        df=len(counts) - 1,
        p_value=float(chdtrc(len(counts) - 1, chi_square)),
    )


def _check(counts: Sequence[int], weights: Sequence[float]) -> None:
    if len(counts) != len(weights) or len(counts) < 2:
        raise InvalidSetting(
            msg(
                "{counts} counts and {weights} planned shares arrived; two arms or more are "
                "needed, each with its count and its share.",
                counts=len(counts),
                weights=len(weights),
            )
        )
    if any(count < 0 for count in counts):
        raise InvalidSetting(msg("The counts {counts:list} hold a negative one.", counts=counts))
    if not all(weight > 0 and math.isfinite(weight) for weight in weights):
        raise InvalidSetting(
            msg(
                "The planned shares are {weights:list}; each has to be above 0. Leave out an arm "
                "that nobody was meant to see.",
                weights=weights,
            )
        )
