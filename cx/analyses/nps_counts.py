"""The engine's part of `cx.nps`: every score counted, by group and period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import ibis
import ibis.expr.types as ir
import pandas as pd

from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import ScoreSummary, numbers, plain_numbers
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import NPS_RANGE
from cx.errors import InvalidSetting
from cx.wording import Message, msg

Period = Literal["day", "week", "month", "quarter"]
UNITS: Final = {"day": "D", "week": "W", "month": "M", "quarter": "Q"}

MISSING: Final = "missing"
UNTIMED: Final = "untimed"
OUTSIDE: Final = "outside"
FRACTION: Final = "fraction"
UNWEIGHTED: Final = "unweighted"

# What a row of the counted table stands for: a score from 0 to 10, or why it does not count.
_WHY: Final = {11: MISSING, 12: OUTSIDE, 13: FRACTION, 14: UNTIMED, 15: UNWEIGHTED}
_SLOTS: Final = {why: slot for slot, why in _WHY.items()}
# A scale that ends here or below is taken for another one than 0–10.
_LONGEST_SHORTER: Final = 7


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """How often each score was given.

    Attributes:
        valid: columns `[group] [period] score n weight squares`, scores 0–10, one row each that
            occurs; the sum of the weights and of their squares, both n without weights.
        left_out: the other rows of the dataset by reason.
        fractions: how many scores are not whole numbers.
        outside: how many scores lie outside 0–10.
        summary: of all scores, for their scale.
        zone: the time zone of the times that make periods, if they have one.
        last: when the last answer that counts was given, if there are times.
    """

    valid: pd.DataFrame
    left_out: tuple[LeftOut, ...]
    fractions: int
    outside: int
    summary: ScoreSummary
    zone: str | None
    last: pd.Timestamp | None


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
    table = feedback.table
    known = table if by is None else table.drop_null(by)
    # Names of our own, so that no column name can get in the way.
    columns: dict[str, Any] = {"score": plain_numbers(known, str(feedback.score))}
    keys = []
    if by is not None:
        keys.append("group")
        columns["group"] = known[by]
    if every is not None:
        keys.append("period")
        columns["period"] = period_start(feedback, known, every)
    if feedback.weight is not None:
        columns["weight"] = numbers(known, feedback.weight)
    if (moment := _moment(feedback, known)) is not None:
        columns["moment"] = moment
    rows = known.select(**columns)
    rows = rows.mutate(slot=_slot(rows))
    counted = engine.fetch(rows.group_by([*keys, "slot"]).aggregate(**_counted(rows)))
    without_group = feedback.rows - int(counted["n"].sum())
    return _sorted_out(counted, feedback, keys, by, without_group)


def _moment(feedback: Feedback, table: ir.Table) -> Any:
    """Give the time of each row, if there are times."""
    if feedback.time is None:
        return None
    time: Any = table[feedback.time]
    temporal = time.type().is_timestamp() or time.type().is_date()
    return time.cast("timestamp") if temporal else None


def _counted(rows: ir.Table) -> dict[str, Any]:
    score: Any = rows.score
    aggregates: dict[str, Any] = {
        "n": rows.count(),
        "low": score.min(),
        "high": score.max(),
        "zeros": (score == 0).sum(),
    }
    if "weight" in rows.columns:
        weight: Any = rows.weight
        aggregates |= {"weight": weight.sum(), "squares": (weight * weight).sum()}
    if "moment" in rows.columns:
        aggregates |= {"first": rows.moment.min(), "last": rows.moment.max()}
    return aggregates


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


def _slot(rows: ir.Table) -> ir.IntegerValue:
    score: Any = rows.score
    low, high = NPS_RANGE
    missing = score.isnull()  # noqa: PD003, an Ibis column
    cases = [(missing, MISSING), (~score.between(low, high), OUTSIDE)]
    if "period" in rows.columns:
        untimed = rows.period.isnull()  # noqa: PD003
        cases.insert(0, (untimed, UNTIMED))
    if score.type().is_floating():
        cases.append((score != score.floor(), FRACTION))
    if "weight" in rows.columns:
        weight: Any = rows.weight
        cases.append((weight.isnull() | (weight <= 0), UNWEIGHTED))  # noqa: PD003
    slots = [(condition, ibis.literal(_SLOTS[why], "int8")) for condition, why in cases]
    return ibis.cases(*slots, else_=score.cast("int8"))


def _sorted_out(
    counted: pd.DataFrame, feedback: Feedback, keys: list[str], by: str | None, without_group: int
) -> ScoreCounts:
    score = str(feedback.score)
    rows = counted.groupby(counted["slot"].map(_WHY))["n"].sum()
    reasons: list[tuple[Message, int]] = [
        (no_value(by or ""), without_group),
        (no_value(str(feedback.time)), rows.get(UNTIMED, 0)),
        (no_value(score), rows.get(MISSING, 0)),
        (msg("“{column}” lies outside 0 to 10", column=score), rows.get(OUTSIDE, 0)),
        (msg("“{column}” is not a whole number", column=score), rows.get(FRACTION, 0)),
        (
            msg("no weight above 0 in “{column}”", column=str(feedback.weight)),
            rows.get(UNWEIGHTED, 0),
        ),
    ]
    fine = counted[counted["slot"] <= NPS_RANGE[1]].rename(columns={"slot": "score"})
    if "weight" not in fine:
        fine = fine.assign(weight=fine["n"], squares=fine["n"])
    valid = fine[[*keys, "score", "n", "weight", "squares"]].astype(
        {"score": "int64", "n": "int64"}
    )
    return ScoreCounts(
        valid=valid.sort_values([*keys, "score"]),
        left_out=tuple(left_out(reason, n) for reason, n in reasons),
        fractions=int(rows.get(FRACTION, 0)),
        outside=int(rows.get(OUTSIDE, 0)),
        summary=_summary(counted),
        zone=zone_of(feedback) if "period" in keys else None,
        last=fine["last"].max() if "last" in fine and len(fine) else None,
    )


def zone_of(feedback: Feedback) -> str | None:
    """Return the time zone of the times, if they have one."""
    kind: Any = feedback.table[str(feedback.time)].type()
    return str(kind.timezone) if kind.is_timestamp() and kind.timezone else None


def _summary(counted: pd.DataFrame) -> ScoreSummary:
    given = counted[counted["low"].notna()]
    inside = given[given["high"].between(*NPS_RANGE) & given["low"].between(*NPS_RANGE)]
    return ScoreSummary(
        n=int(given["n"].sum()),
        zeros=int(given["zeros"].sum()),
        low=float(given["low"].min()),
        high=float(given["high"].max()),
        n_inside=int(inside["n"].sum()),
        low_inside=float(inside["low"].min()),
        high_inside=float(inside["high"].max()),
        steady=_steady(given),
    )


def _steady(given: pd.DataFrame) -> bool:
    """Tell whether the highest scores are given on the first day as well as on the last.

    Then no shorter scale can have ended or begun between them.
    """
    if "first" not in given or given["high"].max() > NPS_RANGE[1] + 1:
        return False
    high = given[given["low"] > _LONGEST_SHORTER]
    if high["first"].notna().sum() == 0:
        return False
    return bool(
        high["first"].min().date() == given["first"].min().date()
        and high["last"].max().date() == given["last"].max().date()
    )
