"""Means and their differences from count, mean and variance: Welch's t and Fieller's ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy.special import stdtr

from cx.errors import InvalidSetting
from cx.stats.interval import Interval, check_confidence, t_quantile
from cx.wording import msg

NO_INTERVAL: Final = Interval(math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Moments:
    """What is known of a sample.

    Attributes:
        n: number of values, 0 or more.
        mean: their mean; NaN if there are none.
        variance: their sample variance, divisor n − 1; NaN below two values.

    Raises:
        InvalidSetting: a negative `n` or `variance`.
    """

    n: int
    mean: float
    variance: float

    def __post_init__(self) -> None:
        if self.n < 0 or self.variance < 0:
            raise InvalidSetting(
                msg(
                    "A sample of {n} values with variance {variance} cannot be; both have to be "
                    "0 or more.",
                    n=self.n,
                    variance=self.variance,
                )
            )

    @property
    def squared_error(self) -> float:
        """The squared standard error of the mean; NaN where the variance is unknown."""
        return self.variance / self.n if self.n >= 2 else math.nan


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two means, treatment − control, with the test that belongs to it.

    Attributes:
        difference: treatment − control, in the unit of the values.
        interval: of the difference, at the confidence asked for.
        standard_error: of the difference.
        df: Welch's degrees of freedom.
        p_value: two-sided; below 1 − confidence exactly when `interval` excludes 0.
        relative: difference ÷ |mean of control|, so that its sign is that of the difference.
        relative_interval: Fieller's, with the same standard errors and degrees of freedom; it
            excludes 0 exactly when `interval` does. NaN where it is unbounded, that is where the
            control's mean cannot be told from 0.

    All but the difference are NaN where a sample has fewer than two values or where neither
    sample varies.
    """

    difference: float
    interval: Interval
    standard_error: float
    df: float
    p_value: float
    relative: float
    relative_interval: Interval


def welch(control: Moments, treatment: Moments, confidence: float = 0.95) -> Difference:
    """Compare two means without assuming equal variances.

    Welch, B. L. (1947), Biometrika 34(1–2), doi:10.1093/biomet/34.1-2.28. The same as
    `t.test(treatment, control)` in R and `scipy.stats.ttest_ind(..., equal_var=False)`.

    >>> answer = welch(Moments(4000, 0.05, 0.047512), Moments(4000, 0.0625, 0.058608))
    >>> round(answer.difference, 4), round(answer.p_value, 3)
    (0.0125, 0.015)
    """
    check_confidence(confidence)
    difference = treatment.mean - control.mean
    relative = difference / abs(control.mean) if control.mean else math.nan
    squared = control.squared_error + treatment.squared_error
    if not squared > 0:
        return Difference(
            difference, NO_INTERVAL, math.nan, math.nan, math.nan, relative, NO_INTERVAL
        )
    error = math.sqrt(squared)
    df = _welch_df(control, treatment)
    reach = t_quantile(confidence, df)
    return Difference(
        difference=difference,
        interval=Interval(difference - reach * error, difference + reach * error),
        standard_error=error,
        df=df,
        p_value=float(2 * stdtr(df, -abs(difference) / error)),
        relative=relative,
        relative_interval=_fieller(control, treatment, reach),
    )


def mean_interval(sample: Moments, confidence: float = 0.95) -> Interval:
    """Return Student's interval of one mean; NaN below two values or without any spread."""
    check_confidence(confidence)
    if not sample.squared_error > 0:
        return NO_INTERVAL
    reach = t_quantile(confidence, sample.n - 1) * math.sqrt(sample.squared_error)
    return Interval(sample.mean - reach, sample.mean + reach)


def _welch_df(control: Moments, treatment: Moments) -> float:
    """Satterthwaite's degrees of freedom, in shares of the variance so that nothing underflows."""
    total = control.squared_error + treatment.squared_error
    share = control.squared_error / total
    return 1 / (share**2 / (control.n - 1) + (1 - share) ** 2 / (treatment.n - 1))


def _fieller(control: Moments, treatment: Moments, reach: float) -> Interval:
    """Solve Fieller's inequality for the lift r = treatment ÷ control − 1.

    (d − r·c)² ≤ t²·(s_t² + (1 + r)²·s_c²), with d the difference and c the control's mean, is
    a·r² − 2·b·r + k ≤ 0. Its product of roots k ÷ a is negative exactly when the interval of d
    holds 0, hence the two roots are taken as q ÷ a and k ÷ q (no cancellation).
    Fieller, E. C. (1954), JRSS B 16(2), doi:10.1111/j.2517-6161.1954.tb00159.x.
    """
    difference = treatment.mean - control.mean
    own, other = reach**2 * control.squared_error, reach**2 * treatment.squared_error
    a = control.mean**2 - own
    if not a > 0:
        return NO_INTERVAL
    b = difference * control.mean + own
    k = difference**2 - own - other
    q = b + math.copysign(math.sqrt(max(0.0, b**2 - a * k)), b)
    if not (q and math.isfinite(q)):
        return NO_INTERVAL
    low, high = sorted((q / a, k / q))
    return Interval(low, high) if control.mean > 0 else Interval(-high, -low)
