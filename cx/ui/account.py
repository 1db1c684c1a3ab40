"""What became of every row of a file: used, or left out for a reason that is said."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from cx.data.privacy import mask
from cx.data.reading import TableReading
from cx.report.workbook import csv_bytes
from cx.ui.words import plain
from cx.wording import t

FEW_NOTES: Final = 12
SHOWN: Final = 1000


def of_rows(table: TableReading, file: str) -> None:
    """Say how many rows were read, what was noticed, and what became of the others."""
    health = table.health
    st.markdown(
        t(
            "**{file}**: {rows:count} rows and {columns:count} columns were read, "
            "{rejected:count} rows could not be.",
            file=plain(file),
            rows=health.rows_kept,
            columns=len(table.columns),
            rejected=health.rows_rejected,
        )
    )
    told = [finding for finding in health.findings if not finding.mends]
    for finding in told:
        if finding.kind == "warning":
            st.warning(plain(str(finding.message)), icon=":material/info:")
    notes = [finding for finding in told if finding.kind == "info"]
    if notes:
        with st.expander(t("What we noticed and put right"), expanded=len(notes) <= FEW_NOTES):
            for finding in notes:
                st.markdown(f"- {plain(str(finding.message))}")
    _left_out(table)
    if len(table.unread):
        with st.expander(t("Cells that could not be read")):
            cells = _readable(table.unread.drop(columns="table")).head(SHOWN)
            st.dataframe(cells, hide_index=True, column_config=_labels())


def _left_out(table: TableReading) -> None:
    """Account for every row of the file, and offer those that are not used with their reason."""
    rejected = table.rejected
    if rejected.empty:
        return
    health = table.health
    label = t(
        "{rows_in:count} rows in the file = {used:count} used + {out:count} left out",
        rows_in=health.rows_in,
        used=health.rows_kept,
        out=health.rows_rejected,
    )
    with st.expander(label, icon=":material/rule:"):
        readable = _readable(rejected.drop(columns="table"))
        for reason, rows in readable["reason"].value_counts().items():
            st.markdown("- " + t("{n:count} left out: {reason}", n=rows, reason=plain(str(reason))))
        st.dataframe(readable.head(SHOWN), hide_index=True, column_config=_labels())
        st.download_button(
            t("Download the rows left out"),
            csv_bytes(readable),
            file_name=f"{table.name} left out.csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _labels() -> dict[str, Any]:
    return {
        "row": st.column_config.NumberColumn(t("Row in the file")),
        "reason": st.column_config.TextColumn(t("Why")),
        "column": st.column_config.TextColumn(t("Column")),
        "text": st.column_config.TextColumn(t("What stands there")),
    }


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Put reasons into words and mask personal data, for a table that is shown."""
    return frame.assign(
        **{
            name: [mask(str(value)) for value in frame[name]]
            for name in ("reason", "text")
            if name in frame
        }
    )
