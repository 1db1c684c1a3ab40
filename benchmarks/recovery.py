"""How often `cx.drivers` finds what was planted in the sample survey, drawn anew 100 times.

    python benchmarks/recovery.py [seeds]

For each touchpoint: how many intervals of its effect and of its importance hold the truth, and in
how many surveys its effect is told from zero. Returns have no effect: they should hardly ever be.
The truth is `sample_data/truth/population.toml`.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sample_data"))

from customers import draw_customers, draw_opinions
from planted import PLANTED, TOUCHPOINTS

import cx

ROOT = Path(__file__).resolve().parents[1]
SEEDS = 100
MARKET = "UK"  # the survey in English, of about 2,000 answers


def drawn_survey(seed: int) -> pd.DataFrame:
    """Draw who answers, and what, as the generator of the sample data does."""
    chance = np.random.default_rng(seed)
    people = draw_opinions(chance, draw_customers(chance, PLANTED["customers"]))
    asked = people["checkout_start"] & (people["market"] == MARKET)
    answers = chance.random(len(people)) < PLANTED["people"]["response_rate"]
    survey = people.loc[asked & answers, ["customer_id", "score", *TOUCHPOINTS]].copy()
    for touchpoint in TOUCHPOINTS:
        missing = chance.random(len(survey)) < PLANTED["touchpoints"][touchpoint]["missing"]
        survey[touchpoint] = survey[touchpoint].astype("Int64").mask(missing)
    return survey


def found(seed: int) -> pd.DataFrame:
    """Tell for each touchpoint whether its truths are held and its effect is told from zero."""
    truth = tomllib.loads((ROOT / "sample_data/truth/population.toml").read_text("utf-8"))
    planted = pd.DataFrame(truth["touchpoints"]).T
    feedback = cx.Feedback(
        drawn_survey(seed), score="score", ratings=TOUCHPOINTS, customer="customer_id"
    )
    table = cx.drivers(feedback).table.set_index("driver").loc[list(TOUCHPOINTS)]
    planted = planted.loc[list(TOUCHPOINTS)]
    return pd.DataFrame(
        {
            "effect": planted["nps_points"].between(
                table["effect_ci_low"], table["effect_ci_high"]
            ),
            "importance": planted["importance"].between(table["ci_low"], table["ci_high"]),
            "told": table["p_adjusted"] < 0.05,
        }
    )


def recovered(seeds: int) -> pd.DataFrame:
    """Count over so many surveys; columns `effect importance told`, one row a touchpoint.

    The seeds are those that follow on the one of the sample data.
    """
    first = PLANTED["seed"] + 1
    return sum(found(seed).astype(int) for seed in range(first, first + seeds))


def main(seeds: int) -> None:
    """Draw, count and print."""
    counts = recovered(seeds)
    print(f"of {seeds} surveys: interval of the effect holds the truth, of the importance too,")
    print("effect told from zero")
    print(counts.to_string())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
