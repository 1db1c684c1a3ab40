"""How far each customer comes through a sequence of steps: the engine's part of the funnel.

The functions here build Ibis expressions of window functions, joins and groupings and run none.
They take `rows`, one row an event, with the columns `customer`, `time` and `code`: the number of
the event's name in the order in which the steps first use it, −1 where no step uses it. `codes`
holds one such number a step. One event satisfies one step, and events of one moment count in
whatever order serves the customer best.

What carries all three orders is the *latest start*: for step k at a moment, the latest moment at
which steps 1…k can have begun if the k-th is taken then. A later start is never worse, neither for
the window nor for the steps to come, so one value a step is enough and no two events are ever
paired: a customer with a hundred thousand events costs what as many customers with one would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import ibis
import ibis.expr.types as ir

Order = Literal["ordered", "strict", "any"]


def deepest(rows: ir.Table, codes: Sequence[int], window: timedelta, order: Order) -> ir.Table:
    """Give the attempt that counts of each customer who takes the first step.

    It is the one that starts latest among those that come deepest.

    Returns:
        One row a customer: `customer`; `depth`, the number of steps reached, 1 or more; `start`,
        when the attempt begins; `latest`, the latest start that reaches step 1.
    """
    limit, steps = interval(window), _numbers(codes)
    if order == "any":
        tops = _tops(_any(rows, codes, limit), steps)
    elif _each_its_own(codes, order):
        tops = _chain(rows, len(codes), limit)
    else:
        moments = _moments(rows, codes)
        tops = _tops(_taken(moments, codes, limit, moments.time, order), steps)
    starts = [tops[f"start{step}"] for step in steps]
    depth = sum((start.notnull().cast("int32") for start in starts[1:]), ibis.literal(1))
    entered = tops.mutate(depth=depth, start=ibis.coalesce(*reversed(starts)), latest=tops.start1)
    return entered.filter(entered.start1.notnull()).select("customer", "depth", "start", "latest")


def times(
    rows: ir.Table, best: ir.Table, codes: Sequence[int], window: timedelta, order: Order
) -> ir.Table:
    """Add to what `deepest` gave when each step was first reached, as `t1`, `t2` and so on.

    They are missing beyond `depth`. In "any" order `t2` is when the second of the steps happened,
    whichever it was.
    """
    limit, steps = interval(window), _numbers(codes)
    if _each_its_own(codes, order):
        return _one_by_one(rows, best, len(codes), limit)
    if order == "any":
        reached = _in_order_of_time(rows, best, codes, limit)
        at = {f"t{step}": reached.time.min(where=reached.place == step) for step in steps}
    else:
        inside = _within(_moments(rows, codes), best, limit)
        begin = ibis.ifelse(inside.time == inside.start, inside.time, None)
        reached = _taken(inside, codes, limit, begin, order)
        at = {
            f"t{step}": reached.time.min(where=reached[f"start{step}"].notnull()) for step in steps
        }
    return _joined(best, reached.group_by("customer").aggregate(**at))


def opening(rows: ir.Table, best: ir.Table, codes: Sequence[int], order: Order) -> ir.Table:
    """Give the events that begin the attempts: `rows` with `customer` and what else they have.

    In "any" order that is the earliest of the attempt's events, whichever step it takes.
    """
    begun = rows.inner_join(best.select("customer", "depth", "start"), "customer")
    begun = begun.filter(begun.time == begun.start)
    if order != "any":
        return begun.filter(begun.code == 0)
    return begun.filter(_wanted(begun, codes) > 0)


def _chain(rows: ir.Table, steps: int, limit: ir.IntervalScalar) -> ir.Table:
    """Reach the steps one after the other, where each is an event of its own.

    The reached events of a step are laid among the events of the next, whose latest start is then
    a running maximum. Reached events come first at equal times, so that a tie does not block.
    """
    first = rows.filter(rows.code == 0)
    reached = [first.select("customer", "time", start=first.time)]
    for step in range(1, steps):
        before = reached[-1].mutate(own=ibis.literal(0))
        own = rows.filter(rows.code == step)
        own = own.select("customer", "time", start=ibis.null(rows.time.type()), own=ibis.literal(1))
        both = ibis.union(before, own)
        so_far = ibis.window(
            group_by="customer", order_by=[both.time, both.own], preceding=None, following=0
        )
        both = both.mutate(start=both.start.max().over(so_far))
        kept = both.filter(both.own == 1, both.start.notnull(), both.time <= both.start + limit)
        reached.append(kept.drop("own"))
    return _spread(_stack(reached, "start"), "start", "start", steps)


def _one_by_one(rows: ir.Table, best: ir.Table, steps: int, limit: ir.IntervalScalar) -> ir.Table:
    """Follow each attempt from its start: the earliest event of a step not before the last."""
    at = best.select("customer", "depth", "start", time=best.start)
    followed = [at]
    for step in range(2, steps + 1):
        on = at.filter(at.depth >= step).rename(before="time")
        met = rows.filter(rows.code == step - 1).inner_join(on, "customer")
        met = met.filter(met.time >= met.before, met.time <= met.start + limit)
        at = met.group_by("customer", "depth", "start").aggregate(time=met.time.min())
        followed.append(at)
    stack = _stack(followed, "time")
    return _joined(best, _spread(stack, "time", "t", steps))


def _stack(tables: Sequence[ir.Table], value: str) -> ir.Table:
    """Put the steps' tables on top of each other: `customer`, the value and the step's number."""
    return ibis.union(
        *(
            table.select("customer", value, step=ibis.literal(step))
            for step, table in enumerate(tables, start=1)
        )
    )


def _spread(stack: ir.Table, value: str, name: str, steps: int) -> ir.Table:
    """Give one row a customer, with the largest value of each step in a column of its own."""
    return stack.group_by("customer").aggregate(
        **{
            f"{name}{step}": stack[value].max(where=stack.step == step)
            for step in range(1, steps + 1)
        }
    )


def _moments(rows: ir.Table, codes: Sequence[int]) -> ir.Table:
    """Count each name's events at each moment of each customer, as `n0`, `n1` and so on."""
    return rows.group_by("customer", "time").aggregate(
        **{f"n{code}": (rows.code == code).cast("int32").sum() for code in sorted(set(codes))}
    )


