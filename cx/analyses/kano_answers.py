"""The engine's part of `cx.kano`: answers in words or codes, counted by pairs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import yaml
from numpy.typing import NDArray

from cx.data import engine
from cx.data.dataset import Feedback
from cx.data.scales.lists import plain
from cx.errors import InvalidSetting
from cx.wording import msg

ANSWERS: Final = 5
MOST_VALUES: Final = 60
MOST_CODE: Final = 1e9

_FILE: Final = Path(__file__).with_name("kano_words.yaml")
_CODE: Final = re.compile(r"([1-5])(?:\.0+)?")
_NUMBER_IN_FRONT: Final = re.compile(r"^\s*\(?\d+\s*[).:=、．–—-]\s*")


@dataclass(frozen=True, slots=True)
class Pairs:
    """How often each pair of answers about a feature was given.

    Attributes:
        counts: rows: if it is there; columns: if it is not; each from like to dislike; `(5, 5)`.
        unread: pairs with an answer that is none of the five.
        missing: rows that lack one answer or both.
    """

    counts: NDArray[np.int64]
    unread: int
    missing: int


@dataclass(frozen=True, slots=True)
class KanoAnswers:
    """What the table holds.

    Attributes:
        pairs: by feature.
        unknown: answers that are none of the five, by column.
        used: rows with at least one pair of answers that can be read.
    """

    pairs: Mapping[str, Pairs]
    unknown: Mapping[str, tuple[str, ...]]
    used: int


def count_pairs(
    feedback: Feedback, features: Mapping[str, tuple[str, str]], *, like: int
) -> KanoAnswers:
    """Count in two queries: the different answers of each column, then all pairs.

    Args:
        feedback: the dataset.
        features: name → columns of the answers if the feature is there, and if it is not.
        like: the code of "I like it", 1 or 5.
    """
    columns = list(dict.fromkeys(column for pair in features.values() for column in pair))
    texts = feedback.table.select(
        **{f"c{i}": _as_text(feedback.table, column) for i, column in enumerate(columns)}
    )
    values = _values(texts, columns)
    codes = {column: _codes(values[column], like) for column in columns}
    coded: Any = texts.select(
        **{f"c{i}": _coded(texts[f"c{i}"], codes[column]) for i, column in enumerate(columns)}
    )
    places = {column: f"c{i}" for i, column in enumerate(columns)}
    asked = [(places[there], places[not_there]) for there, not_there in features.values()]
    return KanoAnswers(
        pairs=_pairs(coded, features, asked),
        unknown={
            column: tuple(value for value in values[column] if value not in codes[column])
            for column in columns
        },
        used=_rows_with_a_pair(coded, asked),
    )


def _as_text(table: ir.Table, column: str) -> ir.StringValue:
    """Give a column as text; whole numbers without a point, empty text as missing."""
    value: Any = table[column]
    written: Any = value.cast("string")
    if value.type().is_decimal() or value.type().is_floating():
        any_number = value.cast("float64")
        # Infinity and its like have no whole number to be turned into.
        number: Any = ibis.ifelse(any_number.between(-MOST_CODE, MOST_CODE), any_number, None)
        whole = number == number.floor()
        written = ibis.ifelse(whole, number.cast("int64").cast("string"), written)
    text: ir.StringValue = written.strip().nullif("")
    return text


def _values(texts: ir.Table, columns: Sequence[str]) -> dict[str, list[str]]:
    """Give the different answers of each column, in one query."""
    parts = []
    for place in range(len(columns)):
        rows = texts.select(place=ibis.literal(place, "int64"), value=texts[f"c{place}"])
        parts.append(rows.distinct().drop_null("value").limit(MOST_VALUES + 1))
    found = engine.fetch(ibis.union(*parts) if len(parts) > 1 else parts[0])
    values = {
        column: sorted(found.loc[found["place"] == place, "value"].astype(str))
        for place, column in enumerate(columns)
    }
    for column, different in values.items():
        if len(different) > MOST_VALUES:
            raise InvalidSetting(
                msg(
                    "“{column}” holds more than {most:count} different answers; a question of the "
                    "Kano questionnaire has five. Choose another column.",
                    column=column,
                    most=MOST_VALUES,
                )
            )
    return values


@lru_cache(maxsize=1)
def _words() -> Mapping[str, int]:
    listed: Mapping[int, Sequence[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {plain(word): code for code, words in listed.items() for word in words}


def _codes(values: Sequence[str], like: int) -> dict[str, int]:
    """Read answers as 1 (like) to 5 (dislike); those that cannot be read are left out."""
    codes = {}
    for value in values:
        if number := _CODE.fullmatch(value):
            codes[value] = int(number[1]) if like == 1 else ANSWERS + 1 - int(number[1])
            continue
        code = _words().get(plain(value)) or _words().get(plain(_NUMBER_IN_FRONT.sub("", value)))
        if code is not None:
            codes[value] = code
    return codes


def _coded(text: Any, codes: Mapping[str, int]) -> Any:
    """Turn answers into their codes; 0 is an answer that cannot be read."""
    cases = [(text == value, code) for value, code in codes.items()]
    return ibis.cases((text.isnull(), ibis.null("int64")), *cases, else_=0)


def _pairs(
    coded: ir.Table, features: Mapping[str, tuple[str, str]], asked: Sequence[tuple[str, str]]
) -> dict[str, Pairs]:
    long = [
        coded.select(
            feature=ibis.literal(place, "int64"),
            there=coded[there].cast("int64"),
            gone=coded[gone].cast("int64"),
        )
        for place, (there, gone) in enumerate(asked)
    ]
    rows: Any = ibis.union(*long) if len(long) > 1 else long[0]
    found = engine.fetch(rows.group_by(["feature", "there", "gone"]).aggregate(n=rows.count()))
    pairs = {}
    for place, name in enumerate(features):
        own = found[found["feature"] == place]
        given = own.dropna(subset=["there", "gone"])
        read = given[(given["there"] > 0) & (given["gone"] > 0)]
        counts = np.zeros((ANSWERS, ANSWERS), dtype=np.int64)
        counts[read["there"].astype(int) - 1, read["gone"].astype(int) - 1] = read["n"]
        pairs[name] = Pairs(
            counts=counts,
            unread=int(given["n"].sum() - read["n"].sum()),
            missing=int(own["n"].sum() - given["n"].sum()),
        )
    return pairs


def _rows_with_a_pair(coded: ir.Table, asked: Sequence[tuple[str, str]]) -> int:
    read = [(coded[there] > 0) & (coded[gone] > 0) for there, gone in asked]
    used = coded.filter(ibis.or_(*read))
    return int(engine.fetch(used.aggregate(n=used.count()))["n"][0])
