"""The engine's part of `cx.perception_gap`: answers summed up by touchpoint and period."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis
import pandas as pd

from cx.analyses.nps_counts import period_start, zone_of
from cx.analyses.perception_touchpoints import Rated
from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import numbers
from cx.data import engine
from cx.data.dataset import Feedback
from cx.wording import msg


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What customers said.

    Attributes:
        cells: columns `place period n mean variance hits`, one row for each touchpoint (its place
            in `rated`) and period; `period` is missing where none was asked for. `hits` counts the
            answers from the threshold on.
        used: rows with an answer to at least one touchpoint.
        left_out: the other rows of the dataset by reason.
        outside: answers outside of their scale.
        zone: the time zone of the times that make periods, if they have one.
    """

    cells: pd.DataFrame
    used: int
    left_out: tuple[LeftOut, ...]
    outside: int
    zone: str | None


def count_answers(
    feedback: Feedback, rated: Sequence[Rated], thresholds: Sequence[float], *, every: str | None
) -> Answers:
    """Sum up the answers to every touchpoint in one query.

    Args:
        feedback: the answers.
        rated: the touchpoints.
        thresholds: for each the lowest rating that agrees.
        every: the length of a period, or None.
    """
    table = feedback.table
    columns: dict[str, Any] = {f"r{i}": _rating(feedback, item) for i, item in enumerate(rated)}
    columns["period"] = (
        ibis.null("timestamp") if every is None else period_start(feedback, table, every)
    )
    rows = table.select(**columns)
    given: list[Any] = [rows[f"r{i}"] for i in range(len(rated))]
    rows = rows.mutate(
        answered=_any(given),
        **{
            f"v{i}": ibis.ifelse(
                value.between(item.scale.low, item.scale.high), value, ibis.null("float64")
            )
            for i, (value, item) in enumerate(zip(given, rated, strict=True))
        },
    )
    rows = rows.mutate(used=_any([rows[f"v{i}"] for i in range(len(rated))]))
    answered, used = (rows[name].cast("int32").sum() for name in ("answered", "used"))
    found = engine.fetch(
        rows.group_by("period").aggregate(
            rows=rows.count(), answered=answered, used=used, **_moments(rows, thresholds)
        )
    )
    return _sorted_out(found, feedback, len(rated), every)


def _rating(feedback: Feedback, item: Rated) -> Any:
    value = numbers(feedback.table, item.column)
    if item.at is None:
        return value
    about: Any = feedback.table[str(feedback.touchpoint)]
    return ibis.ifelse(about.cast("string") == item.at, value, ibis.null("float64"))


def _any(values: Sequence[Any]) -> Any:
    return reduce(operator.or_, (value.notnull() for value in values))  # noqa: PD004, Ibis


def _moments(rows: Any, thresholds: Sequence[float]) -> dict[str, Any]:
    aggregates: dict[str, Any] = {}
    for i, threshold in enumerate(thresholds):
        value = rows[f"v{i}"]
        aggregates |= {
            f"n{i}": value.count(),
            f"given{i}": rows[f"r{i}"].count(),
            f"mean{i}": value.mean(),
            f"variance{i}": value.var(how="sample"),
            f"hits{i}": (value >= threshold).cast("int32").sum(),
        }
    return aggregates


def _sorted_out(found: pd.DataFrame, feedback: Feedback, count: int, every: str | None) -> Answers:
    timed = found if every is None else found[found["period"].notna()]
    untimed = int(found["rows"].sum() - timed["rows"].sum())
    names = ["n", "mean", "variance", "hits"]
    parts = [
        pd.DataFrame(
            {"period": timed["period"], **{name: timed[f"{name}{i}"] for name in names}}
        ).assign(place=i)
        for i in range(count)
    ]
    cells = pd.concat(parts, ignore_index=True)
    cells = cells[cells["n"] > 0].sort_values(["place", "period"], ignore_index=True)
    given = sum(int(timed[f"given{i}"].sum()) for i in range(count))
    used, answered = int(timed["used"].sum()), int(timed["answered"].sum())
    reasons = [
        (no_value(str(feedback.time)), untimed),
        (msg("no answer to any of the touchpoints"), int(timed["rows"].sum()) - answered),
        (msg("every answer lies outside its scale"), answered - used),
    ]
    return Answers(
        cells=cells.astype(
            {"n": "int64", "hits": "int64", "mean": "float64", "variance": "float64"}
        ),
        used=used,
        left_out=tuple(left_out(reason, rows) for reason, rows in reasons),
        outside=given - sum(int(timed[f"n{i}"].sum()) for i in range(count)),
        zone=zone_of(feedback) if every is not None else None,
    )
