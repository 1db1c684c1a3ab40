"""The engine's part of `cx.drivers`: what the ratings look like, and their cross-products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from cx.analyses.scores import ScoreSummary, numbers, scale_of
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import NPS_RANGE, Scale
from cx.stats.least_squares import CrossProducts
from cx.stats.net_promoter import PASSIVES_FROM, PROMOTERS_FROM

GROUPS: Final = 50
FEW_CUSTOMERS: Final = 30


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rating looks like over all rows.

    Attributes:
        driver: the name of the column.
        n: how many rows have it.
        scored: how many of those have a score as well.
        mean: of all values, NaN without any; likewise `low` and `high`.
        low: the lowest value.
        high: the highest value.
        scale: as inferred.
    """

    driver: str
    n: int
    scored: int
    mean: float
    low: float
    high: float
    scale: Scale


@dataclass(frozen=True, slots=True)
class Overview:
    """What one pass over the table tells.

    Attributes:
        score: the values of the score, for their scale.
        score_mean: their mean.
        customers: how many different customers gave a score; 0 without a customer role.
        ratings: in the order of the role.
    """

    score: ScoreSummary
    score_mean: float
    customers: int
    ratings: tuple[Rating, ...]


def overview(feedback: Feedback) -> Overview:
    """Look at score and ratings in one query."""
    ratings = feedback.ratings
    table = _plain(feedback)
    names = ["score", *(f"r{index}" for index in range(len(ratings)))]
    aggregates: dict[str, Any] = {}
    for name in names:
        value: Any = table[name]
        inside = value.between(*NPS_RANGE)
        aggregates |= {
            f"{name}_n": value.count(),
            f"{name}_zeros": (value == 0).sum(),
            f"{name}_low": value.min(),
            f"{name}_high": value.max(),
            f"{name}_n_inside": inside.sum(),
            f"{name}_low_inside": value.min(where=inside),
            f"{name}_high_inside": value.max(where=inside),
            f"{name}_mean": value.mean(),
            f"{name}_scored": value.count(where=table.score.notnull()),  # noqa: PD004, Ibis
        }
    if feedback.customer is not None:
        aggregates["customers"] = table.customer.nunique(where=table.score.notnull())  # noqa: PD004
    row = engine.fetch(table.aggregate(**aggregates)).iloc[0].fillna({"customers": 0})
    return Overview(
        score=_summary(row, "score"),
        score_mean=float(row["score_mean"]),
        customers=int(row.get("customers", 0)),
        ratings=tuple(_rating(row, f"r{index}", driver) for index, driver in enumerate(ratings)),
    )


def _rating(row: Any, name: str, driver: str) -> Rating:
    return Rating(
        driver=driver,
        n=int(row[f"{name}_n"]),
        scored=int(row[f"{name}_scored"]),
        mean=float(row[f"{name}_mean"]),
        low=float(row[f"{name}_low"]),
        high=float(row[f"{name}_high"]),
        scale=scale_of(driver, _summary(row, name)),
    )


def _summary(row: Any, name: str) -> ScoreSummary:
    count, zeros, inside = (row[f"{name}_{what}"] for what in ("n", "zeros", "n_inside"))
    return ScoreSummary(
        n=int(count),
        zeros=0 if pd.isna(zeros) else int(zeros),
        low=float(row[f"{name}_low"]),
        high=float(row[f"{name}_high"]),
        n_inside=0 if pd.isna(inside) else int(inside),
        low_inside=float(row[f"{name}_low_inside"]),
        high_inside=float(row[f"{name}_high_inside"]),
    )


def _plain(feedback: Feedback) -> ir.Table:
    """Give score, ratings and customer under names of our own, as numbers."""
    table = feedback.table
    columns: dict[str, Any] = {"score": numbers(table, str(feedback.score))}
    for index, rating in enumerate(feedback.ratings):
        columns[f"r{index}"] = numbers(table, rating)
    if feedback.customer is not None:
        columns["customer"] = table[feedback.customer].cast("string")
    return table.select(**columns)


