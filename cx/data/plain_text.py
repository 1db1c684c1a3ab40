"""A text file as UTF-8 with one kind of line end; the file itself where it is that already."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from cx.data.encoding import Decoding, Encoding, check_encoding, decode, detect_encoding
from cx.data.watch import Watch

BLOCK: Final = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """A text file that can be cut into rows.

    Attributes:
        path: of the text in UTF-8.
        encoding: that the file came in.
        decoding: what had to be done for it.
        lines: how many lines there are, blank ones included.
        quoted: whether there is a quotation mark in it.
    """

    path: Path
    encoding: Encoding
    decoding: Decoding
    lines: int
    quoted: bool


@dataclass(slots=True)
class _Bytes:
    """What the bytes of a file are made of."""

    line_feeds: int = 0
    returns: int = 0
    pairs: int = 0
    marks: int = 0
    zeros: bool = False
    quoted: bool = False
    utf8: bool = True
    last: bytes = b""

    @property
    def plain(self) -> bool:
        """Whether the file can be cut into rows as it is."""
        one_kind = self.returns == 0 or self.returns == self.pairs == self.line_feeds
        return self.utf8 and one_kind and not self.zeros and self.marks == 0

    @property
    def lines(self) -> int:
        return self.line_feeds + (self.last not in {b"", b"\n"})


def plain_text(path: Path, target: Path, *, encoding: str | None, watch: Watch) -> PlainText:
    """Give the text of a file in UTF-8.

    Args:
        path: of the file.
        target: where a text that has to be decoded is written.
        encoding: of the file, where the person knows it.
        watch: told how far it is.

    Raises:
        UnreadableFile: there is no such encoding, or the text holds NUL characters.
    """
    found = _look_at(path, watch)
    known = check_encoding(encoding) if encoding else detect_encoding(path, utf8=found.utf8)
    if known.name == "utf-8" and found.plain:
        return PlainText(
            path=path,
            encoding=known,
            decoding=Decoding(),
            lines=found.lines,
            quoted=found.quoted,
        )
    decoding = decode(path, known, target, watch)
    written = _look_at(target, watch)
    return PlainText(
        path=target,
        encoding=known,
        decoding=decoding,
        lines=written.lines,
        quoted=written.quoted,
    )


def _look_at(path: Path, watch: Watch) -> _Bytes:
    found = _Bytes()
    for block in _whole_lines(path):
        watch.check()
        found.line_feeds += int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
        if b"\r" in block:
            found.returns += block.count(b"\r")
            found.pairs += block.count(b"\r\n")
        found.marks += block.count(codecs.BOM_UTF8)
        found.zeros = found.zeros or b"\0" in block
        found.quoted = found.quoted or b'"' in block
        found.utf8 = found.utf8 and (block.isascii() or _is_utf8(block))
        found.last = block[-1:]
    found.marks -= _begins_with_mark(path)
    return found


def _begins_with_mark(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == codecs.BOM_UTF8


def _whole_lines(path: Path) -> Iterator[bytes]:
    """Read a file in blocks that end with a line feed, so that no sign is cut in two."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block if block.endswith(b"\n") else block + file.readline()


def _is_utf8(block: bytes) -> bool:
    offsets = pa.py_buffer(np.array([0, len(block)], np.int64).tobytes())
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(block)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
