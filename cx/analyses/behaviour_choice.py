"""What `cx.behaviour_drivers` models, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cx.analyses import behaviour_words as words
from cx.analyses.behaviour_measures import FEW, Aside, Measure, candidates
from cx.analyses.behaviour_model import Sums, alike, still, summed
from cx.analyses.behaviour_rows import Answers
from cx.data.scales.scale import Scale
from cx.errors import NotEnoughData

ANSWERS_EACH: Final = 10
FEWEST_GROUPS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the model is made of.

    Attributes:
        measures: that are modelled.
        aside: reason → what is not looked at for it.
        sums: cross-products of `measures`, then the score, then its NPS contribution.
    """

    measures: tuple[Measure, ...]
    aside: Mapping[Aside, tuple[Measure, ...]]
    sums: Sums


def choose(answers: Answers, scale: Scale, score: str) -> Choice:
    """Choose what is modelled; raises as `cx.behaviour_drivers` does."""
    found = candidates(answers, scale)
    if found.scored < FEW:
        raise NotEnoughData(words.too_few(found.scored, FEW))
    if not found.measures:
        raise NotEnoughData(words.nothing_left(found.aside))
    most = found.scored // ANSWERS_EACH
    looked_at, beyond = found.measures[:most], found.measures[most:]
    sums = summed(answers, looked_at, scale)
    customers = len(sums.groups.n)
    if customers < FEWEST_GROUPS:
        raise NotEnoughData(words.too_few_customers(customers, FEWEST_GROUPS))
    constant = still(sums.groups)
    if len(looked_at) in constant:
        raise NotEnoughData(words.same_score(sums.used, score))
    moving = [at for at in range(len(looked_at)) if at not in constant]
    told = [
        moving[at] for at in alike([looked_at[at] for at in moving], sums.groups.columns(moving))
    ]
    kept = [at for at in moving if at not in told]
    aside = {
        **found.aside,
        Aside.CONSTANT: (
            *found.aside[Aside.CONSTANT],
            *(measure for at, measure in enumerate(looked_at) if at in constant),
        ),
        Aside.ALIKE: tuple(looked_at[at] for at in told),
        Aside.BEYOND: beyond,
    }
    if not kept:
        raise NotEnoughData(words.nothing_left(aside))
    k = len(looked_at)
    return Choice(
        measures=tuple(looked_at[at] for at in kept),
        aside=aside,
        sums=Sums(groups=sums.groups.columns([*kept, k, k + 1]), states=sums.states),
    )
