"""Where a file comes from and what it really is, whatever its name says."""

from __future__ import annotations

import gzip
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from cx.data.wide_text import wide_encoding
from cx.errors import UnreadableFile
from cx.wording import Message, msg

UNPACKED_LIMIT: Final = 2 << 30
# Text of a real workbook shrinks to a twentieth; what shrinks to less was made to fill the memory.
SUSPICIOUS: Final = 32 << 20
SHRUNK: Final = 200
BLOCK: Final = 4 << 20
HEAD: Final = 64 << 10
STRAY_SIGNS: Final = 3

Format = Literal["text", "workbook", "parquet"]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JSON: Final = re.compile(rb"\{\s*\"|\[\s*\{")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_PAGE: Final = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<?xml", b"<style")


@dataclass(frozen=True, slots=True)
class Source:
    """A file on disk, unpacked.

    Attributes:
        path: where its bytes are.
        name: what a person calls it, without folder and ending.
        format: what it is.
        folder: for files that are needed while it is read; it goes afterwards.
    """

    path: Path
    name: str
    format: Format
    folder: Path


@contextmanager
def opened(source: Any) -> Iterator[Source]:
    """Make `source` a local file, unpack it where it is packed and say what it is.

    Args:
        source: a path, bytes or a binary file object.

    Raises:
        UnreadableFile: there is no such file, or it holds no table.
    """
    with tempfile.TemporaryDirectory(prefix="cx-") as folder:
        path, name = _local(source, Path(folder))
        if path.stat().st_size == 0:
            raise UnreadableFile(msg("The file is empty. Export it again and try once more."))
        if _head(path).startswith(b"\x1f\x8b"):
            path, name = _unpacked(path, Path(folder)), name.removesuffix(".gz")
        yield Source(path, Path(name).stem or "table", _format(path), Path(folder))


def _local(source: Any, folder: Path) -> tuple[Path, str]:
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        if not path.is_file():
            raise UnreadableFile(
                msg("There is no file “{path}”. Check the name and the folder.", path=path)
            )
        return path, path.name
    path = folder / "source"
    if isinstance(source, bytes | bytearray | memoryview):
        path.write_bytes(source)
        return path, "table"
    if not hasattr(source, "read"):
        raise UnreadableFile(
            msg(
                "A file is given as its path, its bytes or an open binary file; this is a {kind}.",
                kind=type(source).__name__,
            )
        )
    _copy(source, path)
    return path, Path(str(getattr(source, "name", "table"))).name


def _copy(source: BinaryIO, path: Path) -> None:
    with path.open("wb") as target:
        while block := source.read(BLOCK):
            if not isinstance(block, bytes):
                raise UnreadableFile(
                    msg("The file was opened as text. Open it in binary mode, “rb”.")
                )
            target.write(block)


def _unpacked(path: Path, folder: Path) -> Path:
    target = folder / "unpacked"
    size = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as out:
            while block := packed.read(BLOCK):
                size += len(block)
                if size > UNPACKED_LIMIT:
                    raise UnreadableFile(_too_large())
                out.write(block)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            msg("The packed file is damaged or incomplete. Download or export it again.")
        ) from error
    return target


def _too_large() -> Message:
    return msg(
        "Unpacked, the file is larger than {limit:count} MB. Split it, or save it as Parquet.",
        limit=UNPACKED_LIMIT >> 20,
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _format(path: Path) -> Format:
    head = _head(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return _checked_zip(path)
    if head.startswith(_OLE):
        return _checked_ole(path)
    if (refusal := _refusal(head)) is not None:
        raise UnreadableFile(refusal)
    return "text"


def _checked_zip(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise UnreadableFile(_damaged()) from error
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise UnreadableFile(_too_large())
    if any(map(_is_inflated, entries)):
        raise UnreadableFile(
            msg(
                "Unpacked, the workbook is more than {times:count} times as large as the file, as "
                "no real one is. Copy the table alone into a new workbook, or save it as .csv.",
                times=SHRUNK,
            )
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile(_protected())
    names = {entry.filename for entry in entries}
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return "workbook"
    raise UnreadableFile(
        msg(
            "This is an archive or a document, not a workbook. Unpack it, or save the table as "
            ".xlsx or .csv."
        )
    )


def _is_inflated(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(SUSPICIOUS, SHRUNK * entry.compress_size)


def _checked_ole(path: Path) -> Format:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableFile(_protected())
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "workbook"
    raise UnreadableFile(
        msg("This is an Office document without a worksheet. Save the table as .xlsx or .csv.")
    )


def _protected() -> Message:
    return msg(
        "The workbook is protected by a password. Open it in your spreadsheet program, save a copy "
        "without a password and use that."
    )


def _damaged() -> Message:
    return msg("The workbook is damaged. Open it in your spreadsheet program and save it again.")


def _refusal(head: bytes) -> Message | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return msg("This is a picture, whatever its name says. A table is needed: .xlsx or .csv.")
    if head.startswith(b"%PDF"):
        return msg(
            "This is a PDF. Ask for the figures behind it as .xlsx or .csv; tables in a PDF "
            "cannot be read reliably."
        )
    if start.startswith(_PAGE):
        return msg(
            "This is a web page or XML saved under another name. Open it in your spreadsheet "
            "program and save it as .xlsx or .csv."
        )
    if _JSON.match(start):
        return msg("This is JSON. Export the table as .csv or .xlsx instead.")
    if _is_binary(head):
        return msg(
            "This is not a table: the file holds neither text nor a workbook. Use .xlsx, .xls, "
            ".csv or Parquet."
        )
    return None


def _is_binary(head: bytes) -> bool:
    """Tell bytes from text: text has hardly any control signs, UTF-16 zeros on one side only.

    A few zeros are left to the decoding, which knows them for damage.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or wide_encoding(head):
        return False
    zeros = (head[0::2].count(0), head[1::2].count(0))
    control = sum(head.count(code) for code in range(32) if code not in {0, 9, 10, 12, 13})
    if control > max(STRAY_SIGNS, len(head) // 100):
        return True
    few = 8 + len(head) // 100
    return sum(zeros) > few and (min(zeros) > max(zeros) // 9 or max(zeros) < len(head) // 10)
