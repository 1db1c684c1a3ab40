"""A result as a spreadsheet: what was found on the first sheet, every table on its own."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from numbers import Integral, Real
from typing import Any, Final

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from cx.analyses.result import Result
from cx.charts.wrapping import ELLIPSIS, display_width
from cx.wording import t

_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDEST: Final = 60
_SHEET_NAME: Final = 31
_FORBIDDEN_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_CELL_LIMIT: Final = 32_767
_MEASURED: Final = 200


def xlsx(result: Result) -> bytes:
    """Write `result` as .xlsx.

    The first sheet holds headline, cautions and provenance; `table` and the further tables follow.
    Numbers and dates stay what they are, missing values are empty cells, and text that a
    spreadsheet could take for a formula is preceded by an apostrophe.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, {**options, "remove_timezone": True}) as book:
        styles = {
            "bold": book.add_format({"bold": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14, "text_wrap": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "span": book.add_format({"num_format": "[h]:mm:ss"}),
        }
        _write_summary(book.add_worksheet(t("Summary")), result, styles)
        taken = {t("Summary").casefold()}
        for name, table in {t("Figures"): result.table, **result.further_tables()}.items():
            _write_table(book.add_worksheet(_sheet_name(name, taken)), table, styles)
    return buffer.getvalue()


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write `table` as CSV: UTF-8 with the mark by which Excel knows it, formulas made harmless."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(str(column)) for column in table.columns])
    writer.writerows([_plain(value) for value in row] for row in _rows(table))
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    >>> harmless("=1+1"), harmless("fine")
    ("'=1+1", 'fine')
    """
    return "'" + text if text.startswith(_FORMULA_SIGNS) else text


def _write_summary(sheet: Any, result: Result, styles: Mapping[str, Any]) -> None:
    provenance = result.provenance
    lines: list[tuple[str, Any]] = [(t("Finding"), result.headline)]
    lines += [(t("Mind this"), caution) for caution in result.cautions]
    lines += [(t("Rows"), provenance.rows), (t("Rows used"), provenance.used)]
    lines += [
        (t("Rows left out: {reason}", reason=out.reason), out.rows) for out in provenance.left_out
    ]
    lines += [
        (t("Confidence of the intervals"), result.confidence),
        (t("Method"), str(provenance.method)),
        (t("Source of the method"), provenance.source),
        (t("Fingerprint of the data"), provenance.fingerprint),
    ]
    lines += [
        (t("Setting: {name}", name=name), str(value)) for name, value in provenance.settings.items()
    ]
    sheet.set_column(0, 0, 30, styles["wrap"])
    sheet.set_column(1, 1, 90, styles["wrap"])
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, harmless(name), styles["bold"])
        _write_cell(sheet, row, 1, value, styles, text_style="title" if row == 0 else "wrap")


def _write_table(sheet: Any, table: pd.DataFrame, styles: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, harmless(str(name)), styles["bold"])
        shown = map(_shown, table.iloc[:, column].head(_MEASURED))
        sheet.set_column(column, column, _width([str(name), *shown]))
    for row, values in enumerate(_rows(table), start=1):
        for column, value in enumerate(values):
            _write_cell(sheet, row, column, value, styles)


def _write_cell(  # noqa: PLR0913 -- where, what and how
    sheet: Any,
    row: int,
    column: int,
    value: Any,
    styles: Mapping[str, Any],
    *,
    text_style: str = "",
) -> None:
    value = _plain(value)
    if value is None:
        sheet.write_blank(row, column, None)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, styles["time"])
    elif isinstance(value, timedelta):
        sheet.write_datetime(row, column, value, styles["span"])
    else:
        text = value if len(value) <= _CELL_LIMIT else value[: _CELL_LIMIT - 1] + ELLIPSIS
        sheet.write_string(row, column, text, styles.get(text_style))


def _plain(value: Any) -> Any:  # noqa: PLR0911 -- one per type of cell
    """Turn a cell into what both formats can hold; a missing value becomes empty.

    An infinite number becomes text, because neither format has one.
    Whole numbers of more than 15 digits become text: a spreadsheet would round them.
    """
    if not isinstance(value, list | tuple | dict | set) and pd.isna(value):
        return None
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return bool(value)
    if isinstance(value, Integral):
        return int(value) if abs(int(value)) < 10**15 else str(int(value))
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else harmless(str(float(value)))
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, pd.Timedelta):
        return value.to_pytimedelta()
    return value if isinstance(value, date | timedelta) else harmless(str(value))


def _rows(table: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    return table.itertuples(index=False, name=None)


def _shown(value: Any) -> str:
    value = _plain(value)
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else str(value)


def _width(texts: Iterable[str]) -> int:
    return min(_WIDEST, 2 + max(display_width(text) for text in texts))


def _sheet_name(name: str, taken: set[str]) -> str:
    """Make a name that a workbook accepts: 31 characters, no signs of paths, not used before."""
    plain = name.translate(_FORBIDDEN_IN_NAMES).strip("'")[:_SHEET_NAME] or "-"
    candidate, number = plain, 2
    while candidate.casefold() in taken:
        suffix = f" ({number})"
        candidate, number = plain[: _SHEET_NAME - len(suffix)] + suffix, number + 1
    taken.add(candidate.casefold())
    return candidate
