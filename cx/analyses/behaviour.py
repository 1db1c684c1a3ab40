"""Which behaviour goes with recommendation?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cx.analyses import behaviour_words as words
from cx.analyses.behaviour_choice import choose
from cx.analyses.behaviour_model import BehaviourModel, Sums, fit
from cx.analyses.behaviour_result import BehaviourResult
from cx.analyses.behaviour_rows import Answers, answers_of, chosen_columns
from cx.analyses.behaviour_table import assemble
from cx.analyses.matched import about_match
from cx.analyses.profile import profile
from cx.analyses.result import Provenance, left_out, no_value
from cx.analyses.scores import score_scale, summarise, unweighted
from cx.data.dataset import Customers, Events, Feedback
from cx.errors import CxError
from cx.stats.importance import JOHNSON_SOURCE, LMG_SOURCE
from cx.stats.interval import check_confidence
from cx.wording import Message, msg


def behaviour_drivers(
    feedback: Feedback,
    customers: Customers | Events,
    *,
    measures: str | Sequence[str] | None = None,
    confidence: float = 0.95,
) -> BehaviourResult:
    """Tell which behaviour of customers goes with their score, and by how much.

    Answers are matched with customers by id (`cx.match`) before anything is computed. An event log
    is summed up by `cx.profile` first: only what came before the last answer of a customer counts.
    All answers of a customer count; none of an answer's weight does.

    How numbers are taken. Where at least half of the answers have 0, it counts whether it is above
    0, not how much. Where a value lies more than 5 standard deviations from the mean, the
    outermost 1 % on that side count as much as the value at its edge. Text and other groups are
    taken group by group, each of at least 30 answers against all others together. Left out, and
    named in the cautions: what fewer than half of the answers have, what is the same for all, what
    fewer than 30 answers have or lack, what nine tenths of are told by columns before it, and what
    goes beyond one behaviour for ten answers.

    Args:
        feedback: answers with a score and a customer.
        customers: what is known of each, one row a customer, or what they did.
        measures: columns of the customers to look at; all measures, the value and all segments if
            left out. Of an event log: columns of `cx.profile`.
        confidence: of the intervals, 0–1.

    Returns:
        Importance by LMG, by Johnson's relative weights beyond 20 columns; effects by least
        squares on everything at once; intervals and p-values by a jackknife that leaves out one of
        up to 50 groups of customers, with Student's t; p-values adjusted by Holm. A behaviour goes
        with recommendation where its interval excludes 0 and its adjusted p-value stays below
        1 − `confidence`.

    Raises:
        RoleMissing: the answers have no score or no customer.
        ColumnNotFound: the customers have no such measure.
        InvalidSetting: a customer stands in several rows, or a column cannot be used.
        NotEnoughData: nobody matches, or too few do.
        WrongScale: the scale of the score changes at some time.

    Source: Grömping (2006), Journal of Statistical Software 17(1), doi:10.18637/jss.v017.i01.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    feedback.require_role("score")
    feedback.require_role("customer")
    known, order = _known(feedback, customers)
    answers = answers_of(feedback, known, chosen_columns(known, measures))
    scale, doubts = score_scale(feedback, summarise(feedback, str(feedback.score)))
    with answers.rows.cache() as rows:  # summing a log up takes longer than all that follows
        choice = choose(replace(answers, rows=rows), scale, str(feedback.score))
    model = fit(choice.measures, choice.sums.groups)
    made = assemble(model, confidence, nps=scale.is_nps)
    return BehaviourResult(
        table=made.table,
        coefficients=made.coefficients,
        match=answers.match,
        measures=made.measures,
        deviations=made.deviations,
        r_squared=model.r_squared,
        nps=scale.is_nps,
        confidence=confidence,
        notes=(
            *doubts,
            *unweighted(feedback),
            *order,
            *about_match(answers.match),
            *words.treated(choice.measures),
            *words.set_aside(choice.aside),
        ),
        provenance=_provenance(feedback, customers, answers, choice.sums, model, confidence),
    )


def _known(
    feedback: Feedback, customers: Customers | Events
) -> tuple[Customers, tuple[Message, ...]]:
    """Give what is known of the customers, and what is doubtful about its time."""
    if isinstance(customers, Customers):
        return customers, (words.no_order(),)
    if not isinstance(customers, Events):
        raise CxError(
            msg(
                "Behaviour is told by a dataset made with cx.Customers(table, …) or "
                "cx.Events(table, …); what arrived is a {kind}.",
                kind=type(customers).__name__,
            )
        )
    if feedback.time is None:
        return profile(customers), (words.no_time(),)
    return profile(customers, feedback=feedback), ()


def _provenance(  # noqa: PLR0913, PLR0917 - all there is to tell of the rows
    feedback: Feedback,
    customers: Customers | Events,
    answers: Answers,
    sums: Sums,
    model: BehaviourModel,
    confidence: float,
) -> Provenance:
    score, side = str(feedback.score), answers.match.left
    reasons = [
        (no_value(str(feedback.customer)), side.without_id),
        (msg("the customer is not among those that are known"), side.only_rows),
        (no_value(score), sums.states.get("missing", 0)),
        (msg("“{column}” lies outside its scale", column=score), sums.states.get("outside", 0)),
        (
            msg("“{column}” is not a whole number", column=score),
            sums.states.get("fraction", 0),
        ),
        (msg("a figure of the customer is missing"), sums.states.get("incomplete", 0)),
    ]
    return Provenance(
        rows=feedback.rows,
        used=sums.used,
        left_out=tuple(left_out(reason, rows) for reason, rows in reasons),
        settings={
            "measures": tuple(dict.fromkeys(measure.column for measure in model.measures)),
            "confidence": confidence,
        },
        method=words.METHODS[model.split],
        source=LMG_SOURCE if model.split == "lmg" else JOHNSON_SOURCE,
        fingerprint=f"{feedback.fingerprint} {customers.fingerprint}",
        method_note="behaviour",
    )
