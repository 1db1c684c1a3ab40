"""What `cx.csat` and `cx.ces` say: their findings, their cautions, their refusal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd

from cx.analyses.nps_cautions import few_in_groups, unjudged
from cx.analyses.nps_words import period
from cx.analyses.satisfaction_counts import RatingCounts
from cx.analyses.satisfaction_scales import High
from cx.data.scales.scale import Scale
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, plural

CSAT_METHOD: Final = msg(
    "CSAT is the share of answers in the two highest points of the scale (4 and 5 on 1–5, 6 and 7 "
    "on 1–7, 9 and 10 up to 10; the highest point alone on scales of three points or less). The "
    "interval is Wilson's score interval. Differences of shares are judged by Welch's t test, "
    "several at once by Holm's rule."
)
CSAT_SOURCE: Final = (
    "Top-two box: Morgan and Rego (2006), The Value of Different Customer Satisfaction and Loyalty "
    "Metrics in Predicting Business Performance, Marketing Science 25(5), 426–439, "
    "doi:10.1287/mksc.1050.0180. Interval: Wilson (1927), doi:10.1080/01621459.1927.10502953"
)
CES_METHOD: Final = msg(
    "CES is the mean of the answers to how easy something was, with Student's interval; beside it "
    "stands the share of answers beyond the middle of the scale on the easy side (5 to 7 on 1–7). "
    "Differences of means are judged by Welch's t test, several at once by Holm's rule."
)
CES_SOURCE: Final = (
    "Dixon, Freeman and Toman (2010), Stop Trying to Delight Your Customers, Harvard Business "
    "Review 88(7/8), 116–122 (effort, 1–5); Dixon, Toman and DeLisi (2013), The Effortless "
    "Experience (“made it easy”, 1–7)"
)

Written = Callable[[float], Message]


def share(value: float) -> Message:
    """Write a share."""
    return msg("{value:percent}", value=value)


def share_change(value: float) -> Message:
    """Write a change of a share."""
    return msg("{value:signed_percent_points} percentage points", value=value)


def mean(value: float) -> Message:
    """Write a mean."""
    return msg("{value:number}", value=value)


def mean_change(value: float) -> Message:
    """Write a change of a mean."""
    return msg("{value:signed_number} points", value=value)


def csat_level(row: Any, rating: str, scale: Scale, satisfied: int) -> Message:
    """Say how many are satisfied."""
    values = {
        "csat": float(row["csat"]),
        "low": float(row["ci_low"]),
        "high": float(row["ci_high"]),
        "satisfied": int(row["satisfied"]),
        "n": int(row["n"]),
        "column": rating,
        "from": satisfied,
        "bottom": scale.low,
        "top": scale.high,
    }
    if satisfied == scale.high:
        return plural(
            "CSAT stands at {csat:percent} ({low:percent} to {high:percent}): {satisfied:count} of "
            "{n:count} answer to “{column}” is {top} on the scale from {bottom} to {top}.",
            "CSAT stands at {csat:percent} ({low:percent} to {high:percent}): {satisfied:count} of "
            "{n:count} answers to “{column}” are {top} on the scale from {bottom} to {top}.",
            **values,
        )
    return plural(
        "CSAT stands at {csat:percent} ({low:percent} to {high:percent}): {satisfied:count} of "
        "{n:count} answer to “{column}” is {from} or {top} on the scale from {bottom} to {top}.",
        "CSAT stands at {csat:percent} ({low:percent} to {high:percent}): {satisfied:count} of "
        "{n:count} answers to “{column}” are {from} or {top} on the scale from {bottom} to {top}.",
        **values,
    )


def ces_level(row: Any, rating: str, scale: Scale, high: High) -> Message:
    """Say how easy it was."""
    values = {
        "ces": float(row["ces"]),
        "low": float(row["ci_low"]),
        "high": float(row["ci_high"]),
        "share": float(row["easy_share"]),
        "n": int(row["n"]),
        "column": rating,
        "bottom": scale.low,
        "top": scale.high,
    }
    if high == "hard":
        return plural(
            "CES stands at {ces:number} ({low:number} to {high:number}) on the scale from {bottom} "
            "(easy) to {top} (hard), from {n:count} answer to “{column}”; {share:percent} found it "
            "easy.",
            "CES stands at {ces:number} ({low:number} to {high:number}) on the scale from {bottom} "
            "(easy) to {top} (hard), from {n:count} answers to “{column}”; {share:percent} found "
            "it easy.",
            **values,
        )
    return plural(
        "CES stands at {ces:number} ({low:number} to {high:number}) on the scale from {bottom} "
        "(hard) to {top} (easy), from {n:count} answer to “{column}”; {share:percent} found it "
        "easy.",
        "CES stands at {ces:number} ({low:number} to {high:number}) on the scale from {bottom} "
        "(hard) to {top} (easy), from {n:count} answers to “{column}”; {share:percent} found it "
        "easy.",
        **values,
    )


def apart(  # noqa: PLR0913 -- the parts of a sentence
    level: Message,
    table: pd.DataFrame,
    differences: pd.DataFrame,
    *,
    by: str,
    value: str,
    written: Written,
    confidence: float,
) -> Message:
    """Name the groups with the highest and the lowest figure and judge whether they differ."""
    top, bottom = int(table[value].argmax()), int(table[value].argmin())
    if top == bottom:
        return level
    ends = [table[by].iloc[top], table[by].iloc[bottom]]
    values = {
        "level": level,
        "best": str(ends[0]),
        "best_value": written(float(table[value].iloc[top])),
        "worst": str(ends[1]),
        "worst_value": written(float(table[value].iloc[bottom])),
    }
    p = _p_of_ends(differences, ends)
    if math.isnan(p):
        return msg(
            "{level} It is highest for “{best}” ({best_value}) and lowest for “{worst}” "
            "({worst_value}); too few different answers to tell whether that is chance.",
            **values,
        )
    if p < 1 - confidence:
        return msg(
            "{level} It is highest for “{best}” ({best_value}) and lowest for “{worst}” "
            "({worst_value}), further apart than chance would explain.",
            **values,
        )
    return msg(
        "{level} It is highest for “{best}” ({best_value}) and lowest for “{worst}” "
        "({worst_value}), but chance could explain that.",
        **values,
    )


def _p_of_ends(differences: pd.DataFrame, ends: list[Any]) -> float:
    """Give the p-value of the gap between two groups, or the larger of both against the rest."""
    among = differences["group"].isin(ends)
    if differences["other"].notna().any():
        among &= differences["other"].isin(ends)
    return float(differences.loc[among, "p_adjusted"].max(skipna=False))


def moved(
    level: Message,
    differences: pd.DataFrame,
    *,
    every: str,
    change: Written,
    confidence: float,
) -> Message:
    """Say how the last period differs from the one before; `level` is that of the last."""
    if differences.empty:
        return level
    last = differences.iloc[-1]
    p = float(last["p_adjusted"])
    values = {
        "level": level,
        "now": period(last["group"], every),
        "before": period(last["other"], every),
        "change": change(float(last["difference"])),
    }
    if math.isnan(p):
        return msg(
            "{level} That is {now}; too few different answers to tell whether it moved since "
            "{before}.",
            **values,
        )
    if p < 1 - confidence:
        return msg(
            "{level} That is {now}; since {before} it moved by {change}, more than chance would "
            "explain.",
            **values,
        )
    return msg(
        "{level} That is {now}; since {before} it moved by {change}, which chance could explain.",
        **values,
    )


def groups_moved(  # noqa: PLR0913 -- the parts of a sentence
    level: Message,
    differences: pd.DataFrame,
    *,
    by: str,
    every: str,
    change: Written,
    confidence: float,
) -> Message:
    """Say in which groups the last period differs from the one before."""
    if differences.empty:
        return level
    now = differences["group"].max()
    last = differences[differences["group"] == now]
    clear = last[last["p_adjusted"] < 1 - confidence]
    if clear.empty:
        return msg(
            "{level} In the last period ({now}) it moved in no group by more than chance would "
            "explain.",
            level=level,
            now=period(now, every),
        )
    most = clear.loc[clear["difference"].abs().idxmax()]
    return msg(
        "{level} In the last period ({now}) it moved most for “{group}”, by {change}, more than "
        "chance would explain.",
        level=level,
        now=period(now, every),
        group=str(most[by]),
        change=change(float(most["difference"])),
    )


def cautions(  # noqa: PLR0913 -- what weakens an answer, each by its name
    counted: RatingCounts,
    table: pd.DataFrame,
    differences: pd.DataFrame,
    *,
    scale: Scale,
    by: str | None,
    every: str | None,
) -> Iterator[Message]:
    """Say what weakens the answer."""
    if counted.outside:
        yield plural(
            "{n:count} answer lies outside {low} to {high} and is left out.",
            "{n:count} answers lie outside {low} to {high} and are left out.",
            n=counted.outside,
            low=scale.low,
            high=scale.high,
        )
    if counted.zone is not None:
        yield msg(
            "The times carry a time zone ({zone}); periods begin at midnight UTC.",
            zone=counted.zone,
        )
    small = table[table["n"] < FEW_ANSWERS]
    if not small.empty and by is None and every is None:
        yield plural(
            "There is only {n:count} answer; one more could change the result a lot.",
            "There are only {n:count} answers; a few more could change the result a lot.",
            n=int(small["n"].iloc[0]),
        )
    elif not small.empty:
        yield from few_in_groups(small, by, every)
    yield from unjudged(differences)


def nothing_left(rating: str, scale: Scale, counted: RatingCounts) -> Message:
    """Say why there is nothing to compute."""
    reasons = tuple(
        msg("{reason} ({n:count})", reason=item.reason, n=item.rows)
        for item in counted.left_out
        if item.rows
    )
    if not reasons:
        return msg(
            "The table has no rows, so there is nothing to compute. Choose data with answers."
        )
    return msg(
        "There is no answer from {low} to {high} in “{column}”. Rows left out: {reasons:list}. "
        "Check which column is the rating.",
        low=scale.low,
        high=scale.high,
        column=rating,
        reasons=reasons,
    )
