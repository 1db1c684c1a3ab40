"""What nearly stopped people buying?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from cx import charts
from cx.analyses.barriers_counts import COLUMNS, Answers, count_themes, net_scores, read_answers
from cx.analyses.result import Provenance, Result
from cx.analyses.scores import unweighted
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import check_confidence
from cx.text.codebook import Codebook, Kind, as_codebook
from cx.wording import Message, msg, t

LOW_COVERAGE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class BarriersResult(Result):
    """What `barriers` gives back.

    `table` has one row per theme (and group): `[by] theme mentions share ci_low ci_high nps
    nps_others nps_impact`. `share` (0–1) is of all answered comments (of the group), one comment
    may name several themes. `nps` is that of the people who name the theme, `nps_others` of those
    who do not, `nps_impact` the NPS of all less `nps_others`: by how many points the total would
    differ without them. NaN without scores from 0 to 10. Barriers come first, the most named on
    top; “nothing” and “don't know” last.

    Attributes:
        coded: one row per comment with a word: `row` (of the dataset, from 1), `text` (personal
            details masked), `themes`, `phrases` (both tuples).
        coverage: share of these comments with a theme, “nothing” and “don't know” included, 0–1.
        overall: `table` as it would be without `by`.
        codebook: what the themes mean; `codebook.label(theme)` is how people read them.
        question: the column of the comments.
        by: the column of groups, or None.
    """

    coded: pd.DataFrame
    coverage: float
    overall: pd.DataFrame
    codebook: Codebook
    question: str
    by: str | None = None

    @property
    def finding(self) -> Message:
        """The barrier named most, or the two that cannot be told apart, and who met none."""
        lead = self._leaders()
        free = self._kind(Kind.NOTHING)["share"].sum()
        if not free:
            return lead
        rest = msg("{share:percent} say nothing held them back.", share=free)
        return msg("{lead} {rest}", lead=lead, rest=rest)

    def chart(self) -> alt.TopLevelMixin:
        """Draw the share of every theme that was named, the other answers below the barriers."""
        rows = self.overall[self.overall["mentions"] > 0]
        return self._bars(
            rows.assign(label=[self.codebook.title(theme) for theme in rows["theme"]]),
            title=self.headline,
        )

    def further_charts(self) -> tuple[alt.TopLevelMixin, ...]:
        """Draw the leading barrier by group, where there are groups."""
        barriers = self._kind(Kind.BARRIER)
        if self.by is None or not barriers["mentions"].any():
            return ()
        leader = barriers["theme"].iloc[0]
        rows = self.table[self.table["theme"] == leader]
        title = t("{theme} by {column}", theme=self.codebook.title(leader), column=self.by)
        return (self._bars(rows.assign(label=rows[self.by].astype(str)), title=title),)

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the themes into words."""
        return {
            "theme": {theme.name: self.codebook.title(theme.name) for theme in self.codebook.themes}
        }

    def _bars(self, rows: pd.DataFrame, *, title: str) -> alt.TopLevelMixin:
        return charts.estimates(
            rows,
            label="label",
            value="share",
            low="ci_low",
            high="ci_high",
            kind="percent",
            title=title,
            subtitle=t(
                "{n:count} answers to “{question}”",
                n=self.provenance.used,
                question=self.question,
            ),
            bars=True,
            sort=False,
            axis_title=t("Share of answers"),
        )

    def _kind(self, kind: Kind) -> pd.DataFrame:
        return self.overall[[self.codebook.kind(theme) is kind for theme in self.overall["theme"]]]

    def _leaders(self) -> Message:
        barriers = self._kind(Kind.BARRIER)
        named: list[Any] = list(barriers[barriers["mentions"] > 0].itertuples())
        n = len(self.coded)
        if not named:
            return msg("None of the barriers is named in the {n:count} answers.", n=n)
        first = named[0]
        values = {
            "theme": self.codebook.label(first.theme),
            "share": first.share,
            "low": first.ci_low,
            "high": first.ci_high,
            "n": n,
        }
        if len(named) > 1 and named[1].ci_high >= first.ci_low:
            return msg(
                "Two barriers lead and cannot be told apart: {theme} with {share:percent} "
                "({low:percent} to {high:percent}) and {second} with {second_share:percent} "
                "({second_low:percent} to {second_high:percent}) of {n:count} who answered.",
                second=self.codebook.label(named[1].theme),
                second_share=named[1].share,
                second_low=named[1].ci_low,
                second_high=named[1].ci_high,
                **values,
            )
        return msg(
            "The most named barrier is {theme}: {share:percent} of {n:count} who answered "
            "({low:percent} to {high:percent}).",
            **values,
        )


