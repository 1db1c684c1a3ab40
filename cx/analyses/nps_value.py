"""What are fans worth? The money behind promoters, passives and detractors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pandas as pd

from cx.analyses import nps_value_words as words
from cx.analyses.funnel_steps import as_window
from cx.analyses.matched import about_match
from cx.analyses.nps_value_result import NpsValueResult
from cx.analyses.nps_value_rows import USED, Values, values_beside, values_of
from cx.analyses.nps_value_table import comparisons, figures, moments, ordered
from cx.analyses.result import Provenance, left_out, no_value
from cx.analyses.scores import require_nps_scale, score_scale, summarise, unweighted
from cx.data.dataset import Customers, Events, Feedback
from cx.errors import CxError, InvalidSetting, NotEnoughData, RoleMissing
from cx.stats.interval import check_confidence
from cx.wording import Message, msg


def nps_value(
    feedback: Feedback,
    customers: Customers | Events | None = None,
    *,
    value: str | None = None,
    window: str | timedelta | None = None,
    confidence: float = 0.95,
) -> NpsValueResult:
    """Tell what promoters bring against passives, detractors and those who did not answer.

    Each customer counts once, by the last answer with a valid score; of answers of one time, and
    where there is no time, the lowest score is taken for the last. Value below 0 counts. Weights
    are not used.

    Args:
        feedback: answers with a score from 0 to 10.
        customers: a table of customers with their value; or an event log, in which all values of a
            customer are added up (0 without any); or None where the value stands beside the
            answers.
        value: the column of the value, if it is not the one with that role. Without `customers`, a
            column of the answers.
        window: with an event log, only what a customer brings from the answer until so long after
            it (inclusive), as "90D". Customers whose window is not over when the log ends are left
            out and counted, and who did not answer cannot be shown.
        confidence: of the intervals, 0–1.

    Returns:
        Means with Student's interval, medians, totals and shares. Ratios of means with Fieller's
        interval; see `cx.stats.ratio`. Groups of fewer than 30 customers are named and not
        compared in the headline.

    Raises:
        WrongScale: the scores are on another scale than 0–10.
        RoleMissing: there is no score, no value, no customer to match by, or no time for a window.
        ColumnNotFound: there is no such column.
        InvalidSetting: a customer stands in several rows, or an option makes no sense.
        NotEnoughData: nobody matches, or no two groups have a value.

    Source: Fieller (1954), doi:10.1111/j.2517-6161.1954.tb00159.x.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    feedback.require_role("score")
    span = None if window is None else as_window(window)
    column = _value_column(feedback, customers, value)
    _check_window(customers, span)
    scale, doubts = score_scale(feedback, summarise(feedback, str(feedback.score)))
    require_nps_scale(feedback, scale)
    values = (
        values_beside(feedback, column)
        if customers is None
        else values_of(feedback, customers, column, span)
    )
    groups = ordered(values.groups)
    known = moments(groups)
    if sum(known[name].n > 0 for name in groups["group"]) < 2:
        raise NotEnoughData(words.nobody(values, span))
    return NpsValueResult(
        table=figures(groups, known, confidence),
        comparisons=comparisons(known, confidence),
        match=values.match,
        value=column,
        window=span,
        confidence=confidence,
        notes=(*doubts, *unweighted(feedback), *_notes(feedback, customers, values, groups, span)),
        provenance=_provenance(feedback, customers, values, column, span, confidence),
    )


def _notes(
    feedback: Feedback,
    customers: Customers | Events | None,
    values: Values,
    groups: pd.DataFrame,
    window: timedelta | None,
) -> Iterator[Message]:
    if values.match is not None:
        yield from about_match(values.match)
    yield from words.about_groups(groups)
    log = isinstance(customers, Events)
    yield from words.about_time(values, window, log=log, timed=feedback.time is not None)


def _value_column(
    feedback: Feedback, customers: Customers | Events | None, value: str | None
) -> str:
    """Return the column of the value, which has to be there."""
    if customers is None:
        if value is None:
            raise RoleMissing(
                msg(
                    "This needs to know what customers bring: a table of customers, an event log, "
                    "or the name of the column beside the answers. The columns are: "
                    "{columns:list}.",
                    columns=feedback.columns,
                )
            )
        return feedback.require_column(value)
    if not isinstance(customers, Customers | Events):
        raise CxError(
            msg(
                "What customers bring is told by a dataset made with cx.Customers(table, …) or "
                "cx.Events(table, …); what arrived is a {kind}.",
                kind=type(customers).__name__,
            )
        )
    if value is not None:
        return customers.require_column(value)
    return str(customers.require_role("value"))


def _check_window(customers: Customers | Events | None, window: timedelta | None) -> None:
    if window is not None and not isinstance(customers, Events):
        raise InvalidSetting(
            msg(
                "A window needs an event log, which says when each value came. Leave the window "
                "out, or use the log instead of its sums."
            )
        )


def _provenance(  # noqa: PLR0913, PLR0917 - all there is to tell of the rows
    feedback: Feedback,
    customers: Customers | Events | None,
    values: Values,
    column: str,
    window: timedelta | None,
    confidence: float,
) -> Provenance:
    score = str(feedback.score)
    reasons = {
        "unnamed": no_value(str(feedback.customer)),
        "missing": no_value(score),
        "outside": msg("“{column}” lies outside its scale", column=score),
        "fraction": msg("“{column}” is not a whole number", column=score),
        "untimed": no_value(str(feedback.time)),
        "earlier": msg("an earlier answer of the same customer"),
        "unknown": msg("the customer is not among those that are known"),
        "open": msg("the time after the answer is not over when the log ends"),
        "no value": no_value(column),
    }
    other = "" if customers is None else f" {customers.fingerprint}"
    return Provenance(
        rows=feedback.rows,
        used=int(values.states.get(USED, 0)),
        left_out=tuple(
            left_out(reason, values.states.get(state, 0)) for state, reason in reasons.items()
        ),
        settings={"value": column, "window": window, "confidence": confidence},
        method=words.METHOD,
        source=words.SOURCE,
        fingerprint=f"{feedback.fingerprint}{other}",
        method_note="value",
    )
