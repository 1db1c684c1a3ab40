"""What `cx.nps` says: its finding, its cautions, its refusal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from cx.analyses.nps_counts import ScoreCounts
from cx.data.dataset import Feedback
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, plural

MOST_NAMED: Final = 5

METHOD: Final = msg(
    "NPS is the share of promoters (9–10) less the share of detractors (0–6), in points from −100 "
    "to 100. The interval is the adjusted Wald interval: three answers are added, three quarters "
    "of one to the promoters and as much to the detractors. Differences are judged by a two-sided "
    "z test, adjusted in the same way below 30 answers, and several at once by Holm's rule."
)


def level(overall: Any) -> Message:
    """Say where the NPS stands."""
    return plural(
        "Recommendation stands at NPS {nps:points} ({low:points} to {high:points}), "
        "from {n:count} answer.",
        "Recommendation stands at NPS {nps:points} ({low:points} to {high:points}), "
        "from {n:count} answers.",
        nps=float(overall["nps"]),
        low=float(overall["ci_low"]),
        high=float(overall["ci_high"]),
        n=int(overall["n"]),
    )


def apart(
    overall: Any, table: pd.DataFrame, differences: pd.DataFrame, by: str, confidence: float
) -> Message:
    """Name the groups with the highest and the lowest NPS and judge the gap."""
    top, bottom = int(table["nps"].argmax()), int(table["nps"].argmin())
    if top == bottom:
        return level(overall)
    best, worst = table[by].iloc[top], table[by].iloc[bottom]
    best_nps, worst_nps = float(table["nps"].iloc[top]), float(table["nps"].iloc[bottom])
    values = {
        "level": level(overall),
        "best": str(best),
        "best_nps": best_nps,
        "worst": str(worst),
        "worst_nps": worst_nps,
        "gap": best_nps - worst_nps,
    }
    if differences["other"].isna().all():
        return _apart_from_rest(values, differences, best, worst, confidence)
    pair = differences[
        differences["group"].isin([best, worst]) & differences["other"].isin([best, worst])
    ]
    p = float(pair["p_adjusted"].iloc[0])
    if p < 1 - confidence:
        return msg(
            "{level} It is highest for “{best}” ({best_nps:points}) and lowest for “{worst}” "
            "({worst_nps:points}): a gap of {gap:points} points, more than chance would explain.",
            **values,
        )
    if math.isnan(p):
        return msg(
            "{level} It is highest for “{best}” ({best_nps:points}) and lowest for “{worst}” "
            "({worst_nps:points}); too few different answers to tell whether the gap is chance.",
            **values,
        )
    return msg(
        "{level} It is highest for “{best}” ({best_nps:points}) and lowest for “{worst}” "
        "({worst_nps:points}), but chance could explain the gap.",
        **values,
    )


def _apart_from_rest(
    values: dict[str, Any], differences: pd.DataFrame, best: Any, worst: Any, confidence: float
) -> Message:
    ends = differences[differences["group"].isin([best, worst])]
    if (ends["p_adjusted"] < 1 - confidence).all():
        return msg(
            "{level} It is highest for “{best}” ({best_nps:points}) and lowest for “{worst}” "
            "({worst_nps:points}); both differ from the rest by more than chance would explain.",
            **values,
        )
    return msg(
        "{level} It is highest for “{best}” ({best_nps:points}) and lowest for “{worst}” "
        "({worst_nps:points}), but chance could explain that they are at the ends.",
        **values,
    )


def moved(
    overall: Any, table: pd.DataFrame, differences: pd.DataFrame, every: str, confidence: float
) -> Message:
    """Say how the last period differs from the one before."""
    if differences.empty:
        return level(overall)
    last, now = differences.iloc[-1], table.iloc[-1]
    p = float(last["p_adjusted"])
    values = {
        "nps": float(now["nps"]),
        "low": float(now["ci_low"]),
        "high": float(now["ci_high"]),
        "n": int(now["n"]),
        "now": period(last["group"], every),
        "before": period(last["other"], every),
        "change": float(last["difference"]),
    }
    if p < 1 - confidence:
        return msg(
            "Recommendation stands at NPS {nps:points} ({low:points} to {high:points}), from "
            "{n:count} answers ({now}). Since {before} "
            "it moved by {change:signed_points}, more than chance would explain.",
            **values,
        )
    if math.isnan(p):
        return msg(
            "Recommendation stands at NPS {nps:points} ({low:points} to {high:points}), from "
            "{n:count} answers ({now}). Too few different answers to tell whether it moved since "
            "{before}.",
            **values,
        )
    return msg(
        "Recommendation stands at NPS {nps:points} ({low:points} to {high:points}), from "
        "{n:count} answers ({now}). Since {before} it moved by {change:signed_points}, which "
        "chance could explain.",
        **values,
    )


def groups_moved(
    overall: Any, differences: pd.DataFrame, by: str, every: str, confidence: float
) -> Message:
    """Say in which groups the last period differs from the one before."""
    if differences.empty:
        return level(overall)
    now = differences["group"].max()
    last = differences[differences["group"] == now]
    clear = last[last["p_adjusted"] < 1 - confidence]
    if clear.empty:
        return msg(
            "{level} In the last period ({now}) it moved in no group by more than chance would "
            "explain.",
            level=level(overall),
            now=period(now, every),
        )
    most = clear.loc[clear["difference"].abs().idxmax()]
    return msg(
        "{level} In the last period ({now}) it moved most for “{group}”, by "
        "{change:signed_points}, more than chance would explain.",
        level=level(overall),
        now=period(now, every),
        group=str(most[by]),
        change=float(most["difference"]),
    )


def cautions(
    counted: ScoreCounts,
    table: pd.DataFrame,
    differences: pd.DataFrame,
    by: str | None,
    every: str | None,
) -> Iterator[Message]:
    """Say what weakens the answer."""
    if counted.outside:
        yield plural(
            "{n:count} score lies outside 0 to 10 and is left out.",
            "{n:count} scores lie outside 0 to 10 and are left out.",
            n=counted.outside,
        )
    if counted.fractions:
        yield plural(
            "{n:count} score is not a whole number and is left out.",
            "{n:count} scores are not whole numbers and are left out.",
            n=counted.fractions,
        )
    if counted.zone is not None:
        yield msg(
            "The times carry a time zone ({zone}); periods begin at midnight UTC.",
            zone=counted.zone,
        )
    yield from _few(table, by, every)
    yield from unjudged(differences)


def unjudged(differences: pd.DataFrame) -> Iterator[Message]:
    """Say how many differences have no spread to be judged by."""
    n = int(differences["p_value"].isna().sum())
    if n:
        yield plural(
            "{n:count} difference cannot be judged: everybody in both is of the same kind.",
            "{n:count} differences cannot be judged: everybody in both is of the same kind.",
            n=n,
        )


def _few(table: pd.DataFrame, by: str | None, every: str | None) -> Iterator[Message]:
    small = table[table["n"] < FEW_ANSWERS]
    if small.empty:
        return
    if by is None and every is None:
        yield plural(
            "There is only {n:count} answer; one more could move NPS a lot.",
            "There are only {n:count} answers; a few more could move NPS a lot.",
            n=int(small["n"].iloc[0]),
        )
    else:
        yield from few_in_groups(small, by, every)


def few_in_groups(small: pd.DataFrame, by: str | None, every: str | None) -> Iterator[Message]:
    """Name the groups and periods with few answers, the rows of `small`."""
    if every is not None:
        yield plural(
            "{n:count} period or group has fewer than {few:count} answers; its interval is wide.",
            "{n:count} periods or groups have fewer than {few:count} answers; their intervals are "
            "wide.",
            n=len(small),
            few=FEW_ANSWERS,
        )
    elif len(small) <= MOST_NAMED:
        yield msg(
            "Fewer than {few:count} answers: {groups:list}.",
            few=FEW_ANSWERS,
            groups=tuple(small[str(by)].astype(str)),
        )
    else:
        yield msg(
            "Fewer than {few:count} answers: {groups:list} and {more:count} more.",
            few=FEW_ANSWERS,
            groups=tuple(small[str(by)].astype(str)[:MOST_NAMED]),
            more=len(small) - MOST_NAMED,
        )


def nothing_left(feedback: Feedback, counted: ScoreCounts) -> Message:
    """Say why there is no NPS."""
    reasons = tuple(
        msg("{reason} ({n:count})", reason=item.reason, n=item.rows)
        for item in counted.left_out
        if item.rows
    )
    if not reasons:
        return msg("The table has no rows, so there is no NPS. Choose data with answers.")
    return msg(
        "There is no score from 0 to 10 in “{column}” to compute NPS from. Rows left out: "
        "{reasons:list}. Check which column is the score.",
        column=feedback.score,
        reasons=reasons,
    )


def basis(n: int) -> Message:
    """Say what a picture rests on."""
    return plural("{n:count} answer", "{n:count} answers", n=n)


def period(start: Any, every: str) -> Message:
    """Name the period that begins on `start`, to stand inside a sentence or alone."""
    if every == "week":
        return msg("the week of {start:date}", start=start)
    if every == "month":
        return msg("{start:month}", start=start)
    if every == "quarter":
        return msg("{start:quarter}", start=start)
    return msg("{start:date}", start=start)
