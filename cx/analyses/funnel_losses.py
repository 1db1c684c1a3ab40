"""Between which steps of `cx.funnel` most customers are lost."""

from __future__ import annotations

import math

import pandas as pd

from cx.stats.interval import normal_quantile


def losses(overall: pd.DataFrame) -> list[tuple[int, int]]:
    """Give the places where customers are lost and how many, the largest loss first.

    A place is the number of the row that is not reached. Of equal losses the one with fewer
    customers to lose comes first.
    """
    customers = [int(n) for n in overall["customers"]]
    lost = [(at, customers[at - 1] - customers[at]) for at in range(1, len(customers))]
    return sorted(lost, key=lambda place: (-place[1], customers[place[0] - 1]))


def rival(overall: pd.DataFrame, confidence: float) -> tuple[int, int] | None:
    """Return the second largest loss where chance might have made it second.

    Each lost customer is lost in one place, so that of a + b customers lost in two places a would
    be binomial with probability ½ if both leaked alike: z = (a − b) ÷ √(a + b), as in McNemar's
    test (1947), Psychometrika 12(2), doi:10.1007/BF02295996.
    """
    places = losses(overall)
    if len(places) < 2 or not places[1][1]:
        return None
    (_, most), (at, second) = places[:2]
    if (most - second) / math.sqrt(most + second) > normal_quantile(confidence):
        return None
    return at, second
