"""What `cx.drivers` has to know before it can model: what score and ratings look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.analyses.scores import ScoreSummary, numbers, scale_of
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import NPS_RANGE, Scale

# Products of whole numbers up to this one fit into 16 bits, which engines multiply fastest.
MOST_WHOLE: Final = 100
# Of a rating with the share of zeros of another one, so many zeros would be expected at least.
EXPECTED_ZEROS: Final = 5


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rating looks like over all rows, or over those with a weight where there are any.

    Attributes:
        driver: the name of the column.
        n: how many rows have it.
        scored: how many of those have a score as well.
        zeros: how many are 0.
        mean: of all values, weighted if weights are used; NaN without any; likewise the next two.
        low: the lowest value.
        high: the highest value.
        whole: whether all values are whole numbers of up to two digits, or 100.
        scale: as inferred.
    """

    driver: str
    n: int
    scored: int
    zeros: int
    mean: float
    low: float
    high: float
    whole: bool
    scale: Scale


@dataclass(frozen=True, slots=True)
class Overview:
    """What a look at the table tells.

    Attributes:
        score: the values of the score, for their scale.
        score_mean: their mean.
        score_whole: whether they are whole numbers of up to two digits, or 100.
        customers: how many different customers gave a score; 0 without a customer role.
        unnamed: how many scores come without a customer; all of them without a customer role.
        ratings: in the order of the role.
    """

    score: ScoreSummary
    score_mean: float
    score_whole: bool
    customers: int
    unnamed: int
    ratings: tuple[Rating, ...]

    def odd_zeros(self) -> tuple[Rating, ...]:
        """Give the ratings whose zeros are likely to mean that nobody answered.

        Another rating with the same highest answer begins at 1 and never holds 0, though at the
        same share of zeros it would.
        """
        return tuple(
            rating
            for rating in self.ratings
            if rating.zeros
            and any(
                other.high == rating.high
                and other.low == 1
                and other.n * rating.zeros / rating.n >= EXPECTED_ZEROS
                for other in self.ratings
            )
        )


def plain(feedback: Feedback, *, by: str | None = None) -> ir.Table:
    """Give score, ratings, customer, weight and group under names of our own."""
    table = feedback.table
    columns: dict[str, Any] = {"score": _number(table, str(feedback.score))}
    for index, rating in enumerate(feedback.ratings):
        columns[f"r{index}"] = _number(table, rating)
    if feedback.customer is not None:
        columns["customer"] = table[feedback.customer].cast("string")
    if feedback.weight is not None:
        columns["weight"] = numbers(table, feedback.weight)
    if by is not None:
        columns["group"] = table[by]
    return table.select(**columns)


def _number(table: ir.Table, column: str) -> Any:
    """Give a column as numbers; whole ones stay what they are, for they are added up faster."""
    value: Any = table[column]
    number = numbers(table, column)
    return value if value.type().is_integer() else number


def overview(feedback: Feedback) -> Overview:
    """Look at score and ratings in one query; a second one where values lie outside 0 to 10."""
    table = plain(feedback)
    if feedback.weight is not None:
        table = table.filter(table.weight > 0)
    names = ["score", *(f"r{index}" for index in range(len(feedback.ratings)))]
    aggregates: dict[str, Any] = {}
    for name in names:
        aggregates |= _looks(table, name)
    if feedback.customer is not None:
        scored = table.score.notnull()  # noqa: PD004, Ibis
        aggregates["customers"] = table.customer.nunique(where=scored)
        aggregates["named"] = table.customer.count(where=scored)
    row = engine.fetch(table.aggregate(**aggregates)).iloc[0]
    inside = _inside(table, row, names)
    return Overview(
        score=_summary(row, inside, "score"),
        score_mean=float(row["score_mean"]),
        score_whole=_whole(row, "score"),
        customers=_count(row.get("customers", 0)),
        unnamed=_count(row["score_n"]) - _count(row.get("named", 0)),
        ratings=tuple(
            _rating(row, inside, f"r{index}", driver)
            for index, driver in enumerate(feedback.ratings)
        ),
    )


def _looks(table: ir.Table, name: str) -> dict[str, Any]:
    value: Any = table[name]
    known, scored = value.notnull(), table.score.notnull()  # noqa: PD004, Ibis
    weighted = "weight" in table.columns
    whole = value.type().is_integer()
    return {
        f"{name}_n": value.count(),
        f"{name}_scored": (known & scored).cast("int32").sum(),
        f"{name}_zeros": (value == 0).cast("int32").sum(),
        f"{name}_low": value.min(),
        f"{name}_high": value.max(),
        f"{name}_split": (
            ibis.literal(0) if whole else (value != value.floor()).cast("int32").sum()
        ),
        f"{name}_mean": (
            (value * table.weight).sum() / table.weight.sum(where=known)
            if weighted
            else value.cast("float64").mean()
        ),
    }


def _inside(table: ir.Table, row: Any, names: Sequence[str]) -> dict[str, Any]:
    """Look at the values between 0 and 10 of the columns that have others as well."""
    low, high = NPS_RANGE
    aggregates: dict[str, Any] = {}
    for name in names:
        if row[f"{name}_low"] < low or row[f"{name}_high"] > high:
            value: Any = table[name]
            within = value.between(low, high)
            aggregates |= {
                f"{name}_n": value.count(where=within),
                f"{name}_low": value.min(where=within),
                f"{name}_high": value.max(where=within),
            }
    return dict(engine.fetch(table.aggregate(**aggregates)).iloc[0]) if aggregates else {}


def _rating(row: Any, inside: dict[str, Any], name: str, driver: str) -> Rating:
    return Rating(
        driver=driver,
        n=int(row[f"{name}_n"]),
        scored=_count(row[f"{name}_scored"]),
        zeros=_count(row[f"{name}_zeros"]),
        mean=float(row[f"{name}_mean"]),
        low=float(row[f"{name}_low"]),
        high=float(row[f"{name}_high"]),
        whole=_whole(row, name),
        scale=scale_of(driver, _summary(row, inside, name)),
    )


def _whole(row: Any, name: str) -> bool:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return bool(low >= -MOST_WHOLE and high <= MOST_WHOLE) and not _count(row[f"{name}_split"])


def _summary(row: Any, inside: dict[str, Any], name: str) -> ScoreSummary:
    def within(what: str) -> Any:
        return inside.get(f"{name}_{what}", row[f"{name}_{what}"])

    return ScoreSummary(
        n=_count(row[f"{name}_n"]),
        zeros=_count(row[f"{name}_zeros"]),
        low=float(row[f"{name}_low"]),
        high=float(row[f"{name}_high"]),
        n_inside=_count(within("n")),
        low_inside=float(within("low")),
        high_inside=float(within("high")),
    )


def _count(value: Any) -> int:
    """Read a count; engines give none over no rows."""
    return 0 if pd.isna(value) else int(value)
