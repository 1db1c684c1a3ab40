"""Personal data are found, by column and within texts, and proposed to be left out or masked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from cx.data.health import Finding
from cx.data.mending.cells import Dropped
from cx.data.mending.personal import PSEUDONYM, Masked, Pseudonymised
from cx.data.mending.step import Step
from cx.data.personal.columns import PersonalKind, personal_kind
from cx.data.personal.sentences import DETAILS, column_sentence
from cx.data.privacy import MAYBE_PERSONAL, mask
from cx.data.recognition import as_names, recognise_columns
from cx.data.traits import Traits
from cx.data.vocabulary import is_identifier, says
from cx.wording import plural

MANY_TEXTS: Final = 5_000
LOOKED_AT_FIRST: Final = 1_000

# Kinds by which customers can be told apart and tables be joined, if nothing better is there.
_TELLS_APART: Final = frozenset({"name", "email", "phone", "document", "handle"})
_LABEL: Final = re.compile(rf"\[({'|'.join(DETAILS)})\]")


def personal_findings(table: ir.Table, columns: Sequence[Traits]) -> tuple[Finding, ...]:
    """Find columns of personal data and texts that contain some.

    Columns are judged by their names and their first values, texts row by row. No finding shows a
    value.

    Args:
        table: the typed draft.
        columns: what its columns look like.

    Returns:
        A warning for each such column. What names a person directly is left out by default, what
        only tells customers apart becomes a pseudonym, personal details in texts are masked; dates
        of birth are only proposed to be left out, because ages may be needed.
    """
    customers = _customers(columns)
    kinds: dict[str, PersonalKind] = {}
    for column in columns:
        if _are_pseudonyms(column):
            continue
        kind = personal_kind(column, columns)
        if kind is None and column.name in customers:
            kind = "identifier"
        if kind is not None:
            kinds[column.name] = kind
    found = [
        _column_finding(column, kinds[column.name], is_customer=column.name in customers)
        for column in columns
        if column.name in kinds
    ]
    texts = [c.name for c in columns if c.name not in kinds and _may_hold_details(c)]
    return (*found, *_text_findings(table, texts))


def _are_pseudonyms(column: Traits) -> bool:
    """Tell whether a column holds pseudonyms already, made when the file came in."""
    return bool(column.values) and all(map(PSEUDONYM.fullmatch, column.values))


def _customers(columns: Sequence[Traits]) -> frozenset[str]:
    roles = recognise_columns(columns).roles
    return frozenset(
        name for role in ("customer", "unit") if role in roles for name in as_names(roles[role])
    )


def _column_finding(column: Traits, kind: PersonalKind, *, is_customer: bool) -> Finding:
    return Finding(
        kind="warning",
        message=column_sentence(kind, column.name, column.filled),
        column=column.name,
        rows=column.filled,
        mends=_mends(column.name, kind, is_customer=is_customer),
        certain=kind != "birth",
    )


def _mends(name: str, kind: PersonalKind, *, is_customer: bool) -> tuple[Step, ...]:
    dropped, pseudonymised = Dropped(column=name), Pseudonymised(column=name)
    if kind == "identifier":
        return (pseudonymised,)
    if is_customer:
        return (pseudonymised, dropped)
    return (dropped, pseudonymised) if kind in _TELLS_APART else (dropped,)


def _may_hold_details(column: Traits) -> bool:
    """Rule out columns without texts, and those of few values none of which holds a detail."""
    if column.type != "text" or not column.filled:
        return False
    if is_identifier(column.name) or says(column.name, "numbers_of_things"):
        return False
    all_known = len(column.values) == column.distinct
    return not all_known or any(mask(value) != value for value in column.values)


def _text_findings(table: ir.Table, names: Sequence[str]) -> Iterator[Finding]:
    """Look through the different texts of each column, column by column."""
    for name in names:
        texts = _suspicious(table.select(name).to_pyarrow()[name])
        rows, labels = 0, Counter[str]()
        for text, count in texts:
            masked = mask(text)
            if masked != text:
                rows += count
                labels.update((_labels(masked) - _labels(text)).keys())
        if rows:
            yield _text_finding(name, rows, labels)


def _suspicious(texts: pa.ChunkedArray) -> Sequence[tuple[str, int]]:
    """Return the texts that may hold a detail, and how often each occurs.

    Of very many, as in a column of codes, those with the sign of e-mail addresses and some from
    all over are looked at first; where none of them holds a detail the others are not looked at.
    """
    maybe = texts.filter(pc.match_substring_regex(texts, MAYBE_PERSONAL))
    counted = pc.value_counts(maybe)
    found = list(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
    if len(found) <= MANY_TEXTS:
        return found
    some = [*found[:: len(found) // LOOKED_AT_FIRST], *(each for each in found if "@" in each[0])]
    return found if any(mask(text) != text for text, _ in some) else ()


def _labels(text: str) -> Counter[str]:
    return Counter(_LABEL.findall(text))


def _text_finding(name: str, rows: int, labels: Counter[str]) -> Finding:
    message = plural(
        "In “{column}”, {n:count} text holds personal details: {details:list}.",
        "In “{column}”, {n:count} texts hold personal details: {details:list}.",
        n=rows,
        column=name,
        details=[DETAILS[label] for label, _ in labels.most_common()],
    )
    mends = (Masked(column=name),)
    return Finding(
        kind="warning", message=message, column=name, rows=rows, mends=mends, certain=True
    )
