"""What only hurts when it is bad, and what only delights when it is good?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from cx.analyses import asymmetry_words as words
from cx.analyses.asymmetry_cuts import cut_of
from cx.analyses.asymmetry_sums import MarkedSums, marked_sums
from cx.analyses.asymmetry_table import assemble, countable, exact
from cx.analyses.rated_rows import Basis, basis, require_groups
from cx.analyses.result import Provenance, Result
from cx.charts.diverging import Side, diverging
from cx.data.dataset import Feedback
from cx.stats.interval import check_confidence
from cx.stats.penalty_reward import SOURCE, penalty_reward
from cx.wording import Message, t


@dataclass(frozen=True, slots=True, kw_only=True)
class AsymmetryResult(Result):
    """What `asymmetry` gives back.

    Attributes:
        table: columns `driver n n_low n_high penalty penalty_ci_low penalty_ci_high reward
            reward_ci_low reward_ci_high asymmetry ci_low ci_high p_value p_adjusted kind`, the
            largest penalty or reward first. `n_low` and `n_high` count such answers. Effects are in
            NPS points where the score is on a scale from 0 to 10, else in points of the score;
            NaN where there are fewer than 30 answers to tell them from. Interval and p-value
            without a prefix are of the asymmetry. `kind` is a `Kind`.
        score: the column of the score.
        in_points: whether effects are in NPS points.
    """

    score: str
    in_points: bool

    @property
    def finding(self) -> Message:
        """Which experience works at one end only."""
        used = self.provenance.used
        return words.finding(self.table, self.score, used, in_points=self.in_points)

    def chart(self) -> alt.TopLevelMixin:
        """Draw penalty and reward of each driver on either side of zero."""
        table = self.table.assign(
            name=[
                t("{driver}: {kind}", driver=driver, kind=words.KINDS[kind])
                for driver, kind in zip(self.table["driver"], self.table["kind"], strict=True)
            ],
            penalty_tone=_tones(self.table["penalty_ci_low"], self.table["penalty_ci_high"]),
            reward_tone=_tones(self.table["reward_ci_low"], self.table["reward_ci_high"]),
        )
        return diverging(
            table,
            label="name",
            left=_side("penalty", t("Low answers")),
            right=_side("reward", t("High answers")),
            kind="points" if self.in_points else "number",
            title=self.headline,
            subtitle=words.basis(self.provenance.used),
            axis_title=t("NPS points") if self.in_points else self.score,
        )

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the kinds into words."""
        return {"kind": {kind.value: str(word) for kind, word in words.KINDS.items()}}


def _tones(low: pd.Series[float], high: pd.Series[float]) -> list[str]:
    return [str(tone) for tone in np.select([low > 0, high < 0], ["better", "worse"], "unclear")]


def _side(name: str, title: str) -> Side:
    return Side(
        value=name, low=f"{name}_ci_low", high=f"{name}_ci_high", tone=f"{name}_tone", title=title
    )


def asymmetry(feedback: Feedback, *, confidence: float = 0.95) -> AsymmetryResult:
    """Tell what low answers cost and what high answers bring, by penalty–reward contrasts.

    Each rating becomes two marks, for low and for high answers: of five points 1–2 and 5, of seven
    1–3 and 6–7, of ten 1–6 and 9–10, of eleven 0–6 and 9–10, of any other number the lowest and
    the highest third. The outcome is −100 for detractors, 0 for passives and 100 for promoters, or
    the score itself where it is not on a scale from 0 to 10. Rows need a score and every rating
    that `cx.drivers` would model, within its scale. Weights are not used.

    Args:
        feedback: answers with a score and ratings.
        confidence: of the intervals, 0–1.

    Returns:
        Penalties and rewards by least squares on all marks at once, each with its interval by a
        jackknife that leaves out one of up to 50 groups of customers (of answers, without a
        customer role). The asymmetry is their sum at equal distances from the middle, 0 on a
        straight line; its p-values are adjusted by Holm. A driver is basic where penalty and
        asymmetry are clearly below zero and the reward is not clear of it, or surely less than
        half of the penalty; excitement is the mirror image. Other drivers with both ends clear of
        zero are performance; neither takes both intervals within 5 % of the width of the outcome's
        scale (± 10 NPS points); the rest is unclear.

    Raises:
        RoleMissing: score or ratings are not set.
        InvalidSetting: `confidence` makes no sense, a column holds no numbers or is named twice.
        NotEnoughData: too few complete rows, or nothing that varies.

    Source: Brandt (1987); Mikulić & Prebežac (2008), doi:10.1108/09604520810920068.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    base = basis(feedback, complete=True)
    cuts = [cut_of(rating.scale) for rating in base.choice.modelled]
    sums = marked_sums(base, cuts)
    require_groups(base, len(sums.groups.n))
    found = penalty_reward(sums.groups, sums.ratings)
    scale = base.choice.scale
    width = 200.0 if base.in_points else float(scale.high - scale.low)
    table = assemble(base.names, sums, found, width=width, confidence=confidence)
    return AsymmetryResult(
        table=table,
        score=str(feedback.score),
        in_points=base.in_points,
        confidence=confidence,
        notes=(*base.notes, *words.cautions(table, base.names, cuts), *_copies(base, sums)),
        provenance=Provenance(
            rows=feedback.rows,
            used=base.used,
            left_out=base.left_out,
            settings={"ratings": base.names, "confidence": confidence},
            method=words.METHOD,
            source=SOURCE,
            fingerprint=feedback.fingerprint,
            method_note="asymmetry",
        ),
    )


def _copies(base: Basis, sums: MarkedSums) -> tuple[Message, ...]:
    found = np.asarray((countable(sums) & exact(sums)).any(axis=1))
    copies = tuple(name for name, is_copy in zip(base.names, found, strict=True) if is_copy)
    return (words.copies(copies),) if copies else ()
