"""Text broken into lines by how wide it looks: a Chinese character takes two columns."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ELLIPSIS: Final = "…"
# Opening marks stay with what follows, closing marks with what precedes them (GB/T 15834).
_OPENING: Final = "“‘《〈（【「『"
_CLOSING: Final = "，。、；：？！”’》〉）】」』…%％"
_WIDE: Final = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffef"
_PIECE: Final = re.compile(
    rf"\s+|[{_OPENING}]*(?:(?![{_OPENING}])[{_WIDE}]|[^\s{_WIDE}{_OPENING}]+)[{_CLOSING}]*|."
)


def display_width(text: str) -> int:
    """Count columns: two for a wide or full-width character, none for a combining one.

    >>> display_width("NPS"), display_width("物流 3")
    (3, 6)
    """
    return sum(_columns(character) for character in text)


def wrap(text: str, columns: int, *, max_lines: int | None = None) -> list[str]:
    """Break `text` into lines of at most `columns` columns; what exceeds `max_lines` ends in “…”.

    Latin text breaks at spaces, Chinese anywhere but before closing and after opening marks.
    A single word that is too wide is cut.

    >>> wrap("Delivery time moves NPS most", 14)
    ['Delivery time', 'moves NPS most']
    >>> wrap("物流速度，影响最大", 10)
    ['物流速度，', '影响最大']
    """
    lines = [""]
    for piece in _pieces(" ".join(text.split()), columns):
        if display_width(lines[-1] + piece.rstrip()) > columns and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    if max_lines is not None and len(lines) > max_lines:
        kept = lines[max_lines - 1]
        while kept and display_width(kept + ELLIPSIS) > columns:
            kept = kept[:-1]
        lines = [*lines[: max_lines - 1], kept.rstrip() + ELLIPSIS]
    return lines


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _pieces(text: str, columns: int) -> list[str]:
    pieces = []
    for piece in _PIECE.findall(text):
        rest = piece
        while display_width(rest) > columns:
            cut = next(n for n in range(len(rest), 0, -1) if display_width(rest[:n]) <= columns)
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces
