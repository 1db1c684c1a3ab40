"""The engine's part of `cx.emotions`: answers to each touchpoint, added up by customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from cx.analyses import emotions_request as request
from cx.analyses.emotions_journey import Journey
from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import numbers
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import NPS_RANGE
from cx.stats.clusters import ClusteredMeans
from cx.stats.least_squares import FloatArray
from cx.stats.net_promoter import PASSIVES_FROM, PROMOTERS_FROM, NpsCounts
from cx.wording import msg

USED: Final = "used"
UNGROUPED: Final = "ungrouped"
NOWHERE: Final = "nowhere"
ASIDE: Final = "aside"
OUTSIDE: Final = "outside"
MISSING: Final = "missing"
KINDS: Final = {"promoters": 100, "passives": 0, "detractors": -100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """What one group says of k touchpoints.

    Attributes:
        means: of the ratings, by customer.
        scores: promoters, passives and detractors among those who rate each touchpoint.
        spread: of each NPS: the sum, over customers, of their squared sums of deviations, points².
    """

    means: ClusteredMeans
    scores: tuple[NpsCounts, ...]
    spread: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Feelings:
    """What the answers say.

    Attributes:
        groups: by the value of `by`; a single one called "" without groups.
        shared: for two groups, the sums of products of the deviations of customers who answered in
            both, by touchpoint; a pair that is not there shares nobody.
        used: rows that rate a touchpoint.
        left_out: the others by reason.
        outside: answers to each touchpoint that lie outside its scale.
        customers: different customers, 0 where every answer counts as one of its own.
    """

    groups: Mapping[Any, Felt]
    shared: Mapping[tuple[Any, Any], FloatArray]
    used: int
    left_out: tuple[LeftOut, ...]
    outside: tuple[int, ...]
    customers: int


def feelings(feedback: Feedback, journey: Journey, *, by: str | None, with_nps: bool) -> Feelings:
    """Add up the answers in a few queries, one row a group.

    Raises:
        InvalidSetting: a column holds no numbers, or there are too many groups.
    """
    rows = _rows(feedback, journey, by=by, with_nps=with_nps)
    counted = _accounts(rows, len(journey.names))
    there = {
        name: int(counted[name].get(USED, 0)) for name in ("n", "groups", "named", "customers")
    }
    if by is not None:
        request.check_groups(by, there["groups"])
    repeated = there["customers"] < there["named"]
    answers = rows.filter(rows.state == USED)
    groups, shared = _added(answers, len(journey.names), by=by, repeated=repeated)
    return Feelings(
        groups=groups,
        shared=shared,
        used=there["n"],
        left_out=_left_out(counted["n"], feedback, journey, by),
        outside=tuple(int(counted[f"o{i}"].sum()) for i in range(len(journey.names))),
        customers=there["customers"] if repeated else 0,
    )


def _rows(feedback: Feedback, journey: Journey, *, by: str | None, with_nps: bool) -> ir.Table:
    """Give each row its state and its rating of each touchpoint, under names of our own."""
    table = feedback.table
    nothing = ibis.null("string")
    point: Any = nothing if journey.column is None else table[str(feedback.touchpoint)]
    customer: Any = nothing if feedback.customer is None else table[feedback.customer]
    everywhere: Any = ibis.literal(value=True)
    columns: dict[str, Any] = {
        "group": ibis.literal("") if by is None else table[by],
        "customer": customer.cast("string"),
        "point": point.cast("string"),
        "score": numbers(table, str(feedback.score)) if with_nps else ibis.null("float64"),
    }
    for i, (name, scale) in enumerate(zip(journey.names, journey.scales, strict=True)):
        value: Any = numbers(table, journey.column or name)
        about: Any = everywhere if journey.column is None else columns["point"] == name
        inside = value.between(scale.low, scale.high)
        columns[f"v{i}"] = ibis.ifelse(about & inside, value, ibis.null("float64"))
        columns[f"o{i}"] = ibis.coalesce(about & ~inside, ibis.literal(value=False))
    rows = table.select(**columns)
    own = ibis.row_number().cast("string") + "r"
    return rows.mutate(state=_state(rows, journey), unit=ibis.coalesce(rows.customer + "c", own))


def _state(rows: ir.Table, journey: Journey) -> ir.StringValue:
    places = range(len(journey.names))
    point: Any = rows.point
    given = ibis.or_(*(rows[f"v{i}"].notnull() for i in places))  # noqa: PD004, an Ibis column
    outside = ibis.or_(*(rows[f"o{i}"] for i in places))
    cases = [(rows.group.isnull(), UNGROUPED)]  # noqa: PD003
    if journey.column is not None:
        cases += [(point.isnull(), NOWHERE), (~point.isin(journey.names), ASIDE)]  # noqa: PD003
    return ibis.cases(*cases, (given, USED), (outside, OUTSIDE), else_=MISSING)


def _accounts(rows: ir.Table, k: int) -> pd.DataFrame:
    """Count the rows by their state."""
    counted = rows.group_by("state").aggregate(
        n=rows.count(),
        groups=rows.group.nunique(),
        named=rows.customer.count(),
        customers=rows.customer.nunique(),
        **{f"o{i}": rows[f"o{i}"].cast("int32").sum() for i in range(k)},
    )
    return engine.fetch(counted).set_index("state")


def _left_out(
    rows: pd.Series[int], feedback: Feedback, journey: Journey, by: str | None
) -> tuple[LeftOut, ...]:
    column = str(feedback.touchpoint)
    if journey.column is None:
        missing, outside = msg("no rating"), msg("every rating lies outside its scale")
    else:
        missing = no_value(journey.column)
        outside = msg("“{column}” lies outside its scale", column=journey.column)
    reasons = {
        UNGROUPED: no_value(by or ""),
        NOWHERE: no_value(column),
        ASIDE: msg("“{column}” is a touchpoint that was not chosen", column=column),
        OUTSIDE: outside,
        MISSING: missing,
    }
    return tuple(left_out(reason, rows.get(state, 0)) for state, reason in reasons.items())


def _added(
    answers: ir.Table, k: int, *, by: str | None, repeated: bool
) -> tuple[dict[Any, Felt], dict[tuple[Any, Any], FloatArray]]:
    """Add up deviations from the means, first by customer where one answers several times."""
    answers = answers.mutate(**{f"c{i}": _contribution(answers, i) for i in range(k)})
    averages = answers.group_by("group").aggregate(
        **{f"{of}m{i}": answers[f"{of}{i}"].mean() for of in "vc" for i in range(k)}
    )
    units = _deviations(answers.join(averages, "group"), k)
    if repeated:
        sums = {name: units[name].sum() for name in units.columns if name not in {"unit", "group"}}
        units = units.group_by(["unit", "group"]).aggregate(**sums)
    means = engine.fetch(averages).set_index("group")
    added = engine.fetch(_products(units, k))
    groups = {
        row["group"]: _felt(row, means.loc[row["group"]], k)
        for _, row in added.sort_values("group").iterrows()
    }
    return groups, _shared(units, k) if repeated and by is not None else {}


def _contribution(answers: ir.Table, i: int) -> ir.FloatingValue:
    """Give −100, 0 or 100 for a score of who rates the touchpoint."""
    score: Any = answers.score
    whole = score.between(*NPS_RANGE) & (score == score.floor())
    counts = whole & answers[f"v{i}"].notnull()  # noqa: PD004
    return ibis.cases(
        (counts & (score >= PROMOTERS_FROM), 100.0),
        (counts & (score < PASSIVES_FROM), -100.0),
        (counts, 0.0),
        else_=ibis.null("float64"),
    )


def _deviations(rows: ir.Table, k: int) -> ir.Table:
    columns: dict[str, Any] = {"unit": rows.unit, "group": rows.group}
    for i in range(k):
        value: Any = rows[f"v{i}"]
        kind: Any = rows[f"c{i}"]
        columns |= {
            f"n{i}": value.notnull().cast("int32"),  # noqa: PD004
            f"d{i}": ibis.coalesce(value - rows[f"vm{i}"], 0.0),
            f"e{i}": ibis.coalesce(kind - rows[f"cm{i}"], 0.0),
            **{
                f"{name}{i}": ibis.coalesce((kind == points).cast("int32"), 0)
                for name, points in KINDS.items()
            },
        }
    return rows.select(**columns)


def _products(units: ir.Table, k: int) -> ir.Table:
    sums: dict[str, Any] = {}
    for i in range(k):
        sums |= {f"{name}{i}": units[f"{name}{i}"].sum() for name in ("n", *KINDS)}
        sums[f"u{i}"] = (units[f"n{i}"] > 0).cast("int32").sum()
        sums[f"e{i}"] = (units[f"e{i}"] * units[f"e{i}"]).sum()
    for i, j in combinations_with_replacement(range(k), 2):
        sums[f"p{i}_{j}"] = (units[f"d{i}"] * units[f"d{j}"]).sum()
    return units.group_by("group").aggregate(**sums)


def _felt(row: pd.Series[Any], means: pd.Series[Any], k: int) -> Felt:
    products = np.zeros((k, k))
    for i, j in combinations_with_replacement(range(k), 2):
        products[i, j] = products[j, i] = row[f"p{i}_{j}"]
    return Felt(
        means=ClusteredMeans(
            n=_numbers(row, "n", k),
            clusters=_numbers(row, "u", k),
            mean=_numbers(means, "vm", k),
            products=products,
        ),
        scores=tuple(NpsCounts(*(int(row[f"{name}{i}"]) for name in KINDS)) for i in range(k)),
        spread=_numbers(row, "e", k),
    )


def _numbers(row: pd.Series[Any], name: str, k: int) -> FloatArray:
    return np.array([row[f"{name}{i}"] for i in range(k)], dtype="float64")


def _shared(units: ir.Table, k: int) -> dict[tuple[Any, Any], FloatArray]:
    """Add up the products of customers who answered in two groups."""
    other = units.view()
    pairs = units.join(
        other, [units.unit == other.unit, units.group < other.group], rname="{name}_b"
    )
    sums = {f"p{i}": (pairs[f"d{i}"] * pairs[f"d{i}_b"]).sum() for i in range(k)}
    found = engine.fetch(pairs.group_by(["group", "group_b"]).aggregate(**sums))
    return {(row["group"], row["group_b"]): _numbers(row, "p", k) for _, row in found.iterrows()}
