"""Which features must be there, which pay, and which delight?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import altair as alt

from cx import charts
from cx.analyses import kano_words as words
from cx.analyses.kano_answers import KanoAnswers, count_pairs
from cx.analyses.kano_table import assemble
from cx.analyses.result import Provenance, Result, left_out
from cx.analyses.scores import unweighted
from cx.data.dataset import Feedback
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.interval import check_confidence
from cx.stats.kano import SOURCE
from cx.wording import Message, msg, t

SPLIT: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class KanoResult(Result):
    """What `kano` gives back.

    Attributes:
        table: columns `feature n attractive one_dimensional must_be indifferent reverse
            questionable mode kind lead ci_low ci_high p_value p_adjusted cs_plus cs_plus_ci_low
            cs_plus_ci_high cs_minus cs_minus_ci_low cs_minus_ci_high`, in the order of the
            features. The kinds count answers; `mode` is the commonest (missing without answers),
            `lead` how far it lies above the next, as a share of `n`, with interval and p-value;
            `kind` is a `KanoKind`. `cs_plus` is 0…1, `cs_minus` −1…0; NaN without an answer that
            counts.
    """

    @property
    def finding(self) -> Message:
        """What must be there, what pays, what delights."""
        return words.finding(self.table)

    def chart(self) -> alt.TopLevelMixin:
        """Draw how much satisfaction rises with each feature against how much it falls without."""
        known = self.table.dropna(subset=["cs_plus", "cs_minus"])
        table = known.assign(
            name=[
                t("{feature}: {kind}", feature=feature, kind=words.KINDS[kind])
                for feature, kind in zip(known["feature"], known["kind"], strict=True)
            ],
            worse=-known["cs_minus"],
            worse_low=-known["cs_minus_ci_high"],
            worse_high=-known["cs_minus_ci_low"],
        )
        return charts.quadrants(
            table,
            label="name",
            x="worse",
            x_low="worse_low",
            x_high="worse_high",
            y="cs_plus",
            y_low="cs_plus_ci_low",
            y_high="cs_plus_ci_high",
            x_title=t("Dissatisfied without it"),
            y_title=t("More satisfied with it"),
            x_split=SPLIT,
            y_split=SPLIT,
            quadrant_titles=(
                t("Delights"),
                t("The more, the better"),
                t("Makes no difference"),
                t("Must be there"),
            ),
            title=self.headline,
            subtitle=str(words.basis(self.provenance.used)),
            y_kind="percent",
        )

    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """Put the kinds into words."""
        kinds = {kind.value: str(word) for kind, word in words.KINDS.items()}
        return {"kind": kinds, "mode": kinds}


def kano(
    feedback: Feedback,
    features: Mapping[str, tuple[str, str]],
    *,
    like: Literal[1, 5] = 1,
    confidence: float = 0.95,
) -> KanoResult:
    """Read a Kano questionnaire: what each feature is to customers.

    Args:
        feedback: answers, one row a person.
        features: name → the columns of the two answers: how people feel if the feature is there
            (functional), and if it is not (dysfunctional). Answers are codes from 1 to 5, or words
            in English or Chinese: like, must be, neutral, can live with it, dislike. Others are
            left out and named.
        like: the code that stands for "I like it"; words do not need it.
        confidence: of the intervals, 0–1.

    Returns:
        Counts by Kano's evaluation table. `kind` is the commonest one where it leads the next by
        `cx.stats.verdict`: the adjusted Wald interval of the lead lies above 0, and the p-value
        adjusted by Holm over the features is small enough. CS+ = (A + O) / (A + O + M + I) and
        CS− = −(O + M) / (A + O + M + I) have Wilson's intervals. Weights are not used.

    Raises:
        ColumnNotFound: a column is not there.
        InvalidSetting: `features`, `like` or `confidence` make no sense, or a column holds more
            than 60 different answers.
        NotEnoughData: no pair of answers can be read.

    Source: Kano et al. (1984); Berger et al. (1993), Center for Quality of Management Journal
    2(4), 3–36.

    >>> import pandas as pd
    >>> answers = pd.DataFrame({"With": [3, 3, 4, 2] * 20, "Without": [5, 5, 5, 5] * 20})
    >>> kano(Feedback(answers), {"Search": ("With", "Without")}).table["kind"][0]
    'must_be'
    """
    Feedback.expect(feedback)
    check_confidence(confidence)
    asked = _checked(feedback, features)
    if like not in (1, 5):
        raise InvalidSetting(words.bad_like(like))
    answers = count_pairs(feedback, asked, like=like)
    if answers.used == 0:
        raise NotEnoughData(words.nothing_read(feedback, answers))
    table = assemble(answers.pairs, confidence)
    return KanoResult(
        table=table,
        confidence=confidence,
        notes=(*unweighted(feedback), *words.cautions(table, answers)),
        provenance=_provenance(feedback, answers, asked, like, confidence),
    )


def _checked(feedback: Feedback, features: Any) -> dict[str, tuple[str, str]]:
    if not isinstance(features, Mapping) or not features:
        raise InvalidSetting(words.bad_features(features))
    asked = {}
    for name, pair in features.items():
        if not _is_pair(pair):
            raise InvalidSetting(words.bad_features(features))
        there, gone = (feedback.require_column(column) for column in pair)
        asked[str(name)] = (there, gone)
    return asked


def _is_pair(given: Any) -> bool:
    if not isinstance(given, tuple | list) or not all(isinstance(item, str) for item in given):
        return False
    return len(given) == len(set(given)) == 2


def _provenance(
    feedback: Feedback,
    answers: KanoAnswers,
    features: Mapping[str, tuple[str, str]],
    like: int,
    confidence: float,
) -> Provenance:
    without = msg("no pair of answers about any feature that can be read")
    return Provenance(
        rows=feedback.rows,
        used=answers.used,
        left_out=(left_out(without, feedback.rows - answers.used),),
        settings={"features": features, "like": like, "confidence": confidence},
        method=words.METHOD,
        source=SOURCE,
        fingerprint=feedback.fingerprint,
        method_note="asymmetry",
    )
