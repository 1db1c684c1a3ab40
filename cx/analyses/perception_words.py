"""What `cx.perception_gap` says: its finding and its cautions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from cx.analyses.nps_words import basis, period
from cx.analyses.perception_beliefs import about_beliefs
from cx.analyses.perception_counts import Answers
from cx.analyses.perception_table import Measure
from cx.stats.net_promoter import FEW_ANSWERS
from cx.stats.verdict import Verdict
from cx.wording import Message, msg, plural

METHOD: Final = msg(
    "The gap is what the team believes less what customers say. Where members of the team differ, "
    "their mean and spread are compared with the customers' by Welch's t, the share of them that "
    "agrees by Newcombe's interval; a belief that is one number is held against the answers by "
    "Student's t, or by the score test if it is a share. The interval of a share is Wilson's. "
    "Several touchpoints are judged by Holm's rule; all together by the paired t test."
)
SOURCE: Final = (
    "Gap between what management believes and what customers say: Parasuraman, Zeithaml and Berry "
    "(1985), A Conceptual Model of Service Quality, Journal of Marketing 49(4), 41–50, "
    "doi:10.1177/002224298504900403. Welch (1947), doi:10.1093/biomet/34.1-2.28; Wilson (1927), "
    "doi:10.1080/01621459.1927.10502953"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How figures are written.

    Attributes:
        measure: means or shares.
        unit: the ends of the scale that both are shown on; 0 and 1 where scales differ.
        said_on: the ends of the one scale of the team where it is another; else None.
        stated: whether the team said which share of customers agrees.
        agree: touchpoint → the lowest rating that agrees and the highest there is.
    """

    measure: Measure
    unit: tuple[int, int]
    said_on: tuple[float, float] | None
    stated: bool
    agree: dict[str, tuple[float, int]]

    @property
    def percent(self) -> bool:
        """Whether figures are written in percent."""
        return self.measure == "share" or self.unit == (0, 1)

    @property
    def kind(self) -> str:
        """The kind of a figure, for `cx.wording.formats`."""
        return "percent" if self.percent else "number"

    @property
    def kind_of_gap(self) -> str:
        """The kind of a gap."""
        return "signed_percent" if self.percent else "signed_number"


def level(row: Any, told: Told) -> Message:
    """Say what the team believes and what customers say of one touchpoint."""
    values: dict[str, Any] = {
        "touchpoint": str(row["touchpoint"]),
        "believed": float(row["believed"]),
        "actual": float(row["actual"]),
        "low": float(row["ci_low"]),
        "high": float(row["ci_high"]),
    }
    if told.measure == "share":
        agree, top = told.agree[values["touchpoint"]]
        return _share_level({**values, "agree": agree, "top": top}, stated=told.stated)
    if told.percent:
        return msg(
            "The team believes “{touchpoint}” stands at {believed:percent} of the way up its "
            "scale; customers say {actual:percent} ({low:percent} to {high:percent}).",
            **values,
        )
    values["top"] = told.unit[1]
    if told.said_on is None:
        return msg(
            "The team believes “{touchpoint}” stands at {believed:number} of {top}; customers say "
            "{actual:number} ({low:number} to {high:number}).",
            **values,
        )
    up = (values["believed"] - told.unit[0]) / (told.unit[1] - told.unit[0])
    low, high = told.said_on
    return msg(
        "The team believes “{touchpoint}” stands at {said:number} of {said_top:number}, which is "
        "{believed:number} of {top}; customers say {actual:number} ({low:number} to "
        "{high:number}).",
        said=low + up * (high - low),
        said_top=high,
        **values,
    )


def _share_level(values: dict[str, Any], *, stated: bool) -> Message:
    if stated:
        return msg(
            "The team believes that {believed:percent} of customers rate “{touchpoint}” at least "
            "{agree:number} of {top}; {actual:percent} do ({low:percent} to {high:percent}).",
            **values,
        )
    return msg(
        "{believed:percent} of the team believe that customers rate “{touchpoint}” at least "
        "{agree:number} of {top}; {actual:percent} of customers do ({low:percent} to "
        "{high:percent}).",
        **values,
    )


def widest(level_of_first: Message, others: Sequence[str]) -> Message:
    """Say that a gap is the widest, or which others may be as wide."""
    if not others:
        return msg("{level} That is the widest gap.", level=level_of_first)
    return plural(
        "{level} That is the widest gap in these data; that of “{first}” may be as wide.",
        "{level} That is the widest gap in these data; these may be as wide: {others:list}.",
        level=level_of_first,
        n=len(others),
        first=others[0],
        others=tuple(others),
    )