def barriers(
    feedback: Feedback,
    *,
    question: str | None = None,
    codebook: Codebook | str | os.PathLike[str] | None = None,
    by: str | None = None,
    confidence: float = 0.95,
) -> BarriersResult:
    """Count what people name in answer to an open question, by the phrases of a codebook.

    Args:
        feedback: one row an answer. Empty comments, comments without a word and rows without a
            value in `by` are left out and counted.
        question: the column of the comments; the first of the role `comments` if left out.
        codebook: a `Codebook` or the path of one; purchase barriers in English and Chinese for
            None.
        by: a column of groups.
        confidence: of the intervals (Wilson), 0–1.

    Raises:
        RoleMissing: no column of comments is known.
        ColumnNotFound: `question` or `by` is not in the table.
        InvalidSetting: `question` holds no text, or the codebook has a fault.
        NotEnoughData: there is no comment with a word.
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    chosen = _question(feedback, question)
    _check_groups(feedback, by)
    book = as_codebook(codebook)
    answers = read_answers(feedback, chosen, by, book)
    if answers.rows.empty:
        raise NotEnoughData(
            msg("“{column}” holds no comment. Choose the column with the answers.", column=chosen)
        )
    mentions = answers.mentions(book)
    net, notes = net_scores(feedback, answers)

    def count(places: Any) -> pd.DataFrame:
        return count_themes(book, mentions[places], net[places], confidence)

    overall = count(slice(None))
    coverage = float(mentions.any(axis=1).mean())
    table = overall if by is None else _by_group(answers.rows["group"], by, count)
    return BarriersResult(
        table=table,
        provenance=_provenance(feedback, answers, chosen, by, confidence),
        confidence=confidence,
        notes=(*_coverage_caution(coverage), *notes, *unweighted(feedback)),
        coded=answers.table(),
        coverage=coverage,
        overall=overall,
        codebook=book,
        question=chosen,
        by=by,
    )


def _question(feedback: Feedback, question: str | None) -> str:
    return feedback.require_column(question or feedback.require_role("comments")[0])


def _check_groups(feedback: Feedback, by: str | None) -> None:
    if by is not None:
        feedback.require_column(by)
    if by in COLUMNS:
        raise InvalidSetting(
            msg("A column of groups cannot be called “{column}” here; rename it.", column=by)
        )


def _by_group(
    groups: pd.Series[Any], by: str, count: Callable[[Any], pd.DataFrame]
) -> pd.DataFrame:
    tables = []
    for name, places in groups.groupby(groups, sort=True).indices.items():
        table = count(places)
        table.insert(0, by, [name] * len(table))
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _coverage_caution(coverage: float) -> Iterator[Message]:
    if coverage == 0:
        yield msg(
            "No answer names a theme of the codebook. Read some of them and add what they say to "
            "the codebook, or choose another question."
        )
    elif coverage < LOW_COVERAGE:
        yield msg(
            "Only {share:percent} of the answers name a theme of the codebook; most are not coded. "
            "Read some of them and add what they say to the codebook.",
            share=coverage,
        )


def _provenance(
    feedback: Feedback, answers: Answers, question: str, by: str | None, confidence: float
) -> Provenance:
    return Provenance(
        rows=feedback.rows,
        used=len(answers.rows),
        left_out=answers.left_out,
        settings={"question": question, "by": by, "confidence": confidence},
        method=msg(
            "Phrases of the codebook, with simple negation; shares with Wilson's interval; NPS "
            "impact is NPS of all less NPS of those who do not name the theme."
        ),
        source="Wilson 1927, doi:10.1080/01621459.1927.10502953",
        fingerprint=feedback.fingerprint,
    )
