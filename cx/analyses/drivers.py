"""What drives recommendation?"""

from __future__ import annotations

from cx.analyses import driver_words as words
from cx.analyses.driver_choice import Choice, choose
from cx.analyses.driver_model import Method, fit
from cx.analyses.driver_products import reasons
from cx.analyses.driver_result import DriversResult
from cx.analyses.driver_table import (
    assemble,
    by_importance,
    coefficients,
    comparable,
    performance,
    placed,
    sides,
)
from cx.analyses.result import Provenance
from cx.data.dataset import Feedback
from cx.stats.importance import JOHNSON_SOURCE, LMG_SOURCE
from cx.stats.interval import check_confidence


def drivers(
    feedback: Feedback,
    *,
    method: Method | None = None,
    intervals: bool = True,
    confidence: float = 0.95,
) -> DriversResult:
    """Tell which ratings go with the score, and how much each of them carries.

    Rows need a score and every rating that is modelled. Left out of the model, and named in the
    cautions: ratings that never change and those that fewer than half of the scored answers give,
    whose gaps would otherwise decide which answers count. Ratings that can be computed from others
    (duplicates, totals) share their importance whatever their order, but have no effect of their
    own. Where the feedback has weights, every sum is weighted; rows without a weight above 0 are
    left out, and `n` still counts answers.

    Args:
        feedback: answers with a score and ratings.
        method: how R² is split. "lmg" averages each driver's gain over all orders (Shapley), for
            up to 20 ratings; "johnson" gives relative weights, fast for any number. None takes
            "lmg" where it can be had.
        intervals: whether to judge the figures. Without, a large table is read several times
            faster; intervals and p-values are NaN, and nothing is said to be a driver.
        confidence: of the intervals, 0–1.

    Returns:
        Importance from the score itself; `effect` from −100 for detractors, 0 for passives and 100
        for promoters, by least squares on all ratings at once, and the same in two parts, by more
        promoters and by fewer detractors, in `.sides`. Intervals by a jackknife that leaves out one
        of up to 50 groups of customers (of answers, without a customer role), with Student's t;
        those of importance are cut off at 0 and 1. P-values are adjusted by Holm. The quadrants
        split at an importance of 1/k and at the mean of the ratings' means. Nothing hangs on the
        order of rows or columns, on the scale of the weights or on the engine.

    Raises:
        RoleMissing: score or ratings are not set.
        InvalidSetting: `method` or `confidence` make no sense, a column holds no numbers, is
            named twice, or there are more than 20 ratings for "lmg".
        NotEnoughData: too few complete rows, or nothing that varies.

    Source: Grömping (2006), Journal of Statistical Software 17(1), doi:10.18637/jss.v017.i01. The
    same in R: `relaimpo::calc.relimp(type = "lmg", rela = TRUE)`. `docs/methods/drivers.md` has
    the formulas.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    choice = choose(feedback, method, intervals=intervals)
    model = fit(choice.groups.columns(list(range(len(choice.modelled) + 2))), choice.method)
    places = placed(choice, model, confidence)
    parts = sides(choice, model, confidence)
    only = parts.dropna(subset=["only"])
    lowest = model.lowest(performance(choice, model), confidence)
    means = comparable(choice.modelled)
    return DriversResult(
        table=assemble(choice, model, places, confidence),
        sides=parts.drop(columns="only"),
        one_sided=dict(zip(only["driver"], only["only"], strict=True)),
        coefficients=coefficients(choice.names, model, confidence),
        positions=by_importance(places),
        comparable=means,
        r_squared=model.r_squared,
        p_value=model.p_value,
        leaders=tuple(choice.names[place] for place in model.leaders(confidence)),
        rated_lowest=None if lowest is None else choice.names[lowest],
        score=str(feedback.score),
        judged=model.judged,
        confidence=confidence,
        notes=(
            *choice.notes,
            *words.about_model(choice.names, model, confidence, comparable=means),
            *words.about_places(places),
            *(() if intervals else (words.without_intervals(),)),
        ),
        provenance=_provenance(choice, confidence),
    )


def _provenance(choice: Choice, confidence: float) -> Provenance:
    feedback = choice.given
    return Provenance(
        rows=feedback.rows,
        used=choice.sums.used,
        left_out=reasons(choice.asked, choice.sums.states),
        settings={
            "method": choice.method,
            "ratings": choice.names,
            "weight": feedback.weight,
            "intervals": choice.asked.parts > 1,
            "confidence": confidence,
        },
        method=words.weighted(words.METHODS[choice.method], feedback.weight),
        source=LMG_SOURCE if choice.method == "lmg" else JOHNSON_SOURCE,
        fingerprint=feedback.fingerprint,
        method_note="drivers",
    )
