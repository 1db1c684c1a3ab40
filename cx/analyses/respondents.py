"""Who answered, and who did not?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from cx.analyses import respondents_words as words
from cx.analyses.respondents_comments import comment_bias_note
from cx.analyses.respondents_known import Known, held, known_of
from cx.analyses.respondents_levels import SUMS, Levels, levels_of, means_of
from cx.analyses.respondents_result import RespondentsResult
from cx.analyses.respondents_table import (
    attributes_of,
    estimates_of,
    means_table,
    overall_of,
    table_of,
)
from cx.analyses.respondents_weights import Weighting, weighting_of
from cx.analyses.result import Provenance
from cx.analyses.scores import unweighted
from cx.data.dataset import Customers, Dataset, Events, Feedback
from cx.errors import CxError, InvalidSetting, NotEnoughData
from cx.stats.interval import check_confidence
from cx.stats.weighting import SOURCE
from cx.wording import Message, msg

LARGEST: Final = 5.0


def respondents(  # noqa: PLR0913 - the options of one call, all by keyword
    feedback: Feedback,
    customers: Customers | Events,
    *,
    weight_by: str | Sequence[str] | None = None,
    largest_weight: float = LARGEST,
    normalise: bool = False,
    confidence: float = 0.95,
) -> RespondentsResult:
    """Compare the customers who answered with all customers, and weight the answers by it.

    A customer who has a score from 0 to 10 answered; several answers of one customer count as one,
    with their mean. Answers of people who are not among the customers are left out and counted.

    Args:
        feedback: answers, with the role customer.
        customers: all customers, who answered or not: a `Customers`, or an event log, which is
            summed up by customer (see `cx.profile`). Groups are compared as they are, the twelve
            largest by themselves; numbers in bands between their quartiles.
        weight_by: what the weighted answers have to mirror: columns of `customers`. If left out, up
            to five in which those who answered differ most, none of which tells the same as
            another. Levels with fewer than 10 answers are put together.
        largest_weight: weights are cut at so many times their mean.
        normalise: overlook how ids are spelt; see `cx.match`.
        confidence: of the intervals, 0–1.

    Returns:
        The comparison by Newcombe's interval and the test that belongs to it, adjusted by Holm
        over all levels; a weighted NPS: every combination of `weight_by` is brought in line with
        all customers where each has 20 answers (post-stratification), else each of them by itself
        (raking); `.weighted_feedback` for further analyses. Its interval is that of linearisation.

    Raises:
        RoleMissing: the feedback does not say who answered.
        InvalidSetting: nothing is known of customers, or they do not have a row each; an option
            makes no sense.
        ColumnNotFound: one of `weight_by` is not known of customers.
        NotEnoughData: no answer belongs to a customer.
        CxError: no weights bring all of `weight_by` in line at once.

    Source: Deville & Särndal (1992), doi:10.1080/01621459.1992.10475217. The same in R:
    `survey::postStratify`, `survey::rake`.

    >>> import pandas as pd
    >>> known = pd.DataFrame({"id": range(300), "plan": ["basic", "basic", "plus"] * 100})
    >>> answers = pd.DataFrame({"id": range(0, 300, 2), "score": [9, 6, 10] * 50})
    >>> answers = answers[(answers["id"] % 3 == 2) | (answers["id"] < 90)]
    >>> found = respondents(
    ...     Feedback(answers, score="score", customer="id"),
    ...     Customers(known, customer="id", segments="plan"),
    ... )
    >>> found.overall["response_rate"].round(3).item()
    0.267
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    settings = {"weight_by": weight_by, "largest_weight": _checked(largest_weight)}
    settings |= {"normalise": normalise, "confidence": confidence}
    with held(customers) as everyone:
        logged = isinstance(customers, Events)
        known = known_of(feedback, everyone, normalise=normalise, logged=logged)
        levels, sums = _levels(known)
        weighting, why_not = _weighting(known, levels, weight_by, largest_weight)
        means = means_of(known)
    scored = known.unscored is None
    return RespondentsResult(
        table=table_of(levels, confidence, scored=scored),
        overall=overall_of(sums, confidence),
        attributes=attributes_of(levels),
        means=means_table(means, confidence),
        estimates=estimates_of(weighting, sums if scored else None, confidence),
        weighting=weighting,
        shift=weighting.nps(confidence) if scored and weighting else None,
        levels=levels,
        data=(feedback, customers),
        normalise=normalise,
        confidence=confidence,
        notes=(
            *words.cautions(known, levels, weighting, why_not),
            *(comment_bias_note(feedback, confidence=confidence) if scored else ()),
            *unweighted(feedback),
        ),
        provenance=_provenance((feedback, customers), known, weighting, settings),
    )


def _levels(known: Known) -> tuple[tuple[Levels, ...], pd.Series[float]]:
    """Count all levels, and everybody; refuse where nobody's answer counts."""
    levels = levels_of(known)
    sums: pd.Series[float] = levels[0].counts[SUMS].sum()
    if not sums["n"]:
        raise NotEnoughData(words.nobody_counts(known))
    return levels, sums


def _provenance(
    data: tuple[Feedback, Dataset],
    known: Known,
    weighting: Weighting | None,
    settings: Mapping[str, Any],
) -> Provenance:
    feedback, customers = data
    rows = feedback.rows
    return Provenance(
        rows=rows,
        used=rows - sum(item.rows for item in known.left_out),
        left_out=known.left_out,
        settings=settings,
        method=words.method(weighting),
        source=SOURCE,
        fingerprint=f"{feedback.fingerprint} {customers.fingerprint}",
        method_note="weighting",
    )


def _weighting(
    known: Known, levels: Sequence[Levels], weight_by: str | Sequence[str] | None, largest: float
) -> tuple[Weighting | None, Message | None]:
    """Weight the answers; where nothing was asked for and nothing works, say why."""
    chosen = (weight_by,) if isinstance(weight_by, str) else tuple(weight_by or ())
    try:
        return weighting_of(known, levels, chosen, largest=largest), None
    except CxError as error:
        if weight_by:
            raise
        return None, error.message


def _checked(largest: float) -> float:
    if isinstance(largest, bool) or not isinstance(largest, int | float) or not largest > 1:
        raise InvalidSetting(
            msg(
                "Weights are cut at {largest} times their mean; it has to be a number above 1, for "
                "example 5.",
                largest=repr(largest),
            )
        )
    return largest
