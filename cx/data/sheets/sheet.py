"""A worksheet as it is: text cells at their places, errors, merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx.data.grid import check_width
from cx.data.sheets.column import Column
from cx.data.sheets.parts import damaged, parts_of, with_own_dates
from cx.data.sheets.survey import LARGE, LONGEST_CELL, Survey, survey_sheet, too_long
from cx.data.sheets.survey_ods import is_ods, survey_ods
from cx.data.sheets.survey_xlsb import survey_xlsb
from cx.data.sheets.texts import check_texts, shared_lengths
from cx.data.sheets.typed import Loaded, Visible, details_of, first_column, read_typed
from cx.data.sheets.values import ErrorCell, exact, with_texts, with_times, without_conversion
from cx.data.typed_cells import is_text
from cx.errors import UnreadableFile
from cx.wording import Message, msg


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """The cells of a worksheet.

    Attributes:
        name: of the sheet.
        visible: whether the workbook shows it.
        columns: of equal length.
        first_column: of the sheet, from 0, that the first of `columns` is.
        errors: cells that hold an error; they are missing in `columns`.
        survey: what else was seen.
    """

    name: str
    visible: Visible
    columns: tuple[Column, ...]
    first_column: int
    errors: tuple[ErrorCell, ...]
    survey: Survey

    @property
    def rows(self) -> int:
        """How many rows there are down to the last cell."""
        return len(self.columns[0]) if self.columns else 0


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
        check_width(len(loaded.columns))
        unread = without_conversion(loaded.details)
        errors = [at for at, detail in loaded.details if "Error(" in detail]
        texts = {at: text for at, text in unread.items() if at not in set(errors)}
        tidied = [_tidied(column, name) for column in loaded.columns]
        first = loaded.first_column
        return Sheet(
            name=name,
            visible=loaded.visible,
            columns=tuple(map(with_times, with_texts(tidied, texts))),
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
        """Read the cells: of a large sheet by type, else as text, beside it as numbers if need be.

        Numbers with more than nine decimals would be rounded as text.
        """
        part = self._parts.get(name)
        if survey.cells > LARGE and part is not None and isinstance(self._content, str):
            typed = read_typed(self._texts, self._path, part.file, name, truths=survey.truths)
            if typed is not None:
                return typed
        with ThreadPoolExecutor(1) as beside:
            coming = beside.submit(self._as_numbers, name) if survey.long_decimals else None
            sheet = self._texts.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            batch, problems = sheet.to_arrow_with_errors()
            columns = [column.cast(pa.string()) for column in batch.columns]
            if coming:
                columns = list(map(exact, columns, coming.result()))
        return Loaded(
            visible=sheet.visible,
            columns=tuple(map(Column.of_text, columns)),
            first_column=first_column(sheet),
            details=details_of(problems),
        )

    def _as_numbers(self, name: str) -> list[pa.Array]:
        if self._numbers is None:
            self._numbers = fastexcel.read_excel(self._content)
        loaded = self._numbers.load_sheet(name, header_row=None, skip_rows=0, dtypes="float")
        return [column.cast(pa.float64()) for column in loaded.to_arrow().columns]


def _tidied(column: Column, sheet: str) -> Column:
    above, below = (_without_empty_texts(part, sheet) for part in (column.above, column.below))
    return replace(column, above=above, below=below)


def _without_empty_texts(cells: pa.Array, sheet: str) -> pa.Array:
    """Make empty texts missing, and refuse texts that no spreadsheet could have written."""
    if not is_text(cells.type):
        return cells
    lengths = pc.min_max(pc.binary_length(cells)).as_py()
    if lengths["max"] is not None and lengths["max"] > LONGEST_CELL:
        raise UnreadableFile(too_long(sheet))
    return pc.if_else(pc.equal(cells, ""), None, cells) if lengths["min"] == 0 else cells


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
