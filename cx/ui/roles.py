"""What the columns mean: proposed, and corrected in a table by the person who knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from cx.data import engine
from cx.data.dataset import DATASETS, roles_of
from cx.data.privacy import mask
from cx.data.recognition import (
    FEEDBACK_HOLDS_ANY_OF,
    as_names,
    recognise_columns_as,
    scale_of,
)
from cx.data.role_names import ROLE_NAMES
from cx.data.traits import Traits
from cx.errors import InvalidSetting
from cx.ui import state
from cx.ui.words import plain
from cx.wording import current_language, msg, t

_UNUSED: Final = ""
_SCALES: Final[Mapping[str, tuple[int, int] | None]] = {
    "": None,
    "0–10": (0, 10),
    "1–10": (1, 10),
    "1–7": (1, 7),
    "1–5": (1, 5),
}
_VARIANTS: Final = 20
_ROW_HEIGHT: Final = 35  # pixels, of a row in Streamlit's table
_MOST_ROWS: Final = 25


@dataclass(frozen=True, slots=True)
class RolesForm:
    """What a person said of a table: its name, its kind, the role of each column, options."""

    name: str
    kind: str
    assigned: Mapping[str, str]
    options: Mapping[str, Any]

    def roles(self) -> dict[str, Any]:
        """Return the keyword arguments of the dataset class; raises if a role is taken twice."""
        roles: dict[str, Any] = {key: value for key, value in self.options.items() if value}
        for role, several in roles_of(self.kind).items():
            columns = tuple(column for column, given in self.assigned.items() if given == role)
            if several:
                roles[role] = columns
            elif len(columns) > 1:
                raise InvalidSetting(
                    msg(
                        "Only one column can be the {role}; you chose {columns:list}. "
                        "Give the others another use.",
                        role=ROLE_NAMES[role],
                        columns=columns,
                    )
                )
            elif columns:
                roles[role] = columns[0]
        if self.kind == "feedback" and not any(map(roles.get, FEEDBACK_HOLDS_ANY_OF)):
            raise InvalidSetting(
                msg(
                    "Say which column is the score, a rating or a comment; without one there is "
                    "nothing to ask."
                )
            )
        return roles


def roles_form(  # noqa: PLR0913 -- what is known of a table, most of it by keyword
    table: Any,
    traits: Sequence[Traits],
    *,
    name: str,
    kind: str | None,
    roles: Mapping[str, Any],
    key: str,
) -> RolesForm | None:
    """Draw the form for a table with what is known of it filled in; None until the kind is known.

    Args:
        table: whatever `cx.data.engine.as_table` takes.
        traits: what its columns look like, as `cx.data.traits.describe` tells.
        name: proposed name.
        kind: proposed kind; None where it was not recognised.
        roles: proposed keyword arguments of the dataset class.
        key: tells several forms of a page apart.
    """
    left, right = st.columns(2)
    name = left.text_input(t("Name"), name, key=f"name {key}")
    with right:
        chosen = _kind(kind, key)
    if chosen is None:
        st.info(
            t(
                "We could not tell what the rows are. Choose it, and say what the columns mean. "
                "Answers of customers need a score, a rating or a comment; a log needs who did "
                "what and when; an A/B test needs the version and what is measured; costs need "
                "the channel and the amount; a list of customers needs who it is."
            )
        )
        return None
    if chosen != kind:
        roles = recognise_columns_as(chosen, traits).roles
    assigned = _columns(traits, chosen, roles, f"{key} {chosen}")
    by_role = {role: column for column, role in assigned.items()}
    known = roles_of(chosen)
    options = {name: value for name, value in roles.items() if name not in known}
    if "score" in by_role:
        score = next(column for column in traits if column.name == by_role["score"])
        options["scale"] = _scale(score, roles.get("scale"), key)
    if "variant" in by_role:
        options["control"] = _control(table, by_role["variant"], roles.get("control"), key)
    return RolesForm(name, chosen, assigned, options)


def _kind(proposed: str | None, key: str) -> str | None:
    """Ask what the rows are."""
    kinds = list(DATASETS)
    chosen: str | None = st.selectbox(
        t("What is it?"),
        kinds,
        index=kinds.index(proposed) if proposed else None,
        format_func=lambda code: str(state.KINDS[code]),
        placeholder=t("Choose what the rows are"),
        key=f"kind {key}",
    )
    return chosen


def _columns(
    columns: Sequence[Traits], kind: str, roles: Mapping[str, Any], key: str
) -> dict[str, str]:
    """Draw the table of columns and return the role of each."""
    labels = {_UNUSED: t("not used"), **{role: str(ROLE_NAMES[role]) for role in roles_of(kind)}}
    given = {column: role for role in roles_of(kind) for column in as_names(roles.get(role) or ())}
    shown = pd.DataFrame(
        {
            "column": [column.name for column in columns],
            "role": [labels[given.get(column.name, _UNUSED)] for column in columns],
            "filled": [column.filled / column.rows if column.rows else 0.0 for column in columns],
            "holds": [_holds(column) for column in columns],
        }
    )
    edited = st.data_editor(
        shown,
        height=_ROW_HEIGHT * (min(len(shown), _MOST_ROWS) + 1) + 2,
        hide_index=True,
        disabled=["column", "filled", "holds"],
        column_config={
            "column": st.column_config.TextColumn(t("Column")),
            "role": st.column_config.SelectboxColumn(
                t("Is the…"), options=list(labels.values()), required=True
            ),
            "filled": st.column_config.ProgressColumn(t("Filled in"), format="percent"),
            "holds": st.column_config.TextColumn(t("Holds")),
        },
        key=f"columns {key} {current_language()}",
    )
    codes = {label: role for role, label in labels.items()}
    return {
        column: codes[label]
        for column, label in zip(edited["column"], edited["role"], strict=True)
        if codes[label] != _UNUSED
    }


def _holds(column: Traits) -> str:
    if not column.filled:
        return t("nothing")
    if column.type == "number":
        return t("{low:number} to {high:number}", low=column.low, high=column.high)
    if column.type == "text":
        return mask(column.values[0]) if column.values else t("text")
    return {"yes/no": t("yes or no"), "date": t("dates"), "time": t("dates with time")}[column.type]


def _scale(score: Traits, declared: Any, key: str) -> tuple[int, int] | None:
    """Ask for the scale of the score; what the values say stands beside it."""
    labels = list(_SCALES)
    current = next((label for label, scale in _SCALES.items() if scale and scale == declared), "")
    chosen = st.selectbox(
        t("Which scale was the score asked on?"),
        labels,
        index=labels.index(current),
        format_func=lambda label: label or t("Decide from the name and the values"),
        help=t("NPS is defined only for a question answered from 0 to 10."),
        key=f"scale {key}",
    )
    if not _SCALES[chosen]:
        found = scale_of(score)
        st.caption(
            t(
                "Taken to be {low} to {high}. {reason}",
                low=found.low,
                high=found.high,
                reason=plain(str(found.reason)),
            )
        )
    return _SCALES[chosen]


def _control(table: Any, variant: str, declared: Any, key: str) -> str | None:
    """Ask which version of a test the others are compared with."""
    versions = engine.distinct_values(engine.as_table(table), variant, limit=_VARIANTS)
    chosen: str | None = st.selectbox(
        t("Which version is the one you had before (the control)?"),
        versions,
        index=versions.index(declared) if declared in versions else None,
        placeholder=t("Decide from the names"),
        key=f"control {key} {variant}",
    )
    return chosen
