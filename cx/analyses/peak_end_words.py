"""What `cx.peak_end` says: its finding, its cautions, its refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from cx.analyses.emotions_cautions import ORDERS
from cx.analyses.emotions_journey import Journey
from cx.analyses.peak_end_moments import Journeys, Moment
from cx.data.dataset import Feedback
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg

MANY_TIES: Final = 0.1

SOURCE: Final = (
    "Fredrickson and Kahneman (1993), Duration neglect in retrospective evaluations of affective "
    "episodes, Journal of Personality and Social Psychology 65(1), 45–55, "
    "doi:10.1037/0022-3514.65.1.45; Kahneman, Fredrickson, Schreiber and Redelmeier (1993), When "
    "more pain is preferred to less, Psychological Science 4(6), 401–405, "
    "doi:10.1111/j.1467-9280.1993.tb00589.x"
)
METHOD: Final = msg(
    "For each journey, the peak is the rating furthest from the middle of the scale, upwards or "
    "downwards (the middle itself where both are equally far), the end is the last rating, and "
    "beside them stand the average of peak and end, the mean of all ratings and the lowest. Each "
    "alone explains a share of the differences between scores (R², by least squares). Intervals "
    "and comparisons leave out one group of journeys at a time, a customer's together (grouped "
    "jackknife); several comparisons are adjusted by Holm's rule. It is association: that a better "
    "end would raise the score is plausible, but not proven."
)
NAMES: Final[Mapping[Moment, Message]] = {
    Moment.PEAK: msg("the peak"),
    Moment.END: msg("the end"),
    Moment.PEAK_END: msg("the average of peak and end"),
    Moment.MEAN: msg("the mean of all touchpoints"),
    Moment.LOWEST: msg("the lowest rating"),
}
LABELS: Final[Mapping[Moment, Message]] = {
    Moment.PEAK: msg("Peak: furthest from the middle"),
    Moment.END: msg("End: the last touchpoint"),
    Moment.PEAK_END: msg("Average of peak and end"),
    Moment.MEAN: msg("Mean of all touchpoints"),
    Moment.LOWEST: msg("Lowest rating"),
}


def explains(table: pd.DataFrame, leaders: Sequence[Moment], score: str) -> Message:
    """Say which moment explains the score best; `table` is sorted, the best first."""
    best, second = table.iloc[0], table.iloc[1]
    if len(leaders) > 1:
        return msg(
            "We can't tell which moment explains “{score}” best: {moments:list} are too close "
            "({best:percent} to {last:percent} of the differences between scores).",
            score=score,
            moments=tuple(NAMES[moment] for moment in leaders),
            best=float(best["r_squared"]),
            last=float(table.set_index("moment")["r_squared"][leaders[-1]]),
        )
    return msg(
        "What explains “{score}” best is {moment}: it goes with {share:percent} ({low:percent} to "
        "{high:percent}) of the differences between scores. Next is {other} with {less:percent}.",
        score=score,
        moment=NAMES[best["moment"]],
        share=float(best["r_squared"]),
        low=float(best["ci_low"]),
        high=float(best["ci_high"]),
        other=NAMES[second["moment"]],
        less=float(second["r_squared"]),
    )


def nothing_told(score: str, n: int) -> Message:
    """Say that no moment can be told to go with the score."""
    return msg(
        "We can't tell yet what of the journey “{score}” goes with: from {n:count} journeys, "
        "chance could explain all that its moments seem to explain.",
        score=score,
        n=n,
    )


def too_few(n: int) -> Message:
    """Say that there are too few journeys to rank anything."""
    return msg(
        "We can't tell yet which moment counts most: there are {n:count} journeys with a score, "
        "and at least {few:count} are needed.",
        n=n,
        few=FEW_ANSWERS,
    )


def cautions(
    journey: Journey, found: Journeys, table: pd.DataFrame, confidence: float
) -> Iterator[Message]:
    """Say what weakens the answer."""
    if journey.order.rule in ORDERS:
        yield ORDERS[journey.order.rule]
    if journey.column is None:
        yield msg(
            "All touchpoints were rated in one answer, after the journey: it is how customers look "
            "back on each, not how they felt there."
        )
    if 2 * found.reached < found.n:
        yield msg(
            "Only {n:count} of {all:count} journeys rate the last touchpoint, “{name}”; the end of "
            "the others is the last one they rate. Leave it out of the order to see the end that "
            "most share.",
            n=found.reached,
            all=found.n,
            name=journey.names[-1],
        )
    if found.several:
        yield msg(
            "{n:count} of {all:count} customers gave different scores along the way; their last "
            "one counts. If it was given together with the last rating, that favours the end.",
            n=found.several,
            all=found.n,
        )
    if found.tied > MANY_TIES * found.n:
        yield msg(
            "In {share:percent} of the journeys the best and the lowest rating are equally far "
            "from the middle of the scale; their peak counts as the middle.",
            share=found.tied / found.n,
        )
    yield from _about_moments(table, confidence)


def _about_moments(table: pd.DataFrame, confidence: float) -> Iterator[Message]:
    told = table[table["p_adjusted"] < 1 - confidence]
    backwards = told.loc[told["correlation"] < 0, "moment"]
    if len(backwards):
        yield msg(
            "The better the rating, the lower the score: {moments:list}. If high means bad, turn "
            "the scale round.",
            moments=tuple(NAMES[moment] for moment in backwards),
        )
    steady = table.loc[table["r_squared"].isna(), "moment"]
    if len(steady):
        yield msg(
            "The same in every journey, so it explains nothing: {moments:list}.",
            moments=tuple(NAMES[moment] for moment in steady),
        )


def not_enough(found: Journeys, needed: int) -> Message:
    """Refuse fewer journeys than the comparison needs."""
    reasons = tuple(
        msg("{reason} ({n:count})", reason=item.reason, n=item.rows)
        for item in found.left_out
        if item.rows
    )
    if not reasons:
        return msg(
            "There are {n:count} journeys; to compare what explains their scores at least "
            "{needed:count} are needed. Choose data with more answers.",
            n=found.n,
            needed=needed,
        )
    return msg(
        "There are {n:count} journeys with a score and two ratings or more; at least "
        "{needed:count} are needed. Rows left out: {reasons:list}.",
        n=found.n,
        needed=needed,
        reasons=reasons,
    )


def same_score(feedback: Feedback, n: int) -> Message:
    """Refuse a score that never changes."""
    return msg(
        "All {n:count} journeys have the same “{column}”, so there are no differences to explain. "
        "Choose another score or more answers.",
        n=n,
        column=feedback.score,
    )


def no_rating(feedback: Feedback) -> Message:
    """Refuse answers about touchpoints that carry nothing but the score."""
    return msg(
        "“{score}” is the only rating of the touchpoints, so it cannot be explained by them. "
        "Choose the column with the rating of the touchpoint, and as the score how likely the "
        "customer is to recommend. The table has: {columns:list}.",
        score=feedback.score,
        columns=feedback.columns,
    )


def no_order(feedback: Feedback) -> Message:
    """Refuse touchpoints whose order nobody knows."""
    return msg(
        "Which touchpoint comes last is not known: there are no times of customers to tell. Put "
        "the touchpoints of “{column}” in order, or choose the time column.",
        column=feedback.touchpoint,
    )
