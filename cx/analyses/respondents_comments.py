"""Do those who write a comment recommend us as the others do?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import ibis
import pandas as pd

from cx import charts
from cx.analyses.nps_words import basis
from cx.analyses.result import Provenance, Result, left_out, no_value
from cx.analyses.scores import (
    numbers,
    require_nps_scale,
    score_scale,
    summarise,
    unweighted,
)
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.scale import NPS_RANGE
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import Interval, check_confidence
from cx.stats.multiplicity import holm
from cx.stats.net_promoter import (
    FEW_ANSWERS,
    PASSIVES_FROM,
    PROMOTERS_FROM,
    SOURCE,
    NpsCounts,
    difference,
)
from cx.stats.verdict import verdict
from cx.wording import Message, msg, t

WROTE: Final = "wrote"
SILENT: Final = "silent"
_KINDS: Final = ("promoters", "passives", "detractors")
_METHOD: Final = msg(
    "NPS among the answers with a text in the question and among those without, each with the "
    "adjusted Wald interval; the difference is judged by a two-sided z test, and several questions "
    "at once by Holm’s rule."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentBiasResult(Result):
    """What `comment_bias` gives back.

    Attributes:
        table: columns `question comment n promoters passives detractors nps ci_low ci_high`, two
            rows a question: `comment` is "wrote" or "silent".
        differences: columns `question difference ci_low ci_high p_value p_adjusted clear`, those
            who wrote less those who did not, in points; `clear` where chance would not explain it
            and there are 30 answers on both sides.
    """

    differences: pd.DataFrame

    @property
    def finding(self) -> Message:
        """How those who wrote differ, in the question where they differ most."""
        clear = self.differences[self.differences["clear"]]
        if clear.empty:
            return _alike(self.table, self.differences)
        return _apart(_largest(self.table, clear))

    def chart(self) -> alt.TopLevelMixin:
        """Draw the NPS of those who wrote and of those who did not, by question."""
        several = len(self.differences) > 1
        words = {WROTE: t("wrote a comment"), SILENT: t("wrote none")}
        labels = [
            t("{question} – {who}", question=question, who=words[who]) if several else words[who]
            for question, who in zip(self.table["question"], self.table["comment"], strict=True)
        ]
        return charts.estimates(
            self.table.assign(label=labels),
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

    def codes(self) -> dict[str, dict[str, str]]:
        """Give the words for who wrote and who did not."""
        return {"comment": {WROTE: t("wrote a comment"), SILENT: t("wrote none")}}

    def further_tables(self) -> dict[str, pd.DataFrame]:
        """Give the differences."""
        title = t("Those who wrote against those who did not")
        return {title: self.differences.drop(columns="clear")}


def comment_bias(feedback: Feedback, *, confidence: float = 0.95) -> CommentBiasResult:
    """Compare the NPS of answers with a comment with that of answers without one.

    Whoever is annoyed often writes more than whoever is content. Where the two differ, what the
    comments say is not what all customers think.

    Args:
        feedback: answers with a score from 0 to 10 and comments. Each question is looked at by
            itself; a text of nothing but blanks is no comment.
        confidence: of the intervals, 0–1.

    Raises:
        RoleMissing: there is no score, or no comment.
        WrongScale: NPS is not defined on the scale of the score.
        InvalidSetting: a comment is no text, or `confidence` makes no sense.
        NotEnoughData: no valid score is left.

    >>> table = pd.DataFrame({"score": [3, 5, 9, 10] * 30, "why": ["late", "late", "", None] * 30})
    >>> result = comment_bias(Feedback(table, score="score", comments="why"))
    >>> result.table["nps"].tolist()
    [-100.0, 100.0]
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    score = str(feedback.require_role("score"))
    feedback.require_role("comments")
    scale, doubts = score_scale(feedback, summarise(feedback, score))
    require_nps_scale(feedback, scale)
    counted = _counted(feedback)
    if not counted["used"]:
        raise NotEnoughData(
            msg(
                "There is no score from 0 to 10 in “{column}”. Check which column is the score.",
                column=score,
            )
        )
    table, found = _compared(feedback.comments, counted, confidence)
    return CommentBiasResult(
        table=table,
        differences=found,
        confidence=confidence,
        notes=(*doubts, *unweighted(feedback)),
        provenance=Provenance(
            rows=int(counted["rows"]),
            used=int(counted["used"]),
            left_out=(
                left_out(no_value(score), counted["missing"]),
                left_out(msg("“{column}” is no score from 0 to 10", column=score), counted["odd"]),
            ),
            settings={"confidence": confidence},
            method=_METHOD,
            source=SOURCE,
            fingerprint=feedback.fingerprint,
            method_note="weighting",
        ),
    )


def comment_bias_note(feedback: Feedback, *, confidence: float = 0.95) -> tuple[Message, ...]:
    """Say that those who comment are not like the others, where chance would not explain it.

    One query. Nothing is said where there is no score or no comment to look at; the scale of the
    score is taken to be 0 to 10.

    Args:
        feedback: answers.
        confidence: that a difference is more than chance, 0–1.
    """
    if not feedback.comments or feedback.score is None or not _texts(feedback):
        return ()
    counted = _counted(feedback)
    table, found = _compared(feedback.comments, counted, confidence)
    clear = found[found["clear"]]
    if clear.empty:
        return ()
    return (_apart(_largest(table, clear)),)


