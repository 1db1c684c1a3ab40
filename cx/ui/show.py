"""A result on a page: finding, picture, how sure we are, table, downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st
from altair.utils.schemapi import disable_debug_mode

from cx import charts
from cx.analyses.result import Result
from cx.report.workbook import csv_bytes, xlsx
from cx.ui import state
from cx.ui.words import plain
from cx.wording import current_language, language, t
from cx.wording.columns import COLUMNS
from cx.wording.formats import write

disable_debug_mode()  # the tests hold every picture against the schema; pages need not again

_NUMBER_FORMATS: Final = {
    "count": "localized",
    "number": "%.4g",
    "estimate": "%.4g",
    "points": "%.1f",
    "percent": "percent",
    "p_value": "%.4f",
}


def show(result: Result) -> None:
    """Show a result: the finding, the picture, what weakens it, the evidence, the files."""
    st.header(plain(result.headline), anchor=False)
    picture(charts.untitled(result.chart()))
    _cautions(result)
    for chart in result.further_charts():
        picture(chart)
    _evidence(result)
    with st.expander(t("The figures"), icon=":material/table_chart:"):
        table(result.table, result.codes())
        for title, frame in result.further_tables().items():
            st.markdown(f"**{plain(title)}**")
            table(frame, result.codes())
    _downloads(result)


def _cautions(result: Result) -> None:
    if not result.cautions:
        return
    with st.container(border=True):
        st.markdown(f":material/lightbulb: **{t('Keep in mind')}**")
        st.markdown("\n".join(f"- {plain(caution)}" for caution in result.cautions))


def picture(chart: alt.TopLevelMixin) -> None:
    """Show a chart in the theme of the page."""
    shown: Any = charts.themed(chart, dark=state.dark())
    st.altair_chart(shown, theme=None, width="stretch")


def table(
    frame: pd.DataFrame, codes: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> None:
    """Show a table with its columns named and written in the language in use.

    Args:
        frame: as analyses give it, columns named as documented.
        codes: column → code → words, for columns that hold codes.
    """
    shown = frame.assign(
        **{name: frame[name].map(dict(codes[name])) for name in codes if name in frame}
    )
    configuration = {}
    for column in frame.columns:
        if column not in COLUMNS:
            continue
        label, kind = COLUMNS[column]
        if kind in ("duration", "list", "date"):
            shown[column] = [_text(value, kind) for value in frame[column]]
            configuration[column] = st.column_config.TextColumn(str(label))
        elif kind in _NUMBER_FORMATS:
            configuration[column] = st.column_config.NumberColumn(
                str(label), format=_NUMBER_FORMATS[kind]
            )
        else:
            configuration[column] = st.column_config.TextColumn(str(label))
    st.dataframe(shown, hide_index=True, column_config=configuration)


def _text(value: Any, kind: str) -> str:
    return write(value, kind, current_language())


def _evidence(result: Result) -> None:
    origin = result.provenance
    with st.expander(t("How sure are we?"), icon=":material/verified:"):
        st.markdown(
            t(
                "This rests on **{used:count}** of {rows:count} rows.",
                used=origin.used,
                rows=origin.rows,
            )
        )
        for item in origin.left_out:
            st.markdown(
                "- "
                + t("{n:count} left out: {reason}", n=item.rows, reason=plain(str(item.reason)))
            )
        st.markdown(plain(str(origin.method)))
        st.caption(plain(t("Source: {source}", source=origin.source)))
        with st.popover(
            t("What is a {confidence:percent} confidence interval?", confidence=result.confidence)
        ):
            st.markdown(
                t(
                    "The range of true values that fit what was observed. If the survey were "
                    "repeated many times, about {times:count} of 100 such ranges would contain "
                    "the truth.",
                    times=result.confidence * 100,
                )
            )


def _downloads(result: Result) -> None:
    with st.popover(t("Download"), icon=":material/download:"):
        _file(t("Table for Excel"), "xlsx", partial(xlsx, result))
        _file(t("Table as text (.csv)"), "csv", partial(csv_bytes, result.table))
        _file(t("Picture (.png)"), "png", lambda: charts.png(result.chart()))
        _file(t("Picture for print (.svg)"), "svg", lambda: charts.svg(result.chart()).encode())


def _file(label: str, ending: str, build: Callable[[], bytes]) -> None:
    code = current_language()

    def built() -> bytes:
        with language(code):  # the file is made when the click comes, outside of this run
            return build()

    st.download_button(
        label, built, file_name=f"answer.{ending}", on_click="ignore", width="stretch"
    )
