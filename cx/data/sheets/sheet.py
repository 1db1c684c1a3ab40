"""A worksheet as it is: text cells at their places, errors, merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx.data.cells import cell_names
from cx.data.grid import check_width
from cx.data.sheets.parts import damaged, parts_of, with_own_dates
from cx.data.sheets.survey import LONGEST_CELL, Survey, survey_sheet, too_long
from cx.data.sheets.survey_ods import is_ods, survey_ods
from cx.data.sheets.survey_xlsb import survey_xlsb
from cx.data.sheets.texts import check_texts, shared_lengths
from cx.data.sheets.typed import Loaded, Visible, details_of, first_column, read_typed
from cx.data.sheets.values import ErrorCell, exact, with_texts, with_times, without_conversion
from cx.errors import UnreadableFile
from cx.wording import Message, msg

LARGE: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """The cells of a worksheet.

    Attributes:
        name: of the sheet.
        visible: whether the workbook shows it.
        cells: text columns, missing where empty; the first row is row 1 of the sheet.
        first_column: of the sheet, from 0, that the first of `cells` is.
        errors: cells that hold an error; they are missing in `cells`.
        survey: what else was seen.
    """

    name: str
    visible: Visible
    cells: pa.Table
    first_column: int
    errors: tuple[ErrorCell, ...]
    survey: Survey


class Workbook:
    """A workbook whose sheets are read one by one.

    Attributes:
        names: of the sheets that hold cells, in their order.
    """

    def __init__(self, path: Path) -> None:
        """Open a workbook.

        Raises:
            UnreadableFile: it is damaged.
        """
        self._path = path
        self._parts = parts_of(path)
        self._lengths = shared_lengths(path) if self._parts else np.zeros(0, np.int64)
        if is_ods(path):
            survey_ods(path)
        elif not self._parts:
            survey_xlsb(path)
        misnamed = bool(self._parts) and path.suffix.lower() == ".xls"
        self._content = with_own_dates(path) or (path.read_bytes() if misnamed else str(path))
        with _refused_as(damaged()):
            self._texts = fastexcel.read_excel(self._content)
        self._numbers: fastexcel.ExcelReader | None = None
        self.names = [
            name
            for name in self._texts.sheet_names
            if name not in self._parts or not self._parts[name].chart
        ]

    def sheet(self, name: str) -> Sheet:
        """Read a sheet.

        Raises:
            UnreadableFile: it is damaged, too wide, or takes too much memory.
        """
        survey = self._survey(name)
        unreadable = msg(
            "The sheet “{sheet}” cannot be read. Open the workbook in your spreadsheet program, "
            "copy the values of the sheet into a new workbook and use that.",
            sheet=name,
        )
        with _refused_as(unreadable):
            loaded = self._loaded(name, survey)
        check_width(loaded.cells.num_columns)
        unread = without_conversion(loaded.details)
        errors = [at for at, detail in loaded.details if "Error(" in detail]
        texts = {at: text for at, text in unread.items() if at not in set(errors)}
        cells = with_texts(_without_empty_texts(loaded.cells, name), texts)
        first = loaded.first_column
        return Sheet(
            name=name,
            visible=loaded.visible,
            cells=with_times(cells),
            first_column=first,
            errors=tuple(
                ErrorCell(row, first + column, unread[row, column]) for row, column in errors
            ),
            survey=survey,
        )

    def _survey(self, name: str) -> Survey:
        """Look through a sheet and refuse it where reading it would take too much memory."""
        part = self._parts.get(name)
        if part is None or not part.file:
            return Survey()
        survey = survey_sheet(self._path, part.file, name)
        check_texts(self._path, part.file, name, cells=survey.cells, lengths=self._lengths)
        return survey

    def _loaded(self, name: str, survey: Survey) -> Loaded:
        """Read the cells; where text would round numbers, by type or as numbers at the same time.

        What is read by type is read once; a sheet that mixes true and false with numbers is not.
        """
        part = self._parts.get(name)
        large = survey.long_decimals and survey.cells > LARGE and not survey.truths
        if large and part is not None and isinstance(self._content, str):
            typed = read_typed(self._texts, self._path, part.file, name)
            if typed is not None:
                return typed
        with ThreadPoolExecutor(1) as beside:
            coming = beside.submit(self._as_numbers, name) if survey.long_decimals else None
            sheet = self._texts.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            batch, problems = sheet.to_arrow_with_errors()
            texts, numbers = _table(batch, pa.string()), coming.result() if coming else None
        return Loaded(
            visible=sheet.visible,
            cells=exact(texts, numbers),
            first_column=first_column(sheet),
            details=details_of(problems),
        )

    def _as_numbers(self, name: str) -> pa.Table:
        if self._numbers is None:
            self._numbers = fastexcel.read_excel(self._content)
        loaded = self._numbers.load_sheet(name, header_row=None, skip_rows=0, dtypes="float")
        return _table(loaded.to_arrow(), pa.float64())


def _table(batch: pa.RecordBatch, kind: pa.DataType) -> pa.Table:
    columns = [column.cast(kind) for column in batch.columns]
    return pa.Table.from_arrays(columns, names=cell_names(len(columns)))


def _without_empty_texts(cells: pa.Table, sheet: str) -> pa.Table:
    """Make empty texts missing, and refuse texts that no spreadsheet could have written."""
    for number, name in enumerate(cells.column_names):
        column = cells.column(number)
        lengths = pc.min_max(pc.binary_length(column)).as_py()
        if lengths["max"] is not None and lengths["max"] > LONGEST_CELL:
            raise UnreadableFile(too_long(sheet))
        if lengths["min"] == 0:
            filled = pc.if_else(pc.equal(column, ""), None, column)
            cells = cells.set_column(number, name, filled)
    return cells


@contextmanager
def _refused_as(message: Message) -> Iterator[None]:
    """Turn what the reader of workbooks makes of a damaged one into a refusal.

    It panics on some, and a panic in Rust arrives as an exception outside of `Exception`.
    """
    try:
        yield
    except fastexcel.FastExcelError as error:
        raise UnreadableFile(message) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(message) from error
