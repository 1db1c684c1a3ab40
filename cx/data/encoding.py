"""Which encoding a text file has, and its text as UTF-8 with every doubt counted.

The order is: byte order mark, UTF-16 by its zero bytes, UTF-8, then the encodings that give no
certain sign of themselves. Those are ranked by how plausible the decoded text is, because GB18030
turns nearly any bytes into (nonsense) characters without an error.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from charset_normalizer import from_bytes

from cx.data.watch import Watch
from cx.data.wide_text import wide_encoding
from cx.errors import UnreadableFile
from cx.wording import Message, msg

BLOCK: Final = 4 << 20
EVIDENCE: Final = 256 << 10
GUESSED: Final = 32 << 10
PLAUSIBLE: Final = 0.6

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bytes of the DOS code page 850 that slipped into Windows-1252, where they stand for a sign that is
# never found inside a word: 0x82 is é in one and a low quotation mark in the other.
_INSIDE_WORD: Final = str.maketrans(
    dict(zip("\u201aƒˆ‰Š‹Œ\x90", "éâêëèïîÉ", strict=True))  # in the order of the bytes
)
_SLIPPED_INSIDE: Final = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=\u201a))[\u201aƒˆ‰‹\x90](?=[^\W\d_]|\u201a)"
    r"|(?<=[a-zà-ÿ])[ŠŒ](?=[a-zà-ÿ])"
)
_SLIPPED_BESIDE: Final = re.compile(r"(?<=[^\W\d_])[\u201a\x90]|[\u201a\x90](?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding and how it was found.

    Attributes:
        name: as Python calls it; `cp1252` for Western Windows.
        mark: length of the byte order mark in bytes.
        plausible: how much of what is not ASCII makes sense, 0–1.
    """

    name: str
    mark: int = 0
    plausible: float = 1.0


@dataclass(slots=True)
class Decoding:
    """What happened to the signs of a file while it was decoded.

    Attributes:
        repaired: signs of another code page that were certainly meant as a letter.
        undecodable: bytes without a meaning, now the replacement character.
        marks: byte order marks inside of the text, where files were put one behind the other.
    """

    repaired: int = 0
    undecodable: int = 0
    marks: int = 0


