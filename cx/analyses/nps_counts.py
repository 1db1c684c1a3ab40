"""The engine's part of `cx.nps`: every score counted, by group and period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import ScoreSummary, numbers
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import NPS_RANGE
from cx.errors import InvalidSetting
from cx.wording import Message, msg

Period = Literal["day", "week", "month", "quarter"]
UNITS: Final = {"day": "D", "week": "W", "month": "M", "quarter": "Q"}

FINE: Final = "fine"
MISSING: Final = "missing"
UNTIMED: Final = "untimed"
OUTSIDE: Final = "outside"
FRACTION: Final = "fraction"


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """How often each score was given.

    Attributes:
        valid: columns `[group] [period] score n`, scores 0–10, one row each that occurs.
        left_out: the other rows of the dataset by reason.
        fractions: how many scores are not whole numbers.
        outside: how many scores lie outside 0–10.
        summary: of all scores, for their scale.
        zone: the time zone of the times that make periods, if they have one.
    """

    valid: pd.DataFrame
    left_out: tuple[LeftOut, ...]
    fractions: int
    outside: int
    summary: ScoreSummary
    zone: str | None


def check_period(every: str | None) -> None:
    """Raise `InvalidSetting` unless `every` is a period that is known, or None."""
    if every is not None and every not in get_args(Period):
        raise InvalidSetting(
            msg(
                "“{every}” is not a period. Choose one of: {choices:list}.",
                every=every,
                choices=get_args(Period),
            )
        )


def count_scores(feedback: Feedback, *, by: str | None, every: str | None) -> ScoreCounts:
    """Count every score in one query; `by` and `every` as in `cx.nps`."""
    keys = [] if by is None else ["group"]
    table = feedback.table
    known = table if by is None else table.drop_null(by)
    # Names of our own, so that no column name can get in the way.
    columns: dict[str, Any] = {"score": numbers(known, str(feedback.score))}
    if by is not None:
        columns["group"] = known[by]
    if every is not None:
        keys.append("period")
        columns["period"] = period_start(feedback, known, every)
    rows = known.select(**columns)
    state = _state(rows, timed=every is not None)
    rows = rows.mutate(state=state, given=rows.score)
    rows = rows.mutate(score=ibis.ifelse(rows.state == FINE, rows.score, ibis.null("float64")))
    counted = engine.fetch(
        rows.group_by([*keys, "state", "score"]).aggregate(
            n=rows.count(),
            low=rows.given.min(),
            high=rows.given.max(),
            zeros=(rows.given == 0).sum(),
            given=rows.given.count(),
        )
    )
    without_group = feedback.rows - int(counted["n"].sum())
    return _sorted_out(counted, feedback, keys, by, without_group)


def period_start(feedback: Feedback, table: ir.Table, every: str) -> ir.TimestampValue:
    """Give the first moment of the period of each row of `table`.

    Raises:
        RoleMissing: there is no time.
        InvalidSetting: the times are none.
    """
    column = feedback.require_role("time")
    time: Any = table[column]
    if not (time.type().is_timestamp() or time.type().is_date()):
        raise InvalidSetting(
            msg(
                "The column “{column}” holds no dates, but a course over time needs them. Choose "
                "another time column or turn it into dates first.",
                column=column,
            )
        )
    start: ir.TimestampValue = time.truncate(UNITS[every]).cast("timestamp")
    return start


def _state(rows: ir.Table, *, timed: bool) -> ir.StringValue:
    score: Any = rows.score
    low, high = NPS_RANGE
    missing = score.isnull()  # noqa: PD003, an Ibis column
    cases = [(missing, MISSING), (~score.between(low, high), OUTSIDE)]
    if timed:
        untimed = rows.period.isnull()  # noqa: PD003
        cases.insert(0, (untimed, UNTIMED))
    return ibis.cases(*cases, (score != score.floor(), FRACTION), else_=FINE)


def _sorted_out(
    counted: pd.DataFrame, feedback: Feedback, keys: list[str], by: str | None, without_group: int
) -> ScoreCounts:
    score = str(feedback.score)
    rows = counted.groupby("state")["n"].sum()
    reasons: list[tuple[Message, int]] = [
        (no_value(by or ""), without_group),
        (no_value(str(feedback.time)), rows.get(UNTIMED, 0)),
        (no_value(score), rows.get(MISSING, 0)),
        (msg("“{column}” lies outside 0 to 10", column=score), rows.get(OUTSIDE, 0)),
        (msg("“{column}” is not a whole number", column=score), rows.get(FRACTION, 0)),
    ]
    valid = counted.loc[counted["state"] == FINE, [*keys, "score", "n"]]
    return ScoreCounts(
        valid=valid.astype({"score": "int64", "n": "int64"}).sort_values([*keys, "score"]),
        left_out=tuple(left_out(reason, n) for reason, n in reasons),
        fractions=int(rows.get(FRACTION, 0)),
        outside=int(rows.get(OUTSIDE, 0)),
        summary=_summary(counted),
        zone=zone_of(feedback) if "period" in keys else None,
    )


def zone_of(feedback: Feedback) -> str | None:
    """Return the time zone of the times, if they have one."""
    kind: Any = feedback.table[str(feedback.time)].type()
    return str(kind.timezone) if kind.is_timestamp() and kind.timezone else None


def _summary(counted: pd.DataFrame) -> ScoreSummary:
    inside = counted[counted["state"].isin([FINE, FRACTION])]
    return ScoreSummary(
        n=int(counted["given"].sum()),
        zeros=int(counted["zeros"].sum()),
        low=float(counted["low"].min()),
        high=float(counted["high"].max()),
        n_inside=int(inside["given"].sum()),
        low_inside=float(inside["low"].min()),
        high_inside=float(inside["high"].max()),
    )