def _taken(
    moments: ir.Table,
    codes: Sequence[int],
    limit: ir.IntervalScalar,
    begin: ir.TimestampColumn,
    order: Order,
) -> ir.Table:
    """Add `start1`, `start2`…, where names repeat or nothing may come in between.

    At one moment a customer may take a run of steps r…k, as far as it has events enough; step
    r − 1 was reached at an earlier moment, in strict order at the one just before. The longest
    run has the latest start (by induction over the moments), so the first possible one is it.
    `begin` is the moment's own time where an attempt may begin there, else missing.
    """
    frame = (1, 1) if order == "strict" else (None, 1)
    earlier = ibis.window(group_by="customer", order_by="time", preceding=frame)
    table = moments.mutate(before0=begin)
    for step in _numbers(codes):
        runs = (
            ibis.ifelse(_enough(table, codes[first:step]), table[f"before{first}"], None)
            for first in range(step)
        )
        table = table.mutate(begun=ibis.coalesce(*runs))
        in_time = ibis.ifelse(table.time <= table.begun + limit, table.begun, None)
        table = table.mutate(**{f"start{step}": in_time}).drop("begun")
        table = table.mutate(**{f"before{step}": table[f"start{step}"].max().over(earlier)})
    return table


def _enough(moments: ir.Table, run: Sequence[int]) -> ir.BooleanValue:
    """Tell whether a moment has an event for each step of a run."""
    return ibis.and_(*(moments[f"n{code}"] >= n for code, n in Counter(run).items()))


def _any(rows: ir.Table, codes: Sequence[int], limit: ir.IntervalScalar) -> ir.Table:
    """Add `start1`, `start2`…: all of the steps 1…k lie between that start and the row's event.

    The latest start is the earliest among the last events of each name, or the last but one
    where a name is needed twice, and so on.
    """
    of_name = ibis.window(group_by=["customer", "code"], order_by="time")
    so_far = ibis.window(group_by="customer", order_by="time", preceding=None, following=0)
    needed = [Counter(codes[:step]) for step in _numbers(codes)]
    kinds = sorted(set().union(*(need.items() for need in needed)))
    table = rows.mutate(**{f"back{n}": rows.time.lag(n - 1).over(of_name) for _, n in kinds})
    lasts = {
        f"last{code}_{n}": ibis.ifelse(table.code == code, table[f"back{n}"], None)
        for code, n in kinds
    }
    table = table.mutate(**{name: last.max().over(so_far) for name, last in lasts.items()})
    starts = {}
    for step, need in enumerate(needed, start=1):
        last = [table[f"last{code}_{n}"] for code, n in need.items()]
        start = ibis.least(*last)
        inside = ibis.and_(*(each.notnull() for each in last), table.time <= start + limit)
        starts[f"start{step}"] = ibis.ifelse(inside, start, None)
    return table.mutate(**starts)


def _in_order_of_time(
    rows: ir.Table, best: ir.Table, codes: Sequence[int], limit: ir.IntervalScalar
) -> ir.Table:
    """Give the events that make up each attempt in "any" order, numbered by time in `place`."""
    inside = _within(rows, best, limit)
    of_name = ibis.window(group_by=["customer", "code"], order_by="time")
    inside = inside.mutate(nth=ibis.row_number().over(of_name))
    taken = inside.filter(inside.nth < _wanted(inside, codes))
    by_time = ibis.window(group_by="customer", order_by="time")
    return taken.mutate(place=ibis.row_number().over(by_time) + 1)


def _wanted(table: ir.Table, codes: Sequence[int]) -> ir.IntegerValue:
    """Say how many events of the row's name an attempt of the row's depth is made of."""
    return ibis.cases(
        *(
            ((table.depth == step) & (table.code == code), ibis.literal(n))
            for step in _numbers(codes)
            for code, n in Counter(codes[:step]).items()
        ),
        else_=0,
    )


def _within(table: ir.Table, best: ir.Table, limit: ir.IntervalScalar) -> ir.Table:
    """Keep what each customer did within the window of the attempt that counts."""
    joined = table.inner_join(best.select("customer", "depth", "start"), "customer")
    return joined.filter(joined.time >= joined.start, joined.time <= joined.start + limit)


def _tops(table: ir.Table, steps: range) -> ir.Table:
    return table.group_by("customer").aggregate(
        **{f"start{step}": table[f"start{step}"].max() for step in steps}
    )


def _joined(left: ir.Table, right: ir.Table) -> ir.Table:
    return left.left_join(right, "customer").drop("customer_right")


def _each_its_own(codes: Sequence[int], order: Order) -> bool:
    return order == "ordered" and len(set(codes)) == len(codes)


def interval(window: timedelta) -> ir.IntervalScalar:
    """Give the window in whole seconds where it is one: not every engine has finer intervals."""
    if window.microseconds == 0:
        return ibis.interval(seconds=round(window.total_seconds()))
    return ibis.interval(microseconds=window // timedelta(microseconds=1))


def _numbers(codes: Sequence[int]) -> range:
    return range(1, len(codes) + 1)
