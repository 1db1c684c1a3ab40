"""Yes and no in the engine's SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx.data.spelling.sql import cleaned, literal

if TYPE_CHECKING:
    from cx.data.spelling.form import Spelling


def truth_sql(spelling: Spelling, column: str) -> str:
    """Give the SQL of yes or no; any other word is NULL."""
    word = f"lower({cleaned(column, wide=False)})"
    yes, no = literal(spelling.yes), literal(spelling.no)
    plainly = f"WHEN {column} = {yes} THEN true WHEN {column} = {no} THEN false"
    return f"(CASE {plainly} ELSE CASE {word} WHEN {yes} THEN true WHEN {no} THEN false END END)"
