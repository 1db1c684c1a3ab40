"""What `cx.nps` says: its finding and the labels of its pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from cx.stats.verdict import Verdict
from cx.wording import Message, msg, plural

MOST_NAMED: Final = 5

METHOD: Final = msg(
    "NPS is the share of promoters (9–10) less the share of detractors (0–6), in points from −100 "
    "to 100. The interval is the adjusted Wald interval: three answers are added, three quarters "
    "of one to the promoters and as much to the detractors. Differences are judged by a two-sided "
    "z test, adjusted in the same way below 30 answers, and several at once by Holm's rule."
)
METHOD_WEIGHTED: Final = msg(
    "NPS is the weighted share of promoters (9–10) less that of detractors (0–6), in points from "
    "−100 to 100. Weights make some answers count more than others, so fewer equal answers would "
    "tell as much: their number decides the interval (adjusted Wald) and every difference "
    "(two-sided z test, several at once by Holm's rule)."
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


def apart(overall: Any, ranked: pd.DataFrame, rest: pd.DataFrame, by: str) -> Message:
    """Say which groups stand apart from all others, as their verdicts have it.

    Args:
        overall: the row of all answers.
        ranked: the rows of groups that have answers enough to be ranked.
        rest: each group against all others, as `NpsResult.against_rest`.
        by: the column of groups.
    """
    if len(ranked) < 2:
        return level(overall)
    found = dict(zip(rest["group"], rest["verdict"], strict=True))
    ordered = ranked.sort_values("nps", ascending=False, kind="stable")
    named = {
        verdict: [
            msg("“{group}” ({nps:points})", group=group_name(name), nps=float(nps))
            for name, nps in zip(ordered[by], ordered["nps"], strict=True)
            if found[name] == verdict
        ]
        for verdict in (Verdict.BETTER, Verdict.WORSE)
    }
    if not any(named.values()):
        return _ends(overall, ordered, by, judged=bool(rest["p_value"].notna().all()))
    return _stands_out(level(overall), named[Verdict.BETTER], named[Verdict.WORSE], len(rest))


def _stands_out(
    level: Message, higher: Sequence[Message], lower: Sequence[Message], groups: int
) -> Message:
    values = {"level": level, "higher": _few_of(higher), "lower": _few_of(lower[::-1])}
    if groups == 2:
        return msg(
            "{level} It is higher for {higher:list} than for {lower:list}, more than chance would "
            "explain.",
            **values,
        )
    if higher and lower:
        return msg(
            "{level} Compared with all others together it is higher for {higher:list} and lower "
            "for {lower:list}, more than chance would explain.",
            **values,
        )
    if higher:
        return msg(
            "{level} It is higher for {higher:list} than for all others together, more than chance "
            "would explain.",
            **values,
        )
    return msg(
        "{level} It is lower for {lower:list} than for all others together, more than chance would "
        "explain.",
        **values,
    )


def _few_of(names: Sequence[Message]) -> tuple[Message, ...]:
    if len(names) <= MOST_NAMED:
        return tuple(names)
    more = plural("{n:count} other group", "{n:count} other groups", n=len(names) - MOST_NAMED)
    return (*names[:MOST_NAMED], more)


def _ends(overall: Any, ordered: pd.DataFrame, by: str, *, judged: bool) -> Message:
    names, levels = ordered[by], ordered["nps"]
    values = {
        "level": level(overall),
        "best": group_name(names.iloc[0]),
        "best_nps": float(levels.iloc[0]),
        "worst": group_name(names.iloc[-1]),
        "worst_nps": float(levels.iloc[-1]),
    }
    if not judged:
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


def group_name(value: Any) -> Message | str:
    """Name a group, to stand inside a sentence or alone."""
    if isinstance(value, bool | np.bool_):
        return msg("yes") if value else msg("no")
    return str(value)


def moved(
    overall: Any, table: pd.DataFrame, differences: pd.DataFrame, every: str, confidence: float
) -> Message:
    """Say how the last period differs from the one before."""
    if differences.empty:
        return level(overall)
    last, now = differences.iloc[-1], table.iloc[-1]
    told = _last_step(last, now, every, confidence)
    clear = differences[differences["p_adjusted"] < 1 - confidence]
    if clear.empty or last["p_adjusted"] < 1 - confidence:
        return told
    most = clear.iloc[int(clear["difference"].abs().argmax())]
    return msg(
        "{told} The clearest change of all was {change:signed_points} in {period}.",
        told=told,
        change=float(most["difference"]),
        period=period(most["group"], every),
    )


def _last_step(last: Any, now: Any, every: str, confidence: float) -> Message:
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
    most = clear.iloc[int(clear["difference"].abs().argmax())]
    return msg(
        "{level} In the last period ({now}) it moved most for “{group}”, by "
        "{change:signed_points}, more than chance would explain.",
        level=level(overall),
        now=period(now, every),
        group=group_name(most[by]),
        change=float(most["difference"]),
    )


def too_few_label(name: Message | str, n: int) -> Message:
    """Name a group that rests on few answers."""
    return plural(
        "{name} (only {n:count} answer)", "{name} (only {n:count} answers)", name=name, n=n
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
