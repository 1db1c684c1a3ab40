"""One row a journey, whatever the shape of the data: its ratings, its last rating, its score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.analyses.emotions_journey import Journey
from cx.analyses.emotions_order import OrderRule
from cx.analyses.scores import numbers
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import Scale

FEW_CUSTOMERS: Final = 30
FINE: Final = "fine"
NOBODY: Final = "nobody"
NOWHERE: Final = "nowhere"
ASIDE: Final = "aside"
UNRATED: Final = "unrated"
_NO_NUMBER: Final = ibis.null("float64")
_NO_TEXT: Final = ibis.null("string")


def answers_as_journeys(feedback: Feedback, journey: Journey, score: Scale) -> ir.Table:
    """Take each row for a journey, with a rating column for each touchpoint.

    Returns:
        Columns `unit rows given scored inside high low mean end score several reached`: what stays
        together when rows are drawn, how many rows the journey rests on, how many touchpoints are
        rated, whether there is a score and whether it lies on its scale, the highest, lowest, mean
        and last rating, 0–1, the score, 1 where there were different ones, and 1 where the last
        touchpoint is rated.
    """
    table = feedback.table
    places = [
        _place(table, name, scale)
        for name, scale in zip(journey.names, journey.scales, strict=True)
    ]
    customer: Any = _NO_TEXT if feedback.customer is None else table[feedback.customer]
    rows = table.select(
        customer=customer.cast("string"),
        score=numbers(table, str(feedback.score)),
        **{f"v{i}": place for i, place in enumerate(places)},
    )
    values: list[Any] = [rows[f"v{i}"] for i in range(len(places))]
    given = _total([value.notnull().cast("int32") for value in values])
    found: Any = rows.score
    customers = 0 if feedback.customer is None else _customers(rows)
    # Numbered by what they hold: where an answer stands in the file changes nothing.
    number: Any = ibis.row_number().over(order_by=[found, *values])
    own = number.cast("string") + "r"
    return rows.select(
        unit=ibis.coalesce(rows.customer + "c", own) if customers >= FEW_CUSTOMERS else own,
        rows=ibis.literal(1, "int64"),
        given=given,
        scored=found.notnull(),
        inside=found.between(score.low, score.high),
        high=ibis.greatest(*(ibis.coalesce(value, -1.0) for value in values)),
        low=ibis.least(*(ibis.coalesce(value, 2.0) for value in values)),
        mean=_total([ibis.coalesce(value, 0.0) for value in values]) / given.nullif(0),
        end=ibis.coalesce(*reversed(values)),
        score=found,
        several=ibis.literal(0, "int64"),
        reached=values[-1].notnull().cast("int32"),
    )


def customers_as_journeys(feedback: Feedback, journey: Journey, score: Scale) -> ir.Table:
    """Take all rows of a customer for a journey; columns as in `answers_as_journeys`.

    The end is the last answer by time or, where the order is not that of time, the one about the
    last touchpoint. The score is the last one likewise.
    """
    rows = row_states(feedback, journey, score)
    rows = rows.filter(rows.state != NOBODY)
    rated, scored = rows.state == FINE, rows.score.notnull()
    latest = [ibis.desc(rows["at"], nulls_first=False), ibis.desc(rows.position, nulls_first=False)]
    if journey.order.rule != OrderRule.TIME:
        latest.reverse()
    # The value itself decides last, so that the order of the rows changes nothing.
    rows = rows.mutate(
        rated=rated,
        ends=rated & _first(rated, [*latest, ibis.desc(rows.place)]),
        told=scored & _first(scored, [*latest, ibis.desc(rows.score)]),
    )
    each = rows.group_by("customer").aggregate(
        rows=rows.rated.cast("int32").sum(),
        given=rows.position.nunique(where=rows.rated),
        high=rows.place.max(where=rows.rated),
        low=rows.place.min(where=rows.rated),
        mean=rows.place.mean(where=rows.rated),
        end=rows.place.max(where=rows.ends),
        score=rows.score.max(where=rows.told),
        several=(rows.score.max() > rows.score.min()).cast("int32"),
    )
    return each.mutate(
        unit=each.customer,
        scored=each.score.notnull(),
        inside=ibis.literal(value=True),
        several=ibis.coalesce(each.several, 0),
        reached=ibis.literal(1, "int64"),
    )


def _first(kind: Any, order: Sequence[Any]) -> Any:
    """Tell which of a customer's rows comes first among those of its kind."""
    return ibis.row_number().over(group_by=["customer", kind], order_by=order) == 0


def row_states(feedback: Feedback, journey: Journey, score: Scale) -> ir.Table:
    """Give each row about one touchpoint its state: `customer position place score at state`."""
    table = feedback.table
    point: Any = table[str(feedback.touchpoint)].cast("string")
    order = [(point == name, at) for at, name in enumerate(journey.names)]
    found: Any = numbers(table, str(feedback.score))
    time: Any = ibis.null("timestamp") if feedback.time is None else table[feedback.time]
    rows = table.select(
        customer=table[str(feedback.customer)].cast("string"),
        named=point.notnull(),
        position=ibis.cases(*order, else_=ibis.null("int64")),
        place=_place(table, str(journey.column), journey.scales[0]),
        score=ibis.ifelse(found.between(score.low, score.high), found, _NO_NUMBER),
        at=time,
    )
    state = ibis.cases(
        (rows.customer.isnull(), NOBODY),
        (~rows.named, NOWHERE),
        (rows.position.isnull(), ASIDE),
        (rows.place.isnull(), UNRATED),
        else_=FINE,
    )
    return rows.mutate(state=state)


def _place(table: ir.Table, column: str, scale: Scale) -> Any:
    """Give a rating as its place between the lowest and the highest answer, 0–1."""
    value: Any = numbers(table, column)
    place = (value - scale.low) / (scale.high - scale.low)
    return ibis.ifelse(value.between(scale.low, scale.high), place, _NO_NUMBER)


def _total(columns: Sequence[Any]) -> Any:
    total = columns[0]
    for column in columns[1:]:
        total += column
    return total


def _customers(rows: ir.Table) -> int:
    scored: Any = rows.score.notnull()
    return int(engine.fetch(rows.aggregate(n=rows.customer.nunique(where=scored)))["n"][0])
