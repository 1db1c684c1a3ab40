"""How likely are customers to recommend us?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses import nps_words as words
from cx.analyses.nps_counts import Period, check_period, count_scores
from cx.analyses.nps_differences import COLUMNS, counts, differences
from cx.analyses.result import Provenance, Result
from cx.analyses.scores import require_nps_scale, score_scale, unweighted
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import check_confidence
from cx.stats.net_promoter import PASSIVES_FROM, PROMOTERS_FROM, SOURCE
from cx.wording import Message, msg, t

KINDS: Final = ["promoters", "passives", "detractors"]
OWN_COLUMNS: Final = ("period", "n", *KINDS, "nps", "ci_low", "ci_high")
MOST_TRENDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsResult(Result):
    """What `nps` gives back.

    Attributes:
        table: columns `[by] [period] n promoters passives detractors nps ci_low ci_high`; counts,
            and points −100…100. One row a group, sorted; periods by their first day.
        differences: columns `group other difference ci_low ci_high p_value p_adjusted`; see `nps`.
        distribution: how often each score was given: columns `score n`, 0–10.
        overall: the row of `table` there would be without groups and periods.
        by: the column of groups, or None.
        every: the length of a period, or None.
    """

    differences: pd.DataFrame
    distribution: pd.DataFrame
    overall: pd.Series[float]
    by: str | None = None
    every: Period | None = None

    @property
    def finding(self) -> Message:
        """The NPS, and what stands out among groups or over time."""
        if self.by is not None and self.every is not None:
            return words.groups_moved(
                self.overall, self.differences, self.by, self.every, self.confidence
            )
        if self.every is not None:
            return words.moved(
                self.overall, self.table, self.differences, self.every, self.confidence
            )
        if self.by is not None:
            return words.apart(self.overall, self.table, self.differences, self.by, self.confidence)
        return words.level(self.overall)

    def chart(self) -> alt.TopLevelMixin:
        """Draw the distribution, the groups, the course, or the groups in their last period."""
        if self.by is not None:
            return self._groups()
        return self._distribution() if self.every is None else self._trend(self.table)

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the shares of promoters, passives and detractors, and what `chart` leaves out."""
        if self.by is not None and self.every is not None:
            return tuple(self._trend(part, name) for name, part in self._largest_groups())
        if self.by is not None or self.every is not None:
            return (self._shares(), self._distribution())
        return (self._shares(),)

    def _subtitle(self) -> str:
        return str(words.basis(self.provenance.used))

    def _labelled(self) -> pd.DataFrame:
        """Give the table with a text in `label`; of several periods the last."""
        if self.by is not None:
            last = self.table.drop_duplicates(self.by, keep="last")
            return last.assign(label=last[self.by].astype(str))
        if self.every is not None:
            return self.table.assign(
                label=[str(words.period(start, self.every)) for start in self.table["period"]]
            )
        return self.overall.to_frame().T.assign(label=t("all answers"))

    def _groups(self) -> alt.TopLevelMixin:
        table = self._labelled()
        return charts.estimates(
            table,
            label="label",
            value="nps",
            low="ci_low",
            high="ci_high",
            kind="points",
            title=self.headline,
            subtitle=self._subtitle(),
            zero=True,
            axis_title=t("NPS"),
        )

    def _trend(self, table: pd.DataFrame, group: Any = None) -> alt.TopLevelMixin:
        return charts.trend(
            table,
            period="period",
            value="nps",
            low="ci_low",
            high="ci_high",
            kind="points",
            title=self.headline if group is None else str(group),
            subtitle=str(words.basis(int(table["n"].sum()))),
        )

    def _shares(self) -> alt.TopLevelMixin:
        return charts.shares(
            self._labelled(),
            label="label",
            parts={
                "detractors": t("Detractors"),
                "passives": t("Passives"),
                "promoters": t("Promoters"),
            },
            colours={
                "detractors": charts.WORSE,
                "passives": charts.UNCLEAR,
                "promoters": charts.BETTER,
            },
            title=t("Promoters, passives and detractors"),
            subtitle=self._subtitle(),
        )

    def _distribution(self) -> alt.TopLevelMixin:
        kinds = self.distribution["score"].map(kind_of)
        tones = {"promoters": "better", "passives": "unclear", "detractors": "worse"}
        alone = self.by is None and self.every is None
        return charts.distribution(
            self.distribution.assign(tone=kinds.map(tones)),
            x="score",
            n="n",
            tone="tone",
            title=self.headline if alone else t("How often each score was given"),
            subtitle=self._subtitle(),
        )

    def _largest_groups(self) -> list[tuple[Any, pd.DataFrame]]:
        sizes = self.table.groupby(self.by)["n"].sum().sort_values(ascending=False)
        chosen = list(sizes.index[:MOST_TRENDS])
        return [(name, self.table[self.table[self.by] == name]) for name in chosen]


