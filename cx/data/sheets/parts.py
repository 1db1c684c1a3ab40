"""The sheets of a workbook in Excel's formats, and the file that holds the cells of each."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from cx.errors import UnreadableFile
from cx.wording import Message, msg

# A directory of sheets takes some kilobytes.
LARGEST_DIRECTORY: Final = 16 << 20

_SETTINGS: Final = re.compile(rb"<(?:\w+:)?workbookPr\b[^<>]*>")
_FROM_1904: Final = re.compile(rb"""date1904\s*=\s*["'](?:1|true|on)["']""")


_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of a workbook.

    Attributes:
        name: of the sheet.
        file: that holds its cells, within the workbook.
        chart: whether it shows a chart and has no cells.
    """

    name: str
    file: str
    chart: bool


def damaged() -> Message:
    """Say that a workbook is damaged."""
    return msg("The workbook is damaged. Open it in your spreadsheet program and save it again.")


@contextmanager
def unpacked(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a workbook as the archive that it is.

    Raises:
        UnreadableFile: what is unpacked of it turns out to be damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (*_DAMAGE, ET.ParseError) as error:
        raise UnreadableFile(damaged()) from error


def parts_of(path: Path) -> dict[str, Part]:
    """Return the sheets of an .xlsx or .xlsm workbook by name; none for other formats.

    Raises:
        UnreadableFile: the directory of the sheets is damaged.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with unpacked(path) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        if "xl/workbook.xml" not in names:
            return {}
        relations = names.get("xl/_rels/workbook.xml.rels")
        files = dict(_files(_elements(archive, relations))) if relations else {}
        sheets = list(_sheets(_elements(archive, names["xl/workbook.xml"])))
    found = {}
    for name, identifier in sheets:
        target, kind = files.get(identifier, ("", ""))
        file = names.get(target.lower(), "")
        found[name] = Part(name, file, kind.endswith("/chartsheet"))
    return found


def with_own_dates(path: Path) -> bytes | None:
    """Return a workbook whose days count from 1904 so that its reader sees that they do.

    Excel for the Mac writes its settings twice, the second time without the day from which dates
    count, and the reader believes the second: every date would be four years early.

    Returns:
        The workbook, put right; None if nothing is wrong with it.
    """
    if not zipfile.is_zipfile(path):
        return None
    with unpacked(path) as archive:
        directory = next((n for n in archive.namelist() if n.lower() == "xl/workbook.xml"), None)
        if directory is None:
            return None
        content = archive.read(directory)
        settings = _SETTINGS.findall(content)
        if len(settings) < 2 or not any(map(_FROM_1904.search, settings)):
            return None
        mended = io.BytesIO()
        with zipfile.ZipFile(mended, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for entry in archive.infolist():
                if entry.filename != directory:
                    copy.writestr(entry.filename, archive.read(entry))
            copy.writestr(directory, _SETTINGS.sub(_only_1904, content))
    return mended.getvalue()


def _only_1904(settings: re.Match[bytes]) -> bytes:
    if b"date1904" in settings[0]:
        return settings[0]
    return settings[0].replace(b"workbookPr", b'workbookPr date1904="1"', 1)


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[ET.Element]:
    if archive.getinfo(name).file_size > LARGEST_DIRECTORY:
        raise UnreadableFile(damaged())
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # no workbook defines its own words
        raise UnreadableFile(damaged())
    yield from ET.fromstring(content).iter()  # noqa: S314


def _files(elements: Iterator[ET.Element]) -> Iterator[tuple[str, tuple[str, str]]]:
    for element in elements:
        if (target := element.get("Target")) and (identifier := element.get("Id")):
            absolute = target.startswith("/")
            path = target.lstrip("/") if absolute else posixpath.join("xl", target)
            yield identifier, (posixpath.normpath(path), element.get("Type", ""))


def _sheets(elements: Iterator[ET.Element]) -> Iterator[tuple[str, str]]:
    for element in elements:
        if element.tag.rpartition("}")[2] == "sheet":
            identifiers = [v for k, v in element.attrib.items() if k.endswith("}id")]
            yield element.get("name", ""), identifiers[0] if identifiers else ""
