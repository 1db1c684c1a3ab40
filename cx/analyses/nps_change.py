"""Did opinions change, or did others answer?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from cx import charts
from cx.analyses import nps_change_words as words
from cx.analyses.nps import count_checked
from cx.analyses.nps_counts import Period
from cx.analyses.nps_table import cells_of
from cx.analyses.nps_words import basis
from cx.analyses.result import Provenance, Result
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import Interval, check_confidence
from cx.stats.mix import Sample, Split, split_change
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import FEW_ANSWERS, WeightedKinds
from cx.stats.verdict import verdict
from cx.wording import Message, msg, t

SOURCE: Final = (
    "Kitagawa (1955), Components of a Difference Between Two Rates, Journal of the American "
    "Statistical Association 50(272), 1168–1194, doi:10.1080/01621459.1955.10501299"
)
_POINTS: Final = np.array([100.0, 0.0, -100.0])
_NOBODY: Final = WeightedKinds((0, 0, 0), (0, 0, 0), (0, 0, 0))


class ChangePart(StrEnum):
    """What a change is made of."""

    TOTAL = "total"
    OPINIONS = "opinions"
    MIX = "mix"


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsChangeResult(Result):
    """What `nps_change` gives back.

    Attributes:
        table: columns `period other part change ci_low ci_high p_value p_adjusted`: for each period
            the change since the one before it (`other`) in NPS points, and the two parts that add
            up to it. `part` is a `ChangePart`; p-values are adjusted by Holm within each part.
        groups: of the last change: columns `group n n_before share share_before nps nps_before
            opinions mix`, the last two in points of the whole NPS.
        by: the column of groups.
        every: the length of a period.
        n: answers of the last two periods.
    """

    groups: pd.DataFrame
    by: str
    every: Period
    n: int

    @property
    def finding(self) -> Message:
        """What the last change is made of."""
        return words.changed(self._last(), self.by, self.every, self.confidence, few=self.few)

    @property
    def few(self) -> bool:
        """Whether one of the last two periods has fewer than 30 answers."""
        return int(self.groups[["n", "n_before"]].sum().min()) < FEW_ANSWERS

    def chart(self) -> alt.TopLevelMixin:
        """Draw the last change and its parts."""
        rows = self._last()
        names = self.codes()["part"]
        judged = zip(rows["ci_low"], rows["ci_high"], rows["p_adjusted"], strict=True)
        return charts.estimates(
            rows.assign(
                label=[names[part] for part in rows["part"]],
                tone=[
                    verdict(Interval(low, high), p, self.confidence, readable=not self.few).tone
                    for low, high, p in judged
                ],
            ),
            label="label",
            value="change",
            low="ci_low",
            high="ci_high",
            kind="signed_points",
            title=self.headline,
            subtitle=str(basis(self.n)),
            tone="tone",
            zero=True,
            sort=False,
            axis_title=t("NPS points"),
        )

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the parts into words."""
        return {
            "part": {
                ChangePart.TOTAL.value: t("The whole change"),
                ChangePart.OPINIONS.value: t("Opinions within the groups changed"),
                ChangePart.MIX.value: t("Other groups answered"),
            }
        }

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the groups behind the last change."""
        return {t("The groups behind the last change"): self.groups}

    def _last(self) -> pd.DataFrame:
        return pd.DataFrame(self.table[self.table["period"] == self.table["period"].max()])


def nps_change(
    feedback: Feedback, *, by: str, every: Period = "month", confidence: float = 0.95
) -> NpsChangeResult:
    """Split each change of the NPS into changed opinions and changed shares of groups.

    An NPS falls when customers think worse, and also when those who always thought worse answer
    more often. With the groups of `by`, the first is what the change would be had the shares of
    the groups stood still at their average, the second what it would be had their NPS stood still.

    Args:
        feedback: answers with a score from 0 to 10 and a time.
        by: the column of groups whose shares may have moved.
        every: "day", "week" (from Monday), "month" or "quarter".
        confidence: of the intervals, 0–1.

    Returns:
        The parts of every change from one period with answers to the next. Weights count, where
        there are any. Different periods are taken to hold different people.

    Raises:
        WrongScale, RoleMissing, ColumnNotFound: as `cx.nps`.
        InvalidSetting: `every` or `confidence` make no sense, or `by` is not given.
        NotEnoughData: there are answers in one period only.

    Source: Kitagawa (1955), doi:10.1080/01621459.1955.10501299.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    if not by or not every:
        raise InvalidSetting(
            msg("This needs a column of groups and a period. Choose both: by=… and every=….")
        )
    counted, doubts = count_checked(feedback, by=by, every=every)
    cells = cells_of(counted.valid, ["period", "group"])
    samples = _samples(cells)
    if len(samples) < 2:
        raise NotEnoughData(words.one_period(feedback, next(iter(samples)), every))
    steps = [
        (now, before, split_change(samples[now], samples[before]))
        for before, now in pairwise(samples)
    ]
    groups = _groups(cells, *steps[-1])
    used = int(counted.valid["n"].sum())
    return NpsChangeResult(
        table=_table(steps, confidence),
        groups=groups,
        by=by,
        every=every,
        n=int(groups[["n", "n_before"]].sum().sum()),
        confidence=confidence,
        notes=(*doubts, *words.cautions(groups)),
        provenance=Provenance(
            rows=feedback.rows,
            used=used,
            left_out=counted.left_out,
            settings={"by": by, "every": every, "confidence": confidence},
            method=words.METHOD,
            source=SOURCE,
            fingerprint=feedback.fingerprint,
            method_note="nps",
        ),
    )