def kind_of(score: int) -> str:
    """Tell whether a score is given by one of the promoters, passives or detractors."""
    if score >= PROMOTERS_FROM:
        return "promoters"
    return "passives" if score >= PASSIVES_FROM else "detractors"


def nps(
    feedback: Feedback,
    *,
    by: str | None = None,
    every: Period | None = None,
    confidence: float = 0.95,
) -> NpsResult:
    """Compute the net promoter score: promoters (9–10) less detractors (0–6), in points.

    Scores that are missing, outside 0–10 or not whole numbers are left out and counted, and so
    are rows without `by` or, with `every`, without a time. Weights are not used.

    Args:
        feedback: answers with a score from 0 to 10.
        by: a column; one NPS for each of its values.
        every: "day", "week" (from Monday), "month" or "quarter"; one NPS for each period that has
            answers. Needs the time role.
        confidence: of the intervals, 0–1.

    Returns:
        The NPS with the adjusted Wald interval of Rocks (2016). `.differences` compares all pairs
        of up to ten groups, each of more groups with all others together (`other` is missing),
        and each period with the one before it (within its group), by Wald's z with unpooled
        variances, two-sided, and adjusts the p-values by Holm.

    Raises:
        WrongScale: the scores are, or seem to be, on another scale than 0–10.
        RoleMissing: there is no score, or with `every` no time.
        ColumnNotFound: the table has no column `by`.
        InvalidSetting: `every`, `by` or `confidence` make no sense, or the score is no number.
        NotEnoughData: no valid score is left.

    Source: Rocks (2016), The American Statistician 70(4), doi:10.1080/00031305.2016.1158124. The
    same estimate in R: `NPS::nps(x)`.

    >>> answers = pd.DataFrame({"score": [10, 9, 9, 8, 7, 3, 0, 10]})
    >>> nps(Feedback(answers, score="score")).headline
    'Recommendation stands at NPS 25.0 (−29.4 to 65.8), from 8 answers.'
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    check_period(every)
    feedback.require_role("score")
    _check_by(feedback, by, every)
    counted = count_scores(feedback, by=by, every=every)
    scale, doubts = score_scale(feedback, counted.summary)
    require_nps_scale(feedback, scale)
    if counted.valid.empty:
        raise NotEnoughData(words.nothing_left(feedback, counted))
    table = _table(counted.valid, by, every, confidence)
    found = differences(table, by=by, every=every, confidence=confidence)
    overall = _table(counted.valid, None, None, confidence)
    return NpsResult(
        table=table,
        differences=found,
        distribution=_distribution(counted.valid),
        overall=overall.iloc[0],
        by=by,
        every=every,
        confidence=confidence,
        notes=(*doubts, *unweighted(feedback), *words.cautions(counted, table, found, by, every)),
        provenance=Provenance(
            rows=feedback.rows,
            used=int(overall["n"].iloc[0]),
            left_out=counted.left_out,
            settings={"by": by, "every": every, "confidence": confidence},
            method=words.METHOD,
            source=SOURCE,
            fingerprint=feedback.fingerprint,
        ),
    )


def _check_by(feedback: Feedback, by: str | None, every: str | None) -> None:
    if by is None:
        return
    feedback.require_column(by)
    if by in OWN_COLUMNS or (every is not None and by in COLUMNS):
        raise InvalidSetting(
            msg(
                "The answer has a column “{by}” of its own, so groups cannot have that name too. "
                "Rename the column and try again.",
                by=by,
            )
        )


def _table(
    valid: pd.DataFrame, by: str | None, every: str | None, confidence: float
) -> pd.DataFrame:
    keys = [key for key, wanted in (("group", by), ("period", every)) if wanted is not None]
    kinds = valid.assign(kind=valid["score"].map(kind_of))
    if not keys:
        kinds, keys = kinds.assign(all=0), ["all"]
    wide = kinds.pivot_table(index=keys, columns="kind", values="n", aggfunc="sum", fill_value=0)
    table = wide.reindex(columns=KINDS, fill_value=0).astype("int64").reset_index()
    table.columns.name = None
    cells = [counts(row) for row in table.itertuples()]
    table.insert(len(keys), "n", [cell.n for cell in cells])
    table["nps"] = [cell.nps for cell in cells]
    table[["ci_low", "ci_high"]] = [tuple(cell.interval(confidence)) for cell in cells]
    return table.drop(columns="all", errors="ignore").rename(columns={"group": str(by)})


def _distribution(valid: pd.DataFrame) -> pd.DataFrame:
    n = valid.groupby("score")["n"].sum().reindex(range(11), fill_value=0)
    return pd.DataFrame({"score": n.index.astype("int64"), "n": n.to_numpy("int64")})
