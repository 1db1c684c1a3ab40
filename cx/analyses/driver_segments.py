"""For whom does which experience matter more?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from cx import charts
from cx.analyses import driver_segments_words as words
from cx.analyses.driver_choice import Choice, choose
from cx.analyses.driver_products import GROUPS, Asked, counted, products_by_segment, reasons, sizes
from cx.analyses.driver_segments_model import compared, estimated
from cx.analyses.result import Provenance, Result
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import check_confidence
from cx.stats.net_promoter import FEW_ANSWERS
from cx.wording import Message, msg, t

MOST_GROUPS: Final = 12
ANSWERS_A_RATING: Final = 5
SOURCE: Final = (
    "Kott (2001), The Delete-a-Group Jackknife, Journal of Official Statistics 17(4), 521–526; "
    "Holm (1979), Scandinavian Journal of Statistics 6(2), 65–70"
)
_OWN: Final = ("driver", "n", "effect", "coefficient", "ci_low", "ci_high", "p_value", "p_adjusted")


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverSegmentsResult(Result):
    """What `driver_segments` gives back.

    Attributes:
        table: columns `driver [by] n effect ci_low ci_high p_value p_adjusted`, one row a driver
            and group. `effect` is the NPS points that go with one point more on the rating in this
            group, all ratings at once; where the score is no NPS score the column is `coefficient`
            and holds points of the score. NaN where the rating never changes in the group, or can
            be computed from others.
        differences: columns `driver group other difference ci_low ci_high p_value p_adjusted`: the
            effect in a group less that among all other groups together (`other` is missing), each
            group at its own level; of two groups the first less the second.
        by: the column of groups.
        in_points: whether effects are in NPS points.
    """

    differences: pd.DataFrame
    by: str
    in_points: bool

    @property
    def finding(self) -> Message:
        """Which experience matters more for whom, if the data can tell."""
        if self.differences["difference"].isna().all():
            return words.nowhere_compared()
        clear = self._clear(self.differences)
        if clear.empty:
            return words.alike(self.by)
        row: Any = clear.sort_values("p_adjusted", kind="stable").iloc[0]
        here = (self.table["driver"] == row["driver"]) & (self.table[self.by] == row["group"])
        effect = float(self.table.loc[here, self._value].iloc[0])
        return words.differs(row, effect, more=len(clear) - 1, points=self.in_points)

    @property
    def _value(self) -> str:
        return "effect" if self.in_points else "coefficient"

    def _clear(self, differences: pd.DataFrame) -> pd.DataFrame:
        return differences[differences["p_adjusted"] < 1 - self.confidence]

    def _drivers(self) -> list[str]:
        """Put the driver whose groups are most clearly apart first, the others as they are."""
        drivers = list(dict.fromkeys(self.table["driver"]))
        least = self.differences.groupby("driver")["p_adjusted"].min()
        return sorted(drivers, key=lambda name: float(least.fillna(1.0).get(name, 1.0)))

    def chart(self) -> alt.TopLevelMixin:
        """Draw the effect by group for the driver whose groups are most clearly apart."""
        driver = self._drivers()[0]
        subtitle = words.basis(driver, self.provenance.used)
        return self._groups(driver, self.headline, str(subtitle))

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the same for the other drivers."""
        axis = str(words.unit(points=self.in_points))
        return tuple(self._groups(name, name, axis) for name in self._drivers()[1:])

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the differences between groups."""
        return {t("Each group against the others"): self.differences}

    def _groups(self, driver: str, title: str, subtitle: str) -> alt.TopLevelMixin:
        table = self.table[self.table["driver"] == driver]
        apart = self._clear(self.differences[self.differences["driver"] == driver])
        named = {*apart["group"], *apart["other"].dropna()}
        label = table[self.by].astype(str)
        return charts.estimates(
            table.assign(
                label=label, tone=np.where(table[self.by].isin(named), "plain", "unclear")
            ),
            label="label",
            value=self._value,
            low="ci_low",
            high="ci_high",
            kind="points" if self.in_points else "number",
            title=title,
            subtitle=subtitle,
            tone="tone",
            zero=True,
            axis_title=str(words.unit(points=self.in_points)),
        )


def driver_segments(
    feedback: Feedback, *, by: str, confidence: float = 0.95
) -> DriverSegmentsResult:
    """Tell whether a rating carries more in one group of customers than in the others.

    Ratings and rows are chosen as in `cx.drivers`. In every group the score is explained by all
    ratings at once; one query adds up the cross-products of all groups. Groups with fewer than 30
    complete answers, or fewer than five for each rating, or from next to no customers, are left out
    and named, and of more than twelve groups the smaller ones.

    Args:
        feedback: answers with a score and ratings.
        by: the column of groups; rows without one are left out.
        confidence: of the intervals, 0–1.

    Returns:
        Effects by group, with a grouped jackknife that draws the same groups of customers in all
        segments, so that customers who answer in several do not count twice. P-values are adjusted
        by Holm: those of effects over all groups and drivers, those of differences likewise.

    Raises:
        ColumnNotFound: the table has no column `by`.
        InvalidSetting: `by` is a rating, the score, or a name that the answer uses itself.
        NotEnoughData: fewer than two groups are large enough.
        RoleMissing: score or ratings are not set.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    feedback.require_column(by)
    choice = choose(feedback, "johnson", intervals=False)
    _check_by(feedback, by)
    places = {name: place for place, name in enumerate(feedback.ratings)}
    asked = replace(
        choice.asked, chosen=tuple(places[name] for name in choice.names), parts=GROUPS, by=by
    )
    n = sizes(asked)
    fewest = max(FEW_ANSWERS, ANSWERS_A_RATING * len(choice.names))
    large = n[n >= fewest].head(MOST_GROUPS)
    sums = products_by_segment(replace(asked, segments=tuple(large.index)))
    fitted = estimated(sums, len(choice.names), in_points=choice.scale.is_nps)
    if len(fitted) < 2:
        raise NotEnoughData(words.too_few_groups(by, len(n), fewest))
    kept = replace(asked, segments=tuple(fitted))
    table, differences = compared(fitted, choice.names, n, by=by, confidence=confidence)
    if not choice.scale.is_nps:
        table = table.rename(columns={"effect": "coefficient"})
    return DriverSegmentsResult(
        table=table,
        differences=differences,
        by=by,
        in_points=choice.scale.is_nps,
        confidence=confidence,
        notes=(
            *words.left_out(n, tuple(fitted), fewest),
            *words.not_compared(differences),
            *choice.notes,
        ),
        provenance=_provenance(kept, choice, confidence),
    )


def _check_by(feedback: Feedback, by: str) -> None:
    if by in (feedback.score, *feedback.ratings):
        raise InvalidSetting(
            msg(
                "“{by}” is a score or a rating, so it cannot make the groups. Choose another "
                "column.",
                by=by,
            )
        )
    if by in _OWN:
        raise InvalidSetting(
            msg(
                "The answer has a column “{by}” of its own, so groups cannot have that name too. "
                "Rename the column and try again.",
                by=by,
            )
        )


def _provenance(asked: Asked, choice: Choice, confidence: float) -> Provenance:
    feedback, states = asked.feedback, counted(asked)
    return Provenance(
        rows=feedback.rows,
        used=states.get("used", 0),
        left_out=reasons(asked, states),
        settings={
            "by": asked.by,
            "ratings": choice.names,
            "weight": feedback.weight,
            "confidence": confidence,
        },
        method=words.METHOD,
        source=SOURCE,
        fingerprint=feedback.fingerprint,
        method_note="drivers",
    )
