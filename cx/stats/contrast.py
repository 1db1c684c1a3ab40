"""Sums and differences of means with the interval and the test that belong to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtr

from cx.stats.interval import Interval, check_confidence, t_quantile
from cx.stats.means import NO_INTERVAL, Moments


@dataclass(frozen=True, slots=True)
class Contrast:
    """A sum of means, each counted once, for or against.

    Attributes:
        estimate: in the unit of the values.
        interval: at the confidence asked for.
        t: the estimate over its standard error.
        df: Welch and Satterthwaite's degrees of freedom.
        p_value: two-sided, of the estimate being 0; below 1 − confidence exactly when `interval`
            excludes 0.

    All but the estimate are NaN where a sample has fewer than two values or where none varies.
    """

    estimate: float
    interval: Interval
    t: float
    df: float
    p_value: float


def contrast(
    plus: Sequence[Moments] = (),
    minus: Sequence[Moments] = (),
    *,
    fixed: float = 0.0,
    confidence: float = 0.95,
) -> Contrast:
    """Estimate `fixed` + the means in `plus` − the means in `minus`, of independent samples.

    One sample and a fixed number make Student's one-sample t, one sample on each side Welch's t;
    two on each side judge how a difference moved.

    Args:
        plus: samples whose means are added.
        minus: samples whose means are taken away.
        fixed: a number that is known without error.
        confidence: of the interval, 0–1.

    Source: Satterthwaite (1946), Biometrics Bulletin 2(6), 110–114, doi:10.2307/3002019. The same
    in R: `t.test(x, mu = −fixed)` for one sample, `t.test(x, y)` for one on each side.

    >>> found = contrast([Moments(10, 2.0, 4.0)], fixed=-0.5)
    >>> round(found.estimate, 2), round(found.t, 4), found.df
    (1.5, 2.3717, 9.0)
    """
    check_confidence(confidence)
    samples = (*plus, *minus)
    estimate = fixed + sum(sample.mean for sample in plus) - sum(sample.mean for sample in minus)
    squared = sum(sample.squared_error for sample in samples)
    if not squared > 0:
        return Contrast(estimate, NO_INTERVAL, math.nan, math.nan, math.nan)
    error = math.sqrt(squared)
    # In shares of the whole variance, so that nothing underflows.
    parts = ((sample.squared_error / squared) ** 2 / (sample.n - 1) for sample in samples)
    df = 1 / sum(parts)
    reach = t_quantile(confidence, df) * error
    return Contrast(
        estimate=estimate,
        interval=Interval(estimate - reach, estimate + reach),
        t=estimate / error,
        df=df,
        p_value=float(2 * stdtr(df, -abs(estimate) / error)),
    )
