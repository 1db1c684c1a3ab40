"""How many answers a test needs."""

from __future__ import annotations

import math

from scipy.special import ndtri

from cx.errors import InvalidSetting
from cx.stats.interval import check_confidence, normal_quantile
from cx.wording import msg

SOURCE = "Chow, Shao, Wang & Lokhnygina (2017), Sample Size Calculations in Clinical Research, 3.2"


def answers_each(
    difference: float,
    variances: tuple[float, float],
    *,
    confidence: float = 0.95,
    power: float = 0.8,
) -> float:
    """Tell how many answers each of two versions needs to tell their means apart.

    n = (z₁₋α⁄₂ + z_power)² · (s₁² + s₂²) / difference², by a two-sided z test with the variances of
    both versions. Round up.

    Args:
        difference: of the means that the test has to find, in units of the values.
        variances: of one answer in either version, in squared units. Of an NPS in points:
            10⁴ · (p + d − (p − d)²) with the shares p of promoters and d of detractors.
        confidence: 1 − confidence is the chance of a false alarm, 0–1.
        power: the chance of finding the difference if it is there, 0–1.

    Returns:
        Answers for each version; infinite for a difference of 0, NaN where something is missing.

    Raises:
        InvalidSetting: `confidence` or `power` does not lie between 0 and 1.

    Source: Chow, Shao, Wang & Lokhnygina (2017), Sample Size Calculations in Clinical Research,
    section 3.2, doi:10.1201/9781315183084. With equal variances the same as
    `statsmodels.stats.power.NormalIndPower().solve_power(difference / sd, alpha=…, power=…)`, and
    about one answer less than R's `power.t.test`, which allows for small samples.

    >>> math.ceil(answers_each(5, (7000, 7000)))
    4396
    """
    check_confidence(confidence)
    if not 0 < power < 1:
        raise InvalidSetting(
            msg(
                "The power is {power}; it has to lie between 0 and 1, for example 0.8.", power=power
            )
        )
    if difference == 0:
        return math.inf
    reach = normal_quantile(confidence) + float(ndtri(power))
    return reach**2 * math.fsum(variances) / difference**2
