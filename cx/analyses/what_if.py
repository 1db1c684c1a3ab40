"""What if a rating improved?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from cx import charts
from cx.analyses import what_if_figures as figures
from cx.analyses import what_if_words as words
from cx.analyses.driver_products import INCOMPLETE, USED, reasons
from cx.analyses.nps_words import basis
from cx.analyses.result import Provenance, Result
from cx.analyses.what_if_basis import Basis, what_if_basis
from cx.analyses.what_if_figures import AFTER, CHANGE, NOW
from cx.data.dataset import Feedback
from cx.errors import ColumnNotFound, InvalidSetting
from cx.stats.interval import check_confidence
from cx.stats.power import answers_each
from cx.wording import Message, t

FURTHEST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfResult(Result):
    """What `what_if` gives back.

    Attributes:
        table: columns `driver asked moved effect ci_low ci_high`, one row a rating: by how many
            points it was asked to move, by how many its mean moves then (nobody can rate above the
            highest answer), and the NPS points that go with that.
        overall: columns `moment nps ci_low ci_high`; `moment` is "now", "after" or "change".
        gained: columns `side customers ci_low ci_high`: how many more promoters and how many fewer
            detractors that is among `customers`.
        customers: the number of customers that `gained` is about.
        own_notes: what weakens this answer beyond what weakens the drivers it rests on.
        answers_needed: answers for each version of an A/B test that finds the change with a chance
            of 80 %; infinite where nothing changes.
    """

    overall: pd.DataFrame
    gained: pd.DataFrame
    customers: int
    answers_needed: float
    own_notes: tuple[Message, ...] = ()

    @property
    def finding(self) -> Message:
        """The NPS that would follow, if the data can tell."""
        moments = self.overall.set_index("moment")
        return words.follows(self.table, moments.loc[AFTER], moments.loc[CHANGE])

    @property
    def in_customers(self) -> Message:
        """How many customers that is."""
        return words.in_customers(self.gained, self.customers)

    @property
    def test(self) -> Message:
        """How large an A/B test has to be that could prove it."""
        return words.test(float(self.overall["nps"].iloc[2]), self.answers_needed)

    def chart(self) -> alt.TopLevelMixin:
        """Draw the NPS now and after."""
        moments = self.overall[self.overall["moment"] != CHANGE]
        return charts.estimates(
            moments.assign(label=[t("Now"), t("After")]),
            label="label",
            value="nps",
            low="ci_low",
            high="ci_high",
            kind="points",
            title=self.headline,
            subtitle=str(basis(self.provenance.used)),
            sort=False,
            axis_title=t("NPS"),
        )

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put moments and sides into words."""
        return {
            "moment": {NOW: t("Now"), AFTER: t("After"), CHANGE: t("Change")},
            "side": {"promoters": t("More promoters"), "detractors": t("Fewer detractors")},
        }

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the NPS now and after, and the customers."""
        return {t("NPS now and after"): self.overall, t("In customers"): self.gained}


def what_if(
    feedback: Feedback,
    changes: Mapping[str, float],
    *,
    customers: int | None = None,
    confidence: float = 0.95,
) -> WhatIfResult:
    """Tell which NPS would go with other ratings.

    Every answer to a rating moves by the points that were asked for, but not beyond the ends of its
    scale; what is left of the move is multiplied by the effect of the rating in `cx.drivers`. It is
    association: whether NPS follows when a rating is changed, only a test can tell.

    Args:
        feedback: answers with a score from 0 to 10 and ratings.
        changes: rating → points to move it by, negative downwards.
        customers: how many customers to say it for; as many as there are answers if None.
        confidence: of the intervals, 0–1.

    Returns:
        The NPS of all answers with a score now and after, from −100 to 100; intervals by one
        grouped jackknife of the NPS and all effects together, Student's t. How the ratings are
        spread is taken as it is.

    Raises:
        ColumnNotFound: `changes` names something that is no rating.
        InvalidSetting: nothing is changed, a rating has no effect of its own or is not in the
            model, a change is no number up to a million, or `customers` is no whole number from 1.
        WrongScale: the score is not on the scale from 0 to 10.
        RoleMissing: score or ratings are not set.
        NotEnoughData: too few complete rows, or nothing that varies.
    """
    check_confidence(confidence)
    return moved(what_if_basis(feedback), changes, customers=customers, confidence=confidence)


def moved(
    base: Basis,
    changes: Mapping[str, float],
    *,
    customers: int | None = None,
    confidence: float = 0.95,
) -> WhatIfResult:
    """Answer a what-if from what was prepared; see `what_if`."""
    _check(base, changes, customers)
    size = base.n if customers is None else int(customers)
    steps = {name: base.spread[name].moved(float(asked)) for name, asked in changes.items()}
    weights = np.array([[steps.get(name, 0.0)] for name in base.choice.names])
    change, won = base.effects @ weights, base.promoters @ weights
    shares = figures.shares(base.now, won.estimate[0], change.estimate[0])
    overall = figures.overall(base.now, change, confidence)
    own_notes = (
        *words.about_moves(changes, steps),
        *words.stretched(figures.hardly_there(base, steps)),
        *words.capped(base.now, change),
        words.association(),
    )
    return WhatIfResult(
        table=figures.table(base, changes, steps, confidence),
        overall=overall,
        gained=figures.gained(base.now, change, won, size, confidence),
        customers=size,
        answers_needed=answers_each(
            float(overall["nps"].iloc[2]),
            (figures.variance(*shares[0]), figures.variance(*shares[1])),
            confidence=confidence,
        ),
        confidence=confidence,
        own_notes=own_notes,
        notes=(*own_notes, *base.choice.notes),
        provenance=_provenance(base, changes, customers, confidence),
    )


def _check(base: Basis, changes: Any, customers: Any) -> None:
    if not isinstance(changes, Mapping):
        raise InvalidSetting(words.no_mapping(changes))
    ratings = base.choice.asked.feedback.ratings
    for name, asked in changes.items():
        if name not in ratings:
            raise ColumnNotFound(str(name), ratings)
        if name not in base.names:
            raise InvalidSetting(words.no_effect(name, base.names))
        if not (_is(asked, Real) and abs(asked) < math.inf):
            raise InvalidSetting(words.no_number(name, asked))
        if abs(asked) > FURTHEST:
            raise InvalidSetting(words.too_far(name, FURTHEST))
    if not any(changes.values()):
        raise InvalidSetting(words.nothing_moved(base.names))
    if customers is not None and (not _is(customers, Integral) or customers < 1):
        raise InvalidSetting(words.bad_customers(customers))


def _is(given: object, kind: type) -> bool:
    return isinstance(given, kind) and not isinstance(given, bool)


def _provenance(
    base: Basis, changes: Mapping[str, float], customers: int | None, confidence: float
) -> Provenance:
    asked, states = base.choice.asked, base.choice.sums.states
    counted = {state: n for state, n in states.items() if state not in (USED, INCOMPLETE)}
    return Provenance(
        rows=asked.feedback.rows,
        used=base.n,
        left_out=reasons(asked, counted),
        settings={
            "changes": {name: float(asked) for name, asked in changes.items()},
            "customers": None if customers is None else int(customers),
            "weight": asked.feedback.weight,
            "confidence": confidence,
        },
        method=words.METHOD,
        source=words.SOURCE,
        fingerprint=base.choice.given.fingerprint,
        method_note="drivers",
    )
