"""Write the sample data of Northlight, an invented shop: `python sample_data/generate.py`.

README.md says what is in the files and what is planted in them. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from behaviour import draw_events
from customers import draw_customers, draw_opinions
from planted import ANSWERS, PLANTED, TOUCHPOINTS
from writing import add_contacts, draw_barrier_answers, draw_reasons

LANGUAGE = {"UK": "en", "CN": "zh"}


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    write_all(parser.parse_args().out)


def write_all(folder: Path) -> None:
    """Write every file into `folder`, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = iter(np.random.default_rng(PLANTED["seed"]).spawn(6))
    people = draw_customers(next(chance), PLANTED["customers"])
    people = draw_opinions(next(chance), people)
    survey(next(chance), people, folder)
    events = draw_events(next(chance), people)
    events.to_parquet(folder / "events.parquet", index=False, compression="zstd")
    experiments(next(chance), people, folder)
    spend(next(chance), people).to_csv(folder / "channel_spend.csv", index=False)
    beliefs().to_csv(folder / "team_beliefs.csv", index=False)


def survey(rng: np.random.Generator, people: pd.DataFrame, folder: Path) -> None:
    """Write the two surveys, and the true theme of each open answer.

    Who opened the checkout is asked; a random part answers.
    """
    answers = rng.random(len(people)) < PLANTED["people"]["response_rate"]
    asked = people[people["checkout_start"] & answers]
    asked = asked.sort_values("answered_at", kind="stable")
    for market, language in LANGUAGE.items():
        here = asked[asked["market"] == market].reset_index(drop=True)
        table = _survey_table(rng, here, language)
        if language == "en":
            _write_workbook(table, folder / "feedback_survey.xlsx")
        else:
            table.to_csv(folder / "feedback_survey_zh.csv", index=False, encoding="gb18030")
        truth = here[["customer_id", "theme"]].assign(
            answered=table[ANSWERS["headers"][language]["barrier"]].notna().astype(int)
        )
        (folder / "truth").mkdir(exist_ok=True)
        truth.to_csv(folder / "truth" / f"themes_{language}.csv", index=False)


def _survey_table(rng: np.random.Generator, here: pd.DataFrame, language: str) -> pd.DataFrame:
    cells = ANSWERS["cells"][language]
    table = here[["customer_id", "answered_at", "score"]].copy()
    for touchpoint in TOUCHPOINTS:
        missing = rng.random(len(here)) < PLANTED["touchpoints"][touchpoint]["missing"]
        table[touchpoint] = here[touchpoint].astype("Int64").mask(missing)
    for column in ("region", "device", "customer_type"):
        table[column] = here[column].map(lambda value: cells.get(value, value))
    table["ordered"] = np.where(here["purchase"], cells["yes"], cells["no"])
    table["barrier"] = add_contacts(draw_barrier_answers(rng, here, language), language)
    table["reason"] = draw_reasons(rng, here, language)
    if language == "zh":  # 𠮷 needs four bytes in GB18030
        first = table.index[table["reason"].notna()][0]
        table.loc[first, "reason"] += "，推荐给了𠮷先生"
    return table.rename(columns=ANSWERS["headers"][language])


def _write_workbook(table: pd.DataFrame, path: Path) -> None:
    with pd.ExcelWriter(path, engine="xlsxwriter", datetime_format="yyyy-mm-dd hh:mm") as writer:
        created = datetime(2026, 10, 1, tzinfo=UTC).replace(tzinfo=None)
        writer.book.set_properties({"title": "Northlight feedback survey", "created": created})
        table.to_excel(writer, sheet_name="Survey", index=False, freeze_panes=(1, 1))
        writer.sheets["Survey"].set_column(0, len(table.columns) - 1, 18)


def experiments(rng: np.random.Generator, people: pd.DataFrame, folder: Path) -> None:
    """Write the three A/B tests; what they measure is what the event log says."""
    people = people.assign(
        converted=people["purchase"].astype(int),
        revenue=people["first_value"],
        viewed_product=people["product_view"].astype(int),
        checkout_opened=people["checkout_start"].astype(int),
        exposed_on=people["first_visit"].dt.date,
    )
    checkout = people[people["checkout_start"]].assign(variant=people["checkout_variant"])
    coin = rng.random(len(people)) < 0.5
    banner = people.assign(variant=np.where(coin, "spring_banner", "control"))
    coin = rng.random(len(people)) < 0.5
    search = people.assign(variant=np.where(coin, "new_search", "control"))
    lost = (
        (search["variant"] == "new_search")
        & (search["device"] == "mobile")
        & (rng.random(len(people)) < PLANTED["experiments"]["search_lost"])
    )
    search = search[search["product_view"] & ~lost]
    tests = {
        "checkout": (checkout, ["converted", "revenue"]),
        "banner": (banner, ["viewed_product", "converted", "revenue"]),
        "search": (search, ["checkout_opened", "converted", "revenue"]),
    }
    for name, (table, metrics) in tests.items():
        columns = ["customer_id", "exposed_on", "variant", "device", *metrics]
        table[columns].to_csv(folder / f"ab_{name}.csv", index=False)


def spend(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Return month, channel and cost: so much per new customer, a little more or less by month."""
    plan = PLANTED["spend"]
    month = people["first_visit"].dt.strftime("%Y-%m-01")
    arrived = people.groupby([month, "channel"]).size()
    rows = []
    for channel, facts in PLANTED["channels"].items():
        for start in sorted(month.unique()):
            price = facts["cost"] * rng.lognormal(0.0, plan["monthly_spread"])
            rows.append((start, channel, round(price * arrived.get((start, channel), 0), 2)))
    rows += [(start, "email", plan["email_per_month"]) for start in sorted(month.unique())]
    table = pd.DataFrame(rows, columns=["month", "channel", "cost"])
    return table[table["cost"] > 0].sort_values(["month", "channel"]).reset_index(drop=True)


def beliefs() -> pd.DataFrame:
    """Return what the team believes of each touchpoint, in the words of the English survey."""
    headers = ANSWERS["headers"]["en"]
    rows = [(headers[name], *belief.values()) for name, belief in PLANTED["beliefs"].items()]
    return pd.DataFrame(rows, columns=["touchpoint", "importance", "performance"])


if __name__ == "__main__":
    main()