def none_clear(table: pd.DataFrame, told: Told) -> Message:
    """Say that no gap is clear: because both sides fit, or because the team is not at one."""
    ranked = table[table["p_value"].notna() & (table["n"] >= FEW_ANSWERS)]
    if ranked.empty:
        return msg(
            "We can't tell yet how well the team knows its customers: no touchpoint has enough "
            "different answers."
        )
    widest_gap = ranked.iloc[int(ranked["gap"].abs().argmax())]
    if int(widest_gap["believed_n"]) > 1:
        return msg(
            "{level} That is the widest gap, but chance could explain it: the members of the team "
            "are too few, or too far apart, to tell.",
            level=level(widest_gap, told),
        )
    return plural(
        "What the team believes of “{first}” fits what customers say, as far as the data can tell.",
        "What the team believes fits what customers say, as far as the data can tell: none of the "
        "{n:count} touchpoints differs by more than chance would explain.",
        n=len(ranked),
        first=str(widest_gap["touchpoint"]),
    )


def with_lean(finding: Message, overall: Any, told: Told, confidence: float) -> Message:
    """Add whether the team rates itself too high or too low over all touchpoints."""
    if not float(overall["p_value"]) < 1 - confidence or told.percent:
        return finding
    gap, low, high = (float(overall[name]) for name in ("gap", "ci_low", "ci_high"))
    values = {"finding": finding, "n": int(overall["n"])}
    if gap > 0:
        return msg(
            "{finding} Over all {n:count} touchpoints the team puts itself {gap:number} points too "
            "high ({low:number} to {high:number}).",
            gap=gap,
            low=low,
            high=high,
            **values,
        )
    return msg(
        "{finding} Over all {n:count} touchpoints the team puts itself {gap:number} points too low "
        "({low:number} to {high:number}).",
        gap=-gap,
        low=-high,
        high=-low,
        **values,
    )


def moved(finding: Message, step: Any, every: str, told: Told, confidence: float) -> Message:
    """Add how the gap of a touchpoint moved since the period before."""
    p = float(step["p_adjusted"])
    values = {
        "finding": finding,
        "touchpoint": str(step["touchpoint"]),
        "now": period(step["group"], every),
        "before": period(step["other"], every),
        "change": _change(float(step["difference"]), told),
    }
    if math.isnan(p):
        return msg(
            "{finding} These are the figures of {now}; too few different answers to tell whether "
            "the gap of “{touchpoint}” moved since {before}.",
            **values,
        )
    if p < 1 - confidence:
        return msg(
            "{finding} These are the figures of {now}; since {before} the gap of “{touchpoint}” "
            "moved by {change}, more than chance would explain.",
            **values,
        )
    return msg(
        "{finding} These are the figures of {now}; since {before} the gap of “{touchpoint}” moved "
        "by {change}, which chance could explain.",
        **values,
    )


def _change(value: float, told: Told) -> Message:
    if told.percent:
        return msg("{value:signed_percent_points} percentage points", value=value)
    return msg("{value:signed_number} points", value=value)


def key(used: int) -> Message:
    """Explain the marks of the picture and say what it rests on."""
    return msg(
        "○ what the team believes · ● what customers say, with its interval · {basis}",
        basis=basis(used),
    )


def axis(told: Told) -> Message:
    """Say what the axis of the picture counts."""
    if told.measure == "share":
        return msg("Share that agrees")
    if told.percent:
        return msg("From the lowest to the highest answer")
    low, high = told.unit
    return msg("On the scale from {low} to {high}", low=low, high=high)


def verdicts() -> dict[str, str]:
    """Put the verdicts into words."""
    return {
        Verdict.WORSE: str(msg("customers rate lower than believed")),
        Verdict.BETTER: str(msg("customers rate higher than believed")),
        Verdict.UNCLEAR: str(msg("can't tell")),
    }


def cautions(answers: Answers, table: pd.DataFrame, counted: pd.DataFrame) -> Iterator[Message]:
    """Say what weakens the answer."""
    yield from about_beliefs(counted)
    late = counted.loc[counted["late"], "period"].nunique() if "period" in counted else 0
    if late:
        yield plural(
            "For {n:count} period no belief was given beforehand: the first one after it counts.",
            "For {n:count} periods no belief was given beforehand: the first one later counts.",
            n=int(late),
        )
    if answers.outside:
        yield plural(
            "{n:count} answer lies outside of its scale and is left out.",
            "{n:count} answers lie outside of their scale and are left out.",
            n=answers.outside,
        )
    if answers.zone is not None:
        yield msg(
            "The times carry a time zone ({zone}); periods begin at midnight UTC.",
            zone=answers.zone,
        )
    small = table.loc[table["n"] < FEW_ANSWERS, "touchpoint"].unique()
    if len(small):
        yield msg(
            "Fewer than {few:count} answers, so not ranked: {touchpoints:list}.",
            few=FEW_ANSWERS,
            touchpoints=tuple(small),
        )
    if unjudged := int(table["p_value"].isna().sum()):
        yield plural(
            "{n:count} gap cannot be judged: its answers are all the same, or there is only one.",
            "{n:count} gaps cannot be judged: their answers are all the same, or only one.",
            n=unjudged,
        )
