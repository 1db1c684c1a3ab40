"""What comes of bringing tables together: worked out once, shown as sentences, picture, table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from cx.charts.fates import fates
from cx.charts.frame import untitled
from cx.data import engine
from cx.data.dataset import Dataset
from cx.data.scratch import Scratch
from cx.data.together.combined import Combined
from cx.data.together.matching import Match, match
from cx.data.together.stacking import stack
from cx.data.together.updating import Updated, update
from cx.data.traits import Traits, describe
from cx.ui.show import picture
from cx.ui.words import plain
from cx.wording import Message, msg, t

Way = Literal["stack", "update", "match"]

_PARTS: Final[Mapping[str, Mapping[str, Message]]] = {
    "match": {
        "matched": msg("in both tables"),
        "only_here": msg("only in this table"),
        "aside": msg("without an id"),
    },
    "update": {
        "changed": msg("in both, changed"),
        "unchanged": msg("in both, the same"),
        "only_here": msg("only in this table"),
        "aside": msg("without an id, or repeated"),
    },
}
_TITLES: Final[Mapping[str, Message]] = {
    "table": msg("Table"),
    "rows": msg("Rows"),
    "columns": msg("Columns"),
    "equal_rows": msg("Rows that a table before has too"),
    "known_ids": msg("Ids that a table before has too"),
    "column": msg("Column"),
    "changed": msg("Cells changed"),
    "filled": msg("Cells filled in"),
    "erased": msg("Cells erased"),
    "kept": msg("Blank, the older value kept"),
    "segment": msg("Group"),
    "n": msg("Number (n)"),
    "matched": msg("Rows that match"),
    "share": msg("Share that matches"),
    **_PARTS["match"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What comes of bringing tables together, in no need of an engine any more.

    Attributes:
        way: how they come together.
        finding: in one sentence.
        notes: what a person should know.
        rows: one row a table, with counts of its rows.
        details: a further table; None if there is none.
        file: the result.
        traits: what its columns look like.
        kind: proposed for it; None where it was not recognised.
        roles: proposed.
        repeats: of a match, "one-to-many" or "many-to-many" where ids of the right table repeat.
        id: of this one.
    """

    way: Way
    finding: Message
    notes: tuple[Message, ...]
    rows: pd.DataFrame
    details: pd.DataFrame | None
    file: Scratch
    traits: tuple[Traits, ...]
    kind: str | None
    roles: Mapping[str, Any]
    repeats: str | None
    id: str


def look(
    way: Way, datasets: Sequence[Dataset], names: Sequence[str], options: Mapping[str, Any]
) -> Seen:
    """Bring tables together and note everything that a page shows of it.

    Args:
        way: how.
        datasets: the tables.
        names: of them.
        options: of `stack`, `update` or `match`. The right table of a match is summed up where its
            ids repeat, unless they say `aggregate`.
    """
    combined = _combined(way, datasets, names, options)
    file = engine.write(combined.table)
    traits = describe(file.path)
    kind, roles = combined.proposed_roles(traits)
    relation = combined.relation if isinstance(combined, Match) else ""
    return Seen(
        way=way,
        finding=combined.finding,
        notes=combined.notes,
        rows=_rows(combined),
        details=_details(combined),
        file=file,
        traits=traits,
        kind=kind,
        roles=roles,
        repeats=relation if relation.endswith("to-many") else None,
        id=file.path.parent.name,
    )


def _combined(
    way: Way, datasets: Sequence[Dataset], names: Sequence[str], options: Mapping[str, Any]
) -> Combined:
    if way == "stack":
        return stack(datasets, names=names, **options)
    if way == "update":
        return update(*datasets, names=names, **options)
    found = match(*datasets, names=names, **options)
    once = found.relation in {"one-to-one", "many-to-one"}
    return found if once or "aggregate" in options else found.summed_up()


def _rows(combined: Combined) -> pd.DataFrame:
    """Return one row a table; of a match and an update the counts that the picture shows."""
    report = combined.report
    if isinstance(combined, Match):
        wide = report.pivot_table(index="table", columns="status", values="rows", sort=False)
        return wide.reset_index().rename(columns={"no_id": "aside"}).rename_axis(columns=None)
    if not isinstance(combined, Updated):
        return report
    parts = report.set_index("part")
    rows = []
    for item, side, alone in zip(
        combined.inputs, ("old_rows", "new_rows"), ("only_old", "added"), strict=True
    ):
        own = parts[side]
        aside = own["no_id"] + own["no_id_known"] + own["set_aside"]
        rows.append((item.name, own["changed"], own["unchanged"], own[alone], aside))
    return pd.DataFrame(rows, columns=["table", *_PARTS["update"]])


def _details(combined: Combined) -> pd.DataFrame | None:
    if isinstance(combined, Match) and len(combined.by_segment):
        return combined.by_segment
    if isinstance(combined, Updated):
        cells = combined.changes
        touched = cells[cells.drop(columns="column").sum(axis=1) > 0]
        return touched if len(touched) else None
    return None


def show_report(seen: Seen) -> None:
    """Show what comes of it: the sentence, the picture, what to keep in mind, the figures."""
    st.header(plain(str(seen.finding)), anchor=False)
    words = _PARTS.get(seen.way)
    if words:
        drawn = fates(
            seen.rows,
            words={part: str(word) for part, word in words.items()},
            title=seen.finding,
            subtitle=t("Rows of each table"),
        )
        picture(untitled(drawn))
    if seen.notes:
        with st.container(border=True):
            st.markdown(f":material/lightbulb: **{t('Keep in mind')}**")
            st.markdown("\n".join(f"- {plain(str(note))}" for note in seen.notes))
    _figures(seen.rows, words or {})
    if seen.details is not None:
        with st.expander(t("In detail"), icon=":material/table_chart:"):
            _figures(seen.details, {})


def _figures(frame: pd.DataFrame, words: Mapping[str, Message]) -> None:
    titles = {**_TITLES, **words}
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            name: st.column_config.NumberColumn(
                str(titles[name]), format="percent" if name == "share" else "localized"
            )
            if pd.api.types.is_numeric_dtype(frame[name])
            else st.column_config.TextColumn(str(titles[name]))
            for name in frame.columns
        },
    )