def _texts(feedback: Feedback) -> bool:
    kinds = [feedback.table[name].type() for name in feedback.comments]
    return all(kind.is_string() or kind.is_null() for kind in kinds)


def _counted(feedback: Feedback) -> Any:
    """Count promoters, passives and detractors with and without each comment, in one query.

    Returns:
        `rows used missing odd`, and `promoters0 passives0 detractors0` and so on of those who wrote
        an answer to the first question, with `_all` behind the kinds of everybody.
    """
    if not _texts(feedback):
        raise InvalidSetting(
            msg(
                "The comments are {columns:list}, and not all of them hold text. Choose other "
                "columns.",
                columns=feedback.comments,
            )
        )
    table = feedback.table
    names = {f"t{place}": table[name] for place, name in enumerate(feedback.comments)}
    rows = table.select(score=numbers(table, str(feedback.score)), **names)
    given: Any = rows.score
    inside = given.between(*NPS_RANGE)
    score: Any = ibis.ifelse(inside, given, ibis.null("float64"))
    fine = (score == score.floor()).fill_null(False)  # noqa: FBT003, Ibis
    kinds = {
        "promoters": fine & (score >= PROMOTERS_FROM),
        "passives": fine & (score >= PASSIVES_FROM) & (score < PROMOTERS_FROM),
        "detractors": fine & (score < PASSIVES_FROM),
    }
    missing = given.isnull()  # noqa: PD003, an Ibis column
    odd = ~fine & ~missing
    asked = {"rows": rows.count(), "used": _n(fine), "missing": _n(missing), "odd": _n(odd)}
    for kind, here in kinds.items():
        asked[f"{kind}_all"] = _n(here)
        for name in names:
            text: Any = rows[name].cast("string").strip()
            asked[f"{kind}_{name}"] = _n(here & (text.length() > 0))
    return engine.fetch(rows.aggregate(**asked)).iloc[0]


def _n(condition: Any) -> Any:
    return condition.cast("int32").sum().fill_null(0)


def _compared(
    questions: Sequence[str], counted: Any, confidence: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows: list[tuple[Any, ...]] = []
    found: list[tuple[Any, ...]] = []
    for place, question in enumerate(questions):
        wrote = NpsCounts(*(int(counted[f"{kind}_t{place}"]) for kind in _KINDS))
        silent = NpsCounts(
            *(int(counted[f"{kind}_all"] - counted[f"{kind}_t{place}"]) for kind in _KINDS)
        )
        for who, cell in ((WROTE, wrote), (SILENT, silent)):
            parts = (cell.n, cell.promoters, cell.passives, cell.detractors)
            rows.append((question, who, *parts, cell.nps, *cell.interval(confidence)))
        apart = difference(wrote, silent, confidence)
        few = min(wrote.n, silent.n) < FEW_ANSWERS
        found.append((question, apart.estimate, *apart.interval, apart.p_value, few))
    table = pd.DataFrame(
        rows, columns=["question", "comment", "n", *_KINDS, "nps", "ci_low", "ci_high"]
    )
    columns = ["question", "difference", "ci_low", "ci_high", "p_value", "few"]
    differences = pd.DataFrame(found, columns=columns)
    differences["p_adjusted"] = holm(differences["p_value"])
    differences["clear"] = [_clear(row, confidence) for row in differences.itertuples()]
    return table, differences.drop(columns="few")


def _clear(row: Any, confidence: float) -> bool:
    interval = Interval(row.ci_low, row.ci_high)
    return not row.few and verdict(interval, row.p_adjusted, confidence).clear


def _largest(table: pd.DataFrame, clear: pd.DataFrame) -> pd.DataFrame:
    """Give the two rows of the question in which those who wrote differ most."""
    order = clear["difference"].abs().sort_values(ascending=False, kind="stable").index
    pair: pd.DataFrame = table[table["question"] == clear.loc[order, "question"].iloc[0]]
    return pair


def _apart(pair: pd.DataFrame) -> Message:
    wrote, silent = (pair[pair["comment"] == who].iloc[0] for who in (WROTE, SILENT))
    return msg(
        "Who writes is not like the others: the {wrote:count} who answered “{question}” have NPS "
        "{nps:points} ({low:points} to {high:points}), the {silent:count} who left it empty have "
        "{other:points} ({other_low:points} to {other_high:points}). What the comments say is not "
        "what all customers think.",
        question=wrote["question"],
        wrote=int(wrote["n"]),
        nps=float(wrote["nps"]),
        low=float(wrote["ci_low"]),
        high=float(wrote["ci_high"]),
        silent=int(silent["n"]),
        other=float(silent["nps"]),
        other_low=float(silent["ci_low"]),
        other_high=float(silent["ci_high"]),
    )


def _alike(table: pd.DataFrame, found: pd.DataFrame) -> Message:
    least = int(table["n"].min())
    if found["p_value"].isna().all() or (least < FEW_ANSWERS and len(found) == 1):
        return msg(
            "We can’t tell whether those who write a comment are like the others: too few wrote "
            "one, or too few did not."
        )
    return msg(
        "Those who wrote a comment recommend us about as the others do: chance could explain the "
        "difference."
    )
