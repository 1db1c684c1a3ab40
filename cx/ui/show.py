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
from cx.errors import CxError
from cx.report.workbook import csv_bytes, xlsx
from cx.ui import method_note, state
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
    "signed_points": "%+.1f",
    "percent": "percent",
    "p_value": "%.4f",
}


def show(result: Result, *, question: str | None = None) -> None:
    """Show a result: the finding, the picture, what weakens it, the evidence, the files.

    Args:
        result: of any analysis.
        question: what it answers, where it is not the first answer of the page.
    """
    if question is None:
        st.header(plain(result.headline), anchor=False)
    else:
        st.divider()
        st.caption(question)
        st.subheader(plain(result.headline), anchor=False)
    picture(charts.untitled(result.chart()))
    _cautions(result)
    for chart in result.further_charts():
        picture(chart)
    _evidence(result, explain=question is None, key=question or "")
    with st.expander(t("The figures"), icon=":material/table_chart:"):
        table(result.table, result.codes())
        for title, frame in result.further_tables().items():
            st.markdown(f"**{plain(title)}**")
            table(frame, result.codes())
    _downloads(result, key=question or "")


def also(question: str, answer: Callable[[], Result]) -> None:
    """Show a further answer; where it cannot be given, say why instead.

    Args:
        question: what it answers.
        answer: computes it; may raise `CxError`.
    """
    try:
        result = answer()
    except CxError as error:
        st.divider()
        st.caption(question)
        st.markdown(plain(str(error)))
        return
    show(result, question=question)


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
        if kind in ("duration", "list", "date") and _written_as(frame[column], kind):
            shown[column] = [_text(value, kind) for value in frame[column]]
            configuration[column] = st.column_config.TextColumn(str(label))
        elif kind in _NUMBER_FORMATS:
            configuration[column] = st.column_config.NumberColumn(
                str(label), format=_NUMBER_FORMATS[kind]
            )
        else:
            configuration[column] = st.column_config.TextColumn(str(label))
    st.dataframe(shown, hide_index=True, column_config=configuration)


def _written_as(column: pd.Series[Any], kind: str) -> bool:
    """Tell whether a column holds what its name says; people may call a group by the same name."""
    if kind == "date":
        return pd.api.types.is_datetime64_any_dtype(column)
    if kind == "duration":
        return pd.api.types.is_timedelta64_dtype(column)
    return all(isinstance(value, list | tuple) for value in column)


def _text(value: Any, kind: str) -> str:
    return write(value, kind, current_language())


def _evidence(result: Result, *, explain: bool, key: str) -> None:
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
        method_note.button(origin.method_note, key=key)
        if explain:
            _interval(result.confidence)


def _interval(confidence: float) -> None:
    with st.popover(
        t("What is a {confidence:percent} confidence interval?", confidence=confidence)
    ):
        st.markdown(
            t(
                "The range of true values that fit what was observed. If the survey were "
                "repeated many times, about {times:count} of 100 such ranges would contain "
                "the truth.",
                times=confidence * 100,
            )
        )


def _downloads(result: Result, *, key: str) -> None:
    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "xlsx": (t("Table for Excel"), partial(xlsx, result)),
        "csv": (t("Table as text (.csv)"), partial(csv_bytes, result.table)),
        "png": (t("Picture (.png)"), lambda: charts.png(result.chart())),
        "svg": (t("Picture for print (.svg)"), lambda: charts.svg(result.chart()).encode()),
    }
    with st.popover(t("Download"), icon=":material/download:", key=f"download {key}"):
        for ending, (label, build) in files.items():
            _file(label, ending, build, key=f"{ending} {key}")


def _file(label: str, ending: str, build: Callable[[], bytes], *, key: str) -> None:
    code = current_language()

    def built() -> bytes:
        with language(code):  # the file is made when the click comes, outside of this run
            return build()

    st.download_button(
        label, built, file_name=f"answer.{ending}", on_click="ignore", width="stretch", key=key
    )
