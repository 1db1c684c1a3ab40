"""Comments read from the engine, coded, and counted by theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import ibis
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.analyses.result import LeftOut, left_out, no_value
from cx.analyses.scores import kind_name, numbers, score_scale, summarise
from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.privacy import mask
from cx.data.scales.scale import NPS_RANGE
from cx.errors import InvalidSetting
from cx.stats.interval import Interval
from cx.stats.net_promoter import PASSIVES_FROM, PROMOTERS_FROM
from cx.stats.proportions import wilson
from cx.text.codebook import Codebook, Kind
from cx.text.coding import Coded, Coder
from cx.text.normal import normalise
from cx.wording import Message, msg, plural

COLUMNS: Final = (
    *("theme", "mentions", "share", "ci_low", "ci_high"),
    *("nps", "nps_others", "nps_impact"),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The comments with at least one word.

    Attributes:
        rows: columns `row text [group] [score]`, one row a comment, `text` as a category.
        coded: what each category of `text` names.
        left_out: the other rows of the dataset by reason.
    """

    rows: pd.DataFrame
    coded: tuple[Coded, ...]
    left_out: tuple[LeftOut, ...]

    def mentions(self, codebook: Codebook) -> NDArray[np.bool_]:
        """Return which row names which theme, rows × themes."""
        names = [theme.name for theme in codebook.themes]
        each = [[name in coded.themes for name in names] for coded in self.coded]
        known = np.array(each, dtype=bool).reshape(len(self.coded), len(names))
        return known[self.rows["text"].cat.codes.to_numpy()]

    def table(self) -> pd.DataFrame:
        """Return one row a comment, personal details masked: `row text themes phrases`."""
        codes = self.rows["text"].cat.codes.to_numpy()
        shown = [mask(text) for text in self.rows["text"].cat.categories]
        return pd.DataFrame(
            {
                "row": self.rows["row"].to_numpy(),
                "text": [shown[code] for code in codes],
                "themes": [self.coded[code].themes for code in codes],
                "phrases": [self.coded[code].phrases for code in codes],
            }
        )


def read_answers(feedback: Feedback, question: str, by: str | None, codebook: Codebook) -> Answers:
    """Read the comments and give each distinct text its themes, once.

    Raises:
        InvalidSetting: `question` holds no text.
    """
    table = feedback.table
    text: Any = table[question]
    if not (text.type().is_string() or text.type().is_null()):
        raise InvalidSetting(
            msg(
                "“{column}” holds {kind} and no text; choose the column with the comments. The "
                "table has: {available:list}.",
                column=question,
                kind=kind_name(text.type()),
                available=feedback.columns,
            )
        )
    columns: dict[str, Any] = {"row": ibis.row_number() + 1, "text": text.cast("string")}
    if by is not None:
        columns["group"] = table[by]
    if feedback.score is not None:
        columns["score"] = numbers(table, feedback.score)
    rows = table.select(**columns)
    named = rows if by is None else rows.drop_null(["group"])
    said = named.drop_null(["text"])
    said = said.filter(said.text.strip() != "")
    found = engine.fetch(said)
    kept, coded, wordless = _code(found, codebook)
    groupless = 0 if by is None else feedback.rows - _count(named)
    empty = feedback.rows - groupless - len(found)
    return Answers(
        rows=kept,
        coded=coded,
        left_out=(
            *(() if by is None else (left_out(no_value(by), groupless),)),
            left_out(no_value(question), empty),
            left_out(msg("no word in “{column}”, only signs", column=question), wordless),
        ),
    )


def _code(found: pd.DataFrame, codebook: Codebook) -> tuple[pd.DataFrame, tuple[Coded, ...], int]:
    texts = found["text"].astype("category")
    spoken = [text for text in texts.cat.categories if normalise(text)]
    texts = texts.cat.set_categories(spoken)
    kept = found.assign(text=texts)[texts.notna()].reset_index(drop=True)
    coder = Coder(codebook)
    return kept, tuple(coder.code(text) for text in spoken), len(found) - len(kept)


def _count(table: Any) -> int:
    return int(engine.fetch(table.aggregate(n=table.count()))["n"][0])


def net_scores(
    feedback: Feedback, answers: Answers
) -> tuple[NDArray[np.float64], tuple[Message, ...]]:
    """Return 1, 0 or −1 for promoters, passives and detractors; NaN without a score, and why."""
    none = np.full(len(answers.rows), np.nan)
    if feedback.score is None:
        return none, (msg("No column is set as the score, so themes are not linked with NPS."),)
    scale, doubts = score_scale(feedback, summarise(feedback, feedback.score))
    if not scale.is_nps:
        return none, (
            msg(
                "“{column}” is on a scale from {low} to {high}, not from 0 to 10, so themes are "
                "not linked with NPS.",
                column=feedback.score,
                low=scale.low,
                high=scale.high,
            ),
        )
    score = answers.rows["score"].to_numpy(dtype=float)
    valid = (score >= NPS_RANGE[0]) & (score <= NPS_RANGE[1]) & (score == np.round(score))
    net = np.where(score >= PROMOTERS_FROM, 1.0, np.where(score >= PASSIVES_FROM, 0.0, -1.0))
    unscored = int((~valid).sum())
    if not unscored:
        return net, doubts
    missing = plural(
        "{n:count} comment has no score from 0 to 10; it counts for the shares and not for NPS.",
        "{n:count} comments have no score from 0 to 10; they count for the shares and not for NPS.",
        n=unscored,
    )
    return np.where(valid, net, np.nan), (*doubts, missing)


def count_themes(
    codebook: Codebook,
    mentions: NDArray[np.bool_],
    net: NDArray[np.float64],
    confidence: float,
) -> pd.DataFrame:
    """Count every theme: see `BarriersResult.table`; barriers first, the most named on top."""
    n, scored = len(mentions), ~np.isnan(net)
    named = mentions.sum(axis=0)
    interval: Interval = wilson(named, np.full(len(named), n), confidence)
    value = np.where(scored, net, 0.0)
    total, count = value.sum(), scored.sum()
    own_total, own_count = value @ mentions, scored.astype(float) @ mentions
    others = _points(total - own_total, count - own_count)
    table = pd.DataFrame(
        {
            "theme": [theme.name for theme in codebook.themes],
            "mentions": named,
            "share": named / n if n else np.nan,
            "ci_low": interval.low,
            "ci_high": interval.high,
            "nps": _points(own_total, own_count),
            "nps_others": others,
            "nps_impact": _points(np.array([total]), np.array([count])) - others,
        }
    )
    barrier = np.array([theme.kind is Kind.BARRIER for theme in codebook.themes])
    order = np.lexsort((-named, ~barrier))
    return table.iloc[order].reset_index(drop=True)


def _points(total: NDArray[np.float64], count: NDArray[np.float64]) -> NDArray[np.float64]:
    return 100 * total / np.where(count > 0, count, np.nan)