def _samples(cells: Mapping[Any, WeightedKinds]) -> dict[Any, Sample]:
    """Set the cells side by side, every period with all groups in the same order."""
    periods = sorted({period for period, _ in cells})
    groups = sorted({group for _, group in cells}, key=str)
    rows = {period: [cells.get((period, group), _NOBODY) for group in groups] for period in periods}
    return {
        period: Sample(
            np.array([cell.weights for cell in row], dtype=float),
            np.array([cell.squares for cell in row], dtype=float),
            _POINTS,
        )
        for period, row in rows.items()
    }


def _table(steps: list[tuple[Any, Any, Split]], confidence: float) -> pd.DataFrame:
    rows = [
        (now, before, part.value, found.change, *found.interval(confidence), found.p_value)
        for now, before, split in steps
        for part, found in zip(ChangePart, (split.total, split.within, split.mix), strict=True)
    ]
    names = ["period", "other", "part", "change", "ci_low", "ci_high", "p_value"]
    table = pd.DataFrame(rows, columns=names)
    table["p_adjusted"] = table.groupby("part")["p_value"].transform(holm)
    return table


def _groups(
    cells: Mapping[Any, WeightedKinds], now: Any, before: Any, split: Split
) -> pd.DataFrame:
    names = sorted({group for _, group in cells}, key=str)
    columns: dict[str, Any] = {"group": names}
    for ending, period in (("", now), ("_before", before)):
        found = [cells.get((period, name), _NOBODY) for name in names]
        total = sum(sum(cell.weights) for cell in found)
        columns[f"n{ending}"] = [sum(cell.n) for cell in found]
        columns[f"share{ending}"] = [sum(cell.weights) / total for cell in found]
        columns[f"nps{ending}"] = [cell.counts.nps for cell in found]
    columns |= {"opinions": split.within_groups, "mix": split.mix_groups}
    order = ["group", "n", "n_before", "share", "share_before", "nps", "nps_before"]
    table = pd.DataFrame(columns, columns=[*order, "opinions", "mix"])
    there = table[["n", "n_before"]].sum(axis=1) > 0
    return pd.DataFrame(table[there]).reset_index(drop=True)
