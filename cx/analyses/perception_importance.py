"""Do we hold important what is important to customers?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import altair as alt
import numpy as np
import pandas as pd

from cx import charts
from cx.analyses.drivers import drivers
from cx.analyses.perception_beliefs import about_beliefs, counting, read_beliefs
from cx.analyses.perception_touchpoints import matched
from cx.analyses.perception_words import key
from cx.analyses.result import Result
from cx.data.dataset import Feedback
from cx.errors import NotEnoughData
from cx.stats.ranks import ranks, spearman
from cx.wording import Message, msg, t

Weighed = Literal["underrated", "overrated", "unclear"]
COLUMNS: Final = (
    "touchpoint",
    "n",
    "believed",
    "believed_n",
    "believed_rank",
    "importance",
    "ci_low",
    "ci_high",
    "rank",
    "rank_low",
    "rank_high",
    "verdict",
)
METHOD: Final = msg(
    "How important the team holds each touchpoint to be is compared by rank with its importance "
    "for the score: its part of R², averaged over all orders of taking the ratings in (LMG). Ranks "
    "in between are those that the intervals of importance allow: as many touchpoints go before as "
    "lie wholly above. Both orders are compared by Spearman's rank correlation, with exact "
    "p-values up to eight touchpoints. It is association: what goes with the score need not "
    "cause it."
)
SOURCE: Final = (
    "Grömping (2006), Journal of Statistical Software 17(1), doi:10.18637/jss.v017.i01; Spearman "
    "(1904), doi:10.2307/1412159"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportanceGapResult(Result):
    """What `importance_gap` gives back.

    Attributes:
        table: columns `touchpoint n believed believed_n believed_rank importance ci_low ci_high
            rank rank_low rank_high verdict`, the most important to customers first. `believed` is
            the mean of what members say, `importance` a share of R² as in `cx.drivers`; ranks
            count from 1, the most important. `verdict` is "underrated" where the team's rank lies
            beyond `rank_high`, "overrated" where it lies before `rank_low`, else "unclear".
        correlation: Spearman's ρ of both ranks, −1…1.
        p_value: of no relation.
        told: whether the ratings explain more of the score than chance would.
    """

    correlation: float
    p_value: float
    told: bool

    @property
    def finding(self) -> Message:
        """The touchpoint whose weight the team misjudges most, and whether both orders agree."""
        return self._agreement(self._most_misjudged())

    def _most_misjudged(self) -> Message:
        if not self.told:
            return msg(
                "We can't tell yet what matters to customers: chance could explain all that the "
                "ratings seem to explain."
            )
        for verdict, place in (("underrated", 0), ("overrated", -1)):
            among = self.table[self.table["verdict"] == verdict]
            if len(among):
                return _misjudged(among.iloc[place], len(self.table))
        return msg(
            "What the team holds to be important fits what matters to customers, as far as the "
            "data can tell."
        )

    def _agreement(self, finding: Message) -> Message:
        values = {"finding": finding, "rho": self.correlation}
        if np.isnan(self.correlation) or not self.told:
            return finding
        if self.p_value < 1 - self.confidence:
            if self.correlation > 0:
                return msg(
                    "{finding} Over all, both orders go together (rank correlation {rho:number}).",
                    **values,
                )
            return msg(
                "{finding} Over all, both orders run against each other (rank correlation "
                "{rho:number}).",
                **values,
            )
        return msg(
            "{finding} Over all, the team's order agrees with the customers' no more than chance "
            "would explain (rank correlation {rho:number}).",
            **values,
        )

    def chart(self) -> alt.TopLevelMixin:
        """Draw the rank that the team gives beside the customers', one row a touchpoint."""
        tones = {"underrated": "worse", "overrated": "better", "unclear": "unclear"}
        return charts.pairs(
            self.table.assign(tone=self.table["verdict"].map(tones)),
            label="touchpoint",
            first="believed_rank",
            second="rank",
            low="rank_low",
            high="rank_high",
            kind="number",
            tone="tone",
            title=self.headline,
            subtitle=str(key(self.provenance.used)),
            first_name=t("the team believes"),
            second_name=t("customers say"),
            axis_title=t("Place by importance, 1 is first"),
        )

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the verdicts into words."""
        return {
            "verdict": {
                "underrated": t("matters more than believed"),
                "overrated": t("matters less than believed"),
                "unclear": t("can't tell"),
            }
        }


def _misjudged(row: Any, n: int) -> Message:
    values = _values(row, n)
    if row["verdict"] == "underrated":
        return msg(
            "“{touchpoint}” matters more than the team believes: the team puts it in place "
            "{believed_rank:number} of {n:count} by importance, customers in place {rank:number}, "
            "with {importance:percent} ({low:percent} to {high:percent}) of what the ratings "
            "explain.",
            **values,
        )
    return msg(
        "“{touchpoint}” matters less than the team believes: the team puts it in place "
        "{believed_rank:number} of {n:count} by importance, customers in place {rank:number}, with "
        "{importance:percent} ({low:percent} to {high:percent}) of what the ratings explain.",
        **values,
    )


def _values(row: Any, n: int) -> dict[str, Any]:
    return {
        "touchpoint": str(row["touchpoint"]),
        "believed_rank": float(row["believed_rank"]),
        "n": n,
        "rank": float(row["rank"]),
        "importance": float(row["importance"]),
        "low": float(row["ci_low"]),
        "high": float(row["ci_high"]),
    }


def importance_gap(
    feedback: Feedback, beliefs: Any, *, confidence: float = 0.95
) -> ImportanceGapResult:
    """Hold how important the team believes each touchpoint to be against `cx.drivers`.

    Names are matched as in `cx.perception_gap`. All ratings are modelled, whether the team speaks
    of them or not; ranks are among the touchpoints that both sides have.

    Args:
        feedback: answers with a score and ratings.
        beliefs: a table as for `cx.perception_gap` with a column `importance`, on any scale, more
            for more important; of several members their mean counts. Where rows were given on
            different scales (`lowest`, `highest`) their place on it counts, 0–1.
        confidence: of the intervals, 0–1.

    Raises:
        RoleMissing, InvalidSetting, NotEnoughData: as `cx.drivers` and `cx.perception_gap` do;
            also where fewer than two touchpoints have both.

    Source: Grömping (2006), doi:10.18637/jss.v017.i01; Spearman (1904), doi:10.2307/1412159. In R:
    `relaimpo::calc.relimp(type = "lmg", rela = TRUE)` and `cor.test(method = "spearman")`.
    """
    Feedback.expect(feedback)
    rows, read = read_beliefs(beliefs)
    rows = rows[rows["importance"].notna()]
    if rows.empty:
        raise NotEnoughData(
            msg(
                "The team has not said how important the touchpoints are. Add a column "
                "“importance” to the beliefs, with a higher number for what matters more."
            )
        )
    feedback.require_role("ratings")
    partners, named = matched(list(dict.fromkeys(rows["touchpoint"])), feedback.ratings)
    counted = counting(
        rows.assign(touchpoint=rows["touchpoint"].map(partners)).dropna(subset="touchpoint")
    )
    found = drivers(feedback, confidence=confidence)
    told = found.p_value < 1 - confidence
    table = _compared(_weights(counted), found.table, told=told)
    rho, p_value = spearman(table["believed"], table["importance"])
    return ImportanceGapResult(
        table=table,
        correlation=rho,
        p_value=p_value,
        told=told,
        confidence=confidence,
        notes=(*read, *named, *_unmodelled(counted, table), *found.notes, *about_beliefs(counted)),
        provenance=replace(found.provenance, method=METHOD, source=SOURCE),
    )


def _weights(counted: pd.DataFrame) -> pd.DataFrame:
    """Give the mean importance and the number of members by touchpoint."""
    values, ends = counted["importance"], counted[["lowest", "highest"]]
    if len(ends.drop_duplicates()) > 1 and ends.isna().any(axis=None):
        values = values.groupby(counted["member"]).rank(pct=True)  # nobody can tell the scales
    elif len(ends.drop_duplicates()) > 1:
        values = (values - counted["lowest"]) / (counted["highest"] - counted["lowest"])
    grouped = values.groupby(counted["touchpoint"])
    return pd.DataFrame({"believed": grouped.mean(), "believed_n": grouped.count()}).dropna()


def _compared(weights: pd.DataFrame, found: pd.DataFrame, *, told: bool) -> pd.DataFrame:
    table = found.rename(columns={"driver": "touchpoint"}).dropna(subset="importance")
    table = table.join(weights, on="touchpoint", how="inner").reset_index(drop=True)
    if len(table) < 2:
        raise NotEnoughData(
            msg(
                "Only {n:count} touchpoint has both an importance that the team gave and one that "
                "the answers tell; two are needed to compare the order.",
                n=len(table),
            )
        )
    low, high = (table[name].to_numpy()[:, None] for name in ("ci_low", "ci_high"))
    table = table.assign(
        believed_rank=ranks(-table["believed"].round(12)),
        rank=ranks(-table["importance"].round(12)),
        rank_low=1.0 + (high < low.T).sum(axis=1),
        rank_high=len(table) - (low > high.T).sum(axis=1).astype("float64"),
    )
    verdicts = [_weighed(row) if told else "unclear" for row in table.itertuples()]
    return table.assign(verdict=verdicts)[list(COLUMNS)]


def _weighed(row: Any) -> Weighed:
    if row.believed_rank > row.rank_high:
        return "underrated"
    return "overrated" if row.believed_rank < row.rank_low else "unclear"


def _unmodelled(counted: pd.DataFrame, table: pd.DataFrame) -> Iterator[Message]:
    lost = tuple(sorted(set(counted["touchpoint"]) - set(table["touchpoint"])))
    if lost:
        yield msg(
            "The answers do not tell how important these are, so they are left out: {names:list}.",
            names=lost,
        )
