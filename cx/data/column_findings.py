"""What a person should know about the values of one column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from cx.data.health import Finding
from cx.data.privacy import mask
from cx.data.vocabulary import is_exactly
from cx.wording import msg, plural

EXAMPLES: Final = 3
SAMPLE: Final = 1000

_DAY_OR_MONTH_FIRST: Final = re.compile(r"\s*\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}(?:\s.*)?")
_PLAIN_NUMBER: Final = re.compile(r"\s*[-+]?\d*\.?\d*\s*")
_WRITTEN_NUMBER: Final = re.compile(
    r"\s*[-+]?[€$£¥￥]?\s*\d[\d.,'\s]*\s*(?:%|€|\$|£|¥|元|EUR|USD|CNY|CHF)?\s*"
)


def missing_finding(name: str, cells: int) -> Iterator[Finding]:
    """Say that words or blanks stand for a missing value."""
    if not cells:
        return
    text = plural(
        "In “{column}”, {n:count} cell says that there is no value (a blank, NA, -) and counts "
        "as missing.",
        "In “{column}”, {n:count} cells say that there is no value (a blank, NA, -) and count "
        "as missing.",
        n=cells,
        column=name,
    )
    yield Finding(kind="info", message=text, column=name, rows=cells)


def unread_finding(name: str, texts: Sequence[str]) -> Iterator[Finding]:
    """Say that a few values do not fit the type of the others, with examples."""
    if not texts:
        return
    examples = tuple(f"“{mask(text)}”" for text in list(dict.fromkeys(texts))[:EXAMPLES])
    text = plural(
        "In “{column}”, {n:count} value does not fit the others and counts as missing: "
        "{examples:list}.",
        "In “{column}”, {n:count} values do not fit the others and count as missing, such as "
        "{examples:list}.",
        n=len(texts),
        column=name,
        examples=examples,
    )
    yield Finding(kind="warning", message=text, column=name, rows=len(texts))


def zone_finding(name: str, rows: int) -> Finding:
    """Say that times were brought to UTC."""
    text = msg("The times in “{column}” have a time zone and are kept in UTC.", column=name)
    return Finding(kind="info", message=text, column=name, rows=rows)


def epoch_finding(name: str, dates: pa.ChunkedArray) -> Iterator[Finding]:
    """Find dates of 1970 among later ones: what programs make of a missing date."""
    if not (pa.types.is_date(dates.type) or pa.types.is_timestamp(dates.type)):
        return
    early = pc.sum(pc.equal(pc.year(dates), 1970)).as_py() or 0
    if 0 < early <= 0.05 * (len(dates) - dates.null_count):
        text = plural(
            "In “{column}”, {n:count} date lies in 1970, far from the others: often a missing "
            "date.",
            "In “{column}”, {n:count} dates lie in 1970, far from the others: often missing dates.",
            n=early,
            column=name,
        )
        yield Finding(kind="warning", message=text, column=name, rows=early)


def unsettled_finding(name: str, values: pa.ChunkedArray) -> Iterator[Finding]:
    """Find dates and numbers, left as text, whose spelling could be read in more than one way."""
    if not pa.types.is_string(values.type):
        return
    texts = values.drop_null()
    sample = texts.slice(0, SAMPLE).to_pylist()
    dates = sum(_DAY_OR_MONTH_FIRST.fullmatch(text) is not None for text in sample)
    numbers = sum(
        _WRITTEN_NUMBER.fullmatch(text) is not None and _PLAIN_NUMBER.fullmatch(text) is None
        for text in sample
    )
    if sample and dates >= 0.98 * len(sample):
        text = msg(
            "“{column}” holds dates that do not start with the year, so day and month could be "
            "mixed up; it stays text. Write them as 2024-01-31.",
            column=name,
        )
    elif sample and is_exactly(name, "time"):
        text = msg(
            "“{column}” is named as a time, but its values are not written in one way that can be "
            "read for certain; it stays text. Write them as 2024-01-31 10:20.",
            column=name,
        )
    elif sample and numbers >= 0.5 * len(sample):
        text = msg(
            "“{column}” looks like numbers written with a comma, a currency or a percent sign; "
            "it stays text. Remove the formatting and read the file again.",
            column=name,
        )
    else:
        return
    yield Finding(kind="warning", message=text, column=name, rows=len(texts))
