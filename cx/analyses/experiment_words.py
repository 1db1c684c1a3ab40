"""How the answer of an experiment sounds, and what weakens it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from cx.analyses.experiment_arms import Arms, Units
from cx.stats.sample_ratio import SampleRatio
from cx.stats.verdict import Verdict
from cx.wording import Message, msg, plural

VERDICTS: Final[Mapping[Verdict, Message]] = {
    Verdict.BETTER: msg("better"),
    Verdict.WORSE: msg("worse"),
    Verdict.UNCLEAR: msg("can't tell"),
    Verdict.INVALID: msg("can't be read"),
}
BROKEN_SPLIT: Final = 0.001
DOUBTFUL_SPLIT: Final = 0.05
FEW: Final = 5  # below five of either kind the t interval of a share is rough (Cochran's rule)


def finding(
    table: pd.DataFrame, shares: frozenset[str], variants: Sequence[str], split: SampleRatio
) -> Message:
    """Give the answer for the first metric, and how many of the other comparisons are clear."""
    if split.p_value < BROKEN_SPLIT:
        return msg(
            "This test can't be read: {seen:percent} of people saw version {variant} where "
            "{planned:percent} were meant to. Find out why before looking at the result.",
            **_worst_arm(variants, split),
        )
    metric = table["metric"].iloc[0]
    row: Any = max(table[table["metric"] == metric].itertuples(), key=_rank)
    lead = _answer(row, share=metric in shares, comparisons=int(table["p_value"].count()))
    others = [Verdict(value).clear for value in table.drop(index=row.Index)["verdict"]]
    return msg("{lead} {rest}", lead=lead, rest=_rest(others)) if others else lead


def _rest(others: Sequence[bool]) -> Message:
    clear = sum(others)
    if clear == len(others):
        return plural(
            "The other comparison is clear too.",
            "The {n:count} other comparisons are clear too.",
            n=clear,
        )
    if not clear:
        return plural(
            "The other comparison is not clear.",
            "None of the {n:count} other comparisons is clear.",
            n=len(others),
        )
    return plural(
        "{n:count} of the {others:count} other comparisons is clear.",
        "{n:count} of the {others:count} other comparisons are clear.",
        n=clear,
        others=len(others),
    )


def _rank(row: Any) -> tuple[int, float]:
    """Better before worse before unclear; among equals the higher estimate."""
    order = {Verdict.BETTER: 2, Verdict.WORSE: 1}
    return order.get(Verdict(row.verdict), 0), -math.inf if math.isnan(row.estimate) else (
        row.estimate
    )


def _worst_arm(variants: Sequence[str], split: SampleRatio) -> dict[str, Any]:
    """Return the arm whose share is furthest from the plan; of two the one that is not control."""
    gaps = [round(abs(a - b), 12) for a, b in zip(split.observed, split.planned, strict=True)]
    worst = max(range(len(gaps)), key=lambda i: (gaps[i], i))
    return {
        "variant": variants[worst],
        "seen": split.observed[worst],
        "planned": split.planned[worst],
    }


def _answer(row: Any, *, share: bool, comparisons: int) -> Message:
    values = {
        "variant": row.variant,
        "metric": row.metric,
        "difference": row.difference,
        "low": row.ci_low,
        "high": row.ci_high,
    }
    if Verdict(row.verdict).clear:
        return _clear(values, better=row.verdict == Verdict.BETTER, share=share)
    if math.isnan(row.ci_low):
        return msg(
            "We can't tell: on {metric}, version {variant} cannot be compared with the control. "
            "The cautions say why.",
            **values,
        )
    if row.ci_low > 0 or row.ci_high < 0:
        return msg(
            "We can't tell yet. Version {variant} looks different on {metric}, but {n:count} "
            "comparisons were made at once, and among so many chance alone may make such a "
            "difference.",
            n=comparisons,
            **values,
        )
    return _open(row, share=share)


def _clear(values: dict[str, Any], *, better: bool, share: bool) -> Message:
    if share and better:
        return msg(
            "Version {variant} does better on {metric}: {difference:signed_percent_points} points "
            "({low:percent_points} to {high:percent_points}).",
            **values,
        )
    if share:
        return msg(
            "Version {variant} does worse on {metric}: {difference:signed_percent_points} points "
            "({low:percent_points} to {high:percent_points}).",
            **values,
        )
    if better:
        return msg(
            "Version {variant} does better on {metric}: {difference:signed_number} on average "
            "({low:number} to {high:number}).",
            **values,
        )
    return msg(
        "Version {variant} does worse on {metric}: {difference:signed_number} on average "
        "({low:number} to {high:number}).",
        **values,
    )


def _open(row: Any, *, share: bool) -> Message:
    values = {"variant": row.variant, "metric": row.metric}
    if not math.isnan(row.relative_ci_low):
        return msg(
            "We can't tell yet. On {metric}, version {variant} may lose {loss:percent} or gain "
            "{gain:percent}.",
            loss=-row.relative_ci_low,
            gain=row.relative_ci_high,
            **values,
        )
    if share:
        return msg(
            "We can't tell yet. On {metric}, version {variant} may lose {loss:percent_points} or "
            "gain {gain:percent_points} points.",
            loss=-row.ci_low,
            gain=row.ci_high,
            **values,
        )
    return msg(
        "We can't tell yet. On {metric}, version {variant} may lose {loss:number} or gain "
        "{gain:number} on average.",
        loss=-row.ci_low,
        gain=row.ci_high,
        **values,
    )


def cautions(
    table: pd.DataFrame, arms: Arms, split: SampleRatio, variants: Sequence[str]
) -> Iterator[Message]:
    """Say what weakens the answer: the split first, then gaps, then figures by figure."""
    yield from _split_cautions(split, variants, arms)
    for metric in table["metric"].unique():
        missing = sum(arm.rows - arm.samples[metric].n for arm in arms.arms.values())
        if missing:
            yield plural(
                "On {metric}, {n:count} row has no usable number; it counts for the split and "
                "for the other metrics only.",
                "On {metric}, {n:count} rows have no usable number; they count for the split and "
                "for the other metrics only.",
                n=missing,
                metric=metric,
            )
    for row in table.itertuples():
        yield from _figure_cautions(row, share=row.metric in arms.shares)


def _split_cautions(split: SampleRatio, variants: Sequence[str], arms: Arms) -> Iterator[Message]:
    if split.p_value < DOUBTFUL_SPLIT:
        yield msg(
            "{seen:percent} of people saw version {variant} where {planned:percent} were meant to; "
            "chance alone makes such a split with probability {p:p_value}. Look at how people were "
            "assigned to the versions.",
            p=split.p_value,
            **_worst_arm(variants, split),
        )
    for variant, share in zip(variants, split.planned, strict=True):
        if variant not in arms.arms:
            yield msg(
                "Version {variant} was meant for {share:percent} of people and nobody saw it.",
                variant=variant,
                share=share,
            )


def _figure_cautions(row: Any, *, share: bool) -> Iterator[Message]:
    values = {"metric": row.metric, "variant": row.variant}
    if min(row.n, row.control_n) < 2:
        yield msg(
            "On {metric}, version {variant} cannot be compared: both versions need two values or "
            "more, and there are {n:count} and {control_n:count} in the control.",
            n=row.n,
            control_n=row.control_n,
            **values,
        )
        return
    if math.isnan(row.p_value):
        yield msg(
            "On {metric}, version {variant} cannot be tested: within each version all values are "
            "the same.",
            **values,
        )
        return
    if math.isnan(row.relative_ci_low):
        yield msg(
            "On {metric}, the change of version {variant} in percent has no interval: the "
            "control's average is too close to 0 to divide by.",
            **values,
        )
    if row.verdict == Verdict.UNCLEAR and (row.ci_low > 0 or row.ci_high < 0):
        yield msg(
            "On {metric}, the interval of version {variant} alone would speak for a difference. "
            "With several comparisons at once one of them looks so by chance more often, hence it "
            "is not called clear (p {raw:p_value}, adjusted {adjusted:p_value}).",
            raw=row.p_value,
            adjusted=row.p_adjusted,
            **values,
        )
    if share and _fewest(row) < FEW:
        yield msg(
            "On {metric}, the comparison of version {variant} rests on fewer than {few:count} "
            "people of one kind in a version; its interval is rough.",
            few=FEW,
            **values,
        )


def _fewest(row: Any) -> float:
    cells = ((row.n, row.estimate), (row.control_n, row.control))
    return float(np.min([round(n * part) for n, p in cells for part in (p, 1 - p)]))


def control_caution(control: str, *, guessed: bool) -> Iterator[Message]:
    """Say that the control was taken by the order of names, if it was."""
    if guessed:
        yield msg(
            "No version is called control, so {control} is taken for it, the first by name. Name "
            "the control if it is another.",
            control=control,
        )


def unit_cautions(found: Units | None) -> Iterator[Message]:
    """Say what repeated, mixed or unnamed units do to the answer; nothing without units."""
    if found is None:
        return
    if found.mixed:
        yield plural(
            "{n:count} unit was seen in more than one version. It counts in each, which makes the "
            "versions look more alike than they are.",
            "{n:count} units were seen in more than one version. They count in each, which makes "
            "the versions look more alike than they are.",
            n=found.mixed,
        )
    if found.repeated:
        yield plural(
            "{n:count} row repeats a unit of the same version. Rows count as if they were "
            "independent, so the intervals are narrower than they should be.",
            "{n:count} rows repeat a unit of the same version. Rows count as if they were "
            "independent, so the intervals are narrower than they should be.",
            n=found.repeated,
        )
    if found.unnamed:
        yield plural(
            "{n:count} row names no unit; it counts as a unit of its own.",
            "{n:count} rows name no unit; each counts as a unit of its own.",
            n=found.unnamed,
        )
