"""What a person asks for when tables are brought together: which, how, and by which columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import Any, Final, TypeVar

import streamlit as st

from cx.data.together.proposals import propose_ids, propose_row_key, shared_columns
from cx.ui import samples
from cx.ui.together_report import Seen, Way, look
from cx.wording import t
from cx.workspace import Saved

_NONE: Final = ""
_FILE: Final = "file"
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asked for.

    Attributes:
        way: a key of `WAYS`.
        tables: in their order.
        options: of the call.
    """

    way: Way
    tables: tuple[Saved, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables, told apart where two are called the same."""
        names = [samples.name_of(item) for item in self.tables]
        return tuple(
            name if names.count(name) == 1 else f"{name} ({item.id})"
            for name, item in zip(names, self.tables, strict=True)
        )

    def with_option(self, **options: Any) -> Asked:
        """Return the same with further options."""
        return replace(self, options={**self.options, **options})

    def seen(self) -> Seen:
        """Return what comes of it, from the cache where it was asked for before."""
        datasets = [item.open() for item in self.tables]
        marks = tuple(dataset.fingerprint for dataset in datasets)
        key = (self.way, marks, self.names, repr(sorted(self.options.items())))
        with st.spinner(t("Working it out…"), show_time=True):
            return _seen(key, lambda: look(self.way, datasets, self.names, self.options))


@st.cache_resource(max_entries=16, show_spinner=False)
def _seen(key: tuple[Any, ...], _run: Callable[[], Seen]) -> Seen:  # noqa: ARG001 – the cache reads it
    return _run()


@st.cache_data(max_entries=64, show_spinner=False)
def _proposed(key: tuple[str, ...], _run: Callable[[], Answer]) -> Answer:  # noqa: ARG001
    return _run()


def ask_stack(saved: Sequence[Saved]) -> Asked | None:
    """Ask which tables come under each other; None until there are two."""
    by_id = {item.id: item for item in saved}
    chosen = st.multiselect(
        t("Which tables, the first one on top?"),
        list(by_id),
        format_func=lambda code: samples.name_of(by_id[code]),
        key="stacked",
        placeholder=t("Choose the tables"),
    )
    marked = st.checkbox(
        t("Add a column that says which table a row came from"),
        value=True,
        help=t("Two files of an A/B test, control and new version, become one table this way."),
    )
    origin = st.text_input(t("Name of this column"), _FILE) if marked else None
    if len(chosen) < 2:
        st.info(t("Choose two tables or more."))
        return None
    tables = tuple(by_id[code] for code in chosen)
    return Asked(way="stack", tables=tables, options={"origin": origin} if origin else {})


def ask_two(way: Way, saved: Sequence[Saved]) -> Asked | None:
    """Ask for two tables and the columns by which they belong together; None until all is said."""
    labels = {
        "update": (t("The older table"), t("The newer table")),
        "match": (t("The table whose rows are kept"), t("The table that is looked up")),
    }[way]
    by_id = {item.id: item for item in saved}
    first, second = (
        box.selectbox(
            label,
            list(by_id),
            index=saved.index(default),
            format_func=lambda code: samples.name_of(by_id[code]),
            key=f"{way} {place}",
        )
        for place, (box, label, default) in enumerate(
            zip(st.columns(2), labels, _likely(way, saved), strict=True)
        )
    )
    if first == second:
        st.info(t("Choose two different tables."))
        return None
    asked = Asked(way=way, tables=(by_id[first], by_id[second]))
    return _ask_update(asked) if way == "update" else _ask_match(asked)


def _likely(way: Way, saved: Sequence[Saved]) -> tuple[Saved, Saved]:
    """Return the two tables that are meant most likely; the newest ones come first in `saved`."""
    pairs = list(permutations(saved, 2))
    if way == "update":
        later = [pair for pair in pairs if saved.index(pair[0]) > saved.index(pair[1])]
        return min(later, key=lambda pair: pair[0].kind != pair[1].kind)
    return min(pairs, key=lambda pair: (pair[0].kind != "feedback", pair[1].kind == "feedback"))


def _ask_update(asked: Asked) -> Asked | None:
    old, new = (item.open() for item in asked.tables)
    marks = (old.fingerprint, new.fingerprint)
    columns = _proposed(("shared", *marks), lambda: shared_columns(old, new))
    proposed = _proposed(("row key", *marks), lambda: propose_row_key(old, new))
    key = st.multiselect(
        t("Which columns tell a row from all others?"),
        columns,
        list(proposed),
        help=t("Often one column, such as the number of the answer or the order."),
        key=f"key {marks}",
        placeholder=t("Choose the columns"),
    )
    latest = st.selectbox(
        t("If an id comes several times in one table, the latest row counts by"),
        [_NONE, *columns],
        format_func=lambda name: name or t("nothing: refuse such tables"),
        key=f"latest {marks}",
    )
    erase = st.checkbox(t("A blank cell of the newer table erases the older value"))
    if not key:
        st.info(t("Choose at least one column."))
        return None
    return asked.with_option(
        key=tuple(key),
        latest_by=latest or None,
        blanks="erase" if erase else "keep",
        normalise=_overlook_spelling(),
    )


def _ask_match(asked: Asked) -> Asked:
    left, right = (item.open() for item in asked.tables)
    marks = (left.fingerprint, right.fingerprint)
    proposed = _proposed(("ids", *marks), lambda: propose_ids(left, right)) or (None, None)
    ids = [
        box.selectbox(
            t("The id in “{table}”", table=name),
            data.columns,
            index=data.columns.index(column) if column else 0,
            key=f"id {place} {marks}",
        )
        for place, (box, name, data, column) in enumerate(
            zip(st.columns(2), asked.names, (left, right), proposed, strict=True)
        )
    ]
    groups = dict.fromkeys((*getattr(left, "segments", ()), *getattr(right, "segments", ())))
    by = st.selectbox(
        t("Show who matches by group"),
        [_NONE, *groups],
        format_func=lambda name: name or t("Everybody together"),
        key=f"by {marks}",
    )
    return asked.with_option(
        left_on=ids[0], right_on=ids[1], by=by or None, normalise=_overlook_spelling()
    )


def _overlook_spelling() -> bool:
    return st.checkbox(
        t("Overlook how ids are spelled"),
        help=t("Capitals, spaces, full-width signs, zeros in front and “.0” behind a number."),
    )
