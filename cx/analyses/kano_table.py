"""The table of `cx.kano`, put together from the pairs of answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd

from cx.analyses.kano_answers import ANSWERS, Pairs
from cx.stats.interval import Interval
from cx.stats.kano import Kano, better, better_interval, evaluate, lead
from cx.stats.multiplicity import holm
from cx.stats.verdict import Verdict, verdict

COLUMNS: Final = [
    "feature",
    "n",
    *(kind.value for kind in Kano),
    "mode",
    "kind",
    "lead",
    "ci_low",
    "ci_high",
    "p_value",
    "p_adjusted",
    "cs_plus",
    "cs_plus_ci_low",
    "cs_plus_ci_high",
    "cs_minus",
    "cs_minus_ci_low",
    "cs_minus_ci_high",
]


class KanoKind(StrEnum):
    """What a feature is to customers: a kind of `Kano` that clearly leads, or none."""

    ATTRACTIVE = Kano.ATTRACTIVE.value
    ONE_DIMENSIONAL = Kano.ONE_DIMENSIONAL.value
    MUST_BE = Kano.MUST_BE.value
    INDIFFERENT = Kano.INDIFFERENT.value
    REVERSE = Kano.REVERSE.value
    QUESTIONABLE = Kano.QUESTIONABLE.value
    UNCLEAR = "unclear"
    """No kind clearly leads the others."""


def assemble(pairs: Mapping[str, Pairs], confidence: float) -> pd.DataFrame:
    """Make the table, in the order in which the features were given."""
    table = pd.DataFrame([_row(name, found, confidence) for name, found in pairs.items()])
    table["p_adjusted"] = holm(table["p_value"])
    table["kind"] = [
        KanoKind(str(row.mode)) if _leads(row, confidence) else KanoKind.UNCLEAR
        for row in table.itertuples()
    ]
    table["mode"] = table["mode"].astype(object).where(table["n"] > 0, None)
    return table[COLUMNS]


def _leads(row: Any, confidence: float) -> bool:
    interval = Interval(row.ci_low, row.ci_high)
    return verdict(interval, row.p_adjusted, confidence) == Verdict.BETTER


def kinds_of(pairs: Pairs) -> Counter[Kano]:
    """Count the kinds by the evaluation table."""
    counts: Counter[Kano] = Counter(dict.fromkeys(Kano, 0))
    for there in range(ANSWERS):
        for gone in range(ANSWERS):
            counts[evaluate(there + 1, gone + 1)] += int(pairs.counts[there, gone])
    return counts


def _row(name: str, pairs: Pairs, confidence: float) -> dict[str, Any]:
    counts = kinds_of(pairs)
    n = counts.total()
    (mode, first), (_, second) = counts.most_common(2)
    interval, p_value = lead(first, second, n, confidence)
    a, o, m = (counts[kind] for kind in (Kano.ATTRACTIVE, Kano.ONE_DIMENSIONAL, Kano.MUST_BE))
    decided = a + o + m + counts[Kano.INDIFFERENT]
    plus, minus = (better_interval(first_kind, o, decided, confidence) for first_kind in (a, m))
    return {
        "feature": name,
        "n": n,
        **{kind.value: counts[kind] for kind in Kano},
        "mode": mode.value,
        "lead": (first - second) / n if n else np.nan,
        "ci_low": interval.low,
        "ci_high": interval.high,
        "p_value": p_value,
        "cs_plus": float(better(a, o, decided)),
        "cs_plus_ci_low": float(plus.low),
        "cs_plus_ci_high": float(plus.high),
        "cs_minus": -float(better(m, o, decided)),
        "cs_minus_ci_low": -float(minus.high),
        "cs_minus_ci_high": -float(minus.low),
    }