@dataclass(frozen=True, slots=True)
class Products:
    """Cross-products of the rows that are complete, and what became of the others.

    Attributes:
        groups: of the chosen ratings, then the score, then its NPS contribution (−100, 0, 100;
            0 where the scale is not 0–10); in groups of rows drawn by chance.
        missing: rows without a score.
        outside: rows whose score lies outside its scale.
        fractions: rows whose score is not a whole number, on the scale from 0 to 10.
        incomplete: rows with a fine score that lack one of the ratings.
        used: rows that are complete.
    """

    groups: CrossProducts
    missing: int
    outside: int
    fractions: int
    incomplete: int
    used: int


def products(
    feedback: Feedback, seen: Overview, *, chosen: Sequence[int], scale: Scale, by_customer: bool
) -> Products:
    """Add up cross-products in one query, in up to 50 groups of customers or of rows.

    Args:
        feedback: score and ratings.
        seen: the overview of the same dataset.
        chosen: places of the ratings that go into the model.
        scale: of the score.
        by_customer: whether all rows of a customer go into the same group.
    """
    table = _plain(feedback)
    score: Any = table.score
    ratings = [f"r{index}" for index in chosen]
    off = ~score.between(scale.low, scale.high)
    split: Any = (score != score.floor()) if scale.is_nps else ibis.literal(value=False)
    lacking = ibis.or_(*(table[name].isnull() for name in ratings))  # noqa: PD003, Ibis
    missing = score.isnull()  # noqa: PD003
    state = ibis.cases(
        (missing, "missing"),
        (off, "outside"),
        (split, "fraction"),
        (lacking, "incomplete"),
        else_="used",
    )
    values: dict[str, Any] = {
        name: table[name] - seen.ratings[index].mean
        for name, index in zip(ratings, chosen, strict=True)
    }
    values["score"] = score - seen.score_mean
    values["nps"] = _contribution(score) if scale.is_nps else ibis.literal(0.0)
    rows = table.select(state=state, unit=_unit(table, by_customer=by_customer), **values)
    used: Any = rows.state == "used"
    # Chance must draw the groups: a file sorted by score would make them too much alike.
    place: Any = ibis.dense_rank().over(group_by="state", order_by=rows.unit.hash())
    grouped = rows.mutate(part=ibis.ifelse(used, place % GROUPS, 0))
    names = list(values)
    return _collected(engine.fetch(_summed(grouped, names)), len(names))


def _contribution(score: Any) -> ir.FloatingValue:
    promoter, detractor = score >= PROMOTERS_FROM, score < PASSIVES_FROM
    return ibis.cases((promoter, 100.0), (detractor, -100.0), else_=0.0)


def _unit(table: ir.Table, *, by_customer: bool) -> ir.StringValue:
    row: Any = ibis.row_number().cast("string") + "r"
    if not by_customer:
        return row
    return ibis.coalesce(table.customer + "c", row)


def _summed(rows: ir.Table, names: list[str]) -> ir.Table:
    sums = {f"s{i}": rows[name].sum() for i, name in enumerate(names)}
    pairs = {
        f"p{i}_{j}": (rows[first] * rows[names[j]]).sum()
        for i, first in enumerate(names)
        for j in range(i, len(names))
    }
    return rows.group_by(["state", "part"]).aggregate(n=rows.count(), **sums, **pairs)


def _collected(frame: pd.DataFrame, k: int) -> Products:
    rows = frame.groupby("state")["n"].sum()
    used = frame[frame["state"] == "used"].sort_values("part")
    cells = np.zeros((len(used), k, k))
    for i in range(k):
        for j in range(i, k):
            cells[:, i, j] = cells[:, j, i] = used[f"p{i}_{j}"].to_numpy()
    return Products(
        groups=CrossProducts(
            used["n"].to_numpy(float), used[[f"s{i}" for i in range(k)]].to_numpy(float), cells
        ),
        missing=int(rows.get("missing", 0)),
        outside=int(rows.get("outside", 0)),
        fractions=int(rows.get("fraction", 0)),
        incomplete=int(rows.get("incomplete", 0)),
        used=int(rows.get("used", 0)),
    )
