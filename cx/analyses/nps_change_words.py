"""What `cx.nps_change` says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from cx.analyses.nps_words import group_name, period
from cx.data.dataset import Feedback
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg

METHOD: Final = msg(
    "The change of the NPS between two periods is split by groups: what it would be had the shares "
    "of the groups stood still at their average of both periods, and what it would be had the NPS "
    "of the groups stood still (Kitagawa). The two add up to the whole. Intervals come from the "
    "spread of the answers in each period (linearisation)."
)


def changed(last: pd.DataFrame, by: str, every: str, confidence: float, *, few: bool) -> Message:
    """Say what the last change is made of and how sure that is, unless answers are few."""
    rows: dict[str, Any] = {str(row["part"]): row for _, row in last.iterrows()}
    total, opinions, mix = (rows[part] for part in ("total", "opinions", "mix"))
    bar = 1 - confidence
    if few or math.isnan(total.p_value):
        return msg(
            "Since {before} NPS moved by {total:signed_points}; the answers are too few, or too "
            "much alike, to tell what is behind it.",
            before=period(total.other, every),
            total=float(total.change),
        )
    return _sentence(
        (opinions.p_adjusted < bar, mix.p_adjusted < bar, total.p_adjusted < bar),
        before=period(total.other, every),
        by=by,
        total=float(total.change),
        opinions=float(opinions.change),
        opinions_low=float(opinions.ci_low),
        opinions_high=float(opinions.ci_high),
        mix=float(mix.change),
        mix_low=float(mix.ci_low),
        mix_high=float(mix.ci_high),
    )


def _sentence(told: tuple[bool, bool, bool], **values: Any) -> Message:
    opinions_told, mix_told, total_told = told
    if opinions_told and mix_told:
        return msg(
            "Since {before} NPS moved by {total:signed_points}: by {opinions:signed_points} "
            "({opinions_low:signed_points} to {opinions_high:signed_points}) because opinions "
            "changed, and by {mix:signed_points} ({mix_low:signed_points} to "
            "{mix_high:signed_points}) because other groups of “{by}” answered.",
            **values,
        )
    if opinions_told:
        return msg(
            "Since {before} NPS moved by {total:signed_points}, because opinions changed: by "
            "{opinions:signed_points} ({opinions_low:signed_points} to "
            "{opinions_high:signed_points}). Which groups of “{by}” answered made no difference "
            "that could be told from chance ({mix:signed_points}).",
            **values,
        )
    if mix_told:
        return msg(
            "Since {before} NPS moved by {total:signed_points}, and other groups of “{by}” "
            "answered: that alone makes {mix:signed_points} ({mix_low:signed_points} to "
            "{mix_high:signed_points}). That opinions changed cannot be told from chance "
            "({opinions:signed_points}).",
            **values,
        )
    if total_told:
        return msg(
            "Since {before} NPS moved by {total:signed_points}, more than chance would explain; "
            "but how much of it is opinions within the groups of “{by}” "
            "({opinions:signed_points}) and how much is who answered ({mix:signed_points}) cannot "
            "be told.",
            **values,
        )
    return msg(
        "Since {before} NPS moved by {total:signed_points}, which chance could explain: "
        "{opinions:signed_points} from opinions within the groups of “{by}”, "
        "{mix:signed_points} from who answered.",
        **values,
    )


def cautions(groups: pd.DataFrame) -> Iterator[Message]:
    """Say what weakens the split of the last change."""
    alone = groups[(groups["n"] == 0) | (groups["n_before"] == 0)]
    if not alone.empty:
        yield msg(
            "There only in one of the last two periods: {groups:list}. What they bring counts as "
            "other groups answering.",
            groups=tuple(group_name(name) for name in alone["group"]),
        )
    small = groups[(groups[["n", "n_before"]].min(axis=1) < FEW_ANSWERS)]
    if not small.empty:
        yield msg(
            "Fewer than {few:count} answers in one of the last two periods: {groups:list}.",
            few=FEW_ANSWERS,
            groups=tuple(group_name(name) for name in small["group"]),
        )


def one_period(feedback: Feedback, start: Any, every: str) -> Message:
    """Refuse answers of a single period."""
    return msg(
        "All answers with a score and a time in “{column}” are of {period}; a change needs two "
        "periods. Choose a shorter period or more answers.",
        column=feedback.time,
        period=period(start, every),
    )
