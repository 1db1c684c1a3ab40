"""Yes and no in the engine's SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.data.spelling_sql import cleaned, literal

if TYPE_CHECKING:
    from cx.data.spelling_form import Spelling


def truth_sql(spelling: Spelling, column: str) -> str:
    """Give the SQL of yes or no; any other word is NULL."""
    word = f"lower({cleaned(column, wide=False)})"
    yes, no = literal(spelling.yes), literal(spelling.no)
    return f"(CASE {word} WHEN {yes} THEN true WHEN {no} THEN false END)"
