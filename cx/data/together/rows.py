"""Whole rows as one text each, for telling whether two rows are the same in every cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir


def content(table: ir.Table, columns: Sequence[str]) -> Any:
    """Write the cells of a row so that rows set side by side cannot be confused.

    Args:
        table: whose rows.
        columns: that count, in an order that is the same for tables that are compared.
    """
    return ibis.literal("").concat(*(_measured(table[name]) for name in columns))


def _measured(column: Any) -> Any:
    """Write a value with its length in front, so that it cannot run into the next one."""
    text = column.cast("string")
    return (text.length().cast("string") + ":" + text).fill_null("-")