def detect_encoding(path: Path, *, utf8: bool) -> Encoding:
    """Find the encoding of a text file.

    Args:
        path: of the file.
        utf8: whether all of its bytes are valid UTF-8.
    """
    with path.open("rb") as file:
        head = file.read(EVIDENCE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    if (wide := wide_encoding(head)) is not None:
        return Encoding(wide)
    if utf8 or _is_damaged_utf8(path):
        return Encoding("utf-8")
    return _most_plausible(_lines_with_evidence(path))


def check_encoding(name: str) -> Encoding:
    """Return the encoding that a person asked for.

    Raises:
        UnreadableFile: there is no such encoding.
    """
    try:
        known = codecs.lookup(name).name
    except LookupError:
        raise UnreadableFile(
            msg(
                "“{name}” is not an encoding. Choose one such as utf-8, gb18030, big5, shift_jis "
                "or cp1252.",
                name=name,
            )
        ) from None
    return Encoding({"utf-8-sig": "utf-8", "gb2312": "gb18030", "gbk": "gb18030"}.get(known, known))


def decode(path: Path, encoding: Encoding, target: Path, watch: Watch) -> Decoding:
    """Write the text of `path` to `target` as UTF-8 with plain line feeds.

    Returns:
        What had to be done for it, counted.

    Raises:
        UnreadableFile: there are NUL characters in it, which no text holds.
    """
    counts = Decoding()
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as out:
        source.seek(encoding.mark)
        newlines = io.IncrementalNewlineDecoder(None, translate=True)
        size = path.stat().st_size
        for text in _texts(source, encoding.name):
            watch.check(source.tell() / size)
            if "\0" in text:
                raise UnreadableFile(_no_text(encoding))
            counts.marks += text.count("\ufeff")
            known = _counted(text.replace("\ufeff", ""), encoding.name, counts)
            out.write(newlines.decode(known))
        out.write(newlines.decode("", final=True))
    return counts


def _no_text(encoding: Encoding) -> Message:
    return msg(
        "Read as {encoding}, the file holds NUL characters, which no text has: it is damaged, or "
        "no text, or in another encoding. Export it again as .csv or .xlsx, or choose its "
        "encoding.",
        encoding=encoding.name,
    )


def _texts(source: BinaryIO, name: str) -> Iterator[str]:
    """Decode block by block; single-byte text is cut at line ends so that words stay whole."""
    decoder = codecs.getincrementaldecoder(name)(_errors(name))
    while block := source.read(BLOCK):
        if name == "cp1252":
            block += source.readline()
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _errors(name: str) -> str:
    return "cx_keep_control" if name == "cp1252" else "replace"


def _keep_control(error: UnicodeError) -> tuple[str, int]:
    """Keep the five bytes that Windows-1252 leaves undefined, as latin-1 does, for the repair."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("cx_keep_control", _keep_control)


def _counted(text: str, name: str, counts: Decoding) -> str:
    if name == "cp1252":
        text, inside = _SLIPPED_INSIDE.subn(_meant, text)
        beside = 0
        if inside or counts.repaired:
            text, beside = _SLIPPED_BESIDE.subn(_meant, text)
        counts.repaired += inside + beside
        text, lost = re.subn("[\x81\x8d\x8f\x90\x9d]", "\ufffd", text)
        counts.undecodable += lost
    else:
        counts.undecodable += text.count("\ufffd")
    return text


def _meant(match: re.Match[str]) -> str:
    return match.group().translate(_INSIDE_WORD)


def _is_damaged_utf8(path: Path) -> bool:
    """Tell whether a file is UTF-8 but for a few damaged signs among many sound ones."""
    sound = damaged = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = decoder.decode(block)
            damaged += text.count("\ufffd")
            sound += len(text.encode("utf-8", "ignore")) - len(text)
            if damaged > 1000 and sound <= 50 * damaged:
                return False
    damaged += len(decoder.decode(b"", final=True))
    return sound > 50 * damaged


def _lines_with_evidence(path: Path) -> bytes:
    """Collect lines that are not plain ASCII, from the whole file."""
    found: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                found.append(line)
                size += len(line)
                if size > EVIDENCE:
                    break
    return b"".join(found)


def _most_plausible(sample: bytes) -> Encoding:
    high = sum(byte > 0x7F for byte in sample)
    western = Encoding("cp1252", plausible=_western(sample))
    if high < 4:
        return western
    ranked = [western] + [Encoding(name, plausible=_east_asian(sample, name)) for name in _COMMON]
    best = max(ranked, key=lambda encoding: encoding.plausible)
    guess = from_bytes(sample[:GUESSED]).best()
    if best.plausible >= PLAUSIBLE:
        agreed = guess is None or str(guess) == sample[:GUESSED].decode(best.name, "replace")
        return best if agreed else replace(best, plausible=PLAUSIBLE / 2)
    if guess is None or guess.encoding in {"utf_8", "ascii"}:
        return best
    return Encoding(codecs.lookup(guess.encoding).name, plausible=best.plausible)


def _western(sample: bytes) -> float:
    """Give the share of high bytes that stand as Western text has them: mostly alone in a word."""
    text = sample.decode("latin-1")
    high = len(re.findall(r"[\x80-\xff]", text))
    alone = re.findall(
        r"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])|(?<=[A-Za-z])[\xc0-\xff]{2}(?=[A-Za-z])", text
    )
    return sum(map(len, alone)) / max(high, 1)


# The lead bytes under which each encoding keeps its most frequent characters and its punctuation.
_COMMON: Final = {
    "gb18030": rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1\xa3][\xa1-\xfe]",
    "big5": rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|[\xa1-\xa3][\x40-\x7e\xa1-\xfe]",
    "cp932": rb"[\x81-\x83][\x40-\x7e\x80-\xfc]|[\x88-\x97][\x40-\x7e\x80-\xfc]",
}


def _east_asian(sample: bytes, name: str) -> float:
    """Give the share of characters beyond ASCII that are frequent in the encoding's language.

    Bytes that cannot be decoded count against it.
    """
    text = sample.decode(name, "replace")
    beyond = [letter for letter in text if letter > "\x7f"]
    if not beyond:
        return 0.0
    common = re.compile(_COMMON[name])
    frequent = sum(
        1 for letter in beyond if letter != "\ufffd" and common.fullmatch(letter.encode(name))
    )
    wrong = text.count("\ufffd")
    return max(0.0, (frequent - wrong)) / len(beyond)
